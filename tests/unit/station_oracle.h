// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of test_station_model.c: the world as it truly is (which thing lies on which plate and
 * which weighing covers it), and what must hold of the station at a commit and when it is written.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "station_rig.h"

enum { THINGS = 6, SCALES = 2, DEVICE_TARE = 99, C_G = 50, STEPS = 250, WRITTEN = 480 };

struct thing {
	int64_t grams; /* 0: no thing */
	int covered;   /* index in the log of the weighing that covers it, -1: none */
	unsigned base; /* lies under that many tares of ours, or the device's: a container */
	bool vouched;  /* a person said that it is seen to */
	bool rested;   /* uncovered, it has rested for 1 s under the station's eyes */
	bool pending;  /* the commit under way is to cover it */
	bool typing;   /* a page is writing that it is typed */
	bool quiet;    /* it came over a recorded load without a rest before and after */
	bool keyed;    /* see test_station_model.c */
};

struct pan {
	struct thing thing[THINGS];
	bool plugged, at_rest;
	int64_t offset_g;      /* it zeroed itself with so much on it */
	int64_t device_tare_g; /* its own tare key */
	bool exempt;           /* see test_station_model.c */
	bool plain;            /* since it was empty or recorded all moves were from rest to rest */
	bool took_open;        /* since the last record one that nobody had recorded was taken */
	bool took_covered;     /* and one that was recorded */
	bool took_pending;     /* and, before it was written, one that is being recorded */
	bool took;             /* since it was empty */
	uint64_t rest_since_us;
	bool net_rested;     /* its last frame was a load at rest */
	bool base_gone;      /* a container was taken, and nobody has seen it empty since */
	int64_t owed_g;      /* the most that lay there uncovered and left since it was empty */
	int64_t typing_g;    /* the same of what was being typed: owed if that fails */
	uint64_t owed_since; /* newest number of a load that left, then */
	int64_t gone_g;      /* all that was taken uncovered since it was empty */
	int64_t paper_g;     /* of less than c, taken to lie there since it was empty */
	bool vague;          /* a person said what is not so, or it was voided after it had gone */
};

static struct world {
	struct rig r;
	struct pan pan[SCALES];
	bool answering; /* the commit that comes is what a person said */
	bool honest;    /* and it is what the person saw */
	int replaced;   /* log index of what it voids, -1 */
	char last_written[PRIVATE_KEY_SIZE];
	bool before_known;
	int64_t before_g;
	size_t before_valid;
	bool written_since; /* by another way, while nobody knows what came of a commit */
	struct {
		bool of_load;         /* what is being typed lies there */
		bool sure;            /* paper, and all scales are plain to see */
		struct pan *doubtful; /* it may be of what lies there: nobody sees it */
	} page;
	struct { /* by place in the list of loads that left */
		uint64_t number;
		char by[PRIVATE_KEY_SIZE];
	} struck[STATION_LEFT];
	char replaced_by[PRIVATE_KEY_SIZE]; /* the last weighing that took another's place */
} w;

static unsigned long long direct, said, ticks, undone, lefts, swapped, steps, pages, strikes,
	tipped, boxed, composed;
static uint64_t random_state = 88172645463325252ULL;
static char trail[64][192];
static unsigned trailed;

static unsigned pick(unsigned n)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (unsigned)(random_state >> 33) % n;
}

#define note(...) (void)snprintf(trail[trailed++ % 64], sizeof(trail[0]), __VA_ARGS__)

static void print_plate(const struct station_scale *scale)
{
	const struct plate *p = &scale->plate;

	print_message("  %s: level %lld lowest %lld put %lld rest %lld%s high %lld tares %zu parts",
		p->scale, (long long)p->level_mg / 1000, (long long)p->lowest_mg / 1000,
		(long long)p->put_mg / 1000, (long long)p->rest_mg / 1000, p->rested ? "" : "?",
		(long long)p->high_mg / 1000, p->tare_count);
	for (size_t i = 0; i < p->part_count; i++)
		print_message(" %s=%lld/%d", p->part[i].id, (long long)p->part[i].net_mg / 1000,
			(int)p->part[i].state);
	print_message("; shows %lld loaded %d sunk %d zeroed %d gap %d\n",
		(long long)scale->watch.mass_mg / 1000, scale->watch.loaded, scale->watch.sunk,
		p->zeroed, p->gap);
}

static void print_trail(void)
{
	for (size_t i = 0; i < w.r.s.left_count; i++)
		print_message("  left %llu: %lld to %lld g\n",
			(unsigned long long)w.r.s.left[i].number,
			(long long)w.r.s.left[i].low_mg / 1000,
			(long long)w.r.s.left[i].high_mg / 1000);
	for (size_t i = 0; i < w.r.scales; i++)
		print_plate(&w.r.s.scale[i]);
	for (unsigned i = trailed > 64 ? trailed - 64 : 0; i < trailed; i++)
		print_message("  %s\n", trail[i % 64]);
}

