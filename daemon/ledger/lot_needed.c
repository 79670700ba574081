// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Where a site has a workshop all food that comes or goes is of a lot, whichever way it is weighed: its stock
 * is that of its lots, and what is of none is traced nowhere (regulation 178/2002, article 18).
 */
#include "lots.h"
#include "write.h"

/* SQL: the row of a kind's table that stands for code on day ?3, of journal ?1. */
#define NEWEST(column_, table_, code_)                                             \
	"(SELECT " column_ " FROM " table_ " WHERE journal = ?1 AND code = " code_ \
	" AND valid_from <= ?3 ORDER BY valid_from DESC LIMIT 1)"
/* Its own row, or the only one there is: as on the page. */
#define TRADE                                                                                      \
	"coalesce(" NEWEST("trade", "catalogue_site",                                              \
		"(SELECT site FROM journal WHERE journal = ?1)") ", (SELECT max(trade)"            \
								 " FROM catalogue_site WHERE "     \
								 "journal = ?1 AND valid_from <= " \
								 "?3 HAVING count(DISTINCT code)"  \
								 " = 1))"
#define PARENT                                                                        \
	"(SELECT parent FROM catalogue WHERE journal = ?1 AND kind = 'category' AND " \
	"code = ?2 AND valid_from <= ?3 ORDER BY valid_from DESC LIMIT 1)"

int lot_needed_of(struct ledger *l, const char *category, const char *day)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT 1 WHERE " TRADE
		" IN ('workshop', 'both') AND (" NEWEST("food", "catalogue_category",
			"?2") " OR " NEWEST("food", "catalogue_category", PARENT) ")",
		V_TEXT(l->journal), V_TEXT(category), V_TEXT(day));

	return r < 0 ? r : sql_step(stmt);
}

static const char *key_of(const struct weighing *w, bool back)
{
	if (w->direction == DIRECTION_OUT)
		return "food_needs_lot";
	return back ? "return_needs_lot" : "food_needs_reception";
}

/* lang: food_needs_reception food_needs_lot return_needs_lot */
int lot_needed(struct ledger *l, const struct weighing *w, struct ledger_result *res)
{
	int back = lot_is_return(l, w);
	int r = back < 0 ? back : lot_needed_of(l, w->category, w->at.day);

	return r <= 0 ? r : ledger_conflict(res, key_of(w, back), w->category);
}
