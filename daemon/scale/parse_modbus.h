// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Registers of a Modbus indicator -> reading. Pure: one block and its map in, one value out.
 * A weight that the device itself doubts is a fault and never a number, and so is one by a map
 * that no known mass has confirmed.
 */
#pragma once
#include "modbus_map.h"
#include "reading.h"

/* regs: map->words of them, all of one answer. */
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

/*
 * The map, the weight's registers in every order of bytes, and what our own head tells beside
 * (firmware/README.md).
 */
void modbus_detail(
	const struct modbus_map *map, const uint16_t *regs, struct scale_detail *ret_detail);
