// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lots followed one back and one forward, and recalls. A recall finds every lot downstream of what is called
 * back, at any depth, and holds all of them at once; it ends with a count of their packs, in which each is
 * once, and with what staff decided. A drill finds and counts the same and holds nothing.
 */
#pragma once
#include "lot.h"
#include "lot_sql.h"

enum recall_sort { RECALL_LOT, RECALL_SLIP, RECALL_GTIN, RECALL_DONOR_LOT };

struct recall {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	uint32_t number;
	uint32_t sort;          /* of what is called back, */
	char about[LABEL_SIZE]; /* which; a pack in a request is its lot */
	bool drill;
	char reason[CODE_SIZE];
	char operator_code[CODE_SIZE];
	uint32_t lot_count;   /* only read */
	bool ended;           /* likewise: it was counted */
	char note[NOTE_SIZE]; /* erasable */
};

/* Of packs; each is one of these: made = in_stock + on_slip + delivered + recovered + destroyed + tasted. */
struct recall_count {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	uint32_t recall;   /* its number */
	uint32_t decision; /* enum held_decision; of a drill none */
	uint32_t made, in_stock, on_slip, delivered, recovered, destroyed, tasted;
	uint32_t minutes; /* that it took, begun ones whole */
	char reason[CODE_SIZE];
	char operator_code[CODE_SIZE];
	char note[NOTE_SIZE]; /* erasable */
};

extern const struct record recall_record, recall_count_record;
extern const struct record_words recall_sort_words;
struct kind;
extern const struct kind recall_kind, recall_count_kind;

/* 0; -ENOENT; -errno. */
struct ledger;
int ledger_recall(struct ledger *l, uint32_t number, struct recall *ret_recall);
/* Its number as it stands: a lot of either sort, also by a pack or its label. 0; -ENOENT; -errno. */
int ledger_lot_of(struct ledger *l, const char *id, char ret_lot[PRIVATE_KEY_SIZE]);

/* ---- SQL for the ledger and reports: which lots, as t (lot), before a statement of them ---- */

#define TRACE_FORWARD_FROM(roots_)                             \
	"WITH RECURSIVE t (lot) AS (" roots_                   \
	" UNION SELECT i.lot FROM t CROSS JOIN lot_input i ON" \
	" i.from_lot = t.lot AND i.from_lot <> '' AND " COUNTS_SQL("i") ") "
/* The lot ?1 and what is made of it; and what it is made of. */
#define TRACE_FORWARD TRACE_FORWARD_FROM("SELECT ?1")
#define TRACE_BACK                                                                       \
	"WITH RECURSIVE t (lot) AS (SELECT ?1 UNION SELECT i.from_lot FROM t CROSS JOIN" \
	" lot_input i ON i.lot = t.lot AND i.from_lot <> '' AND " COUNTS_SQL("i") ") "
/* Those of the recall of that number, as they were found. */
#define TRACE_RECALL "WITH t (lot) AS (SELECT lot FROM recall_lot WHERE number = ?1) "
