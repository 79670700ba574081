// SPDX-License-Identifier: GPL-3.0-or-later
/* The station and the ledger: nothing is shown as saved before the commit, nor lost after it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cleanup.h"
#include "station_rig.h"

static struct rig r;

static void tile(const char *code)
{
	rig_do(&r, ACTION_CATEGORY, code);
}

static int fresh(void **state)
{
	(void)state;
	rig_init(&r, 2);
	rig_rest(&r, 0, 0);
	return 0;
}

static void nothing_is_saved_before_the_commit(void **state)
{
	(void)state;
	r.hold = true;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	assert_int_equal(station_phase(&r.s), PHASE_RECORDING);
	assert_int_equal(r.signals[SIGNAL_SAVED], 0);
	assert_false(r.s.last.any);
	tile("TLC-VET");
	assert_string_equal(r.error, "recording");
	rig_commit(&r);
	assert_int_equal(r.signals[SIGNAL_SAVED], 1);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
}

static void failed_commit_leaves_the_load_weighable(void **state)
{
	(void)state;
	r.hold = true;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_fail(&r);
	assert_int_equal(r.reply, REPLY_DOWN);
	assert_string_equal(r.error, "disk_full");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	r.hold = false;
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
}

static void load_that_leaves_during_the_commit_is_not_mistaken(void **state)
{
	(void)state;
	r.hold = true;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 6000);
	r.hold = false;
	rig_commit(&r);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 11000);
}

static void same_key_is_one_weighing(void **state)
{
	(void)state;
	r.hold = true;
	rig_rest(&r, 0, 5000);
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "k1");
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "k1");
	assert_int_equal(r.reply, REPLY_JOINED);
	r.hold = false;
	rig_commit(&r);
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "k1");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_valid(&r), 1);
	rig_rest(&r, 0, 0);
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "k2");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "k2");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_rest(&r, 0, 3000);
	assert_string_equal(r.s.last.key, "k2");
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "k2");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 8000);
}

static void store_down_refuses_and_says_why(void **state)
{
	struct station_event e = { .kind = EVENT_LEDGER };
	struct station_effects fx;

	(void)state;
	e.now = r.now;
	e.down = true;
	e.down_why.key = "store_newer";
	station_step(&r.s, &e, &fx);
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_DOWN);
	assert_string_equal(r.error, "store_newer");
	assert_int_equal(rig_valid(&r), 0);
}

static void a_load_is_being_weighed_until_it_is_recorded(void **state)
{
	(void)state;
	assert_false(station_is_weighing(&r.s, 0, true));
	rig_rest(&r, 0, 5000);
	assert_true(station_is_weighing(&r.s, 0, true));
	assert_false(station_is_weighing(&r.s, 0, false));
	assert_false(station_is_weighing(&r.s, 1, true));
	r.hold = true;
	tile("TLC-VET");
	assert_true(station_is_weighing(&r.s, 0, true));
	assert_true(station_is_weighing(&r.s, 0, false));
	assert_false(station_is_weighing(&r.s, 1, false));
	rig_commit(&r);
	assert_false(station_is_weighing(&r.s, 0, true));
	rig_rest(&r, 0, 0);
	assert_false(station_is_weighing(&r.s, 0, true));
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_saved_before_the_commit),
		TEST(failed_commit_leaves_the_load_weighable),
		TEST(load_that_leaves_during_the_commit_is_not_mistaken),
		TEST(same_key_is_one_weighing),
		TEST(store_down_refuses_and_says_why),
		TEST(a_load_is_being_weighed_until_it_is_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
