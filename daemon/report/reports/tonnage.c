// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * tonnage: from the totals of whole months and of the days around them. Class of a destination,
 * intake of an origin, root and scheme of a category are those of the journal's own catalogue
 * on the day of the weighing (LEDGER_THEN).
 * Rows are folded from sums by key and flow, which SQLite gives in the order of the keys.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "../flows.h"
#include "day.h"
#include "lot_sql.h"

static const char *const expressions[BY_COUNT] = {
	[BY_CATEGORY] = "t.category",
	[BY_ROOT] = LEDGER_ROOT("t"),
	[BY_SCHEME] = "ifnull(" LEDGER_THEN("t", "scheme", "category", "category") ", '')",
	[BY_ORIGIN] = "t.origin",
	[BY_DESTINATION] = "t.destination",
	[BY_SITE] = "j.site",
	[BY_STATION] = "j.station",
	[BY_MONTH] = "substr(t.day, 1, 7)",
	[BY_DAY] = "t.day",
	[BY_PARTNER] = "t.partner",
	[BY_PLACE] = "t.place",
	[BY_METHOD] = "t.method",
	[BY_FLOW] = LEDGER_FLOW("t"),
};

static const struct column columns[] = {
	{ "in_mg", COLUMN_MG, LABELS_NONE, false },
	{ "neutral_in_mg", COLUMN_MG, LABELS_NONE, false },
	{ "reuse_mg", COLUMN_MG, LABELS_NONE, true },
	{ "transfer_mg", COLUMN_MG, LABELS_NONE, true },
	{ "recycling_mg", COLUMN_MG, LABELS_NONE, true },
	{ "energy_mg", COLUMN_MG, LABELS_NONE, true },
	{ "disposal_mg", COLUMN_MG, LABELS_NONE, true },
	{ "correction_mg", COLUMN_MG, LABELS_NONE, true },
	{ "units", COLUMN_COUNT, LABELS_NONE, false },
	{ "weighings", COLUMN_COUNT, LABELS_NONE, false },
	{ "rescued_mg", COLUMN_MG, LABELS_NONE, false }, /* reuse, less water and bought food */
	{ "added_mg", COLUMN_MG, LABELS_NONE,
		false }, /* for flows.c: that, also of its other flows */
};

enum {
	COUNTS = 2,
	ADDED = ARRAY_SIZE(columns) - 1,
	RESCUED = ADDED - 1,
	MASSES = RESCUED - COUNTS
};

/* Days of ?1 to ?2 and of ?3 to ?4, months of ?5 to ?6 (ends excluded); all of site ?7 or ''. */
#define COLUMNS                                                                                 \
	", journal, direction, category, origin, destination, partner, place, method, mass_mg," \
	" units, weighings, 0 AS added_mg FROM total"
#define ADDED_ROWS                                                                              \
	" UNION ALL SELECT day, journal, direction, category, origin, destination, partner,"    \
	" place, method, 0, 0, 0, added_mg FROM (" LOT_ADDED_SQL " AND w.day >= ?1 AND w.day <" \
	" ?4)"
#define TOTALS                                                          \
	"WITH t AS (SELECT day" COLUMNS " WHERE day >= ?1 AND day < ?2" \
	" UNION ALL SELECT day" COLUMNS " WHERE day >= ?3 AND day < ?4" \
	" UNION ALL SELECT month || '-31' AS day" COLUMNS               \
	"_month WHERE month >= ?5 AND month < ?6" ADDED_ROWS ") "
#define FROM " FROM t JOIN journal j USING (journal) WHERE (?7 = '' OR j.site = ?7)"

/* Between these months ?1 to ?2 a row changed, within a month, what its code counts as. */
static const char changes_within_a_month[] =
	"SELECT 1 FROM catalogue b JOIN catalogue a USING (journal, kind, code)"
	" WHERE b.valid_from > ?1 AND b.valid_from < ?2 AND b.valid_from NOT LIKE '%-01'"
	" AND a.valid_from < b.valid_from AND (a.class != b.class OR a.parent != b.parent"
	" OR a.scheme != b.scheme OR a.counts_as_intake != b.counts_as_intake) LIMIT 1";

/* The parts of a period: days, whole months, days; all ends excluded. */
struct parts {
	char first[DAY_SIZE], months[DAY_SIZE], rest[DAY_SIZE], end[DAY_SIZE];
};

