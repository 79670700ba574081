// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of projections from a record's table: INSERT, SELECT and the order of columns. */
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "record_entry.h"

enum { COLUMNS_MOST = 40 };

static const char *column_name(const struct record_field *f)
{
	return f->column ? f->column : f->name;
}

static bool is_written(const struct record_field *f)
{
	return !(f->rules & RECORD_JOINED);
}

/* Each column by its name, of the table r if it is read, separated by commas. */
static void put_columns(FILE *out, const struct record *r, bool read)
{
	const char *comma = "";

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (!read && !is_written(f))
			continue;
		for (size_t n = 1; n <= record_columns(f); n++, comma = ", ") {
			(void)fprintf(out, "%s%s%s", comma, read && is_written(f) ? "r." : "",
				column_name(f));
			if (f->type == RECORD_MGS)
				(void)fprintf(out, "_%zu_mg", n);
		}
	}
}

static size_t count_columns(const struct record *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		if (is_written(&r->fields[i]))
			n += record_columns(&r->fields[i]);
	return n;
}

static void stamp(const struct record_field *f, const struct entry *e, void *value)
{
	if (strcmp(f->name, "journal") == 0)
		(void)record_set_text(f, value, e->journal);
	else if (strcmp(f->name, "seq") == 0)
		(void)record_set_number(f, value, (int64_t)e->seq);
	else if (strcmp(f->name, "row") == 0)
		(void)record_set_number(f, value, e->row);
	else if (strcmp(f->name, "at") == 0)
		(void)record_set_number(f, value, e->at.wall_us);
	else if (strcmp(f->name, "day") == 0)
		(void)record_set_text(f, value, e->at.day);
	else if (strcmp(f->name, "clock") == 0)
		(void)record_set_number(f, value, e->at.quality);
	else if (strcmp(f->name, "boot_id") == 0)
		(void)record_set_text(f, value, e->at.boot_id);
}

void record_stamp(const struct record *r, const struct entry *e, void *value)
{
	for (size_t i = 0; i < r->count; i++)
		if ((r->fields[i].rules & RECORD_STAMP) && record_has(&r->fields[i], value))
			stamp(&r->fields[i], e, value);
}

/* ---- INSERT ---- */

static char *insert_text(const struct record *r)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	(void)fprintf(out, "INSERT %sINTO %s (", r->replaces ? "OR REPLACE " : "", r->table);
	put_columns(out, r, false);
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
	if (!record_has(f, value) && !(f->rules & RECORD_FILLED))
		return V_NULL;
	switch (f->type) {
	case RECORD_TEXT:
	case RECORD_WORD:
		return V_TEXT(record_text(f, value));
	case RECORD_MGS:
		return V_INT(record_masses(f, value)[n]);
	default:
		return V_INT(record_number(f, value));
	}
}

int record_insert(struct sql *s, const struct record *r, const void *value)
{
	struct sql_value values[COLUMNS_MOST + 1] = { 0 };
	sqlite3_stmt *stmt = sql_kept(s, r, NULL);
	size_t at = 0;
	int rc = 0;

	if (!stmt) {
		_cleanup_free_ char *text = insert_text(r);

		if (count_columns(r) > COLUMNS_MOST)
			return -ENOBUFS;
		rc = text ? sql_keep(s, r, NULL, text, &stmt) : -ENOMEM;
	}
	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];
		const size_t columns = is_written(f) ? record_columns(f) : 0;

		for (size_t n = 0; n < columns; n++)
			values[at++] = one_value(f, value, n);
	}
	return rc < 0 ? rc : sql_run_kept(s, stmt, values);
}

/* ---- SELECT ---- */

static bool is_word_read(const struct record_field *f)
{
	return (f->rules & RECORD_ERASABLE) && !(f->rules & RECORD_SILENT);
}

