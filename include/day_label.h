// SPDX-License-Identifier: GPL-3.0-or-later
/* The end of a day on one label: what the report `day` says, in few words. */
#pragma once
#include "label.h"

enum { DAY_ROOTS = 10 };

struct day_words {
	char head[2 * LABEL_SIZE]; /* site and day */
	char in[LABEL_SIZE], out[LABEL_SIZE];
	char root[DAY_ROOTS][LABEL_SIZE];
	size_t roots;
	char who[4 * LABEL_SIZE];
	char left[8 * LABEL_SIZE];
};

/* Families are left out where they have no room, nothing else is. Errors as label_goods(). */
int label_day(
	const struct day_words *w, const struct label_media *media, struct raster **ret_raster);
