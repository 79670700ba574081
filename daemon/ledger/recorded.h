// SPDX-License-Identifier: GPL-3.0-or-later
/* What of the plate is recorded, as the station knows it: a weighing, or a pack or an input as if it were one. */
#pragma once
#include "ledger_private.h"
#include "lot.h"

/* Of a record that the scale's own figure is a part of: has_shown() says whether it is there. */
#define SHOWN_OF(type_, part_, kind_, ...)                                              \
	{                                                                               \
		.name = "shown", .body = "shown." #part_, .column = "shown_" #part_,    \
		RECORD_AT(type_, shown.part_, kind_),                                   \
		.rules = RECORD_ZERO | RECORD_SILENT | RECORD_FILLED, .has = has_shown, \
		__VA_ARGS__                                                             \
	}
/* When an entry was written. 0, -errno. */
int entry_moment(struct ledger *l, const char *journal, uint64_t seq, struct moment *ret_at);
/* A pack as a weighing (pack is set): of its lot's category, of the moment in which it was written. */
int pack_shown(struct ledger *l, const struct pack *p, struct weighing *ret_w);
/* 0; -ENOENT: no pack. */
int pack_of_entry(struct ledger *l, const char *journal, uint64_t seq, struct weighing *ret_w);
/* The name of one in the ledger's own journal. */
#define INPUT_SQL "'" INPUT_PREFIX "' || r.seq"
/* Likewise of an input, called by INPUT_PREFIX and its number. */
int input_shown(struct ledger *l, const struct lot_input *i, struct weighing *ret_w);
int input_of_entry(struct ledger *l, const char *journal, uint64_t seq, struct weighing *ret_w);
/* One of them of that id. 0, -ENOENT. */
int recorded_find(struct ledger *l, const char *id, struct weighing *ret_w);
/* What was written last of all that was weighed, or typed as a weighing. 1; 0: nothing; -errno. */
int recorded_last(struct ledger *l, struct weighing *ret_w);
