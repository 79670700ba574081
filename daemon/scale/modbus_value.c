// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What registers say: integers in four byte orders, BCD, IEEE 754 singles by integer
 * arithmetic, rounded once to the decimals that the map says; bits; decimals; steps.
 */
#include "modbus_value.h"
#include <errno.h>
#include <string.h>

static uint32_t swap_bytes(uint32_t v)
{
	return (v & 0x00FF00FF) << 8 | (v >> 8 & 0x00FF00FF);
}

static uint32_t raw_number(const struct modbus_number *n, const uint16_t *regs)
{
	uint32_t v = regs[n->reg];

	if (modbus_width(n->type) == 2) {
		v = v << 16 | regs[n->reg + 1];
		if (n->order == MODBUS_CDAB || n->order == MODBUS_DCBA)
			v = v << 16 | v >> 16;
	}
	if (n->order == MODBUS_BADC || n->order == MODBUS_DCBA)
		v = swap_bytes(v);
	return v;
}

static int from_bcd(uint32_t v, int64_t *ret)
{
	int64_t digits = 0;

	for (int shift = 28; shift >= 0; shift -= 4) {
		uint32_t figure = v >> shift & 0xF;

		if (figure > 9)
			return -EINVAL;
		digits = digits * 10 + figure;
	}
	*ret = digits;
	return 0;
}

/* value x 10^decimals, half away from zero; -EINVAL: no number, or beyond 2^52. */
static int from_float(uint32_t v, unsigned decimals, int64_t *ret)
{
	int exponent = (int)(v >> 23 & 0xFF) - 150;
	int64_t digits = v & 0x7FFFFF;

	if (exponent == 105)
		return -EINVAL; /* infinity, or not a number */
	if (exponent == -150)
		exponent = -149;
	else
		digits |= 0x800000;
	while (decimals-- > 0)
		digits *= 10;
	if (exponent > 8)
		return -EINVAL;
	if (exponent >= 0)
		digits <<= exponent;
	else if (exponent < -62)
		digits = 0;
	else
		digits = (digits + (INT64_C(1) << (-exponent - 1))) >> -exponent;
	*ret = v >> 31 ? -digits : digits;
	return 0;
}

/* An instrument that divides by a float is up to two units in the last place beside its decimal. */
unsigned modbus_float_decimals(const struct modbus_number *n, const uint16_t *regs)
{
	uint32_t bits = raw_number(n, regs);
	unsigned decimals;
	double power = 1;

	for (decimals = 0; decimals < MODBUS_DECIMALS; decimals++, power *= 10) {
		int64_t digits;
		uint32_t again;
		float value;

		if (from_float(bits, decimals, &digits) < 0)
			break;
		value = (float)((double)digits / power);
		memcpy(&again, &value, sizeof(again));
		if (((again ^ bits) >> 31) == 0 && again - bits + 2 <= 4)
			break;
	}
	return decimals;
}

static bool is_bad(const struct modbus_map *map, uint32_t raw)
{
	for (size_t i = 0; i < map->bad_count; i++)
		if (map->bad[i] == raw)
			return true;
	return false;
}

int modbus_decode(const struct modbus_map *map, const struct modbus_number *n, const uint16_t *regs,
	unsigned decimals, int64_t *ret_digits)
{
	uint32_t raw = raw_number(n, regs);

	if (is_bad(map, raw))
		return -ENODATA;
	switch (n->type) {
	case MODBUS_S16:
		*ret_digits = (int16_t)raw;
		return 0;
	case MODBUS_S32:
		*ret_digits = (int32_t)raw;
		return 0;
	case MODBUS_F32:
		return from_float(raw, decimals, ret_digits);
	case MODBUS_BCD:
		return from_bcd(raw, ret_digits);
	default:
		*ret_digits = raw;
		return 0;
	}
}

bool modbus_is_set(const struct modbus_map *map, enum modbus_status status, const uint16_t *regs)
{
	const struct modbus_bits *b = &map->status[status];

	for (size_t i = 0; i < b->count; i++)
		if ((regs[b->bit[i].reg] >> b->bit[i].bit & 1) != b->bit[i].inverted)
			return true;
	return false;
}

static int one_hot(const struct modbus_map *map, const uint16_t *regs, unsigned *ret_decimals)
{
	uint16_t bits = (uint16_t)(regs[map->scale_reg] >> map->scale_bit);

	if (bits == 0 || (bits & (bits - 1)) || bits > 1u << 6)
		return -EINVAL;
	*ret_decimals = (unsigned)__builtin_ctz(bits);
	return 0;
}

static int divisor(uint16_t value, unsigned *ret_decimals)
{
	unsigned decimals = 0;

	while (value >= 10 && value % 10 == 0) {
		value = (uint16_t)(value / 10);
		decimals++;
	}
	if (value != 1)
		return -EINVAL;
	*ret_decimals = decimals;
	return 0;
}

/* Codes are the low byte: some put the unit into the high one. */
static int by_code(const struct modbus_table *table, const uint16_t *regs, unsigned *ret)
{
	unsigned code = regs[table->reg] & 0xFF;

	if (code >= table->count)
		return -EINVAL;
	*ret = table->value[code];
	return 0;
}

int modbus_decimals(const struct modbus_map *map, const uint16_t *regs, unsigned *ret)
{
	switch (map->scale) {
	case MODBUS_BY_TABLE:
		return by_code(&map->decimals, regs, ret);
	case MODBUS_ONE_HOT:
		return one_hot(map, regs, ret);
	case MODBUS_DIVISOR:
		return divisor(regs[map->scale_reg], ret);
	default:
		*ret = map->decimals.value[0];
		return 0;
	}
}

/* The step in places of the last figure; 0: nobody tells. */
int64_t modbus_step(const struct modbus_map *map, const uint16_t *regs, unsigned decimals)
{
	int64_t digits = 0;
	unsigned places = 0;

	if (map->steps.count)
		return by_code(&map->steps, regs, &places) == 0 ? places : 0;
	if (map->step.there && modbus_decode(map, &map->step, regs, decimals, &digits) == 0)
		return digits;
	return 0;
}
