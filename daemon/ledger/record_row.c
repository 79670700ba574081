// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of projections from a record's table: INSERT, SELECT and the order of columns. */
#include <stdio.h>
#include <string.h>
#include "record_entry.h"

enum { COLUMNS_MOST = 40 };

static const char *column_name(const struct record_field *f)
{
	return f->column ? f->column : f->name;
}

/* Each column by its name, "prefix" before it, separated by commas. */
static void put_columns(FILE *out, const struct record *r, const char *prefix)
{
	const char *comma = "";

	for (size_t i = 0; i < r->count; i++)
		for (size_t n = 1; n <= record_columns(&r->fields[i]); n++, comma = ", ") {
			const struct record_field *f = &r->fields[i];

			(void)fprintf(out, "%s%s", comma, prefix);
			if (f->type == RECORD_MGS)
				(void)fprintf(out, "%s_%zu_mg", column_name(f), n);
			else
				(void)fputs(column_name(f), out);
		}
}

static size_t count_columns(const struct record *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		n += record_columns(&r->fields[i]);
	return n;
}

void record_stamp(const struct record *r, const struct entry *e, void *value)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (!(f->rules & RECORD_STAMP))
			continue;
		if (f->type == RECORD_TIME)
			(void)record_set_number(f, value, e->at.wall_us);
		else if (f->type == RECORD_CLOCK)
			(void)record_set_number(f, value, e->at.quality == CLOCK_TRUSTED);
		else if (f->type == RECORD_U64)
			(void)record_set_number(f, value, (int64_t)e->seq);
		else
			(void)record_set_text(
				f, value, f->size == DAY_SIZE ? e->at.day : e->journal);
	}
}

/* ---- INSERT ---- */

static char *insert_text(const struct record *r)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	(void)fprintf(out, "INSERT INTO %s (", r->table);
	put_columns(out, r, "");
	(void)fputs(") VALUES (?", out);
	for (size_t i = 1; i < count_columns(r); i++)
		(void)fputs(", ?", out);
	(void)fputs(")", out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static struct sql_value one_value(const struct record_field *f, const void *value, size_t n)
{
	if (!record_has(f, value))
		return V_NULL;
	switch (f->type) {
	case RECORD_TEXT:
		return V_TEXT(record_text(f, value));
	case RECORD_MGS:
		return V_INT(record_masses(f, value)[n]);
	case RECORD_CLOCK:
		return V_TEXT(record_number(f, value) == CLOCK_TRUSTED ? "trusted" : "doubtful");
	default:
		return V_INT(record_number(f, value));
	}
}

int record_insert(struct sql *s, const struct record *r, const void *value)
{
	struct sql_value values[COLUMNS_MOST + 1] = { 0 };
	sqlite3_stmt *stmt = sql_kept(s, r);
	size_t at = 0;
	int rc = 0;

	if (count_columns(r) > COLUMNS_MOST)
		return -ENOBUFS;
	if (!stmt) {
		_cleanup_free_ char *text = insert_text(r);

		rc = text ? sql_keep(s, r, text, &stmt) : -ENOMEM;
	}
	for (size_t i = 0; i < r->count; i++)
		for (size_t n = 0; n < record_columns(&r->fields[i]); n++)
			values[at++] = one_value(&r->fields[i], value, n);
	return rc < 0 ? rc : sql_run_kept(s, stmt, values);
}

/* ---- SELECT ---- */

/* The columns of the table, then the words: each erasable field is an item of its own. */
static char *select_text(const struct record *r)
{
	char *text = NULL;
	size_t size, item = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	(void)fputs("SELECT ", out);
	put_columns(out, r, "r.");
	for (size_t i = 0; i < r->count; i++)
		if (r->fields[i].rules & RECORD_ERASABLE)
			(void)fprintf(out,
				", (SELECT text FROM erasable x WHERE x.journal = r.journal AND"
				" x.seq = r.seq AND x.item = %zu)",
				item++);
	(void)fprintf(out, " FROM %s r WHERE (?1 = 0 OR r.seq = ?1) AND (?2 = '' OR ", r->table);
	(void)fprintf(out, r->about ? "r.%s = ?2)" : "%.0s?2 = '')", r->about ? r->about : "");
	(void)fputs(" AND (?3 = '' OR r.journal = ?3) ORDER BY r.wall_us DESC, r.seq DESC LIMIT ?4",
		out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static int read_column(
	const struct record_field *f, sqlite3_stmt *stmt, int at, size_t n, void *ret_value)
{
	const char *text;

	record_set_has(f, ret_value, sqlite3_column_type(stmt, at) != SQLITE_NULL);
	if (f->type == RECORD_MGS) {
		record_set_mass(f, ret_value, n, sqlite3_column_int64(stmt, at));
		return 0;
	}
	text = (const char *)sqlite3_column_text(stmt, at);
	if (f->type == RECORD_TEXT)
		return record_set_text(f, ret_value, text ? text : "");
	if (f->type == RECORD_CLOCK)
		return record_set_number(f, ret_value, text && strcmp(text, "trusted") == 0);
	return record_set_number(f, ret_value, sqlite3_column_int64(stmt, at));
}

/* 0; -EUCLEAN: a row that no entry of this kind could have made. */
static int from_row(const struct record *r, sqlite3_stmt *stmt, void *ret_value)
{
	int at = 0, rc = 0;

	memset(ret_value, 0, r->size);
	for (size_t i = 0; i < r->count; i++)
		for (size_t n = 0; n < record_columns(&r->fields[i]) && rc == 0; n++)
			rc = read_column(&r->fields[i], stmt, at++, n, ret_value);
	for (size_t i = 0; i < r->count && rc == 0; i++)
		if (r->fields[i].rules & RECORD_ERASABLE)
			rc = read_column(&r->fields[i], stmt, at++, 0, ret_value);
	return rc < 0 ? -EUCLEAN : 0;
}

int record_rows(struct sql *s, const struct record *r, const struct record_query *q,
	void *ret_values, size_t most)
{
	const struct sql_value values[] = { V_INT(q->seq), V_TEXT(q->about), V_TEXT(q->journal),
		V_INT(most), { 0 } };
	_cleanup_sql_ sqlite3_stmt *stmt = sql_kept(s, r->fields);
	size_t n = 0;
	int rc = 0;

	if (!stmt) {
		_cleanup_free_ char *text = select_text(r);

		rc = text ? sql_keep(s, r->fields, text, &stmt) : -ENOMEM;
	}
	if (rc == 0)
		rc = sql_bind_kept(s, stmt, values);
	while (rc >= 0 && n < most && (rc = sql_step(stmt)) > 0)
		rc = from_row(r, stmt, (char *)ret_values + n++ * r->size);
	return rc < 0 ? rc : (int)n;
}
