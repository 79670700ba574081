// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * ~HS answers with three strings, each STX fields ETX CR LF, fields divided by commas:
 * twelve, eleven and two of them. The third (password, static RAM) is not needed and is
 * skipped like any noise; so is everything that is not exactly this.
 */
#include <errno.h>
#include "zpl.h"

enum { STX = 2, ETX = 3, STRING_MOST = 100, FIRST_FIELDS = 12, SECOND_FIELDS = 11, FIELDS = 12 };

/* The first string. */
enum {
	PAPER_OUT = 1,
	PAUSED = 2,
	FORMATS = 4,
	PARTIAL = 7,
	CORRUPT_RAM = 9,
	TOO_COLD = 10,
	TOO_HOT = 11
};
/* The second string. */
enum { HEAD_UP = 2, RIBBON_OUT = 3, LABELS_LEFT = 8 };

/*
 * One string of count decimal fields. Bytes consumed, 0: needs more, -EBADMSG.
 */
static int read_string(const uint8_t *bytes, size_t size, size_t count, uint32_t fields[FIELDS])
{
	size_t at = 1, field = 0, digits = 0;

	if (size == 0)
		return 0;
	if (bytes[0] != STX)
		return -EBADMSG;
	fields[0] = 0;
	for (; at < size && at < STRING_MOST; at++) {
		if (bytes[at] >= '0' && bytes[at] <= '9' && digits < 9) {
			fields[field] = fields[field] * 10 + (bytes[at] - '0');
			digits++;
		} else if (bytes[at] == ',' && digits > 0 && field + 1 < count) {
			fields[++field] = 0;
			digits = 0;
		} else {
			break;
		}
	}
	if (at == size && at < STRING_MOST)
		return 0;
	if (at == STRING_MOST || bytes[at] != ETX || digits == 0 || field + 1 != count)
		return -EBADMSG;
	return (int)at + 1;
}

static enum printer_state state_of(const uint32_t first[FIELDS], const uint32_t second[FIELDS])
{
	if (second[HEAD_UP] != 0)
		return PRINTER_COVER_OPEN;
	if (first[PAPER_OUT] != 0)
		return PRINTER_PAPER_OUT;
	if (second[RIBBON_OUT] != 0)
		return PRINTER_RIBBON_OUT;
	if (first[CORRUPT_RAM] != 0 || first[TOO_COLD] != 0 || first[TOO_HOT] != 0)
		return PRINTER_FAULT;
	if (first[PAUSED] != 0)
		return PRINTER_PAUSED;
	return PRINTER_READY;
}

int zpl_status(const uint8_t *bytes, size_t size, struct print_status *ret_status)
{
	uint32_t first[FIELDS], second[FIELDS];
	int used = read_string(bytes, size, FIRST_FIELDS, first);
	size_t at;
	int more;

	if (used <= 0)
		return used;
	at = (size_t)used;
	while (at < size && (bytes[at] == '\r' || bytes[at] == '\n'))
		at++;
	more = read_string(bytes + at, size - at, SECOND_FIELDS, second);
	if (more <= 0)
		return more;
	ret_status->state = state_of(first, second);
	ret_status->waiting = first[FORMATS] + first[PARTIAL] + second[LABELS_LEFT];
	if (ret_status->state == PRINTER_READY && ret_status->waiting > 0)
		ret_status->state = PRINTER_PRINTING;
	return (int)at + more;
}
