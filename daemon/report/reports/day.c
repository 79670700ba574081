// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * day: what a day ends with: what came in and went out by family, who weighed, and what somebody has to see to. What
 * is open is so now, of these days or from before them; codes are those that nobody has seen, a scale is unchecked that
 * weighed on these days without a known mass. People are named, never counted.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include "backup.h"
#include "clock.h"
#include "day.h"
#include "../flows.h"

/* ---- what came and went ---- */

static const struct column columns[] = {
	KEY("root", CATALOGUE_CATEGORY),
	MG("in_mg"),
	MG("neutral_in_mg"),
	MG("out_mg"),
	COUNT("weighings"),
};

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_ROOT };

	if (strcmp(query->first_day, query->last_day) == 0)
		t->title.key = query->site[0] ? "day_end_one_site" : "day_end_one";
	return flows_make(l, query, by, ARRAY_SIZE(by), t);
}

/* ---- who weighed ---- */

static const struct column who_columns[] = { KEY("operator", CATALOGUE_OPERATOR) };

static int make_who(struct ledger *l, const struct report_query *query, struct table *t)
{
	return report_rows(l, query,
		"SELECT DISTINCT w.operator FROM weighing w JOIN journal j USING (journal)"
		" WHERE w.day >= ?1 AND w.day <= ?2 AND (?3 = '' OR j.site = ?3)"
		" AND w.voided_seq IS NULL AND w.operator <> '' ORDER BY 1",
		t);
}

/* ---- what needs seeing to ---- */

enum { WHAT, ABOUT, SINCE, NUMBER, CODES_MOST = 500, LEFT_MOST = 200, LATE_DAYS = 2 };

static const struct column left_columns[] = {
	[WHAT] = { "todo", COLUMN_CODE, LABELS_WORDS, false },
	[ABOUT] = CODE("about"),
	[SINCE] = { "since", COLUMN_DAY, LABELS_NONE, false },
	[NUMBER] = COUNT("number"),
};

static int add(struct table *t, const char *todo, const char *about, const char *since, int64_t n)
{
	struct cell *row = table_add_row(t);

	if (!row || table_set_text(&row[WHAT], todo) < 0 ||
		table_set_text(&row[ABOUT], about) < 0 || table_set_text(&row[SINCE], since) < 0)
		return -ENOMEM;
	row[NUMBER].number = n;
	return 0;
}

/* Nobody has said what it was. */
static int loads(struct ledger *l, const struct report_query *query, struct table *t)
{
	_cleanup_free_ struct left_load *all = calloc(LEFT_MOST, sizeof(*all));
	int count = all ? ledger_left(l, all, LEFT_MOST) : -ENOMEM, n = 0;
	const char *since = "";

	for (int i = 0; i < count; i++) {
		if (all[i].struck_by[0] || strcmp(all[i].at.day, query->last_day) > 0)
			continue;
		since = all[i].at.day;
		n++;
	}
	return count < 0 ? count : n ? add(t, "load", "", since, n) : 0;
}

static int codes(struct ledger *l, const struct report_query *query, struct table *t)
{
	_cleanup_free_ struct unknown_code *all = calloc(CODES_MOST, sizeof(*all));
	int count = all ? ledger_unknown_codes(l, all, CODES_MOST) : -ENOMEM, n = 0;
	char day[DAY_SIZE], since[DAY_SIZE] = "";

	for (int i = 0; i < count; i++) {
		clock_day(all[i].at_wall_us, day);
		if (strcmp(day, query->last_day) > 0)
			continue;
		memcpy(since, day, DAY_SIZE);
		n++;
	}
	return count < 0 ? count : n ? add(t, "code", "", since, n) : 0;
}

/* Two days without a copy on another disk are amiss, and so is a ledger that has none. */
static int copies(struct ledger *l, struct table *t)
{
	struct backup_last away;
	struct moment now;
	char day[DAY_SIZE];
	int64_t days;

	if (backup_last_away(ledger_path(l), &away) < 0)
		return backup_last(ledger_path(l), &away) < 0 ? add(t, "backup_none", "", "", 0)
							      : add(t, "stick", "", "", 0);
	clock_now(&now);
	days = (now.wall_us / 1000000 - away.at_s) / 86400;
	clock_day(away.at_s * 1000000, day);
	return days >= LATE_DAYS ? add(t, "backup", "", day, days) : 0;
}

