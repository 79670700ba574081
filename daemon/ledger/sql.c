// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * SQLite behind -errno. The statements of a weighing are few and the same all day: each is
 * prepared once and kept with its connection.
 */
#include "sql.h"
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "cooling.h"

/* What the system said behind an I/O error: a full or read-only disk has its own sentence. */
static int system_error(sqlite3 *db, int otherwise)
{
	switch (db ? sqlite3_system_errno(db) : 0) {
	case ENOSPC:
	case EDQUOT:
		return -ENOSPC;
	case EROFS:
		return -EROFS;
	case EACCES:
	case EPERM:
		return -EACCES;
	case ENOENT:
	case ENOTDIR:
		return -ENOENT;
	default:
		return otherwise;
	}
}

int sql_error(sqlite3 *db, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return 0;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EUCLEAN;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_NOMEM:
		return -ENOMEM;
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return -EACCES;
	case SQLITE_CANTOPEN:
		return system_error(db, -ENOENT);
	case SQLITE_CONSTRAINT:
	case SQLITE_MISMATCH:
	case SQLITE_RANGE:
	case SQLITE_TOOBIG:
		return -EINVAL;
	default:
		return system_error(db, -EIO);
	}
}

/* cooling_us(started_us, said, boot_id, boot_us, clock): how long until now; NULL: no clock knows. */
static void sql_cooling_us(sqlite3_context *context, int count, sqlite3_value **values)
{
	struct cooling_when from = { sqlite3_value_int64(values[0]),
		sqlite3_value_int(values[1]) != 0, { 0 } },
			    now = { 0 };
	const char *boot_id = (const char *)sqlite3_value_text(values[2]);
	const char *clock = (const char *)sqlite3_value_text(values[4]);
	int64_t us;

	(void)count;
	clock_now(&now.at);
	now.wall_us = now.at.wall_us;
	(void)snprintf(from.at.boot_id, sizeof(from.at.boot_id), "%s", boot_id ? boot_id : "");
	from.at.boot_us = (uint64_t)sqlite3_value_int64(values[3]);
	from.at.quality = clock && !strcmp(clock, "trusted") ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	us = cooling_us(&from, &now);
	if (us != COOLING_UNKNOWN)
		sqlite3_result_int64(context, us);
}

int sql_open(const char *path, int flags, struct sql **ret_sql)
{
	_cleanup_(cleanup_sql_free) struct sql *s = calloc(1, sizeof(*s));
	int rc;

	if (!s)
		return -ENOMEM;
	rc = sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		return sql_error(s->db, rc);
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_busy_timeout(s->db, SQL_BUSY_MS);
	rc = sqlite3_create_function_v2(
		s->db, "cooling_us", 5, SQLITE_UTF8, NULL, sql_cooling_us, NULL, NULL, NULL);
	if (rc != SQLITE_OK)
		return sql_error(s->db, rc);
	*ret_sql = TAKE_PTR(s);
	return 0;
}

struct sql *sql_free(struct sql *s)
{
	if (!s)
		return NULL;
	for (size_t i = 0; i < s->count; i++)
		sqlite3_finalize(s->kept[i].stmt);
	sqlite3_close_v2(s->db);
	free(s->kept);
	free(s);
	return NULL;
}

int sql_exec(struct sql *s, const char *text)
{
	return sql_error(s->db, sqlite3_exec(s->db, text, NULL, NULL, NULL));
}

sqlite3_stmt *sql_kept(const struct sql *s, const void *key, const void *of)
{
	for (size_t i = 0; i < s->count; i++)
		if (s->kept[i].key == key && s->kept[i].of == of)
			return s->kept[i].stmt;
	return NULL;
}

int sql_keep(
	struct sql *s, const void *key, const void *of, const char *text, sqlite3_stmt **ret_stmt)
{
	struct sql_kept *more;
	sqlite3_stmt *stmt;
	int rc;

