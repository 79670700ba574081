// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A catalogue put in order once, for the questions that concern each of its rows: an imported
 * file may hold 100,000, and a walk for each of them would take minutes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"

typedef int (*row_order)(const void *, const void *);

static int by_code(const void *left, const void *right)
{
	const struct catalogue_row *a = *(const struct catalogue_row *const *)left;
	const struct catalogue_row *b = *(const struct catalogue_row *const *)right;
	int r = (a->kind > b->kind) - (a->kind < b->kind);

	if (r == 0)
		r = strcmp(a->code, b->code);
	return r ? r : strcmp(a->valid_from, b->valid_from);
}

/* As control barcodes carry them: without '-' and '_'. */
static int squashed(const char *a, const char *b)
{
	for (;; a++, b++) {
		a += strspn(a, "-_");
		b += strspn(b, "-_");
		if (*a != *b || !*a)
			return (unsigned char)*a - (unsigned char)*b;
	}
}

static int by_barcode(const void *left, const void *right)
{
	const struct catalogue_row *a = *(const struct catalogue_row *const *)left;
	const struct catalogue_row *b = *(const struct catalogue_row *const *)right;
	int r = (a->kind > b->kind) - (a->kind < b->kind);

	if (r == 0)
		r = squashed(a->code, b->code);
	return r ? r : strcmp(a->code, b->code);
}

static const struct catalogue_row **ordered(const struct catalogue *c, row_order order)
{
	const struct catalogue_row **rows = calloc(c->count + 1, sizeof(const void *));

	if (!rows)
		return NULL;
	for (size_t i = 0; i < c->count; i++)
		rows[i] = &c->rows[i];
	qsort(rows, c->count, sizeof(const void *), order);
	return rows;
}

const struct catalogue_row **catalogue_by_code(const struct catalogue *c)
{
	return ordered(c, by_code);
}

const struct catalogue_row **catalogue_by_barcode(const struct catalogue *c)
{
	return ordered(c, by_barcode);
}

const struct catalogue_row *catalogue_last_by(const struct catalogue_row *const *rows, size_t count,
	enum catalogue_kind kind, const char *code, const char *day)
{
	struct catalogue_row key = { .kind = kind };
	const struct catalogue_row *wanted = &key;
	size_t first = 0, end = count;

	if (strlen(code) >= sizeof(key.code) || strlen(day) >= sizeof(key.valid_from))
		return NULL;
	memcpy(key.code, code, strlen(code));
	memcpy(key.valid_from, day, strlen(day));
	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (by_code(&rows[middle], &wanted) <= 0)
			first = middle + 1;
		else
			end = middle;
	}
	if (first == 0 || rows[first - 1]->kind != kind || strcmp(rows[first - 1]->code, code) != 0)
		return NULL;
	return rows[first - 1];
}

const struct catalogue_row *catalogue_seek(const struct catalogue_row *const *rows, size_t count,
	enum catalogue_kind kind, const char *code, const char *day)
{
	const struct catalogue_row *row = catalogue_last_by(rows, count, kind, code, day);

	return row && catalogue_row_valid(row, day) ? row : NULL;
}

/* Neighbours of that order of which it may be said that they are at odds: 1, the earlier first. */
static int find_pair(const struct catalogue *c, row_order order,
	bool (*at_odds)(const struct catalogue_row *, const struct catalogue_row *),
	size_t *ret_first, size_t *ret_second)
{
	const struct catalogue_row **rows = ordered(c, order);
	int found = 0;

	if (!rows)
		return -ENOMEM;
	for (size_t i = 1; i < c->count && !found; i++)
		if (at_odds(rows[i - 1], rows[i])) {
			size_t a = (size_t)(rows[i - 1] - c->rows);
			size_t b = (size_t)(rows[i] - c->rows);

			*ret_first = a < b ? a : b;
			*ret_second = a < b ? b : a;
			found = 1;
		}
	free(rows);
	return found;
}

/* The same code may stand twice, with other days: that is a new version, not a clash. */
bool catalogue_clash(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return a->kind == b->kind && strcmp(a->code, b->code) != 0 &&
	       squashed(a->code, b->code) == 0;
}

bool catalogue_same_version(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return by_code(&a, &b) == 0;
}

int catalogue_find_clash(const struct catalogue *c, size_t *ret_first, size_t *ret_second)
{
	return find_pair(c, by_barcode, catalogue_clash, ret_first, ret_second);
}

int catalogue_find_twice(const struct catalogue *c, size_t *ret_first, size_t *ret_second)
{
	return find_pair(c, by_code, catalogue_same_version, ret_first, ret_second);
}

static bool same_words(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return strcmp(a->label_fr, b->label_fr) == 0 && strcmp(a->label_en, b->label_en) == 0 &&
	       strcmp(a->short_fr, b->short_fr) == 0 && strcmp(a->short_en, b->short_en) == 0;
}

bool catalogue_same_row(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return catalogue_same_version(a, b) && same_words(a, b) &&
	       strcmp(a->valid_until, b->valid_until) == 0 && strcmp(a->parent, b->parent) == 0 &&
	       strcmp(a->scheme, b->scheme) == 0 && strcmp(a->flow, b->flow) == 0 &&
	       a->class == b->class && a->counts_as_intake == b->counts_as_intake &&
	       a->hidden == b->hidden && a->tare_mg == b->tare_mg && a->unit_mg == b->unit_mg &&
	       a->sort == b->sort && catalogue_same_facts(a, b);
}

int catalogue_keep_news(struct catalogue *rows, const struct catalogue *old)
{
	const struct catalogue_row **known = catalogue_by_code(old);
	size_t kept = 0;

	if (!known)
		return -ENOMEM;
	for (size_t i = 0; i < rows->count; i++) {
		const struct catalogue_row *row = &rows->rows[i];
		const struct catalogue_row *before =
			catalogue_seek(known, old->count, row->kind, row->code, row->valid_from);

		if (!before || !catalogue_same_row(before, row))
			rows->rows[kept++] = *row;
	}
	rows->count = kept;
	free(known);
	return 0;
}

const struct catalogue_facts *catalogue_own(
	struct catalogue *c, const struct catalogue_facts *facts)
{
	struct catalogue_facts *copy = malloc(sizeof(*copy));

	if (!copy)
		return NULL;
	*copy = *facts;
	copy->next = c->facts;
	c->facts = copy;
	return copy;
}

void catalogue_done(struct catalogue *c)
{
	while (c->facts) {
		struct catalogue_facts *facts = c->facts;

		c->facts = facts->next;
		free(facts);
	}
	free(c->rows);
	*c = (struct catalogue){ 0 };
}

int catalogue_add(struct catalogue *c, const struct catalogue_row *row)
{
	const struct catalogue_facts *facts = NULL;
	struct catalogue_row *rows = c->rows;

	/* Room is doubled at 64, 128, 256 …: a power of two is full. */
	if (c->count == 0 || (c->count >= 64 && (c->count & (c->count - 1)) == 0))
		rows = realloc(c->rows, (c->count ? c->count * 2 : 64) * sizeof(*rows));
	if (!rows)
		return -ENOMEM;
	c->rows = rows;
	if (row->facts && !(facts = catalogue_own(c, row->facts)))
		return -ENOMEM;
	rows[c->count] = *row;
	rows[c->count++].facts = facts;
	return 0;
}
