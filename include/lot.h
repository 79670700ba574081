// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Lots that a workshop makes of received lots, of its own lots, of what it buys and of water; and their
 * packs. Only goods that enter or leave the site are weighings: what goes into a pot and what is packed of
 * it are kinds of their own. Inputs are put in while a lot is open; closing it freezes the text of its label;
 * then it is packed, and the end of the packing closes its balance: inputs = packs + bulk + losses +
 * evaporation. Rules: field study §3.5, §3.7, §3.10; mass that was rescued: lot_rescued_mg().
 */
#pragma once
#include <string.h>
#include "food.h"
#include "weighing.h"

enum lot_process {
	PROCESS_UNSAID,
	PROCESS_COOK,
	PROCESS_PORTION,
	PROCESS_FREEZE,
	PROCESS_THAW,
	PROCESS_MIX,
};
enum lot_source { SOURCE_UNSAID, SOURCE_RESCUED, SOURCE_MADE, SOURCE_BOUGHT, SOURCE_WATER };
/* Inputs may come; the text is frozen, it is being packed; packed, and there is some; nothing is left. */
enum made_state { MADE_OPEN, MADE_CLOSED, MADE_PACKED, MADE_EMPTY, MADE_VOID, MADE_STATES };
enum pack_state_word {
	PACK_STOCK,
	PACK_ON_SLIP,
	PACK_DELIVERED,
	PACK_RETURNED,
	PACK_DESTROYED,
	PACK_TASTED,
};
enum held_why { HELD_NOT, HELD_RECALL, HELD_COOLING, HELD_TEMPERATURE, HELD_DATE, HELD_ALLERGEN };
enum held_decision { DECISION_UNSAID, DECISION_GOOD, DECISION_DESTROY };

enum {
	LOT_LOSSES = 4,       /* that the end of a packing weighs */
	LOT_INGREDIENTS = 80, /* on one label */
	LOT_LIFE_DAYS = 3,    /* of what is kept cold, after the day of making, without a study */
	EVAPORATION_MOST_PERCENT = 30,
	LOT_MARK_SIZE = CODE_SIZE + PRIVATE_KEY_SIZE,
	LOT_WORDS_SIZE = 2 * LABEL_SIZE + 8, /* an ingredient and what it is made of */
};
#define LOT_MASS_MOST_MG (INT64_C(100) * 1000 * 1000000) /* 100 t */

struct lot_made {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	char id[PRIVATE_KEY_SIZE]; /* as of a received lot, of the same numbers */
	uint32_t number;
	int64_t at_wall_us;
	char day[DAY_SIZE]; /* of making */
	uint32_t process;
	char product[CODE_SIZE];
	char product_from[DAY_SIZE]; /* of which row of the catalogue */
	char category[CODE_SIZE];    /* of the product then: its stock is the lot's */
	char recipe[CODE_SIZE];
	char frozen_on[DAY_SIZE]; /* said by a person: of food that came frozen */
	char operator_code[CODE_SIZE];

	/* What the ledger knows of it now; nothing of this is in its entry. */
	uint32_t state; /* enum made_state */
	int64_t in_mg, rescued_in_mg, left_mg, rescued_left_mg;
	uint32_t date_kind; /* of its frozen text */
	char date[DAY_SIZE];
	uint32_t held;         /* enum held_why */
	uint32_t cooling;      /* enum cooling_state (cooling.h) */
	uint32_t packs_left;   /* in stock, on no slip */
	int64_t bulk_left_mg;  /* of what is left, what is in no pack */
	int64_t returnable_mg; /* what recipients have of it, in bulk */
	char voided_by[ENTRY_NAME_SIZE];
};