/* Where a sequence that does not hold goes on to the next one; NULL: it fails the test. */
static jmp_buf *broken;
static char broken_why[160];

#define hold_that(what, ...)                                                         \
	do {                                                                         \
		if (!(what) && broken) {                                             \
			(void)snprintf(broken_why, sizeof(broken_why), __VA_ARGS__); \
			longjmp(*broken, 1);                                         \
		}                                                                    \
		if (!(what)) {                                                       \
			print_trail();                                               \
			fail_msg(__VA_ARGS__);                                       \
		}                                                                    \
	} while (0)

/* ---- the truth ---- */

static int64_t gross_g(const struct pan *p)
{
	int64_t sum = 0;

	for (size_t i = 0; i < THINGS; i++)
		sum += p->thing[i].grams;
	return sum;
}

static int64_t shown_g(const struct pan *p)
{
	return gross_g(p) - p->offset_g - p->device_tare_g;
}

static bool is_open(const struct thing *t)
{
	return t->grams > 0 && !t->base && t->covered < 0;
}

/* Covered by no valid weighing, and no container. */
static int64_t open_g(const struct pan *p)
{
	int64_t sum = 0;

	for (size_t i = 0; i < THINGS; i++)
		sum += is_open(&p->thing[i]) ? p->thing[i].grams : 0;
	return sum;
}

static bool has_covered(const struct pan *p)
{
	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].grams > 0 && (p->thing[i].base || p->thing[i].covered >= 0))
			return true;
	return false;
}

static bool has_base(const struct pan *p)
{
	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].grams > 0 && p->thing[i].base)
			return true;
	return false;
}

static bool has_vouched(const struct pan *p)
{
	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].grams > 0 && p->thing[i].vouched)
			return true;
	return false;
}

static int log_index(const char *id)
{
	for (size_t i = 0; i < w.r.logged; i++)
		if (strcmp(w.r.log[i].id, id) == 0)
			return (int)i;
	return -1;
}

static struct pan *pan_of(const char *scale)
{
	for (size_t i = 0; i < w.r.scales; i++)
		if (strcmp(w.r.s.scale[i].name, scale) == 0)
			return &w.pan[i];
	return NULL;
}

/* What was taken before a void was taken of both, for all that is known after it. */
static void cover_again(int from, int to)
{
	for (size_t s = 0; s < w.r.scales && to < 0; s++) {
		w.pan[s].took_open |= w.pan[s].took;
		w.pan[s].took_covered |= w.pan[s].took;
		w.pan[s].vague |= w.pan[s].took;
	}
	for (size_t s = 0; s < w.r.scales; s++)
		for (size_t i = 0; i < THINGS; i++)
			if (w.pan[s].thing[i].covered == from)
				w.pan[s].thing[i].covered = to;
}

static void vouch(struct pan *p)
{
	for (size_t i = 0; i < THINGS; i++)
		p->thing[i].vouched = p->thing[i].grams > 0;
	p->owed_g = 0;
	p->vague = true;
}

static void takes(struct pan *p, const struct thing *t)
{
	p->gone_g += is_open(t) ? t->grams : 0;
	p->vague |= w.r.holding || w.r.page.under_way; /* listed when it comes to nothing */
	p->took = true;
	p->took_open |= is_open(t);
	p->took_covered |= !is_open(t);
	p->took_pending |= t->pending;
}

static void comes_to_rest(struct pan *p)
{
	if (!p->at_rest)
		p->rest_since_us = w.r.now.boot_us;
	p->at_rest = true;
}

/* ---- a commit is decided ---- */

static void check_direct(const struct station_effect *c, const struct pan *p)
{
	int64_t net_g = c->weighing.net_mg / 1000, open = open_g(p);

	direct++;
	hold_that(p->plugged && p->at_rest, "recorded without rest");
	if (p->exempt || p->offset_g || has_vouched(p))
		return;
	hold_that(net_g < open + C_G, "%s: %lld g recorded, %lld g lie there uncovered",
		c->weighing.scale, (long long)net_g, (long long)open);
	if (!has_covered(p) && p->device_tare_g == 0 && c->weighing.tare_mg == 0)
		hold_that(net_g == open, "%lld g recorded, %lld g lie there", (long long)net_g,
			(long long)open);
}

static void mark_pending(struct pan *p)
{
	p->took_pending = false;
	for (size_t i = 0; i < THINGS; i++) {
		struct thing *t = &p->thing[i];

		t->pending =
			is_open(t) || (t->grams > 0 && w.replaced >= 0 && t->covered == w.replaced);
	}
}

