// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Comma separated values (RFC 4180), in and out. A text cell that a spreadsheet would take
 * for a formula gets an apostrophe (OWASP ASVS 1.2.10), and loses it again when read.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include "sentence.h"

struct csv {
	const char *at, *end; /* borrowed */
	char separator;
	unsigned line;      /* of the cell read last, from 1 */
	unsigned next_line; /* private */
	bool row_ended;     /* private: the cell read last was the last of its row */
	bool in_row;        /* private: a separator stood behind it */
	bool malformed;     /* a quote was never closed, or text follows a closing one */
};

/*
 * Skips a byte order mark. The separator is what a first line "sep=;" says, as Excel reads it;
 * else ',', ';' or a tab, whichever the first line has most of. Lines end in LF, CR LF or CR.
 */
void csv_open(struct csv *c, const char *text, size_t len);
/*
 * The next cell of this row, cut at size - 1; *ret_len is its whole length.
 * 1: there; 0: the row has no more (call again for the next row); -ENODATA: end of text.
 */
int csv_cell(struct csv *c, char *ret_cell, size_t size, size_t *ret_len);

/* One text cell, quoted where needed; the caller writes separators and line ends. */
void csv_put(FILE *out, const char *text, char separator);

/* Text as UTF-8, from the bytes that a spreadsheet saved. */
struct csv_text {
	const char *text; /* the bytes themselves, or own */
	size_t len;
	char *own;     /* free() it */
	unsigned line; /* after -EBADMSG: where, from 1, and why */
	struct sentence why;
};

/*
 * UTF-8, with a byte order mark or without, else Windows-1252. 0; -EBADMSG: neither, and line
 * and why are set; -ENOMEM; -EINVAL: this system has no Windows-1252.
 */
int csv_text_read(const char *bytes, size_t len, struct csv_text *ret_text);

/*
 * Whether a character of this UTF-8 is obeyed rather than seen: controls (NUL, escape, line ends),
 * those that turn the direction of writing, marks and letters without a width; or
 * is of private use, or stands for a lost letter.
 */
bool csv_unseen(const char *text, size_t len, uint32_t *ret_character);
