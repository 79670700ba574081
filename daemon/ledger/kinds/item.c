// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * item: a thing has a label of its own from now on. It is no weighing: with one it is part of that intake,
 * whose items never weigh more than it; without, it lay in stock already, and somebody says how heavy it is.
 */
#include <string.h>
#include "../items.h"
#include "../lots.h"
#include "../write.h"

static const struct record_field fields[] = {
	ROW_OF(item),
	STAMPED(item),
	TEXT(item, id, .rules = RECORD_ASKED),
	{ .name = "number",
		RECORD_AT(item, number, RECORD_UINT),
		.rules = RECORD_BODY | RECORD_SILENT },
	TEXT(item, category, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_CATEGORY),
	MASS(item, net_mg, .rules = RECORD_ASKED, .least = 1, .most = INT64_C(1000000000)),
	WHOLE(item, units, .rules = RECORD_ASKED | RECORD_BLANK, .least = 1, .most = 100000),
	WORD(item, method, method_words),
	TEXT(item, weighing, .rules = RECORD_ASKED),
	TEXT(item, store, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_PLACE),
	{ .name = "operator",
		RECORD_AT(item, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	{ .name = "state",
		RECORD_AT(item, state, RECORD_WORD),
		.words = &item_state_words,
		.column = "ifnull(n.state, 'received')",
		.rules = RECORD_JOINED },
	TEXT(item, since, .column = "ifnull(n.since, r.day)", .rules = RECORD_JOINED),
	TEXT(item, left_by, .column = "ifnull(n.left_by, '')", .rules = RECORD_JOINED),
	VOIDED_BY(item),
	TEXT(item, serial, .rules = RECORD_ASKED | RECORD_ERASABLE),
};
const struct record item_record = RECORD_OF(item, fields, .table = "item",
	.join = "LEFT JOIN item_now n ON n.item = r.row", .about = "id");

static int check(const void *value)
{
	const struct item *i = value;

	_Static_assert(sizeof(*i) <= LEDGER_VALUE_SIZE, "it is an answer");
	return i->id[0] && i->category[0] && i->net_mg > 0 ? 0 : -EBADMSG;
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	const struct item *i = value;
	int r = i->number ? number_used(s, e->journal, 'I', i->number) : 0;

	return r < 0 ? r : item_now_update(s, i->id);
}

static int take_back(struct sql *s, const char *journal, uint64_t seq)
{
	return item_now_of_entry(s, "item", journal, seq);
}

/* ---- writing one ---- */

/* A label that was printed ahead is of one thing. lang: no_such_item_key item_bound */
static int take_key(struct ledger *l, struct item *i, struct ledger_result *res)
{
	char journal[JOURNAL_SIZE];
	struct item bound;
	int r = i->id[0] ? ledger_item_key(l, i->id, i->id, journal) : 1;

	if (r)
		return r == -ENOENT ? ledger_refuse_field(res, "no_such_item_key", i->id, "id")
		       : r < 0      ? r
				    : 0;
	r = ledger_item(l, i->id, &bound);
	return r == -ENOENT ? 0 : r < 0 ? r : ledger_conflict(res, "item_bound", i->id);
}

/* Of what its other items have left of it. lang: item_exceeds */
static int take_rest(
	struct ledger *l, const struct weighing *w, struct item *i, struct ledger_result *res)
{
	int64_t taken_mg = 0;
	int r = sql_int(l->sql, &taken_mg,
		"SELECT ifnull(sum(i.net_mg), 0) FROM item i JOIN item_now n ON n.item = i.row"
		" WHERE i.weighing = ? AND i.weighing <> ''",
		V_TEXT(w->id));
	const int64_t left_mg = w->net_mg - taken_mg;

	if (r < 0)
		return r;
	if (!i->net_mg && !taken_mg && !i->units)
		i->units = w->units;
	if (!i->net_mg)
		i->net_mg = left_mg;
	if (i->net_mg > 0 && i->net_mg <= left_mg)
		return 0;
	(void)ledger_conflict(res, "item_exceeds", w->id);
	sentence_param_kg(&res->why, "kg", left_mg > 0 ? left_mg : 0);
	return 0;
}

/* lang: no_such_weighing already_void item_of_in */
static int of_weighing(struct ledger *l, struct item *i, struct ledger_result *res)
{
	struct weighing w;
	int r = weighing_find(l->sql, NULL, i->weighing, &w);

	if (r == -ENOENT)
		return ledger_refuse_field(res, "no_such_weighing", i->weighing, "weighing");
	if (r < 0)
		return r;
	if (w.voided_by[0])
		return ledger_conflict(res, "already_void", w.id);
	if (w.direction != DIRECTION_IN)
		return ledger_conflict(res, "item_of_in", w.id);
	memcpy(i->weighing, w.id, sizeof(i->weighing));
	memcpy(i->category, w.category, sizeof(i->category));
	if (!i->store[0])
		memcpy(i->store, w.store, sizeof(i->store));
	i->method = w.method;
	return take_rest(l, &w, i, res);
}

/* lang: item_what item_mass item_is_food */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct item *i = value;
	int r = take_key(l, i, res);

	i->number = 0;
	i->method = METHOD_TYPED;
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (i->weighing[0])
		r = of_weighing(l, i, res);
	else if (!i->category[0])
		return ledger_refuse_field(res, "item_what", NULL, "category");
	else if (!i->net_mg)
		return ledger_refuse_field(res, "item_mass", NULL, "net_kg");
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = ledger_check_category(l, i->category, job->now.day, res);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = lot_needed_of(l, i->category, job->now.day);
	return r > 0 ? ledger_conflict(res, "item_is_food", i->category) : r;
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct item *i = value;

	(void)job;
	(void)res;
	return i->id[0] ? 0 : number_next(l->sql, l->journal, 'I', i->id, &i->number);
}

/* One that was printed ahead is there already. */
static int beside(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	const struct item *i = value;

	(void)res;
	return job->label && i->number ? label_job_add(l, i->id, &job->now) : 0;
}

/* Once it has been moved, the last move stands on it. */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT t.journal || '/' || t.seq, t.id FROM item i JOIN item_now n ON n.item = "
		"i.row"
		" JOIN item_state t ON t.row = n.move WHERE i.journal || '/' || i.seq = ?",
		V_TEXT(id));

	return r < 0 ? r : ledger_used_by_first(stmt, res);
}

/* Its weighing stays while it is part of it. */
static int owns(struct ledger *l, const char *weighing_id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT i.id FROM item i JOIN item_now n ON n.item = i.row WHERE i.weighing = ?"
		" AND i.weighing <> '' ORDER BY i.row LIMIT 1",
		V_TEXT(weighing_id));

	return r < 0 ? r : ledger_used_by_first(stmt, res);
}

static const char *const tables[] = { "item_now", "item_stock", NULL };

/* As it was bound: where it went since is not what was asked. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct item *i = (struct item *)res->value;
	int r = record_rows(l->sql, &item_record, &query, i, 1);

	(void)asked;
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	i->state = ITEM_RECEIVED;
	memcpy(i->since, i->day, sizeof(i->since));
	i->left_by[0] = i->voided_by[0] = '\0';
	return 0;
}

const struct kind item_kind = {
	"item",
	1,
	.record = &item_record,
	.tables = tables,
	.check = check,
	.after = after,
	.take_back = take_back,
	.held = held,
	.owns = owns,
	.allow = allow,
	.fill = fill,
	.beside = beside,
	.answer = answer,
};
