// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The Bilan: what came in and went out, each figure beside that of the same days a year before and the
 * difference. Every table is made of flows.c by its keys, so that no figure here can be another than in T1 to T5: food
 * counts as what of it was rescued. A
 * period that is not over is held against as much of the year before: up to the last day that has weighings.
 */
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include "../flows.h"
#include "day.h"

#define MG(name_)                                    \
	{                                            \
		name_, COLUMN_MG, LABELS_NONE, false \
	}
/* A figure, the same a year before, how much more it is now. */
#define COMPARED(name_) MG(name_ "_mg"), MG(name_ "_before_mg"), MG(name_ "_more_mg")
enum { BEFORE = 1, MORE = 2, EACH = 3 };

/* The figure of flows.c behind one of ours: "out" is wherever it went. */
static const char *figure_of(const char *name)
{
	return strcmp(name, "out_mg") == 0 ? "left_mg" : name;
}

static bool is_row(const struct table *t, size_t row, const struct table *from, size_t n)
{
	for (size_t i = 0; i < t->keys; i++)
		if (strcmp(table_cell(t, row, i)->text, table_cell(from, n, i)->text) != 0)
			return false;
	return true;
}

/* The row of t with the keys of row n; a new one where there is none; NULL: no memory. */
static struct cell *row_like(struct table *t, const struct table *from, size_t n)
{
	struct cell *cells;

	for (size_t row = 0; row < t->rows; row++)
		if (is_row(t, row, from, n))
			return &t->cells[row * t->columns];
	cells = table_add_row(t);
	for (size_t i = 0; cells && i < t->keys; i++)
		if (table_set_text(&cells[i], table_cell(from, n, i)->text) < 0)
			return NULL;
	return cells;
}

static void add_figure(struct cell *cells, int64_t mg, size_t shift)
{
	cells[shift].number += mg;
	cells[MORE].number += shift ? -mg : mg;
}

static int add_row(struct table *t, const struct table *from, size_t n, size_t shift)
{
	struct cell *cells;

	for (size_t i = t->keys, of = t->keys; i < t->columns; i += EACH, of++) {
		int64_t mg = table_cell(from, n, of)->number;

		if (!mg)
			continue;
		cells = row_like(t, from, n);
		if (!cells)
			return -ENOMEM;
		add_figure(cells + i, mg, shift);
		add_figure(t->total + i, mg, shift);
	}
	return 0;
}

/* A month is held against the same one a year later. */
static int move_months(struct table *from)
{
	size_t month = table_column(from, "month");
	char later[32];
	int r = 0;

	for (size_t n = 0; r == 0 && month < from->keys && n < from->rows; n++) {
		struct cell *c = &from->cells[n * from->columns + month];

		(void)snprintf(later, sizeof(later), "%04d%.3s", atoi(c->text) + 1, c->text + 4);
		r = table_set_text(c, later);
	}
	return r;
}

/* The keys of t, and the figures that its columns are of. */
static void columns_of(const struct table *t, struct table *from)
{
	table_columns(from, t->column, t->keys);
	for (size_t i = t->keys; i < t->columns; i += EACH)
		table_columns(from,
			&(struct column){
				figure_of(t->column[i].name), COLUMN_MG, LABELS_NONE, false },
			1);
}

static int add_days(struct ledger *l, const struct report_query *q, size_t shift, struct table *t)
{
	struct table from = { 0 };
	int r;

	columns_of(t, &from);
	r = flows_make(l, q, q->by, q->by_count, &from);
	if (r == 0 && shift)
		r = move_months(&from);
	for (size_t n = 0; r == 0 && n < from.rows; n++)
		r = add_row(t, &from, n, shift);
	table_done(&from);
	return r;
}

/* ---- the same days a year before ---- */

static int take_day(sqlite3_stmt *stmt, void *day)
{
	const char *text = (const char *)sqlite3_column_text(stmt, 0);

	if (text && strcmp(text, day) < 0)
		(void)snprintf(day, DAY_SIZE, "%s", text);
	return 0;
}

