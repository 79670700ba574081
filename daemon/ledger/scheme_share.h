// SPDX-License-Identifier: GPL-3.0-or-later
/* Sums of a category as scheme.c reads them, and how scheme_share.c shares them out to bodies. */
#pragma once
#include <stddef.h>
#include "catalogue_facts.h"
#include "day.h"
#include "scheme.h"

/*
 * One of ours over days of one month in which none of its mappings begins or ends, and if that was asked from where it
 * came: what is shared out at once are all that differ in that alone.
 */
struct stretch {
	char category[CODE_SIZE];
	char since[DAY_SIZE];
	char site[CODE_SIZE], origin[CODE_SIZE], place[CODE_SIZE]; /* "": not asked, or not said */
	char day[DAY_SIZE];                                        /* one of them */
	int64_t figure[SCHEME_FIGURES];
};

struct stretches {
	struct stretch *all;
	size_t count;
};

struct lines {
	struct scheme_line *all;
	size_t count;
};

struct way;
/* A day of the span, and what is mapped. */
struct span {
	const struct catalogue_row *const *maps; /* by category */
	size_t count;
	char first[DAY_SIZE], end[DAY_SIZE]; /* end excluded */
	struct way *way;                     /* what counts as what, of scheme.c alone */
	size_t ways;
};

/* The mappings of a category, lent, and how many. */
const struct catalogue_row *const *scheme_maps_of(
	const struct span *s, const char *category, size_t *ret_count);
/* Sorts from and adds to the lines, in their order: those of the same keys are one. 0, -E2BIG, -ENOMEM. */
int scheme_share_out(struct lines *to, const struct span *s, struct stretches *from);
