// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows of weighings and of daily totals, as the kinds of entries and the readers use them. */
#include "kinds.h"
#include <stdio.h>
#include <string.h>
#include "code.h"

static const char *const provenance_names[] = {
	[PROVENANCE_NONE] = "none",
	[PROVENANCE_STATION_TARE] = "station_tare",
	[PROVENANCE_DEVICE_TARE] = "device_tare",
};

const char *provenance_name(enum provenance p)
{
	return (unsigned)p < ARRAY_SIZE(provenance_names) ? provenance_names[p] : "none";
}

int provenance_from_name(const char *name, enum provenance *ret_provenance)
{
	for (size_t i = 0; i < ARRAY_SIZE(provenance_names); i++)
		if (strcmp(provenance_names[i], name) == 0) {
			*ret_provenance = (enum provenance)i;
			return 0;
		}
	return -EINVAL;
}

static int words_from_row(sqlite3_stmt *stmt, struct weighing *w)
{
	char clock[16], direction[8], method[16], provenance[16], unit[8];

	sql_text(stmt, 10, clock, sizeof(clock));
	sql_text(stmt, 11, direction, sizeof(direction));
	sql_text(stmt, 22, method, sizeof(method));
	sql_text(stmt, 23, provenance, sizeof(provenance));
	sql_text(stmt, 35, unit, sizeof(unit));
	w->at.quality = strcmp(clock, "trusted") == 0 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	if (direction_from_name(direction, &w->direction) < 0 ||
		method_from_name(method, &w->method) < 0 ||
		provenance_from_name(provenance, &w->provenance) < 0 ||
		mass_unit_from_name(unit, &w->shown.unit) < 0)
		return -EUCLEAN;
	return 0;
}

static void codes_from_row(sqlite3_stmt *stmt, struct weighing *w)
{
	sql_text(stmt, 12, w->category, sizeof(w->category));
	sql_text(stmt, 13, w->origin, sizeof(w->origin));
	sql_text(stmt, 14, w->destination, sizeof(w->destination));
	sql_text(stmt, 15, w->place, sizeof(w->place));
	sql_text(stmt, 16, w->partner, sizeof(w->partner));
	sql_text(stmt, 17, w->lot, sizeof(w->lot));
	sql_text(stmt, 24, w->scale, sizeof(w->scale));
	sql_text(stmt, 26, w->container, sizeof(w->container));
	sql_text(stmt, 27, w->operator_code, sizeof(w->operator_code));
	sql_text(stmt, 28, w->corrects, sizeof(w->corrects));
	sql_text(stmt, 29, w->reason, sizeof(w->reason));
}

int weighing_from_row(sqlite3_stmt *stmt, struct weighing *ret_w)
{
	struct weighing w = { .seq = (uint64_t)sqlite3_column_int64(stmt, 2) };

	sql_text(stmt, 1, w.journal, sizeof(w.journal));
	sql_text(stmt, 3, w.id, sizeof(w.id));
	sql_text(stmt, 4, w.site, sizeof(w.site));
	sql_text(stmt, 5, w.station, sizeof(w.station));
	w.at.wall_us = sqlite3_column_int64(stmt, 6);
	sql_text(stmt, 7, w.at.boot_id, sizeof(w.at.boot_id));
	w.at.boot_us = (uint64_t)sqlite3_column_int64(stmt, 8);
	sql_text(stmt, 9, w.at.day, sizeof(w.at.day));
	w.gross_mg = sqlite3_column_int64(stmt, 18);
	w.tare_mg = sqlite3_column_int64(stmt, 19);
	w.net_mg = sqlite3_column_int64(stmt, 20);
	w.units = (uint32_t)sqlite3_column_int64(stmt, 21);
	w.stable = sqlite3_column_int(stmt, 25);
	w.approved = sqlite3_column_int(stmt, 32);
	w.shown.digits = sqlite3_column_int64(stmt, 33);
	w.shown.exp10 = (int8_t)sqlite3_column_int(stmt, 34);
	codes_from_row(stmt, &w);
	if (sqlite3_column_type(stmt, 31) != SQLITE_NULL)
		(void)snprintf(w.voided_by, sizeof(w.voided_by), "%s/%lld",
			(const char *)sqlite3_column_text(stmt, 30),
			(long long)sqlite3_column_int64(stmt, 31));
	if (words_from_row(stmt, &w) < 0)
		return -EUCLEAN;
	*ret_w = w;
	return 0;
}

static int one_weighing(sqlite3_stmt *stmt, struct weighing *ret_w)
{
	int r = sql_step(stmt);

	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return weighing_from_row(stmt, ret_w);
}

/* "hd-ms-w-k71-3", "HDMSWK713" -> the form that the index holds. */
static int squash_key(const char *id, char ret_key[PRIVATE_KEY_SIZE])
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
	"WHERE replace(w.id, '-', '') IN (SELECT ?1 UNION ALL"     \
	" SELECT DISTINCT pole || site || 'W' || ?1 FROM journal)" \
	" AND (?2 IS NULL OR w.journal = ?2)"                      \
	" ORDER BY replace(w.id, '-', '') <> ?1, w.row LIMIT 2"

int weighing_find(struct sql *s, const char *journal, const char *id, struct weighing *ret_w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	char key[PRIVATE_KEY_SIZE], found[PRIVATE_KEY_SIZE];
	struct weighing w;
	int r = squash_key(id, key);

	if (r == 0)
		r = sql_start(s, &stmt, WEIGHING_SELECT OF_KEY, V_TEXT(key), V_TEXT(journal));
	if (r == 0)
		r = one_weighing(stmt, &w);
	if (r < 0)
		return r;
	if (squash_key(w.id, found) < 0 || strcmp(found, key)) {
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
	int r = sql_start(s, &stmt,
		WEIGHING_SELECT
		"WHERE w.row = (SELECT row FROM entry WHERE journal = ? AND seq = ?)",
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
