// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the next working day begins with: the last day before it on which something was weighed, and whether a
 * person has seen what was left of it (the report day-left). Kept beside the journal, as what was seen of codes.
 */
#pragma once
#include "ledger.h"

struct day_before {
	char day[DAY_SIZE]; /* "": there was none */
	bool seen;
};
/* 0, -errno. */
int ledger_day_before(struct ledger *l, const char *today, struct day_before *ret_before);
/*
 * A person has seen it, and those before. It is before today: one kept that is not was seen by a clock that was
 * ahead, counts for nothing and gives way. 0, -errno.
 */
int ledger_day_see(struct ledger *l, const char *today, const char *day);
