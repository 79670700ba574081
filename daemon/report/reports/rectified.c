// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * rectified: what the figures of a closed period have lost and gained since it was closed, weighing by
 * weighing with the day of it: the list that goes with a rectification. Of days that are no closed period
 * there is nothing to say.
 */
#include <errno.h>
#include <string.h>
#include "evidence.h"
#include "report.h"

static const struct column columns[] = {
	{ "period", COLUMN_CODE, LABELS_NONE, false },
	{ "rectified", COLUMN_CODE, LABELS_NONE, false },
	{ "weighing", COLUMN_CODE, LABELS_NONE, false },
	{ "flow", COLUMN_CODE, LABELS_WORDS, false },
	{ "category", COLUMN_CODE, LABELS_OF(CATALOGUE_CATEGORY), false },
	{ "origin", COLUMN_CODE, LABELS_OF(CATALOGUE_ORIGIN), false },
	{ "destination", COLUMN_CODE, LABELS_OF(CATALOGUE_DESTINATION), false },
	{ "frozen_mg", COLUMN_MG, LABELS_NONE, false },
	{ "now_mg", COLUMN_MG, LABELS_NONE, false },
	{ "difference_mg", COLUMN_MG, LABELS_NONE, false },
};
enum { KEYS = 7, FROZEN = KEYS, NOW, DIFFERENCE };

struct taking {
	const char *period, *site;
	struct table *table;
};

static void add(struct table *t, struct cell *row, size_t column, int64_t mg)
{
	row[column].number += mg;
	t->total[column].number += mg;
}

static int take(void *data, const struct rectified *r)
{
	const struct taking *of = data;
	const char *const keys[KEYS] = { of->period, r->day, r->id, r->flow, r->category, r->origin,
		r->destination };
	struct cell *row;
	int done = 0;

	if (of->site[0] && strcmp(of->site, r->site) != 0)
		return 0;
	row = table_add_row(of->table);
	if (!row)
		return -ENOMEM;
	for (size_t i = 0; done == 0 && i < KEYS; i++)
		done = table_set_text(&row[i], keys[i]);
	add(of->table, row, r->gained ? NOW : FROZEN, r->net_mg);
	add(of->table, row, DIFFERENCE, r->gained ? r->net_mg : -r->net_mg);
	return done;
}

struct wanted {
	const struct report_query *query;
	struct period_close close; /* of these very days */
};

static int find(void *data, const void *value)
{
	const struct period_close *c = value;
	struct wanted *w = data;

	if (strcmp(c->first_day, w->query->first_day) == 0 &&
		strcmp(c->last_day, w->query->last_day) == 0)
		w->close = *c;
	return 0;
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	const struct entries_query all = { .limit = 1000 };
	struct wanted w = { .query = query };
	struct taking of = { w.close.period, query->site, t };
	int done = ledger_entries(l, &close_kind, &all, find, &w);

	return done < 0 || !w.close.seq ? done : ledger_rectified(l, &w.close, take, &of);
}

/* lang: rectified_title* */
const struct report rectified_report = {
	.name = "rectified",
	.title = { "rectified_title", "rectified_title_site" },
	.columns = columns,
	.count = ARRAY_SIZE(columns),
	.make = make,
	.acts = true,
	.chart = CHART_BARS,
	.replays = true,
};
