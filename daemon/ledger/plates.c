// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Plates over a restart: written beside entries by whatever changes them, read once at start.
 * A weighing that was voided or corrected meanwhile, by any way, is then told to its plate.
 */
#include <stdlib.h>
#include <string.h>
#include "recorded.h"

/* The scale's own plate by its name; what was carried away from it by a name of none, in order. */
static int write_plate(struct ledger *l, const struct plate *p, size_t number)
{
	_cleanup_free_ char *text = plate_text(p);
	char name[DEVICE_SIZE + 24];

	(void)snprintf(name, sizeof(name), p->carried ? "%s/%02zu" : "%s", p->scale, number);
	return !text ? -ENOMEM
		     : sql_run(l->sql, "INSERT INTO plate (scale, facts) VALUES (?, ?)",
			       V_TEXT(name), V_TEXT(text));
}

static int write_left(struct ledger *l, const struct left_load *left)
{
	return sql_run(l->sql,
		"INSERT INTO left_load (number, scale, wall_us, boot_id, boot_us, day, clock,"
		" low_mg, high_mg, struck_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET struck_by = excluded.struck_by",
		V_INT(left->number), V_TEXT(left->scale), V_INT(left->at.wall_us),
		V_TEXT(left->at.boot_id), V_INT(left->at.boot_us), V_TEXT(left->at.day),
		V_TEXT(left->at.quality == CLOCK_TRUSTED ? "trusted" : "doubtful"),
		V_INT(left->low_mg), V_INT(left->high_mg), V_TEXT(left->struck_by));
}

int plates_write(struct ledger *l, const struct station_kept *kept, const char *id)
{
	/* With a WHERE a page that holds no row is not written; without one it would be, each time. */
	int r = sql_run(l->sql, "DELETE FROM plate WHERE true");

	for (size_t i = 0; r == 0 && i < kept->plate_count; i++) {
		struct plate p = kept->plate[i];

		if (id[0])
			plate_name(&p, id);
		r = write_plate(l, &p, i);
	}
	for (size_t i = 0; r == 0 && i < kept->left_count; i++) {
		struct left_load left = kept->left[i];

		left_name(&left, id);
		r = write_left(l, &left);
	}
	if (r == 0)
		r = sql_run(l->sql,
			"INSERT INTO kept (name, value) VALUES ('plates', 'kept')"
			" ON CONFLICT DO UPDATE SET value = 'kept' WHERE value <> 'kept'");
	return r;
}

static int keep(struct ledger *l, const struct station_kept *kept)
{
	int r = sql_exec(l->sql, "BEGIN IMMEDIATE");

	if (r < 0)
		return r;
	r = plates_write(l, kept, "");
	if (r == 0)
		r = sql_exec(l->sql, "COMMIT");
	if (r < 0 && (sqlite3_errcode(l->sql->db) & 0xff) == SQLITE_IOERR)
		l->broken = true;
	if (!sqlite3_get_autocommit(l->sql->db))
		(void)sql_exec(l->sql, "ROLLBACK");
	return r;
}

int ledger_keep_plates(struct ledger *l, const struct station_kept *kept, bool synced)
{
	int r = l->broken ? ledger_mend(l) : 0;

	if (r == 0 && !l->sql)
		r = -EIO;
	if (r == 0 && !synced)
		r = sql_exec(l->sql, "PRAGMA synchronous = NORMAL");
	if (r < 0)
		return r;
	r = keep(l, kept);
	if (!synced && sql_exec(l->sql, "PRAGMA synchronous = FULL") < 0)
		l->broken = true; /* opened anew before anything is promised */
	return r;
}

/* ---- at start ---- */

/* The valid weighing that stands for id now, or that pack. 0; -ENOENT: it was voided, and nothing took its place. */
static int find_successor(struct ledger *l, const char *id, struct weighing *ret_w)
{
	struct weighing w;
	int r = recorded_find(l, id, &w);

	while (r == 0 && w.voided_by[0]) {
		_cleanup_sql_ sqlite3_stmt *stmt = NULL;

		r = weighing_select(l->sql, &stmt,
			"WHERE r.corrects = ?1 AND r.corrects <> '' AND " OURS(
				"r.journal", "?2") " ORDER BY r.row DESC LIMIT 1",
			V_TEXT(w.id), V_TEXT(l->journal));
		if (r == 0)
			r = weighing_step(stmt, &w);
		if (r >= 0)
			r = r ? 0 : -ENOENT;
	}
	if (r == 0)
		*ret_w = w;
	return r;
}

