// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * See sums.h. A text is kept once and is a number from then on; what the catalogue says is asked once for each
 * day (or month) and code that it depends on, by the same SQL that everybody asks by.
 */
#include "sums.h"
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "day.h"
#include "lot_sql.h"
#include "scheme.h"
#include "tuples.h"

enum { TEXT_WORDS = 10, TEXT_SIZE = TEXT_WORDS * sizeof(uint32_t) };
_Static_assert(
	(int)TEXT_SIZE > JOURNAL_SIZE && (int)TEXT_SIZE > CODE_SIZE, "the longest text fits");

/* The parts of a period: days, whole months, days; all ends excluded. A month's day is YYYY-MM-31. */
struct sums_days {
	char first[DAY_SIZE], months[DAY_SIZE], rest[DAY_SIZE], end[DAY_SIZE];
	char site[CODE_SIZE]; /* "": all */
};

struct period {
	struct sums_days days;
	struct sum *all;
	size_t count;
	bool derived[BY_COUNT];
	struct period *next;
};

struct sums {
	struct tuples texts; /* 0: "" */
	struct period *periods;
	struct scheme_line *lines; /* of these days */
	int lines_count;
	struct report_query lines_of;
};

struct sums *sums_new(void)
{
	struct sums *s = calloc(1, sizeof(*s));
	const uint32_t none[TEXT_WORDS] = { 0 };

	if (!s)
		return NULL;
	s->texts.width = TEXT_WORDS;
	return tuple_number(&s->texts, none) == 0 ? s : sums_free(s);
}

struct sums *sums_free(struct sums *s)
{
	if (!s)
		return NULL;
	for (struct period *p = s->periods, *next; p; p = next) {
		next = p->next;
		free(p->all);
		free(p);
	}
	tuples_done(&s->texts);
	free(s->lines);
	free(s);
	return NULL;
}

const char *sums_text(const struct sums *s, uint32_t text)
{
	return (const char *)(s->texts.words + (size_t)text * TEXT_WORDS);
}

/* *text is the number of that of a column: most rows say what the one before said. */
static int take_text(struct sums *s, sqlite3_stmt *stmt, int column, uint32_t *text)
{
	const char *said = (const char *)sqlite3_column_text(stmt, column);
	uint32_t words[TEXT_WORDS] = { 0 };
	int64_t n;

	if (!said)
		return -ENOMEM;
	if (strcmp(said, sums_text(s, *text)) == 0)
		return 0;
	if (strlen(said) >= TEXT_SIZE)
		return -EIO;
	memcpy(words, said, strlen(said));
	n = tuple_number(&s->texts, words);
	if (n >= 0)
		*text = (uint32_t)n;
	return n < 0 ? (int)n : 0;
}

/* ---- read ---- */

/* Between these months ?1 to ?2 a row changed, within a month, what its code counts as. */
static const char changes_within_a_month[] =
	"SELECT 1 FROM catalogue b JOIN catalogue a USING (journal, kind, code)"
	" WHERE b.valid_from > ?1 AND b.valid_from < ?2 AND b.valid_from NOT LIKE '%-01'"
	" AND a.valid_from < b.valid_from AND (a.class != b.class OR a.parent != b.parent"
	" OR a.scheme != b.scheme OR a.counts_as_intake != b.counts_as_intake) LIMIT 1";

static bool needs_days(sqlite3 *db, const struct sums_days *p)
{
	sqlite3_stmt *stmt = NULL;
	bool needed = true;

	if (strcmp(p->months, p->rest) >= 0)
		return true;
	if (sqlite3_prepare_v2(db, changes_within_a_month, -1, &stmt, NULL) == SQLITE_OK &&
		sqlite3_bind_text(stmt, 1, p->months, -1, SQLITE_STATIC) == SQLITE_OK &&
		sqlite3_bind_text(stmt, 2, p->rest, -1, SQLITE_STATIC) == SQLITE_OK)
		needed = sqlite3_step(stmt) != SQLITE_DONE;
	sqlite3_finalize(stmt);
	return needed;
}

