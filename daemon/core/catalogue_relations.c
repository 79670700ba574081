// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What facts of one row mean for others: words that were written in clear before, a place on the
 * first screen that is taken, a code that a fact names. See catalogue_plan.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "catalogue_plan.h"

/* By kind, code and first day: catalogue_by_code(). */
struct sorted {
	const struct catalogue_row **rows;
	size_t count;
};

struct relations {
	struct sorted old, news, merged;
	const struct catalogue_row *ended; /* of which it was said last that something names it */
	catalogue_mistake_fn mistake;
	void *data;
	int count;
};

static void tell(struct relations *c, struct sentence why, const struct catalogue_row *row,
	const char *column)
{
	sentence_param(&why, "code", row->code);
	sentence_param(&why, "column", column);
	c->count++;
	if (c->mistake)
		c->mistake(c->data, row->line, &why);
}

/* ---- a natural person: what was written in clear stays in the chain for ever ---- */

static int by_code(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return a->kind != b->kind ? (a->kind > b->kind) - (a->kind < b->kind)
				  : strcmp(a->code, b->code);
}

/* Whether any version of that code is a person, or is none. */
static bool is_known(const struct sorted *s, const struct catalogue_row *row, bool person)
{
	size_t first = 0, end = s->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (by_code(s->rows[middle], row) < 0)
			first = middle + 1;
		else
			end = middle;
	}
	for (; first < s->count && by_code(s->rows[first], row) == 0; first++)
		if (catalogue_facts(s->rows[first])->person == person)
			return true;
	return false;
}

/* Of a code that is both already, a row as a person says nothing more in clear. */
/* lang: row_was_clear, row_was_person */
static void check_person(struct relations *c, const struct catalogue_row *row)
{
	bool person = catalogue_facts(row)->person, was = is_known(&c->old, row, true);

	if (person && !was && (is_known(&c->old, row, false) || is_known(&c->news, row, false)))
		tell(c, (struct sentence){ .key = "row_was_clear" }, row, "person");
	if (!person && was)
		tell(c, (struct sentence){ .key = "row_was_person" }, row, "person");
}

/* ---- the first screen ---- */

static bool on_one_day(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return (!a->valid_until[0] || strcmp(b->valid_from, a->valid_until) < 0) &&
	       (!b->valid_until[0] || strcmp(a->valid_from, b->valid_until) < 0);
}

/* Both are offered on one day, in one direction, at one place. */
static bool meet(const struct catalogue_row *a, const struct catalogue_row *b)
{
	const struct catalogue_facts *x = catalogue_facts(a), *y = catalogue_facts(b);

	return a->kind == b->kind && !a->hidden && !b->hidden && x->pinned == y->pinned &&
	       (!x->direction || !y->direction || x->direction == y->direction) &&
	       strcmp(a->code, b->code) != 0 && on_one_day(a, b);
}

/* lang: row_pinned_twice */
static void check_pinned(struct relations *c, const struct catalogue_row *row)
{
	uint32_t pinned = catalogue_facts(row)->pinned;
	struct sentence why = { .key = "row_pinned_twice" };

	if (!pinned)
		return;
	for (size_t i = 0; i < c->merged.count; i++)
		if (meet(row, c->merged.rows[i])) {
			sentence_param(&why, "other", c->merged.rows[i]->code);
			sentence_param_int(&why, "value", pinned);
			tell(c, why, row, "pinned");
			return;
		}
}

/* ---- codes ---- */

const struct catalogue_row *catalogue_named(const struct catalogue_row *const *rows, size_t count,
	const struct catalogue_row *by, enum catalogue_kind kind, const char *code)
{
	return by->hidden || by->valid_until[0]
		       ? catalogue_last_by(rows, count, kind, code, by->valid_from)
		       : catalogue_seek(rows, count, kind, code, by->valid_from);
}

/* lang: row_no_such_code */
static void check_codes(struct relations *c, const struct catalogue_row *row)
{
	const struct record *r = catalogue_facts_record(row->kind);

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];
		char code[CODE_SIZE];

		for (size_t n = 0; catalogue_fact_code(f, catalogue_facts(row), n, code); n++) {
			struct sentence why = { .key = "row_no_such_code" };

			if (catalogue_named(c->merged.rows, c->merged.count, row,
				    (enum catalogue_kind)(f->codes - 1), code))
				continue;
			sentence_param(&why, "value", code);
			tell(c, why, row, f->name);
		}
	}
}

