// SPDX-License-Identifier: GPL-3.0-or-later
/* Items in the ledger: where each is, and what moves with it. */
#pragma once
#include "item.h"
#include "ledger_private.h"

/* What follows of all its entries that count: one row of item_now, or none. 0, -errno. */
int item_now_update(struct sql *s, const char *id);
/* The same for the item that this entry of that table names. */
int item_now_of_entry(struct sql *s, const char *table, const char *journal, uint64_t seq);
/* Whether a move of an item made that weighing, and by which entry, JOURNAL/SEQ. 1; 0; -errno. */
int item_moved_by(struct sql *s, const char *weighing, char ret_entry[ENTRY_NAME_SIZE]);
/* Before that weighing is undone: 1: it is a move of an item, and perhaps used_by where that has gone on; 0: none; -errno. */
int item_undo_allowed(struct ledger *l, const char *weighing, struct ledger_result *res);
/* Then the move is void too, by an entry before, if there is one. 0, -errno. */
int item_undo(struct ledger *l, const struct moment *now, const char *weighing);
/* Before a slip is void: what was named of its intake, or has gone on since it left by it. 0, and perhaps used_by. */
int items_stand(struct ledger *l, const char *slip, struct ledger_result *res);
/* What was weighed of that move, JOURNAL/SEQ; left as it is if nothing was. 0, -errno. */
int item_move_weighing(struct ledger *l, const char *id, struct weighing *ret_w);
/* kinds/entry_void.c: that entry of that kind is void, and nothing else is. 0, -errno. */
int entry_void_append(struct ledger *l, const struct moment *now, const char *kind, const char *id,
	const char *reason);
