// SPDX-License-Identifier: GPL-3.0-or-later
/* A catalogue with more rows in it, and what would be wrong with it: see catalogue_plan.h. */
#include "catalogue_plan.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int copy_rows(struct catalogue *c, const struct catalogue *from, unsigned keep_line)
{
	for (size_t i = 0; i < from->count; i++) {
		struct catalogue_row row = from->rows[i];

		row.line &= keep_line;
		if (catalogue_add(c, &row) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int by_version(const void *left, const void *right)
{
	const struct catalogue_row *a = left, *b = right;
	int r = (a->kind > b->kind) - (a->kind < b->kind);

	if (r == 0)
		r = strcmp(a->code, b->code);
	if (r == 0)
		r = strcmp(a->valid_from, b->valid_from);
	/* What was sent comes behind what stood: it stays. */
	return r ? r : (a->line > b->line) - (a->line < b->line);
}

static bool same_code(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return a->kind == b->kind && strcmp(a->code, b->code) == 0;
}

/* Sorted: of one version the last counts, and each ends where the next begins. */
static void make_room(struct catalogue *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++) {
		struct catalogue_row *before = n ? &c->rows[n - 1] : NULL, *row = &c->rows[i];

		if (before && catalogue_same_version(before, row))
			n--;
		else if (before && same_code(before, row) &&
			 (!before->valid_until[0] ||
				 strcmp(before->valid_until, row->valid_from) > 0))
			memcpy(before->valid_until, row->valid_from, DAY_SIZE);
		c->rows[n++] = *row;
	}
	c->count = n;
}

int catalogue_merge(
	const struct catalogue *old, const struct catalogue *news, struct catalogue *ret_merged)
{
	struct catalogue c = { 0 };

	if (copy_rows(&c, old, 0) < 0 || copy_rows(&c, news, ~0U) < 0) {
		catalogue_done(&c);
		return -ENOMEM;
	}
	if (c.count)
		qsort(c.rows, c.count, sizeof(*c.rows), by_version);
	make_room(&c);
	*ret_merged = c;
	return 0;
}

/* ---- what would be wrong ---- */

struct check {
	const struct catalogue *old, *news;
	struct catalogue merged;
	const char *today;
	catalogue_mistake_fn mistake;
	void *data;
	int count;
};

/* The field of the row by which it is put right. */
static const char *column_of(const char *key)
{
	return strcmp(key, "row_bad_parent") == 0 ? "parent"
	       : strcmp(key, "row_past") == 0     ? "valid_from"
						  : "code";
}

static void tell(struct check *c, const char *key, const struct catalogue_row *row, unsigned line,
	const char *name, const char *value)
{
	struct sentence why = { .key = key };

	sentence_param(&why, "code", row->code);
	sentence_param(&why, "column", column_of(key));
	if (name)
		sentence_param(&why, name, value);
	c->count++;
	if (c->mistake)
		c->mistake(c->data, line, &why);
}

/* lang: row_twice */
static int check_twice(struct check *c)
{
	const struct catalogue_row **rows = catalogue_by_code(c->news);

	for (size_t i = 1; rows && i < c->news->count; i++)
		if (catalogue_same_version(rows[i - 1], rows[i])) {
			const struct catalogue_row *a = rows[i - 1], *b = rows[i];

			tell(c, "row_twice", b, a->line > b->line ? a->line : b->line, NULL, NULL);
		}
	free(rows);
	return rows ? 0 : -ENOMEM;
}

/* lang: row_clash */
static int check_clashes(struct check *c)
{
	const struct catalogue_row **rows = catalogue_by_barcode(&c->merged);

	for (size_t i = 1; rows && i < c->merged.count; i++) {
		const struct catalogue_row *a = rows[i - 1], *b = rows[i];

		if (catalogue_clash(a, b))
			tell(c, "row_clash", a, a->line > b->line ? a->line : b->line, "other",
				b->code);
	}
	free(rows);
	return rows ? 0 : -ENOMEM;
}

/* The row that was sent of that parent: what is wrong with its children is wrong with it. */
static unsigned line_of(const struct check *c, const struct catalogue_row *child)
{
	for (size_t i = 0; i < c->news->count && !child->line; i++)
		if (c->news->rows[i].kind == CATALOGUE_CATEGORY &&
			strcmp(c->news->rows[i].code, child->parent) == 0)
			return c->news->rows[i].line;
	return child->line;
}

/* A later version of the parent, sent now or above a row sent now, that is none any more. */
static const struct catalogue_row *ends_as_parent(
	const struct check *c, const struct catalogue_row *row, const struct catalogue_row *parent)
{
	const struct catalogue_row *end = c->merged.rows + c->merged.count;

	while (++parent < end && same_code(parent, parent - 1) &&
		(!row->valid_until[0] || strcmp(parent->valid_from, row->valid_until) < 0))
		if (parent->parent[0] && (parent->line || row->line))
			return parent;
	return NULL;
}

/* lang: row_bad_parent */
static int check_parents(struct check *c)
{
	const struct catalogue_row **rows = catalogue_by_code(&c->merged);

	for (size_t i = 0; rows && i < c->merged.count; i++) {
		const struct catalogue_row *row = &c->merged.rows[i], *parent, *later;

		if (!row->parent[0])
			continue;
		parent = catalogue_named(
			rows, c->merged.count, row, CATALOGUE_CATEGORY, row->parent);
		later = parent ? ends_as_parent(c, row, parent) : NULL;
		if (!parent || parent->parent[0] || later)
			tell(c, "row_bad_parent", row,
				later && later->line ? later->line : line_of(c, row), NULL, NULL);
	}
	free(rows);
	return rows ? 0 : -ENOMEM;
}

static bool counts_as(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return a->class == b->class && strcmp(a->parent, b->parent) == 0 &&
	       strcmp(a->scheme, b->scheme) == 0 && a->counts_as_intake == b->counts_as_intake;
}

/* The last version that began by that day, ended or not: reports count by it. rows: by code. */
static const struct catalogue_row *last_by(
	const struct catalogue_row *const *rows, size_t count, const struct catalogue_row *row)
{
	size_t first = 0, end = count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (by_version(rows[middle], row) <= 0)
			first = middle + 1;
		else
			end = middle;
	}
	return first && same_code(rows[first - 1], row) ? rows[first - 1] : NULL;
}

/* lang: row_past */
static int check_past(struct check *c)
{
	const struct catalogue_row **rows = catalogue_by_code(c->old);

	for (size_t i = 0; rows && i < c->news->count; i++) {
		const struct catalogue_row *row = &c->news->rows[i],
					   *before = last_by(rows, c->old->count, row);

		if (before && strcmp(row->valid_from, c->today) < 0 && !counts_as(before, row))
			tell(c, "row_past", row, row->line, "day", c->today);
	}
	free(rows);
	return rows ? 0 : -ENOMEM;
}

int catalogue_check_news(const struct catalogue *old, const struct catalogue *news,
	const char *today, catalogue_mistake_fn mistake, void *data)
{
	struct check c = {
		.old = old, .news = news, .today = today, .mistake = mistake, .data = data
	};
	int r = catalogue_merge(old, news, &c.merged);

	if (r == 0)
		r = check_twice(&c);
	if (r == 0)
		r = check_clashes(&c);
	if (r == 0)
		r = check_parents(&c);
	if (r == 0 && today)
		r = check_past(&c);
	if (r == 0) {
		r = catalogue_check_relations(old, news, &c.merged, mistake, data);
		c.count += r > 0 ? r : 0;
	}
	if (r >= 0) {
		r = catalogue_check_shares(&c.merged, mistake, data);
		c.count += r > 0 ? r : 0;
	}
	if (r >= 0)
		c.count += catalogue_check_conventions(&c.merged, mistake, data);
	catalogue_done(&c.merged);
	return r < 0 ? r : c.count;
}
