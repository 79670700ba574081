// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * lot-input: something goes into a lot that is being made: of a received lot, of one that was made and
 * packed, bought, or water. It is no weighing: mass goes from one category of the stock to another.
 */
#include <string.h>
#include "../lots.h"
#include "../made.h"
#include "../recorded.h"
#include "../stock_book.h"
#include "../write.h"
#include "mass.h"

#define SAID(member_, ...) TEXT(lot_input, member_, .rules = RECORD_ASKED, __VA_ARGS__)

static bool has_shown(const void *value)
{
	return ((const struct lot_input *)value)->shown.unit != MASS_UNIT_NONE;
}

static const struct record_field fields[] = {
	STAMP(lot_input, journal, RECORD_TEXT),
	STAMP(lot_input, seq, RECORD_UINT),
	TEXT(lot_input, id, .column = "r.journal || '/' || r.seq", .rules = RECORD_JOINED),
	{ .name = "at",
		.body = "at_us",
		.column = "wall_us",
		RECORD_AT(lot_input, at_wall_us, RECORD_TIME) },
	TEXT(lot_input, day),
	TEXT(lot_input, lot),
	SAID(from, .column = "from_lot"),
	WORD(lot_input, source, lot_source_words, .rules = RECORD_ASKED),
	MASS(lot_input, mass_mg, .rules = RECORD_ASKED, .least = 1, .most = LOT_MASS_MOST_MG),
	SAID(ingredient, .codes = 1 + CATALOGUE_INGREDIENT),
	SAID(partner, .codes = 1 + CATALOGUE_PARTNER),
	SAID(supplier_lot),
	TRUTH(lot_input, none, .rules = RECORD_ASKED),
	SAID(allergens),
	SAID(traces),
	SAID(emphasise),
	{ .name = "operator",
		RECORD_AT(lot_input, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	/* Of the plate; older entries have none of it. */
	TEXT(lot_input, scale),
	SHOWN_OF(lot_input, digits, RECORD_INT),
	SHOWN_OF(lot_input, exp10, RECORD_INT),
	SHOWN_OF(lot_input, unit, RECORD_WORD, .words = &mass_unit_words),
	{ .name = "raw",
		RECORD_AT(lot_input, raw, RECORD_BYTES),
		.rules = RECORD_BODY | RECORD_SILENT,
		.done = offsetof(struct lot_input, raw_len) + 1 },
	VOIDED_BY(lot_input),
};
const struct record lot_input_record =
	RECORD_OF(lot_input, fields, .table = "lot_input", .about = "lot");

static int check(const void *value)
{
	const struct lot_input *i = value;

	return i->lot[0] && i->source && i->mass_mg > 0 ? 0 : -EBADMSG;
}

/* ---- what it changes ---- */

/* Where a lot lies: of which category, in which place. */
struct lying {
	char category[CODE_SIZE], store[CODE_SIZE];
};

static int find_lying(struct sql *s, const char *lot, struct lying *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT category, '' FROM lot WHERE replace(id, '-', '') = replace(?1, '-', '')"
		" UNION ALL SELECT category, store FROM weighing WHERE lot = ?1 AND lot <> ''"
		" AND direction = 'in' AND voided_seq IS NULL LIMIT 1",
		V_TEXT(lot));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EBADMSG;
	sql_text(stmt, 0, ret->category, sizeof(ret->category));
	sql_text(stmt, 1, ret->store, sizeof(ret->store));
	return 0;
}

static int put(struct sql *s, const struct entry *e, const struct lot_input *i, const char *lot)
{
	const int64_t mg = lot == i->lot ? i->mass_mg : -i->mass_mg;
	struct lying lying;
	struct stock_at at = { e->journal, e->seq, lying.category, lying.store, i->day,
		i->at_wall_us };
	int r = find_lying(s, lot, &lying);

	return r < 0 ? r : stock_put(s, e, &at, mg);
}

/* Of what was made before, its own share; of water and what was bought, nothing. */
static int rescued(struct sql *s, const struct lot_input *i, int64_t *ret_mg)
{
	int64_t left_mg = 0, rescued_mg = 0;
	int r = i->source == SOURCE_MADE ? lot_flow_left(s, i->from, &left_mg, &rescued_mg) : 0;

	*ret_mg = i->source == SOURCE_RESCUED ? i->mass_mg
		  : i->source == SOURCE_MADE  ? lot_share_mg(i->mass_mg, left_mg, rescued_mg)
					      : 0;
	return r;
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	const struct lot_input *i = value;
	struct lot_flow in = { e->journal, e->seq, "input", i->lot, i->mass_mg, 0 }, used;
	int r = rescued(s, i, &in.rescued_mg);

	used = (struct lot_flow){ e->journal, e->seq, "used", i->from, -i->mass_mg,
		-in.rescued_mg };
	if (r == 0)
		r = lot_flow_add(s, &in);
	if (r == 0 && i->from[0])
		r = lot_flow_add(s, &used);
	if (r == 0 && i->from[0])
		r = put(s, e, i, i->from);
	return r < 0 ? r : put(s, e, i, i->lot);
}

static int take_back(struct sql *s, const char *journal, uint64_t seq)
{
	int r = lot_flow_drop(s, journal, seq);

	return r < 0 ? r : stock_take_back(s, journal, seq);
}

/* ---- writing one ---- */

/* All that is left, if nobody says how much. */
static int take_mass(struct lot_input *i, int64_t left_mg, struct ledger_result *res)
{
	if (!i->mass_mg)
		i->mass_mg = left_mg;
	if (i->mass_mg <= left_mg && i->mass_mg > 0)
		return 0;
	return lot_too_little(res, i->from, left_mg > 0 ? left_mg : 0);
}

static int take_received(
	struct lot_input *i, const struct food_received *from, struct ledger_result *res)
{
	i->source = SOURCE_RESCUED;
	memcpy(i->from, from->lot, sizeof(i->from));
	(void)lot_is_there(from->lot, from->day, i->day, res);
	if (res->answer != LEDGER_WRITTEN)
		return 0;
	if (from->date_kind == DATE_DLC && strcmp(from->date, i->day) < 0)
		return ledger_conflict(res, "input_dlc_past", from->lot);
	return take_mass(i, from->left_mg, res);
}

/* Frozen only before its date; what was thawed, never. */
static int check_freezing(struct ledger *l, const struct lot_made *lot, const struct lot_input *i,
	struct ledger_result *res)
{
	struct food_received from;
	struct lot_closed text;
	int r = lot->process == PROCESS_FREEZE ? made_closed(l->sql, i->from, &text) : 0;

	if (r < 0 || lot->process != PROCESS_FREEZE)
		return r;
	if (r > 0 && text.thawed)
		return ledger_conflict(res, "input_thawed", i->from);
	if (r > 0 && text.date_kind == DATE_DLC && strcmp(text.date, i->day) <= 0)
		return ledger_conflict(res, "freeze_too_late", i->from);
	r = r == 0 && i->from[0] ? lot_find(l->sql, i->from, &from) : -ENOENT;
	if (r == 0 && from.date_kind == DATE_DLC && strcmp(from.date, i->day) <= 0)
		return ledger_conflict(res, "freeze_too_late", i->from);
	return r == -ENOENT ? 0 : r;
}

/* What is not packed in trays: they are handed on as they are. */
static int take_made(struct ledger *l, struct lot_input *i, struct ledger_result *res)
{
	struct made_packs packs;
	struct lot_made from;
	int r = made_target(l, i->from, MADE_PACKED, &from, res);

	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	i->source = SOURCE_MADE;
	memcpy(i->from, from.id, sizeof(i->from));
	(void)lot_is_there(from.id, from.day, i->day, res);
	if (res->answer != LEDGER_WRITTEN)
		return 0;
	if (from.date_kind == DATE_DLC && strcmp(from.date, i->day) < 0)
		return ledger_conflict(res, "input_dlc_past", from.id);
	r = made_packs(l->sql, from.id, &packs);
	return r < 0 ? r : take_mass(i, from.left_mg - (packs.mass_mg - packs.gone_mg), res);
}

/* What its allergens are is read on its own pack, or is its own text: never said beside it. */
static int take_from(struct ledger *l, struct lot_input *i, struct ledger_result *res)
{
	struct food_received from;
	int r;

	if (i->none || i->allergens[0] || i->traces[0] || i->emphasise[0])
		return ledger_refuse_field(res, "input_read_apart", NULL, "from");
	r = lot_find(l->sql, i->from, &from);
	if (r == 0)
		r = take_received(i, &from, res);
	else if (r == -ENOENT)
		r = take_made(l, i, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_is_free(l, i->from, res);
	return r;
}

/* Of no lot of ours: what it is, how much, and of what is bought what its pack says. */
static int take_other(const struct lot_input *i, struct ledger_result *res)
{
	if (i->source != SOURCE_BOUGHT && i->source != SOURCE_WATER)
		return ledger_refuse_field(res, "input_source", NULL, "source");
	if (!i->mass_mg)
		return ledger_refuse_field(res, "input_mass", NULL, "mass_kg");
	if (i->source == SOURCE_BOUGHT && !i->ingredient[0])
		return ledger_refuse_field(res, "input_ingredient", NULL, "ingredient");
	if (i->none && i->allergens[0])
		return ledger_refuse_field(res, "allergens_both", NULL, "none");
	if (!food_allergens_good(i->allergens))
		return ledger_refuse_field(res, "allergens_unknown", NULL, "allergens");
	return food_allergens_good(i->traces)
		       ? 0
		       : ledger_refuse_field(res, "allergens_unknown", NULL, "traces");
}

/*
 * lang: input_source input_mass input_ingredient input_dlc_past input_thawed freeze_too_late lot_held
 * input_read_apart allergens_both allergens_unknown lot_void lot_closed lot_packed
 */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct lot_input *i = value;
	struct lot_made lot;
	int r = made_target(l, i->lot, MADE_OPEN, &lot, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_is_there(lot.id, lot.day, i->day, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	memcpy(i->lot, lot.id, sizeof(i->lot));
	if (lot.held)
		return ledger_conflict(res, "lot_held", lot.id);
	r = i->from[0] ? take_from(l, i, res) : take_other(i, res);
	return r < 0 || res->answer != LEDGER_WRITTEN ? r : check_freezing(l, &lot, i, res);
}

/* The text that is frozen of it stands on it, and what was lost of the pot already. */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT * FROM (SELECT c.journal || '/' || c.seq FROM lot_input i JOIN lot_closed c"
		" ON c.lot = i.lot WHERE i.journal || '/' || i.seq = ?1 AND " COUNTS_SQL(
			"c") " LIMIT 1) UNION ALL SELECT w.id FROM lot_input i JOIN lot_flow f ON "
			     "f.lot = i.lot"
			     " AND f.kind = 'out' JOIN entry e ON e.journal = f.journal AND e.seq "
			     "= f.seq JOIN"
			     " weighing w ON w.row = e.row WHERE i.journal || '/' || i.seq = ?1 "
			     "AND i.mass_mg >"
			     " (SELECT sum(o.mass_mg) FROM lot_flow o WHERE o.lot = i.lot) LIMIT 1",
		V_TEXT(id));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

/* As it was put in; the station knows it by its number. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct lot_input *i = (struct lot_input *)res->value;
	int r = record_rows(l->sql, &lot_input_record, &query, i, 1);

	_Static_assert(sizeof(*i) <= sizeof(res->value), "an input is an answer");
	(void)asked;
	i->voided_by[0] = '\0';
	return r < 0 ? r : r == 0 ? -ENOENT : input_shown(l, i, &res->received);
}

static const char *const tables[] = { "lot_flow", "stock_line", "stock_day", NULL };
const struct kind lot_input_kind = {
	"lot-input",
	1,
	.record = &lot_input_record,
	.tables = tables,
	.check = check,
	.after = after,
	.take_back = take_back,
	.held = held,
	.allow = allow,
	.answer = answer,
};
