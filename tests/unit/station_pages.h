// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of test_station_model.c: what other ways write. It is with the ledger for a while, in
 * which people go on, and comes to something or to nothing.
 */
#pragma once
#include "station_acts.h"

static int some_weighing(void)
{
	for (unsigned tries = 0; tries < 8 && w.r.logged; tries++) {
		unsigned back = pick(w.r.logged < 6 ? (unsigned)w.r.logged : 6);
		size_t i = w.r.logged - 1 - back;

		if (!w.r.log[i].voided_by[0])
			return (int)i;
	}
	return -1;
}

/* ---- written, as far as it can be ---- */

static void voids(int i)
{
	mark_net_voided(i);
	cover_again(i, -1);
	w.before_known = false;
	if (strcmp(w.last_written, w.r.log[i].id) == 0)
		w.last_written[0] = '\0';
}

static void void_away(void)
{
	int i = some_weighing();

	if (i < 0 || w.r.holding)
		return;
	note("void %s while away", w.r.log[i].id);
	for (size_t s = 0; s < w.r.scales; s++)
		w.pan[s].vague = true; /* what was carried away from it may be listed there */
	voids(i);
	rig_void_away(&w.r, w.r.log[i].id);
}

/* What is written now gets this number; what was armed may be recorded at once behind it. */
static void new_is_last(void)
{
	(void)snprintf(w.last_written, sizeof(w.last_written), "W-%llu", w.r.jobs + 1);
	w.written_since = w.r.holding;
}

/* All that lay there, whether it is there still or was taken meanwhile. */
static void types(void)
{
	for (size_t s = 0; s < w.r.scales; s++) {
		if (w.pan[s].typing_g > 0)
			w.pan[s].owed_g = 0;
		for (size_t i = 0; i < THINGS; i++)
			if (w.pan[s].thing[i].typing && w.pan[s].thing[i].grams > 0) {
				w.pan[s].thing[i].covered = (int)w.r.logged;
				w.pan[s].thing[i].rested = false;
				w.pan[s].owed_g = 0;
			}
	}
	w.before_g = rig_total_g(&w.r);
	w.before_valid = rig_valid(&w.r);
	w.before_known = true;
}

static void corrects(int old)
{
	cover_again(old, (int)w.r.logged);
	w.before_g = rig_total_g(&w.r);
	w.before_valid = rig_valid(&w.r);
	w.before_known = true;
}

/* What left meanwhile is owed its line if it came to nothing. */
static void types_no_more(bool writes)
{
	w.page.of_load = false;
	for (size_t s = 0; s < w.r.scales; s++) {
		struct pan *p = &w.pan[s];

		if (!writes && p->typing_g > p->owed_g)
			p->owed_g = p->typing_g;
		p->typing_g = 0;
		for (size_t i = 0; i < THINGS; i++)
			p->thing[i].typing = false;
	}
}

/* What lies there at rest, seen by all, and none of it taken for what a sheet of paper says. */
static bool is_plain(const struct pan *p)
{
	return p->plugged && p->at_rest && !p->exempt && !p->offset_g && !p->device_tare_g &&
	       !p->paper_g && !has_vouched(p) && !w.r.s.scale[index_of(p)].watch.sunk;
}

/* "Less than c" from what came: of a crate that was tipped out a residue lies there, as heavy as no load. */
static bool came_as_heavy(const struct pan *p, const struct weighing *typed)
{
	const struct plate *plate = &w.r.s.scale[index_of(p)].plate;
	const int64_t others_mg = plate_counted_mg(plate) + plate_tare_mg(plate) - typed->net_mg;
	const int64_t came_g = shown_g(p) - others_mg / 1000;

	return came_g >= C_G && llabs(came_g - typed->net_mg / 1000) < C_G;
}

static void lies_nowhere(const struct weighing *typed)
{
	for (size_t s = 0; s < w.r.scales; s++)
		hold_that(!is_plain(&w.pan[s]) || !plate_find(&w.r.s.scale[s].plate, typed->id) ||
				  came_as_heavy(&w.pan[s], typed),
			"%s got what is of no load", w.r.s.scale[s].name);
}

/* "Less than c" from what came there: taken for some of it, for all that is known until it is empty. */
static void takes_paper(const struct weighing *typed)
{
	const int64_t grams = typed->net_mg / 1000;

	for (size_t s = 0; s < w.r.scales; s++)
		if (grams < C_G && plate_find(&w.r.s.scale[s].plate, typed->id))
			w.pan[s].paper_g += grams;
}

