// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Running text by pango and cairo, with a white row of dots between lines: accents of capitals
 * never touch what hangs down from the line above.
 */
#include <errno.h>
#include <string.h>
#include "flow.h"
#include "type_pango.h"

enum { LINE_GAP_DOTS = 1 };

/* The text without its marks, and what is bold of it. */
static char *plain(const char *text, PangoAttrList *attributes)
{
	char *clean = g_malloc(strlen(text) + 1);
	guint at = 0, from = 0;

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == FLOW_STRONG[0]) {
			from = at;
		} else if (*p == FLOW_PLAIN[0]) {
			PangoAttribute *a = pango_attr_weight_new(PANGO_WEIGHT_BOLD);

			a->start_index = from;
			a->end_index = at;
			pango_attr_list_insert(attributes, a);
		} else {
			clean[at++] = (unsigned char)*p < ' ' || *p == 0x7f ? ' ' : *p;
		}
	}
	clean[at] = '\0';
	return clean;
}

static PangoLayout *lay(const struct flow *f, uint32_t width)
{
	PangoLayout *layout = type_running(f->bold, f->size);
	PangoAttrList *attributes = pango_attr_list_new();
	char *clean = plain(f->text, attributes);
	char *valid = g_utf8_make_valid(clean, -1);

	pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
	pango_layout_set_text(layout, valid, -1);
	pango_layout_set_attributes(layout, attributes);
	pango_layout_set_width(layout, width > 0 ? (int)width * PANGO_SCALE : -1);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
	pango_layout_set_spacing(layout, LINE_GAP_DOTS * PANGO_SCALE);
	pango_attr_list_unref(attributes);
	g_free(valid);
	g_free(clean);
	return layout;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* Ink and lines: neither may lie outside of the box. */
static PangoRectangle extent(PangoLayout *layout)
{
	PangoRectangle ink, logical, r;

	pango_layout_get_pixel_extents(layout, &ink, &logical);
	r.x = least(ink.x, logical.x);
	r.y = least(ink.y, logical.y);
	r.width = most(ink.x + ink.width, logical.x + logical.width) - r.x;
	r.height = most(ink.y + ink.height, logical.y + logical.height) - r.y;
	return r;
}

int flow_measure(const struct flow *f, uint32_t width, uint32_t *ret_width, uint32_t *ret_height)
{
	PangoLayout *layout = lay(f, width);
	PangoRectangle r = extent(layout);

	if (pango_layout_get_unknown_glyphs_count(layout) > 0)
		return -EILSEQ;
	*ret_width = (uint32_t)r.width;
	*ret_height = (uint32_t)r.height;
	return 0;
}

int flow_draw(struct raster *r, const struct box *box, const struct flow *f)
{
	size_t stride = ((size_t)box->width + 7) & ~(size_t)7;
	_cleanup_free_ uint8_t *dots = calloc(box->height, stride);
	PangoLayout *layout = lay(f, box->width);
	PangoRectangle e = extent(layout);
	cairo_surface_t *surface;
	cairo_t *c;
	int drawn;

	if (!dots)
		return -ENOMEM;
	surface = cairo_image_surface_create_for_data(
		dots, CAIRO_FORMAT_A8, (int)box->width, (int)box->height, (int)stride);
	c = cairo_create(surface);
	cairo_move_to(c, -e.x, -e.y);
	pango_cairo_show_layout(c, layout);
	drawn = cairo_status(c) == CAIRO_STATUS_SUCCESS ? 0 : -ENOMEM;
	cairo_destroy(c);
	cairo_surface_finish(surface);
	cairo_surface_destroy(surface);
	for (uint32_t y = 0; drawn == 0 && y < box->height; y++)
		ink_row(r, box->x, box->y + y, dots + y * stride, stride);
	return drawn;
}

/* Rows that have ink when it is drawn; what pango measures is its outline, up to a dot higher. */
static uint32_t rows_drawn(const struct flow *f)
{
	struct box box = { 0, 0, 0, 0 };
	_cleanup_free_ struct raster *r = NULL;
	uint32_t rows = 0;

	if (flow_measure(f, 0, &box.width, &box.height) < 0)
		return 0;
	r = raster_new(box.width, box.height, 203);
	if (!r || flow_draw(r, &box, f) < 0)
		return 0;
	for (uint32_t y = 0; y < r->height; y++) {
		uint32_t at = 0;

		while (at < r->stride && r->bits[(size_t)y * r->stride + at] == 0)
			at++;
		rows += at < r->stride;
	}
	return rows;
}

static uint32_t lowest(const char *letters, bool bold, uint32_t size)
{
	uint32_t low = UINT32_MAX;

	for (const char *p = letters; *p != '\0'; p++) {
		const char letter[2] = { *p, '\0' };
		const struct flow f = { .text = letter, .bold = bold, .size = size };
		uint32_t rows = rows_drawn(&f);

		if (rows < low)
			low = rows;
	}
	return low;
}

uint32_t flow_size(const char *letters, uint32_t dots)
{
	uint32_t size = dots;

	while (size < 4 * dots &&
		(lowest(letters, false, size) < dots || lowest(letters, true, size) < dots))
		size++;
	return size;
}