	more = realloc(s->kept, (s->count + 1) * sizeof(*more));
	if (!more)
		return -ENOMEM;
	s->kept = more;
	rc = sqlite3_prepare_v3(s->db, text, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	if (rc != SQLITE_OK)
		return sql_error(s->db, rc);
	s->kept[s->count++] = (struct sql_kept){ key, of, stmt };
	*ret_stmt = stmt;
	return 0;
}

/* lent: SQLITE_STATIC where values outlive the run, else SQLITE_TRANSIENT, a copy. */
static int bind(
	sqlite3_stmt *stmt, int place, const struct sql_value *v, sqlite3_destructor_type lent)
{
	switch (v->type) {
	case SQL_INT:
		return sqlite3_bind_int64(stmt, place, v->i);
	case SQL_TEXT:
		return sqlite3_bind_text(stmt, place, v->p, -1, lent);
	case SQL_BLOB:
		return sqlite3_bind_blob64(stmt, place, v->p, v->size, lent);
	default:
		return sqlite3_bind_null(stmt, place);
	}
}

static int bind_all(struct sql *s, sqlite3_stmt *stmt, const struct sql_value *values,
	sqlite3_destructor_type lent)
{
	sqlite3_reset(stmt);
	for (int i = 0; values[i].type != SQL_END; i++) {
		int rc = bind(stmt, i + 1, &values[i], lent);

		if (rc != SQLITE_OK)
			return sql_error(s->db, rc);
	}
	return 0;
}

int sql_bind_kept(struct sql *s, sqlite3_stmt *stmt, const struct sql_value *values)
{
	return bind_all(s, stmt, values, SQLITE_TRANSIENT);
}

static int start(struct sql *s, const char *text, const struct sql_value *values,
	sqlite3_destructor_type lent, sqlite3_stmt **ret_stmt)
{
	sqlite3_stmt *stmt = sql_kept(s, text, NULL);
	int r = stmt ? 0 : sql_keep(s, text, NULL, text, &stmt);

	if (r == 0)
		r = bind_all(s, stmt, values, lent);
	if (r == 0)
		*ret_stmt = stmt;
	return r;
}

int sql_start_values(
	struct sql *s, const char *text, const struct sql_value *values, sqlite3_stmt **ret_stmt)
{
	return start(s, text, values, SQLITE_TRANSIENT, ret_stmt);
}

int sql_step(sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	if (rc == SQLITE_ROW)
		return 1;
	return rc == SQLITE_DONE ? 0 : sql_error(sqlite3_db_handle(stmt), rc);
}

int sql_run_kept(struct sql *s, sqlite3_stmt *stmt, const struct sql_value *values)
{
	_cleanup_sql_ sqlite3_stmt *running = stmt;
	int r = bind_all(s, running, values, SQLITE_STATIC);

	while (r == 0 && (r = sql_step(running)) > 0)
		r = 0;
	return r;
}

int sql_run_values(struct sql *s, const char *text, const struct sql_value *values)
{
	sqlite3_stmt *stmt = sql_kept(s, text, NULL);
	int r = stmt ? 0 : sql_keep(s, text, NULL, text, &stmt);

	return r < 0 ? r : sql_run_kept(s, stmt, values);
}

int sql_int_values(
	struct sql *s, const char *text, const struct sql_value *values, int64_t *ret_value)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = start(s, text, values, SQLITE_STATIC, &stmt);

	if (r < 0)
		return r;
	r = sql_step(stmt);
	if (r > 0)
		*ret_value = sqlite3_column_int64(stmt, 0);
	return r;
}

void sql_text(sqlite3_stmt *stmt, int column, char *ret_text, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(stmt, column);
	size_t len = text ? strnlen(text, size - 1) : 0;

	if (len)
		memcpy(ret_text, text, len);
	ret_text[len] = '\0';
}

int sql_blob(sqlite3_stmt *stmt, int column, uint8_t *ret_bytes, size_t size)
{
	const void *bytes = sqlite3_column_blob(stmt, column);

	if (!bytes || (size_t)sqlite3_column_bytes(stmt, column) != size)
		return -EUCLEAN;
	memcpy(ret_bytes, bytes, size);
	return 0;
}
