// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A weighing: the durable fact that everything is about. Draft until the ledger has
 * committed it (then id, journal and seq are set). A plain value, copied between rooms.
 * Field names are those of the contract (GET /weighings).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "moment.h"
#include "names.h"
#include "reading.h"
#include "sentence.h"

enum direction { DIRECTION_IN, DIRECTION_OUT };

enum method { METHOD_WEIGHED, METHOD_TYPED, METHOD_ESTIMATED, METHOD_FLAT, METHOD_COUNT };

enum provenance {
	PROVENANCE_NONE,         /* typed: no instrument */
	PROVENANCE_STATION_TARE, /* gross from the instrument, tare ours (0 included) */
	PROVENANCE_DEVICE_TARE,  /* the instrument gave a net: gross and tare are null */
};

/* What a day comes to: of intake what counts as such, and all that went out. */
struct day_sums {
	int64_t in_mg;
	int64_t out_mg;
	uint64_t weighings; /* of intake */
	uint64_t out_weighings;
};

/*
 * Facts of a weighing that neither its mass nor the station depends on (but for what its tare is of). A line is all of one: the
 * member, what the entry, its row and the answer say, the last columns of its CSV and of the export
 * and, where it is RECORD_ASKED, what a typed entry, a correction, `bascule weigh` and the page's form
 * of a correction may say: FACT(type, name, extent, what record.h says of a field …). A new one comes
 * last; it needs its words and a migration.
 */
#define WEIGHING_FACTS(FACT)                                                       \
	/* of the waste register, "" : none, or nobody could tell */               \
	FACT(char, waste_code, [WASTE_SIZE], RECORD_TEXT, .rules = RECORD_ASKED)   \
	/* what was to become of it, as on its day */                              \
	FACT(char, treatment, [TREATMENT_SIZE], RECORD_TEXT)                       \
	/* where it lies, or lay; "" : the site's own */                           \
	FACT(char, store, [CODE_SIZE], RECORD_TEXT, .rules = RECORD_ASKED,         \
		.codes = 1 + CATALOGUE_PLACE)                                      \
	/* what its tare was composed of: "ROLL1=1 BACBLEU=4", container_next() */ \
	FACT(char, containers, [CONTAINERS_SIZE], RECORD_TEXT)
#define WEIGHING_MEMBER(type_, name_, extent_, ...) type_ name_ extent_;

struct weighing {
	char id[PRIVATE_KEY_SIZE]; /* private key printed on the label */
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	char site[CODE_SIZE];
	char station[CODE_SIZE];
	struct moment at; /* the moment of the decision */
	enum direction direction;
	char category[CODE_SIZE];
	char origin[CODE_SIZE];
	char destination[CODE_SIZE];
	char place[CODE_SIZE];
	char partner[CODE_SIZE];
	char lot[PRIVATE_KEY_SIZE];
	enum provenance provenance;
	int64_t gross_mg; /* null unless provenance is PROVENANCE_STATION_TARE */
	int64_t tare_mg;  /* likewise */
	int64_t net_mg;   /* always above 0 */
	uint32_t units;   /* 0: not counted */
	enum method method;
	char scale[DEVICE_SIZE];
	bool stable;
	bool approved; /* the scale was, that day: approval.h; else the weight is indicative */
	char container[CODE_SIZE]; /* the last of containers, all that older readers know */
	char operator_code[CODE_SIZE];
	char corrects[PRIVATE_KEY_SIZE]; /* the weighing that this one replaces */
	char voided_by[ENTRY_NAME_SIZE]; /* the void entry, "" while valid */
	char void_reason[CODE_SIZE];     /* and the reason code there */
	char reason[CODE_SIZE];          /* reason code */
	char slip[PRIVATE_KEY_SIZE];     /* the slip that it was made for, or "" */
	WEIGHING_FACTS(WEIGHING_MEMBER)
	bool pack;               /* no weighing: a pack or an input, as the station knows it */
	struct mass_shown shown; /* as the instrument displayed it */
	uint8_t raw_len;
	uint8_t raw[READING_RAW_SIZE];
};

enum { REASON_MOST = 255, NOTE_SIZE = 2 * (REASON_MOST + 1) + 1 }; /* a reason and a note */

enum corrects {
	CORRECTS_CATEGORY = 1,
	CORRECTS_ORIGIN = 2,
	CORRECTS_DESTINATION = 4,
	CORRECTS_PARTNER = 8,
	CORRECTS_PLACE = 16,
	CORRECTS_UNITS = 32,
	CORRECTS_NET = 64,
	CORRECTS_AT = 128,
	CORRECTS_FACT = 256, /* the first of WEIGHING_FACTS that may be said; the others follow */
	CORRECTS_TARE =
		1 << 16, /* other containers, or none: what lay there less what these weigh */
};

/* A weighing as an entry of the journal says it, and its row. */
struct weighing_entry {
	struct weighing weighing; /* first: a record of it reads a weighing too */
	int64_t row;              /* order of arrival in the file */
	uint64_t number;          /* the counter behind the two characters of id */
	bool of_boot;             /* its moment is of the boot that wrote it */
	unsigned says;            /* of a correction, enum corrects: all else is as it was */
	char note[NOTE_SIZE];     /* reason in words: erasable, salted, never in the entry */
};

/* That a weighing counts no more. */
struct weighing_void {
	char journal[JOURNAL_SIZE]; /* of the weighing, */
	uint64_t seq;               /* and its entry there */
	char id[PRIVATE_KEY_SIZE];
	char reason[CODE_SIZE]; /* reason code */
	char note[NOTE_SIZE];   /* as above */
};

/* One of the containers of a weighing, and *text behind it. false: there is no more, or it cannot be read. */
bool container_next(const char **text, char ret_code[CODE_SIZE], uint32_t *ret_units);

/* What a weighing is made of: a stable reading and what is in force. */
struct weighing_input {
	const struct reading *reading;
	int64_t tare_mg; /* ours, in force */
	int64_t max_mg;  /* the site's maximum */
	int64_t e_mg;    /* scale interval: less than this is no load */
};

/*
 * gross - tare = net, or the instrument's own net; fills provenance, gross, tare, net,
 * shown, raw, stable of *w. 0, or -EBADMSG with the refusal said in *ret_why
 * (not_stable, tared_twice, below_minimum, above_maximum).
 */
int weighing_make(const struct weighing_input *in, struct weighing *w, struct sentence *ret_why);

struct record_words;
extern const struct record_words direction_words, method_words, provenance_words;
const char *direction_name(enum direction d);
int direction_from_name(const char *name, enum direction *ret);
const char *method_name(enum method m);
int method_from_name(const char *name, enum method *ret);
