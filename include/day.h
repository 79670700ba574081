// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one calendar: days are the text YYYY-MM-DD in the site's zone (names.h), so that their
 * order is that of their letters; here is what needs to know how long a month is. Pure: who
 * says "this year" gives the day that it is.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "names.h"

bool day_exists(const char *day);
/* Days since 1970-01-01. 0; -EINVAL: no such day. */
int day_number(const char *day, int64_t *ret_number);
/* The day so many days later, earlier if negative; in place is fine. -EINVAL: no such day. */
int day_shift(const char *day, int days, char ret_day[DAY_SIZE]);
bool day_is_month_end(const char *day);
/* Of an existing day: the first of its month, the first of the next one. */
void day_month_start(const char *day, char ret_day[DAY_SIZE]);
void day_next_month(const char *day, char ret_day[DAY_SIZE]);

/*
 * What a person calls a period: "2026", "2026-S1", "2026-Q1", "2026-03", "2026-03-14",
 * "this-year", "last-year", "this-month"; today is a day. Both days are part of it. -EINVAL.
 */
int day_period(
	const char *period, const char *today, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE]);
