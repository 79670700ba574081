// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Rows side by side, most often months: parts stacked, or one line each. Names never lie over each
 * other: of months and days only as many as have room; all others are turned where they are
 * wide, and what several rows share (the month of its categories) stands once below them.
 */
#include <math.h>
#include <string.h>
#include "chart.h"

enum {
	LEFT = CHART_LEFT,
	RIGHT = 170,
	TOP = CHART_TOP_EDGE,
	BOTTOM = 50,
	NAME = 14,
	GAP = 8,
	TURNED_MOST = 240
};

struct frame {
	size_t part[TABLE_COLUMNS], parts;
	double step, most, bottom, widest; /* widest: of the names of rows */
	bool turned;
};

/* Only these may be left out between two others: everybody knows what stands there. */
static bool is_time(const struct table *t)
{
	return t->keys < 2 && t->column[0].type != COLUMN_CODE;
}

void chart_time_page(struct chart_page *p)
{
	int width = LEFT + RIGHT + (int)p->t->rows * NAME;

	if (is_time(p->t))
		return;
	p->width = width > p->width ? width : p->width;
	p->height += TURNED_MOST - BOTTOM;
}

static double x_of(const struct frame *f, size_t n)
{
	return LEFT + (double)n * f->step;
}

static double height_of(const struct chart_page *p, const struct frame *f, double number)
{
	return (p->height - TOP - f->bottom) * number / f->most;
}

/* A scale that can be read. */
double chart_round_up(double number)
{
	double unit = pow(10, floor(log10(number > 1 ? number : 1)));

	return unit * (number <= unit ? 1 : number <= 2 * unit ? 2 : number <= 5 * unit ? 5 : 10);
}

static const char *name_of(const struct chart_page *p, size_t n, char *buf, size_t size)
{
	size_t keys = p->t->keys;

	return chart_keys_name(p, n, keys ? keys - 1 : 0, keys, buf, size);
}

/* How much room the names need below. */
static void measure(const struct chart_page *p, struct frame *f)
{
	char text[128];

	f->step = (double)(p->width - LEFT - RIGHT) / (double)(p->t->rows ? p->t->rows : 1);
	for (size_t n = 0; n < p->t->rows; n++)
		f->widest = fmax(f->widest, chart_width(p->cr, name_of(p, n, text, sizeof(text))));
	f->widest = fmin(f->widest, TURNED_MOST);
	f->turned = !is_time(p->t) && f->widest + GAP > f->step;
	f->bottom = BOTTOM + (f->turned ? f->widest : 0);
}

static void names(const struct chart_page *p, const struct frame *f)
{
	size_t every = f->turned ? 1 : (size_t)((f->widest + GAP) / f->step) + 1;
	double y = p->height - f->bottom;
	char text[128];

	for (size_t n = 0; n < p->t->rows; n += every) {
		double x = x_of(f, n) + f->step / 2;

		(void)name_of(p, n, text, sizeof(text));
		if (f->turned)
			chart_text_turned(p->cr, x + 4, y + GAP, TURNED_MOST, text);
		else
			chart_text(p->cr, x, y + 18, 0.5, text);
	}
}

/* Rows that share all keys but the last: where the group of the n-th ends. */
static size_t end_of_group(const struct chart_page *p, size_t n, char *name, size_t size)
{
	char other[128];
	size_t end = n;

	(void)chart_keys_name(p, n, 0, p->t->keys - 1, name, size);
	do
		end++;
	while (end < p->t->rows && strcmp(name, chart_keys_name(p, end, 0, p->t->keys - 1, other,
							sizeof(other))) == 0);
	return end;
}

static void groups(const struct chart_page *p, const struct frame *f)
{
	double free = 0;
	char name[128];

	for (size_t n = 0, end; p->t->keys > 1 && n < p->t->rows; n = end) {
		end = end_of_group(p, n, name, sizeof(name));
		double middle = (x_of(f, n) + x_of(f, end)) / 2,
		       half = chart_width(p->cr, name) / 2;

		cairo_move_to(p->cr, x_of(f, n), p->height - f->bottom);
		cairo_line_to(p->cr, x_of(f, n), p->height - 14);
		cairo_stroke(p->cr);
		if (middle - half < free)
			continue;
		chart_text(p->cr, middle, p->height - 14, 0.5, name);
		free = middle + half + GAP;
	}
}

