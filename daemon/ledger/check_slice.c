// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The daemon's own proof of its ledger, in slices short enough that lists and reports pass between
 * two of them: SQLite looks at the pages of one table, then the chain is walked.
 */
#include <stdio.h>
#include <string.h>
#include "ledger_private.h"

enum { ENTRIES = 400 };

/* 1: that table is whole; 0: there is none of that number. */
static int check_table(struct ledger *l, int64_t number)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	sqlite3_stmt *check = NULL;
	char *text;
	int r = sql_start(l->sql, &stmt,
		"SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name LIMIT 1"
		" OFFSET ?",
		V_INT(number));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	text = sqlite3_mprintf("PRAGMA quick_check(%Q)", sqlite3_column_text(stmt, 0));
	r = text ? sql_error(l->sql->db, sqlite3_prepare_v2(l->sql->db, text, -1, &check, NULL))
		 : -ENOMEM;
	sqlite3_free(text);
	if (r == 0)
		r = sql_step(check);
	if (r > 0 && strcmp((const char *)sqlite3_column_text(check, 0), "ok") != 0)
		r = -EUCLEAN;
	sqlite3_finalize(check);
	return r == 0 ? -EUCLEAN : r;
}

static void check_entry(struct ledger_check *c, const struct entry *e)
{
	bool same = strcmp(c->journal, e->journal) == 0;
	uint8_t hash[HASH_SIZE], zero[HASH_SIZE] = { 0 };

	if (e->seq != (same ? c->seq + 1 : 1) ||
		memcmp(e->prev, same ? c->hash : zero, HASH_SIZE) != 0 || entry_hash(e, hash) < 0 ||
		memcmp(hash, e->hash, HASH_SIZE) != 0) {
		if (c->faults++ == 0)
			c->first = e->seq;
		c->last = e->seq;
	}
	memcpy(c->journal, e->journal, sizeof(c->journal));
	memcpy(c->hash, e->hash, HASH_SIZE);
	c->seq = e->seq;
}

static int check_entries(struct ledger *l, struct ledger_check *c)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int count = 0;
	int r = sql_start(l->sql, &stmt,
		"SELECT " ENTRY_COLUMNS " FROM entry WHERE (journal, seq) > (?, ?)"
		" ORDER BY journal, seq LIMIT ?",
		V_TEXT(c->journal), V_INT(c->seq), V_INT(ENTRIES));

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct entry e = { 0 };

		count++;
		r = entry_from_row(stmt, &e);
		if (r == 0)
			check_entry(c, &e);
	}
	return r < 0 ? r : count == ENTRIES;
}

int ledger_check_slice(struct ledger *l, struct ledger_check *c)
{
	int r = l->sql ? 0 : -EIO;

	/* Pages read before the check began say nothing of the file as it is now. */
	if (r == 0 && c->tables == 0)
		(void)sqlite3_db_release_memory(l->sql->db);
	if (r == 0 && c->tables >= 0)
		r = check_table(l, c->tables);
	if (r < 0)
		return r;
	if (r > 0) {
		c->tables++;
		return 1;
	}
	c->tables = -1;
	return check_entries(l, c);
}
