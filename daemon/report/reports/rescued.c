// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * rescued: what was handed on of lots, and how much of that had been food to be lost: of received lots all
 * of it, of made ones without the water and what was bought (lot_rescued_mg()). Weighings of lots are few, so
 * they are read one by one.
 */
#include "report.h"

static const struct column columns[] = {
	{ "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	{ "handed_on_mg", COLUMN_MG, LABELS_NONE, false },
	{ "rescued_mg", COLUMN_MG, LABELS_NONE, true },
	{ "other_mg", COLUMN_MG, LABELS_NONE, true },
};

/* What comes back into its lot takes out what had been handed on. */
#define SIGNED "iif(w.direction = 'out', w.net_mg, -w.net_mg)"
static const char sql[] =
	"WITH h (category, mg, rescued_mg) AS (SELECT w.category, " SIGNED ","
	" ifnull(-f.rescued_mg, " SIGNED ") FROM weighing w JOIN journal j USING (journal)"
	" LEFT JOIN lot_flow f ON f.journal = w.journal AND f.seq = w.seq AND f.kind = 'out'"
	" WHERE w.lot <> '' AND w.voided_seq IS NULL AND w.day >= ?1 AND w.day <= ?2"
	" AND (?3 = '' OR j.site = ?3) AND " LEDGER_FLOW(
		"w") " IN ('reuse', 'transfer', 'neutral_in') AND NOT EXISTS (SELECT 1 FROM "
		     "food_received b"
		     " WHERE replace(b.lot, '-', '') = replace(w.lot, '-', '') AND b.weighing = "
		     "w.id))"
		     " SELECT category, sum(mg), sum(rescued_mg), sum(mg) - sum(rescued_mg)"
		     " FROM h GROUP BY category ORDER BY category";

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	return report_rows(l, query, sql, t);
}

/* lang: rescued_title* */
const struct report rescued_report = {
	.name = "rescued",
	.title = { "rescued_title", "rescued_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.chart = CHART_BARS,
};
