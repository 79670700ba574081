// SPDX-License-Identifier: GPL-3.0-or-later
/* A load that was kept of one scale and may lie on another: two scales, two starts, voids. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "station_rig.h"

static struct rig r;

/* 30 kg were recorded on the table. */
static int recorded(void **state)
{
	(void)state;
	rig_init(&r, 2);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 30000);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	return 0;
}

/* What rests on the floor scale is tapped. */
static void tap_floor(void)
{
	rig_do(&r, ACTION_SCALE, "floor");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
}

static void expect_asked(int64_t total_g)
{
	assert_string_equal(r.error, "again");
	assert_int_equal(rig_total_g(&r), total_g);
}

static void truth_19_another_record_at_home_forgets_no_kept_load(void **state)
{
	(void)state;
	rig_restart(&r); /* it was carried to the floor scale, which sleeps */
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 12000);
	rig_do(&r, ACTION_CATEGORY, "HRP-LIV");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_rest(&r, 0, 12000);
	rig_rest(&r, 1, 30000);
	tap_floor();
	expect_asked(42000);
}

static void truth_19_a_second_restart_counts_nothing_again(void **state)
{
	(void)state;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 30000);
	tap_floor();
	expect_asked(30000);
	assert_int_equal(r.s.left_count, 0);
}

static void tap_table(int64_t grams)
{
	rig_rest(&r, 0, grams);
	rig_do(&r, ACTION_CATEGORY, "HRP-LIV");
}

/* It was carried to the floor scale, which sleeps, and another one is recorded on the table. */
static void record_on_the_table(void)
{
	(void)recorded(NULL);
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	tap_table(5000);
	assert_int_equal(r.reply, REPLY_MADE);
}

static void truth_19_nor_after_another_restart(void **state)
{
	(void)state;
	record_on_the_table();
	rig_restart(&r);
	rig_rest(&r, 0, 5000);
	rig_rest(&r, 1, 30000);
	tap_floor();
	expect_asked(35000);
}

/* And once more at home: any of both may lie there now. */
static void truth_19_nor_one_of_several(void **state)
{
	static const int64_t first_g[] = { 30000, 5000 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		record_on_the_table();
		rig_restart(&r);
		rig_rest(&r, 0, 0);
		tap_table(2000);
		assert_int_equal(r.reply, REPLY_MADE);
		rig_restart(&r);
		rig_restart(&r);
		rig_rest(&r, 0, 2000);
		rig_rest(&r, 1, first_g[i]);
		tap_floor();
		expect_asked(37000);
	}
}

static void truth_19_carried_home_again_it_is_asked_about(void **state)
{
	(void)state;
	record_on_the_table();
	rig_do(&r, ACTION_UNDO, "");
	rig_restart(&r);
	tap_table(30000);
	expect_asked(30000);
}

/* Two weeks of mornings beside a floor scale that sleeps: more loads than are kept. */
static void truth_19_nor_one_of_more_than_are_kept(void **state)
{
	int64_t total_g = 30000;

	(void)state;
	for (int day = 1; day <= 14; day++) {
		rig_restart(&r);
		rig_rest(&r, 0, 0);
		tap_table(30000 + day * 1000);
		assert_int_equal(r.reply, REPLY_MADE);
		total_g += 30000 + day * 1000;
	}
	rig_restart(&r);
	assert_int_equal(r.s.stray_count, STATION_STRAYS);
	for (size_t i = 0; i < STATION_STRAYS; i++) /* the newest, in order */
		assert_int_equal(plate_counted_mg(&r.s.stray[i]), (44 - (int64_t)i) * 1000000);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 30000); /* the first of all */
	tap_floor();
	assert_string_equal(r.error, "changed_load");
	assert_int_equal(rig_total_g(&r), total_g);
}

/* Nothing is kept twice, nor for ever. */
static void truth_19_what_was_carried_is_forgotten_in_the_end(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		rig_restart(&r);
		rig_rest(&r, 0, 30000);
		assert_int_equal(r.s.stray_count, 1);
	}
	record_on_the_table();
	rig_rest(&r, 1, 0);
	rig_restart(&r);
	assert_int_equal(r.s.stray_count, 1); /* what lies on the table */
	record_on_the_table();
	rig_voided(&r, r.log[0].id);
	rig_restart(&r);
	rig_rest(&r, 0, 5000);
	rig_rest(&r, 1, 30000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(r.s.left_count, 0);
}

/* Everything was seen empty: it was taken away, and nobody is asked for ever. */
static void truth_19_what_lies_nowhere_is_not_kept(void **state)
{
	(void)state;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 0);
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 30000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 60000);
}

/* A void of it leaves nothing to keep. */
static void truth_19_a_voided_kept_load_is_no_load_that_left(void **state)
{
	(void)state;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_voided(&r, r.log[0].id);
	rig_rest(&r, 0, 0);
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 0);
	rig_rest(&r, 1, 30000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 30000);
}

