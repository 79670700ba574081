// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The station and a tare that is composed of containers: each adds to what is there already, with its
 * number; what was not chosen is asked about, and what is chosen twice too.
 */
#include <stdio.h>
#include "station_case.h"

static int64_t tare_g(void)
{
	return plate_tare_mg(&r.s.scale[r.s.in_force].plate) / 1000;
}

static void assert_composed(const char *containers)
{
	char text[CONTAINERS_SIZE];

	plate_containers_text(&r.s.scale[r.s.in_force].plate, text);
	assert_string_equal(text, containers);
}

static void shown(const char *key)
{
	struct sentence said = { 0 };

	station_scale_sentence(&r.s, r.s.in_force, &said);
	assert_string_equal(said.key, key);
}

static void a_roll_and_a_crate_are_taken_off_together(void **state)
{
	(void)state;
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G + 1000);
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", 0);
	assert_int_equal(r.reply, REPLY_CHANGED);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(r.log[0].tare_mg, (RIG_ROLL_G + RIG_BAC_G) * 1000);
	assert_int_equal(r.log[0].net_mg, 1000000);
	assert_string_equal(r.log[0].containers, "ROLL=1 BAC=1");
	assert_string_equal(r.log[0].container, "BAC");
	rig_rest(&r, 0, 0);
	assert_int_equal(tare_g(), 0);
	assert_int_equal(r.s.left_count, 0);
}

static void a_roll_and_four_crates_by_a_number(void **state)
{
	(void)state;
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", 4);
	assert_composed("ROLL=1 BAC=4");
	assert_int_equal(tare_g(), RIG_ROLL_G + 4 * RIG_BAC_G);
	rig_rest(&r, 0, 0);
	assert_composed("ROLL=1 BAC=4"); /* they wait, all of them */
	rig_rest(&r, 0, RIG_ROLL_G + 4 * RIG_BAC_G + 30000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 30000);
	rig_rest(&r, 0, 0);
	assert_composed("");
}

static void the_same_code_again_asks_for_one_more(void **state)
{
	(void)state;
	rig_contain(&r, "BAC", 0);
	rig_contain(&r, "BAC", 0);
	assert_asks("one_more");
	assert_string_equal(r.s.question.container, "BAC");
	assert_composed("BAC=1");
	answer("leave");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_composed("BAC=1");
	rig_contain(&r, "BAC", 0);
	answer("add");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_composed("BAC=2");
	assert_int_equal(station_phase(&r.s), PHASE_EMPTY);
	rig_contain(&r, "BAC", 1); /* by its tile, with its number: nothing to ask */
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_composed("BAC=3");
	rig_rest(&r, 0, 3 * RIG_BAC_G + 5000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
}

/* No answer changes nothing: the next load is weighed over what was chosen. */
static void an_unanswered_one_more_leaves_with_its_container(void **state)
{
	(void)state;
	rig_rest(&r, 0, RIG_BAC_G + 5000);
	rig_contain(&r, "BAC", 0);
	rig_contain(&r, "BAC", 0);
	assert_asks("one_more");
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 5000);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, RIG_BAC_G + 5000);
	rig_contain(&r, "BAC", 0);
	rig_contain(&r, "BAC", 0);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000);
	answer("add");
	assert_string_equal(r.error, "no_question");
	assert_int_equal(tare_g(), 0);
}

static void cancel_takes_back_one(void **state)
{
	(void)state;
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", 4);
	rig_contain(&r, "LID", 1);
	rig_do(&r, ACTION_CANCEL, "");
	assert_composed("ROLL=1 BAC=4");
	rig_contain(&r, "BAC", 1);
	rig_do(&r, ACTION_CANCEL, "");
	assert_composed("ROLL=1 BAC=4");
	rig_do(&r, ACTION_CANCEL, "");
	assert_composed("ROLL=1");
	assert_string_equal(r.s.context.container, "ROLL");
	rig_do(&r, ACTION_CANCEL, "");
	assert_int_equal(tare_g(), 0);
	assert_string_equal(r.s.context.container, "");
}

static void three_kinds_and_ninety_nine_of_each_are_the_most(void **state)
{
	(void)state;
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", CONTAINER_UNITS_MOST);
	rig_contain(&r, "LID", 0);
	rig_contain(&r, "BOX", 0);
	assert_string_equal(r.error, "too_many_containers");
	rig_contain(&r, "BAC", 1);
	assert_string_equal(r.error, "too_many_containers");
	assert_composed("ROLL=1 BAC=99 LID=1");
}

