// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * From a lot's text to the label of one of its packs. An allergen that no word of an ingredient's name tells
 * of is put behind that name, so that each of them stands there in bold capitals, whatever the name says.
 */
#include "pack_label.h"
#include <stdio.h>
#include <string.h>
#include "catalogue_facts.h"
#include "cleanup.h"
#include "cooling.h"
#include "day.h"
#include "food.h"

enum { MONTHS_DAYS = 92, YEARS_DAYS = 549, ALIASES = 12 };

/* The word for each of the 14, and those that name its sorts: a cereal, a nut. */
static const struct {
	const char *code, *words[ALIASES];
} allergens[] = {
	{ "GLU", { "gluten", "blé", "seigle", "orge", "avoine", "épeautre", "froment",
			 "khorasan" } },
	{ "CRU", { "crustacés" } },
	{ "OEU", { "œuf", "œufs" } },
	{ "POI", { "poisson", "poissons" } },
	{ "ARA", { "arachide", "arachides" } },
	{ "SOJ", { "soja" } },
	{ "LAI", { "lait" } },
	{ "FAC", { "fruits à coque", "amande", "amandes", "noisette", "noisettes", "noix",
			 "pistache", "pistaches", "cajou", "pécan", "macadamia" } },
	{ "CEL", { "céleri" } },
	{ "MOU", { "moutarde" } },
	{ "SES", { "sésame" } },
	{ "SUL", { "sulfites" } },
	{ "LUP", { "lupin" } },
	{ "MOL", { "mollusques" } },
};

/* ---- ingredients ---- */

static void add_word(struct pack_label *p, size_t i, const char *word, size_t len)
{
	struct food_ingredient *to = &p->label.ingredients[i];

	if (to->word_count == FOOD_ALLERGENS || !len || len >= SHORT_SIZE)
		return;
	(void)snprintf(p->words[i][to->word_count], SHORT_SIZE, "%.*s", (int)len, word);
	to->words[to->word_count] = p->words[i][to->word_count];
	to->word_count++;
}

/* Some word of the name tells of it. */
static bool is_told(struct pack_label *p, size_t i, const char *const *words)
{
	const char *end;
	bool told = false;

	for (size_t n = 0; n < ALIASES && words[n]; n++) {
		if (!food_find_word(p->names[i], words[n], &end))
			continue;
		add_word(p, i, words[n], strlen(words[n]));
		told = true;
	}
	return told;
}

static void add_allergens(struct pack_label *p, size_t i, const char *text)
{
	struct food_ingredient *to = &p->label.ingredients[i];
	char *name = p->names[i];
	bool behind = false;

	for (size_t n = 0; n < ARRAY_SIZE(allergens); n++) {
		const size_t len = strlen(name);

		if (!food_allergens_have(text, allergens[n].code))
			continue;
		(void)snprintf(p->codes[i][to->allergen_count], 4, "%s", allergens[n].code);
		to->allergens[to->allergen_count] = p->codes[i][to->allergen_count];
		to->allergen_count++;
		if (is_told(p, i, allergens[n].words))
			continue;
		(void)snprintf(name + len, sizeof(p->names[i]) - len, "%s%s", behind ? ", " : " (",
			allergens[n].words[0]);
		add_word(p, i, allergens[n].words[0], strlen(allergens[n].words[0]));
		behind = true;
	}
	if (behind)
		(void)snprintf(name + strlen(name), sizeof(p->names[i]) - strlen(name), ")");
}

/* Words that were said are emphasised too, where the name has them. */
static void add_said(struct pack_label *p, size_t i, const char *text)
{
	const char *end;
	char word[SHORT_SIZE];

	while (*text) {
		size_t len;

		text += strspn(text, ",; ");
		len = strcspn(text, ",;");
		(void)snprintf(word, sizeof(word), "%.*s", (int)len, text);
		text += len;
		if (strlen(word) == len && food_find_word(p->names[i], word, &end))
			add_word(p, i, word, len);
	}
}

static void add_ingredient(struct pack_label *p, size_t i, const struct lot_ingredient *of)
{
	(void)snprintf(p->names[i], sizeof(p->names[i]), "%s", of->name);
	p->label.ingredients[i].name = p->names[i];
	p->label.ingredients[i].read = true;
	add_allergens(p, i, of->allergens);
	add_said(p, i, of->emphasise);
}

static void add_traces(struct pack_label *p, const char *text)
{
	for (size_t n = 0; n < ARRAY_SIZE(allergens); n++)
		if (food_allergens_have(text, allergens[n].code))
			p->label.traces[p->label.trace_count++] = allergens[n].words[0];
}

/* ---- the rest ---- */

static void take_lot(struct pack_label *p, const struct pack_source *s)
{
	p->label.lot = lot_mark(s->site, s->lot.id, p->lot);
}

/* Of a best-before date: the day under three months, the month up to eighteen, then the year; never later. */
static void take_date(struct pack_label *p, const struct pack_source *s)
{
	const char *date = s->closed.date;
	int64_t end = 0, made = 0;
	char before[DAY_SIZE];
	int year;

	p->label.date_kind = s->closed.date_kind == DATE_DDM ? FOOD_DATE_DDM : FOOD_DATE_DLC;
	(void)snprintf(p->date, sizeof(p->date), "%s", date);
	p->label.date = p->date;
	if (p->label.date_kind == FOOD_DATE_DLC || day_number(date, &end) < 0 ||
		day_number(s->lot.day, &made) < 0 || end - made < MONTHS_DAYS)
		return;
	day_month_start(date, before);
	if (!day_is_month_end(date) && day_shift(before, -1, before) < 0)
		return;
	year = (before[0] - '0') * 1000 + (before[1] - '0') * 100 + (before[2] - '0') * 10 +
	       (before[3] - '0');
	if (end - made <= YEARS_DAYS)
		(void)snprintf(p->date, sizeof(p->date), "%.7s", before);
	else
		(void)snprintf(p->date, sizeof(p->date), "%04d",
			strncmp(before + 5, "12", 2) == 0 ? year : year - 1);
}

