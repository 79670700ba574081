// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Control codes on A4, as PDF, and as one picture of all its pages: for a home printer and scissors, or for sheets of adhesive labels
 * (24 of 63.5 x 33.9 mm in 3 columns, 40 of 45.7 x 25.4 mm in 4, in the middle of the
 * page), whose first ones may be gone. A cell is a pictogram, the words that a person looks
 * for, and bars that the cheapest scanner reads; where those are too narrow, a Data Matrix, as
 * on a label (control.c). Title and number of the page stand in the margins, at least 6 mm from
 * the edge. Nothing here is shared with the labels: any thread may draw.
 */
#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <errno.h>
#include <pango/pangocairo.h>
#include <string.h>
#include "act.h"
#include "barcode.h"
#include "modules.h"
#include "label.h"
#include "pictogram.h"
#include "strip.h"
#include "letters.h"

#define PT (72 / 25.4) /* cairo counts in points, this file in millimetres */
#define A4_WIDTH 210.0
#define A4_HEIGHT 297.0
#define EDGE 6.0       /* what a home printer reaches */
#define INSET 2.0      /* of a cell */
#define BAR_LEAST 0.25 /* as control.c */
#define BAR_MOST 0.4
#define BAR_QUIET 10 /* modules on each side, ISO/IEC 15417 */
#define MATRIX_QUIET 2
#define CROSS 1.5
#define LETTERS 3.2 /* high */

static const struct grid {
	unsigned int cells, columns;
	double width, height, step; /* step: from one column to the next */
} grids[] = {
	{ 24, 3, 63.5, 33.9, 66.0 },
	{ 40, 4, 45.7, 25.4, 48.3 },
};

struct area {
	double x, y, width, height;
};

struct text {
	const char *words;
	bool bold;
	bool right;
	bool middle;        /* across */
	double least, most; /* size of the letters */
};

struct paper {
	const struct control_paper *want;
	const struct grid *grid;
	cairo_t *c;
	PangoLayout *layout;
};

static const struct grid *grid_of(unsigned int cells)
{
	for (size_t i = 0; i < ARRAY_SIZE(grids); i++)
		if (grids[i].cells == cells)
			return &grids[i];
	return NULL;
}

static bool fits(struct paper *p, const struct text *t, const struct area *a, double size)
{
	PangoFontDescription *face = pango_font_description_from_string(
		t->bold ? "DejaVu Sans,Sans Bold Condensed" : "DejaVu Sans,Sans Condensed");
	PangoRectangle r;

	pango_font_description_set_absolute_size(face, size * PANGO_SCALE);
	pango_layout_set_font_description(p->layout, face);
	pango_font_description_free(face);
	pango_layout_get_extents(p->layout, NULL, &r);
	return r.width <= a->width * PANGO_SCALE && r.height <= a->height * PANGO_SCALE;
}

/* As large as it fits, on as many lines as it takes; what is still too long ends in an ellipsis. */
static void put_text(struct paper *p, const struct text *t, const struct area *a)
{
	double size = t->most;
	PangoRectangle r;
	char *shown;

	if (t->words[0] == '\0')
		return;
	shown = letters_shown(t->words);
	pango_layout_set_text(p->layout, shown, -1);
	g_free(shown);
	pango_layout_set_width(p->layout, (int)(a->width * PANGO_SCALE));
	pango_layout_set_height(p->layout, -1);
	pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD);
	pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_NONE);
	pango_layout_set_alignment(p->layout, t->right    ? PANGO_ALIGN_RIGHT
					      : t->middle ? PANGO_ALIGN_CENTER
							  : PANGO_ALIGN_LEFT);
	while (!fits(p, t, a, size) && size > t->least)
		size -= 0.1;
	if (size <= t->least) {
		pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
		pango_layout_set_height(p->layout, (int)(a->height * PANGO_SCALE));
		pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
	}
	pango_layout_get_extents(p->layout, NULL, &r);
	cairo_move_to(p->c, a->x, a->y + (a->height - (double)r.height / PANGO_SCALE) / 2);
	pango_cairo_show_layout(p->c, p->layout);
}

static int put_code(struct paper *p, const char *control, const struct area *a)
{
	const struct modules_area at = { a->x, a->y, a->width, a->height };
	struct barcode code;
	int r = barcode_bars(control, &code);
	double module;

	if (r < 0)
		return r;
	module = p->grid->width / (code.columns + 2 * BAR_QUIET);
	if (module >= BAR_LEAST) {
		modules_draw(p->c, &code, &at, module < BAR_MOST ? module : BAR_MOST, a->height);
		return 0;
	}
	r = barcode_matrix(control, &code);
	if (r < 0)
		return r;
	module = a->height / (code.columns + 2 * MATRIX_QUIET);
	modules_draw(p->c, &code, &at, module, module);
	return 0;
}

