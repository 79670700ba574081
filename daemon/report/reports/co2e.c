// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * T10 and T11, CO2e: what making anew would have emitted of goods that were handed over, and what is in food
 * that was rescued, by each set of factors of the catalogue; goods and food are never one figure. A
 * result is an order of magnitude: two digits, between half and double, of that share of the mass which
 * has a factor. T11 is what it is made of, category by category, so that anybody can reckon it again.
 * A factor counts on its own days: the period is cut where one begins or ends, so that what was told of a
 * month stays so, and twelve of them are the year.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "../flows.h"
#include "catalogue_facts.h"
#include "day.h"
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

/* ---- spans: days on which every factor stays as it is, and what was handed over on them ---- */

static const char *const sorts[] = { "goods", "food" };

struct span {
	struct report_query query;
	struct table handed[ARRAY_SIZE(sorts)];
};

struct making {
	const struct report_query *query;
	struct table *t;
	struct span *span;
	size_t spans;
};

/* Of a category that is another's, or food, from that day on; what began then changes nothing before it. */
static bool is_moved(const struct catalogue *c, const struct catalogue_row *row)
{
	const struct catalogue_row *before;
	char day[DAY_SIZE];

	if (row->kind != CATALOGUE_CATEGORY || day_shift(row->valid_from, -1, day) < 0)
		return false;
	before = table_catalogue_row(c, CATALOGUE_CATEGORY, row->code, day);
	return strcmp(before->parent, row->parent) != 0 ||
	       catalogue_facts(before)->food != catalogue_facts(row)->food;
}

static void sooner(const char *day, const char *after, char end[DAY_SIZE])
{
	if (strcmp(day, after) > 0 && strcmp(day, end) < 0)
		memcpy(end, day, DAY_SIZE);
}

/* The last day as from `first`: the one before the next change, or the period's own. */
static int span_end(const struct making *m, const char first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	const struct catalogue *c = m->t->catalogue;
	char end[DAY_SIZE];

	if (day_shift(m->query->last_day, 1, end) < 0)
		return -EINVAL;
	for (size_t i = 0; i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];
		bool of_factors =
			row->kind == CATALOGUE_FACTOR || row->kind == CATALOGUE_FACTOR_SET;

		if (of_factors || is_moved(c, row))
			sooner(row->valid_from, first, end);
		if (of_factors && row->valid_until[0])
			sooner(row->valid_until, first, end);
	}
	return day_shift(end, -1, ret_last);
}

static int add_span(struct ledger *l, struct making *m, const char *first)
{
	struct span *s = realloc(m->span, (m->spans + 1) * sizeof(*s));
	int r;

	if (!s)
		return -ENOMEM;
	m->span = s;
	s += m->spans++;
	*s = (struct span){ .query = *m->query };
	memcpy(s->query.first_day, first, DAY_SIZE);
	for (size_t i = 0; i < ARRAY_SIZE(sorts); i++)
		table_columns(&s->handed[i], handed_columns, ARRAY_SIZE(handed_columns));
	r = span_end(m, first, s->query.last_day);
	if (r == 0)
		r = add_goods(l, &s->query, m->t->catalogue, &s->handed[0]);
	return r < 0 ? r : add_food(l, &s->query, &s->handed[1]);
}

static int add_spans(struct ledger *l, struct making *m)
{
	char day[DAY_SIZE];
	int r = 0;

	memcpy(day, m->query->first_day, DAY_SIZE);
	while (r == 0 && strcmp(day, m->query->last_day) <= 0) {
		r = add_span(l, m, day);
		if (r == 0)
			r = day_shift(m->span[m->spans - 1].query.last_day, 1, day);
	}
	return r;
}

/* ---- each set with goods, then with food ---- */

typedef int (*set_fn)(struct making *m, const struct catalogue_row *set, size_t sort);

/* A set of any day of the period is told of all of it: on the others nothing has a factor. */
bool flows_factor_set(const struct catalogue_row *row, const struct report_query *q)
{
	return row->kind == CATALOGUE_FACTOR_SET && !row->hidden &&
	       strcmp(row->valid_from, q->last_day) <= 0 &&
	       (!row->valid_until[0] || strcmp(row->valid_until, q->first_day) > 0);
}

