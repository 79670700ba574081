// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * lot-closed: nothing more goes in, and this is what its packs say: ingredients, allergens and traces of what
 * went in, and the date. It is frozen: what is read of an input later changes no label.
 */
#include <stdlib.h>
#include <string.h>
#include "../lots.h"
#include "../made.h"
#include "../write.h"
#include "catalogue_facts.h"

static const struct record_field fields[] = {
	STAMP(lot_closed, journal, RECORD_TEXT),
	STAMP(lot_closed, seq, RECORD_UINT),
	{ .name = "at",
		.body = "at_us",
		.column = "wall_us",
		RECORD_AT(lot_closed, at_wall_us, RECORD_TIME) },
	TEXT(lot_closed, day),
	TEXT(lot_closed, lot),
	TEXT(lot_closed, allergens),
	TEXT(lot_closed, traces),
	WORD(lot_closed, date_kind, food_date_words),
	TEXT(lot_closed, date, .rules = RECORD_ASKED, .shape = SHAPE_DAY),
	TEXT(lot_closed, frozen_on),
	TRUTH(lot_closed, thawed),
	{ .name = "operator",
		RECORD_AT(lot_closed, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	VOIDED_BY(lot_closed),
};
const struct record lot_closed_record =
	RECORD_OF(lot_closed, fields, .table = "lot_closed", .about = "lot");

static const struct record_field ingredient_fields[] = {
	TEXT(lot_ingredient, name),
	MASS(lot_ingredient, mass_mg),
	TEXT(lot_ingredient, allergens),
	TEXT(lot_ingredient, emphasise),
};
const struct record lot_ingredient_record =
	RECORD_OF(lot_ingredient, ingredient_fields, .table = NULL);

static int check(const void *value)
{
	const struct lot_closed *c = value;

	return c->lot[0] && c->date[0] ? 0 : -EBADMSG;
}

static int put_ingredient(struct sql *s, const struct entry *e, const json_t *json, size_t item)
{
	struct lot_ingredient i;
	int r = record_from_body(&lot_ingredient_record, json, &i);

	return r < 0 || !i.name[0]
		       ? -EBADMSG
		       : sql_run(s,
				 "INSERT INTO lot_ingredient (journal, seq, item, name, mass_mg,"
				 " allergens, emphasise) VALUES (?, ?, ?, ?, ?, ?, ?)",
				 V_TEXT(e->journal), V_INT(e->seq), V_INT(item), V_TEXT(i.name),
				 V_INT(i.mass_mg), V_TEXT(i.allergens), V_TEXT(i.emphasise));
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	_cleanup_json_ json_t *body = NULL;
	const json_t *list, *one;
	size_t i;
	int r = fields_parse(e->body, e->body_len, &body);

	(void)value;
	list = json_object_get(body, "ingredients");
	if (r < 0 || !json_array_size(list) || json_array_size(list) > LOT_INGREDIENTS)
		return -EBADMSG;
	json_array_foreach(list, i, one) if (r == 0) r = put_ingredient(s, e, one, i);
	return r;
}

/* ---- writing one ---- */

/* What its product says of keeping it. */
static int read_product(struct ledger *l, const struct lot_made *lot, struct lot_dating *of,
	struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT storage = 'CONGEL', study_ref <> '', life_days FROM catalogue_product"
		" WHERE journal = ? AND code = ? AND valid_from = ?",
		V_TEXT(lot->journal), V_TEXT(lot->product), V_TEXT(lot->product_from));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : ledger_refuse(res, "product_no_category", lot->product);
	of->frozen = sqlite3_column_int(stmt, 0);
	of->studied = sqlite3_column_int(stmt, 1);
	of->life_days = (uint32_t)sqlite3_column_int(stmt, 2);
	return 0;
}

static int take_date(struct ledger *l, const struct ledger_job *job, const struct lot_made *lot,
	const struct lot_text *text, struct lot_closed *c, struct ledger_result *res)
{
	struct lot_dating of = { .process = lot->process,
		.day = lot->day,
		.frozen_on = lot->frozen_on,
		.coordinator = job->who >= ROLE_COORDINATOR };
	struct lot_dated dated;
	struct sentence why;
	int r = read_product(l, lot, &of, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	lot_date(&of, &text->dated, c->date, &dated, &why);
	if (why.key) {
		res->answer = LEDGER_CONFLICT;
		res->why = why;
		sentence_param(&res->why, "code", lot->product);
		sentence_param(&res->why, "column", "study_ref");
		return 0;
	}
	c->date_kind = dated.date_kind;
	c->thawed = dated.thawed;
	memcpy(c->date, dated.date, sizeof(c->date));
	memcpy(c->frozen_on, dated.frozen_on, sizeof(c->frozen_on));
	return 0;
}

static int take_text(struct ledger *l, const struct ledger_job *job, const struct lot_made *lot,
	struct lot_closed *c, struct ledger_result *res)
{
	_cleanup_free_ struct lot_text *text = malloc(sizeof(*text));
	int r = text ? lot_text_of(l, lot, text) : -ENOMEM;

	if (r == -EMSGSIZE)
		return ledger_conflict(res, "lot_many_ingredients", lot->id);
	if (r < 0)
		return r;
	if (!text->count)
		return ledger_conflict(res, "lot_no_inputs", lot->id);
	if (text->unread[0])
		return ledger_conflict(res, "allergen_unknown", text->unread);
	memcpy(c->allergens, text->allergens, sizeof(c->allergens));
	memcpy(c->traces, text->traces, sizeof(c->traces));
	return take_date(l, job, lot, text, c, res);
}

/* lang: lot_no_inputs lot_many_ingredients allergen_unknown */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct lot_closed *c = value;
	struct lot_made lot;
	int r = made_target(l, c->lot, MADE_OPEN, &lot, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_is_there(lot.id, lot.day, c->day, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	memcpy(c->lot, lot.id, sizeof(c->lot));
	return take_text(l, job, &lot, c, res);
}

int ledger_lot_preview(struct ledger *l, enum role who, struct lot_preview *p)
{
	_cleanup_free_ struct lot_text *text = malloc(sizeof(*text));
	_cleanup_free_ struct ledger_result *res = calloc(1, sizeof(*res));
	const struct ledger_job job = { .who = who };
	struct lot_made lot;
	int r = text && res ? made_target(l, p->closed.lot, MADE_OPEN, &lot, res) : -ENOMEM;

	if (r == 0 && res->answer == LEDGER_NOT_FOUND)
		return -ENOENT;
	if (r == 0 && res->answer == LEDGER_WRITTEN) {
		memcpy(p->closed.lot, lot.id, sizeof(p->closed.lot));
		r = lot_text_of(l, &lot, text);
		p->count = r < 0 ? 0 : text->count;
		memcpy(p->list, text->list, p->count * sizeof(p->list[0]));
		memcpy(p->unread, text->unread, sizeof(p->unread));
		memcpy(p->closed.allergens, text->allergens, sizeof(p->closed.allergens));
		memcpy(p->closed.traces, text->traces, sizeof(p->closed.traces));
		r = take_text(l, &job, &lot, &p->closed, res);
	}
	p->why = res ? res->why : p->why;
	return r;
}

static json_t *list_of(const struct lot_text *text)
{
	json_t *list = json_array();

	for (size_t i = 0; i < text->count; i++)
		(void)json_array_append_new(
			list, record_body(&lot_ingredient_record, &text->list[i]));
	return list;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	_cleanup_free_ struct lot_text *text = malloc(sizeof(*text));
	_cleanup_json_ json_t *body = record_body(&lot_closed_record, value);
	struct lot_made lot;
	int r = text ? made_find(l->sql, ((const struct lot_closed *)value)->lot, &lot) : -ENOMEM;

	(void)res;
	if (r == 0)
		r = lot_text_of(l, &lot, text);
	if (r < 0)
		return r;
	if (json_object_set_new(body, "ingredients", list_of(text)) ||
		json_array_size(json_object_get(body, "ingredients")) != text->count ||
		entry_put_request(body, as->key, as->digest))
		return -ENOMEM;
	return entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
}

/* Its packs bear it. */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT * FROM (SELECT p.id FROM lot_closed c JOIN pack p ON p.lot = c.lot WHERE"
		" c.journal || '/' || c.seq = ?1 AND " COUNTS_SQL(
			"p") " LIMIT 1) UNION ALL"
			     " SELECT p.journal || '/' || p.seq FROM lot_closed c JOIN lot_packed "
			     "p ON p.lot ="
			     " c.lot WHERE c.journal || '/' || c.seq = ?1 AND " COUNTS_SQL(
				     "p") " LIMIT 1",
		V_TEXT(id));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

static const char *const tables[] = { "lot_ingredient", NULL };
const struct kind lot_closed_kind = {
	"lot-closed",
	1,
	.record = &lot_closed_record,
	.tables = tables,
	.check = check,
	.after = after,
	.take_back = entry_only_void,
	.held = held,
	.allow = allow,
	.append = append,
};
