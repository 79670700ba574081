// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The kinds of entries, each a file in kinds/, and what they share: rows of weighings and
 * totals, and the catalogue.
 */
#pragma once
#include "calibration_record.h"
#include "catalogue.h"
#include "journal.h"
#include "ledger.h"
#include "record_entry.h"
#include "weighing.h"

enum { ITEM_NOTE = 0, ITEM_ROWS = 1 }; /* items of erasable; row i of a catalogue entry is 1 + i */

/*
 * The one list of kinds: NAME_kind of kinds/NAME.c. A line is never taken away, because old entries
 * are read for ever.
 */
#define KINDS(X)             \
	X(journal_opened)    \
	X(journal_continued) \
	X(catalogue)         \
	X(weighing)          \
	X(void)              \
	X(unknown_code)      \
	X(clock_corrected)   \
	X(calibration)       \
	X(figure)

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
/* The erasable words of a row, "" when its kind has none. Owned by the caller; NULL: no memory. */
char *catalogue_person(const struct catalogue_row *row);

/* Two characters at random, from digits and capitals without I and O. */
void draw_prefix(char ret_prefix[3]);

/* The next printed number of a type: its prefix, its counter and the whole private key. */
int number_next(struct sql *s, const char *journal, char type, char ret_key[PRIVATE_KEY_SIZE],
	uint64_t *ret_number);

/* ---- rows of weighings ---- */

/* As sql_start(); tail follows weighing r. Each row by weighing_step(): 1; 0: no more; -errno. */
#define weighing_select(s, ret_stmt, tail, ...) \
	record_select((s), &weighing_record, (tail), SQL_VALUES(__VA_ARGS__), (ret_stmt))
int weighing_step(sqlite3_stmt *stmt, struct weighing *ret_w);
/* 0; -ENOENT. journal NULL: of any journal. id as it was typed, see ledger_weighing(). */
int weighing_find(struct sql *s, const char *journal, const char *id, struct weighing *ret_w);
int weighing_of_entry(struct sql *s, const char *journal, uint64_t seq, struct weighing *ret_w);

/* Adds a weighing to the totals of its day and month, or takes it out again (sign -1). */
int total_add(struct sql *s, const struct weighing *w, int sign);

/* Rows of one journal as they stand in this transaction, in no order; free with catalogue_free(). */
int catalogue_load(struct sql *s, const char *journal, struct catalogue **ret_catalogue);
