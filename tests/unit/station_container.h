// SPDX-License-Identifier: GPL-3.0-or-later
/* A part of test_station_model.c: containers that are chosen before their load comes, one on another. */
#pragma once
#include "station_pages.h"

static bool is_free(const struct pan *p)
{
	const struct plate *plate = &w.r.s.scale[index_of(p)].plate;

	return p->plugged && p->at_rest && !p->exempt && !p->offset_g && !p->device_tare_g &&
	       gross_g(p) == 0 && plate->tare_count == 0 && !plate_holds(plate) &&
	       !w.r.s.scale[index_of(p)].watch.sunk;
}

/* Each lies on the one before it, and is a container as long as its own tare is. */
static struct {
	unsigned count;
	int64_t grams[THINGS - 1];
} layers;

static void choose(const char *code, uint32_t units, int64_t grams)
{
	note("%u of %s", units, code);
	rig_contain(&w.r, code, units);
	check();
	hold_that(w.r.reply == REPLY_CHANGED, "no container for an empty plate");
	layers.grams[layers.count++] = units * grams;
}

/* Up to three kinds, each with a number. */
static void compose(void)
{
	static const struct {
		const char *code;
		int64_t grams;
	} kinds[] = { { "BAC", RIG_BAC_G }, { "ROLL", RIG_ROLL_G }, { "LID", RIG_LID_G } };
	const unsigned first = pick(3), count = 1 + pick(3);

	layers.count = 0;
	for (unsigned i = 0; i < count; i++)
		choose(kinds[(first + i) % 3].code, 1 + pick(4), kinds[(first + i) % 3].grams);
	composed += count > 1;
}

/* The same code twice: one more of it, or not. Another one was a mistake: it is taken back. */
static void change_mind(void)
{
	const unsigned how = pick(6);

	if (how > 2)
		return;
	choose("BAC", 1, RIG_BAC_G);
	if (how == 2) {
		person(ACTION_CANCEL, "");
		layers.count--;
		return;
	}
	person(ACTION_CONTAINER, "BAC");
	hold_that(w.r.s.question.kind == QUESTION_ONE_MORE, "twice, and nobody asks");
	person(ACTION_ANSWER, how ? "add" : "leave");
	if (how)
		layers.grams[layers.count++] = RIG_BAC_G;
}

static int64_t put_layers(struct pan *p)
{
	int64_t sum_g = 0;

	for (unsigned i = 0; i < layers.count; i++) {
		p->thing[i] = (struct thing){ .grams = layers.grams[i], .covered = -1 };
		sum_g += layers.grams[i];
	}
	return sum_g;
}

/* Containers are chosen; the load comes in them, on whichever plate. */
static void in_container(struct pan *p)
{
	const struct station *s = &w.r.s;
	int64_t tare_g;

	if (!is_free(p) || !is_free(&w.pan[s->in_force]) || w.r.holding || w.r.page.under_way ||
		s->armed.category[0] || s->held || s->question.kind != QUESTION_NONE)
		return;
	compose();
	change_mind();
	tare_g = put_layers(p);
	p->thing[layers.count] = (struct thing){ .grams = some_mass(), .covered = -1 };
	note("put %lld in %lld on %zu", (long long)p->thing[layers.count].grams, (long long)tare_g,
		index_of(p));
	moved(p, 0);
	if (!p->at_rest)
		rest(p);
	hold_that(plate_tare_mg(&s->scale[index_of(p)].plate) == tare_g * 1000, "it stayed behind");
	for (unsigned i = 0; i < layers.count; i++) {
		p->thing[i].base = i + 1;
		p->thing[i].rested = false;
	}
	boxed++;
}