static int divide(sqlite3 *db, const struct report_query *q, bool days, struct sums_days *p)
{
	memcpy(p->first, q->first_day, DAY_SIZE);
	(void)snprintf(p->site, sizeof(p->site), "%s", q->site);
	if (day_shift(q->last_day, 1, p->end) < 0)
		return -EINVAL;
	day_month_start(p->first, p->months);
	if (strcmp(p->months, p->first) != 0)
		day_next_month(p->first, p->months);
	day_month_start(p->end, p->rest);
	if (days || needs_days(db, p)) {
		memcpy(p->months, p->end, DAY_SIZE);
		memcpy(p->rest, p->end, DAY_SIZE);
	}
	return 0;
}

/* The keys in their order, without what is derived of them. */
#define COLUMNS                                                                                 \
	", journal, direction, category, origin, destination, partner, place, method, mass_mg," \
	" units, weighings, 0 AS added_mg FROM total"
#define READ(from_)                                                                           \
	"WITH t AS (" from_ ") SELECT category, origin, destination, partner, place, method," \
	" day, direction, journal, mass_mg, units, weighings, added_mg FROM t"                \
	" WHERE (?7 = '' OR journal IN (SELECT journal FROM journal WHERE site = ?7))"        \
	" AND ?6 IS NOT NULL"
/* What lots added apart: rows of the totals are then read as they lie, and copied nowhere. */
static const char *const sums_sql[] = {
	READ("SELECT day" COLUMNS " WHERE day >= ?1 AND day < ?2"
	     " UNION ALL SELECT day" COLUMNS " WHERE day >= ?3 AND day < ?4 UNION ALL"
	     " SELECT month || '-31' AS day" COLUMNS "_month WHERE month >= ?5 AND month < ?6"),
	READ("SELECT day, journal, direction, category, origin, destination, partner, place,"
	     " method, 0 AS mass_mg, 0 AS units, 0 AS weighings, added_mg"
	     " FROM (" LOT_ADDED_SQL " AND w.day >= ?1 AND w.day < ?4)"),
};
static const enum report_key read_keys[] = { BY_CATEGORY, BY_ORIGIN, BY_DESTINATION, BY_PARTNER,
	BY_PLACE, BY_METHOD, BY_DAY };
enum { DIRECTION = ARRAY_SIZE(read_keys), JOURNAL, FIGURES };

/* last is as the row before it was. */
static int take_row(struct sums *s, sqlite3_stmt *stmt, struct sum *last)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(read_keys); i++)
		r = take_text(s, stmt, (int)i, &last->key[read_keys[i]]);
	if (r == 0)
		r = take_text(s, stmt, DIRECTION, &last->direction);
	if (r == 0)
		r = take_text(s, stmt, JOURNAL, &last->journal);
	last->mass_mg = sqlite3_column_int64(stmt, FIGURES);
	last->units = sqlite3_column_int64(stmt, FIGURES + 1);
	last->weighings = sqlite3_column_int64(stmt, FIGURES + 2);
	last->added_mg = sqlite3_column_int64(stmt, FIGURES + 3);
	return r;
}

static int add(struct sum **all, size_t *count, const struct sum *one)
{
	struct sum *more = *all;

	if ((*count & (*count - 1)) == 0) /* full: its size is a power of two */
		more = reallocarray(*all, *count ? 2 * *count : 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	*all = more;
	more[(*count)++] = *one;
	return 0;
}

static int bind_days(sqlite3_stmt *stmt, const struct sums_days *d)
{
	const char *const values[] = { d->first, d->months, d->rest, d->end, d->months, d->rest,
		d->site };
	int rc = SQLITE_OK;

	for (int i = 0; rc == SQLITE_OK && i < (int)ARRAY_SIZE(values); i++)
		rc = sqlite3_bind_text(
			stmt, i + 1, values[i], i == 4 || i == 5 ? 7 : -1, SQLITE_STATIC);
	return rc == SQLITE_OK ? 0 : -ENOMEM;
}

static int read_rows(struct sums *s, sqlite3 *db, const char *sql, struct period *p)
{
	struct sum last = { 0 };
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE;
	int r = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK
			? bind_days(stmt, &p->days)
			: -EIO;

	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		r = take_row(s, stmt, &last);
		if (r == 0)
			r = add(&p->all, &p->count, &last);
	}
	sqlite3_finalize(stmt);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

static int read_period(struct sums *s, sqlite3 *db, struct period *p)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(sums_sql); i++)
		r = read_rows(s, db, sums_sql[i], p);
	return r;
}

