// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One bar a row, of the first figure. Where the table has the same of a year before, a thin one below it
 * on the same scale, and the difference in figures: what grew is seen without looking for it.
 */
#include <math.h>
#include <string.h>
#include "chart.h"

enum {
	LEFT = 300,
	RIGHT = 660,
	HEAD = 90,
	TALL = CHART_BAR - 6,
	THIN = 5,
	TOP_MOST = 10,
	NAME_LEAST = 9
};

struct bars {
	size_t figure, before; /* columns; before 0: none */
	double points_of_mg;
	int64_t least; /* below zero, or zero: what is less than nothing goes to the left */
};

static int64_t number(const struct table *t, size_t row, size_t column)
{
	return column < t->columns ? table_cell(t, row, column)->number : 0;
}

int chart_bars_height(const struct table *t, enum chart chart)
{
	size_t rows = chart == CHART_TOP && t->rows > TOP_MOST ? TOP_MOST + 1 : t->rows;

	return HEAD + (int)rows * CHART_BAR;
}

static struct bars measure(const struct chart_page *p)
{
	const struct table *t = p->t;
	struct bars b = { .figure = t->keys, .before = chart_before(t, t->keys) };
	int64_t most = 1;

	for (size_t n = 0; n < t->rows; n++) {
		int64_t now = number(t, n, b.figure), was = b.before ? number(t, n, b.before) : 0;

		most = now > most ? now : most;
		most = was > most ? was : most;
		b.least = now < b.least ? now : b.least;
		b.least = was < b.least ? was : b.least;
	}
	b.points_of_mg = (960 - LEFT - (b.before ? 180 : 100) * chart_letter(p->cr) / 11) /
			 (double)(most - b.least);
	return b;
}

static double length(const struct bars *b, int64_t mg)
{
	return (double)mg * b->points_of_mg;
}

/* Where bars begin. */
static double zero(const struct bars *b)
{
	return LEFT - length(b, b->least);
}

/* On two lines, where there is room for them. */
static void put_name(cairo_t *cr, double y, const char *name)
{
	char line[CHART_LINE_SIZE];
	const char *first;

	if (chart_width(cr, name) <= LEFT - 14 || chart_letter(cr) * 2 > CHART_BAR) {
		chart_text(cr, LEFT - 10, y, 1, name);
		return;
	}
	cairo_save(cr);
	cairo_set_font_size(cr, NAME_LEAST);
	first = chart_fold(cr, &name, LEFT - 14, false, line);
	chart_text(cr, LEFT - 10, *name ? y - 6 : y, 1, first);
	if (*name)
		chart_text(cr, LEFT - 10, y + 4, 1,
			chart_cut(cr, name, LEFT - 14, line, sizeof(line)));
	cairo_restore(cr);
}

/* figure NULL: there is no figure, which is not that it is 0. */
static void bar(const struct chart_page *p, const struct bars *b, size_t place, const char *name,
	const int64_t *figure, int64_t was)
{
	const int64_t now = figure ? *figure : 0;
	double y = CHART_BARS_FROM + 3 + (double)place * CHART_BAR;
	char text[CHART_COMPARED_SIZE];

	put_name(p->cr, y + 13, name);
	cairo_rectangle(p->cr, zero(b), y, length(b, now), b->before ? TALL - THIN : TALL);
	chart_fill(p->cr, 0);
	if (b->before) {
		cairo_rectangle(p->cr, zero(b), y + TALL - THIN, length(b, was), THIN);
		chart_fill(p->cr, 7);
	}
	if (figure)
		chart_text(p->cr, zero(b) + 6 + fmax(length(b, now > was ? now : was), 0), y + 13,
			0, chart_compared(p, b->figure, now, was, text));
}

