// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Entries of the journal: the hash that chains them, appending, and the one table of kinds.
 * A new kind of entry is a new row there: a name, a version, and how it changes projections.
 */
#pragma once
#include "fields.h"
#include "moment.h"
#include "record.h"
#include "role.h"
#include "sql.h"

enum { HASH_SIZE = 32, SALT_SIZE = 16, KIND_SIZE = 32 };

struct entry {
	int64_t row; /* order of arrival in this file */
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	char kind[KIND_SIZE];
	int version;
	struct moment at;
	const char *body; /* borrowed */
	size_t body_len;
	uint8_t prev[HASH_SIZE];
	uint8_t hash[HASH_SIZE];
};

/* What an entry says. 0; -ENOENT: there is none; -EBADMSG: it is no JSON; -errno. */
int entry_body(struct sql *s, const char *journal, uint64_t seq, json_t **ret_body);

struct ledger;
struct ledger_job;
struct ledger_result;
struct record_entry;
struct entry_void;
/* Inside the transaction: 0, and perhaps a refusal in res->answer; -errno. Either rolls back. */
typedef int (*kind_fn)(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res);

/*
 * after, apply: change the projections as the entry says. A function of the entry, of projections and of
 * older entries only, because `rebuild --check` runs the same code beside the real tables.
 * 0; -EBADMSG: the body does not say what this kind says; -errno.
 */
struct kind {
	const char *name;
	int version;
	/* What the body says, and its row where the record has a table; or apply(). */
	const struct record *record;
	int (*check)(const void *value); /* -errno: no entry can say that; NULL: any */
	/* What else it changes, once its row is there. */
	int (*after)(struct sql *s, const struct entry *e, const void *value);
	int (*apply)(struct sql *s, const struct entry *e, struct fields *b);
	const char *const *tables; /* projections besides the record's, NULL at the end; or NULL */

	/*
	 * Of an entry that is void now: takes out of the projections what it had put there, as after()
	 * does; entry_only_void() where there is nothing, because readers leave out what has a voided_by.
	 * NULL: such an entry is never void. Its record has a VOIDED_BY.
	 */
	int (*take_back)(struct sql *s, const char *journal, uint64_t seq);
	/*
	 * Inside the transaction, before it is void: 0, and perhaps ledger_conflict(res, "used_by", what
	 * stands on it), or "belongs_to", its owner; -errno. id is JOURNAL/SEQ. NULL: nothing holds it.
	 */
	int (*held)(struct ledger *l, const char *id, struct ledger_result *res);
	/* Inside the transaction, before it is void: what belongs to it is void too, by entries before. */
	int (*drop)(struct ledger *l, const struct moment *now, const struct entry_void *v);

	/*
	 * Asked before a weighing is voided or corrected by itself: ledger_conflict(res, "belongs_to", id)
	 * if it was made by an entry of this kind, through which it goes. As held(). NULL: makes none.
	 */
	int (*owns)(struct ledger *l, const char *weighing_id, struct ledger_result *res);

	enum role role; /* who may make one by POST /entries/NAME; ROLE_NONE: no such request */
	enum role void_role; /* who may void one, if more than staff */

	/* Writing one; each may be NULL. */
	size_t size;    /* of a value that is more than its record, or none; 0: see kind_size() */
	kind_fn allow;  /* whether what somebody says may be written now */
	kind_fn fill;   /* what only the ledger knows of it: a number, what it is about */
	kind_fn beside; /* what its entry changes besides projections */
	/* Instead of the record's body. */
	int (*append)(struct ledger *l, const struct record_entry *as, const void *value,
		struct entry *ret_entry, struct ledger_result *res);
	/* res->value: what the ledger holds of entry seq, instead of its row. asked, or NULL. */
	int (*answer)(struct ledger *l, uint64_t seq, const void *asked, struct ledger_result *res);
	bool own_codes; /* fill() looks at its codes, on the day of what was done */
};
int entry_only_void(struct sql *s, const char *journal, uint64_t seq);
/* Of a table of such entries: those that stand. */
#define STANDS(t) \
	"NOT EXISTS (SELECT 1 FROM entry_void v WHERE v.id = " t ".journal || '/' || " t ".seq)"
