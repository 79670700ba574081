// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * T9 and R10, indicators: what a report tells of a site besides its tonnes. Meals beside the portions that
 * were really made, what came in unsorted, kilograms per inhabitant, and what people typed; each with
 * where it comes from. What cannot be said says why, and what to do.
 */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "../flows.h"
#include "catalogue_facts.h"
#include "day.h"
#include "../table_private.h"

#define WORD_KEY(name_)                                 \
	{                                               \
		name_, COLUMN_CODE, LABELS_WORDS, false \
	}
static const struct column columns[] = {
	WORD_KEY("indicator"),
	CODE("about"),
	CODE("period"),
	WORD_KEY("note"),
	MG("mass_mg"),
	MG("of_mass_mg"),
	{ "share_ppm", COLUMN_PPM, LABELS_NONE, false },
	COUNT("number"),
	COUNT("of_number"),
	{ "source", COLUMN_TEXT, LABELS_NONE, false },
};
enum { INDICATOR, ABOUT, PERIOD, NOTE, MASS, OF_MASS, SHARE, NUMBER, OF_NUMBER, SOURCE, COLUMNS };
static const struct rate rates[] = { { "share_ppm", "mass_mg", "of_mass_mg" } };

/* A row whose figures are all blank; NULL: no memory. */
static struct cell *add(
	struct table *t, const char *indicator, const char *about, const char *period)
{
	const char *const keys[] = { indicator, about, period, "" };
	struct cell *row = table_add_row(t);

	for (size_t i = 0; row && i < ARRAY_SIZE(keys); i++)
		if (table_set_text(&row[i], keys[i]) < 0)
			return NULL;
	for (size_t i = MASS; row && i < SOURCE; i++)
		row[i].none = i != SHARE; /* that of two figures is made of them */
	return row && table_set_text(&row[SOURCE], "") == 0 ? row : NULL;
}

static void put(struct cell *row, size_t column, int64_t number)
{
	row[column].number = number;
	row[column].none = false;
}

static int note(struct table *t, const char *indicator, const char *why)
{
	struct cell *row = add(t, indicator, "", "");

	return row ? table_set_text(&row[NOTE], why) : -ENOMEM;
}

/* ---- CO2e without factors: it is not made up ---- */

/* The first set that begins behind these days, which it says. */
static int factors_later(const struct catalogue_row *set, struct table *t)
{
	struct cell *row = add(t, "co2e", set->code, set->valid_from);

	return row ? table_set_text(&row[NOTE], "factors_later") : -ENOMEM;
}

/* Of any day of the period. */
static bool is_in_force(const struct catalogue_row *row, const struct report_query *q)
{
	return row->kind == CATALOGUE_FACTOR_SET && !row->hidden &&
	       strcmp(row->valid_from, q->last_day) <= 0 &&
	       (!row->valid_until[0] || strcmp(row->valid_until, q->first_day) > 0);
}

static int factors(const struct report_query *q, struct table *t)
{
	const struct catalogue_row *later = NULL;

	for (size_t i = 0; i < t->catalogue->count; i++) {
		const struct catalogue_row *row = &t->catalogue->rows[i];

		if (is_in_force(row, q))
			return 0;
		if (row->kind == CATALOGUE_FACTOR_SET && !row->hidden &&
			strcmp(row->valid_from, q->last_day) > 0 &&
			(!later || strcmp(row->valid_from, later->valid_from) < 0))
			later = row;
	}
	return later ? factors_later(later, t) : note(t, "co2e", "no_factors");
}

/* ---- food: meals of so many grams beside the portions that were made; as R6 says them ---- */

static int meals(struct ledger *l, const struct report_query *q, struct table *t)
{
	struct table food = { 0 };
	int r = report_figures(l, &food_report, q, &food);
	struct cell *row = NULL;

	if (r == 0 && food.rows > 0) {
		const struct cell *sum = food.total;

		row = add(t, "meals", "", "");
		r = row ? 0 : -ENOMEM;
		if (row) {
			put(row, MASS, sum[table_column(&food, "distributed_mg")].number);
			put(row, NUMBER, sum[table_column(&food, "meals")].number);
			row = add(t, "portions", "", "");
			r = row ? 0 : -ENOMEM;
		}
		if (row)
			put(row, NUMBER, sum[table_column(&food, "portions")].number);
	}
	table_done(&food);
	return r;
}

/* ---- what came in and was reused, by site and category: what both of the next are made of ---- */

