// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Typed entries and loads that left: of which load a typed entry is, what is struck off the list
 * of those that nobody recorded, and what comes back to it.
 */
#include "station_case.h"

static void lifted(void)
{
	rig_rest(&r, 0, 0);
	rig_frames(&r, 0, 0, 8);
}

/* ---- typed entries ---- */

static void truth_7_a_typed_entry_takes_no_load_of_another_mass(void **state)
{
	(void)state;
	at(100000, 1000); /* c is 2 kg */
	rig_rest(&r, 0, 150000);
	(void)rig_type(&r, 1500, "HRP-LIV");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	lifted();
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 150000000);
	at(100000, 10);
	record(20000);
	(void)rig_type(&r, 40, "HRP-LIV"); /* nothing came */
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
}

static void truth_7_a_typed_entry_keeps_what_had_rested_beyond_it(void **state)
{
	static const int64_t back_g[] = { 0, 30000 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		(void)fresh(NULL);
		rig_rest(&r, 0, 30000);
		rig_report(&r, 0, SCALE_UNPLUGGED, 0);
		(void)rig_type(&r, 3000, "HRP-LIV");
		rig_frames(&r, 0, back_g[i], 15);
		lifted();
		assert_int_equal(r.s.left_count, 1);
		assert_int_equal(r.s.left[0].low_mg, 27000000);
		assert_int_equal(r.s.left[0].high_mg, 27000000);
	}
}

/* 30 kg that nobody recorded, 12 kg put on it and typed: the others may still be added. */
static void truth_7_what_is_typed_of_a_load_leaves_the_rest_to_be_added(void **state)
{
	(void)state;
	rig_rest(&r, 0, 30000);
	rig_frames(&r, 0, 42000, 4);
	(void)rig_type(&r, 12000, "HRP-LIV");
	rig_frames(&r, 0, 42000, 12);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 30000);
	lifted();
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 30000000);
	assert_int_equal(r.s.left[0].high_mg, 30000000);
}

/* The scale in force is broken; what is typed lies on the other one, as everybody sees. */
static void truth_9_a_typed_entry_goes_where_its_load_lies(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 30000);
	rig_rest(&r, 1, 12000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_frames(&r, 1, 12000, 5);
	(void)rig_type(&r, 12000, "HRP-LIV");
	assert_true(plate_recorded(&r.s.scale[1].plate));
	assert_false(plate_recorded(&r.s.scale[0].plate));
	rig_frames(&r, 1, 12000, 5);
	rig_do(&r, ACTION_SCALE, "floor");
	tap("HRP-LIV");
	assert_asks("other_scale"); /* the 30 kg that nobody recorded */
	answer("leave");
	assert_asks("again");
	assert_int_equal(rig_total_g(&r), 12000);
}

/* Likewise where it is the other one that is broken, or both hold as much. */
static void truth_9_a_broken_scale_keeps_what_is_typed_of_its_load(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 12000);
	rig_report(&r, 1, SCALE_UNPLUGGED, 0);
	rig_rest(&r, 0, 0);
	rig_do(&r, ACTION_SCALE, "table");
	(void)rig_type(&r, 12000, "HRP-LIV");
	assert_true(plate_recorded(&r.s.scale[1].plate));
	(void)fresh(NULL);
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 1, 12000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	(void)rig_type(&r, 12000, "HRP-LIV");
	assert_true(plate_recorded(&r.s.scale[0].plate));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_7_a_typed_entry_takes_no_load_of_another_mass),
		TEST(truth_7_a_typed_entry_keeps_what_had_rested_beyond_it),
		TEST(truth_7_what_is_typed_of_a_load_leaves_the_rest_to_be_added),
		TEST(truth_9_a_typed_entry_goes_where_its_load_lies),
		TEST(truth_9_a_broken_scale_keeps_what_is_typed_of_its_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
