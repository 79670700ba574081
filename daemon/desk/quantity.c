// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A number of units that a code has said ("Q12"): for half a minute it waits for whoever chooses the
 * next category, by whatever way, and comes back if that is refused. It is of the load that is to be
 * weighed: with that load it goes. Cancelling lets go of it, and of nothing else.
 */
#include <string.h>
#include "act.h"
#include "clock.h"
#include "desk_private.h"

enum { QUANTITY_US = 30 * 1000 * 1000 };

static void wait_anew(struct desk *d, uint32_t units)
{
	struct moment now;

	clock_now(&now);
	d->quantity =
		(struct quantity){ .units = units, .until_boot_us = now.boot_us + QUANTITY_US };
}

bool quantity_said(struct desk *d, const char *squashed)
{
	const uint32_t units = quantity_read(squashed);
	struct sentence what = { .key = "quantity_scanned" };

	if (!units)
		return false;
	if (scan_units(d, units))
		return true;
	wait_anew(d, units);
	sentence_param_int(&what, "units", units);
	desk_news(d, &what);
	return true;
}

uint32_t desk_units(const struct desk *d)
{
	struct moment now;

	clock_now(&now);
	return now.boot_us <= d->quantity.until_boot_us ? d->quantity.units : 0;
}

/* Nor is it said any more. */
void quantity_drop(struct desk *d)
{
	const char *said = d->station.notice.said.key;
	const struct sentence none = { 0 };
	struct moment now;

	if (!d->quantity.units)
		return;
	clock_now(&now);
	d->quantity.units = 0;
	if (said && strcmp(said, "quantity_scanned") == 0)
		station_notify(&d->station, NOTICE_NONE, &none, &now);
	desk_changed(d);
}

/* "4", then the code of a crate: four of it are the tare. A page that says how many of it has its own number. */
static bool is_of_units(const struct intent *in)
{
	return in->action == ACTION_CATEGORY ||
	       (in->action == ACTION_CONTAINER && in->code[0] && !in->units);
}

void quantity_take(struct desk *d, struct request *r)
{
	if (!is_of_units(&r->intent))
		return;
	if (!r->intent.units)
		r->intent.units = desk_units(d);
	r->took = d->quantity;
	d->quantity.units = 0;
}

/* The station has asked something of this touch, and keeps its number with the question. */
static bool has_asked(const struct station *s, const struct intent *in)
{
	return s->question.kind != QUESTION_NONE && s->question.units == in->units &&
	       strcmp(s->question.category, in->code) == 0;
}

void quantity_refused(struct desk *d, const struct request *r)
{
	if (!r->took.units || d->quantity.units || has_asked(&d->station, &r->intent))
		return;
	d->quantity = r->took;
	desk_changed(d);
}

void quantity_failed(struct desk *d, uint32_t units)
{
	if (!units || d->quantity.units)
		return;
	wait_anew(d, units);
	desk_changed(d);
}

void quantity_commit(struct desk *d, enum station_commit commit)
{
	d->quantity.passed = commit == COMMIT_RECORD || commit == COMMIT_REPLACE;
}

void quantity_saved(struct desk *d)
{
	if (d->quantity.passed)
		quantity_drop(d);
}
