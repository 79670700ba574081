// SPDX-License-Identifier: GPL-3.0-or-later
/* See station_rig.h. */
#include "station_rig.h"
#include <stdio.h>
#include <string.h>

#define FROM .valid_from = "1970-01-01"
static struct catalogue_row rows[] = {
	{ .kind = CATALOGUE_CATEGORY, .code = "TLC", FROM },
	{ .kind = CATALOGUE_CATEGORY, .code = "TLC-VET", .parent = "TLC", FROM },
	{ .kind = CATALOGUE_CATEGORY, .code = "HRP-LIV", FROM },
	{ .kind = CATALOGUE_CATEGORY, .code = "OLD", FROM, .hidden = true },
	{ .kind = CATALOGUE_ORIGIN, .code = "APP_VOL", FROM, .counts_as_intake = true },
	{ .kind = CATALOGUE_ORIGIN, .code = "DEBARRAS", FROM, .counts_as_intake = true },
	{ .kind = CATALOGUE_DESTINATION, .code = "VENTE", FROM, .class = CLASS_REUSE },
	{ .kind = CATALOGUE_PARTNER, .code = "REBON", FROM },
	{ .kind = CATALOGUE_PLACE, .code = "QUAI", FROM },
	{ .kind = CATALOGUE_DESTINATION, .code = "OMR", FROM, .class = CLASS_REUSE },
	{ .kind = CATALOGUE_CONTAINER, .code = "BAC", FROM, .tare_mg = RIG_BAC_G * 1000 },
	{ .kind = CATALOGUE_CONTAINER, .code = "ROLL", FROM, .tare_mg = RIG_ROLL_G * 1000 },
	{ .kind = CATALOGUE_CONTAINER, .code = "LID", FROM, .tare_mg = RIG_LID_G * 1000 },
	{ .kind = CATALOGUE_CONTAINER, .code = "BOX", FROM, .tare_mg = RIG_BOX_G * 1000 },
};
const struct catalogue rig_catalogue = { .count = sizeof(rows) / sizeof(rows[0]), .rows = rows };

static void carry_out(struct rig *r);

void rig_elapse(struct rig *r, uint64_t us)
{
	r->now.boot_us += us;
	r->now.wall_us += (int64_t)us;
}

void rig_step(struct rig *r, struct station_event *e)
{
	e->now = r->now;
	station_step(&r->s, e, &r->fx);
	carry_out(r);
}

static void open_station(struct rig *r)
{
	static const char *const names[] = { "table", "floor", "shelf", "door" };
	const struct station_config config = { .site = "MS",
		.station = "ACCUEIL",
		.max_mg = 500 * MASS_MG_PER_KG,
		.armed_us = 30000000,
		.undo_us = 600000000 };
	const struct stability_rule rule = { 2, 0 };
	size_t index;

	station_init(&r->s, &config, &rig_catalogue);
	for (size_t i = 0; i < r->scales; i++)
		(void)station_add_scale(
			&r->s, names[i], r->e_g * 1000, 200 * MASS_MG_PER_KG, &rule, &index);
	rig_least(r, r->least_g);
}

/* As the desk does when it has read what stands on their plates. */
void rig_least(struct rig *r, int64_t grams)
{
	r->least_g = grams;
	for (size_t i = 0; i < r->scales; i++)
		r->s.scale[i].min_mg = grams * 1000;
}

void rig_init(struct rig *r, size_t scales)
{
	struct station_memory m = { .has_context = true,
		.context = { .direction = DIRECTION_IN, .origin = "APP_VOL" } };

	memset(r, 0, sizeof(*r));
	r->now = (struct moment){ 1760000000000000, 5000000, "boot", "2026-11-21", CLOCK_TRUSTED };
	r->period_us = 100000;
	r->e_g = 10;
	r->scales = scales;
	open_station(r);
	station_restore(&r->s, &m, &r->now);
}

/* ---- restart ---- */

static const struct weighing *successor_of(const struct rig *r, const char *id)
{
	for (size_t i = 0; i < r->logged; i++)
		if (strcmp(r->log[i].corrects, id) == 0)
			return &r->log[i];
	return NULL;
}

