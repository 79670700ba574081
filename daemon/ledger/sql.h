// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A thin skin over SQLite: errors become -errno, statements are prepared once and kept,
 * values are bound by type. One connection belongs to one thread.
 */
#pragma once
#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "cleanup.h"

enum { SQL_BUSY_MS = 2000 }; /* so long another connection is waited for */

struct sql_kept {
	const void *key, *of; /* the literal of the text, or what it was made for */
	sqlite3_stmt *stmt;
};

struct sql {
	sqlite3 *db;
	int wal_pages;    /* in the log since it began anew; kept by the writer's hook */
	bool copied;      /* the log was copied back since ledger_note_file() */
	bool wal_failing; /* copying the log back failed: a sync may have dropped something */
	size_t count;
	struct sql_kept *kept; /* statements: as many as the program has literals */
};

struct sql_value {
	enum { SQL_END, SQL_NULL, SQL_INT, SQL_TEXT, SQL_BLOB } type;
	int64_t i;
	const void *p;
	size_t size;
};
#define V_NULL ((struct sql_value){ .type = SQL_NULL })
#define V_INT(x) ((struct sql_value){ .type = SQL_INT, .i = (int64_t)(x) })
#define V_TEXT(x) ((struct sql_value){ .type = SQL_TEXT, .p = (x) })
#define V_BLOB(x, n) ((struct sql_value){ .type = SQL_BLOB, .p = (x), .size = (n) })
/* What is not given is SQL_END; one too many does not compile. */
#define SQL_VALUES(...) ((const struct sql_value[40]){ __VA_ARGS__ })

/* The -errno of the last failure; 0 for SQLITE_OK, ROW and DONE. */
int sql_error(sqlite3 *db, int rc);

/* flags as sqlite3_open_v2(). 0 or -errno. */
int sql_open(const char *path, int flags, struct sql **ret_sql);
struct sql *sql_free(struct sql *s);
CLEANUP_OF(struct sql, sql_free);

/* Any number of statements without values or rows. */
int sql_exec(struct sql *s, const char *text);

/*
 * Gives the statement of text (a literal, or at least a string that outlives the
 * connection), reset, with values bound. Walk it with sql_step(); it is reset by
 * _cleanup_sql_ or its next use.
 */
int sql_start_values(
	struct sql *s, const char *text, const struct sql_value *values, sqlite3_stmt **ret_stmt);
#define sql_start(s, ret_stmt, text, ...) \
	sql_start_values((s), (text), SQL_VALUES(__VA_ARGS__), (ret_stmt))
/*
 * The same for a text that is made at run time: kept under a key, any address that outlives the
 * connection, with what it is of, or NULL: literals that read alike are one, and have one address.
 * sql_kept() gives NULL until sql_keep() has prepared it; values end with SQL_END.
 */
sqlite3_stmt *sql_kept(const struct sql *s, const void *key, const void *of);
int sql_keep(
	struct sql *s, const void *key, const void *of, const char *text, sqlite3_stmt **ret_stmt);
int sql_bind_kept(struct sql *s, sqlite3_stmt *stmt, const struct sql_value *values);
int sql_run_kept(struct sql *s, sqlite3_stmt *stmt, const struct sql_value *values);

/* 1: a row; 0: no more; -errno. */
int sql_step(sqlite3_stmt *stmt);

/* A statement without rows. */
int sql_run_values(struct sql *s, const char *text, const struct sql_value *values);
#define sql_run(s, text, ...) sql_run_values((s), (text), SQL_VALUES(__VA_ARGS__))

/* One integer of one row. 1: there; 0: no row (untouched); -errno. */
int sql_int_values(
	struct sql *s, const char *text, const struct sql_value *values, int64_t *ret_value);
#define sql_int(s, ret_value, text, ...) \
	sql_int_values((s), (text), SQL_VALUES(__VA_ARGS__), (ret_value))

/* Copies a text column, "" for NULL; cut at size. */
void sql_text(sqlite3_stmt *stmt, int column, char *ret_text, size_t size);
/* Copies exactly size bytes of a blob column. 0, -EUCLEAN: another size. */
int sql_blob(sqlite3_stmt *stmt, int column, uint8_t *ret_bytes, size_t size);

static inline void cleanup_sql_reset(sqlite3_stmt **stmt)
{
	if (*stmt) {
		sqlite3_reset(*stmt);
		sqlite3_clear_bindings(*stmt);
	}
}
#define _cleanup_sql_ _cleanup_(cleanup_sql_reset)
