// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * R2, what is declared to whom: by body and its categories, with our categories that go there, and what goes
 * nowhere yet. Bodies and that are the whole, to the milligram: it is the line without a body. T6 is the same by
 * where goods came from, as a body asks for it; what leaves has no origin.
 */
#include <errno.h>
#include <string.h>
#include "../flows.h"
#include "../sums.h"
#include "../table_private.h"
#include "catalogue_facts.h"
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

/* By site, origin and place, too: read once for all tables, which add up what differs in that alone. Lent. */
static int read_parts(
	struct ledger *l, const struct report_query *q, const struct scheme_line **ret_lines)
{
	return sums_schemes(q->sums, l, q, ret_lines);
}

static int make_parts(struct ledger *l, const struct report_query *query, struct table *t)
{
	const struct scheme_line *lines = NULL;
	int count = read_parts(l, query, &lines), r = count < 0 ? count : 0;

	for (int i = 0; r == 0 && i < count; i++) {
		const char *const keys[] = { lines[i].eco_organisme, lines[i].scheme_category,
			lines[i].category };

		r = put(t, keys, &lines[i]);
	}
	return r;
}

static int make_unmapped(struct ledger *l, const struct report_query *query, struct table *t)
{
	const struct scheme_line *lines = NULL;
	int count = read_parts(l, query, &lines), r = count < 0 ? count : 0;

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

/* ---- T6 ---- */

static const struct column origin_columns[] = {
	KEY("site", CATALOGUE_SITE),
	CODE("siret"),
	CODE("legal_name"),
	{ "ess", COLUMN_CODE, LABELS_WORDS, false },
	CODE("convention"),
	BODY,
	CODE("scheme"),
	CODE("scheme_flow"),
	KEY("origin", CATALOGUE_ORIGIN),
	CODE("departement"),
	CODE("epci_siren"),
	{ "period_from", COLUMN_DAY, LABELS_NONE, false },
	{ "period_to", COLUMN_DAY, LABELS_NONE, false },
	FIGURES,
};
enum { T6_KEYS = ARRAY_SIZE(origin_columns) - FIGURE_COUNT };

/* A line of parts and what T6 calls it; texts are of the line, the query or the catalogue. */
struct part {
	const char *key[T6_KEYS];
	const struct scheme_line *line;
};

/* The convention by which a body is told of a scheme on that day; "": of any, or none. */
static const char *convention_of(
	const struct catalogue *c, const char *body, const char *scheme, const char *day)
{
	const char *found = "";

	for (size_t i = 0; *body && i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];

		if (row->kind != CATALOGUE_SCHEME_SITE || row->hidden ||
			!catalogue_row_valid(row, day) ||
			strcmp(catalogue_facts(row)->eco_organisme, body) != 0)
			continue;
		if (strcmp(row->scheme, scheme) == 0)
			return catalogue_facts(row)->convention;
		found = row->scheme[0] ? found : catalogue_facts(row)->convention;
	}
	return found;
}

/* What the catalogue says of a line, and of which: it is asked again for what differs from the line before. */
struct said {
	const struct scheme_line *of;
	const struct catalogue_row *ours;
	const char *convention;
	const struct catalogue_facts *site, *place;
};

static const struct catalogue_facts *facts_of(
	const struct catalogue *c, enum catalogue_kind kind, const char *code, const char *day)
{
	return catalogue_facts(*code ? table_catalogue_row(c, kind, code, day) : NULL);
}

static void say(
	struct said *s, const struct scheme_line *line, const struct catalogue *c, const char *day)
{
	const struct scheme_line *of = s->of;
	const bool ours = of && strcmp(of->category, line->category) == 0;

	if (!ours)
		s->ours = table_catalogue_row(c, CATALOGUE_CATEGORY, line->category, day);
	if (!ours || strcmp(of->eco_organisme, line->eco_organisme) != 0)
		s->convention =
			convention_of(c, line->eco_organisme, s->ours ? s->ours->scheme : "", day);
	if (!of || strcmp(of->site, line->site) != 0)
		s->site = facts_of(c, CATALOGUE_SITE, line->site, day);
	if (!of || strcmp(of->place, line->place) != 0)
		s->place = facts_of(c, CATALOGUE_PLACE, line->place, day);
	s->of = line;
}

static void name_part(struct part *p, const struct said *s, const struct report_query *q)
{
	const struct scheme_line *line = s->of;

	*p = (struct part){ { line->site, s->site->siret, s->site->legal_name,
				    s->site->ess ? "yes" : "no", s->convention, line->eco_organisme,
				    s->ours ? s->ours->scheme : "", s->ours ? s->ours->flow : "",
				    line->origin, s->place->departement, s->place->epci_siren,
				    q->first_day, q->last_day },
		line };
}

static int by_keys(const void *left, const void *right)
{
	const struct part *a = left, *b = right;
	int r = 0;

	for (size_t i = 0; r == 0 && i < T6_KEYS; i++)
		r = strcmp(a->key[i], b->key[i]);
	return r;
}

static int make_origins(struct ledger *l, const struct report_query *query, struct table *t)
{
	const struct scheme_line *lines = NULL;
	_cleanup_free_ struct part *parts = NULL;
	struct said said = { 0 };
	int r = 0, count = read_parts(l, query, &lines);

	if (count <= 0 || !t->catalogue)
		return count;
	parts = calloc((size_t)count, sizeof(*parts));
	if (!parts)
		return -ENOMEM;
	for (int i = 0; i < count; i++) {
		say(&said, &lines[i], t->catalogue, query->last_day);
		name_part(&parts[i], &said, query);
	}
	qsort(parts, (size_t)count, sizeof(*parts), by_keys);
	for (int i = 0; r == 0 && i < count; i++)
		r = put(t, parts[i].key, parts[i].line);
	return r;
}

/* lang: t6_title* word_ess_* */
const struct report scheme_origin_table = {
	.name = "T6",
	.title = { "t6_title", "t6_title_site" },
	.columns = origin_columns,
	.count = ARRAY_SIZE(origin_columns),
	.make = make_origins,
};

static const struct report *const with[] = { &parts_table, &scheme_origin_table, &unmapped_table,
	NULL };
/* lang: r2_title* */
const struct report scheme_report = {
	.name = "R2",
	.title = { "r2_title", "r2_title_site" },
	.columns = body_columns,
	.count = ARRAY_SIZE(body_columns),
	.make = make_parts,
	.with = with,
};
