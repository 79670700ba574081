// SPDX-License-Identifier: GPL-3.0-or-later
/* What came of a commit: durable, failed, or nobody knows yet. */
#include <string.h>
#include "station_impl.h"

void take_totals(struct step *x, const struct station_event *event)
{
	memcpy(x->s->today.day, x->now->day, DAY_SIZE);
	x->s->today.sums = event->today;
}

static bool is_of_pending(const struct station *s, const struct station_event *event)
{
	return s->pending.job != 0 && event->job == s->pending.job;
}

/* While nobody knew what came of this commit, nothing was written by other ways. */
static bool is_newest(const struct station *s)
{
	return strcmp(s->last.weighing.id, s->pending.newest) == 0;
}

static void take_last(struct step *x, const struct weighing *w, bool undone)
{
	struct station *s = x->s;

	if (!is_newest(s))
		return;
	s->last.weighing = *w;
	s->last.written = *x->now;
	s->last.any = true;
	s->last.undone = undone;
	memset(s->last.key, 0, REQUEST_KEY_SIZE);
	if (!undone)
		memcpy(s->last.key, s->pending.key, REQUEST_KEY_SIZE);
	memcpy(s->last.digest, s->pending.digest, sizeof(s->last.digest));
}

static void undone(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;

	s->undone.weighing = s->pending.undoes;
	s->undone.at_boot_us = x->now->boot_us;
	if (s->pending.undoing == UNDOING_REPLACED) {
		(void)plates_succeed(s, s->pending.void_id, &event->weighing);
		take_last(x, &event->weighing, true);
		return;
	}
	(void)plates_void(s, s->pending.void_id);
	if (!is_newest(s))
		return;
	s->last.undone = true;
	memcpy(s->last.weighing.voided_by, event->weighing.voided_by, ENTRY_NAME_SIZE);
}

static void recorded(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;
	const struct plate_part *old = plate_find(&s->pending.before, s->pending.void_id);

	take_last(x, &event->weighing, false);
	if (s->pending.changes_only) { /* of no other load than before */
		(void)plates_succeed(s, s->pending.void_id, &event->weighing);
		return;
	}
	plate_name(&s->scale[s->pending.scale].plate, event->weighing.id);
	if (old && event->weighing.net_mg < old->net_mg)
		left_lighter(s, s->pending.void_id, event->weighing.net_mg);
	if (!left_succeed(s, s->pending.void_id, event->weighing.id))
		left_strike(s, &event->weighing, &event->weighing.at); /* however long it took */
}

/* An answer that only took a weighing back was the last thing written: nothing to undo. */
static void voided(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;

	left_void(s, s->pending.void_id);
	if (!is_newest(s))
		return;
	s->last.undone = true;
	if (strcmp(s->last.weighing.id, s->pending.void_id) == 0)
		memcpy(s->last.weighing.voided_by, event->weighing.voided_by, ENTRY_NAME_SIZE);
}

void commit_done(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;
	const bool makes = !s->pending.undoing && !s->pending.voids_only;
	const uint64_t request = s->pending.request;
	struct station_effect *e;

	if (!is_of_pending(s, event))
		return;
	if (s->pending.void_id[0] && s->pending.on_plate)
		plates_void_elsewhere(s, s->pending.scale, s->pending.void_id);
	if (s->pending.undoing)
		undone(x, event);
	else if (s->pending.voids_only)
		voided(x, event);
	else
		recorded(x, event);
	take_totals(x, event);
	e = step_effect(x, EFFECT_SAVED);
	memcpy(e->id, event->weighing.id, PRIVATE_KEY_SIZE);
	e = step_reply(x, request, makes ? REPLY_MADE : REPLY_CHANGED);
	memcpy(e->joined_key, s->pending.key, REQUEST_KEY_SIZE);
	memset(&s->pending, 0, sizeof(s->pending));
	step_signal(x, SIGNAL_SAVED);
}

/*
 * The parts are as if nobody had asked: what was to be written is out, what it had set aside or
 * taken the place of lies where it lay, if it is still valid. What became of the others
 * meanwhile stays so.
 */
static void take_back_parts(struct plate *p, const struct plate *before, const char *void_id)
{
	const struct plate_part *new = plate_find(p, ""), *old = plate_find(before, void_id);
	const enum part_state where = old ? old->state : PART_UNDER;
	const enum part_state state = new ? new->state : where;
	struct plate_part part;

	for (size_t i = 0; i < p->part_count; i++) {
		if (p->part[i].state != PART_ASIDE || p->part[i].aside_by[0])
			continue;
		if (old)
			memcpy(p->part[i].aside_by, void_id, sizeof(p->part[i].aside_by));
		else
			p->part[i].state = state;
	}
	plate_take_out(p, "");
	if (old) {
		part = *old;
		part.state = state;
		plate_add(p, &part);
	}
}

