// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A load that rests may be none to be recorded as it is: under the least of its scale or category, far
 * from what is usual, a container that nobody chose. The station asks before it records, and what a
 * person answers goes through; nothing is lost by it.
 */
#include <stdio.h>
#include "catalogue_facts.h"
#include "station_case.h"

static void a_light_load_is_asked_about_before_it_is_recorded(void **state)
{
	(void)state;
	rig_least(&r, 2000);
	rig_rest(&r, 0, 1990);
	tap("TLC-VET");
	assert_asks("too_light");
	assert_int_equal(r.logged, 0);
	assert_int_equal(r.s.question.from_mg, 2000000);
	assert_int_equal(r.s.question.to_mg, 1990000);
	assert_makes("keep", 1990);
	assert_non_null(rig_choice(&r, "leave"));
	answer("keep");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 1990);
	assert_string_equal(r.log[0].category, "TLC-VET");
	assert_int_equal(r.log[0].method, METHOD_WEIGHED);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	tap("TLC-VET"); /* once it is recorded it is a load like any other */
	assert_string_equal(r.error, "already_recorded");
}

static void what_is_put_with_it_is_weighed_without_a_question(void **state)
{
	(void)state;
	rig_least(&r, 2000);
	rig_rest(&r, 0, 500);
	tap("TLC-VET");
	assert_asks("too_light");
	answer("leave");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_int_equal(r.logged, 0);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	rig_rest(&r, 0, 2000); /* the least itself is enough */
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 2000);
}

/* Without an answer: more is put there, the question is about another load, and is over. */
static void a_question_about_another_load_is_over(void **state)
{
	(void)state;
	rig_least(&r, 2000);
	rig_rest(&r, 0, 500);
	tap("TLC-VET");
	assert_asks("too_light");
	rig_rest(&r, 0, 2500);
	answer("keep");
	assert_string_equal(r.error, "question_changed");
	assert_int_equal(r.logged, 0);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 2500);
}

static void a_light_load_that_leaves_unanswered_is_listed(void **state)
{
	(void)state;
	rig_least(&r, 2000);
	rig_rest(&r, 0, 500);
	tap("TLC-VET");
	assert_asks("too_light");
	rig_rest(&r, 0, 0);
	assert_int_equal(station_phase(&r.s), PHASE_EMPTY);
	assert_int_equal(r.s.left_count, 1);
	assert_int_equal(r.s.left[0].high_mg, 500000);
	answer("keep");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(r.logged, 0);
}

static void an_armed_category_asks_as_well_and_its_key_is_let_go(void **state)
{
	(void)state;
	rig_least(&r, 2000);
	rig_do_key(&r, ACTION_CATEGORY, "TLC-VET", "once");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_rest(&r, 0, 300);
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	assert_int_equal(r.s.question.kind, QUESTION_LIGHT);
	assert_int_equal(r.logged, 0);
	rig_do_key(&r, ACTION_ANSWER, "keep", "another");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 300);
}

/* The rig's catalogue, in which one row may be another. */
static struct catalogue_row *own_row(const char *code)
{
	static struct catalogue_row rows[32];
	static struct catalogue c = { .rows = rows };
	struct catalogue_row *row = rows;

	c.count = rig_catalogue.count;
	memcpy(rows, rig_catalogue.rows, c.count * sizeof(rows[0]));
	station_set_catalogue(&r.s, &c);
	while (strcmp(row->code, code) != 0)
		row++;
	return row;
}

static void the_category_has_a_least_of_its_own(void **state)
{
	const struct catalogue_facts facts = { .min_mg = 100000 };

	(void)state;
	own_row("HRP-LIV")->facts = &facts;
	rig_rest(&r, 0, 80);
	tap("HRP-LIV");
	assert_asks("too_light");
	assert_int_equal(r.s.question.from_mg, 100000);
	tap("TLC-VET"); /* another category, which has none */
	assert_int_equal(r.reply, REPLY_MADE);
	rig_rest(&r, 0, 0);
	rig_least(&r, 50); /* of two, the larger */
	rig_rest(&r, 0, 80);
	tap("HRP-LIV");
	assert_asks("too_light");
	answer("keep");
	assert_int_equal(rig_valid(&r), 2);
	station_set_catalogue(&r.s, &rig_catalogue);
}

