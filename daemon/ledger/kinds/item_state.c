// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * item-state: where an item is from now on. One that leaves is weighed out with its own mass and how that was
 * known, whatever lies on a plate; one that comes back is weighed in as a return. That weighing belongs to the
 * move: undo takes both back, and the item is again where it was before.
 */
#include <string.h>
#include "../delivery.h"
#include "../items.h"
#include "../lots.h"
#include "../write.h"
#include "entry_void.h"

static const struct record_field fields[] = {
	ROW_OF(item_state),
	STAMPED(item_state),
	TEXT(item_state, id),
	WORD(item_state, state, item_state_words),
	TEXT(item_state, reason),
	TEXT(item_state, weighing),
	{ .name = "operator",
		RECORD_AT(item_state, operator_code, RECORD_TEXT),
		.codes = 1 + CATALOGUE_OPERATOR },
	VOIDED_BY(item_state),
	TEXT(item_state, note, .rules = RECORD_ERASABLE),
};
static const struct record state_record =
	RECORD_OF(item_state, fields, .table = "item_state", .about = "id");

static const struct record_field asked[] = {
	WORD(item_state, state, item_state_words, .rules = RECORD_ASKED | RECORD_NEEDED),
	TEXT(item_state, destination, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_DESTINATION),
	TEXT(item_state, partner, .rules = RECORD_ASKED, .codes = 1 + CATALOGUE_PARTNER),
	TEXT(item_state, slip, .rules = RECORD_ASKED),
};
const struct record item_move_record = RECORD_OF(item_state, asked, .table = NULL);

static int check(const void *value)
{
	const struct item_state *t = value;

	_Static_assert(sizeof(*t) <= LEDGER_VALUE_SIZE, "it is an answer");
	return t->id[0] ? 0 : -EBADMSG;
}

static int after(struct sql *s, const struct entry *e, const void *value)
{
	(void)e;
	return item_now_update(s, ((const struct item_state *)value)->id);
}

static int take_back(struct sql *s, const char *journal, uint64_t seq)
{
	return item_now_of_entry(s, "item_state", journal, seq);
}

/* ---- a move ---- */

/* What has gone comes back first; and nothing goes where it is. */
static bool may_become(uint32_t from, uint32_t to)
{
	return from == ITEM_GONE ? to == ITEM_RECEIVED : from != to;
}

/* lang: no_such_item item_state */
static int allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct item_state *t = value;
	struct item i;
	int r = ledger_item(l, t->id, &i);

	(void)job;
	if (r == -ENOENT) {
		res->answer = LEDGER_NOT_FOUND;
		res->why = (struct sentence){ .key = "no_such_item" };
		return 0;
	}
	if (r < 0)
		return r;
	memcpy(t->id, i.id, sizeof(t->id));
	return may_become(i.state, t->state) ? 0 : ledger_conflict(res, "item_state", i.id);
}

/* The scale that knew its mass, where one did: it gave a net. */
static int take_method(struct ledger *l, const struct item *i, struct weighing *w)
{
	struct weighing in;
	int r = i->weighing[0] ? weighing_find(l->sql, NULL, i->weighing, &in) : -ENOENT;

	w->method = i->method;
	w->provenance = i->method == METHOD_WEIGHED ? PROVENANCE_DEVICE_TARE : PROVENANCE_NONE;
	w->stable = i->method == METHOD_WEIGHED;
	if (r == 0 && i->method == METHOD_WEIGHED)
		memcpy(w->scale, in.scale, sizeof(w->scale));
	return r == -ENOENT ? 0 : r;
}

/* What is weighed of it: 1; 0: nothing, it stays; -errno. */
static int want_weighing(struct ledger *l, const struct item_state *t, struct weighing *w)
{
	struct item i;
	int r = ledger_item(l, t->id, &i);

	if (r < 0 || (t->state != ITEM_GONE && i.state != ITEM_GONE))
		return r;
	memcpy(w->category, i.category, sizeof(w->category));
	memcpy(w->operator_code, t->operator_code, sizeof(w->operator_code));
	memcpy(w->store, i.store, sizeof(w->store));
	w->net_mg = i.net_mg;
	w->units = i.units;
	w->direction = t->state == ITEM_GONE ? DIRECTION_OUT : DIRECTION_IN;
	if (t->state == ITEM_GONE) {
		memcpy(w->destination, t->destination, sizeof(w->destination));
		memcpy(w->partner, t->partner, sizeof(w->partner));
		memcpy(w->slip, t->slip, sizeof(w->slip));
	} else {
		(void)snprintf(w->origin, sizeof(w->origin), "%s", "RETOUR");
	}
	r = take_method(l, &i, w);
	return r < 0 ? r : 1;
}

