// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The station against a model of the world. The oracle knows which thing truly lies on which
 * plate and which weighing covers it; the station sees readings and people only. Things are
 * put, taken, tipped out, exchanged and tared at any moment, frames are bad, scales go, come back
 * and zero themselves or change places, commits are slow, fail or are of unknown outcome, other
 * ways void, correct and type, slowly or not at all, the daemon is killed and starts again under
 * any clock.
 *
 * Held after every event:
 *  - without a person saying so, a weighing is never more than what lies there uncovered, and
 *    of a fresh load exactly that;
 *  - no tick over a mass that no valid weighing covers;
 *  - an undo takes back exactly what was last written, and the ledger is then as before it;
 *  - what rested there uncovered and left is listed, all of it together, when its plate is seen
 *    empty, and nothing for sure that was not taken;
 *  - nothing is decided while another way writes, and what is typed of no load lies nowhere;
 *  - what is struck off the list is struck by one valid weighing, made soon after it left.
 * People answer questions by what they see before them, or now and then anything: then the
 * oracle believes them (vouched).
 *
 * Exempt, by the contract's own words, until the plate is truly empty: base_exchanged (a
 * container taken out from under what was weighed in it), net_voided (a void of a device-net
 * weighing under a later tare of ours), shifted (a scale that zeroed itself under a load). And a
 * single thing that lay there when the scale's own tare key was pressed or let go (keyed): "nothing
 * for a load that went to zero between two stable readings running (a tare key)", and back "rests
 * count anew". Nothing else is under a tare: what a person tares with ours is a container by what
 * they say, and of what had rested and left before, "its highest net" beyond it is owed.
 * Paper of less than c (paper_g) that was taken to lie there, as "written with the load there while
 * its scale was doubtful" or "less than c" from what came: until then it may be some of what leaves,
 * and more such paper may be taken so, too.
 *
 * A world that does not hold is cut to the acts that matter, each of which draws from a seed of its
 * own, and is told with what the station answered.
 *
 * STATION_EVENTS: how many events, 1,000,000 if not said (a tenth under sanitizers); STATION_SEED: another world.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "station_container.h"

/* ---- the ledger ---- */

static void ledger(void)
{
	w.r.hold = pick(2);
	if (!w.r.holding)
		return;
	note("ledger");
	switch (pick(8)) {
	case 0:
		for (size_t s = 0; s < w.r.scales; s++)
			for (size_t i = 0; i < THINGS; i++)
				w.pan[s].thing[i].pending = false;
		rig_fail(&w.r);
		break;
	case 1:
		rig_unknown(&w.r);
		break;
	default:
		rig_commit(&w.r);
		for (size_t s = 0; s < w.r.scales; s++)
			for (size_t i = 0; i < THINGS; i++)
				w.pan[s].thing[i].pending = false;
	}
	check();
}

/* ---- restarts ---- */

/* A load of which a part was exchanged on the way may be as heavy as another: nobody could say whose it was. */
static void split_on_the_way(void)
{
	bool any = false;

	for (size_t s = 0; s < 2; s++)
		for (size_t i = 0; i < THINGS; i++) {
			const struct thing *t = &w.pan[s].thing[i];

			any |= t->grams > 0 && t->covered >= 0 && !all_here(&w.pan[s], t->covered);
		}
	w.pan[0].exempt |= any;
	w.pan[1].exempt |= any;
}

static void restart(void)
{
	bool reboot = pick(2);
	const unsigned long long before = swapped;

	page_dies();
	const bool twins = pick(2) && change_places();
	note("restart%s", reboot ? ", another boot" : "");
	for (size_t s = 0; s < w.r.scales; s++) {
		struct thing old = w.pan[s].thing[0];

		if (pick(2) && !twins) {
			change_while_away(&w.pan[s]);
			if (old.base && w.pan[s].thing[0].grams && !w.pan[s].thing[0].base)
				w.pan[s].exempt = true; /* base_exchanged */
		}
		w.pan[s].at_rest = false;
		for (size_t i = 0; i < THINGS; i++)
			w.pan[s].thing[i].pending = false;
		if (!w.r.s.keep_due)
			continue;
		w.pan[s].owed_g = 0; /* killed before what was seen could be kept */
		w.pan[s].vague = true;
		for (size_t i = 0; i < THINGS; i++)
			w.pan[s].thing[i].rested = false;
	}
	if (swapped > before)
		split_on_the_way();
	if (reboot) {
		(void)snprintf(w.r.now.boot_id, sizeof(w.r.now.boot_id), "boot%u", pick(1000000));
		w.r.now.boot_us = 2000000 + pick(1000000);
		w.r.now.wall_us += (int64_t)pick(3600) * 1000000 - 600000000;
		w.r.now.quality = pick(2) ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	}
	if (pick(4) == 0)
		void_away();
	rig_restart(&w.r);
	for (size_t s = 0; s < w.r.scales; s++) /* base_exchanged, and killed before it was kept */
		w.pan[s].exempt |= w.r.s.scale[s].plate.tare_count > 0 && !has_base(&w.pan[s]);
	w.r.signals[SIGNAL_SAVED] = w.r.durable;
	w.before_known = false;
	for (size_t s = 0; s < w.r.scales; s++) {
		if (w.pan[s].plugged) {
			frame(&w.pan[s], SCALE_STABLE, shown_g(&w.pan[s]));
			rest(&w.pan[s]);
		}
	}
}

