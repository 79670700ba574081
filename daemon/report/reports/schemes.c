// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R2, what is declared to whom: by body and its categories, with our categories that go there, and what goes
 * nowhere yet. Bodies and that are the whole, to the milligram: it is the line without a body.
 */
#include <errno.h>
#include <string.h>
#include "../flows.h"
#include "scheme.h"

#define FIGURES                                                                                 \
	MG("own_in_mg"), PART("reuse_net_mg"), PART("recycling_mg"), PART("elsewhere_mg"),      \
		COUNT("units_in"), COUNT("units_reuse"), MG("from_members_mg"), MG("reuse_mg"), \
		MG("neutral_in_mg")
enum { FIGURE_COUNT = 9 };

#define BODY KEY("eco_organisme", CATALOGUE_PARTNER)
#define BODY_CATEGORY KEY("scheme_category", CATALOGUE_SCHEME_CATEGORY)
#define OURS KEY("category", CATALOGUE_CATEGORY)

static const struct column body_columns[] = { BODY, BODY_CATEGORY, FIGURES };
static const struct column part_columns[] = { BODY, BODY_CATEGORY, OURS, FIGURES };
static const struct column unmapped_columns[] = { OURS, CODE("scheme"), FIGURES };

static void add(struct table *t, struct cell *row, const int64_t *f)
{
	const int64_t figure[FIGURE_COUNT] = { f[SCHEME_OWN_IN_MG],
		f[SCHEME_REUSE_MG] - f[SCHEME_NEUTRAL_IN_MG], f[SCHEME_RECYCLING_MG],
		f[SCHEME_OTHER_MG], f[SCHEME_UNITS_IN],
		f[SCHEME_UNITS_REUSE] - f[SCHEME_UNITS_BACK], f[SCHEME_FROM_MEMBERS_MG],
		f[SCHEME_REUSE_MG], f[SCHEME_NEUTRAL_IN_MG] };

	for (size_t i = 0; i < FIGURE_COUNT; i++) {
		row[t->keys + i].number += figure[i];
		t->total[t->keys + i].number += figure[i];
	}
}

/* A line is of the row before it, where that has the same keys: lines come sorted. */
static int put(struct table *t, const char *const *keys, const struct scheme_line *line)
{
	struct cell *row = t->rows ? t->cells + (t->rows - 1) * t->columns : NULL;
	size_t same = 0;

	while (row && same < t->keys && strcmp(row[same].text, keys[same]) == 0)
		same++;
	if (!row || same < t->keys) {
		row = table_add_row(t);
		for (size_t i = 0; row && i < t->keys; i++)
			if (table_set_text(&row[i], keys[i]) < 0)
				return -ENOMEM;
	}
	if (row)
		add(t, row, line->figure);
	return row ? 0 : -ENOMEM;
}

static int read_lines(
	struct ledger *l, const struct report_query *q, struct scheme_line **ret_lines)
{
	return ledger_scheme_lines(l, q->first_day, q->last_day, q->site, ret_lines);
}

static int make_parts(struct ledger *l, const struct report_query *query, struct table *t)
{
	_cleanup_free_ struct scheme_line *lines = NULL;
	int count = read_lines(l, query, &lines), r = count < 0 ? count : 0;

	for (int i = 0; r == 0 && i < count; i++) {
		const char *const keys[] = { lines[i].eco_organisme, lines[i].scheme_category,
			lines[i].category };

		r = put(t, keys, &lines[i]);
	}
	return r;
}

static int make_unmapped(struct ledger *l, const struct report_query *query, struct table *t)
{
	_cleanup_free_ struct scheme_line *lines = NULL;
	int count = read_lines(l, query, &lines), r = count < 0 ? count : 0;

	for (int i = 0; r == 0 && i < count; i++) {
		const struct catalogue_row *row = catalogue_find(
			t->catalogue, CATALOGUE_CATEGORY, lines[i].category, query->last_day);
		const char *const keys[] = { lines[i].category, row ? row->scheme : "" };

		if (!lines[i].eco_organisme[0])
			r = put(t, keys, &lines[i]);
	}
	return r;
}

/* lang: r2_parts_title* */
static const struct report parts_table = {
	.name = "R2-parts",
	.title = { "r2_parts_title", "r2_parts_title_site" },
	.columns = part_columns,
	.count = ARRAY_SIZE(part_columns),
	.make = make_parts,
};

/* lang: r2_unmapped_title* */
const struct report unmapped_table = {
	.name = "unmapped",
	.title = { "r2_unmapped_title", "r2_unmapped_title_site" },
	.columns = unmapped_columns,
	.count = ARRAY_SIZE(unmapped_columns),
	.make = make_unmapped,
};

static const struct report *const with[] = { &parts_table, &unmapped_table, NULL };
/* lang: r2_title* */
const struct report scheme_report = {
	.name = "R2",
	.title = { "r2_title", "r2_title_site" },
	.columns = body_columns,
	.count = ARRAY_SIZE(body_columns),
	.make = make_parts,
	.with = with,
};