/* Nothing that a button has tared is goods when a container is scanned over it, nor the other way. */
static void a_container_adds_to_what_was_tared_by_a_button(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	rig_contain(&r, "BAC", 0);
	assert_int_equal(tare_g(), 2000 + RIG_BAC_G);
	rig_rest(&r, 0, 2000 + RIG_BAC_G + 5000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
	assert_string_equal(r.log[0].containers, "BAC=1");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, RIG_BAC_G + 700);
	rig_contain(&r, "BAC", 0);
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(tare_g(), RIG_BAC_G + 700);
	rig_rest(&r, 0, RIG_BAC_G + 700 + 3000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 8000);
	assert_string_equal(r.log[1].containers, "BAC=1");
	assert_string_equal(r.log[1].container, "BAC");
}

/* The roll stands there, its crate is chosen before it comes. */
static void one_that_has_not_come_yet_waits_for_itself(void **state)
{
	(void)state;
	rig_rest(&r, 0, RIG_ROLL_G);
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", 0);
	rig_frames(&r, 0, RIG_ROLL_G, 5);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G + 1000);
	assert_int_equal(rig_total_g(&r), 1000);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, RIG_ROLL_G);
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", 0);
	rig_rest(
		&r, 0, 0); /* the roll has come and gone: it drops, the crate is of the next load */
	assert_composed("BAC=1");
	assert_int_equal(tare_g(), RIG_BAC_G);
	rig_rest(&r, 0, RIG_BAC_G + 4000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 5000);
}

static void all_that_waits_goes_where_the_next_load_is_also_over_a_restart(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", 2);
	rig_rest(&r, 0, 0);
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	assert_composed("ROLL=1 BAC=2");
	rig_rest(&r, 1, RIG_ROLL_G + 2 * RIG_BAC_G + 6000);
	assert_int_equal(r.s.in_force, 1);
	assert_composed("ROLL=1 BAC=2");
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 0);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 6000);
	assert_string_equal(r.log[0].containers, "ROLL=1 BAC=2");
}

/* The roll stands here and its crate has not come: a load on the other scale takes nothing of it along. */
static void what_has_come_in_part_stays_where_it_is(void **state)
{
	(void)state;
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, RIG_ROLL_G);
	rig_contain(&r, "ROLL", 0);
	rig_contain(&r, "BAC", 0);
	rig_rest(&r, 1, 3000);
	assert_int_equal(plate_tare_mg(&r.s.scale[1].plate), 0);
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), (RIG_ROLL_G + RIG_BAC_G) * 1000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 3000);
	rig_rest(&r, 1, 0);
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G + 1000);
	assert_int_equal(r.s.in_force, 0);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 4000);
}

static void nothing_but_the_containers_is_said(void **state)
{
	(void)state;
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G);
	rig_contain(&r, "ROLL", 0);
	shown("scale_stable");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	rig_contain(&r, "BAC", 0);
	shown("containers_only");
	assert_int_equal(station_phase(&r.s), PHASE_EMPTY);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_do(&r, ACTION_CANCEL, "");
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G + 1000);
	shown("scale_stable");
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 1000);
}

/* ---- two that nobody chose */

static struct usual usual;

static void weighed_together(const char *containers)
{
	memset(&usual, 0, sizeof(usual));
	usual_add_containers(&usual, containers);
	r.s.usual = &usual;
}

static void two_that_were_weighed_together_are_no_goods(void **state)
{
	(void)state;
	weighed_together("ROLL=1 BAC=1");
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G);
	tap("TLC-VET");
	assert_asks("empty_container");
	assert_string_equal(r.s.question.container, "ROLL");
	assert_string_equal(r.s.question.with, "BAC");
	assert_int_equal(r.s.question.from_mg, (RIG_ROLL_G + RIG_BAC_G) * 1000);
	answer("fix");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_composed("ROLL=1 BAC=1");
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G + 1000);
	tap("TLC-VET");
	assert_int_equal(rig_total_g(&r), 1000);
}

