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

static void case_14_twin_stacked_and_the_lower_one_taken(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 60000);
	rig_rest(&r, 0, 30000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tap("TLC-VET");
	assert_asks("again");
}

static void case_15_twin_beside_and_never_at_rest(void **state)
{
	(void)state;
	record(30000);
	for (int i = 0; i < 6; i++)
		rig_report(&r, 0, SCALE_MOVING, 45000 + 3000 * i);
	rig_frames(&r, 0, 30000, 3);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tap("TLC-VET");
	assert_asks("again");
}

static void case_16_large_steps(void **state)
{
	(void)state;
	at(100000, 500);
	record(30000);
	rig_rest(&r, 0, 31500); /* a bag: more than 2 e */
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 1500);
	answer("add");
	rig_rest(&r, 0, 2000); /* residue */
	rig_rest(&r, 0, 22000);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 20000);
}

static void add_c(int64_t b_g, int64_t c_g)
{
	record(b_g);
	rig_rest(&r, 0, b_g + c_g);
	tap("HRP-LIV");
	assert_makes("add", c_g);
	answer("add");
	assert_int_equal(rig_total_g(&r), b_g + c_g);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
}

static void case_17_first_of_two_voided(void **state)
{
	(void)state;
	add_c(10000, 5000);
	rig_voided(&r, r.log[0].id);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 10000);
	answer("add");
	assert_int_equal(rig_total_g(&r), 15000);
	assert_string_equal(r.log[1].voided_by, ""); /* C keeps its category */
}

static void case_18_added_by_mistake(void **state)
{
	const struct station_choice *c;

	(void)state;
	for (int way = 0; way < 2; way++) {
		(void)fresh(NULL);
		add_c(10000, 5000);
		if (way == 0)
			rig_do(&r, ACTION_UNDO, "");
		else
			rig_voided(&r, r.log[1].id);
		assert_int_equal(rig_total_g(&r), 10000);
		rig_rest(&r, 0, 10000);
		tap("TLC-VET");
		assert_asks("again");
		answer("leave");
		assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	}
	(void)fresh(NULL);
	add_c(10000, 5000);
	rig_rest(&r, 0, 10000);
	tap("TLC-VET");
	assert_asks("changed_load");
	c = rig_choice(&r, "replace");
	assert_non_null(c);
	assert_false(c->makes);
	assert_string_equal(c->void_id, r.log[1].id);
	answer("replace");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_int_equal(rig_total_g(&r), 10000);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
}

static void case_19_put_and_taken_since(void **state)
{
	(void)state;
	add_c(20000, 5000);
	rig_rest(&r, 0, 55000); /* A */
	rig_rest(&r, 0, 35000); /* B taken */
	tap("TLC-VET");
	assert_asks("changed_load");
	assert_makes("add", 10000);
	assert_makes("add_all", 30000);
	assert_makes("replace", 15000);
	assert_makes("new", 35000);
	answer("add_all");
	assert_int_equal(rig_total_g(&r), 55000);
}

static void case_20_leave_counts_all_that_lies_there(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 31000);
	tap("TLC-VET");
	answer("leave");
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE); /* the lid is in no weighing */
	rig_rest(&r, 0, 41000);
	tap("HRP-LIV");
	assert_asks("changed_load");
	assert_makes("add", 10000);
}

static void case_21_scale_zeroed_itself_under_a_load(void **state)
{
	(void)state;
	record(30000);
	rig_report(&r, 0, SCALE_ASLEEP, 0);
	rig_wait(&r, 5000000);
	rig_frames(&r, 0, 0, 10);
	rig_frames(&r, 0, -30000, 8);
	rig_rest(&r, 0, 20000);
	assert_int_equal(station_scale_state(&r.s, 0), SCALE_UNDER_ZERO);
	tap("TLC-VET");
	assert_string_equal(r.error, "scale_under_zero");
	assert_int_equal(rig_total_g(&r), 30000);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 50000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 80000);
}

static void case_22_undo_brings_the_tare_back(void **state)
{
	(void)state;
	record(30000);
	rig_do(&r, ACTION_TARE, "");
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 0);
	rig_frames(&r, 0, 30000, 3);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 30000);
}

static void case_23_cancel_takes_one_thing(void **state)
{
	(void)state;
	for (int armed_first = 0; armed_first < 2; armed_first++) {
		(void)fresh(NULL);
		if (armed_first)
			tap("TLC-VET");
		rig_do(&r, ACTION_CONTAINER, "BAC");
		if (!armed_first)
			tap("TLC-VET");
		assert_string_equal(r.s.armed.category, "TLC-VET");
		rig_frames(&r, 0, 0, 6);
		rig_do(&r, ACTION_CANCEL, "");
		assert_string_equal(r.s.armed.category, "");
		assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), RIG_BAC_G * 1000);
		rig_rest(&r, 0, 5000 + RIG_BAC_G);
		tap("TLC-VET");
		assert_int_equal(rig_total_g(&r), 5000);
	}
}

