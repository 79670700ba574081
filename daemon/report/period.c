// SPDX-License-Identifier: GPL-3.0-or-later
/* Periods as people write them: 2026, 2026-S1, 2026-Q1, 2026-03, 2026-03-14. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "report.h"

static int last_date(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return lengths[month - 1] + (month == 2 && leap);
}

/* Exactly n digits. */
static bool digits(const char *text, int n, int *ret_value)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		value = value * 10 + text[i] - '0';
	}
	*ret_value = value;
	return true;
}

static void put_day(unsigned year, unsigned month, unsigned date, char ret_day[DAY_SIZE])
{
	(void)snprintf(ret_day, DAY_SIZE, "%04u-%02u-%02u", year % 10000, month % 100, date % 100);
}

/* Whole months, both included. */
static int months(int year, int first, int last, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	put_day((unsigned)year, (unsigned)first, 1, ret_first);
	put_day((unsigned)year, (unsigned)last, (unsigned)last_date(year, last), ret_last);
	return 0;
}

int tonnage_period(const char *period, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	size_t len = strlen(period);
	int year, n, date;

	if (len < 4 || !digits(period, 4, &year) || year < 1970 || (len > 4 && period[4] != '-'))
		return -EINVAL;
	if (len == 4)
		return months(year, 1, 12, ret_first, ret_last);
	if (len == 7 && (period[5] == 'S' || period[5] == 's') && digits(period + 6, 1, &n) &&
		n >= 1 && n <= 2)
		return months(year, n * 6 - 5, n * 6, ret_first, ret_last);
	if (len == 7 && (period[5] == 'Q' || period[5] == 'q') && digits(period + 6, 1, &n) &&
		n >= 1 && n <= 4)
		return months(year, n * 3 - 2, n * 3, ret_first, ret_last);
	if (len < 7 || !digits(period + 5, 2, &n) || n < 1 || n > 12)
		return -EINVAL;
	if (len == 7)
		return months(year, n, n, ret_first, ret_last);
	if (len != 10 || period[7] != '-' || !digits(period + 8, 2, &date) || date < 1 ||
		date > last_date(year, n))
		return -EINVAL;
	memcpy(ret_first, period, DAY_SIZE);
	memcpy(ret_last, period, DAY_SIZE);
	return 0;
}

static int read_day(const char *day, int *ret_year, int *ret_month, int *ret_date)
{
	if (strlen(day) != DAY_SIZE - 1 || !digits(day, 4, ret_year) || day[4] != '-' ||
		!digits(day + 5, 2, ret_month) || *ret_month < 1 || *ret_month > 12 ||
		day[7] != '-' || !digits(day + 8, 2, ret_date) || *ret_date < 1 ||
		*ret_date > last_date(*ret_year, *ret_month) || *ret_year < 1970)
		return -EINVAL;
	return 0;
}

int tonnage_day_before(const char *day, char ret_before[DAY_SIZE])
{
	int year, month, date;

	if (read_day(day, &year, &month, &date) < 0)
		return -EINVAL;
	if (--date == 0) {
		if (--month == 0) {
			month = 12;
			year--;
		}
		date = last_date(year, month);
	}
	put_day((unsigned)year, (unsigned)month, (unsigned)date, ret_before);
	return 0;
}

int tonnage_day_after(const char *day, char ret_after[DAY_SIZE])
{
	int year, month, date;

	if (read_day(day, &year, &month, &date) < 0)
		return -EINVAL;
	if (++date > last_date(year, month)) {
		date = 1;
		if (++month > 12) {
			month = 1;
			year++;
		}
	}
	put_day((unsigned)year, (unsigned)month, (unsigned)date, ret_after);
	return 0;
}

bool tonnage_is_month_end(const char *day)
{
	int year, month, date;

	return read_day(day, &year, &month, &date) == 0 && date == last_date(year, month);
}
