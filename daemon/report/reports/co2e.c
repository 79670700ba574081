// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * T10 and T11, CO2e: what making anew would have emitted of goods that were handed over, and what is in food
 * that was rescued, by each set of factors of the catalogue; goods and food are never one figure. A
 * result is an order of magnitude: two digits, between half and double, of that share of the mass which
 * has a factor. T11 is what it is made of, category by category, so that anybody can reckon it again.
 */
#include <errno.h>
#include <string.h>
#include "../flows.h"
#include "catalogue_facts.h"
#include "mass.h"
#include "../table_private.h"

enum { TWO_DIGITS = 100, WHOLE_PPM = SHARE_WHOLE_PPM };

#define WORD_KEY(name_)                                 \
	{                                               \
		name_, COLUMN_CODE, LABELS_WORDS, false \
	}

/* ---- what was handed over, by category: reuse net of returns, food without water and what was bought ---- */

static const struct column handed_columns[] = { CODE("category"), MG("reuse_net_mg") };

static bool is_food(const struct catalogue *c, const char *category, const char *day)
{
	return catalogue_facts(table_catalogue_row(c, CATALOGUE_CATEGORY, category, day))->food;
}

static int add_mass(struct table *t, const char *category, int64_t mg)
{
	struct cell *row = mg ? flows_row(t, category) : NULL;

	if (row)
		row[1].number += mg;
	return mg && !row ? -ENOMEM : 0;
}

static int add_goods(
	struct ledger *l, const struct report_query *q, const struct catalogue *c, struct table *to)
{
	static const enum report_key by[] = { BY_CATEGORY };
	struct table from = { .catalogue = NULL };
	int r;

	table_columns(&from, handed_columns, ARRAY_SIZE(handed_columns));
	r = flows_make(l, q, by, ARRAY_SIZE(by), &from);
	for (size_t n = 0; r == 0 && n < from.rows; n++) {
		const char *category = table_cell(&from, n, 0)->text;

		if (!is_food(c, category, q->last_day))
			r = add_mass(to, category, table_cell(&from, n, 1)->number);
	}
	table_done(&from);
	return r;
}

/* As R6 says it. */
static int add_food(struct ledger *l, const struct report_query *q, struct table *to)
{
	struct table food = { 0 };
	int r = report_figures(l, &food_report, q, &food);
	size_t mg = r == 0 ? table_column(&food, "distributed_mg") : 0;

	for (size_t n = 0; r == 0 && n < food.rows; n++)
		r = add_mass(to, table_cell(&food, n, 0)->text, table_cell(&food, n, mg)->number);
	table_done(&food);
	return r;
}

/* ---- factors of a set on a day: that of a category, else that of its family ---- */

static const struct catalogue_facts *factor_of(
	const struct catalogue *c, const char *set, const char *category, const char *day)
{
	const struct catalogue_row *row;

	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_facts *facts = catalogue_facts(&c->rows[i]);

		if (c->rows[i].kind == CATALOGUE_FACTOR && !c->rows[i].hidden &&
			catalogue_row_valid(&c->rows[i], day) &&
			strcmp(facts->factor_set, set) == 0 &&
			strcmp(facts->category, category) == 0)
			return facts;
	}
	row = table_catalogue_row(c, CATALOGUE_CATEGORY, category, day);
	return row && row->parent[0] ? factor_of(c, set, row->parent, day) : NULL;
}

/* ---- each set with goods, then with food ---- */

struct making {
	const struct report_query *query;
	struct table *t;
	struct table handed[2]; /* goods, food */
};
static const char *const sorts[] = { "goods", "food" };

typedef int (*set_fn)(struct making *m, const struct catalogue_row *set, const char *sort,
	const struct table *of);

static int each_set(struct making *m, set_fn take)
{
	const struct catalogue *c = m->t->catalogue;
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->count; i++) {
		const struct catalogue_row *set = &c->rows[i];

		if (set->kind != CATALOGUE_FACTOR_SET || set->hidden ||
			!catalogue_row_valid(set, m->query->last_day))
			continue;
		for (size_t s = 0; r == 0 && s < ARRAY_SIZE(sorts); s++)
			if (m->handed[s].rows > 0)
				r = take(m, set, sorts[s], &m->handed[s]);
	}
	return r;
}

static int make_of(struct ledger *l, const struct report_query *query, struct table *t, set_fn take)
{
	struct making m = { .query = query, .t = t };
	int r = 0;

	if (!t->catalogue) /* figures alone: nobody asks for these */
		return -EINVAL;
	for (size_t s = 0; s < ARRAY_SIZE(sorts); s++)
		table_columns(&m.handed[s], handed_columns, ARRAY_SIZE(handed_columns));
	r = add_goods(l, query, t->catalogue, &m.handed[0]);
	if (r == 0)
		r = add_food(l, query, &m.handed[1]);
	if (r == 0)
		r = each_set(&m, take);
	for (size_t s = 0; s < ARRAY_SIZE(sorts); s++)
		table_done(&m.handed[s]);
	return r;
}

static struct cell *row_of(struct table *t, const char *const *keys)
{
	struct cell *row = table_add_row(t);

	for (size_t i = 0; row && i < t->keys; i++)
		if (table_set_text(&row[i], keys[i]) < 0)
			return NULL;
	return row;
}

/* ---- T10 ---- */

static const struct column sum_columns[] = {
	KEY("factor_set", CATALOGUE_FACTOR_SET),
	WORD_KEY("sort"),
	WORD_KEY("note"),
	MG("mass_mg"),
	MG("covered_mg"),
	{ "coverage_ppm", COLUMN_PPM, LABELS_NONE, false },
	COUNT("co2e_kg"),
	COUNT("co2e_least_kg"),
	COUNT("co2e_most_kg"),
	{ "substitution_ppm", COLUMN_PPM, LABELS_NONE, false },
	{ "source", COLUMN_TEXT, LABELS_NONE, false },
};
enum { NOTE = 2, MASS, COVERED, COVERAGE, CO2E, LEAST, MOST, SUBSTITUTION, SOURCE };
static const struct rate sum_rates[] = { { "coverage_ppm", "covered_mg", "mass_mg" } };

