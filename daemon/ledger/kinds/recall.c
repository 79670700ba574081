// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * recall: food is called back: every lot downstream is found, written down with it and held, in one
 * transaction. recall-count: it ends: where each pack is, how long it took, and what is decided of its lots;
 * good lets them go, but not one that another recall still wants, nor one that was condemned, and a lot that
 * had been held for another reason stays held for that.
 */
#include "recall.h"
#include <stdlib.h>
#include <string.h>
#include "../delivery.h"
#include "../lots.h"
#include "../made.h"
#include "../write.h"
#include "slip.h"

static const char *const sorts[] = { "lot", "slip", "gtin", "donor_lot" };
const struct record_words recall_sort_words = { sorts, ARRAY_SIZE(sorts) };

#define HEAD(type_) ROW_OF(type_), STAMPED(type_)
#define OPERATOR(type_)                                                           \
	{                                                                         \
		.name = "operator", RECORD_AT(type_, operator_code, RECORD_TEXT), \
		.codes = 1 + CATALOGUE_OPERATOR                                   \
	}

static const struct record_field fields[] = {
	HEAD(recall),
	WHOLE(recall, number),
	WORD(recall, sort, recall_sort_words),
	TEXT(recall, about),
	TRUTH(recall, drill, .rules = RECORD_ASKED),
	TEXT(recall, reason),
	OPERATOR(recall),
	{ .name = "lot_count",
		RECORD_AT(recall, lot_count, RECORD_UINT),
		.column = "(SELECT count(*) FROM recall_lot x WHERE x.journal = r.journal AND"
			  " x.seq = r.seq)",
		.rules = RECORD_JOINED },
	{ .name = "ended",
		RECORD_AT(recall, ended, RECORD_TRUE),
		.column = "EXISTS (SELECT 1 FROM recall_count c WHERE c.recall = r.number)",
		.rules = RECORD_JOINED },
	TEXT(recall, note, .rules = RECORD_ERASABLE),
};
const struct record recall_record = RECORD_OF(recall, fields, .table = "recall", .about = "number");

static int check(const void *value)
{
	const struct recall *r = value;

	_Static_assert(sizeof(*r) <= LEDGER_VALUE_SIZE, "it is an answer");
	return r->number && r->about[0] ? 0 : -EBADMSG;
}

/* Its lots. */
static int after(struct sql *s, const struct entry *e, const void *value)
{
	const struct recall *r = value;
	_cleanup_json_ json_t *body = NULL;
	const json_t *one;
	size_t i;
	int done = fields_parse(e->body, e->body_len, &body);

	if (done < 0)
		return -EBADMSG;
	json_array_foreach(json_object_get(body, "lots"), i, one)
	{
		if (!json_is_string(one))
			return -EBADMSG;
		done = sql_run(s,
			"INSERT OR IGNORE INTO recall_lot (journal, seq, lot, number)"
			" VALUES (?, ?, ?, ?)",
			V_TEXT(e->journal), V_INT(e->seq), V_TEXT(json_string_value(one)),
			V_INT(r->number));
		if (done < 0)
			return done;
	}
	return 0;
}

/* ---- beginning one ---- */

static int lot_named(struct ledger *l, const char *id, char ret_lot[PRIVATE_KEY_SIZE])
{
	struct food_received received;
	struct lot_made made;
	int r = lot_find(l->sql, id, &received);

	if (r == 0)
		memcpy(ret_lot, received.lot, PRIVATE_KEY_SIZE);
	if (r != -ENOENT)
		return r;
	r = made_find(l->sql, id, &made);
	if (r == 0)
		memcpy(ret_lot, made.id, PRIVATE_KEY_SIZE);
	return r;
}

int ledger_lot_of(struct ledger *l, const char *id, char ret_lot[PRIVATE_KEY_SIZE])
{
	struct pack pack;
	int r = l->sql ? lot_named(l, id, ret_lot) : -EIO;

	if (r != -ENOENT)
		return r;
	r = ledger_pack(l, id, &pack);
	if (r == 0)
		memcpy(ret_lot, pack.lot, PRIVATE_KEY_SIZE);
	return r == -ENOENT ? lot_of_mark(l->sql, id, ret_lot) : r;
}

