// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Figures that were typed for a closed period, or for a part of it: what counted when it was closed, and what counts
 * now. As in the indicators the newest that is not void counts; one that came and went again changed nothing.
 */
#include <string.h>
#include "closed.h"
#include "day.h"
#include "evidence.h"

#define HEAD(a) "ifnull((SELECT h.seq FROM h WHERE h.journal = " a ".journal), 0)"
#define NEWEST(when)                                                                          \
	"SELECT *, row_number() OVER (PARTITION BY name, site, period ORDER BY wall_us DESC," \
	" seq DESC) AS newest FROM typed WHERE " when
#define OTHER(a, b)                                                                           \
	" FROM " a " a WHERE newest = 1 AND NOT EXISTS (SELECT 1 FROM " b " b"                \
	" WHERE b.newest = 1 AND b.name = a.name AND b.site = a.site AND b.period = a.period" \
	" AND b.value = a.value)"
/* The day of what changed it: it is void, or another was typed. */
#define UNTIL                                                                                      \
	"max(a.voided, (SELECT max(t.day) FROM typed t WHERE t.name = a.name AND t.site = a.site " \
	"AND t.period = a.period))"

static const char figures[] =
	"WITH h (journal, seq) AS (SELECT json_extract(m.value, '$.journal'),"
	" json_extract(m.value, '$.seq') FROM entry e, json_each(CAST(e.body AS TEXT), '$.heads')"
	" m WHERE e.journal = ?1 AND e.seq = ?2),"
	" typed AS MATERIALIZED (SELECT f.*, j.site, ifnull(v.day, '') AS voided, v.seq IS NULL AS"
	" counts, f.seq <= " HEAD("f") " AND (v.seq IS NULL OR v.seq > " HEAD(
		"v") ") AS counted"
		     " FROM figure f JOIN journal j USING (journal)"
		     " LEFT JOIN entry_void v ON v.id = f.journal || '/' || f.seq AND v.kind = "
		     "'figure'),"
		     " was AS (" NEWEST("counted") "), is_now AS (" NEWEST(
			     "counts") ")"
				       " SELECT " UNTIL
				       ", false, seq, site, period, name, value" OTHER("was",
					       "is_now") " UNION ALL SELECT a.day, true, seq, "
							 "site, period, name, value" OTHER("is_now",
								 "was") " ORDER BY 6, 5, 2";

bool figure_within(const char *period, const char *first_day, const char *last_day)
{
	char first[DAY_SIZE], last[DAY_SIZE];

	return day_period(period, last_day, first, last) == 0 && strcmp(first, first_day) >= 0 &&
	       strcmp(last, last_day) <= 0;
}

int rectified_figures(struct ledger *l, const struct period_close *c, rectified_fn each, void *data)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, figures, V_TEXT(c->journal), V_INT(c->seq));

	while (r == 0 && (r = sql_step(stmt)) > 0) {
		struct rectified one = { .gained = sqlite3_column_int(stmt, 1), .flow = "figure" };
		char period[DAY_SIZE];

		sql_text(stmt, 0, one.day, sizeof(one.day));
		(void)snprintf(one.id, sizeof(one.id), "figure/%llu",
			(unsigned long long)sqlite3_column_int64(stmt, 2));
		sql_text(stmt, 3, one.site, sizeof(one.site));
		sql_text(stmt, 4, period, sizeof(period));
		sql_text(stmt, 5, one.category, sizeof(one.category));
		one.units = (uint32_t)sqlite3_column_int64(stmt, 6);
		r = figure_within(period, c->first_day, c->last_day) ? each(data, &one) : 0;
	}
	return r;
}
