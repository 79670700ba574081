// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A Sankey of three sides, of a table by origin, category and destination: first where each node and way
 * lies, to be held against the table, then its picture. Left, in the middle and on the right stands the
 * same sum, for the stock fills up what is missing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "chart.h"

enum {
	WIDTH = 1280,
	LEFT = 350,
	RIGHT = 400,
	TOP = 70,
	BOTTOM = 20,
	NODE = WAY_NODE,
	GAP = 15,
	HIGH = 420,
	THIN = 4
};

/* The keys of the sides are the first three columns. */
bool chart_is_ways(const struct table *t)
{
	return t->keys == WAY_SIDES && strcmp(t->column[WAY_FROM].name, "origin") == 0 &&
	       strcmp(t->column[WAY_TO].name, "destination") == 0;
}

static bool is_in(const char *name, bool before)
{
	return strcmp(name, before ? "in_before_mg" : "in_mg") == 0 ||
	       strcmp(name, before ? "neutral_in_before_mg" : "neutral_in_mg") == 0;
}

/* What a row brought in, returns with it, or what of it left. */
static int64_t mass(const struct table *t, size_t row, bool out, bool before)
{
	int64_t mg = 0;

	for (size_t i = t->keys; i < t->columns; i++) {
		const struct column *c = &t->column[i];
		bool left = strcmp(c->name, before ? "out_before_mg" : "out_mg") == 0 ||
			    (c->part && !before);

		if (out ? left : is_in(c->name, before))
			mg += table_cell(t, row, i)->number;
	}
	return mg > 0 ? mg : 0;
}

static bool has(const struct table *t, const struct way_node *node, size_t row)
{
	return node->cell && strcmp(table_cell(t, row, node->side)->text, node->cell->text) == 0;
}

static bool comes_before(const struct way_node *a, const struct way_node *b)
{
	if (a->side != b->side)
		return a->side < b->side;
	if (a->cell->number != b->cell->number)
		return a->cell->number < b->cell->number;
	return strcmp(a->cell->text, b->cell->text) < 0;
}

/* Sorted by side, then as the catalogue has them. */
static void insert(struct ways *w, struct way_node node)
{
	size_t at = w->nodes++;

	for (; at > 0 && comes_before(&node, &w->node[at - 1]); at--)
		w->node[at] = w->node[at - 1];
	w->node[at] = node;
}

static void count_row(const struct table *t, size_t row, unsigned side, struct ways *w)
{
	int64_t in = side == WAY_TO ? 0 : mass(t, row, false, false);
	int64_t out = side == WAY_FROM ? 0 : mass(t, row, true, false);
	int64_t before = (side == WAY_TO ? 0 : mass(t, row, false, true)) +
			 (side == WAY_FROM ? 0 : mass(t, row, true, true));
	struct way_node *node = NULL;

	if (!in && !out)
		return;
	for (size_t i = 0; !node && i < w->nodes; i++)
		if (w->node[i].side == side && has(t, &w->node[i], row))
			node = &w->node[i];
	if (node) {
		node->in_mg += in;
		node->out_mg += out;
		node->before_mg += before;
		return;
	}
	insert(w, (struct way_node){ .side = side,
			  .cell = table_cell(t, row, side),
			  .in_mg = in,
			  .out_mg = out,
			  .before_mg = before });
}

/* What was weighed a year before only is of a node that is there, or of none. */
static void count_before(const struct table *t, size_t row, struct ways *w)
{
	if (mass(t, row, false, false) || mass(t, row, true, false))
		return;
	for (size_t i = 0; i < w->nodes; i++)
		if (has(t, &w->node[i], row))
			w->node[i].before_mg +=
				(w->node[i].side == WAY_TO ? 0 : mass(t, row, false, true)) +
				(w->node[i].side == WAY_FROM ? 0 : mass(t, row, true, true));
}

