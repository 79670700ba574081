// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A code of somebody else's (an article's, a card's) stands for a row of the catalogue from now on.
 * What it said is not kept, only its hash: BLAKE2b, 16 bytes in hexadecimal, of its bytes as they
 * were scanned. The newest of a code counts; one that is void does not.
 */
#pragma once
#include <stdint.h>
#include "catalogue.h"
#include "names.h"

enum { CODE_HASH_SIZE = 2 * 16 + 1 };

struct code_bound {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	uint64_t unknown; /* asked: the entry by which nobody knew it; its words are still there */
	char text_hash[CODE_HASH_SIZE];
	enum catalogue_kind kind;
	char code[CODE_SIZE];
	char voided_by[ENTRY_NAME_SIZE];
};

struct kind;
struct ledger;
extern const struct kind code_bound_kind;

/* What a scanned text stands for. 1: it does; 0: it is bound to nothing; -errno. */
int ledger_code_bound(struct ledger *l, const char *text, enum catalogue_kind *ret_kind,
	char ret_code[CODE_SIZE]);
