// SPDX-License-Identifier: GPL-3.0-or-later
/* A notice on A4: lines one below the other, on as many pages as they take. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { NOTICE_COLUMNS = 10, NOTICE_CELL_SIZE = 160 };

struct notice_columns {
	size_t count;
	unsigned char width_mm[NOTICE_COLUMNS]; /* 174 in all */
	bool right[NOTICE_COLUMNS];             /* its cells are put to the right */
};

struct notice_line {
	const char *words; /* broken where the page ends */
	const char *right; /* at the other edge of its first line; NULL: nothing */
	double size_mm;    /* of its letters */
	double gap_mm;     /* above it */
	bool bold;
	/* A row of a table: its cells in place of words. */
	const struct notice_columns *columns;
	char (*cells)[NOTICE_CELL_SIZE];
	bool head; /* said again on each page that the table goes on */
};

/* As PDF. 0; -ENOMEM; -EIO: out. Any thread. */
int notice_write(const struct notice_line *lines, size_t count, FILE *out);