struct lot_input {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	char id[ENTRY_NAME_SIZE]; /* both, as it is called to be void: only read */
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	char from[PRIVATE_KEY_SIZE]; /* a received lot, or a made one */
	uint32_t source;
	int64_t mass_mg;            /* in a request 0: all that is left of from */
	char ingredient[CODE_SIZE]; /* of what is bought */
	char partner[CODE_SIZE];    /* its supplier */
	char supplier_lot[DONOR_LOT_SIZE];
	/* Of what is bought, as its own pack says: of a received lot there is a reading. */
	bool none;
	char allergens[FOOD_WORDS_SIZE];
	char traces[FOOD_WORDS_SIZE];
	char emphasise[LABEL_SIZE];
	char operator_code[CODE_SIZE];
	char scale[DEVICE_SIZE]; /* of the plate that it lay on, and what that said */
	struct mass_shown shown;
	uint8_t raw_len;
	uint8_t raw[READING_RAW_SIZE];
	char voided_by[ENTRY_NAME_SIZE];
};

/* As the plate calls one: its number in our own journal behind it. Of a pack or a weighing it is no name. */
#define INPUT_PREFIX "lot-input/"
static inline bool is_input_name(const char *id)
{
	return strncmp(id, INPUT_PREFIX, sizeof(INPUT_PREFIX) - 1) == 0;
}

struct lot_ingredient {
	char name[LOT_WORDS_SIZE];
	int64_t mass_mg; /* of all that went into the pot */
	char allergens[FOOD_WORDS_SIZE];
	char emphasise[LABEL_SIZE]; /* words of its name, with commas between */
};

/* What stands on its packs. The ingredients are in the entry beside it. */
struct lot_closed {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	char allergens[FOOD_WORDS_SIZE];
	char traces[FOOD_WORDS_SIZE];
	uint32_t date_kind; /* enum food_date */
	char date[DAY_SIZE];
	char frozen_on
		[DAY_SIZE]; /* first day of freezing, kept through every later lot but a cooked one */
	bool thawed;        /* it is never frozen again */
	char operator_code[CODE_SIZE];
	char voided_by[ENTRY_NAME_SIZE];
};

/* Of a lot into which something may still come: its text as it would be frozen now, and what keeps it from that. */
struct lot_preview {
	struct lot_closed closed; /* asked of it: lot, date or "" */
	size_t count;
	struct lot_ingredient list[LOT_INGREDIENTS];
	char unread
		[PRIVATE_KEY_SIZE]; /* an input whose allergens nobody knows: a lot or an ingredient */
	struct sentence why;        /* its key NULL: nothing */
};

struct lot_loss {
	char destination[CODE_SIZE];
	int64_t mass_mg;
	char weighing
		[PRIVATE_KEY_SIZE]; /* only read: it is weighed out with the end of the packing */
};

struct lot_packed {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	uint32_t packs;
	int64_t outputs_mg; /* packs and bulk */
	int64_t bulk_mg;    /* what is kept unpacked: for other lots, or served as it is */
	int64_t losses_mg;  /* all of the lot's, also those weighed before */
	int64_t evaporation_mg;
	int64_t rescued_mg; /* lot_rescued_mg() */
	uint32_t portions;
	char store[CODE_SIZE]; /* where the packs lie */
	char reason[CODE_SIZE];
	char operator_code[CODE_SIZE];
	char note[NOTE_SIZE]; /* erasable */
	char voided_by[ENTRY_NAME_SIZE];
	/* Beside its table of fields. */
	size_t loss_count;
	struct lot_loss losses[LOT_LOSSES];
};

/* A tray that was filled: not a weighing. Its mass leaves the site with its delivery. */
struct pack {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char id[PRIVATE_KEY_SIZE]; /* HD-MS-B-K71-3 */
	uint64_t number;
	char lot[PRIVATE_KEY_SIZE];
	int64_t gross_mg, tare_mg; /* 0: only the net mass was said */
	int64_t net_mg;
	char container[CODE_SIZE];
	enum method method; /* weighed or typed */
	char scale[DEVICE_SIZE];
	bool approved; /* the scale was, that day */
	struct mass_shown shown;
	uint8_t raw_len;
	uint8_t raw[READING_RAW_SIZE];
	char operator_code[CODE_SIZE];
	uint32_t state; /* only read: enum pack_state_word */
	char voided_by[ENTRY_NAME_SIZE];
	/* Beside its table: the paper on which its label is printed with it; dpi 0: on none. */
	struct {
		uint32_t width_um, height_um;
		uint16_t dpi;
	} paper;
};