static void clock_jumps(void)
{
	w.r.now.wall_us += ((int64_t)pick(7200) - 3600) * 1000000;
	rig_pass(&w.r, pick(40));
	for (size_t s = 0; s < w.r.scales; s++)
		rest(&w.pan[s]);
	check();
}

static void store_opens_again(void)
{
	struct station_event e = { .kind = EVENT_LEDGER, .now = w.r.now };
	struct station_effects fx;

	e.down = true;
	e.down_why.key = "store_failed";
	station_step(&w.r.s, &e, &fx);
	check();
	e.down = false;
	station_step(&w.r.s, &e, &fx);
	check();
}

static void loads(struct pan *p)
{
	switch (pick(10)) {
	case 0:
	case 1:
	case 2:
		put(p);
		break;
	case 3:
		take(p);
		break;
	case 7:
		tip_out(p);
		break;
	case 8:
		in_container(p);
		break;
	case 4:
		take_all(p);
		break;
	case 5:
		exchange(p);
		break;
	case 6:
		glitch(p);
		break;
	default:
		rest(p);
	}
}

static void people(void)
{
	switch (pick(12)) {
	case 0:
	case 1:
	case 2:
	case 3:
		person(ACTION_CATEGORY, pick(3) ? "TLC-VET" : "HRP-LIV");
		break;
	case 4:
		pack();
		break;
	case 5:
	case 6:
	case 7:
	case 8:
		answer();
		break;
	case 9:
		person(ACTION_UNDO, "");
		break;
	case 10:
		tare();
		break;
	default:
		person(ACTION_CANCEL, "");
	}
}

static void trouble(struct pan *p)
{
	switch (pick(10)) {
	case 0:
	case 1:
		plug(p);
		break;
	case 2:
		device_tare(p);
		break;
	case 3:
		zero_key(p);
		break;
	case 4:
		void_any();
		break;
	case 5:
		correct_any();
		break;
	case 6:
		type();
		break;
	case 7:
		restart();
		break;
	case 8:
		clock_jumps();
		break;
	default:
		store_opens_again();
	}
}

static void anything(void)
{
	struct pan *p = &w.pan[pick((unsigned)w.r.scales)];

	if (pick(3) == 0)
		page_ends();
	if (!p->plugged && pick(3) == 0)
		comes(p);
	if (w.r.holding && pick(2))
		ledger();
	switch (pick(12)) {
	case 0:
	case 1:
	case 2:
	case 3:
		loads(p);
		break;
	case 4:
	case 5:
	case 6:
	case 7:
	case 8:
	case 9:
		people();
		break;
	case 10:
		ledger();
		break;
	default:
		trouble(p);
	}
}

static void world(unsigned scales, uint64_t period_us)
{
	memset(&w, 0, sizeof(w));
	trailed = 0;
	rig_init(&w.r, scales);
	w.r.period_us = period_us;
	w.r.decided = decided;
	w.r.written = written;
	for (size_t s = 0; s < SCALES; s++) {
		for (size_t i = 0; i < THINGS; i++)
			w.pan[s].thing[i].covered = -1;
		w.pan[s].plugged = s < w.r.scales;
		if (s < w.r.scales)
			rest(&w.pan[s]);
	}
}

/* Each act draws from its own seed: without the others it is the same act. */
static struct {
	uint64_t seed[STEPS + 1]; /* the first: of the world itself */
	bool left_out[STEPS + 1];
} acts;

static void play(void)
{
	static const uint64_t period_us[] = { 100000, 200000, 500000, 1000000 };

	random_state = acts.seed[0];
	world(1 + pick(SCALES), period_us[pick(4)]);
	if (pick(3) == 0)
		rig_least(&w.r, 5000); /* many a load is too light to be weighed alone */
	for (unsigned i = 1; i <= STEPS && w.r.logged < WRITTEN; i++) {
		random_state = acts.seed[i];
		if (!acts.left_out[i])
			anything();
	}
}

/* true: it holds */
static bool plays(void)
{
	static jmp_buf back;

	if (setjmp(back)) {
		broken = NULL;
		return false;
	}
	broken = &back;
	play();
	broken = NULL;
	return true;
}