/* The words: each erasable field is an item of its own. */
static void put_words(FILE *out, const struct record *r)
{
	size_t item = 0;

	for (size_t i = 0; i < r->count; i++) {
		if (is_word_read(&r->fields[i]))
			(void)fprintf(out,
				", (SELECT text FROM erasable x WHERE x.journal = r.journal AND"
				" x.seq = r.seq AND x.item = %zu)",
				item);
		item += (r->fields[i].rules & RECORD_ERASABLE) != 0;
	}
}

/* The columns, the words, from where; then the tail. */
static char *select_text(const struct record *r, const char *tail)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	(void)fputs("SELECT ", out);
	put_columns(out, r, true);
	put_words(out, r);
	(void)fprintf(out, " FROM %s r %s %s", r->table, r->join ? r->join : "", tail);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

/* The day of a row: its own, or that of its entry. */
static const char *day_column(const struct record *r)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(column_name(&r->fields[i]), "day") == 0)
			return "r.day";
	return "(SELECT day FROM entry WHERE journal = r.journal AND seq = r.seq)";
}

/* What a listing may be asked by, as its parameters 1 to 5; each way of asking has a text of its own. */
enum asked { OF_SEQ, OF_ABOUT, OF_JOURNAL, FROM_DAY, LAST_DAY, ASKED_COUNT };

static void put_condition(FILE *out, const struct record *r, enum asked asked, const char *word)
{
	const char *const days[] = { [FROM_DAY] = ">=", [LAST_DAY] = "<=" };

	if (asked == OF_SEQ)
		(void)fprintf(out, "%s r.seq = ?1", word);
	else if (asked == OF_ABOUT)
		(void)fprintf(out, "%s r.%s = ?2", word, r->about);
	else if (asked == OF_JOURNAL)
		(void)fprintf(out, "%s r.journal = ?3", word);
	else
		(void)fprintf(
			out, "%s %s %s ?%d", word, day_column(r), days[asked], (int)asked + 1);
}

/* Newest first. A condition that is not asked is not there, so that an index serves the others. */
static char *listing_text(const struct record *r, unsigned asked)
{
	_cleanup_free_ char *tail = NULL;
	const char *word = "WHERE";
	size_t size;
	FILE *out = open_memstream(&tail, &size);

	if (!out)
		return NULL;
	for (enum asked i = OF_SEQ; i < ASKED_COUNT; i++) {
		if (!(asked & 1U << i))
			continue;
		put_condition(out, r, i, word);
		word = " AND";
	}
	(void)fputs(" ORDER BY r.wall_us DESC, r.seq DESC LIMIT ?6", out);
	return fclose(out) == 0 ? select_text(r, tail) : NULL;
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
	if (f->type == RECORD_TEXT || f->type == RECORD_WORD)
		return record_set_text(f, ret_value, text ? text : "");
	return record_set_number(f, ret_value, sqlite3_column_int64(stmt, at));
}

int record_from_row(const struct record *r, sqlite3_stmt *stmt, void *ret_value)
{
	int at = 0, rc = 0;

	memset(ret_value, 0, r->size);
	for (size_t i = 0; i < r->count; i++)
		for (size_t n = 0; n < record_columns(&r->fields[i]) && rc == 0; n++)
			rc = read_column(&r->fields[i], stmt, at++, n, ret_value);
	for (size_t i = 0; i < r->count && rc == 0; i++)
		if (is_word_read(&r->fields[i]))
			rc = read_column(&r->fields[i], stmt, at++, 0, ret_value);
	return rc < 0 ? -EUCLEAN : 0;
}

static int keep(struct sql *s, const void *key, const struct record *of, char *text,
	sqlite3_stmt **ret_stmt)
{
	int r = text ? sql_keep(s, key, of, text, ret_stmt) : -ENOMEM;

	free(text);
	return r;
}

int record_select(struct sql *s, const struct record *r, const char *tail,
	const struct sql_value *values, sqlite3_stmt **ret_stmt)
{
	sqlite3_stmt *stmt = sql_kept(s, tail, r);
	int rc = stmt ? 0 : keep(s, tail, r, select_text(r, tail), &stmt);

	if (rc == 0)
		rc = sql_bind_kept(s, stmt, values);
	if (rc == 0)
		*ret_stmt = stmt;
	return rc;
}

