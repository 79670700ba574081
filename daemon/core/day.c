// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calendar arithmetic without clock or zone. Days are counted by the algorithm of Howard
 * Hinnant, "chrono-Compatible Low-Level Date Algorithms" (days_from_civil, civil_from_days):
 * years begin in March, so that the odd day is the last one.
 */
#include "day.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

struct date {
	int year, month, day;
};

/* Of periods: days before and after them can be written, too. */
enum { YEAR_LEAST = 1970, YEAR_MOST = 9900, DAYS_OF_ERA = 146097, TO_1970 = 719468 };

static int last_of_month(int year, int month)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return lengths[month - 1] + (month == 2 && leap);
}

/* Exactly n digits; -1: they are none. */
static int digits(const char *text, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + text[i] - '0';
	}
	return value;
}

static int read_day(const char *day, struct date *ret)
{
	struct date d;

	if (strlen(day) != DAY_SIZE - 1 || day[4] != '-' || day[7] != '-')
		return -EINVAL;
	d = (struct date){ digits(day, 4), digits(day + 5, 2), digits(day + 8, 2) };
	if (d.year < 1 || d.month < 1 || d.month > 12 || d.day < 1 ||
		d.day > last_of_month(d.year, d.month))
		return -EINVAL;
	*ret = d;
	return 0;
}

static void put_day(const struct date *d, char ret_day[DAY_SIZE])
{
	(void)snprintf(ret_day, DAY_SIZE, "%04u-%02u-%02u", (unsigned)d->year % 10000,
		(unsigned)d->month % 100, (unsigned)d->day % 100);
}

static int64_t count_days(const struct date *d)
{
	int year = d->year - (d->month <= 2), era = year / 400, of_era = year % 400;
	int of_year = (153 * (d->month + (d->month > 2 ? -3 : 9)) + 2) / 5 + d->day - 1;

	return (int64_t)era * DAYS_OF_ERA + of_era * INT64_C(365) + of_era / 4 - of_era / 100 +
	       of_year - TO_1970;
}

static struct date date_of(int64_t number)
{
	int64_t days = number + TO_1970, era = days / DAYS_OF_ERA;
	int at = (int)(days % DAYS_OF_ERA);
	int of_era = (at - at / 1460 + at / 36524 - at / 146096) / 365;
	int of_year = at - (365 * of_era + of_era / 4 - of_era / 100);
	int march = (5 * of_year + 2) / 153, month = march + (march < 10 ? 3 : -9);

	return (struct date){ of_era + (int)era * 400 + (month <= 2), month,
		of_year - (153 * march + 2) / 5 + 1 };
}

bool day_exists(const char *day)
{
	struct date d;

	return read_day(day, &d) == 0;
}

int day_number(const char *day, int64_t *ret_number)
{
	struct date d;
	int r = read_day(day, &d);

	if (r == 0)
		*ret_number = count_days(&d);
	return r;
}

int day_shift(const char *day, int days, char ret_day[DAY_SIZE])
{
	struct date d;

	if (read_day(day, &d) < 0)
		return -EINVAL;
	d = date_of(count_days(&d) + days);
	if (d.year < 1 || d.year > 9999)
		return -EINVAL;
	put_day(&d, ret_day);
	return 0;
}

bool day_is_month_end(const char *day)
{
	struct date d;

	return read_day(day, &d) == 0 && d.day == last_of_month(d.year, d.month);
}

void day_month_start(const char *day, char ret_day[DAY_SIZE])
{
	(void)snprintf(ret_day, DAY_SIZE, "%.7s-01", day);
}

void day_next_month(const char *day, char ret_day[DAY_SIZE])
{
	char start[DAY_SIZE];

	day_month_start(day, start);
	/* 31 days after its first day any month is over, and the next one is not. */
	if (day_shift(start, 31, start) == 0)
		day_month_start(start, ret_day);
}

static int whole_months(
	int year, int first, int last, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	if (year < YEAR_LEAST || year > YEAR_MOST || first < 1 || last > 12)
		return -EINVAL;
	put_day(&(struct date){ year, first, 1 }, ret_first);
	put_day(&(struct date){ year, last, last_of_month(year, last) }, ret_last);
	return 0;
}

/* "2026-S1": months of parts of the year. */
static int part_of_year(
	int year, const char *part, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	int n = digits(part + 1, 1), months = part[0] == 'S' || part[0] == 's' ? 6 : 3;

	if (months == 3 && part[0] != 'Q' && part[0] != 'q')
		return -EINVAL;
	return whole_months(year, (n - 1) * months + 1, n * months, ret_first, ret_last);
}

static int named_period(const char *period, const struct date *today, char ret_first[DAY_SIZE],
	char ret_last[DAY_SIZE])
{
	if (strcmp(period, "this-year") == 0)
		return whole_months(today->year, 1, 12, ret_first, ret_last);
	if (strcmp(period, "last-year") == 0)
		return whole_months(today->year - 1, 1, 12, ret_first, ret_last);
	if (strcmp(period, "this-month") == 0)
		return whole_months(today->year, today->month, today->month, ret_first, ret_last);
	return -EINVAL;
}

int day_period(
	const char *period, const char *today, char ret_first[DAY_SIZE], char ret_last[DAY_SIZE])
{
	size_t len = strlen(period);
	struct date d;
	int n;

	if (read_day(today, &d) == 0 && named_period(period, &d, ret_first, ret_last) == 0)
		return 0;
	if (read_day(period, &d) == 0) {
		if (d.year < YEAR_LEAST || d.year > YEAR_MOST)
			return -EINVAL;
		put_day(&d, ret_first);
		put_day(&d, ret_last);
		return 0;
	}
	if ((len != 4 && len != 7) || (len == 7 && period[4] != '-'))
		return -EINVAL;
	d.year = digits(period, 4);
	if (len == 4)
		return whole_months(d.year, 1, 12, ret_first, ret_last);
	n = digits(period + 5, 2);
	if (n < 0)
		return part_of_year(d.year, period + 5, ret_first, ret_last);
	return whole_months(d.year, n, n, ret_first, ret_last);
}
