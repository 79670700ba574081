// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A chart on pages of A4, and after it the figures behind it: what was drawn is put down on paper with
 * what it was drawn from. Columns in which nothing stands are left out, no row is.
 */
#include <cairo-pdf.h>
#include <math.h>
#include "chart_columns.h"

/* A4 across, in points. */
enum {
	TOP = 80,
	LINE = 16,
	TITLE = 26,
	TITLE_LINE = 11,
	TEXT_AFTER = 8,
	FOLDS_MOST = 3,
	APART = 22
};
enum { LINES_END = CHART_PAGE_HIGH - 2 * CHART_EDGE + 4 };

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

/* As wide as a page that lies, or one picture where it is larger; left out where names have no room. */
struct chart_paper chart_paper(const struct chart_page *p, size_t bars)
{
	struct chart_paper a = { .wide = CHART_PAGE_WIDE, .high = CHART_PAGE_HIGH, .pages = 1 };
	double across = fmin((CHART_PAGE_WIDE - 2.0 * CHART_EDGE) / p->width, 1);
	double lying = fmin(across, (CHART_PAGE_HIGH - 2.0 * CHART_EDGE) / p->height);
	double standing = fmin((CHART_PAGE_HIGH - 2.0 * CHART_EDGE) / p->width,
		(CHART_PAGE_WIDE - 2.0 * CHART_EDGE) / p->height);

