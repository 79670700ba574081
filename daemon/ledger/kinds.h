// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The kinds of entries, each a file in kinds/, and what they share: rows of weighings and
 * totals, and the catalogue.
 */
#pragma once
#include "calibration_record.h"
#include "catalogue_facts.h"
#include "journal.h"
#include "ledger.h"
#include "lot_sql.h"
#include "record_entry.h"
#include "slip.h"
#include "weighing.h"

/* Four words and an address as a list in JSON, each byte \u00XX at worst. */
enum { PERSON_SIZE = 12 * (LABEL_SIZE + SHORT_SIZE) + 6 * LABEL_SIZE + 20 };
enum { ITEM_NOTE = 0, ITEM_ROWS = 1 }; /* items of erasable; row i of a catalogue entry is 1 + i */

/*
 * The one list of kinds: NAME_kind of kinds/NAME.c. A line is never taken away, because old entries
 * are read for ever.
 */
#define KINDS(X)             \
	X(journal_opened)    \
	X(journal_opened_1)  \
	X(journal_continued) \
	X(catalogue)         \
	X(catalogue_1)       \
	X(weighing)          \
	X(void)              \
	X(unknown_code)      \
	X(clock_corrected)   \
	X(calibration)       \
	X(figure)            \
	X(scale_facts)       \
	X(scale_check)       \
	X(slip)              \
	X(slip_refused)      \
	X(slip_closed)       \
	X(slip_void)         \
	X(stock_count)       \
	X(sorted)            \
	X(moved)             \
	X(erased)            \
	X(entry_void)        \
	X(code_bound)        \
	X(close)             \
	X(close_1)           \
	X(food_received)     \
	X(food_read)         \
	X(food_refused)      \
	X(secret_reset)      \
	X(secret_set)        \
	X(people_restored)   \
	X(lot)               \
	X(lot_input)         \
	X(lot_closed)        \
	X(lot_packed)        \
	X(pack)              \
	X(pack_state)        \
	X(lot_held)          \
	X(lot_released)      \
	X(temperature)       \
	X(declaration)       \
	X(recall)            \
	X(recall_count)      \
	X(population)        \
	X(cooling_started)   \
	X(cooling)           \
	X(item)              \
	X(item_state)        \
	X(keys_issued)

#define KIND_DECLARED(name_) extern const struct kind name_##_kind;
#define KIND_LISTED(name_) &name_##_kind,
KINDS(KIND_DECLARED)
extern const struct kind *const kinds[]; /* NULL at the end */

/* Every table that entries make, each once: what a rebuild compares. Their number. */
enum { PROJECTIONS_MOST = 100 };
size_t projections(const char *ret_tables[PROJECTIONS_MOST]);

/* ---- bodies: a new object, or NULL (no memory, text that is not UTF-8) ---- */

json_t *journal_opened_body(const struct ledger_identity *id, const char *prefix);
/*
 * Rows of one journal and what else the body holds (request), as text; names of persons go to
 * ret_salts (rows->count of them). Owned by the caller; NULL: no memory.
 */
char *catalogue_body(
	const struct catalogue *rows, const json_t *request, uint8_t (*ret_salts)[SALT_SIZE]);

/* A row of the catalogue as entries and its table have it. */
struct catalogue_line {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	uint32_t item; /* its place in that entry */
	struct catalogue_row row;
	char hash[2 * HASH_SIZE + 1]; /* in entries: of the words of a person */
	char person[PERSON_SIZE];     /* in rows that are read: those words; "" : none, or erased */
};
extern const struct record catalogue_record;

/* Whether its words name a natural person. */
bool catalogue_is_person(const struct catalogue_row *row);
/* The erasable words of a row, "" when it has none. Owned by the caller; NULL: no memory. */
char *catalogue_person(const struct catalogue_row *row);

/* Two characters at random, from digits and capitals without I and O. */
void draw_prefix(char ret_prefix[3]);

/* The next printed number of a type: its prefix, its counter and the whole private key. */
int number_next(struct sql *s, const char *journal, char type, char ret_key[PRIVATE_KEY_SIZE],
	uint64_t *ret_number);
/* That number of a type was given; the first one begins the type. */
int number_used(struct sql *s, const char *journal, char type, uint64_t number);
/* "hd-ms-w-k71-3" -> "HDMSWK713", the form that indexes hold. 0; -ENOENT: too long for one. */
int key_squash(const char *id, char ret_key[PRIVATE_KEY_SIZE]);

/* ---- rows of weighings ---- */

/* As sql_start(); tail follows weighing r. Each row by weighing_step(): 1; 0: no more; -errno. */
#define weighing_select(s, ret_stmt, tail, ...) \
	record_select((s), &weighing_record, (tail), SQL_VALUES(__VA_ARGS__), (ret_stmt))
int weighing_step(sqlite3_stmt *stmt, struct weighing *ret_w);
/*
 * SQL: of the journal that parameter n names, or of one that it continues: what is ours. A copy that was
 * put back goes on with all that its older journals began.
 */
