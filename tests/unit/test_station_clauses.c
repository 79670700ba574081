// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Clauses of the station's rules that no other test would miss if they were taken away: each was
 * seen to fail without its lines. The numbers are those of tests/truth.txt.
 */
#include <stdio.h>
#include "station_case.h"

/* ---- 2: seen empty ---- */

/* No mass, and yet no word of the load: too short to be gone, too much to be the same for sure. */
static void truth_2_a_short_doubt_over_a_record_is_asked_about(void **state)
{
	static const enum scale_state doubts[] = { SCALE_UNDER_ZERO, SCALE_OVERLOAD,
		SCALE_OUT_OF_RANGE };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		(void)fresh(NULL);
		record(12500);
		rig_report(&r, 0, doubts[i], 0);
		rig_frames(&r, 0, 12500, 12);
		assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
		tap("TLC-VET");
		assert_asks("again");
		assert_int_equal(rig_total_g(&r), 12500);
	}
}

/* Two quick bad frames of a slow scale are at rest: they must stay the newest. */
static void truth_2_what_rests_must_stay_newest_to_be_empty(void **state)
{
	(void)state;
	for (int waits = 0; waits < 2; waits++) {
		at(1000000, 10);
		record(30000);
		r.period_us = 100000;
		rig_frames(&r, 0, 0, 2);
		rig_wait(&r, 1400000);
		if (waits)
			rig_wait(&r, 200000);
		r.period_us = 1000000;
		rig_frames(&r, 0, 30000, 3);
		tap("TLC-VET");
		if (waits)
			assert_int_equal(r.reply, REPLY_MADE);
		else
			assert_asks("again");
	}
}

/* ---- 3: undo ---- */

static void truth_3_over_a_reboot_undo_asks_a_trusted_clock(void **state)
{
	(void)state;
	record(10000);
	rig_pass(&r, 60);
	rig_restart(&r);
	memcpy(r.now.boot_id, "other", 6);
	r.now.boot_us = 1000000;
	r.now.quality = CLOCK_DOUBTFUL;
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "undo_too_late");
	r.now.quality = CLOCK_TRUSTED;
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_int_equal(rig_total_g(&r), 0);
}

/* From a sheet of yesterday, written now. */
static void truth_3_what_was_typed_of_yesterday_is_undone(void **state)
{
	(void)state;
	rig_page_type(&r, 7000, "HRP-LIV");
	r.page.new.at = (struct moment){ .wall_us = r.now.wall_us - INT64_C(86400000000),
		.quality = CLOCK_TRUSTED };
	(void)rig_page_done(&r, true);
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_int_equal(rig_total_g(&r), 0);
}

static void truth_3_what_undo_wrote_again_is_not_undone(void **state)
{
	(void)state;
	record(10000);
	(void)rig_correct(&r, r.log[0].id, "HRP-LIV");
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "nothing_to_undo");
	assert_int_equal(rig_total_g(&r), 10000);
}

static void truth_3_what_a_page_voided_is_not_undone(void **state)
{
	(void)state;
	record(10000);
	rig_voided(&r, r.log[0].id);
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "nothing_to_undo");
}

static void truth_3_undo_is_of_this_station(void **state)
{
	static const struct {
		const char *site, *station;
	} others[] = { { "MS", "QUAI" }, { "AUTRE", "ACCUEIL" } };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		(void)fresh(NULL);
		record(10000);
		rig_page_type(&r, 7000, "HRP-LIV");
		(void)snprintf(r.page.new.site, CODE_SIZE, "%s", others[i].site);
		(void)snprintf(r.page.new.station, CODE_SIZE, "%s", others[i].station);
		(void)rig_page_done(&r, true);
		rig_do(&r, ACTION_UNDO, "");
		assert_int_equal(rig_total_g(&r), 7000);
	}
}

/* ---- 4: notices ---- */

static void truth_4_a_refusal_ends_with_the_weighing(void **state)
{
	const struct sentence why = { .key = "not_stable" };

	(void)state;
	rig_rest(&r, 0, 5000);
	station_notify(&r.s, NOTICE_REFUSAL, &why, &r.now);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(r.s.notice.kind, NOTICE_NONE);
}

/* ---- 5: no tick over a doubt ---- */

