// SPDX-License-Identifier: GPL-3.0-or-later
/* What a restore means for people: see restore_people.c. */
#pragma once
#include "backup.h"
#include "cli.h"
#include "secrets.h"

struct returning {
	const char *folder; /* of the secrets */
	struct catalogue *catalogue;
	struct secrets secrets; /* as they were found; none, where they cannot be read */
	struct secrets_settled settled;
	size_t tokens;
	int64_t file_us; /* when the file of secrets was written last */
	bool asked;
};

/* For struct restore: decides, and takes away what counts no more. */
int returning_people(void *returning, struct ledger *l, struct people_restored *ret_people);
/* To the terminal: who has which role and which secret now, and what was taken away. */
void returning_say(const struct cli *c, const struct returning *b);
