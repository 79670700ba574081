// SPDX-License-Identifier: GPL-3.0-or-later
/* The station's contract, one promise a test. e = 10 g, maximum of the scale 200 kg. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cleanup.h"
#include "station_rig.h"

static struct rig r;

static void tile(const char *code)
{
	rig_do(&r, ACTION_CATEGORY, code);
}

static int fresh(void **state)
{
	(void)state;
	rig_init(&r, 2);
	rig_rest(&r, 0, 0);
	return 0;
}

static void ready_load_is_recorded_once(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12500);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 12500);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	for (int i = 0; i < 5; i++) {
		tile("TLC-VET");
		assert_int_equal(r.reply, REPLY_REFUSED);
		assert_string_equal(r.error, "already_recorded");
	}
	assert_int_equal(rig_total_g(&r), 12500);
	assert_string_equal(r.log[0].origin, "APP_VOL");
	assert_true(r.log[0].stable);
}

static void same_weight_twice_is_two_weighings(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) {
		rig_rest(&r, 0, 5000);
		tile("TLC-VET");
		rig_rest(&r, 0, 0);
	}
	assert_int_equal(rig_valid(&r), 2);
	assert_int_equal(rig_total_g(&r), 10000);
}

static void load_present_at_start_is_weighed(void **state)
{
	(void)state;
	rig_init(&r, 1);
	rig_report(&r, 0, SCALE_STABLE, 7000);
	assert_int_equal(station_scale_state(&r.s, 0), SCALE_MOVING);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_report(&r, 0, SCALE_STABLE, 7000);
	rig_report(&r, 0, SCALE_STABLE, 7000);
	assert_int_equal(rig_total_g(&r), 7000);
}

static void recorded_load_found_again_after_a_restart_is_not_new(void **state)
{
	(void)state;
	rig_rest(&r, 0, 7000);
	tile("TLC-VET");
	rig_restart(&r);
	rig_rest(&r, 0, 7000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tile("TLC-VET");
	assert_string_equal(r.error, "again");
	rig_do(&r, ACTION_ANSWER, "leave");
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 7000);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
}

static void armed_category_waits_for_the_load(void **state)
{
	(void)state;
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	assert_string_equal(r.s.armed.category, "TLC-VET");
	rig_rest(&r, 0, 3000);
	assert_int_equal(rig_total_g(&r), 3000);
	assert_string_equal(r.s.armed.category, "");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 4000); /* one-shot: the next load is not recorded by itself */
	assert_int_equal(rig_total_g(&r), 3000);
}

/* A person at a tile is told what is the matter: a scale in calibration is not to be unplugged. */
static void a_fault_is_refused_with_its_reason(void **state)
{
	(void)state;
	rig_report(&r, 0, SCALE_FAULT, 0);
	tile("TLC-VET");
	assert_string_equal(r.error, "scale_fault");
	r.s.scale[0].watch.last.reason = REASON_CALIBRATING;
	tile("TLC-VET");
	assert_string_equal(r.error, "scale_fault_calibrating");
}

static void armed_category_is_dropped(void **state)
{
	static const enum scale_state doubtful[] = { SCALE_UNDER_ZERO, SCALE_OVERLOAD,
		SCALE_UNPLUGGED, SCALE_ASLEEP, SCALE_SILENT, SCALE_FAULT };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(doubtful); i++) {
		rig_rest(&r, 0, 0);
		tile("TLC-VET");
		assert_string_equal(r.s.armed.category, "TLC-VET");
		rig_report(&r, 0, doubtful[i], 0);
		assert_string_equal(r.s.armed.category, "");
		tile("TLC-VET");
		assert_int_equal(r.reply, REPLY_REFUSED);
		assert_string_equal(r.s.armed.category, "");
	}
	rig_rest(&r, 0, 0);
	tile("TLC-VET");
	rig_pass(&r, 29);
	assert_string_equal(r.s.armed.category, "TLC-VET");
	rig_pass(&r, 1);
	assert_string_equal(r.s.armed.category, "");
	tile("TLC-VET");
	rig_do(&r, ACTION_CANCEL, "");
	assert_string_equal(r.s.armed.category, "");
	tile("TLC-VET");
	rig_do(&r, ACTION_ORIGIN, "DEBARRAS");
	assert_string_equal(r.s.armed.category, "");
	rig_rest(&r, 0, 3000);
	assert_int_equal(rig_valid(&r), 0);
}

