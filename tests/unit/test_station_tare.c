// SPDX-License-Identifier: GPL-3.0-or-later
/* The station and tares: no kilogram of a container is ever counted, nor twice taken off. */
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

static void tare_is_subtracted_and_leaves_with_its_container(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 7000);
	tile("TLC-VET");
	assert_int_equal(r.log[0].net_mg, 5000000);
	assert_int_equal(r.log[0].tare_mg, 2000000);
	rig_rest(&r, 0, 2000); /* emptied into the bin, the crate comes back */
	rig_rest(&r, 0, 6000);
	tile("TLC-VET");
	assert_int_equal(r.log[1].net_mg, 4000000);
	rig_rest(&r, 0, 0);
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 0);
	rig_rest(&r, 0, 1000);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 10000);
}

static void sticky_tare_never_counts_twice(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 7000);
	tile("TLC-VET");
	rig_do(&r, ACTION_CANCEL, ""); /* the tare goes with the load */
	assert_string_equal(r.error, "recorded");
	tile("TLC-VET");
	assert_string_equal(r.error, "already_recorded");
	rig_do(&r, ACTION_TARE, ""); /* all of it is the container of what comes */
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 8000);
	tile("HRP-LIV");
	assert_int_equal(rig_total_g(&r), 6000);
	rig_do(&r, ACTION_CANCEL, "");
	assert_string_equal(r.error, "recorded");
}

static void crate_pulled_out_from_under_a_counted_load(void **state)
{
	(void)state;
	rig_rest(&r, 0, 10000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 14000);
	tile("TLC-VET");
	rig_rest(&r, 0, 4000); /* the crate leaves, what was counted stays */
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 10000000);
	tile("TLC-VET");
	assert_string_equal(r.error, "below_tare");
	assert_int_equal(rig_total_g(&r), 4000);
}

/* The goods may lie there still, and the container be gone: the net is zero all the same. */
static void tare_cancelled_after_its_goods_were_tipped_out_asks(void **state)
{
	(void)state;
	rig_rest(&r, 0, 10000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 20000);
	tile("TLC-VET");
	rig_rest(&r, 0, 10000);
	rig_do(&r, ACTION_CANCEL, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 10000);
	assert_int_equal(station_phase(&r.s), PHASE_UNSURE);
	tile("TLC-VET");
	assert_string_equal(r.error, "again");
	assert_int_equal(rig_total_g(&r), 10000);
}

/* Found by the model: the tare that a void took away had a device-net weighing under it too. */
static void void_under_a_tare_uncovers_what_the_device_tared(void **state)
{
	(void)state;
	rig_rest(&r, 0, 700);
	tile("TLC-VET");
	rig_rest(&r, 0, 5700);
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, 2000);
	tile("HRP-LIV");
	assert_int_equal(rig_total_g(&r), 2700);
	rig_rest(&r, 0, 7700);
	rig_do(&r, ACTION_TARE, "");
	rig_voided(&r, r.log[0].id);
	rig_rest(&r, 0, 7700);
	tile("TLC-VET");
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	assert_int_equal(rig_total_g(&r), 2000);
}

/*
 * 8 kg on what is recorded, taken off again before the tare: that load is listed once, whether the net is seen
 * empty before the tare goes with a void or only then.
 */
static void what_left_before_a_tare_is_in_one_line(void **state)
{
	static const bool listed_before[] = { true, false };

	for (size_t i = 0; i < 2; i++) {
		(void)fresh(state);
		rig_rest(&r, 0, 3000);
		tile("TLC-VET");
		rig_rest(&r, 0, 5000);
		tile("HRP-LIV");
		rig_do(&r, ACTION_ANSWER, "add");
		assert_int_equal(rig_total_g(&r), 5000);
		rig_rest(&r, 0, 13000);
		rig_rest(&r, 0, 5000);
		rig_do(&r, ACTION_TARE, "");
		rig_rest(&r, 0, 6000);
		if (listed_before[i])
			rig_rest(&r, 0, 5000);
		assert_int_equal(r.s.left_count, listed_before[i]);
		rig_voided(&r, r.log[1].id);
		rig_rest(&r, 0, 5000);
		rig_rest(&r, 0, 0);
		rig_frames(&r, 0, 0, 8);
		assert_int_equal(r.s.left_count, 1 + listed_before[i]);
		assert_int_equal(r.s.left[0].high_mg, listed_before[i] ? 8000000 : 10000000);
		assert_int_equal(
			r.s.left[listed_before[i]].high_mg, listed_before[i] ? 2000000 : 10000000);
	}
}

