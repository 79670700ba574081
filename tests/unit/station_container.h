// SPDX-License-Identifier: GPL-3.0-or-later
/* A part of test_station_model.c: a container that is chosen before its load comes. */
#pragma once
#include "station_pages.h"

static bool is_free(const struct pan *p)
{
	const struct plate *plate = &w.r.s.scale[index_of(p)].plate;

	return p->plugged && p->at_rest && !p->exempt && !p->offset_g && !p->device_tare_g &&
	       gross_g(p) == 0 && plate->tare_count == 0 && !plate_holds(plate) &&
	       !w.r.s.scale[index_of(p)].watch.sunk;
}

/* A container is chosen; the load comes in it, on whichever plate. */
static void in_container(struct pan *p)
{
	const struct station *s = &w.r.s;

	if (!is_free(p) || !is_free(&w.pan[s->in_force]) || w.r.holding || w.r.page.under_way ||
		s->armed.category[0] || s->held || s->question.kind != QUESTION_NONE)
		return;
	person(ACTION_CONTAINER, "BAC");
	hold_that(w.r.reply == REPLY_CHANGED, "no container for an empty plate");
	p->thing[0] = (struct thing){ .grams = RIG_BAC_G, .covered = -1 };
	p->thing[1] = (struct thing){ .grams = some_mass(), .covered = -1 };
	note("put %lld in it on %zu", (long long)p->thing[1].grams, index_of(p));
	moved(p, 0);
	if (!p->at_rest)
		rest(p);
	hold_that(plate_tare_mg(&s->scale[index_of(p)].plate) == RIG_BAC_G * 1000,
		"it stayed behind");
	p->thing[0].base = 1;
	p->thing[0].rested = false;
	boxed++;
}
