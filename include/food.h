// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Food that a donor gives: received as a lot, with the weighing that brought it in; what its own pack
 * says of allergens; what was refused, and why. Rules: D541-310 of the social action code (48 hours before
 * a use-by date), order of 21 December 2009 annex I (temperatures), order of 7 January 2021 (gifts of animal
 * origin): field study §3.12 and §3.15, each to be checked by the site's own authority.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "gs1.h"
#include "names.h"
#include "sentence.h"
#include "weighing.h"

enum food_date { DATE_UNSAID, DATE_DLC, DATE_DDM, DATE_NONE };
enum food_temp_from { TEMP_UNSAID, TEMP_TYPED, TEMP_PROBE, TEMP_PACK };
/* Its order is that of the words of a partner's donor_type. */
enum food_donor {
	DONOR_UNSAID,
	DONOR_RETAIL,
	DONOR_WHOLESALE,
	DONOR_CATERING,
	DONOR_PRODUCER,
	DONOR_INDUSTRY,
	DONOR_FOOD_BANK,
};
enum lot_state { LOT_OPEN, LOT_EMPTY, LOT_VOID, LOT_STATES };

enum { DONOR_LOT_SIZE = 21, FOOD_WORDS_SIZE = 64, GUARD_HOURS = 48 };

#define GUARD_US (INT64_C(3600) * 1000000 * GUARD_HOURS)

struct food_received {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	char lot[PRIVATE_KEY_SIZE]; /* HD-MS-L-261121K702-c */
	uint32_t number;            /* counted within the day: behind its last two characters */
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char slip[PRIVATE_KEY_SIZE];
	char partner[CODE_SIZE];
	uint32_t donor_type; /* enum food_donor: said, else what the partner is */
	char category[CODE_SIZE];
	char ingredient[CODE_SIZE];
	char product[CODE_SIZE];
	char gtin[GTIN_SIZE];
	char donor_lot[DONOR_LOT_SIZE];
	char description[LABEL_SIZE];
	uint32_t date_kind; /* enum food_date */
	char date[DAY_SIZE];
	bool temp_seen;
	int32_t temp_mc; /* thousandths of a degree Celsius */
	uint32_t temp_from;
	bool prepacked, animal;
	bool commitment; /* to hand it over before its use-by date, under 48 hours */
	char store[CODE_SIZE];
	uint32_t units;
	int64_t net_mg;
	char weighing[PRIVATE_KEY_SIZE];
	char operator_code[CODE_SIZE];

	/* What the ledger knows of the lot now; nothing of this is in its entry. */
	uint32_t state;                  /* enum lot_state */
	int64_t left_mg;                 /* in less out, of its weighings that are not void */
	int64_t returnable_mg;           /* what recipients have of it, in bulk */
	bool known;                      /* its pack was read, or it is a single raw food */
	char allergens[FOOD_WORDS_SIZE]; /* as read last */
	char traces[FOOD_WORDS_SIZE];
	uint32_t held; /* enum held_why */
};

/* What the pack of that lot says. The newest counts. */
struct food_read {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	bool none; /* that it holds none of the 14: said, never assumed */
	char allergens[FOOD_WORDS_SIZE];
	char traces[FOOD_WORDS_SIZE];
	char emphasise[LABEL_SIZE];
	char compound[LABEL_SIZE]; /* what an ingredient of it is made of */
	char operator_code[CODE_SIZE];
};

struct food_refused {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char slip[PRIVATE_KEY_SIZE];
	char partner[CODE_SIZE];
	char category[CODE_SIZE];
	int64_t net_mg; /* 0: nobody weighed it */
	uint32_t units;
	char reason[CODE_SIZE];
	char note[NOTE_SIZE]; /* erasable */
	char voided_by[ENTRY_NAME_SIZE];
};

struct record_words;
extern const struct record_words food_date_words, temp_from_words, lot_state_words;

/*
 * Why it may not be received; key NULL: it may. soon: the day that it is in 48 hours, less a moment. *ret_ask:
 * a commitment would do.
 */
void food_check(
	const struct food_received *f, const char *soon, struct sentence *ret_why, bool *ret_ask);
/* Food of animals, not prepacked: only from those whose surplus the order names (enum food_donor). */
bool food_may_give_loose(uint32_t donor);
/* Above this the family is refused, in thousandths of a degree; INT32_MAX: it has no limit. */
int32_t food_limit_mc(const char *category);
/* What a barcode of its pack says, where nobody said it. -EINVAL: it says nothing of a pack; -EBADMSG. */
int food_scanned(struct food_received *f, const char *text);
/* Of that day's catalogue: the category is food, or what it is a part of is. */
struct catalogue;
bool food_category(const struct catalogue *c, const char *code, const char *day);
/* Codes of the 14 allergens with a space between, or "". */
bool food_allergens_good(const char *text);
/* Of such texts: code i of the 14, NULL behind the last; whether it is there; more of them; without those. */
const char *food_allergen_at(size_t i);
bool food_allergens_have(const char *text, const char *code);
void food_allergens_add(char all[FOOD_WORDS_SIZE], const char *more);
void food_allergens_less(char all[FOOD_WORDS_SIZE], const char *those);
