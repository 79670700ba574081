// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tonnage from the totals of whole months and of the days around them. Class of a destination,
 * intake of an origin, root and scheme of a category are those of the journal's own catalogue
 * on the day of the weighing; the last row that began by then counts even after its end, so
 * that no kilogram falls between rows.
 * Rows are folded from sums by key and flow, which SQLite gives in the order of the keys.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "day.h"
#include "report.h"

#define THEN(column, kind, code)                                                                  \
	"(SELECT " column " FROM catalogue c WHERE c.journal = t.journal AND c.kind = '" kind "'" \
	" AND c.code = t." code " AND c.valid_from <= t.day ORDER BY c.valid_from DESC LIMIT 1)"

static const struct {
	const char *name;
	const char *expression;
} keys[BY_COUNT] = {
	[BY_CATEGORY] = { "category", "t.category" },
	[BY_ROOT] = { "root", "ifnull(" THEN("iif(parent = '', code, parent)", "category",
				      "category") ", t.category)" },
	[BY_SCHEME] = { "scheme", "ifnull(" THEN("scheme", "category", "category") ", '')" },
	[BY_ORIGIN] = { "origin", "t.origin" },
	[BY_DESTINATION] = { "destination", "t.destination" },
	[BY_SITE] = { "site", "j.site" },
	[BY_STATION] = { "station", "j.station" },
	[BY_MONTH] = { "month", "substr(t.day, 1, 7)" },
	[BY_DAY] = { "day", "t.day" },
	[BY_PARTNER] = { "partner", "t.partner" },
};

static const char *const mass_names[TONNAGE_MASSES] = {
	[TONNAGE_IN] = "in_mg",
	[TONNAGE_NEUTRAL_IN] = "neutral_in_mg",
	[TONNAGE_REUSE] = "reuse_mg",
	[TONNAGE_TRANSFER] = "transfer_mg",
	[TONNAGE_RECYCLING] = "recycling_mg",
	[TONNAGE_ENERGY] = "energy_mg",
	[TONNAGE_DISPOSAL] = "disposal_mg",
	[TONNAGE_CORRECTION] = "correction_mg",
};

/* Which mass a total counts as. A destination without any row cannot be: it would show here. */
#define FLOW                                                                                 \
	"CASE t.direction WHEN 'in' THEN iif(ifnull(" THEN("counts_as_intake", "origin",     \
		"origin") ", 1), 'in', 'neutral_in') ELSE ifnull(" THEN("nullif(class, '')", \
		"destination", "destination") ", 'correction') END"
/* Days of ?1 to ?2 and of ?3 to ?4, months of ?5 to ?6 (ends excluded); all of site ?7 or ''. */
#define COLUMNS                                                                          \
	", journal, direction, category, origin, destination, partner, method, mass_mg," \
	" units, weighings FROM total"
#define TOTALS                                                          \
	"WITH t AS (SELECT day" COLUMNS " WHERE day >= ?1 AND day < ?2" \
	" UNION ALL SELECT day" COLUMNS " WHERE day >= ?3 AND day < ?4" \
	" UNION ALL SELECT month || '-31' AS day" COLUMNS               \
	"_month WHERE month >= ?5 AND month < ?6) "
#define FROM " FROM t JOIN journal j USING (journal) WHERE (?7 = '' OR j.site = ?7)"

/* Between these months ?1 to ?2 a row changed, within a month, what its code counts as. */
static const char changes_within_a_month[] =
	"SELECT 1 FROM catalogue b JOIN catalogue a USING (journal, kind, code)"
	" WHERE b.valid_from > ?1 AND b.valid_from < ?2 AND b.valid_from NOT LIKE '%-01'"
	" AND a.valid_from < b.valid_from AND (a.class != b.class OR a.parent != b.parent"
	" OR a.scheme != b.scheme OR a.counts_as_intake != b.counts_as_intake) LIMIT 1";

const char *tonnage_key_name(enum tonnage_key key)
{
	return (unsigned)key < BY_COUNT ? keys[key].name : "";
}

const char *tonnage_mass_name(enum tonnage_mass mass)
{
	return (unsigned)mass < TONNAGE_MASSES ? mass_names[mass] : "";
}

static int add_key(struct tonnage_query *query, const char *word, size_t len)
{
	for (size_t k = 0; k < BY_COUNT; k++) {
		if (strlen(keys[k].name) != len || memcmp(keys[k].name, word, len) != 0)
			continue;
		for (size_t i = 0; i < query->by_count; i++)
			if (query->by[i] == (enum tonnage_key)k)
				return -EINVAL;
		query->by[query->by_count++] = (enum tonnage_key)k;
		return 0;
	}
	return -EINVAL;
}

int tonnage_by(const char *words, struct tonnage_query *query, struct sentence *ret_why)
{
	struct tonnage_query q = *query;

	q.by_count = 0;
	for (const char *word = words; *words; word += *word == ',') {
		size_t len = strcspn(word, ",");

		if (add_key(&q, word, len) < 0) {
			char bad[32];

			(void)snprintf(bad, sizeof(bad), "%.*s", (int)(len < 31 ? len : 31), word);
			*ret_why = (struct sentence){ .key = "bad_by" };
			sentence_param(ret_why, "by", bad);
			return -EINVAL;
		}
		word += len;
		if (!*word)
			break;
	}
	*query = q;
	return 0;
}

