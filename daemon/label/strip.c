// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The very dots that the label printer gets (label_control()), as a mask that is not smoothed. Fonts
 * of the thread are given back at the end: it seldom draws labels.
 */
#include "strip.h"
#include <cairo-pdf.h>
#include <errno.h>

static cairo_surface_t *dots_of(const struct raster *r)
{
	cairo_surface_t *s =
		cairo_image_surface_create(CAIRO_FORMAT_A8, (int)r->width, (int)r->height);
	uint8_t *data = cairo_image_surface_get_data(s);
	size_t stride = (size_t)cairo_image_surface_get_stride(s);

	if (data == NULL)
		return s;
	for (uint32_t y = 0; y < r->height; y++)
		for (uint32_t x = 0; x < r->width; x++)
			data[y * stride + x] = raster_dot(r, x, y) ? 255 : 0;
	cairo_surface_mark_dirty(s);
	return s;
}

static void put_label(cairo_surface_t *pdf, cairo_t *c, const struct raster *r)
{
	cairo_surface_t *dots = dots_of(r);
	cairo_pattern_t *mask = cairo_pattern_create_for_surface(dots);
	double dot = 72.0 / r->dpi;

	cairo_pdf_surface_set_size(pdf, r->width * dot, r->height * dot);
	cairo_pattern_set_filter(mask, CAIRO_FILTER_NEAREST);
	cairo_save(c);
	cairo_scale(c, dot, dot);
	cairo_mask(c, mask);
	cairo_restore(c);
	cairo_show_page(c);
	cairo_pattern_destroy(mask);
	cairo_surface_destroy(dots);
}

int strip_put(cairo_surface_t *pdf, cairo_t *c, const struct label_media *media,
	const struct control_cell *cells, size_t count)
{
	int r = 0;

	for (size_t i = 0; i < count && r == 0; i++) {
		_cleanup_free_ struct raster *raster = NULL;

		r = label_control(&cells[i], media, &raster);
		if (r == 0)
			put_label(pdf, c, raster);
	}
	label_cool();
	return r < 0 ? r : cairo_status(c) == CAIRO_STATUS_SUCCESS ? 0 : -ENOMEM;
}