/* Dots that are black by themselves: masks take a browser long to draw. */
static void put_ink(cairo_t *c, cairo_surface_t *mask, const struct area *a)
{
	int dots = cairo_image_surface_get_width(mask);
	cairo_surface_t *black = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, dots, dots);
	cairo_t *ink = cairo_create(black);

	cairo_mask_surface(ink, mask, 0, 0);
	cairo_destroy(ink);
	cairo_save(c);
	cairo_translate(c, a->x, a->y);
	cairo_scale(c, a->height / dots, a->height / dots);
	cairo_set_source_surface(c, black, 0, 0);
	cairo_paint(c);
	cairo_restore(c);
	cairo_surface_destroy(black);
}

static int put_pictogram(struct paper *p, const char *name, const struct area *a)
{
	cairo_surface_t *picture;
	int r = pictogram_open(name, &picture);

	if (r < 0)
		return r;
	if (p->want->picture)
		put_ink(p->c, picture, a);
	else
		pictogram_put(p->c, picture, a->x, a->y, a->height);
	cairo_surface_destroy(picture);
	return 0;
}

/* Above: the pictogram and the words; below: the code, and its letters. */
static int put_cell(struct paper *p, const struct control_cell *cell, const struct area *a)
{
	double head = a->height * 0.46;
	struct area picture = { a->x + INSET, a->y + INSET, head - INSET, head - INSET };
	struct area words = { a->x + head + INSET, a->y + INSET, a->width - head - 2 * INSET,
		head - INSET };
	struct area code = { a->x, a->y + head + 1, a->width,
		a->height - head - 1 - LETTERS - 1.5 };
	struct area letters = { a->x + INSET, code.y + code.height, a->width - 2 * INSET, LETTERS };
	struct text name = { .words = cell->name, .bold = true, .least = 2.2, .most = 5.5 };
	struct text full = { .words = cell->full, .least = 2, .most = 2.8 };
	struct text control = { .words = cell->control, .middle = true, .least = 2, .most = 2.6 };
	int r;

	if (full.words[0] != '\0') {
		struct area below = { words.x, words.y + words.height * 0.55, words.width,
			words.height * 0.45 };

		words.height *= 0.55;
		put_text(p, &full, &below);
	}
	put_text(p, &name, &words);
	put_text(p, &control, &letters);
	r = put_pictogram(p, cell->pictogram, &picture);
	return r < 0 ? r : put_code(p, cell->control, &code);
}

/* lang: control_title_* */
static void put_margins(struct paper *p, unsigned int page, unsigned int pages)
{
	struct area top = { EDGE + 2, EDGE, A4_WIDTH - 2 * EDGE - 4, 5 };
	struct area bottom = { EDGE + 2, A4_HEIGHT - EDGE - 4, A4_WIDTH - 2 * EDGE - 4, 4 };
	struct sentence number = { .key = "control_page" };
	struct text title = { .bold = true, .least = 3, .most = 4.2 };
	struct text hint = { .least = 2, .most = 2.8 };
	struct text count = { .right = true, .least = 2, .most = 2.8 };
	char key[48], said[80];

	(void)snprintf(key, sizeof(key), "control_title_%s", p->want->kind->name);
	title.words = lang_text(p->want->lang, key);
	hint.words = lang_text(p->want->lang, "control_hint");
	sentence_param_int(&number, "page", page);
	sentence_param_int(&number, "pages", pages);
	count.words = lang_say(p->want->lang, &number, said, sizeof(said));
	put_text(p, &title, &top);
	put_text(p, &hint, &bottom);
	put_text(p, &count, &bottom);
}

static struct area cell_area(const struct grid *g, unsigned int i)
{
	unsigned int rows = g->cells / g->columns;
	unsigned int row = i / g->columns, column = i % g->columns;
	double wide = g->step * (g->columns - 1) + g->width;

	return (struct area){ (A4_WIDTH - wide) / 2 + g->step * column,
		(A4_HEIGHT - g->height * rows) / 2 + g->height * row, g->width, g->height };
}

static void cross(cairo_t *c, double x, double y)
{
	cairo_move_to(c, x - CROSS, y);
	cairo_line_to(c, x + CROSS, y);
	cairo_move_to(c, x, y - CROSS);
	cairo_line_to(c, x, y + CROSS);
}

