// SPDX-License-Identifier: GPL-3.0-or-later
/* What the charts share. Lengths are in points. */
#pragma once
#include <cairo.h>
#include "table.h"

enum { CHART_COMPARED_SIZE = 2 * TYPESET_SIZE + 8 };
enum { CHART_AXIS = 0, CHART_FIGURE = 3 }; /* decimals of a kilogram: a figure has its table's */

struct chart_page {
	cairo_t *cr;
	const struct table *t;
	enum lang lang;
	int width, height;
};

/* chart_letters.c: no letter on paper is smaller than this, in points. */
#define CHART_LETTER_LEAST 7.05
enum { CHART_LETTER_MOST = 13 }; /* that a picture's names have room for, in its own units */
enum { CHART_LINE_SIZE = 512 };
double chart_width(cairo_t *cr, const char *text);
void chart_show(cairo_t *cr, const char *text); /* from the current point on; NULL: nothing */
/* The size of a picture's letters, on the page that it is drawn on. */
double chart_letter(cairo_t *cr);
/* As much of a text as there is room for, with "…" where that is not all. */
const char *chart_cut(cairo_t *cr, const char *text, double most, char *buf, size_t size);
/* The next line of a text, *rest is what is left of it; the last line is cut. */
const char *chart_fold(
	cairo_t *cr, const char **rest, double most, bool last, char buf[CHART_LINE_SIZE]);
size_t chart_lines(cairo_t *cr, const char *text, double most, size_t lines_most);
/* align: 0 begins at x, 1 ends there. */
void chart_text(cairo_t *cr, double x, double y, double align, const char *text);
/* Ends at x; where there is no room for both the name is cut, never the figure behind it. */
void chart_text_figure(cairo_t *cr, double x, double y, const char *name, const char *figure);
/* Begins at x, set smaller where it is longer than `most`. */
void chart_text_within(cairo_t *cr, double x, double y, double most, const char *text);
/* The same on two lines. How many it took. */
size_t chart_text_folded(cairo_t *cr, double x, double y, double most, const char *text);
/* Reads upwards and ends below y; set smaller where it is longer than `most`. */
void chart_text_turned(cairo_t *cr, double x, double y, double most, const char *text);
void chart_fill(cairo_t *cr, size_t series);
/* The colour alone, where there is no room for a hatching. */
void chart_tint(cairo_t *cr, size_t series);
/* The series that a root category has on every chart, from the cell of its key. */
size_t chart_root_series(const struct table *t, const struct cell *c);
/* The column behind a figure that has the same of a year before; 0: there is none. */
size_t chart_before(const struct table *t, size_t column);
/* "12,500 (+2,250)", the difference where the figure has one. */
const char *chart_compared(const struct chart_page *p, size_t column, int64_t number,
	int64_t before, char buf[CHART_COMPARED_SIZE]);
/* The words of the n-th row as people see them: all, or those of its keys from..end. */
const char *chart_keys_name(
	const struct chart_page *p, size_t n, size_t from, size_t end, char *buf, size_t size);
const char *chart_row_name(const struct chart_page *p, size_t n, char *buf, size_t size);
const char *chart_kg(const struct chart_page *p, size_t column, int64_t number, unsigned decimals,
	char buf[TYPESET_SIZE]);
/* A key that all rows have in common tells none of them apart. */
bool chart_is_shared(const struct table *t, size_t column);
void chart_legend(const struct chart_page *p, const size_t *columns, size_t count);
/* The columns that say where mass went, without empty ones: at most TABLE_COLUMNS. */
size_t chart_parts(const struct table *t, size_t *ret_columns);

/* chart_time.c: one stack a row; one line a part over the rows. First the size that they need. */
void chart_time_page(struct chart_page *p);
void chart_months(const struct chart_page *p);
void chart_line(const struct chart_page *p);
/* The next of 1, 2, 5 x 10^n, and a line at each quarter of it. */
double chart_round_up(double number);
void chart_scale(
	const struct chart_page *p, double right, double bottom, double most, size_t column);
enum { CHART_LEFT = 90, CHART_TOP_EDGE = 80 }; /* of what is drawn on a scale */

/* chart_bars.c: a bar a row, and below it that of a year before. Its height; then itself. */
int chart_bars_height(const struct table *t, enum chart chart);
void chart_bars(const struct chart_page *p);
void chart_top(const struct chart_page *p);
/* chart_stack.c: a pile for each of the first key, of parts by the second. */
void chart_stack(const struct chart_page *p);
/* chart_flow.c: from rows to parts. */
void chart_sankey(const struct chart_page *p);

/*
 * chart_ways.c: from origins by categories to destinations. What came in and did not leave goes into
 * the stock, what left and had not come in was taken out of it: as much leaves a node as came.
 */
enum { WAY_FROM, WAY_OF, WAY_TO, WAY_SIDES };
struct way_node {
	unsigned side;
	const struct cell *cell; /* of its key; NULL: the stock */
	int64_t mg, in_mg, out_mg, before_mg;
	double y, high, y_in, y_out; /* y_…: where the next way begins */
};
struct way {
	size_t from, to; /* nodes */
	int64_t mg;
	double y_from, y_to, high;
};
struct ways {
	struct way_node *node;
	struct way *way;
	size_t nodes, ways;
	double points_of_mg;
};
bool chart_is_ways(const struct table *t);
/* Released by ways_done(), also after a failure. 0, -ENOMEM. */
enum { WAY_NODE = 14 }; /* how wide a node is drawn */
int chart_ways_layout(const struct chart_page *p, struct ways *ret_ways);
void ways_done(struct ways *w);
void chart_ways_page(struct chart_page *p);
void chart_ways(const struct chart_page *p);
/* chart_pages.c: a PDF is A4 (ISO 216): the chart on as many pages as its bars need, then the figures. */
enum { CHART_BARS_FROM = 71, CHART_BAR = 22 };

struct chart_paper {
	int wide, high;
	double scale;
	size_t bars, pages, of; /* bars a page, pages of the chart, of all */
};

/* A day as people write it, in figures: 2026-03-14 is 14/03/2026 in both languages. False: text is none. */
bool chart_day(const char *text, char ret[16]);
/* bars: of a chart that may go on on the next page, 0: of one that may not. */
struct chart_paper chart_paper(const struct chart_page *p, size_t bars);
/* One picture, as large as it needs to be; the letters that all of them have. */
void chart_size(struct chart_page *p, enum chart chart);
void chart_draw(const struct chart_page *p, enum chart chart);
void chart_letters(cairo_t *cr);
void chart_page_number(cairo_t *cr, const struct chart_paper *a, size_t page);
/* chart_sheet.c: a report's own page of A4, with its facts, figures and all its pictures. */
struct chart_paper chart_sheet_paper(const struct chart_page *p);
void chart_sheet(const struct chart_page *p, const struct chart_paper *a);
/* What is drawn in between is that page of the chart. */
void chart_paper_begin(cairo_t *cr, const struct chart_paper *a, size_t page);
void chart_paper_end(cairo_t *cr, const struct chart_paper *a, size_t page);
/* The figures of its table and of all that belong to it, each under its own title. */
void chart_pages(const struct chart_page *p, const struct chart_paper *after);
