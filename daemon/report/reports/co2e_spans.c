// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What CO2e is reckoned of: what was handed over, on spans of days on which every factor stays as it is, and which
 * factor counts there. A factor counts on its own days, so that what was told of a month stays so, and twelve of them
 * are the year. Days on which a set did not stand are named; what was handed over on them is in its mass and has no
 * factor.
 */
#include "co2e.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "day.h"
#include "../flows.h"
#include "../table_private.h"

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
	for (size_t i = 0; i < CO2E_SORTS; i++)
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

static bool is_set(const struct catalogue_row *row, const char *code)
{
	return row->kind == CATALOGUE_FACTOR_SET && strcmp(row->code, code) == 0;
}

/*
 * What the set that begins at row i is called: as it stood last by the end of the period, else as it will
 * begin. It is told of every period, also of days on which it did not stand, or months were less than
 * their year; NULL: no set begins there.
 */
static const struct catalogue_row *set_told(
	const struct catalogue *c, size_t i, const struct report_query *q)
{
	const char *code = c->rows[i].code;
	const struct catalogue_row *told = NULL;

	if (!is_set(&c->rows[i], code) || (i > 0 && is_set(&c->rows[i - 1], code)))
		return NULL;
	for (; i < c->count && is_set(&c->rows[i], code); i++)
		if (!c->rows[i].hidden &&
			(!told || strcmp(c->rows[i].valid_from, q->last_day) <= 0))
			told = &c->rows[i];
	return told;
}

static bool was_handed(const struct making *m, size_t sort)
{
	for (size_t i = 0; i < m->spans; i++)
		if (m->span[i].handed[sort].rows > 0)
			return true;
	return false;
}

static int each_set(struct ledger *l, struct making *m, co2e_set_fn take)
{
	const struct catalogue *c = m->t->catalogue;
	int r = 0;

	for (size_t i = 0; r == 0 && i < c->count; i++) {
		const struct catalogue_row *set = set_told(c, i, m->query);

		if (set && m->spans == 0)
			r = add_spans(l, m);
		for (size_t s = 0; set && r == 0 && s < CO2E_SORTS; s++)
			if (was_handed(m, s))
				r = take(m, set, s);
	}
	return r;
}

int co2e_make(struct ledger *l, const struct report_query *query, struct table *t, co2e_set_fn take)
{
	struct making m = { .query = query, .t = t };
	int r;

	if (!t->catalogue) /* figures alone: nobody asks for these */
		return -EINVAL;
	r = each_set(l, &m, take);
	for (size_t i = 0; i < m.spans; i++)
		for (size_t s = 0; s < CO2E_SORTS; s++)
			table_done(&m.span[i].handed[s]);
	free(m.span);
	return r;
}

const struct catalogue_row *co2e_set(const struct making *m, const char *set, const struct span *s)
{
	const struct catalogue_row *row =
		catalogue_find(m->t->catalogue, CATALOGUE_FACTOR_SET, set, s->query.last_day);

	return row && !row->hidden ? row : NULL;
}

const struct catalogue_facts *co2e_factor(
	const struct making *m, const char *set, const struct span *s, size_t sort, size_t n)
{
	return co2e_set(m, set, s)
		       ? factor_of(m->t->catalogue, set, table_cell(&s->handed[sort], n, 0)->text,
				 s->query.last_day)
		       : NULL;
}

/* ---- days without the set: their mass is in no factor, and lessens the coverage ---- */

/* "2026-01-01..2026-06-14, …" */
static void say_days(FILE *out, bool more, const char *first, const char *last)
{
	(void)fprintf(out, "%s%s..%s", more ? ", " : "", first, last);
}

/* Spans that follow each other are one. */
static enum co2e_days put_days_without(const struct making *m, const char *set, FILE *out)
{
	const char *first = NULL;
	size_t without = 0, said = 0;

	for (size_t i = 0; i < m->spans; i++) {
		bool lacks = !co2e_set(m, set, &m->span[i]);

		without += lacks;
		if (lacks && !first)
			first = m->span[i].query.first_day;
		if (first && (!lacks || i + 1 == m->spans)) {
			say_days(out, said++ > 0, first, m->span[lacks ? i : i - 1].query.last_day);
			first = NULL;
		}
	}
	return without == 0 ? DAYS_ALL : without < m->spans ? DAYS_SOME : DAYS_NONE;
}

int co2e_days_without(const struct making *m, const char *set, struct cell *cell)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int days = out ? (int)put_days_without(m, set, out) : -ENOMEM;

	if (out && fclose(out) != 0)
		days = -ENOMEM;
	if (days >= 0 && table_set_text(cell, text) < 0)
		days = -ENOMEM;
	free(text);
	return days;
}
