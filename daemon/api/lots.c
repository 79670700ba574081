// SPDX-License-Identifier: GPL-3.0-or-later
/* Lots: the list, one whole; and what is sent of those that are made: inputs, text, packs, balance. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "lot.h"

enum { ROWS_MOST = 100000 };

/* ---- reading ---- */

static int each_received(void *data, const struct food_received *lot)
{
	return put_row(data, json_record(&lot_record, lot));
}

static int each_made(void *data, const struct lot_made *lot)
{
	return put_row(data, json_record(&lot_made_record, lot));
}

int lots_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *before = request_text(r, "expires_before"), *of = request_text(r, "of");
	const struct lot_query q = { .state = request_text(r, "state"),
		.product = request_text(r, "product"),
		.gtin = request_text(r, "gtin"),
		.expires_before = before ? before : "",
		.after = (uint64_t)request_int(r, "after"),
		.limit = (uint32_t)request_int(r, "limit") };
	struct rows rows = { .out = out };
	uint64_t next = 0;
	int done;

	(void)a;
	(void)fputs("{\"lots\":[", out);
	done = of && strcmp(of, "made") == 0 ? ledger_made_lots(l, &q, each_made, &rows, &next)
					     : ledger_lots(l, &q, each_received, &rows, &next);
	put_next(out, next);
	return done;
}

/* Entries of a kind about one lot, oldest first; they are read newest first. */
struct gathered {
	const struct record *record;
	json_t *list;
};

static int gather(void *data, const void *value)
{
	struct gathered *g = data;

	return json_array_insert_new(g->list, 0, json_record(g->record, value)) ? -ENOMEM : 0;
}

static int put_entries(
	struct ledger *l, const struct kind *kind, const char *lot, json_t *o, const char *member)
{
	const struct entries_query of = { .about = lot, .limit = ROWS_MOST };
	struct gathered g = { kind_row(kind), json_array() };
	int done = ledger_entries(l, kind, &of, gather, &g);

	if (done == 0 && json_object_set(o, member, g.list))
		done = -ENOMEM;
	json_decref(g.list);
	return done;
}

static json_t *words_list(const char *text)
{
	json_t *list = json_array();

	for (size_t i = 0; food_allergen_at(i); i++)
		if (food_allergens_have(text, food_allergen_at(i)))
			json_array_append_new(list, json_string(food_allergen_at(i)));
	return list;
}

static json_t *ingredients_json(const struct lot_ingredient *all, size_t count)
{
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			list, json_pack("{s:s,s:I,s:o,s:o}", "name", all[i].name, "mass_mg",
				      (json_int_t)all[i].mass_mg, "allergens",
				      words_list(all[i].allergens), "emphasise",
				      json_text_or_null(all[i].emphasise)));
	return list;
}

static int put_ingredients(struct ledger *l, const char *lot, json_t *o)
{
	struct lot_ingredient *all = calloc(LOT_INGREDIENTS, sizeof(*all));
	int count = all ? ledger_lot_ingredients(l, lot, all, LOT_INGREDIENTS) : -ENOMEM;

	json_object_set_new(o, "ingredients", ingredients_json(all, count > 0 ? (size_t)count : 0));
	free(all);
	return count < 0 ? count : 0;
}

static int made_whole(struct ledger *l, const struct lot_made *lot, FILE *out)
{
	const struct {
		const struct kind *kind;
		const char *member;
	} parts[] = { { &lot_input_kind, "inputs" }, { &lot_closed_kind, "closed" },
		{ &pack_kind, "packs" }, { &lot_packed_kind, "packed" },
		{ &lot_held_kind, "holds" }, { &lot_released_kind, "releases" },
		{ &cooling_started_kind, "coolings_begun" }, { &cooling_kind, "coolings" } };
	json_t *o = json_record(&lot_made_record, lot);
	int done = put_ingredients(l, lot->id, o);

	json_object_set_new(o, "sort", json_string("made"));
	for (size_t i = 0; i < ARRAY_SIZE(parts) && done == 0; i++)
		done = put_entries(l, parts[i].kind, lot->id, o, parts[i].member);
	if (done == 0)
		return put_json(out, o);
	json_decref(o);
	return done;
}

