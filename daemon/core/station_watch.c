// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the readings of one scale show: a mass at rest, how often they come, whether the
 * newest is still fresh, on which ground they stand. Nothing is decided here.
 */
#include <string.h>
#include "station_impl.h"

enum { STALE_LEAST_US = 500000, STALE_MOST_US = 3000000, SUNK_READINGS = 2 };

int64_t watch_c_mg(const struct station_watch *w)
{
	const int64_t gross_mg = 100000, five_e_mg = 5 * w->e_mg, two_e_mg = 2 * w->e_mg;

	if (five_e_mg <= gross_mg)
		return five_e_mg;
	return two_e_mg > gross_mg ? two_e_mg : gross_mg;
}

int64_t station_c_mg(const struct station *s, size_t scale)
{
	return watch_c_mg(&s->scale[scale].watch);
}

bool watch_is_away(enum scale_state state)
{
	return state == SCALE_UNPLUGGED || state == SCALE_ASLEEP || state == SCALE_SILENT;
}

uint64_t watch_gap_us(const struct station_watch *w)
{
	uint64_t longest_us = 0;

	for (size_t i = 0; i < WATCH_GAPS; i++)
		if (w->gap_us[i] > longest_us)
			longest_us = w->gap_us[i];
	return longest_us;
}

uint64_t watch_stale_at_us(const struct station_watch *w)
{
	uint64_t after_us = 3 * watch_gap_us(w);

	if (after_us == 0 || after_us > STALE_MOST_US)
		after_us = STALE_MOST_US;
	else if (after_us < STALE_LEAST_US)
		after_us = STALE_LEAST_US;
	return w->last.at_boot_us + after_us + 1;
}

bool watch_rests(const struct station_watch *w, uint64_t now_boot_us)
{
	return w->stable && now_boot_us < watch_stale_at_us(w);
}

static void take_gap(struct station_watch *w, const struct reading *r)
{
	bool both = !watch_is_away(w->last.state) && !watch_is_away(r->state);

	if (!both || w->last.at_boot_us == 0 || r->at_boot_us <= w->last.at_boot_us)
		return;
	w->gap_us[w->gap_next] = r->at_boot_us - w->last.at_boot_us;
	w->gap_next = (w->gap_next + 1) % WATCH_GAPS;
}

static bool is_deep_under_zero(const struct station_watch *w, const struct reading *r)
{
	if (r->state == SCALE_UNDER_ZERO)
		return r->shown.digits == 0 || r->mass_mg <= -watch_c_mg(w);
	return reading_has_mass(r) && r->mass_mg <= -watch_c_mg(w);
}

/*
 * It came back at zero though a load lay there: what is shown is that much too little once
 * the load has gone, until the scale is at zero again.
 */
static void judge_sunk(struct station_scale *scale, struct reading *r)
{
	struct station_watch *w = &scale->watch;
	bool zero = r->state == SCALE_ZERO ||
		    (reading_has_mass(r) && r->mass_mg >= -w->e_mg && r->mass_mg <= w->e_mg);

	/* Under its own tare a scale is below zero when the container has gone. */
	w->under = is_deep_under_zero(w, r) && !r->device_net ? w->under + 1 : 0;
	if (scale->plate.zeroed && w->under >= SUNK_READINGS)
		w->sunk = true;
	if (w->sunk && zero && r->state != SCALE_MOVING) {
		w->sunk = false;
		scale->plate.zeroed = false;
	}
	if (w->sunk && reading_has_mass(r))
		r->state = SCALE_UNDER_ZERO;
}

static void judge_return(struct station_scale *scale, const struct reading *r)
{
	struct station_watch *w = &scale->watch;
	bool lay_there = w->loaded || plate_holds(&scale->plate) || scale->plate.high_mg > 0;

	if (!w->away || !reading_has_mass(r))
		return;
	w->away = false;
	scale->plate.zeroed |=
		lay_there && !r->device_net && (r->state == SCALE_ZERO || r->mass_mg <= w->e_mg);
}

bool watch_take(struct station_scale *scale, const struct reading *r)
{
	struct station_watch *w = &scale->watch;
	bool first = w->unconfirmed && !watch_is_away(r->state);

	take_gap(w, r);
	w->steady = !w->first && reading_has_mass(&w->last) && w->last.state != SCALE_MOVING &&
		    w->up > 1;
	w->since_us = r->at_boot_us - w->last.at_boot_us;
	w->first = first;
	w->last = *r;
	w->unconfirmed = watch_is_away(r->state);
	if (reading_has_mass(r))
		w->e_mg = larger_mg(larger_mg(scale->e_mg, r->step_mg), 1);
	if (reading_has_mass(r) && scale->max_mg > 0 && r->mass_mg > scale->max_mg)
		w->last.state = SCALE_OUT_OF_RANGE;
	if (watch_is_away(r->state))
		w->away = true;
	else if (!first)
		judge_return(scale, &w->last);
	judge_sunk(scale, &w->last);
	w->stable = stability_feed(&w->stability, &scale->rule, &w->last, w->e_mg);
	return !first;
}