/* Typed meanwhile of that load: in which no other was counted before. */
static int64_t laid_since_mg(const struct plate *p, const struct plate *before)
{
	int64_t sum_mg = 0;

	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_ON && p->part[i].typed &&
			!plate_find(before, p->part[i].id))
			sum_mg += p->part[i].net_mg;
	return sum_mg;
}

/* What lies there beyond what is counted: of what was to be written at the most. */
static void level_at_parts(struct plate *p, const struct plate *now, int64_t net_mg)
{
	p->level_mg = plate_counted_mg(p) + plate_tare_mg(p);
	p->put_mg = smaller_mg(net_mg + now->put_mg, larger_mg(now->rest_mg - p->level_mg, 0));
	p->lowest_mg = smaller_mg(now->lowest_mg, p->level_mg);
	p->extra_mg = 0;
	p->unsure = true;
}

/* What was seen meanwhile stays seen. */
static void take_back(
	struct plate *p, const struct plate *before, const char *void_id, int64_t net_mg)
{
	const struct plate now = *p;

	take_back_parts(p, before, void_id);
	p->device_net = before->device_net;
	p->level_mg = before->level_mg;
	p->extra_mg = before->extra_mg;
	p->left_alone = before->left_alone;
	p->gap |= before->gap;
	p->vague |= before->vague;
	p->high_mg = larger_mg(before->high_mg, now.high_mg);
	if (now.rested && (p->vague || !plate_recorded(p)))
		p->high_mg = larger_mg(p->high_mg, now.rest_mg - plate_tare_mg(p));
	if (!plate_recorded(p)) {
		p->high_mg = larger_mg(p->high_mg, net_mg + now.put_mg);
		p->put_mg = 0;
		p->unsure = p->glitch = false;
		return;
	}
	p->lowest_mg = smaller_mg(now.lowest_mg, before->lowest_mg);
	p->put_mg = before->put_mg + now.put_mg;
	p->unsure |= before->unsure;
	p->glitch |= before->glitch;
	if (now.rested && laid_since_mg(p, before) > 0)
		level_at_parts(p, &now, net_mg);
}

/*
 * It left before anybody could know that it is not in the ledger. What it was to take the place
 * of stays there: then only what had come on that.
 */
static void take_back_left(struct step *x, struct station_scale *scale)
{
	const struct station *s = x->s;
	const struct station_watch *w = &scale->watch;
	struct plate *p = &scale->plate;
	int64_t low_mg = s->pending.net_mg, high_mg = low_mg;
	bool left = high_mg > 0;

	if (s->pending.void_id[0])
		left = plate_unrecorded(
			&s->pending.before, w->e_mg, watch_c_mg(w), &low_mg, &high_mg);
	for (size_t i = 0; i < p->part_count; i++)
		if (p->part[i].state == PART_ASIDE && p->part[i].aside_by[0] == '\0')
			p->part[i].state = PART_UNDER;
	plate_take_out(p, "");
	if (left)
		left_add(x, scale->name, low_mg, high_mg);
}

void commit_failed(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;
	struct station_effect *e;

	if (!is_of_pending(s, event))
		return;
	if (s->pending.on_plate && s->pending.left)
		take_back_left(x, &s->scale[s->pending.scale]);
	else if (s->pending.on_plate)
		take_back(&s->scale[s->pending.scale].plate, &s->pending.before, s->pending.void_id,
			s->pending.net_mg);
	e = step_refuse_why(
		x, s->pending.request, event->refused ? REPLY_REFUSED : REPLY_DOWN, &event->why);
	memcpy(e->joined_key, s->pending.key, REQUEST_KEY_SIZE);
	memset(&s->pending, 0, sizeof(s->pending));
	if (event->refused && event->why.key)
		slip_refused(x, &event->why);
}

void commit_unknown(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;
	struct station_effect *e;

	if (!is_of_pending(s, event) || s->pending.unknown)
		return;
	s->pending.unknown = true;
	e = step_refuse_why(x, s->pending.request, REPLY_DOWN, &event->why);
	memcpy(e->joined_key, s->pending.key, REQUEST_KEY_SIZE);
	s->pending.request = 0;
}
