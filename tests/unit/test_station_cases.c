// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The sequences that decided the station's rules, each with its right outcome. Ten readings
 * a second and e = 10 g unless said; c is then 50 g. tap: a tile.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "station_case.h"

static void case_01_tare_over_a_recorded_crate(void **state)
{
	(void)state;
	record(30000);
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 30000);
	rig_do(&r, ACTION_CANCEL, "");
	assert_string_equal(r.error, "recorded");
	tap("TLC-VET"); /* nothing lies over the tare: armed, and the crate is not the load */
	rig_rest(&r, 0, 30000);
	rig_rest(&r, 0, 28000); /* a lid, or a part of it, taken off */
	tap("TLC-VET");
	assert_string_equal(r.error, "below_tare");
	assert_int_equal(rig_total_g(&r), 30000);
	rig_rest(&r, 0, 0);
	record(30000); /* its gross was seen empty */
	assert_int_equal(rig_total_g(&r), 60000);
}

static void case_02_tare_stays_over_one_empty_frame(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 7000);
	rig_report(&r, 0, SCALE_ZERO, 0);
	rig_frames(&r, 0, 7000, 3);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 5000);
}

static void case_03_one_bad_frame_of_a_slow_scale(void **state)
{
	(void)state;
	at(1050000, 10);
	record(30000);
	rig_report(&r, 0, SCALE_ZERO, 0);
	rig_wait(&r, 1000000);
	r.now.boot_us -= 1000000;
	rig_frames(&r, 0, 30000, 3);
	tap("TLC-VET");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 30000);
}

static void case_04_torn_frame_then_a_dead_cable(void **state)
{
	(void)state;
	at(1000000, 10);
	record(30000);
	rig_report(&r, 0, SCALE_ZERO, 0);
	rig_wait(&r, 1500000);
	rig_wait(&r, 1400000);
	rig_report(&r, 0, SCALE_SILENT, 0);
	rig_wait(&r, 60000000);
	rig_frames(&r, 0, 30000, 4);
	tap("TLC-VET");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 30000);
}

static void case_05_two_bad_frames(void **state)
{
	(void)state;
	record(30000);
	rig_frames(&r, 0, 0, 2);
	rig_frames(&r, 0, 30000, 3);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED); /* a glitch */
	tap("TLC-VET");
	assert_asks("again");
	answer("leave");
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	tap("TLC-VET");
	assert_string_equal(r.error, "already_recorded");
	assert_int_equal(rig_total_g(&r), 30000);
}

static void case_06_tare_key_pressed_and_released(void **state)
{
	(void)state;
	record(30000);
	rig_rest_net(&r, 0, 0);
	rig_rest(&r, 0, 30000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tap("TLC-VET");
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	assert_null(rig_choice(&r, "add"));
	answer("leave");
	assert_int_equal(rig_total_g(&r), 30000);
}

static void case_07_tare_released_under_an_armed_category(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_rest_net(&r, 0, 0);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_rest(&r, 0, 2000);
	assert_string_equal(r.s.armed.category, "");
	assert_int_equal(rig_valid(&r), 0);
}

static void case_08_tare_is_kept_over_a_restart(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 7000);
	tap("TLC-VET");
	rig_restart(&r);
	rig_frames(&r, 0, 7000, 12);
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 2000000);
	tap("TLC-VET");
	assert_asks("again");
	assert_makes("new", 5000);

	(void)fresh(NULL);
	record(30000);
	rig_do(&r, ACTION_TARE, "");
	rig_restart(&r);
	rig_frames(&r, 0, 30000, 12);
	tap("TLC-VET");
	rig_frames(&r, 0, 30000, 12);
	assert_int_equal(rig_total_g(&r), 30000);
}

static void case_09_new_by_mistake_undone(void **state)
{
	(void)state;
	record(30000);
	rig_frames(&r, 0, 0, 2);
	rig_frames(&r, 0, 30000, 12);
	tap("TLC-VET");
	answer("new");
	assert_int_equal(rig_total_g(&r), 60000); /* a person said so */
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 30000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tap("TLC-VET");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 30000);
}

static void case_10_typed_on_a_mute_scale(void **state)
{
	(void)state;
	rig_rest(&r, 0, 20000);
	rig_report(&r, 0, SCALE_SILENT, 0);
	(void)rig_type(&r, 12000, "TLC-VET");
	(void)rig_type(&r, 8000, "HRP-LIV");
	rig_frames(&r, 0, 20000, 13);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tap("TLC-VET");
	assert_asks("again");

	(void)fresh(NULL);
	rig_rest(&r, 0, 10000);
	rig_report(&r, 0, SCALE_SILENT, 0);
	(void)rig_type(&r, 10000, "TLC-VET");
	rig_frames(&r, 0, 15000, 13);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 5000);
	answer("add");
	assert_int_equal(rig_total_g(&r), 15000);
}

static void case_11_twin_before_the_commit_is_done(void **state)
{
	(void)state;
	r.hold = true;
	rig_rest(&r, 0, 30000);
	tap("TLC-VET");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 30000);
	r.hold = false;
	rig_commit(&r);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 60000);
}

static void case_12_twin_over_a_commit_of_unknown_outcome(void **state)
{
	(void)state;
	for (int written = 0; written < 2; written++) {
		(void)fresh(NULL);
		r.hold = true;
		rig_rest(&r, 0, 30000);
		tap("TLC-VET");
		rig_unknown(&r);
		assert_int_equal(r.reply, REPLY_DOWN);
		assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
		tap("TLC-VET");
		assert_int_equal(r.reply, REPLY_DOWN);
		rig_rest(&r, 0, 0);
		rig_rest(&r, 0, 30000);
		r.hold = false;
		if (written)
			rig_commit(&r);
		else
			rig_fail(&r);
		assert_int_equal(station_phase(&r.s), PHASE_READY);
		assert_int_equal(r.s.left_count, written ? 0 : 1);
		tap("TLC-VET");
		assert_int_equal(rig_total_g(&r), written ? 60000 : 30000);
	}
}

static void case_13_answer_to_a_question_left_open(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 31000);
	tap("TLC-VET");
	assert_asks("changed_load");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 31000);
	answer("leave");
	assert_string_equal(r.error, "question_changed");
	assert_int_equal(station_phase(&r.s), PHASE_READY);

	(void)fresh(NULL);
	record(30000);
	rig_rest(&r, 0, 31000);
	tap("TLC-VET");
	rig_rest(&r, 0, 34000); /* more was put, nothing left */
	answer("leave");
	assert_string_equal(r.error, "question_changed");
	rig_frames(&r, 0, 34000, 1);
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION); /* asked anew */
	rig_answer(&r, "leave", 31000);
	assert_string_equal(r.error, "question_changed");
	rig_answer(&r, "add", 34000);
	assert_int_equal(rig_total_g(&r), 34000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(case_01_tare_over_a_recorded_crate),
		TEST(case_02_tare_stays_over_one_empty_frame),
		TEST(case_03_one_bad_frame_of_a_slow_scale),
		TEST(case_04_torn_frame_then_a_dead_cable),
		TEST(case_05_two_bad_frames),
		TEST(case_06_tare_key_pressed_and_released),
		TEST(case_07_tare_released_under_an_armed_category),
		TEST(case_08_tare_is_kept_over_a_restart),
		TEST(case_09_new_by_mistake_undone),
		TEST(case_10_typed_on_a_mute_scale),
		TEST(case_11_twin_before_the_commit_is_done),
		TEST(case_12_twin_over_a_commit_of_unknown_outcome),
		TEST(case_13_answer_to_a_question_left_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
