// SPDX-License-Identifier: GPL-3.0-or-later
#include "pictogram.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "asset.h"
#include "names.h"

enum { KEPT = 32 };

static _Thread_local struct kept {
	char name[DEVICE_SIZE];
	uint32_t side;
	uint8_t *dots;
} kept[KEPT];
static _Thread_local size_t oldest;

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

static int draw(const char *name, uint8_t *dots, uint32_t side, size_t stride)
{
	cairo_surface_t *picture, *s;
	cairo_t *c;
	int r = pictogram_open(name, &picture);

	if (r < 0)
		return r;
	s = cairo_image_surface_create_for_data(
		dots, CAIRO_FORMAT_A8, (int)side, (int)side, (int)stride);
	c = cairo_create(s);
	pictogram_put(c, picture, 0, 0, side);
	r = cairo_status(c) == CAIRO_STATUS_SUCCESS ? 0 : -ENOMEM;
	cairo_destroy(c);
	cairo_surface_finish(s);
	cairo_surface_destroy(s);
	cairo_surface_destroy(picture);
	return r;
}

const uint8_t *pictogram_dots(const char *name, uint32_t side, size_t *ret_stride)
{
	size_t stride = ((size_t)side + 7) & ~(size_t)7;
	struct kept *k = &kept[oldest];
	uint8_t *dots;

	*ret_stride = stride;
	for (size_t i = 0; i < KEPT; i++)
		if (kept[i].dots && kept[i].side == side && !strcmp(kept[i].name, name))
			return kept[i].dots;
	dots = calloc(side ? side : 1, stride);
	if (dots == NULL || draw(name, dots, side, stride) < 0) {
		free(dots);
		return NULL;
	}
	free(k->dots);
	k->dots = dots;
	k->side = side;
	(void)snprintf(k->name, sizeof(k->name), "%s", name);
	oldest = (oldest + 1) % KEPT;
	return dots;
}

void pictogram_done(void)
{
	for (size_t i = 0; i < KEPT; i++)
		free(kept[i].dots);
	memset(kept, 0, sizeof(kept));
}
