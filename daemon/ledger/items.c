// SPDX-License-Identifier: GPL-3.0-or-later
/* Items as they stand: found by their key, listed, the one state that each is in. See items.h. */
#include "items.h"
#include <stdlib.h>
#include <string.h>
#include "code.h"
#include "entry_void.h"
#include "record.h"
#include "write.h"

static const char *const state_names[] = { "received", "repair", "sale", "gone" };
const struct record_words item_state_words = { state_names, ARRAY_SIZE(state_names) };

/* ---- where each is ---- */

/* It is of what lies there (1), or will be again in a moment (-1). */
static int item_stock_add(struct sql *s, const char *id, int sign)
{
	int r = sql_run(s,
		"INSERT INTO item_stock (site, category, items, mass_mg) SELECT j.site, i.category,"
		" ?2, ?2 * i.net_mg FROM item i JOIN item_now n ON n.item = i.row JOIN journal j"
		" USING (journal) WHERE replace(i.id, '-', '') = replace(?1, '-', '')"
		" AND n.state <> 'gone' ON CONFLICT DO UPDATE SET items = items + excluded.items,"
		" mass_mg = mass_mg + excluded.mass_mg",
		V_TEXT(id), V_INT(sign));

	return r < 0 ? r : sql_run(s, "DELETE FROM item_stock WHERE items = 0");
}

static int put_now(struct sql *s, const char *id)
{
	int r = sql_run(s, "DELETE FROM item_now WHERE id = ?", V_TEXT(id));

	return r < 0 ? r
		     : sql_run(s,
			       "INSERT INTO item_now (item, id, state, since, left_by, move) SELECT"
			       " i.row, i.id, ifnull(t.state, 'received'), ifnull(t.day, i.day),"
			       " iif(t.state = 'gone', t.weighing, ''), ifnull(t.row, 0) FROM item "
			       "i"
			       " LEFT JOIN item_state t ON t.row = (SELECT max(x.row) FROM "
			       "item_state"
			       " x WHERE x.id = i.id AND x.row > i.row AND " COUNTS_SQL(
				       "x") ") WHERE replace(i.id, '-', '') = replace(?, '-', '')"
					    " AND " COUNTS_SQL("i") " ORDER BY i.row DESC LIMIT 1",
			       V_TEXT(id));
}

int item_now_update(struct sql *s, const char *id)
{
	int r = item_stock_add(s, id, -1);

	if (r == 0)
		r = put_now(s, id);
	return r < 0 ? r : item_stock_add(s, id, 1);
}

int item_now_of_entry(struct sql *s, const char *table, const char *journal, uint64_t seq)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char id[PRIVATE_KEY_SIZE];
	int r = sql_start(s, &stmt,
		strcmp(table, "item") == 0
			? "SELECT id FROM item WHERE row = (SELECT row FROM entry WHERE journal ="
			  " ? AND seq = ?)"
			: "SELECT id FROM item_state WHERE row = (SELECT row FROM entry WHERE"
			  " journal = ? AND seq = ?)",
		V_TEXT(journal), V_INT(seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -EBADMSG;
	sql_text(stmt, 0, id, sizeof(id));
	return item_now_update(s, id);
}

/* ---- found, listed ---- */

int ledger_item(struct ledger *l, const char *id, struct item *ret_item)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE];
	int r = l->sql ? key_squash(id, key) : -EIO;

	if (r == 0)
		r = record_select(l->sql, &item_record,
			"WHERE replace(r.id, '-', '') IN (SELECT ?1 UNION ALL SELECT DISTINCT"
			" replace(pole || site, '-', '') || 'I' || ?1 FROM journal) AND n.item = "
			"r.row"
			" ORDER BY r.row DESC LIMIT 1",
			SQL_VALUES(V_TEXT(key)), &stmt);
	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return record_from_row(&item_record, stmt, ret_item);
}

HANDING(item)

int ledger_items(struct ledger *l, const struct item_query *q,
	int (*each)(void *data, const struct item *i), void *data, uint64_t *ret_next)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct handing to = { each, data };
	int r = !l->sql ? -EIO
			: record_select(l->sql, &item_record,
				  "/* items */ WHERE n.item = r.row AND (?1 IS NULL OR n.state = "
				  "?1)"
				  " AND (?2 IS NULL OR r.category = ?2 OR r.category IN (SELECT "
				  "code"
				  " FROM catalogue WHERE kind = 'category' AND parent = ?2))"
				  " AND (?3 = '' OR r.day <= ?3) AND (?4 = 0 OR n.item < ?4)"
				  " ORDER BY n.item DESC LIMIT ?5",
				  SQL_VALUES(V_TEXT(q->state), V_TEXT(q->category),
					  V_TEXT(q->until_day), V_INT(q->after),
					  V_INT((int64_t)q->limit + 1)),
				  &stmt);

	return r < 0 ? r : record_page(&item_record, stmt, q->limit, hand, &to, ret_next);
}

int items_stand(struct ledger *l, const char *slip, struct ledger_result *res)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT i.id FROM weighing w JOIN item i ON i.weighing = w.id AND i.weighing <> ''"
		" JOIN item_now n ON n.item = i.row WHERE w.slip = ?1 AND w.slip <> ''"
		" AND w.voided_seq IS NULL UNION ALL SELECT t.id FROM weighing w JOIN item_state t"
		" ON t.weighing = w.id AND t.weighing <> '' JOIN item_now n ON n.id = t.id"
		" AND n.move > t.row WHERE w.slip = ?1 AND w.slip <> '' AND w.voided_seq IS NULL"
		" LIMIT 1",
		V_TEXT(slip));

	return r < 0 ? r : ledger_used_by_first(stmt, res);
}