/* What ends with a month does so in either year. */
static int year_before(const char *day, bool last, char ret_day[DAY_SIZE])
{
	char before[32], next[DAY_SIZE];

	(void)snprintf(before, sizeof(before), "%04d%.6s", atoi(day) - 1, day + 4);
	if (day_exists(before) && !(last && day_is_month_end(day)))
		return day_shift(before, 0, ret_day);
	memcpy(before + 8, "01", 3);
	if (!day_exists(before))
		return -EINVAL; /* before there were years */
	day_next_month(before, next);
	return day_shift(next, -1, ret_day);
}

int flows_year_before(struct report_query *q)
{
	int r = year_before(q->first_day, false, q->first_day);

	return r < 0 ? r : year_before(q->last_day, true, q->last_day);
}

int flows_days_before(struct ledger *l, struct report_query *q)
{
	char last[DAY_SIZE];
	int r;

	memcpy(last, q->last_day, DAY_SIZE);
	r = report_each(l, "SELECT max(day) FROM total", NULL, 0, take_day, last);
	if (r == 0 &&
		strcmp(last, q->first_day) >= 0) /* else nothing yet: there is nothing to cut */
		memcpy(q->last_day, last, DAY_SIZE);
	return r < 0 ? r : flows_year_before(q);
}

static void keys_of(const struct table *t, struct report_query *q)
{
	q->by_count = 0;
	for (size_t i = 0; i < t->keys; i++)
		for (enum report_key key = 0; key < BY_COUNT; key++)
			if (strcmp(t->column[i].name, report_key_name(key)) == 0)
				q->by[q->by_count++] = key;
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	struct report_query q = *query;
	int r;

	q.shareless = true;
	keys_of(t, &q);
	r = add_days(l, &q, 0, t);
	if (r == 0)
		r = flows_days_before(l, &q);
	if (r == -EINVAL)
		return 0;
	if (r == 0) {
		table_fact(t, "before_first_day", q.first_day, false);
		table_fact(t, "before_last_day", q.last_day, false);
		r = add_days(l, &q, BEFORE, t);
	}
	return r;
}

/* What was reused, less what came back of it: as every report calls reuse. */
static void put_net(struct table *t)
{
	struct cell *net = flows_row(t, "reuse_net");
	const struct cell *reuse = flows_row(t, "reuse"), *back = flows_row(t, "neutral_in");

	for (size_t i = t->keys; i < t->columns; i++)
		net[i].number = reuse[i].number - back[i].number;
}

/* What came in, then where it went: each has its row, also where there was nothing. */
static int make_flows(struct ledger *l, const struct report_query *query, struct table *t)
{
	static const char *const flows[] = { "in", "neutral_in", "reuse", "reuse_net", "transfer",
		"recycling", "energy", "disposal", "correction" };
	int r = 0;

	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(flows); i++)
		r = flows_row(t, flows[i]) ? 0 : -ENOMEM;
	if (r == 0)
		r = make(l, query, t);
	if (r == 0)
		put_net(t);
	return r;
}

/* ---- the rate of reuse, month by month, of two years ---- */

static const struct column rate_columns[] = {
	{ "month", COLUMN_MONTH, LABELS_NONE, false },
	MG("reuse_net_mg"),
	MG("out_mg"),
	{ "reuse_of_out_ppm", COLUMN_PPM, LABELS_NONE, true },
};
enum { RATE_MONTHS = 24 };

/* Month n counted from the year 0, as "2026-03". */
static void month_name(int n, char buf[32])
{
	(void)snprintf(buf, 32, "%04d-%02d", n / 12, n % 12 + 1);
}

/* Every month has its row, also one in which nothing was weighed. */
static int add_months(struct table *t, int first)
{
	char month[32];
	int r = 0;

	for (int n = first; r == 0 && n < first + RATE_MONTHS; n++) {
		month_name(n, month);
		r = flows_row(t, month) ? 0 : -ENOMEM;
	}
	return r;
}

static int add_month(struct table *t, const struct table *from, size_t row)
{
	struct cell *cells = flows_row(t, table_cell(from, row, 0)->text);

	for (size_t i = t->keys; cells && i < t->columns; i++) {
		cells[i].number += table_cell(from, row, i)->number;
		t->total[i].number += table_cell(from, row, i)->number;
	}
	return cells ? 0 : -ENOMEM;
}

