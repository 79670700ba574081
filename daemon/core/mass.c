// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Exact mass. A unit is mantissa x 10^-places milligrams, so that every conversion is one
 * product, which has all its room (times.h), and one rounding. Values: BIPM SI brochure; international avoirdupois
 * pound = 453.59237 g exactly, from which ounce, grain, pennyweight and troy ounce follow.
 */
#include "mass.h"
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "record.h"
#include "times.h"

enum { POWER_MOST = 18 }; /* of ten, in 64 bits */

static const struct unit {
	int64_t mantissa; /* 0: has no single value */
	int places;
} units[MASS_UNIT_COUNT] = {
	[MASS_UNIT_NONE] = { 0, 0 },
	[MASS_MILLIGRAM] = { 1, 0 },
	[MASS_GRAM] = { 1000, 0 },
	[MASS_KILOGRAM] = { 1000000, 0 },
	[MASS_CARAT] = { 200, 0 },
	[MASS_TAEL] = { 0, 0 },
	[MASS_GRAIN] = { 6479891, 5 },
	[MASS_PENNYWEIGHT] = { 155517384, 5 },
	[MASS_TONNE] = { 1000000000, 0 },
	[MASS_SHORT_TON] = { 907184740, 0 },
	[MASS_TROY_OUNCE] = { 311034768, 4 },
	[MASS_OUNCE] = { 28349523125, 6 },
	[MASS_POUND] = { 45359237, 2 },
};

static const char *const unit_names[MASS_UNIT_COUNT] = {
	[MASS_UNIT_NONE] = "",
	[MASS_MILLIGRAM] = "mg",
	[MASS_GRAM] = "g",
	[MASS_KILOGRAM] = "kg",
	[MASS_CARAT] = "ct",
	[MASS_TAEL] = "tl",
	[MASS_GRAIN] = "gr",
	[MASS_PENNYWEIGHT] = "dwt",
	[MASS_TONNE] = "t",
	[MASS_SHORT_TON] = "ton",
	[MASS_TROY_OUNCE] = "ozt",
	[MASS_OUNCE] = "oz",
	[MASS_POUND] = "lb",
};
const struct record_words mass_unit_words = { unit_names, MASS_UNIT_COUNT };

static int64_t power_of_ten(int places)
{
	int64_t power = 1;

	while (places-- > 0)
		power *= 10;
	return power;
}

/* a x b / 10^places, half away from zero: that is as the last place but one and the next say. */
static int shift_down(int64_t a, int64_t b, int places, int64_t *ret)
{
	int64_t value;

	if (places <= POWER_MOST)
		return times_rounded(a, b, power_of_ten(places), ret);
	value = times_over(a, b, power_of_ten(POWER_MOST));
	for (places -= POWER_MOST; places > 1 && value != 0; places--)
		value /= 10;
	return times_rounded(value, 1, 10, ret);
}

static int shift_up(int64_t a, int64_t b, int places, int64_t *ret)
{
	int64_t value;

	if (__builtin_mul_overflow(a, b, &value))
		return -ERANGE;
	while (places-- > 0 && value != 0)
		if (__builtin_mul_overflow(value, 10, &value))
			return -ERANGE;
	*ret = value;
	return 0;
}

int mass_to_mg(const struct mass_shown *shown, int64_t *ret_mg)
{
	const struct unit *u;
	int exponent;

	if (shown->unit >= MASS_UNIT_COUNT || units[shown->unit].mantissa == 0)
		return -EINVAL;
	u = &units[shown->unit];
	exponent = shown->exp10 - u->places;
	return exponent < 0 ? shift_down(shown->digits, u->mantissa, -exponent, ret_mg)
			    : shift_up(shown->digits, u->mantissa, exponent, ret_mg);
}

int mass_step_mg(const struct mass_shown *shown, int64_t *ret_mg)
{
	struct mass_shown one = { 1, shown->exp10, shown->unit };
	int64_t step_mg;
	int r = mass_to_mg(&one, &step_mg);

	if (r < 0)
		return r;
	*ret_mg = step_mg > 0 ? step_mg : 1;
	return 0;
}

int mass_parse_decimal(const char *text, size_t len, int64_t *ret_digits, int8_t *ret_exp10)
{
	size_t i = 0, figures = 0;
	int64_t digits = 0;
	int8_t places = 0;
	bool negative = false, point = false;

	if (i < len && (text[i] == '+' || text[i] == '-'))
		negative = text[i++] == '-';
	for (; i < len; i++) {
		if (!point && (text[i] == '.' || text[i] == ',')) {
			point = true;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return -EINVAL;
		if (__builtin_mul_overflow(digits, 10, &digits) ||
			__builtin_add_overflow(digits, text[i] - '0', &digits) ||
			(point && places == INT8_MAX))
			return -ERANGE;
		places = (int8_t)(places + point);
		figures++;
	}
	if (figures == 0)
		return -EINVAL;
	*ret_digits = negative ? -digits : digits;
	*ret_exp10 = (int8_t)-places;
	return 0;
}

/* Digits on both sides of a separator, if there is one; no sign, at most 3 decimals. */
static bool is_typed_kg(const char *text, size_t *ret_len)
{
	size_t whole = 0, decimals = 0;

	while (text[whole] >= '0' && text[whole] <= '9')
		whole++;
	*ret_len = whole;
	if (whole == 0 || text[whole] == '\0')
		return whole > 0;
	if (text[whole] != '.' && text[whole] != ',')
		return false;
	while (text[whole + 1 + decimals] >= '0' && text[whole + 1 + decimals] <= '9')
		decimals++;
	*ret_len = whole + 1 + decimals;
	return decimals >= 1 && decimals <= 3 && text[*ret_len] == '\0';
}

int mass_parse_kg(const char *text, int64_t *ret_mg)
{
	struct mass_shown shown = { .unit = MASS_KILOGRAM };
	int64_t mg;
	size_t len;
	int r;

	if (!is_typed_kg(text, &len))
		return -EINVAL;
	r = mass_parse_decimal(text, len, &shown.digits, &shown.exp10);
	if (r == 0)
		r = mass_to_mg(&shown, &mg);
	if (r < 0)
		return r;
	if (mg <= 0)
		return -ERANGE;
	*ret_mg = mg;
	return 0;
}

char *mass_format_kg(int64_t mg, unsigned decimals, char separator, char *buf, size_t size)
{
	unsigned shown = decimals > 6 ? 6 : decimals;
	uint64_t step = (uint64_t)power_of_ten(6 - (int)shown),
		 scale = (uint64_t)power_of_ten((int)shown);
	uint64_t magnitude = ((mg < 0 ? 0 - (uint64_t)mg : (uint64_t)mg) + step / 2) / step;
	const char *sign = mg < 0 && magnitude ? "-" : "";

	if (shown == 0)
		(void)snprintf(buf, size, "%s%llu", sign, (unsigned long long)magnitude);
	else
		(void)snprintf(buf, size, "%s%llu%c%0*llu", sign,
			(unsigned long long)(magnitude / scale), separator, (int)shown,
			(unsigned long long)(magnitude % scale));
	return buf;
}

const char *mass_unit_name(enum mass_unit unit)
{
	return (unsigned)unit < MASS_UNIT_COUNT ? unit_names[unit] : "";
}
