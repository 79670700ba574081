// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Items: single things with a label of their own, from when they are named until they leave. To name one makes
 * no weighing: it is part of an intake, or lay in stock already. It leaves by one weighing out of its own mass,
 * and comes back by one as a return; both belong to it, and are undone with it.
 */
#pragma once
#include <stdint.h>
#include "names.h"
#include "weighing.h"

enum item_state_word { ITEM_RECEIVED, ITEM_REPAIR, ITEM_SALE, ITEM_GONE };
enum { ITEM_KEYS_MOST = 200, ITEM_SERIAL_SIZE = 64 };

struct item {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char id[PRIVATE_KEY_SIZE]; /* HD-MS-I-K71-3; asked: a key that was issued, "" : the next */
	uint64_t number;           /* of a key that was drawn with it; 0: it was issued before */
	char category[CODE_SIZE];
	int64_t net_mg;
	uint32_t units;
	enum method method;              /* of its mass: that of its weighing, or typed */
	char weighing[PRIVATE_KEY_SIZE]; /* the intake that it is part of; "" : it lay in stock */
	char store[CODE_SIZE];
	char operator_code[CODE_SIZE];
	uint32_t state; /* only read: enum item_state_word, and since which day */
	char since[DAY_SIZE];
	char left_by[PRIVATE_KEY_SIZE]; /* the weighing by which it is gone */
	char voided_by[ENTRY_NAME_SIZE];
	char serial[ITEM_SERIAL_SIZE]; /* erasable: it may name who owned it */
};

struct item_state {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char id[PRIVATE_KEY_SIZE]; /* of the item */
	uint32_t state;
	char reason[CODE_SIZE];
	char weighing
		[PRIVATE_KEY_SIZE]; /* that goes with it: only of one that leaves or comes back */
	char operator_code[CODE_SIZE];
	char voided_by[ENTRY_NAME_SIZE];
	char note[NOTE_SIZE]; /* erasable */
	/* Beside its table: where to one goes, for which slip. */
	char destination[CODE_SIZE], partner[CODE_SIZE], slip[PRIVATE_KEY_SIZE];
};

/* Numbers that were given out before there is an item: HD-MS-I-K71 … HD-MS-I-K724. */
struct keys_issued {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	uint32_t type; /* of what */
	char prefix[4];
	uint64_t from, to; /* both included */
	uint32_t count;    /* asked */
};

struct kind;
struct ledger;
struct record;
struct record_words;
extern const struct kind item_kind, item_state_kind, keys_issued_kind;
extern const struct record item_record, item_move_record, item_keys_record;
extern const struct record_words item_state_words;

struct item_query {
	const char *state, *category; /* NULL: any */
	const char *until_day;        /* named on that day or before; "" : whenever */
	uint64_t after;               /* as in weighing_query */
	uint32_t limit;
};
/* Newest first, without those that are void; as ledger_weighings(). */
int ledger_items(struct ledger *l, const struct item_query *query,
	int (*each)(void *data, const struct item *i), void *data, uint64_t *ret_next);
/* id with or without hyphens, any case, or its last two parts. 0; -ENOENT: none that counts. */
int ledger_item(struct ledger *l, const char *id, struct item *ret_item);
/* A key that was given out, bound or not, as it is printed; of which journal. 0; -ENOENT: it never was. */
int ledger_item_key(struct ledger *l, const char *id, char ret_key[PRIVATE_KEY_SIZE],
	char ret_journal[JOURNAL_SIZE]);
/* What its label says: the item, or its id alone where it is none yet. 0; -ENOENT. */
int ledger_item_label(struct ledger *l, const char *id, struct item *ret_item);
/* The n-th key of those, from 0. 0, -errno. */
int ledger_issued_key(
	struct ledger *l, const struct keys_issued *k, uint64_t n, char ret_key[PRIVATE_KEY_SIZE]);
/* Keys that were issued and are on no item, those of the newest sheet first. How many, or -errno. */
int ledger_free_keys(struct ledger *l, char (*ret_keys)[PRIVATE_KEY_SIZE], size_t most);
