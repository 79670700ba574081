// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Commits: made from the load in force, handed out as effects, and their results. Nothing
 * is shown as saved before its commit has come back durable.
 */
#include <string.h>
#include "station_impl.h"

static void fill_context(const struct step *x, struct weighing *w, const struct tile *tile)
{
	const struct station *s = x->s;
	bool in = s->context.direction == DIRECTION_IN;

	memcpy(w->site, s->config.site, CODE_SIZE);
	memcpy(w->station, s->config.station, CODE_SIZE);
	w->at = *x->now;
	w->direction = s->context.direction;
	memcpy(w->category, tile->category, CODE_SIZE);
	memcpy(in ? w->origin : w->destination, in ? s->context.origin : s->context.destination,
		CODE_SIZE);
	memcpy(w->place, s->context.place, CODE_SIZE);
	memcpy(w->container, s->context.container, CODE_SIZE);
	memcpy(w->operator_code, s->context.operator_code, CODE_SIZE);
	w->units = tile->units;
}

static struct station_effect *begin(struct step *x, enum station_commit commit, uint64_t request,
	const char *key, const uint8_t digest[32])
{
	struct station *s = x->s;
	struct station_effect *e = step_effect(x, EFFECT_COMMIT);

	memset(&s->pending, 0, sizeof(s->pending));
	s->pending.job = ++s->next_job;
	s->pending.request = request;
	memcpy(s->pending.key, key, REQUEST_KEY_SIZE);
	e->job = s->pending.job;
	e->commit = commit;
	memcpy(e->key, key, REQUEST_KEY_SIZE);
	memcpy(e->digest, digest, 32);
	armed_drop(s);
	question_drop(s);
	return e;
}

static void begin_on_plate(struct step *x, const struct tile *tile, int64_t base_mg)
{
	struct station *s = x->s;
	struct station_load *load = &scale_in_force(s)->load;

	s->pending.on_plate = true;
	s->pending.scale = s->in_force;
	s->pending.before = *load;
	load_record(load, tile->category, base_mg);
}

void commit_load(struct step *x, const struct tile *tile, int64_t base_mg, const char *void_id)
{
	struct station_scale *scale = scale_in_force(x->s);
	struct reading reading = scale->load.last;
	struct weighing_input in = { .reading = &reading,
		.tare_mg = scale->load.tare_mg,
		.max_mg = x->s->config.max_mg,
		.e_mg = scale->load.e_mg };
	struct weighing w = { 0 };
	struct sentence why;
	struct station_effect *e;

	if (base_mg > 0 && reading.device_net)
		reading.mass_mg -= base_mg; /* its own net has no gross to subtract from */
	else if (base_mg > 0)
		in.tare_mg = base_mg;
	if (weighing_make(&in, &w, &why) < 0) {
		armed_drop(x->s);
		(void)step_refuse_why(x, tile->request, REPLY_REFUSED, &why);
		return;
	}
	fill_context(x, &w, tile);
	memcpy(w.scale, scale->name, DEVICE_SIZE);
	w.approved = approval_holds(&scale->approval, x->now);
	memcpy(w.corrects, void_id, strlen(void_id) + 1);
	e = begin(x, void_id[0] ? COMMIT_REPLACE : COMMIT_RECORD, tile->request, tile->key,
		tile->digest);
	e->weighing = w;
	if (void_id[0]) {
		memcpy(e->void_id, void_id, strlen(void_id) + 1);
		memcpy(e->reason, "LOAD_CHANGED", sizeof("LOAD_CHANGED"));
	}
	begin_on_plate(x, tile, base_mg);
	x->s->context_boot_us = x->now->boot_us;
}

void commit_recategorised(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;
	struct station_load *load = &scale_in_force(s)->load;
	const struct weighing old = s->last.weighing;
	struct station_effect *e = begin(x, COMMIT_REPLACE, tile->request, tile->key, tile->digest);

	e->weighing = old;
	memcpy(e->weighing.category, tile->category, CODE_SIZE);
	e->weighing.units = tile->units;
	e->weighing.at = *x->now;
	memset(e->weighing.id, 0, sizeof(e->weighing.id));
	memcpy(e->weighing.corrects, old.id, sizeof(old.id));
	memcpy(e->void_id, old.id, sizeof(old.id));
	memcpy(e->reason, "CATEGORY", sizeof("CATEGORY"));
	s->pending.on_plate = true;
	s->pending.scale = s->in_force;
	s->pending.before = *load;
	memcpy(load->record.category, tile->category, CODE_SIZE);
	load->record.id[0] = '\0';
}

static bool undo_too_late(const struct step *x)
{
	const struct moment *at = &x->s->last.weighing.at;
	int64_t passed_us = x->now->wall_us - at->wall_us;

	if (strcmp(at->boot_id, x->now->boot_id) == 0)
		passed_us = (int64_t)(x->now->boot_us - at->boot_us);
	return passed_us < 0 || (uint64_t)passed_us > x->s->config.undo_us;
}

