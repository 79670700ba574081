// SPDX-License-Identifier: GPL-3.0-or-later
/* Application identifiers that are read: how long their values are and what they must be. */
#pragma once
#include "gs1.h"

enum gs1_rule {
	AI_DIGITS = 1,
	AI_CHECKED = 2,  /* ends with a check digit */
	AI_DATE = 4,     /* begins with YYMMDD; */
	AI_WHOLE = 8,    /* with a day that is there */
	AI_OF_GTIN = 16, /* says nothing without 01 or 02 */
	AI_FIXED = 32,   /* its length follows from its first two digits: no separator behind it */
};

struct gs1_ai {
	const char *ai; /* 'n': a digit up to .last */
	char last;
	unsigned char least, most; /* characters of the value */
	unsigned rules;
};

/* That with which text begins; NULL: none that is known. */
const struct gs1_ai *gs1_ai_at(const char *text);
/* Whether the value may stand there. */
bool gs1_ai_good(const struct gs1_ai *ai, const char *value);
/* The 82 characters of GS1's strings. */
bool gs1_character(char c);
/* 0; -EBADMSG: one is wrong or lacks another, told in g->wrong. Elements get their order. */
int gs1_check(struct gs1 *g);