enum { MG_PER_G = 1000 };
enum { SITE, CATEGORY, EPCI, FLOW, IN, REUSE };
static const struct column flow_columns[] = { CODE("site"), CODE("category"), CODE("epci_siren"),
	CODE("scheme_flow"), MG("in_mg"), MG("reuse_net_mg") };

/* ---- what came in unsorted ---- */

#define FLOW_UNSORTED "DIVERS" /* of the catalogue's categories */

static int unsorted(const struct table *flows, struct table *t)
{
	int64_t mg = 0;
	struct cell *row;

	if (flows->total[IN].number <= 0)
		return 0;
	for (size_t n = 0; n < flows->rows; n++)
		if (strcmp(table_cell(flows, n, FLOW)->text, FLOW_UNSORTED) == 0)
			mg += table_cell(flows, n, IN)->number;
	row = add(t, "unsorted", "", "");
	if (!row)
		return -ENOMEM;
	put(row, MASS, mg);
	put(row, OF_MASS, flows->total[IN].number);
	return 0;
}

/* ---- kilograms per inhabitant of an EPCI: of its sites, by who counts people ---- */

/* The year of the last day, else the last one before it, else the next. */
static const char population_sql[] =
	"SELECT year, inhabitants, (SELECT text FROM erasable x WHERE x.journal = p.journal AND"
	" x.seq = p.seq AND x.item = 0) FROM population p WHERE epci_siren = ?1 AND NOT EXISTS"
	" (SELECT 1 FROM entry_void v WHERE v.id = p.journal || '/' || p.seq)"
	" ORDER BY year > ?2, abs(year - ?2), wall_us DESC, seq DESC LIMIT 1";

struct people {
	int64_t year, inhabitants;
	char source[SOURCE_SIZE];
};

static int take_people(sqlite3_stmt *stmt, void *people)
{
	struct people *p = people;
	const unsigned char *source = sqlite3_column_text(stmt, 2);

	p->year = sqlite3_column_int64(stmt, 0);
	p->inhabitants = sqlite3_column_int64(stmt, 1);
	(void)snprintf(p->source, sizeof(p->source), "%s", source ? (const char *)source : "");
	return 0;
}

/* A mass of one inhabitant, cut to grams: nobody has weighed more of it. */
static int per_inhabitant(struct table *t, const char *indicator, const char *epci, int64_t mg,
	const struct people *p, const char *why)
{
	char year[DAY_SIZE] = "";
	struct cell *row;

	if (p->inhabitants > 0)
		(void)snprintf(year, sizeof(year), "%lld", (long long)p->year);
	row = add(t, indicator, epci, year);
	if (!row || table_set_text(&row[NOTE], why) < 0 ||
		table_set_text(&row[SOURCE], p->source) < 0)
		return -ENOMEM;
	if (p->inhabitants > 0) {
		put(row, MASS, mg / p->inhabitants / MG_PER_G * MG_PER_G);
		put(row, OF_NUMBER, p->inhabitants);
	}
	return 0;
}

static int of_epci(struct ledger *l, const struct report_query *q, const struct table *flows,
	const char *epci, struct table *t)
{
	char year[] = "0000";
	const char *const values[] = { epci, year };
	struct people p = { 0 };
	int64_t in_mg = 0, reuse_mg = 0;
	const char *why;
	int r;

	memcpy(year, q->last_day, 4);
	r = report_each(l, population_sql, values, ARRAY_SIZE(values), take_people, &p);
	for (size_t n = 0; n < flows->rows; n++) {
		bool same = strcmp(table_cell(flows, n, EPCI)->text, epci) == 0;

		in_mg += same ? table_cell(flows, n, IN)->number : 0;
		reuse_mg += same ? table_cell(flows, n, REUSE)->number : 0;
	}
	why = p.inhabitants == 0     ? "no_population"
	      : !p.source[0]         ? "no_source"
	      : p.year == atoi(year) ? ""
				     : "other_year";
	if (r == 0)
		r = per_inhabitant(t, "in_each", epci, in_mg, &p, why);
	return r < 0 ? r : per_inhabitant(t, "reuse_each", epci, reuse_mg, &p, why);
}

static bool is_first(const struct table *flows, size_t row)
{
	for (size_t n = 0; n < row; n++)
		if (strcmp(table_cell(flows, n, EPCI)->text, table_cell(flows, row, EPCI)->text) ==
			0)
			return false;
	return true;
}

