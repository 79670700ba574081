// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The ASCII family "ST,GS,+0012.34kg" (A&D, KERN continuous, Baxtran, most indicators) ->
 * readings. Streaming and pure: bytes in, readings out.
 *
 *   [STX] header1 , [header2 ,] [comparator ,] [sign] digits [. or ,] digits unit CR or LF
 *   header1     ST stable, US moving, OL over, UL under, LO over (AD-4404), HD hold, QT pieces
 *   header2     GS G gross, NT N net, TR PT T a tare (no load: skipped)
 *   comparator  OK HI LO;  unit  kg g t lb oz mg ct pcs
 * Source: A&D AD-4402/4404/4406/4329 and GC/GH interface descriptions.
 *
 * A frame must be whole and hold nothing else. There is no checksum, so a lost byte is
 * found by shape: a number whose frame differs in length, point or unit from the one
 * before is believed only when the next frame has the same shape. Bytes with a parity bit
 * in bit 7 (7E1 or 7O1 read as 8N1) are understood when the whole frame's parity agrees.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "reading.h"

enum { STGS_LINE = 48, STGS_PATIENCE = 3 };

struct stgs_shape {
	uint8_t len; /* 0: none seen yet */
	int8_t exp10;
	uint8_t unit;
};

struct stgs {
	uint8_t line[STGS_LINE];
	uint8_t len;
	bool overflow;   /* more bytes than any frame has */
	bool in_step;    /* a frame was understood since the start: what is bad now is bad */
	bool bad;        /* the fault of this bad run has been said */
	uint8_t strange; /* frames in a row of another shape than the last good one */
	struct stgs_shape good;
	struct stgs_shape before;
};

/* To be called whenever the line was opened or flushed. */
void stgs_reset(struct stgs *p);

/*
 * Takes bytes until one reading is complete; returns the number of bytes used and says
 * whether there is a reading. Call again with the rest. A run of bad frames is one fault.
 */
size_t stgs_feed(struct stgs *p, const uint8_t *bytes, size_t len, uint64_t at_boot_us,
	bool *ret_complete, struct reading *ret_reading);
