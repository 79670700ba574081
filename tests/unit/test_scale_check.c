// SPDX-License-Identifier: GPL-3.0-or-later
/* Checks of a scale with a known mass: what is allowed, and the entry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include "ledger_rig.h"
#include "scale_check.h"

static void the_allowed_error_grows_with_the_load(void **state)
{
	static const struct {
		int64_t mass_mg, e_mg, allowed_mg;
	} rows[] = {
		{ 1, 5000, 5000 },
		{ 2500000, 5000, 5000 }, /* 500 e */
		{ 2500001, 5000, 10000 },
		{ 10000000, 5000, 10000 }, /* 2,000 e */
		{ 10000001, 5000, 15000 },
		{ 15000000, 5000, 15000 },
		{ INT64_C(100000000000), 1, 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
			scale_check_allowed_mg(rows[i].mass_mg, rows[i].e_mg), rows[i].allowed_mg);
}

static struct ledger_result made(struct ledger_rig *r, const struct scale_check *c)
{
	struct ledger_job job = { .now = r->now, .drafts = { { &scale_check_kind, c, NULL } } };
	struct ledger_result result;

	ledger_write(r->ledger, &job, &result);
	return result;
}

static void whether_it_passed_follows(void **state)
{
	struct ledger_rig *r = *state;
	struct scale_check c = {
		.scale = "floor", .mass_mg = 10000000, .reading_mg = 10020000, .e_mg = 10000
	};

	assert_int_equal(made(r, &c).answer, LEDGER_WRITTEN);
	c.reading_mg = 10020001;
	assert_int_equal(made(r, &c).answer, LEDGER_WRITTEN);
	c.reading_mg = 0; /* it shows nothing of it: seen, and kept */
	assert_int_equal(made(r, &c).answer, LEDGER_WRITTEN);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM scale_check WHERE passed = 1 AND"
				    " error_mg = 20000 AND allowed_mg = 20000"),
		1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM scale_check WHERE passed = 0"), 2);
	assert_int_equal(
		rig_int(r, "SELECT error_mg FROM scale_check WHERE reading_mg = 0"), -10000000);
	rig_expect_sound(r);
}

static void what_no_scale_shows_is_refused(void **state)
{
	struct ledger_rig *r = *state;
	struct scale_check c = { .mass_mg = 1, .e_mg = 1 };

	assert_string_equal(made(r, &c).why.key, "bad_scale_check");
	(void)snprintf(c.scale, sizeof(c.scale), "floor");
	c.e_mg = 0;
	assert_string_equal(made(r, &c).why.key, "bad_scale_check");
	c.e_mg = 1;
	c.reading_mg = INT64_MAX;
	assert_string_equal(made(r, &c).why.key, "bad_scale_check");
	assert_int_equal(rig_int(r, "SELECT count(*) FROM scale_check"), 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_allowed_error_grows_with_the_load),
		T(whether_it_passed_follows),
		T(what_no_scale_shows_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
