// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A ZPL printer's eye: a stream of bytes, in pieces of any size, becomes labels as pixels.
 * Written from the language's description and not from our encoder, so that the two can
 * prove each other. Knows graphics (^GFA, ~DG with ^XG, both compressed as ASCII hex) and
 * what places them; text and barcode commands are not drawn.
 */
#pragma once
#include <stdbool.h>
#include "raster.h"

struct zpl_decoder;

struct zpl_events {
	/* A label is complete (^XZ). Takes over raster; NULL: a format without a picture. */
	void (*label)(void *data, struct raster *raster, uint32_t copies);
	/* An immediate command: "HS", "HI", "HQES", "JA" … */
	void (*immediate)(void *data, const char *name);
	void *data;
};

/* NULL: out of memory. */
struct zpl_decoder *zpl_decoder_new(uint16_t dpi, const struct zpl_events *events);
struct zpl_decoder *zpl_decoder_free(struct zpl_decoder *d);
/* 0; -ENOMEM; -EBADMSG: something in it was malformed and left out, the rest was taken. */
int zpl_decoder_feed(struct zpl_decoder *d, const uint8_t *bytes, size_t size);
/* Between ^XA and ^XZ: the "partial format" that ~HS tells. */
bool zpl_decoder_in_format(const struct zpl_decoder *d);

/*
 * ASCII hex with repeat counts into rows of stride bytes: G-Y repeat 1-19, g-z 20-400 in
 * twenties, ',' rest of the row 0, '!' rest 1, ':' the row before again (ZPL II guide, "alternative
 * data compression scheme"). 0, or -EBADMSG: another character, or more data than size.
 */
int zpl_hex_decode(const char *text, size_t length, size_t stride, uint8_t *ret_bits, size_t size);

CLEANUP_OF(struct zpl_decoder, zpl_decoder_free);