/* 1: a part of it was voided or corrected meanwhile, and was told so. */
static bool resolve_one(struct rig *r, struct station_kept *k, struct plate *p)
{
	for (size_t i = 0; i < p->part_count; i++) {
		char id[PRIVATE_KEY_SIZE];
		const struct weighing *w, *next;

		memcpy(id, p->part[i].id, sizeof(id));
		w = rig_find(r, id);
		next = successor_of(r, id);
		if (w && !w->voided_by[0])
			continue;
		if (w && next)
			(void)plate_succeed(p, id, next);
		else
			station_kept_void(k, id, w ? w->scale : "");
		return true;
	}
	return false;
}

static void resolve_left(struct rig *r, struct left_load *l)
{
	const struct weighing *w = rig_find(r, l->struck_by), *next;

	while (w && w->voided_by[0]) {
		next = successor_of(r, w->id);
		memset(l->struck_by, 0, sizeof(l->struck_by));
		if (next)
			memcpy(l->struck_by, next->id, sizeof(l->struck_by));
		w = next;
	}
}

/* Each part, and who struck a line, against the ledger, as it is read at start. */
static void resolve(struct rig *r, struct station_kept *k)
{
	for (size_t i = 0; i < k->plate_count; i++)
		while (resolve_one(r, k, &k->plate[i]))
			;
	for (size_t i = 0; i < k->left_count; i++)
		resolve_left(r, &k->left[i]);
}

static void remember_last(struct rig *r, struct station_memory *m)
{
	if (r->logged == 0)
		return;
	m->has_last = true;
	m->last = r->log[r->newest];
	m->last_written = m->last.at;
	m->last_undone = m->last.voided_by[0] || r->s.last.undone;
}

void rig_restart(struct rig *r)
{
	static struct station_memory m;

	memset(&m, 0, sizeof(m));
	m.has_context = true;
	m.context = r->s.context;
	m.kept = r->kept;
	remember_last(r, &m);
	resolve(r, &m.kept);
	m.left_number = r->s.left_number;
	r->holding = false;
	r->page.under_way = false;
	rig_elapse(r, 3000000);
	open_station(r);
	if (r->opened)
		r->opened();
	station_restore(&r->s, &m, &r->now);
}

/* ---- people ---- */

static void intend(struct rig *r, const struct intent *in, const char *code)
{
	struct station_event e = { .kind = EVENT_INTENT, .intent = *in };

	(void)snprintf(e.intent.code, sizeof(e.intent.code), "%s", code);
	e.intent.request = ++r->next_request;
	r->error[0] = '\0';
	rig_elapse(r, 1000);
	rig_step(r, &e);
}

void rig_do_key(struct rig *r, enum station_action action, const char *code, const char *key)
{
	struct intent in = { .action = action };

	(void)snprintf(in.key, sizeof(in.key), "%s", key);
	intend(r, &in, code);
}

void rig_contain(struct rig *r, const char *code, uint32_t units)
{
	intend(r, &(struct intent){ .action = ACTION_CONTAINER, .units = units }, code);
}

void rig_do(struct rig *r, enum station_action action, const char *code)
{
	intend(r, &(struct intent){ .action = action }, code);
}

void rig_answer(struct rig *r, const char *code, int64_t to_g)
{
	intend(r, &(struct intent){ .action = ACTION_ANSWER, .has_to = true, .to_mg = to_g * 1000 },
		code);
}

const struct station_choice *rig_choice(struct rig *r, const char *code)
{
	static struct station_choice list[STATION_CHOICES];
	size_t count = station_choices(&r->s, list);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].code, code) == 0)
			return &list[i];
	return NULL;
}

/* ---- the ledger ---- */

struct weighing *rig_find(struct rig *r, const char *id)
{
	for (size_t i = 0; i < r->logged; i++)
		if (strcmp(r->log[i].id, id) == 0)
			return &r->log[i];
	return NULL;
}

static struct weighing *write(struct rig *r, const struct weighing *w)
{
	struct weighing *new = &r->log[r->logged];

