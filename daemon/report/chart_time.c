// SPDX-License-Identifier: GPL-3.0-or-later
/* Rows side by side, most often months: parts stacked, or one line each. */
#include <math.h>
#include "chart.h"

enum { LEFT = 90, RIGHT = 170, TOP = 80, BOTTOM = 50, LABELS_MOST = 14, NAME = 14 };

struct frame {
	size_t part[TABLE_COLUMNS], parts;
	double step, most;
};

static double x_of(const struct frame *f, size_t n)
{
	return LEFT + (double)n * f->step;
}

static double height_of(const struct chart_page *p, const struct frame *f, double number)
{
	return (p->height - TOP - BOTTOM) * number / f->most;
}

/* The next of 1, 2, 5 x 10^n: a scale that can be read. */
static double round_up(double number)
{
	double unit = pow(10, floor(log10(number > 1 ? number : 1)));

	return unit * (number <= unit ? 1 : number <= 2 * unit ? 2 : number <= 5 * unit ? 5 : 10);
}

static void axes(const struct chart_page *p, const struct frame *f)
{
	size_t every = p->t->rows / LABELS_MOST + 1;
	char text[128];

	cairo_set_line_width(p->cr, 0.5);
	for (int i = 0; i <= 4; i++) {
		double y = p->height - BOTTOM - height_of(p, f, f->most * i / 4);

		cairo_move_to(p->cr, LEFT, y + 0.5);
		cairo_line_to(p->cr, p->width - RIGHT, y + 0.5);
		cairo_stroke(p->cr);
		chart_text(p->cr, LEFT - 6, y + 4, 1,
			chart_kg(p, f->part[0], (int64_t)(f->most * i / 4), text));
	}
	for (size_t n = 0; n < p->t->rows; n += every)
		chart_text(p->cr, x_of(f, n) + f->step / 2, p->height - BOTTOM + 18, 0.5,
			chart_row_name(p, n, text, sizeof(text)));
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
	f->most = round_up(most);
	f->step = (double)(p->width - LEFT - RIGHT) / (double)(p->t->rows ? p->t->rows : 1);
	if (!f->parts)
		return false;
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
		double y = p->height - BOTTOM;

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

void chart_line(const struct chart_page *p)
{
	static const double dashes[][2] = { { 1, 0 }, { 8, 4 }, { 2, 3 }, { 12, 3 }, { 4, 8 } };
	double end[TABLE_COLUMNS];
	struct frame f;

	if (!start(p, false, &f))
		return;
	for (size_t i = 0; i < f.parts; i++) {
		double x = LEFT, y = p->height - BOTTOM;

		cairo_set_dash(p->cr, dashes[i % 5], i % 5 ? 2 : 0, 0);
		cairo_set_line_width(p->cr, 2);
		for (size_t n = 0; n < p->t->rows; n++) {
			x = x_of(&f, n) + f.step / 2;
			y = p->height - BOTTOM - height_of(p, &f, (double)figure(p, &f, n, i));
			cairo_line_to(p->cr, x, y);
		}
		cairo_stroke(p->cr);
		cairo_set_dash(p->cr, NULL, 0, 0);
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
