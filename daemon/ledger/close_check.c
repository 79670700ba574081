// SPDX-License-Identifier: GPL-3.0-or-later
/* What a person looks at before a period is closed. Nothing of it forbids the close. */
#include "ledger_private.h"
#include "lot_sql.h"
#include "period_close.h"

#define OF_PERIOD " w.day >= ?1 AND w.day <= ?2 AND w.voided_seq IS NULL"

/* Food as what of it was rescued: water that left in a dish never came in. */
static const char sums[] =
	"SELECT ifnull(sum(weighings), 0), ifnull(sum(iif(flow = 'in', mass_mg, 0)), 0),"
	" ifnull(sum(iif(flow = 'neutral_in', mass_mg - added_mg, 0)), 0),"
	" ifnull(sum(iif(flow = 'reuse', mass_mg - added_mg, 0)), 0),"
	" ifnull(sum(iif(flow = 'recycling', mass_mg, 0)), 0) FROM (SELECT t.weighings,"
	" t.mass_mg, 0 AS added_mg, " LEDGER_FLOW(
		"t") " AS flow FROM total t"
		     " WHERE t.day >= ?1 AND t.day <= ?2 UNION ALL SELECT 0, 0, "
		     "w.added_mg, " LEDGER_FLOW("w") " FROM (" LOT_ADDED_SQL
						     ") w WHERE w.day >= ?1 AND w.day <= ?2)";

static int take_sums(
	struct ledger *l, const char *first_day, const char *last_day, struct close_check *c)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, sums, V_TEXT(first_day), V_TEXT(last_day));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	c->weighings = sqlite3_column_int64(stmt, 0);
	c->in_mg = sqlite3_column_int64(stmt, 1);
	c->neutral_in_mg = sqlite3_column_int64(stmt, 2);
	c->reuse_mg = sqlite3_column_int64(stmt, 3);
	c->recycling_mg = sqlite3_column_int64(stmt, 4);
	return 0;
}

int ledger_close_check(struct ledger *l, const char *first_day, const char *last_day,
	struct close_check *ret_check)
{
	struct close_check c = { 0 };
	int64_t missing;
	int r = l->sql ? take_sums(l, first_day, last_day, &c) : -EIO;

	if (r == 0)
		r = sql_int(l->sql, &c.open_slips,
			"SELECT count(*) FROM slip s WHERE s.day >= ?1 AND s.day <= ?2 AND NOT "
			"EXISTS"
			" (SELECT 1 FROM slip_closed e WHERE e.id = s.id) AND NOT EXISTS"
			" (SELECT 1 FROM slip_void v WHERE v.id = s.id)",
			V_TEXT(first_day), V_TEXT(last_day));
	if (r >= 0)
		r = sql_int(l->sql, &c.doubtful,
			"SELECT count(*) FROM weighing w WHERE w.clock = 'doubtful' AND" OF_PERIOD,
			V_TEXT(first_day), V_TEXT(last_day));
	if (r >= 0)
		r = sql_int(l->sql, &c.unapproved,
			"SELECT count(*) FROM weighing w WHERE w.method = 'weighed' AND"
			" NOT w.approved AND" OF_PERIOD,
			V_TEXT(first_day), V_TEXT(last_day));
	if (r >= 0)
		r = sql_int(l->sql, &c.stock_mg,
			"SELECT ifnull(sum(mass_mg), 0) FROM stock_day WHERE day < ?",
			V_TEXT(first_day));
	if (r < 0)
		return r;
	missing = c.reuse_mg + c.recycling_mg - c.in_mg - c.neutral_in_mg - c.stock_mg;
	c.missing_mg = missing > 0 ? missing : 0;
	*ret_check = c;
	return 0;
}
