// SPDX-License-Identifier: GPL-3.0-or-later
/* Such sequences under a tare of ours: it is a container's, what had left before is not in it. */
#include "station_case.h"

static void undo(void)
{
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
}

static void tare(void)
{
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
}

static void add_to(int64_t grams)
{
	rig_rest(&r, 0, grams);
	tap("TLC-VET");
	assert_asks("changed_load");
	answer("add");
}

static void assert_one_line(int64_t low_g, int64_t high_g)
{
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, low_g * 1000);
	assert_int_equal(r.s.left[0].high_mg, high_g * 1000);
}

static void truth_model_what_was_taken_off_before_a_tare_is_listed(void **state)
{
	(void)state;
	rig_rest(&r, 0, 7600);
	rig_rest(&r, 0, 2600);
	tare();
	rig_rest(&r, 0, 2600);
	assert_one_line(5000, 5000);
	rig_rest(&r, 0, 0);
	assert_one_line(5000, 5000); /* the container is in no weighing, and need not be */
}

/* Put back into the tared crate, it is weighed: the usual way. */
static void truth_model_and_struck_when_it_comes_back(void **state)
{
	(void)state;
	rig_rest(&r, 0, 7600);
	rig_rest(&r, 0, 2600);
	tare();
	rig_rest(&r, 0, 2600);
	record(7600);
	assert_one_line(5000, 5000);
	assert_string_equal(r.s.left[0].struck_by, r.log[0].id);
}

/* A hand on the edge of the crate is no load. */
static void truth_model_less_than_c_before_a_tare_is_nothing(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2640);
	rig_rest(&r, 0, 2600);
	tare();
	rig_rest(&r, 0, 2600);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 0);
}

/* Which of both was taken nobody knows: at most the 5 kg that nobody had recorded. */
static void truth_model_what_was_put_on_a_record_and_taken_before_a_tare_is_listed(void **state)
{
	(void)state;
	record(2000);
	rig_rest(&r, 0, 7000);
	rig_rest(&r, 0, 2000);
	tare();
	rig_rest(&r, 0, 2000);
	assert_one_line(0, 5000);
}

static void truth_model_a_bad_frame_after_a_tare_hides_no_line(void **state)
{
	(void)state;
	rig_rest(&r, 0, 7600);
	rig_rest(&r, 0, 2600);
	tare();
	rig_report(&r, 0, SCALE_STABLE, 5010);
	rig_frames(&r, 0, 2600, 8);
	assert_one_line(5000, 5000);
}

static void truth_model_over_a_tare_that_a_void_takes_away_it_was_put(void **state)
{
	(void)state;
	record(600);
	add_to(2600);
	tare();
	rig_rest(&r, 0, 7600);
	undo(); /* the 2 kg, and the tare over them */
	rig_rest(&r, 0, 7600);
	tap("TLC-VET");
	assert_makes("add", 7000);
	rig_do(&r, ACTION_CANCEL, "");
	rig_rest(&r, 0, 0);
	assert_one_line(7000, 7000);
}

static void truth_model_also_over_a_tare_over_that_one(void **state)
{
	(void)state;
	record(5000);
	add_to(5600);
	tare();
	rig_rest(&r, 0, 35600);
	tare();
	rig_voided(&r, r.log[1].id);
	rig_rest(&r, 0, 35600);
	rig_rest(&r, 0, 0);
	assert_one_line(30600, 30600);
}

static void truth_model_also_what_had_been_put_under_it(void **state)
{
	(void)state;
	record(4000);
	add_to(9000);
	rig_rest(&r, 0, 7000); /* 2 of what is recorded are taken, 5 are put */
	rig_rest(&r, 0, 12000);
	tare();
	rig_rest(&r, 0, 12000);
	assert_one_line(0, 2000);
	undo();
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 2);
	assert_int_equal(r.s.left[1].high_mg, 10000000); /* with the 5 that are void */
}

