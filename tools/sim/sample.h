// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A plausible year of one recyclerie, for the demo: what comes in by category and origin,
 * and where it goes. Drawn from a fixed seed: the same year each time, apart from its dates.
 */
#pragma once
#include <stdint.h>
#include <time.h>
#include "ledger.h"
#include "names.h"
#include "weighing.h"

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

enum {
	SAMPLE_OPEN_S = 9 * 3600 + 1800, /* of a day: its doors open */
	SAMPLE_DAYS_LEAST = 60,          /* fewer have no counts, sortings or slips */
	SAMPLE_SLIPS = 60,
};

struct sample {
	struct ledger *ledger;
	struct dice dice;
	struct dice slip_dice; /* its own, so that the rest of the year stays as it is */
	struct ledger_identity identity;
	char scale[DEVICE_SIZE];
	int64_t now_s; /* in the day after the last one */
	bool full;     /* also containers, operators, partners, places and slips */
	unsigned slips;
	unsigned weighings;
	/* Of the day that is being written. */
	int64_t midnight_us;
	char boot_id[JOURNAL_SIZE];
	int error;
};

/* At that second of the day; at least SAMPLE_OPEN_S - 600. */
void sample_moment(const struct sample *s, unsigned second, struct moment *ret_moment);
/* As the scale would have said it: whole grams, fives above 30 kg. 0 or -errno. */
int sample_put_on_scale(
	const struct sample *s, int64_t net_mg, int64_t tare_mg, struct weighing *w);
/* 0; -EINVAL: it was not written; -errno. */
int sample_write(struct sample *s, const struct ledger_job *job, struct ledger_result *ret_result);

/* Containers, operators, partners and places, in force from the day of opened on. Likewise. */
/* Factors of CO2e, as an example. */
int sample_factors(struct sample *s, const struct moment *opened);
int sample_catalogue(struct sample *s, const struct moment *opened);
/* Slips of this day before its doors open, until there are so many of the year. Likewise. */
int sample_slips(struct sample *s, unsigned due);
/* The one that lies so many of these days before that of now_s: what is written next is of it. */
struct tm sample_day(struct sample *s, unsigned days, unsigned back);
/* Days before that of now_s, oldest first; that one stays empty. 0 or -errno. */
int sample_days(struct sample *s, unsigned days);
/* Instead of a recyclerie's days those of a workshop; and what they name. Likewise. */
int sample_kitchen(struct sample *s, unsigned days);
int sample_kitchen_catalogue(struct sample *s, const struct moment *opened);
/* Rows of one kind of the catalogue, as CSV. Likewise. */
int sample_sheet(struct sample *s, const struct moment *opened, const char *kind, const char *csv);
/* Then what was counted and sorted in them; nothing of a few days. Likewise. */
int sample_stock(struct sample *s, unsigned days);
