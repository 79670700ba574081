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
	TEXT_AFTER = 8,
	FOLDED = 9,
	FOLDS_MOST = 3,
	KEY_LEAST = 40
};
enum { FONT = 9, LINES_END = HIGH - 2 * EDGE + 4 };
#define FONT_LEAST CHART_LETTER_LEAST
#define PAGE (WIDE - 2.0 * EDGE)

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
		a.pages = a.scale * CHART_LETTER_MOST >= FONT_LEAST;
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
	chart_show(cr, number);
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
	size_t shared[TABLE_COLUMNS],
		shares; /* keys that all rows have in common: they stand above them */
	double top;
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
	double widest = fmax(chart_width(cr, title_line(g, column, false, buf)),
		chart_width(cr, title_line(g, column, true, buf)));

	for (size_t row = 0; row <= g->p->t->rows; row++)
		widest = fmax(widest, chart_width(cr, words(g, row, column, buf)));
	return widest + BETWEEN;
}

static void add(struct pages *g, size_t column, double room)
{
	g->column[g->columns] = column;
	g->right[g->columns + 1] = g->right[g->columns] + room;
	g->columns++;
}

static bool is_text(const struct pages *g, size_t i)
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

/* Takes from the widest keys until they need no more than half of the page: their texts are folded. */
static void narrow(struct pages *g)
{
	double room[TABLE_COLUMNS], sum = g->right[g->columns];

	for (size_t i = 0; i < g->columns; i++)
		room[i] = g->right[i + 1] - g->right[i];
	while (sum > PAGE / 2) {
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
static double shared(const struct pages *g, cairo_t *cr, double y)
{
	double high = 0;

	for (size_t i = 0; i < g->shares; i++) {
		char buf[TYPESET_SIZE], line[CHART_LINE_SIZE], text[2 * CHART_LINE_SIZE];
		const char *rest = text;

		(void)snprintf(text, sizeof(text), "%s : %s",
			table_title(g->p->t, g->shared[i], g->p->lang),
			words(g, 0, g->shared[i], buf));
		for (; *rest; high += FOLDED) {
			const char *said = chart_fold(cr, &rest, PAGE, false, line);

			if (y <= 0)
				continue;
			cairo_move_to(cr, EDGE, y + high);
			chart_show(cr, said);
		}
	}
	return high;
}

/* Keys have half of a page; where they are wider than all of it, those that rows share stand above. */
static size_t measure_pages(struct pages *g, cairo_t *cr, size_t from)
{
	const double most = PAGE * FONT / FONT_LEAST;
	struct pages bare;
	size_t next;
	double whole;

	cairo_set_font_size(cr, FONT);
	g->font = FONT;
	bare = *g;
	keys(&bare, cr, false);
	if (bare.right[bare.columns] > PAGE) {
		g->font = FONT_LEAST;
		cairo_set_font_size(cr, FONT_LEAST);
		keys(g, cr, true);
	} else {
		*g = bare;
	}
	narrow(g);
	bare = *g;
	next = measure(g, cr, from, g->font < FONT || from > g->p->t->keys ? PAGE : most);
	if (!g->last && from == g->p->t->keys && g->font == FONT) { /* not even so */
		*g = bare;
		next = measure(g, cr, from, PAGE);
	}
	whole = fmax(fmin(PAGE / g->right[g->columns], 1), FONT_LEAST / g->font);
	g->font *= whole;
	for (size_t i = 1; i <= g->columns; i++)
		g->right[i] *= whole;
	cairo_set_font_size(cr, g->font);
	g->top = TOP + shared(g, cr, 0);
	return next;
}

static double room_in(const struct pages *g, size_t i)
{
	return g->right[i + 1] - g->right[i] -
	       (g->column[i] < g->p->t->keys ? BETWEEN / 2.0 : TEXT_AFTER);
}

static void put(const struct pages *g, size_t i, double y, const char *text)
{
	double after = g->column[i] < g->p->t->keys ? 0 : TEXT_AFTER; /* a figure ends there */
	char buf[CHART_LINE_SIZE];

	if (is_text(g, i))
		for (size_t n = 1; n == 1 || *text; n++, y += FOLDED) {
			const char *line =
				chart_fold(g->p->cr, &text, room_in(g, i), n == FOLDS_MOST, buf);

			cairo_move_to(g->p->cr, EDGE + g->right[i] + after, y);
			chart_show(g->p->cr, line);
		}
	else {
		cairo_move_to(g->p->cr, EDGE + g->right[i + 1] - chart_width(g->p->cr, text), y);
		chart_show(g->p->cr, text);
	}
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
	chart_show(g->p->cr, title);
	cairo_set_font_size(g->p->cr, g->font);
	(void)shared(g, g->p->cr, EDGE + 22);
	for (size_t i = 0; i < g->columns; i++) {
		put(g, i, g->top - 8 - TITLE_LINE, title_line(g, g->column[i], false, buf));
		put(g, i, g->top - 8, title_line(g, g->column[i], true, buf));
	}
	rule(g, g->top - 3);
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

/* As high as the text in it that is folded most often. */
static double height_of(const struct pages *g, cairo_t *cr, size_t n)
{
	const struct table *t = g->p->t;
	char buf[TYPESET_SIZE];
	size_t lines = 1;

	for (size_t i = 0; n < t->rows && i < g->columns; i++)
		if (is_text(g, i)) {
			size_t more = chart_lines(cr, words(g, t->order[n], g->column[i], buf),
				room_in(g, i), FOLDS_MOST);

			lines = more > lines ? more : lines;
		}
	return LINE + FOLDED * (double)(lines - 1);
}

/* The line that the next page begins with, which may be all. */
static size_t page_end(const struct pages *g, cairo_t *cr, size_t n, size_t lines)
{
	double y = g->top;

	do
		y += height_of(g, cr, n++);
	while (n < lines && y + height_of(g, cr, n) <= LINES_END);
	return n;
}

static void put_line(const struct pages *g, size_t n, double y)
{
	const struct table *t = g->p->t;
	size_t figures = t->rows + !t->bare;
	char said[256];

	if (n >= figures) {
		cairo_move_to(g->p->cr, EDGE, y);
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

/* Of the columns of g; a NULL: they are only counted; from is the number of the first. Their count. */
static size_t put_pages(
	const struct pages *g, cairo_t *cr, const struct chart_paper *a, size_t from)
{
	size_t lines = lines_of(g->p->t, g->last), count = 0, n = 0, end;
	char title[256];

	table_said_title(g->p->t, g->p->lang, title, sizeof(title));
	do {
		cairo_set_font_size(cr, g->font);
		end = lines ? page_end(g, cr, n, lines) : 0;
		if (a) {
			if (from + count > 1)
				cairo_show_page(cr);
			cairo_pdf_surface_set_size(cairo_get_target(cr), WIDE, HIGH);
			chart_page_number(cr, a, from + count);
			put_page(g, title, n, end);
		}
		count++;
		n = end;
	} while (n < lines);
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
		count += put_pages(&g, cr, a, from + count);
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

	chart_letters(p->cr);
	for (; one.t; one.t = one.t->next)
		number += table_pages(&one, one.cr, &a, number);
}
