// SPDX-License-Identifier: GPL-3.0-or-later
/* A Sankey of what left: rows on the left, where it went on the right, as wide as its mass. */
#include "chart.h"

enum { LEFT = 300, RIGHT = 230, TOP = 70, BOTTOM = 20, NODE = 14, GAP = 6 };

struct flow {
	size_t part[TABLE_COLUMNS], parts;
	double scale; /* points of one milligram */
	double from_y, to_y[TABLE_COLUMNS];
};

static double figure(const struct chart_page *p, const struct flow *f, size_t n, size_t part)
{
	int64_t number = table_cell(p->t, p->t->order[n], f->part[part])->number;

	return number > 0 ? (double)number : 0;
}

static double row_sum(const struct chart_page *p, const struct flow *f, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < f->parts; i++)
		sum += figure(p, f, n, i);
	return sum;
}

static void node(const struct chart_page *p, double x, double y, double h)
{
	cairo_rectangle(p->cr, x, y, NODE, h);
	cairo_set_source_rgb(p->cr, 0, 0, 0);
	cairo_fill(p->cr);
}

/* left: it ends at x, else it begins there. */
static void named(const struct chart_page *p, double x, double y, bool left, const char *name,
	size_t column, double sum)
{
	char text[192], kg[TYPESET_SIZE], figure[TYPESET_SIZE + 4];

	(void)snprintf(figure, sizeof(figure), " : %s",
		chart_kg(p, column, (int64_t)sum, CHART_FIGURE, kg));
	if (left) {
		chart_text_figure(p->cr, x, y + 4, name, figure);
		return;
	}
	(void)snprintf(text, sizeof(text), "%s%s", name, figure);
	chart_text(p->cr, x, y + 4, 0, text);
}

static void ribbon(const struct chart_page *p, struct flow *f, size_t part, double h)
{
	double x = LEFT + NODE, x2 = p->width - RIGHT, middle = (x + x2) / 2;
	double y = f->from_y, y2 = f->to_y[part];

	cairo_move_to(p->cr, x, y);
	cairo_curve_to(p->cr, middle, y, middle, y2, x2, y2);
	cairo_line_to(p->cr, x2, y2 + h);
	cairo_curve_to(p->cr, middle, y2 + h, middle, y + h, x, y + h);
	cairo_close_path(p->cr);
	chart_fill(p->cr, part);
	f->from_y += h;
	f->to_y[part] += h;
}

static void right_side(const struct chart_page *p, struct flow *f)
{
	double y = TOP;

	for (size_t i = 0; i < f->parts; i++) {
		double sum = 0, h;

		for (size_t n = 0; n < p->t->rows; n++)
			sum += figure(p, f, n, i);
		h = sum * f->scale;
		f->to_y[i] = y;
		node(p, p->width - RIGHT, y, h);
		named(p, p->width - RIGHT + NODE + 8, y + h / 2, false,
			table_title(p->t, f->part[i], p->lang), f->part[i], sum);
		y += h + GAP * 3;
	}
}

void chart_sankey(const struct chart_page *p)
{
	struct flow f = { .from_y = TOP };
	double all = 0, room;
	char name[128];
	size_t rows = 0;

	if (chart_is_ways(p->t)) {
		chart_ways(p);
		return;
	}
	f.parts = chart_parts(p->t, f.part);
	for (size_t n = 0; n < p->t->rows; n++) {
		all += row_sum(p, &f, n);
		rows += row_sum(p, &f, n) > 0;
	}
	room = p->height - TOP - BOTTOM -
	       (double)GAP * (double)(rows > 3 * f.parts ? rows : 3 * f.parts);
	if (all <= 0 || room <= 0)
		return;
	f.scale = room / all;
	right_side(p, &f);
	for (size_t n = 0; n < p->t->rows; n++) {
		double sum = row_sum(p, &f, n), y = f.from_y;

		if (sum <= 0)
			continue;
		for (size_t i = 0; i < f.parts; i++)
			if (figure(p, &f, n, i) > 0)
				ribbon(p, &f, i, figure(p, &f, n, i) * f.scale);
		node(p, LEFT, y, sum * f.scale);
		named(p, LEFT - 8, y + sum * f.scale / 2, true,
			chart_row_name(p, n, name, sizeof(name)), f.part[0], sum);
		f.from_y += GAP;
	}
}