static void add_stock(struct ways *w)
{
	struct way_node from = { .side = WAY_FROM }, to = { .side = WAY_TO };
	size_t sides = 0;

	for (size_t i = 0; i < w->nodes; i++) {
		struct way_node *n = &w->node[i];

		n->mg = n->in_mg > n->out_mg ? n->in_mg : n->out_mg;
		if (n->side == WAY_OF) {
			from.mg += n->mg - n->in_mg;
			to.mg += n->mg - n->out_mg;
		}
		sides += n->side == WAY_FROM;
	}
	if (from.mg) {
		memmove(w->node + sides + 1, w->node + sides,
			(w->nodes - sides) * sizeof(*w->node));
		w->node[sides] = from;
		w->nodes++;
	}
	if (to.mg)
		w->node[w->nodes++] = to;
}

/* What goes between two nodes of neighbouring sides. */
static int64_t between(const struct table *t, const struct way_node *a, const struct way_node *b)
{
	int64_t mg = 0;

	if (!a->cell)
		return b->mg - b->in_mg;
	if (!b->cell)
		return a->mg - a->out_mg;
	for (size_t row = 0; row < t->rows; row++)
		if (has(t, a, row) && has(t, b, row))
			mg += mass(t, row, b->side == WAY_TO, false);
	return mg;
}

/* One below the other on each side. */
static void place_nodes(const struct chart_page *p, struct ways *w)
{
	double room = 0, sum = 0, y[WAY_SIDES] = { TOP, TOP, TOP };
	size_t count[WAY_SIDES] = { 0 }, most = 1;

	for (size_t i = 0; i < w->nodes; i++) {
		sum += w->node[i].side == WAY_OF ? (double)w->node[i].mg : 0;
		if (++count[w->node[i].side] > most)
			most = count[w->node[i].side];
	}
	room = p->height - TOP - BOTTOM - GAP * (double)most;
	w->points_of_mg = sum > 0 ? room / sum : 0;
	for (size_t i = 0; i < w->nodes; i++) {
		struct way_node *n = &w->node[i];

		n->high = (double)n->mg * w->points_of_mg;
		n->y = n->y_in = n->y_out = y[n->side];
		y[n->side] += n->high + GAP;
	}
}

static void place_ways(const struct table *t, struct ways *w)
{
	for (size_t a = 0; a < w->nodes; a++)
		for (size_t b = 0; b < w->nodes; b++) {
			struct way_node *from = &w->node[a], *to = &w->node[b];
			int64_t mg = to->side == from->side + 1 ? between(t, from, to) : 0;
			double high = (double)mg * w->points_of_mg;

			if (mg <= 0)
				continue;
			w->way[w->ways++] = (struct way){ a, b, mg, from->y_out, to->y_in, high };
			from->y_out += high;
			to->y_in += high;
		}
}

int chart_ways_layout(const struct chart_page *p, struct ways *ret_ways)
{
	const struct table *t = p->t;
	struct ways w = { .node = calloc(WAY_SIDES * t->rows + 2, sizeof(*w.node)) };

	for (size_t row = 0; w.node && row < t->rows; row++)
		for (unsigned side = 0; side < WAY_SIDES; side++)
			count_row(t, row, side, &w);
	for (size_t row = 0; w.node && row < t->rows; row++)
		count_before(t, row, &w);
	if (w.node) {
		add_stock(&w);
		w.way = calloc(w.nodes * w.nodes + 1, sizeof(*w.way));
	}
	if (w.way) {
		place_nodes(p, &w);
		place_ways(t, &w);
	}
	*ret_ways = w;
	return w.way ? 0 : -ENOMEM;
}

void ways_done(struct ways *w)
{
	free(w->node);
	free(w->way);
	*w = (struct ways){ 0 };
}

/* Every name has its line, and room on both sides. */
void chart_ways_page(struct chart_page *p)
{
	size_t count[WAY_SIDES] = { 0 }, most = 0;
	struct ways w = { 0 };

	if (chart_ways_layout(p, &w) == 0)
		for (size_t i = 0; i < w.nodes; i++)
			if (++count[w.node[i].side] > most)
				most = count[w.node[i].side];
	ways_done(&w);
	p->width = WIDTH;
	p->height = TOP + BOTTOM + HIGH + GAP * (int)most;
}