	if (bars > 0) {
		a.scale = across;
		a.bars = (size_t)(((CHART_PAGE_HIGH - 2 * CHART_EDGE) / a.scale - CHART_BARS_FROM) /
				  CHART_BAR);
		a.pages = pages_for(bars, a.bars);
	} else {
		a.scale = fmax(lying, standing);
		a.pages = a.scale * CHART_LETTER_MOST >= CHART_LETTER_LEAST;
		a.wide = standing > lying ? CHART_PAGE_HIGH : CHART_PAGE_WIDE;
		a.high = standing > lying ? CHART_PAGE_WIDE : CHART_PAGE_HIGH;
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
	cairo_set_font_size(cr, CHART_FONT);
	cairo_text_extents(cr, number, &e);
	cairo_move_to(cr, a->wide - CHART_EDGE - e.x_advance, a->high - CHART_EDGE + 18);
	chart_show(cr, number);
}

void chart_paper_begin(cairo_t *cr, const struct chart_paper *a, size_t page)
{
	double from = page ? CHART_BARS_FROM + (double)(page * a->bars) * CHART_BAR : 0;
	double end = CHART_BARS_FROM + (double)((page + 1) * a->bars) * CHART_BAR;

	if (page)
		cairo_show_page(cr);
	cairo_save(cr);
	cairo_translate(cr, CHART_EDGE, CHART_EDGE);
	cairo_scale(cr, a->scale, a->scale);
	cairo_translate(cr, 0, -from);
	if (a->pages == 1)
		return;
	cairo_rectangle(cr, 0, from, CHART_PAGE_WIDE / a->scale, end - from);
	cairo_clip(cr);
}

void chart_paper_end(cairo_t *cr, const struct chart_paper *a, size_t page)
{
	cairo_restore(cr);
	chart_page_number(cr, a, page + 1);
}

static double room_in(const struct pages *g, size_t i)
{
	return g->right[i + 1] - g->right[i] -
	       (g->column[i] < g->p->t->keys ? CHART_BETWEEN / 2.0 : TEXT_AFTER);
}

static void put(const struct pages *g, size_t i, double y, const char *text)
{
	double after = g->column[i] < g->p->t->keys ? 0 : TEXT_AFTER; /* a figure ends there */
	char buf[CHART_LINE_SIZE];

	if (chart_is_text(g, i))
		for (size_t n = 1; n == 1 || *text; n++, y += CHART_FOLDED) {
			const char *line =
				chart_fold(g->p->cr, &text, room_in(g, i), n == FOLDS_MOST, buf);

			cairo_move_to(g->p->cr, CHART_EDGE + g->right[i] + after, y);
			chart_show(g->p->cr, line);
		}
	else {
		cairo_move_to(
			g->p->cr, CHART_EDGE + g->right[i + 1] - chart_width(g->p->cr, text), y);
		chart_show(g->p->cr, text);
	}
}

static void rule(const struct pages *g, double y)
{
	cairo_set_line_width(g->p->cr, 0.5);
	cairo_move_to(g->p->cr, CHART_EDGE, y);
	cairo_line_to(g->p->cr, CHART_EDGE + g->right[g->columns], y);
	cairo_stroke(g->p->cr);
}

static void head(const struct pages *g, const char *title)
{
	char buf[96];

	if (!g->goes_on) {
		cairo_set_font_size(g->p->cr, 13);
		cairo_move_to(g->p->cr, CHART_EDGE, g->from + CHART_EDGE + 10);
		chart_show(g->p->cr, title);
		cairo_set_font_size(g->p->cr, g->font);
		(void)chart_shared(g, g->p->cr, g->from + CHART_EDGE + 22);
	}
	cairo_set_font_size(g->p->cr, g->font);
	for (size_t i = 0; i < g->columns; i++) {
		put(g, i, g->top - 8 - TITLE_LINE, chart_title_line(g, g->column[i], false, buf));
		put(g, i, g->top - 8, chart_title_line(g, g->column[i], true, buf));
	}
	rule(g, g->top - 3);
}

static void row(const struct pages *g, size_t number, double y)
{
	char buf[TYPESET_SIZE];

	for (size_t i = 0; i < g->columns; i++)
		put(g, i, y, chart_cell(g, number, g->column[i], buf));
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

/* As high as the text in it that is folded most often. */
static double height_of(const struct pages *g, cairo_t *cr, size_t n)
{
	const struct table *t = g->p->t;
	char buf[TYPESET_SIZE];
	size_t lines = 1;

	for (size_t i = 0; n < t->rows && i < g->columns; i++)
		if (chart_is_text(g, i)) {
			size_t more = chart_lines(cr, chart_cell(g, t->order[n], g->column[i], buf),
				room_in(g, i), FOLDS_MOST);

			lines = more > lines ? more : lines;
		}
	return LINE + CHART_FOLDED * (double)(lines - 1);
}

/* The line that the next page begins with, which may be all; *ret_y: where what stands above it ends. */
static size_t page_end(const struct pages *g, cairo_t *cr, size_t n, size_t lines, double *ret_y)
{
	*ret_y = g->top;
	do
		*ret_y += height_of(g, cr, n++);
	while (n < lines && *ret_y + height_of(g, cr, n) <= LINES_END);
	return n;
}

static void put_line(const struct pages *g, size_t n, double y)
{
	const struct table *t = g->p->t;
	size_t figures = t->rows + !t->bare;
	char said[256];

	if (n >= figures) {
		cairo_move_to(g->p->cr, CHART_EDGE, y);
		chart_show(g->p->cr, note(g, n - figures, said, sizeof(said)));
		return;
	}
	if (n == t->rows)
		rule(g, y - LINE + 4);
	row(g, n == t->rows ? n : t->order[n], y);
}

static void put_page(const struct pages *g, const char *title, size_t n, size_t end)
{
	double y = g->top;

	head(g, title);
	for (; n < end; n++) {
		put_line(g, n, y + LINE - 4);
		y += height_of(g, g->p->cr, n);
	}
}

/* Pages so far, and where on the last of them nothing stands yet. */
struct place {
	size_t page;
	double y;
};

/* Below what stands on a page, or at the top of one: where its head is, and its rows. */
static void stand(struct pages *g, cairo_t *cr, double from, bool goes_on)
{
	g->from = from;
	g->goes_on = goes_on;
	g->top = from + TOP + (goes_on ? -TITLE : chart_shared(g, cr, 0));
}

/* Does all of it stand below what is on the page? */
static bool stands_below(
	struct pages *g, cairo_t *cr, size_t lines, const struct place *at, bool goes_on)
{
	double y;

	stand(g, cr, at->y - CHART_EDGE + APART, goes_on);
	return at->y < LINES_END && page_end(g, cr, 0, lines, &y) == lines && y <= LINES_END;
}

static void new_page(cairo_t *cr, const struct chart_paper *a, size_t page)
{
	if (page > 1)
		cairo_show_page(cr);
	cairo_pdf_surface_set_size(cairo_get_target(cr), CHART_PAGE_WIDE, CHART_PAGE_HIGH);
	chart_page_number(cr, a, page);
}

/* Of the columns of g; a NULL: pages are only counted. */
static void put_pages(
	struct pages *g, cairo_t *cr, const struct chart_paper *a, struct place *at, bool goes_on)
{
	const size_t lines = lines_of(g->p->t, g->last);
	bool below = lines > 0 && stands_below(g, cr, lines, at, goes_on);
	char title[256];

	table_said_title(g->p->t, g->p->lang, title, sizeof(title));
	for (size_t n = 0, end; n == 0 || n < lines; n = end, below = false) {
		if (!below) {
			stand(g, cr, 0, false);
			at->page++;
			if (a)
				new_page(cr, a, at->page);
		}
		cairo_set_font_size(cr, g->font);
		at->y = g->top;
		end = lines ? page_end(g, cr, n, lines, &at->y) : 1;
		if (a)
			put_page(g, title, n, lines ? end : 0);
	}
}

/* One table: its keys, and the figures in turn. */
static void table_pages(
	const struct chart_page *p, cairo_t *cr, const struct chart_paper *a, struct place *at)
{
	size_t column = p->t->keys;

	do {
		struct pages g = { .p = p };
		bool goes_on = column > p->t->keys;

		column = chart_columns(&g, cr, column);
		put_pages(&g, cr, a, at, goes_on);
	} while (column < p->t->columns);
}

/* A table that is short stands on the page of the one before. */
static size_t all_pages(
	struct chart_page one, cairo_t *cr, const struct chart_paper *a, size_t before)
{
	struct place at = { .page = before, .y = LINES_END };

	chart_letters(cr);
	for (; one.t; one.t = one.t->next)
		table_pages(&one, cr, a, &at);
	return at.page - before;
}

/* Letters are as wide on any surface. */
static size_t count_pages(const struct chart_page *p)
{
	cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cr = cairo_create(s);
	size_t count = all_pages(*p, cr, NULL, 0);

	cairo_destroy(cr);
	cairo_surface_destroy(s);
	return count;
}

void chart_pages(const struct chart_page *p, const struct chart_paper *after)
{
	const struct chart_paper a = {
		.wide = CHART_PAGE_WIDE, .high = CHART_PAGE_HIGH, .of = after->of
	};

	(void)all_pages(*p, p->cr, &a, after->pages);
}
