// SPDX-License-Identifier: GPL-3.0-or-later
/* What the first station got wrong when it was tried from outside: the right value of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "station_rig.h"

static struct rig r;

static int fresh(void **state)
{
	(void)state;
	rig_init(&r, 2);
	rig_rest(&r, 0, 0);
	return 0;
}

static void tap(const char *category)
{
	rig_do(&r, ACTION_CATEGORY, category);
}

static void record(int64_t grams)
{
	rig_rest(&r, 0, grams);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
}

static void truth_1_unrecorded_crate_after_a_power_cut(void **state)
{
	(void)state;
	record(12500);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 12000);
	rig_restart(&r);
	rig_rest(&r, 0, 12000);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 24500);
	rig_restart(&r); /* not seen empty: nobody knows */
	rig_rest(&r, 0, 12000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
}

static void truth_2_one_bad_frame_never_arms_again(void **state)
{
	static const struct {
		enum scale_state state;
		int64_t grams;
	} bad[] = { { SCALE_ZERO, 0 }, { SCALE_UNDER_ZERO, 0 }, { SCALE_MOVING, 1000 },
		{ SCALE_MOVING, 0 } };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		(void)fresh(NULL);
		record(12500);
		rig_report(&r, 0, bad[i].state, bad[i].grams);
		rig_frames(&r, 0, 12500, 12);
		tap("TLC-VET");
		assert_string_equal(r.error, "again"); /* nobody knows for sure */
		assert_int_equal(rig_total_g(&r), 12500);
	}
}

static void truth_3_undo_takes_back_the_last_written(void **state)
{
	(void)state;
	record(10000);
	rig_rest(&r, 0, 0);
	(void)rig_type(&r, 7000, "HRP-LIV");
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 10000);
	assert_int_equal(r.s.undone.weighing.net_mg, 7000000); /* and says what it was */
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "nothing_to_undo");
	(void)rig_correct(&r, r.log[0].id, "HRP-LIV");
	rig_do(&r, ACTION_UNDO, ""); /* of a correction: the other is written again */
	assert_int_equal(rig_total_g(&r), 10000);
	assert_string_equal(r.log[r.logged - 1].category, "TLC-VET");
}

static void truth_3_undo_counts_from_the_writing(void **state)
{
	(void)state;
	record(10000);
	rig_pass(&r, 599);
	rig_restart(&r);
	memcpy(r.now.boot_id, "other", 6);
	r.now.quality = CLOCK_DOUBTFUL;
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "undo_too_late");
}

static void truth_4_notice_ends_with_the_next_success(void **state)
{
	const struct sentence why = { .key = "already_recorded" };

	(void)state;
	record(10000);
	station_notify(&r.s, NOTICE_REFUSAL, &why, &r.now);
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(r.s.notice.kind, NOTICE_NONE);
	station_notify(&r.s, NOTICE_NEWS, &why, &r.now);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000); /* a load */
	assert_int_equal(r.s.notice.kind, NOTICE_NONE);
	station_notify(&r.s, NOTICE_NEWS, &why, &r.now);
	rig_pass(&r, 10);
	assert_int_equal(r.s.notice.kind, NOTICE_NONE);
}

static void truth_5_no_tick_over_an_unrecorded_load(void **state)
{
	(void)state;
	record(60000);
	rig_rest(&r, 0, 90000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	(void)fresh(NULL);
	rig_rest(&r, 0, 40000);
	(void)rig_type(&r, 3000, "HRP-LIV");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	assert_int_equal(station_last_on_plate(&r.s), -1);
}

static void truth_6_answers_say_what_they_make_and_void(void **state)
{
	(void)state;
	record(20000);
	rig_rest(&r, 0, 12000);
	tap("HRP-LIV");
	assert_string_equal(r.error, "changed_load");
	assert_int_equal(rig_choice(&r, "new")->make_mg, 12000000);
	assert_string_equal(rig_choice(&r, "new")->void_id, "");
	assert_int_equal(rig_choice(&r, "replace")->void_mg, 20000000);
	assert_string_equal(rig_choice(&r, "replace")->void_category, "TLC-VET");
	rig_do(&r, ACTION_ANSWER, "new");
	assert_int_equal(rig_total_g(&r), 32000);
}

static void truth_7_load_that_leaves_unrecorded_is_listed(void **state)
{
	(void)state;
	rig_rest(&r, 0, 50000);
	rig_rest(&r, 0, 30000);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 30000000);
	assert_int_equal(r.s.left[0].high_mg, 50000000);
	rig_restart(&r);
	assert_int_equal(r.s.left_count, 1); /* kept */
	rig_rest(&r, 0, 0);
	record(40000); /* soon afterwards, and neither of both: another load, perhaps */
	assert_string_equal(r.s.left[0].struck_by, "");
	rig_rest(&r, 0, 0);
	record(30000); /* it is that load */
	assert_string_equal(r.s.left[0].struck_by, r.log[1].id);
	rig_rest(&r, 0, 0);
	rig_report(&r, 0, SCALE_MOVING, 9000); /* never rested */
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 1);
}

