// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * libzint 2.11 (Debian 12) and 2.15 (Debian 13), by the calls and fields that both have:
 * ZBarcode_Encode() and encoded_data, eight modules a byte, lowest bit left.
 */
#include <errno.h>
#include <string.h>
#include <zint.h>
#include "barcode.h"

static bool text_is_ours(const char *text)
{
	size_t length = strnlen(text, BARCODE_TEXT_MOST + 1);

	return length > 0 && length <= BARCODE_TEXT_MOST &&
	       strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == length;
}

static int take(const struct zint_symbol *z, uint32_t most_columns, struct barcode *ret_code)
{
	struct barcode c = { .columns = (uint16_t)z->width, .rows = (uint16_t)z->rows };

	if (z->width < 1 || z->rows < 1 || (uint32_t)z->width > most_columns ||
		(size_t)z->width * (size_t)z->rows > sizeof(c.bits) * 8)
		return -EIO;
	for (uint32_t row = 0; row < c.rows; row++) {
		for (uint32_t column = 0; column < c.columns; column++) {
			uint32_t i = row * c.columns + column;

			if (z->encoded_data[row][column / 8] >> (column % 8) & 1)
				c.bits[i / 8] |= (uint8_t)(1u << (i % 8));
		}
	}
	*ret_code = c;
	return 0;
}

static int encode(const char *text, int symbology, int square, uint32_t most_columns,
	struct barcode *ret_code)
{
	struct zint_symbol *z;
	int r;

	if (!text_is_ours(text))
		return -EINVAL;
	z = ZBarcode_Create();
	if (z == NULL)
		return -ENOMEM;
	z->symbology = symbology;
	z->input_mode = DATA_MODE;
	z->option_3 = square;
	r = ZBarcode_Encode(z, (const unsigned char *)text, (int)strlen(text));
	r = r < ZINT_ERROR ? take(z, most_columns, ret_code) : -EIO;
	ZBarcode_Delete(z);
	return r;
}

int barcode_matrix(const char *text, struct barcode *ret_code)
{
	return encode(text, BARCODE_DATAMATRIX, DM_SQUARE, MATRIX_MODULES, ret_code);
}

int barcode_bars(const char *text, struct barcode *ret_code)
{
	return encode(text, BARCODE_CODE128, 0, BARCODE_MODULES, ret_code);
}
