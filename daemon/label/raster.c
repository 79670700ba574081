// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The 1-bit picture of a label, and its PNG: one bit a dot and the resolution (pHYs), so
 * that a label printed from the file comes out at its size. Cairo can write neither; the
 * four chunks are written here, zlib packs the dots and makes the checks (PNG
 * specification, 5.3 and 11).
 */
#include <errno.h>
#include <string.h>
#include <zlib.h>
#include "raster.h"

enum {
	RASTER_MOST_DOTS = 8 * 1024 * 1024,
	PNG_CHUNK_EXTRA = 12, /* length, type, check */
	PNG_SIGNATURE_SIZE = 8,
	PNG_IHDR_SIZE = 13,
	PNG_PHYS_SIZE = 9,
};

struct raster *raster_new(uint32_t width, uint32_t height, uint16_t dpi)
{
	size_t stride = ((size_t)width + 7) / 8;
	struct raster *r;

	if (width == 0 || height == 0 || width > RASTER_MOST_DOTS / height)
		return NULL;
	r = calloc(1, sizeof(*r) + stride * height);
	if (r == NULL)
		return NULL;
	r->width = width;
	r->height = height;
	r->stride = (uint32_t)stride;
	r->dpi = dpi;
	return r;
}

static uint8_t *put_be32(uint8_t *to, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		to[i] = (uint8_t)(v >> (24 - 8 * i));
	return to + 4;
}

/* The data may already lie in its place. */
static uint8_t *put_chunk(uint8_t *to, const char *type, const uint8_t *data, size_t size)
{
	put_be32(to, (uint32_t)size);
	memcpy(to + 4, type, 4);
	memmove(to + 8, data, size);
	return put_be32(to + 8 + size, (uint32_t)crc32(crc32(0, NULL, 0), to + 4, (uInt)size + 4));
}

static uint8_t *put_head(uint8_t *to, const struct raster *r)
{
	static const uint8_t signature[PNG_SIGNATURE_SIZE] = { 0x89, 'P', 'N', 'G', '\r', '\n',
		0x1a, '\n' };
	uint32_t per_metre = (uint32_t)((r->dpi * UINT64_C(10000000) + 127000) / 254000);
	uint8_t ihdr[PNG_IHDR_SIZE] = {
		[8] = 1
	}; /* depth; grey, deflate, no filter kinds, no interlace */
	uint8_t phys[PNG_PHYS_SIZE] = { [8] = 1 }; /* unit: metre */

	memcpy(to, signature, sizeof(signature));
	put_be32(put_be32(ihdr, r->width), r->height);
	put_be32(put_be32(phys, per_metre), per_metre);
	to = put_chunk(to + sizeof(signature), "IHDR", ihdr, sizeof(ihdr));
	return put_chunk(to, "pHYs", phys, sizeof(phys));
}

/* Each row behind a byte 0 (no filter); in PNG 1 is white. Padding bits become 1, nobody reads them. */
static uint8_t *png_rows(const struct raster *r, size_t *ret_size)
{
	size_t line = (size_t)r->stride + 1;
	uint8_t *rows = malloc(line * r->height);

	if (rows == NULL)
		return NULL;
	for (size_t y = 0; y < r->height; y++) {
		rows[y * line] = 0;
		for (size_t i = 0; i < r->stride; i++)
			rows[y * line + 1 + i] = (uint8_t)~r->bits[y * r->stride + i];
	}
	*ret_size = line * r->height;
	return rows;
}

int raster_png(const struct raster *r, uint8_t **ret_png, size_t *ret_size)
{
	_cleanup_free_ uint8_t *rows = NULL;
	_cleanup_free_ uint8_t *png = NULL;
	size_t size;
	uLongf packed;
	uint8_t *at;

	rows = png_rows(r, &size);
	if (rows == NULL)
		return -ENOMEM;
	packed = compressBound(size);
	png = malloc(
		PNG_SIGNATURE_SIZE + 4 * PNG_CHUNK_EXTRA + PNG_IHDR_SIZE + PNG_PHYS_SIZE + packed);
	if (png == NULL)
		return -ENOMEM;
	at = put_head(png, r);
	if (compress2(at + 8, &packed, rows, size, Z_BEST_SPEED) != Z_OK)
		return -ENOMEM;
	at = put_chunk(at, "IDAT", at + 8, packed);
	at = put_chunk(at, "IEND", png, 0);
	*ret_size = (size_t)(at - png);
	*ret_png = TAKE_PTR(png);
	return 0;
}
