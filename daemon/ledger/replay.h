// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The journal replayed beside the file: in a connection of its own temporary tables of the same names
 * stand before the real ones, so that the very code that applies entries fills them. What reads that
 * connection reads what those entries come to; main.TABLE is the file's own. One read transaction.
 */
#pragma once
#include "ledger_private.h"

/* With all projections there, and empty. 0, -errno. *ret_sql goes to replay_close(), also after a failure. */
int replay_open(const char *path, struct sql **ret_sql);
void replay_close(struct sql *s); /* NULL is fine */

struct replay {
	bool (*wanted)(const void *data, const struct entry *e); /* NULL: all are */
	void (*refused)(void *data, const struct entry *e); /* an entry that cannot be applied */
	void *data;
};
/* In the order in which they came. 0, -errno. */
int replay_entries(struct sql *s, const struct replay *replay);
