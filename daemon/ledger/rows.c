// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of weighings and of daily totals, as the kinds of entries and the readers use them. */
#include "kinds.h"
#include <stdio.h>
#include <string.h>
#include "stock_book.h"

int weighing_step(sqlite3_stmt *stmt, struct weighing *ret_w)
{
	struct weighing_entry w;
	int r = sql_step(stmt);

	if (r <= 0)
		return r;
	r = record_from_row(&weighing_record, stmt, &w);
	if (r < 0)
		return r;
	*ret_w = w.weighing;
	return 1;
}

static int one_weighing(sqlite3_stmt *stmt, struct weighing *ret_w)
{
	int r = weighing_step(stmt, ret_w);

	return r > 0 ? 0 : r < 0 ? r : -ENOENT;
}

int key_squash(const char *id, char ret_key[PRIVATE_KEY_SIZE])
{
	size_t used = 0;

	for (; *id; id++) {
		char c = *id >= 'a' && *id <= 'z' ? (char)(*id - 'a' + 'A') : *id;

		if (c == '-')
			continue;
		if (used + 1 >= PRIVATE_KEY_SIZE)
			return -ENOENT;
		ret_key[used++] = c;
	}
	ret_key[used] = '\0';
	return 0;
}

/*
 * A whole number, or what people read aloud of it: its last two parts, "QJ651-8". A whole one
 * comes first; a short one that two weighings have finds none, for which was meant?
 */
#define OF_KEY                                                     \
	"WHERE replace(r.id, '-', '') IN (SELECT ?1 UNION ALL"     \
	" SELECT DISTINCT pole || site || 'W' || ?1 FROM journal)" \
	" AND (?2 IS NULL OR " OURS(                               \
		"r.journal", "?2") ")"                             \
				   " ORDER BY replace(r.id, '-', '') <> ?1, r.row LIMIT 2"

int weighing_find(struct sql *s, const char *journal, const char *id, struct weighing *ret_w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE], found[PRIVATE_KEY_SIZE];
	struct weighing w;
	int r = key_squash(id, key);

	if (r == 0)
		r = weighing_select(s, &stmt, OF_KEY, V_TEXT(key), V_TEXT(journal));
	if (r == 0)
		r = one_weighing(stmt, &w);
	if (r < 0)
		return r;
	if (key_squash(w.id, found) < 0 || strcmp(found, key)) {
		r = sql_step(stmt);
		if (r != 0)
			return r < 0 ? r : -ENOENT;
	}
	*ret_w = w;
	return 0;
}

int weighing_of_entry(struct sql *s, const char *journal, uint64_t seq, struct weighing *ret_w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = weighing_select(s, &stmt,
		"WHERE r.row = (SELECT row FROM entry WHERE journal = ? AND seq = ?)",
		V_TEXT(journal), V_INT(seq));

	return r < 0 ? r : one_weighing(stmt, ret_w);
}

#define TOTAL_REST                                                       \
	" journal = ? AND direction = ? AND category = ? AND origin = ?" \
	" AND destination = ? AND partner = ? AND place = ? AND method = ?"
#define TOTAL_ADD(table, span)                                                                \
	"INSERT INTO " table " (" span ", journal, direction, category, origin, destination," \
	" partner, place, method, mass_mg, units, weighings)"                                 \
	" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"                                        \
	" ON CONFLICT DO UPDATE SET mass_mg = mass_mg + excluded.mass_mg,"                    \
	" units = units + excluded.units, weighings = weighings + excluded.weighings"
#define TOTAL_VALUES(w)                                                                      \
	V_TEXT((w)->journal), V_TEXT(direction_name((w)->direction)), V_TEXT((w)->category), \
		V_TEXT((w)->origin), V_TEXT((w)->destination), V_TEXT((w)->partner),         \
		V_TEXT((w)->place), V_TEXT(method_name((w)->method))

/* A total that counts nothing any more is no row, so that replayed totals are the same rows. */
/* The days on which a scale weighed; what was typed is of none. */
static int add_scale_day(struct sql *s, const struct weighing *w, int sign)
{
	int r;

	if (!w->scale[0] || w->method != METHOD_WEIGHED)
		return 0;
	r = sql_run(s,
		"INSERT INTO scale_day (day, journal, scale, weighings) VALUES (?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET weighings = weighings + excluded.weighings",
		V_TEXT(w->at.day), V_TEXT(w->journal), V_TEXT(w->scale), V_INT(sign));
	if (r < 0 || sign > 0)
		return r;
	return sql_run(s,
		"DELETE FROM scale_day WHERE weighings = 0 AND day = ? AND journal = ? AND scale = "
		"?",
		V_TEXT(w->at.day), V_TEXT(w->journal), V_TEXT(w->scale));
}

int total_add(struct sql *s, const struct weighing *w, int sign)
{
	const int64_t mass_mg = sign * w->net_mg, units = sign * (int64_t)w->units;
	char month[8];
	int r;

	(void)snprintf(month, sizeof(month), "%.7s", w->at.day);
	r = sql_run(s, TOTAL_ADD("total", "day"), V_TEXT(w->at.day), TOTAL_VALUES(w),
		V_INT(mass_mg), V_INT(units), V_INT(sign));
	if (r == 0)
		r = sql_run(s, TOTAL_ADD("total_month", "month"), V_TEXT(month), TOTAL_VALUES(w),
			V_INT(mass_mg), V_INT(units), V_INT(sign));
	if (r == 0)
		r = stock_add_weighing(s, w, sign);
	if (r == 0)
		r = add_scale_day(s, w, sign);
	if (r < 0 || sign > 0)
		return r;
	r = sql_run(s, "DELETE FROM total WHERE weighings = 0 AND day = ? AND" TOTAL_REST,
		V_TEXT(w->at.day), TOTAL_VALUES(w));
	if (r < 0)
		return r;
	return sql_run(s,
		"DELETE FROM total_month WHERE weighings = 0 AND month = ? AND" TOTAL_REST,
		V_TEXT(month), TOTAL_VALUES(w));
}
