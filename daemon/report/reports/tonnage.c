// SPDX-License-Identifier: GPL-3.0-or-later
/* tonnage: sums of a period (sums.h) by the keys that were asked, in columns by flow. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "../flows.h"
#include "day.h"
#include "lot_sql.h"
#include "../sums.h"

static const struct column columns[] = {
	{ "in_mg", COLUMN_MG, LABELS_NONE, false },
	{ "neutral_in_mg", COLUMN_MG, LABELS_NONE, false },
	{ "reuse_mg", COLUMN_MG, LABELS_NONE, true },
	{ "transfer_mg", COLUMN_MG, LABELS_NONE, true },
	{ "recycling_mg", COLUMN_MG, LABELS_NONE, true },
	{ "energy_mg", COLUMN_MG, LABELS_NONE, true },
	{ "disposal_mg", COLUMN_MG, LABELS_NONE, true },
	{ "correction_mg", COLUMN_MG, LABELS_NONE, true },
	{ "units", COLUMN_COUNT, LABELS_NONE, false },
	{ "weighings", COLUMN_COUNT, LABELS_NONE, false },
	{ "rescued_mg", COLUMN_MG, LABELS_NONE, false }, /* reuse, less water and bought food */
	{ "added_mg", COLUMN_MG, LABELS_NONE,
		false }, /* for flows.c: that, also of its other flows */
};

enum {
	COUNTS = 2,
	ADDED = ARRAY_SIZE(columns) - 1,
	RESCUED = ADDED - 1,
	MASSES = RESCUED - COUNTS
};

/* A new row unless the last one has the same keys: sums come sorted by them. */
static struct cell *row_for(struct table *t, const char *const *keys)
{
	struct cell *row = t->rows ? t->cells + (t->rows - 1) * t->columns : NULL;
	size_t same = 0;

	if (t->keys == 0)
		return t->total;
	while (row && same < t->keys && strcmp(row[same].text, keys[same]) == 0)
		same++;
	if (same == t->keys)
		return row;
	row = table_add_row(t);
	for (size_t i = 0; row && i < t->keys; i++)
		if (table_set_text(&row[i], keys[i]) < 0)
			return NULL;
	return row;
}

static void add_to(struct cell *figures, const struct sum *sum, const char *flow, bool parts)
{
	const int64_t added_mg = lot_flow_is_rescued(flow) ? sum->added_mg : 0;

	for (size_t m = 0; m < MASSES; m++)
		if (strncmp(columns[m].name, flow, strlen(flow)) == 0 &&
			strcmp(columns[m].name + strlen(flow), "_mg") == 0)
			figures[m].number += sum->mass_mg;
	figures[MASSES].number += sum->units;
	figures[MASSES + 1].number += sum->weighings;
	if (strcmp(flow, "reuse") == 0)
		figures[RESCUED].number += sum->mass_mg - added_mg;
	if (parts)
		figures[ADDED].number += added_mg;
}

static int take_sum(struct table *t, const struct report_query *q, const struct sum *sum)
{
	const char *keys[BY_COUNT], *flow = sums_text(q->sums, sum->key[BY_FLOW]);
	const bool parts = t->columns > t->keys + ADDED;
	struct cell *row;

	for (size_t i = 0; i < q->by_count; i++)
		keys[i] = sums_text(q->sums, sum->key[q->by[i]]);
	row = row_for(t, keys);
	if (!row)
		return -ENOMEM;
	add_to(row + t->keys, sum, flow, parts);
	if (row != t->total)
		add_to(t->total + t->keys, sum, flow, parts);
	return 0;
}

static int read_rows(struct ledger *l, const struct report_query *q, struct table *t)
{
	enum report_key by[BY_COUNT + 1];
	_cleanup_free_ struct sum *all = NULL;
	int r = 0, count;

	memcpy(by, q->by, q->by_count * sizeof(*by));
	by[q->by_count] = BY_FLOW;
	count = sums_by(l, q, by, q->by_count + 1, &all);
	for (int i = 0; r == 0 && i < count; i++)
		r = take_sum(t, q, &all[i]);
	return count < 0 ? count : r;
}

static int read_methods(struct ledger *l, const struct report_query *q, struct table *t)
{
	static const enum report_key by[] = { BY_METHOD };
	_cleanup_free_ struct sum *all = NULL;
	int r = 0, count = sums_by(l, q, by, ARRAY_SIZE(by), &all);

	t->share_group = "methods";
	for (t->shares = 0; t->shares < METHOD_COUNT; t->shares++)
		t->share[t->shares].name = method_name((enum method)t->shares);
	for (int i = 0; r == 0 && i < count; i++) {
		enum method m;

		r = method_from_name(sums_text(q->sums, all[i].key[BY_METHOD]), &m);
		if (r == 0)
			t->share[m].mg = all[i].mass_mg;
	}
	return count < 0 ? count : r;
}

/* On how many of the days on which it weighed each scale was checked, and had passed. */
static int take_scale(sqlite3_stmt *stmt, void *table)
{
	struct table *t = table;
	struct scale_days *s = &t->scale[t->scales];

	if (t->scales == TABLE_SCALES)
		return 0;
	(void)snprintf(
		s->scale, sizeof(s->scale), "%s", (const char *)sqlite3_column_text(stmt, 0));
	s->days = sqlite3_column_int64(stmt, 1);
	s->checked = sqlite3_column_int64(stmt, 2);
	t->scales++;
	return 0;
}

static int read_scales(struct ledger *l, const struct report_query *q, struct table *t)
{
	const char *const values[] = { q->first_day, q->last_day, q->site };

	t->of_scales = true;
	return report_each(l,
		"SELECT d.scale, count(DISTINCT d.day), count(DISTINCT c.day) FROM scale_day d"
		" JOIN journal j USING (journal) LEFT JOIN (SELECT n.scale, n.day, k.site"
		"  FROM scale_check n JOIN journal k USING (journal) WHERE n.passed"
		"  AND n.day >= ?1 AND n.day <= ?2) c"
		" ON c.scale = d.scale AND c.day = d.day AND c.site = j.site"
		" WHERE d.day >= ?1 AND d.day <= ?2 AND d.weighings > 0"
		" AND (?3 = '' OR j.site = ?3) GROUP BY j.site, d.scale ORDER BY d.scale, j.site",
		values, ARRAY_SIZE(values), take_scale, t);
}

static int make(struct ledger *l, const struct report_query *query, struct table *t)
{
	int r = read_rows(l, query, t);

	if (r < 0 || query->shareless)
		return r;
	r = read_methods(l, query, t);
	return r < 0 ? r : read_scales(l, query, t);
}

#define TONNAGE                                                                                    \
	.name = "tonnage", .title = { "tonnage_title", "tonnage_title_site" }, .columns = columns, \
	.make = make, .by = true, .late = 1, .chart = CHART_BARS

/* lang: tonnage_title* */
const struct report tonnage_report = { TONNAGE, .count = ADDED };
const struct report tonnage_parts = { TONNAGE, .count = ARRAY_SIZE(columns) };
