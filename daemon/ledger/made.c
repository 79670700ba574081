// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lots that are made: found, listed, and whether something may be written of one. A comment in a tail of
 * record_select() keeps it from being the same literal as that of another record.
 */
#include "made.h"
#include <string.h>
#include "lots.h"
#include "record.h"
#include "write.h"

int made_find(struct sql *s, const char *id, struct lot_made *ret_lot)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE];
	int r = key_squash(id, key);

	if (r == 0)
		r = record_select(s, &lot_made_record,
			"/* lot */ WHERE replace(r.id, '-', '') = ? ORDER BY r.row LIMIT 1",
			SQL_VALUES(V_TEXT(key)), &stmt);
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return record_from_row(&lot_made_record, stmt, ret_lot);
}

int ledger_made_lot(struct ledger *l, const char *id, struct lot_made *ret_lot)
{
	return l->sql ? made_find(l->sql, id, ret_lot) : -EIO;
}

int ledger_received_lot(struct ledger *l, const char *id, struct food_received *ret_lot)
{
	return l->sql ? lot_find(l->sql, id, ret_lot) : -EIO;
}

/* What is said of a lot that is in state but should be in wanted. lang: lot_void lot_closed lot_not_closed lot_packed lot_not_packed */
static const char *amiss(uint32_t state, enum made_state wanted)
{
	if (state == MADE_VOID)
		return "lot_void";
	if (state == wanted || (wanted == MADE_PACKED && state == MADE_EMPTY))
		return NULL;
	if (state == MADE_PACKED || state == MADE_EMPTY)
		return "lot_packed";
	if (wanted == MADE_PACKED)
		return "lot_not_packed";
	return state == MADE_OPEN ? "lot_not_closed" : "lot_closed";
}

int made_target(struct ledger *l, const char *id, enum made_state state, struct lot_made *ret_lot,
	struct ledger_result *res)
{
	int r = made_find(l->sql, id, ret_lot);
	const char *key = r == 0 ? amiss(ret_lot->state, state) : NULL;

	if (r == -ENOENT)
		return ledger_no_food(l, id, "no_such_lot", res);
	return r < 0 || !key ? r : ledger_conflict(res, key, ret_lot->id);
}

/* lang: lot_not_yet */
int lot_is_there(const char *lot, const char *since, const char *day, struct ledger_result *res)
{
	if (strcmp(day, since) >= 0)
		return 0;
	(void)ledger_conflict(res, "lot_not_yet", lot);
	sentence_param(&res->why, "day", since);
	return 0;
}

int lot_held_why(struct sql *s, const char *lot, uint32_t *ret_why)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char word[16] = "";
	int r = sql_start(s, &stmt, "SELECT " LOT_HELD_SQL("?1"), V_TEXT(lot));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	sql_text(stmt, 0, word, sizeof(word));
	*ret_why = HELD_NOT;
	for (uint32_t i = 0; i < held_why_words.count; i++)
		if (strcmp(held_why_words.names[i], word) == 0)
			*ret_why = i;
	return 0;
}

/* lang: lot_held cooling_open cooling_missing */
int lot_is_free(struct ledger *l, const char *lot, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	uint32_t why = HELD_NOT;
	char waits[24] = "";
	int r = lot_held_why(l->sql, lot, &why);

	if (r == 0 && why)
		return ledger_conflict(res, "lot_held", lot);
	if (r == 0)
		r = sql_start(l->sql, &stmt, "SELECT " COOLING_WAITS_SQL("?1"), V_TEXT(lot));
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	sql_text(stmt, 0, waits, sizeof(waits));
	if (!waits[0])
		return 0;
	return ledger_conflict(
		res, strcmp(waits, "cooling_open") ? "cooling_missing" : "cooling_open", lot);
}

int lot_recalled(struct sql *s, const char *lot, uint32_t but, int64_t *ret_number)
{
	return sql_int(s, ret_number,
		"SELECT x.number FROM recall_lot x JOIN recall r USING (journal, seq) WHERE"
		" x.lot = ? AND x.number <> ? AND NOT r.drill AND NOT EXISTS (SELECT 1 FROM"
		" recall_count c WHERE c.recall = x.number) ORDER BY x.number LIMIT 1",
		V_TEXT(lot), V_INT(but));
}

static int one(struct sql *s, const struct record *r, sqlite3_stmt *stmt, void *ret_value)
{
	int done = sql_step(stmt);

	(void)s;
	if (done <= 0)
		return done;
	done = record_from_row(r, stmt, ret_value);
	return done < 0 ? done : 1;
}

int made_closed(struct sql *s, const char *lot, struct lot_closed *ret_closed)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(s, &lot_closed_record,
		"/* closed */ WHERE r.lot = ? AND " COUNTS_SQL("r") " LIMIT 1",
		SQL_VALUES(V_TEXT(lot)), &stmt);

	return r < 0 ? r : one(s, &lot_closed_record, stmt, ret_closed);
}

