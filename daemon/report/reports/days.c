// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R-days: on how many days of each month something was weighed, and how its mass came to be
 * known. A month with few days, or much that was typed, is one to look at before it is declared. Its
 * figures are those of the report (sums.h); days are counted by a seek each.
 */
#include <stdio.h>
#include <string.h>
#include "../sums.h"

static const struct column columns[] = {
	{ "month", COLUMN_MONTH, LABELS_NONE, false },
	{ "days", COLUMN_COUNT, LABELS_NONE, false },
	{ "weighings", COLUMN_COUNT, LABELS_NONE, false },
	{ "weighed_mg", COLUMN_MG, LABELS_NONE, true },
	{ "typed_mg", COLUMN_MG, LABELS_NONE, true },
	{ "estimated_mg", COLUMN_MG, LABELS_NONE, true },
	{ "flat_mg", COLUMN_MG, LABELS_NONE, true },
};

/* From each day to the next one that has something, a seek a day. */
static const char sql[] =
	"WITH RECURSIVE d (day) AS (SELECT (SELECT day FROM total JOIN journal USING (journal)"
	" WHERE day >= ?1 AND day <= ?2 AND (?3 = '' OR site = ?3) AND weighings > 0"
	" ORDER BY day LIMIT 1) UNION ALL SELECT (SELECT day FROM total JOIN journal USING "
	"(journal)"
	" WHERE day > d.day AND day <= ?2 AND (?3 = '' OR site = ?3) AND weighings > 0"
	" ORDER BY day LIMIT 1) FROM d WHERE d.day IS NOT NULL)"
	" SELECT substr(day, 1, 7), count(*), 0, 0, 0, 0, 0 FROM d WHERE day IS NOT NULL"
	" GROUP BY 1 ORDER BY 1";

/* Of a month in which no day has anything, nothing is said. */
static struct cell *row_of(struct table *t, const char *month)
{
	for (size_t n = 0; n < t->rows; n++)
		if (strcmp(table_cell(t, n, 0)->text, month) == 0)
			return &t->cells[n * t->columns];
	return NULL;
}

static void add_sum(struct table *t, const struct sums *sums, const struct sum *s)
{
	struct cell *row = row_of(t, sums_text(sums, s->key[BY_MONTH]));
	char part[32];
	size_t weighings = table_column(t, "weighings"), mass;

	(void)snprintf(part, sizeof(part), "%s_mg", sums_text(sums, s->key[BY_METHOD]));
	mass = table_column(t, part);
	if (!row || mass >= t->columns)
		return;
	row[weighings].number += s->weighings;
	t->total[weighings].number += s->weighings;
	row[mass].number += s->mass_mg;
	t->total[mass].number += s->mass_mg;
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_MONTH, BY_METHOD };
	_cleanup_free_ struct sum *all = NULL;
	int r = report_rows(l, query, sql, t), count;

	if (r < 0)
		return r;
	count = sums_by(l, query, by, ARRAY_SIZE(by), &all);
	for (int i = 0; i < count; i++)
		add_sum(t, query->sums, &all[i]);
	return count < 0 ? count : 0;
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
