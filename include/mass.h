// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Mass. int64_t milligrams everywhere (_mg), reached once, by exact integer
 * arithmetic, from the decimal that the instrument itself showed.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

#define MASS_MG_PER_KG INT64_C(1000000)
#define MASS_MG_PER_G INT64_C(1000)

static inline int64_t larger_mg(int64_t a_mg, int64_t b_mg)
{
	return a_mg > b_mg ? a_mg : b_mg;
}

static inline int64_t smaller_mg(int64_t a_mg, int64_t b_mg)
{
	return a_mg < b_mg ? a_mg : b_mg;
}

static inline int64_t distance_mg(int64_t a_mg, int64_t b_mg)
{
	return a_mg > b_mg ? a_mg - b_mg : b_mg - a_mg;
}

/* Numbers are those of the USB HID scale page's unit codes (usages 0x51 to 0x5C). */
enum mass_unit {
	MASS_UNIT_NONE,
	MASS_MILLIGRAM,
	MASS_GRAM,
	MASS_KILOGRAM,
	MASS_CARAT,
	MASS_TAEL, /* several national values: never converted */
	MASS_GRAIN,
	MASS_PENNYWEIGHT,
	MASS_TONNE,
	MASS_SHORT_TON,
	MASS_TROY_OUNCE,
	MASS_OUNCE,
	MASS_POUND,
	MASS_UNIT_COUNT,
};

/* digits x 10^exp10 unit, as the instrument displayed it. */
struct mass_shown {
	int64_t digits;
	int8_t exp10;
	uint8_t unit; /* enum mass_unit */
};

/*
 * Exact conversion, rounded once to the milligram, half away from zero.
 * 0; -EINVAL: the unit has no single value (none, tael); -ERANGE: does not fit.
 */
int mass_to_mg(const struct mass_shown *shown, int64_t *ret_mg);

/* One step of the last digit shown, at least 1 mg. Errors as mass_to_mg(). */
int mass_step_mg(const struct mass_shown *shown, int64_t *ret_mg);

/*
 * A plain decimal of len bytes: optional sign, digits, at most one '.' or ','.
 * 0; -EINVAL: anything else; -ERANGE: more digits than fit.
 */
int mass_parse_decimal(const char *text, size_t len, int64_t *ret_digits, int8_t *ret_exp10);

/*
 * What a person typed in kilograms: digits, one separator (comma or dot), at most 3
 * decimals, no sign, above 0. 0; -EINVAL: not such a number; -ERANGE: too large or 0.
 */
int mass_parse_kg(const char *text, int64_t *ret_mg);

/*
 * Kilograms with 0 to 6 decimals, rounded half away from zero; separator '.' or ','.
 * Writes at most size bytes, NUL included, and returns buf. 32 bytes are enough for any mass.
 */
char *mass_format_kg(int64_t mg, unsigned decimals, char separator, char *buf, size_t size);

/* "g", "kg", "oz" …; "" for none. */
const char *mass_unit_name(enum mass_unit unit);
struct record_words;
extern const struct record_words mass_unit_words;
