// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A close: the figures of a period were handed to somebody, and this is where every journal of the
 * file stood and what the figures were. Weighing goes on, and so do corrections, but they are told:
 * what changes such a period says so, and only a coordinator takes something back in it.
 */
#pragma once
#include <stdint.h>
#include "names.h"

struct ledger;

enum { CLOSE_HASH_SIZE = 65 }; /* 32 bytes in hexadecimal */

struct period_close {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char period[DAY_SIZE];                        /* 2026-Q1: day.h */
	char first_day[DAY_SIZE], last_day[DAY_SIZE]; /* both included */
	char figures_hash[CLOSE_HASH_SIZE];
	/* Of its evidence pack (evidence.h); "" of a close from before there was one. */
	char merkle_root[CLOSE_HASH_SIZE], pack_hash[CLOSE_HASH_SIZE];
};

/* Where a journal stood just before the entry of a close. */
struct close_head {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	char hash[CLOSE_HASH_SIZE];
};

/*
 * The hash of the figures of these days as they are now (include/README.md, close). 0, -errno.
 */
int ledger_figures_hash(struct ledger *l, const char *first_day, const char *last_day,
	char ret_hash[CLOSE_HASH_SIZE]);
/* The heads in that entry, by journal. each() returns 0 to go on. 0, -EBADMSG, -errno. */
int ledger_close_heads(struct ledger *l, const struct period_close *close,
	int (*each)(void *data, const struct close_head *head), void *data);

/* What a person looks at before these days are closed; nothing of it forbids the close. */
struct close_check {
	int64_t weighings, open_slips, doubtful,
		unapproved; /* valid ones; unapproved: weighed so */
	int64_t in_mg, neutral_in_mg, reuse_mg, recycling_mg;
	int64_t stock_mg;   /* what lay there the day before */
	int64_t missing_mg; /* of reuse and recycling what neither intake nor stock explains, or 0 */
};
int ledger_close_check(struct ledger *l, const char *first_day, const char *last_day,
	struct close_check *ret_check);
