// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One value out of the registers of an answer, by its map. Pure. Everywhere regs holds
 * map->words of them.
 */
#pragma once
#include "modbus_map.h"

/* 0; -ENODATA: the map calls it no weight; -EINVAL: it is no number. */
int modbus_decode(const struct modbus_map *map, const struct modbus_number *n, const uint16_t *regs,
	unsigned decimals, int64_t *ret_digits);
/* How many decimals a float has itself: the fewest that give the same float again, at most 6. */
unsigned modbus_float_decimals(const struct modbus_number *n, const uint16_t *regs);
/* How many of a weight's digits are decimals; -EINVAL: the register says nothing known. */
int modbus_decimals(const struct modbus_map *map, const uint16_t *regs, unsigned *ret);
/* The step in places of the last figure; 0: nobody tells. */
int64_t modbus_step(const struct modbus_map *map, const uint16_t *regs, unsigned decimals);
/* Whether one of the status' bits is set. */
bool modbus_is_set(const struct modbus_map *map, enum modbus_status status, const uint16_t *regs);