static const struct catalogue_facts *facts_of(
	const struct pack_source *s, enum catalogue_kind kind, const char *code)
{
	static const struct catalogue_facts none;
	const struct catalogue_row *row = catalogue_find(s->catalogue, kind, code, s->lot.day);

	return row ? catalogue_facts(row) : &none;
}

static const char *storage(const struct catalogue_facts *product, bool thawed)
{
	if (thawed || product->storage == STORAGE_COLD_4)
		return "À conserver entre 0 °C et +4 °C.";
	return product->storage == STORAGE_FROZEN   ? "À conserver à -18 °C."
	       : product->storage == STORAGE_COLD_3 ? "À conserver entre 0 °C et +3 °C."
						    : NULL;
}

static void take_product(struct pack_label *p, const struct pack_source *s)
{
	const struct catalogue_facts *f = facts_of(s, CATALOGUE_PRODUCT, s->lot.product);
	const struct catalogue_row *row =
		catalogue_find(s->catalogue, CATALOGUE_PRODUCT, s->lot.product, s->lot.day);

	p->label.name = f->name_legal[0] ? f->name_legal : row ? row->label_fr : NULL;
	p->label.storage = storage(f, s->closed.thawed && f->storage != STORAGE_COLD_3);
	p->label.after_opening = f->after_opening;
	p->label.reheating = f->reheating;
	p->label.second_language = f->name_second;
}

/* 0: each pack is of its own quantity. */
static int64_t nominal_mg(const struct pack_source *s)
{
	const struct catalogue_facts *f = facts_of(s, CATALOGUE_PRODUCT, s->lot.product);

	return f->quantity == QUANTITY_CONSTANT ? f->constant_mg : 0;
}

void pack_label_make(const struct pack_source *s, struct pack_label *ret_label)
{
	struct pack_label *p = ret_label;
	const struct catalogue_facts *site = facts_of(s, CATALOGUE_SITE, s->site);

	memset(p, 0, sizeof(*p));
	p->label.ingredient_count = s->ingredient_count;
	for (size_t i = 0; i < s->ingredient_count; i++)
		add_ingredient(p, i, &s->ingredients[i]);
	add_traces(p, s->closed.traces);
	take_product(p, s);
	take_lot(p, s);
	take_date(p, s);
	p->label.net_mg = nominal_mg(s) ? nominal_mg(s) : s->pack.net_mg;
	p->label.frozen_on = s->closed.frozen_on;
	p->label.maker_name = site->legal_name;
	p->label.maker_address = site->address;
	p->label.approval = site->agrement;
	p->label.code = s->pack.id;
	p->label.face_cm2 = facts_of(s, CATALOGUE_CONTAINER, s->pack.container)->face_cm2;
}

/* What was cooked and is kept cold has no label before it is known to have become cold in time. */
static bool waits_for_cooling(const struct pack_source *s)
{
	const uint32_t kept = facts_of(s, CATALOGUE_PRODUCT, s->lot.product)->storage;

	return s->lot.process == PROCESS_COOK && s->lot.cooling <= COOLING_LATE &&
	       (kept == STORAGE_COLD_3 || kept == STORAGE_COLD_4);
}

/* Of a constant quantity one pack may be a little short; their mean is looked at when packing ends. lang: pack_short */
static void check_short(const struct pack_source *s, struct food_refusals *ret_refusals)
{
	const int64_t nominal = nominal_mg(s), least = nominal - lot_tolerance_mg(nominal);
	struct sentence *why;

	if (!nominal || s->pack.net_mg >= least)
		return;
	why = food_refuse(ret_refusals, "pack_short");
	/* What it has down to the gram, what it needs up: the one is never told as the other. */
	sentence_param_kg(why, "kg", s->pack.net_mg / MASS_MG_PER_G * MASS_MG_PER_G);
	sentence_param_kg(why, "nominal", nominal);
	sentence_param_kg(
		why, "least", (least + MASS_MG_PER_G - 1) / MASS_MG_PER_G * MASS_MG_PER_G);
}

/* lang: cooling_open cooling_missing lot_held pack_void pack_gone lot_dlc_past scale_not_approved under_min */
void pack_label_check(
	const struct pack_source *s, const char *today, struct food_refusals *ret_refusals)
{
	const struct pack *p = &s->pack;
	const bool past =
		s->closed.date_kind == DATE_DLC && today[0] && strcmp(s->closed.date, today) < 0;

	if (p->voided_by[0] || !s->closed.lot[0])
		sentence_param(food_refuse(ret_refusals, "pack_void"), "id", p->id);
	if (s->lot.held)
		sentence_param(food_refuse(ret_refusals, "lot_held"), "id", s->lot.id);
	else if (waits_for_cooling(s))
		sentence_param(food_refuse(ret_refusals,
				       s->lot.cooling ? "cooling_open" : "cooling_missing"),
			"id", s->lot.id);
	if (p->state != PACK_STOCK && p->state != PACK_ON_SLIP && p->state != PACK_RETURNED)
		sentence_param(food_refuse(ret_refusals, "pack_gone"), "id", p->id);
	if (past)
		sentence_param(food_refuse(ret_refusals, "lot_dlc_past"), "id", s->lot.id);
	if (!p->approved)
		(void)food_refuse(ret_refusals, "scale_not_approved");
	else if (s->min_mg > 0 && p->net_mg < s->min_mg)
		(void)food_refuse(ret_refusals, "under_min");
	check_short(s, ret_refusals);
}
