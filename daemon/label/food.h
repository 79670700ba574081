// SPDX-License-Identifier: GPL-3.0-or-later
/* The food label in two steps, as the goods label: its words, then where they stand. */
#pragma once
#include "drawing.h"
#include "label_food.h"

/* The head: what people look for first, and what has to be seen together. Then the running blocks. */
enum food_block {
	FOOD_NAME,
	FOOD_QUANTITY,
	FOOD_PORTIONS,
	FOOD_DATE,
	FOOD_LOT,
	FOOD_HEAD, /* so many */
	FOOD_INGREDIENTS = FOOD_HEAD,
	FOOD_TRACES,
	FOOD_STORAGE,
	FOOD_FROZEN,
	FOOD_REHEATING,
	FOOD_RESCUED,
	FOOD_MAKER,
	FOOD_SECOND,
	FOOD_BLOCKS,
};

/* Flows (flow.h); "": left out. Freed by food_words_done(). */
struct food_words {
	char *text[FOOD_BLOCKS];
};

void food_words(const struct food_label *f, struct food_words *ret_words);
void food_words_done(struct food_words *w);
/*
 * Where word stands in text as a word of its own, whatever its capitals; NULL: nowhere. *ret_end is
 * behind it.
 */
const char *food_find_word(const char *text, const char *word, const char **ret_end);
const char *food_block_name(enum food_block block);
/* The free place for one more; full: the last one is overwritten. */
struct sentence *food_refuse(struct food_refusals *r, const char *key);
