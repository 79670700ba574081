// SPDX-License-Identifier: GPL-3.0-or-later
/* The station and the ledger: nothing is shown as saved before the commit, nor lost after it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "cleanup.h"
#include "day.h"
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

/* Found by the model: the device's tare is released while a commit is under way, and that fails. */
static void ground_changes_under_a_commit_that_fails(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	tile("TLC-VET");
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, 5000);
	r.hold = true;
	tile("HRP-LIV");
	rig_rest(&r, 0, 7000);
	rig_fail(&r);
	r.hold = false;
	tile("HRP-LIV");
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	assert_int_equal(rig_total_g(&r), 2000);
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

/* One weighing on that scale, under that clock: is it on an approved scale? */
static bool weigh_approved(size_t scale, const char *day, enum clock_quality quality)
{
	rig_rest(&r, scale, 0);
	memcpy(r.now.day, day, DAY_SIZE);
	r.now.quality = quality;
	rig_rest(&r, scale, 5000);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_rest(&r, scale, 0);
	return r.log[r.logged - 1].approved;
}

static void approval_is_decided_for_the_day(void **state)
{
	const struct approval plain = { .approved = true };
	const struct approval dated = { .approved = true, .until = "2027-06-30" };
	const struct approval not_any_more = { .approved = false, .until = "2027-06-30" };

	(void)state;
	assert_false(weigh_approved(0, "2026-11-21", CLOCK_TRUSTED));
	station_approve_scale(&r.s, 0, &plain);
	assert_true(weigh_approved(0, "2026-11-21", CLOCK_TRUSTED));
	assert_true(weigh_approved(0, "2026-11-21", CLOCK_DOUBTFUL));
	station_approve_scale(&r.s, 0, &dated);
	assert_true(weigh_approved(0, "2027-06-30", CLOCK_TRUSTED));
	assert_false(weigh_approved(0, "2027-07-01", CLOCK_TRUSTED));
	/* A clock that nobody trusts cannot say that the day has not passed. */
	assert_false(weigh_approved(0, "2026-11-21", CLOCK_DOUBTFUL));
	station_approve_scale(&r.s, 0, &not_any_more);
	assert_false(weigh_approved(0, "2026-11-21", CLOCK_TRUSTED));
}

static void the_end_of_an_approval_is_told_before_it_comes(void **state)
{
	const struct approval a = { .approved = true, .until = "2027-06-30", .warning_days = 30 };
	const struct approval none = { .until = "2027-06-30", .warning_days = 30 };
	static const struct {
		const char *day;
		enum approval_end end;
		const char *days;
	} cases[] = { { "2027-05-30", APPROVAL_LASTS, "" }, { "2027-05-31", APPROVAL_SOON, "30" },
		{ "2027-06-30", APPROVAL_SOON, "0" }, { "2027-07-01", APPROVAL_OVER, "-1" } };
	struct moment at = { .quality = CLOCK_TRUSTED };
	struct sentence said;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		memcpy(at.day, cases[i].day, DAY_SIZE);
		said = (struct sentence){ 0 };
		assert_int_equal(approval_ends(&a, &at, "quai", &said), cases[i].end);
		assert_int_equal(approval_ends(&none, &at, "quai", &said), APPROVAL_LASTS);
		if (cases[i].days[0])
			assert_string_equal(said.param[2].value, cases[i].days);
	}
	at.quality = CLOCK_DOUBTFUL;
	assert_int_equal(approval_ends(&a, &at, "quai", &said), APPROVAL_LASTS);
}

static void approval_belongs_to_one_scale(void **state)
{
	const struct approval plain = { .approved = true };

	(void)state;
	station_approve_scale(&r.s, 1, &plain);
	assert_false(weigh_approved(0, "2026-11-21", CLOCK_TRUSTED));
	rig_rest(&r, 1, 0);
	rig_do(&r, ACTION_SCALE, "floor");
	assert_true(weigh_approved(1, "2026-11-21", CLOCK_TRUSTED));
}

/* The mass stays the one that was weighed then, and so does what it is worth. */
static void another_category_keeps_the_approval(void **state)
{
	const struct approval dated = { .approved = true, .until = "2026-11-21" };

	(void)state;
	station_approve_scale(&r.s, 0, &dated);
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	memcpy(r.now.day, "2026-11-22", DAY_SIZE);
	tile("HRP-LIV");
	rig_do(&r, ACTION_ANSWER, "change");
	assert_int_equal(r.logged, 2);
	assert_true(r.log[1].approved);
}

static void days_that_do_not_exist_are_known(void **state)
{
	static const char *const bad[] = { "", "2026-11-2", "2026-11-211", "2026-13-01",
		"2026-00-10", "2026-04-31", "2026-02-29", "2100-02-29", "26-11-2021", "2026/11/21",
		"0000-01-01", "2026-11-0x" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_false(day_exists(bad[i]));
	assert_true(day_exists("2024-02-29"));
	assert_true(day_exists("2000-02-29"));
	assert_true(day_exists("2026-12-31"));
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_is_saved_before_the_commit),
		TEST(failed_commit_leaves_the_load_weighable),
		TEST(ground_changes_under_a_commit_that_fails),
		TEST(load_that_leaves_during_the_commit_is_not_mistaken),
		TEST(same_key_is_one_weighing),
		TEST(store_down_refuses_and_says_why),
		TEST(a_load_is_being_weighed_until_it_is_recorded),
		TEST(approval_is_decided_for_the_day),
		TEST(the_end_of_an_approval_is_told_before_it_comes),
		TEST(approval_belongs_to_one_scale),
		TEST(another_category_keeps_the_approval),
		TEST(days_that_do_not_exist_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
