// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures for people: thousands apart, every figure whole, and machines' figures as they were; days and months in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "lang.h"
#include "mass.h"
#include "typeset.h"

static void thousands_are_apart(void **state)
{
	static const struct {
		int64_t mg;
		unsigned decimals;
		const char *fr, *en;
	} of[] = {
		{ 0, 3, "0,000", "0.000" },
		{ 999999000, 3, "999,999", "999.999" },
		{ 1000000000, 3, "1\u202f000,000", "1,000.000" },
		{ -12345678000, 3, "-12\u202f345,678", "-12,345.678" },
		{ 123456789000000, 0, "123\u202f456\u202f789", "123,456,789" },
		{ INT64_MIN, 6, "-9\u202f223\u202f372\u202f036\u202f854,775808",
			"-9,223,372,036,854.775808" },
	};
	char buf[TYPESET_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		assert_string_equal(
			typeset_kg(of[i].mg, of[i].decimals, true, buf, sizeof(buf)), of[i].fr);
		assert_string_equal(
			typeset_kg(of[i].mg, of[i].decimals, false, buf, sizeof(buf)), of[i].en);
	}
	assert_string_equal(typeset_count(INT64_MIN, true, buf, sizeof(buf)),
		"-9\u202f223\u202f372\u202f036\u202f854\u202f775\u202f808");
	assert_string_equal(typeset_number("", true, buf, sizeof(buf)), "");
	assert_true(typeset_is_blank("") && typeset_is_blank("  \t"));
	assert_true(typeset_is_blank("\u00a0\u202f\u2003\u200b\u3000\ufeff"));
	assert_false(typeset_is_blank(" é") || typeset_is_blank("\u00a0.") ||
		     typeset_is_blank("\u2026") || typeset_is_blank("\xE2\x80"));
	assert_int_equal(typeset_width("1\u202f000", 8), 10);
}

/* Cut like snprintf(): never beyond the buffer. */
static void a_small_buffer_is_kept_to(void **state)
{
	char buf[8] = "";

	(void)state;
	for (size_t size = 1; size <= sizeof(buf); size++) {
		memset(buf, 'x', sizeof(buf));
		typeset_number("1234567,5", true, buf, size);
		assert_true(strlen(buf) < size);
	}
}

static void days_are_in_words(void **state)
{
	static const struct {
		enum lang lang;
		const char *day, *until, *said;
	} of[] = {
		{ LANG_FR, "2026-01-01", NULL, "1er janvier 2026" },
		{ LANG_EN, "2026-01-01", NULL, "1 January 2026" },
		{ LANG_FR, "2026-01", NULL, "janvier 2026" },
		{ LANG_EN, "2026-01", NULL, "January 2026" },
		{ LANG_FR, "2026-08-01", "2026-08-31", "1er" },
		{ LANG_FR, "2026-01-09", "2026-03-31", "9 janvier" },
		{ LANG_EN, "2025-12-31", "2026-03-31", "31 December 2025" },
		{ LANG_FR, "2026-02-28", "2026-02-28", "28 février 2026" },
	};
	static const char *const none[] = { "", "MS", "2026", "2026-13", "2026-02-30", "2026-02-3x",
		"abcd-ef", "2026-1-01" };
	char buf[LANG_DAY_SIZE] = "as it was";

	(void)state;
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		assert_true(lang_day(of[i].lang, of[i].day, of[i].until, buf, sizeof(buf)));
		assert_string_equal(buf, of[i].said);
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		assert_false(lang_day(LANG_FR, none[i], NULL, buf, sizeof(buf)));
}

static int load(void **state)
{
	(void)state;
	return lang_init();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thousands_are_apart),
		cmocka_unit_test(a_small_buffer_is_kept_to),
		cmocka_unit_test(days_are_in_words),
	};

	return cmocka_run_group_tests(tests, load, NULL);
}