/* The weighing comes first: the last entry is the move, and answers the request. */
static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	struct item_state t = *(const struct item_state *)value;
	struct weighing want = { .at = *as->now };
	int r = want_weighing(l, &t, &want);

	if (r > 0)
		r = hand_weigh(l, as->now, &want, WEIGHED_ALONE, res);
	if (r < 0 || res->answer != LEDGER_WRITTEN)
		return r;
	if (want.net_mg)
		memcpy(t.weighing, res->received.id, sizeof(t.weighing));
	return record_append(l->sql, as, &state_record, &t, ret_entry);
}

/* ---- taken back ---- */

static int of_entry(struct ledger *l, const char *id, struct item_state *ret)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(l->sql, &state_record,
		"/* entry of an item */ WHERE r.row = (SELECT e.row FROM entry e WHERE e.journal ="
		" substr(?1, 1, 32) AND e.seq = CAST(substr(?1, 34) AS INTEGER))",
		SQL_VALUES(V_TEXT(id)), &stmt);

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return record_from_row(&state_record, stmt, ret);
}

/* Only the newest move of an item is taken back, and nothing that was named of what came back by it. */
static int held(struct ledger *l, const char *id, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"WITH t AS (SELECT t.row, t.id, t.weighing FROM item_state t JOIN entry e ON e.row"
		" = t.row WHERE e.journal = substr(?1, 1, 32) AND e.seq = CAST(substr(?1, 34) AS"
		" INTEGER)) SELECT x.journal || '/' || x.seq, x.id FROM t JOIN item_now n ON n.id ="
		" t.id AND n.move > t.row JOIN item_state x ON x.row = n.move UNION ALL SELECT"
		" i.journal || '/' || i.seq, i.id FROM t JOIN item i ON i.weighing = t.weighing"
		" JOIN item_now n ON n.item = i.row WHERE i.weighing <> ''",
		V_TEXT(id));

	return r < 0 ? r : ledger_used_by_first(stmt, res);
}

static int drop(struct ledger *l, const struct moment *now, const struct entry_void *v)
{
	struct weighing w = { 0 };
	struct item_state t;
	int r = of_entry(l, v->id, &t);

	if (r < 0 || !t.weighing[0])
		return r;
	r = weighing_find(l->sql, NULL, t.weighing, &w);
	return r < 0 || w.voided_by[0] ? r : void_append(l, now, &w, v->reason);
}

int item_move_weighing(struct ledger *l, const char *id, struct weighing *ret_w)
{
	struct item_state t;
	int r = of_entry(l, id, &t);

	return r < 0 || !t.weighing[0] ? r : weighing_find(l->sql, NULL, t.weighing, ret_w);
}

/* lang: belongs_to */
static int owns(struct ledger *l, const char *weighing_id, struct ledger_result *res)
{
	char entry[ENTRY_NAME_SIZE];
	struct item_state t;
	int r = item_moved_by(l->sql, weighing_id, entry);

	if (r > 0)
		r = of_entry(l, entry, &t) < 0 ? -EUCLEAN : 1;
	return r > 0 ? ledger_conflict(res, "belongs_to", t.id) : r;
}

int item_moved_by(struct sql *s, const char *weighing, char ret_entry[ENTRY_NAME_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT t.journal || '/' || t.seq FROM item_state t WHERE t.weighing = ?"
		" AND t.weighing <> '' AND " COUNTS_SQL("t") " LIMIT 1",
		V_TEXT(weighing));

	if (r == 0)
		r = sql_step(stmt);
	if (r > 0)
		sql_text(stmt, 0, ret_entry, ENTRY_NAME_SIZE);
	return r;
}

int item_undo_allowed(struct ledger *l, const char *weighing, struct ledger_result *res)
{
	char entry[ENTRY_NAME_SIZE];
	int r = item_moved_by(l->sql, weighing, entry);

	if (r > 0)
		r = held(l, entry, res) < 0 ? -EIO : 1;
	return r;
}

int item_undo(struct ledger *l, const struct moment *now, const char *weighing)
{
	char entry[ENTRY_NAME_SIZE];
	int r = item_moved_by(l->sql, weighing, entry);

	return r > 0 ? entry_void_append(l, now, "item-state", entry, "UNDO") : r;
}

const struct kind item_state_kind = {
	"item-state",
	1,
	.record = &state_record,
	.check = check,
	.after = after,
	.take_back = take_back,
	.held = held,
	.drop = drop,
	.owns = owns,
	.allow = allow,
	.append = append,
};