/* In the table of fields of a kind that can be void, behind the others: which entry voided it. */
#define VOIDED_BY(type_)                                                                          \
	TEXT(type_, voided_by,                                                                    \
		.column = "(SELECT v.journal || '/' || v.seq FROM entry_void v WHERE v.id ="      \
			  " r.journal || '/' || r.seq ORDER BY v.day, v.journal, v.seq LIMIT 1)", \
		.rules = RECORD_JOINED)
/* NULL: a kind or version that this program does not know. */
const struct kind *kind_find(const char *name, int version);

/* -EUCLEAN: ids or day are not of their form. */
int entry_hash(const struct entry *e, uint8_t ret_hash[HASH_SIZE]);

#define ENTRY_COLUMNS \
	"row, journal, seq, kind, v, wall_us, boot_id, boot_us, day, clock, body, prev, hash"
/* The body is borrowed from the statement until its next step. 0, -EUCLEAN. */
int entry_from_row(sqlite3_stmt *stmt, struct entry *ret_entry);

/* Finds the kind, then what every kind may carry (request). -EOPNOTSUPP: unknown kind. */
int entry_apply(struct sql *s, const struct entry *e);

/*
 * Inside a transaction: takes the chain's head, writes body as the next entry of the newest
 * version of kind, and applies it. ret_entry->body is NULL. -errno.
 */
int entry_append(struct sql *s, const char *journal, const char *kind, const struct moment *now,
	const json_t *body, struct entry *ret_entry);
/* The same, of a body that is text already. */
int entry_append_text(struct sql *s, const char *journal, const char *kind,
	const struct moment *now, const char *body, struct entry *ret_entry);
/*
 * The same, but nothing is applied yet, and ret_entry->body is body: for who has the value at
 * hand that a long body was made of, and changes the projections by it as entry_apply() would.
 */
int entry_chain(struct sql *s, const char *journal, const char *kind, const struct moment *now,
	const char *body, struct entry *ret_entry);
/* What any kind may carry: the request that this entry answers; nothing for an empty key. */
int entry_apply_request(
	struct sql *s, const struct entry *e, const char *key, const uint8_t digest[32]);
/*
 * Inside a transaction: takes an entry that another daemon wrote into its own journal, as its
 * bytes are, and applies it. 1: it is there already, the same; 0: taken. -ENODATA: one before it
 * is missing (the next expected is *ret_wanted); -EILSEQ: another entry stands at its place, the
 * chain does not fit or the hash is not that of the bytes; -EOPNOTSUPP: a kind or version that
 * this program does not know; -EBADMSG: the body does not say what its kind says. After a
 * failure the transaction is rolled back by whoever began it.
 */
int entry_admit(struct sql *s, const struct entry *e, uint64_t *ret_wanted);
/* The last entry's seq and hash; 0 and zeros for a journal not yet begun. */
int entry_head(struct sql *s, const char *journal, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE]);
/* The seq that entry_append() will give next. */
int entry_next_seq(struct sql *s, const char *journal, uint64_t *ret_seq);

/* Binds a request to the entry that its body will become; nothing for an empty key. */
int entry_put_request(json_t *body, const char *key, const uint8_t digest[32]);

/*
 * Words that a person may ask to erase: the body gets a salted hash under name; the text is
 * kept by erasable_keep() under the entry and item. Nothing for an empty text.
 */
int erasable_put(json_t *body, const char *name, const char *text, uint8_t ret_salt[SALT_SIZE]);
int erasable_keep(struct sql *s, const struct entry *e, int item, const uint8_t salt[SALT_SIZE],
	const char *text);
void erasable_hash(const uint8_t salt[SALT_SIZE], const char *text, uint8_t ret_hash[HASH_SIZE]);