static void page_is_told(bool writes)
{
	int old = log_index(w.r.page.voided_id);
	bool makes = w.r.page.makes, of_load = w.page.of_load;
	const struct weighing *new;

	if (old >= 0 && w.r.log[old].voided_by[0])
		writes = false;
	note("page %s", writes ? "has written" : "has written nothing");
	if (writes && old < 0)
		types();
	else if (writes && makes)
		corrects(old);
	else if (writes)
		voids(old);
	if (writes && makes)
		new_is_last();
	new = rig_page_done(&w.r, writes);
	types_no_more(writes);
	if (writes && old < 0 && !of_load && w.page.sure)
		lies_nowhere(new);
	if (writes && old < 0 && !of_load)
		takes_paper(new);
	if (writes && old < 0 && w.page.doubtful)
		vouch(w.page.doubtful); /* it is taken for what lies there */
	if (writes && old < 0 && !w.pan[w.r.s.in_force].plugged)
		vouch(&w.pan[w.r.s.in_force]);
	pages++;
	check();
}

/* The ledger writes one after the other: not before a commit that waits. */
static void page_ends(void)
{
	if (w.r.page.under_way && (!w.r.holding || w.r.s.pending.unknown))
		page_is_told(pick(6) > 0);
}

/* The daemon is killed: it was written before, or never. */
static void page_dies(void)
{
	page_ends();
	w.r.page.under_way = false;
	types_no_more(false);
}

static void page_begun(void)
{
	check();
	if (pick(2))
		page_ends();
}

/* ---- what people ask for ---- */

static void void_any(void)
{
	int i = w.r.page.under_way ? -1 : some_weighing();

	if (i < 0)
		return;
	note("void %s of %lld g", w.r.log[i].id, (long long)(w.r.log[i].net_mg / 1000));
	rig_page_void(&w.r, w.r.log[i].id);
	page_begun();
}

static int64_t other_mass_g(int64_t grams)
{
	const int64_t other[] = { grams + 500, grams * 10, 77770, grams > 1000 ? grams - 500 : 20 };

	return other[pick(4)];
}

static void correct_any(void)
{
	int i = w.r.page.under_way ? -1 : some_weighing();

	if (i < 0 || w.r.log[i].pack) /* it is undone, never corrected */
		return;
	if (pick(3)) {
		note("correct %s", w.r.log[i].id);
		rig_page_correct(&w.r, w.r.log[i].id, pick(2) ? "TLC-VET" : "HRP-LIV");
	} else { /* what lies there is that weighing's, whatever its mass is said to be */
		const int64_t grams = other_mass_g(w.r.log[i].net_mg / 1000);

		note("correct %s to %lld", w.r.log[i].id, (long long)grams);
		rig_page_correct_mass(&w.r, w.r.log[i].id, grams);
	}
	page_begun();
}

/* Seen to come on top of what is recorded, or alone there. */
static bool came_plainly(const struct pan *p)
{
	for (size_t i = 0; i < THINGS; i++)
		if (is_open(&p->thing[i]) && (p->thing[i].quiet || p->thing[i].vouched))
			return false;
	return p->at_rest && !has_vouched(p);
}

/* A sheet of paper from elsewhere: as heavy as no load can be, or less than c. */
static int64_t paper_g(void)
{
	static const int64_t grams[] = { 20, 40, C_G - 1, 200770 };

	return grams[pick(4)];
}

/*
 * What the station takes to lie there does. Else it asks about what was carried there unseen, and of
 * what lies there beyond that, paper may say the mass.
 */
static bool holds_what_is_there(const struct pan *p)
{
	const struct plate *plate = &w.r.s.scale[index_of(p)].plate;
	bool there = true;

	for (size_t i = 0; i < plate->part_count; i++) {
		int part = plate_find(plate, plate->part[i].id) ? log_index(plate->part[i].id) : -1;
		bool lies = part < 0;

		for (size_t k = 0; k < THINGS; k++)
			lies |= p->thing[k].grams > 0 && p->thing[k].covered == part;
		there &= lies;
	}
	return there;
}

/* What lies uncovered on the plate in force, all of it; or paper. */
static void type(void)
{
	struct pan *p = &w.pan[w.r.s.in_force];
	bool it = open_g(p) > 0 && came_plainly(p) && !p->exempt && !p->offset_g &&
		  !p->device_tare_g && !w.r.holding && pick(2);
	int64_t grams = it ? open_g(p) : paper_g();

	if (w.r.page.under_way || (it && plate_tare_mg(&w.r.s.scale[w.r.s.in_force].plate)))
		return;
	note("type %lld", (long long)grams);
	for (size_t s = 0; s < w.r.scales; s++)
		for (size_t i = 0; i < THINGS; i++)
			w.pan[s].thing[i].typing = it && p == &w.pan[s] && is_open(&p->thing[i]);
	w.page.of_load = it;
	w.page.doubtful = p->plugged ? NULL : p;
	w.page.sure = true;
	for (size_t s = 0; s < w.r.scales; s++) /* a broken scale takes what it may be */
		w.page.sure &=
			is_plain(&w.pan[s]) && holds_what_is_there(&w.pan[s]) && !w.r.holding;
	rig_page_type(&w.r, grams, "TLC-VET");
	page_begun();
}