static int inhabitants(
	struct ledger *l, const struct report_query *q, const struct table *flows, struct table *t)
{
	int r = 0;

	for (size_t n = 0; r == 0 && n < flows->rows; n++) {
		const char *epci = table_cell(flows, n, EPCI)->text;

		if (is_first(flows, n))
			r = *epci ? of_epci(l, q, flows, epci, t) : note(t, "in_each", "no_epci");
	}
	return r;
}

static int of_flows(struct ledger *l, const struct report_query *q, struct table *t)
{
	static const enum report_key by[] = { BY_SITE, BY_CATEGORY };
	struct table flows = { .catalogue = t->catalogue };
	int r;

	table_columns(&flows, flow_columns, ARRAY_SIZE(flow_columns));
	r = flows_make(l, q, by, ARRAY_SIZE(by), &flows);
	if (r == 0)
		r = unsorted(&flows, t);
	if (r == 0)
		r = inhabitants(l, q, &flows, t);
	flows.catalogue = NULL; /* is t's */
	table_done(&flows);
	return r;
}

/* ---- what was typed, of periods within these days: the newest of each that is not void ---- */

static const char typed_sql[] =
	"SELECT f.name, j.site, f.period, f.value, (SELECT text FROM erasable x WHERE"
	" x.journal = f.journal AND x.seq = f.seq AND x.item = 0) FROM figure f JOIN journal j"
	" USING (journal) WHERE (?1 = '' OR j.site = ?1) AND NOT EXISTS (SELECT 1 FROM"
	" entry_void v WHERE v.id = f.journal || '/' || f.seq)"
	" ORDER BY f.name, j.site, f.period, f.wall_us DESC, f.seq DESC";

struct typing {
	const struct report_query *query;
	struct table *t;
};

static bool is_within(const struct report_query *q, const char *period)
{
	char first[DAY_SIZE], last[DAY_SIZE];

	return day_period(period, q->last_day, first, last) == 0 &&
	       strcmp(first, q->first_day) >= 0 && strcmp(last, q->last_day) <= 0;
}

static bool is_there(const struct table *t, const char *const *keys)
{
	for (size_t n = 0; n < t->rows; n++) {
		const struct cell *row = &t->cells[n * t->columns];

		if (strcmp(row[INDICATOR].text, keys[0]) == 0 &&
			strcmp(row[ABOUT].text, keys[1]) == 0 &&
			strcmp(row[PERIOD].text, keys[2]) == 0)
			return true;
	}
	return false;
}

static int take_typed(sqlite3_stmt *stmt, void *typing)
{
	const struct typing *of = typing;
	const char *const keys[] = { (const char *)sqlite3_column_text(stmt, 0),
		(const char *)sqlite3_column_text(stmt, 1),
		(const char *)sqlite3_column_text(stmt, 2) };
	const char *source = (const char *)sqlite3_column_text(stmt, 4);
	struct cell *row;

	if (!is_within(of->query, keys[2]) || is_there(of->t, keys))
		return 0;
	row = add(of->t, keys[0], keys[1], keys[2]);
	if (!row)
		return -ENOMEM;
	put(row, NUMBER, sqlite3_column_int64(stmt, 3));
	if (!source && table_set_text(&row[NOTE], "no_source") < 0)
		return -ENOMEM;
	return table_set_text(&row[SOURCE], source ? source : "");
}

static int typed(struct ledger *l, const struct report_query *q, struct table *t)
{
	struct typing of = { q, t };
	const char *const values[] = { q->site };

	return report_each(l, typed_sql, values, ARRAY_SIZE(values), take_typed, &of);
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	int r;

	if (!t->catalogue) /* figures alone: nobody asks for these */
		return -EINVAL;
	r = meals(l, query, t);
	if (r == 0)
		r = factors(query, t);
	if (r == 0)
		r = of_flows(l, query, t);
	return r < 0 ? r : typed(l, query, t);
}

#define INDICATORS                                                                       \
	.columns = columns, .count = COLUMNS, .make = make, .bare = true, .rate = rates, \
	.rates = ARRAY_SIZE(rates)

/* lang: t9_title* word_indicator_* word_note_* */
const struct report indicators_table = {
	.name = "T9", .title = { "t9_title", "t9_title_site" }, INDICATORS
};

static const struct report *const with[] = { &co2e_table, &factors_table, NULL };
/* lang: r10_title* */
const struct report indicators_report = {
	.name = "R10", .title = { "r10_title", "r10_title_site" }, .with = with, INDICATORS
};
