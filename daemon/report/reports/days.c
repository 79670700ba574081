// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R-days: on how many days of each month something was weighed, and how its mass came to be
 * known. A month with few days, or much that was typed, is one to look at before it is declared.
 */
#include "report.h"

static const struct column columns[] = {
	{ "month", COLUMN_MONTH, LABELS_NONE, false },
	{ "days", COLUMN_COUNT, LABELS_NONE, false },
	{ "weighings", COLUMN_COUNT, LABELS_NONE, false },
	{ "weighed_mg", COLUMN_MG, LABELS_NONE, true },
	{ "typed_mg", COLUMN_MG, LABELS_NONE, true },
	{ "estimated_mg", COLUMN_MG, LABELS_NONE, true },
	{ "flat_mg", COLUMN_MG, LABELS_NONE, true },
};

#define OF(method) "sum(iif(method = '" method "', mass_mg, 0))"

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	return report_rows(l, query,
		"SELECT substr(day, 1, 7), count(DISTINCT day), sum(weighings), " OF(
			"weighed") ", " OF("typed") ", " OF("estimated") ", " OF("flat") " FROM "
											 "total "
											 "JOIN "
											 "journal "
											 "USING "
											 "(journal)"
											 " WHERE "
											 "day >= "
											 "?1 AND "
											 "day <= ?2"
											 " AND (?3 "
											 "= '' OR "
											 "site = "
											 "?3) AND "
											 "weighings"
											 " > 0 "
											 "GROUP BY "
											 "1 ORDER "
											 "BY 1",
		t);
}

/* lang: days_title* */
const struct report days_report = {
	.name = "R-days",
	.title = { "days_title", "days_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.chart = CHART_MONTHS,
};