/* What is called back, by its number as it stands. */
static int take_about(struct ledger *l, struct recall *r)
{
	char lot[PRIVATE_KEY_SIZE];
	struct slip s;
	int done = 0;

	if (r->sort == RECALL_LOT) {
		done = ledger_lot_of(l, r->about, lot);
		if (done == 0)
			memcpy(r->about, lot, sizeof(lot));
	} else if (r->sort == RECALL_SLIP) {
		done = ledger_slip(l, r->about, &s);
		if (done == 0)
			memcpy(r->about, s.id, sizeof(s.id));
	}
	return done;
}

/* SQL: lots that slip ?2 is of, also of packs that lie on it; those of that number, as a donor writes it. */
#define BY_SLIP                                                                                  \
	"SELECT w.lot FROM weighing w WHERE ?1 = 'slip' AND w.slip = ?2 AND w.slip <> ''"        \
	" AND w.lot <> '' AND w.voided_seq IS NULL UNION SELECT r.lot FROM pack r " ON_SLIP_SQL( \
		"?2", "'on_slip'") " WHERE ?1 = 'slip'"
#define BY_GTIN                                                                                \
	"SELECT f.lot FROM food_received f WHERE ?1 = 'gtin' AND f.gtin <> '' AND " SAME_GTIN( \
		"f.gtin", "?2")
#define PLAIN(lot_) "upper(replace(" lot_ ", ' ', ''))"
#define BY_DONOR_LOT                                                                      \
	"SELECT f.lot FROM food_received f WHERE ?1 = 'donor_lot' AND f.donor_lot <> '' " \
	"AND " PLAIN("f.donor_lot") " = " PLAIN("?2")
/* Lots called back, and everything downstream of them. ?1: the sort, ?2: which. */
static const char found[] =
	TRACE_FORWARD_FROM("SELECT ?2 WHERE ?1 = 'lot' UNION " BY_SLIP " UNION " BY_GTIN
			   " UNION " BY_DONOR_LOT) "SELECT lot FROM t";

/* NULL: no memory, or the file cannot be read. */
static json_t *find_lots(struct ledger *l, const struct recall *r)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	json_t *list = json_array();
	char lot[PRIVATE_KEY_SIZE];
	int done = sql_start(l->sql, &stmt, found, V_TEXT(sorts[r->sort]), V_TEXT(r->about));

	while (done >= 0 && (done = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, lot, sizeof(lot));
		if (json_array_append_new(list, json_string(lot)))
			done = -ENOMEM;
	}
	if (done == 0)
		return list;
	json_decref(list);
	return NULL;
}

/* One of the same that goes on and has all of these: of two people who begin it at once the second is told of the first's. */
static int is_begun(
	struct ledger *l, const struct recall *r, const json_t *lots, struct ledger_result *res)
{
	static const char same[] =
		"SELECT r.number FROM recall r WHERE r.sort = ? AND " PLAIN("r.about") " = " PLAIN(
			"?") " AND NOT r.drill AND NOT EXISTS (SELECT 1 FROM recall_count c WHERE"
			     " c.recall = r.number) AND NOT EXISTS (SELECT 1 FROM json_each(?) j"
			     " WHERE j.value NOT IN (SELECT x.lot FROM recall_lot x WHERE"
			     " x.number = r.number)) LIMIT 1";
	_cleanup_free_ char *text = json_dumps(lots, JSON_COMPACT);
	int64_t number = 0;
	int done;

	if (!text)
		return -ENOMEM;
	done = sql_int(
		l->sql, &number, same, V_TEXT(sorts[r->sort]), V_TEXT(r->about), V_TEXT(text));
	if (done <= 0)
		return done;
	(void)ledger_conflict(res, "recall_begun", r->about);
	sentence_param_int(&res->why, "number", number);
	return 0;
}

/* lang: recall_begun recall_finds_none */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct recall *r = value;
	_cleanup_json_ json_t *lots = NULL;
	int done = take_about(l, r);

	(void)job;
	if (done < 0 && done != -ENOENT)
		return done;
	lots = done == 0 ? find_lots(l, r) : json_array();
	if (!lots)
		return -ENOMEM;
	if (json_array_size(lots))
		return r->drill ? 0 : is_begun(l, r, lots, res);
	return ledger_no_food(l, r->about, "recall_finds_none", res);
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct recall *r = value;
	int64_t number = 0;
	int done = sql_int(l->sql, &number, "SELECT 1 + ifnull(max(number), 0) FROM recall");

	(void)job;
	(void)res;
	r->number = (uint32_t)number;
	return done < 0 ? done : 0;
}

