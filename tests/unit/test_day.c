// SPDX-License-Identifier: GPL-3.0-or-later
/* The calendar: what people call a period, and every day of four centuries against the C library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "cleanup.h"
#include "day.h"

static void expect_period(const char *period, const char *first, const char *last)
{
	char f[DAY_SIZE], l[DAY_SIZE];

	assert_int_equal(day_period(period, "2026-11-28", f, l), 0);
	assert_string_equal(f, first);
	assert_string_equal(l, last);
}

static void periods(void **state)
{
	static const char *const wrong[] = { "", "26", "2026-", "2026-S3", "2026-S0", "2026-Q5",
		"2026-13", "2026-00", "2026-02-29", "2026-3", "2026-03-1", "2026-03-14x", "1969",
		"2026S1", "this-week", "2026-1S", "2026-S", "20x6-03", "9999", "9999-12",
		"9999-12-31", "9901-Q1" };
	char f[DAY_SIZE], l[DAY_SIZE];

	(void)state;
	expect_period("2026", "2026-01-01", "2026-12-31");
	expect_period("2026-S1", "2026-01-01", "2026-06-30");
	expect_period("2026-S2", "2026-07-01", "2026-12-31");
	expect_period("2026-Q1", "2026-01-01", "2026-03-31");
	expect_period("2026-Q4", "2026-10-01", "2026-12-31");
	expect_period("2028-02", "2028-02-01", "2028-02-29");
	expect_period("9900", "9900-01-01", "9900-12-31");
	expect_period("2100-02", "2100-02-01", "2100-02-28");
	expect_period("2026-03-14", "2026-03-14", "2026-03-14");
	expect_period("this-year", "2026-01-01", "2026-12-31");
	expect_period("last-year", "2025-01-01", "2025-12-31");
	expect_period("this-month", "2026-11-01", "2026-11-30");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		if (day_period(wrong[i], "2026-11-28", f, l) != -EINVAL)
			fail_msg("%s was taken", wrong[i]);
}

static void shifted(const char *day, int days, const char *want)
{
	char said[DAY_SIZE] = "untouched!";
	int r = day_shift(day, days, said);

	assert_int_equal(r, want ? 0 : -EINVAL);
	assert_string_equal(said, want ? want : "untouched!");
}

static void days_later_and_earlier(void **state)
{
	(void)state;
	shifted("2026-03-01", -1, "2026-02-28");
	shifted("2024-03-01", -1, "2024-02-29");
	shifted("2026-12-31", 1, "2027-01-01");
	shifted("2026-03-29", 1, "2026-03-30"); /* the night that is an hour short */
	shifted("2026-02-30", 0, NULL);
	shifted("2026-2-03", 0, NULL);
	shifted("2026-02-031", 0, NULL);
	shifted("", 0, NULL);
	shifted("2026-02", 0, NULL);
	shifted("9999-12-31", 1, NULL);
}

static void each_day_of_four_centuries(void **state)
{
	char want[DAY_SIZE], got[DAY_SIZE];
	int64_t number;

	(void)state;
	for (int n = -70 * 366; n < 330 * 365; n++) {
		time_t t = (time_t)n * 86400, next = t + 86400;
		struct tm tm, after;

		(void)gmtime_r(&t, &tm);
		(void)gmtime_r(&next, &after);
		(void)strftime(want, sizeof(want), "%Y-%m-%d", &tm);
		assert_int_equal(day_number(want, &number), 0);
		assert_int_equal(number, n);
		assert_int_equal(day_shift("1970-01-01", n, got), 0);
		assert_string_equal(got, want);
		assert_int_equal(day_is_month_end(want), after.tm_mday == 1);
	}
}

static void months(void **state)
{
	static const char *const next[][2] = { { "2026-12-31", "2027-01-01" },
		{ "2028-02-01", "2028-03-01" }, { "2026-01-31", "2026-02-01" } };
	char day[DAY_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(next); i++) {
		day_next_month(next[i][0], day);
		assert_string_equal(day, next[i][1]);
	}
	day_month_start("2026-12-31", day);
	assert_string_equal(day, "2026-12-01");
}

static void truth_23_year_one_has_ten_characters(void **state)
{
	(void)state;
	shifted("0001-01-01", 0, "0001-01-01");
	shifted("0001-12-31", 1, "0002-01-01");
	shifted("0999-12-31", 1, "1000-01-01");
	shifted("0001-01-01", -1, NULL);
	shifted("9999-12-31", 1, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods),
		cmocka_unit_test(days_later_and_earlier),
		cmocka_unit_test(each_day_of_four_centuries),
		cmocka_unit_test(months),
		cmocka_unit_test(truth_23_year_one_has_ten_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
