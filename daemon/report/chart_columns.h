// SPDX-License-Identifier: GPL-3.0-or-later
/* Columns of a table on a page of A4 that lies, in points: which stand there, how wide, and what is said in them. */
#pragma once
#include "chart.h"

enum { CHART_PAGE_WIDE = 842, CHART_PAGE_HIGH = 595, CHART_EDGE = 36 };
enum { CHART_FONT = 9, CHART_FOLDED = 9, CHART_BETWEEN = 14 };

/* So many of a table's columns as stand beside each other on one page: its keys, and figures. */
struct pages {
	const struct chart_page *p;
	size_t column[TABLE_COLUMNS], columns;
	double right[TABLE_COLUMNS + 1]; /* edge of each column; those of figures end there */
	double font;
	size_t shared[TABLE_COLUMNS],
		shares;   /* keys that all rows have in common: they stand above them */
	double from, top; /* of its head, which is below the edge, and of its rows */
	bool goes_on;     /* below columns of the same table, whose title stands there */
	bool last;        /* no figures stand on pages behind these */
};

/* From the column `from` on as many as have room. The column that the next begin with. */
size_t chart_columns(struct pages *g, cairo_t *cr, size_t from);
const char *chart_cell(const struct pages *g, size_t row, size_t column, char buf[TYPESET_SIZE]);
bool chart_is_text(const struct pages *g, size_t i);
/* A title of several words stands on two lines, folded near its middle. */
const char *chart_title_line(const struct pages *g, size_t column, bool below, char buf[96]);
/* Once, what the keys are that all rows share; drawn only where y is given. How high that is. */
double chart_shared(const struct pages *g, cairo_t *cr, double y);