/* ---- keys that were given out before there was an item ---- */

/* Whose it may be, and which number it says; several journals of a site may begin with the same characters. */
#define KEY_OF                                                                                   \
	"WITH h AS (SELECT k.journal, j.pole, j.site, k.prefix, k.from_number, k.to_number,"     \
	" replace(j.pole || j.site, '-', '') || 'I' || k.prefix AS head FROM keys_issued k"      \
	" JOIN journal j USING (journal)) SELECT pole, site, prefix || CAST(substr(?1,"          \
	" length(head) + 1, length(?1) - length(head) - 1) AS INTEGER), journal FROM h WHERE"    \
	" substr(?1, 1, length(head)) = head AND CAST(substr(?1, length(head) + 1, length(?1) -" \
	" length(head) - 1) AS INTEGER) BETWEEN from_number AND to_number LIMIT 1"

static int issued(struct ledger *l, const char *key, char ret_key[PRIVATE_KEY_SIZE],
	char ret_journal[JOURNAL_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char pole[CODE_SIZE], site[CODE_SIZE], number[PRIVATE_KEY_SIZE], made[PRIVATE_KEY_SIZE];
	char plain[PRIVATE_KEY_SIZE];
	int r = sql_start(l->sql, &stmt, KEY_OF, V_TEXT(key));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	sql_text(stmt, 0, pole, sizeof(pole));
	sql_text(stmt, 1, site, sizeof(site));
	sql_text(stmt, 2, number, sizeof(number));
	r = code_private_key_make(pole, site, 'I', number, made, sizeof(made));
	if (r < 0 || key_squash(made, plain) < 0 || strcmp(plain, key) != 0)
		return -ENOENT; /* misread, or written otherwise than we do */
	memcpy(ret_key, made, sizeof(made));
	sql_text(stmt, 3, ret_journal, JOURNAL_SIZE);
	return 0;
}

/* One that was void is free again, also if it was drawn with its item. */
static int drawn(struct ledger *l, const char *key, char ret_key[PRIVATE_KEY_SIZE],
	char ret_journal[JOURNAL_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT id, journal FROM item WHERE replace(id, '-', '') = ? LIMIT 1", V_TEXT(key));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	sql_text(stmt, 0, ret_key, PRIVATE_KEY_SIZE);
	sql_text(stmt, 1, ret_journal, JOURNAL_SIZE);
	return 0;
}

int ledger_item_key(struct ledger *l, const char *id, char ret_key[PRIVATE_KEY_SIZE],
	char ret_journal[JOURNAL_SIZE])
{
	char key[PRIVATE_KEY_SIZE];
	int r = l->sql ? key_squash(id, key) : -EIO;

	if (r == 0)
		r = drawn(l, key, ret_key, ret_journal);
	return r == -ENOENT ? issued(l, key, ret_key, ret_journal) : r;
}

int ledger_item_label(struct ledger *l, const char *id, struct item *ret_item)
{
	char journal[JOURNAL_SIZE];
	struct item i = { .row = 0 };
	int r = ledger_item_key(l, id, i.id, journal);

	*ret_item = i;
	if (r == 0)
		r = ledger_item(l, i.id, ret_item);
	return r == -ENOENT && i.id[0] ? 0 : r;
}

int ledger_issued_key(
	struct ledger *l, const struct keys_issued *k, uint64_t n, char ret_key[PRIVATE_KEY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char pole[CODE_SIZE], site[CODE_SIZE], number[PRIVATE_KEY_SIZE];
	int r = sql_start(l->sql, &stmt, "SELECT pole, site FROM journal WHERE journal = ?",
		V_TEXT(k->journal));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	sql_text(stmt, 0, pole, sizeof(pole));
	sql_text(stmt, 1, site, sizeof(site));
	(void)snprintf(
		number, sizeof(number), "%s%llu", k->prefix, (unsigned long long)k->from + n);
	return code_private_key_make(pole, site, 'I', number, ret_key, PRIVATE_KEY_SIZE);
}

/* 1: it is on none. */
static int is_free(struct ledger *l, const char *key)
{
	struct item i;
	int r = ledger_item_label(l, key, &i);

	return r < 0 ? r : !i.category[0];
}

static int take_free(struct ledger *l, const struct keys_issued *k, char (*keys)[PRIVATE_KEY_SIZE],
	size_t most, size_t *n)
{
	int r = 0;

	for (uint64_t i = 0; r >= 0 && i <= k->to - k->from && *n < most; i++) {
		r = ledger_issued_key(l, k, i, keys[*n]);
		if (r == 0)
			r = is_free(l, keys[*n]);
		*n += r > 0;
	}
	return r < 0 ? r : 0;
}

int ledger_free_keys(struct ledger *l, char (*ret_keys)[PRIVATE_KEY_SIZE], size_t most)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct keys_issued k = { 0 };
	size_t n = 0;
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt,
				  "SELECT prefix, from_number, to_number FROM keys_issued"
				  " WHERE journal = ? ORDER BY seq DESC",
				  V_TEXT(l->journal));

	memcpy(k.journal, l->journal, sizeof(k.journal));
	while (r >= 0 && n < most && (r = sql_step(stmt)) > 0) {
		sql_text(stmt, 0, k.prefix, sizeof(k.prefix));
		k.from = (uint64_t)sqlite3_column_int64(stmt, 1);
		k.to = (uint64_t)sqlite3_column_int64(stmt, 2);
		r = take_free(l, &k, ret_keys, most, &n);
	}
	return r < 0 ? r : (int)n;
}
