// SPDX-License-Identifier: GPL-3.0-or-later
/* Food of donors: received as a lot, read, refused. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "food.h"

#define PLATE_AT_US (INT64_C(5) * 60 * 1000000)

static void take_code(struct body *b, const char *field, bool needed, char ret_code[CODE_SIZE])
{
	const char *text = body_text(b, field, needed, CODE_SIZE - 1);

	(void)snprintf(ret_code, CODE_SIZE, "%s", text ? text : "");
}

/* What a scanner read of its pack fills what nobody said. lang: gs1_unread gs1_wrong bad_gtin */
static void take_scanned(struct body *b, struct food_received *f)
{
	const char *text = body_text(b, "scanned", false, SCANNED_SIZE - 1);
	int r = text && *text ? food_scanned(f, text) : 0;

	if (r < 0)
		body_fault(b, 422, r == -EINVAL ? "gs1_unread" : "gs1_wrong", "scanned");
	else if (f->gtin[0] && !gs1_gtin_good(f->gtin))
		body_fault(b, 422, "bad_gtin", "gtin");
}

void body_seen(struct body *b, char ret_load[LOAD_SIZE], bool *ret_has_to, int64_t *ret_to_mg)
{
	const char *load = body_text(b, "load", false, LOAD_SIZE - 1);

	(void)snprintf(ret_load, LOAD_SIZE, "%s", load ? load : "");
	*ret_has_to = body_has(b, "to_mg");
	if (*ret_has_to)
		*ret_to_mg = body_int(b, "to_mg", INT64_MIN, INT64_MAX);
}

/* lang: at_not_now */
void body_of_now(struct body *b, const struct moment *now, int64_t at_wall_us)
{
	if (llabs(at_wall_us - now->wall_us) > PLATE_AT_US)
		body_fault(b, 422, "at_not_now", "at");
}

/* How much: what lies on the plate of a station that listens, else what somebody read elsewhere. */
static void take_mass(const struct request *r, struct body *b, struct food_making *f)
{
	struct weighing *w = &f->weighing.weighing;

	f->of_plate = r->has_plate && !body_has(b, "net_kg");
	w->method = f->of_plate ? METHOD_WEIGHED : METHOD_TYPED;
	if (!f->of_plate) {
		body_net(b, &(const struct net_limit){ r->max_mg, r->who.lang }, &w->net_mg);
		memcpy(w->operator_code, r->who.operator_code, sizeof(w->operator_code));
		return;
	}
	body_seen(b, f->load, &f->has_to, &f->to_mg);
	f->light = body_bool(b, "light", false);
}

/* What lies on the plate is of now; a person who says when says only that the clock is right. */
static void take_moment(
	const struct request *r, struct body *b, const struct food_making *f, struct moment *ret_at)
{
	struct sentence why;

	body_at(b, &r->now, ret_at);
	if (ret_at->quality == CLOCK_DOUBTFUL && !body_has(b, "at"))
		body_fault(b, 409, "clock_doubtful", "at");
	else if (f->of_plate)
		body_of_now(b, &r->now, ret_at->wall_us);
	if (request_may_touch(r, ret_at->day, "", "", &why))
		body_fault(b, 403, why.key, NULL);
}

static void take_weighing(const struct request *r, struct body *b, struct food_making *f)
{
	const char *slip = body_text(b, "slip", false, PRIVATE_KEY_SIZE - 1);
	struct weighing *w = &f->weighing.weighing;

	take_mass(r, b, f);
	take_moment(r, b, f, &w->at);
	w->direction = DIRECTION_IN;
	(void)snprintf(w->slip, sizeof(w->slip), "%s", slip ? slip : "");
	take_code(b, "category", true, w->category);
	take_code(b, "origin", !w->slip[0], w->origin);
	take_code(b, "partner", false, w->partner);
	take_code(b, "place", false, w->place);
	w->units = (uint32_t)body_int(b, "units", 1, 100000);
}

/* lang: food_date_kind */
void make_food_receipt(const struct request *r, struct body *b, struct making *m)
{
	struct food_making *n = (struct food_making *)m->value;

	_Static_assert(sizeof(*n) <= sizeof(m->value), "a reception is two drafts");
	m->job.drafts[0] =
		(struct ledger_draft){ &weighing_kind, &n->weighing, ledger_food_weighing };
	m->job.drafts[1] = (struct ledger_draft){ &food_received_kind, &n->food, NULL };
	take_weighing(r, b, n);
	body_record(b, &lot_record, &n->food);
	memcpy(n->food.day, n->weighing.weighing.at.day, sizeof(n->food.day));
	memcpy(n->weighing.weighing.store, n->food.store, sizeof(n->food.store));
	take_scanned(b, &n->food);
	if (!n->food.date_kind)
		body_fault(b, 422, "food_date_kind", "date_kind");
}

void make_food_refusal(const struct request *r, struct body *b, struct making *m)
{
	struct food_refused *f = make_draft(m, &food_refused_kind);

	(void)r;
	_Static_assert(sizeof(*f) <= sizeof(m->value), "a refusal is a draft");
	body_record(b, kind_row(&food_refused_kind), f);
	body_reason(b, f->reason, f->note);
}

void make_food_read(const struct request *r, struct body *b, struct making *m)
{
	struct food_read *d = make_draft(m, &food_read_kind);

	if (strlen(r->arg) < sizeof(d->lot))
		(void)snprintf(d->lot, sizeof(d->lot), "%s", r->arg);
	else
		body_fault(b, 404, "no_such_lot", NULL);
	body_record(b, kind_row(&food_read_kind), d);
	memcpy(d->operator_code, r->who.operator_code, sizeof(d->operator_code));
}
