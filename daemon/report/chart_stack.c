// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A pile for each of the first key, most often a month, of parts by the second, most often a root: on
 * its left, thinner, the pile of a year before. A part wears what it wears on every chart.
 */
#include <math.h>
#include <string.h>
#include "chart.h"

enum { RIGHT = 250, BOTTOM = 50, LINE = 20 };

static int64_t figure(const struct table *t, size_t n, size_t column)
{
	int64_t mg = table_cell(t, t->order[n], column)->number;

	return mg > 0 ? mg : 0;
}

static const char *key(const struct table *t, size_t n, size_t k)
{
	return table_cell(t, t->order[n], k)->text;
}

/* Rows come sorted: where those end that have the first key of the n-th. */
static size_t end_of_pile(const struct table *t, size_t n)
{
	size_t end = n + 1;

	while (end < t->rows && strcmp(key(t, n, 0), key(t, end, 0)) == 0)
		end++;
	return end;
}

static double highest(const struct table *t, size_t before, size_t *ret_piles)
{
	int64_t most = 1;

	*ret_piles = 0;
	for (size_t n = 0, end; n < t->rows; n = end, (*ret_piles)++) {
		int64_t now = 0, was = 0;

		end = end_of_pile(t, n);
		for (size_t i = n; i < end; i++) {
			now += figure(t, i, t->keys);
			was += before ? figure(t, i, before) : 0;
		}
		most = now > most ? now : most;
		most = was > most ? was : most;
	}
	return chart_round_up((double)most);
}

static void pile(const struct chart_page *p, size_t from, size_t end, size_t column, double x,
	double wide, double points_of_mg)
{
	double y = p->height - BOTTOM;

	for (size_t n = from; n < end; n++) {
		double high = (double)figure(p->t, n, column) * points_of_mg;

		if (high <= 0)
			continue;
		y -= high;
		cairo_rectangle(p->cr, x, y, wide, high);
		chart_fill(p->cr, chart_root_series(p->t, table_cell(p->t, p->t->order[n], 1)));
	}
}

/* Each part once, in the order of the catalogue. */
static void legend(const struct chart_page *p, size_t before)
{
	const struct table *t = p->t;
	double x = p->width - RIGHT + 20, y = CHART_TOP_EDGE;
	char name[128];
	int64_t place = -1;

	for (;;) {
		const struct cell *next = NULL;
		size_t row = 0;

		for (size_t n = 0; n < t->rows; n++) {
			const struct cell *c = table_cell(t, t->order[n], 1);

			if (c->number > place && (!next || c->number < next->number)) {
				next = c;
				row = n;
			}
		}
		if (!next)
			break;
		place = next->number;
		cairo_rectangle(p->cr, x, y, 22, 14);
		chart_fill(p->cr, chart_root_series(t, next));
		y += LINE + (double)(chart_text_folded(p->cr, x + 28, y + 11, RIGHT - 52,
					     chart_keys_name(p, row, 1, 2, name, sizeof(name))) -
				     1) *
				    chart_letter(p->cr);
	}
	if (before)
		(void)chart_text_folded(
			p->cr, x, y + 16, RIGHT - 24, lang_text(p->lang, "chart_thin_before"));
}

void chart_stack(const struct chart_page *p)
{
	const struct table *t = p->t;
	size_t before = chart_before(t, t->keys), piles = 0, at = 0;
	double most, step, points_of_mg;
	char name[128];

	if (t->keys != 2 || t->rows == 0)
		return;
	most = highest(t, before, &piles);
	step = (double)(p->width - CHART_LEFT - RIGHT) / (double)piles;
	points_of_mg = (p->height - CHART_TOP_EDGE - BOTTOM) / most;
	chart_scale(p, RIGHT, BOTTOM, most, t->keys);
	chart_text(p->cr, 20, 56, 0, table_title(t, t->keys, p->lang));
	for (size_t n = 0, end; n < t->rows; n = end, at++) {
		double x = CHART_LEFT + (double)at * step;

		end = end_of_pile(t, n);
		if (before)
			pile(p, n, end, before, x + step * 0.1, step * 0.25, points_of_mg);
		pile(p, n, end, t->keys, x + step * (before ? 0.38 : 0.1),
			step * (before ? 0.52 : 0.8), points_of_mg);
		if (at % (size_t)ceil(92 * chart_letter(p->cr) / 11 / step) == 0)
			chart_text(p->cr, x + step / 2, p->height - BOTTOM + 18, 0.5,
				chart_keys_name(p, n, 0, 1, name, sizeof(name)));
	}
	legend(p, before);
}