/* Recorded by the scale's own tare, which is let go: of what is under ours then nobody knows what it is. */
static void truth_7_what_left_before_a_tare_on_other_ground_is_listed(void **state)
{
	(void)state;
	rig_rest(&r, 0, 5000);
	tile("TLC-VET");
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, 600);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5600);
	rig_rest_net(&r, 0, 2600);
	rig_rest(&r, 0, 7600);
	rig_rest(&r, 0, 16600);
	rig_rest(&r, 0, 11600); /* 5 kg that nobody recorded are taken */
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 0);
	rig_frames(&r, 0, 0, 8);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 0);
	assert_true(r.s.left[0].high_mg >= 5000000);
}

static void tares_nest_and_cancel_goes_back_one(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 3000);
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 3000000);
	rig_do(&r, ACTION_CANCEL, "");
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 2000000);
	rig_do(&r, ACTION_CANCEL, "");
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 0);
}

static void container_tare_waits_for_the_container(void **state)
{
	(void)state;
	rig_do(&r, ACTION_CONTAINER, "BAC");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000 + RIG_BAC_G);
	tile("TLC-VET");
	assert_int_equal(r.log[0].net_mg, 5000000);
	assert_string_equal(r.log[0].container, "BAC");
	rig_rest(&r, 0, 0);
	assert_string_equal(r.s.context.container, "");
}

/* It is of the next load, on whichever plate that comes; nothing of it stays behind. */
static void in_the_container_on_the_floor(bool restart)
{
	rig_rest(&r, 1, 0);
	rig_do(&r, ACTION_CONTAINER, "BAC");
	rig_rest(&r, 0, 0);
	if (restart) {
		rig_restart(&r);
		rig_rest(&r, 0, 0);
	}
	rig_rest(&r, 1, 5000 + RIG_BAC_G);
	assert_string_equal(r.s.context.container, "BAC");
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 5000);
}

static void truth_9_a_waiting_container_goes_where_the_next_load_is(void **state)
{
	(void)state;
	in_the_container_on_the_floor(false);
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, 3000);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 8000);
}

static void truth_9_also_over_a_restart(void **state)
{
	(void)state;
	in_the_container_on_the_floor(true);
	(void)fresh(NULL);
	rig_rest(&r, 1, 0);
	rig_do(&r, ACTION_SCALE, "floor");
	rig_do(&r, ACTION_CONTAINER, "BAC");
	rig_restart(&r);
	assert_string_equal(r.s.context.container, "BAC");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000 + RIG_BAC_G);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
}

/* Chosen by hand, or by an answer: there the mass is another than what the question named. */
static void truth_9_a_waiting_container_goes_where_a_person_says(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_do(&r, ACTION_CONTAINER, "BAC");
	rig_do(&r, ACTION_SCALE, "floor");
	assert_string_equal(r.s.context.container, "BAC");
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 0);
	rig_do(&r, ACTION_CANCEL, "");
	assert_int_equal(plate_tare_mg(&r.s.scale[1].plate), 0);

	(void)fresh(NULL);
	rig_rest(&r, 1, 0);
	rig_rest(&r, 1, 5000 + RIG_BAC_G);
	rig_report(&r, 1, SCALE_FAULT, 0);
	rig_do(&r, ACTION_SCALE, "table");
	rig_do(&r, ACTION_CONTAINER, "BAC");
	rig_frames(&r, 0, 0, 3);
	rig_rest(&r, 1, 5000 + RIG_BAC_G);
	tile("TLC-VET");
	assert_string_equal(r.error, "other_scale");
	rig_do(&r, ACTION_ANSWER, "change");
	assert_int_equal(rig_total_g(&r), 0);
	assert_string_equal(r.s.context.container, "BAC");
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
}