static int received_whole(struct ledger *l, const struct food_received *lot, FILE *out)
{
	json_t *o = json_record(&lot_record, lot);
	int done = put_entries(l, &food_read_kind, lot->lot, o, "reads");

	json_object_set_new(o, "sort", json_string("received"));
	if (done == 0)
		done = put_entries(l, &lot_held_kind, lot->lot, o, "holds");
	if (done == 0)
		done = put_entries(l, &lot_released_kind, lot->lot, o, "releases");
	if (done == 0)
		return put_json(out, o);
	json_decref(o);
	return done;
}

int lot_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct food_received received;
	struct lot_made made;
	int done = ledger_made_lot(l, r->arg, &made);

	if (done == 0)
		return made_whole(l, &made, out);
	if (done == -ENOENT)
		done = ledger_received_lot(l, r->arg, &received);
	if (done == 0)
		return received_whole(l, &received, out);
	return done == -ENOENT ? refuse_food(l, a, r->arg, "no_such_lot") : done;
}

static json_t *refusal_json(const struct sentence *why, enum lang lang)
{
	char said[1024];

	return why->key ? json_pack("{s:s,s:s}", "error", why->key, "message",
				  lang_say(lang, why, said, sizeof(said)))
			: json_null();
}

static int put_preview(const struct request *r, const struct lot_preview *p, FILE *out)
{
	const struct lot_closed *c = &p->closed;

	return put_json(out,
		json_pack("{s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:b,s:o,s:o}", "lot", c->lot, "ingredients",
			ingredients_json(p->list, p->count), "allergens", words_list(c->allergens),
			"traces", words_list(c->traces), "date_kind",
			json_text_or_null(food_date_words.names[c->date_kind]), "date",
			json_text_or_null(c->date), "frozen_on", json_text_or_null(c->frozen_on),
			"thawed", c->thawed, "unread", json_text_or_null(p->unread), "refusal",
			refusal_json(&p->why, r->who.lang)));
}

/* As close would freeze it now; what it would refuse is said. */
int lot_text_now(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_free_ struct lot_preview *p = calloc(1, sizeof(*p));
	const char *date = request_text(r, "date");
	int done = !p ? -ENOMEM : strlen(r->arg) < PRIVATE_KEY_SIZE ? 0 : -ENOENT;

	if (done == 0) {
		memcpy(p->closed.lot, r->arg, strlen(r->arg));
		(void)snprintf(p->closed.date, sizeof(p->closed.date), "%s", date ? date : "");
		done = ledger_lot_preview(l, r->who.role, p);
	}
	if (done == -ENOENT)
		return refuse(a, 404, "no_such_lot");
	return done < 0 ? done : put_preview(r, p, out);
}

/* ---- writing ---- */

/* When it was done: a date of consumption follows from it, so no clock that is doubtful says it. */
static void take_at(
	const struct request *r, struct body *b, int64_t *ret_wall_us, char ret_day[DAY_SIZE])
{
	struct sentence why;
	struct moment at;

	body_at(b, &r->now, &at);
	if (at.quality == CLOCK_DOUBTFUL && !body_has(b, "at"))
		body_fault(b, 409, "clock_doubtful", "at");
	if (request_may_touch(r, at.day, "", "", &why))
		body_fault(b, 403, why.key, NULL);
	*ret_wall_us = at.wall_us;
	memcpy(ret_day, at.day, DAY_SIZE);
}

void make_lot(const struct request *r, struct body *b, struct making *m)
{
	struct lot_made *lot = make_draft(m, &lot_kind);

	_Static_assert(sizeof(*lot) <= sizeof(m->value), "a lot is a draft");
	take_at(r, b, &lot->at_wall_us, lot->day);
	body_record(b, &lot_made_record, lot);
	memcpy(lot->operator_code, r->who.operator_code, sizeof(lot->operator_code));
}

/* lang: mass_and_load */
void make_lot_input(const struct request *r, struct body *b, struct making *m)
{
	struct input_making *n = make_draft(m, &lot_input_kind);
	struct lot_input *i = &n->input;

	_Static_assert(sizeof(*n) <= sizeof(m->value), "an input is a draft");
	body_path_id(r, b, "no_such_lot", i->lot);
	take_at(r, b, &i->at_wall_us, i->day);
	n->of_plate = r->has_plate && (body_has(b, "load") || body_has(b, "to_mg"));
	if (n->of_plate && (body_has(b, "mass_kg") || body_has(b, "mass_mg")))
		body_fault(b, 422, "mass_and_load", "load");
	if (n->of_plate) {
		body_seen(b, n->load, &n->has_to, &n->to_mg);
		body_of_now(b, &r->now, i->at_wall_us);
	}
	body_record(b, kind_row(&lot_input_kind), i);
	memcpy(i->operator_code, r->who.operator_code, sizeof(i->operator_code));
}

