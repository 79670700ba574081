// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A chart on pages of A4, and after it the figures behind it: what was drawn is put down on paper with
 * what it was drawn from. Columns in which nothing stands are left out, no row is.
 */
#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "chart.h"

/* A4 across, in points. */
enum {
	WIDE = 842,
	HIGH = 595,
	EDGE = 36,
	TOP = 80,
	LINE = 16,
	TITLE_LINE = 11,
	BETWEEN = 14,
	TEXT_AFTER = 8
};
enum { FONT = 9, FONT_LEAST = 7 };
enum { ROWS_A_PAGE = (HIGH - TOP - 2 * EDGE) / LINE };

static size_t pages_for(size_t rows, size_t a_page)
{
	return rows > a_page ? (rows + a_page - 1) / a_page : 1;
}

/* Its rows, the total, and behind the last figures how often each scale was checked, and what each rate is of. */
static size_t lines_of(const struct table *t, bool last)
{
	size_t lines = t->rows + !t->bare + (last ? t->scales : 0);

	for (size_t i = t->keys; last && i < t->columns; i++)
		lines += t->column[i].type == COLUMN_PPM;
	return lines;
}

static size_t count_pages(const struct chart_page *p);

/* As wide as a page that lies; what has no bars is one picture, and stands where it is larger so. */
struct chart_paper chart_paper(const struct chart_page *p, size_t bars)
{
	struct chart_paper a = { .wide = WIDE, .high = HIGH, .pages = 1 };
	double across = fmin((WIDE - 2.0 * EDGE) / p->width, 1);
	double lying = fmin(across, (HIGH - 2.0 * EDGE) / p->height);
	double standing = fmin((HIGH - 2.0 * EDGE) / p->width, (WIDE - 2.0 * EDGE) / p->height);

	if (bars > 0) {
		a.scale = across;
		a.bars = (size_t)(((HIGH - 2 * EDGE) / a.scale - CHART_BARS_FROM) / CHART_BAR);
		a.pages = pages_for(bars, a.bars);
	} else {
		a.scale = fmax(lying, standing);
		a.wide = standing > lying ? HIGH : WIDE;
		a.high = standing > lying ? WIDE : HIGH;
	}
	a.of = a.pages;
	a.of += count_pages(p);
	return a;
}

void chart_page_number(cairo_t *cr, const struct chart_paper *a, size_t page)
{
	cairo_text_extents_t e;
	char number[48];

	(void)snprintf(number, sizeof(number), "%zu / %zu", page, a->of);
	cairo_set_font_size(cr, FONT);
	cairo_text_extents(cr, number, &e);
	cairo_move_to(cr, a->wide - EDGE - e.x_advance, a->high - EDGE + 18);
	cairo_show_text(cr, number);
}

void chart_paper_begin(cairo_t *cr, const struct chart_paper *a, size_t page)
{
	double from = page ? CHART_BARS_FROM + (double)(page * a->bars) * CHART_BAR : 0;
	double end = CHART_BARS_FROM + (double)((page + 1) * a->bars) * CHART_BAR;

	if (page)
		cairo_show_page(cr);
	cairo_save(cr);
	cairo_translate(cr, EDGE, EDGE);
	cairo_scale(cr, a->scale, a->scale);
	cairo_translate(cr, 0, -from);
	if (a->pages == 1)
		return;
	cairo_rectangle(cr, 0, from, WIDE / a->scale, end - from);
	cairo_clip(cr);
}

void chart_paper_end(cairo_t *cr, const struct chart_paper *a, size_t page)
{
	cairo_restore(cr);
	chart_page_number(cr, a, page + 1);
}

/* So many of a table's columns as stand beside each other on one page: its keys, and figures. */
struct pages {
	const struct chart_page *p;
	size_t column[TABLE_COLUMNS], columns;
	double right[TABLE_COLUMNS + 1]; /* edge of each column; those of figures end there */
	double font;
	bool last; /* no figures stand on pages behind these */
};

