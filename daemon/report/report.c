// SPDX-License-Identifier: GPL-3.0-or-later
/* The list of reports, and what they share. */
#include "report.h"
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <strings.h>
#include "catalogue_facts.h"
#include "sums.h"

static const struct report *const reports[] = {
	&tonnage_report,
	&days_report,
	&day_report,
	&balance_report,
	&stock_lines_report,
	&rescued_report,
	&counts_report,
	&board_report,
	&scheme_report,
	&year_report,
	&register_report,
	&donor_report,
	&food_report,
	&member_report,
	&indicators_report,
	&summary_table,
	&category_table,
	&origin_table,
	&destination_table,
	&month_table,
	&scheme_origin_table,
	&controls_table,
	&before_table,
	&food_table,
	&indicators_table,
	&co2e_table,
	&factors_table,
	&unmapped_table,
	&bilan_report,
	&bilan_months,
	&bilan_destinations,
	&bilan_reuse,
	&bilan_top,
	&bilan_ways,
	&bilan_indicators,
	&rectified_report,
};

static const struct column keys[BY_COUNT] = {
	[BY_CATEGORY] = { "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	[BY_ROOT] = { "root", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	[BY_SCHEME] = { "scheme", COLUMN_CODE, LABELS_NONE, false },
	[BY_ORIGIN] = { "origin", COLUMN_CODE, LABELS_OF(CATALOGUE_ORIGIN), false },
	[BY_DESTINATION] = { "destination", COLUMN_CODE, LABELS_OF(CATALOGUE_DESTINATION), false },
	[BY_SITE] = { "site", COLUMN_CODE, LABELS_NONE, false },
	[BY_STATION] = { "station", COLUMN_CODE, LABELS_NONE, false },
	[BY_MONTH] = { "month", COLUMN_MONTH, LABELS_NONE, false },
	[BY_DAY] = { "day", COLUMN_DAY, LABELS_NONE, false },
	[BY_PARTNER] = { "partner", COLUMN_CODE, LABELS_OF(CATALOGUE_PARTNER), false },
	[BY_PLACE] = { "place", COLUMN_CODE, LABELS_OF(CATALOGUE_PLACE), false },
	[BY_METHOD] = { "method", COLUMN_CODE, LABELS_NONE, false },
	[BY_FLOW] = { "flow", COLUMN_CODE, LABELS_WORDS, false },
};

const struct report *report_at(size_t i)
{
	return i < ARRAY_SIZE(reports) ? reports[i] : NULL;
}

const struct report *report_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(reports); i++)
		if (strcasecmp(reports[i]->name, name) == 0) /* r1 is R1 */
			return reports[i];
	return NULL;
}

const char *report_key_name(enum report_key key)
{
	return (unsigned)key < BY_COUNT ? keys[key].name : "";
}

static int add_key(struct report_query *query, const char *word, size_t len)
{
	for (size_t k = 0; k < BY_COUNT; k++) {
		if (strlen(keys[k].name) != len || memcmp(keys[k].name, word, len) != 0)
			continue;
		for (size_t i = 0; i < query->by_count; i++)
			if (query->by[i] == (enum report_key)k)
				return -EINVAL;
		query->by[query->by_count++] = (enum report_key)k;
		return 0;
	}
	return -EINVAL;
}

int report_by(const struct report *r, const char *words, struct report_query *query,
	struct sentence *ret_why)
{
	struct report_query q = *query;

