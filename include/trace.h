// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lots one back and one forward, as JSON: each lot its own line, what went into which, packs by where they are
 * and for whom, and all that left or came back. Read at once for all lots, never lot by lot.
 */
#pragma once
#include <jansson.h>
#include "ledger.h"

enum trace_of { TRACED_BACK, TRACED_FORWARD, TRACED_RECALL };

/*
 * Into o: "lots" (lot sort day category ingredient product description partner donor_lot gtin slip date_kind
 * date in_mg left_mg held), "inputs" (lot from source mass_mg ingredient partner supplier_lot day), "packs"
 * (lot state slip partner day units mass_mg), "exits" (lot weighing direction day way partner slip units
 * mass_mg packs: 1 where it is of packs), and "sums": of all packs, units and mass_mg of made and of each state. which: a lot, or the number of
 * a recall. 0, -errno.
 */
int trace_put(struct ledger *l, enum trace_of of, const char *which, json_t *o);
