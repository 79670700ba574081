// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The station against a model of the world: things of known mass are put on the plate and
 * taken off in any order, people tap, answer, tare, cancel and undo at any moment, commits
 * are slow or fail, the scale is unplugged. Each thing remembers which weighing counted it.
 *
 * Held after every step: a weighing is never more than the things on the plate that no
 * valid weighing has counted (residue that the contract calls an empty plate excepted, and crates
 * pulled out from under their content: test_station.c has that); of
 * a fresh load where nothing was counted it is exactly them; a number is only taken at rest; an
 * undo voids exactly the last, once; saved is said once for each durable change.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "station_rig.h"

enum { THINGS = 6, E_G = 10, STEPS = 400, WORLDS = 3000 };

struct thing {
	int64_t grams; /* 0: no thing */
	unsigned number;
	int counted;    /* index in the log of the weighing that counted it, -1: none */
	bool container; /* part of the tare in force */
	bool residue;   /* lay on what the contract calls an empty plate when more was put on */
};

static struct world {
	struct rig r;
	struct thing plate[THINGS];
	unsigned next_number;
	bool plugged, at_rest;
	/* since the plate was last empty: */
	bool tared;
	bool crate_gone;    /* part of a tare was taken away under its content */
	int64_t recorded_g; /* net of the whole plate when it was last recorded */
	/* the commit under way, as the world was when it was decided */
	struct thing decided[THINGS];
	unsigned long long checked;
} w;

static unsigned pick(unsigned n)
{
	static uint64_t x = 88172645463325252ULL;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % n;
}

static int64_t on_plate_g(void)
{
	int64_t sum = 0;

	for (size_t i = 0; i < THINGS; i++)
		sum += w.plate[i].grams;
	return sum;
}

