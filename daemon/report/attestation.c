// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a partner gave and what it got, weighing by weighing: see attestation.h. Gifts are what counts as intake, as in
 * the report R5; a gift of food in the last three days of its use-by date is told apart
 * (field study §3.16). What was handed on is net of what came back.
 */
#include "attestation.h"
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include "report.h"

#define FOOD                                                                                   \
	"SELECT w.day, ifnull(w.slip, '') AS slip, w.id AS weighing, w.category,"              \
	" coalesce(nullif(f.product, ''), m.product, '') AS product, ifnull(f.ingredient, '')" \
	" AS ingredient, ifnull(f.description, '') AS description, w.lot, ifnull(f.donor_lot," \
	" '') AS donor_lot, coalesce(f.date_kind, c.date_kind, '') AS date_kind,"              \
	" coalesce(f.date, c.date, '') AS date, "
#define OF_LOTS                                                                                    \
	" FROM weighing w LEFT JOIN food_received f ON w.lot <> '' AND replace(f.lot, '-', '') ="  \
	" replace(w.lot, '-', '') LEFT JOIN lot m ON w.lot <> '' AND replace(m.id, '-', '') ="     \
	" replace(w.lot, '-', '') LEFT JOIN lot_closed c ON c.lot = m.id AND NOT EXISTS (SELECT 1" \
	" FROM entry_void v WHERE v.id = c.journal || '/' || c.seq) WHERE w.partner = ?1 AND"      \
	" w.day BETWEEN ?2 AND ?3 AND w.voided_seq IS NULL AND "
#define IN_ORDER " ORDER BY w.day, w.row"
static const char *const statements[] = {
	[ATTESTED_GIVEN] =
		FOOD "ifnull(w.units, 0) AS units, w.net_mg AS mass_mg, iif(f.date_kind = 'dlc' AND"
		     " julianday(f.date) - julianday(w.day) BETWEEN 0 AND 2, w.net_mg, 0) AS "
		     "last_days_mg, f.temp_mc" OF_LOTS LEDGER_FLOW("w") " = 'in'" IN_ORDER,
	[ATTESTED_HANDED_ON] = FOOD
	"iif(w.direction = 'in', -1, 1) * ifnull(w.units, 0) AS units, iif(w.direction = 'in',"
	" -w.net_mg, w.net_mg) AS mass_mg, iif(w.direction = 'in', w.net_mg, 0) AS "
	"returned_mg" OF_LOTS LEDGER_FLOW("w") " IN ('reuse', 'transfer', 'neutral_in')" IN_ORDER,
};
static const char *const asides[] = {
	[ATTESTED_GIVEN] = "last_days_mg", [ATTESTED_HANDED_ON] = "returned_mg"
};

static void add_to(json_t *sum, const json_t *line, const char *name)
{
	const json_int_t more = json_integer_value(json_object_get(line, name)),
			 had = json_integer_value(json_object_get(sum, name));

	json_object_set_new(sum, name, json_integer(had + more));
}

/* The one of that key, made where there is none yet. */
static json_t *sum_of(json_t *list, const char *key, const char *value)
{
	json_t *one;
	size_t i;

	json_array_foreach(list, i, one) if (strcmp(json_string_value(json_object_get(one, key)),
						     value) == 0) return one;
	one = json_pack("{s:s}", key, value);
	return json_array_append_new(list, one) == 0 ? one : NULL;
}

static void add_line(json_t *o, const json_t *line, const char *aside)
{
	char month[8];
	json_t *of_month, *family;

	(void)snprintf(
		month, sizeof(month), "%.7s", json_string_value(json_object_get(line, "day")));
	of_month = sum_of(json_object_get(o, "months"), "month", month);
	family = sum_of(json_object_get(o, "families"), "category",
		json_string_value(json_object_get(line, "category")));
	add_to(of_month, line, "mass_mg");
	add_to(of_month, line, aside);
	add_to(family, line, "units");
	add_to(family, line, "mass_mg");
	add_to(o, line, "units");
	add_to(o, line, "mass_mg");
}

/* A row as an object whose members are the columns. */
static int take_line(sqlite3_stmt *stmt, void *list)
{
	json_t *line = json_object();

	for (int i = 0; i < sqlite3_column_count(stmt); i++) {
		const int type = sqlite3_column_type(stmt, i);

		json_object_set_new(line, sqlite3_column_name(stmt, i),
			type == SQLITE_NULL ? json_null()
			: type == SQLITE_INTEGER
				? json_integer(sqlite3_column_int64(stmt, i))
				: json_string((const char *)sqlite3_column_text(stmt, i)));
	}
	return json_array_append_new(list, line) == 0 ? 0 : -ENOMEM;
}

int attestation_put(struct ledger *l, enum attested what, const char *partner,
	const char *const days[2], json_t *o)
{
	const char *values[] = { partner, days[0], days[1] };
	json_t *lines = json_array(), *line;
	size_t i;
	int r;

	if (json_object_set_new(o, "lines", lines) ||
		json_object_set_new(o, "families", json_array()) ||
		json_object_set_new(o, "months", json_array()) ||
		json_object_set_new(o, "units", json_integer(0)) ||
		json_object_set_new(o, "mass_mg", json_integer(0)))
		return -ENOMEM;
	r = report_each(l, statements[what], values, ARRAY_SIZE(values), take_line, lines);
	if (r < 0)
		return r;
	json_array_foreach(lines, i, line) add_line(o, line, asides[what]);
	return 0;
}
