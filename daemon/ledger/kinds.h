// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the kinds of entries share: rows of weighings and totals, and the catalogue. Each
 * kind has a file kind_NAME.c with the body it writes and the apply() that reads it.
 */
#pragma once
#include "calibration_record.h"
#include "catalogue.h"
#include "journal.h"
#include "ledger.h"
#include "record_entry.h"
#include "weighing.h"

enum { ITEM_NOTE = 0, ITEM_ROWS = 1 }; /* items of erasable; row i of a catalogue entry is 1 + i */

int apply_journal_opened(struct sql *s, const struct entry *e, struct fields *b);
int apply_journal_continued(struct sql *s, const struct entry *e, struct fields *b);
int apply_catalogue(struct sql *s, const struct entry *e, struct fields *b);
int apply_weighing(struct sql *s, const struct entry *e, struct fields *b);
int apply_void(struct sql *s, const struct entry *e, struct fields *b);
int apply_unknown_code(struct sql *s, const struct entry *e, struct fields *b);
int apply_clock_corrected(struct sql *s, const struct entry *e, struct fields *b);
int calibration_sound(const void *value);

/* ---- bodies: a new object, or NULL (no memory, text that is not UTF-8) ---- */

json_t *journal_opened_body(const struct ledger_identity *id, const char *prefix);
/* number: the counter behind the two characters of w->id. */
json_t *weighing_body(const struct weighing *w, const struct moment *now, uint64_t number);
json_t *void_body(const struct weighing *target, const char *reason);
json_t *unknown_code_body(const char *device);
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
const char *provenance_name(enum provenance p);
int provenance_from_name(const char *name, enum provenance *ret_provenance);

/* The next printed number of a type: its prefix, its counter and the whole private key. */
int number_next(struct sql *s, const char *journal, char type, char ret_key[PRIVATE_KEY_SIZE],
	uint64_t *ret_number);

/* ---- rows of weighings ---- */

#define WEIGHING_SELECT                                                                    \
	"SELECT w.row, w.journal, w.seq, w.id, j.site, j.station, w.wall_us, w.boot_id,"   \
	" w.boot_us, w.day, w.clock, w.direction, w.category, w.origin, w.destination,"    \
	" w.place, w.partner, w.lot, w.gross_mg, w.tare_mg, w.net_mg, w.units, w.method,"  \
	" w.provenance, w.scale, w.stable, w.container, w.operator, w.corrects, w.reason," \
	" w.voided_journal, w.voided_seq, w.approved, w.shown_digits, w.shown_exp10,"      \
	" w.shown_unit FROM weighing w JOIN journal j USING (journal) "
/* 0; -EUCLEAN: words that this program does not know. */
int weighing_from_row(sqlite3_stmt *stmt, struct weighing *ret_w);

/* 0; -ENOENT. journal NULL: of any journal. id as it was typed, see ledger_weighing(). */
int weighing_find(struct sql *s, const char *journal, const char *id, struct weighing *ret_w);
int weighing_of_entry(struct sql *s, const char *journal, uint64_t seq, struct weighing *ret_w);

/* Adds a weighing to the totals of its day and month, or takes it out again (sign -1). */
int total_add(struct sql *s, const struct weighing *w, int sign);

/*
 * Newest first: of one entry (seq, 0: any), one scale, one journal ("": any). Their number,
 * or -errno.
 */
int calibration_rows(struct sql *s, uint64_t seq, const char *scale, const char *journal,
	struct calibration *ret_calibrations, size_t size);

/* Rows of one journal as they stand in this transaction; free with catalogue_free(). */
int catalogue_load(struct sql *s, const char *journal, struct catalogue **ret_catalogue);
