// SPDX-License-Identifier: GPL-3.0-or-later
/* Coolings of lots: begun, and at their end; each of the moment that was said, or of now. */
#include "cooling.h"
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "entry_void.h"

static int each_start(void *data, const struct cooling_started *s)
{
	return put_row(data, json_entry(&cooling_started_kind, s));
}

int coolings_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct cooling_query q = { .lot = request_text(r, "lot"),
		.after = (uint64_t)request_int(r, "after"),
		.limit = (uint32_t)request_int(r, "limit") };
	struct rows rows = { .out = out };
	uint64_t next = 0;
	int done;

	(void)a;
	memcpy(q.first_day, r->first_day, DAY_SIZE);
	memcpy(q.last_day, r->last_day, DAY_SIZE);
	(void)fputs("{\"coolings\":[", out);
	done = ledger_coolings(l, &q, each_start, &rows, &next);
	put_next(out, next);
	return done;
}

/* What a person said, or now: how long it took the ledger tells by the clock that knows (cooling.h). */
static void take_moment(
	const struct request *r, struct body *b, int64_t *ret_wall_us, bool *ret_said)
{
	struct sentence why;
	struct moment at;

	body_at(b, &r->now, &at);
	if (request_may_touch(r, at.day, "", "", &why))
		body_fault(b, 403, why.key, NULL);
	*ret_wall_us = at.wall_us;
	*ret_said = body_has(b, "at");
}

void make_cooling_start(const struct request *r, struct body *b, struct making *m)
{
	struct cooling_started *s = make_draft(m, &cooling_started_kind);
	const char *lot = body_text(b, "lot", true, PRIVATE_KEY_SIZE - 1);

	_Static_assert(sizeof(*s) <= sizeof(m->value), "a start is a draft");
	(void)snprintf(s->lot, sizeof(s->lot), "%s", lot ? lot : "");
	take_moment(r, b, &s->started_wall_us, &s->said);
	body_record(b, kind_row(&cooling_started_kind), s);
	memcpy(s->operator_code, r->who.operator_code, sizeof(s->operator_code));
}

void make_cooling_end(const struct request *r, struct body *b, struct making *m)
{
	struct cooling *c = make_draft(m, &cooling_kind);

	_Static_assert(sizeof(*c) <= sizeof(m->value), "an end is a draft");
	if (strlen(r->arg) < sizeof(c->lot))
		(void)snprintf(c->lot, sizeof(c->lot), "%s", r->arg);
	else
		body_fault(b, 404, "no_such_lot", NULL);
	take_moment(r, b, &c->ended_wall_us, &c->said);
	body_record(b, kind_row(&cooling_kind), c);
	memcpy(c->operator_code, r->who.operator_code, sizeof(c->operator_code));
}

/* Who noted it takes it back: its end, or where it has none its start; staff what was too slow. */
void make_cooling_undo(const struct request *r, struct body *b, struct making *m)
{
	struct entry_void *v = (struct entry_void *)m->value;

	_Static_assert(sizeof(*v) <= sizeof(m->value), "a void is a draft");
	m->job.drafts[0] = (struct ledger_draft){ &entry_void_kind, v,
		r->who.role < ROLE_STAFF ? ledger_quick_cooling_undone : ledger_cooling_undone };
	if (strlen(r->arg) < PRIVATE_KEY_SIZE)
		(void)snprintf(v->id, sizeof(v->id), "%s", r->arg);
	else
		body_fault(b, 404, "no_such_lot", NULL);
	body_reason(b, v->reason, v->note);
}