static void truth_5_a_scale_in_doubt_shows_no_tick(void **state)
{
	(void)state;
	record(12500);
	rig_report(&r, 0, SCALE_FAULT, 0);
	assert_int_equal(station_phase(&r.s), PHASE_EMPTY);
	rig_frames(&r, 0, 12500, 3);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED); /* shorter than any swap */
	for (int i = 0; i < 7; i++)
		rig_report(&r, 0, SCALE_FAULT, 0);
	rig_frames(&r, 0, 12500, 12);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
}

/* Its last word was of another mass, and then it said no more. */
static void truth_5_what_moved_is_unsure_without_another_word(void **state)
{
	(void)state;
	record(12500);
	rig_report(&r, 0, SCALE_MOVING, 20000);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	rig_wait(&r, 600000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
}

/* ---- 6: questions ---- */

static void truth_6_an_answer_says_the_category_it_makes(void **state)
{
	(void)state;
	record(20000);
	rig_rest(&r, 0, 32000);
	tap("HRP-LIV");
	assert_string_equal(rig_choice(&r, "add")->make_category, "HRP-LIV");
	assert_string_equal(rig_choice(&r, "replace")->make_category, "HRP-LIV");
	assert_string_equal(rig_choice(&r, "new")->make_category, "HRP-LIV");
}

/* Gross is not subtracted from a net of the device's own. */
static void truth_6_on_two_grounds_nothing_is_replaced_or_added(void **state)
{
	(void)state;
	record(30000);
	rig_rest_net(&r, 0, 5000);
	tap("TLC-VET");
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	assert_null(rig_choice(&r, "replace"));
	assert_null(rig_choice(&r, "add"));
	assert_non_null(rig_choice(&r, "new"));
	assert_non_null(rig_choice(&r, "leave"));
}

static void truth_6_an_answer_is_of_a_load_at_rest(void **state)
{
	(void)state;
	record(20000);
	rig_rest(&r, 0, 32000);
	tap("HRP-LIV");
	assert_asks("changed_load");
	rig_report(&r, 0, SCALE_MOVING, 32010);
	answer("leave");
	assert_string_equal(r.error, "not_stable");
	answer("add");
	assert_string_equal(r.error, "not_stable");
	assert_int_equal(rig_total_g(&r), 20000);
}

/* Another tile over a question, while the load is touched: it waits, and nothing else is asked. */
static void truth_6_another_tile_lets_go_of_the_question(void **state)
{
	(void)state;
	record(12500);
	rig_frames(&r, 0, 0, 2);
	rig_frames(&r, 0, 12500, 3);
	tap("TLC-VET");
	assert_asks("again");
	rig_report(&r, 0, SCALE_MOVING, 12510);
	tap("HRP-LIV");
	assert_int_equal(r.reply, REPLY_ARMED);
	assert_int_equal(r.s.question.kind, QUESTION_NONE);
}

/* ---- 7: loads that left ---- */

/* Of a scale that does not say that it is tared: the bowl lies there still. */
static void truth_7_a_tare_key_without_a_flag_makes_no_line(void **state)
{
	(void)state;
	rig_rest(&r, 0, 1000);
	rig_frames(&r, 0, 0, 12);
	assert_int_equal(r.s.left_count, 0);
	rig_rest(&r, 0, 1000);
	rig_rest(&r, 0, 0); /* lifted: something moved between */
	assert_int_equal(r.s.left_count, 1);
}

/* Twenty were asked to be recorded before the other twenty left: it is not these. */
static void truth_7_nothing_is_struck_by_what_was_decided_before(void **state)
{
	(void)state;
	rig_rest(&r, 0, 20000);
	r.hold = true;
	tap("TLC-VET");
	rig_rest(&r, 0, 40000);
	rig_rest(&r, 0, 0);
	rig_commit(&r);
	assert_int_equal(rig_total_g(&r), 20000);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].high_mg, 20000000);
	assert_string_equal(r.s.left[0].struck_by, "");
}

static void truth_7_seen_to_it_is_typed_of_when_it_left(void **state)
{
	struct weighing w = { 0 };

	(void)state;
	rig_rest(&r, 0, 15000);
	rig_rest(&r, 0, 0);
	station_left_as(&r.s, &r.s.left[0], &w);
	assert_int_equal(w.method, METHOD_TYPED);
	assert_string_equal(w.reason, "LEFT");
	assert_int_equal(w.at.boot_us, r.s.left[0].at.boot_us);
}

/* ---- 8: the way in force ---- */

