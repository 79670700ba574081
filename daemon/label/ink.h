// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Dots onto the raster. Letters turn dots over: on white paper that draws, on a black box
 * it is white. Boxes are inside the raster: the caller has checked.
 */
#pragma once
#include "raster.h"

struct box {
	uint32_t x;
	uint32_t y;
	uint32_t width;
	uint32_t height;
};

/* A row of bytes, 0 or at least 128, stride a multiple of 8 with zeros behind the row. */
void ink_row(struct raster *r, uint32_t x, uint32_t y, const uint8_t *from, size_t stride);
/* A picture of box->height bytes by box->width rows, turned a quarter to the left. */
void ink_upright(struct raster *r, const struct box *box, const uint8_t *from, size_t stride);
void ink_fill(struct raster *r, const struct box *box);
/* The box's part of one row over another. */
void ink_copy_row(struct raster *r, const struct box *box, uint32_t from_y, uint32_t to_y);

static inline void ink_dot(struct raster *r, uint32_t x, uint32_t y)
{
	r->bits[(size_t)y * r->stride + x / 8] |= (uint8_t)(0x80 >> x % 8);
}
