// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A slip: the paper of one passage of goods, with the weighings that were made for it. Opened,
 * closed once, or void with all its weighings; what was refused of it is said beside it. What it
 * comes to is that of its weighings that are not void, also after the close.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "names.h"
#include "weighing.h"

enum slip_type {
	SLIP_DEPOSIT,  /* in: brought by people */
	SLIP_PICKUP,   /* in: food fetched from a donor */
	SLIP_REMOVAL,  /* out: waste, by a carrier */
	SLIP_TRANSFER, /* out: to a member */
	SLIP_DELIVERY, /* out: food */
	SLIP_TYPES,
};

enum slip_state {
	SLIP_OPEN,
	SLIP_CLOSED,
	SLIP_REFUSED, /* closed, with nothing weighed and something refused */
	SLIP_VOID,
	SLIP_STATES,
};

enum { SLIP_NOTE_SIZE = 256, SLIP_SIGNED_SIZE = 64, SLIP_REF_SIZE = 32 };

struct slip {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row; /* order of arrival in the file */
	char id[PRIVATE_KEY_SIZE];
	uint64_t number; /* the counter behind id */
	uint32_t type;   /* enum slip_type */
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char origin[CODE_SIZE];      /* of what comes in, or "" : that of each weighing */
	char destination[CODE_SIZE]; /* of what goes out, likewise */
	char partner[CODE_SIZE];
	char place[CODE_SIZE];
	char operator_code[CODE_SIZE];
	char ref[SLIP_REF_SIZE];   /* number of the paper of the other side: has a digit */
	char carrier[CODE_SIZE];   /* a partner */
	char note[SLIP_NOTE_SIZE]; /* a person's words: erasable */

	/* What the ledger knows of it now; nothing of this is in its entry. */
	uint32_t state;                    /* enum slip_state */
	int64_t weighings, units, mass_mg; /* of those that are not void */
	int64_t closed_wall_us;            /* 0: it was not closed */
	int64_t closed_mass_mg;            /* what was printed then */
	int64_t rectified_wall_us; /* last void of a weighing or refusal after the close; 0: none */
	int64_t void_wall_us;      /* 0: it is not void */
	char signed_by[SLIP_SIGNED_SIZE]; /* erasable, like note */
};

/* What was refused of it, and why: never weighed, so never intake. */
struct slip_refused {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char id[PRIVATE_KEY_SIZE];
	char reason[CODE_SIZE];
	char category[CODE_SIZE]; /* or "" */
	int64_t estimated_mg;     /* 0: nobody said */
	char note[NOTE_SIZE];     /* erasable */
	char voided_by[ENTRY_NAME_SIZE];
};

struct slip_closed {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char id[PRIVATE_KEY_SIZE];
	int64_t weighings, units, mass_mg; /* of those not void at that moment */
	char signed_by[SLIP_SIGNED_SIZE];  /* erasable */
};

struct slip_void {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char id[PRIVATE_KEY_SIZE];
	char reason[CODE_SIZE];
	char note[NOTE_SIZE]; /* erasable */
};

struct record_words;
extern const struct record_words slip_type_words, slip_state_words;
enum direction slip_direction(uint32_t type);

struct ledger;
struct ledger_result;
/*
 * From of a draft, a weighing that names its slip and its lot: it goes out for them, as food of that lot's
 * category; slip_closed, slip_void, and what any weighing of a lot is refused for. 0, -errno.
 */
int ledger_slip_line(struct ledger *l, void *value, struct ledger_result *res);