/* A minute of somebody who weighs every forty seconds never passes. */
static void truth_8_the_pause_counts_from_the_last_weighing(void **state)
{
	(void)state;
	r.s.config.context_us = 60000000;
	for (int i = 0; i < 3; i++) {
		record(5000);
		rig_rest(&r, 0, 0);
		rig_pass(&r, 40);
		rig_rest(&r, 0, 0);
	}
	rig_pass(&r, 30);
	rig_rest(&r, 0, 5000);
	tap("TLC-VET");
	assert_asks("origin_old");
}

static void truth_8_who_has_said_so_is_not_asked_again(void **state)
{
	(void)state;
	r.s.config.context_us = 60000000;
	rig_pass(&r, 61);
	rig_rest(&r, 0, 0);
	tap("TLC-VET");
	assert_asks("origin_old");
	answer("leave");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_do(&r, ACTION_CANCEL, "");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
}

/* ---- 18: corrections ---- */

/* Whoever says what it is has said that it lies there. */
static void truth_18_a_glitch_ends_with_its_correction(void **state)
{
	(void)state;
	record(11300);
	rig_frames(&r, 0, 0, 2);
	rig_frames(&r, 0, 11300, 3);
	tap("HRP-LIV");
	assert_asks("again");
	answer("change");
	assert_string_equal(r.log[r.logged - 1].category, "HRP-LIV");
	tap("HRP-LIV");
	assert_string_equal(r.error, "already_recorded");
	assert_int_equal(rig_total_g(&r), 11300);
}

/* ---- 19: restarts ---- */

/* The floor scale is no longer in the configuration: its load may lie on the one that is left. */
static void truth_19_a_load_of_a_scale_that_is_gone_is_asked_about_once(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 5000);
	rig_do(&r, ACTION_SCALE, "floor");
	rig_frames(&r, 1, 5000, 3);
	tap("TLC-VET");
	assert_string_equal(r.log[0].scale, "floor");
	r.scales = 1;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000);
	tap("TLC-VET");
	assert_asks("again");
	answer("leave");
	rig_rest(&r, 0, 0);
	record(5000); /* once */
	assert_int_equal(rig_total_g(&r), 10000);
}

static void truth_19_what_was_armed_is_let_go_with_the_store(void **state)
{
	struct station_event e = { .kind = EVENT_LEDGER, .down = true };

	(void)state;
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_step(&r, &e);
	e.down = false;
	rig_step(&r, &e);
	rig_rest(&r, 0, 12500);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	assert_int_equal(rig_valid(&r), 0);
}

/* ---- 20: residues ---- */

/* Less than its container lies there: that is no empty plate. */
static void truth_20_below_its_tare_no_plate_is_empty(void **state)
{
	(void)state;
	rig_rest(&r, 0, 1000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 6000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
	rig_rest(&r, 0, 700); /* its lid is off, too */
	rig_rest(&r, 0, 6000);
	tap("TLC-VET");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_2_a_short_doubt_over_a_record_is_asked_about),
		TEST(truth_2_what_rests_must_stay_newest_to_be_empty),
		TEST(truth_3_over_a_reboot_undo_asks_a_trusted_clock),
		TEST(truth_3_what_was_typed_of_yesterday_is_undone),
		TEST(truth_3_what_undo_wrote_again_is_not_undone),
		TEST(truth_3_what_a_page_voided_is_not_undone),
		TEST(truth_3_undo_is_of_this_station),
		TEST(truth_4_a_refusal_ends_with_the_weighing),
		TEST(truth_5_a_scale_in_doubt_shows_no_tick),
		TEST(truth_5_what_moved_is_unsure_without_another_word),
		TEST(truth_6_an_answer_says_the_category_it_makes),
		TEST(truth_6_on_two_grounds_nothing_is_replaced_or_added),
		TEST(truth_6_an_answer_is_of_a_load_at_rest),
		TEST(truth_6_another_tile_lets_go_of_the_question),
		TEST(truth_7_a_tare_key_without_a_flag_makes_no_line),
		TEST(truth_7_nothing_is_struck_by_what_was_decided_before),
		TEST(truth_7_seen_to_it_is_typed_of_when_it_left),
		TEST(truth_8_the_pause_counts_from_the_last_weighing),
		TEST(truth_8_who_has_said_so_is_not_asked_again),
		TEST(truth_18_a_glitch_ends_with_its_correction),
		TEST(truth_19_a_load_of_a_scale_that_is_gone_is_asked_about_once),
		TEST(truth_19_what_was_armed_is_let_go_with_the_store),
		TEST(truth_20_below_its_tare_no_plate_is_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