void chart_scale(
	const struct chart_page *p, double right, double bottom, double most, size_t column)
{
	char text[TYPESET_SIZE];

	cairo_set_line_width(p->cr, 0.5);
	for (int i = 0; i <= 4; i++) {
		double y = p->height - bottom - (p->height - TOP - bottom) * i / 4;

		cairo_move_to(p->cr, LEFT, y + 0.5);
		cairo_line_to(p->cr, p->width - right, y + 0.5);
		cairo_stroke(p->cr);
		chart_text(p->cr, LEFT - 6, y + 4, 1,
			chart_kg(p, column, (int64_t)(most * i / 4), CHART_AXIS, text));
	}
}

static void axes(const struct chart_page *p, const struct frame *f)
{
	chart_scale(p, RIGHT, f->bottom, f->most, f->part[0]);
	names(p, f);
	groups(p, f);
}

static int64_t figure(const struct chart_page *p, const struct frame *f, size_t n, size_t part)
{
	return table_cell(p->t, p->t->order[n], f->part[part])->number;
}

static bool start(const struct chart_page *p, bool stacked, struct frame *f)
{
	double most = 1;

	*f = (struct frame){ 0 };
	f->parts = chart_parts(p->t, f->part);
	for (size_t n = 0; n < p->t->rows; n++) {
		double sum = 0;

		for (size_t i = 0; i < f->parts; i++) {
			double number = (double)figure(p, f, n, i);

			sum = stacked ? sum + number : number;
			most = sum > most ? sum : most;
		}
	}
	f->most = chart_round_up(most);
	if (!f->parts)
		return false;
	measure(p, f);
	axes(p, f);
	return true;
}

void chart_months(const struct chart_page *p)
{
	struct frame f;

	if (!start(p, true, &f))
		return;
	chart_legend(p, f.part, f.parts);
	for (size_t n = 0; n < p->t->rows; n++) {
		double y = p->height - f.bottom;

		for (size_t i = 0; i < f.parts; i++) {
			double h = height_of(p, &f, (double)figure(p, &f, n, i));

			if (h <= 0)
				continue;
			y -= h;
			cairo_rectangle(p->cr, x_of(&f, n) + f.step * 0.1, y, f.step * 0.8, h);
			chart_fill(p->cr, i);
		}
	}
}

/* A figure that is not there leaves a gap; one alone is a point. Where the line ends. */
static void one_line(
	const struct chart_page *p, const struct frame *f, size_t part, double *x, double *y)
{
	bool drawn = false;

	cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_ROUND);
	for (size_t n = 0; n < p->t->rows; n++) {
		if (table_cell(p->t, p->t->order[n], f->part[part])->none) {
			drawn = false;
			continue;
		}
		*x = x_of(f, n) + f->step / 2;
		*y = p->height - f->bottom - height_of(p, f, (double)figure(p, f, n, part));
		if (!drawn)
			cairo_move_to(p->cr, *x, *y);
		cairo_line_to(p->cr, *x, *y);
		drawn = true;
	}
	cairo_stroke(p->cr);
	cairo_set_line_cap(p->cr, CAIRO_LINE_CAP_BUTT);
}

/* What it is stands above it, and how it ended at its end. */
static void name_alone(const struct chart_page *p, const struct frame *f, double x, double y)
{
	char text[TYPESET_SIZE];

	chart_text(p->cr, 20, 56, 0, table_title(p->t, f->part[0], p->lang));
	for (size_t n = p->t->rows; n-- > 0;)
		if (!table_cell(p->t, p->t->order[n], f->part[0])->none) {
			chart_text(p->cr, x + 8, y + 4, 0,
				chart_kg(p, f->part[0], figure(p, f, n, 0), 1, text));
			return;
		}
}

void chart_line(const struct chart_page *p)
{
	static const double dashes[][2] = { { 1, 0 }, { 8, 4 }, { 2, 3 }, { 12, 3 }, { 4, 8 } };
	double end[TABLE_COLUMNS];
	struct frame f;

	if (!start(p, false, &f))
		return;
	for (size_t i = 0; i < f.parts; i++) {
		double x = LEFT, y = p->height - f.bottom;

		cairo_set_dash(p->cr, dashes[i % 5], i % 5 ? 2 : 0, 0);
		cairo_set_line_width(p->cr, 2);
		one_line(p, &f, i, &x, &y);
		cairo_set_dash(p->cr, NULL, 0, 0);
		if (f.parts == 1) {
			name_alone(p, &f, x, y);
			return;
		}
		/* The name at the line's end; one above the other where lines end together. */
		end[i] = y;
		for (size_t k = 0; k < i; k++)
			if (fabs(end[k] - end[i]) < NAME) {
				end[i] = end[k] - NAME;
				k = (size_t)-1;
			}
		chart_text(p->cr, x + 8, end[i] + 4, 0, table_title(p->t, f.part[i], p->lang));
	}
}
