// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Registers of a Modbus indicator -> reading. Pure: one block and its map in, one value out.
 * A weight that the device itself doubts is a fault and never a number.
 */
#pragma once
#include "modbus_map.h"
#include "reading.h"

/* regs: map->count of them, all of one answer. */
void modbus_parse(const struct modbus_map *map, const uint16_t *regs, uint64_t at_boot_us,
	struct reading *ret_reading);

/* Whether the device still measures: its heartbeat must not stand still. */
struct modbus_pulse {
	bool felt;
	uint16_t beat;
	uint64_t since_boot_us;
};
/* Turns the reading into a fault when the heartbeat has stood too long. */
void modbus_feel(const struct modbus_map *map, const uint16_t *regs, struct modbus_pulse *pulse,
	struct reading *r);

/* What our own head tells beside the weight (firmware/README.md); valid only for its map. */
void modbus_detail(
	const struct modbus_map *map, const uint16_t *regs, struct scale_detail *ret_detail);
/* The four orders of the weight's bytes, for a person who knows what lies there. */
int modbus_decode(const struct modbus_map *map, const struct modbus_number *n, const uint16_t *regs,
	unsigned decimals, int64_t *ret_digits);
