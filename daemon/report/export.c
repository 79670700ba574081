// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Every table as it stands, row by row: a year of weighings is never in memory. Numbers are numbers, hashes are
 * hexadecimal, bodies of entries are the text that was hashed.
 */
#include "export.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "csv.h"
#include "export_list.h"

struct writing {
	FILE *csv, *json;
};

/* Owned by the caller. */
static char *as_hex(const unsigned char *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	char *hex = malloc(2 * size + 1);

	for (size_t i = 0; hex && i < size; i++) {
		hex[2 * i] = digits[bytes[i] >> 4];
		hex[2 * i + 1] = digits[bytes[i] & 15];
	}
	if (hex)
		hex[2 * size] = '\0';
	return hex;
}

/* The text of one value, as CSV has it; own is to be freed. */
static const char *as_text(sqlite3_stmt *stmt, int i, char **own)
{
	if (sqlite3_column_type(stmt, i) != SQLITE_BLOB ||
		strcmp(sqlite3_column_name(stmt, i), "body") == 0)
		return (const char *)sqlite3_column_text(stmt, i);
	*own = as_hex(sqlite3_column_blob(stmt, i), (size_t)sqlite3_column_bytes(stmt, i));
	return *own;
}

static json_t *as_json(sqlite3_stmt *stmt, int i, const char *text)
{
	if (sqlite3_column_type(stmt, i) == SQLITE_INTEGER)
		return json_integer(sqlite3_column_int64(stmt, i));
	return text ? json_string(text) : json_null();
}

static int put_row(struct writing *w, sqlite3_stmt *stmt, bool first)
{
	json_t *row = json_object();
	int failed = !row;

	for (int i = 0; i < sqlite3_column_count(stmt) && !failed; i++) {
		char *own = NULL;
		const char *text = as_text(stmt, i, &own);

		if (i)
			(void)putc(',', w->csv);
		csv_put(w->csv, text ? text : "", ',');
		failed = json_object_set_new(
			row, sqlite3_column_name(stmt, i), as_json(stmt, i, text));
		free(own);
	}
	(void)fputs("\r\n", w->csv);
	(void)fputs(first ? "" : ",\n", w->json);
	failed |= json_dumpf(row, w->json, JSON_COMPACT);
	json_decref(row);
	return failed ? -EIO : 0;
}

static void put_head(struct writing *w, sqlite3_stmt *stmt, struct export_table *t)
{
	t->count = (size_t)sqlite3_column_count(stmt);
	for (size_t i = 0; i < t->count && i < EXPORT_COLUMNS; i++) {
		(void)snprintf(t->column[i], EXPORT_NAME, "%s", sqlite3_column_name(stmt, (int)i));
		(void)fprintf(w->csv, "%s%s", i ? "," : "", t->column[i]);
	}
	(void)fputs("\r\n", w->csv);
	(void)fputs("[\n", w->json);
}

static int put_rows(struct writing *w, sqlite3_stmt *stmt, struct export_table *t)
{
	int rc, r = 0;

	put_head(w, stmt, t);
	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		r = put_row(w, stmt, t->rows++ == 0);
	(void)fputs("\n]\n", w->json);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

int export_close(FILE *f)
{
	int r = fflush(f) == 0 && fsync(fileno(f)) == 0 ? 0 : -errno;

	return fclose(f) != 0 && r == 0 ? -errno : r;
}

static FILE *open_file(const char *folder, const char *name, const char *end)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s.%s", folder, name, end) < (int)sizeof(path))
		return fopen(path, "wxe");
	errno = ENAMETOOLONG;
	return NULL;
}

/* Words without the salt by which those that were erased could be guessed. */
static void statement_of(const char *table, char *ret_sql, size_t size)
{
	if (strcmp(table, "erasable") == 0)
		(void)snprintf(ret_sql, size, "SELECT journal, seq, item, text FROM erasable");
	else
		(void)snprintf(ret_sql, size, "SELECT * FROM %s", table);
}