/* Where to cut: a cross at each corner, in the gap between columns. */
static void put_crosses(struct paper *p)
{
	const struct grid *g = p->grid;
	double gap = (g->step - g->width) / 2;

	for (unsigned int i = 0; i < g->cells; i++) {
		struct area a = cell_area(g, i);
		bool last = i + g->columns >= g->cells;

		cross(p->c, a.x - gap, a.y);
		if ((i + 1) % g->columns == 0)
			cross(p->c, a.x + a.width + gap, a.y);
		if (last)
			cross(p->c, a.x - gap, a.y + a.height);
		if (last && i + 1 == g->cells)
			cross(p->c, a.x + a.width + gap, a.y + a.height);
	}
	cairo_set_line_width(p->c, 0.1);
	cairo_stroke(p->c);
}

static unsigned int pages_of(const struct paper *p, size_t count)
{
	unsigned int each = p->grid->cells;

	return (unsigned int)((count + p->want->skip + each - 1) / each);
}

/* A picture has its pages one below the other. */
static void next_page(struct paper *p)
{
	if (p->want->picture)
		cairo_translate(p->c, 0, A4_HEIGHT);
	else
		cairo_show_page(p->c);
}

static int put_pages(struct paper *p, const struct control_cell *cells, size_t count)
{
	unsigned int each = p->grid->cells, skip = p->want->skip, pages = pages_of(p, count);
	int r = 0;

	for (unsigned int page = 0; page < pages; page++) {
		put_margins(p, page + 1, pages);
		put_crosses(p);
		for (unsigned int i = page == 0 ? skip : 0; i < each && r == 0; i++) {
			struct area a = cell_area(p->grid, i);
			size_t n = (size_t)page * each + i - skip;

			if (n < count)
				r = put_cell(p, &cells[n], &a);
		}
		next_page(p);
	}
	return r;
}

static cairo_status_t put(void *out, const unsigned char *data, unsigned int length)
{
	return fwrite(data, 1, length, out) == length ? CAIRO_STATUS_SUCCESS
						      : CAIRO_STATUS_WRITE_ERROR;
}

/* Letters stand where their shapes say, not at whole millimetres. */
static PangoFontMap *open_layout(struct paper *p)
{
	cairo_font_options_t *o = cairo_font_options_create();
	PangoFontMap *fonts = pango_cairo_font_map_new();
	PangoContext *context = pango_font_map_create_context(fonts);

	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(context, o);
	cairo_font_options_destroy(o);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_cairo_update_context(p->c, context);
	p->layout = pango_layout_new(context);
	g_object_unref(context);
	return fonts;
}

static cairo_surface_t *open_paper(const struct paper *p, size_t count, FILE *out)
{
	cairo_surface_t *s;
	char at[32];

	if (p->want->picture)
		return cairo_svg_surface_create_for_stream(
			put, out, A4_WIDTH * PT, A4_HEIGHT * PT * pages_of(p, count));
	s = cairo_pdf_surface_create_for_stream(put, out, A4_WIDTH * PT, A4_HEIGHT * PT);
	(void)snprintf(at, sizeof(at), "%.10sT12:00:00Z", p->want->day);
	cairo_pdf_surface_set_metadata(s, CAIRO_PDF_METADATA_CREATE_DATE, at);
	return s;
}

static int put_sheets(struct paper *p, const struct control_cell *cells, size_t count)
{
	PangoFontMap *fonts;
	int r;

	cairo_scale(p->c, PT, PT);
	fonts = open_layout(p);
	r = put_pages(p, cells, count);
	g_object_unref(p->layout);
	g_object_unref(fonts);
	return r;
}

int control_write(
	const struct control_paper *want, const struct control_cell *cells, size_t count, FILE *out)
{
	struct paper p = { .want = want, .grid = grid_of(want->cells) };
	cairo_surface_t *s;
	int r;

	if (!p.grid && (want->cells != 1 || want->picture)) /* a strip is no picture */
		return -EINVAL;
	if (want->skip >= want->cells || count == 0)
		return -EINVAL;
	s = open_paper(&p, count, out);
	p.c = cairo_create(s);
	r = p.grid ? put_sheets(&p, cells, count) : strip_put(s, p.c, &want->media, cells, count);
	cairo_destroy(p.c);
	cairo_surface_finish(s);
	if (r == 0 && cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
		r = -EIO;
	cairo_surface_destroy(s);
	return r;
}
