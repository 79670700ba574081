// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What counts as what in the tables for those who pay: reuse is net of what came back, goods of another
 * member are told apart, of food what a donor gave and not what a pot added to it; a rate is of what went somewhere. A figure is a sum of terms, each a flow of
 * tonnage or a count, so that two tables can never mean different things by one name.
 */
#include "flows.h"
#include <errno.h>
#include <string.h>
#include "catalogue_facts.h"
#include "table_private.h"

enum term {
	IN,
	NEUTRAL_IN,
	REUSE,
	TRANSFER,
	RECYCLING,
	ENERGY,
	DISPOSAL,
	CORRECTION,
	FLOWS,
	OF_MEMBERS = FLOWS,
	TO_MEMBERS,
	TO_MEMBERS_ADDED,
	ADDED,
	DEPOSITS,
	REMOVALS,
	UNITS,
	UNITS_IN,
	TERMS
};

static const char *const flow_names[FLOWS] = { "in", "neutral_in", "reuse", "transfer", "recycling",
	"energy", "disposal", "correction" };

#define BIT(term) (1U << (term))
#define GONE (BIT(REUSE) | BIT(TRANSFER) | BIT(RECYCLING) | BIT(ENERGY) | BIT(DISPOSAL))

static const struct {
	const char *name;
	unsigned plus, less;
} figures[] = {
	{ "in_mg", BIT(IN), 0 },
	{ "from_members_mg", BIT(OF_MEMBERS), 0 },
	{ "to_members_mg", BIT(TO_MEMBERS), 0 },
	{ "to_members_added_mg", BIT(TO_MEMBERS_ADDED), 0 },
	{ "added_mg", BIT(ADDED), 0 },
	{ "own_in_mg", BIT(IN), BIT(OF_MEMBERS) },
	{ "neutral_in_mg", BIT(NEUTRAL_IN), 0 },
	{ "reuse_mg", BIT(REUSE), 0 },
	{ "reuse_net_mg", BIT(REUSE), BIT(NEUTRAL_IN) },
	{ "transfer_mg", BIT(TRANSFER), 0 },
	{ "recycling_mg", BIT(RECYCLING), 0 },
	{ "energy_mg", BIT(ENERGY), 0 },
	{ "disposal_mg", BIT(DISPOSAL), 0 },
	{ "correction_mg", BIT(CORRECTION), 0 },
	{ "out_mg", GONE, BIT(NEUTRAL_IN) },
	{ "left_mg", GONE | BIT(CORRECTION), 0 },
	{ "moved_mg", BIT(IN) | BIT(NEUTRAL_IN) | GONE | BIT(CORRECTION), 0 },
	{ "diverted_mg", BIT(REUSE) | BIT(TRANSFER) | BIT(RECYCLING), BIT(NEUTRAL_IN) },
	{ "recovered_mg", GONE & ~BIT(DISPOSAL), BIT(NEUTRAL_IN) },
	{ "deposits", BIT(DEPOSITS), 0 },
	{ "removals", BIT(REMOVALS), 0 },
	{ "weighings", BIT(DEPOSITS) | BIT(REMOVALS), 0 },
	{ "units", BIT(UNITS), 0 },
	{ "units_in", BIT(UNITS_IN), 0 },
};

static int64_t figure(const char *name, const int64_t *terms)
{
	int64_t sum = 0;

	for (size_t f = 0; f < ARRAY_SIZE(figures); f++)
		for (unsigned t = 0; t < TERMS && strcmp(figures[f].name, name) == 0; t++)
			sum += (figures[f].plus & BIT(t) ? terms[t] : 0) -
			       (figures[f].less & BIT(t) ? terms[t] : 0);
	return sum;
}

/* ---- terms of a row of tonnage: each is of one flow and one origin ---- */

static const char *text_at(const struct table *t, size_t row, const char *name)
{
	size_t column = table_column(t, name);

	return column < t->keys ? table_cell(t, row, column)->text : "";
}

static int64_t number_at(const struct table *t, size_t row, const char *name)
{
	return table_cell(t, row, table_column(t, name))->number;
}

static void add_terms(const struct table *tonnage, size_t row, int64_t terms[TERMS])
{
	const char *flow = text_at(tonnage, row, "flow");
	int64_t mg = 0, units = number_at(tonnage, row, "units");
	int64_t added_mg = number_at(tonnage, row, "added_mg");
	enum term term = IN;

	while (term < CORRECTION && strcmp(flow_names[term], flow) != 0)
		term++;
	for (size_t i = tonnage->keys; i < tonnage->columns; i++)
		if (tonnage->column[i].type == COLUMN_MG)
			mg += table_cell(tonnage, row, i)->number;
	mg -= added_mg + number_at(tonnage, row, "rescued_mg"); /* beside masses, no mass */
	terms[term] += mg - added_mg;
	terms[ADDED] += term == NEUTRAL_IN ? -added_mg : added_mg;
	if (term == IN && strcmp(text_at(tonnage, row, "origin"), ORIGIN_OF_MEMBERS) == 0)
		terms[OF_MEMBERS] += mg;
	if (strcmp(text_at(tonnage, row, "destination"), DESTINATION_OF_MEMBERS) == 0) {
		terms[TO_MEMBERS] += mg - added_mg;
		terms[TO_MEMBERS_ADDED] += added_mg;
	}
	terms[term <= NEUTRAL_IN ? DEPOSITS : REMOVALS] += number_at(tonnage, row, "weighings");
	terms[UNITS] += units;
	terms[UNITS_IN] += term == IN ? units : 0;
}

