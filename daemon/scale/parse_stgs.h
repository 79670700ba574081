// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The ASCII family "ST,GS,+0012.34kg" (A&D, KERN continuous, Baxtran, most indicators) ->
 * readings. Streaming and pure: bytes in, readings out.
 *
 *   [STX] header1 , [header2 ,] [comparator ,] [sign] digits [. or ,] digits [,] unit CR or LF
 *   [STX] header1 , header2 , id lamps , … (CAS, 22 bytes)
 *   header1     ST stable, US moving, OL over, UL under, LO over (AD-4404), HD hold, QT pieces
 *   header2     GS G gross, NT N net, TR PT T a tare (no load: skipped)
 *   comparator  OK HI LO;  unit  kg g t lb oz mg ct pcs
 * Source: A&D AD-4402/4404/4406/4329 and GC/GH interface descriptions; CAS CI-400 appendix 1,
 * CI-600D chapter 10, NT-200 chapter 14 (device id, one byte; lamps: bit 7 is 1, bit 4 is hold).
 * Dini Argeo puts a comma before the unit, or a blank instead of one behind header2. A line
 * without a unit is read by the unit that station.conf says, else not at all. A comma before
 * exactly three digits, without a point, may part thousands: a person says what it is.
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

enum stgs_decimal { STGS_EITHER, STGS_COMMA, STGS_POINT };

/* What station.conf says of a line beyond the protocol. */
struct stgs_rule {
	uint8_t unit; /* enum mass_unit, of lines that name none */
	enum stgs_decimal decimal;
};

struct stgs {
	struct stgs_rule rule; /* set behind stgs_reset() */
	uint8_t line[STGS_LINE];
	uint8_t len;
	bool overflow;   /* more bytes than any frame has */
	bool in_step;    /* a frame was understood since the start: what is bad now is bad */
	bool bad;        /* the fault of this bad run has been said */
	uint8_t strange; /* frames in a row of another shape than the last good one */
	struct stgs_shape good;
	struct stgs_shape before;
	bool has_comma;          /* the last number could be read both ways: */
	struct mass_shown whole; /* its digits without the comma, before three of them */
};

/* To be called whenever the line was opened or flushed. */
void stgs_reset(struct stgs *p);

/*
 * Takes bytes until one reading is complete; returns the number of bytes used and says
 * whether there is a reading. Call again with the rest. A run of bad frames is one fault.
 */
size_t stgs_feed(struct stgs *p, const uint8_t *bytes, size_t len, uint64_t at_boot_us,
	bool *ret_complete, struct reading *ret_reading);

/* What the bytes since the last reading are worth, where nothing came of them: always a fault. */
void stgs_meanwhile(const struct stgs *p, uint64_t at_boot_us, struct reading *ret_reading);
