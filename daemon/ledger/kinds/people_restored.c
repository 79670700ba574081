// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * people-restored: with a copy that was put back, people have the roles again that they had then: how many, how many
 * coordinators among them, and how many secrets and tokens count no more by it. See backup.h.
 */
#include "../kinds.h"
#include "backup.h"

static const struct record_field fields[] = {
	STAMPED(people_restored),
	WHOLE(people_restored, people, .rules = RECORD_ZERO),
	WHOLE(people_restored, coordinators, .rules = RECORD_ZERO),
	WHOLE(people_restored, secrets, .rules = RECORD_ZERO),
	WHOLE(people_restored, tokens, .rules = RECORD_ZERO),
};
static const struct record people_restored_record =
	RECORD_OF(people_restored, fields, .table = "people_restored");

const struct kind people_restored_kind = { "people-restored", 1,
	.record = &people_restored_record };
