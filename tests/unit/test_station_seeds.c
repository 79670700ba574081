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

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_model_what_was_taken_for_the_other_scales_load_is_listed),
		TEST(truth_model_and_what_had_lain_there_before),
		TEST(truth_model_a_new_load_undone_leaves_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
