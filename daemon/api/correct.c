// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Corrections of a weighing: it is void, and another one stands in its place, in one transaction. A
 * change of the category alone has a call of its own, which came first.
 */
#include <string.h>
#include "api_private.h"
#include "api_body.h"

struct correction {
	struct weighing_void old;
	struct weighing_entry now;
};

static struct correction *begin(const struct request *r, struct body *b, struct making *m)
{
	struct correction *c = (struct correction *)m->value;

	_Static_assert(sizeof(*c) <= sizeof(m->value), "a correction is two drafts");
	m->job.drafts[0] = (struct ledger_draft){ &void_kind, &c->old, NULL };
	m->job.drafts[1] = (struct ledger_draft){ &weighing_kind, &c->now, ledger_corrected };
	m->job.label = true;
	body_path_id(r, b, "no_such_weighing", c->old.id);
	body_reason(b, c->old.reason, c->old.note);
	memcpy(c->now.weighing.corrects, c->old.id, sizeof(c->old.id));
	memcpy(c->now.weighing.reason, c->old.reason, sizeof(c->old.reason));
	return c;
}

void make_reclassify(const struct request *r, struct body *b, struct making *m)
{
	struct correction *c = begin(r, b, m);
	const char *category = body_text(b, "category", true, 64);

	m->job.drafts[1].from = ledger_reclassified;
	(void)snprintf(c->now.weighing.category, CODE_SIZE, "%s", category ? category : "");
}

/* "" : none any more, where that can be. */
static void take_code(
	struct body *b, struct weighing_entry *e, const char *field, unsigned bit, size_t at)
{
	const char *text = body_text(b, field, false, CODE_SIZE - 1);

	if (!text)
		return;
	e->says |= bit;
	(void)snprintf((char *)&e->weighing + at, CODE_SIZE, "%s", text);
}

static void take_facts(struct body *b, struct weighing_entry *e)
{
	const struct record_field *f;

	for (size_t i = 0; (f = weighing_fact(i)); i++)
		if (record_is_said(b, f))
			e->says |= (uint32_t)CORRECTS_FACT << i;
	body_record(b, &weighing_record, e);
}

/* As the weighing says them: "ROLL=1 BAC=4"; "" : it lay in none. */
static void take_tare(struct body *b, struct weighing_entry *e)
{
	const char *text = body_text(b, "containers", false, CONTAINERS_SIZE - 1);

	if (!text)
		return;
	e->says |= CORRECTS_TARE;
	(void)snprintf(e->weighing.containers, CONTAINERS_SIZE, "%s", text);
	if (body_has(b, "net_kg"))
		body_fault(b, 422, "net_and_containers", "net_kg");
}

/* A kiosk moves nothing out of the day. */
static void take_at(const struct request *r, struct body *b, struct weighing_entry *e)
{
	struct sentence why;

	body_at(b, &r->now, &e->weighing.at);
	if (request_may_touch(r, e->weighing.at.day, "", "", &why))
		body_fault(b, 403, why.key, NULL);
	e->says |= CORRECTS_AT;
}

void make_correct(const struct request *r, struct body *b, struct making *m)
{
	struct weighing_entry *e = &begin(r, b, m)->now;

	take_code(b, e, "category", CORRECTS_CATEGORY, offsetof(struct weighing, category));
	take_code(b, e, "origin", CORRECTS_ORIGIN, offsetof(struct weighing, origin));
	take_code(
		b, e, "destination", CORRECTS_DESTINATION, offsetof(struct weighing, destination));
	take_code(b, e, "partner", CORRECTS_PARTNER, offsetof(struct weighing, partner));
	take_code(b, e, "place", CORRECTS_PLACE, offsetof(struct weighing, place));
	take_facts(b, e);
	take_tare(b, e);
	if (body_has(b, "units"))
		e->says |= CORRECTS_UNITS;
	e->weighing.units = (uint32_t)body_int(b, "units", 0, 100000);
	if (body_has(b, "net_kg"))
		e->says |= CORRECTS_NET;
	if (body_has(b, "net_kg"))
		body_net(b, &(const struct net_limit){ r->max_mg, r->who.lang },
			&e->weighing.net_mg);
	if (body_has(b, "at"))
		take_at(r, b, e);
	if (!e->says)
		body_fault(b, 422, "nothing_to_correct", NULL);
}