static void a_commit_that_fails_leaves_the_load_to_be_weighed(void **state)
{
	(void)state;
	rig_least(&r, 2000);
	rig_rest(&r, 0, 500);
	tap("TLC-VET");
	r.hold = true;
	answer("keep");
	rig_fail(&r);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	tap("TLC-VET");
	assert_asks("too_light");
	answer("keep");
	rig_commit(&r);
	assert_int_equal(rig_total_g(&r), 500);
}

/* ---- far from what is usual ---- */

static struct usual usual;

static void weighs_usually(const char *category, int64_t grams, int times)
{
	memset(&usual, 0, sizeof(usual));
	for (int i = 0; i < times; i++)
		usual_add(&usual, category, (grams + i) * 1000);
	r.s.usual = &usual;
}

static void four_kilograms_where_sixty_are_usual_are_asked_about(void **state)
{
	(void)state;
	weighs_usually("TLC-VET", 60000, 50);
	rig_rest(&r, 0, 4000);
	tap("TLC-VET");
	assert_asks("unusual");
	assert_int_equal(r.s.question.from_mg, 60025000);
	assert_int_equal(r.s.question.to_mg, 4000000);
	answer("fix");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_int_equal(r.logged, 0);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	tap("TLC-VET");
	assert_asks("unusual");
	answer("keep");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 4000);
}

static void a_tenth_is_usual_and_so_is_a_category_that_few_were_of(void **state)
{
	(void)state;
	weighs_usually("TLC-VET", 60000, USUAL_LEAST);
	rig_rest(&r, 0, 6010);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_rest(&r, 0, 0);
	weighs_usually("TLC-VET", 60000, USUAL_LEAST - 1);
	rig_rest(&r, 0, 100);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 100);
	tap("HRP-LIV");
	assert_int_equal(r.reply, REPLY_MADE);
}

static void more_than_its_category_may_weigh_is_asked_about(void **state)
{
	const struct catalogue_facts facts = { .ask_above_mg = 60000000 };

	(void)state;
	own_row("HRP-LIV")->facts = &facts;
	rig_rest(&r, 0, 60010);
	tap("HRP-LIV");
	assert_asks("unusual");
	assert_int_equal(r.s.question.from_mg, 60000000);
	rig_rest(&r, 0, 60000); /* it is another load, and usual */
	tap("HRP-LIV");
	assert_int_equal(r.reply, REPLY_MADE);
	station_set_catalogue(&r.s, &rig_catalogue);
}

static void the_last_fifty_count_and_the_category_of_long_ago_gives_way(void **state)
{
	char name[CODE_SIZE];

	(void)state;
	weighs_usually("TLC-VET", 60000, 50);
	for (int i = 0; i < 26; i++)
		usual_add(&usual, "TLC-VET", 1000000);
	assert_int_equal(usual_median_mg(&usual, "TLC-VET"), 1000000);
	for (int i = 0; i < USUAL_CATEGORIES; i++) {
		(void)snprintf(name, sizeof(name), "C%d", i);
		usual_add(&usual, name, 1);
	}
	assert_int_equal(usual_median_mg(&usual, "TLC-VET"), 0);
	assert_int_equal(usual.count, USUAL_CATEGORIES);
}

/* ---- a container that nobody chose ---- */

static void a_container_alone_is_no_goods(void **state)
{
	(void)state;
	rig_rest(&r, 0, RIG_BAC_G);
	tap("TLC-VET");
	assert_asks("empty_container");
	assert_string_equal(r.s.question.container, "BAC");
	answer("fix"); /* it is its tare: what is put into it is the load */
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_int_equal(r.logged, 0);
	assert_string_equal(r.s.context.container, "BAC");
	rig_rest(&r, 0, RIG_BAC_G + 5000);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), 5000);
	assert_int_equal(r.log[0].tare_mg, RIG_BAC_G * 1000);
}

/* Its mass was put right meanwhile: the tare would not be what was asked about. */
static void a_container_that_is_another_now_is_asked_about_anew(void **state)
{
	(void)state;
	rig_rest(&r, 0, RIG_BAC_G);
	tap("TLC-VET");
	assert_asks("empty_container");
	own_row("BAC")->tare_mg = 1240000;
	answer("fix");
	assert_string_equal(r.error, "question_changed");
	assert_int_equal(plate_tare_mg(&r.s.scale[0].plate), 0);
	assert_int_equal(r.logged, 0);
	station_set_catalogue(&r.s, &rig_catalogue);
}

