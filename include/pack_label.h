// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the label of a pack says, made of its lot's frozen text, its product and its site: a struct food_label,
 * which label_food.h draws and checks. Pure: who calls has read the ledger.
 */
#pragma once
#include "catalogue.h"
#include "label_food.h"
#include "lot.h"

struct pack_source {
	struct pack pack;
	struct lot_made lot;
	struct lot_closed closed;
	size_t ingredient_count;
	struct lot_ingredient ingredients[LOT_INGREDIENTS];
	struct catalogue *catalogue; /* owned */
	char site[CODE_SIZE];        /* the code of ours */
	int64_t min_mg;              /* of its scale; 0: nobody knows */
};
/* pack_source_done() then. 0; -ENOENT: no such pack. In the ledger's room. */
struct ledger;
int ledger_pack_source(struct ledger *l, const char *id, struct pack_source *ret_source);
/* The same of one that is not written yet, of the number that it will have: its lot, day, mass, container and scale. */
int ledger_pack_to_be(struct ledger *l, const struct pack *p, struct pack_source *ret_source);
void pack_source_done(struct pack_source *s);

/* The label, and where its texts are. */
struct pack_label {
	struct food_label label;
	char names[LOT_INGREDIENTS][2 * LOT_WORDS_SIZE];
	char words[LOT_INGREDIENTS][FOOD_ALLERGENS][SHORT_SIZE];
	char codes[LOT_INGREDIENTS][FOOD_ALLERGENS][4];
	char lot[LOT_MARK_SIZE], date[DAY_SIZE];
};
/* Texts of source are lent to it. Some 60 KB: not for the stack. */
void pack_label_make(const struct pack_source *source, struct pack_label *ret_label);
/* Added to them: why it is not printed on that day besides what label_food_check() says; "" day: whatever the day. */
void pack_label_check(
	const struct pack_source *source, const char *today, struct food_refusals *ret_refusals);
