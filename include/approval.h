// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Approval of a scale for uses that money hangs on: verified, class III, its green label in
 * date (directive 2014/31/EU). Said by whoever installs the scale, in station.conf; without
 * it a weight is indicative, and its label says so.
 */
#pragma once
#include <stdbool.h>
#include "moment.h"
#include "sentence.h"

struct approval {
	bool approved;
	char until[DAY_SIZE]; /* last day of the green label, "" : not said */
	int warning_days;     /* so many days before it has passed, people are told */
};

/*
 * Whether what is weighed at that moment is weighed on an approved scale. Where the day of the
 * label is known but the clock is doubtful, nobody can say that it has not passed: no.
 */
bool approval_holds(const struct approval *a, const struct moment *at);

/* The same in words, for people: and until when, or why not. */
void approval_sentence(
	const struct approval *a, const struct moment *at, struct sentence *ret_said);

/*
 * What people are told while it ends, in ret_said: APPROVAL_SOON from warning_days before its last day,
 * APPROVAL_OVER for good; by a doubtful clock nothing (approval_sentence() says why). name: of the scale.
 */
enum approval_end { APPROVAL_LASTS, APPROVAL_SOON, APPROVAL_OVER };
enum approval_end approval_ends(const struct approval *a, const struct moment *at, const char *name,
	struct sentence *ret_said);