static int hold_all(struct ledger *l, const struct moment *now, const json_t *lots)
{
	const struct record_entry as = { l->journal, "lot-held", now, "", NULL };
	struct lot_held h = { .why = HELD_RECALL, .reason = "OTHER" };
	const json_t *one;
	struct entry e;
	size_t i;
	int r = 0;

	json_array_foreach(lots, i, one)
	{
		(void)snprintf(h.lot, sizeof(h.lot), "%s", json_string_value(one));
		r = record_append(l->sql, &as, kind_row(&lot_held_kind), &h, &e);
		if (r < 0)
			return r;
	}
	return r;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct recall *r = value;
	_cleanup_json_ json_t *body = record_body(&recall_record, r), *lots = find_lots(l, r);
	uint8_t salt[SALT_SIZE];
	int done;

	(void)res;
	if (!lots || json_object_set(body, "lots", lots) ||
		erasable_put(body, "note", r->note, salt) ||
		entry_put_request(body, as->key, as->digest))
		return -ENOMEM;
	done = entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
	if (done == 0 && r->note[0])
		done = erasable_keep(l->sql, ret_entry, ITEM_NOTE, salt, r->note);
	return done < 0 || r->drill ? done : hold_all(l, as->now, lots);
}

/* As it was begun: that it has ended since is not what was asked. */
static int answer(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res)
{
	const struct record_query query = { .seq = seq, .journal = l->journal };
	struct recall *of = (struct recall *)res->value;
	int r = record_rows(l->sql, &recall_record, &query, of, 1);

	(void)asked;
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	of->ended = false;
	return 0;
}

static const char *const tables[] = { "recall_lot", NULL };
const struct kind recall_kind = {
	"recall",
	1,
	.record = &recall_record,
	.tables = tables,
	.check = check,
	.after = after,
	.allow = allow,
	.fill = fill,
	.append = append,
	.answer = answer,
};

int ledger_recall(struct ledger *l, uint32_t number, struct recall *ret_recall)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = !l->sql ? -EIO
			: record_select(l->sql, &recall_record,
				  "/* recall */ WHERE r.number = ? ORDER BY r.row LIMIT 1",
				  SQL_VALUES(V_INT(number)), &stmt);

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return record_from_row(&recall_record, stmt, ret_recall);
}

/* ---- the end of one ---- */

static const struct record_field count_fields[] = {
	HEAD(recall_count),
	WHOLE(recall_count, recall),
	WORD(recall_count, decision, held_decision_words, .rules = RECORD_ASKED),
	WHOLE(recall_count, made, .rules = RECORD_ZERO),
	WHOLE(recall_count, in_stock, .rules = RECORD_ZERO),
	WHOLE(recall_count, on_slip, .rules = RECORD_ZERO),
	WHOLE(recall_count, delivered, .rules = RECORD_ZERO),
	WHOLE(recall_count, recovered, .rules = RECORD_ZERO),
	WHOLE(recall_count, destroyed, .rules = RECORD_ZERO),
	WHOLE(recall_count, tasted, .rules = RECORD_ZERO),
	WHOLE(recall_count, minutes, .rules = RECORD_ZERO),
	TEXT(recall_count, reason),
	OPERATOR(recall_count),
	TEXT(recall_count, note, .rules = RECORD_ERASABLE),
};
const struct record recall_count_record =
	RECORD_OF(recall_count, count_fields, .table = "recall_count", .about = "recall");

static int check_count(const void *value)
{
	const struct recall_count *c = value;

	return c->recall && c->made == c->in_stock + c->on_slip + c->delivered + c->recovered +
					       c->destroyed + c->tasted
		       ? 0
		       : -EBADMSG;
}

/* Where each pack of its lots is. */
static int count_packs(struct ledger *l, struct recall_count *c)
{
	uint32_t *const of[] = { &c->in_stock, &c->on_slip, &c->delivered, &c->recovered,
		&c->destroyed, &c->tasted };
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char state[16];
	int r = sql_start(l->sql, &stmt,
		TRACE_RECALL "SELECT " PACK_STATE_SQL " AS state, count(*) FROM t JOIN pack r ON"
			     " r.lot = t.lot WHERE " COUNTS_SQL("r") " GROUP BY 1",
		V_INT(c->recall));

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, state, sizeof(state));
		for (size_t i = 0; i < ARRAY_SIZE(of); i++)
			if (strcmp(pack_state_words.names[i], state) == 0)
				*of[i] = (uint32_t)sqlite3_column_int(stmt, 1);
		c->made += (uint32_t)sqlite3_column_int(stmt, 1);
	}
	return r;
}