/* What is mapped is weighed, into a category of the same body. lang: map_root map_other_body */
static void check_map(struct relations *c, const struct catalogue_row *row)
{
	const struct catalogue_facts *facts = catalogue_facts(row);
	const struct catalogue_row *to;
	bool root = false;

	if (row->kind != CATALOGUE_SCHEME_MAP || row->hidden)
		return;
	to = catalogue_named(c->merged.rows, c->merged.count, row, CATALOGUE_SCHEME_CATEGORY,
		facts->scheme_category);
	if (to && strcmp(catalogue_facts(to)->eco_organisme, facts->eco_organisme) != 0)
		tell(c, (struct sentence){ .key = "map_other_body" }, row, "scheme_category");
	for (size_t i = 0; i < c->merged.count && !root; i++)
		root = c->merged.rows[i]->kind == CATALOGUE_CATEGORY &&
		       strcmp(c->merged.rows[i]->parent, facts->category) == 0;
	if (root)
		tell(c, (struct sentence){ .key = "map_root" }, row, "category");
}

/* One factor for a category in a set, on each day. lang: factor_twice */
static void check_factor(struct relations *c, const struct catalogue_row *row)
{
	const struct catalogue_facts *facts = catalogue_facts(row);
	struct sentence why = { .key = "factor_twice" };

	if (row->kind != CATALOGUE_FACTOR || row->hidden)
		return;
	for (size_t i = 0; i < c->merged.count; i++) {
		const struct catalogue_row *other = c->merged.rows[i];
		const struct catalogue_facts *theirs = catalogue_facts(other);

		if (other->kind != CATALOGUE_FACTOR || other->hidden ||
			strcmp(other->code, row->code) == 0 || !on_one_day(other, row) ||
			strcmp(theirs->factor_set, facts->factor_set) != 0 ||
			strcmp(theirs->category, facts->category) != 0)
			continue;
		sentence_param(&why, "other", other->code);
		tell(c, why, row, "category");
		return;
	}
}

/* What was sent ends that code while the row still names it. lang: row_still_named */
static void check_end(struct relations *c, const struct catalogue_row *by, enum catalogue_kind kind,
	const char *code)
{
	struct sentence why = { .key = "row_still_named" };
	const struct catalogue_row *last;

	if (!*code)
		return;
	last = catalogue_last_by(c->merged.rows, c->merged.count, kind, code,
		by->valid_until[0] ? by->valid_until : "9999-12-31");
	if (!last || !last->line || last == c->ended || !last->valid_until[0] ||
		(by->valid_until[0] && strcmp(by->valid_until, last->valid_until) <= 0))
		return;
	c->ended = last; /* said once */
	sentence_param(&why, "other", by->code);
	tell(c, why, last, "valid_until");
}

static void check_ends(struct relations *c, const struct catalogue_row *row)
{
	const struct record *r = catalogue_facts_record(row->kind);

	if (row->hidden)
		return;
	check_end(c, row, CATALOGUE_CATEGORY, row->parent);
	for (size_t i = 0; r && i < r->count; i++) {
		const struct record_field *f = &r->fields[i];
		char code[CODE_SIZE];

		for (size_t n = 0; catalogue_fact_code(f, catalogue_facts(row), n, code); n++)
			check_end(c, row, (enum catalogue_kind)(f->codes - 1), code);
	}
}

static int check_all(struct relations *c)
{
	for (size_t i = 0; i < c->merged.count; i++)
		check_ends(c, c->merged.rows[i]);
	for (size_t i = 0; i < c->merged.count; i++)
		if (c->merged.rows[i]->line) {
			check_person(c, c->merged.rows[i]);
			check_pinned(c, c->merged.rows[i]);
			check_codes(c, c->merged.rows[i]);
			check_map(c, c->merged.rows[i]);
			check_factor(c, c->merged.rows[i]);
		}
	return c->count;
}

int catalogue_check_relations(const struct catalogue *old, const struct catalogue *news,
	const struct catalogue *merged, catalogue_mistake_fn mistake, void *data)
{
	struct relations c = {
		.old = { catalogue_by_code(old), old->count },
		.news = { catalogue_by_code(news), news->count },
		.merged = { catalogue_by_code(merged), merged->count },
		.mistake = mistake,
		.data = data,
	};
	int r = c.old.rows && c.news.rows && c.merged.rows ? check_all(&c) : -ENOMEM;

	free(c.old.rows);
	free(c.news.rows);
	free(c.merged.rows);
	return r;
}