struct pack_state {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char id[PRIVATE_KEY_SIZE]; /* of the pack */
	uint32_t state;
	char slip[PRIVATE_KEY_SIZE];
	char reason[CODE_SIZE];
	char weighing[PRIVATE_KEY_SIZE];
	char operator_code[CODE_SIZE];
	char note[NOTE_SIZE]; /* erasable */
	char voided_by[ENTRY_NAME_SIZE];
	/* Beside its table: of a line of a slip, so many of a lot, where no pack is named; or off it again. */
	char lot[PRIVATE_KEY_SIZE];
	uint32_t units;
	bool off;
	char destination[CODE_SIZE]; /* of one that is destroyed: where it goes */
};

struct lot_held {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE]; /* received or made */
	uint32_t why;
	char reason[CODE_SIZE];
	char note[NOTE_SIZE]; /* erasable */
};

struct lot_released {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t row;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	uint32_t decision;
	char reason[CODE_SIZE];
	char operator_code[CODE_SIZE];
	uint32_t why;         /* what it was held for, enum held_why */
	char note[NOTE_SIZE]; /* erasable */
};

struct record;
struct record_words;
extern const struct record_words lot_process_words, lot_source_words, made_state_words,
	pack_state_words, held_why_words, held_decision_words;
extern const struct record
	slip_line_record, /* of what a request says of a line of packs: pack_state */
	pack_move_record; /* and of what became of one */
extern const struct record lot_loss_record; /* of what a request says of the end of a packing */

/* ---- core/lot.c, pure ---- */

/* As it stands on labels: HD-MS-L-261121K702-c of the site MS is MS-261121-K702; "" : it is no lot's. buf */
const char *lot_mark(const char *site, const char *id, char buf[LOT_MARK_SIZE]);

/*
 * Of what came out, how much was rescued: its share of all that went in, and never more than was rescued
 * less all losses, so that no kilogram is counted twice. Milligrams, none below zero.
 */
struct lot_masses {
	int64_t in_mg, rescued_in_mg, outputs_mg, losses_mg;
};
int64_t lot_rescued_mg(const struct lot_masses *m);
/* Of mg that leaves what is left of a lot, the rescued part; the last takes the rest. */
/*
 * By how much one pack of a constant quantity may fall short of it (directive 76/211/EEC, annex I, 2.4; field study
 * §3.6). Their mean may not at all.
 */
int64_t lot_tolerance_mg(int64_t nominal_mg);
int64_t lot_share_mg(int64_t mg, int64_t left_mg, int64_t rescued_left_mg);

/* What one input says of dates; "" : nothing. */
struct lot_dated {
	uint32_t date_kind;
	char date[DAY_SIZE];
	char frozen_on[DAY_SIZE];
	bool thawed;
};
/* What the date of a lot follows from. */
struct lot_dating {
	uint32_t process;
	bool frozen;           /* its product is kept frozen */
	bool studied;          /* a study says life_days */
	uint32_t life_days;    /* of the product, 0: not said */
	const char *day;       /* of making */
	const char *frozen_on; /* said by a person, or "" */
	bool coordinator;      /* asks for it */
};
/* Takes one more input into what all of them say together: the earliest date, the first freezing. */
void lot_date_add(struct lot_dated *all, const struct lot_dated *input);
/*
 * The date of a lot. asked: what a person wants, "" for the latest that may be. *ret_why with a key: it may
 * not be: life_unproven, date_after_inputs, life_missing, never_refrozen, lot_date_past.
 */
void lot_date(const struct lot_dating *of, const struct lot_dated *inputs, const char *asked,
	struct lot_dated *ret_dated, struct sentence *ret_why);
