// SPDX-License-Identifier: GPL-3.0-or-later
/* See approval.h. Days are compared as text: YYYY-MM-DD sorts as time does. */
#include <string.h>
#include "approval.h"
#include "day.h"

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

enum approval_end approval_ends(const struct approval *a, const struct moment *at, const char *name,
	struct sentence *ret_said)
{
	struct sentence said = { .key = "approval_ended" };
	int64_t last = 0, today = 0;

	if (!a->approved || !a->until[0] || at->quality != CLOCK_TRUSTED ||
		day_number(a->until, &last) < 0 || day_number(at->day, &today) < 0 ||
		last - today > a->warning_days)
		return APPROVAL_LASTS;
	if (last >= today)
		said.key = "approval_soon";
	sentence_param(&said, "name", name);
	sentence_param(&said, "day", a->until);
	sentence_param_int(&said, "days", last - today);
	*ret_said = said;
	return last >= today ? APPROVAL_SOON : APPROVAL_OVER;
}
