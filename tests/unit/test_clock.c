// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Time: the local day on both sides of midnight and of the two changes of hour, ISO 8601
 * both ways, and the seam that tests drive. Wall times were worked out with GNU date.
 */
#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "clock.h"

#define US INT64_C(1000000)

static void day_is(int64_t wall_s, const char *day)
{
	char said[DAY_SIZE];

	clock_day(wall_s * US, said);
	assert_string_equal(said, day);
}

static void test_day_in_zone(void **state)
{
	(void)state;
	day_is(INT64_C(1795301999), "2026-11-21"); /* 22:59:59 UTC: 23:59:59 in winter */
	day_is(INT64_C(1795302000), "2026-11-22");
	day_is(INT64_C(1782943199), "2026-07-01"); /* 21:59:59 UTC: 23:59:59 in summer */
	day_is(INT64_C(1782943200), "2026-07-02");
	day_is(INT64_C(1774738799), "2026-03-28"); /* the night of 29 March has 23 hours */
	day_is(INT64_C(1774738800), "2026-03-29");
	day_is(INT64_C(1774821599), "2026-03-29");
	day_is(INT64_C(1774821600), "2026-03-30");
	day_is(INT64_C(-1), "1970-01-01");
}

static void truth_23_days_of_any_year_have_ten_characters(void **state)
{
	(void)state;
	day_is(INT64_C(-62135510400), "0001-01-02");
	day_is(INT64_C(-30641716800), "0999-01-01");
	day_is(INT64_C(-99999999999), "0001-01-01");
	day_is(INT64_C(253402300800), "9999-12-31"); /* the year after */
}

static void iso_is(int64_t wall_us, const char *text)
{
	char said[32];

	assert_string_equal(clock_iso(wall_us, said, sizeof(said)), text);
}

static void test_iso_of_moment(void **state)
{
	(void)state;
	iso_is(INT64_C(1795301484) * US, "2026-11-21T23:51:24+01:00");
	iso_is(INT64_C(1782943200) * US + 999999, "2026-07-02T00:00:00+02:00");
	iso_is(-1, "1970-01-01T00:59:59+01:00");
}

static void reads(const char *text, int64_t wall_us)
{
	int64_t said = 0;

	assert_int_equal(clock_parse_iso(text, &said), 0);
	assert_true(said == wall_us);
}

static void test_parse_iso(void **state)
{
	(void)state;
	reads("2026-11-21T23:51:24+01:00", INT64_C(1795301484) * US);
	reads("2026-11-21T22:51:24Z", INT64_C(1795301484) * US);
	reads("2026-11-21T22:51Z", INT64_C(1795301460) * US);
	reads("2026-11-21T17:51:24-05:00", INT64_C(1795301484) * US);
	reads("2026-11-22T04:21:24+05:30", INT64_C(1795301484) * US);
	reads("2026-11-21T22:51:24.5Z", INT64_C(1795301484) * US + 500000);
	reads("2026-11-21T22:51:24.123456Z", INT64_C(1795301484) * US + 123456);
	reads("2024-02-29T00:00:00Z", INT64_C(1709164800) * US);
	reads("1969-12-31T23:59:59Z", -US);
}

static void test_parse_iso_refuses(void **state)
{
	static const char *const wrong[] = { "", "2026-11-21", "2026-11-21T22:51:24",
		"2026-11-21 22:51:24Z", "2026-02-29T00:00:00Z", "2026-02-30T00:00:00Z",
		"2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-11-31T00:00:00Z",
		"2026-11-21T24:00:00Z", "2026-11-21T22:60:00Z", "2026-11-21T22:51:24Zx",
		"2026-11-21T22:51:24+0100", "2026-11-21T22:51:24+15:00", "2026-11-21T22:51:24.Z",
		"2026-1-21T22:51:24Z", "+026-11-21T22:51:24Z", "2026-11-21T22:51:24.1234567Z",
		"0000-01-01T00:00:00Z", "2026-11-21T22:51:24 01:00" };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		int64_t said = 42;

		if (clock_parse_iso(wrong[i], &said) != -EINVAL || said != 42)
			fail_msg("%s was read as %" PRId64, wrong[i], said);
	}
}

static void test_zone(void **state)
{
	(void)state;
	assert_int_equal(clock_init("Europe/Nowhere"), -EINVAL);
	assert_int_equal(clock_init(""), -EINVAL);
	assert_int_equal(clock_init("../../etc/passwd"), -EINVAL);
	assert_int_equal(clock_init("/etc/passwd"), -EINVAL);
	assert_int_equal(clock_init("Indian/Reunion"), 0);
	day_is(INT64_C(1795291200), "2026-11-22"); /* 20:00 UTC */
	assert_int_equal(clock_init("Europe/Paris"), 0);
}

static void test_now(void **state)
{
	struct moment a, b;

	(void)state;
	clock_now(&a);
	clock_now(&b);
	assert_true(b.boot_us >= a.boot_us && a.boot_us > 0);
	assert_int_equal(strlen(a.boot_id), JOURNAL_SIZE - 1);
	assert_string_equal(a.boot_id, b.boot_id);
	assert_int_equal(strspn(a.boot_id, "0123456789abcdef"), JOURNAL_SIZE - 1);
}

static void fixed(struct moment *ret_now)
{
	memset(ret_now, 0, sizeof(*ret_now));
	ret_now->wall_us = 5;
	ret_now->quality = CLOCK_TRUSTED;
}

static void test_seam(void **state)
{
	struct moment m;

	(void)state;
	clock_set_source(fixed);
	clock_now(&m);
	clock_set_source(NULL);
	assert_true(m.wall_us == 5 && m.quality == CLOCK_TRUSTED);
	clock_now(&m);
	assert_true(m.wall_us != 5);
}

static int begin(void **state)
{
	(void)state;
	return clock_init("Europe/Paris");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_day_in_zone),
		cmocka_unit_test(truth_23_days_of_any_year_have_ten_characters),
		cmocka_unit_test(test_iso_of_moment),
		cmocka_unit_test(test_parse_iso),
		cmocka_unit_test(test_parse_iso_refuses),
		cmocka_unit_test(test_zone),
		cmocka_unit_test(test_now),
		cmocka_unit_test(test_seam),
	};

	return cmocka_run_group_tests_name("clock", tests, begin, NULL);
}