static void doubtful_states_never_carry_a_number(void **state)
{
	bool has_gross;
	int64_t gross_mg, tare_mg, net_mg;

	(void)state;
	rig_rest(&r, 0, 12500);
	for (int s = SCALE_UNDER_ZERO; s < SCALE_STATE_COUNT; s++) {
		rig_report(&r, 0, (enum scale_state)s, 0);
		assert_int_equal(station_masses(&r.s, 0, &has_gross, &gross_mg, &tare_mg, &net_mg),
			-61 /* ENODATA */);
		tile("TLC-VET");
		assert_int_equal(r.reply, REPLY_REFUSED);
	}
	assert_int_equal(rig_valid(&r), 0);
	rig_init(&r, 1);
	rig_rest(&r, 0, 250000); /* beyond the scale's maximum */
	assert_int_equal(station_scale_state(&r.s, 0), SCALE_OUT_OF_RANGE);
	tile("TLC-VET");
	assert_string_equal(r.error, "scale_out_of_range");
}

static void quick_swap_asks_and_residue_is_not_counted_again(void **state)
{
	(void)state;
	rig_rest(&r, 0, 12500);
	tile("TLC-VET");
	rig_rest(&r, 0, 900); /* never seen empty */
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	rig_rest(&r, 0, 8000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tile("HRP-LIV");
	assert_string_equal(r.error, "changed_load");
	rig_do(&r, ACTION_ANSWER, "add");
	assert_int_equal(rig_total_g(&r), 12500 + 7100);
}

static void load_taken_away_piece_by_piece_counts_once(void **state)
{
	static const int64_t grams[] = { 9000, 6000, 3000, 1100, 400, 60, 0 };

	(void)state;
	rig_rest(&r, 0, 12500);
	tile("TLC-VET");
	for (size_t i = 0; i < ARRAY_SIZE(grams); i++) {
		rig_rest(&r, 0, grams[i]);
		assert_int_not_equal(station_phase(&r.s), PHASE_READY);
	}
	assert_int_equal(rig_total_g(&r), 12500);
}

static void tiny_load_counts_once(void **state)
{
	(void)state;
	rig_rest(&r, 0, 30); /* three intervals */
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_rest(&r, 0, 20);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	rig_rest(&r, 0, 30);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(rig_valid(&r), 1);
}

static void grown_load_asks_and_add_counts_the_difference(void **state)
{
	(void)state;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_rest(&r, 0, 8000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE); /* said at once; no timer asks */
	tile("HRP-LIV");
	assert_string_equal(r.error, "changed_load");
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	assert_int_equal(r.s.question.from_mg, 5000000);
	assert_int_equal(r.s.question.to_mg, 8000000);
	rig_do(&r, ACTION_ANSWER, "add");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(r.log[1].net_mg, 3000000);
	assert_string_equal(r.log[1].category, "HRP-LIV");
	assert_int_equal(rig_total_g(&r), 8000);
	/* and replacing the added part does not touch the first */
	rig_rest(&r, 0, 9000);
	tile("HRP-LIV");
	rig_do(&r, ACTION_ANSWER, "replace");
	assert_int_equal(rig_total_g(&r), 9000);
	assert_int_equal(rig_valid(&r), 2);
}

static void undo_of_an_added_part_keeps_the_first_counted(void **state)
{
	(void)state;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_rest(&r, 0, 8000);
	tile("TLC-VET");
	rig_do(&r, ACTION_ANSWER, "add");
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(rig_total_g(&r), 5000);
	tile("TLC-VET");
	assert_string_equal(r.error, "changed_load");
	assert_int_equal(rig_choice(&r, "replace")->void_mg, 5000000); /* says what it voids */
	rig_do(&r, ACTION_ANSWER, "add");
	assert_int_equal(rig_total_g(&r), 8000);
}

static void changed_load_replaced_or_left(void **state)
{
	(void)state;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_rest(&r, 0, 4000);
	tile("TLC-VET");
	rig_do(&r, ACTION_ANSWER, "add"); /* nothing was added */
	assert_int_equal(r.reply, REPLY_INVALID);
	rig_do(&r, ACTION_ANSWER, "leave");
	assert_int_equal(rig_total_g(&r), 5000);
	tile("TLC-VET");
	assert_string_equal(r.error, "changed_load");
	rig_do(&r, ACTION_ANSWER, "replace");
	assert_int_equal(rig_total_g(&r), 4000);
	assert_int_equal(rig_valid(&r), 1);
	assert_string_equal(r.log[1].corrects, r.log[0].id);
}

static void other_tile_on_a_recorded_load_asks(void **state)
{
	(void)state;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	tile("HRP-LIV");
	assert_string_equal(r.error, "choose");
	rig_do(&r, ACTION_ANSWER, "change");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_valid(&r), 1);
	assert_string_equal(r.log[1].category, "HRP-LIV");
	assert_int_equal(r.log[1].net_mg, 5000000);
	tile("TLC-VET");
	rig_rest(&r, 0, 0); /* walking away is no answer */
	assert_int_equal(station_phase(&r.s), PHASE_EMPTY);
	rig_do(&r, ACTION_ANSWER, "change");
	assert_string_equal(r.error, "question_changed");
}

