// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule rebuild --check: the journal is replayed (replay.h), then every row of every projection is
 * compared both ways. One read transaction: a writer may go on.
 */
#include <stdio.h>
#include <string.h>
#include "replay.h"

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

static void refused(void *data, const struct entry *e)
{
	struct ledger_fault f = { .seq = e->seq, .what = { .key = "rebuild_entry_refused" } };

	memcpy(f.journal, e->journal, sizeof(f.journal));
	sentence_param_int(&f.what, "seq", (long long)e->seq);
	sentence_param(&f.what, "kind", e->kind);
	tell(data, &f);
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

static int compare_all(struct check *c)
{
	const char *tables[PROJECTIONS_MOST];
	const size_t count = projections(tables);
	int r = 0;

	for (size_t i = 0; r == 0 && i < count; i++) {
		r = compare(c, tables[i], "main", "temp", "rebuild_row_unfounded");
		if (r == 0)
			r = compare(c, tables[i], "temp", "main", "rebuild_row_missing");
	}
	return r;
}

int ledger_rebuild_check(struct ledger *l, void (*each)(void *data, const struct ledger_fault *f),
	void *data, uint64_t *ret_entries)
{
	struct check c = { .each = each, .data = data };
	const struct replay replay = { .refused = refused, .data = &c };
	int64_t entries = 0;
	int r = replay_open(l->path, &c.sql);

	if (r == 0)
		r = replay_entries(c.sql, &replay);
	if (r == 0)
		r = compare_all(&c);
	if (r == 0 && ret_entries)
		r = sql_int(c.sql, &entries, "SELECT count(*) FROM main.entry");
	replay_close(c.sql);
	if (r >= 0 && ret_entries)
		*ret_entries = (uint64_t)entries;
	return r < 0 ? r : c.faults;
}
