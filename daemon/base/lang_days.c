// SPDX-License-Identifier: GPL-3.0-or-later
/* Days and months as people say them, in their language: see lang.h. */
#include <stdio.h>
#include <string.h>
#include "day.h"
#include "lang.h"

/* lang: month_* day_first */
static const char *month_word(enum lang lang, const char *day)
{
	char key[16];

	(void)snprintf(key, sizeof(key), "month_%.2s", day + 5);
	return lang_text(lang, key);
}

static void put_number(enum lang lang, const char *day, char *buf, size_t size)
{
	const int number = (day[8] - '0') * 10 + day[9] - '0';

	if (number == 1)
		(void)snprintf(buf, size, "%s", lang_text(lang, "day_first"));
	else
		(void)snprintf(buf, size, "%d", number);
}

bool lang_day(enum lang lang, const char *text, const char *until, char *buf, size_t size)
{
	char full[DAY_SIZE + 1], number[8];

	if (strlen(text) == 7) { /* a month */
		(void)snprintf(full, sizeof(full), "%s-01", text);
		if (day_exists(full))
			(void)snprintf(buf, size, "%s %.4s", month_word(lang, full), text);
		return day_exists(full);
	}
	if (!day_exists(text))
		return false;
	put_number(lang, text, number, sizeof(number));
	if (until && strncmp(text, until, 7) == 0 && strcmp(text, until) != 0)
		(void)snprintf(buf, size, "%s", number);
	else if (until && strncmp(text, until, 4) == 0 && strcmp(text, until) != 0)
		(void)snprintf(buf, size, "%s %s", number, month_word(lang, text));
	else
		(void)snprintf(buf, size, "%s %s %.4s", number, month_word(lang, text), text);
	return true;
}
