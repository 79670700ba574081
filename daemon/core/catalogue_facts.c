// SPDX-License-Identifier: GPL-3.0-or-later
/* The facts of each kind of the catalogue: see catalogue_facts.h. */
#include "catalogue_facts.h"
#include <stdio.h>
#include <string.h>
#include "cleanup.h"
#include "day.h"
#include "mass.h"

#define WORDS(name_, ...)                                               \
	static const char *const name_##_names[] = { "", __VA_ARGS__ }; \
	static const struct record_words name_ = { name_##_names, ARRAY_SIZE(name_##_names) }
WORDS(directions, "in", "out");
WORDS(needs, "yes", "optional");
WORDS(reuse_words, "reemploi", "reutilisation", "inherits");
WORDS(waste_codes, "yes", "hazardous");
WORDS(parts, "base", "box", "lid");
WORDS(donor_types, "retail", "wholesale", "catering", "producer", "industry", "food_bank");
WORDS(place_types, "commune", "dechetterie", "room", "cold_room", "shelf");
WORDS(operator_roles, "volunteer", "staff", "coordinator");
WORDS(langs, "fr", "en");
WORDS(trades, "recyclerie", "workshop", "both");
WORDS(partner_roles, "donor", "recipient", "recycler", "carrier", "eco_organisme", "member");
WORDS(storages, "FROID_3", "FROID_4", "CONGEL");
WORDS(channels, "A", "B", "C");
WORDS(quantities, "each", "constant");
WORDS(rhythms, "month", "quarter", "half", "year");
WORDS(confidences, "low", "medium", "high");
/* Regulation (EU) 1169/2011, annex II. */
WORDS(allergens, "GLU", "CRU", "OEU", "POI", "ARA", "SOJ", "LAI", "FAC", "CEL", "MOU", "SES", "SUL",
	"LUP", "MOL");
WORDS(reason_uses, "void", "correct", "typed", "count", "refuse", "alarm", "hold", "left");

enum {
	MASS_MOST_KG = 1000,
	FACE_MOST_CM2 = 100000,
	MEAL_MOST_G = 5000,
	LIFE_MOST = 3650,
	PORTIONS_MOST = 10000,
	WINDOW_MOST = 366,
	FACTOR_MOST_G = 1000000
};

#define FACT(member_, kind_, ...) \
	RECORD_FIELD(catalogue_facts, member_, kind_, .rules = RECORD_ASKED, __VA_ARGS__)
#define FACT_TEXT(member_, ...) FACT(member_, RECORD_TEXT, __VA_ARGS__)
#define FACT_WORD(member_, words_) FACT(member_, RECORD_WORD, .words = &(words_))
/* Several words, with a space between them. */
#define FACT_LIST(member_, words_) FACT(member_, RECORD_TEXT, .words = &(words_))
#define FACT_COUNT(member_, most_, ...)                                                           \
	RECORD_FIELD(catalogue_facts, member_, RECORD_UINT, .rules = RECORD_ASKED | RECORD_BLANK, \
		.most = (most_), __VA_ARGS__)
#define FACT_MASS(member_)                                                                      \
	RECORD_FIELD(catalogue_facts, member_, RECORD_MG, .rules = RECORD_ASKED | RECORD_BLANK, \
		.most = MASS_MOST_KG * MASS_MG_PER_KG)

#define FOOD FACT(food, RECORD_TRUE)
#define DIRECTION FACT_WORD(direction, directions)
#define PINNED FACT_COUNT(pinned, PINNED_MOST)
#define ASK_ABOVE FACT_MASS(ask_above_mg)
#define MIN FACT_MASS(min_mg)
#define REUSE_WORD FACT_WORD(reuse_word, reuse_words)
#define NEEDS_PARTNER FACT_WORD(needs_partner, needs)
#define NEEDS_PLACE FACT_WORD(needs_place, needs)
#define TREATMENT FACT_TEXT(treatment)
#define WASTE_CODE FACT_WORD(waste_code, waste_codes)
#define TARE_DAY FACT_TEXT(tare_day, .shape = SHAPE_DAY)
#define SCALE FACT_TEXT(scale)
#define PART FACT_WORD(part, parts)
#define FACE FACT_COUNT(face_cm2, FACE_MOST_CM2, .unit = "cm²")
#define ROLE FACT_WORD(role, operator_roles)
#define LANG FACT_WORD(lang, langs)
#define ROLES FACT_LIST(roles, partner_roles)
#define SIRET FACT_TEXT(siret)
#define NAF FACT_TEXT(naf)
#define INSEE FACT_TEXT(insee)
#define ADDRESS FACT_TEXT(address)
#define SITE_CODE FACT_TEXT(site_code)
#define PERMIT FACT_TEXT(permit)
#define DONOR_TYPE FACT_WORD(donor_type, donor_types)
/* In an entry "person" is the hash of a person's words. */
#define PERSON FACT(person, RECORD_TRUE, .body = "natural")
#define PLACE_TYPE FACT_WORD(place_type, place_types)
#define EPCI FACT_TEXT(epci_siren)
#define DEPARTEMENT FACT_TEXT(departement)
#define PROBE FACT_TEXT(probe)
#define LEGAL_NAME FACT_TEXT(legal_name)
#define ESS FACT(ess, RECORD_TRUE)
#define AGREMENT FACT_TEXT(agrement)
#define MEAL FACT_COUNT(meal_g, MEAL_MOST_G, .unit = "g")
#define LABEL_LINE FACT_TEXT(label_line)
#define TRADE FACT_WORD(trade, trades)
#define NOBODY_NAMED FACT(nobody_named, RECORD_TRUE)
#define USES FACT_LIST(uses, reason_uses)
#define CATEGORY FACT_TEXT(category, .codes = 1 + CATALOGUE_CATEGORY)
#define DESTINATION FACT_TEXT(destination, .codes = 1 + CATALOGUE_DESTINATION)
#define WASTE FACT_TEXT(waste)
#define HAZARDOUS FACT(hazardous, RECORD_TRUE)

#define ALLERGENS FACT_LIST(allergens, allergens)
#define EMPHASISE FACT_TEXT(emphasise)
#define RAW FACT(raw, RECORD_TRUE)
#define ANIMAL FACT(animal, RECORD_TRUE)
#define NAME_LEGAL FACT_TEXT(name_legal)
#define NAME_SECOND FACT_TEXT(name_second)
#define STORAGE FACT_WORD(storage, storages)
#define LIFE FACT_COUNT(life_days, LIFE_MOST)
#define STUDY FACT_TEXT(study_ref)
#define CHANNEL FACT_WORD(channel, channels)
#define QUANTITY FACT_WORD(quantity, quantities)
#define CONSTANT FACT_MASS(constant_mg)
#define REHEATING FACT_TEXT(reheating)
#define AFTER_OPENING FACT_TEXT(after_opening)
#define FREEZABLE FACT(freezable, RECORD_TRUE)
#define GTIN FACT_TEXT(gtin)
#define TRACES FACT_LIST(traces, allergens)
#define PRODUCT FACT_TEXT(product, .codes = 1 + CATALOGUE_PRODUCT)
#define LINES FACT_TEXT(lines, .codes = 1 + CATALOGUE_INGREDIENT, .shape = SHAPE_LINES)
#define PORTIONS FACT_COUNT(portions, PORTIONS_MOST)

#define ECO FACT_TEXT(eco_organisme, .codes = 1 + CATALOGUE_PARTNER)
#define CONVENTION FACT_TEXT(convention)
#define COLUMNS_OF_SHEET FACT_TEXT(columns)
#define WINDOW FACT_COUNT(window_days, WINDOW_MOST)
#define RHYTHM FACT_WORD(rhythm, rhythms)
#define BODY_CODE FACT_TEXT(body_code)
#define SCHEME_CATEGORY FACT_TEXT(scheme_category, .codes = 1 + CATALOGUE_SCHEME_CATEGORY)
#define SHARE FACT_COUNT(share_ppm, SHARE_WHOLE_PPM)

#define SOURCE FACT_TEXT(source)
/* Empty where factors say it already: 0 would be read as the whole. */
#define SUBSTITUTION FACT_COUNT(substitution_ppm, SHARE_WHOLE_PPM, .least = 1)
#define FACTOR_SET FACT_TEXT(factor_set, .codes = 1 + CATALOGUE_FACTOR_SET)
#define G_PER_KILO FACT_COUNT(g_per_kilo, FACTOR_MOST_G)
#define CONFIDENCE FACT_WORD(confidence, confidences)

/* The row that they belong to: its key in the kind's table. */
#define KEY(member_) \
	RECORD_FIELD(catalogue_facts, member_, RECORD_TEXT, .rules = RECORD_STAMP | RECORD_SILENT)
#define OF_ROW KEY(journal), KEY(code), KEY(valid_from)

#define FACTS(kind_, table_, ...)                                                    \
	static const struct record_field kind_##_fields[] = { OF_ROW, __VA_ARGS__ }; \
	static const struct record kind_##_facts = RECORD_OF(                        \
		catalogue_facts, kind_##_fields, .table = "catalogue_" table_, .replaces = true)

FACTS(category, "category", FOOD, DIRECTION, PINNED, ASK_ABOVE, MIN);
FACTS(origin, "origin", REUSE_WORD, FOOD, NEEDS_PARTNER, NEEDS_PLACE);
FACTS(destination, "destination", TREATMENT, NEEDS_PARTNER, WASTE_CODE, FOOD);
FACTS(container, "container", TARE_DAY, SCALE, PART, FACE);
FACTS(operator, "operator", ROLE, LANG);
FACTS(partner, "partner", ROLES, SIRET, NAF, INSEE, ADDRESS, SITE_CODE, PERMIT, DONOR_TYPE, PERSON);
FACTS(place, "place", PLACE_TYPE, INSEE, EPCI, DEPARTEMENT, PROBE);
FACTS(site, "site", LEGAL_NAME, ADDRESS, SIRET, ESS, EPCI, DEPARTEMENT, AGREMENT, MEAL, LABEL_LINE,
	TRADE, NOBODY_NAMED);
FACTS(reason, "reason", USES);
FACTS(waste_code, "waste_code", CATEGORY, DESTINATION, WASTE, HAZARDOUS, TREATMENT);

FACTS(ingredient, "ingredient", ALLERGENS, EMPHASISE, RAW, ANIMAL);
FACTS(product, "product", NAME_LEGAL, NAME_SECOND, CATEGORY, STORAGE, LIFE, STUDY, CHANNEL,
	QUANTITY, CONSTANT, REHEATING, AFTER_OPENING, FREEZABLE, GTIN, TRACES);
FACTS(recipe, "recipe", PRODUCT, LINES, PORTIONS);
FACTS(scheme_site, "scheme_site", ECO, CONVENTION, WINDOW, RHYTHM, COLUMNS_OF_SHEET);
FACTS(scheme_category, "scheme_category", ECO, BODY_CODE);
FACTS(scheme_map, "scheme_map", CATEGORY, ECO, SCHEME_CATEGORY, SHARE);
FACTS(factor_set, "factor_set", SOURCE, SUBSTITUTION);
FACTS(factor, "factor", FACTOR_SET, CATEGORY, G_PER_KILO, CONFIDENCE, SOURCE);

static const struct record *const records[CATALOGUE_KIND_COUNT] = {
	[CATALOGUE_CATEGORY] = &category_facts,
	[CATALOGUE_ORIGIN] = &origin_facts,
	[CATALOGUE_DESTINATION] = &destination_facts,
	[CATALOGUE_CONTAINER] = &container_facts,
	[CATALOGUE_OPERATOR] = &operator_facts,
	[CATALOGUE_PARTNER] = &partner_facts,
	[CATALOGUE_PLACE] = &place_facts,
	[CATALOGUE_SITE] = &site_facts,
	[CATALOGUE_REASON] = &reason_facts,
	[CATALOGUE_WASTE_CODE] = &waste_code_facts,
	[CATALOGUE_INGREDIENT] = &ingredient_facts,
	[CATALOGUE_PRODUCT] = &product_facts,
	[CATALOGUE_RECIPE] = &recipe_facts,
	[CATALOGUE_SCHEME_SITE] = &scheme_site_facts,
	[CATALOGUE_SCHEME_CATEGORY] = &scheme_category_facts,
	[CATALOGUE_SCHEME_MAP] = &scheme_map_facts,
	[CATALOGUE_FACTOR_SET] = &factor_set_facts,
	[CATALOGUE_FACTOR] = &factor_facts,
};

static const struct record_field all[] = { FOOD, DIRECTION, PINNED, ASK_ABOVE, MIN, REUSE_WORD,
	NEEDS_PARTNER, NEEDS_PLACE, TREATMENT, WASTE_CODE, TARE_DAY, SCALE, PART, FACE, ROLE, LANG,
	ROLES, SIRET, NAF, INSEE, ADDRESS, SITE_CODE, PERMIT, DONOR_TYPE, PERSON, PLACE_TYPE, EPCI,
	DEPARTEMENT, PROBE, LEGAL_NAME, ESS, AGREMENT, MEAL, LABEL_LINE, TRADE, USES, CATEGORY,
	DESTINATION, WASTE, HAZARDOUS, ALLERGENS, EMPHASISE, RAW, ANIMAL, NAME_LEGAL, NAME_SECOND,
	STORAGE, LIFE, STUDY, CHANNEL, QUANTITY, CONSTANT, REHEATING, AFTER_OPENING, FREEZABLE,
	GTIN, TRACES, PRODUCT, LINES, PORTIONS, ECO, CONVENTION, WINDOW, RHYTHM, COLUMNS_OF_SHEET,
	BODY_CODE, SCHEME_CATEGORY, SHARE, NOBODY_NAMED, SOURCE, SUBSTITUTION, FACTOR_SET,
	G_PER_KILO, CONFIDENCE };

const struct record *catalogue_facts_record(enum catalogue_kind kind)
{
	return (unsigned)kind < CATALOGUE_KIND_COUNT ? records[kind] : NULL;
}

const struct record_field *catalogue_fact_at(size_t i)
{
	return i < ARRAY_SIZE(all) ? &all[i] : NULL;
}

const struct record_field *catalogue_fact_find(enum catalogue_kind kind, const char *name)
{
	const struct record *r = catalogue_facts_record(kind);

	for (size_t i = 0; r && i < r->count; i++)
		if ((r->fields[i].rules & RECORD_ASKED) && strcmp(r->fields[i].name, name) == 0)
			return &r->fields[i];
	return NULL;
}

const struct catalogue_facts *catalogue_facts(const struct catalogue_row *row)
{
	static const struct catalogue_facts none;

	return row && row->facts ? row->facts : &none;
}

bool catalogue_facts_say(enum catalogue_kind kind, const struct catalogue_facts *facts)
{
	const struct record *r = catalogue_facts_record(kind);

	for (size_t i = 0; r && facts && i < r->count; i++)
		if ((r->fields[i].rules & RECORD_ASKED) && record_says(&r->fields[i], facts))
			return true;
	return false;
}

static bool same(const struct record_field *f, const void *a, const void *b)
{
	if (f->type == RECORD_TEXT)
		return strcmp(record_text(f, a), record_text(f, b)) == 0;
	return record_number(f, a) == record_number(f, b);
}

bool catalogue_same_facts(const struct catalogue_row *a, const struct catalogue_row *b)
{
	const struct record *r = catalogue_facts_record(a->kind);

	if (a->facts == b->facts || a->kind != b->kind)
		return a->kind == b->kind;
	for (size_t i = 0; r && i < r->count; i++)
		if ((r->fields[i].rules & RECORD_ASKED) &&
			!same(&r->fields[i], catalogue_facts(a), catalogue_facts(b)))
			return false;
	return true;
}

const struct record_words *catalogue_fact_words(const struct record_field *f)
{
	return f->type == RECORD_TEXT ? f->words : NULL;
}

bool catalogue_fact_code(const struct record_field *f, const struct catalogue_facts *facts,
	size_t i, char ret_code[CODE_SIZE])
{
	const char *text = f->codes ? record_text(f, facts) : "";
	struct recipe_line line;

	if (f->shape != SHAPE_LINES) {
		(void)snprintf(ret_code, CODE_SIZE, "%s", text);
		return *text && i == 0;
	}
	for (; recipe_line_next(&text, &line) > 0; i--)
		if (i == 0) {
			memcpy(ret_code, line.ingredient, CODE_SIZE);
			return true;
		}
	return false;
}

/* lang: csv_bad_word row_ambient */
const char *catalogue_bad_word(const struct record_field *f, const char *text)
{
	if (strcmp(f->name, "storage") == 0 && strncasecmp(text, "AMBI", 4) == 0)
		return "row_ambient";
	return "csv_bad_word";
}

/* ---- people ---- */

bool catalogue_is_somebody(const struct catalogue_row *row)
{
	return row->kind == CATALOGUE_OPERATOR ||
	       (row->kind == CATALOGUE_PARTNER && catalogue_facts(row)->person);
}

/* Where there is one site only, it needs no name, as on the page (kernel.js). */
static const struct catalogue_row *own_site(
	const struct catalogue *c, const char *site, const char *day)
{
	const struct catalogue_row *own = catalogue_find(c, CATALOGUE_SITE, site, day);

	if (own && !own->hidden)
		return own;
	own = NULL;
	for (size_t i = 0; c && i < c->count; i++) {
		if (c->rows[i].kind != CATALOGUE_SITE || c->rows[i].hidden ||
			!catalogue_row_valid(&c->rows[i], day))
			continue;
		if (own)
			return NULL;
		own = &c->rows[i];
	}
	return own;
}

bool catalogue_names_nobody(const struct catalogue *c, const char *site, const char *day)
{
	return catalogue_facts(own_site(c, site, day))->nobody_named;
}

enum { DAYS_SURE = 2 }; /* more than zones are apart */

/* By a clock that is sure, and in every zone. */
static bool long_begun(const char *from, const char *day, bool sure)
{
	char begun[DAY_SIZE];

	return sure && day_shift(from, DAYS_SURE, begun) == 0 && strcmp(begun, day) <= 0;
}

const char *catalogue_people_day(const struct catalogue *c, const struct moment *now)
{
	return c && now->quality != CLOCK_TRUSTED && strcmp(now->day, c->known_day) < 0
		       ? c->known_day
		       : now->day;
}

bool catalogue_operator_left(
	const struct catalogue *c, const char *code, const char *day, bool sure)
{
	const struct catalogue_row *last = NULL;

	for (size_t i = 0; c && i < c->count; i++) {
		const struct catalogue_row *row = &c->rows[i];

		if (row->kind != CATALOGUE_OPERATOR || strcmp(row->code, code) != 0)
			continue;
		if (!last || strcmp(row->valid_from, last->valid_from) > 0)
			last = row;
	}
	if (!last)
		return false;
	if (last->erased || (last->hidden && strcmp(last->valid_from, last->said) <= 0))
		return true;
	return (last->hidden && long_begun(last->valid_from, day, sure)) ||
	       (*last->valid_until && long_begun(last->valid_until, day, sure));
}

void catalogue_without_people(struct catalogue *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		if (!catalogue_is_somebody(&c->rows[i]))
			c->rows[n++] = c->rows[i];
	c->count = n;
}

void catalogue_without_places(struct catalogue *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->count; i++)
		if (c->rows[i].kind != CATALOGUE_PLACE)
			c->rows[n++] = c->rows[i];
	c->count = n;
}

void catalogue_without_addresses(struct catalogue *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct catalogue_facts *f = (struct catalogue_facts *)c->rows[i].facts;

		if (!f || !catalogue_is_somebody(&c->rows[i]))
			continue;
		f->address[0] = '\0';
		f->insee[0] = '\0';
	}
}
