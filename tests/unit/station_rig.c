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
	{ .kind = CATALOGUE_CONTAINER, .code = "BAC", FROM, .tare_mg = 2000000 },
};
const struct catalogue rig_catalogue = { sizeof(rows) / sizeof(rows[0]), rows };

static void carry_out(struct rig *r);

static void step(struct rig *r, struct station_event *e)
{
	r->now.boot_us += 100000;
	r->now.wall_us += 100000;
	e->now = r->now;
	station_step(&r->s, e, &r->fx);
	carry_out(r);
}

void rig_init(struct rig *r, size_t scales)
{
	static const char *const names[] = { "table", "floor", "shelf", "door" };
	const struct station_config config = { .site = "MS",
		.station = "ACCUEIL",
		.max_mg = 500 * MASS_MG_PER_KG,
		.armed_us = 30000000,
		.undo_us = 600000000 };
	const struct station_context context = { .direction = DIRECTION_IN, .origin = "APP_VOL" };
	const struct stability_rule rule = { 2, 0 };
	size_t index;

	memset(r, 0, sizeof(*r));
	r->now = (struct moment){ 1760000000000000, 5000000, "boot", "2026-11-21", CLOCK_TRUSTED };
	station_init(&r->s, &config, &rig_catalogue);
	for (size_t i = 0; i < scales; i++)
		(void)station_add_scale(
			&r->s, names[i], 10000, 200 * MASS_MG_PER_KG, &rule, &index);
	station_restore(&r->s, &context, NULL, false, &r->now, 0, 0);
}

void rig_report(struct rig *r, size_t scale, enum scale_state state, int64_t grams)
{
	struct station_event e = { .kind = EVENT_READING };

	e.scale = scale;
	e.reading.state = state;
	e.reading.at_boot_us = r->now.boot_us;
	if (state <= SCALE_MOVING)
		reading_set_shown(&e.reading, &(struct mass_shown){ grams, 0, MASS_GRAM });
	step(r, &e);
}

void rig_rest(struct rig *r, size_t scale, int64_t grams)
{
	rig_report(r, scale, SCALE_MOVING, grams + 30);
	rig_report(r, scale, SCALE_MOVING, grams + 10);
	for (int i = 0; i < 3; i++)
		rig_report(r, scale, grams == 0 ? SCALE_ZERO : SCALE_STABLE, grams);
}

void rig_pass(struct rig *r, uint64_t seconds)
{
	struct station_event e = { .kind = EVENT_TIME };

	r->now.boot_us += seconds * 1000000;
	r->now.wall_us += (int64_t)seconds * 1000000;
	step(r, &e);
}

void rig_do_key(struct rig *r, enum station_action action, const char *code, const char *key)
{
	struct station_event e = { .kind = EVENT_INTENT };

	e.intent.action = action;
	e.intent.request = ++r->next_request;
	(void)snprintf(e.intent.code, sizeof(e.intent.code), "%s", code);
	(void)snprintf(e.intent.key, sizeof(e.intent.key), "%s", key);
	r->error[0] = '\0';
	step(r, &e);
}

void rig_do(struct rig *r, enum station_action action, const char *code)
{
	rig_do_key(r, action, code, "");
}

/* ---- the ledger ---- */

static struct weighing *find(struct rig *r, const char *id)
{
	for (size_t i = 0; i < r->logged; i++)
		if (strcmp(r->log[i].id, id) == 0)
			return &r->log[i];
	return NULL;
}

static void come_back(struct rig *r, enum station_event_kind kind, const struct weighing *w)
{
	struct station_event e = { .kind = kind };

	e.job = r->held.job;
	if (w)
		e.weighing = *w;
	e.why.key = "disk_full";
	e.today_in_mg = rig_total_g(r) * 1000;
	e.today_weighings = rig_valid(r);
	r->holding = false;
	r->durable += kind == EVENT_COMMITTED;
	step(r, &e);
}

void rig_commit(struct rig *r)
{
	const struct station_effect *c = &r->held;
	struct weighing *old = find(r, c->void_id), *w = &r->log[r->logged];

	if (!r->holding)
		return;
	if (old)
		(void)snprintf(old->voided_by, sizeof(old->voided_by), "void %llu",
			(unsigned long long)c->job);
	if (c->commit != COMMIT_VOID) {
		*w = c->weighing;
		r->logged++;
		(void)snprintf(w->id, sizeof(w->id), "W-%llu", (unsigned long long)c->job);
	}
	if (r->written)
		r->written();
	if (c->commit == COMMIT_VOID) {
		come_back(r, EVENT_COMMITTED, old);
		return;
	}
	come_back(r, EVENT_COMMITTED, w);
}

void rig_fail(struct rig *r)
{
	if (r->holding)
		come_back(r, EVENT_COMMIT_FAILED, NULL);
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
		} else if (e->kind == EFFECT_COMMIT) {
			r->held = *e;
			r->holding = true;
			if (r->decided)
				r->decided();
			commit = !r->hold;
		}
	}
	if (commit)
		rig_commit(r);
}

int64_t rig_total_g(const struct rig *r)
{
	int64_t sum_mg = 0;

	for (size_t i = 0; i < r->logged; i++)
		if (r->log[i].voided_by[0] == '\0')
			sum_mg += r->log[i].net_mg;
	return sum_mg / 1000;
}

size_t rig_valid(const struct rig *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->logged; i++)
		n += r->log[i].voided_by[0] == '\0';
	return n;
}