/* It is known what came on the recorded load: the emptying itself is no gap. */
static void truth_7_what_came_on_a_recorded_load_leaves_with_it(void **state)
{
	(void)state;
	record(60000);
	rig_rest(&r, 0, 90000);
	for (int i = 0; i < 15; i++)
		rig_report(&r, 0, SCALE_STABLE, 90000);
	rig_rest(&r, 0, 0);
	for (int i = 0; i < 10; i++)
		rig_report(&r, 0, SCALE_ZERO, 0);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 30000000);
	assert_int_equal(r.s.left[0].high_mg, 30000000);
}

static void truth_8_each_turn_to_out_asks_the_destination(void **state)
{
	(void)state;
	rig_do(&r, ACTION_DIRECTION, "out");
	rig_do(&r, ACTION_DESTINATION, "VENTE");
	rig_do(&r, ACTION_DIRECTION, "in");
	rig_do(&r, ACTION_DIRECTION, "out");
	rig_rest(&r, 0, 5000);
	tap("TLC-VET");
	assert_string_equal(r.error, "destination_missing");
	rig_do(&r, ACTION_DESTINATION, "VENTE");
	r.s.config.context_us = 60000000;
	rig_pass(&r, 61);
	rig_frames(&r, 0, 5000, 13);
	tap("TLC-VET");
	assert_int_equal(r.s.question.kind, QUESTION_DESTINATION);
	rig_do(&r, ACTION_ANSWER, "leave");
	assert_string_equal(r.log[0].destination, "VENTE");
}

static void truth_9_bad_frame_moves_no_scale(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 1, 99900);
	rig_report(&r, 0, SCALE_FAULT, 0);
	rig_frames(&r, 1, 99900, 3);
	assert_int_equal(r.s.in_force, 0);
	rig_frames(&r, 0, 12000, 3);
	tap("TLC-VET");
	assert_string_equal(r.error, "other_scale");
	assert_int_equal(rig_choice(&r, "change")->scale, 1);
	assert_int_equal(rig_choice(&r, "leave")->scale, 0);
	rig_do(&r, ACTION_ANSWER, "leave");
	assert_string_equal(r.log[0].scale, "table");
}

static void truth_15_stale_reading_is_not_ready(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12000);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	rig_wait(&r, 600000); /* ten a second: 0.5 s is old */
	assert_int_equal(station_scale_state(&r.s, 0), SCALE_MOVING);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	assert_int_equal(rig_valid(&r), 0);
}

static void truth_15_a_slow_scale_is_said_to_be(void **state)
{
	(void)state;
	rig_frames(&r, 0, 0, 20);
	assert_false(station_is_slow(&r.s, 0));
	r.period_us = 1000000;
	rig_frames(&r, 0, 0, 9);
	assert_false(station_is_slow(&r.s, 0));
	rig_frames(&r, 0, 0, 2);
	assert_true(station_is_slow(&r.s, 0));
}

static void truth_18_corrected_crate_is_not_asked_for_again(void **state)
{
	(void)state;
	record(11300);
	(void)rig_correct(&r, r.log[0].id, "HRP-LIV");
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	tap("HRP-LIV");
	assert_string_equal(r.error, "already_recorded");
	assert_int_equal(rig_total_g(&r), 11300);
}

