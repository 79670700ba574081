// SPDX-License-Identifier: GPL-3.0-or-later
/* Old copies that make way: an hourly copy over three years, thinned out after each, and clocks that jump. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "cleanup.h"
#include "retention.h"

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S, MOST = 256 };

static const int64_t start_s = 1764460800; /* 2025-11-30 00:00 UTC */

static struct {
	int64_t at_s[MOST];
	size_t count;
} kept;

static void thin(int64_t now_s)
{
	bool keep[MOST];
	size_t left = 0;

	retention_choose(kept.at_s, kept.count, now_s, keep);
	for (size_t i = 0; i < kept.count; i++)
		if (keep[i])
			kept.at_s[left++] = kept.at_s[i];
	kept.count = left;
}

/* Whether one stands between so and so long ago. */
static bool has(int64_t now_s, int64_t from_s, int64_t to_s)
{
	for (size_t i = 0; i < kept.count; i++)
		if (now_s - kept.at_s[i] >= from_s && now_s - kept.at_s[i] < to_s)
			return true;
	return false;
}

/* Each hour for three years: every hour of a day, day of a month and month of a year can be gone back to. */
static void hours_days_and_months(void **state)
{
	int64_t now_s = start_s;

	(void)state;
	kept.count = 0;
	for (int hour = 0; hour < 3 * 365 * 24; hour++) {
		now_s = start_s + (int64_t)hour * HOUR_S;
		assert_true(kept.count < MOST);
		kept.at_s[kept.count++] = now_s;
		thin(now_s);
	}
	assert_in_range(kept.count, 24 + 29, 24 + 31 + 12);
	for (int hour = 0; hour < 24; hour++)
		assert_true(has(now_s, hour * HOUR_S, (hour + 1) * HOUR_S));
	for (int day = 1; day < 30; day++)
		assert_true(has(now_s, day * DAY_S, (day + 2) * DAY_S));
	for (int month = 1; month < 11; month++)
		assert_true(
			has(now_s, (int64_t)month * 30 * DAY_S, (int64_t)(month + 2) * 31 * DAY_S));
	assert_false(has(now_s, (int64_t)366 * DAY_S, INT64_MAX));
}

/* The newest stays however old it is, and so does what a wrong clock dated ahead. */
static void the_newest_stays(void **state)
{
	static const int64_t old[] = { start_s - 5000 * (int64_t)DAY_S,
		start_s - 4000 * (int64_t)DAY_S };
	static const int64_t ahead[] = { start_s + DAY_S, start_s, start_s + 3 * DAY_S };
	static const int64_t same[] = { start_s, start_s, start_s };
	bool keep[3];

	(void)state;
	retention_choose(old, 2, start_s, keep);
	assert_false(keep[0]);
	assert_true(keep[1]);
	retention_choose(ahead, 3, start_s, keep);
	assert_true(keep[0] && keep[1] && keep[2]);
	retention_choose(same, 3, start_s, keep);
	assert_int_equal(keep[0] + keep[1] + keep[2], 1);
	retention_choose(NULL, 0, start_s, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_days_and_months),
		cmocka_unit_test(the_newest_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
