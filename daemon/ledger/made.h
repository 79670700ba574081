// SPDX-License-Identifier: GPL-3.0-or-later
/* Lots that are made: found, what went in and out of them, the text that is frozen of them. */
#pragma once
#include "ledger_private.h"
#include "lot.h"

extern const struct record lot_input_record, lot_closed_record, lot_packed_record;

/* As it was typed, with or without hyphens. 0, -ENOENT. */
int made_find(struct sql *s, const char *id, struct lot_made *ret_lot);
/*
 * Before something is written of one: 0, and perhaps LEDGER_NOT_FOUND, or a conflict when it is not in that
 * state (lot_void, lot_closed, lot_not_closed, lot_packed, lot_not_packed); -errno.
 */
int made_target(struct ledger *l, const char *id, enum made_state state, struct lot_made *ret_lot,
	struct ledger_result *res);
/* Nothing is done with a lot before the day on which it came or was made: 0, and perhaps lot_not_yet. */
int lot_is_there(const char *lot, const char *since, const char *day, struct ledger_result *res);
/* *ret_why: enum held_why of a lot of either sort, by its number as it stands. 0, -errno. */
int lot_held_why(struct sql *s, const char *lot, uint32_t *ret_why);
/* Before it is handed on or cooked with: 0, and perhaps lot_held, cooling_open or cooling_missing; -errno. */
int lot_is_free(struct ledger *l, const char *lot, struct ledger_result *res);
/* *ret_number: a recall but that one that names it and has not ended, no drill. 1; 0: none; -errno. */
int lot_recalled(struct sql *s, const char *lot, uint32_t but, int64_t *ret_number);
/* The row that counts of what its text, or the end of its packing, is. 1; 0: none; -errno. */
int made_closed(struct sql *s, const char *lot, struct lot_closed *ret_closed);
int made_packed(struct sql *s, const char *lot, struct lot_packed *ret_packed);
/* Its packs that count: their number, mass, and the mass of those that are not in stock any more. */
struct made_packs {
	int64_t count, mass_mg, gone_mg;
};
int made_packs(struct sql *s, const char *lot, struct made_packs *ret_packs);

/* ---- flows (lot_flow.c) ---- */

struct lot_flow {
	const char *journal; /* of its entry */
	uint64_t seq;
	const char *kind; /* input, used, out, evaporated */
	const char *lot;
	int64_t mass_mg, rescued_mg;
};
int lot_flow_add(struct sql *s, const struct lot_flow *f);
int lot_flow_drop(struct sql *s, const char *journal, uint64_t seq);
/* What is left of any lot that was made, and how much of that was rescued. */
int lot_flow_left(struct sql *s, const char *lot, int64_t *ret_mg, int64_t *ret_rescued_mg);
/* A weighing out of a made lot, or back; other weighings make none. */
int lot_flow_weighing(struct sql *s, const struct weighing *w);

/* ---- what is frozen (lot_text.c) ---- */

struct lot_text {
	size_t count;
	struct lot_ingredient list[LOT_INGREDIENTS];
	char allergens[FOOD_WORDS_SIZE], traces[FOOD_WORDS_SIZE];
	struct lot_dated dated;        /* of all its inputs */
	char unread[PRIVATE_KEY_SIZE]; /* an input whose allergens nobody knows, "" : none */
};
/* 0; -EMSGSIZE: more ingredients than a label has. */
int lot_text_of(struct ledger *l, const struct lot_made *lot, struct lot_text *ret_text);
