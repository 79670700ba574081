// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A 1-bit picture for a label printer: 1 = black, most significant bit left, rows of
 * stride bytes from the top.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "cleanup.h"

struct raster {
	uint32_t width; /* dots */
	uint32_t height;
	uint32_t stride; /* bytes a row */
	uint16_t dpi;
	uint8_t bits[];
};

/* White. NULL: out of memory or larger than 8 Mpixel. Free with free(). */
struct raster *raster_new(uint32_t width, uint32_t height, uint16_t dpi);
/* PNG, 1 bit, with its resolution. Allocated; 0 or -errno. */
int raster_png(const struct raster *r, uint8_t **ret_png, size_t *ret_size);

static inline int raster_dot(const struct raster *r, uint32_t x, uint32_t y)
{
	return r->bits[(size_t)y * r->stride + x / 8] >> (7 - x % 8) & 1;
}
