// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Of two scales the one that is meant (truth 9): who is asked, what is chosen and for how long. Each
 * case was seen to fail without its lines.
 */
#include "station_case.h"

static void both(int64_t table_g, int64_t floor_g)
{
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, table_g);
	rig_rest(&r, 1, floor_g);
	rig_frames(&r, 0, table_g, 3); /* fresh */
	assert_int_equal(r.s.in_force, 0);
}

static void truth_9_a_doubtful_scale_in_force_asks_which_is_meant(void **state)
{
	(void)state;
	both(12000, 20000);
	rig_report(&r, 0, SCALE_FAULT, 0);
	rig_frames(&r, 1, 20000, 3);
	tap("HRP-LIV");
	assert_asks("other_scale");
	answer("change");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_string_equal(r.log[0].scale, "floor");
}

static void truth_9_what_was_chosen_stays_until_it_is_empty(void **state)
{
	(void)state;
	both(12000, 20000);
	tap("HRP-LIV");
	assert_asks("other_scale");
	rig_frames(&r, 1, 20000, 3);
	answer("change");
	assert_int_equal(r.s.in_force, 1);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 8000); /* left empty last, and yet */
	assert_int_equal(r.s.in_force, 1);
	rig_rest(&r, 1, 0);
	assert_int_equal(r.s.in_force, 0);
}

static void pass_over(void)
{
	both(12000, 20000);
	tap("HRP-LIV");
	assert_asks("other_scale");
	answer("leave");
	assert_string_equal(r.log[0].scale, "table");
}

static void truth_9_what_was_passed_over_is_asked_about_once_it_changes(void **state)
{
	(void)state;
	both(12000, 20000);
	for (int i = 0; i < 2; i++) {
		rig_report(&r, 0, SCALE_MOVING, 12010); /* not weighed yet */
		tap("HRP-LIV");
		if (i == 0) {
			assert_asks("other_scale");
			answer("leave");
		}
		assert_int_equal(r.reply, REPLY_ARMED); /* not asked again */
		rig_do(&r, ACTION_CANCEL, "");
	}
	rig_rest(&r, 1, 26000);
	rig_report(&r, 0, SCALE_MOVING, 12010);
	tap("HRP-LIV");
	assert_asks("other_scale");
}

static void truth_9_what_was_passed_over_is_asked_about_over_a_recorded_load(void **state)
{
	(void)state;
	pass_over();
	rig_frames(&r, 1, 20000, 3);
	rig_frames(&r, 0, 12000, 3);
	tap("TLC-VET");
	assert_asks("other_scale");
}

static void truth_9_no_scale_is_chosen_over_a_load_that_is_ready(void **state)
{
	(void)state;
	both(12000, 20000);
	rig_do(&r, ACTION_SCALE, "floor");
	assert_string_equal(r.error, "scale_loaded");
	assert_int_equal(r.s.in_force, 0);
	rig_report(&r, 0, SCALE_FAULT, 0);
	rig_do(&r, ACTION_SCALE, "floor");
	assert_int_equal(r.s.in_force, 1);
}

static void truth_9_a_question_of_two_scales_ends_with_the_other_load(void **state)
{
	(void)state;
	both(12000, 20000);
	tap("HRP-LIV");
	assert_asks("other_scale");
	rig_rest(&r, 1, 0);
	answer("change");
	assert_string_equal(r.error, "question_changed");
	assert_int_equal(r.s.in_force, 0);
}

static void truth_9_what_was_armed_is_of_its_scale(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_do(&r, ACTION_SCALE, "table");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_do(&r, ACTION_SCALE, "floor");
	assert_string_equal(r.s.armed.category, "");
}

/* Of an empty scale: the one in force stays so. */
static void truth_9_one_bad_frame_is_no_load(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_frames(&r, 0, 0, 3);
	rig_do(&r, ACTION_SCALE, "table");
	rig_report(&r, 1, SCALE_MOVING, 99900);
	rig_frames(&r, 1, 0, 3);
	assert_int_equal(r.s.in_force, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_9_a_doubtful_scale_in_force_asks_which_is_meant),
		TEST(truth_9_what_was_chosen_stays_until_it_is_empty),
		TEST(truth_9_what_was_passed_over_is_asked_about_once_it_changes),
		TEST(truth_9_what_was_passed_over_is_asked_about_over_a_recorded_load),
		TEST(truth_9_no_scale_is_chosen_over_a_load_that_is_ready),
		TEST(truth_9_a_question_of_two_scales_ends_with_the_other_load),
		TEST(truth_9_what_was_armed_is_of_its_scale),
		TEST(truth_9_one_bad_frame_is_no_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
