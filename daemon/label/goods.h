// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The goods label in two steps, so that tests see the boxes: words first, then the layout.
 */
#pragma once
#include "drawing.h"

/* What stands on it, in the reader's language; an empty text is left out. */
struct goods_words {
	char root[CODE_SIZE]; /* chooses the pattern */
	char pictogram[CODE_SIZE];
	char family[LABEL_SIZE]; /* the root category's short words */
	char category[LABEL_SIZE];
	char full[LABEL_SIZE]; /* the category's long name, where there is room */
	char code[CODE_SIZE];
	char units[24];                /* pieces */
	char number[PRIVATE_KEY_SIZE]; /* the last two parts of the key: what people say */
	char kg[40];
	char method[32];                   /* "saisi" …; empty when weighed */
	char state[32];                    /* "COPIE", "ANNULÉ" */
	char indicative[LABEL_SIZE];       /* weighed, on a scale that is not approved */
	char indicative_short[LABEL_SIZE]; /* where that takes more than a line */
	char line[LABEL_SIZE];             /* of the site */
	bool out;                          /* goods that go out: from stands in black */
	char day[64];                      /* day and site */
	char from[LABEL_SIZE + 16];        /* or where to */
	char key[PRIVATE_KEY_SIZE];
};

void goods_words(const struct weighing *w, const struct catalogue *catalogue, enum lang lang,
	bool copy, struct goods_words *ret_words);
/* Errors as label_goods(). */
int goods_draw(struct drawing *s, const struct goods_words *words);
