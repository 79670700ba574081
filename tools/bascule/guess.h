// SPDX-License-Identifier: GPL-3.0-or-later
/* "Did you mean": which of the words that exist is nearest to one that does not. */
#pragma once

struct guess {
	const char *word;
	const char *nearest; /* NULL: none is near */
	unsigned far;        /* what is farther is not wanted */
};

void guess_start(struct guess *g, const char *word);
void guess_try(struct guess *g, const char *candidate);
