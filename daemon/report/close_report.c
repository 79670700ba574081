// SPDX-License-Identifier: GPL-3.0-or-later
/* The figures of a report as a close keeps them (evidence.h): in French, people and places by their codes. */
#include "evidence.h"
#include "report.h"

int close_report_put(
	struct ledger *l, const char *name, const char *first_day, const char *last_day, FILE *out)
{
	struct report_query q = { .nameless = true, .placeless = true };
	struct table t;
	int r;

	(void)snprintf(q.first_day, sizeof(q.first_day), "%s", first_day);
	(void)snprintf(q.last_day, sizeof(q.last_day), "%s", last_day);
	r = report_make(l, report_find(name), &q, LANG_FR, &t);
	if (r == 0)
		r = table_write(&t, FORMAT_JSON, CHART_BARS, LANG_FR, out);
	table_done(&t);
	return r;
}
