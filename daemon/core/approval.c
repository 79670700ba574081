// SPDX-License-Identifier: GPL-3.0-or-later
/* See approval.h. Days are compared as text: YYYY-MM-DD sorts as time does. */
#include <string.h>
#include "approval.h"

bool approval_holds(const struct approval *a, const struct moment *at)
{
	if (!a->approved || a->until[0] == '\0')
		return a->approved;
	return at->quality == CLOCK_TRUSTED && strcmp(at->day, a->until) <= 0;
}

void approval_sentence(const struct approval *a, const struct moment *at, struct sentence *ret_said)
{
	struct sentence said = { .key = "approval_no" };

	if (a->approved && a->until[0] == '\0')
		said.key = "approval_yes";
	else if (a->approved && strcmp(at->day, a->until) > 0)
		said.key = "approval_over";
	else if (a->approved && at->quality != CLOCK_TRUSTED)
		said.key = "approval_clock";
	else if (a->approved)
		said.key = "approval_until";
	if (a->approved)
		sentence_param(&said, "day", a->until);
	*ret_said = said;
}

static int digits(const char *text, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

static int days_of(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

bool day_exists(const char *day)
{
	int year, month, of_month;

	if (strlen(day) != DAY_SIZE - 1 || day[4] != '-' || day[7] != '-')
		return false;
	year = digits(day, 4);
	month = digits(day + 5, 2);
	of_month = digits(day + 8, 2);
	return year > 0 && month >= 1 && month <= 12 && of_month >= 1 &&
	       of_month <= days_of(year, month);
}