static void undo_voids_the_last_once_and_leaves_the_load_weighable(void **state)
{
	(void)state;
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "nothing_to_undo");
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_int_equal(rig_valid(&r), 0);
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "nothing_to_undo");
	tile("HRP-LIV");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 5000);
	rig_pass(&r, 601);
	rig_do(&r, ACTION_UNDO, "");
	assert_string_equal(r.error, "undo_too_late");
}

static void first_report_after_a_replug_judges_nothing(void **state)
{
	(void)state;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_report(&r, 0, SCALE_ZERO, 0); /* stale */
	rig_frames(&r, 0, 5000, 3);
	tile("TLC-VET");
	assert_string_equal(r.error, "again");
	assert_int_equal(rig_total_g(&r), 5000);
}

static void words_that_are_not_in_the_catalogue(void **state)
{
	static const struct {
		enum station_action action;
		const char *code, *error;
	} rows[] = {
		{ ACTION_CATEGORY, "TLC", "parent_category" },
		{ ACTION_CATEGORY, "OLD", "hidden_category" },
		{ ACTION_CATEGORY, "NOPE", "unknown_category" },
		{ ACTION_CATEGORY, "", "unknown_category" },
		{ ACTION_CATEGORY, "TLC-VET-AND-SO-ON-AND-ON", "unknown_category" },
		{ ACTION_ORIGIN, "", "unknown_origin" },
		{ ACTION_ORIGIN, "VENTE", "unknown_origin" },
		{ ACTION_DESTINATION, "APP_VOL", "unknown_destination" },
		{ ACTION_SCALE, "none", "unknown_scale" },
		{ ACTION_DIRECTION, "up", "unknown_direction" },
	};

	(void)state;
	rig_rest(&r, 0, 5000);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		rig_do(&r, rows[i].action, rows[i].code);
		assert_int_equal(r.reply, REPLY_INVALID);
		assert_string_equal(r.error, rows[i].error);
	}
	rig_do(&r, ACTION_DIRECTION, "out");
	tile("TLC-VET");
	assert_string_equal(r.error, "destination_missing");
	rig_do(&r, ACTION_DESTINATION, "VENTE");
	tile("TLC-VET");
	assert_string_equal(r.log[0].destination, "VENTE");
	assert_string_equal(r.log[0].origin, "");
}

static void two_scales_and_only_one_in_force(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 20000); /* its plate left empty last */
	assert_int_equal(r.s.in_force, 1);
	rig_frames(&r, 1, 20000, 1);
	tile("TLC-VET");
	assert_string_equal(r.log[0].scale, "floor");
	rig_rest(&r, 0, 3000);
	assert_int_equal(r.s.in_force, 0); /* the load on the floor is recorded */
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 30000);
	assert_int_equal(r.s.in_force, 0); /* the load on the table is not */
	rig_frames(&r, 0, 3000, 1);
	tile("TLC-VET");
	assert_string_equal(r.error, "other_scale");
	assert_int_equal(rig_choice(&r, "change")->scale, 1);
	rig_do(&r, ACTION_ANSWER, "change");
	assert_string_equal(r.log[1].scale, "floor");
	assert_int_equal(r.log[1].net_mg, 30000000);
	assert_int_equal(r.s.in_force, 1); /* its tick is seen until it is seen empty */
	rig_frames(&r, 0, 3000, 3);
	rig_rest(&r, 1, 0);
	assert_int_equal(r.s.in_force, 0);
	rig_frames(&r, 0, 3000, 1);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 53000);
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ready_load_is_recorded_once),
		TEST(same_weight_twice_is_two_weighings),
		TEST(load_present_at_start_is_weighed),
		TEST(recorded_load_found_again_after_a_restart_is_not_new),
		TEST(armed_category_waits_for_the_load),
		TEST(a_fault_is_refused_with_its_reason),
		TEST(armed_category_is_dropped),
		TEST(doubtful_states_never_carry_a_number),
		TEST(quick_swap_asks_and_residue_is_not_counted_again),
		TEST(load_taken_away_piece_by_piece_counts_once),
		TEST(tiny_load_counts_once),
		TEST(grown_load_asks_and_add_counts_the_difference),
		TEST(undo_of_an_added_part_keeps_the_first_counted),
		TEST(changed_load_replaced_or_left),
		TEST(other_tile_on_a_recorded_load_asks),
		TEST(undo_voids_the_last_once_and_leaves_the_load_weighable),
		TEST(first_report_after_a_replug_judges_nothing),
		TEST(words_that_are_not_in_the_catalogue),
		TEST(two_scales_and_only_one_in_force),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
