// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The sums of a period, read once for all tables of a report: from the totals of whole months and of the days
 * around them. Class of a destination, intake of an origin, root and scheme of a category are those of the
 * journal's own catalogue on the day of the weighing (LEDGER_THEN).
 */
#pragma once
#include "report.h"

/* What has the same keys: texts by their number (sums_text()); those that were not asked are 0. */
struct sum {
	uint32_t key[BY_COUNT], journal, direction;
	int64_t mass_mg, units, weighings;
	int64_t added_mg; /* what a pot added to food, beside the mass */
};

/* What was read of periods so far. */
struct sums *sums_new(void);
struct sums *sums_free(struct sums *s);
CLEANUP_OF(struct sums, sums_free);

/*
 * Sums of the days that are asked (of its site, if one is named) by these keys, in the order of their texts; of query->sums, which
 * keeps them. Free *ret_sums. Their number, -EINVAL, -EIO, -ENOMEM.
 */
int sums_by(struct ledger *l, const struct report_query *query, const enum report_key *by,
	size_t count, struct sum **ret_sums);
const char *sums_text(const struct sums *s, uint32_t text); /* lent until the next sums_by() */
/* ledger_scheme_parts() of these days, lent. Their number, -errno. */
struct scheme_line;
int sums_schemes(struct sums *s, struct ledger *l, const struct report_query *query,
	const struct scheme_line **ret_lines);
