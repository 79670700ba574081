// SPDX-License-Identifier: GPL-3.0-or-later
/* When the ledger was last copied, and how much has been written since. */
#include "backup.h"
#include "api_private.h"
#include "clock.h"
#include "training.h"

enum { SECOND_US = 1000000 };

static json_t *json_last(const struct backup_last *b)
{
	char at[40];

	return json_pack("{s:s,s:I}", "at", clock_iso(b->at_s * SECOND_US, at, sizeof(at)),
		"entries", (json_int_t)b->seq);
}

/* A note that cannot be read is no backup that could be counted on. */
static json_t *json_noted(int known, const struct backup_last *b)
{
	return known < 0 ? json_null() : json_last(b);
}

int backup_state(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct ledger_status status;
	struct backup_last last, away;
	char path[PATH_MAX];
	int done = ledger_status(l, &status), known, gone;

	(void)r;
	(void)a;
	training_real_path(ledger_path(l), training_is(l), path);
	known = backup_last(path, &last);
	gone = backup_last_away(path, &away);
	return done < 0 ? done
			: put_json(out, json_pack("{s:o,s:o,s:I}", "last", json_noted(known, &last),
						"away", json_noted(gone, &away), "entries",
						(json_int_t)status.last_seq));
}
