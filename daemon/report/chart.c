// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Charts of a table, drawn once by cairo into SVG (page), PNG and PDF (paper). A series is told
 * apart by its hatching and its name, never by a colour alone: it survives a black-and-white
 * printer and a colour-blind reader.
 */
#include "chart.h"
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <string.h>
#include "mass.h"
#include "table_private.h"

enum { WIDTH = 960, HEIGHT = 540, ROWS_MOST = 400, SUMS_MOST = 4000 };

static void lines(cairo_t *cr, double x, double y, double w, double h, double dx, double dy)
{
	const double step = 6;
	int count = (int)((w + 2 * h) / step) + 1;

	for (int n = 0; n < count; n++) {
		double at = n * step - h;

		if (dx == 0) {
			cairo_move_to(cr, x + at, y);
			cairo_line_to(cr, x + at, y + h);
		} else if (dy == 0) {
			cairo_move_to(cr, x, y + at);
			cairo_line_to(cr, x + w, y + at);
		} else {
			cairo_move_to(cr, x + at, dy > 0 ? y : y + h);
			cairo_line_to(cr, x + at + h, dy > 0 ? y + h : y);
		}
	}
	cairo_stroke(cr);
}

/* Twelve colours under eight hatchings: the hatching tells them apart where there are no colours. */
static void set_colour(cairo_t *cr, size_t series, double grey)
{
	static const double colours[][3] = { { 0.58, 0.21, 0.55 }, { 0.93, 0.82, 0.58 },
		{ 0.66, 0.47, 0.29 }, { 1, 0.80, 0.22 }, { 0.94, 0.51, 0.62 }, { 0.25, 0.60, 0.82 },
		{ 0.30, 0.58, 0.47 }, { 0.85, 0.40, 0.25 }, { 0.61, 0.79, 0.40 },
		{ 0.55, 0.63, 0.71 }, { 0.50, 0.83, 0.83 }, { 0.75, 0.32, 0.38 } };
	const double *c = colours[series % ARRAY_SIZE(colours)];
	double white = grey > 0.9 ? 0.6 : grey > 0.5 ? 0.15 : 0, dark = grey > 0.5 ? 1 : 0.55;

	cairo_set_source_rgb(cr, dark * c[0] * (1 - white) + white,
		dark * c[1] * (1 - white) + white, dark * c[2] * (1 - white) + white);
}

void chart_tint(cairo_t *cr, size_t series)
{
	cairo_save(cr);
	set_colour(cr, series, 0.75);
	cairo_fill_preserve(cr);
	cairo_set_line_width(cr, 0.2);
	cairo_set_source_rgb(cr, 0, 0, 0);
	cairo_stroke(cr);
	cairo_restore(cr);
}

/* Fills the path: eight hatchings, from dark to light. */
void chart_fill(cairo_t *cr, size_t series)
{
	static const struct {
		double grey, dx, dy;
		bool cross, plain;
	} styles[] = {
		{ 0.25, 0, 0, false, true },
		{ 1, 1, 1, false, false },
		{ 0.75, 0, 0, false, true },
		{ 1, 1, -1, true, false },
		{ 1, 1, 0, false, false },
		{ 0.85, 0, 1, false, false },
		{ 1, 0, 1, true, false },
		{ 1, 0, 0, false, true },
	};
	size_t i = series % ARRAY_SIZE(styles);
	double x, y, x2, y2;

	cairo_path_extents(cr, &x, &y, &x2, &y2);
	cairo_save(cr);
	set_colour(cr, series, styles[i].grey);
	cairo_fill_preserve(cr);
	cairo_set_source_rgb(cr, 0, 0, 0);
	cairo_set_line_width(cr, 1);
	cairo_stroke_preserve(cr);
	cairo_clip(cr);
	if (!styles[i].plain)
		lines(cr, x, y, x2 - x, y2 - y, styles[i].dx, styles[i].dy);
	if (styles[i].cross)
		lines(cr, x, y, x2 - x, y2 - y, 1, styles[i].dx != 0);
	cairo_restore(cr);
}

bool chart_day(const char *text, char ret[16])
{
	int year, month, day, end = 0;

	if (strlen(text) != DAY_SIZE - 1 ||
		sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 ||
		end != DAY_SIZE - 1)
		return false;
	(void)snprintf(ret, 16, "%.2s/%.2s/%.4s", text + 8, text + 5, text);
	return true;
}

/* Cut at a letter's end: within one it is no UTF-8, and cairo draws nothing more from there on. */
static void cut_name(char *text, size_t size)
{
	static const char more[] = "…";
	size_t end = size - sizeof(more);

	while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
		end--;
	memcpy(text + end, more, sizeof(more));
}

bool chart_is_shared(const struct table *t, size_t column)
{
	for (size_t row = 1; row < t->rows; row++)
		if (strcmp(table_cell(t, row, column)->text, table_cell(t, 0, column)->text) != 0)
			return false;
	return t->rows > 1;
}

