// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which body a kilogram of a category is declared to: mapping rows share it out, and on each day the
 * shares of a flow are nothing or the whole of it. What they come to can change only on a day on
 * which one of them begins or ends.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "catalogue_plan.h"

static const char *const flow_names[SCHEME_FLOWS + 1] = { "in", "reuse", "recycling", "all" };
enum { FLOW_ALL = SCHEME_FLOWS };

const char *scheme_flow_name(enum scheme_flow flow)
{
	return flow_names[flow];
}

bool scheme_flow_good(const char *name)
{
	for (size_t i = 0; i <= FLOW_ALL; i++)
		if (strcmp(flow_names[i], name) == 0)
			return true;
	return false;
}

bool scheme_map_of(const struct catalogue_row *row, enum scheme_flow flow)
{
	return strcmp(row->flow, flow_names[flow]) == 0 ||
	       strcmp(row->flow, flow_names[FLOW_ALL]) == 0;
}

static int by_category(const void *left, const void *right)
{
	const struct catalogue_row *a = *(const struct catalogue_row *const *)left;
	const struct catalogue_row *b = *(const struct catalogue_row *const *)right;
	int r = strcmp(catalogue_facts(a)->category, catalogue_facts(b)->category);

	if (r == 0)
		r = strcmp(a->code, b->code);
	return r ? r : strcmp(a->valid_from, b->valid_from);
}

const struct catalogue_row **catalogue_maps(const struct catalogue *c, size_t *ret_count)
{
	const struct catalogue_row **rows = calloc(c->count + 1, sizeof(const void *));
	size_t n = 0;

	for (size_t i = 0; rows && i < c->count; i++)
		if (c->rows[i].kind == CATALOGUE_SCHEME_MAP && !c->rows[i].hidden)
			rows[n++] = &c->rows[i];
	if (n)
		qsort(rows, n, sizeof(const void *), by_category);
	*ret_count = n;
	return rows;
}

/* Those of one category, of which news says something. */
struct shares {
	const struct catalogue_row *const *rows;
	size_t count;
	catalogue_mistake_fn mistake;
	void *data;
};

static int tell(
	const struct shares *s, const struct catalogue_row *row, const char *key, int64_t sum)
{
	struct sentence why = { .key = key };

	sentence_param(&why, "code", row->code);
	sentence_param(&why, "column", "share_ppm");
	sentence_param(&why, "value", catalogue_facts(row)->category);
	sentence_param_int(&why, "sum", sum);
	if (s->mistake)
		s->mistake(s->data, row->line, &why);
	return 1;
}

/* On one day: the sum, the row to be put right, and whether "all" stands beside one flow. */
static int check_day(const struct shares *s, const char *day, enum scheme_flow flow)
{
	const struct catalogue_row *sent = NULL;
	bool all = false, one = false;
	size_t count = 0;
	int64_t sum = 0;

	for (size_t i = 0; i < s->count; i++) {
		const struct catalogue_row *row = s->rows[i];

		if (!catalogue_row_valid(row, day) || !scheme_map_of(row, flow))
			continue;
		count++;
		sum += catalogue_facts(row)->share_ppm;
		*(strcmp(row->flow, flow_names[FLOW_ALL]) == 0 ? &all : &one) = true;
		sent = !sent || row->line > sent->line ? row : sent;
	}
	if (!sent || (sum == SHARE_WHOLE_PPM && !(all && one) && count <= SCHEME_MAPS_MOST))
		return 0;
	for (size_t i = 0; i < s->count && !sent->line;
		i++) /* what ended, or was hidden, was sent */
		sent = s->rows[i]->line > sent->line ? s->rows[i] : sent;
	if (count > SCHEME_MAPS_MOST)
		return tell(s, sent, "map_too_many", SCHEME_MAPS_MOST);
	return tell(s, sent, sum > SHARE_WHOLE_PPM || (all && one) ? "map_overlaps" : "map_shares",
		sum);
}

/* The first mistake of a category: the others follow. lang: map_overlaps map_shares map_too_many */
static int check_category(const struct shares *s)
{
	for (size_t i = 0; i < s->count; i++)
		for (int f = 0; f < SCHEME_FLOWS; f++) {
			const struct catalogue_row *row = s->rows[i];
			enum scheme_flow flow = (enum scheme_flow)f;

			if (check_day(s, row->valid_from, flow) ||
				(row->valid_until[0] && check_day(s, row->valid_until, flow)))
				return 1;
		}
	return 0;
}

int catalogue_check_shares(const struct catalogue *merged, catalogue_mistake_fn mistake, void *data)
{
	size_t count, end;
	const struct catalogue_row **rows = catalogue_maps(merged, &count);
	int found = 0;

	for (size_t first = 0; rows && first < count; first = end) {
		const char *category = catalogue_facts(rows[first])->category;

		for (end = first; end < count; end++)
			if (strcmp(catalogue_facts(rows[end])->category, category) != 0)
				break;
		found += check_category(
			&(struct shares){ rows + first, end - first, mistake, data });
	}
	free(rows);
	return rows ? found : -ENOMEM;
}

/* ---- what was filed stays what it was ---- */

/* What a mapping row says of a filed period; false: nothing. */
struct clip {
	const struct catalogue_row *row;
	const char *from, *until;
};

