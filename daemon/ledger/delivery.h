// SPDX-License-Identifier: GPL-3.0-or-later
/* Packs on slips: what a close weighs out of them, what a void of the slip gives back. */
#pragma once
#include "lots.h"
#include "made.h"

/*
 * SQL: the newest entry of pack r is t, and it is of that slip in that state. From the slip to its packs,
 * never through all packs there ever were.
 */
#define ON_SLIP_SQL(slip_, states_)                                                                \
	"JOIN pack_state t ON replace(r.id, '-', '') = replace(t.id, '-', '') AND t.row = (SELECT" \
	" max(n.row) FROM pack_state n WHERE n.id = t.id) AND t.slip <> '' AND t.slip = " slip_    \
	" AND t.state IN (" states_ ")"

/* One weighing by hand, of want's direction, lot, category, way, slip and mass; res->received. *ret_id: its number. */
int lot_weigh(struct ledger *l, const struct moment *now, const struct weighing *want,
	char ret_id[PRIVATE_KEY_SIZE], struct ledger_result *res);
/* The same of goods or food, with what want says of how its mass is known. 0, and perhaps a refusal; -errno. */
int hand_weigh(struct ledger *l, const struct moment *now, const struct weighing *want,
	enum weighed_as of, struct ledger_result *res);
/* What lies on that slip leaves: one weighing for each lot, and each of its packs is delivered. */
int delivery_close(
	struct ledger *l, const struct moment *now, const char *slip, struct ledger_result *res);
/* Its packs are in stock again. */
int delivery_undo(struct ledger *l, const struct moment *now, const char *slip);
/* Before a slip is void: a pack of it that came back, or went on since, stands on it. 0, and perhaps used_by; -errno. */
int delivery_stands(struct ledger *l, const char *slip, struct ledger_result *res);
/* kinds/pack_state.c: one entry that says where a pack is. */
extern const struct record pack_state_record;
int pack_state_put(struct ledger *l, const struct moment *now, const struct pack_state *state);

/* ---- pack_move.c: callbacks of pack-state, where no slip is named ---- */

int pack_move_allow(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res);
int pack_move_append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res);
int pack_move_held(struct ledger *l, const char *id, struct ledger_result *res);
struct entry_void;
int pack_move_drop(struct ledger *l, const struct moment *now, const struct entry_void *v);
/* What was weighed of that move, JOURNAL/SEQ; left as it is if nothing was. 0, -errno. */
int pack_move_weighing(struct ledger *l, const char *id, struct weighing *ret_w);
int pack_move_owns(struct ledger *l, const char *weighing_id, struct ledger_result *res);
