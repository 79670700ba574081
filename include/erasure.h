// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Words of and about people, to be erased: who asks for it, or what has been kept as long as it may be.
 * What an entry says stays, hash and all, and the chain with it; of the words nothing does, neither in
 * the ledger's file nor in its log. Periods: GDPR art. 5(1)(e), as erasure.c reads it.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "ledger.h"

enum erasure_what {
	ERASE_PARTNER,  /* names, address, notes of what came or went with them */
	ERASE_OPERATOR, /* names */
	ERASE_NUMBER,   /* words about a weighing or whatever has that printed number */
	ERASE_ENTRY,    /* words of one entry */
	ERASE_DUE,      /* all that has been kept long enough, by today */
	ERASURE_COUNT,  /* who asks says one of these; */
	ERASE_RESTORE = ERASURE_COUNT, /* a copy was put back: what had been erased since */
};
/* NULL: no more. */
const char *erasure_word(size_t i);

/* Also the value of erased_kind, which writes the entry and erases. */
struct erased {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	uint32_t what;  /* enum erasure_what */
	char code[64];  /* of the catalogue; a number; SEQ or JOURNAL/SEQ; "" of what is due */
	uint64_t words; /* how many were erased */
	char copies_until
		[DAY_SIZE];    /* the last day on which a copy of before is kept (retention.h) */
	char stays[CODE_SIZE]; /* asked: the only one who may log in as coordinator; "" : nobody */
	bool put_off;          /* a reader is in the way: they stand in the log until it is not */
};
extern const struct kind erased_kind;

struct erasable_word {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	uint32_t item;
	char kind[32]; /* of its entry */
	char day[DAY_SIZE];
	const char *field;    /* NULL: names of a row of the catalogue, which are: */
	char about[16];       /* partner, operator */
	char code[CODE_SIZE]; /* of whom */
	const char *text;     /* lent for the call; of a row a list in JSON */
};
/*
 * What would go, by who asks: e->what and e->code; e->day is today. each() returns 0 to go on.
 * 0, what each() returned, -errno.
 */
int ledger_erasable(struct ledger *l, const struct erased *e,
	int (*each)(void *data, const struct erasable_word *w), void *data);

/* What stays: it names nobody, or was never erasable. */
struct erasure_rest {
	uint64_t weighings; /* under the code, or of the number */
	uint64_t
		clear; /* rows of the catalogue that say it in clear, for ever: they were no person's then */
};
int ledger_erasure_rest(struct ledger *l, const struct erased *e, struct erasure_rest *ret_rest);
