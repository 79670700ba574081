// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * T10 and T11, CO2e: what making anew would have emitted of goods that were handed over, and what is in food
 * that was rescued, by each set of factors of the catalogue; goods and food are never one figure. A
 * result is an order of magnitude: two digits, between half and double, of that share of the mass which
 * has a factor. T11 is what it is made of, category by category, so that anybody can reckon it again.
 */
#include <errno.h>
#include <string.h>
#include "co2e.h"
#include "catalogue_facts.h"
#include "mass.h"
#include "times.h"
#include "../flows.h"
#include "../table_private.h"

enum { TWO_DIGITS = 100, WHOLE_PPM = SHARE_WHOLE_PPM };

#define WORD_KEY(name_)                                 \
	{                                               \
		name_, COLUMN_CODE, LABELS_WORDS, false \
	}

static const char *const co2e_sorts[] = { [CO2E_GOODS] = "goods", [CO2E_FOOD] = "food" };

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
	{ "days_without", COLUMN_TEXT, LABELS_NONE, false },
};
enum { NOTE = 2, MASS, COVERED, COVERAGE, CO2E, LEAST, MOST, SUBSTITUTION, SOURCE, DAYS_WITHOUT };
static const struct rate sum_rates[] = { { "coverage_ppm", "covered_mg", "mass_mg" } };

/* 123 -> 120, 4567 -> 4600: half away from zero. */
static int64_t two_digits(int64_t value)
{
	int64_t size = value < 0 ? -value : value, unit = 1;

	while (size / unit >= TWO_DIGITS)
		unit *= 10;
	size = (size + unit / 2) / unit * unit;
	return value < 0 ? -size : size;
}

/* Millionths of a gram, so many times halves of them, to kilograms: half away from zero. */
static int64_t kilograms(int64_t ug, int halves)
{
	int64_t kg = 0;

	(void)times_rounded(
		ug, halves, (int64_t)2 * MASS_MG_PER_KG * 1000, &kg); /* there is room */
	return two_digits(kg);
}

/* Where more came back than left, the double is the least. */
static void put_co2e(struct cell *row, int64_t ug)
{
	row[CO2E].number = kilograms(ug, 2);
	row[LEAST].number = kilograms(ug, ug < 0 ? 4 : 1);
	row[MOST].number = kilograms(ug, ug < 0 ? 1 : 4);
}

/* Net of returns what has a factor may be more than all there is: then it is no share, and says why. */
static int put_coverage(struct cell *row, bool any, enum co2e_days days)
{
	bool share = row[COVERED].number >= 0 && row[COVERED].number <= row[MASS].number;

	row[COVERAGE].none = !share;
	for (size_t i = CO2E; i <= MOST; i++)
		row[i].none = !any; /* nothing was reckoned: 0 kg would be a figure */
	return table_set_text(&row[NOTE], days == DAYS_NONE   ? "no_set"
					  : !any              ? "no_factor"
					  : !share            ? "returns_more"
					  : days == DAYS_SOME ? "set_partly"
							      : "");
}

/* Of so many millionths of goods a new one is not made; a food is eaten anyhow. */
static uint32_t substitution(const struct catalogue_row *set, size_t sort)
{
	uint32_t ppm = set && sort == 0 ? catalogue_facts(set)->substitution_ppm : 0;

	return ppm ? ppm : WHOLE_PPM;
}

/* What of a span has a factor: mg x g/kg = its micrograms of CO2e, and of these what is not made anew. */
static int add_mass_of(struct making *m, const char *set, const struct span *s, size_t sort,
	struct cell *row, int64_t *sum_ug)
{
	uint32_t ppm = substitution(co2e_set(m, set, s), sort);

	for (size_t n = 0; n < s->handed[sort].rows; n++) {
		int64_t mg = table_cell(&s->handed[sort], n, 1)->number;
		const struct catalogue_facts *f = co2e_factor(m, set, s, sort, n);

		row[MASS].number += mg;
		row[COVERED].number += f ? mg : 0;
		row[CO2E].none &= f == NULL;
		if (f && __builtin_add_overflow(*sum_ug,
				 times_over(mg, (int64_t)f->g_per_kilo * ppm, WHOLE_PPM), sum_ug))
			return -ERANGE;
	}
	return 0;
}

static int add_set(struct making *m, const struct catalogue_row *set, size_t sort)
{
	const char *const keys[] = { set->code, co2e_sorts[sort], "" };
	struct cell *row = row_of(m->t, keys);
	uint32_t said = sort == 0 ? catalogue_facts(set)->substitution_ppm : 0;
	int64_t sum_ug = 0;
	int days = row ? co2e_days_without(m, set->code, &row[DAYS_WITHOUT]) : -ENOMEM;

	if (days < 0)
		return days;
	row[CO2E].none = true;
	for (size_t i = 0; i < m->spans; i++)
		if (add_mass_of(m, set->code, &m->span[i], sort, row, &sum_ug) < 0)
			return -ERANGE;
	put_co2e(row, sum_ug);
	row[SUBSTITUTION] = (struct cell){ .number = said, .none = said == 0 };
	if (put_coverage(row, !row[CO2E].none, (enum co2e_days)days) < 0)
		return -ENOMEM;
	return table_set_text(&row[SOURCE], catalogue_facts(set)->source);
}

static int make_sums(struct ledger *l, const struct report_query *query, struct table *t)
{
	return co2e_make(l, query, t, add_set);
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
enum { OF_CATEGORY = 2, CONFIDENCE, OF_MASS, G_PER_KILO, OF_SOURCE };

/* Of these keys by that factor, from row `from` on. */
static struct cell *row_by(
	struct table *t, size_t from, const char *const *keys, const struct catalogue_facts *f)
{
	struct cell *row;

	for (size_t n = from; n < t->rows; n++) {
		row = &t->cells[n * t->columns];
		if (strcmp(row[OF_CATEGORY].text, keys[OF_CATEGORY]) == 0 &&
			strcmp(row[CONFIDENCE].text, keys[CONFIDENCE]) == 0 &&
			row[G_PER_KILO].number == (f ? f->g_per_kilo : 0) &&
			strcmp(row[OF_SOURCE].text, f ? f->source : "") == 0)
			return row;
	}
	row = row_of(t, keys);
	if (!row || table_set_text(&row[OF_SOURCE], f ? f->source : "") < 0)
		return NULL;
	row[G_PER_KILO] = (struct cell){ .number = f ? f->g_per_kilo : 0, .none = !f };
	return row;
}

/* Of what has no factor the figure is blank: it is in no sum. One that changed stands there as often as it did. */
static int add_factors(struct making *m, const struct catalogue_row *set, size_t sort)
{
	static const char *const words[] = { "", "low", "medium", "high" };
	const size_t from = m->t->rows;

	for (size_t i = 0; i < m->spans; i++) {
		const struct table *of = &m->span[i].handed[sort];

		for (size_t n = 0; n < of->rows; n++) {
			const struct catalogue_facts *f =
				co2e_factor(m, set->code, &m->span[i], sort, n);
			const char *const keys[] = { set->code, co2e_sorts[sort],
				table_cell(of, n, 0)->text,
				f ? words[f->confidence % ARRAY_SIZE(words)] : "none" };
			struct cell *row = row_by(m->t, from, keys, f);

			if (!row)
				return -ENOMEM;
			row[OF_MASS].number += table_cell(of, n, 1)->number;
		}
	}
	return 0;
}

static int make_factors(struct ledger *l, const struct report_query *query, struct table *t)
{
	return co2e_make(l, query, t, add_factors);
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