static bool needs_days(sqlite3 *db, const struct report_query *q, const struct parts *p)
{
	sqlite3_stmt *stmt = NULL;
	bool needed = true;

	for (size_t i = 0; i < q->by_count; i++)
		if (q->by[i] == BY_DAY)
			return true;
	if (strcmp(p->months, p->rest) >= 0)
		return true;
	if (sqlite3_prepare_v2(db, changes_within_a_month, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_bind_text(stmt, 1, p->months, -1, SQLITE_STATIC) == SQLITE_OK &&
		sqlite3_bind_text(stmt, 2, p->rest, -1, SQLITE_STATIC) == SQLITE_OK)
		needed = sqlite3_step(stmt) != SQLITE_DONE;
	sqlite3_finalize(stmt);
	return needed;
}

static int divide(sqlite3 *db, const struct report_query *q, struct parts *p)
{
	memcpy(p->first, q->first_day, DAY_SIZE);
	if (day_shift(q->last_day, 1, p->end) < 0)
		return -EINVAL;
	day_month_start(p->first, p->months);
	if (strcmp(p->months, p->first) != 0)
		day_next_month(p->first, p->months);
	day_month_start(p->end, p->rest);
	if (needs_days(db, q, p)) {
		memcpy(p->months, p->end, DAY_SIZE);
		memcpy(p->rest, p->end, DAY_SIZE);
	}
	return 0;
}

static int prepare(sqlite3 *db, const char *sql, const struct report_query *q,
	const struct parts *p, sqlite3_stmt **ret_stmt)
{
	const char *const values[] = { p->first, p->months, p->rest, p->end };
	int rc;

	if (sqlite3_prepare_v2(db, sql, -1, ret_stmt, NULL) != SQLITE_OK)
		return -EIO;
	rc = sqlite3_bind_text(*ret_stmt, 7, q->site, -1, SQLITE_STATIC);
	for (int i = 0; rc == SQLITE_OK && i < 4; i++)
		rc = sqlite3_bind_text(*ret_stmt, i + 1, values[i], -1, SQLITE_STATIC);
	for (int i = 0; rc == SQLITE_OK && i < 2; i++)
		rc = sqlite3_bind_text(*ret_stmt, i + 5, values[i + 1], 7, SQLITE_STATIC);
	return rc == SQLITE_OK ? 0 : -ENOMEM;
}

/* A new row unless the last one has the same keys: rows come sorted by them. */
static struct cell *row_for(struct table *t, sqlite3_stmt *stmt)
{
	struct cell *row = t->rows ? t->cells + (t->rows - 1) * t->columns : NULL;
	size_t same = 0;

	if (t->keys == 0)
		return t->total;
	while (row && same < t->keys &&
		strcmp(row[same].text, (const char *)sqlite3_column_text(stmt, (int)same)) == 0)
		same++;
	if (same == t->keys)
		return row;
	row = table_add_row(t);
	for (size_t i = 0; row && i < t->keys; i++)
		if (table_set_text(&row[i], (const char *)sqlite3_column_text(stmt, (int)i)) < 0)
			return NULL;
	return row;
}

static void add_to(
	struct cell *figures, sqlite3_stmt *stmt, int column, const char *flow, bool parts)
{
	const int64_t added_mg = sqlite3_column_int64(stmt, column + 2 + COUNTS);

	for (size_t m = 0; m < MASSES; m++)
		if (strncmp(columns[m].name, flow, strlen(flow)) == 0 &&
			strcmp(columns[m].name + strlen(flow), "_mg") == 0)
			figures[m].number += sqlite3_column_int64(stmt, column + 1);
	for (int i = 0; i < COUNTS; i++)
		figures[MASSES + i].number += sqlite3_column_int64(stmt, column + 2 + i);
	if (strcmp(flow, "reuse") == 0)
		figures[RESCUED].number += sqlite3_column_int64(stmt, column + 1) - added_mg;
	if (parts)
		figures[ADDED].number += added_mg;
}

static int take_row(struct table *t, sqlite3_stmt *stmt)
{
	int keys = (int)t->keys;
	const char *flow = (const char *)sqlite3_column_text(stmt, keys);
	const bool parts = t->columns > t->keys + ADDED;
	struct cell *row = row_for(t, stmt);

	if (!row || !flow)
		return -ENOMEM;
	add_to(row + keys, stmt, keys, flow, parts);
	if (row != t->total)
		add_to(t->total + keys, stmt, keys, flow, parts);
	return 0;
}

/* Keys in the order asked, then the flow, then the sums. */
static char *rows_sql(const struct report_query *q)
{
	char *sql = NULL;
	size_t size;
	FILE *f = open_memstream(&sql, &size);

	if (!f)
		return NULL;
	(void)fputs(TOTALS "SELECT ", f);
	for (size_t i = 0; i < q->by_count; i++)
		(void)fprintf(f, "%s, ", expressions[q->by[i]]);
	(void)fputs(LEDGER_FLOW("t") ", sum(t.mass_mg), sum(t.units), sum(t.weighings), "
				     "iif(" LEDGER_FLOW("t") " IN " RESCUED_FLOWS_SQL
							     ", sum(t.added_mg), 0)" FROM
							     " GROUP BY ",
		f);
	for (size_t i = 0; i <= q->by_count; i++)
		(void)fprintf(f, "%s%zu", i ? ", " : "", i + 1);
	(void)fputs(" ORDER BY ", f);
	for (size_t i = 0; i <= q->by_count; i++)
		(void)fprintf(f, "%s%zu", i ? ", " : "", i + 1);
	if (fclose(f) == 0)
		return sql;
	free(sql);
	return NULL;
}

static int read_rows(
	sqlite3 *db, const struct report_query *q, const struct parts *p, struct table *t)
{
	_cleanup_free_ char *sql = rows_sql(q);
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE, r = sql ? prepare(db, sql, q, p, &stmt) : -ENOMEM;

	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		r = take_row(t, stmt);
	sqlite3_finalize(stmt);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

static int read_methods(
	sqlite3 *db, const struct report_query *q, const struct parts *p, struct table *t)
{
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE;
	int r = prepare(
		db, TOTALS "SELECT t.method, sum(t.mass_mg)" FROM " GROUP BY 1", q, p, &stmt);

	t->share_group = "methods";
	for (t->shares = 0; t->shares < METHOD_COUNT; t->shares++)
		t->share[t->shares].name = method_name((enum method)t->shares);

	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		enum method m;

		r = method_from_name((const char *)sqlite3_column_text(stmt, 0), &m);
		if (r == 0)
			t->share[m].mg = sqlite3_column_int64(stmt, 1);
	}
	sqlite3_finalize(stmt);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

/* On how many of the days on which it weighed each scale was checked, and had passed. */
static int take_scale(sqlite3_stmt *stmt, void *table)
{
	struct table *t = table;
	struct scale_days *s = &t->scale[t->scales];

	if (t->scales == TABLE_SCALES)
		return 0;
	(void)snprintf(
		s->scale, sizeof(s->scale), "%s", (const char *)sqlite3_column_text(stmt, 0));
	s->days = sqlite3_column_int64(stmt, 1);
	s->checked = sqlite3_column_int64(stmt, 2);
	t->scales++;
	return 0;
}

static int read_scales(struct ledger *l, const struct report_query *q, struct table *t)
{
	const char *const values[] = { q->first_day, q->last_day, q->site };

	t->of_scales = true;
	return report_each(l,
		"SELECT d.scale, count(DISTINCT d.day), count(DISTINCT c.day) FROM scale_day d"
		" JOIN journal j USING (journal) LEFT JOIN (SELECT n.scale, n.day, k.site"
		"  FROM scale_check n JOIN journal k USING (journal) WHERE n.passed"
		"  AND n.day >= ?1 AND n.day <= ?2) c"
		" ON c.scale = d.scale AND c.day = d.day AND c.site = j.site"
		" WHERE d.day >= ?1 AND d.day <= ?2 AND d.weighings > 0"
		" AND (?3 = '' OR j.site = ?3) GROUP BY j.site, d.scale ORDER BY d.scale, j.site",
		values, ARRAY_SIZE(values), take_scale, t);
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	struct parts parts = { 0 };
	sqlite3 *db = ledger_db(l);
	int r = divide(db, query, &parts);

	if (r == 0)
		r = read_rows(db, query, &parts, t);
	if (r == 0)
		r = read_methods(db, query, &parts, t);
	return r < 0 ? r : read_scales(l, query, t);
}

#define TONNAGE                                                                                    \
	.name = "tonnage", .title = { "tonnage_title", "tonnage_title_site" }, .columns = columns, \
	.make = make, .by = true, .late = 1, .chart = CHART_BARS

/* lang: tonnage_title* */
const struct report tonnage_report = { TONNAGE, .count = ADDED };
const struct report tonnage_parts = { TONNAGE, .count = ARRAY_SIZE(columns) };
