// SPDX-License-Identifier: GPL-3.0-or-later
/* Compressed ASCII hex of ZPL graphics, read digit by digit. */
#include <errno.h>
#include <string.h>
#include "zpl_decode.h"

struct hex {
	size_t stride;
	size_t size;
	uint8_t *bits;
	size_t digit; /* next half byte */
};

static int put(struct hex *h, unsigned int value)
{
	if (h->digit >= h->size * 2)
		return -EBADMSG;
	h->bits[h->digit / 2] |= (uint8_t)(h->digit % 2 ? value : value << 4);
	h->digit++;
	return 0;
}

/* To the end of the row; at its beginning that is a whole row. */
static int put_rest(struct hex *h, unsigned int value)
{
	do {
		int r = put(h, value);

		if (r < 0)
			return r;
	} while (h->digit % (h->stride * 2) != 0);
	return 0;
}

static int put_row_before(struct hex *h)
{
	size_t at = h->digit / 2;

	if (h->digit % (h->stride * 2) != 0 || at < h->stride || at + h->stride > h->size)
		return -EBADMSG;
	memcpy(h->bits + at, h->bits + at - h->stride, h->stride);
	h->digit += h->stride * 2;
	return 0;
}

static int value_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

static unsigned int repeat_of(char c)
{
	if (c >= 'G' && c <= 'Y')
		return (unsigned int)(c - 'G') + 1;
	if (c >= 'g' && c <= 'z')
		return ((unsigned int)(c - 'g') + 1) * 20;
	return 0;
}

static int put_repeated(struct hex *h, unsigned int repeat, unsigned int value)
{
	int r = 0;

	do
		r = put(h, value);
	while (r == 0 && repeat-- > 1);
	return r;
}

int zpl_hex_decode(const char *text, size_t length, size_t stride, uint8_t *ret_bits, size_t size)
{
	struct hex h = { .stride = stride, .size = size, .bits = ret_bits };
	unsigned int repeat = 0;
	int r = stride == 0 ? -EBADMSG : 0;

	for (size_t i = 0; i < length && r == 0; i++) {
		char c = text[i];

		if (c == '\r' || c == '\n' || c == ' ' || c == '\t') {
			continue;
		} else if (repeat_of(c) > 0) {
			repeat += repeat_of(c);
			continue;
		}
		if (c == ',')
			r = put_rest(&h, 0);
		else if (c == '!')
			r = put_rest(&h, 15);
		else if (c == ':')
			r = put_row_before(&h);
		else
			r = value_of(c) < 0 ? -EBADMSG
					    : put_repeated(&h, repeat, (unsigned int)value_of(c));
		repeat = 0;
	}
	return r;
}
