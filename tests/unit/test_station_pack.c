// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tray on the plate that is recorded as a pack: a load like any that is recorded, but no goods. Pressed
 * again, over a glitch, another load, a restart, a commit that fails: one pack a tray, and no intake of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "station_rig.h"

#define LOT "HD-MS-L-261130K702-c"
enum { TRAY_G = 5000 };

static struct rig r;

static int fresh(void **state)
{
	(void)state;
	rig_init(&r, 1);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, TRAY_G);
	return 0;
}

static void pack(void)
{
	rig_pack(&r, LOT);
}

static void refused(const char *error)
{
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_string_equal(r.error, error);
}

/* So many answers, none of which makes goods of a pack. */
static void offers(size_t count)
{
	struct station_choice list[STATION_CHOICES];

	assert_int_equal(station_choices(&r.s, list), count);
	assert_null(rig_choice(&r, "change"));
	assert_null(rig_choice(&r, "replace"));
	assert_non_null(rig_choice(&r, "leave"));
}

static void a_tray_is_a_pack_of_its_lot(void **state)
{
	const struct plate_part *part;

	(void)state;
	pack();
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(r.logged, 1);
	assert_true(r.log[0].pack);
	assert_string_equal(r.log[0].lot, LOT);
	assert_int_equal(r.log[0].net_mg, TRAY_G * 1000);
	assert_string_equal(r.log[0].origin, "");
	part = plate_newest(&r.s.scale[0].plate);
	assert_true(part && part->pack);
	assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
}

static void it_is_none_of_what_does_not_rest(void **state)
{
	(void)state;
	rig_rest(&r, 0, 0);
	pack();
	refused("take_nothing");
	rig_report(&r, 0, SCALE_MOVING, 3000);
	rig_report(&r, 0, SCALE_MOVING, 4000);
	pack();
	refused("not_stable");
	assert_string_equal(r.s.armed.category, ""); /* nothing waits for it */
	assert_int_equal(r.logged, 0);
}

/* How little may be weighed is asked of goods; of a pack the law says it. */
static void no_question_makes_it_heavy_enough(void **state)
{
	(void)state;
	rig_least(&r, 2 * TRAY_G);
	pack();
	assert_int_equal(r.reply, REPLY_MADE);
}

static void pressed_twice_it_is_one(void **state)
{
	(void)state;
	r.hold = true;
	pack();
	pack();
	refused("recording");
	rig_commit(&r);
	r.hold = false;
	pack();
	refused("already_recorded");
	assert_int_equal(r.logged, 1);
}

/* Whatever its category is: it is asked, and left it is recorded as before. */
static void a_tile_asks_and_takes_nothing(void **state)
{
	static const char *const tiles[] = { "TLC-VET", "HRP-LIV" };

	(void)state;
	pack();
	for (size_t i = 0; i < 2; i++) {
		rig_do(&r, ACTION_CATEGORY, tiles[i]);
		refused("again");
		offers(2);
		rig_answer(&r, "leave", TRAY_G);
		assert_int_equal(station_phase(&r.s), PHASE_RECORDED);
	}
	assert_int_equal(r.logged, 1);
	/* It is another load of the same mass, as a person says. */
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	rig_answer(&r, "new", TRAY_G);
	assert_int_equal(r.logged, 2);
	assert_false(r.log[1].pack);
}

static void a_weighed_load_is_no_pack(void **state)
{
	(void)state;
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	pack();
	refused("already_recorded");
	assert_int_equal(r.logged, 1);
}

static void a_glitch_makes_no_second_one(void **state)
{
	(void)state;
	pack();
	rig_report(&r, 0, SCALE_STABLE, TRAY_G + 4000);
	rig_frames(&r, 0, TRAY_G, 10);
	pack();
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(r.logged, 1);
}

/* What came on it may be goods; the pack stays one. */
static void with_more_on_it_the_rest_is_asked(void **state)
{
	(void)state;
	pack();
	rig_rest(&r, 0, TRAY_G + 3000);
	pack();
	refused("take_unsure");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	refused("changed_load");
	offers(3);
	rig_answer(&r, "add", TRAY_G + 3000);
	assert_int_equal(r.logged, 2);
	assert_int_equal(r.log[1].net_mg, 3000000);
	assert_false(r.log[1].pack);
	assert_string_equal(r.log[0].voided_by, "");
}

static void over_a_restart_it_is_not_made_again(void **state)
{
	(void)state;
	pack();
	rig_restart(&r);
	rig_rest(&r, 0, TRAY_G);
	pack();
	refused("take_unsure");
	rig_do(&r, ACTION_CATEGORY, "TLC-VET");
	refused("again");
	offers(2);
	rig_answer(&r, "leave", TRAY_G);
	pack();
	refused("already_recorded");
	assert_int_equal(r.logged, 1);
}

static void undone_it_may_be_made_again(void **state)
{
	(void)state;
	pack();
	rig_do(&r, ACTION_UNDO, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	assert_string_not_equal(r.log[0].voided_by, "");
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	pack();
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(r.logged, 2);
	/* By its entry, elsewhere: likewise. */
	rig_voided(&r, r.log[1].id);
	assert_int_equal(station_phase(&r.s), PHASE_READY);
}

static void refused_by_the_ledger_the_tray_stays_free(void **state)
{
	(void)state;
	r.hold = true;
	pack();
	rig_fail(&r);
	r.hold = false;
	assert_int_equal(station_phase(&r.s), PHASE_READY);
	pack();
	assert_int_equal(r.reply, REPLY_MADE);
	assert_int_equal(r.logged, 1);
}

#define T(f) cmocka_unit_test_setup(f, fresh)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_tray_is_a_pack_of_its_lot),
		T(it_is_none_of_what_does_not_rest),
		T(no_question_makes_it_heavy_enough),
		T(pressed_twice_it_is_one),
		T(a_tile_asks_and_takes_nothing),
		T(a_weighed_load_is_no_pack),
		T(a_glitch_makes_no_second_one),
		T(with_more_on_it_the_rest_is_asked),
		T(over_a_restart_it_is_not_made_again),
		T(undone_it_may_be_made_again),
		T(refused_by_the_ledger_the_tray_stays_free),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
