// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a row of the catalogue says beside the words and days that all kinds have: facts, each a
 * field of a record, and for each kind a record of those that it has. From it come the entry, the
 * kind's own table, answers, requests, columns of a CSV and the form on the page. Facts of one name
 * mean the same in each kind and lie in the same place, so that one struct holds those of any.
 */
#pragma once
#include "moment.h"
#include "catalogue.h"
#include "gs1.h"
#include "recipe.h"
#include "record.h"

enum {
	SIRET_SIZE = 15,
	SIREN_SIZE = 10,
	INSEE_SIZE = 6,
	DEPARTEMENT_SIZE = 4,
	NAF_SIZE = 8,
	WORDS_SIZE = 64,    /* words of a list, with a space between them */
	PINNED_MOST = 12,   /* tiles of the first screen */
	LIFE_MOST_DAYS = 3, /* of a chilled dish after the day of making, without a study */
	STUDY_SIZE = 64,
	WINDOW_DAYS = 45, /* to declare a period in, where a convention says nothing else */
	SHARE_WHOLE_PPM = 1000000,
	SOURCE_SIZE = 256, /* of a figure: who published it, where, when */
};

/* Cold of a product: +3 °C, +4 °C, -18 °C. One that keeps without cold (a jar) is not built yet. */
enum catalogue_storage { STORAGE_NONE, STORAGE_COLD_3, STORAGE_COLD_4, STORAGE_FROZEN };
/* What an operator may, from 1 on; none said is a volunteer. */
enum operator_role { OPERATOR_NONE, OPERATOR_VOLUNTEER, OPERATOR_STAFF, OPERATOR_COORDINATOR };
/* Of a place. */
enum place_type {
	PLACE_NO_TYPE,
	PLACE_COMMUNE,
	PLACE_DECHETTERIE,
	PLACE_ROOM,
	PLACE_COLD_ROOM,
	PLACE_SHELF
};
/* What a site does. */
enum site_trade { TRADE_NONE, TRADE_RECYCLERIE, TRADE_WORKSHOP, TRADE_BOTH };
/* Each pack is weighed, or all are of one mass. */
enum catalogue_quantity { QUANTITY_NONE, QUANTITY_EACH, QUANTITY_CONSTANT };

/* How often a body is declared to; not said: by quarters. */
enum scheme_rhythm { RHYTHM_NONE, RHYTHM_MONTH, RHYTHM_QUARTER, RHYTHM_HALF, RHYTHM_YEAR };

/* What a place in the catalogue asks for: not, always, or if somebody knows it. */
enum catalogue_need { NEED_NOT, NEED_YES, NEED_OPTIONAL };

struct catalogue_facts {
	/* The row that they belong to. */
	char journal[JOURNAL_SIZE];
	char code[CODE_SIZE];
	char valid_from[DAY_SIZE];
	struct catalogue_facts *next; /* of the same catalogue, which owns them */