/* Put on what is recorded, or in its place: the same mass is the same doubt. */
static void a_container_is_no_goods_of_an_answer_either(void **state)
{
	(void)state;
	for (int swapped = 0; swapped < 2; swapped++) {
		(void)fresh(NULL);
		record(10000);
		rig_rest(&r, 0, swapped ? RIG_BAC_G : 10000 + RIG_BAC_G);
		tap("HRP-LIV");
		assert_asks("changed_load");
		answer(swapped ? "new" : "add");
		assert_asks("empty_container");
		assert_makes("keep", RIG_BAC_G);
		assert_null(rig_choice(&r, "fix"));
		answer("leave");
		assert_int_equal(r.reply, REPLY_CHANGED);
		assert_int_equal(r.logged, 1);
		tap("HRP-LIV");
		answer(swapped ? "new" : "add");
		answer("keep");
		assert_int_equal(r.reply, REPLY_MADE);
		assert_int_equal(rig_total_g(&r), 10000 + RIG_BAC_G);
		assert_int_equal(plate_counted_mg(&r.s.scale[0].plate),
			(swapped ? RIG_BAC_G : 10000 + RIG_BAC_G) * 1000);
		rig_do(&r, ACTION_UNDO, "");
		assert_int_equal(rig_total_g(&r), 10000);
	}
}

static void what_is_doubted_and_changes_is_asked_anew(void **state)
{
	(void)state;
	record(10000);
	rig_rest(&r, 0, 10000 + RIG_BAC_G);
	tap("HRP-LIV");
	answer("add");
	assert_asks("empty_container");
	rig_rest(&r, 0, 15000);
	answer("keep");
	assert_string_equal(r.error, "question_changed");
	assert_int_equal(r.logged, 1);
	rig_rest(&r, 0, 15000);
	assert_int_equal(r.s.question.kind, QUESTION_CHANGED_LOAD);
	answer("add");
	assert_int_equal(rig_total_g(&r), 15000);
}

static void goods_that_weigh_as_much_are_kept(void **state)
{
	(void)state;
	rig_rest(&r, 0, RIG_BAC_G + 10);
	tap("TLC-VET");
	assert_asks("empty_container");
	answer("keep");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), RIG_BAC_G + 10);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, RIG_BAC_G + 20);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
}

/* Under a tare it was chosen already: as much of goods is goods. */
static void a_container_that_was_chosen_is_not_asked_about(void **state)
{
	(void)state;
	rig_do(&r, ACTION_CONTAINER, "BAC");
	rig_rest(&r, 0, 2 * RIG_BAC_G);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(rig_total_g(&r), RIG_BAC_G);
}

static void an_armed_category_asks_about_a_container_too(void **state)
{
	(void)state;
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_ARMED);
	rig_rest(&r, 0, RIG_BAC_G);
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
	assert_int_equal(r.s.question.kind, QUESTION_EMPTY_CONTAINER);
	rig_rest(&r, 0, 0);
	answer("fix");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(r.logged, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_light_load_is_asked_about_before_it_is_recorded),
		TEST(what_is_put_with_it_is_weighed_without_a_question),
		TEST(a_question_about_another_load_is_over),
		TEST(a_light_load_that_leaves_unanswered_is_listed),
		TEST(an_armed_category_asks_as_well_and_its_key_is_let_go),
		TEST(the_category_has_a_least_of_its_own),
		TEST(a_commit_that_fails_leaves_the_load_to_be_weighed),
		TEST(four_kilograms_where_sixty_are_usual_are_asked_about),
		TEST(a_tenth_is_usual_and_so_is_a_category_that_few_were_of),
		TEST(more_than_its_category_may_weigh_is_asked_about),
		TEST(the_last_fifty_count_and_the_category_of_long_ago_gives_way),
		TEST(a_container_alone_is_no_goods),
		TEST(a_container_that_is_another_now_is_asked_about_anew),
		TEST(a_container_is_no_goods_of_an_answer_either),
		TEST(what_is_doubted_and_changes_is_asked_anew),
		TEST(goods_that_weigh_as_much_are_kept),
		TEST(a_container_that_was_chosen_is_not_asked_about),
		TEST(an_armed_category_asks_about_a_container_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
