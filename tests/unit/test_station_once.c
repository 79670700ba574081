// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * No plate is counted twice, and nothing leaves without a line: what is typed beside loads that
 * were recorded or not, and weighings that are taken back.
 */
#include <stdio.h>
#include "station_case.h"

static void lifted(size_t scale)
{
	rig_rest(&r, scale, 0);
	rig_frames(&r, scale, 0, 8);
}

static int64_t open_line_g(size_t i)
{
	assert_true(i < r.s.left_count);
	assert_string_equal(r.s.left[i].struck_by, "");
	return r.s.left[i].high_mg / 1000;
}

/* ---- typed ---- */

static void truth_18_what_came_on_an_unrecorded_load_is_typed(void **state)
{
	(void)state;
	at(100000, 10);
	rig_rest(&r, 0, 30000);
	rig_rest(&r, 0, 42000);
	(void)rig_type(&r, 12000, "HRP-LIV");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_makes("add", 30000);
	assert_int_equal(rig_total_g(&r), 12000);
}

static void truth_18_a_load_is_typed_of_a_scale_that_nobody_sees(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_report(&r, 1, SCALE_UNPLUGGED, 0);
	lifted(0);
	(void)rig_type(&r, 7000, "HRP-LIV");
	rig_rest(&r, 1, 7000);
	rig_do(&r, ACTION_SCALE, "floor");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(rig_total_g(&r), 7000);
}

/* Paper, while the other scale sleeps: it lies nowhere that is known to hold another load. */
static void truth_18_paper_makes_no_load_of_a_scale_that_sleeps(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_report(&r, 1, SCALE_UNPLUGGED, 0);
	lifted(0);
	(void)rig_type(&r, 7000, "HRP-LIV");
	assert_int_equal(station_last_on_plate(&r.s), -1); /* undo shows it first */
	rig_do(&r, ACTION_UNDO, "");
	lifted(1);
	assert_int_equal(r.s.left_count, 0);
	rig_rest(&r, 1, 30000);
	rig_do(&r, ACTION_SCALE, "floor");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_report(&r, 1, SCALE_UNPLUGGED, 0);
	rig_do(&r, ACTION_SCALE, "table");
	lifted(0);
	(void)rig_type(&r, 5000, "HRP-LIV");
	assert_int_equal(plate_counted_mg(&r.s.scale[1].plate), 30000000);
}

static void truth_7_another_load_than_what_was_typed_is_listed(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_report(&r, 1, SCALE_UNPLUGGED, 0);
	lifted(0);
	(void)rig_type(&r, 77770, "HRP-LIV");
	rig_rest(&r, 1, 12500);
	lifted(1);
	assert_int_equal(open_line_g(0), 12500);
}

static void truth_18_more_than_lies_there_is_not_typed_of_it(void **state)
{
	static const int64_t steps_g[] = { 5000, 8000, 5000, 8000, 5000 };

	(void)state;
	at(100000, 10);
	for (size_t i = 0; i < 5; i++)
		rig_rest(&r, 0, steps_g[i]);
	(void)rig_type(&r, 6000, "HRP-LIV");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
}

static void truth_18_no_twin_that_is_recorded_takes_what_is_typed(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 12000);
	rig_do(&r, ACTION_SCALE, "floor");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_do(&r, ACTION_SCALE, "table");
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	(void)rig_type(&r, 12000, "HRP-LIV");
	rig_rest(&r, 0, 12000);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(rig_total_g(&r), 24000);
}

static void truth_18_twins_are_typed_one_after_the_other(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 12000);
	rig_rest(&r, 0, 12000);
	(void)rig_type(&r, 12000, "HRP-LIV");
	(void)rig_type(&r, 12000, "HRP-LIV");
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(plate_counted_mg(&r.s.scale[i].plate), 12000000);
}

static void truth_18_typed_over_a_commit_that_was_never_written(void **state)
{
	static const int64_t typed_g[] = { 5000, 17000 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		at(100000, 10);
		rig_rest(&r, 0, 12000);
		r.hold = true;
		tap("TLC-VET");
		rig_unknown(&r);
		rig_rest(&r, 0, 17000);
		(void)rig_type(&r, typed_g[i], "HRP-LIV");
		rig_fail(&r);
		tap("TLC-VET");
		assert_int_equal(r.reply, REPLY_REFUSED);
		if (i == 0)
			assert_makes("add", 12000);
		else
			assert_null(rig_choice(&r, "add"));
	}
	rig_do(&r, ACTION_CANCEL, "");
}

static void truth_7_what_was_typed_is_listed_where_it_was_tipped_out(void **state)
{
	(void)state;
	at(100000, 10);
	rig_rest(&r, 0, 1000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 6000);
	rig_page_type(&r, 5000, "HRP-LIV");
	rig_rest(&r, 0, 1000);
	rig_frames(&r, 0, 1000, 8);
	rig_rest(&r, 0, 8000);
	(void)rig_page_done(&r, true);
	lifted(0);
	assert_int_equal(open_line_g(r.s.left_count - 1), 7000);
}

/* ---- taken back ---- */