/* It stands on the plate where it was found and on that of the table, which is not plugged in. */
static void truth_19_a_void_makes_no_load_that_left_of_a_kept_one(void **state)
{
	(void)state;
	for (int undo = 0; undo < 2; undo++) {
		(void)recorded(NULL);
		rig_restart(&r);
		rig_rest(&r, 1, 30000);
		tap_floor();
		expect_asked(30000);
		rig_do(&r, ACTION_ANSWER, "leave");
		if (undo)
			rig_do(&r, ACTION_UNDO, "");
		else
			rig_voided(&r, r.log[0].id);
		assert_int_equal(rig_total_g(&r), 0);
		rig_rest(&r, 0, 0);
		assert_int_equal(r.s.left_count, 0);
		rig_rest(&r, 1, 30000);
		rig_rest(&r, 1, 0);
		assert_int_equal(r.s.left_count, 1); /* the true one */
	}
}

/* It stands on both plates, and is voided while the daemon is down: it lies where it is seen. */
static void voided_away(void)
{
	(void)recorded(NULL);
	rig_restart(&r);
	rig_rest(&r, 1, 30000);
	tap_floor();
	expect_asked(30000);
	rig_do(&r, ACTION_ANSWER, "leave");
	rig_void_away(&r, r.log[0].id);
	rig_restart(&r);
}

static void truth_19_voided_away_it_is_weighed_where_it_was_found(void **state)
{
	(void)state;
	voided_away();
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 0);
	rig_rest(&r, 1, 30000);
	rig_do(&r, ACTION_SCALE, "floor");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 30000);
	rig_rest(&r, 1, 0);
	assert_int_equal(r.s.left_count, 0);
}

/* Carried home again: it left the floor scale, and the weighing that follows has its mass. */
static void truth_19_voided_away_it_is_weighed_at_home(void **state)
{
	(void)state;
	voided_away();
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 30000);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(rig_total_g(&r), 30000);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 1);
	assert_string_equal(r.s.left[0].struck_by, r.log[1].id);
}

static void truth_7_voided_away_it_leaves_once(void **state)
{
	(void)state;
	voided_away();
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 30000);
	rig_rest(&r, 1, 0);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].high_mg, 30000000);
}

/* It was laid to another load, which was seen: that one leaves unrecorded, whatever is voided. */
static void truth_7_what_was_seen_beside_a_voided_load_is_listed(void **state)
{
	(void)recorded(NULL);
	(void)state;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 47000);
	tap_floor();
	assert_string_equal(r.error, "changed_load");
	rig_do(&r, ACTION_CANCEL, "");
	rig_restart(&r);
	rig_rest(&r, 1, 47000);
	rig_rest(&r, 0, 2000); /* kept: nobody has looked at the floor scale for a while */
	rig_rest(&r, 0, 0);
	rig_void_away(&r, r.log[0].id);
	rig_restart(&r);
	rig_rest(&r, 1, 0);
	assert_int_equal(r.s.left_count, 2);
	assert_int_equal(r.s.left[1].high_mg, 47000000);
}

/* Nobody has seen where it lay last: it is listed once. */
static void truth_7_voided_and_taken_away_it_is_listed_once(void **state)
{
	(void)state;
	voided_away();
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 0);
	assert_int_equal(r.s.left_count, 1);
	assert_string_equal(r.s.left[0].scale, "floor"); /* where it was found */
}

/* Likewise where an answer replaces it. */
static void truth_19_a_replacement_makes_no_load_that_left_of_a_kept_one(void **state)
{
	(void)state;
	rig_restart(&r);
	rig_rest(&r, 1, 30000);
	tap_floor();
	rig_do(&r, ACTION_ANSWER, "leave");
	rig_rest(&r, 1, 12000);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.error, "changed_load");
	rig_do(&r, ACTION_ANSWER, "replace");
	assert_int_equal(rig_total_g(&r), 12000);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 0);
}

static void it_rests_on_the_floor(void)
{
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 30000);
}

/* The scales changed places, and 2 kg were added before anybody looked. */
static void truth_19_a_changed_load_elsewhere_is_asked_about(void **state)
{
	static const int64_t shown_g[] = { 32000, 28000 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		(void)recorded(NULL);
		rig_restart(&r);
		rig_rest(&r, 0, 0);
		rig_rest(&r, 1, shown_g[i]);
		tap_floor();
		assert_string_equal(r.error, "changed_load");
		assert_int_equal(rig_total_g(&r), 30000);
		assert_int_equal(r.s.question.from_mg, 30000000);
		assert_int_equal(rig_choice(&r, "add") ? rig_choice(&r, "add")->make_mg : 0,
			i ? 0 : 2000000);
		rig_answer(&r, "replace", shown_g[i]);
		assert_int_equal(r.reply, REPLY_MADE);
		assert_int_equal(rig_total_g(&r), shown_g[i]);
		rig_rest(&r, 1, shown_g[i]);
		assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
		rig_rest(&r, 1, 0);
		rig_rest(&r, 0, 0);
		assert_int_equal(r.s.left_count, 0);
	}
}

