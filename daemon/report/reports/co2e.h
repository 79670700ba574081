// SPDX-License-Identifier: GPL-3.0-or-later
/* CO2e of a period, cut into spans of days on which every factor stays as it is (co2e_spans.c). */
#pragma once
#include "report.h"

enum { CO2E_GOODS, CO2E_FOOD, CO2E_SORTS };

struct span {
	struct report_query query;       /* its days */
	struct table handed[CO2E_SORTS]; /* category, mg: net of returns, food as R6 says it */
};

struct making {
	const struct report_query *query;
	struct table *t;
	struct span *span;
	size_t spans;
};

/* Each set of the catalogue with goods, then with food, where any were handed over. 0 or -errno. */
typedef int (*co2e_set_fn)(struct making *m, const struct catalogue_row *set, size_t sort);
int co2e_make(
	struct ledger *l, const struct report_query *query, struct table *t, co2e_set_fn take);
/* The set as it is on the days of a span; NULL: it does not stand. */
const struct catalogue_row *co2e_set(const struct making *m, const char *set, const struct span *s);
/* That of row n of what was handed over, else that of its family; NULL: it has none. */
struct catalogue_facts;
const struct catalogue_facts *co2e_factor(
	const struct making *m, const char *set, const struct span *s, size_t sort, size_t n);
/* On which days it does not stand: "2026-01-01..2026-06-14, …" into the cell. An enum co2e_days, -ENOMEM. */
enum co2e_days { DAYS_ALL, DAYS_SOME, DAYS_NONE };
int co2e_days_without(const struct making *m, const char *set, struct cell *cell);
