// SPDX-License-Identifier: GPL-3.0-or-later
/* What lay where at the end of a day: the sum of what the stock changed by until then. */
#include "report.h"

static const struct column columns[] = {
	{ "store", COLUMN_CODE, LABELS_OF(CATALOGUE_PLACE), false },
	{ "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	{ "stock_mg", COLUMN_MG, LABELS_NONE, false },
};

static const char sql[] =
	"SELECT store, category, sum(mass_mg) AS mg FROM stock_day WHERE day <= ?1"
	" AND (?2 IS NULL OR store = ?2) AND (?3 IS NULL OR category = ?3 OR category IN"
	" (SELECT code FROM catalogue WHERE kind = 'category' AND parent = ?3))"
	" AND (?4 IS NULL OR site = ?4) GROUP BY store, category HAVING mg <> 0 ORDER BY 1, 2";

int stock_table(
	struct ledger *l, const struct stock_query *query, enum lang lang, struct table *ret_table)
{
	const char *const values[] = { query->day, query->place, query->category, query->site };
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	struct table *t = ret_table;
	int r;

	*t = (struct table){ .name = "stock", .title.key = "stock_title" };
	sentence_param(&t->title, "day", query->day);
	table_fact(t, "day", query->day, true);
	table_columns(t, columns, ARRAY_SIZE(columns));
	r = report_each(l, sql, values, ARRAY_SIZE(values), report_take_row, t);
	if (r == 0)
		r = ledger_catalogue(l, &c);
	return r < 0 ? r : table_label(t, TAKE_PTR(c), query->day, lang);
}