static int log_index(const char *id)
{
	for (size_t i = 0; i < w.r.logged; i++)
		if (strcmp(w.r.log[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* ---- what must hold when a commit is decided ---- */

static void check_decision(void)
{
	const struct station_effect *c = &w.r.held;
	int replaced = log_index(c->void_id);
	int64_t uncounted_g = 0, counted_g = 0, allowed_g = 0, residue_g,
		net_g = c->weighing.net_mg / 1000;

	memcpy(w.decided, w.plate, sizeof(w.plate));
	if (c->commit == COMMIT_VOID) {
		assert_true(replaced >= 0);
		assert_string_equal(w.r.s.last.weighing.id, w.r.log[replaced].id);
		assert_string_equal(w.r.log[replaced].voided_by, "");
		return;
	}
	if (strcmp(c->reason, "CATEGORY") == 0) {
		assert_int_equal(c->weighing.net_mg, w.r.log[replaced].net_mg);
		return;
	}
	assert_true(w.at_rest && w.plugged);
	for (size_t i = 0; i < THINGS; i++)
		if (w.plate[i].container)
			continue;
		else if (w.plate[i].residue)
			allowed_g += w.plate[i].grams;
		else if (w.plate[i].counted < 0 || w.plate[i].counted == replaced)
			uncounted_g += w.plate[i].grams;
		else
			counted_g += w.plate[i].grams;
	residue_g = w.recorded_g / 10 > 5 * E_G ? w.recorded_g / 10 : 5 * E_G;
	if (counted_g <= residue_g)
		allowed_g += counted_g;
	if (!w.crate_gone && net_g > uncounted_g + allowed_g)
		fail_msg(
			"net %lld g, uncounted %lld g, counted on the plate %lld g, residue %lld g",
			(long long)net_g, (long long)uncounted_g, (long long)counted_g,
			(long long)residue_g);
	for (size_t i = 0; i < THINGS && net_g > uncounted_g; i++)
		w.plate[i].residue |= w.plate[i].counted >= 0 && w.plate[i].counted != replaced;
	if (counted_g == 0 && allowed_g == 0 && !w.crate_gone && !w.tared &&
		!w.r.s.pending.before.recorded)
		assert_int_equal(net_g, uncounted_g);
	w.checked++;
}

/* ---- what a durable commit does to the world ---- */

static void forget(struct thing *things, int index)
{
	for (size_t i = 0; i < THINGS; i++)
		if (things[i].counted == index)
			things[i].counted = -1;
}

static bool was_there(unsigned number)
{
	for (size_t i = 0; i < THINGS; i++)
		if (w.decided[i].grams && w.decided[i].number == number)
			return true;
	return false;
}

static void take_commit(void)
{
	const struct station_effect *c = &w.r.held;
	int old = log_index(c->void_id), new = (int)w.r.logged - 1;
	bool category = strcmp(c->reason, "CATEGORY") == 0;

	for (size_t i = 0; i < THINGS; i++)
		if (category && w.plate[i].counted == old)
			w.plate[i].counted = new;
	if (old >= 0)
		forget(w.plate, old);
	if (c->commit == COMMIT_VOID || category)
		return;
	for (size_t i = 0; i < THINGS; i++)
		if (w.plate[i].counted < 0 && !w.plate[i].container && was_there(w.plate[i].number))
			w.plate[i].counted = new;
	w.recorded_g = 0;
	for (size_t i = 0; i < THINGS; i++)
		w.recorded_g += w.decided[i].container ? 0 : w.decided[i].grams;
}

/* What was a tare is a thing like others once the station has dropped it. */
static void follow_plate(void)
{
	bool tare = w.r.s.scale[0].load.tare_mg > 0;

	for (size_t i = 0; i < THINGS; i++)
		w.plate[i].container = w.plate[i].container && tare;
	if (on_plate_g() > 0 || !w.at_rest)
		return;
	w.tared = w.tared && tare;
	w.crate_gone = w.crate_gone && tare;
}

static void check(void)
{
	follow_plate();
	if (w.r.holding)
		assert_int_equal(station_phase(&w.r.s), PHASE_RECORDING);
	assert_int_equal(w.r.signals[SIGNAL_SAVED], w.r.durable);
}

/* ---- what happens ---- */

static void report(enum scale_state state, int64_t grams)
{
	if (w.plugged)
		rig_report(&w.r, 0, state, grams);
	check();
}

static void rest(void)
{
	int64_t grams = on_plate_g();

	w.at_rest = true;
	for (int i = 0; i < 3; i++)
		report(grams == 0 ? SCALE_ZERO : SCALE_STABLE, grams);
}

static void moved(int64_t before_g)
{
	int64_t after_g = on_plate_g();

	w.at_rest = false;
	report(SCALE_MOVING, (before_g + after_g) / 2);
	report(SCALE_MOVING, after_g);
	if (pick(8))
		rest();
}

static int64_t some_mass(void)
{
	static const int64_t most[] = { 10, 60, 600, 3000, 20000 };
	int64_t grams = 1 + pick((unsigned)most[pick(5)]);

	return (grams + E_G - 1) / E_G * E_G;
}

static void put(void)
{
	int64_t before_g = on_plate_g();

	for (size_t i = 0; i < THINGS; i++)
		if (w.plate[i].grams == 0) {
			w.plate[i] =
				(struct thing){ some_mass(), ++w.next_number, -1, false, false };
			moved(before_g);
			return;
		}
}

static void take(void)
{
	int64_t before_g = on_plate_g();
	struct thing *t = &w.plate[pick(THINGS)];

	if (t->grams == 0)
		return;
	w.crate_gone |= t->container;
	*t = (struct thing){ .counted = -1 };
	moved(before_g);
}

static void take_all(void)
{
	int64_t before_g = on_plate_g();

	for (size_t i = 0; i < THINGS; i++)
		w.plate[i] = (struct thing){ .counted = -1 };
	moved(before_g);
}

static void person(enum station_action action, const char *code)
{
	rig_do(&w.r, action, code);
	check();
}

static void tare(void)
{
	int64_t before_mg = w.r.s.scale[0].load.tare_mg;

	person(ACTION_TARE, "");
	if (w.r.reply != REPLY_CHANGED || w.r.s.scale[0].load.tare_mg == before_mg)
		return;
	w.tared = true;
	for (size_t i = 0; i < THINGS; i++)
		w.plate[i].container = w.plate[i].grams > 0;
}

static void plug(void)
{
	if (w.plugged) {
		w.at_rest = false;
		report(pick(2) ? SCALE_UNPLUGGED : SCALE_SILENT, 0);
		w.plugged = false;
		return;
	}
	w.plugged = true;
	/* the first report may be stale: any older mass, at rest */
	report(SCALE_STABLE, pick(2) ? 0 : some_mass());
	rest();
}

static void ledger(void)
{
	w.r.hold = pick(2);
	if (pick(4) == 0)
		rig_fail(&w.r);
	else
		rig_commit(&w.r);
	check();
}

static void anything(void)
{
	static const char *const answers[] = { "add", "replace", "leave", "change" };

	if (w.r.holding && pick(3) == 0)
		ledger();
	switch (pick(16)) {
	case 0:
	case 1:
	case 2:
		put();
		break;
	case 3:
	case 4:
		take();
		break;
	case 5:
		take_all();
		break;
	case 6:
	case 7:
	case 8:
		person(ACTION_CATEGORY, pick(3) ? "TLC-VET" : "HRP-LIV");
		break;
	case 9:
	case 10:
		person(ACTION_ANSWER, answers[pick(4)]);
		break;
	case 11:
		person(ACTION_UNDO, "");
		break;
	case 12:
		if (pick(2))
			tare();
		else
			person(ACTION_CANCEL, "");
		break;
	case 13:
		if (pick(4) == 0 || !w.plugged)
			plug();
		break;
	case 14:
		ledger();
		break;
	default:
		rest();
	}
}

static void random_worlds(void **state)
{
	unsigned long long checked = 0;

	(void)state;
	for (unsigned world = 0; world < WORLDS; world++) {
		memset(&w, 0, sizeof(w));
		for (size_t i = 0; i < THINGS; i++)
			w.plate[i].counted = -1;
		rig_init(&w.r, 1);
		w.r.decided = check_decision;
		w.r.written = take_commit;
		w.plugged = true;
		for (unsigned i = 0; i < STEPS; i++)
			anything();
		checked += w.checked;
	}
	assert_true(checked > WORLDS * 10); /* the worlds did weigh */
	print_message("%llu weighings of random worlds checked\n", checked);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(random_worlds) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
