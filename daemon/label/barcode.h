// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Barcodes as modules, made by libzint from a fixed list of kinds, after our own checks of
 * length and characters: the encoder never sees bytes from outside that we have not read.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum {
	BARCODE_TEXT_MOST = 32,
	BARCODE_MODULES = 512, /* Code 128 of 32 characters: 387 */
	MATRIX_MODULES = 48,   /* Data Matrix of 32 characters: at most 26 */
};

struct barcode {
	uint16_t columns;
	uint16_t rows; /* 1: bars */
	uint8_t bits[MATRIX_MODULES * MATRIX_MODULES > BARCODE_MODULES
			     ? MATRIX_MODULES *MATRIX_MODULES / 8
			     : BARCODE_MODULES / 8];
};

/*
 * Plain Data Matrix, ECC 200, square. Text: 1 to 32 of 0-9 A-Z and '-'.
 * 0; -EINVAL: not such a text; -EIO: the encoder failed.
 */
int barcode_matrix(const char *text, struct barcode *ret_code);
/* Code 128, same text and errors. */
int barcode_bars(const char *text, struct barcode *ret_code);

static inline bool barcode_module(const struct barcode *c, uint32_t column, uint32_t row)
{
	uint32_t i = row * c->columns + column;

	return c->bits[i / 8] >> (i % 8) & 1;
}