#define OURS(column, n) column " IN (SELECT past FROM journal_past WHERE journal = " n ")"
/* 0; -ENOENT. journal NULL: of any journal; else what is its own by OURS(). id as it was typed, see ledger_weighing(). */
int weighing_find(struct sql *s, const char *journal, const char *id, struct weighing *ret_w);
int weighing_of_entry(struct sql *s, const char *journal, uint64_t seq, struct weighing *ret_w);

/* ---- slips ---- */

/* SQL: the state of the slip r. */
#define SLIP_STATE_SQL                                                                         \
	"CASE WHEN EXISTS (SELECT 1 FROM slip_void c WHERE c.id = r.id) THEN 'void'"           \
	" WHEN NOT EXISTS (SELECT 1 FROM slip_closed c WHERE c.id = r.id) THEN 'open'"         \
	" WHEN EXISTS (SELECT 1 FROM slip_refused c WHERE c.id = r.id AND NOT EXISTS"          \
	" (SELECT 1 FROM entry_void v WHERE v.id = c.journal || '/' || c.seq)) AND NOT EXISTS" \
	" (SELECT 1 FROM weighing w WHERE w.slip = r.id AND w.slip <> ''"                      \
	" AND w.voided_seq IS NULL) THEN 'refused' ELSE 'closed' END"

/* ---- lots ---- */

/* SQL: what is left of the received lot r, less what went into others; its state. */
#define LOT_LEFT_SQL                                                                 \
	"((SELECT ifnull(sum(iif(w.direction = 'in', w.net_mg, -w.net_mg)), 0) FROM" \
	" weighing w WHERE w.lot = r.lot AND w.lot <> '' AND w.voided_seq IS NULL)"  \
	" + (SELECT ifnull(sum(f.mass_mg), 0) FROM lot_flow f WHERE f.lot = r.lot))"
#define LOT_STATE_SQL                                                               \
	"CASE WHEN NOT EXISTS (SELECT 1 FROM weighing w WHERE w.lot = r.lot AND"    \
	" w.lot <> '' AND w.direction = 'in' AND w.voided_seq IS NULL) THEN 'void'" \
	" WHEN " LOT_LEFT_SQL " <= 0 THEN 'empty' ELSE 'open' END"

/*
 * SQL: what weighing w has handed on, below zero what it brought back. w is of that lot, counts, is of no pack,
 * and no reception: returns were received as lots once.
 */
#define LOT_HANDED_ON_SQL(w_)                                                                 \
	"CASE (" LEDGER_FLOW(w_) ") WHEN 'reuse' THEN " w_ ".net_mg WHEN 'transfer' THEN " w_ \
				 ".net_mg WHEN 'neutral_in' THEN -" w_ ".net_mg ELSE 0 END"
#define LOT_BULK_SQL(w_, lot_)                                                                 \
	w_ ".lot = " lot_ " AND " w_ ".lot <> '' AND " w_ ".voided_seq IS NULL AND NOT EXISTS" \
	   " (SELECT 1 FROM pack_state b WHERE b.weighing = " w_ ".id AND b.weighing <> '')"   \
	   " AND NOT EXISTS (SELECT 1 FROM food_received b WHERE replace(b.lot, '-', '') ="    \
	   " replace(" w_ ".lot, '-', '') AND b.weighing = " w_ ".id)"
/* SQL: what recipients have of that lot in bulk, and may bring back. */
#define LOT_OUT_SQL(lot_)                                                                         \
	"(SELECT ifnull(sum(" LOT_HANDED_ON_SQL("w") "), 0) FROM weighing w WHERE " LOT_BULK_SQL( \
		"w", lot_) ")"

/* SQL: the state of the made lot r; of the pack r. */
#define MADE_STATE_SQL                                                                        \
	"CASE WHEN NOT " COUNTS_SQL(                                                          \
		"r") " THEN 'void' WHEN EXISTS (SELECT 1 FROM lot_flow f"                     \
		     " WHERE f.lot = r.id AND f.kind = 'evaporated') THEN iif(" MADE_LEFT_SQL \
		     " > 0, 'packed', 'empty') WHEN EXISTS (SELECT 1 FROM lot_closed c WHERE" \
		     " c.lot = r.id AND " COUNTS_SQL("c") ") THEN 'closed' ELSE 'open' END"
#define MADE_LEFT_SQL "(SELECT ifnull(sum(f.mass_mg), 0) FROM lot_flow f WHERE f.lot = r.id)"
#define PACK_STATE_SQL                                                                         \
	"ifnull((SELECT t.state FROM pack_state t WHERE t.id = r.id ORDER BY t.row DESC LIMIT" \
	" 1), 'stock')"

/* Adds a weighing to the totals of its day and month, or takes it out again (sign -1). */
int total_add(struct sql *s, const struct weighing *w, int sign);

/* Rows of one journal as they stand in this transaction, in no order; free with catalogue_free(). */
int catalogue_load(struct sql *s, const char *journal, struct catalogue **ret_catalogue);
