// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Dots onto the raster. The inner loop of drawing a label: a row of bytes becomes a row of
 * bits, eight at a time, at any bit position.
 */
#include <endian.h>
#include <string.h>
#include "ink.h"

/* Eight bytes, each 0 or at least 128, to eight dots, the first one left. */
static unsigned int pack(const uint8_t *from)
{
	uint64_t v;

	memcpy(&v, from, sizeof(v));
	v = le64toh(v) >> 7 & UINT64_C(0x0101010101010101);
	return (unsigned int)(v * UINT64_C(0x8040201008040201) >> 56);
}

void ink_row(struct raster *r, uint32_t x, uint32_t y, const uint8_t *from, size_t stride)
{
	uint8_t *row = r->bits + (size_t)y * r->stride;

	for (size_t i = 0; i + 8 <= stride; i += 8) {
		unsigned int dots = pack(from + i) << (8 - x % 8);
		size_t at = (x + i) / 8;

		if (dots == 0)
			continue;
		row[at] ^= (uint8_t)(dots >> 8);
		if (at + 1 < r->stride)
			row[at + 1] ^= (uint8_t)dots;
	}
}

void ink_upright(struct raster *r, const struct box *box, const uint8_t *from, size_t stride)
{
	for (uint32_t y = 0; y < box->width; y++) {
		for (uint32_t x = 0; x < box->height; x++) {
			uint32_t to_x = box->x + y;
			uint32_t to_y = box->y + box->height - 1 - x;

			if (from[y * stride + x] >= 128)
				r->bits[(size_t)to_y * r->stride + to_x / 8] ^=
					(uint8_t)(0x80 >> to_x % 8);
		}
	}
}

/* The bits of byte i that lie in the dots x to x + width. */
static unsigned int mask_of(size_t i, uint32_t x, uint32_t width)
{
	unsigned int mask = 0xff;

	if (i == x / 8)
		mask &= 0xffu >> x % 8;
	if (i == (x + width - 1) / 8)
		mask &= 0xffu << (7 - (x + width - 1) % 8);
	return mask;
}

void ink_fill(struct raster *r, const struct box *box)
{
	for (uint32_t y = box->y; y < box->y + box->height; y++) {
		for (size_t i = box->x / 8; i <= (box->x + box->width - 1) / 8; i++)
			r->bits[(size_t)y * r->stride + i] |=
				(uint8_t)mask_of(i, box->x, box->width);
	}
}

void ink_copy_row(struct raster *r, const struct box *box, uint32_t from_y, uint32_t to_y)
{
	const uint8_t *from = r->bits + (size_t)from_y * r->stride;
	uint8_t *to = r->bits + (size_t)to_y * r->stride;

	for (size_t i = box->x / 8; i <= (box->x + box->width - 1) / 8; i++)
		to[i] |= (uint8_t)(from[i] & mask_of(i, box->x, box->width));
}
