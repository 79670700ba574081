// SPDX-License-Identifier: GPL-3.0-or-later
/* What a closed period asks of those who change it. */
#pragma once
#include "evidence.h"
#include "ledger_private.h"
#include "slip.h"

/*
 * Before something of that day is taken back or corrected: 0, and LEDGER_CONFLICT "period_closed"
 * where that is for a coordinator and somebody else asks; -errno.
 */
int closed_guard(
	struct ledger *l, const struct ledger_job *job, const char *day, struct ledger_result *res);
/* The same of all valid weighings of a slip. */
int closed_guard_slip(
	struct ledger *l, const struct ledger_job *job, const char *id, struct ledger_result *res);
/* The day of what an entry of that kind is about; "" where it has none. 0, -errno. */
int closed_day_of(struct ledger *l, const struct kind *kind, const char *journal, uint64_t seq,
	char ret_day[DAY_SIZE]);
/* Which periods, closed before, res changes: into res->rectifies. 0, -errno. */
int closed_rectified(struct ledger *l, struct ledger_result *res);
/*
 * ledger_rectified_acts(), where a mapping has the mass that it moved: today's weighings by the mappings of today, and by
 * those that are read there. 0, -errno.
 */
int rectified_maps(struct ledger *l, struct sql *then, const struct period_close *close,
	rectified_fn each, void *data);
/* Of typed figures, as ledger_rectified_acts(): category is the figure's name, units its value. 0, -errno. */
int rectified_figures(
	struct ledger *l, const struct period_close *close, rectified_fn each, void *data);
/* Whether a figure of that period is one of those days: as the indicators read it. */
bool figure_within(const char *period, const char *first_day, const char *last_day);
