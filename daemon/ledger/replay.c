// SPDX-License-Identifier: GPL-3.0-or-later
/* See replay.h. */
#include "replay.h"
#include <stdio.h>
#include <string.h>

/* "CREATE TABLE weighing (" -> "CREATE TEMP TABLE weighing (", an index likewise. */
static int copy_definition(struct sql *s, const char *definition)
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
		return sql_exec(s, text);
	}
	return -EUCLEAN;
}

static int copy_table(struct sql *s, const char *table)
{
	/* Read whole before creating: a definition must not change under its own reader. */
	char *definitions[8] = { NULL };
	size_t count = 0;
	sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
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
			r = copy_definition(s, definitions[i]);
		free(definitions[i]);
	}
	return r < 0 ? r : count ? 0 : -EUCLEAN;
}

int replay_open(const char *path, struct sql **ret_sql)
{
	const char *tables[PROJECTIONS_MOST];
	const size_t count = projections(tables);
	int r = sql_open(path, SQLITE_OPEN_READONLY, ret_sql);

	if (r == 0)
		r = sql_exec(
			*ret_sql, "PRAGMA foreign_keys = OFF; BEGIN; SELECT 1 FROM entry LIMIT 1");
	for (size_t i = 0; r == 0 && i < count; i++)
		r = copy_table(*ret_sql, tables[i]);
	return r;
}

void replay_close(struct sql *s)
{
	if (s)
		(void)sql_exec(s, "ROLLBACK");
	sql_free(s);
}

int replay_entries(struct sql *s, const struct replay *replay)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(
		s, &stmt, "SELECT " ENTRY_COLUMNS " FROM main.entry NOT INDEXED ORDER BY row");

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct entry e = { 0 };

		r = entry_from_row(stmt, &e);
		if (r == 0 && replay->wanted && !replay->wanted(replay->data, &e))
			continue;
		if (r == 0)
			r = entry_apply(s, &e);
		if (r == 0 || r == -ENOMEM || r == -EIO)
			continue;
		replay->refused(replay->data, &e);
		r = 0;
	}
	return r;
}