static void truth_19_restart_counts_nothing_again(void **state)
{
	struct station_event e = { .kind = EVENT_LEDGER, .down = true };

	(void)state;
	record(12500);
	(void)rig_type(&r, 3000, "HRP-LIV"); /* the newest row is not the plate */
	r.now.wall_us += INT64_C(3600000000);
	rig_restart(&r);
	rig_rest(&r, 0, 12500);
	tap("TLC-VET");
	assert_string_equal(r.error, "again");
	rig_do(&r, ACTION_CANCEL, "");
	rig_rest(&r, 0, 13000);
	tap("TLC-VET");
	assert_string_equal(r.error, "changed_load");
	assert_int_equal(rig_choice(&r, "add")->make_mg, 500000);

	(void)fresh(NULL);
	record(12500);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 12500); /* its twin, while the disk was full for a moment */
	e.now = r.now;
	station_step(&r.s, &e, &r.fx);
	e.down = false;
	station_step(&r.s, &e, &r.fx);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
}

static void shakes(void)
{
	for (int i = 0; i < 8; i++)
		rig_report(&r, 0, SCALE_MOVING, 12500);
}

static void killed(void)
{
	rig_restart(&r);
}

static void pulled_out(void)
{
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
}

static void lifted_for_a_moment(void)
{
	for (int i = 0; i < 3; i++)
		rig_report(&r, 0, SCALE_MOVING, 0);
}

static void same_key_again(void)
{
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "key");
}

static void another_tile(void)
{
	tap("HRP-LIV");
	assert_int_equal(r.reply, REPLY_ARMED);
}

/* A scanner or a button: nobody waits for the reply. */
static void scan_or_button(void)
{
	struct station_event e = { .kind = EVENT_INTENT, .now = r.now };

	memcpy(e.intent.code, "TLC-VET", 8);
	station_step(&r.s, &e, &r.fx);
}

static void answers(void)
{
	rig_do(&r, ACTION_ANSWER, "new");
	assert_int_equal(r.reply, REPLY_REFUSED);
}

static void late_frames(void)
{
	rig_wait(&r, 2000000);
}

static void nothing(void)
{
}

/* A tap on a recorded load that is not known to be the same, while the scale moves, is armed. */
static void truth_19_armed_over_a_doubtful_record_ends_in_its_question(void **state)
{
	static void (*const doubt[])(void) = { killed, pulled_out, lifted_for_a_moment };
	static void (*const then[])(void) = { nothing, same_key_again, another_tile, scan_or_button,
		answers, late_frames };

	(void)state;
	for (size_t i = 0; i < 18; i++) {
		(void)fresh(NULL);
		record(12500);
		doubt[i / 6]();
		shakes();
		rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "key");
		assert_int_equal(r.reply, REPLY_ARMED);
		then[i % 6]();
		shakes();
		rig_frames(&r, 0, 12500, 12);
		assert_int_equal(r.s.question.kind, QUESTION_AGAIN);
		assert_int_equal(rig_valid(&r), 1);
		rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "key"); /* its key was let go */
		assert_string_equal(r.error, "again");
		rig_do(&r, ACTION_ANSWER, "leave");
		tap("TLC-VET");
		assert_string_equal(r.error, "already_recorded");
		assert_int_equal(rig_total_g(&r), 12500);
	}
}

static void restart_over(int64_t table_g, int64_t floor_g, bool floor_first)
{
	rig_restart(&r);
	for (size_t i = 0; i < 2; i++)
		rig_rest(&r, i == floor_first ? 0 : 1, i == floor_first ? table_g : floor_g);
	rig_frames(&r, 1, floor_g, 3); /* fresh */
	rig_do(&r, ACTION_SCALE, "floor");
	tap("TLC-VET");
}