static void check_undo(const struct station_effect *c)
{
	int index = log_index(c->void_id);

	undone++;
	hold_that(index >= 0 && !w.r.log[index].voided_by[0], "undo of nothing");
	hold_that(strcmp(c->void_id, w.last_written) == 0, "undo of %s, last written is %s",
		c->void_id, w.last_written);
}

static bool is_of_a_load(const struct station_effect *c)
{
	return c->commit == COMMIT_RECORD || c->commit == COMMIT_REPLACE;
}

static void decided(void)
{
	const struct station_effect *c = &w.r.held;
	struct pan *p;

	note("  commit %d %lld g voids %s", (int)c->commit, (long long)(c->weighing.net_mg / 1000),
		c->void_id);
	w.written_since = false;
	hold_that(!w.r.page.under_way, "decided while another way writes");
	w.replaced = c->commit == COMMIT_REPLACE ? log_index(c->void_id) : -1;
	if (strcmp(c->reason, "UNDO") == 0)
		check_undo(c);
	if (!is_of_a_load(c))
		return;
	p = pan_of(c->weighing.scale);
	if (!w.answering)
		check_direct(c, p);
	said += w.answering;
	mark_pending(p);
	p->owed_g = 0; /* what was taken off before is not what was to be weighed */
	if (!w.answering || w.honest)
		return;
	vouch(p);
}

/* ---- and written ---- */

static void remember_before(int64_t new_g, int64_t old_g, bool replaces)
{
	w.before_known = true;
	w.before_g = rig_total_g(&w.r) - new_g + old_g;
	w.before_valid = rig_valid(&w.r) - 1 + replaces;
}

static void mark_net_voided(int index)
{
	for (size_t s = 0; s < w.r.scales; s++)
		if (w.r.log[index].provenance == PROVENANCE_DEVICE_TARE &&
			plate_tare_mg(&w.r.s.scale[s].plate) > 0)
			w.pan[s].exempt = true;
}

static void take_void(int index)
{
	mark_net_voided(index);
	cover_again(index, -1);
	w.before_known = false;
}

static void take_undo(const struct station_effect *c, int old, int new)
{
	if (c->commit == COMMIT_VOID) {
		mark_net_voided(old);
		cover_again(old, -1);
	} else {
		cover_again(old, new);
		hold_that(w.r.log[new].net_mg == w.r.log[log_index(w.r.log[old].corrects)].net_mg,
			"not what it was");
	}
	if (w.before_known) {
		hold_that(rig_total_g(&w.r) == w.before_g, "undo: %lld g, before %lld g",
			(long long)rig_total_g(&w.r), (long long)w.before_g);
		hold_that(rig_valid(&w.r) == w.before_valid, "undo: another number of weighings");
	}
	w.before_known = false;
	w.last_written[0] = '\0';
}

/* What the new one covers: what was there uncovered when it was decided, and is there still. */
static void take_load(int old, int new)
{
	struct pan *p = pan_of(w.r.log[new].scale);

	for (size_t i = 0; i < THINGS; i++)
		if (p->thing[i].pending && p->thing[i].grams > 0) {
			p->thing[i].covered = new;
			p->thing[i].rested = false;
		}
	if (old >= 0)
		cover_again(old, -1);
	p->took_open = false;
	p->took_covered = p->took_pending;
}

static void take_written(const struct station_effect *c, int old, int new)
{
	if (strcmp(c->reason, "UNDO") == 0) {
		take_undo(c, old, new);
		return;
	}
	if (c->commit == COMMIT_VOID) {
		take_void(old);
		w.last_written[0] = '\0';
		return;
	}
	remember_before(
		w.r.log[new].net_mg / 1000, old >= 0 ? w.r.log[old].net_mg / 1000 : 0, old >= 0);
	memcpy(w.last_written, w.r.log[new].id, sizeof(w.last_written));
	if (c->commit == COMMIT_REPLACE)
		memcpy(w.replaced_by, w.r.log[new].id, sizeof(w.replaced_by));
	if (c->commit == COMMIT_RECLASSIFY)
		cover_again(old, new);
	else
		take_load(old, new);
}

static void written(void)
{
	const struct station_effect *c = &w.r.held;
	int old = log_index(c->void_id), new = (int)w.r.logged - 1;

	const bool since = w.written_since;
	char last[PRIVATE_KEY_SIZE];

	memcpy(last, w.last_written, sizeof(last));
	w.before_known &= !since;
	take_written(c, old, new);
	if (!since)
		return;
	memcpy(w.last_written, last, sizeof(last)); /* it stays the last */
	w.before_known = false;
}
