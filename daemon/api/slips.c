// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Slips: opened, closed, void, something of one refused; a list, and one with its weighings and what
 * was refused.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "lot.h"
#include "slip_paper.h"

enum { LIMIT_SHORT = 1000, REFUSED_MOST = 1000 };

/* ---- reading ---- */

static int each_slip(void *data, const struct slip *s)
{
	return put_row(data, json_record(&slip_record, s));
}

int slips_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct slip_query q = { .type = request_text(r, "type"),
		.state = request_text(r, "state"),
		.partner = request_text(r, "partner"),
		.after = (uint64_t)request_int(r, "after"),
		.limit = (uint32_t)request_int(r, "limit") };
	struct rows rows = { .out = out };
	uint64_t next = 0;
	int done;

	(void)a;
	memcpy(q.first_day, r->first_day, DAY_SIZE);
	memcpy(q.last_day, r->last_day, DAY_SIZE);
	(void)fputs("{\"slips\":[", out);
	done = ledger_slips(l, &q, each_slip, &rows, &next);
	put_next(out, next);
	return done;
}

bool slips_are_many(const struct request *r)
{
	return request_int(r, "limit") > LIMIT_SHORT;
}

static int each_line(void *data, const struct weighing *w)
{
	return json_array_append_new(data, json_weighing(w)) ? -ENOMEM : 0;
}

static int each_refused(void *data, const void *value)
{
	const struct slip_refused *f = value;
	json_t *json;

	if (f->voided_by[0])
		return 0;
	json = json_entry(&slip_refused_kind, value);
	return json_array_append_new(data, json) ? -ENOMEM : 0;
}

/* ---- on paper ---- */

struct paper_parts {
	struct weighing *lines;
	struct slip_food *foods;
	struct slip_refused *refused;
	size_t line_count, refused_count;
};

static void cleanup_parts(struct paper_parts *p)
{
	free(p->lines);
	free(p->foods);
	free(p->refused);
}

/* As many more as there are, so that they grow in few steps. */
static void *room_for_one(void **at, size_t count, size_t size)
{
	if (count == 0 || (count >= 16 && (count & (count - 1)) == 0)) {
		void *grown = reallocarray(*at, count ? 2 * count : 16, size);

		if (!grown)
			return NULL;
		*at = grown;
	}
	return (char *)*at + count * size;
}

static int keep_line(void *data, const struct weighing *w)
{
	struct paper_parts *p = data;
	void *lines = p->lines, *at = room_for_one(&lines, p->line_count, sizeof(*w));

	p->lines = lines;
	if (!at)
		return -ENOMEM;
	memcpy(at, w, sizeof(*w));
	p->line_count++;
	return 0;
}

static int keep_refused(void *data, const void *value)
{
	struct paper_parts *p = data;
	void *refused = p->refused;
	void *at = room_for_one(&refused, p->refused_count, sizeof(struct slip_refused));

	p->refused = refused;
	if (!at)
		return -ENOMEM;
	memcpy(at, value, sizeof(struct slip_refused));
	p->refused_count++;
	return 0;
}

static int food_of_made(struct ledger *l, const char *id, struct slip_food *f)
{
	struct lot_made lot;
	int r = ledger_made_lot(l, id, &lot);

	if (r < 0)
		return r;
	f->kind = CATALOGUE_PRODUCT;
	memcpy(f->code, lot.product, sizeof(f->code));
	f->date_kind = lot.date_kind;
	memcpy(f->date, lot.date, sizeof(f->date));
	return 0;
}

static int food_of_received(struct ledger *l, const char *id, struct slip_food *f)
{
	struct food_received lot;
	int r = ledger_received_lot(l, id, &lot);

	if (r < 0)
		return r;
	f->kind = lot.product[0] ? CATALOGUE_PRODUCT : CATALOGUE_INGREDIENT;
	memcpy(f->code, lot.product[0] ? lot.product : lot.ingredient, sizeof(f->code));
	(void)snprintf(f->words, sizeof(f->words), "%s", lot.description);
	f->date_kind = lot.date_kind;
	memcpy(f->date, lot.date, sizeof(f->date));
	return 0;
}

