// SPDX-License-Identifier: GPL-3.0-or-later
/* Lots: their numbers, those that were received, and what leaves of any. */
#pragma once
#include "food.h"
#include "ledger_private.h"

/*
 * The next lot of that day: AAMMJJ, the journal's prefix and two characters counted within the day. 0;
 * -ENOBUFS: pole and site leave no room; -ERANGE: the day has no more; -errno.
 */
int lot_next(struct sql *s, const char *journal, const char *day, char ret_key[PRIVATE_KEY_SIZE],
	uint32_t *ret_number);
/* Entry's own: that number of that day was given. */
int lot_used(struct sql *s, const char *journal, const char *day, uint32_t number);
/* As it was typed, with or without hyphens. 0, -ENOENT. */
int lot_find(struct sql *s, const char *id, struct food_received *ret_lot);
/* The whole number of what its label says, "L MS-261121-K702" (lot_mark()); of either sort. 0, -ENOENT. */
int lot_of_mark(struct sql *s, const char *mark, char ret_lot[PRIVATE_KEY_SIZE]);
/* SQL: one GTIN, with 8 to 14 digits: zeros before it say nothing. */
#define SAME_GTIN(a_, b_) "ltrim(" a_ ", '0') = ltrim(" b_ ", '0')"
/*
 * Before a weighing of a lot goes out: it is of that lot's category, there is as much left, past its
 * use-by date it is no longer handed on, and while it is held only waste leaves, no feed. One that it stands
 * for from now on (was, else NULL) has left: only more of it, or to be eaten, is asked about. 0, and perhaps
 * a refusal; -errno.
 */
int lot_leaves(struct ledger *l, struct weighing *w, const struct weighing *was,
	struct ledger_result *res);
/*
 * lot_return.c. Whether a weighing comes in as what was handed on and is brought back (its origin counts as no
 * intake). 1; 0; -errno.
 */
int lot_is_return(struct ledger *l, const struct weighing *w);
/*
 * Before such a one comes back into its lot: no more than that lot's recipient has of it, in bulk; where it was
 * one, he is its partner. was: what it stands for from now on, else NULL. 0, and perhaps unknown_lot,
 * lot_differs, lot_void or lot_less_delivered; -errno.
 */
int lot_comes_back(struct ledger *l, struct weighing *w, const struct weighing *was,
	struct ledger_result *res);
/* lot_leaves() or lot_comes_back(), as it goes; of its reception nothing is asked here. was as there. */
int lot_moves(struct ledger *l, struct weighing *w, const struct weighing *was,
	struct ledger_result *res);
/* On its day its lot is there, where clocks are sure of both. 0, and perhaps lot_not_yet; -errno. */
int lot_was_there(struct ledger *l, const struct weighing *w, struct ledger_result *res);
/*
 * What stands is of another day by now: what goes out of a lot has it there, and of what is received nothing has left
 * before. 0, and perhaps lot_not_yet or used_by; -errno.
 */
int lot_day_stands(struct ledger *l, const struct weighing *w, struct ledger_result *res);
/* Before a weighing out of a lot is void (now NULL) or another one: what came back stands on it. 0, and perhaps used_by. */
int lot_returns_stand(struct ledger *l, const struct weighing *was, const struct weighing *now,
	struct ledger_result *res);
/* For what a weighing of food is made. */
enum weighed_as { WEIGHED_ALONE, WEIGHED_OF_RECEPTION, WEIGHED_OF_PACK };
/* kinds/weighing.c: it may be made so; what its slip says is taken over. */
int weighing_allow(
	struct ledger *l, struct weighing *w, enum weighed_as as, struct ledger_result *res);
/* Whether that destination is somebody who uses what he gets. 1; 0; -errno. */
int lot_hands_on(struct ledger *l, const char *destination, const char *day);
/*
 * Of a weighing without a lot: where the site has a workshop that day, food comes in by its reception and goes
 * out of its lot. 0, and perhaps food_needs_reception or food_needs_lot; -errno.
 */
int lot_needed_of(
	struct ledger *l, const char *category, const char *day); /* whether so: 1; 0; -errno */
int lot_needed(struct ledger *l, const struct weighing *w, struct ledger_result *res);
/*
 * Before the reception of a lot is void (now NULL) or another one (now): what has gone out of it stands on
 * it, and its category is the lot's. All other weighings pass. 0, and perhaps used_by; -errno.
 */
int lot_stands(struct ledger *l, const struct weighing *was, const struct weighing *now,
	struct ledger_result *res);
/* The same of all that a slip received or brought back, which is void as a whole. */
int lot_slip_stands(struct ledger *l, const char *slip, struct ledger_result *res);
/* stmt: what stands on it, if anything does, by its name; it is said by the mark that people read. */
int lot_used_by(struct ledger *l, sqlite3_stmt *stmt, struct ledger_result *res);
int lot_used_by_name(struct ledger *l, const char *id, struct ledger_result *res);
/* 422: it is no lot, or whose it is (lot_elsewhere). 0, -errno. */
int lot_unknown(struct ledger *l, const char *lot, struct ledger_result *res);
/* 409: so much is left of that lot. */
int lot_too_little(struct ledger_result *res, const char *lot, int64_t left_mg);
/* kinds/food_received.c: what kind of donor the catalogue of that day calls a partner; 0: nobody said it. 0, -errno. */
int lot_donor_type(struct ledger *l, const char *partner, const char *day, uint32_t *ret_type);
