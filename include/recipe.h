// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a recipe proposes, as one text of the catalogue: "CAROTTE=30 OIGNON=2,5", the code of each
 * ingredient and its kilograms, a space between two. A proposal: what a label tells is what went
 * into the pot.
 */
#pragma once
#include <stdint.h>
#include "names.h"

enum { LINES_SIZE = 512 };

struct recipe_line {
	char ingredient[CODE_SIZE];
	int64_t mass_mg; /* above 0 */
};

/* The next line, and *text behind it. 1; 0: there is no more; -EINVAL: it cannot be read. */
int recipe_line_next(const char **text, struct recipe_line *ret_line);