static void truth_model_what_came_after_a_tare_taken_away_was_put(void **state)
{
	(void)state;
	record(2000);
	rig_rest(&r, 0, 4000);
	(void)rig_type(&r, 2000, "TLC-VET");
	tap("TLC-VET");
	answer("leave");
	tare();
	undo();
	rig_rest(&r, 0, 6000); /* nothing has rested for 1 s since the tare */
	rig_rest(&r, 0, 0);
	assert_one_line(4000, 4000);
}

/* Added, undone, tared with what it lies on; then that is void too: both are a load again. */
static void truth_model_what_was_undone_under_a_tare_is_listed_with_it(void **state)
{
	char first[PRIVATE_KEY_SIZE];

	(void)state;
	record(7000);
	memcpy(first, r.log[0].id, sizeof(first));
	rig_restart(&r);
	rig_rest(&r, 0, 7600);
	tap("HRP-LIV");
	answer("add");
	rig_do(&r, ACTION_UNDO, "");
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 9600);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_voided(&r, first);
	rig_rest(&r, 0, 7600);
	rig_rest(&r, 0, 0);
	assert_one_line(7600, 7600);
}

/* 100 g weighed in a box of 5 kg and tipped out; without its tare the box is a load like others. */
static void truth_model_a_container_without_its_tare_is_a_load(void **state)
{
	(void)state;
	rig_rest(&r, 0, 5000);
	tare();
	record(5100);
	rig_rest(&r, 0, 5000);
	rig_do(&r, ACTION_CANCEL, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 5000);
	rig_rest(&r, 0, 0);
	assert_one_line(0, 5000);
}

/* The scale's own key: back from an absence it is without its tare, and nobody saw what left. */
static void truth_model_what_left_over_the_scales_tare_while_it_was_away_is_listed(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, 5000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 0);
	assert_one_line(0, 5000);
}

/* And all of it where a tare of ours is taken of what was recorded before: that was never in it. */
static void truth_model_a_tare_of_the_record_hides_none_of_it(void **state)
{
	(void)state;
	record(2000);
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, 5000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 0);
	assert_one_line(0, 5000);
}

/* Weighed, tared at the scale, weighed on top of it, and both are void: neither goes unseen. */
static void truth_7_what_is_void_over_two_grounds_is_listed_whole(void **state)
{
	(void)state;
	for (int first = 0; first < 2; first++)
		for (int restarted = 0; restarted < 2; restarted++) {
			(void)fresh(NULL);
			record(10000);
			rig_rest_net(&r, 0, 0);
			rig_rest_net(&r, 0, 3000);
			tap("HRP-LIV");
			assert_int_equal(r.reply, REPLY_MADE);
			rig_voided(&r, r.log[first].id);
			rig_voided(&r, r.log[!first].id);
			if (restarted) {
				rig_restart(&r);
				rig_rest_net(&r, 0, 3000);
			}
			rig_rest_net(&r, 0, -10000);
			rig_rest(&r, 0, 0);
			assert_int_equal(r.s.left_count, 2);
			assert_int_equal(r.s.left[0].high_mg, 3000000);
			assert_int_equal(r.s.left[1].high_mg, 10000000);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_model_what_was_taken_off_before_a_tare_is_listed),
		TEST(truth_model_and_struck_when_it_comes_back),
		TEST(truth_model_less_than_c_before_a_tare_is_nothing),
		TEST(truth_model_what_was_put_on_a_record_and_taken_before_a_tare_is_listed),
		TEST(truth_model_a_bad_frame_after_a_tare_hides_no_line),
		TEST(truth_model_over_a_tare_that_a_void_takes_away_it_was_put),
		TEST(truth_model_also_over_a_tare_over_that_one),
		TEST(truth_model_also_what_had_been_put_under_it),
		TEST(truth_model_what_came_after_a_tare_taken_away_was_put),
		TEST(truth_model_what_was_undone_under_a_tare_is_listed_with_it),
		TEST(truth_model_a_container_without_its_tare_is_a_load),
		TEST(truth_model_what_left_over_the_scales_tare_while_it_was_away_is_listed),
		TEST(truth_model_a_tare_of_the_record_hides_none_of_it),
		TEST(truth_7_what_is_void_over_two_grounds_is_listed_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