/* It weighs as much as what was weighed in it: what leaves may be either, nobody saw which. */
static void truth_7_a_container_that_weighs_as_its_load_is_listed(void **state)
{
	(void)state;
	rig_rest(&r, 0, 600);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 1200);
	tile("HRP-LIV");
	assert_int_equal(rig_total_g(&r), 600);
	rig_rest(&r, 0, 600); /* tipped out */
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_do(&r, ACTION_CANCEL, "");
	rig_rest(&r, 0, 600);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].low_mg, 0);
	assert_int_equal(r.s.left[0].high_mg, 600000);
}

/* A bad frame, or a hand on the plate, is no container: it waits still. */
static void truth_3_a_bad_frame_drops_no_waiting_container(void **state)
{
	(void)state;
	rig_do(&r, ACTION_CONTAINER, "BAC");
	rig_frames(&r, 0, 0, 5);
	rig_report(&r, 0, SCALE_STABLE, 5000);
	rig_frames(&r, 0, 0, 8);
	rig_rest(&r, 0, 10000 + RIG_BAC_G);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 10000);
}

/* An empty crate, tared at a cold start. */
static void crate_first(void)
{
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
}

static void truth_3_a_tare_before_the_store_opens_stays(void **state)
{
	(void)state;
	for (int more = 0; more < 2; more++) {
		(void)fresh(NULL);
		if (more) {
			rig_rest(&r, 0, 12000);
			tile("TLC-VET");
		}
		r.opened = crate_first;
		rig_restart(&r);
		rig_frames(&r, 0, 14000, 12);
		tile("TLC-VET");
		assert_int_equal(r.reply, REPLY_MADE);
		assert_int_equal(rig_total_g(&r), more ? 24000 : 12000);
	}
}

/* Recorded, then tared by the scale's own key; while its cable is out nothing changes on it. */
static void truth_3_a_tare_key_over_an_absence_is_no_scale_that_zeroed_itself(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	tile("TLC-VET");
	rig_rest_net(&r, 0, 0);
	rig_report(&r, 0, SCALE_UNPLUGGED, 0);
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, -2000); /* taken off */
	assert_false(r.s.scale[0].watch.sunk);
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, 5000);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 7000);
}

/* Weighed in a container by the scale's own tare; the container is taken after a restart. */
static void truth_3_a_tare_key_over_a_restart_is_no_scale_that_zeroed_itself(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_rest_net(&r, 0, 0);
	rig_restart(&r);
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, -2000);
	assert_false(r.s.scale[0].watch.sunk);
	rig_rest_net(&r, 0, 0);
	rig_rest_net(&r, 0, 5000);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tare_is_subtracted_and_leaves_with_its_container),
		TEST(sticky_tare_never_counts_twice),
		TEST(crate_pulled_out_from_under_a_counted_load),
		TEST(tare_cancelled_after_its_goods_were_tipped_out_asks),
		TEST(void_under_a_tare_uncovers_what_the_device_tared),
		TEST(what_left_before_a_tare_is_in_one_line),
		TEST(truth_7_what_left_before_a_tare_on_other_ground_is_listed),
		TEST(tares_nest_and_cancel_goes_back_one),
		TEST(container_tare_waits_for_the_container),
		TEST(truth_9_a_waiting_container_goes_where_the_next_load_is),
		TEST(truth_9_also_over_a_restart),
		TEST(truth_9_a_waiting_container_goes_where_a_person_says),
		TEST(truth_7_a_container_that_weighs_as_its_load_is_listed),
		TEST(truth_3_a_bad_frame_drops_no_waiting_container),
		TEST(truth_3_a_tare_before_the_store_opens_stays),
		TEST(truth_3_a_tare_key_over_an_absence_is_no_scale_that_zeroed_itself),
		TEST(truth_3_a_tare_key_over_a_restart_is_no_scale_that_zeroed_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
