// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R6 and T8, food: what donors gave, what was refused and why, what a kitchen took of it, what was handed on
 * of it (without the water and the bought food of a pot), what was lost; by category, and day by day.
 */
#include <sqlite3.h>
#include <stdio.h>
#include "../flows.h"
#include "lot_sql.h"

enum { SELECT_SIZE = 1024, MEAL_MG = 500 * 1000 };

/* What both tables say, behind their keys. */
#define FIGURES                                                                     \
	MG("received_mg"), MG("refused_mg"), MG("used_mg"), PART("distributed_mg"), \
		PART("lost_mg"), PART("tasted_mg"), COUNT("portions"), COUNT("meals")

static const struct column columns[] = {
	KEY("category", CATALOGUE_CATEGORY),
	KEY("partner", CATALOGUE_PARTNER),
	KEY("reason", CATALOGUE_REASON),
	FIGURES,
	{ "distributed_ppm", COLUMN_PPM, LABELS_NONE, false },
};

static const struct column day_columns[] = {
	{ "day", COLUMN_DAY, LABELS_NONE, false },
	KEY("partner", CATALOGUE_PARTNER),
	KEY("category", CATALOGUE_CATEGORY),
	KEY("reason", CATALOGUE_REASON),
	FIGURES,
};

static const struct rate rates[] = { { "distributed_ppm", "distributed_mg", "received_mg" } };

#define OF(flows) " sum(iif(flow IN (" flows "), mg, 0)),"
#define SUMS                                                  \
	OF("'in'")                                            \
	OF("'refused'")                                       \
	OF("'used'")                                          \
	" sum(CASE WHEN flow IN ('reuse', 'transfer',"        \
	" 'added') THEN mg WHEN flow = 'neutral_in' THEN -mg" \
	" ELSE 0 END)," OF("'recycling', 'energy',"           \
			   " 'disposal'") OF("'correction'") OF("'portions'") " 0"
#define OF_DAYS(t) t ".day >= ?1 AND " t ".day <= ?2 AND (?3 = '' OR j.site = ?3)"
#define NOT_VOID(t)                                                               \
	" AND NOT EXISTS (SELECT 1 FROM entry_void v WHERE v.id = " t ".journal " \
	"|| '/' || " t ".seq)"

/* Weighings; what was refused; what left and no donor gave; what a pot took, and its portions. */
#define FOOD_CODES "(SELECT code FROM catalogue_category WHERE food)"
#define GOODS                                                                                  \
	"SELECT t.day, t.partner, t.category, '' AS reason, " LEDGER_FLOW(                     \
		"t") ""                                                                        \
		     " AS flow, t.mass_mg AS mg, t.journal FROM total t JOIN journal j USING " \
		     "(journal) WHERE t.category IN " FOOD_CODES " AND "
#define REFUSED                                                               \
	" UNION ALL SELECT r.day, r.partner, r.category, r.reason, 'refused'" \
	", r.net_mg, r.journal FROM food_refused r JOIN journal j USING (journal) WHERE "
#define ADDED                                                                                 \
	" UNION ALL SELECT w.day, w.partner, w.category, '', 'added',"                        \
	" iif(w.direction = 'in', w.added_mg, -w.added_mg), w.journal FROM (" LOT_ADDED_SQL   \
	") w JOIN journal j USING (journal) WHERE " LEDGER_FLOW("w") " IN " RESCUED_FLOWS_SQL \
								     " AND "
#define USED                                                                           \
	" UNION ALL SELECT s.day, '', s.category, '', 'used', -s.mass_mg, s.journal"   \
	" FROM stock_line s JOIN journal j USING (journal) WHERE s.kind = 'lot-input'" \
	" AND s.mass_mg < 0 AND NOT s.voided AND "
#define PORTIONS                                                                              \
	" UNION ALL SELECT p.day, '', l.category, '', 'portions', p.portions, p.journal FROM" \
	" lot_packed p JOIN lot l ON replace(l.id, '-', '') = replace(p.lot, '-', '') JOIN "  \
	"journal j ON j.journal = p.journal WHERE "
/* Food is what the catalogue called so on that day. What never was is left out before anything is looked up of it. */
#define FOOD                                                                                   \
	"SELECT * FROM g WHERE category IN " FOOD_CODES                                        \
	" AND ifnull((SELECT c.food FROM catalogue_category c WHERE c.journal = g.journal AND" \
	" c.code = g.category AND c.valid_from <= g.day ORDER BY c.valid_from DESC LIMIT 1), 0)"

static const char food_sql[] =
	"WITH g AS (" GOODS OF_DAYS("t") REFUSED OF_DAYS("r") NOT_VOID("r") ADDED OF_DAYS("w")
		USED OF_DAYS("s") PORTIONS OF_DAYS("p") NOT_VOID("p") "), f AS (" FOOD ")";

/* ---- meals: whole ones of what was handed on in a row, of what the site says or of 500 g ---- */

static int take_meal(sqlite3_stmt *stmt, void *meal_mg)
{
	*(int64_t *)meal_mg = 1000 * sqlite3_column_int64(stmt, 0);
	return 0;
}

static void count_meals(const struct table *t, int64_t meal_mg, struct cell *row)
{
	int64_t mg = row[table_column(t, "distributed_mg")].number;

	row[table_column(t, "meals")].number = mg > 0 ? mg / meal_mg : 0;
}

static int add_meals(struct ledger *l, const char *const *values, struct table *t)
{
	int64_t meal_mg = MEAL_MG;
	int r = report_each(l,
		"SELECT meal_g FROM catalogue_site WHERE meal_g > 0 AND valid_from <= ?2 AND"
		" (?3 = '' OR code = ?3) AND ?1 <> '' ORDER BY valid_from DESC LIMIT 1",
		values, 3, take_meal, &meal_mg);

	for (size_t n = 0; r == 0 && n < t->rows; n++)
		count_meals(t, meal_mg, &t->cells[n * t->columns]);
	if (r == 0)
		count_meals(t, meal_mg, t->total);
	return r;
}

static int make_of(
	struct ledger *l, const struct report_query *query, const char *select, struct table *t)
{
	const char *const values[] = { query->first_day, query->last_day, query->site };
	char sql[sizeof(food_sql) + SELECT_SIZE];
	int r;

	(void)snprintf(sql, sizeof(sql), "%s%s", food_sql, select);
	r = report_rows(l, query, sql, t);
	return r < 0 ? r : add_meals(l, values, t);
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const char select[] = " SELECT category, partner, reason," SUMS
				     ", 0 FROM f GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";

	return make_of(l, query, select, t);
}

static int make_days(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const char select[] = " SELECT day, partner, category, reason," SUMS
				     " FROM f GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";

	return make_of(l, query, select, t);
}

/* lang: t8_title* */
const struct report food_table = {
	.name = "T8",
	.title = { "t8_title", "t8_title_site" },
	.columns = day_columns,
	.count = ARRAY_SIZE(day_columns),
	.make = make_days,
};

static const struct report *const with[] = { &food_table, &co2e_table, &controls_table, NULL };

/* lang: r6_title* */
const struct report food_report = {
	.name = "R6",
	.title = { "r6_title", "r6_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.chart = CHART_SANKEY,
	.rate = rates,
	.rates = ARRAY_SIZE(rates),
	.with = with,
};