int made_packed(struct sql *s, const char *lot, struct lot_packed *ret_packed)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = record_select(s, &lot_packed_record,
		"/* packed */ WHERE r.lot = ? AND " COUNTS_SQL("r") " LIMIT 1",
		SQL_VALUES(V_TEXT(lot)), &stmt);

	return r < 0 ? r : one(s, &lot_packed_record, stmt, ret_packed);
}

int made_packs(struct sql *s, const char *lot, struct made_packs *ret_packs)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT count(*), ifnull(sum(net_mg), 0), ifnull(sum(iif(" PACK_STATE_SQL
		" IN ('delivered', 'destroyed', 'tasted'), net_mg, 0)), 0) FROM pack r"
		" WHERE r.lot = ? AND " COUNTS_SQL("r"),
		V_TEXT(lot));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EUCLEAN;
	ret_packs->count = sqlite3_column_int64(stmt, 0);
	ret_packs->mass_mg = sqlite3_column_int64(stmt, 1);
	ret_packs->gone_mg = sqlite3_column_int64(stmt, 2);
	return 0;
}

int ledger_pack(struct ledger *l, const char *id, struct pack *ret_pack)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE];
	int r = l->sql ? key_squash(id, key) : -EIO;

	if (r == 0)
		r = record_select(l->sql, &pack_record,
			"/* pack */ WHERE replace(r.id, '-', '') = ? ORDER BY r.row LIMIT 1",
			SQL_VALUES(V_TEXT(key)), &stmt);
	if (r == 0)
		r = one(l->sql, &pack_record, stmt, ret_pack);
	return r > 0 ? 0 : r < 0 ? r : -ENOENT;
}

int ledger_lot_ingredients(
	struct ledger *l, const char *lot, struct lot_ingredient *ret_list, size_t most)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	size_t count = 0;
	int r = sql_start(l->sql, &stmt,
		"SELECT i.name, i.mass_mg, i.allergens, i.emphasise FROM lot_closed c JOIN"
		" lot_ingredient i USING (journal, seq) WHERE c.lot = ? AND " COUNTS_SQL(
			"c") " ORDER BY c.seq, i.item",
		V_TEXT(lot));

	while (r >= 0 && count < most && (r = sql_step(stmt)) > 0) {
		struct lot_ingredient *to = &ret_list[count++];

		sql_text(stmt, 0, to->name, sizeof(to->name));
		to->mass_mg = sqlite3_column_int64(stmt, 1);
		sql_text(stmt, 2, to->allergens, sizeof(to->allergens));
		sql_text(stmt, 3, to->emphasise, sizeof(to->emphasise));
	}
	return r < 0 ? r : (int)count;
}

HANDING(lot_made)

int ledger_made_lots(struct ledger *l, const struct lot_query *q,
	int (*each)(void *data, const struct lot_made *lot), void *data, uint64_t *ret_next)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct handing to = { each, data };
	int r = !l->sql ? -EIO
			: record_select(l->sql, &lot_made_record,
				  "WHERE (?1 IS NULL OR ?1 = " MADE_STATE_SQL
				  ") AND (?2 IS NULL OR r.product = ?2)"
				  " AND (?3 = '' OR EXISTS (SELECT 1 FROM lot_closed c WHERE"
				  " c.lot = r.id AND c.date < ?3 AND " COUNTS_SQL(
					  "c") "))"
					       " AND (?4 = 0 OR r.row < ?4) ORDER BY r.row DESC "
					       "LIMIT ?5",
				  SQL_VALUES(V_TEXT(q->state), V_TEXT(q->product),
					  V_TEXT(q->expires_before), V_INT(q->after),
					  V_INT((int64_t)q->limit + 1)),
				  &stmt);

	return r < 0 ? r : record_page(&lot_made_record, stmt, q->limit, hand, &to, ret_next);
}

int ledger_slip_packs(struct ledger *l, const char *slip,
	int (*each)(void *data, const struct pack *p), void *data)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct pack p;
	int r = record_select(l->sql, &pack_record,
		"/* of a slip */ WHERE ?1 = (SELECT t.slip FROM pack_state t WHERE t.id = r.id"
		" ORDER BY t.row DESC LIMIT 1) AND replace(r.id, '-', '') IN (SELECT replace(o.id,"
		" '-', '') FROM pack_state o WHERE o.slip = ?1 AND o.slip <> '') ORDER BY r.row",
		SQL_VALUES(V_TEXT(slip)), &stmt);

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		r = record_from_row(&pack_record, stmt, &p);
		if (r == 0)
			r = each(data, &p);
		if (r != 0)
			break;
	}
	return r < 0 ? r : 0;
}
