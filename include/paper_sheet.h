// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A sheet of paper for the day the power is off: twenty numbered lines, under a number that no other sheet has and that
 * tells a misread one. Each line is entered once, whoever types it, wherever and however often: sheet and line are
 * the key under which it is written.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "names.h"
#include "weighing.h"

enum { PAPER_SHEET_SIZE = 9, PAPER_SHEET_BYTES = 6, PAPER_LINES = 20 }; /* "7K3Q-XMT", NUL */

/* Of so many random bytes. */
void paper_sheet_make(const uint8_t random[PAPER_SHEET_BYTES], char ret_sheet[PAPER_SHEET_SIZE]);
/* As people type it: any case, with or without hyphen and spaces. -EINVAL: it is none, or was misread. */
int paper_sheet_read(const char *typed, char ret_sheet[PAPER_SHEET_SIZE]);
/* Under which key a line of it is written; whether a key is one of these. */
void paper_sheet_key(const char *sheet, unsigned int line, char ret_key[REQUEST_KEY_SIZE]);
bool paper_sheet_is_key(const char *key);

struct ledger;
/* One that nobody has. */
void ledger_paper_number(char ret_sheet[PAPER_SHEET_SIZE]);
/*
 * Lines of it that were entered, the first first: what was written, or what stands in its place since it was
 * corrected. 0; below zero: that of each(), -errno.
 */
int ledger_paper_sheet(struct ledger *l, const char *sheet,
	int (*each)(void *data, unsigned int line, const struct weighing *w), void *data);