static bool shorter_by(unsigned size)
{
	bool any = false;

	for (unsigned at = 1; at <= STEPS; at += size) {
		bool before[STEPS + 1], shorter = false;

		memcpy(before, acts.left_out, sizeof(before));
		for (unsigned i = at; i < at + size && i <= STEPS; i++) {
			shorter |= !acts.left_out[i];
			acts.left_out[i] = true;
		}
		if (shorter && !plays())
			any = true;
		else
			memcpy(acts.left_out, before, sizeof(before));
	}
	return any;
}

/* Cut to the acts that matter, and told. */
static void shorten_and_fail(void)
{
	unsigned kept = 0;

	for (unsigned size = STEPS / 2; size > 0; size = shorter_by(size) ? size : size / 2)
		;
	for (unsigned i = 1; i <= STEPS; i++)
		kept += !acts.left_out[i];
	print_message("note: cut to %u acts:\n", kept);
	play();
}

static void one_world(void)
{
	uint64_t random;

	memset(&acts, 0, sizeof(acts));
	for (unsigned i = 0; i <= STEPS; i++) {
		(void)pick(2);
		acts.seed[i] = random_state * 0x9E3779B97F4A7C15ULL;
		acts.seed[i] ^= acts.seed[i] >> 29;
	}
	random = random_state;
	if (!plays())
		shorten_and_fail();
	random_state = random;
}

static void random_worlds(void **state)
{
	const char *events = getenv("STATION_EVENTS"), *seed = getenv("STATION_SEED");
	unsigned long long usual = getenv("SANITIZED") ? 100000 : 1000000;
	unsigned long long most = events ? strtoull(events, NULL, 10) : usual;

	(void)state;
	if (seed)
		random_state ^= strtoull(seed, NULL, 10) * 0x9E3779B97F4A7C15ULL;
	while (steps < most)
		one_world();
	assert_true(direct > most / 1000 && said > most / 5000 && ticks > most / 100);
	assert_true(swapped > most / 100000);
	assert_true(undone > most / 10000 && lefts > most / 10000);
	assert_true(pages > most / 1000 && strikes > most / 10000 && tipped > most / 1000 &&
		    boxed > most / 10000 && composed > most / 20000);
	print_message(
		"note: %llu events: %llu weighings, %llu by an answer, %llu ticks, %llu undos, "
		"%llu loads that left checked, %llu struck, %llu writes of other ways\n",
		steps, direct, said, ticks, undone, lefts, strikes, pages);
}

/* ---- every sequence of three acts ---- */

static void act(unsigned number)
{
	static void (*const by_hand[])(struct pan *) = { put, take, take_all, exchange, glitch,
		plug, device_tare, tip_out };
	static void (*const other[])(
		void) = { answer, tare, void_any, correct_any, type, restart, store_opens_again };
	static const struct {
		enum station_action action;
		const char *code;
	} intents[] = { { ACTION_CATEGORY, "TLC-VET" }, { ACTION_CATEGORY, "HRP-LIV" },
		{ ACTION_UNDO, "" }, { ACTION_CANCEL, "" } };

	if (number < 8)
		by_hand[number](&w.pan[0]);
	else if (number < 15)
		other[number - 8]();
	else if (number < 19)
		person(intents[number - 15].action, intents[number - 15].code);
	else
		put(&w.pan[1]);
}

/* Acts by which a world begins: empty, loaded, recorded, more put on it, tared, over a tare. */
static const unsigned begins[][4] = { { 99 }, { 0, 99 }, { 0, 15, 99 }, { 0, 15, 0, 99 },
	{ 0, 9, 99 }, { 0, 9, 0, 15 } };
enum { ACTS = 20, BEGINS = 6 };

/* true: it holds */
static bool sequence(unsigned number)
{
	const unsigned *begin = begins[number / (ACTS * ACTS * ACTS)];
	static jmp_buf back;

	random_state = 88172645463325252ULL + number;
	if (setjmp(back)) {
		broken = NULL;
		return false;
	}
	broken = &back;
	world(2, 100000);
	for (unsigned i = 0; i < 4 && begin[i] < ACTS; i++)
		act(begin[i]);
	act(number / (ACTS * ACTS) % ACTS);
	act(number / ACTS % ACTS);
	act(number % ACTS);
	page_ends();
	broken = NULL;
	return true;
}

/* From each beginning; those that do not hold are listed. */
static void all_of_three_acts(void **state)
{
	unsigned failed = 0, all = BEGINS * ACTS * ACTS * ACTS;

	(void)state;
	for (unsigned i = 0; i < all; i++) {
		if (sequence(i))
			continue;
		if (failed++ < 20)
			print_message("note: sequence %u: %s\n", i, broken_why);
	}
	print_message("note: %u sequences of three acts: %u do not hold\n", all, failed);
	assert_int_equal(failed, 0);
	random_state = 88172645463325252ULL;
	direct = said = ticks = undone = lefts = swapped = steps = pages = strikes = tipped =
		boxed = composed = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(all_of_three_acts),
		cmocka_unit_test(random_worlds) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
