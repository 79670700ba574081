// SPDX-License-Identifier: GPL-3.0-or-later
/* Packs on slips: what a close weighs out of them, what a void of the slip gives back. */
#pragma once
#include "made.h"

/*
 * SQL: the newest entry of pack r is t, and it is of that slip in that state. From the slip to its packs,
 * never through all packs there ever were.
 */
#define ON_SLIP_SQL(slip_, states_)                                                                \
	"JOIN pack_state t ON replace(r.id, '-', '') = replace(t.id, '-', '') AND t.row = (SELECT" \
	" max(n.row) FROM pack_state n WHERE n.id = t.id) AND t.slip <> '' AND t.slip = " slip_    \
	" AND t.state IN (" states_ ")"

/* One weighing out by hand, of want's lot, category, destination, slip and mass. *ret_id: its number. */
int lot_weigh_out(struct ledger *l, const struct moment *now, const struct weighing *want,
	char ret_id[PRIVATE_KEY_SIZE], struct ledger_result *res);
/* What lies on that slip leaves: one weighing for each lot, and each of its packs is delivered. */
int delivery_close(
	struct ledger *l, const struct moment *now, const char *slip, struct ledger_result *res);
/* Its packs are in stock again. */
int delivery_undo(struct ledger *l, const struct moment *now, const char *slip);
/* kinds/pack.c: one entry that says where a pack is. */
int pack_state_put(struct ledger *l, const struct moment *now, const struct pack_state *state);