/* The parts of a period: days, whole months, days; all ends excluded. */
struct parts {
	char first[DAY_SIZE], months[DAY_SIZE], rest[DAY_SIZE], end[DAY_SIZE];
};

static bool needs_days(sqlite3 *db, const struct tonnage_query *q, const struct parts *p)
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

static int divide(sqlite3 *db, const struct tonnage_query *q, struct parts *p)
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

static int prepare(sqlite3 *db, const char *sql, const struct tonnage_query *q,
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
static struct tonnage_row *row_for(struct tonnage *t, const struct tonnage_row *like)
{
	struct tonnage_row *rows = t->rows;

	if (t->query.by_count == 0)
		return &t->total;
	if (t->count && memcmp(rows[t->count - 1].key, like->key, sizeof(like->key)) == 0)
		return &rows[t->count - 1];
	if ((t->count & (t->count - 1)) == 0)
		rows = realloc(rows, (t->count ? 2 * t->count : 1) * sizeof(*rows));
	if (!rows)
		return NULL;
	t->rows = rows;
	memset(&rows[t->count], 0, sizeof(*rows));
	memcpy(rows[t->count].key, like->key, sizeof(like->key));
	return &rows[t->count++];
}

static void add_to(struct tonnage_row *row, sqlite3_stmt *stmt, int column, const char *flow)
{
	for (size_t m = 0; m < TONNAGE_MASSES; m++)
		if (strncmp(mass_names[m], flow, strlen(flow)) == 0 &&
			strcmp(mass_names[m] + strlen(flow), "_mg") == 0)
			row->mass_mg[m] += sqlite3_column_int64(stmt, column + 1);
	row->units += sqlite3_column_int64(stmt, column + 2);
	row->weighings += sqlite3_column_int64(stmt, column + 3);
}

static int take_row(struct tonnage *t, sqlite3_stmt *stmt)
{
	int columns = (int)t->query.by_count;
	const char *flow = (const char *)sqlite3_column_text(stmt, columns);
	struct tonnage_row like = { 0 }, *row;

	for (int i = 0; i < columns; i++) {
		const char *key = (const char *)sqlite3_column_text(stmt, i);

		(void)snprintf(like.key[i], CODE_SIZE, "%s", key ? key : "");
	}
	row = row_for(t, &like);
	if (!row || !flow)
		return -ENOMEM;
	add_to(row, stmt, columns, flow);
	if (row != &t->total)
		add_to(&t->total, stmt, columns, flow);
	return 0;
}

/* Keys in the order asked, then the flow, then the sums. */
static char *rows_sql(const struct tonnage_query *q)
{
	char *sql = NULL;
	size_t size;
	FILE *f = open_memstream(&sql, &size);

	if (!f)
		return NULL;
	(void)fputs(TOTALS "SELECT ", f);
	for (size_t i = 0; i < q->by_count; i++)
		(void)fprintf(f, "%s, ", keys[q->by[i]].expression);
	(void)fputs(FLOW ", sum(t.mass_mg), sum(t.units), sum(t.weighings)" FROM " GROUP BY ", f);
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

static int read_rows(sqlite3 *db, const struct parts *p, struct tonnage *t)
{
	_cleanup_free_ char *sql = rows_sql(&t->query);
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE, r = sql ? prepare(db, sql, &t->query, p, &stmt) : -ENOMEM;

	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		r = take_row(t, stmt);
	sqlite3_finalize(stmt);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

static int read_methods(sqlite3 *db, const struct parts *p, struct tonnage *t)
{
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE;
	int r = prepare(db, TOTALS "SELECT t.method, sum(t.mass_mg)" FROM " GROUP BY 1", &t->query,
		p, &stmt);

	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		enum method m;

		r = method_from_name((const char *)sqlite3_column_text(stmt, 0), &m);
		if (r == 0)
			t->method_mg[m] = sqlite3_column_int64(stmt, 1);
	}
	sqlite3_finalize(stmt);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

int tonnage_make(struct ledger *l, const struct tonnage_query *query, struct tonnage **ret_tonnage)
{
	_cleanup_(cleanup_tonnage_free) struct tonnage *t = calloc(1, sizeof(*t));
	struct parts parts = { 0 };
	sqlite3 *db = ledger_db(l);
	int r;

	if (!t)
		return -ENOMEM;
	t->query = *query;
	/* All readings are of one state, however busy the writer is. */
	if (!db || sqlite3_exec(db, "SAVEPOINT tonnage", NULL, NULL, NULL) != SQLITE_OK)
		return -EIO;
	r = divide(db, query, &parts);
	if (r == 0)
		r = read_rows(db, &parts, t);
	if (r == 0)
		r = read_methods(db, &parts, t);
	(void)sqlite3_exec(db, "RELEASE tonnage", NULL, NULL, NULL);
	if (r < 0)
		return r;
	*ret_tonnage = TAKE_PTR(t);
	return 0;
}

struct tonnage *tonnage_free(struct tonnage *t)
{
	if (!t)
		return NULL;
	free(t->rows);
	free(t);
	return NULL;
}