/* A key that is empty takes no room between others: "Livres", not "- · Livres". */
const char *chart_keys_name(
	const struct chart_page *p, size_t n, size_t from, size_t end, char *buf, size_t size)
{
	const struct table *t = p->t;
	size_t used = 0;

	(void)snprintf(buf, size, "-");
	for (size_t i = from; i < end && used < size; i++) {
		const struct cell *c = table_cell(t, t->order[n], i);
		const char *text = c->label && *c->label ? c->label : c->text;
		char day[LANG_DAY_SIZE];

		if (!*text)
			continue;
		if (t->column[i].type == COLUMN_MONTH &&
			lang_day(p->lang, text, NULL, day, sizeof(day)))
			text = day;
		if (t->column[i].type == COLUMN_DAY && chart_day(text, day))
			text = day;
		used += (size_t)snprintf(buf + used, size - used, "%s%s", used ? " · " : "", text);
	}
	if (used >= size)
		cut_name(buf, size);
	return buf;
}

const char *chart_row_name(const struct chart_page *p, size_t n, char *buf, size_t size)
{
	return chart_keys_name(p, n, 0, p->t->keys, buf, size);
}

const char *chart_kg(const struct chart_page *p, size_t column, int64_t number, unsigned decimals,
	char buf[TYPESET_SIZE])
{
	const bool french = p->lang == LANG_FR;
	char rate[28];

	if (p->t->column[column].type == COLUMN_MG)
		return typeset_kg(
			p->t->tonnes ? number / 1000 : number, decimals, french, buf, TYPESET_SIZE);
	if (p->t->column[column].type == COLUMN_PPM) {
		(void)mass_format_kg(100 * number, 1, french ? ',' : '.', rate, sizeof(rate));
		(void)snprintf(buf, TYPESET_SIZE, "%s%s%%", rate, french ? TYPESET_JOINT : "");
		return buf;
	}
	return typeset_count(number, french, buf, TYPESET_SIZE);
}

size_t chart_before(const struct table *t, size_t column)
{
	const char *name = column + 1 < t->columns ? t->column[column + 1].name : "";
	size_t letters = strlen(name), end = strlen("_before_mg");

	return letters > end && strcmp(name + letters - end, "_before_mg") == 0 ? column + 1 : 0;
}

const char *chart_compared(const struct chart_page *p, size_t column, int64_t number,
	int64_t before, char buf[CHART_COMPARED_SIZE])
{
	char kg[TYPESET_SIZE], more[TYPESET_SIZE];

	(void)chart_kg(p, column, number, CHART_FIGURE, kg);
	(void)chart_kg(p, column, number - before, CHART_FIGURE, more);
	if (chart_before(p->t, column))
		(void)snprintf(buf, CHART_COMPARED_SIZE, "%s (%s%s)", kg,
			number > before ? "+" : "", more);
	else
		(void)snprintf(buf, CHART_COMPARED_SIZE, "%s", kg);
	return buf;
}

/* As many roots stand before it in the catalogue. */
size_t chart_root_series(const struct table *t, const struct cell *c)
{
	size_t series = 0;

	for (size_t i = 0; i < t->catalogue->count && (int64_t)i < c->number; i++) {
		const struct catalogue_row *row = &t->catalogue->rows[i];

		series += row->kind == CATALOGUE_CATEGORY && !row->parent[0] &&
			  (i == 0 || strcmp(row->code, row[-1].code) != 0);
	}
	return series;
}

/* Names of what the hatchings mean, one line below the title. */
void chart_legend(const struct chart_page *p, const size_t *columns, size_t count)
{
	double x = 20;

	for (size_t i = 0; i < count; i++) {
		const char *title = table_title(p->t, columns[i], p->lang);

		cairo_rectangle(p->cr, x, 44, 22, 14);
		chart_fill(p->cr, i);
		chart_text(p->cr, x + 28, 56, 0, title);
		x += 28 + chart_width(p->cr, title) + 18;
	}
}

size_t chart_parts(const struct table *t, size_t *ret_columns)
{
	size_t count = 0;

	for (size_t i = t->keys; i < t->columns; i++)
		if (t->column[i].part && table_has_figure(t, i))
			ret_columns[count++] = i;
	return count;
}

static cairo_status_t put(void *out, const unsigned char *bytes, unsigned size)
{
	return fwrite(bytes, 1, size, out) == size ? CAIRO_STATUS_SUCCESS
						   : CAIRO_STATUS_WRITE_ERROR;
}

/* The same bytes for the same figures: a PDF is dated by its period, not by the clock. */
static cairo_surface_t *open_page(const struct chart_page *p, enum table_format format,
	const struct chart_paper *a, const char *title, FILE *out)
{
	const struct table *t = p->t;
	cairo_surface_t *s;
	char at[32];

	if (format == FORMAT_SVG)
		return cairo_svg_surface_create_for_stream(put, out, p->width, p->height);
	if (format == FORMAT_PNG)
		return cairo_image_surface_create(CAIRO_FORMAT_RGB24, p->width, p->height);
	s = cairo_pdf_surface_create_for_stream(put, out, a->wide, a->high);
	(void)snprintf(at, sizeof(at), "%.10sT12:00:00Z", t->facts > 1 ? t->fact[1].value : "");
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, at);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_TITLE, title);
	return s;
}