/* Nor does another start, or a scale that goes, make a load of it that was seen to come. */
static void truth_19_what_came_unseen_stays_so(void **state)
{
	(void)state;
	for (int goes = 0; goes < 2; goes++) {
		(void)recorded(NULL);
		rig_restart(&r);
		rig_rest(&r, 0, 0);
		rig_rest(&r, 1, 28000);
		if (goes)
			rig_report(&r, 1, SCALE_UNPLUGGED, 0);
		else
			rig_restart(&r);
		rig_rest(&r, 1, 28000);
		tap_floor();
		assert_string_equal(r.error, "changed_load");
	}
}

/* What came while somebody looked is another load; so is what had been there before. */
static void truth_19_what_is_known_is_not_asked_about(void **state)
{
	(void)state;
	rig_restart(&r);
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 32000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
	(void)recorded(NULL);
	rig_rest(&r, 1, 32000); /* on the floor scale, unrecorded */
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 32000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
	(void)recorded(NULL);
	rig_restart(&r);
	rig_rest(&r, 0, 30000); /* seen at home */
	rig_rest(&r, 1, 32000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
}

/* The tare key of the other scale makes its net nothing; the load lies there still. */
static void truth_19_under_a_tare_nothing_was_seen_empty(void **state)
{
	(void)state;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest_net(&r, 1, 0);
	rig_rest(&r, 1, 30000); /* the key again, or its cable was pulled */
	tap_floor();
	expect_asked(30000);
}

/* A tile that comes before the next reading. */
static void truth_19_what_was_kept_is_compared_at_once(void **state)
{
	(void)state;
	r.opened = it_rests_on_the_floor;
	rig_restart(&r);
	tap_floor();
	expect_asked(30000);
	assert_string_equal(r.kept.plate[1].part[0].id, r.log[0].id); /* and kept */
}

/* A zero that stays the newest: what is put there later was not there before. */
static void truth_19_a_slow_scale_is_seen_empty_too(void **state)
{
	uint64_t wakes_us;

	(void)state;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	r.period_us = 1000000;
	rig_frames(&r, 1, 0, 2); /* the first may be stale */
	wakes_us = station_wakes_us(&r.s);
	wakes_us -= r.now.boot_us;
	rig_wait(&r, 1600000);
	rig_rest(&r, 1, 30000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 60000);
	assert_in_range(wakes_us, 0, 1500000); /* somebody looks again in time */
}

/* The floor scale is no longer in the configuration, and what lay there was voided. */
static void truth_19_a_voided_load_of_a_scale_that_is_gone_is_no_load(void **state)
{
	(void)state;
	rig_rest(&r, 0, 0);
	rig_rest(&r, 1, 5000);
	tap_floor();
	assert_int_equal(r.reply, REPLY_MADE);
	r.scales = 1;
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.orphan_count, 1);
	rig_voided(&r, r.log[1].id);
	rig_rest(&r, 0, 30); /* less than c: as good as nothing */
	assert_false(r.s.scale[0].plate.unsure);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
}

#define TEST(f) cmocka_unit_test_setup(f, recorded)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(truth_19_another_record_at_home_forgets_no_kept_load),
		TEST(truth_19_a_second_restart_counts_nothing_again),
		TEST(truth_19_nor_after_another_restart),
		TEST(truth_19_nor_one_of_several),
		TEST(truth_19_carried_home_again_it_is_asked_about),
		TEST(truth_19_nor_one_of_more_than_are_kept),
		TEST(truth_19_what_was_carried_is_forgotten_in_the_end),
		TEST(truth_19_what_lies_nowhere_is_not_kept),
		TEST(truth_19_a_voided_kept_load_is_no_load_that_left),
		TEST(truth_19_a_void_makes_no_load_that_left_of_a_kept_one),
		TEST(truth_19_voided_away_it_is_weighed_where_it_was_found),
		TEST(truth_19_voided_away_it_is_weighed_at_home),
		TEST(truth_7_voided_away_it_leaves_once),
		TEST(truth_7_what_was_seen_beside_a_voided_load_is_listed),
		TEST(truth_7_voided_and_taken_away_it_is_listed_once),
		TEST(truth_19_a_replacement_makes_no_load_that_left_of_a_kept_one),
		TEST(truth_19_a_changed_load_elsewhere_is_asked_about),
		TEST(truth_19_what_came_unseen_stays_so),
		TEST(truth_19_what_is_known_is_not_asked_about),
		TEST(truth_19_under_a_tare_nothing_was_seen_empty),
		TEST(truth_19_what_was_kept_is_compared_at_once),
		TEST(truth_19_a_slow_scale_is_seen_empty_too),
		TEST(truth_19_a_voided_load_of_a_scale_that_is_gone_is_no_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
