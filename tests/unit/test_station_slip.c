// SPDX-License-Identifier: GPL-3.0-or-later
/* The slip in force at the station: what is weighed is for it, and nothing else is chosen under it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "station_rig.h"

static struct rig r;

static void told(const struct station_slip *slip)
{
	struct station_event e = { .kind = EVENT_SLIP, .slip = *slip };

	rig_step(&r, &e);
}

static const struct station_slip deposit = { .id = "HD-MS-S-K71-3",
	.direction = DIRECTION_IN,
	.origin = "APP_VOL",
	.partner = "REBON",
	.place = "QUAI" };

static int fresh(void **state)
{
	(void)state;
	rig_init(&r, 1);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000);
	return 0;
}

static void what_is_weighed_is_for_it(void **state)
{
	(void)state;
	told(&deposit);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.log[0].slip, deposit.id);
	assert_string_equal(r.log[0].partner, "REBON");
	assert_string_equal(r.log[0].place, "QUAI");
}

static void nothing_else_is_chosen_under_it(void **state)
{
	static const struct {
		enum station_action action;
		const char *code;
	} acts[] = { { ACTION_ORIGIN, "RETOUR" }, { ACTION_DIRECTION, "out" },
		{ ACTION_PARTNER, "" }, { ACTION_PLACE, "" } };

	(void)state;
	told(&deposit);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		rig_do(&r, acts[i].action, acts[i].code);
		assert_int_equal(r.reply, REPLY_REFUSED);
		assert_string_equal(r.error, "slip_in_force");
	}
	assert_string_equal(r.s.context.partner, "REBON");
	assert_int_equal(r.s.context.direction, DIRECTION_IN);
	/* What it says already is no other choice. */
	rig_do(&r, ACTION_ORIGIN, "APP_VOL");
	assert_int_equal(r.reply, REPLY_CHANGED);
	/* Which slip it is, is no matter of this room. */
	rig_do(&r, ACTION_SLIP, "HD-MS-S-K72-1");
	assert_string_equal(r.error, "no_such_slip");
}

static void it_ends_with_its_own_end_only(void **state)
{
	struct station_slip other = { .id = "HD-MS-S-K72-1", .ended = true };
	struct station_slip own = { .id = "HD-MS-S-K71-3", .ended = true };

	(void)state;
	told(&deposit);
	told(&other);
	assert_string_equal(r.s.context.slip, deposit.id);
	told(&own);
	assert_string_equal(r.s.context.slip, "");
	assert_string_equal(r.s.context.partner, "");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.log[0].slip, "");
	assert_string_equal(r.log[0].origin, "APP_VOL");
}

static void it_is_put_aside(void **state)
{
	(void)state;
	told(&deposit);
	rig_do(&r, ACTION_SLIP, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_string_equal(r.s.context.slip, "");
	rig_do(&r, ACTION_DIRECTION, "out");
	assert_int_equal(r.reply, REPLY_CHANGED);
}

/* A turn to its own way, which asks the destination anew. */
static void a_slip_of_what_leaves_turns_the_station(void **state)
{
	const struct station_slip out = {
		.id = "HD-MS-S-K73-5", .direction = DIRECTION_OUT, .partner = "ENVIE"
	};

	(void)state;
	told(&out);
	assert_int_equal(r.s.context.direction, DIRECTION_OUT);
	assert_string_equal(r.s.context.destination, "");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.error, "destination_missing");
	rig_do(&r, ACTION_DESTINATION, "VENTE");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.log[0].slip, out.id);
}

static const struct station_slip waste = {
	.id = "HD-MS-S-K74-3", .direction = DIRECTION_OUT, .partner = "ENVIE", .destination = "OMR"
};

static void assert_way(enum direction direction, const char *origin, const char *destination)
{
	assert_int_equal(r.s.context.direction, direction);
	assert_string_equal(r.s.context.origin, origin);
	assert_string_equal(r.s.context.destination, destination);
	assert_string_equal(r.s.context.slip, "");
}

