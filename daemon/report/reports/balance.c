// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * balance: what came in and what went out of each category, and by what the stock changed. Both
 * sides are the same, to the milligram, or something is wrong with what is kept: gap is what is left.
 * Goods that were weighed are those of tonnage; what the stock changed by is read from the stock (the
 * changes of these days), never made of the flows, which would prove nothing.
 */
#include <sqlite3.h>
#include <string.h>
#include "../flows.h"

/* In this order for ever; new ones come at the end. */
enum figure {
	IN,
	NEUTRAL_IN,
	SORTED_IN,
	MADE,
	COUNTED,
	REUSE,
	TRANSFER,
	RECYCLING,
	ENERGY,
	DISPOSAL,
	CORRECTION,
	SORTED_OUT,
	USED,
	EVAPORATED,
	DK,
	GAP,
	FIGURES
};

static const struct column columns[] = {
	{ "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	{ "in_mg", COLUMN_MG, LABELS_NONE, false },
	{ "neutral_in_mg", COLUMN_MG, LABELS_NONE, false },
	{ "sorted_in_mg", COLUMN_MG, LABELS_NONE, false },
	{ "made_mg", COLUMN_MG, LABELS_NONE, false },
	{ "counted_mg", COLUMN_MG, LABELS_NONE, false },
	{ "reuse_mg", COLUMN_MG, LABELS_NONE, true },
	{ "transfer_mg", COLUMN_MG, LABELS_NONE, true },
	{ "recycling_mg", COLUMN_MG, LABELS_NONE, true },
	{ "energy_mg", COLUMN_MG, LABELS_NONE, true },
	{ "disposal_mg", COLUMN_MG, LABELS_NONE, true },
	{ "correction_mg", COLUMN_MG, LABELS_NONE, true },
	{ "sorted_out_mg", COLUMN_MG, LABELS_NONE, false },
	{ "used_mg", COLUMN_MG, LABELS_NONE, false },
	{ "evaporated_mg", COLUMN_MG, LABELS_NONE, false },
	{ "dk_mg", COLUMN_MG, LABELS_NONE, false },
	{ "gap_mg", COLUMN_MG, LABELS_NONE, false },
};

/* Each category of which there was anything: sorted, counted, the stock's change, what lots did. */
static const char sql[] =
	"WITH RECURSIVE " STOCK_CHANGE ", k (category, figure, mg) AS ("
	" SELECT DISTINCT t.category, 0, 0 FROM total_month t JOIN journal j USING (journal)"
	"  WHERE t.month >= substr(?1, 1, 7) AND t.month <= substr(?2, 1, 7)"
	"  AND (?3 = '' OR j.site = ?3)"
	" UNION ALL SELECT category, CASE WHEN kind = 'stock-count' THEN 2"
	"  WHEN kind = 'lot-packed' THEN 7 WHEN kind = 'lot-input' THEN iif(mass_mg < 0, 6, 5)"
	"  WHEN mass_mg < 0 THEN 3 ELSE 1 END, iif(kind = 'stock-count', change_mg, abs(mass_mg))"
	"  FROM stock_line WHERE day >= ?1 AND day <= ?2 AND (?3 = '' OR site = ?3)"
	"  AND kind <> 'moved' AND NOT voided"
	" UNION ALL SELECT category, 4, mg FROM stock_change)"
	" SELECT category, sum(iif(figure = 1, mg, 0)), sum(iif(figure = 2, mg, 0)),"
	" sum(iif(figure = 3, mg, 0)), sum(iif(figure = 4, mg, 0)), sum(iif(figure = 5, mg, 0)),"
	" sum(iif(figure = 6, mg, 0)), sum(iif(figure = 7, mg, 0))"
	" FROM k GROUP BY category HAVING max(figure <> 4) OR sum(mg) <> 0 ORDER BY category";

/* ---- a row ---- */

/* The figures of tonnage are those of the same name here. */
static void copy_flows(const struct table *tonnage, const char *category, struct cell *figures)
{
	size_t n = 0;

	while (n < tonnage->rows && strcmp(table_cell(tonnage, n, 0)->text, category) != 0)
		n++;
	for (size_t c = 1; n < tonnage->rows && c < tonnage->columns; c++)
		for (size_t f = 0; f < FIGURES; f++)
			if (strcmp(tonnage->column[c].name, columns[1 + f].name) == 0)
				figures[f].number = table_cell(tonnage, n, c)->number;
}

static int64_t gap_of(const struct cell *figures)
{
	int64_t mg = 0;

	for (size_t f = IN; f <= COUNTED; f++)
		mg += figures[f].number;
	for (size_t f = REUSE; f <= DK; f++)
		mg -= figures[f].number;
	return mg;
}

/* Of which flows, into which table; whether each row closes. */
struct balance {
	const struct table *tonnage;
	struct table *t;
	bool closes;
};

static bool any(const struct cell *figures)
{
	for (size_t f = 0; f < FIGURES; f++)
		if (figures[f].number)
			return true;
	return false;
}

/* A category of the month may have had nothing on these days of it: no row then. */
static int take_row(sqlite3_stmt *stmt, void *data)
{
	static const enum figure kept[] = { SORTED_IN, COUNTED, SORTED_OUT, DK, MADE, USED,
		EVAPORATED };
	const char *category = (const char *)sqlite3_column_text(stmt, 0);
	struct balance *b = data;
	struct cell figures[FIGURES] = { 0 }, *row;

	if (!category)
		return -ENOMEM;
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		figures[kept[i]].number = sqlite3_column_int64(stmt, 1 + (int)i);
	copy_flows(b->tonnage, category, figures);
	figures[GAP].number = gap_of(figures);
	b->closes &= figures[GAP].number == 0;
	if (!any(figures))
		return 0;
	row = table_add_row(b->t);
	if (!row || table_set_text(row, category) < 0)
		return -ENOMEM;
	memcpy(row + 1, figures, sizeof(figures));
	for (size_t f = 0; f < FIGURES; f++)
		b->t->total[1 + f].number += figures[f].number;
	return 0;
}

/* ---- all of them ---- */

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	const char *const values[] = { query->first_day, query->last_day, query->site };
	struct report_query by_category = *query;
	struct table tonnage = { 0 };
	struct balance b = { .tonnage = &tonnage, .t = t, .closes = true };
	int r;

	by_category.by_count = 1;
	by_category.by[0] = BY_CATEGORY;
	r = report_figures(l, &tonnage_report, &by_category, &tonnage);
	if (r == 0)
		r = report_each(l, sql, values, ARRAY_SIZE(values), take_row, &b);
	table_done(&tonnage);
	b.closes &= gap_of(t->total + 1) == 0;
	table_fact(t, "closes", b.closes ? "yes" : "no", false);
	if (!b.closes)
		t->title.key = query->site[0] ? "balance_open_title_site" : "balance_open_title";
	return r;
}

/* lang: balance_title* balance_open_title* */
const struct report balance_report = {
	.name = "balance",
	.title = { "balance_title", "balance_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.chart = CHART_BARS,
};
