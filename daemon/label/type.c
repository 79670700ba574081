// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Pango lays out, cairo draws into a small 8-bit picture of the box, and its dots are put
 * on the raster. Small letters are hinted for black and white (no grey), which a thermal head
 * of 203 dpi needs; large ones look the same from half-covered dots, and draw four times as
 * fast. Measuring is cheap beside drawing: a text is measured at several sizes
 * and drawn once.
 */
#include <errno.h>
#include <pango/pangocairo.h>
#include <string.h>
#include "ink.h"
#include "letters.h"
#include "type.h"
#include "type_pango.h"

enum { CEILING_PERCENT = 117, TIGHT_PERCENT = 90, STEP_FROM = 40, GREY_FROM = 48 };

/* A thread has its own: pango's objects are for one at a time. */
static _Thread_local struct {
	PangoFontMap *map;
	PangoLayout *layouts[2];       /* without grey, and with */
	PangoLayout *running;          /* that of flow.c */
	PangoLayout *layout;           /* the one for the size in use */
	PangoFontDescription *face[2]; /* plain, bold */
	struct {
		uint16_t dpi;
		uint32_t size;
		uint32_t height;
	} least[2];
	uint8_t *scratch;
	size_t scratch_size;
} t;

struct fit {
	const struct box *box; /* as read: turned when upright */
	const struct type_style *style;
	uint32_t size;
	uint32_t wrap; /* lines allowed at the last measure */
	uint32_t lines;
	bool cut;
	PangoRectangle ink;
	PangoRectangle logical;
};

static PangoLayout *new_layout(cairo_antialias_t antialias)
{
	PangoContext *context = pango_font_map_create_context(t.map);
	cairo_font_options_t *o = cairo_font_options_create();
	PangoAttrList *attributes = pango_attr_list_new();
	PangoLayout *layout;

	cairo_font_options_set_antialias(o, antialias);
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_FULL);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_ON);
	pango_cairo_context_set_font_options(context, o);
	cairo_font_options_destroy(o);
	layout = pango_layout_new(context);
	g_object_unref(context);
	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_attributes(layout, attributes);
	pango_attr_list_unref(attributes);
	return layout;
}

static int type_open(void)
{
	if (t.map != NULL)
		return 0;
	t.map = pango_cairo_font_map_new();
	t.face[0] = pango_font_description_from_string("DejaVu Sans,Sans Condensed");
	t.face[1] = pango_font_description_from_string("DejaVu Sans,Sans Bold Condensed");
	t.layouts[0] = new_layout(CAIRO_ANTIALIAS_NONE);
	t.layouts[1] = new_layout(CAIRO_ANTIALIAS_GRAY);
	t.running = new_layout(CAIRO_ANTIALIAS_NONE);
	t.layout = t.layouts[0];
	return 0;
}

void type_done(void)
{
	if (t.map == NULL)
		return;
	g_object_unref(t.layouts[0]);
	g_object_unref(t.layouts[1]);
	g_object_unref(t.running);
	pango_font_description_free(t.face[0]);
	pango_font_description_free(t.face[1]);
	g_object_unref(t.map);
	free(t.scratch);
	memset(&t, 0, sizeof(t));
}

static void set_face(bool bold, uint32_t size)
{
	t.layout = t.layouts[size >= GREY_FROM];
	pango_font_description_set_absolute_size(t.face[bold], (double)size * PANGO_SCALE);
	pango_layout_set_font_description(t.layout, t.face[bold]);
}

PangoLayout *type_running(bool bold, uint32_t size)
{
	(void)type_open();
	pango_font_description_set_absolute_size(t.face[bold], (double)size * PANGO_SCALE);
	pango_layout_set_font_description(t.running, t.face[bold]);
	return t.running;
}

static void set_lines(uint32_t lines, uint32_t width)
{
	pango_layout_set_width(t.layout, lines > 1 ? (int)width * PANGO_SCALE : -1);
	pango_layout_set_wrap(t.layout, PANGO_WRAP_WORD);
	pango_layout_set_ellipsize(t.layout, PANGO_ELLIPSIZE_NONE);
}

