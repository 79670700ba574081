// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * "Did you mean": the nearest of some words by edit distance (letters put in, left out or taken
 * for another), if it is near enough for its length to be no chance.
 */
#include <string.h>
#include "guess.h"

enum { WORD_MOST = 32, FAR = 99 };

static unsigned least(unsigned a, unsigned b, unsigned c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

/* Wagner and Fischer 1974, one row at a time. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[WORD_MOST + 1];
	size_t len = strlen(b);

	if (strlen(a) > WORD_MOST || len > WORD_MOST)
		return FAR;
	for (unsigned j = 0; j <= len; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1]; i++) {
		unsigned corner = row[0]; /* what stands above and left */

		row[0] = i;
		for (size_t j = 1; j <= len; j++) {
			unsigned above = row[j];

			row[j] = least(above + 1, row[j - 1] + 1, corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return row[len];
}

void guess_start(struct guess *g, const char *word)
{
	*g = (struct guess){ .word = word, .far = (unsigned)strlen(word) / 3 + 1 };
}

void guess_try(struct guess *g, const char *candidate)
{
	unsigned d = distance(g->word, candidate);

	if (d > g->far || d >= strlen(candidate))
		return;
	g->far = d - (d > 0); /* the first of the nearest */
	g->nearest = candidate;
}
