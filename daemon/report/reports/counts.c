// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * counts: what each count found, what should have been there, and the difference, which people must
 * see. What is entered late of a moment before a count changes the last two, never the first.
 */
#include "report.h"

static const struct column columns[] = {
	{ "day", COLUMN_DAY, LABELS_NONE, false },
	{ "store", COLUMN_CODE, LABELS_OF(CATALOGUE_PLACE), false },
	{ "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	{ "found_mg", COLUMN_MG, LABELS_NONE, false },
	{ "book_mg", COLUMN_MG, LABELS_NONE, false },
	{ "difference_mg", COLUMN_MG, LABELS_NONE, false },
};

static const char sql[] = "SELECT day, store, category, mass_mg, mass_mg - change_mg, change_mg"
			  " FROM stock_line WHERE day >= ?1 AND day <= ?2"
			  " AND (?3 = '' OR site = ?3) AND kind = 'stock-count' AND NOT voided"
			  " ORDER BY day, store, category, wall_us, journal, seq";

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	return report_rows(l, query, sql, t);
}

/* lang: counts_title* */
const struct report counts_report = {
	.name = "counts",
	.title = { "counts_title", "counts_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.chart = CHART_BARS,
};