	r->newest = r->logged++;
	*new = *w;
	memset(new->voided_by, 0, sizeof(new->voided_by));
	(void)snprintf(new->id, sizeof(new->id), "W-%llu", ++r->jobs);
	return new;
}

static void void_it(struct rig *r, struct weighing *w)
{
	(void)snprintf(w->voided_by, sizeof(w->voided_by), "void %llu", ++r->jobs);
}

static void come_back(struct rig *r, enum station_event_kind kind, const struct weighing *w)
{
	struct station_event e = { .kind = kind };

	e.job = r->held.job;
	if (w)
		e.weighing = *w;
	e.why.key = "disk_full";
	e.today.in_mg = rig_total_g(r) * 1000;
	e.today.weighings = rig_valid(r);
	if (kind != EVENT_COMMIT_UNKNOWN)
		r->holding = false;
	r->durable += kind == EVENT_COMMITTED;
	rig_step(r, &e);
}

/* What the new weighing is made of. */
static struct weighing content(struct rig *r, const struct station_effect *c)
{
	struct weighing w = c->weighing;
	const struct weighing *old = rig_find(r, c->void_id);

	if (c->commit == COMMIT_RECLASSIFY) {
		w = *old;
		memcpy(w.category, c->weighing.category, sizeof(w.category));
	} else if (c->commit == COMMIT_RESTORE) {
		w = *rig_find(r, old->corrects);
		memcpy(w.reason, c->reason, sizeof(w.reason));
	}
	if (old)
		memcpy(w.corrects, old->id, sizeof(w.corrects));
	return w;
}

static void keep_named(struct rig *r, const struct station_kept *kept, const char *id)
{
	r->kept = *kept;
	for (size_t i = 0; id && i < r->kept.plate_count; i++)
		plate_name(&r->kept.plate[i], id);
}

void rig_commit(struct rig *r)
{
	const struct station_effect c = r->held;
	struct weighing *old = rig_find(r, c.void_id), *w = old, new;
	const size_t newest = r->newest;

	if (!r->holding)
		return;
	if (old && old->voided_by[0]) {
		rig_fail(r); /* it is void already */
		return;
	}
	if (c.commit != COMMIT_VOID) {
		new = content(r, &c);
		w = write(r, &new);
	}
	if (r->overtaken)
		r->newest = newest;
	if (old)
		void_it(r, old);
	keep_named(r, &r->held_kept, w->id);
	if (r->written)
		r->written();
	come_back(r, EVENT_COMMITTED, w);
}

void rig_fail(struct rig *r)
{
	if (r->holding)
		come_back(r, EVENT_COMMIT_FAILED, NULL);
}

void rig_unknown(struct rig *r)
{
	if (r->holding)
		come_back(r, EVENT_COMMIT_UNKNOWN, NULL);
}

/* ---- other ways ---- */

static void tell_writing(struct rig *r, unsigned writing, const struct weighing *typed)
{
	struct station_event e = { .kind = EVENT_WRITING };

	if (typed)
		e.weighing = *typed;
	e.writing = writing;
	rig_step(r, &e);
}

static void begin_page(struct rig *r, const struct weighing *new, const char *voided_id)
{
	memset(&r->page, 0, sizeof(r->page));
	r->page.under_way = true;
	r->page.makes = new;
	if (new)
		r->page.new = *new;
	(void)snprintf(r->page.voided_id, sizeof(r->page.voided_id), "%s", voided_id);
	r->page.has_kept = new && !voided_id[0] && !r->s.pending.job;
	if (r->page.has_kept)
		station_kept_with(&r->s, new, "", &r->page.kept);
	tell_writing(r, 1, voided_id[0] ? NULL : new);
}

static void tell_elsewhere(struct rig *r, const struct weighing *new, const char *voided_id)
{
	struct station_event e = { .kind = EVENT_ELSEWHERE };

	rig_elapse(r, 1000);
	if (new)
		e.weighing = *new;
	(void)snprintf(e.voided_id, sizeof(e.voided_id), "%s", voided_id);
	e.today.in_mg = rig_total_g(r) * 1000;
	e.today.weighings = rig_valid(r);
	rig_step(r, &e);
}

