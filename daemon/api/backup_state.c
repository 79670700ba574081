// SPDX-License-Identifier: GPL-3.0-or-later
/* When the ledger was last copied, and how much has been written since. */
#include "backup.h"
#include "api_private.h"
#include "clock.h"

enum { SECOND_US = 1000000 };

static json_t *json_last(const struct backup_last *b)
{
	char at[40];

	return json_pack("{s:s,s:I}", "at", clock_iso(b->at_s * SECOND_US, at, sizeof(at)),
		"entries", (json_int_t)b->seq);
}

int backup_state(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct ledger_status status;
	struct backup_last last;
	int done = ledger_status(l, &status), known = backup_last_of(l, &last);

	(void)r;
	(void)a;
	/* A note that cannot be read is no backup that could be counted on. */
	return done < 0 ? done
			: put_json(out, json_pack("{s:o,s:I}", "last",
						known < 0 ? json_null() : json_last(&last),
						"entries", (json_int_t)status.last_seq));
}