void commit_undo(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	struct station_effect *e;

	if (!s->last.any || s->last.undone || s->last.weighing.voided_by[0]) {
		step_refuse(x, in->request, REPLY_REFUSED, "nothing_to_undo");
		return;
	}
	if (undo_too_late(x)) {
		step_refuse(x, in->request, REPLY_REFUSED, "undo_too_late");
		return;
	}
	e = begin(x, COMMIT_VOID, in->request, in->key, in->digest);
	e->weighing = s->last.weighing;
	memcpy(e->void_id, s->last.weighing.id, PRIVATE_KEY_SIZE);
	memcpy(e->reason, "UNDO", sizeof("UNDO"));
	s->pending.is_undo = true;
}

static void take_totals(struct step *x, const struct station_event *event)
{
	memcpy(x->s->today.day, x->now->day, DAY_SIZE);
	x->s->today.in_mg = event->today_in_mg;
	x->s->today.weighings = event->today_weighings;
}

/* The voided weighing's load can be weighed again; what lay there before it stays counted. */
static void forget_record(struct station *s, const char *id)
{
	for (size_t i = 0; i < s->scale_count; i++) {
		struct station_load *load = &s->scale[i].load;
		int64_t base_mg = load->record.base_mg;

		if (!load->recorded || strcmp(load->record.id, id) != 0)
			continue;
		if (base_mg <= 0) {
			load_fresh(load);
			continue;
		}
		load->record.gross_mg = base_mg;
		load->record.net_mg = base_mg - load->tare_mg;
		load->record.base_mg = 0;
		load->record.id[0] = '\0';
		load->record.category[0] = '\0';
		if (base_mg < load->counted_mg)
			load->counted_mg = base_mg;
	}
}

static void saved(struct step *x, uint64_t request, enum station_reply reply, const char *key,
	const struct weighing *w)
{
	struct station_effect *e = step_effect(x, EFFECT_SAVED);

	memcpy(e->id, w->id, PRIVATE_KEY_SIZE);
	e = step_reply(x, request, reply);
	memcpy(e->joined_key, key, REQUEST_KEY_SIZE);
	step_signal(x, SIGNAL_SAVED);
}

static void undone(struct step *x, const struct station_event *event)
{
	x->s->last.undone = true;
	memcpy(x->s->last.weighing.voided_by, event->weighing.voided_by, ENTRY_NAME_SIZE);
	forget_record(x->s, event->weighing.id);
}

static void recorded(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;

	s->last.weighing = event->weighing;
	s->last.any = true;
	s->last.undone = false;
	memcpy(s->last.key, s->pending.key, REQUEST_KEY_SIZE);
	if (s->pending.on_plate && s->scale[s->pending.scale].load.recorded)
		memcpy(s->scale[s->pending.scale].load.record.id, event->weighing.id,
			PRIVATE_KEY_SIZE);
}

void commit_done(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;
	uint64_t request = s->pending.request;
	bool is_undo = s->pending.is_undo;
	char key[REQUEST_KEY_SIZE];

	if (s->pending.job == 0 || event->job != s->pending.job)
		return;
	memcpy(key, s->pending.key, REQUEST_KEY_SIZE);
	if (is_undo)
		undone(x, event);
	else
		recorded(x, event);
	take_totals(x, event);
	memset(&s->pending, 0, sizeof(s->pending));
	saved(x, request, is_undo ? REPLY_CHANGED : REPLY_MADE, key, &event->weighing);
	choose_scale(s);
}

/* The load is as if nobody had asked, unless it has left meanwhile. */
static void take_back(struct station *s)
{
	struct station_load *load = &s->scale[s->pending.scale].load;
	const struct station_load *before = &s->pending.before;

	if (!s->pending.on_plate)
		return;
	load->floor_mg = before->floor_mg;
	if (!load->recorded || load->record.id[0] != '\0')
		return;
	load->recorded = before->recorded;
	load->record = before->record;
	if (before->counted_mg < load->counted_mg)
		load->counted_mg = before->counted_mg;
}

void commit_failed(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;
	struct station_effect *e;

	if (s->pending.job == 0 || event->job != s->pending.job)
		return;
	take_back(s);
	e = step_refuse_why(
		x, s->pending.request, event->refused ? REPLY_REFUSED : REPLY_DOWN, &event->why);
	memcpy(e->joined_key, s->pending.key, REQUEST_KEY_SIZE);
	memset(&s->pending, 0, sizeof(s->pending));
	choose_scale(s);
}

void written_elsewhere(struct step *x, const struct station_event *event)
{
	struct station *s = x->s;

	take_totals(x, event);
	if (event->voided_id[0] == '\0')
		return;
	if (s->last.any && strcmp(s->last.weighing.id, event->voided_id) == 0)
		s->last.undone = true;
	forget_record(s, event->voided_id);
}
