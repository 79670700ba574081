// SPDX-License-Identifier: GPL-3.0-or-later
/* What may be received of food, and what its barcode says: see food.h. */
#include "food.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "catalogue_facts.h"
#include "cleanup.h"

static const char *const dates[] = { "", "dlc", "ddm", "none" };
const struct record_words food_date_words = { dates, ARRAY_SIZE(dates) };
static const char *const temps[] = { "", "typed", "probe", "pack" };
const struct record_words temp_from_words = { temps, ARRAY_SIZE(temps) };
static const char *const states[LOT_STATES] = { "open", "empty", "void" };
const struct record_words lot_state_words = { states, ARRAY_SIZE(states) };

/* Of the shipped families; those that a site adds have none. */
static const struct {
	const char *category;
	int32_t limit_mc;
} limits[] = {
	{ "ALI-SUR", -18000 },
	{ "ALI-POI", 2000 },
	{ "ALI-PLA", 3000 },
	{ "ALI-BOE", 4000 },
	{ "ALI-VOL", 4000 },
	{ "ALI-LAI", 8000 },
	{ "ALI-FRO", 8000 },
};

int32_t food_limit_mc(const char *category)
{
	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		if (strcmp(limits[i].category, category) == 0)
			return limits[i].limit_mc;
	return INT32_MAX;
}

bool food_category(const struct catalogue *c, const char *code, const char *day)
{
	const struct catalogue_row *row = catalogue_find(c, CATALOGUE_CATEGORY, code, day);

	if (row && !catalogue_facts(row)->food && row->parent[0])
		row = catalogue_find(c, CATALOGUE_CATEGORY, row->parent, day);
	return row && catalogue_facts(row)->food;
}

bool food_may_give_loose(uint32_t donor)
{
	return donor == DONOR_CATERING || donor == DONOR_INDUSTRY;
}

/* lang: food_date_missing food_date_needless dlc_past animal_not_prepacked too_warm dlc_48h */
static const char *mistake(const struct food_received *f, const char *soon)
{
	const bool dated = f->date_kind == DATE_DLC || f->date_kind == DATE_DDM;

	if (dated != (f->date[0] != '\0'))
		return dated ? "food_date_missing" : "food_date_needless";
	if (f->date_kind == DATE_DLC && strcmp(f->date, f->day) < 0)
		return "dlc_past";
	if (f->animal && !f->prepacked && !food_may_give_loose(f->donor_type))
		return "animal_not_prepacked";
	if (f->temp_seen && f->temp_mc > food_limit_mc(f->category))
		return "too_warm";
	if (f->date_kind == DATE_DLC && strcmp(soon, f->date) > 0 && !f->commitment)
		return "dlc_48h";
	return NULL;
}

void food_check(
	const struct food_received *f, const char *soon, struct sentence *ret_why, bool *ret_ask)
{
	struct sentence why = { .key = mistake(f, soon) };
	char degrees[16];

	*ret_ask = why.key && strcmp(why.key, "dlc_48h") == 0;
	if (why.key && f->date[0])
		sentence_param(&why, "date", f->date);
	if (why.key && strcmp(why.key, "too_warm") == 0) {
		(void)snprintf(degrees, sizeof(degrees), "%+d", food_limit_mc(f->category) / 1000);
		sentence_param(&why, "limit", degrees);
	}
	*ret_why = why;
}

static void take(char *to, size_t size, const char *value)
{
	if (value && !to[0])
		(void)snprintf(to, size, "%s", value);
}

int food_scanned(struct food_received *f, const char *text)
{
	struct gs1 g;
	int r = gs1_parse(text, &g);
	const char *dlc, *ddm;
	char day[DAY_SIZE];

	if (r < 0)
		return r;
	if (!gs1_value(&g, "01") && !gs1_value(&g, "02"))
		return -EINVAL;
	take(f->gtin, sizeof(f->gtin), gs1_value(&g, gs1_value(&g, "01") ? "01" : "02"));
	take(f->donor_lot, sizeof(f->donor_lot), gs1_value(&g, "10"));
	dlc = gs1_value(&g, "17");
	ddm = gs1_value(&g, "15");
	if (f->date_kind != DATE_UNSAID || (!dlc && !ddm))
		return 0;
	if (gs1_day(dlc ? dlc : ddm, f->day, day) < 0)
		return -EBADMSG;
	f->date_kind = dlc ? DATE_DLC : DATE_DDM;
	take(f->date, sizeof(f->date), day);
	return 0;
}

bool food_allergens_good(const char *text)
{
	struct catalogue_facts facts = { 0 };
	const char *key;

	if (strlen(text) >= sizeof(facts.allergens))
		return false;
	memcpy(facts.allergens, text, strlen(text) + 1);
	return !catalogue_facts_check(CATALOGUE_INGREDIENT, &facts, &key);
}

/* ---- sets of allergens ---- */

static const char *const codes[] = { "GLU", "CRU", "OEU", "POI", "ARA", "SOJ", "LAI", "FAC", "CEL",
	"MOU", "SES", "SUL", "LUP", "MOL" };

const char *food_allergen_at(size_t i)
{
	return i < ARRAY_SIZE(codes) ? codes[i] : NULL;
}

bool food_allergens_have(const char *text, const char *code)
{
	const char *at = strstr(text, code);

	return at && (at[strlen(code)] == ' ' || !at[strlen(code)]);
}

/* In the order of the law, each once. */
static void join(char all[FOOD_WORDS_SIZE], const char *more, bool less)
{
	char joined[FOOD_WORDS_SIZE] = "";

	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		const bool in = food_allergens_have(all, codes[i]);
		const bool other = food_allergens_have(more, codes[i]);
		const size_t len = strlen(joined);

		if (less ? in && !other : in || other)
			(void)snprintf(joined + len, sizeof(joined) - len, "%s%s", len ? " " : "",
				codes[i]);
	}
	memcpy(all, joined, sizeof(joined));
}

void food_allergens_add(char all[FOOD_WORDS_SIZE], const char *more)
{
	join(all, more, false);
}

void food_allergens_less(char all[FOOD_WORDS_SIZE], const char *those)
{
	join(all, those, true);
}
