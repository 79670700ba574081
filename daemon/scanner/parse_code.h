// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Characters of a scanner -> whole codes. Pure: time comes with the characters. A code is
 * ended by its suffix, or, for a scanner without one, by silence. What cannot have been
 * printed on a barcode (control characters, keys that type nothing, too long a code, bytes
 * that are no UTF-8) spoils the code it stands in: it is refused whole, never mended.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "names.h"
#include "parse_keys.h"
#include "scanner.h"

enum code_suffix { CODE_CR, CODE_TAB, CODE_NO_SUFFIX, CODE_ETX };

struct code_rule {
	enum code_suffix suffix; /* a line end also ends a code that should end by Tab or ETX */
	bool aim;                /* the scanner sends AIM identifiers: they are taken away */
	uint64_t gap_us;         /* silence that ends a code without suffix, or drops a torn one */
	bool keyboard;           /* it types, in this layout */
	enum keys_layout layout;
};

struct code {
	char text[SCANNED_SIZE];
	size_t len;
	bool spoilt;
	bool too_long;
	bool tab;    /* behind what is there: an end, unless something follows */
	bool framed; /* STX or ETX was there */
	size_t seen; /* characters, fit or not */
	uint64_t last_boot_us;
};

enum code_answer {
	CODE_MORE,    /* not complete yet */
	CODE_WHOLE,   /* text is a code */
	CODE_REFUSED, /* something was scanned that is no code */
};

void code_reset(struct code *c);
/*
 * Takes one Unicode character (a byte above 0x7F of UTF-8 by code_byte()). CODE_WHOLE:
 * ret_text (SCANNED_SIZE bytes) is filled, and *ret_trouble says what is odd about it.
 */
enum code_answer code_char(struct code *c, const struct code_rule *rule, uint32_t character,
	uint64_t at_boot_us, char *ret_text, enum scanner_trouble *ret_trouble);
enum code_answer code_byte(struct code *c, const struct code_rule *rule, uint8_t byte,
	uint64_t at_boot_us, char *ret_text, enum scanner_trouble *ret_trouble);
/*
 * Nothing came for rule->gap_us: the end of a code without suffix; else what came is refused,
 * and the trouble says why it has no end.
 */
enum code_answer code_silence(struct code *c, const struct code_rule *rule, char *ret_text,
	enum scanner_trouble *ret_trouble);
/* A code has begun and waits for its end. */
bool code_pending(const struct code *c);