static void case_24_unrecorded_load_over_a_recorded_one(void **state)
{
	(void)state;
	record(30000);
	rig_rest(&r, 0, 50000);
	rig_rest(&r, 0, 30000);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 20000000);
	assert_int_equal(r.s.left[0].high_mg, 20000000);
}

static void case_25_two_scales_and_a_doubt(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 1, 20000);
	assert_int_equal(r.s.in_force, 0);
	rig_report(&r, 1, SCALE_FAULT, 0);
	rig_frames(&r, 0, 12000, 1);
	tap("HRP-LIV");
	assert_asks("other_scale");
	assert_int_equal(rig_choice(&r, "change")->scale, 1);
	assert_int_equal(rig_valid(&r), 0);
	answer("change");
	assert_string_equal(r.error, "scale_fault");
	rig_frames(&r, 1, 20000, 3);
	tap("HRP-LIV");
	assert_asks("other_scale"); /* the other way round */
	answer("leave");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_string_equal(r.log[0].scale, "floor");
	assert_int_equal(r.log[0].net_mg, 20000000);
}

static void kitchen(uint64_t period_us, bool device_tare)
{
	at(period_us, 10);
	for (int i = 0; i < 50; i++) {
		int64_t bowl_g = 2000 + 10 * (i % 7), food_g = 3000 + 110 * i;

		if (device_tare && i > 0) {
			rig_rest_net(&r, 0, 10 * (i % 7)); /* the tare of the first bowl */
		} else if (device_tare) {
			rig_rest(&r, 0, bowl_g);
			rig_rest_net(&r, 0, 0);
		} else {
			rig_rest(&r, 0, bowl_g);
			rig_do(&r, ACTION_TARE, "");
			assert_int_equal(r.reply, REPLY_CHANGED);
		}
		if (device_tare)
			rig_rest_net(&r, 0, food_g);
		else
			rig_rest(&r, 0, bowl_g + food_g);
		tap("TLC-VET");
		assert_int_equal(r.reply, REPLY_MADE);
		assert_int_equal(r.log[r.logged - 1].net_mg, food_g * 1000);
		if (device_tare)
			for (int k = 0; k < 6; k++)
				rig_report_net(&r, 0, SCALE_UNDER_ZERO, 0);
		else
			rig_rest(&r, 0, 0);
	}
	assert_int_equal(rig_valid(&r), 50);
	assert_int_equal(r.s.left_count, 0);
}

static void plain(uint64_t period_us)
{
	at(period_us, 10);
	for (int i = 0; i < 50; i++) {
		record(12500);
		rig_rest(&r, 0, 0);
	}
	assert_int_equal(rig_total_g(&r), 50 * 12500);
}

static void case_26_kitchen_and_plain_without_a_question(void **state)
{
	static const uint64_t period_us[] = { 100000, 200000, 1000000 };

	(void)state;
	for (int i = 0; i < 3; i++) {
		kitchen(period_us[i], false);
		kitchen(period_us[i], true);
		plain(period_us[i]);
		assert_int_equal(r.signals[SIGNAL_QUESTION], 0);
	}
}

/* ---- a scale that zeroed itself under 30 kg ---- */

static void sink(void)
{
	at(100000, 10);
	rig_rest(&r, 0, 30000);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_frames(&r, 0, 0, 5);
	rig_frames(&r, 0, -30000, 8);
	assert_true(r.s.scale[0].watch.sunk);
}

/* 50 kg are put: what is shown passes zero on its way to 20. */
static void truth_3_a_scale_that_zeroed_itself_passes_zero(void **state)
{
	(void)state;
	sink();
	rig_report(&r, 0, SCALE_MOVING, 5);
	rig_rest(&r, 0, 20000);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(rig_total_g(&r), 0);
}