static int period_of(
	struct sums *s, sqlite3 *db, const struct sums_days *days, struct period **ret_period)
{
	struct period *p = s->periods;
	int r;

	while (p && memcmp(&p->days, days, sizeof(*days)) != 0)
		p = p->next;
	*ret_period = p;
	if (p)
		return 0;
	p = calloc(1, sizeof(*p));
	if (!p)
		return -ENOMEM;
	p->days = *days;
	r = read_period(s, db, p);
	if (r < 0) {
		free(p->all);
		free(p);
		return r;
	}
	p->next = s->periods;
	*ret_period = s->periods = p;
	return 0;
}

/* ---- what follows of a row: of its journal, its day, and what the catalogue said on that day ---- */

enum source { OF_JOURNAL, OF_DAY, OF_DIRECTION, OF_CATEGORY, OF_ORIGIN, OF_DESTINATION, SOURCES };
#define OF                                                                                        \
	" FROM (SELECT ?1 AS journal, ?2 AS day, ?3 AS direction, ?4 AS category, ?5 AS origin, " \
	"?6 AS destination) t"
static const struct {
	const char *sql;
	bool of[SOURCES]; /* which of them it depends on */
} derived[BY_COUNT] = {
	[BY_SITE] = { "SELECT (SELECT site FROM journal j WHERE j.journal = t.journal)" OF,
		{ [OF_JOURNAL] = true } },
	[BY_STATION] = { "SELECT (SELECT station FROM journal j WHERE j.journal = t.journal)" OF,
		{ [OF_JOURNAL] = true } },
	[BY_MONTH] = { "SELECT substr(t.day, 1, 7)" OF, { [OF_DAY] = true } },
	[BY_ROOT] = { "SELECT " LEDGER_ROOT("t") OF,
		{ [OF_JOURNAL] = true, [OF_DAY] = true, [OF_CATEGORY] = true } },
	[BY_SCHEME] = { "SELECT ifnull(" LEDGER_THEN(
				"t", "scheme", "category", "category") ", '')" OF,
		{ [OF_JOURNAL] = true, [OF_DAY] = true, [OF_CATEGORY] = true } },
	[BY_FLOW] = { "SELECT " LEDGER_FLOW("t") OF, { [OF_JOURNAL] = true,
							     [OF_DAY] = true,
							     [OF_DIRECTION] = true,
							     [OF_ORIGIN] = true,
							     [OF_DESTINATION] = true } },
};

static void sources_of(const struct sum *row, enum report_key key, uint32_t words[SOURCES])
{
	const uint32_t all[SOURCES] = { row->journal, row->key[BY_DAY], row->direction,
		row->key[BY_CATEGORY], row->key[BY_ORIGIN], row->key[BY_DESTINATION] };

	for (size_t i = 0; i < SOURCES; i++)
		words[i] = derived[key].of[i] ? all[i] : 0;
}

static int ask(
	struct sums *s, sqlite3_stmt *stmt, const uint32_t words[SOURCES], uint32_t *ret_text)
{
	int rc = sqlite3_reset(stmt);

	for (int i = 0; rc == SQLITE_OK && i < SOURCES; i++)
		rc = sqlite3_bind_text(stmt, i + 1, sums_text(s, words[i]), -1, SQLITE_TRANSIENT);
	if (rc != SQLITE_OK || sqlite3_step(stmt) != SQLITE_ROW)
		return -EIO;
	*ret_text = 0;
	return take_text(s, stmt, 0, ret_text);
}

/* What was asked, and what it came to. */
struct answers {
	struct tuples asked;
	uint32_t *text;
};

static int64_t answer(
	struct sums *s, sqlite3_stmt *stmt, struct answers *a, const uint32_t words[SOURCES])
{
	const size_t before = a->asked.count;
	int64_t n = tuple_number(&a->asked, words);
	uint32_t *text;
	int r;

	if (n < 0 || a->asked.count == before)
		return n < 0 ? n : a->text[n];
	if ((before & (before - 1)) == 0) { /* full: its size is a power of two */
		text = reallocarray(a->text, before ? 2 * before : 1, sizeof(*text));
		if (!text)
			return -ENOMEM;
		a->text = text;
	}
	r = ask(s, stmt, words, &a->text[before]);
	return r < 0 ? (int64_t)r : a->text[before];
}