/* By the words of its newest version in the period. */
static bool is_newest(
	const struct catalogue *c, const struct catalogue_row *set, const struct report_query *q)
{
	for (size_t i = 0; i < c->count; i++)
		if (flows_factor_set(&c->rows[i], q) && strcmp(c->rows[i].code, set->code) == 0 &&
			strcmp(c->rows[i].valid_from, set->valid_from) > 0)
			return false;
	return flows_factor_set(set, q);
}

static bool was_handed(const struct making *m, size_t sort)
{
	for (size_t i = 0; i < m->spans; i++)
		if (m->span[i].handed[sort].rows > 0)
			return true;
	return false;
}

static int each_set(struct ledger *l, struct making *m, set_fn take)
{
	const struct catalogue *c = m->t->catalogue;
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->count; i++) {
		if (!is_newest(c, &c->rows[i], m->query))
			continue;
		if (m->spans == 0)
			r = add_spans(l, m);
		for (size_t s = 0; r == 0 && s < ARRAY_SIZE(sorts); s++)
			if (was_handed(m, s))
				r = take(m, &c->rows[i], s);
	}
	return r;
}

static int make_of(struct ledger *l, const struct report_query *query, struct table *t, set_fn take)
{
	struct making m = { .query = query, .t = t };
	int r;

	if (!t->catalogue) /* figures alone: nobody asks for these */
		return -EINVAL;
	r = each_set(l, &m, take);
	for (size_t i = 0; i < m.spans; i++)
		for (size_t s = 0; s < ARRAY_SIZE(sorts); s++)
			table_done(&m.span[i].handed[s]);
	free(m.span);
	return r;
}

/* The set as it is on days of a span; NULL: it is not. */
static const struct catalogue_row *set_of(
	const struct making *m, const char *set, const struct span *s)
{
	const struct catalogue_row *row =
		catalogue_find(m->t->catalogue, CATALOGUE_FACTOR_SET, set, s->query.last_day);

	return row && !row->hidden ? row : NULL;
}

/* Of row n of what was handed over; NULL: it has none. */
static const struct catalogue_facts *factor_at(
	const struct making *m, const char *set, const struct span *s, size_t sort, size_t n)
{
	return set_of(m, set, s)
		       ? factor_of(m->t->catalogue, set, table_cell(&s->handed[sort], n, 0)->text,
				 s->query.last_day)
		       : NULL;
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

/* Where more came back than left, the double is the least. */
static void put_co2e(struct cell *row, __int128 ug)
{
	row[CO2E].number = kilograms(ug);
	row[LEAST].number = kilograms(ug < 0 ? 2 * ug : ug / 2);
	row[MOST].number = kilograms(ug < 0 ? ug / 2 : 2 * ug);
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

/* Of so many millionths of goods a new one is not made; a food is eaten anyhow. */
static uint32_t substitution(const struct catalogue_row *set, size_t sort)
{
	uint32_t ppm = set && sort == 0 ? catalogue_facts(set)->substitution_ppm : 0;

	return ppm ? ppm : WHOLE_PPM;
}

/* What of a span has a factor: its micrograms of CO2e, a millionth of them being one. */
static __int128 add_mass_of(
	struct making *m, const char *set, const struct span *s, size_t sort, struct cell *row)
{
	__int128 sum = 0;

	for (size_t n = 0; n < s->handed[sort].rows; n++) {
		int64_t mg = table_cell(&s->handed[sort], n, 1)->number;
		const struct catalogue_facts *f = factor_at(m, set, s, sort, n);

		row[MASS].number += mg;
		row[COVERED].number += f ? mg : 0;
		row[CO2E].none &= f == NULL;
		sum += f ? (__int128)mg * f->g_per_kilo : 0;
	}
	return sum * substitution(set_of(m, set, s), sort);
}

static int add_set(struct making *m, const struct catalogue_row *set, size_t sort)
{
	const char *const keys[] = { set->code, sorts[sort], "" };
	struct cell *row = row_of(m->t, keys);
	uint32_t said = sort == 0 ? catalogue_facts(set)->substitution_ppm : 0;
	__int128 sum = 0;

	if (!row)
		return -ENOMEM;
	row[CO2E].none = true;
	for (size_t i = 0; i < m->spans; i++)
		sum += add_mass_of(m, set->code, &m->span[i], sort, row);
	put_co2e(row, sum / WHOLE_PPM);
	row[SUBSTITUTION] = (struct cell){ .number = said, .none = said == 0 };
	if (put_coverage(row, !row[CO2E].none) < 0)
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
				factor_at(m, set->code, &m->span[i], sort, n);
			const char *const keys[] = { set->code, sorts[sort],
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
