// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a touch was about. Looking for its key takes a moment, a second if the writer is busy; the
 * touch is of what lay there, and of the way that it was to go, an undo of what was last, when it
 * came. So is the same touch when it is sent again.
 */
#include <stdlib.h>
#include <string.h>
#include "desk_private.h"

/* What a cancel would take: a question, an armed category, a tare; "" nothing. */
static void name_first(const struct station *s, char ret[TOUCHED_FIRST])
{
	const struct plate *p = &s->scale[s->in_force].plate;

	ret[0] = '\0';
	if (s->question.kind != QUESTION_NONE)
		(void)snprintf(ret, TOUCHED_FIRST, "question %d %s", (int)s->question.kind,
			s->question.category);
	else if (s->armed.category[0])
		(void)snprintf(ret, TOUCHED_FIRST, "armed %s", s->armed.category);
	else if (p->tare_count)
		(void)snprintf(ret, TOUCHED_FIRST, "tare %zu", p->tare_count);
}

void touch_note(const struct desk *d, struct touched *ret)
{
	const struct station *s = &d->station;
	const struct station_watch *w = &s->scale[s->in_force].watch;

	*ret = (struct touched){
		.scale = s->in_force,
		.lifts = d->lifts[s->in_force],
		.ways = d->ways,
		.rests = w->loaded && w->stable,
		.device_net = w->device_net,
		.mass_mg = w->mass_mg,
		.writing = s->pending.job || s->writing,
		.units = desk_units(d) > 0,
	};
	memcpy(ret->last, s->last.weighing.id, sizeof(ret->last));
	memcpy(ret->slip, s->context.slip, sizeof(ret->slip));
	name_first(s, ret->first);
}

void touch_follow(struct touched *t, const struct touched *before, const struct touched *after)
{
	const uint64_t ways = t->ways + (after->ways - before->ways);

	if (after->scale != before->scale)
		*t = *after;
	t->ways = ways;
	if (after->writing != before->writing)
		t->writing = after->writing;
	if (after->units != before->units)
		t->units = after->units;
	if (strcmp(after->last, before->last) != 0)
		memcpy(t->last, after->last, sizeof(t->last));
	if (strcmp(after->first, before->first) != 0)
		memcpy(t->first, after->first, sizeof(t->first));
}

static int run_name(const struct desk *d, char *ret)
{
	return snprintf(ret, LOAD_SIZE, "%016llx-", (unsigned long long)d->nonce);
}

void desk_load(const struct desk *d, char ret[LOAD_SIZE])
{
	const size_t i = d->station.in_force;
	const int n = run_name(d, ret);

	(void)snprintf(ret + n, LOAD_SIZE - (size_t)n, "%zu-%llu-%llu", i,
		(unsigned long long)d->lifts[i], (unsigned long long)d->ways);
}

/* Of another run of the daemon nobody knows: a touch that was lost in its restart is taken. */
static bool saw_another(const struct desk *d, const char *seen)
{
	char now[LOAD_SIZE];
	const size_t run = (size_t)run_name(d, now);

	desk_load(d, now);
	return strncmp(seen, now, run) == 0 && strcmp(seen, now) != 0;
}

/* Neither lifted since nor to go another way; if it lay at rest it still does, as heavy. */
static bool is_same_load(const struct desk *d, const struct touched *t)
{
	const struct station *s = &d->station;
	const struct station_watch *w = &s->scale[t->scale].watch;

	if (t->scale != s->in_force || t->lifts != d->lifts[t->scale] || t->ways != d->ways)
		return false;
	return !t->rests || (w->stable && w->device_net == t->device_net &&
				    llabs(w->mass_mg - t->mass_mg) < station_c_mg(s, t->scale));
}

/* Exchanged for another without the plate being seen empty: it has the same name, not the same mass. */
static bool saw_another_mass(const struct station *s, const struct intent *in)
{
	const int64_t c_mg = station_c_mg(s, s->in_force);
	bool has_gross;
	int64_t gross_mg, tare_mg, net_mg;

	if (!in->has_to ||
		station_masses(s, s->in_force, &has_gross, &gross_mg, &tare_mg, &net_mg) < 0)
		return false;
	return in->to_mg <= net_mg - c_mg || in->to_mg >= net_mg + c_mg;
}

static bool is_first(const struct desk *d, const struct touched *t)
{
	char first[TOUCHED_FIRST];

	name_first(&d->station, first);
	return strcmp(first, t->first) == 0;
}

bool touch_is_late(const struct desk *d, const struct touched *t, const struct intent *in,
	struct desk_answer *ret)
{
	bool late = false;

	*ret = (struct desk_answer){ .reply = REPLY_REFUSED };
	switch (in->action) {
	case ACTION_CATEGORY:
	case ACTION_TARE:
		late = !is_same_load(d, t) || saw_another(d, in->load) ||
		       saw_another_mass(&d->station, in);
		ret->why.key = "load_gone";
		break;
	case ACTION_ANSWER: /* the mass is the station's to compare */
		late = !is_first(d, t) || t->lifts != d->lifts[t->scale];
		ret->why.key = "question_changed";
		break;
	case ACTION_UNDO:
		late = t->writing || strcmp(t->last, d->station.last.weighing.id) != 0;
		ret->why.key = "recording";
		break;
	case ACTION_SLIP: /* that one is in force no more */
		late = strcmp(t->slip, d->station.context.slip) != 0;
		ret->reply = REPLY_CHANGED;
		break;
	case ACTION_CANCEL: /* what it was to take has gone by itself */
		late = t->units ? !desk_units(d) : !is_first(d, t);
		ret->reply = REPLY_CHANGED;
		break;
	default:
		break;
	}
	return late;
}
