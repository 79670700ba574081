// SPDX-License-Identifier: GPL-3.0-or-later
#include "retention.h"
#include "day.h"

enum { HOUR_S = 3600, DAY_S = 24 * HOUR_S, DAYS = 31, MONTHS = 12 };

/* Months, counted from anywhere; the day of a time so far off that no calendar has it counts as the first of all. */
static int64_t month_of(int64_t at_s)
{
	char day[DAY_SIZE] = "1970-01-01";
	int64_t digits = 0;

	(void)day_shift(day, (int)(at_s / DAY_S), day);
	for (size_t i = 0; i < 7; i++)
		if (day[i] != '-')
			digits = digits * 10 + day[i] - '0';
	return digits / 100 * 12 + digits % 100;
}

/* The span of which one is kept; tiers do not meet, because their numbers begin far apart. -1: of none. */
static int64_t span_of(int64_t at_s, int64_t now_s)
{
	const int64_t tier = INT64_C(1) << 40, age_s = now_s - at_s;

	if (age_s < DAY_S)
		return at_s / HOUR_S;
	if (age_s < (int64_t)DAYS * DAY_S)
		return tier + at_s / DAY_S;
	if (month_of(now_s) - month_of(at_s) < MONTHS)
		return 2 * tier + month_of(at_s);
	return -1;
}

/* Of two of one second the first. */
static bool is_newer(const int64_t *at_s, size_t a, size_t b)
{
	return at_s[a] == at_s[b] ? a < b : at_s[a] > at_s[b];
}

void retention_choose(const int64_t *at_s, size_t count, int64_t now_s, bool *ret_keep)
{
	for (size_t i = 0; i < count; i++) {
		const int64_t span = span_of(at_s[i], now_s);
		bool newest = true, newest_of_span = span >= 0;

		for (size_t other = 0; other < count; other++) {
			if (!is_newer(at_s, other, i))
				continue;
			newest = false;
			newest_of_span &= span_of(at_s[other], now_s) != span;
		}
		ret_keep[i] = newest || newest_of_span || at_s[i] > now_s;
	}
}