/* 31 kg lie there, and 1 is shown. */
static void truth_3_it_is_set_to_zero_by_nobody_under_a_load(void **state)
{
	(void)state;
	sink();
	rig_rest(&r, 0, 1000);
	rig_do(&r, ACTION_ZERO, "");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_string_equal(r.error, "plate_not_empty");
	rig_frames(&r, 0, -30000, 8);
	rig_do(&r, ACTION_ZERO, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
}

/* Steps of 500 g: a bag of 2 kg is a load, not a plate to be set to zero. */
static void truth_3_a_light_load_is_not_set_to_zero(void **state)
{
	(void)state;
	at(100000, 500);
	rig_rest(&r, 0, 2000);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	rig_do(&r, ACTION_ZERO, "");
	assert_int_equal(r.reply, REPLY_REFUSED);
}

/*
 * A person types another mass of the load that lies there: it is that load still. It leaves in
 * one weighing, nothing of it is weighed again, and what is put on it is what was put on it.
 */
static void truth_18_a_corrected_mass_is_of_the_load_that_lies_there(void **state)
{
	static const int64_t typed_g[] = { 13000, 12000, 1250, 125000 };

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		(void)fresh(NULL);
		record(12500);
		(void)rig_correct_mass(&r, r.log[0].id, typed_g[i / 2]);
		(void)rig_correct(&r, r.log[1].id, "HRP-LIV");
		assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
		tap("HRP-LIV");
		assert_string_equal(r.error, "already_recorded");
		if (i % 2)
			rig_restart(&r);
		rig_rest(&r, 0, 15500);
		tap("HRP-LIV");
		assert_asks("changed_load");
		assert_makes("add", 3000);
		assert_int_equal(rig_choice(&r, "replace")->void_mg, typed_g[i / 2] * 1000);
		answer("add");
		assert_int_equal(rig_total_g(&r), typed_g[i / 2] + 3000);
		rig_rest(&r, 0, 0);
		assert_int_equal(r.s.left_count, 0);
	}
}

/* Undone, what the scale had said counts again. */
static void truth_18_a_corrected_mass_is_taken_back(void **state)
{
	(void)state;
	record(12500);
	(void)rig_correct_mass(&r, r.log[0].id, 13000);
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 12500);
	assert_int_equal(plate_said_mg(plate_newest(&r.s.scale[0].plate)), 12500000);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 0);
}

/* By a page that sends again what it could not send while the daemon was away. */
static void truth_18_a_load_is_typed_before_its_scale_has_said_enough(void **state)
{
	(void)state;
	for (unsigned said = 0; said < 4; said++) {
		rig_init(&r, 1);
		rig_rest(&r, 0, 0);
		rig_rest(&r, 0, 30000);
		rig_restart(&r);
		rig_frames(&r, 0, 30000, said);
		(void)rig_type(&r, 30000, "TLC-VET");
		rig_rest(&r, 0, 30000);
		assert_int_not_equal(station_phase(&r.s), PHASE_READY);
		rig_do(&r, ACTION_CATEGORY, "TLC-VET");
		assert_string_equal(r.error, "again");
		rig_rest(&r, 0, 0);
		rig_rest(&r, 0, 8000);
		rig_do(&r, ACTION_CATEGORY, "TLC-VET");
		assert_int_equal(rig_total_g(&r), 38000);
	}
}

/* From paper, of nothing that lies there: a plate that is seen empty then asks nothing. */
static void truth_18_an_empty_plate_has_nothing_of_what_is_typed(void **state)
{
	(void)state;
	for (unsigned said = 0; said < 4; said++) {
		rig_init(&r, 1);
		rig_restart(&r);
		rig_frames(&r, 0, 0, said);
		(void)rig_type(&r, 30000, "TLC-VET");
		rig_rest(&r, 0, 0);
		rig_rest(&r, 0, 8000);
		assert_int_equal(station_phase(&r.s), PHASE_READY);
		rig_do(&r, ACTION_CATEGORY, "TLC-VET");
		assert_int_equal(rig_total_g(&r), 38000);
		assert_int_equal(r.s.left_count, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(case_14_twin_stacked_and_the_lower_one_taken),
		TEST(case_15_twin_beside_and_never_at_rest),
		TEST(case_16_large_steps),
		TEST(case_17_first_of_two_voided),
		TEST(case_18_added_by_mistake),
		TEST(case_19_put_and_taken_since),
		TEST(case_20_leave_counts_all_that_lies_there),
		TEST(case_21_scale_zeroed_itself_under_a_load),
		TEST(case_22_undo_brings_the_tare_back),
		TEST(case_23_cancel_takes_one_thing),
		TEST(case_24_unrecorded_load_over_a_recorded_one),
		TEST(case_25_two_scales_and_a_doubt),
		TEST(case_26_kitchen_and_plain_without_a_question),
		TEST(truth_3_a_scale_that_zeroed_itself_passes_zero),
		TEST(truth_3_it_is_set_to_zero_by_nobody_under_a_load),
		TEST(truth_3_a_light_load_is_not_set_to_zero),
		TEST(truth_18_a_corrected_mass_is_of_the_load_that_lies_there),
		TEST(truth_18_a_corrected_mass_is_taken_back),
		TEST(truth_18_a_load_is_typed_before_its_scale_has_said_enough),
		TEST(truth_18_an_empty_plate_has_nothing_of_what_is_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