const struct weighing *rig_page_done(struct rig *r, bool writes)
{
	struct weighing *old = rig_find(r, r->page.voided_id), *new = NULL;

	if (!r->page.under_way)
		return NULL;
	r->page.under_way = false;
	if (writes && !(old && old->voided_by[0])) {
		if (r->page.makes)
			new = write(r, &r->page.new);
		r->overtaken |= new && r->holding;
		if (old)
			void_it(r, old);
		if (r->page.has_kept)
			keep_named(r, &r->page.kept, new->id);
		tell_elsewhere(r, new, r->page.voided_id);
	}
	tell_writing(r, 0, NULL);
	return new;
}

void rig_page_void(struct rig *r, const char *id)
{
	begin_page(r, NULL, id);
}

void rig_voided(struct rig *r, const char *id)
{
	rig_page_void(r, id);
	(void)rig_page_done(r, true);
}

void rig_void_away(struct rig *r, const char *id)
{
	struct weighing *w = rig_find(r, id);

	if (w && !w->voided_by[0])
		void_it(r, w);
}

void rig_page_type(struct rig *r, int64_t grams, const char *category)
{
	struct weighing w = { .net_mg = grams * 1000, .method = METHOD_TYPED, .at = r->now };

	(void)snprintf(w.site, sizeof(w.site), "MS");
	(void)snprintf(w.station, sizeof(w.station), "ACCUEIL");
	(void)snprintf(w.category, sizeof(w.category), "%s", category);
	begin_page(r, &w, "");
}

const struct weighing *rig_type(struct rig *r, int64_t grams, const char *category)
{
	rig_page_type(r, grams, category);
	return rig_page_done(r, true);
}

/* Of the one that it is to correct; the caller changes what was wrong. */
static struct weighing correction(struct rig *r, const char *id)
{
	struct weighing w = *rig_find(r, id);

	memcpy(w.corrects, id, sizeof(w.corrects));
	return w;
}

void rig_page_correct(struct rig *r, const char *id, const char *category)
{
	struct weighing w;

	if (!rig_find(r, id))
		return;
	w = correction(r, id);
	(void)snprintf(w.category, sizeof(w.category), "%s", category);
	begin_page(r, &w, id);
}

const struct weighing *rig_correct(struct rig *r, const char *id, const char *category)
{
	rig_page_correct(r, id, category);
	return rig_page_done(r, true);
}

void rig_page_correct_mass(struct rig *r, const char *id, int64_t grams)
{
	struct weighing w = correction(r, id);

	w.net_mg = grams * 1000;
	w.method = METHOD_TYPED;
	w.scale[0] = w.reason[0] = '\0';
	begin_page(r, &w, id);
}

const struct weighing *rig_correct_mass(struct rig *r, const char *id, int64_t grams)
{
	rig_page_correct_mass(r, id, grams);
	return rig_page_done(r, true);
}

const struct weighing *rig_correct_tare(struct rig *r, const char *id, int64_t grams)
{
	struct weighing w = correction(r, id);

	w.net_mg = w.gross_mg - grams * 1000;
	w.reason[0] = '\0';
	begin_page(r, &w, id);
	return rig_page_done(r, true);
}

static void carry_out(struct rig *r)
{
	struct station_effects fx = r->fx;
	bool commit = false;

	for (size_t i = 0; i < fx.count; i++) {
		const struct station_effect *e = &fx.list[i];

		if (e->kind == EFFECT_REPLY) {
			r->reply = e->reply;
			(void)snprintf(
				r->error, sizeof(r->error), "%s", e->why.key ? e->why.key : "");
		} else if (e->kind == EFFECT_SIGNAL) {
			r->signals[e->signal]++;
		} else if (e->kind == EFFECT_KEEP) {
			station_kept(&r->s, &r->kept);
			r->kept_times++;
		} else if (e->kind == EFFECT_COMMIT) {
			r->held = *e;
			r->holding = true;
			r->overtaken = false;
			station_kept(&r->s, &r->held_kept);
			if (r->decided)
				r->decided();
			commit = !r->hold;
		}
	}
	if (commit)
		rig_commit(r);
}