void make_lot_close(const struct request *r, struct body *b, struct making *m)
{
	struct lot_closed *c = make_draft(m, &lot_closed_kind);

	_Static_assert(sizeof(*c) <= sizeof(m->value), "a text is a draft");
	body_path_id(r, b, "no_such_lot", c->lot);
	take_at(r, b, &c->at_wall_us, c->day);
	body_record(b, kind_row(&lot_closed_kind), c);
	memcpy(c->operator_code, r->who.operator_code, sizeof(c->operator_code));
}

static bool says_mass(const struct body *b)
{
	return body_has(b, "net_kg") || body_has(b, "net_mg") || body_has(b, "gross_kg") ||
	       body_has(b, "gross_mg");
}

void make_pack(const struct request *r, struct body *b, struct making *m)
{
	struct pack_making *n = make_draft(m, &pack_kind);
	struct pack *p = &n->pack;

	_Static_assert(sizeof(*n) <= sizeof(m->value), "a pack is a draft");
	body_path_id(r, b, "no_such_lot", p->lot);
	take_at(r, b, &p->at_wall_us, p->day);
	n->of_plate = r->has_plate && !says_mass(b);
	p->method = METHOD_TYPED;
	if (n->of_plate) {
		body_seen(b, n->load, &n->has_to, &n->to_mg);
		body_of_now(b, &r->now, p->at_wall_us);
	}
	body_record(b, &pack_record, p);
	memcpy(p->operator_code, r->who.operator_code, sizeof(p->operator_code));
}

/* lang: losses_too_many */
static void take_losses(struct body *b, struct lot_packed *p)
{
	json_t *list = body_list(b, "losses", false), *one;
	size_t i;

	if (json_array_size(list) > LOT_LOSSES)
		body_fault(b, 422, "losses_too_many", "losses");
	if (!list || b->status)
		return;
	json_array_foreach(list, i, one) body_line(
		b, &(const struct line){ "losses", one, i }, &lot_loss_record, &p->losses[i]);
	p->loss_count = json_array_size(list);
}

void make_pack_end(const struct request *r, struct body *b, struct making *m)
{
	struct lot_packed *p = make_draft(m, &lot_packed_kind);

	_Static_assert(sizeof(*p) <= sizeof(m->value), "the end of a packing is a draft");
	body_path_id(r, b, "no_such_lot", p->lot);
	take_at(r, b, &p->at_wall_us, p->day);
	body_record(b, kind_row(&lot_packed_kind), p);
	take_losses(b, p);
	if (body_has(b, "reason"))
		body_reason(b, p->reason, p->note);
	memcpy(p->operator_code, r->who.operator_code, sizeof(p->operator_code));
}

/* What came back is put among the others again by staff only. */
void make_pack_move(const struct request *r, struct body *b, struct making *m)
{
	struct pack_state *t = make_draft(m, &pack_state_kind);

	body_path_id(r, b, "no_such_pack", t->id);
	body_record(b, &pack_move_record, t);
	if (t->state == PACK_STOCK && r->who.role < ROLE_STAFF)
		body_fault(b, 403, "not_allowed", NULL);
	if (body_has(b, "reason"))
		body_reason(b, t->reason, t->note);
	memcpy(t->operator_code, r->who.operator_code, sizeof(t->operator_code));
}

void make_lot_hold(const struct request *r, struct body *b, struct making *m)
{
	struct lot_held *h = make_draft(m, &lot_held_kind);

	_Static_assert(sizeof(*h) <= sizeof(m->value), "it is a draft");
	body_path_id(r, b, "no_such_lot", h->lot);
	body_record(b, kind_row(&lot_held_kind), h);
	body_reason(b, h->reason, h->note);
}

void make_lot_release(const struct request *r, struct body *b, struct making *m)
{
	struct lot_released *o = make_draft(m, &lot_released_kind);

	_Static_assert(sizeof(*o) <= sizeof(m->value), "it is a draft");
	body_path_id(r, b, "no_such_lot", o->lot);
	body_record(b, kind_row(&lot_released_kind), o);
	body_reason(b, o->reason, o->note);
	memcpy(o->operator_code, r->who.operator_code, sizeof(o->operator_code));
}
