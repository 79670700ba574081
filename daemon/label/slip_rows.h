// SPDX-License-Identifier: GPL-3.0-or-later
/* What stands in the table of a slip's paper, row by row. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "slip_paper.h"

enum { SLIP_CELLS = 4 }; /* what, its number, pieces, kilograms */

struct slip_row {
	char cell[SLIP_CELLS][LABEL_SIZE];
	bool strong; /* what it comes to */
	bool below;  /* the rest of the one above, over the width of three cells */
};

/* free() them; NULL: no memory. */
struct slip_row *slip_rows(const struct slip_paper *want, size_t *ret_count);
/* Kilograms with three decimals, in the language. */
void slip_kg(const struct slip_paper *want, int64_t mg, char ret_text[LABEL_SIZE]);
/* "2026-11-29" as people write it. */
void slip_day(const struct slip_paper *want, const char *day, char ret_text[16]);