static int take_foods(struct ledger *l, const char *site, struct paper_parts *p)
{
	int r = 0;

	p->foods = calloc(p->line_count + 1, sizeof(*p->foods));
	if (!p->foods)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < p->line_count; i++) {
		const char *lot = p->lines[i].lot;

		if (!lot[0])
			continue;
		(void)lot_mark(site, lot, p->foods[i].mark);
		r = food_of_made(l, lot, &p->foods[i]);
		if (r == -ENOENT)
			r = food_of_received(l, lot, &p->foods[i]);
		r = r == -ENOENT ? 0 : r;
	}
	return r;
}

static int slip_pdf(
	struct ledger *l, const struct request *r, const char *id, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_parts) struct paper_parts parts = { 0 };
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	struct entries_query of = { .limit = REFUSED_MOST };
	struct slip_paper paper = { .lang = r->who.lang };
	struct ledger_status status;
	struct slip s;
	int done = ledger_slip(l, id, &s);

	if (done == -ENOENT)
		return refuse(a, 404, "no_such_slip");
	of.about = s.id;
	if (done == 0)
		done = ledger_slip_weighings(l, s.id, keep_line, &parts);
	if (done == 0)
		done = ledger_entries(l, &slip_refused_kind, &of, keep_refused, &parts);
	if (done == 0)
		done = ledger_catalogue(l, &c);
	if (done == 0)
		done = ledger_status(l, &status);
	if (done == 0)
		done = take_foods(l, status.identity.site, &parts);
	if (done < 0)
		return done;
	paper.slip = &s;
	paper.lines = parts.lines;
	paper.foods = parts.foods;
	paper.line_count = parts.line_count;
	paper.refused = parts.refused;
	paper.refused_count = parts.refused_count;
	paper.catalogue = c;
	paper.site = status.identity.site;
	a->type = "application/pdf";
	return slip_paper_write(&paper, out);
}

/* "HD-MS-S-K71-3.pdf": without its end in ret_id. */
static bool is_paper(const struct request *r, char ret_id[ARG_SIZE])
{
	const char *dot = strrchr(r->arg, '.');

	(void)snprintf(ret_id, ARG_SIZE, "%s", r->arg);
	if (!dot || strcmp(dot, ".pdf") != 0)
		return false;
	ret_id[dot - r->arg] = '\0';
	return true;
}

bool slip_is_drawn(const struct request *r)
{
	char id[ARG_SIZE];

	return is_paper(r, id);
}

static int each_pack(void *data, const struct pack *p)
{
	return json_array_append_new(data, json_record(&pack_record, p)) ? -ENOMEM : 0;
}

static int slip_json(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct entries_query of = { .limit = REFUSED_MOST };
	json_t *json, *lines = json_array(), *refused = json_array(), *packs = json_array();
	struct slip s;
	int done = strlen(r->arg) < PRIVATE_KEY_SIZE ? ledger_slip(l, r->arg, &s) : -ENOENT;

	if (done == 0) {
		of.about = s.id;
		done = ledger_slip_weighings(l, s.id, each_line, lines);
	}
	if (done == 0)
		done = ledger_entries(l, &slip_refused_kind, &of, each_refused, refused);
	if (done == 0)
		done = ledger_slip_packs(l, s.id, each_pack, packs);
	if (done < 0) {
		json_decref(packs);
		json_decref(lines);
		json_decref(refused);
		return done == -ENOENT ? refuse(a, 404, "no_such_slip") : done;
	}
	json = json_record(&slip_record, &s);
	json_object_set_new(json, "refused", refused);
	json_object_set_new(json, "lines", lines);
	json_object_set_new(json, "packs", packs);
	return put_json(out, json);
}

int slip_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	char id[ARG_SIZE];

	return is_paper(r, id) ? slip_pdf(l, r, id, out, a) : slip_json(l, r, out, a);
}

/* ---- writing ---- */

