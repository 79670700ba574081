// SPDX-License-Identifier: GPL-3.0-or-later
/* Mass is exact from the instrument's decimal to the milligram, and typed kilograms are strict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cleanup.h"
#include "mass.h"

static const int64_t untouched = -77;

static void converts_exactly(void **state)
{
	/* Expected values by hand, from the exact definitions of the units. */
	static const struct {
		struct mass_shown shown;
		int r;
		int64_t mg;
	} rows[] = {
		{ { 20, 0, MASS_GRAM }, 0, 20000 },
		{ { 125, -1, MASS_KILOGRAM }, 0, 12500000 },
		{ { 6452, -1, MASS_OUNCE }, 0, 18291112 }, /* 18 291 112.3 */
		{ { 1, 0, MASS_OUNCE }, 0, 28350 },        /* 28 349.52 rounds up */
		{ { -1, 0, MASS_OUNCE }, 0, -28350 },
		{ { 1, 0, MASS_POUND }, 0, 453592 },
		{ { 1, -4, MASS_GRAM }, 0, 0 },
		{ { 5, -4, MASS_GRAM }, 0, 1 }, /* half away from zero */
		{ { -5, -4, MASS_GRAM }, 0, -1 },
		{ { 1, 0, MASS_SHORT_TON }, 0, 907184740 },
		{ { 1, 0, MASS_TROY_OUNCE }, 0, 31103 },
		{ { 1, 0, MASS_GRAIN }, 0, 65 },
		{ { 1, 0, MASS_PENNYWEIGHT }, 0, 1555 },
		{ { 3, 0, MASS_CARAT }, 0, 600 },
		{ { 1, 0, MASS_TONNE }, 0, 1000000000 },
		{ { 0, 127, MASS_TONNE }, 0, 0 },
		{ { 1, -127, MASS_TONNE }, 0, 0 },
		{ { 1, 127, MASS_GRAM }, -ERANGE, 0 },
		{ { INT64_MAX, 0, MASS_TONNE }, -ERANGE, 0 },
		{ { INT64_MAX, 0, MASS_MILLIGRAM }, 0, INT64_MAX },
		{ { INT64_MAX, 1, MASS_MILLIGRAM }, -ERANGE, 0 },
		{ { 1, 0, MASS_TAEL }, -EINVAL, 0 },
		{ { 1, 0, MASS_UNIT_NONE }, -EINVAL, 0 },
		{ { 1, 0, 13 }, -EINVAL, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int64_t mg = untouched;

		assert_int_equal(mass_to_mg(&rows[i].shown, &mg), rows[i].r);
		assert_int_equal(mg, rows[i].r == 0 ? rows[i].mg : untouched);
	}
}

static void steps(void **state)
{
	int64_t step_mg;

	(void)state;
	assert_int_equal(mass_step_mg(&(struct mass_shown){ 99, -2, MASS_KILOGRAM }, &step_mg), 0);
	assert_int_equal(step_mg, 10000);
	assert_int_equal(mass_step_mg(&(struct mass_shown){ 99, -9, MASS_GRAM }, &step_mg), 0);
	assert_int_equal(step_mg, 1);
}

static void typed_kilograms(void **state)
{
	static const char *const bad[] = { "", " ", ",", ".", "12,", ",5", "12,5,0", "1.2.3", "-3",
		"+3", "1e9", "12kg", "12 ", " 12", "0x10", "12,3456", "1 200", "NaN", "١٢",
		"12\n" };
	int64_t mg;

	(void)state;
	assert_int_equal(mass_parse_kg("12,5", &mg), 0);
	assert_int_equal(mg, 12500000);
	assert_int_equal(mass_parse_kg("12.5", &mg), 0);
	assert_int_equal(mg, 12500000);
	assert_int_equal(mass_parse_kg("0,001", &mg), 0);
	assert_int_equal(mg, 1000);
	assert_int_equal(mass_parse_kg("007", &mg), 0);
	assert_int_equal(mg, 7000000);
	assert_int_equal(mass_parse_kg("0", &mg), -ERANGE);
	assert_int_equal(mass_parse_kg("0,000", &mg), -ERANGE);
	assert_int_equal(mass_parse_kg("99999999999999999999", &mg), -ERANGE);
	assert_int_equal(mass_parse_kg("9223372036855", &mg), -ERANGE);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(mass_parse_kg(bad[i], &mg), -EINVAL);
}

static void typed_comes_back_as_typed(void **state)
{
	char text[32];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int64_t grams = 1 + rand() % 50000000, mg;

		mass_format_kg(grams * 1000, 3, i % 2 ? ',' : '.', text, sizeof(text));
		assert_int_equal(mass_parse_kg(text, &mg), 0);
		assert_int_equal(mg, grams * 1000);
	}
}

static void formats(void **state)
{
	char text[32];

	(void)state;
	assert_string_equal(mass_format_kg(12500000, 3, ',', text, sizeof(text)), "12,500");
	assert_string_equal(mass_format_kg(12499500, 3, '.', text, sizeof(text)), "12.500");
	assert_string_equal(mass_format_kg(-499, 3, '.', text, sizeof(text)), "0.000");
	assert_string_equal(mass_format_kg(-500, 3, '.', text, sizeof(text)), "-0.001");
	assert_string_equal(mass_format_kg(1500000, 0, '.', text, sizeof(text)), "2");
	assert_string_equal(mass_format_kg(1, 6, ',', text, sizeof(text)), "0,000001");
	assert_string_equal(
		mass_format_kg(INT64_MIN, 6, ',', text, sizeof(text)), "-9223372036854,775808");
}

static void decimals_of_instruments(void **state)
{
	int64_t digits;
	int8_t exp10;

	(void)state;
	assert_int_equal(mass_parse_decimal("+0012.34", 8, &digits, &exp10), 0);
	assert_int_equal(digits, 1234);
	assert_int_equal(exp10, -2);
	assert_int_equal(mass_parse_decimal("-5", 2, &digits, &exp10), 0);
	assert_int_equal(digits, -5);
	assert_int_equal(mass_parse_decimal("", 0, &digits, &exp10), -EINVAL);
	assert_int_equal(mass_parse_decimal("+", 1, &digits, &exp10), -EINVAL);
	assert_int_equal(mass_parse_decimal("1-2", 3, &digits, &exp10), -EINVAL);
	assert_int_equal(mass_parse_decimal("9999999999999999999", 19, &digits, &exp10), -ERANGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(converts_exactly),
		cmocka_unit_test(steps),
		cmocka_unit_test(typed_kilograms),
		cmocka_unit_test(typed_comes_back_as_typed),
		cmocka_unit_test(formats),
		cmocka_unit_test(decimals_of_instruments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