/* ---- its picture ---- */

static double x_of(const struct chart_page *p, unsigned side)
{
	double last = p->width - RIGHT;

	return side == WAY_FROM ? LEFT : side == WAY_TO ? last : (LEFT + last) / 2;
}

static void draw_way(const struct chart_page *p, const struct ways *w, const struct way *way)
{
	const struct way_node *from = &w->node[way->from], *to = &w->node[way->to];
	const struct way_node *of = from->side == WAY_OF ? from : to;
	double x = x_of(p, from->side) + NODE, x2 = x_of(p, to->side), middle = (x + x2) / 2;
	double y = way->y_from, y2 = way->y_to, h = way->high;

	cairo_move_to(p->cr, x, y);
	cairo_curve_to(p->cr, middle, y, middle, y2, x2, y2);
	cairo_line_to(p->cr, x2, y2 + h);
	cairo_curve_to(p->cr, middle, y2 + h, middle, y + h, x, y + h);
	cairo_close_path(p->cr);
	if (h < THIN)
		chart_tint(p->cr, chart_root_series(p->t, of->cell));
	else
		chart_fill(p->cr, chart_root_series(p->t, of->cell));
}

/* lang: chart_from_stock chart_to_stock chart_not_said */
static const char *name_of(const struct chart_page *p, const struct way_node *n)
{
	if (!n->cell)
		return lang_text(
			p->lang, n->side == WAY_FROM ? "chart_from_stock" : "chart_to_stock");
	if (n->cell->label && *n->cell->label)
		return n->cell->label;
	return *n->cell->text ? n->cell->text : lang_text(p->lang, "chart_not_said");
}

/* On paper of their own colour, for ways run below those in the middle; none reaches the next side. */
static void draw_name(const struct chart_page *p, const struct way_node *n)
{
	double x = x_of(p, n->side) + (n->side == WAY_FROM ? -8 : NODE + 8), y = n->y + n->high / 2;
	double most = n->side == WAY_FROM ? LEFT - 12
		      : n->side == WAY_TO ? RIGHT - NODE - 12
					  : x_of(p, WAY_TO) - x - 8;
	char text[CHART_LINE_SIZE], name[224], kg[CHART_COMPARED_SIZE],
		figure[CHART_COMPARED_SIZE + 4];

	if (n->side != WAY_OF && n->cell)
		(void)chart_compared(p, p->t->keys, n->mg, n->before_mg, kg);
	else
		(void)chart_kg(p, p->t->keys, n->mg, CHART_FIGURE, kg);
	(void)snprintf(figure, sizeof(figure), " : %s", kg);
	(void)snprintf(text, sizeof(text), "%s%s",
		chart_cut(p->cr, name_of(p, n), most - chart_width(p->cr, figure), name,
			sizeof(name)),
		figure);
	if (n->side == WAY_OF) {
		cairo_rectangle(p->cr, x - 3, y - 7, chart_width(p->cr, text) + 6, 14);
		cairo_set_source_rgb(p->cr, 1, 1, 1);
		cairo_fill(p->cr);
		cairo_set_source_rgb(p->cr, 0, 0, 0);
	}
	chart_text(p->cr, x, y + 4, n->side == WAY_FROM, text);
}

void chart_ways(const struct chart_page *p)
{
	struct ways w = { 0 };

	if (chart_ways_layout(p, &w) == 0) {
		for (size_t i = 0; i < w.ways; i++)
			draw_way(p, &w, &w.way[i]);
		cairo_set_source_rgb(p->cr, 0, 0, 0);
		for (size_t i = 0; i < w.nodes; i++) {
			cairo_rectangle(
				p->cr, x_of(p, w.node[i].side), w.node[i].y, NODE, w.node[i].high);
			cairo_fill(p->cr);
		}
		for (size_t i = 0; i < w.nodes; i++)
			draw_name(p, &w.node[i]);
	}
	ways_done(&w);
}