/* lang: no_such_recall recall_ended recall_decision */
static int allow_end(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct recall_count *c = value;
	struct recall of;
	int64_t us;
	int r = ledger_recall(l, c->recall, &of);

	if (r == -ENOENT) {
		res->answer = LEDGER_NOT_FOUND;
		res->why = (struct sentence){ .key = "no_such_recall" };
		return 0;
	}
	if (r < 0)
		return r;
	if (of.ended)
		return ledger_conflict(res, "recall_ended", of.about);
	if (!of.drill && !c->decision)
		return ledger_refuse_field(res, "recall_decision", NULL, "decision");
	us = job->now.wall_us - of.at_wall_us;
	c->minutes = us > 0 ? (uint32_t)((us + 59999999) / 60000000) : 0;
	if (of.drill)
		c->decision = DECISION_UNSAID;
	return count_packs(l, c);
}

/* What a lot is held for besides recalls. */
struct others {
	size_t count;
	uint32_t why[HELD_ALLERGEN + 1];
};

static int take_others(struct ledger *l, const char *lot, struct others *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char word[16];
	int r = sql_start(l->sql, &stmt,
		"WITH g (row) AS (SELECT ifnull(max(o.row), 0) FROM lot_released o WHERE o.lot = ?1"
		" AND o.decision = 'good') SELECT DISTINCT h.why FROM g, lot_held h WHERE h.lot ="
		" ?1 AND h.row > g.row AND h.why <> 'recall'",
		V_TEXT(lot));

	ret->count = 0;
	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, word, sizeof(word));
		for (uint32_t i = 1; i < held_why_words.count; i++)
			if (strcmp(held_why_words.names[i], word) == 0)
				ret->why[ret->count++] = i;
	}
	return r;
}

/* It was condemned, or another recall holds it still. */
static int must_stay(struct ledger *l, const char *lot, uint32_t recall, int64_t *ret_stays)
{
	int r = lot_recalled(l->sql, lot, recall, ret_stays);

	return r ? r
		 : sql_int(l->sql, ret_stays,
			   "SELECT EXISTS (SELECT 1 FROM lot_released d WHERE d.lot = ?1 AND"
			   " d.decision = 'destroy' AND d.row > ifnull((SELECT max(o.row) FROM"
			   " lot_released o WHERE o.lot = ?1 AND o.decision = 'good'), 0))",
			   V_TEXT(lot));
}

static int release_one(
	struct ledger *l, const struct moment *now, const char *lot, const struct recall_count *c)
{
	const struct record_entry let = { l->journal, "lot-released", now, "", NULL },
				  held = { l->journal, "lot-held", now, "", NULL };
	struct lot_released o = { .decision = c->decision, .why = HELD_RECALL };
	struct lot_held h = { .reason = "OTHER" };
	struct others others = { 0 };
	struct entry e;
	int r = take_others(l, lot, &others);

	(void)snprintf(o.lot, sizeof(o.lot), "%s", lot);
	memcpy(h.lot, o.lot, sizeof(h.lot));
	memcpy(o.reason, c->reason, sizeof(o.reason));
	memcpy(o.operator_code, c->operator_code, sizeof(o.operator_code));
	if (r == 0)
		r = record_append(l->sql, &let, kind_row(&lot_released_kind), &o, &e);
	for (size_t i = 0; r == 0 && c->decision == DECISION_GOOD && i < others.count; i++) {
		h.why = others.why[i];
		r = record_append(l->sql, &held, kind_row(&lot_held_kind), &h, &e);
	}
	return r;
}

static int release_all(struct ledger *l, const struct moment *now, const struct recall_count *c)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char lot[PRIVATE_KEY_SIZE];
	int64_t stays = 0;
	int r = sql_start(
		l->sql, &stmt, "SELECT lot FROM recall_lot WHERE number = ?", V_INT(c->recall));

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, lot, sizeof(lot));
		r = must_stay(l, lot, c->recall, &stays);
		if (r >= 0 && (!stays || c->decision == DECISION_DESTROY))
			r = release_one(l, now, lot, c);
		if (r < 0)
			break;
	}
	return r;
}

static int append_end(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	const struct recall_count *c = value;
	int r = c->decision ? release_all(l, as->now, c) : 0;

	(void)res;
	return r < 0 ? r : record_append(l->sql, as, &recall_count_record, c, ret_entry);
}

const struct kind recall_count_kind = {
	"recall-count",
	1,
	.record = &recall_count_record,
	.check = check_count,
	.allow = allow_end,
	.append = append_end,
};