/* Ended or put aside: what comes next is not recorded out, nor from where that slip came. */
static void its_way_goes_with_it(void **state)
{
	struct station_slip end = { .id = "HD-MS-S-K74-3", .ended = true };
	struct station_slip other = deposit;

	(void)state;
	told(&waste);
	assert_int_equal(r.s.context.direction, DIRECTION_OUT);
	told(&end);
	assert_way(DIRECTION_IN, "APP_VOL", "");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.error, "origin_old");
	rig_answer(&r, "leave", 5000);
	assert_int_equal(r.log[0].direction, DIRECTION_IN);
	memcpy(other.origin, "DEBARRAS", sizeof("DEBARRAS"));
	told(&other);
	rig_do(&r, ACTION_SLIP, "");
	assert_way(DIRECTION_IN, "APP_VOL", "");
	rig_do(&r, ACTION_DIRECTION, "out");
	rig_do(&r, ACTION_DESTINATION, "VENTE");
	told(&deposit);
	rig_do(&r, ACTION_SLIP, "");
	assert_way(DIRECTION_OUT, "APP_VOL", "VENTE");
}

/* Of two in a row the first one's way is not what was before. */
static void a_slip_in_place_of_another_keeps_what_was_before(void **state)
{
	struct station_slip other = deposit;

	(void)state;
	told(&waste);
	memcpy(other.origin, "", 1);
	told(&other);
	assert_string_equal(r.s.context.slip, deposit.id);
	assert_string_equal(r.s.context.origin, "");
	told(&other); /* again: no news */
	rig_do(&r, ACTION_SLIP, "");
	assert_way(DIRECTION_IN, "APP_VOL", "");
}

static void assert_for(const char *partner, const char *place)
{
	assert_string_equal(r.s.context.partner, partner);
	assert_string_equal(r.s.context.place, place);
}

/* Said without a slip it is of this origin and direction: whoever comes next is not that donor. */
static void whom_it_is_for_goes_with_the_way(void **state)
{
	static const struct {
		enum station_action action;
		const char *code;
	} ways[] = { { ACTION_ORIGIN, "DEBARRAS" }, { ACTION_DIRECTION, "out" } };

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		rig_do(&r, ACTION_PARTNER, "REBON");
		rig_do(&r, ACTION_PLACE, "QUAI");
		rig_do(&r, ACTION_ORIGIN, r.s.context.origin); /* the same again is no other */
		rig_do(&r, ACTION_ORIGIN, "NONE");
		rig_do(&r, ACTION_DIRECTION, "in");
		assert_for("REBON", "QUAI");
		rig_do(&r, ways[i].action, ways[i].code);
		assert_int_equal(r.reply, REPLY_CHANGED);
		assert_for("", "");
	}
	rig_do(&r, ACTION_PARTNER, "REBON");
	rig_do(&r, ACTION_DESTINATION, "VENTE"); /* where there was none yet: no other one */
	rig_do(&r, ACTION_DESTINATION, "VENTE");
	assert_for("REBON", "");
	rig_do(&r, ACTION_DESTINATION, "OMR");
	assert_for("", "");
}

/* It was left open in the evening: the first load of the morning is not that donor's unasked. */
static void a_slip_of_before_the_start_is_asked_about(void **state)
{
	(void)state;
	told(&deposit);
	rig_restart(&r);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000);
	rig_do(&r, ACTION_OPERATOR, ""); /* who comes in says nothing of it */
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_string_equal(r.error, "slip_old");
	assert_int_equal(r.s.question.kind, QUESTION_ORIGIN);
	assert_string_equal(station_question_slip(&r.s), deposit.id);
	assert_int_equal(r.logged, 0);
	rig_answer(&r, "leave", 5000);
	assert_string_equal(r.log[0].slip, deposit.id);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 6000);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET"); /* once */
	assert_int_equal(r.logged, 2);
	rig_restart(&r);
	rig_do(&r, ACTION_SLIP, "");
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
	assert_string_equal(r.log[2].slip, "");
}

static void assert_done(enum station_action action, const char *code, const char *error)
{
	rig_do(&r, action, code);
	assert_int_equal(r.reply, *error ? REPLY_REFUSED : REPLY_CHANGED);
	assert_string_equal(r.error, error);
}