/* The scale it was recorded on; "" for what no entry tells of. */
static int find_home(struct ledger *l, const char *id, char ret_scale[DEVICE_SIZE])
{
	struct weighing w = { 0 };
	int r = recorded_find(l, id, &w);

	memcpy(ret_scale, w.scale, DEVICE_SIZE);
	return r == -ENOENT ? 0 : r;
}

static int resolve_part(
	struct ledger *l, struct station_kept *kept, struct plate *p, const char *id)
{
	struct weighing w;
	char home[DEVICE_SIZE];
	int r = find_successor(l, id, &w);

	if (r == 0 && strcmp(w.id, id) != 0)
		(void)plate_succeed(p, id, &w);
	if (r != -ENOENT)
		return r;
	r = find_home(l, id, home);
	if (r == 0)
		station_kept_void(kept, id, home);
	return r;
}

static int resolve(struct ledger *l, struct station_kept *kept, struct plate *p)
{
	char ids[PLATE_PARTS][PRIVATE_KEY_SIZE];
	size_t count = p->part_count;
	int r = 0;

	for (size_t i = 0; i < count; i++)
		memcpy(ids[i], p->part[i].id, sizeof(ids[i]));
	for (size_t i = 0; r == 0 && i < count; i++)
		r = resolve_part(l, kept, p, ids[i]);
	return r;
}

static int read_plates(struct ledger *l, struct station_kept *kept)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, "SELECT facts FROM plate ORDER BY scale");

	while (r >= 0 && kept->plate_count < STATION_PLATES && (r = sql_step(stmt)) > 0) {
		struct plate *p = &kept->plate[kept->plate_count];

		/* What cannot be read is not guessed: the ledger says that it is damaged. */
		r = plate_from_text((const char *)sqlite3_column_text(stmt, 0), p);
		if (r < 0)
			return -EUCLEAN;
		kept->plate_count++;
	}
	/* All of them first: one weighing may stand on several. */
	for (size_t i = 0; r >= 0 && i < kept->plate_count; i++)
		r = resolve(l, kept, &kept->plate[i]);
	return r < 0 ? r : 0;
}

/* The first start of the version that keeps plates. */
static int guess_plates(struct ledger *l, struct station_kept *kept)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	struct weighing w;
	int r = weighing_select(l->sql, &stmt,
		"WHERE r.row IN (SELECT max(row) FROM weighing WHERE " OURS(
			"journal", "?1") " AND voided_seq IS NULL AND scale <> '' GROUP BY scale)"
					 " ORDER BY r.row DESC LIMIT ?2",
		V_TEXT(l->journal), V_INT(STATION_PLATES));

	while (r >= 0 && (r = weighing_step(stmt, &w)) > 0)
		plate_of_weighing(&kept->plate[kept->plate_count++], &w);
	return r;
}

#define LEFT_SELECT                                                                     \
	"SELECT number, scale, wall_us, boot_id, boot_us, day, clock, low_mg, high_mg," \
	" struck_by FROM left_load "

static void left_from_row(sqlite3_stmt *stmt, struct left_load *left)
{
	char clock[16];

	*left = (struct left_load){ .number = (uint64_t)sqlite3_column_int64(stmt, 0) };
	sql_text(stmt, 1, left->scale, sizeof(left->scale));
	left->at.wall_us = sqlite3_column_int64(stmt, 2);
	sql_text(stmt, 3, left->at.boot_id, sizeof(left->at.boot_id));
	left->at.boot_us = (uint64_t)sqlite3_column_int64(stmt, 4);
	sql_text(stmt, 5, left->at.day, sizeof(left->at.day));
	sql_text(stmt, 6, clock, sizeof(clock));
	left->at.quality = strcmp(clock, "trusted") == 0 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	left->low_mg = sqlite3_column_int64(stmt, 7);
	left->high_mg = sqlite3_column_int64(stmt, 8);
	sql_text(stmt, 9, left->struck_by, sizeof(left->struck_by));
}

/* The weighing that took it off the list may have been voided or corrected meanwhile. */
static int resolve_left(struct ledger *l, struct left_load *left)
{
	struct weighing w;
	int r = left->struck_by[0] ? find_successor(l, left->struck_by, &w) : 0;

	if (r == -ENOENT)
		left->struck_by[0] = '\0';
	else if (r == 0 && left->struck_by[0])
		memcpy(left->struck_by, w.id, sizeof(left->struck_by));
	return r == -ENOENT ? 0 : r;
}

/* It is in the journal: struck by a weighing that stands, or given a category that does. */
#define LEFT_CLOSED                                                                           \
	"(seen <> '' OR EXISTS (SELECT 1 FROM weighing WHERE replace(id, '-', '') = "         \
	"replace(struck_by, '-', '') AND voided_seq IS NULL) OR EXISTS (SELECT 1 FROM pack r" \
	" WHERE r.id = struck_by AND " COUNTS_SQL(                                            \
		"r") ") OR EXISTS (SELECT 1 FROM lot_input r WHERE " INPUT_SQL                \
		     " = struck_by AND " COUNTS_SQL("r") "))"

