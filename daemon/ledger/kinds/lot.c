// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * lot: something is made, of a product of the catalogue, on a day. Its number is one of those of received
 * lots. What goes in, the text of its label and what comes out are entries of their own.
 */
#include <string.h>
#include "../lots.h"
#include "../made.h"
#include "../write.h"
#include "catalogue_facts.h"
#include "cooling.h"

#define NOW(name_, member_, type_, column_, ...)                                           \
	{                                                                                  \
		.name = (name_), RECORD_AT(lot_made, member_, type_), .column = (column_), \
		.rules = RECORD_JOINED, __VA_ARGS__                                        \
	}
#define FLOW(what_, kinds_)                                                                  \
	"(SELECT ifnull(sum(f." what_ "), 0) FROM lot_flow f WHERE f.lot = r.id AND f.kind " \
	"= " kinds_ ")"
#define TEXT_OF(what_)            \
	"ifnull((SELECT c." what_ \
	" FROM lot_closed c WHERE c.lot = r.id AND " COUNTS_SQL("c") " LIMIT 1), '')"
/* Of its packs that are in one of these states. */
#define HERE(what_, states_)                                                           \
	"(SELECT " what_                                                               \
	" FROM (SELECT p.id, p.net_mg FROM pack p WHERE p.lot = r.id AND " COUNTS_SQL( \
		"p") ") r WHERE " PACK_STATE_SQL " IN (" states_ "))"

static const struct record_field fields[] = {
	ROW_OF(lot_made),
	STAMP(lot_made, journal, RECORD_TEXT),
	STAMP(lot_made, seq, RECORD_UINT),
	TEXT(lot_made, id),
	{ .name = "number",
		RECORD_AT(lot_made, number, RECORD_UINT),
		.rules = RECORD_BODY | RECORD_SILENT },
	{ .name = "at",
		.body = "made_us",
		.column = "wall_us",
		RECORD_AT(lot_made, at_wall_us, RECORD_TIME) },
	TEXT(lot_made, day),
	WORD(lot_made, process, lot_process_words, .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(lot_made, product, .rules = RECORD_ASKED | RECORD_NEEDED,
		.codes = 1 + CATALOGUE_PRODUCT),
	TEXT(lot_made, product_from),
	TEXT(lot_made, category),
	TEXT(lot_made, recipe, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_RECIPE),
	TEXT(lot_made, frozen_on, .rules = RECORD_ASKED, .shape = SHAPE_DAY),
	{ .name = "operator",
		RECORD_AT(lot_made, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	NOW("state", state, RECORD_WORD, MADE_STATE_SQL, .words = &made_state_words),
	NOW("in_mg", in_mg, RECORD_MG, FLOW("mass_mg", "'input'")),
	NOW("rescued_in_mg", rescued_in_mg, RECORD_MG, FLOW("rescued_mg", "'input'")),
	NOW("left_mg", left_mg, RECORD_MG, MADE_LEFT_SQL),
	NOW("rescued_left_mg", rescued_left_mg, RECORD_MG,
		"(SELECT ifnull(sum(f.rescued_mg), 0) FROM lot_flow f WHERE f.lot = r.id)"),
	NOW("date_kind", date_kind, RECORD_WORD, TEXT_OF("date_kind"), .words = &food_date_words),
	NOW("date", date, RECORD_TEXT, TEXT_OF("date")),
	NOW("held", held, RECORD_WORD, LOT_HELD_SQL("r.id"), .words = &held_why_words),
	NOW("packs_left", packs_left, RECORD_UINT, HERE("count(*)", "'stock'")),
	NOW("bulk_left_mg", bulk_left_mg, RECORD_MG,
		MADE_LEFT_SQL
		" - " HERE("ifnull(sum(r.net_mg), 0)", "'stock', 'on_slip', 'returned'")),
	NOW("returnable_mg", returnable_mg, RECORD_MG, LOT_OUT_SQL("r.id")),
	NOW("cooling", cooling, RECORD_WORD, COOLING_SQL("r.id"), .words = &cooling_words),
	VOIDED_BY(lot_made),
};
const struct record lot_made_record = RECORD_OF(lot_made, fields, .table = "lot", .about = "id");

static int check(const void *value)
{
	const struct lot_made *m = value;

	return m->id[0] && m->number && m->process && m->product[0] && m->category[0] ? 0
										      : -EBADMSG;
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	const struct lot_made *m = value;

	return lot_used(s, e->journal, m->day, m->number);
}

/* ---- writing one ---- */

/* The row of its product on its day: which one, and the category of what is made. */
static int take_product(struct ledger *l, struct lot_made *m, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int64_t freezable;
	int r = sql_start(l->sql, &stmt,
		"SELECT c.valid_from, ifnull(f.category, ''), ifnull(f.freezable AND f.storage = "
		"'CONGEL', 0)"
		" FROM catalogue c LEFT JOIN catalogue_product f USING (journal, code, valid_from)"
		" WHERE c.journal = ?1 AND c.kind = 'product' AND c.code = ?2"
		" AND c.valid_from <= ?3 AND (c.valid_until = '' OR c.valid_until > ?3)",
		V_TEXT(l->journal), V_TEXT(m->product), V_TEXT(m->day));

	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	if (r == 0)
		return ledger_refuse_field(res, "unknown_code_in", m->product, "product");
	sql_text(stmt, 0, m->product_from, sizeof(m->product_from));
	sql_text(stmt, 1, m->category, sizeof(m->category));
	freezable = sqlite3_column_int64(stmt, 2);
	if (!m->category[0])
		return ledger_refuse_field(res, "product_no_category", m->product, "product");
	if (m->process == PROCESS_FREEZE && !freezable)
		return ledger_refuse_field(res, "not_freezable", m->product, "product");
	return 0;
}

/* lang: product_no_category not_freezable lot_key_long lots_full */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct lot_made *m = value;
	int r = take_product(l, m, res);

	(void)job;
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ledger_check_codes(l, &lot_made_record, m, m->day, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	r = lot_next(l->sql, l->journal, m->day, m->id, &m->number);
	if (r == -ENOBUFS)
		return ledger_conflict(res, "lot_key_long", "");
	return r == -ERANGE ? ledger_conflict(res, "lots_full", "") : r;
}

/* As it was begun: what came of it since is not what was asked. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct lot_made *m = (struct lot_made *)res->value;
	int r = record_rows(l->sql, &lot_made_record, &query, m, 1);

	_Static_assert(sizeof(*m) <= sizeof(res->value), "a lot is an answer");
	(void)asked;
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	m->state = MADE_OPEN;
	m->in_mg = m->rescued_in_mg = m->left_mg = m->rescued_left_mg = 0;
	m->bulk_left_mg = m->returnable_mg = 0;
	m->date_kind = m->held = m->packs_left = m->cooling = 0;
	m->date[0] = m->voided_by[0] = '\0';
	return 0;
}

/* What went in stands on it. */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT i.journal || '/' || i.seq FROM lot r JOIN lot_input i ON i.lot = r.id"
		" WHERE r.journal || '/' || r.seq = ? AND " COUNTS_SQL("i") " LIMIT 1",
		V_TEXT(id));

	return r < 0 ? r : lot_used_by(l, stmt, res);
}

static const char *const tables[] = { "lot_number", "lot_flow", NULL };
const struct kind lot_kind = {
	"lot",
	1,
	.record = &lot_made_record,
	.tables = tables,
	.check = check,
	.after = after,
	.take_back = entry_only_void,
	.held = held,
	.allow = allow,
	.answer = answer,
	.own_codes = true,
};