/* The second one's mass was put right meanwhile: neither is taken. */
static void two_of_another_mass_now_are_asked_about_anew(void **state)
{
	struct catalogue_row rows[32];
	struct catalogue c = { .count = rig_catalogue.count, .rows = rows };

	(void)state;
	weighed_together("ROLL=1 BAC=1");
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G);
	tap("TLC-VET");
	assert_asks("empty_container");
	memcpy(rows, rig_catalogue.rows, c.count * sizeof(rows[0]));
	for (size_t i = 0; i < c.count; i++)
		if (strcmp(rows[i].code, "BAC") == 0)
			rows[i].tare_mg = 1240000;
	station_set_catalogue(&r.s, &c);
	answer("fix");
	assert_string_equal(r.error, "question_changed");
	assert_int_equal(tare_g(), 0);
	station_set_catalogue(&r.s, &rig_catalogue);
}

static void two_of_one_kind_too_and_no_others(void **state)
{
	(void)state;
	weighed_together("BAC=2");
	rig_rest(&r, 0, 2 * RIG_BAC_G);
	tap("TLC-VET");
	assert_asks("empty_container");
	answer("fix");
	assert_composed("BAC=2");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, RIG_ROLL_G + RIG_BAC_G); /* never together */
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	weighed_together("ROLL=1 BAC=2"); /* three: no pair */
	assert_int_equal(usual.pair_count, 0);
	for (int i = 0; i < 2 * USUAL_PAIRS; i++) {
		char text[CONTAINERS_SIZE];

		(void)snprintf(text, sizeof(text), "C%d=1 BAC=1", i);
		usual_add_containers(&usual, text);
		usual_add_containers(&usual, text);
	}
	assert_int_equal(usual.pair_count, USUAL_PAIRS);
}

static void what_a_weighing_says_of_them_is_read_back(void **state)
{
	const char *text = "ROLL1=1 BACBLEU=40";
	char code[CODE_SIZE];
	uint32_t units;

	(void)state;
	assert_true(container_next(&text, code, &units));
	assert_string_equal(code, "ROLL1");
	assert_int_equal(units, 1);
	assert_true(container_next(&text, code, &units));
	assert_string_equal(code, "BACBLEU");
	assert_int_equal(units, 40);
	assert_false(container_next(&text, code, &units));
	for (size_t i = 0; i < 4; i++) {
		text = (const char *const[]){ "=1", "BAC", "BAC=0", "MORETHANFIFTEENLETTERS=1" }[i];
		assert_false(container_next(&text, code, &units));
	}
}

/* Said afterwards, it is no goods: what lies there is what lay there. */
static void what_it_lay_in_is_corrected_while_it_lies_there(void **state)
{
	const struct weighing *said;

	(void)state;
	for (int undone = 0; undone < 2; undone++) {
		(void)fresh(NULL);
		record(10000);
		said = rig_correct_tare(&r, r.log[0].id, 1500);
		assert_int_equal(rig_total_g(&r), 8500);
		if (undone) {
			(void)rig_correct_tare(&r, said->id, 3000);
			rig_do(&r, ACTION_UNDO, "");
			assert_int_equal(rig_total_g(&r), 8500);
		}
		rig_rest(&r, 0, 10000);
		tap("TLC-VET");
		assert_int_equal(rig_total_g(&r), 8500);
		rig_rest(&r, 0, 14000);
		tap("TLC-VET");
		assert_asks("changed_load");
		assert_makes("add", 4000);
		answer("add");
		assert_int_equal(rig_total_g(&r), 12500);
		rig_rest(&r, 0, 0);
		assert_int_equal(r.s.left_count, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_roll_and_a_crate_are_taken_off_together),
		TEST(a_roll_and_four_crates_by_a_number),
		TEST(the_same_code_again_asks_for_one_more),
		TEST(an_unanswered_one_more_leaves_with_its_container),
		TEST(cancel_takes_back_one),
		TEST(three_kinds_and_ninety_nine_of_each_are_the_most),
		TEST(a_container_adds_to_what_was_tared_by_a_button),
		TEST(one_that_has_not_come_yet_waits_for_itself),
		TEST(all_that_waits_goes_where_the_next_load_is_also_over_a_restart),
		TEST(what_has_come_in_part_stays_where_it_is),
		TEST(nothing_but_the_containers_is_said),
		TEST(two_that_were_weighed_together_are_no_goods),
		TEST(two_of_another_mass_now_are_asked_about_anew),
		TEST(two_of_one_kind_too_and_no_others),
		TEST(what_a_weighing_says_of_them_is_read_back),
		TEST(what_it_lay_in_is_corrected_while_it_lies_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
