// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the Bilan hands over beside masses: CO2e with its range and coverage (T10), meals, and what people
 * typed (T9), each with where it comes from, beside a year before. What is reckoned is held against as much
 * of the year before as its masses are; what was typed of a period, against the same period a year before.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../flows.h"

#define WORD_KEY(name_)                                 \
	{                                               \
		name_, COLUMN_CODE, LABELS_WORDS, false \
	}
#define PPM(name_)                                    \
	{                                             \
		name_, COLUMN_PPM, LABELS_NONE, false \
	}
#define TEXT(name_)                                    \
	{                                              \
		name_, COLUMN_TEXT, LABELS_NONE, false \
	}
static const struct column columns[] = {
	WORD_KEY("indicator"),
	KEY("factor_set", CATALOGUE_FACTOR_SET),
	KEY("site", CATALOGUE_SITE),
	CODE("period"),
	WORD_KEY("note"),
	COUNT("number"),
	COUNT("number_before"),
	COUNT("co2e_least_kg"),
	COUNT("co2e_most_kg"),
	PPM("coverage_ppm"),
	PPM("coverage_before_ppm"),
	TEXT("source"),
	TEXT("source_before"),
};
enum { INDICATOR, FACTOR_SET, SITE, PERIOD, NOTE, IDS = NOTE, NUMBER };
enum { LEAST = NUMBER + 2, MOST, COVERAGE, SOURCE = COVERAGE + 2, COLUMNS = SOURCE + 2 };
enum { NOW, BEFORE };

/* The row of that indicator, else a new one whose figures are all blank; NULL: no memory. */
static struct cell *row_of(struct table *t, const char *const ids[IDS])
{
	struct cell *row;
	size_t same;

	for (size_t n = 0; n < t->rows; n++) {
		row = &t->cells[n * t->columns];
		for (same = 0; same < IDS && strcmp(row[same].text, ids[same]) == 0;)
			same++;
		if (same == IDS)
			return row;
	}
	row = table_add_row(t);
	for (size_t i = 0; row && i < COLUMNS; i++) {
		bool figure = i >= NUMBER && i < SOURCE;

		row[i].none = figure;
		if (!figure && table_set_text(&row[i], i < IDS ? ids[i] : "") < 0)
			return NULL;
	}
	return row;
}

/* Row n of a table of facts, and which of its columns says what. */
struct fact {
	const struct table *of;
	size_t n;
	const char *figure[2]; /* NUMBER and, or NULL, COVERAGE */
};

static const struct cell *said(const struct fact *f, const char *column)
{
	return table_cell(f->of, f->n, table_column(f->of, column));
}

static void copy(struct cell *to, const struct cell *from)
{
	to->number = from->number;
	to->none = from->none;
}

static int put(struct cell *row, const struct fact *f, size_t when)
{
	int r = table_set_text(&row[SOURCE + when], said(f, "source")->text);

	copy(&row[NUMBER + when], said(f, f->figure[0]));
	if (f->figure[1])
		copy(&row[COVERAGE + when], said(f, f->figure[1]));
	if (f->figure[1] && when == NOW) {
		copy(&row[LEAST], said(f, "co2e_least_kg"));
		copy(&row[MOST], said(f, "co2e_most_kg"));
	}
	if (r == 0 && when == NOW)
		r = table_set_text(&row[NOTE], said(f, "note")->text);
	return r;
}

/* ---- CO2e, each set with goods and with food ---- */

static int add_co2e(struct table *t, const struct table *of, size_t n, size_t when)
{
	const struct fact f = { of, n, { "co2e_kg", "coverage_ppm" } };
	bool goods = strcmp(said(&f, "sort")->text, "goods") == 0;
	const char *const ids[IDS] = { goods ? "co2e_goods" : "co2e_food",
		said(&f, "factor_set")->text, "", "" };
	struct cell *row = row_of(t, ids);

	return row ? put(row, &f, when) : -ENOMEM;
}

/* ---- what is counted: of these days, or typed of a period, which is known by its name a year later ---- */

static bool is_typed(const struct table *of, size_t n)
{
	return table_cell(of, n, table_column(of, "period"))->text[0] != '\0';
}

static int add_count(struct table *t, const struct table *of, size_t n, size_t when)
{
	const struct fact f = { of, n, { "number", NULL } };
	const char *period = said(&f, "period")->text;
	char later[32];
	const char *const ids[IDS] = { said(&f, "indicator")->text, "", said(&f, "about")->text,
		later };
	struct cell *row;

	if (said(&f, "number")->none)
		return 0;
	(void)snprintf(later, sizeof(later), "%s", period);
	if (when == BEFORE && *period)
		(void)snprintf(later, sizeof(later), "%04d%.20s", atoi(period) + 1, period + 4);
	row = row_of(t, ids);
	return row ? put(row, &f, when) : -ENOMEM;
}

static int add_made(struct table *t, const struct table *of, size_t n, size_t when)
{
	return is_typed(of, n) ? 0 : add_count(t, of, n, when);
}

static int add_typed(struct table *t, const struct table *of, size_t n, size_t when)
{
	return is_typed(of, n) ? add_count(t, of, n, when) : 0;
}

/* ---- the days, and a year before ---- */

typedef int (*add_fn)(struct table *t, const struct table *of, size_t n, size_t when);
struct part {
	const struct report *report;
	add_fn add;
	bool whole; /* of the year before all that the period is */
};
static const struct part parts[] = {
	{ &co2e_table, add_co2e, false },
	{ &indicators_table, add_made, false },
	{ &indicators_table, add_typed, true },
};

static int add_part(struct ledger *l, const struct report_query *q, const struct part *part,
	size_t when, struct table *t)
{
	const struct report *of = part->report;
	struct table from = {
		.catalogue = t->catalogue, .bare = of->bare, .rate = of->rate, .rates = of->rates
	};
	int r;

	table_columns(&from, of->columns, of->count);
	r = of->make(l, q, &from);
	table_rates(&from);
	for (size_t n = 0; r == 0 && n < from.rows; n++)
		r = part->add(t, &from, n, when);
	from.catalogue = NULL; /* is t's */
	table_done(&from);
	return r;
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	struct report_query before[2] = { *query, *query }; /* as much of it; whole */
	int r = 0;

	if (!t->catalogue) /* figures alone: nobody asks for these */
		return -EINVAL;
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		r = add_part(l, query, &parts[i], NOW, t);
	if (r == 0)
		r = flows_days_before(l, &before[0]);
	if (r == 0)
		r = flows_year_before(&before[1]);
	if (r == -EINVAL)
		return 0; /* before there were years */
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(parts); i++)
		r = add_part(l, &before[parts[i].whole], &parts[i], BEFORE, t);
	if (r == 0) {
		table_fact(t, "before_first_day", before[0].first_day, false);
		table_fact(t, "before_last_day", before[0].last_day, false);
	}
	return r;
}

/* lang: bilan_indicators_title* word_indicator_co2e_goods word_indicator_co2e_food word_note_* */
const struct report bilan_indicators = {
	.name = "bilan-indicators",
	.title = { "bilan_indicators_title", "bilan_indicators_title_site" },
	.columns = columns,
	.count = COLUMNS,
	.make = make,
	.bare = true,
};
