// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictogram.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "asset.h"

struct source {
	const char *data;
	size_t left;
};

static const struct asset *asset_of(const char *name)
{
	char path[64];

	(void)snprintf(path, sizeof(path), "pictograms/%s.png", name);
	return asset_find(path);
}

bool pictogram_known(const char *name)
{
	return name[0] != '\0' && asset_of(name) != NULL;
}

static cairo_status_t more(void *closure, unsigned char *data, unsigned int length)
{
	struct source *s = closure;

	if (length > s->left)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, s->data, length);
	s->data += length;
	s->left -= length;
	return CAIRO_STATUS_SUCCESS;
}

int pictogram_open(const char *name, cairo_surface_t **ret_surface)
{
	const struct asset *a = asset_of(name);
	struct source s;
	cairo_surface_t *surface;

	if (a == NULL)
		return -ENOENT;
	s = (struct source){ a->data, a->size };
	surface = cairo_image_surface_create_from_png_stream(more, &s);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
		cairo_surface_destroy(surface);
		return -ENOMEM;
	}
	*ret_surface = surface;
	return 0;
}

void pictogram_put(cairo_t *c, cairo_surface_t *pictogram, double x, double y, double side)
{
	cairo_pattern_t *mask = cairo_pattern_create_for_surface(pictogram);
	double dots = cairo_image_surface_get_width(pictogram);

	cairo_save(c);
	cairo_translate(c, x, y);
	cairo_scale(c, side / dots, side / dots);
	cairo_pattern_set_filter(mask, CAIRO_FILTER_BEST);
	cairo_mask(c, mask);
	cairo_restore(c);
	cairo_pattern_destroy(mask);
}
