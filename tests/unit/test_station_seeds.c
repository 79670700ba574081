// SPDX-License-Identifier: GPL-3.0-or-later
/* Sequences that test_station_model.c found with other seeds than its own, cut to what matters. */
#include "station_case.h"

static void record_on_floor(int64_t grams)
{
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, grams);
	rig_do(&r, ACTION_SCALE, "floor");
	tap("HRP-LIV");
	assert_int_equal(r.reply, REPLY_MADE);
}

static void restart_with(int64_t table_g, int64_t floor_g)
{
	rig_restart(&r);
	rig_rest(&r, 0, table_g);
	rig_rest(&r, 1, floor_g);
}

static void assert_left(const char *scale, int64_t grams)
{
	const struct left_load *l = &r.s.left[r.s.left_count - 1];

	assert_true(r.s.left_count > 0);
	assert_string_equal(l->scale, scale);
	assert_true(l->high_mg >= grams * 1000);
}

static void truth_model_what_was_taken_for_the_other_scales_load_is_listed(void **state)
{
	(void)state;
	record(2000);
	rig_rest(&r, 0, 4000);
	rig_rest(&r, 1, 2000); /* nobody records it; it is as heavy as what is recorded */
	restart_with(4000, 2000);
	rig_rest(&r, 1, 0);
	assert_left("floor", 2000);
}

static void truth_model_and_what_had_lain_there_before(void **state)
{
	(void)state;
	record_on_floor(2000);
	rig_rest(&r, 0, 12500); /* nobody records it, and it is exchanged while nobody looks */
	restart_with(2000, 0);
	rig_rest(&r, 0, 0);
	assert_left("table", 12500);
}

static void truth_model_also_when_the_other_is_voided(void **state)
{
	(void)state;
	record_on_floor(5000);
	rig_rest(&r, 0, 17500);
	restart_with(17500, 5000);
	rig_rest(&r, 0, 5000); /* 12.5 kg of it has gone: now it is as heavy */
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 0);
	rig_rest(&r, 0, 0);
	assert_left("table", 17500);
}

static void truth_model_a_new_load_undone_leaves_a_line(void **state)
{
	(void)state;
	record(12500);
	rig_rest(&r, 0, 44500);
	tap("TLC-VET");
	assert_asks("changed_load");
	answer("new");
	assert_int_equal(rig_total_g(&r), 57000);
	rig_do(&r, ACTION_UNDO, "");
	rig_rest(&r, 0, 0);
	assert_left("table", 44500);
}

static void truth_model_of_twins_on_two_scales_both_ask(void **state)
{
	(void)state;
	record(5000);
	rig_rest(&r, 1, 5000);
	restart_with(5000, 5000); /* changed places, or not */
	rig_do(&r, ACTION_SCALE, "floor");
	tap("HRP-LIV");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 5000);
}

/* The place of one is changed with the other's; then what is counted here is voided. */
static void changed_places_then_undone(int64_t table_g, int64_t floor_g, int64_t put_g)
{
	(void)fresh(NULL);
	record_on_floor(floor_g);
	rig_rest(&r, 0, table_g);
	rig_do(&r, ACTION_SCALE, "table");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	restart_with(floor_g, table_g);
	if (put_g)
		rig_rest(&r, 0, floor_g + put_g);
	rig_do(&r, ACTION_SCALE, "table");
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), floor_g);
	rig_rest(&r, 0, floor_g + put_g + 2000);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_int_equal(rig_total_g(&r), floor_g);
}

static void truth_model_a_void_finds_the_load_that_changed_places(void **state)
{
	(void)state;
	changed_places_then_undone(600, 12500, 0);
}

static void truth_model_also_when_more_was_put_on_it(void **state)
{
	(void)state;
	changed_places_then_undone(600, 30000, 5000);
	rig_frames(&r, 0, 37000, 12);
	assert_makes("add", 7000);
}

static void truth_model_also_when_both_are_twins(void **state)
{
	(void)state;
	changed_places_then_undone(5000, 5000, 2000);
}

/* Of what was recorded and of what was not: no answer is right but to begin anew. */
static void truth_model_taken_of_both_is_asked_and_can_begin_anew(void **state)
{
	static const int64_t shown_g[] = { 9000, 11000, 9000, 7000 };

	(void)state;
	record(7000); /* 5 and 2 */
	for (size_t i = 0; i < 4; i++)
		rig_rest(
			&r, 0, shown_g[i]); /* 2 and 2 are put, one of them and the first 2 taken */
	assert_int_not_equal(station_phase(&r.s), PHASE_RECORDED);
	tap("TLC-VET");
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 2000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 9000);
}

