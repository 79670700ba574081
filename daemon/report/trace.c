// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lots one back and one forward: see trace.h. Each part is one statement over the set of lots t, which is
 * walked along the inputs once; all it asks has an index, so that a ledger of many lots answers at once.
 */
#include "trace.h"
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include "recall.h"
#include "record.h"
#include "report.h"

#define STATE                                                                            \
	"ifnull((SELECT n.state FROM pack_state n WHERE n.id = p.id ORDER BY n.row DESC" \
	" LIMIT 1), 'stock')"
#define LOTS                                                                                       \
	"SELECT f.lot, 'received' AS sort, " LEDGER_RECEIVED("f",                                  \
		"day") " AS day, f.category, f.ingredient, f.product,"                             \
		       " f.description, " LEDGER_RECEIVED("f",                                     \
			       "partner") " AS partner, f.donor_lot, f.gtin, f.slip, "             \
					  "f.date_kind, f.date, f.net_mg AS"                       \
					  " in_mg, (SELECT ifnull(sum(iif(w.direction = 'in', "    \
					  "w.net_mg, -w.net_mg)), 0) FROM"                         \
					  " weighing w WHERE w.lot = f.lot AND w.lot <> '' AND "   \
					  "w.voided_seq IS NULL) + (SELECT"                        \
					  " ifnull(sum(o.mass_mg), 0) FROM lot_flow o WHERE "      \
					  "o.lot = f.lot) AS "                                     \
					  "left_mg, " LOT_HELD_SQL(                                \
						  "t.lot") " AS held, f.row FROM t CROSS JOIN "    \
							   "food_received f ON replace(f.lot, "    \
							   "'-', '') ="                            \
							   " replace(t.lot, '-', '') UNION ALL "   \
							   "SELECT m.id, 'made', m.day, "          \
							   "m.category, '',"                       \
							   " m.product, '', '', '', '', '', "      \
							   "ifnull(c.date_kind, ''), "             \
							   "ifnull(c.date, ''),"                   \
							   " (SELECT ifnull(sum(o.mass_mg), 0) "   \
							   "FROM lot_flow o WHERE o.lot = m.id "   \
							   "AND o.kind ="                          \
							   " 'input'), (SELECT "                   \
							   "ifnull(sum(o.mass_mg), 0) FROM "       \
							   "lot_flow o WHERE "                     \
							   "o.lot = m.id), " LOT_HELD_SQL(         \
								   "t.lot") ", m.row FROM t "      \
									    "CROSS JOIN lot m ON " \
									    "replace(m.id, '-', "  \
									    "'') = "               \
									    "replace(t.lot, '-', " \
									    "'')"                  \
									    " LEFT JOIN "          \
									    "lot_closed c ON "     \
									    "c.lot = m.id "        \
									    "AND " COUNTS_SQL(     \
										    "c") " ORDER " \
											 "BY 17"
#define INPUTS(link_)                                                                              \
	"SELECT i.lot, i.from_lot AS \"from\", i.source, i.mass_mg, i.ingredient, i.partner,"      \
	" i.supplier_lot, i.day FROM t CROSS JOIN lot_input i ON i." link_ " = t.lot AND i." link_ \
	" <> '' WHERE " COUNTS_SQL("i") " ORDER BY i.wall_us, i.seq"
/* Packs by where they are: of a slip for whom, also one that came back from there. */
#define PACKS                                                                               \
	"SELECT t.lot, " STATE " AS state, ifnull((SELECT n.slip FROM pack_state n WHERE"   \
	" n.id = p.id ORDER BY n.row DESC LIMIT 1), '') AS slip, '' AS partner, '' AS day," \
	" count(*) AS units, sum(p.net_mg) AS mass_mg FROM t CROSS JOIN pack p ON p.lot ="  \
	" t.lot WHERE " COUNTS_SQL("p") " GROUP BY 1, 2, 3"