static void truth_7_what_was_put_and_taken_over_a_commit_that_fails_is_listed(void **state)
{
	(void)state;
	at(100000, 10);
	rig_rest(&r, 0, 13100);
	r.hold = true;
	tap("TLC-VET");
	rig_rest(&r, 0, 20100);
	rig_rest(&r, 0, 13100);
	rig_fail(&r);
	lifted(0);
	assert_int_equal(open_line_g(0), 20100);
}

/* 30 kg are replaced by what lies there now; that is undone, and all is lifted. */
static void replaced_and_undone(int64_t by_g)
{
	at(100000, 10);
	record(30000);
	rig_rest(&r, 0, by_g);
	tap("TLC-VET");
	answer("replace");
	assert_int_equal(rig_total_g(&r), by_g);
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 30000);
	lifted(0);
}

static void truth_7_what_a_replacement_had_counted_is_listed(void **state)
{
	(void)state;
	replaced_and_undone(42000);
	assert_int_equal(open_line_g(0), 12000);
}

static void truth_7_an_exchanged_load_is_listed_after_an_undo(void **state)
{
	(void)state;
	replaced_and_undone(10000);
	assert_int_equal(open_line_g(0), 10000);
}

/* It was given a category by hand: that weighing is known to be it, and gives it back. */
static void truth_7_a_line_seen_to_comes_back_with_a_void(void **state)
{
	struct station_event seen = { .kind = EVENT_LEFT_SEEN, .left_number = 1 };

	(void)state;
	at(100000, 10);
	record(5000);
	lifted(0);
	rig_rest(&r, 0, 7000);
	lifted(0);
	(void)snprintf(seen.left_by, sizeof(seen.left_by), "W-1");
	rig_step(&r, &seen);
	assert_string_equal(r.s.left[0].struck_by, "W-1");
	rig_voided(&r, "W-1");
	assert_int_equal(open_line_g(0), 7000);
	seen.left_by[0] = '\0'; /* said to be nothing */
	rig_step(&r, &seen);
	assert_int_equal(r.s.left_count, 0);
}

static void truth_7_a_voided_container_is_listed(void **state)
{
	(void)state;
	at(100000, 10);
	record(30000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 35000);
	tap("HRP-LIV");
	rig_voided(&r, "W-1");
	lifted(0);
	assert_int_equal(rig_total_g(&r), 5000);
	assert_int_equal(open_line_g(0), 30000);
}

/* "new" had set the container's first weighing aside: it counts again, and is owed nothing. */
static void truth_7_a_voided_twin_of_a_container_leaves_no_more(void **state)
{
	(void)state;
	at(100000, 10);
	record(30000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_rest(&r, 0, 30000);
	tap("TLC-VET");
	answer("new");
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 35000);
	tap("HRP-LIV");
	rig_voided(&r, "W-2");
	assert_int_equal(rig_total_g(&r), 35000);
	tap("TLC-VET");
	assert_null(rig_choice(&r, "add_all"));
}

static void truth_20_rises_end_with_their_ground(void **state)
{
	const struct station_choice *all;

	(void)state;
	at(100000, 10);
	record(30000);
	for (int i = 0; i < 8; i++)
		rig_report_net(&r, 0, SCALE_ZERO, 0); /* its own tare key */
	rig_rest_net(&r, 0, 5000);
	rig_rest_net(&r, 0, 8000);
	rig_rest(&r, 0, 38000);
	tap("TLC-VET");
	all = rig_choice(&r, "add_all");
	assert_true(!all || all->make_mg == 8000000);
}

static void truth_7_a_container_is_voided_while_more_is_added(void **state)
{
	(void)state;
	at(100000, 10);
	record(30000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 35000);
	tap("HRP-LIV");
	rig_rest(&r, 0, 37000);
	tap("HRP-LIV");
	r.hold = true;
	answer("add");
	rig_voided(&r, "W-1");
	rig_fail(&r);
	r.hold = false;
	lifted(0);
	assert_int_equal(open_line_g(0), 32000);
}

static void truth_3_a_thirteenth_load_is_counted_like_the_others(void **state)
{
	(void)state;
	at(100000, 10);
	record(1000);
	for (int i = 2; i <= 13; i++) {
		rig_rest(&r, 0, i * 1000);
		tap("TLC-VET");
		answer("add");
		assert_int_equal(rig_total_g(&r), i * 1000);
	}
	rig_rest(&r, 0, 13500);
	tap("TLC-VET");
	assert_makes("replace", 1500);
}

/* ---- before the store could be read ---- */

static void put_and_lift(void)
{
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 30000);
	lifted(0);
	assert_int_equal(r.s.left_count, 1);
}

static void lift_first(void)
{
	rig_rest(&r, 0, r.s.left_count ? 0 : 7000);
	lifted(0);
}

/* What lay there at start is what was kept: one line of what is in no weighing, not two. */
static void truth_7_what_was_kept_leaves_one_line(void **state)
{
	(void)state;
	for (int recorded = 0; recorded < 2; recorded++) {
		at(100000, 10);
		rig_rest(&r, 0, 7000);
		if (recorded)
			tap("TLC-VET");
		r.opened = lift_first;
		rig_restart(&r);
		lifted(0);
		assert_int_equal(r.s.left_count, recorded ? 0 : 1);
		if (!recorded)
			assert_int_equal(open_line_g(0), 7000);
	}
}

