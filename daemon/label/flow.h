// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Running text at a size that is given, not fitted: wrapped at words into a width, with words in
 * bold inside. For labels whose letters the law measures. Black without grey at every size, so that
 * what is measured is what is printed.
 */
#pragma once
#include <stdbool.h>
#include "ink.h"

/* What stands between these two is bold. */
#define FLOW_STRONG "\x0e"
#define FLOW_PLAIN "\x0f"

struct flow {
	const char *text; /* UTF-8 */
	bool bold;        /* all of it */
	uint32_t size;    /* of the font, dots */
};

/* What it takes in that width, dots; wider than that when a word does not fit. -EILSEQ: a letter no font has. */
int flow_measure(const struct flow *f, uint32_t width, uint32_t *ret_width, uint32_t *ret_height);
/* Into a box of the measured height. 0; -ENOMEM. */
int flow_draw(struct raster *r, const struct box *box, const struct flow *f);
/* The smallest size at which each of these letters, drawn, is so high, plain and bold; both in dots. */
uint32_t flow_size(const char *letters, uint32_t dots);