	bool food;
	bool hazardous;
	bool person; /* a natural person: words and address are erasable */
	bool ess;
	bool raw;    /* a single raw food, as a carrot: known without a pack */
	bool animal; /* of animal origin */
	bool freezable;
	bool nobody_named;  /* of a site: no operator is named at the desk */
	uint32_t direction; /* of a category: 0 both, or in, or out */
	uint32_t needs_partner, needs_place;
	uint32_t reuse_word, waste_code, part, donor_type, place_type, role, lang, trade;
	uint32_t storage, channel, quantity;
	uint32_t life_days; /* after the day of making */
	uint32_t portions;
	uint32_t pinned; /* its place on the first screen, from 1; 0: none */
	uint32_t face_cm2;
	uint32_t meal_g;
	uint32_t window_days; /* to declare a period in; 0: WINDOW_DAYS */
	uint32_t rhythm;
	uint32_t share_ppm;
	uint32_t substitution_ppm; /* of a new one that is not made; 0: factors say it already */
	uint32_t g_per_kilo;       /* grams of CO2e of a kilogram that is handed over */
	uint32_t confidence;
	int64_t ask_above_mg, min_mg;
	int64_t constant_mg; /* of each pack where quantity is constant */
	char treatment[TREATMENT_SIZE];
	char category[CODE_SIZE];
	char destination[CODE_SIZE];
	char waste[WASTE_SIZE];
	char tare_day[DAY_SIZE];
	char scale[DEVICE_SIZE];
	char roles[WORDS_SIZE];
	char siret[SIRET_SIZE];
	char naf[NAF_SIZE];
	char insee[INSEE_SIZE];
	char epci_siren[SIREN_SIZE];
	char departement[DEPARTEMENT_SIZE];
	char site_code[CODE_SIZE];
	char permit[DEVICE_SIZE];
	char agrement[DEVICE_SIZE];
	char probe[DEVICE_SIZE];
	char uses[WORDS_SIZE];
	char allergens[WORDS_SIZE];
	char traces[WORDS_SIZE];
	char gtin[GTIN_SIZE];
	char study_ref[STUDY_SIZE];
	char eco_organisme[CODE_SIZE];
	char scheme_category[CODE_SIZE];
	char convention[DEVICE_SIZE];
	char columns[LINES_SIZE];    /* of its sheet: scheme_sheet.h */
	char body_code[DEVICE_SIZE]; /* what the body itself calls it */
	char product[CODE_SIZE];
	char factor_set[CODE_SIZE];
	char source[SOURCE_SIZE];
	char lines[LINES_SIZE];     /* recipe.h */
	char emphasise[LABEL_SIZE]; /* words of its name that are printed as allergens */
	char name_legal[LABEL_SIZE];
	char name_second[LABEL_SIZE]; /* in another language */
	char reheating[LABEL_SIZE];
	char after_opening[LABEL_SIZE];
	char legal_name[LABEL_SIZE];
	char address[LABEL_SIZE];
	char label_line[LABEL_SIZE];
};

/* Of a person: an operator, a partner who is one. */
bool catalogue_is_somebody(const struct catalogue_row *row);
/* The site has it so that no operator is named at the desk: not by a card, a tile, or a request. */
bool catalogue_names_nobody(const struct catalogue *c, const char *site, const char *day);
/*
 * On which people are who they are: a clock that is not sure, and behind what was said already, takes nobody's
 * role and gives none back. Lent: of now or of c.
 */
const char *catalogue_people_day(const struct catalogue *c, const struct moment *now);
/*
 * By their last row: erased; hidden when that was said; or hidden or ended for two days, where the day is sure.
 * Nobody logs in by that code any more. Of a code that no row has, another ledger may know.
 */
bool catalogue_operator_left(
	const struct catalogue *c, const char *code, const char *day, bool sure);
/* For who is told nobody's name: rows of people are left out. */
void catalogue_without_people(struct catalogue *c);
/* For what is handed over for ever: a place may be called by who lives there. */
void catalogue_without_places(struct catalogue *c);
/* For who is not of the staff: where people live, and how they are reached, is left out. */
void catalogue_without_addresses(struct catalogue *c);

/* Those of a kind: RECORD_ASKED are facts, what stands before them says of which row. */
const struct record *catalogue_facts_record(enum catalogue_kind kind);
/* Each fact of any kind once, NULL at the end: columns of a CSV. */
const struct record_field *catalogue_fact_at(size_t i);
const struct record_field *catalogue_fact_find(enum catalogue_kind kind, const char *name);
/* Of a row; never NULL: all is empty where it has none. */
const struct catalogue_facts *catalogue_facts(const struct catalogue_row *row);
/* Whether there is something to tell of them. */
bool catalogue_facts_say(enum catalogue_kind kind, const struct catalogue_facts *facts);
bool catalogue_same_facts(const struct catalogue_row *a, const struct catalogue_row *b);
/* The words that a text of words may hold, as "donor recipient"; NULL: it is none. */
const struct record_words *catalogue_fact_words(const struct record_field *f);

/* The code that fact names in its place i, from 0; false: none there. */
bool catalogue_fact_code(const struct record_field *f, const struct catalogue_facts *facts,
	size_t i, char ret_code[CODE_SIZE]);
/* The key of the sentence for a text that is none of the words of that fact. */
const char *catalogue_bad_word(const struct record_field *f, const char *text);

/* The first fact that can never be so, and what is wrong with it; NULL: none. */
const struct record_field *catalogue_facts_check(
	enum catalogue_kind kind, const struct catalogue_facts *facts, const char **ret_key);
