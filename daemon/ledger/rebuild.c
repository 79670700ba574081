// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule rebuild --check: temporary tables of the same names stand before the real ones, so
 * that the very code that applies entries replays the journal into them; then every row of
 * every projection is compared both ways. One read transaction: a writer may go on.
 */
#include <stdio.h>
#include <string.h>
#include "ledger_private.h"

struct check {
	struct sql *sql;
	void (*each)(void *data, const struct ledger_fault *f);
	void *data;
	int faults;
};

static void tell(struct check *c, const struct ledger_fault *f)
{
	c->faults++;
	if (c->each)
		c->each(c->data, f);
}

/* "CREATE TABLE weighing (" -> "CREATE TEMP TABLE weighing (", an index likewise. */
static int copy_definition(struct check *c, const char *definition)
{
	static const struct {
		const char *old, *new;
	} starts[] = {
		{ "CREATE TABLE ", "CREATE TEMP TABLE " },
		{ "CREATE UNIQUE INDEX ", "CREATE UNIQUE INDEX temp." },
		{ "CREATE INDEX ", "CREATE INDEX temp." },
	};

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		_cleanup_free_ char *text = NULL;
		size_t len = strlen(starts[i].old);

		if (strncmp(definition, starts[i].old, len) != 0)
			continue;
		if (asprintf(&text, "%s%s", starts[i].new, definition + len) < 0)
			return -ENOMEM;
		return sql_exec(c->sql, text);
	}
	return -EUCLEAN;
}

static int copy_table(struct check *c, const char *table)
{
	/* Read whole before creating: a definition must not change under its own reader. */
	char *definitions[8] = { NULL };
	size_t count = 0;
	sqlite3_stmt *stmt = NULL;
	int r = sql_start(c->sql, &stmt,
		"SELECT sql FROM main.sqlite_schema WHERE tbl_name = ? AND sql IS NOT NULL"
		" AND type IN ('table', 'index') ORDER BY type DESC",
		V_TEXT(table));

	while (r >= 0 && (r = sql_step(stmt)) > 0 && count < ARRAY_SIZE(definitions)) {
		definitions[count] = strdup((const char *)sqlite3_column_text(stmt, 0));
		if (!definitions[count++])
			r = -ENOMEM;
	}
	cleanup_sql_reset(&stmt);
	for (size_t i = 0; i < count; i++) {
		if (r >= 0)
			r = copy_definition(c, definitions[i]);
		free(definitions[i]);
	}
	return r < 0 ? r : count ? 0 : -EUCLEAN;
}

static int replay(struct check *c)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(
		c->sql, &stmt, "SELECT " ENTRY_COLUMNS " FROM main.entry NOT INDEXED ORDER BY row");

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct ledger_fault f = { .what = { .key = "rebuild_entry_refused" } };
		struct entry e = { 0 };

		r = entry_from_row(stmt, &e);
		if (r == 0)
			r = entry_apply(c->sql, &e);
		if (r == 0 || r == -ENOMEM || r == -EIO)
			continue;
		f.seq = e.seq;
		memcpy(f.journal, e.journal, sizeof(f.journal));
		sentence_param_int(&f.what, "seq", (long long)e.seq);
		sentence_param(&f.what, "kind", e.kind);
		tell(c, &f);
		r = 0;
	}
	return r;
}

/* Anything but plain text, of whatever a damaged file holds, is a question mark. */
static void make_plain(char *text)
{
	json_t *utf8 = json_string(text);

	/* What was cut in the middle of a character, too. */
	for (unsigned char *p = (unsigned char *)text; *p; p++)
		if (*p < ' ' || *p == 0x7f || (*p >= 0x80 && !utf8))
			*p = '?';
	json_decref(utf8);
}

/* A row said in a few words: its columns up to what fits a sentence. */
static void tell_row(struct check *c, sqlite3_stmt *stmt, const char *table, const char *key)
{
	struct ledger_fault f = { .what = { .key = key } };
	char row[SENTENCE_VALUE_SIZE] = "";
	size_t used = 0;

	for (int i = 0; i < sqlite3_column_count(stmt); i++) {
		const char *name = sqlite3_column_name(stmt, i);
		const char *text = (const char *)sqlite3_column_text(stmt, i);

		if (strcmp(name, "journal") == 0)
			sql_text(stmt, i, f.journal, sizeof(f.journal));
		else if (used < sizeof(row))
			used += (size_t)snprintf(row + used, sizeof(row) - used, "%s%s",
				used ? " " : "",
				sqlite3_column_type(stmt, i) == SQLITE_BLOB ? "[…]"
				: text                                      ? text
									    : "-");
		if (strcmp(name, "seq") == 0)
			f.seq = (uint64_t)sqlite3_column_int64(stmt, i);
	}
	make_plain(row);
	sentence_param(&f.what, "table", table);
	sentence_param(&f.what, "row", row);
	tell(c, &f);
}

static int compare(
	struct check *c, const char *table, const char *left, const char *right, const char *key)
{
	_cleanup_free_ char *text = NULL;
	sqlite3_stmt *stmt = NULL;
	int r;

	if (asprintf(&text, "SELECT * FROM %s.%s EXCEPT SELECT * FROM %s.%s", left, table, right,
		    table) < 0)
		return -ENOMEM;
	r = sql_error(c->sql->db, sqlite3_prepare_v2(c->sql->db, text, -1, &stmt, NULL));
	while (r >= 0 && (r = sql_step(stmt)) > 0)
		tell_row(c, stmt, table, key);
	sqlite3_finalize(stmt);
	return r;
}

static int check_all(struct check *c)
{
	const char *tables[PROJECTIONS_MOST];
	const size_t count = projections(tables);
	int r = sql_exec(c->sql, "PRAGMA foreign_keys = OFF; BEGIN; SELECT 1 FROM entry LIMIT 1");

	for (size_t i = 0; r == 0 && i < count; i++)
		r = copy_table(c, tables[i]);
	if (r == 0)
		r = replay(c);
	for (size_t i = 0; r == 0 && i < count; i++) {
		r = compare(c, tables[i], "main", "temp", "rebuild_row_unfounded");
		if (r == 0)
			r = compare(c, tables[i], "temp", "main", "rebuild_row_missing");
	}
	return r;
}

int ledger_rebuild_check(
	struct ledger *l, void (*each)(void *data, const struct ledger_fault *f), void *data)
{
	struct check c = { .each = each, .data = data };
	int r = sql_open(l->path, SQLITE_OPEN_READONLY, &c.sql);

	if (r < 0)
		return r;
	r = check_all(&c);
	(void)sql_exec(c.sql, "ROLLBACK");
	sql_free(c.sql);
	return r < 0 ? r : c.faults;
}
