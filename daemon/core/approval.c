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