#define OF_SLIPS                                                                          \
	"SELECT g.lot, g.state, g.slip, ifnull(s.partner, '') AS partner, ifnull(s.day, " \
	"g.day) AS day, g.units, g.mass_mg FROM (" PACKS ") g LEFT JOIN slip s ON"        \
	" replace(s.id, '-', '') = replace(g.slip, '-', '') AND g.slip <> ''"             \
	" ORDER BY g.lot, g.state, g.slip"
#define EXITS                                                                               \
	"SELECT w.lot, w.id AS weighing, w.direction, w.day, iif(w.direction = 'in',"       \
	" w.origin, w.destination) AS way, w.partner, w.slip, w.units, w.net_mg AS"         \
	" mass_mg, EXISTS (SELECT 1 FROM pack_state n WHERE n.weighing = w.id AND"          \
	" n.weighing <> '') AS packs, " LEDGER_FLOW(                                        \
		"w") " AS flow FROM t CROSS JOIN weighing w ON w.lot = t.lot AND w.lot <> " \
		     "'' WHERE"                                                             \
		     " w.voided_seq IS NULL ORDER BY w.row"
#define SUMS                                                                            \
	"SELECT " STATE " AS state, count(*) AS units, sum(p.net_mg) AS mass_mg FROM t" \
	" CROSS JOIN pack p ON p.lot = t.lot WHERE " COUNTS_SQL("p") " GROUP BY 1"

enum { PARTS = 5 };
#define OF(lots_, link_)                                                                 \
	{                                                                                \
		lots_ LOTS, lots_ INPUTS(link_), lots_ OF_SLIPS, lots_ EXITS, lots_ SUMS \
	}
static const char *const members[PARTS] = { "lots", "inputs", "packs", "exits", "sums" };
static const char *const statements[][PARTS] = {
	[TRACED_BACK] = OF(TRACE_BACK, "lot"),
	[TRACED_FORWARD] = OF(TRACE_FORWARD, "from_lot"),
	[TRACED_RECALL] = OF(TRACE_RECALL, "lot"),
};

/* A row as an object whose members are the columns; the number of its entry is for the order only. */
static int take_object(sqlite3_stmt *stmt, void *list)
{
	json_t *o = json_object();

	for (int i = 0; o && i < sqlite3_column_count(stmt); i++) {
		const char *name = sqlite3_column_name(stmt, i);

		if (strcmp(name, "row") == 0)
			continue;
		if (sqlite3_column_type(stmt, i) == SQLITE_INTEGER)
			json_object_set_new(o, name, json_integer(sqlite3_column_int64(stmt, i)));
		else
			json_object_set_new(
				o, name, json_string((const char *)sqlite3_column_text(stmt, i)));
	}
	return o && json_array_append_new(list, o) == 0 ? 0 : -ENOMEM;
}

/* Every state has its sum, and all of them are what was made. */
static json_t *sums_of(const json_t *rows)
{
	json_t *sums = json_object(), *one;
	json_int_t units = 0, mass_mg = 0;
	size_t i;

	for (i = 0; i < pack_state_words.count; i++)
		json_object_set_new(sums, pack_state_words.names[i],
			json_pack("{s:i,s:i}", "units", 0, "mass_mg", 0));
	json_array_foreach(rows, i, one)
	{
		units += json_integer_value(json_object_get(one, "units"));
		mass_mg += json_integer_value(json_object_get(one, "mass_mg"));
		json_object_set_new(sums, json_string_value(json_object_get(one, "state")),
			json_pack("{s:O,s:O}", "units", json_object_get(one, "units"), "mass_mg",
				json_object_get(one, "mass_mg")));
	}
	json_object_set_new(
		sums, "made", json_pack("{s:I,s:I}", "units", units, "mass_mg", mass_mg));
	return sums;
}

int trace_put(struct ledger *l, enum trace_of of, const char *which, json_t *o)
{
	int r = 0;

	for (size_t i = 0; i < PARTS && r == 0; i++) {
		json_t *list = json_array();

		r = report_each(l, statements[of][i], &which, 1, take_object, list);
		if (r == 0 && i == PARTS - 1)
			r = json_object_set_new(o, members[i], sums_of(list));
		else if (r == 0)
			r = json_object_set(o, members[i], list);
		json_decref(list);
	}
	return r;
}
