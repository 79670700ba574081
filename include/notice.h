// SPDX-License-Identifier: GPL-3.0-or-later
/* A notice on A4: lines one below the other, on as many pages as they take. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct notice_line {
	const char *words; /* broken where the page ends */
	const char *right; /* at the other edge of its first line; NULL: nothing */
	double size_mm;    /* of its letters */
	double gap_mm;     /* above it */
	bool bold;
};

/* As PDF. 0; -ENOMEM; -EIO: out. Any thread. */
int notice_write(const struct notice_line *lines, size_t count, FILE *out);