/* The cables of two scales were exchanged while the daemon was down: the load lies untouched. */
static void truth_19_scales_that_changed_places_count_nothing_again(void **state)
{
	(void)state;
	for (int floor_first = 0; floor_first < 2; floor_first++) {
		(void)fresh(NULL);
		rig_rest(&r, 1, 0);
		record(30000);
		restart_over(0, 30000, floor_first);
		assert_string_equal(r.error, "again");
		rig_do(&r, ACTION_ANSWER, "leave");
		assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
		rig_restart(&r);
		rig_rest(&r, 0, 0);
		rig_rest(&r, 1, 30000);
		tap("TLC-VET");
		assert_string_equal(r.error, "again"); /* it lies there now, and is kept there */
		rig_do(&r, ACTION_ANSWER, "leave");
		rig_rest(&r, 1, 0);
		rig_rest(&r, 1, 30000); /* its twin */
		tap("TLC-VET");
		assert_int_equal(r.reply, REPLY_MADE);
		assert_int_equal(rig_total_g(&r), 60000);
	}
}

/* Nobody saw it come: it may be what is left of the 30 kg, or another load: a person says. */
static void truth_19_and_ask_of_other_loads_only_unseen(void **state)
{
	(void)state;
	for (int floor_first = 0; floor_first < 2; floor_first++) {
		(void)fresh(NULL);
		record(30000);
		restart_over(0, 12000, floor_first);
		assert_string_equal(r.error, "changed_load");
		rig_do(&r, ACTION_ANSWER, "new");
		assert_int_equal(r.reply, REPLY_MADE);
		assert_int_equal(rig_total_g(&r), 42000);
	}
	(void)fresh(NULL);
	record(30000);
	restart_over(30000, 30000, false); /* of twins nobody can tell which one was recorded */
	assert_string_equal(r.error, "again");
	(void)fresh(NULL);
	record(30000);
	restart_over(0, 0, true);
	rig_do(&r, ACTION_CANCEL, ""); /* the tile that was armed */
	rig_rest(&r, 1, 30000);        /* put there since: it was taken away meanwhile */
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 60000);
}

/* Neither scale shows what it held: the load of one lies on the other, and another one here. */
static void truth_19_a_load_asked_about_twice_is_voided_once(void **state)
{
	(void)state;
	record(30000);
	restart_over(12000, 30000, true);
	assert_string_equal(r.error, "again");
	rig_do(&r, ACTION_ANSWER, "leave");
	rig_do(&r, ACTION_SCALE, "table");
	tap("TLC-VET");
	assert_string_equal(r.error, "changed_load");
	rig_do(&r, ACTION_ANSWER, "replace"); /* a mistake: it voids what lies on the other one */
	assert_int_equal(rig_total_g(&r), 12000);
	rig_do(&r, ACTION_SCALE, "floor");
	rig_frames(&r, 1, 30000, 12);
	assert_int_not_equal(station_phase(&r.s), PHASE_RECORDED);
}

static void truth_20_residue_is_not_counted_again(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 2900);
	rig_rest(&r, 0, 7900);
	tap("HRP-LIV");
	assert_string_equal(r.error, "changed_load");
	assert_int_equal(rig_choice(&r, "add")->make_mg, 5000000);
	assert_int_equal(rig_total_g(&r), 30000);
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_1_unrecorded_crate_after_a_power_cut),
		TEST(truth_2_one_bad_frame_never_arms_again),
		TEST(truth_3_undo_takes_back_the_last_written),
		TEST(truth_3_undo_counts_from_the_writing),
		TEST(truth_4_notice_ends_with_the_next_success),
		TEST(truth_5_no_tick_over_an_unrecorded_load),
		TEST(truth_6_answers_say_what_they_make_and_void),
		TEST(truth_7_load_that_leaves_unrecorded_is_listed),
		TEST(truth_7_what_came_on_a_recorded_load_leaves_with_it),
		TEST(truth_8_each_turn_to_out_asks_the_destination),
		TEST(truth_9_bad_frame_moves_no_scale),
		TEST(truth_15_stale_reading_is_not_ready),
		TEST(truth_15_a_slow_scale_is_said_to_be),
		TEST(truth_18_corrected_crate_is_not_asked_for_again),
		TEST(truth_19_restart_counts_nothing_again),
		TEST(truth_19_armed_over_a_doubtful_record_ends_in_its_question),
		TEST(truth_19_scales_that_changed_places_count_nothing_again),
		TEST(truth_19_and_ask_of_other_loads_only_unseen),
		TEST(truth_19_a_load_asked_about_twice_is_voided_once),
		TEST(truth_20_residue_is_not_counted_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
