// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R-days: on how many days of each month something was weighed, and how its mass came to be
 * known. A month with few days, or much that was typed, is one to look at before it is declared. Sums of
 * whole months are kept; days are counted by a seek each, never by reading a year of sums.
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

/*
 * d: from each day to the next one that has something, a seek a day. part: where whole months begin and where the
 * days behind them do; without a whole month both are behind the last day, and all days are before.
 */
static const char sql[] =
	"WITH RECURSIVE d (day) AS (SELECT (SELECT day FROM total JOIN journal USING (journal)"
	" WHERE day >= ?1 AND day <= ?2 AND (?3 = '' OR site = ?3) AND weighings > 0"
	" ORDER BY day LIMIT 1) UNION ALL SELECT (SELECT day FROM total JOIN journal USING "
	"(journal)"
	" WHERE day > d.day AND day <= ?2 AND (?3 = '' OR site = ?3) AND weighings > 0"
	" ORDER BY day LIMIT 1) FROM d WHERE d.day IS NOT NULL), n (month, days) AS ("
	"SELECT substr(day, 1, 7), count(*) FROM d WHERE day IS NOT NULL GROUP BY 1),"
	" part (whole, rest, past) AS (SELECT iif(whole < rest, whole, past),"
	" iif(whole < rest, rest, past), past FROM (SELECT"
	" iif(substr(?1, 9) = '01', ?1, date(?1, 'start of month', '+1 month')) AS whole,"
	" date(?2, '+1 day', 'start of month') AS rest, date(?2, '+1 day') AS past)),"
	" m (month, journal, method, mass_mg, weighings) AS ("
	"SELECT month, journal, method, mass_mg, weighings FROM part CROSS JOIN total_month"
	" WHERE month >= substr(whole, 1, 7) AND month < substr(rest, 1, 7) UNION ALL"
	" SELECT substr(day, 1, 7), journal, method, mass_mg, weighings FROM part CROSS JOIN total"
	" WHERE day >= ?1 AND day < whole UNION ALL"
	" SELECT substr(day, 1, 7), journal, method, mass_mg, weighings FROM part CROSS JOIN total"
	" WHERE day >= rest AND day < past)"
	" SELECT month, days, sum(weighings), sum(iif(method = 'weighed', mass_mg, 0)),"
	" sum(iif(method = 'typed', mass_mg, 0)), sum(iif(method = 'estimated', mass_mg, 0)),"
	" sum(iif(method = 'flat', mass_mg, 0)) FROM m JOIN journal USING (journal)"
	" JOIN n USING (month) WHERE ?3 = '' OR site = ?3 GROUP BY month ORDER BY month";

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	return report_rows(l, query, sql, t);
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