void make_slip(const struct request *r, struct body *b, struct making *m)
{
	struct slip *s = make_draft(m, &slip_kind);

	_Static_assert(sizeof(*s) <= sizeof(m->value), "a slip is a draft");
	body_record(b, &slip_record, s);
	if (r->who.operator_code[0])
		memcpy(s->operator_code, r->who.operator_code, sizeof(s->operator_code));
}

void make_slip_close(const struct request *r, struct body *b, struct making *m)
{
	struct slip_closed *c = make_draft(m, &slip_closed_kind);

	body_path_id(r, b, "no_such_slip", c->id);
	body_record(b, kind_row(&slip_closed_kind), c);
}

void make_slip_void(const struct request *r, struct body *b, struct making *m)
{
	struct slip_void *v = make_draft(m, &slip_void_kind);

	body_path_id(r, b, "no_such_slip", v->id);
	body_reason(b, v->reason, v->note);
}

void make_slip_refuse(const struct request *r, struct body *b, struct making *m)
{
	struct slip_refused *f = make_draft(m, &slip_refused_kind);

	_Static_assert(sizeof(*f) <= sizeof(m->value), "a refusal is a draft");
	body_path_id(r, b, "no_such_slip", f->id);
	body_record(b, kind_row(&slip_refused_kind), f);
	body_reason(b, f->reason, f->note);
}

/* Whether it is a lot alone, said to a station: so much as lies on its plate, if it lies in no packs. */
static bool is_of_plate(const struct request *r, const struct body *b)
{
	return r->has_plate && body_has(b, "lot") && !body_has(b, "net_kg") &&
	       !body_has(b, "pack") && !body_has(b, "units") && !body_has(b, "off");
}

/* How much: what lies on the plate, or what somebody says. */
static void take_mass(const struct request *r, struct body *b, struct line_making *line)
{
	struct weighing *w = &line->weighing.weighing;

	line->of_plate = is_of_plate(r, b);
	if (line->of_plate) {
		body_seen(b, line->load, &line->has_to, &line->to_mg);
		line->light = body_bool(b, "light", false);
		return;
	}
	w->method = METHOD_TYPED;
	w->units = (uint32_t)body_int(b, "units", 1, 100000);
	body_net(b, &(const struct net_limit){ r->max_mg, r->who.lang }, &w->net_mg);
	if (body_has(b, "reason"))
		body_reason(b, w->reason, line->weighing.note);
	memcpy(w->operator_code, r->who.operator_code, sizeof(w->operator_code));
}

/* Food of a lot that lies in no pack is weighed out at once. */
static void make_bulk_line(const struct request *r, struct body *b, struct making *m)
{
	struct line_making *line = make_draft(m, &weighing_kind);
	struct weighing *w = &line->weighing.weighing;
	const char *lot = body_text(b, "lot", true, PRIVATE_KEY_SIZE - 1);

	_Static_assert(sizeof(*line) <= sizeof(m->value), "a weighing is a draft");
	m->job.drafts[0].from = ledger_slip_line;
	body_path_id(r, b, "no_such_slip", w->slip);
	(void)snprintf(w->lot, sizeof(w->lot), "%s", lot ? lot : "");
	w->at = r->now;
	w->direction = DIRECTION_OUT;
	take_mass(r, b, line);
}

/* Packs lie on it until its close, or go off it again. */
static void make_pack_line(const struct request *r, struct body *b, struct making *m)
{
	struct pack_state *t = make_draft(m, &pack_state_kind);

	_Static_assert(sizeof(*t) <= sizeof(m->value), "a line is a draft");
	body_path_id(r, b, "no_such_slip", t->slip);
	body_record(b, &slip_line_record, t);
	if (body_has(b, "reason"))
		body_reason(b, t->reason, t->note);
	memcpy(t->operator_code, r->who.operator_code, sizeof(t->operator_code));
}

void make_slip_line(const struct request *r, struct body *b, struct making *m)
{
	(body_has(b, "net_kg") || is_of_plate(r, b) ? make_bulk_line : make_pack_line)(r, b, m);
}
