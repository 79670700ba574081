// SPDX-License-Identifier: GPL-3.0-or-later
/* A record in the ledger: bodies of entries, words that can be erased, rows of projections. */
#pragma once
#include "journal.h"
#include "record.h"

/* What the entry says of value, erasable words left out. NULL: no memory, or not UTF-8. */
json_t *record_body(const struct record *r, const void *value);
/*
 * Its members, the first behind before, written as json_dumpf() with JSON_COMPACT would, at a
 * tenth of the work: of a record whose members are all its own. 0, -EINVAL.
 */
int record_put_members(const struct record *r, const void *value, char before, FILE *out);
/* 0; -EBADMSG: a field has another type, or does not fit. What is absent is empty, zero, false. */
int record_from_body(const struct record *r, const json_t *body, void *ret_value);

/* The name of its erasable field of that number, from 0, in bodies too; NULL: none. */
const char *record_word_name(const struct record *r, size_t item);

/*
 * Inside a transaction: value as the next entry of kind, with its erasable words beside it,
 * bound to the request of key. 0 or -errno.
 */
struct record_entry {
	const char *journal;
	const char *kind;
	const struct moment *now;
	const char *key;       /* of the request, "" if none */
	const uint8_t *digest; /* likewise, 32 bytes */
};
int record_append(struct sql *s, const struct record_entry *as, const struct record *r,
	const void *value, struct entry *ret_entry);

/* The fields that are the entry's own, by name: journal, seq, row, at, day, clock, boot_id. */
void record_stamp(const struct record *r, const struct entry *e, void *value);
int record_insert(struct sql *s, const struct record *r, const void *value);

/* Of each text, NULL or "" : any. */
struct record_query {
	uint64_t seq;      /* 0: any */
	const char *about; /* the value of r->about */
	const char *journal;
	const char *from_day, *last_day; /* both included */
};
/*
 * All columns of the record and then tail (WHERE …, its table being r): a literal that no other
 * record uses, because the statement is kept under it. record_from_row() reads each row; -EUCLEAN:
 * one that no entry of this kind could have made.
 */
int record_select(struct sql *s, const struct record *r, const char *tail,
	const struct sql_value *values, sqlite3_stmt **ret_stmt);
/* The same of all its rows of a journal, kept under the record. */
int record_of_journal(
	struct sql *s, const struct record *r, const char *journal, sqlite3_stmt **ret_stmt);
int record_from_row(const struct record *r, sqlite3_stmt *stmt, void *ret_value);
/* Newest first, words included, into an array of r->size each. Their number, or -errno. */
int record_rows(struct sql *s, const struct record *r, const struct record_query *q,
	void *ret_values, size_t most);
/* The same one by one, a value valid for the call; each() returns 0 to go on. 0 or -errno. */
int record_each(struct sql *s, const struct record *r, const struct record_query *q, size_t most,
	int (*each)(void *data, const void *value), void *data);
/*
 * A page of what stmt selects, newest first, one row more than limit of it: each() as above. *ret_next: the
 * row of the last one where there are more, else 0. 0 or -errno.
 */
int record_page(const struct record *r, sqlite3_stmt *stmt, uint32_t limit,
	int (*each)(void *data, const void *value), void *data, uint64_t *ret_next);
/* Hands its rows on as what they are: record_page(…, hand, &(struct handing){ each, data }, …). */
#define HANDING(type_)                                              \
	struct handing {                                            \
		int (*each)(void *data, const struct type_ *value); \
		void *data;                                         \
	};                                                          \
	static int hand(void *data, const void *value)              \
	{                                                           \
		const struct handing *to = data;                    \
                                                                    \
		return to->each(to->data, value);                   \
	}