/* ---- what the catalogue knows of a key, on the last day of the period ---- */

static const struct {
	const char *key;
	enum catalogue_kind kind;
} owners[] = {
	{ "category", CATALOGUE_CATEGORY },
	{ "partner", CATALOGUE_PARTNER },
	{ "place", CATALOGUE_PLACE },
	{ "destination", CATALOGUE_DESTINATION },
	{ "site", CATALOGUE_SITE },
};

static const char *fact(const struct table *t, const struct table *tonnage, size_t row,
	const char *name, const char *day)
{
	for (size_t i = 0; i < ARRAY_SIZE(owners); i++) {
		const struct record_field *f = catalogue_fact_find(owners[i].kind, name);
		const char *code = text_at(tonnage, row, owners[i].key);
		bool own = i == 0 && strcmp(name, "scheme_flow") == 0;
		const struct catalogue_row *r;

		if (!own && (!f || f->type != RECORD_TEXT))
			continue;
		r = *code ? table_catalogue_row(t->catalogue, owners[i].kind, code, day) : NULL;
		if (r)
			return own ? r->flow : record_text(f, catalogue_facts(r));
	}
	return "";
}

static int add_row(struct table *t, const struct table *tonnage, size_t row, const int64_t *terms,
	const char *day)
{
	bool any = false;
	struct cell *cells;
	int r = 0;

	for (size_t i = t->keys; i < t->columns; i++)
		any |= figure(t->column[i].name, terms) != 0;
	if (!any)
		return 0;
	cells = table_add_row(t);
	for (size_t i = 0; cells && r == 0 && i < t->keys; i++) {
		const char *name = t->column[i].name;

		r = table_set_text(&cells[i], table_column(tonnage, name) < tonnage->keys
						      ? text_at(tonnage, row, name)
						      : fact(t, tonnage, row, name, day));
	}
	for (size_t i = t->keys; cells && i < t->columns; i++) {
		cells[i].number = figure(t->column[i].name, terms);
		t->total[i].number += cells[i].number;
	}
	return cells ? r : -ENOMEM;
}

static bool same_keys(const struct table *t, size_t a, size_t b, size_t keys)
{
	for (size_t i = 0; i < keys; i++)
		if (strcmp(table_cell(t, a, i)->text, table_cell(t, b, i)->text) != 0)
			return false;
	return true;
}

/* Rows of tonnage come sorted by their keys: those that share the first of them are one of ours. */
static int fold(struct table *t, const struct table *tonnage, size_t keys, const char *day)
{
	int64_t terms[TERMS] = { 0 };
	int r = 0;

	for (size_t n = 0; r == 0 && n < tonnage->rows; n++) {
		add_terms(tonnage, n, terms);
		if (n + 1 < tonnage->rows && same_keys(tonnage, n, n + 1, keys))
			continue;
		r = add_row(t, tonnage, n, terms, day);
		memset(terms, 0, sizeof(terms));
	}
	return r;
}

static void add_key(struct report_query *q, enum report_key key)
{
	for (size_t i = 0; i < q->by_count; i++)
		if (q->by[i] == key)
			return;
	q->by[q->by_count++] = key;
}

int flows_make(struct ledger *l, const struct report_query *query, const enum report_key *by,
	size_t by_count, struct table *t)
{
	struct report_query q = *query;
	struct table tonnage = { 0 };
	int r;

	memcpy(q.by, by, by_count * sizeof(*by));
	q.by_count = by_count;
	add_key(&q, BY_ORIGIN);
	add_key(&q, BY_DESTINATION);
	add_key(&q, BY_FLOW);
	r = report_figures(l, &tonnage_parts, &q, &tonnage);
	if (r == 0)
		r = fold(t, &tonnage, by_count, query->last_day);
	t->share_group = tonnage.share_group;
	t->shares = tonnage.shares;
	memcpy(t->share, tonnage.share, sizeof(t->share));
	t->of_scales = tonnage.of_scales;
	t->scales = tonnage.scales;
	memcpy(t->scale, tonnage.scale, sizeof(t->scale));
	table_done(&tonnage);
	return r;
}

struct cell *flows_row(struct table *t, const char *key)
{
	struct cell *row;

	for (size_t n = 0; n < t->rows; n++)
		if (strcmp(table_cell(t, n, 0)->text, key) == 0)
			return &t->cells[n * t->columns];
	row = table_add_row(t);
	return row && table_set_text(row, key) == 0 ? row : NULL;
}
