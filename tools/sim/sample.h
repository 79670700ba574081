// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A plausible year of one recyclerie, for the demo: what comes in by category and origin,
 * and where it goes. Drawn from a fixed seed: the same year each time, apart from its dates.
 */
#pragma once
#include <stdint.h>
#include "ledger.h"
#include "names.h"

/* What a category is like at the counter. */
struct sample_kind {
	char code[CODE_SIZE];
	unsigned share;            /* of weighings, in thousandths */
	double median_kg;          /* of one weighing; log-normal around it */
	double spread;             /* sigma of its logarithm */
	double unit_kg;            /* of one piece, 0: not counted */
	unsigned reuse;            /* percent that is sold or given */
	char recycling[CODE_SIZE]; /* where most of the rest goes, "" : nowhere but waste */
};

struct sample_choice {
	char code[CODE_SIZE];
	unsigned share;
};

extern const struct sample_kind sample_kinds[];
extern const size_t sample_kind_count;
extern const struct sample_choice sample_origins[];
extern const struct sample_choice sample_bulky_origins[]; /* furniture, large appliances */
extern const size_t sample_origin_count;

/* A small generator of its own: the C library's may differ from one system to the next. */
struct dice {
	uint64_t state;
};
uint32_t dice_below(struct dice *d, uint32_t limit);
double dice_normal(struct dice *d);

struct sample {
	struct ledger *ledger;
	struct dice dice;
	struct ledger_identity identity;
	char scale[DEVICE_SIZE];
	int64_t now_s; /* in the day after the last one */
	unsigned weighings;
	int error;
};

/* Days before that of now_s, oldest first; that one stays empty. 0 or -errno. */
int sample_days(struct sample *s, unsigned days);