static void truth_model_a_tick_ends_half_a_second_after_an_exchange(void **state)
{
	(void)state;
	record(2200);
	rig_report(&r, 0, SCALE_MOVING, 200);
	rig_report(&r, 0, SCALE_MOVING, 2200); /* as if it were back */
	rig_frames(&r, 0, 800, 6);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
}

/* What lay on the table lies on the floor's scale, whose own load had been weighed over a tare. */
static void truth_model_what_was_carried_lies_under_the_tare_of_its_scale(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 2000);
	rig_do(&r, ACTION_SCALE, "floor");
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 1, 32000);
	tap("HRP-LIV");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_do(&r, ACTION_SCALE, "table");
	record(17600);
	restart_with(0, 17600);
	rig_do(&r, ACTION_SCALE, "floor");
	rig_rest(&r, 1, 18200);
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_voided(&r, r.log[0].id); /* what was tared over it ends with it */
	rig_rest(&r, 1, 18200);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(rig_total_g(&r), 17600);
}

/* The floor's load was carried to the table and changed on the way; its own scale's tare key shows nothing of it. */
static void truth_model_what_lies_under_a_tare_is_not_seen_at_home(void **state)
{
	(void)state;
	record_on_floor(47500);
	rig_do(&r, ACTION_SCALE, "table");
	rig_rest(&r, 0, 2000);
	restart_with(35600, 2000);
	rig_rest_net(&r, 1, 0);
	rig_rest(&r, 0, 35600);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_int_equal(rig_total_g(&r), 47500);
}

/* What a person typed instead, and took back, is of the same load. */
static void truth_model_an_undo_of_what_was_typed_instead_leaves_the_load(void **state)
{
	const struct weighing *said;

	(void)state;
	record(2000);
	said = rig_correct_mass(&r, r.log[0].id, 1500);
	(void)rig_correct_mass(&r, said->id, 15000);
	rig_rest(&r, 0, 2600);
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 1500);
	rig_rest(&r, 0, 2600);
	tap("TLC-VET");
	assert_makes("add", 600);
}

/* 2 of what is recorded are taken, 2 put and taken again, 5 put: less or more than that lies there beyond it. */
static void take_and_put_over_a_record(void)
{
	static const int64_t shown_g[] = { 30100, 32100, 30100, 35100 };

	record(32100);
	for (size_t i = 0; i < 4; i++)
		rig_rest(&r, 0, shown_g[i]);
}

static void truth_model_what_add_would_make_is_what_was_typed_of_it(void **state)
{
	(void)state;
	take_and_put_over_a_record();
	tap("TLC-VET");
	assert_makes("add", 5000);
	(void)rig_type(&r, 5000, "TLC-VET");
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_null(rig_choice(&r, "add"));
	answer("leave");
	assert_int_equal(rig_total_g(&r), 37100);
}

/* Nor is it weighed again when what it was put on is void. */
static void truth_model_and_counts_once_when_what_it_lies_on_is_voided(void **state)
{
	(void)state;
	for (int away = 0; away < 2; away++) {
		(void)fresh(NULL);
		take_and_put_over_a_record();
		(void)rig_type(&r, 5000, "TLC-VET");
		rig_voided(&r, r.log[0].id);
		if (away)
			restart_with(35100, 0);
		rig_rest(&r, 0, 35100);
		tap("TLC-VET");
		assert_asks("changed_load");
		assert_makes("add", 30100);
		answer("add");
		assert_int_equal(rig_total_g(&r), 35100);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_model_what_was_taken_for_the_other_scales_load_is_listed),
		TEST(truth_model_and_what_had_lain_there_before),
		TEST(truth_model_also_when_the_other_is_voided),
		TEST(truth_model_a_new_load_undone_leaves_a_line),
		TEST(truth_model_of_twins_on_two_scales_both_ask),
		TEST(truth_model_a_void_finds_the_load_that_changed_places),
		TEST(truth_model_also_when_more_was_put_on_it),
		TEST(truth_model_also_when_both_are_twins),
		TEST(truth_model_taken_of_both_is_asked_and_can_begin_anew),
		TEST(truth_model_a_tick_ends_half_a_second_after_an_exchange),
		TEST(truth_model_what_was_carried_lies_under_the_tare_of_its_scale),
		TEST(truth_model_what_lies_under_a_tare_is_not_seen_at_home),
		TEST(truth_model_an_undo_of_what_was_typed_instead_leaves_the_load),
		TEST(truth_model_what_add_would_make_is_what_was_typed_of_it),
		TEST(truth_model_and_counts_once_when_what_it_lies_on_is_voided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