static int close_page(cairo_surface_t *s, enum table_format format, FILE *out)
{
	cairo_status_t status = CAIRO_STATUS_SUCCESS;

	if (format == FORMAT_PNG)
		status = cairo_surface_write_to_png_stream(s, put, out);
	cairo_surface_finish(s);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(s);
	cairo_surface_destroy(s);
	return status == CAIRO_STATUS_SUCCESS ? 0 : -EIO;
}

void chart_draw(const struct chart_page *p, enum chart chart)
{
	static void (*const draw_as[CHART_COUNT])(const struct chart_page *) = {
		[CHART_BARS] = chart_bars,
		[CHART_MONTHS] = chart_months,
		[CHART_LINE] = chart_line,
		[CHART_SANKEY] = chart_sankey,
		[CHART_STACK] = chart_stack,
		[CHART_TOP] = chart_top,
	};
	char title[256];

	chart_letters(p->cr);
	cairo_set_source_rgb(p->cr, 1, 1, 1);
	cairo_paint(p->cr);
	cairo_set_source_rgb(p->cr, 0, 0, 0);
	cairo_select_font_face(
		p->cr, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
	cairo_set_font_size(p->cr, 16);
	table_said_title(p->t, p->lang, title, sizeof(title));
	chart_text(p->cr, 20, 28, 0, title);
	chart_letters(p->cr);
	cairo_set_font_size(p->cr, chart_letter(p->cr));
	draw_as[chart](p);
}

static void draw_on_paper(const struct chart_page *p, const struct chart_paper *a, enum chart chart)
{
	if (p->t->sheet)
		chart_sheet(p, a);
	for (size_t page = 0; !p->t->sheet && page < a->pages; page++) {
		chart_paper_begin(p->cr, a, page);
		chart_draw(p, chart);
		chart_paper_end(p->cr, a, page);
	}
	chart_pages(p, a);
}

void chart_size(struct chart_page *p, enum chart chart)
{
	int bars = chart_bars_height(p->t, chart);

	p->width = WIDTH;
	p->height = HEIGHT;
	if (chart == CHART_BARS || chart == CHART_TOP)
		p->height = bars;
	else if (chart == CHART_SANKEY && chart_is_ways(p->t))
		chart_ways_page(p);
	else if (chart == CHART_SANKEY && bars > HEIGHT)
		p->height = bars;
	if (chart == CHART_MONTHS || chart == CHART_LINE)
		chart_time_page(p);
}

/* What adds its rows up needs no room for each. */
static size_t rows_most(const struct table *t, enum chart chart)
{
	bool sums = chart == CHART_STACK || chart == CHART_TOP ||
		    (chart == CHART_SANKEY && chart_is_ways(t));

	return sums ? SUMS_MOST : ROWS_MOST;
}

/* A pile is of two keys; a Sankey of parts, or of ways. */
static bool can_draw(const struct table *t, enum chart chart)
{
	bool parts = chart_is_ways(t);

	for (size_t i = t->keys; i < t->columns; i++)
		parts |= t->column[i].part;
	return chart == CHART_STACK ? t->keys == 2 : chart != CHART_SANKEY || parts;
}

/* A register, line by line of its days, or of a thousand; rows of facts: on paper they are read without a picture. */
static bool is_register(const struct table *t, enum chart chart)
{
	bool by_line = chart == CHART_BARS && t->keys > 3 && t->column[0].type == COLUMN_DAY;

	return t->rows > rows_most(t, chart) || t->bare || by_line;
}

static void tables_alone(struct chart_paper *a)
{
	a->of -= a->pages;
	a->pages = 0;
}

int chart_write(const struct table *t, enum table_format format, enum chart chart, enum lang lang,
	FILE *out)
{
	struct chart_page p = { .t = t, .lang = lang };
	struct chart_paper a;
	cairo_status_t status;
	cairo_surface_t *s;
	char title[256];
	int r;

	if (!can_draw(t, chart) && !(t->sheet && format == FORMAT_PDF))
		return -ENOTSUP;
	if (t->rows > rows_most(t, chart) && format != FORMAT_PDF)
		return -E2BIG;
	chart_size(&p, chart);
	table_said_title(t, lang, title, sizeof(title));
	a = t->sheet ? chart_sheet_paper(&p) : chart_paper(&p, chart == CHART_BARS ? t->rows : 0);
	if (is_register(t, chart) && !t->sheet)
		tables_alone(&a);
	s = open_page(&p, format, &a, title, out);
	p.cr = cairo_create(s);
	if (format == FORMAT_PDF)
		draw_on_paper(&p, &a, chart);
	else
		chart_draw(&p, chart);
	status = cairo_status(p.cr);
	cairo_destroy(p.cr);
	r = close_page(s, format, out);
	return status == CAIRO_STATUS_SUCCESS ? r : -EIO;
}