static int derive_all(struct sums *s, struct period *p, enum report_key key, sqlite3_stmt *stmt)
{
	struct answers a = { .asked = { .width = SOURCES } };
	uint32_t words[SOURCES];
	int64_t text = 0;

	for (size_t i = 0; text >= 0 && i < p->count; i++) {
		sources_of(&p->all[i], key, words);
		text = answer(s, stmt, &a, words);
		if (text >= 0)
			p->all[i].key[key] = (uint32_t)text;
	}
	tuples_done(&a.asked);
	free(a.text);
	return text < 0 ? (int)text : 0;
}

static int derive(struct sums *s, sqlite3 *db, struct period *p, enum report_key key)
{
	sqlite3_stmt *stmt = NULL;
	int r;

	if (!derived[key].sql || p->derived[key])
		return 0;
	if (sqlite3_prepare_v2(db, derived[key].sql, -1, &stmt, NULL) != SQLITE_OK)
		return -EIO;
	r = derive_all(s, p, key, stmt);
	sqlite3_finalize(stmt);
	p->derived[key] = r == 0;
	return r;
}

/* ---- folded by keys ---- */

struct order {
	const struct sums *sums;
	const enum report_key *by;
	size_t count;
};

static int by_texts(const void *left, const void *right, void *order)
{
	const struct sum *a = left, *b = right;
	const struct order *o = order;
	int r = 0;

	for (size_t i = 0; r == 0 && i < o->count; i++)
		if (a->key[o->by[i]] != b->key[o->by[i]])
			r = strcmp(sums_text(o->sums, a->key[o->by[i]]),
				sums_text(o->sums, b->key[o->by[i]]));
	return r;
}

static int add_to(struct tuples *keys, const struct order *o, const struct sum *row,
	struct sum **all, size_t *count)
{
	uint32_t words[BY_COUNT] = { 0 };
	struct sum one = { 0 };
	int64_t n;
	int r = 0;

	for (size_t i = 0; i < o->count; i++)
		words[i] = one.key[o->by[i]] = row->key[o->by[i]];
	n = tuple_number(keys, words);
	if (n >= 0 && (size_t)n == *count)
		r = add(all, count, &one);
	if (n < 0 || r < 0 || !*all)
		return -ENOMEM;
	(*all)[n].mass_mg += row->mass_mg;
	(*all)[n].units += row->units;
	(*all)[n].weighings += row->weighings;
	(*all)[n].added_mg += row->added_mg;
	return 0;
}

static bool is_among(enum report_key key, const enum report_key *by, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (by[i] == key)
			return true;
	return false;
}

int sums_by(struct ledger *l, const struct report_query *query, const enum report_key *by,
	size_t count, struct sum **ret_sums)
{
	struct sums *s = query->sums;
	struct order o = { s, by, count };
	struct tuples keys = { .width = count };
	_cleanup_free_ struct sum *all = NULL;
	struct sums_days days = { 0 };
	struct period *p = NULL;
	size_t n = 0;
	int r = divide(ledger_db(l), query, is_among(BY_DAY, by, count), &days);

	if (r == 0)
		r = period_of(s, ledger_db(l), &days, &p);
	if (r < 0 || !p)
		return r < 0 ? r : -EIO;
	for (size_t i = 0; r == 0 && i < count; i++)
		r = derive(s, ledger_db(l), p, by[i]);
	for (size_t i = 0; r == 0 && i < p->count; i++)
		r = add_to(&keys, &o, &p->all[i], &all, &n);
	tuples_done(&keys);
	if (r < 0)
		return r;
	if (n)
		qsort_r(all, n, sizeof(*all), by_texts, &o);
	*ret_sums = all;
	all = NULL;
	return (int)n;
}

int sums_schemes(struct sums *s, struct ledger *l, const struct report_query *query,
	const struct scheme_line **ret_lines)
{
	const struct report_query *of = &s->lines_of;

	if (strcmp(of->first_day, query->first_day) != 0 ||
		strcmp(of->last_day, query->last_day) != 0 || strcmp(of->site, query->site) != 0) {
		free(s->lines);
		s->lines = NULL;
		s->lines_of = *query;
		s->lines_count = ledger_scheme_parts(
			l, query->first_day, query->last_day, query->site, &s->lines);
	}
	*ret_lines = s->lines;
	return s->lines_count;
}