/* By the keys in which rows differ, the longest shortened until each has its place on the lines of a name. */
static const char *name_of(const struct chart_page *p, size_t n, char buf[CHART_LINE_SIZE])
{
	const struct table *t = p->t;
	double most = (LEFT - 14) * (chart_letter(p->cr) * 2 > CHART_BAR ? 1 : 2.2);
	char key[CHART_LINE_SIZE], cut[CHART_LINE_SIZE];

	if (t->keys < 2)
		return chart_row_name(p, n, buf, CHART_LINE_SIZE);
	for (double room = most; room == most || (room > 20 && chart_width(p->cr, buf) > most);
		room *= 0.9) {
		size_t used = 0;

		buf[0] = '\0';
		for (size_t i = 0; i < t->keys && used < CHART_LINE_SIZE; i++) {
			(void)chart_keys_name(p, n, i, i + 1, key, sizeof(key));
			if (!chart_is_shared(t, i) && *table_cell(t, t->order[n], i)->text)
				used += (size_t)snprintf(buf + used, CHART_LINE_SIZE - used, "%s%s",
					used ? " · " : "",
					chart_cut(p->cr, key, room, cut, sizeof(cut)));
		}
	}
	return *buf ? buf : chart_row_name(p, n, buf, CHART_LINE_SIZE);
}

static void bar_of_row(const struct chart_page *p, const struct bars *b, size_t place, size_t n)
{
	const struct table *t = p->t;
	const struct cell *c = t->keys < t->columns ? table_cell(t, t->order[n], b->figure) : NULL;
	char name[CHART_LINE_SIZE];

	bar(p, b, place, name_of(p, n, name), c && !c->none ? &c->number : NULL,
		b->before ? number(t, t->order[n], b->before) : 0);
}

static void head(const struct chart_page *p, const struct bars *b)
{
	const char *said = lang_text(p->lang, "chart_before");
	cairo_text_extents_t e;

	chart_text(p->cr, 20, 56, 0, table_title(p->t, b->figure, p->lang));
	if (!b->before)
		return;
	cairo_text_extents(p->cr, said, &e);
	cairo_rectangle(p->cr, RIGHT, 49, 22, THIN);
	chart_fill(p->cr, 7);
	chart_text(p->cr, RIGHT + 28, 56, 0, said);
}

void chart_bars(const struct chart_page *p)
{
	const struct table *t = p->t;
	const struct bars b = measure(p);

	head(p, &b);
	for (size_t n = 0; n < t->rows; n++)
		bar_of_row(p, &b, n, n);
}

/* The next longest behind those that are drawn; of equal ones the first in the catalogue. */
static size_t next_longest(const struct table *t, const struct bars *b, const bool *drawn)
{
	size_t best = t->rows;

	for (size_t n = 0; n < t->rows; n++)
		if (!drawn[n] && (best == t->rows || number(t, t->order[n], b->figure) >
							     number(t, t->order[best], b->figure)))
			best = n;
	return best;
}

static void others(const struct chart_page *p, const struct bars *b, const bool *drawn)
{
	struct sentence said = { .key = "chart_others" };
	int64_t now = 0, was = 0;
	char name[CHART_LINE_SIZE];

	for (size_t n = 0; n < p->t->rows; n++) {
		now += drawn[n] ? 0 : number(p->t, p->t->order[n], b->figure);
		was += drawn[n] || !b->before ? 0 : number(p->t, p->t->order[n], b->before);
	}
	sentence_param_int(&said, "count", (int64_t)(p->t->rows - TOP_MOST));
	(void)lang_say(p->lang, &said, name, sizeof(name));
	bar(p, b, TOP_MOST, name, &now, was);
}

/* The others together may be longer than any of the ten. */
static void make_room(const struct chart_page *p, struct bars *b, const bool *drawn)
{
	int64_t sum[2] = { 0, 0 };

	for (size_t n = 0; n < p->t->rows; n++)
		for (size_t k = 0; !drawn[n] && k < 2; k++)
			if (k == 0 || b->before)
				sum[k] += number(p->t, p->t->order[n], k ? b->before : b->figure);
	for (size_t k = 0; k < 2; k++)
		if (length(b, sum[k] - b->least) > 480)
			b->points_of_mg = 480 / (double)(sum[k] - b->least);
}

void chart_top(const struct chart_page *p)
{
	const struct table *t = p->t;
	struct bars b = measure(p);
	_cleanup_free_ bool *drawn = calloc(t->rows + 1, sizeof(*drawn));
	size_t top[TOP_MOST], count = 0;

	if (!drawn)
		return;
	head(p, &b);
	while (count < TOP_MOST && count < t->rows) {
		top[count] = next_longest(t, &b, drawn);
		drawn[top[count++]] = true;
	}
	make_room(p, &b, drawn);
	for (size_t i = 0; i < count; i++)
		bar_of_row(p, &b, i, top[i]);
	if (t->rows > TOP_MOST)
		others(p, &b, drawn);
}
