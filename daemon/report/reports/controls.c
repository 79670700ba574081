// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * controls: what whoever reads figures should know of them before they are handed over: whether the balance
 * closes, what counts found, how mass came to be known, days without weighings, days on which each scale
 * was checked, weighings of a clock that nobody has put right. A line that has no figure of a kind leaves it blank.
 */
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include "day.h"
#include "../flows.h"

enum { CHECK, SCALE, MASS, OF_MASS, SHARE, COUNT, OF_COUNT, COLUMNS };

static const struct column columns[] = {
	[CHECK] = { "check", COLUMN_CODE, LABELS_WORDS, false },
	[SCALE] = { "scale", COLUMN_CODE, LABELS_NONE, false },
	[MASS] = { "mass_mg", COLUMN_MG, LABELS_NONE, false },
	[OF_MASS] = { "of_mass_mg", COLUMN_MG, LABELS_NONE, false },
	[SHARE] = { "share_ppm", COLUMN_PPM, LABELS_NONE, false },
	[COUNT] = { "number", COLUMN_COUNT, LABELS_NONE, false },
	[OF_COUNT] = { "of_number", COLUMN_COUNT, LABELS_NONE, false },
};

static const struct rate rates[] = { { "share_ppm", "mass_mg", "of_mass_mg" } };

static struct cell *add(struct table *t, const char *check, const char *scale)
{
	struct cell *row = table_add_row(t);

	if (!row || table_set_text(&row[CHECK], check) < 0 ||
		table_set_text(&row[SCALE], scale) < 0)
		return NULL;
	for (size_t i = MASS; i < COLUMNS; i++)
		row[i].none = i != SHARE; /* that of two masses is made of them */
	return row;
}

static int put(struct cell *row, size_t column, int64_t number)
{
	if (!row)
		return -ENOMEM;
	row[column] = (struct cell){ .number = number };
	return 0;
}

static int mass(struct table *t, const char *check, int64_t mg)
{
	return put(add(t, check, ""), MASS, mg);
}

static int mass_of(struct table *t, const char *check, int64_t mg, int64_t of_mg)
{
	struct cell *row = add(t, check, "");

	return put(row, MASS, mg) < 0 || put(row, OF_MASS, of_mg) < 0 ? -ENOMEM : 0;
}

static int count_of(
	struct table *t, const char *check, const char *scale, int64_t number, int64_t of)
{
	struct cell *row = add(t, check, scale);

	return put(row, COUNT, number) < 0 || put(row, OF_COUNT, of) < 0 ? -ENOMEM : 0;
}

/* ---- each of them ---- */

static int balance(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const char *const names[] = { "gap_mg", "dk_mg", "counted_mg" };
	struct table b = { 0 };
	int r = report_figures(l, &balance_report, query, &b);

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(names); i++) {
		char check[16];

		(void)snprintf(check, sizeof(check), "%.*s", (int)strlen(names[i]) - 3, names[i]);
		r = mass(t, check, b.total[table_column(&b, names[i])].number);
	}
	table_done(&b);
	return r;
}

/* How mass came to be known, and how much of it has no scheme. */
static int shares(struct table *t, const struct table *by_scheme)
{
	int64_t all_mg = 0, none_mg = 0;
	int r = 0;

	for (size_t i = 0; i < by_scheme->shares; i++)
		all_mg += by_scheme->share[i].mg;
	for (size_t i = 0; r == 0 && i < by_scheme->shares; i++)
		r = mass_of(t, by_scheme->share[i].name, by_scheme->share[i].mg, all_mg);
	for (size_t n = 0; n < by_scheme->rows; n++)
		if (!*table_cell(by_scheme, n, 0)->text ||
			strcmp(table_cell(by_scheme, n, 0)->text, "NONE") == 0)
			none_mg += table_cell(by_scheme, n, 1)->number;
	return r < 0 ? r : mass_of(t, "no_scheme", none_mg, by_scheme->total[1].number);
}

static int scales(struct table *t, const struct table *tonnage)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < tonnage->scales; i++)
		r = count_of(t, "scale_checked", tonnage->scale[i].scale, tonnage->scale[i].checked,
			tonnage->scale[i].days);
	return r;
}

/* From each day to the next one that has something: a seek a day, never all sums of a year. */
#define NEXT_DAY(after)                                                        \
	"(SELECT day FROM total JOIN journal USING (journal) WHERE day " after \
	" AND day <= ?2 AND (?3 = '' OR site = ?3) AND weighings > 0 ORDER BY day LIMIT 1)"

static const char counts_sql[] =
	"WITH RECURSIVE d (day) AS (SELECT " NEXT_DAY(">= ?1") " UNION ALL SELECT " NEXT_DAY(
		"> d.day") " FROM d WHERE d.day IS NOT NULL) SELECT (SELECT count(day) FROM d),"
			   " (SELECT count(*) FROM weighing w INDEXED BY weighing_doubtful"
			   " JOIN journal j USING (journal) WHERE w.clock = 'doubtful' AND"
			   " w.day >= ?1 AND w.day <= ?2 AND (?3 = '' OR j.site = ?3)"
			   " AND w.voided_seq IS NULL)";

struct counted {
	int64_t days, doubtful;
};

static int take_counts(sqlite3_stmt *stmt, void *counted)
{
	struct counted *c = counted;

	c->days = sqlite3_column_int64(stmt, 0);
	c->doubtful = sqlite3_column_int64(stmt, 1);
	return 0;
}

static int counts(struct ledger *l, const struct report_query *query, struct table *t)
{
	const char *const values[] = { query->first_day, query->last_day, query->site };
	struct counted c = { 0 };
	int64_t first = 0, last = 0;
	int r = report_each(l, counts_sql, values, ARRAY_SIZE(values), take_counts, &c);

	if (r == 0 && (day_number(query->first_day, &first) < 0 ||
			      day_number(query->last_day, &last) < 0))
		return -EINVAL;
	last = last - first + 1;
	if (r == 0)
		r = count_of(t, "days_without", "", last - c.days, last);
	return r < 0 ? r : put(add(t, "doubtful", ""), COUNT, c.doubtful);
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const enum report_key by[] = { BY_SCHEME };
	static const struct column scheme[] = {
		{ "scheme", COLUMN_CODE, LABELS_NONE, false },
		{ "in_mg", COLUMN_MG, LABELS_NONE, false },
	};
	struct table tonnage = { 0 };
	int r = balance(l, query, t);

	table_columns(&tonnage, scheme, ARRAY_SIZE(scheme));
	if (r == 0)
		r = flows_make(l, query, by, ARRAY_SIZE(by), &tonnage);
	if (r == 0)
		r = shares(t, &tonnage);
	if (r == 0)
		r = counts(l, query, t);
	if (r == 0)
		r = scales(t, &tonnage);
	table_done(&tonnage);
	return r;
}

/* lang: controls_title* */
const struct report controls_table = {
	.name = "controls",
	.title = { "controls_title", "controls_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.bare = true,
	.rate = rates,
	.rates = ARRAY_SIZE(rates),
};
