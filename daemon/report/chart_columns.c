// SPDX-License-Identifier: GPL-3.0-or-later
/* Columns in which nothing stands are left out; keys are folded where figures need the room. */
#include "chart_columns.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_LEAST = 40 };
#define FONT_LEAST CHART_LETTER_LEAST
#define PAGE (CHART_PAGE_WIDE - 2.0 * CHART_EDGE)

const char *chart_cell(const struct pages *g, size_t row, size_t column, char buf[TYPESET_SIZE])
{
	const struct table *t = g->p->t;
	const struct cell *c = table_cell(t, row, column);

	if (column < t->keys && row == t->rows)
		return column ? "" : lang_text(g->p->lang, "chart_total");
	if (column < t->keys && c->label && *c->label)
		return c->label;
	if (t->column[column].type == COLUMN_DAY && c->text && chart_day(c->text, buf))
		return buf;
	if (t->column[column].type == COLUMN_MONTH && c->text &&
		lang_day(g->p->lang, c->text, NULL, buf, TYPESET_SIZE))
		return buf;
	if (column < t->keys)
		return c->text && *c->text ? c->text : "-";
	return table_said(t, row, column, g->p->lang, buf);
}

/* The first has the word for the total. */
static bool is_shown(const struct table *t, size_t column)
{
	if (column >= t->keys && !t->bare)
		return table_has_figure(t, column);
	for (size_t row = 0; row < t->rows; row++) {
		const struct cell *c = table_cell(t, row, column);
		bool text = t->column[column].type < COLUMN_MG;

		if (text ? c->text && *c->text : !c->none)
			return true;
	}
	return column == 0;
}

/* A title of several words stands on two lines, folded near its middle. */
const char *chart_title_line(const struct pages *g, size_t column, bool below, char buf[96])
{
	const char *title = table_title(g->p->t, column, g->p->lang), *fold = NULL;
	char month[LANG_DAY_SIZE];
	long middle;

	if (lang_day(g->p->lang, title, NULL, month, sizeof(month)))
		title = month;
	middle = (long)strlen(title) / 2;

	for (const char *at = strchr(title, ' '); at; at = strchr(at + 1, ' '))
		if (!fold || labs(at - title - middle) < labs(fold - title - middle))
			fold = at;
	if (below)
		(void)snprintf(buf, 96, "%s", fold ? fold + 1 : "");
	else
		(void)snprintf(buf, 96, "%.*s", fold ? (int)(fold - title) : 95, title);
	return buf;
}

/* As wide as what stands in it, and what is between it and the next. */
static double room_of(const struct pages *g, cairo_t *cr, size_t column)
{
	char buf[96];
	double widest = fmax(chart_width(cr, chart_title_line(g, column, false, buf)),
		chart_width(cr, chart_title_line(g, column, true, buf)));

	for (size_t row = 0; row <= g->p->t->rows; row++)
		widest = fmax(widest, chart_width(cr, chart_cell(g, row, column, buf)));
	return widest + CHART_BETWEEN;
}

static void add(struct pages *g, size_t column, double room)
{
	g->column[g->columns] = column;
	g->right[g->columns + 1] = g->right[g->columns] + room;
	g->columns++;
}

bool chart_is_text(const struct pages *g, size_t i)
{
	return g->p->t->column[g->column[i]].type < COLUMN_MG;
}

/* Keys, and figures from column `from` on as far as they go. The column that the next pages begin with. */
static size_t measure(struct pages *g, cairo_t *cr, size_t from, double most)
{
	const struct table *t = g->p->t;
	const size_t keys = g->columns;
	size_t i;

	for (i = from; i < t->columns; i++) {
		double room = is_shown(t, i) ? room_of(g, cr, i) : 0;

		if (t->column[i].type < COLUMN_MG)
			room = fmin(room, PAGE / 2);
		if (room > 0 && g->columns > keys && g->right[g->columns] + room > most)
			break;
		if (room > 0)
			add(g, i, room);
	}
	g->last = i == t->columns;
	return i;
}

static void keys(struct pages *g, cairo_t *cr, bool share)
{
	const struct table *t = g->p->t;

	for (size_t i = 0; i < t->keys; i++)
		if (share && is_shown(t, i) && chart_is_shared(t, i))
			g->shared[g->shares++] = i;
		else if (is_shown(t, i))
			add(g, i, room_of(g, cr, i));
}

/* What the figures leave of a page, at least half of it. */
static double room_of_keys(const struct pages *g, cairo_t *cr, size_t from)
{
	const struct table *t = g->p->t;
	double figures = 0;

	for (size_t i = from; i < t->columns; i++)
		figures += is_shown(t, i) ? room_of(g, cr, i) : 0;
	return fmax(PAGE - figures, PAGE / 2);
}

/* Takes from the widest keys until they need no more than `most`: their texts are folded. */
static void narrow(struct pages *g, double most)
{
	double room[TABLE_COLUMNS], sum = g->right[g->columns];

	for (size_t i = 0; i < g->columns; i++)
		room[i] = g->right[i + 1] - g->right[i];
	while (sum > most) {
		size_t widest = 0;

		for (size_t i = 1; i < g->columns; i++)
			if (room[i] > room[widest])
				widest = i;
		if (room[widest] <= KEY_LEAST)
			break;
		room[widest]--;
		sum--;
	}
	for (size_t i = 0; i < g->columns; i++)
		g->right[i + 1] = g->right[i] + room[i];
}

/* Once, what the keys are that all rows share; drawn only where y is given. How high that is. */
double chart_shared(const struct pages *g, cairo_t *cr, double y)
{
	double high = 0;

	for (size_t i = 0; i < g->shares; i++) {
		char buf[TYPESET_SIZE], line[CHART_LINE_SIZE], text[2 * CHART_LINE_SIZE];
		const char *rest = text;

		(void)snprintf(text, sizeof(text), "%s : %s",
			table_title(g->p->t, g->shared[i], g->p->lang),
			chart_cell(g, 0, g->shared[i], buf));
		for (; *rest; high += CHART_FOLDED) {
			const char *said = chart_fold(cr, &rest, PAGE, false, line);

			if (y <= 0)
				continue;
			cairo_move_to(cr, CHART_EDGE, y + high);
			chart_show(cr, said);
		}
	}
	return high;
}

/* Where keys are wider than all of a page, those that rows share stand above. */
size_t chart_columns(struct pages *g, cairo_t *cr, size_t from)
{
	const double most = PAGE * CHART_FONT / FONT_LEAST;
	struct pages bare;
	size_t next;
	double whole;

	cairo_set_font_size(cr, CHART_FONT);
	g->font = CHART_FONT;
	bare = *g;
	keys(&bare, cr, false);
	if (bare.right[bare.columns] > PAGE) {
		g->font = FONT_LEAST;
		cairo_set_font_size(cr, FONT_LEAST);
		keys(g, cr, true);
	} else {
		*g = bare;
	}
	narrow(g, room_of_keys(g, cr, from));
	bare = *g;
	next = measure(g, cr, from, g->font < CHART_FONT || from > g->p->t->keys ? PAGE : most);
	if (!g->last && from == g->p->t->keys && g->font == CHART_FONT) { /* not even so */
		*g = bare;
		next = measure(g, cr, from, PAGE);
	}
	whole = fmax(fmin(PAGE / g->right[g->columns], 1), FONT_LEAST / g->font);
	g->font *= whole;
	for (size_t i = 1; i <= g->columns; i++)
		g->right[i] *= whole;
	cairo_set_font_size(cr, g->font);
	return next;
}