/* The months of these days, added to those of t. */
static int add_rate(struct ledger *l, const struct report_query *q, struct table *t)
{
	static const enum report_key by[] = { BY_MONTH };
	struct table from = { 0 };
	int r;

	table_columns(&from, rate_columns, ARRAY_SIZE(rate_columns));
	r = flows_make(l, q, by, ARRAY_SIZE(by), &from);
	for (size_t n = 0; r == 0 && n < from.rows; n++)
		r = add_month(t, &from, n);
	table_done(&from);
	return r;
}

/* The days that were asked are read already, and so is often what was before them. */
static int make_rate(struct ledger *l, const struct report_query *query, struct table *t)
{
	int month = 12 * atoi(query->last_day) + atoi(query->last_day + 5) - RATE_MONTHS;
	struct report_query before = *query, asked = *query;
	char first[32];
	int r;

	if (month < 12)
		return 0; /* before there were years */
	month_name(month, first);
	(void)snprintf(before.first_day, DAY_SIZE, "%.7s-01", first);
	before.shareless = asked.shareless = true;
	if (strcmp(before.first_day, asked.first_day) >= 0)
		memcpy(asked.first_day, before.first_day, DAY_SIZE);
	r = add_months(t, month);
	if (r == 0)
		r = add_rate(l, &asked, t);
	if (r < 0 || strcmp(before.first_day, asked.first_day) >= 0)
		return r;
	r = day_shift(asked.first_day, -1, before.last_day);
	return r < 0 ? r : add_rate(l, &before, t);
}

static const struct rate rates[] = { { "reuse_of_out_ppm", "reuse_net_mg", "out_mg" } };

/* ---- the tables ---- */

#define KEY(name_, kind_)                                   \
	{                                                   \
		name_, COLUMN_CODE, LABELS_OF(kind_), false \
	}
static const struct column flow_columns[] = {
	{ "flow", COLUMN_CODE, LABELS_WORDS, false },
	COMPARED("moved"),
};
static const struct column month_columns[] = {
	{ "month", COLUMN_MONTH, LABELS_NONE, false },
	KEY("root", CATALOGUE_CATEGORY),
	COMPARED("in"),
};
static const struct column destination_columns[] = {
	KEY("destination", CATALOGUE_DESTINATION),
	COMPARED("out"),
};
static const struct column category_columns[] = {
	KEY("category", CATALOGUE_CATEGORY),
	COMPARED("in"),
};
static const struct column way_columns[] = {
	KEY("origin", CATALOGUE_ORIGIN),
	KEY("root", CATALOGUE_CATEGORY),
	KEY("destination", CATALOGUE_DESTINATION),
	COMPARED("in"),
	COMPARED("neutral_in"),
	COMPARED("out"),
};

#define TABLE(name_, title_, columns_)                                               \
	.name = (name_), .title = { title_, title_ "_site" }, .columns = (columns_), \
	.count = ARRAY_SIZE(columns_)

/* lang: bilan_months_title* bilan_destinations_title* bilan_reuse_title* bilan_top_title* bilan_ways_title* bilan_title* */
const struct report bilan_months = { TABLE("bilan-months", "bilan_months_title", month_columns),
	.make = make, .chart = CHART_STACK };
const struct report bilan_destinations = { TABLE("bilan-destinations", "bilan_destinations_title",
						   destination_columns),
	.make = make, .chart = CHART_BARS };
const struct report bilan_reuse = { TABLE("bilan-reuse", "bilan_reuse_title", rate_columns),
	.make = make_rate, .chart = CHART_LINE, .rate = rates, .rates = ARRAY_SIZE(rates) };
const struct report bilan_top = { TABLE("bilan-top", "bilan_top_title", category_columns),
	.make = make, .chart = CHART_TOP };
const struct report bilan_ways = { TABLE("bilan-ways", "bilan_ways_title", way_columns),
	.make = make, .chart = CHART_SANKEY };

static const struct report *const pictures[] = { &bilan_months, &bilan_destinations, &bilan_ways,
	&bilan_top, &bilan_reuse, NULL };
const struct report bilan_report = { TABLE("bilan", "bilan_title", flow_columns),
	.make = make_flows, .bare = true, .sheet = true, .chart = CHART_BARS, .with = pictures,
	.on_paper = &bilan_indicators };
