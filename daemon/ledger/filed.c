// SPDX-License-Identifier: GPL-3.0-or-later
/* What was filed with a body is not moved by a change of its mapping: see catalogue_plan.h. */
#include <errno.h>
#include <stdlib.h>
#include "catalogue_plan.h"
#include "journal.h"
#include "ledger_private.h"
#include "scheme.h"

static bool maps_any(const struct catalogue *news)
{
	for (size_t i = 0; i < news->count; i++)
		if (news->rows[i].kind == CATALOGUE_SCHEME_MAP)
			return true;
	return false;
}

int ledger_filed_periods(struct ledger *l, struct scheme_filed **ret_filed)
{
	_cleanup_free_ struct scheme_filed *filed = NULL;
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int count = 0;
	int r = sql_start(l->sql, &stmt,
		"SELECT DISTINCT eco_organisme, period, first_day, last_day FROM declaration r"
		" WHERE state <> 'draft' AND " STANDS("r") " AND " OURS(
			"r.journal", "?1") " ORDER BY eco_organisme, first_day DESC",
		V_TEXT(l->journal));

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct scheme_filed *more = reallocarray(filed, (size_t)count + 1, sizeof(*filed));

		if (!more)
			return -ENOMEM;
		filed = more;
		sql_text(stmt, 0, filed[count].eco_organisme, CODE_SIZE);
		sql_text(stmt, 1, filed[count].period, DAY_SIZE);
		sql_text(stmt, 2, filed[count].first_day, DAY_SIZE);
		sql_text(stmt, 3, filed[count++].last_day, DAY_SIZE);
	}
	if (r < 0)
		return r;
	*ret_filed = TAKE_PTR(filed);
	return count;
}

int ledger_first_month(struct ledger *l, char ret_day[DAY_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(
		l->sql, &stmt, "SELECT ifnull(min(month) || '-01', '9999-99-99') FROM total_month");

	if (r == 0)
		r = sql_step(stmt);
	if (r < 0)
		return r;
	sql_text(stmt, 0, ret_day, DAY_SIZE);
	return 0;
}

int ledger_check_filed(
	struct ledger *l, const struct catalogue *news, catalogue_mistake_fn mistake, void *data)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *old = NULL;
	_cleanup_free_ struct scheme_filed *filed = NULL;
	int count = maps_any(news) ? ledger_filed_periods(l, &filed) : 0;
	int r = count > 0 ? ledger_catalogue(l, &old) : count;

	return r < 0 || count == 0
		       ? r
		       : catalogue_check_filed(old, news, filed, (size_t)count, mistake, data);
}
