// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Days of a query: "period", or "from" and "to" where "to" is exclusive (contract.md). Plain
 * calendar arithmetic: a day has no zone here.
 */
#include <ctype.h>
#include <string.h>
#include <time.h>
#include "report.h"
#include "web_private.h"

static int day_read(const char *day, struct tm *ret_tm)
{
	struct tm tm = { 0 };
	struct tm copy;

	for (int i = 0; i < 10; i++)
		if (i == 4 || i == 7 ? day[i] != '-' : !isdigit((unsigned char)day[i]))
			return -EINVAL;
	if (day[10] || sscanf(day, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) != 3)
		return -EINVAL;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	copy = tm;
	(void)timegm(&copy);
	if (copy.tm_mday != tm.tm_mday || copy.tm_mon != tm.tm_mon)
		return -EINVAL;
	*ret_tm = tm;
	return 0;
}

int day_shift(const char *day, int days, char ret_day[DAY_SIZE])
{
	struct tm tm;
	int r = day_read(day, &tm);

	if (r < 0)
		return r;
	tm.tm_mday += days;
	(void)timegm(&tm);
	return strftime(ret_day, DAY_SIZE, "%Y-%m-%d", &tm) ? 0 : -EINVAL;
}

static int from_and_to(
	const char *from, const char *to, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	char first[DAY_SIZE], last[DAY_SIZE];

	if (day_shift(from, 0, first) < 0 || day_shift(to, -1, last) < 0 || strcmp(first, last) > 0)
		return -EINVAL;
	memcpy(ret_first, first, DAY_SIZE);
	memcpy(ret_last, last, DAY_SIZE);
	return 0;
}

int query_days(struct exchange *x, bool needed, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	const char *period = query_text(x, "period");
	const char *from = query_text(x, "from"), *to = query_text(x, "to");
	const char *key = "bad_period";
	int r = -EINVAL;

	if (!period && !from && !to) {
		*ret_first = *ret_last = '\0';
		key = "period_missing";
		r = needed ? -EINVAL : 0;
	} else if (period && !from && !to) {
		r = tonnage_period(period, ret_first, ret_last);
	} else if (!period && from && to) {
		r = from_and_to(from, to, ret_first, ret_last);
	}
	if (r < 0)
		reply_key(x, MHD_HTTP_UNPROCESSABLE_CONTENT, key);
	return r;
}
