// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Whether a lot is held, what came of its cooling, and what of it no donor gave, as SQL that ledger and reports
 * share: a lot is held by an entry that says so (lot-held), or because it became cold too slowly (cooling.h). Literals only: what they
 * are given is a column or a parameter. They work on connections of sql_open(), which have cooling_us().
 */
#pragma once
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* SQL: the entry that row a of a table is of counts. */
#define COUNTS_SQL(a_) \
	"NOT EXISTS (SELECT 1 FROM entry_void v WHERE v.id = " a_ ".journal || '/' || " a_ ".seq)"

/* SQL: the last entry that let that lot go; 0: none did. */
#define RELEASED_SQL(lot_)                                                  \
	"ifnull((SELECT max(o.row) FROM lot_released o WHERE o.lot = " lot_ \
	" AND o.decision = 'good'), 0)"
/* SQL: microseconds since the cooling that row a of cooling_started began; NULL: no clock knows (cooling.h). */
#define COOLING_US_SQL(a_)                                                                  \
	"(SELECT cooling_us(" a_ ".started_us, " a_ ".said, e.boot_id, e.boot_us, e.clock)" \
	" FROM entry e WHERE e.row = " a_ ".row)"
/* SQL: what staff decided last of that lot as it was held for its cooling, behind that row; '' : nothing. */
#define COOLING_DECIDED_SQL(lot_, row_)                                                          \
	"ifnull((SELECT o.decision FROM lot_released o WHERE o.lot = " lot_ " AND o.row > " row_ \
	" AND o.why = 'cooling' ORDER BY o.row DESC LIMIT 1), '')"
/* SQL: column what_ of the end of the cooling that row a of cooling_started began; none_: it has none. */
#define COOLING_END_SQL(a_, what_, none_)                                        \
	"ifnull((SELECT c." what_ " FROM cooling c WHERE c.lot = " a_ ".lot AND" \
	" c.started_us = " a_ ".started_us AND " COUNTS_SQL("c") " LIMIT 1), " none_ ")"
/* SQL: what came of the cooling that row a of cooling_started began, besides what staff decided. */
#define COOLING_VERDICT_SQL(a_)        \
	COOLING_END_SQL(a_, "verdict", \
		"iif(ifnull(" COOLING_US_SQL(a_) ", 7200000001) > 7200000000, 'late', 'open')")
/* SQL: the lot of row a is void itself. */
#define LOT_VOID_SQL(a_)                                                                           \
	"EXISTS (SELECT 1 FROM lot m JOIN entry_void v ON v.id = m.journal || '/' || m.seq WHERE " \
	"m.id = " a_ ".lot)"
/* SQL: the newest cooling of that lot that counts, and the row behind which a decision is about it. */
#define COOLING_NEWEST_SQL(lot_)                                                               \
	"(SELECT s.lot, " COOLING_VERDICT_SQL("s") " AS verdict, max(s.row, " COOLING_END_SQL( \
		"s", "row", "0") ") AS row FROM cooling_started s WHERE s.lot = " lot_         \
				 " AND NOT " LOT_VOID_SQL("s") " AND " COUNTS_SQL(             \
					 "s") " ORDER BY s.row DESC LIMIT 1)"
#define COOLING_LAST_START_SQL(lot_) \
	"ifnull((SELECT max(b.row) FROM cooling_started b WHERE b.lot = " lot_ "), 0)"
/* SQL: enum cooling_state of the lot of that number. What still cools no decision made good. */
#define COOLING_SQL(lot_)                                                                                                                 \
	"ifnull((SELECT iif(n.verdict <> 'open' AND " COOLING_DECIDED_SQL(                                                                \
		"n.lot", "n.row") " = 'good', 'decided', n.verdict) FROM " COOLING_NEWEST_SQL(lot_) " n), iif(" COOLING_DECIDED_SQL(lot_, \
		COOLING_LAST_START_SQL(lot_)) " = 'good', 'decided', ''))"
/*
 * SQL: what keeps a lot that is not held from being handed on: it cools still; it was cooked, is kept cold and nobody
 * noted its cooling, or what was noted was undone; '' : nothing.
 */
#define COOLING_WAITS_SQL(lot_)                                                            \
	"(SELECT CASE cooling WHEN 'open' THEN 'cooling_open' WHEN '' THEN iif(EXISTS ("   \
	"SELECT 1 FROM lot m JOIN catalogue_product f ON f.journal = m.journal AND f.code" \
	" = m.product AND f.valid_from = m.product_from WHERE m.id = " lot_                \
	" AND m.process = 'cook' AND f.storage IN ('FROID_3', 'FROID_4')),"                \
	" 'cooling_missing', '') ELSE '' END FROM (SELECT " COOLING_SQL(lot_) " AS cooling))"
/* SQL: why the lot of that number is held; "" : it is not. */
#define LOT_HELD_SQL(lot_)                                                                         \
	"coalesce((SELECT h.why FROM lot_held h WHERE h.lot = " lot_ " AND h.row > " RELEASED_SQL( \
		lot_) " ORDER BY h.row LIMIT 1), iif(" COOLING_DECIDED_SQL(lot_,                   \
		"0") " = 'destroy' OR " COOLING_SQL(lot_) " IN ('bad', 'late'), 'cooling', ''))"

/*
 * Food that is handed over, or comes back, counts as what of it was rescued: the one place that says how, for all
 * reports. SQL: a row for each weighing of a lot that was made, with what of its mass no donor gave (water, what was
 * bought), above zero, as added_mg, and the keys of total. From the lots (CROSS keeps the order), which a site of
 * goods has none of: never through all its weighings.
 */
#define LOT_ADDED_SQL                                                                              \
	"SELECT w.day, w.journal, w.direction, w.category, w.origin, w.destination, w.partner,"    \
	" w.place, w.method, abs(f.mass_mg - f.rescued_mg) AS added_mg FROM lot_flow f CROSS JOIN" \
	" entry e USING (journal, seq) CROSS JOIN weighing w ON w.row = e.row"                     \
	" WHERE f.kind = 'out' AND f.rescued_mg <> f.mass_mg AND w.voided_seq IS NULL"
/* SQL: flows (LEDGER_FLOW) whose mass is counted so: what of it is lost is lost with its water. */
#define RESCUED_FLOWS_SQL "('reuse', 'transfer', 'neutral_in')"
/* The same of one flow. */
static inline bool lot_flow_is_rescued(const char *flow)
{
	char quoted[16];
	int n = snprintf(quoted, sizeof(quoted), "'%s'", flow);

	return n < (int)sizeof(quoted) && strstr(RESCUED_FLOWS_SQL, quoted);
}