static int take(sqlite3_stmt *stmt, void *table)
{
	return add(table, (const char *)sqlite3_column_text(stmt, 0),
		(const char *)sqlite3_column_text(stmt, 1),
		(const char *)sqlite3_column_text(stmt, 2), sqlite3_column_int64(stmt, 3));
}

/* Those with something only; ?1 and ?2 are the days, ?3 the site or ''. */
static const char sql[] =
	"SELECT 'slip', '', min(s.day), count(*) FROM slip s JOIN journal j USING (journal)"
	" WHERE s.day <= ?2 AND (?3 = '' OR j.site = ?3)"
	" AND NOT EXISTS (SELECT 1 FROM slip_closed e WHERE e.id = s.id)"
	" AND NOT EXISTS (SELECT 1 FROM slip_void v WHERE v.id = s.id) HAVING count(*) > 0"
	" UNION ALL SELECT 'label', '', '', count(*) FROM label_job"
	" WHERE (state = 'waiting' OR state = 'sending' OR state = 'unknown')"
	" HAVING count(*) > 0"
	" UNION ALL SELECT 'clock', '', min(w.day), count(*) FROM weighing w"
	" JOIN journal j USING (journal) WHERE w.clock = 'doubtful' AND w.voided_seq IS NULL"
	" AND w.day <= ?2 AND (?3 = '' OR j.site = ?3) HAVING count(*) > 0"
	" UNION ALL SELECT 'scale', d.scale, d.day, sum(d.weighings) FROM scale_day d"
	" JOIN journal j USING (journal) WHERE d.day >= ?1 AND d.day <= ?2"
	" AND (?3 = '' OR j.site = ?3) AND d.weighings > 0 AND NOT EXISTS (SELECT 1"
	" FROM scale_check c WHERE c.scale = d.scale AND c.day = d.day AND c.passed)"
	" GROUP BY d.scale, d.day"
	/* More was taken away to sort, or to another place, than lies there: one of them is wrong, or no count is. */
	" UNION ALL SELECT 'stock', n.category, min(n.day), 0 FROM stock_line n"
	" WHERE n.kind IN ('sorted', 'moved') AND NOT n.voided AND n.change_mg < 0"
	" AND n.day >= ?1 AND n.day <= ?2 AND (?3 = '' OR n.site = ?3)"
	" AND (SELECT sum(d.mass_mg) FROM stock_day d WHERE d.site = n.site"
	" AND d.category = n.category AND d.store = n.store AND d.day <= ?2) < 0"
	" GROUP BY n.category";

static int make_left(struct ledger *l, const struct report_query *query, struct table *t)
{
	const char *const values[] = { query->first_day, query->last_day, query->site };
	int r = loads(l, query, t);

	if (r == 0)
		r = codes(l, query, t);
	if (r == 0)
		r = report_each(l, sql, values, ARRAY_SIZE(values), take, t);
	return r < 0 ? r : copies(l, t);
}

/* lang: day_who_title* */
static const struct report who_table = {
	.name = "day-who",
	.title = { "day_who_title", "day_who_title_site" },
	.columns = who_columns,
	.count = ARRAY_SIZE(who_columns),
	.make = make_who,
	.bare = true,
};

/* lang: day_left_title* */
const struct report day_left_table = {
	.name = "day-left",
	.title = { "day_left_title", "day_left_title_site" },
	.columns = left_columns,
	.count = ARRAY_SIZE(left_columns),
	.make = make_left,
	.bare = true,
};

static const struct report *const parts[] = { &who_table, &day_left_table, NULL };

/* lang: day_end_title* day_end_one* */
const struct report day_report = {
	.name = "day",
	.title = { "day_end_title", "day_end_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.chart = CHART_BARS,
	.with = parts,
};
