// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Comma separated values (RFC 4180), in and out. A text cell that a spreadsheet would take
 * for a formula gets an apostrophe (OWASP ASVS 1.2.10), and loses it again when read.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct csv {
	const char *at, *end; /* borrowed */
	char separator;
	unsigned line;      /* of the cell read last, from 1 */
	unsigned next_line; /* private */
	bool row_ended;     /* private: the cell read last was the last of its row */
	bool in_row;        /* private: a separator stood behind it */
	bool malformed;     /* a quote was never closed, or text follows a closing one */
};

/* Skips a byte order mark; the separator is ';' or ',', whichever the first line has more of. */
void csv_open(struct csv *c, const char *text, size_t len);
/*
 * The next cell of this row, cut at size - 1; *ret_len is its whole length.
 * 1: there; 0: the row has no more (call again for the next row); -ENODATA: end of text.
 */
int csv_cell(struct csv *c, char *ret_cell, size_t size, size_t *ret_len);

/* One text cell, quoted where needed; the caller writes separators and line ends. */
void csv_put(FILE *out, const char *text, char separator);
