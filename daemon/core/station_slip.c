// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The slip in force: what is weighed is for it, and what it says of partner and place goes. Others know
 * whether it is open; what they say of it comes as an event, and only the end of this one ends it here.
 */
#include <string.h>
#include "station_impl.h"

static void in_force_changed(struct step *x, uint64_t chosen_boot_us)
{
	armed_drop(x->s);
	question_drop(x->s);
	x->s->context_unsaid = false;
	x->s->context_boot_us = chosen_boot_us;
	(void)step_effect(x, EFFECT_CONTEXT);
}

unsigned station_slip_says(
	const char *origin, const char *destination, const char *partner, const char *place)
{
	return (*origin ? 1U << CATALOGUE_ORIGIN : 0) |
	       (*destination ? 1U << CATALOGUE_DESTINATION : 0) |
	       (*partner ? 1U << CATALOGUE_PARTNER : 0) | (*place ? 1U << CATALOGUE_PLACE : 0);
}

void station_context_let_slip_go(struct station_context *c)
{
	if (!c->slip[0])
		return;
	c->direction = c->before.direction;
	memcpy(c->origin, c->before.origin, sizeof(c->origin));
	memcpy(c->destination, c->before.destination, sizeof(c->destination));
	memset(&c->before, 0, sizeof(c->before));
	c->slip_wall_us = c->slip_taken_us = 0;
	c->slip_says = 0;
	memset(c->slip, 0, sizeof(c->slip));
	memset(c->partner, 0, sizeof(c->partner));
	memset(c->place, 0, sizeof(c->place));
}

/* A slip in force says its own. */
bool whom_let_go(struct station_context *c)
{
	if (c->slip[0] || (!c->partner[0] && !c->place[0]))
		return false;
	memset(c->partner, 0, sizeof(c->partner));
	memset(c->place, 0, sizeof(c->place));
	return true;
}

/* The way before is as old as it was; and where nobody here said so, the station turns unseen. */
static void put_aside(struct step *x, bool by_hand)
{
	struct station_context *c = &x->s->context;
	const bool turns = c->direction != c->before.direction;

	station_context_let_slip_go(c);
	in_force_changed(x, x->s->before_boot_us);
	x->s->context_unsaid = turns && !by_hand;
}

static void remember_way(struct station_context *c)
{
	c->before.direction = c->direction;
	memcpy(c->before.origin, c->origin, sizeof(c->before.origin));
	memcpy(c->before.destination, c->destination, sizeof(c->before.destination));
}

static void take(struct step *x, const struct station_slip *slip)
{
	struct station_context *c = &x->s->context;

	if (strcmp(c->slip, slip->id) == 0) { /* what was chosen under it stays */
		x->s->context_unsaid = false;
		return;
	}
	if (!c->slip[0])
		x->s->before_boot_us = x->s->context_boot_us;
	station_context_let_slip_go(c);
	remember_way(c);
	c->direction = slip->direction; /* the end that it leaves open is said under it */
	if (slip->direction == DIRECTION_IN || slip->origin[0])
		memcpy(c->origin, slip->origin, sizeof(c->origin));
	memcpy(c->destination, slip->destination, sizeof(c->destination));
	memcpy(c->partner, slip->partner, sizeof(c->partner));
	memcpy(c->place, slip->place, sizeof(c->place));
	memcpy(c->slip, slip->id, sizeof(c->slip));
	c->slip_wall_us = slip->at_wall_us;
	c->slip_taken_us = x->now->wall_us;
	c->slip_says =
		station_slip_says(slip->origin, slip->destination, slip->partner, slip->place);
	in_force_changed(x, x->now->boot_us);
}

/* A person may have typed the number of the one that ended, without its hyphens. */
static bool is_in_force(const struct step *x, const char *id)
{
	const char *own = x->s->context.slip;

	if (!*own)
		return false;
	for (;; own++, id++) {
		own += strspn(own, "-");
		id += strspn(id, "-");
		if (*own != *id || !*own)
			return *own == *id;
	}
}

/* What comes was meant for another: it is of none that was in force unasked, nor is what waits for it. */
static void not_taken(struct step *x)
{
	armed_drop(x->s);
	question_drop(x->s);
	x->s->context_unsaid = true;
}

void slip_told(struct step *x, const struct station_slip *slip)
{
	if (slip->not_taken)
		not_taken(x);
	else if (!slip->ended)
		take(x, slip);
	else if (is_in_force(x, slip->id))
		put_aside(x, false);
}

void slip_refused(struct step *x, const struct sentence *why)
{
	if (strcmp(why->key, "slip_closed") != 0 && strcmp(why->key, "slip_void") != 0)
		return;
	for (size_t i = 0; i < SENTENCE_PARAMS && why->param[i].name; i++)
		if (strcmp(why->param[i].name, "id") == 0 && is_in_force(x, why->param[i].value))
			put_aside(x, false);
}

void slip_intent(struct step *x, const struct intent *in)
{
	if (in->code[0]) { /* what it says is not known here: EVENT_SLIP brings it */
		step_refuse(x, in->request, REPLY_INVALID, "no_such_slip");
		return;
	}
	if (x->s->context.slip[0])
		put_aside(x, true);
	(void)step_reply(x, in->request, REPLY_CHANGED);
}

bool slip_holds(struct step *x, const struct intent *in)
{
	struct sentence why = { .key = "slip_in_force" };

	if (!x->s->context.slip[0])
		return false;
	sentence_param(&why, "id", x->s->context.slip);
	(void)step_refuse_why(x, in->request, REPLY_REFUSED, &why);
	return true;
}