static int newer_first(const void *a, const void *b)
{
	const struct left_load *x = a, *y = b;

	return x->number < y->number ? 1 : x->number > y->number ? -1 : 0;
}

/* which: of the statement, that says which are kept where there are more. */
static int select_left(struct ledger *l, const char *which, struct left_load *ret_left, size_t size)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	size_t n = 0;
	int r = !l->sql ? -EIO : sql_start(l->sql, &stmt, which, V_INT(size));

	while (r >= 0 && n < size && (r = sql_step(stmt)) > 0) {
		left_from_row(stmt, &ret_left[n]);
		r = resolve_left(l, &ret_left[n++]);
	}
	if (r >= 0 && n)
		qsort(ret_left, n, sizeof(ret_left[0]), newer_first);
	return r < 0 ? r : (int)n;
}

int ledger_left(struct ledger *l, struct left_load *ret_left, size_t size)
{
	return select_left(l,
		LEFT_SELECT "WHERE seen = '' ORDER BY " LEFT_CLOSED ", number DESC LIMIT ?",
		ret_left, size);
}

int ledger_left_of(struct ledger *l, uint64_t number, struct left_load *ret_left)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = !l->sql ? -EIO
			: sql_start(l->sql, &stmt, LEFT_SELECT "WHERE seen = '' AND number = ?",
				  V_INT(number));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	left_from_row(stmt, ret_left);
	r = resolve_left(l, ret_left);
	return r == 0 && ret_left->struck_by[0] ? -ENOENT : r; /* that weighing is it */
}

/*
 * Oldest first in memory; where there are too many, those that nobody has seen to. One that was given a category is as struck by
 * that weighing: it comes back when that is void.
 */
static int read_left(struct ledger *l, struct station_memory *m)
{
	static const char which[] =
		"SELECT number, scale, wall_us, boot_id, boot_us, day, clock, low_mg, high_mg,"
		" CASE seen WHEN '' THEN struck_by ELSE seen END FROM left_load WHERE seen = ''"
		" OR EXISTS (SELECT 1 FROM weighing WHERE replace(id, '-', '') = replace(seen, "
		"'-', '')) ORDER BY " LEFT_CLOSED ", number DESC LIMIT ?";
	struct left_load newest[STATION_LEFT];
	int64_t last = 0;
	int n = select_left(l, which, newest, STATION_LEFT);
	int r = n < 0 ? n : sql_int(l->sql, &last, "SELECT ifnull(max(number), 0) FROM left_load");

	if (r < 0)
		return r;
	for (int i = 0; i < n; i++)
		m->kept.left[i] = newest[n - 1 - i];
	m->kept.left_count = (size_t)n;
	m->left_number = (uint64_t)last;
	return 0;
}

int plates_read(struct ledger *l, struct station_memory *m)
{
	int64_t never = 0;
	int r = sql_int(l->sql, &never,
		"SELECT EXISTS (SELECT 1 FROM kept WHERE name = 'plates' AND value = 'never')");

	if (r >= 0)
		r = never ? guess_plates(l, &m->kept) : read_plates(l, &m->kept);
	return r < 0 ? r : read_left(l, m);
}

/* ---- a load that left is seen to ---- */

/* The weighing made of it is void, or another has taken its place ("": none). */
int left_follow(struct ledger *l, const char *id, const char *successor_id)
{
	return sql_run(l->sql, "UPDATE left_load SET seen = ?2 WHERE seen = ?1", V_TEXT(id),
		V_TEXT(successor_id));
}

int left_see(struct ledger *l, uint64_t number, const char *seen, const char *reason)
{
	int r = sql_run(l->sql,
		"UPDATE left_load SET seen = ?, reason = ? WHERE number = ? AND seen = ''",
		V_TEXT(seen), V_TEXT(reason), V_INT(number));

	return r < 0 ? r : sqlite3_changes(l->sql->db) ? 0 : -ENOENT;
}

int ledger_left_dismiss(struct ledger *l, uint64_t number, const char *reason)
{
	int64_t again = 0;
	int r = l->sql ? left_see(l, number, "dismissed", reason) : -EIO;

	if (r == -ENOENT)
		r = sql_int(l->sql, &again,
			"SELECT EXISTS (SELECT 1 FROM left_load WHERE number = ? AND seen ="
			" 'dismissed' AND reason = ?)",
			V_INT(number), V_TEXT(reason));
	return r < 0 ? r : r > 0 && !again ? -ENOENT : 0;
}