int record_of_journal(
	struct sql *s, const struct record *r, const char *journal, sqlite3_stmt **ret_stmt)
{
	const char *key =
		(const char *)r->fields + (1U << ASKED_COUNT); /* those below: listing() */
	sqlite3_stmt *stmt = sql_kept(s, key, r);
	int rc = stmt ? 0 : keep(s, key, r, select_text(r, "WHERE r.journal = ?"), &stmt);

	if (rc == 0)
		rc = sql_bind_kept(s, stmt, SQL_VALUES(V_TEXT(journal)));
	if (rc == 0)
		*ret_stmt = stmt;
	return rc;
}

static bool is_asked(const struct sql_value *v)
{
	return v->type == SQL_INT ? v->i != 0 : v->p && *(const char *)v->p;
}

/* Kept under an address in the table of fields, one for each way of asking. */
static int listing(struct sql *s, const struct record *r, struct sql_value values[ASKED_COUNT],
	sqlite3_stmt **ret_stmt)
{
	unsigned asked = 0;
	const char *key;

	static_assert(sizeof(r->fields[0]) > 1U << ASKED_COUNT, "a key for each way of asking");
	for (enum asked i = OF_SEQ; i < ASKED_COUNT; i++) {
		if (is_asked(&values[i]))
			asked |= 1U << i;
		else
			values[i] = V_NULL;
	}
	key = (const char *)r->fields + asked;
	*ret_stmt = sql_kept(s, key, r);
	return *ret_stmt ? 0 : keep(s, key, r, listing_text(r, asked), ret_stmt);
}

int record_each(struct sql *s, const struct record *r, const struct record_query *q, size_t most,
	int (*each)(void *data, const void *value), void *data)
{
	struct sql_value values[] = { V_INT(q->seq), V_TEXT(q->about), V_TEXT(q->journal),
		V_TEXT(q->from_day), V_TEXT(q->last_day), V_INT(most), { 0 } };
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	_cleanup_free_ void *value = malloc(r->size);
	int rc = value ? 0 : -ENOMEM;

	if (rc == 0)
		rc = listing(s, r, values, &stmt);
	if (rc == 0)
		rc = sql_bind_kept(s, stmt, values);
	while (rc == 0 && (rc = sql_step(stmt)) > 0) {
		rc = record_from_row(r, stmt, value);
		if (rc == 0)
			rc = each(data, value);
	}
	return rc;
}

static int64_t row_of(const struct record *r, const void *value)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->fields[i].name, "row") == 0)
			return record_number(&r->fields[i], value);
	return 0;
}

int record_page(const struct record *r, sqlite3_stmt *stmt, uint32_t limit,
	int (*each)(void *data, const void *value), void *data, uint64_t *ret_next)
{
	_cleanup_free_ void *value = calloc(1, r->size);
	uint64_t next = 0;
	uint32_t count = 0;
	int rc = value ? 0 : -ENOMEM;

	while (rc == 0 && (rc = sql_step(stmt)) > 0) {
		if (count++ == limit) {
			next = (uint64_t)row_of(r, value);
			break;
		}
		rc = record_from_row(r, stmt, value);
		if (rc == 0)
			rc = each(data, value);
	}
	if (rc < 0)
		return rc;
	*ret_next = next;
	return 0;
}

struct array {
	char *values;
	size_t size;
	int count;
};

static int into_array(void *data, const void *value)
{
	struct array *a = data;

	memcpy(a->values + (size_t)a->count++ * a->size, value, a->size);
	return 0;
}

int record_rows(struct sql *s, const struct record *r, const struct record_query *q,
	void *ret_values, size_t most)
{
	struct array a = { ret_values, r->size, 0 };
	int rc = record_each(s, r, q, most, into_array, &a);

	return rc < 0 ? rc : a.count;
}
