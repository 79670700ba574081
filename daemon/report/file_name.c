// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a file of a report is called: 2027-01-12_MS_R3_2026_v1.xlsx, by when it was made, of which site, what, of
 * when, and which version. A CSV says of which sort it is, so that nobody opens the other one.
 */
#include <ctype.h>
#include <string.h>
#include "day.h"
#include "report.h"

enum { PERIOD_SIZE = 2 * DAY_SIZE };

/* The shortest name that these days have: 2026, 2026-S1, 2026-Q3, 2026-03, a day, else both days. */
static void name_period(const char *first, const char *last, char ret[PERIOD_SIZE])
{
	static const char *const parts[] = { "%.4s", "%.4s-S1", "%.4s-S2", "%.4s-Q1", "%.4s-Q2",
		"%.4s-Q3", "%.4s-Q4", "%.7s", "%.10s" };
	char a[DAY_SIZE], b[DAY_SIZE];

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		(void)snprintf(ret, PERIOD_SIZE, parts[i], first);
		if (day_period(ret, first, a, b) == 0 && strcmp(a, first) == 0 &&
			strcmp(b, last) == 0)
			return;
	}
	if (*first)
		(void)snprintf(ret, PERIOD_SIZE, "%.10s_%.10s", first, last);
	else
		(void)snprintf(ret, PERIOD_SIZE, "all");
}

void report_file_name(const struct report *r, const struct report_query *q, const char *site,
	const char *today, enum table_format format, char *buf, size_t size)
{
	const char *sort = format == FORMAT_CSV ? "_iso" : format == FORMAT_CSV_FR ? "_fr" : "";
	bool text = format == FORMAT_TABLE || format == FORMAT_PLAIN;
	const char *ending = text                      ? "txt"
			     : format == FORMAT_CSV_FR ? "csv"
						       : table_format_name(format);
	char period[PERIOD_SIZE];

	name_period(q->first_day, q->last_day, period);
	(void)snprintf(buf, size, "%.10s_%s_%s_%s_v1%s.%s", today, q->site[0] ? q->site : site,
		r->name, period, sort, ending);
	for (; *buf; buf++) /* a folder's name, a header's quotation mark */
		if (!isalnum((unsigned char)*buf) && !strchr("-_.", *buf))
			*buf = '-';
}