	q.by_count = 0;
	for (const char *word = words; *words; word += *word == ',') {
		size_t len = strcspn(word, ",");

		if (!r->by || add_key(&q, word, len) < 0) {
			char bad[32];

			(void)snprintf(bad, sizeof(bad), "%.*s", (int)(len < 31 ? len : 31), word);
			*ret_why = (struct sentence){ .key = r->by ? "bad_by" : "no_by" };
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

static void start(const struct report *r, const struct report_query *q, struct table *t)
{
	*t = (struct table){
		.name = r->name, .tonnes = r->tonnes, .bare = r->bare, .late = r->late
	};
	t->sheet = r->sheet;
	t->acts = r->acts;
	t->title.key = r->title[q->site[0] != '\0'];
	sentence_param(&t->title, "first_day", q->first_day);
	sentence_param(&t->title, "last_day", q->last_day);
	sentence_param(&t->title, "site", q->site);
	table_fact(t, "first_day", q->first_day, true);
	table_fact(t, "last_day", q->last_day, true);
	if (q->site[0])
		table_fact(t, "site", q->site, false);
	for (size_t i = 0; i < q->by_count; i++)
		table_columns(t, &keys[q->by[i]], 1);
	table_columns(t, r->columns, r->count);
	t->rate = r->rate;
	t->rates = r->rates;
}

int report_figures(struct ledger *l, const struct report *r, const struct report_query *query,
	struct table *ret_table)
{
	_cleanup_(cleanup_sums_free) struct sums *own = query->sums ? NULL : sums_new();
	struct report_query q = *query;

	q.sums = query->sums ? query->sums : own;
	if (!q.sums)
		return -ENOMEM;
	start(r, query, ret_table);
	return r->make(l, &q, ret_table);
}

/* One table, and the catalogue by which it is read: make() may look into it. */
static int make_one(struct ledger *l, const struct report *r, const struct report_query *query,
	enum lang lang, struct table *t)
{
	int result;

	start(r, query, t);
	result = ledger_catalogue(l, &t->catalogue);
	if (result == 0)
		result = r->make(l, query, t);
	if (result < 0)
		return result;
	table_rates(t);
	if (query->nameless)
		catalogue_without_people(t->catalogue);
	if (query->placeless)
		catalogue_without_places(t->catalogue);
	return table_label(t, t->catalogue, query->last_day, lang);
}

static int make_next(struct ledger *l, const struct report *r, const struct report_query *query,
	enum lang lang, struct table *t)
{
	int result;

	t->next = calloc(1, sizeof(*t->next));
	if (!t->next)
		return -ENOMEM;
	t = t->next;
	result = make_one(l, r, query, lang, t);
	t->of_scales = false; /* said once, by the first */
	t->scales = t->shares = 0;
	t->share_group = NULL;
	return result;
}

static int make_all(struct ledger *l, const struct report *r, const struct report_query *query,
	enum lang lang, struct table *t)
{
	int result = make_one(l, r, query, lang, t);

	for (size_t i = 0; result == 0 && r->with && r->with[i]; i++) {
		result = make_next(l, r->with[i], query, lang, t);
		t = t->next;
	}
	return result == 0 && query->paper && r->on_paper
		       ? make_next(l, r->on_paper, query, lang, t)
		       : result;
}

int report_make(struct ledger *l, const struct report *r, const struct report_query *query,
	enum lang lang, struct table *ret_table)
{
	_cleanup_(cleanup_sums_free) struct sums *sums = sums_new();
	struct report_query q = *query;
	sqlite3 *db = ledger_db(l);
	int result;

	*ret_table = (struct table){ 0 };
	q.sums = sums;
	if (!sums)
		return -ENOMEM;
	/* All readings are of one state, however busy the writer is. */
	if (!db || sqlite3_exec(db, "SAVEPOINT report", NULL, NULL, NULL) != SQLITE_OK)
		return -EIO;
	result = make_all(l, r, &q, lang, ret_table);
	(void)sqlite3_exec(db, "RELEASE report", NULL, NULL, NULL);
	return result;
}

int report_take_row(sqlite3_stmt *stmt, void *table)
{
	struct table *t = table;
	struct cell *row = table_add_row(t);
	int r = row ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < t->columns; i++) {
		if (i < t->keys) {
			r = table_set_text(
				&row[i], (const char *)sqlite3_column_text(stmt, (int)i));
			continue;
		}
		row[i].number = sqlite3_column_int64(stmt, (int)i);
		t->total[i].number += row[i].number;
	}
	return r;
}

int report_each(struct ledger *l, const char *sql, const char *const *values, size_t count,
	report_take_fn take, void *data)
{
	sqlite3_stmt *stmt = NULL;
	int rc = SQLITE_DONE;
	int r = sqlite3_prepare_v2(ledger_db(l), sql, -1, &stmt, NULL) == SQLITE_OK ? 0 : -EIO;

	for (size_t i = 0; r == 0 && i < count; i++)
		if (sqlite3_bind_text(stmt, (int)i + 1, values[i], -1, SQLITE_STATIC) != SQLITE_OK)
			r = -EIO;
	while (r == 0 && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
		r = take(stmt, data);
	sqlite3_finalize(stmt);
	return r == 0 && rc != SQLITE_DONE ? -EIO : r;
}

int report_rows(
	struct ledger *l, const struct report_query *query, const char *sql, struct table *t)
{
	const char *const values[] = { query->first_day, query->last_day, query->site };

	return report_each(l, sql, values, ARRAY_SIZE(values), report_take_row, t);
}