/* What the ledger would refuse is refused at once; what it would take may be chosen. */
static void what_a_slip_says_is_held_and_nothing_else(void **state)
{
	const struct station_slip plain = { .id = "HD-MS-S-K75-1", .direction = DIRECTION_IN };

	(void)state;
	told(&plain);
	assert_done(ACTION_ORIGIN, "DEBARRAS", "");
	assert_done(ACTION_PARTNER, "REBON", "");
	assert_done(ACTION_PLACE, "QUAI", "");
	assert_done(ACTION_ORIGIN, "APP_VOL", "");
	assert_for("REBON", "QUAI"); /* of the same slip */
	assert_done(ACTION_DIRECTION, "out", "slip_in_force");
	told(&waste);
	assert_done(ACTION_DESTINATION, "VENTE", "slip_in_force");
	assert_done(ACTION_DESTINATION, "", "slip_in_force");
	assert_done(ACTION_DESTINATION, "OMR", "");
	assert_done(ACTION_DIRECTION, "out", "");
	assert_string_equal(r.s.context.destination, "OMR");
	assert_done(ACTION_PARTNER, "REBON", "slip_in_force");
	assert_done(ACTION_PLACE, "QUAI", "");
	rig_do(&r, ACTION_SLIP, "");
	assert_done(ACTION_DIRECTION, "out", "");
	assert_done(ACTION_DESTINATION, "VENTE", "");
}

/* Nobody is asked about a card of yesterday: it goes, and only the way is asked about. */
static void whom_a_card_named_does_not_outlive_pause_nor_start(void **state)
{
	bool kept = false;

	(void)state;
	rig_do(&r, ACTION_PARTNER, "REBON");
	rig_do(&r, ACTION_PLACE, "QUAI");
	rig_restart(&r);
	assert_for("", "");
	rig_do(&r, ACTION_PARTNER, "REBON");
	rig_do(&r, ACTION_PLACE, "QUAI");
	r.s.config.context_us = 60000000;
	rig_pass(&r, 61);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.error, "origin_old");
	assert_for("", "");
	for (size_t i = 0; i < r.fx.count; i++)
		kept |= r.fx.list[i].kind == EFFECT_CONTEXT;
	assert_true(kept);
	rig_answer(&r, "leave", 5000);
	assert_string_equal(r.log[0].partner, "");
}

/* Where it goes to or comes from is said under it, not taken unseen from what went on before. */
static void a_slip_that_names_no_end_takes_none_over(void **state)
{
	const struct station_slip out = { .id = "HD-MS-S-K76-1", .direction = DIRECTION_OUT };
	const struct station_slip in = { .id = "HD-MS-S-K76-2", .direction = DIRECTION_IN };

	(void)state;
	told(&in);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.error, "origin_missing");
	assert_done(ACTION_ORIGIN, "DEBARRAS", "");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.log[0].origin, "DEBARRAS");
	rig_do(&r, ACTION_SLIP, "");
	assert_way(DIRECTION_IN, "APP_VOL", "");
	rig_do(&r, ACTION_DIRECTION, "out");
	rig_do(&r, ACTION_DESTINATION, "VENTE");
	told(&out);
	assert_string_equal(r.s.context.destination, "");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.error, "destination_missing");
	assert_string_equal(
		r.s.context.origin, "APP_VOL"); /* of what comes in: nothing is said of it */
}

static void assert_tile(const char *error)
{
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 5000);
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(r.error, error);
	rig_do(&r, ACTION_CANCEL, "");
}

/* It is as old as it was when the slip came: nobody chose it anew. */
static void the_way_before_does_not_become_young(void **state)
{
	struct station_slip other = deposit;

	(void)state;
	r.s.config.context_us = 60000000;
	rig_do(&r, ACTION_ORIGIN, "DEBARRAS");
	rig_pass(&r, 40);
	told(&deposit);
	assert_tile("");
	memcpy(other.id, "HD-MS-S-K77-1", sizeof("HD-MS-S-K77-1"));
	told(&other);
	rig_pass(&r, 40);
	rig_do(&r, ACTION_SLIP, "");
	assert_way(DIRECTION_IN, "DEBARRAS", "");
	assert_tile("origin_old");
	rig_do(&r, ACTION_ORIGIN, "DEBARRAS");
	assert_tile("");
}

/* Whom nobody at the station told to end turns it: the next tile asks, until somebody chooses. */
static void a_slip_that_ends_by_itself_and_turns_the_station_is_asked_about(void **state)
{
	const struct station_slip end = { .id = "HD-MS-S-K74-3", .ended = true };
	const struct station_slip same = { .id = "HD-MS-S-K71-3", .ended = true };

	(void)state;
	told(&waste);
	told(&end);
	rig_do(&r, ACTION_OPERATOR, ""); /* who comes in says nothing of it */
	assert_tile("origin_old");
	assert_string_equal(station_question_slip(&r.s), "");
	rig_do(&r, ACTION_PARTNER, "REBON");
	assert_tile("");
	assert_string_equal(r.log[0].partner, "REBON");
	told(&waste);
	rig_do(&r, ACTION_SLIP, ""); /* by hand: it is seen */
	assert_tile("");
	told(&deposit);
	told(&same); /* no turn */
	assert_tile("");
}

