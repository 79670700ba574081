// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a load of a category usually weighs: the median of the last that were weighed. A mass far
 * under it is more often a hand in the way, an unseen tare or a wrong tile than a small load.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "names.h"

enum {
	USUAL_MASSES = 50,
	USUAL_LEAST = 10, /* fewer say nothing yet */
	USUAL_CATEGORIES = 128,
	USUAL_PART = 10, /* under this part of the median a load is unusual */
	USUAL_PAIRS = 16,
};

/* Grows to USUAL_CATEGORIES; the category that was weighed least lately gives way. Zeroed: nothing known. */
struct usual {
	size_t count;
	uint64_t turn; /* of the newest */
	struct usual_category {
		char category[CODE_SIZE];
		uint64_t turn;
		size_t count, next;
		int64_t net_mg[USUAL_MASSES];
	} of[USUAL_CATEGORIES];
	size_t pair_count, pair_next;
	struct usual_pair {
		char one[CODE_SIZE], other[CODE_SIZE];
	} pair[USUAL_PAIRS]; /* containers that were under a load together: the newest */
};

void usual_add(struct usual *u, const char *category, int64_t net_mg);
/* Of a weighing: "ROLL1=1 BACBLEU=1" is a pair, all else is none. */
void usual_add_containers(struct usual *u, const char *containers);
/* 0: too few are known. */
int64_t usual_median_mg(const struct usual *u, const char *category);

struct ledger;
/* Of the newest 2,000 weighings of a ledger. 0 or -errno; the caller zeroes *ret_usual. */
int ledger_usual(struct ledger *l, struct usual *ret_usual);