static const char *words(const struct pages *g, size_t row, size_t column, char buf[TYPESET_SIZE])
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

static double width(cairo_t *cr, const char *text)
{
	cairo_text_extents_t e;

	cairo_text_extents(cr, text, &e);
	return e.x_advance;
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
static const char *title_line(const struct pages *g, size_t column, bool below, char buf[96])
{
	const char *title = table_title(g->p->t, column, g->p->lang), *fold = NULL;
	const long middle = (long)strlen(title) / 2;

	for (const char *at = strchr(title, ' '); at; at = strchr(at + 1, ' '))
		if (!fold || labs(at - title - middle) < labs(fold - title - middle))
			fold = at;
	if (below)
		return fold ? fold + 1 : "";
	(void)snprintf(buf, 96, "%.*s", fold ? (int)(fold - title) : 95, title);
	return buf;
}

/* As wide as what stands in it, and what is between it and the next. */
static double room_of(const struct pages *g, cairo_t *cr, size_t column)
{
	char buf[96];
	double widest = fmax(width(cr, title_line(g, column, false, buf)),
		width(cr, title_line(g, column, true, buf)));

	for (size_t row = 0; row <= g->p->t->rows; row++)
		widest = fmax(widest, width(cr, words(g, row, column, buf)));
	return widest + BETWEEN;
}

static void add(struct pages *g, size_t column, double room)
{
	g->column[g->columns] = column;
	g->right[g->columns + 1] = g->right[g->columns] + room;
	g->columns++;
}

/*
 * Keys, and figures from column `from` on as far as they go at FONT, or all of them where smaller letters that
 * are still read have room. What no page has room for is set smaller. The column that the next pages begin with.
 */
static size_t measure(struct pages *g, cairo_t *cr, size_t from, double most)
{
	const struct table *t = g->p->t;
	size_t i, keys;

	cairo_set_font_size(cr, FONT);
	for (i = 0; i < t->keys; i++)
		if (is_shown(t, i))
			add(g, i, room_of(g, cr, i));
	keys = g->columns;
	for (i = from; i < t->columns; i++) {
		double room = is_shown(t, i) ? room_of(g, cr, i) : 0;

		if (room > 0 && g->columns > keys && g->right[g->columns] + room > most)
			break;
		if (room > 0)
			add(g, i, room);
	}
	g->last = i == t->columns;
	return i;
}

static size_t measure_pages(struct pages *g, cairo_t *cr, size_t from)
{
	const double page = WIDE - 2 * EDGE, most = page * FONT / FONT_LEAST;
	const struct pages empty = *g;
	size_t next = measure(g, cr, from, from > g->p->t->keys ? page : most);
	double whole;

	if (!g->last && from == g->p->t->keys) { /* not even so */
		*g = empty;
		next = measure(g, cr, from, page);
	}
	whole = fmin(page / g->right[g->columns], 1);
	g->font = FONT * whole;
	for (size_t i = 1; i <= g->columns; i++)
		g->right[i] *= whole;
	return next;
}

static void put(const struct pages *g, size_t i, double y, const char *text)
{
	const struct table *t = g->p->t;
	bool is_text = t->column[g->column[i]].type < COLUMN_MG;
	double after = g->column[i] < t->keys ? 0 : TEXT_AFTER; /* a figure ends there */

	cairo_move_to(g->p->cr,
		EDGE + (is_text ? g->right[i] + after : g->right[i + 1] - width(g->p->cr, text)),
		y);
	cairo_show_text(g->p->cr, text);
}

static void rule(const struct pages *g, double y)
{
	cairo_set_line_width(g->p->cr, 0.5);
	cairo_move_to(g->p->cr, EDGE, y);
	cairo_line_to(g->p->cr, EDGE + g->right[g->columns], y);
	cairo_stroke(g->p->cr);
}

static void head(const struct pages *g, const char *title)
{
	char buf[96];

	cairo_set_font_size(g->p->cr, 13);
	cairo_move_to(g->p->cr, EDGE, EDGE + 10);
	cairo_show_text(g->p->cr, title);
	cairo_set_font_size(g->p->cr, g->font);
	for (size_t i = 0; i < g->columns; i++) {
		put(g, i, TOP - 8 - TITLE_LINE, title_line(g, g->column[i], false, buf));
		put(g, i, TOP - 8, title_line(g, g->column[i], true, buf));
	}
	rule(g, TOP - 3);
}

static void row(const struct pages *g, size_t number, double y)
{
	char buf[TYPESET_SIZE];

	for (size_t i = 0; i < g->columns; i++)
		put(g, i, y, words(g, number, g->column[i], buf));
}

/* Line n behind the rows and the total. */
static const char *note(const struct pages *g, size_t n, char *buf, size_t size)
{
	const struct table *t = g->p->t;

	if (n < t->scales)
		return table_scale_said(&t->scale[n], g->p->lang, buf, size);
	n -= t->scales;
	for (size_t i = t->keys; i < t->columns; i++)
		if (t->column[i].type == COLUMN_PPM && n-- == 0)
			return table_formula(t, i, g->p->lang, buf, size);
	return "";
}

static void put_line(const struct pages *g, size_t n, double y)
{
	const struct table *t = g->p->t;
	size_t figures = t->rows + !t->bare;
	char said[256];

	if (n >= figures) {
		cairo_move_to(g->p->cr, EDGE, y);
		cairo_show_text(g->p->cr, note(g, n - figures, said, sizeof(said)));
		return;
	}
	if (n == t->rows)
		rule(g, y - LINE + 4);
	row(g, n == t->rows ? n : t->order[n], y);
}

/* Of the columns of g; from is the number of the first. Their count. */
static size_t put_pages(const struct pages *g, const struct chart_paper *a, size_t from)
{
	const struct chart_page *p = g->p;
	size_t lines = lines_of(p->t, g->last), count = pages_for(lines, ROWS_A_PAGE);
	char title[256];

	chart_title(p, title, sizeof(title));
	for (size_t page = 0; page < count; page++) {
		if (from + page > 1)
			cairo_show_page(p->cr);
		cairo_pdf_surface_set_size(cairo_get_target(p->cr), WIDE, HIGH);
		chart_page_number(p->cr, a, from + page);
		head(g, title);
		for (size_t n = page * ROWS_A_PAGE; n < lines && n < (page + 1) * ROWS_A_PAGE;
			n++) {
			double y = TOP + (double)(n - page * ROWS_A_PAGE + 1) * LINE - 4;

			put_line(g, n, y);
		}
	}
	return count;
}

/* All pages of one table, which have its keys and the figures in turn; a NULL: they are only counted. */
static size_t table_pages(
	const struct chart_page *p, cairo_t *cr, const struct chart_paper *a, size_t from)
{
	size_t count = 0, column = p->t->keys;

	do {
		struct pages g = { .p = p };

		column = measure_pages(&g, cr, column);
		count += a ? put_pages(&g, a, from + count)
			   : pages_for(lines_of(p->t, g.last), ROWS_A_PAGE);
	} while (column < p->t->columns);
	return count;
}

/* Letters are as wide on any surface. */
static size_t count_pages(const struct chart_page *p)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cr = cairo_create(s);
	struct chart_page one = *p;
	size_t count = 0;

	chart_letters(cr);
	for (; one.t; one.t = one.t->next)
		count += table_pages(&one, cr, NULL, 0);
	cairo_destroy(cr);
	cairo_surface_destroy(s);
	return count;
}

void chart_pages(const struct chart_page *p, const struct chart_paper *after)
{
	const struct chart_paper a = { .wide = WIDE, .high = HIGH, .of = after->of };
	struct chart_page one = *p;
	size_t number = after->pages + 1;

	for (; one.t; one.t = one.t->next)
		number += table_pages(&one, one.cr, &a, number);
}