static int write_files(
	struct writing *w, const char *folder, sqlite3_stmt *stmt, struct export_table *t)
{
	int r, closed;

	w->csv = open_file(folder, t->name, "csv");
	if (!w->csv)
		return -errno;
	w->json = open_file(folder, t->name, "json");
	r = w->json ? put_rows(w, stmt, t) : -errno;
	closed = export_close(w->csv);
	r = r == 0 ? closed : r;
	closed = w->json ? export_close(w->json) : 0;
	return r == 0 ? closed : r;
}

static int write_table(
	struct ledger *l, const char *folder, const char *table, struct export_list *list)
{
	struct export_table *t = &list->table[list->count++];
	struct writing w = { 0 };
	sqlite3_stmt *stmt;
	char sql[128];
	int r;

	(void)snprintf(
		t->name, sizeof(t->name), "%s", strcmp(table, "erasable") == 0 ? "words" : table);
	statement_of(table, sql, sizeof(sql));
	if (sqlite3_prepare_v2(ledger_db(l), sql, -1, &stmt, NULL) != SQLITE_OK)
		return -EIO;
	r = write_files(&w, folder, stmt, t);
	(void)sqlite3_finalize(stmt);
	return r;
}

static int write_all(struct ledger *l, const char *folder, enum lang lang, struct export_list *list)
{
	static const char *const beside[] = { "entry", "erasable", "left_load" };
	char path[PATH_MAX];
	const char *table;
	int r = ledger_snapshot(l, true);

	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]) && r == 0; i++)
		r = write_table(l, folder, beside[i], list);
	for (size_t i = 0; r == 0 && (table = ledger_table(i)) && list->count < EXPORT_TABLES; i++)
		if (strcmp(table, "request") != 0)
			r = write_table(l, folder, table, list);
	(void)ledger_snapshot(l, false);
	if (r == 0 && snprintf(path, sizeof(path), "%s/index.html", folder) >= (int)sizeof(path))
		r = -ENAMETOOLONG;
	return r < 0 ? r : export_page(path, list, lang);
}

/* ---- the folder ---- */

/* Of one that was cut off: its own files only. */
static void drop(const char *folder)
{
	DIR *dir = opendir(folder);

	if (!dir)
		return;
	/* cppcheck-suppress readdirCalled */
	for (struct dirent *e; (e = readdir(dir));)
		if (e->d_type == DT_REG || e->d_type == DT_UNKNOWN)
			(void)unlinkat(dirfd(dir), e->d_name, 0);
	(void)closedir(dir);
	(void)rmdir(folder);
}

static int sync_folder(const char *folder)
{
	_cleanup_close_ int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	return fd < 0 || fsync(fd) < 0 ? -errno : 0;
}

/* An empty folder is taken; any other thing is not. */
static int name_it(const char *part, const char *folder)
{
	if (rename(part, folder) == 0)
		return 0;
	return errno == ENOTEMPTY || errno == ENOTDIR ? -EEXIST : -errno;
}

static bool is_free(const char *folder)
{
	return access(folder, F_OK) < 0 || rmdir(folder) == 0;
}

int export_all(struct ledger *l, const char *folder, enum lang lang, struct exported *ret_exported)
{
	_cleanup_free_ struct export_list *list = calloc(1, sizeof(*list));
	struct exported done = { 0 };
	char part[PATH_MAX];
	int r = list ? 0 : -ENOMEM;

	if (r == 0 && snprintf(part, sizeof(part), "%s.part", folder) >= (int)sizeof(part))
		r = -ENAMETOOLONG;
	if (r == 0 && !is_free(folder))
		r = -EEXIST;
	if (r < 0)
		return r;
	drop(part);
	r = mkdir(part, 0750) < 0 ? -errno : write_all(l, part, lang, list);
	if (r == 0)
		r = sync_folder(part);
	if (r == 0)
		r = name_it(part, folder);
	if (r < 0)
		drop(part);
	done.tables = list->count;
	for (size_t i = 0; i < list->count; i++)
		done.rows += list->table[i].rows;
	*ret_exported = done;
	return r;
}
