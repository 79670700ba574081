// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tonnage from the daily totals. Class of a destination, intake of an origin, root and scheme
 * of a category are those of the journal's own catalogue on the day of the weighing; the last
 * row that began by then counts even after its end, so that no kilogram falls between rows.
 * Rows are folded from sums by key and flow, which SQLite gives in the order of the keys.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
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
#define FROM                                           \
	" FROM total t JOIN journal j USING (journal)" \
	" WHERE t.day >= ?1 AND t.day <= ?2 AND (?3 = '' OR j.site = ?3)"

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

static int bind_query(sqlite3_stmt *stmt, const struct tonnage_query *q)
{
	if (sqlite3_bind_text(stmt, 1, q->first_day, -1, SQLITE_STATIC) != SQLITE_OK ||
		sqlite3_bind_text(stmt, 2, q->last_day, -1, SQLITE_STATIC) != SQLITE_OK ||
		sqlite3_bind_text(stmt, 3, q->site, -1, SQLITE_STATIC) != SQLITE_OK)
		return -ENOMEM;
	return 0;
}

static int prepare(
	sqlite3 *db, const char *sql, const struct tonnage_query *q, sqlite3_stmt **ret_stmt)
{
	if (!db || sqlite3_prepare_v2(db, sql, -1, ret_stmt, NULL) != SQLITE_OK)
		return -EIO;
	return bind_query(*ret_stmt, q);
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
	(void)fputs("SELECT ", f);
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

static int read_rows(sqlite3 *db, struct tonnage *t)
{
	_cleanup_free_ char *sql = rows_sql(&t->query);
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE, r = sql ? prepare(db, sql, &t->query, &stmt) : -ENOMEM;

	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		r = take_row(t, stmt);
	sqlite3_finalize(stmt);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

static int read_methods(sqlite3 *db, struct tonnage *t)
{
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE;
	int r = prepare(db, "SELECT t.method, sum(t.mass_mg)" FROM " GROUP BY 1", &t->query, &stmt);

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
	int r;

	if (!t)
		return -ENOMEM;
	t->query = *query;
	/* Both readings of one state, however busy the writer is. */
	if (!ledger_db(l) || sqlite3_exec(ledger_db(l), "SAVEPOINT tonnage", NULL, NULL, NULL))
		return -EIO;
	r = read_rows(ledger_db(l), t);
	if (r == 0)
		r = read_methods(ledger_db(l), t);
	(void)sqlite3_exec(ledger_db(l), "RELEASE tonnage", NULL, NULL, NULL);
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