static struct weighing left_as(size_t i)
{
	struct weighing w = { 0 };

	station_left_as(&r.s, &r.s.left[i], &w);
	return w;
}

/* Under the slip if it left under it; one that had left before is not written by the slip's way. */
static void a_load_that_left_is_of_the_way_it_left_by(void **state)
{
	struct station_slip out = waste;
	struct weighing w;

	(void)state;
	rig_do(&r, ACTION_PARTNER, "REBON");
	rig_do(&r, ACTION_PLACE, "QUAI");
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 1);
	w = left_as(0);
	assert_string_equal(w.origin, "APP_VOL");
	assert_string_equal(w.place, "QUAI");
	assert_string_equal(w.partner, "REBON");
	assert_string_equal(w.slip, "");
	out.at_wall_us = r.now.wall_us;
	told(&out);
	rig_do(&r, ACTION_PLACE, "QUAI");
	rig_rest(&r, 0, 6000);
	rig_rest(&r, 0, 0);
	w = left_as(0);
	assert_int_equal(w.direction, DIRECTION_IN);
	assert_string_equal(w.origin, "APP_VOL");
	assert_string_equal(w.destination, "");
	assert_string_equal(w.place, "");
	assert_string_equal(w.partner, "");
	assert_string_equal(w.slip, "");
	assert_int_equal(w.at.wall_us, r.s.left[0].at.wall_us);
	w = left_as(1);
	assert_int_equal(w.direction, DIRECTION_OUT);
	assert_string_equal(w.origin, "");
	assert_string_equal(w.destination, "OMR");
	assert_string_equal(w.place, "QUAI");
	assert_string_equal(w.partner, "ENVIE");
	assert_string_equal(w.slip, waste.id);
}

/* A slip of the morning that is taken up again: what had left before that is not its own. */
static void a_load_that_left_is_of_no_slip_taken_since(void **state)
{
	struct station_slip of_before = deposit;

	(void)state;
	of_before.at_wall_us = r.now.wall_us;
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.left_count, 1);
	told(&of_before);
	assert_string_equal(left_as(0).slip, "");
	assert_string_equal(left_as(0).partner, "");
	rig_restart(&r);
	assert_string_equal(r.s.context.slip, deposit.id);
	assert_string_equal(left_as(0).slip, "");
	rig_rest(&r, 0, 6000);
	rig_rest(&r, 0, 0);
	assert_string_equal(left_as(1).slip, deposit.id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_is_weighed_is_for_it, fresh),
		cmocka_unit_test_setup(nothing_else_is_chosen_under_it, fresh),
		cmocka_unit_test_setup(it_ends_with_its_own_end_only, fresh),
		cmocka_unit_test_setup(it_is_put_aside, fresh),
		cmocka_unit_test_setup(a_slip_of_what_leaves_turns_the_station, fresh),
		cmocka_unit_test_setup(its_way_goes_with_it, fresh),
		cmocka_unit_test_setup(what_a_slip_says_is_held_and_nothing_else, fresh),
		cmocka_unit_test_setup(a_slip_of_before_the_start_is_asked_about, fresh),
		cmocka_unit_test_setup(whom_it_is_for_goes_with_the_way, fresh),
		cmocka_unit_test_setup(a_slip_that_names_no_end_takes_none_over, fresh),
		cmocka_unit_test_setup(the_way_before_does_not_become_young, fresh),
		cmocka_unit_test_setup(
			a_slip_that_ends_by_itself_and_turns_the_station_is_asked_about, fresh),
		cmocka_unit_test_setup(a_load_that_left_is_of_the_way_it_left_by, fresh),
		cmocka_unit_test_setup(a_load_that_left_is_of_no_slip_taken_since, fresh),
		cmocka_unit_test_setup(whom_a_card_named_does_not_outlive_pause_nor_start, fresh),
		cmocka_unit_test_setup(a_slip_in_place_of_another_keeps_what_was_before, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
