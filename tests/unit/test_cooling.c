// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * How long a cooling took: by the clock that never jumps within one boot, by wall clocks that are sure, by what
 * people said; and where nobody can know it, it is not good.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "cooling.h"

#define MIN_US (INT64_C(60) * 1000000)
#define NOON_US (INT64_C(1767265200) * 1000000)

static struct cooling_when when(const char *boot, int64_t boot_min, int64_t wall_min, bool trusted)
{
	struct cooling_when w = { .wall_us = NOON_US + wall_min * MIN_US };

	(void)strncpy(w.at.boot_id, boot, sizeof(w.at.boot_id) - 1);
	w.at.boot_us = (uint64_t)(boot_min * MIN_US);
	w.at.quality = trusted ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	return w;
}

static struct cooling_when said(const struct cooling_when *w)
{
	struct cooling_when by = *w;

	by.said = true;
	return by;
}

static void expect_min(struct cooling_when from, struct cooling_when to, int64_t min)
{
	const int64_t us = cooling_us(&from, &to);

	assert_true(us == (min == COOLING_UNKNOWN ? COOLING_UNKNOWN : min * MIN_US));
}

static void a_boot_knows_the_time_between(void **state)
{
	(void)state;
	expect_min(when("a", 10, 0, false), when("a", 100, 500000, false), 90);
	expect_min(when("a", 10, 0, true), when("a", 131, -60, true), 121);
	expect_min(when("", 10, 0, false), when("", 100, 90, false), COOLING_UNKNOWN);
}

static void over_a_boot_only_sure_clocks_know(void **state)
{
	(void)state;
	expect_min(when("a", 10, 0, true), when("b", 1, 119, true), 119);
	expect_min(when("a", 10, 0, false), when("b", 1, 30, true), COOLING_UNKNOWN);
	expect_min(when("a", 10, 0, true), when("b", 1, 30, false), COOLING_UNKNOWN);
	expect_min(when("a", 10, 0, true), when("b", 1, -30, true), COOLING_UNKNOWN);
}

static void what_people_said_is_told_by_it(void **state)
{
	const struct cooling_when from = when("a", 10, 0, false), to = when("a", 20, 100, false);

	(void)state;
	expect_min(said(&from), said(&to), 100);
	expect_min(said(&to), said(&from), -100);
	expect_min(from, said(&to),
		COOLING_UNKNOWN); /* its clock was not sure, and they are two clocks */
	expect_min(when("a", 10, 0, true), said(&to), 100);
}

static void expect_end(
	int64_t us, int64_t end_mc, const char *why, uint32_t verdict, uint32_t minutes)
{
	struct cooling c = { .end_mc = end_mc };
	struct sentence s;

	cooling_end(&c, us, &s);
	if (why)
		assert_string_equal(s.key, why);
	else
		assert_null(s.key);
	assert_int_equal(c.verdict, verdict);
	assert_int_equal(c.minutes, minutes);
	assert_int_equal(c.unsure, us == COOLING_UNKNOWN);
}

static void its_end(void **state)
{
	(void)state;
	expect_end(120 * MIN_US, 10000, NULL, COOLING_GOOD, 120);
	expect_end(120 * MIN_US + 1, 10000, NULL, COOLING_BAD, 121);
	expect_end(119 * MIN_US, 10001, "cooling_not_cold", 0, 0);
	expect_end(121 * MIN_US, 10001, NULL, COOLING_BAD, 121);
	expect_end(-1, 4000, "cooling_times", 0, 0);
	expect_end(0, 4000, NULL, COOLING_GOOD, 0);
	expect_end(COOLING_UNKNOWN, 4000, NULL, COOLING_BAD, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_boot_knows_the_time_between),
		cmocka_unit_test(over_a_boot_only_sure_clocks_know),
		cmocka_unit_test(what_people_said_is_told_by_it),
		cmocka_unit_test(its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