static bool clip(const struct catalogue_row *row, const struct scheme_filed *p, struct clip *ret)
{
	const bool ends = row->valid_until[0] && strcmp(row->valid_until, p->last_day) <= 0;

	ret->row = row;
	ret->from = strcmp(row->valid_from, p->first_day) > 0 ? row->valid_from : p->first_day;
	ret->until = ends ? row->valid_until : "";
	return strcmp(catalogue_facts(row)->eco_organisme, p->eco_organisme) == 0 &&
	       strcmp(row->valid_from, p->last_day) <= 0 &&
	       (!row->valid_until[0] || strcmp(row->valid_until, p->first_day) > 0);
}

static bool same_clip(const struct clip *a, const struct clip *b)
{
	const struct catalogue_facts *x = catalogue_facts(a->row), *y = catalogue_facts(b->row);

	return strcmp(x->category, y->category) == 0 &&
	       strcmp(x->scheme_category, y->scheme_category) == 0 &&
	       x->share_ppm == y->share_ppm && strcmp(a->row->flow, b->row->flow) == 0 &&
	       strcmp(a->from, b->from) == 0 && strcmp(a->until, b->until) == 0;
}

struct maps {
	const struct catalogue_row **rows;
	size_t count;
};

/* How many of them say that of the period. */
static size_t alike(const struct maps *m, const struct clip *as, const struct scheme_filed *p)
{
	size_t count = 0;
	struct clip one;

	for (size_t i = 0; i < m->count; i++)
		count += clip(m->rows[i], p, &one) && same_clip(as, &one);
	return count;
}

/* A row of one that says of the period what fewer rows of the other do; NULL: none. */
static const struct catalogue_row *only_in(
	const struct maps *one, const struct maps *other, const struct scheme_filed *p)
{
	struct clip a;

	for (size_t i = 0; i < one->count; i++)
		if (clip(one->rows[i], p, &a) && alike(one, &a, p) > alike(other, &a, p))
			return one->rows[i];
	return NULL;
}

/* The line of what was sent of that code. */
static unsigned line_of(const struct catalogue *news, const struct catalogue_row *row)
{
	for (size_t i = 0; i < news->count; i++)
		if (news->rows[i].kind == row->kind && strcmp(news->rows[i].code, row->code) == 0)
			return news->rows[i].line;
	return row->line;
}

static bool is_same(const struct catalogue_row *a, const struct catalogue_row *b)
{
	return a->kind == b->kind && strcmp(a->code, b->code) == 0 &&
	       strcmp(a->valid_from, b->valid_from) == 0;
}

static bool is_sent(const struct catalogue *news, const struct catalogue_row *row)
{
	for (size_t i = 0; i < news->count; i++)
		if (is_same(&news->rows[i], row))
			return true;
	return false;
}

/* What of a row that was sent is another than in the other catalogue; else it begins where none may. */
static const char *changed(
	const struct catalogue *news, const struct catalogue_row *row, const struct maps *other)
{
	const struct catalogue_facts *x = catalogue_facts(row), *y;

	for (size_t i = 0; i < other->count && is_sent(news, row); i++) {
		if (!is_same(other->rows[i], row))
			continue;
		y = catalogue_facts(other->rows[i]);
		return strcmp(x->eco_organisme, y->eco_organisme) != 0       ? "eco_organisme"
		       : strcmp(x->scheme_category, y->scheme_category) != 0 ? "scheme_category"
		       : x->share_ppm != y->share_ppm                        ? "share_ppm"
		       : strcmp(row->valid_until, other->rows[i]->valid_until) != 0 ? "valid_until"
										    : "valid_from";
	}
	return "valid_from";
}

/* lang: map_filed map_filed_end */
static int check_filed(const struct maps *old, const struct maps *merged,
	const struct catalogue *news, const struct scheme_filed *p, catalogue_mistake_fn mistake,
	void *data)
{
	const struct catalogue_row *row = only_in(merged, old, p);
	const struct maps *other = row ? old : merged;
	struct sentence why = { .key = "map_filed" };
	const char *column;

	row = row ? row : only_in(old, merged, p);
	if (!row)
		return 0;
	column = changed(news, row, other);
	if (strcmp(column, "valid_until") == 0)
		why.key = "map_filed_end";
	sentence_param(&why, "code", row->code);
	sentence_param(&why, "column", column);
	sentence_param(&why, "value", p->eco_organisme);
	sentence_param(&why, "period", p->period);
	mistake(data, line_of(news, row), &why);
	return 1;
}

int catalogue_check_filed(const struct catalogue *old, const struct catalogue *news,
	const struct scheme_filed *filed, size_t count, catalogue_mistake_fn mistake, void *data)
{
	struct catalogue c = { 0 };
	struct maps before = { NULL, 0 }, after = { NULL, 0 };
	int r = catalogue_merge(old, news, &c), found = 0;

	if (r < 0)
		return r;
	before.rows = catalogue_maps(old, &before.count);
	after.rows = catalogue_maps(&c, &after.count);
	for (size_t i = 0; before.rows && after.rows && i < count; i++)
		found += check_filed(&before, &after, news, &filed[i], mistake, data);
	r = before.rows && after.rows ? found : -ENOMEM;
	free(before.rows);
	free(after.rows);
	catalogue_done(&c);
	return r;
}
