// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A load of which more is made than a weighing (the reception of food makes a lot), or no weighing at all
 * (a tray that was filled is a pack): what was said of it beside its mass is in no question that the
 * station could keep, so it is recorded now or refused with what to do. Once it is recorded it is a load
 * like any other: undo, swap and restart are the same.
 */
#include "station_impl.h"

/* A pack under the least of the scale is none, whoever wants it: the ledger says so. */
static bool is_light(const struct step *x, const struct tile *tile)
{
	return !tile->take->light && !tile->take->pack &&
	       load_net_mg(scale_in_force(x->s)) < light_least_mg(x, tile->category);
}

/* lang: take_unsure take_other_scale take_nothing take_light */
static const char *why_not(const struct step *x, const struct tile *tile)
{
	const struct station *s = x->s;
	const struct station_scale *scale = scale_in_force(x->s);

	if (!scale)
		return "no_scale";
	if (other_loaded_scale(s) >= 0)
		return "take_other_scale";
	if (reading_is_doubtful(&scale->watch.last))
		return reading_sentence(&scale->watch.last);
	if (load_below_tare(scale))
		return "below_tare";
	if (plate_recorded(&scale->plate))
		return load_asks(scale) ? "take_unsure" : "already_recorded";
	if (!load_ready(s, scale))
		return scale->watch.loaded ? "not_stable" : "take_nothing";
	return is_light(x, tile) ? "take_light" : NULL;
}

void load_take(struct step *x, const struct tile *tile)
{
	const char *why;

	if (scale_in_force(x->s))
		kept_meets_tile(x->s, x->s->in_force);
	why = why_not(x, tile);
	if (why)
		step_refuse(x, tile->request, REPLY_REFUSED, why);
	else
		commit_load(x, tile, load_net_mg(scale_in_force(x->s)));
}
