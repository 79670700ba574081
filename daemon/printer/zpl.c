// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A label as one graphic field. Compression is what makes a 9600-baud or Bluetooth printer
 * usable: a goods label of 12 kB goes in about 5 kB. The stream begins with ^XA, which also
 * ends a graphic that a lost connection left half sent.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include "zpl.h"

enum { HEAD_MOST = 128, TAIL_MOST = 16, SIDE_MOST = 32000 };

static char *put_count(char *to, size_t repeat)
{
	while (repeat >= 400) {
		*to++ = 'z';
		repeat -= 400;
	}
	if (repeat >= 20) {
		*to++ = (char)('g' + repeat / 20 - 1);
		repeat %= 20;
	}
	if (repeat > 0)
		*to++ = (char)('G' + repeat - 1);
	return to;
}

static unsigned int digit(const uint8_t *row, size_t i)
{
	return i % 2 ? row[i / 2] & 15u : row[i / 2] >> 4;
}

static char *put_run(char *to, unsigned int value, size_t repeat)
{
	if (repeat > 2)
		to = put_count(to, repeat);
	else if (repeat == 2)
		*to++ = "0123456789ABCDEF"[value];
	*to++ = "0123456789ABCDEF"[value];
	return to;
}

static char *put_row(char *to, const uint8_t *row, size_t stride)
{
	size_t digits = stride * 2;

	for (size_t i = 0; i < digits;) {
		unsigned int value = digit(row, i);
		size_t end = i + 1;

		while (end < digits && digit(row, end) == value)
			end++;
		if (end == digits && (value == 0 || value == 15)) {
			*to++ = value == 0 ? ',' : '!';
			return to;
		}
		to = put_run(to, value, end - i);
		i = end;
	}
	return to;
}

static char *put_rows(char *to, const struct raster *r)
{
	for (size_t y = 0; y < r->height; y++) {
		const uint8_t *row = r->bits + y * r->stride;

		if (y > 0 && memcmp(row, row - r->stride, r->stride) == 0)
			*to++ = ':';
		else
			to = put_row(to, row, r->stride);
	}
	return to;
}

int zpl_encode(const struct raster *r, enum print_tracking tracking, struct print_bytes **ret_bytes)
{
	size_t total = (size_t)r->stride * r->height;
	struct print_bytes *b;
	char *at;

	if (r->width > SIDE_MOST || r->height > SIDE_MOST)
		return -EINVAL;
	b = malloc(sizeof(*b) + HEAD_MOST + TAIL_MOST + 2 * total);
	if (b == NULL)
		return -ENOMEM;
	at = (char *)b->data;
	at += snprintf(at, HEAD_MOST, "^XA^PW%u^LL%u^LH0,0^MN%c^PQ1^FO0,0^GFA,%zu,%zu,%u,",
		r->width, r->height, "YMN"[tracking], total, total, r -> stride);
	at = put_rows(at, r);
	at += snprintf(at, TAIL_MOST, "^FS^XZ\r\n");
	b->size = (size_t)(at - (char *)b->data);
	*ret_bytes = b;
	return 0;
}

const struct print_language zpl_language = {
	.name = "zpl",
	.encode = zpl_encode,
	.query = "~HS\r\n",
	.status = zpl_status,
};
