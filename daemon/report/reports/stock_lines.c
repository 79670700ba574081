// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * stock-lines: of each category what came in and went out of these days, what counts found to be more or less, and what lies
 * there at their end: since when the oldest of it must, when the last count was, and of which items it is today.
 * Flows are those of balance. First in, first out: what came last is what lies there, so the oldest of it came on
 * the day down to which arrivals, the last first, come to the stock.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../flows.h"

enum figure { IN, OUT, COUNTED, STOCK, SINCE, LAST_COUNT, ITEMS, ITEMS_MG, FIGURES };

static const struct column columns[] = {
	KEY("category", CATALOGUE_CATEGORY),
	MG("in_mg"),
	MG("out_mg"),
	MG("counted_mg"),
	MG("stock_mg"),
	{ "since", COLUMN_DAY, LABELS_NONE, false },
	{ "last_count", COLUMN_DAY, LABELS_NONE, false },
	COUNT("items_now"),
	MG("items_now_mg"),
};

struct lines {
	struct ledger *ledger;
	const struct report_query *query;
	struct table *t;
	int64_t left_mg; /* of the stock of which the day is looked for */
	char since[DAY_SIZE];
};

static struct cell *row_of(struct lines *k, const char *category)
{
	struct cell *row = category ? flows_row(k->t, category) : NULL;

	return row ? row + 1 : NULL;
}

static void add(struct lines *k, struct cell *row, enum figure figure, int64_t number)
{
	row[figure].number += number;
	k->t->total[1 + figure].number += number;
}

/* ---- flows ---- */

static const struct {
	const char *name;
	enum figure figure;
} flows[] = {
	{ "in_mg", IN },
	{ "neutral_in_mg", IN },
	{ "sorted_in_mg", IN },
	{ "made_mg", IN },
	{ "counted_mg", COUNTED },
	{ "reuse_mg", OUT },
	{ "transfer_mg", OUT },
	{ "recycling_mg", OUT },
	{ "energy_mg", OUT },
	{ "disposal_mg", OUT },
	{ "correction_mg", OUT },
	{ "sorted_out_mg", OUT },
	{ "used_mg", OUT },
	{ "evaporated_mg", OUT },
};

/* Whether they close is said here, too. */
static int take_flows(struct lines *k, const struct table *balance)
{
	for (size_t i = 0; i < balance->facts; i++)
		if (strcmp(balance->fact[i].name, "closes") == 0)
			table_fact(k->t, "closes", balance->fact[i].value, false);
	for (size_t n = 0; n < balance->rows; n++) {
		struct cell *row = row_of(k, table_cell(balance, n, 0)->text);

		if (!row)
			return -ENOMEM;
		for (size_t c = 1; c < balance->columns; c++)
			for (size_t i = 0; i < ARRAY_SIZE(flows); i++)
				if (strcmp(balance->column[c].name, flows[i].name) == 0)
					add(k, row, flows[i].figure,
						table_cell(balance, n, c)->number);
	}
	return 0;
}

/* ---- the stock, and since when ---- */

static const char stock_sql[] =
	"SELECT category, site, store, sum(mass_mg) AS mg FROM stock_day WHERE day <= ?2"
	" AND (?3 = '' OR site = ?3) GROUP BY site, category, store HAVING mg <> 0";

static const char arrivals_sql[] =
	"SELECT day, mass_mg FROM stock_day WHERE site = ?1 AND category = ?2 AND store = ?3"
	" AND day <= ?4 AND mass_mg > 0 ORDER BY day DESC";

/* 1: the rest need not be read. */
static int take_arrival(sqlite3_stmt *stmt, void *data)
{
	struct lines *k = data;

	(void)snprintf(
		k->since, sizeof(k->since), "%s", (const char *)sqlite3_column_text(stmt, 0));
	k->left_mg -= sqlite3_column_int64(stmt, 1);
	return k->left_mg <= 0;
}

static int oldest(struct lines *k, const char *site, const char *category, const char *store)
{
	const char *const values[] = { site, category, store, k->query->last_day };
	int r = report_each(k->ledger, arrivals_sql, values, ARRAY_SIZE(values), take_arrival, k);

	return r < 0 ? r : 0;
}

static int take_stock(sqlite3_stmt *stmt, void *data)
{
	struct lines *k = data;
	const char *category = (const char *)sqlite3_column_text(stmt, 0);
	const char *site = (const char *)sqlite3_column_text(stmt, 1);
	const char *store = (const char *)sqlite3_column_text(stmt, 2);
	struct cell *row = row_of(k, category);
	int r = row && site && store ? 0 : -ENOMEM;

	if (r < 0)
		return r;
	k->left_mg = sqlite3_column_int64(stmt, 3);
	k->since[0] = '\0';
	add(k, row, STOCK, k->left_mg);
	if (k->left_mg > 0)
		r = oldest(k, site, category, store);
	if (r == 0 && k->since[0] && (!row[SINCE].text || strcmp(k->since, row[SINCE].text) < 0))
		r = table_set_text(&row[SINCE], k->since);
	return r;
}

/* ---- counts, items ---- */

static const char counts_sql[] =
	"SELECT category, max(day) FROM stock_line WHERE kind = 'stock-count' AND NOT voided"
	" AND day <= ?2 AND (?3 = '' OR site = ?3) GROUP BY category";

static int take_count(sqlite3_stmt *stmt, void *data)
{
	struct cell *row = row_of(data, (const char *)sqlite3_column_text(stmt, 0));

	return row ? table_set_text(&row[LAST_COUNT], (const char *)sqlite3_column_text(stmt, 1))
		   : -ENOMEM;
}

static const char items_sql[] = "SELECT category, items, mass_mg FROM item_stock"
				" WHERE (?3 = '' OR site = ?3)";

static int take_items(sqlite3_stmt *stmt, void *data)
{
	struct cell *row = row_of(data, (const char *)sqlite3_column_text(stmt, 0));

	if (!row)
		return -ENOMEM;
	add(data, row, ITEMS, sqlite3_column_int64(stmt, 1));
	add(data, row, ITEMS_MG, sqlite3_column_int64(stmt, 2));
	return 0;
}

/* ---- all of them ---- */

static int by_category(const void *a, const void *b)
{
	return strcmp(((const struct cell *)a)->text, ((const struct cell *)b)->text);
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const struct {
		const char *sql;
		report_take_fn take;
	} parts[] = { { stock_sql, take_stock }, { counts_sql, take_count },
		{ items_sql, take_items } };
	const char *const values[] = { query->first_day, query->last_day, query->site };
	struct lines k = { .ledger = l, .query = query, .t = t };
	struct table balance = { 0 };
	int r = report_figures(l, &balance_report, query, &balance);

	if (r == 0)
		r = take_flows(&k, &balance);
	table_done(&balance);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		r = report_each(l, parts[i].sql, values, ARRAY_SIZE(values), parts[i].take, &k);
	if (t->rows)
		qsort(t->cells, t->rows, t->columns * sizeof(*t->cells), by_category);
	return r;
}

/* lang: stock_lines_title* */
const struct report stock_lines_report = {
	.name = "stock-lines",
	.title = { "stock_lines_title", "stock_lines_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.chart = CHART_BARS,
};