static uint32_t ink_height(bool bold, uint32_t size, const char *letter)
{
	PangoRectangle ink;

	set_face(bold, size);
	set_lines(1, 0);
	pango_layout_set_text(t.layout, letter, -1);
	pango_layout_get_pixel_extents(t.layout, &ink, NULL);
	return (uint32_t)ink.height;
}

/* The smallest size whose x is high enough, found once for each face and resolution. */
static uint32_t least_size(uint16_t dpi, bool bold)
{
	uint32_t size = dpi / 25;

	if (t.least[bold].dpi == dpi)
		return t.least[bold].size;
	while (ink_height(bold, size, "x") * 25400 < (uint32_t)TYPE_LEAST_X_HEIGHT_UM * dpi &&
		size < dpi)
		size++;
	t.least[bold].dpi = dpi;
	t.least[bold].size = size;
	t.least[bold].height = size * CEILING_PERCENT / 100 + 1;
	return size;
}

uint32_t type_x_height(uint32_t size, bool bold)
{
	return type_open() < 0 ? 0 : ink_height(bold, size, "x");
}

uint32_t type_least_height(uint16_t dpi, bool bold)
{
	if (type_open() < 0)
		return 0;
	(void)least_size(dpi, bold);
	return t.least[bold].height;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* What must lie inside: the ink, and for running text also its lines' own boxes. */
static void extent(const struct fit *f, PangoRectangle *ret)
{
	if (f->style->tight) {
		*ret = f->ink;
		return;
	}
	ret->x = least(f->ink.x, f->logical.x);
	ret->y = least(f->ink.y, f->logical.y);
	ret->width = most(f->ink.x + f->ink.width, f->logical.x + f->logical.width) - ret->x;
	ret->height = most(f->ink.y + f->ink.height, f->logical.y + f->logical.height) - ret->y;
}

/* Measures at a size, wrapped at words into at most lines lines; true when all is inside. */
static bool fits(struct fit *f, uint32_t size, uint32_t lines)
{
	PangoRectangle r;

	set_face(f->style->bold, size);
	set_lines(lines, f->box->width);
	pango_layout_get_pixel_extents(t.layout, &f->ink, &f->logical);
	f->size = size;
	f->wrap = lines;
	f->lines = (uint32_t)pango_layout_get_line_count(t.layout);
	f->cut = false;
	extent(f, &r);
	return r.width <= (int)f->box->width && r.height <= (int)f->box->height &&
	       f->lines <= lines;
}

/* Few different sizes, so that few fonts are kept. */
static uint32_t step(uint32_t size)
{
	return size > STEP_FROM ? size & ~1u : size;
}

static uint32_t ceiling(const struct fit *f, uint16_t dpi, uint32_t lines)
{
	uint32_t percent = f->style->tight ? TIGHT_PERCENT : CEILING_PERCENT;
	uint32_t size = f->box->height * 100 / percent / lines;
	uint32_t limit = f->style->most_um * (uint32_t)dpi / 25400;

	return step(limit > 0 && size > limit ? limit : size);
}

/* The largest size on one line: width goes with size, so one measure tells nearly where. */
static uint32_t size_on_one_line(struct fit *f, uint32_t low, uint32_t high)
{
	PangoRectangle r;
	uint32_t size = high;

	if (high < low || fits(f, high, 1))
		return high < low ? 0 : high;
	extent(f, &r);
	if (r.width > (int)f->box->width)
		size = high * f->box->width / (uint32_t)r.width;
	if (r.height > (int)f->box->height && size > high * f->box->height / (uint32_t)r.height)
		size = high * f->box->height / (uint32_t)r.height;
	size = size + size / 32 + 1 < high ? step(size + size / 32 + 1) : step(high - 1);
	for (; size >= low; size = step(size - 1)) {
		if (fits(f, size, 1))
			return size;
	}
	return 0;
}

static uint32_t size_on_lines(struct fit *f, uint32_t lines, uint32_t low, uint32_t high)
{
	uint32_t best = 0;

	while (low <= high) {
		uint32_t middle = step(low + (high - low) / 2);

		if (fits(f, middle, lines)) {
			best = middle;
			low = middle + 1 + (middle >= STEP_FROM);
		} else {
			high = middle - 1;
		}
	}
	return best;
}

static void cut(struct fit *f, uint32_t size)
{
	uint32_t line = size * CEILING_PERCENT / 100 + 1;
	uint32_t lines = f->style->lines > 1 ? f->style->lines : 1;

	if (lines > f->box->height / line)
		lines = f->box->height / line > 0 ? f->box->height / line : 1;
	set_face(f->style->bold, size);
	pango_layout_set_width(t.layout, (int)f->box->width * PANGO_SCALE);
	pango_layout_set_wrap(t.layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_height(t.layout, -(int)lines);
	pango_layout_set_ellipsize(t.layout, PANGO_ELLIPSIZE_END);
	pango_layout_get_pixel_extents(t.layout, &f->ink, &f->logical);
	f->size = size;
	f->lines = (uint32_t)pango_layout_get_line_count(t.layout);
	f->cut = pango_layout_is_ellipsized(t.layout);
}

/* Control characters would break lines; bytes that are no UTF-8 become U+FFFD. */
static void set_text(const char *text, enum type_align align)
{
	char *clean = letters_shown(text);

	for (char *p = clean; *p != '\0'; p++) {
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	}
	for (int i = 0; i < 2; i++) {
		pango_layout_set_text(t.layouts[i], clean, -1);
		pango_layout_set_alignment(t.layouts[i], (PangoAlignment)align);
	}
	g_free(clean);
}

/* More lines only where they allow clearly larger letters (an eighth). */
static void fit_text(struct fit *f, uint16_t dpi, const char *text)
{
	uint32_t low = least_size(dpi, f->style->bold);
	uint32_t lines = 1;
	uint32_t best = 0;

	set_text(text, f->style->align);
	for (uint32_t n = 1; n == 1 || n <= f->style->lines; n++) {
		uint32_t high = ceiling(f, dpi, n);
		uint32_t size;

		if (high < best + best / 8)
			break;
		size = n == 1 ? size_on_one_line(f, low, high) : size_on_lines(f, n, low, high);
		if (size > best + best / 8) {
			best = size;
			lines = n;
		}
	}
	if (best == 0)
		cut(f, low);
	else if (f->size != best || f->wrap != lines)
		(void)fits(f, best, lines);
}

static int pull_in(int at, int low, int size, int room)
{
	at = least(at, room - size - low);
	return most(at, -low);
}

/* Where the layout's origin goes, so that the text stands as aligned and its ink is inside. */
static void place(const struct fit *f, int *ret_x, int *ret_y)
{
	int width = (int)f->box->width;
	int height = (int)f->box->height;
	PangoRectangle r;
	int x = 0;

	extent(f, &r);
	if (f->style->align == TYPE_CENTER)
		x = (width - r.width) / 2 - r.x;
	else if (f->style->align == TYPE_RIGHT)
		x = width - r.width - r.x;
	else if (f->style->tight)
		x = -r.x;
	*ret_x = pull_in(x, f->ink.x, f->ink.width, width);
	*ret_y = pull_in((height - r.height) / 2 - r.y, f->ink.y, f->ink.height, height);
}

static int scratch_for(size_t size)
{
	uint8_t *grown;

	if (size > t.scratch_size) {
		grown = realloc(t.scratch, size);
		if (grown == NULL)
			return -ENOMEM;
		t.scratch = grown;
		t.scratch_size = size;
	}
	memset(t.scratch, 0, size);
	return 0;
}

/* Draws into the scratch picture of the box, one byte a dot. */
static int paint(const struct fit *f, int x, int y, size_t stride)
{
	cairo_surface_t *s;
	cairo_t *c;
	int r = scratch_for(stride * f->box->height);

	if (r < 0)
		return r;
	s = cairo_image_surface_create_for_data(
		t.scratch, CAIRO_FORMAT_A8, (int)f->box->width, (int)f->box->height, (int)stride);
	c = cairo_create(s);
	cairo_set_operator(c, CAIRO_OPERATOR_ADD);
	cairo_move_to(c, x, y);
	pango_cairo_show_layout(c, t.layout);
	r = cairo_status(c) == CAIRO_STATUS_SUCCESS ? 0 : -ENOMEM;
	cairo_destroy(c);
	cairo_surface_finish(s);
	cairo_surface_destroy(s);
	return r;
}

static void put(struct raster *r, const struct box *box, const struct fit *f, int y, size_t stride)
{
	if (f->style->upright) {
		ink_upright(r, box, t.scratch, stride);
		return;
	}
	for (int i = most(0, y + f->ink.y);
		i < least((int)box->height, y + f->ink.y + f->ink.height); i++)
		ink_row(r, box->x, box->y + (uint32_t)i, t.scratch + (size_t)i * stride, stride);
}

static struct type_laid laid(const struct fit *f, const struct box *box, int x, int y)
{
	struct box ink = {
		.x = (uint32_t)most(0, x + f->ink.x),
		.y = (uint32_t)most(0, y + f->ink.y),
		.width = (uint32_t)least(f->ink.width, (int)f->box->width),
		.height = (uint32_t)least(f->ink.height, (int)f->box->height),
	};
	struct type_laid l = { .size = f->size, .lines = f->lines, .cut = f->cut };

	if (f->style->upright)
		ink = (struct box){ ink.y, box->height - ink.x - ink.width, ink.height, ink.width };
	ink.x += box->x;
	ink.y += box->y;
	l.ink = ink;
	return l;
}

static bool box_is_inside(const struct raster *r, const struct box *box)
{
	return box->width > 0 && box->height > 0 && box->x < r->width && box->y < r->height &&
	       box->width <= r->width - box->x && box->height <= r->height - box->y;
}

/* On black, letters keep off the ends of their line. */
static struct box letters_box(
	const struct raster *r, const struct box *box, const struct type_style *style)
{
	uint32_t off = style->inverse ? r->dpi / 30u : 0;
	struct box b = *box;

	if (style->upright && b.height > 4 * off) {
		b.y += off;
		b.height -= 2 * off;
	} else if (!style->upright && b.width > 4 * off) {
		b.x += off;
		b.width -= 2 * off;
	}
	return b;
}

int type_draw(struct raster *r, const struct box *box, const struct type_style *style,
	const char *text, struct type_laid *ret_laid)
{
	struct box inner = letters_box(r, box, style);
	struct box turned = { 0, 0, inner.height, inner.width };
	struct fit f = { .box = style->upright ? &turned : &inner, .style = style };
	size_t stride = ((size_t)f.box->width + 7) & ~(size_t)7;
	int x, y, e;

	if (!box_is_inside(r, box) || f.box->height < type_least_height(r->dpi, style->bold))
		return -EINVAL;
	fit_text(&f, r->dpi, text);
	place(&f, &x, &y);
	e = paint(&f, x, y, stride);
	if (e < 0)
		return e;
	if (style->inverse)
		ink_fill(r, box);
	put(r, &inner, &f, y, stride);
	*ret_laid = laid(&f, &inner, x, y);
	return 0;
}

uint32_t type_least_width(uint16_t dpi, bool bold, const char *text)
{
	int width;

	if (type_open() < 0)
		return 0;
	set_face(bold, least_size(dpi, bold));
	set_lines(1, 0);
	set_text(text, TYPE_LEFT);
	pango_layout_get_pixel_size(t.layout, &width, NULL);
	return (uint32_t)width;
}

uint32_t type_least_lines(uint16_t dpi, bool bold, uint32_t width, const char *text)
{
	if (type_open() < 0)
		return 0;
	set_face(bold, least_size(dpi, bold));
	set_lines(2, width); /* wraps, into as many lines as it takes */
	set_text(text, TYPE_LEFT);
	return (uint32_t)pango_layout_get_line_count(t.layout);
}