static void truth_7_what_left_before_the_store_opened_is_listed(void **state)
{
	(void)state;
	at(100000, 10);
	rig_rest(&r, 0, 7000);
	lifted(0);
	r.opened = put_and_lift;
	rig_restart(&r);
	assert_int_equal(r.s.left_count, 2);
	assert_int_equal(open_line_g(0), 7000);
	assert_int_equal(open_line_g(1), 30000);
	assert_int_equal(r.s.left[1].number, 2);
}

/* ---- before the store opens ---- */

static int64_t was_g; /* what was kept lies there at start, is lifted, and 30 kg come */

static void another_first(void)
{
	rig_rest(&r, 0, was_g);
	lifted(0);
	rig_rest(&r, 0, 30000);
}

/* Recorded in part, or nothing of it: the line of the one that left is not lost. */
static void truth_7_another_load_before_the_store_opens_leaves_a_line_of_the_first(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		at(100000, 10);
		if (more)
			record(12000);
		was_g = more ? 17000 : 7000;
		rig_rest(&r, 0, was_g);
		r.opened = another_first;
		rig_restart(&r);
		assert_int_equal(r.s.left_count, 1);
		assert_int_equal(open_line_g(0), was_g);
		rig_frames(&r, 0, 30000, 12);
		tap("TLC-VET");
		assert_int_equal(r.reply, REPLY_MADE);
		lifted(0);
		assert_int_equal(r.s.left_count, 1);
		assert_int_equal(r.kept.left_count, 1);
		assert_int_equal(rig_total_g(&r), more ? 42000 : 30000);
	}
}

/* What is put then and lifted later is a line of its own. */
static void truth_7_two_loads_before_the_store_opens_are_two_lines(void **state)
{
	(void)state;
	at(100000, 10);
	was_g = 7000;
	rig_rest(&r, 0, was_g);
	r.opened = another_first;
	rig_restart(&r);
	lifted(0);
	assert_int_equal(r.s.left_count, 2);
	assert_int_equal(open_line_g(0), 7000);
	assert_int_equal(open_line_g(1), 30000);
}

static void twin_first(void)
{
	rig_rest(&r, 0, 12000);
	lifted(0);
	rig_rest(&r, 0, 12000);
}

static void truth_19_seen_empty_before_the_store_opens_its_twin_is_ready(void **state)
{
	(void)state;
	at(100000, 10);
	record(12000);
	r.opened = twin_first;
	rig_restart(&r);
	rig_frames(&r, 0, 12000, 12);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
}

/* A container that was chosen waits for what came. */
static void container_first(void)
{
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 10000 + RIG_BAC_G);
}

static void truth_19_a_container_waits_for_what_came_before_the_store_opened(void **state)
{
	(void)state;
	at(100000, 10);
	rig_do(&r, ACTION_CONTAINER, "BAC");
	rig_frames(&r, 0, 0, 8);
	r.opened = container_first;
	rig_restart(&r);
	rig_frames(&r, 0, 10000 + RIG_BAC_G, 12);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 10000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_18_what_came_on_an_unrecorded_load_is_typed),
		TEST(truth_18_a_load_is_typed_of_a_scale_that_nobody_sees),
		TEST(truth_18_paper_makes_no_load_of_a_scale_that_sleeps),
		TEST(truth_7_another_load_than_what_was_typed_is_listed),
		TEST(truth_18_more_than_lies_there_is_not_typed_of_it),
		TEST(truth_18_no_twin_that_is_recorded_takes_what_is_typed),
		TEST(truth_18_twins_are_typed_one_after_the_other),
		TEST(truth_18_typed_over_a_commit_that_was_never_written),
		TEST(truth_7_what_was_typed_is_listed_where_it_was_tipped_out),
		TEST(truth_7_what_was_put_and_taken_over_a_commit_that_fails_is_listed),
		TEST(truth_7_what_a_replacement_had_counted_is_listed),
		TEST(truth_7_an_exchanged_load_is_listed_after_an_undo),
		TEST(truth_7_a_line_seen_to_comes_back_with_a_void),
		TEST(truth_7_a_voided_container_is_listed),
		TEST(truth_7_a_voided_twin_of_a_container_leaves_no_more),
		TEST(truth_20_rises_end_with_their_ground),
		TEST(truth_7_a_container_is_voided_while_more_is_added),
		TEST(truth_3_a_thirteenth_load_is_counted_like_the_others),
		TEST(truth_7_what_was_kept_leaves_one_line),
		TEST(truth_7_what_left_before_the_store_opened_is_listed),
		TEST(truth_7_another_load_before_the_store_opens_leaves_a_line_of_the_first),
		TEST(truth_7_two_loads_before_the_store_opens_are_two_lines),
		TEST(truth_19_seen_empty_before_the_store_opens_its_twin_is_ready),
		TEST(truth_19_a_container_waits_for_what_came_before_the_store_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