/* 123 -> 120, 4567 -> 4600: half away from zero. */
static int64_t two_digits(__int128 value)
{
	__int128 size = value < 0 ? -value : value, unit = 1;

	while (size / unit >= TWO_DIGITS)
		unit *= 10;
	size = (size + unit / 2) / unit * unit;
	return (int64_t)(value < 0 ? -size : size);
}

/* mg x g/kg = millionths of a gram, to kilograms: half away from zero. */
static int64_t kilograms(__int128 ug)
{
	const __int128 per_kg = (__int128)MASS_MG_PER_KG * 1000;

	return two_digits((ug + (ug < 0 ? -per_kg : per_kg) / 2) / per_kg);
}

/* Of which so many millionths stand for a new one. Where more came back than left, the double is the least. */
static void put_co2e(struct cell *row, __int128 ug, uint32_t substitution_ppm)
{
	if (substitution_ppm)
		ug = ug * substitution_ppm / WHOLE_PPM;
	row[CO2E].number = kilograms(ug);
	row[LEAST].number = kilograms(ug < 0 ? 2 * ug : ug / 2);
	row[MOST].number = kilograms(ug < 0 ? ug / 2 : 2 * ug);
	row[SUBSTITUTION].number = substitution_ppm;
	row[SUBSTITUTION].none = substitution_ppm == 0;
}

/* Net of returns what has a factor may be more than all there is: then it is no share, and says why. */
static int put_coverage(struct cell *row, bool any)
{
	bool share = row[COVERED].number >= 0 && row[COVERED].number <= row[MASS].number;

	row[COVERAGE].none = !share;
	for (size_t i = CO2E; i <= MOST; i++)
		row[i].none = !any; /* nothing was reckoned: 0 kg would be a figure */
	return table_set_text(&row[NOTE], !any ? "no_factor" : share ? "" : "returns_more");
}

static int add_set(
	struct making *m, const struct catalogue_row *set, const char *sort, const struct table *of)
{
	const char *const keys[] = { set->code, sort, "" };
	struct cell *row = row_of(m->t, keys);
	bool any = false;
	__int128 ug = 0;

	for (size_t n = 0; row && n < of->rows; n++) {
		int64_t mg = table_cell(of, n, 1)->number;
		const struct catalogue_facts *f = factor_of(
			m->t->catalogue, set->code, table_cell(of, n, 0)->text, m->query->last_day);

		row[MASS].number += mg;
		row[COVERED].number += f ? mg : 0;
		ug += f ? (__int128)mg * f->g_per_kilo : 0;
		any |= f != NULL;
	}
	if (!row)
		return -ENOMEM;
	put_co2e(row, ug, strcmp(sort, sorts[0]) == 0 ? catalogue_facts(set)->substitution_ppm : 0);
	if (put_coverage(row, any) < 0)
		return -ENOMEM;
	return table_set_text(&row[SOURCE], catalogue_facts(set)->source);
}

static int make_sums(struct ledger *l, const struct report_query *query, struct table *t)
{
	return make_of(l, query, t, add_set);
}

/* lang: t10_title* word_sort_* word_note_* */
const struct report co2e_table = {
	.name = "T10",
	.title = { "t10_title", "t10_title_site" },
	.columns = sum_columns,
	.count = ARRAY_SIZE(sum_columns),
	.make = make_sums,
	.bare = true,
	.rate = sum_rates,
	.rates = ARRAY_SIZE(sum_rates),
};

/* ---- T11 ---- */

static const struct column factor_columns[] = {
	KEY("factor_set", CATALOGUE_FACTOR_SET),
	WORD_KEY("sort"),
	KEY("category", CATALOGUE_CATEGORY),
	WORD_KEY("confidence"),
	MG("mass_mg"),
	COUNT("g_per_kilo"),
	{ "source", COLUMN_TEXT, LABELS_NONE, false },
};
enum { OF_MASS = 4, G_PER_KILO, OF_SOURCE };

/* Of what has no factor the figure is blank: it is in no sum. */
static int add_factors(
	struct making *m, const struct catalogue_row *set, const char *sort, const struct table *of)
{
	static const char *const words[] = { "", "low", "medium", "high" };
	int r = 0;

	for (size_t n = 0; r == 0 && n < of->rows; n++) {
		const char *category = table_cell(of, n, 0)->text;
		const struct catalogue_facts *f =
			factor_of(m->t->catalogue, set->code, category, m->query->last_day);
		const char *const keys[] = { set->code, sort, category,
			f ? words[f->confidence % ARRAY_SIZE(words)] : "none" };
		struct cell *row = row_of(m->t, keys);

		if (!row)
			return -ENOMEM;
		row[OF_MASS].number = table_cell(of, n, 1)->number;
		row[G_PER_KILO] = (struct cell){ .number = f ? f->g_per_kilo : 0, .none = !f };
		r = table_set_text(&row[OF_SOURCE], f ? f->source : "");
	}
	return r;
}

static int make_factors(struct ledger *l, const struct report_query *query, struct table *t)
{
	return make_of(l, query, t, add_factors);
}

/* lang: t11_title* word_confidence_* */
const struct report factors_table = {
	.name = "T11",
	.title = { "t11_title", "t11_title_site" },
	.columns = factor_columns,
	.count = ARRAY_SIZE(factor_columns),
	.make = make_factors,
	.bare = true,
};
