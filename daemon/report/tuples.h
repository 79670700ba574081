// SPDX-License-Identifier: GPL-3.0-or-later
/* Tuples of so many words, each once and numbered as they came. All zeroes, but for the width, is empty. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct tuples {
	size_t width, count;
	uint32_t *words; /* count times width */
	uint32_t *slots; /* a power of two of them: 1 + the number of a tuple, 0: free */
	size_t size;
};

/* The number of that tuple, a new one where it was not there: then it is count - 1. -ENOMEM. */
int64_t tuple_number(struct tuples *t, const uint32_t *words);
void tuples_done(struct tuples *t);
