// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a food label may not be printed without (rules.md 3.2), each by its name. Allergens that
 * nobody read are unknown, not absent; an empty list is a statement.
 */
#include <stdio.h>
#include <string.h>
#include "barcode.h"
#include "day.h"
#include "food.h"
#include "mass.h"

enum { LOT_MOST = 20, NET_MOST_KG = 100 };
#define MG_PER_G INT64_C(1000)

uint32_t label_food_x_height_um(const struct food_label *f)
{
	return f->face_cm2 > 0 && f->face_cm2 < FOOD_SMALL_FACE_CM2 ? FOOD_X_HEIGHT_SMALL_UM
								    : FOOD_X_HEIGHT_UM;
}

uint32_t label_food_digit_um(int64_t net_mg)
{
	return net_mg <= 50 * MG_PER_G     ? 2000
	       : net_mg <= 200 * MG_PER_G  ? 3000
	       : net_mg <= 1000 * MG_PER_G ? 4000
					   : 6000;
}

static bool said(const char *text)
{
	return text && text[strspn(text, " \t\r\n")] != '\0';
}

struct sentence *food_refuse(struct food_refusals *r, const char *key)
{
	struct sentence *s = &r->list[r->count < FOOD_REFUSALS_MOST ? r->count++ : r->count - 1];

	*s = (struct sentence){ .key = key };
	return s;
}

static bool is_allergen(const char *code)
{
	static const char *const codes[FOOD_ALLERGENS] = { "GLU", "CRU", "OEU", "POI", "ARA", "SOJ",
		"LAI", "FAC", "CEL", "MOU", "SES", "SUL", "LUP", "MOL" };

	for (size_t i = 0; i < FOOD_ALLERGENS; i++) {
		if (strcmp(codes[i], code) == 0)
			return true;
	}
	return false;
}

static void refuse_of(struct food_refusals *r, const char *key, const char *ingredient,
	const char *name, const char *value)
{
	struct sentence *s = food_refuse(r, key);

	sentence_param(s, "ingredient", ingredient);
	if (name)
		sentence_param(s, name, value);
}

static void check_ingredient(const struct food_ingredient *in, struct food_refusals *r)
{
	const char *end;

	if (!said(in->name)) {
		(void)food_refuse(r, "food_ingredient_unnamed");
		return;
	}
	if (!in->read)
		refuse_of(r, "food_allergens_unknown", in->name, NULL, NULL);
	for (size_t i = 0; i < in->allergen_count; i++) {
		if (!is_allergen(in->allergens[i]))
			refuse_of(r, "food_allergen_code", in->name, "code", in->allergens[i]);
	}
	for (size_t i = 0; i < in->word_count; i++) {
		if (!food_find_word(in->name, in->words[i], &end))
			refuse_of(r, "food_word_absent", in->name, "word", in->words[i]);
	}
	if (in->allergen_count > in->word_count)
		refuse_of(r, "food_allergen_unmarked", in->name, "code",
			in->allergens[in->word_count]);
}

/* A day, or of a DDM a month or a year. */
static bool date_is_one(const char *date, enum food_date_kind kind)
{
	char first[DAY_SIZE], last[DAY_SIZE];
	size_t size = strlen(date);

	if (size == DAY_SIZE - 1)
		return day_exists(date);
	return kind == FOOD_DATE_DDM &&
	       ((size == 7 && date[4] == '-' && date[5] >= '0' && date[5] <= '1') ||
		       (size == 4 && date[0] >= '0' && date[0] <= '9')) &&
	       day_period(date, "2000-01-01", first, last) == 0;
}

static void check_dates(const struct food_label *f, struct food_refusals *r)
{
	if (f->date_kind == FOOD_DATE_NONE || !said(f->date))
		(void)food_refuse(r, "food_date_missing");
	else if (!date_is_one(f->date, f->date_kind))
		sentence_param(food_refuse(r, f->date_kind == FOOD_DATE_DLC ? "food_dlc_bad"
									    : "food_ddm_bad"),
			"date", f->date);
	if (said(f->frozen_on) && !day_exists(f->frozen_on))
		sentence_param(food_refuse(r, "food_frozen_bad"), "date", f->frozen_on);
}

static void check_lot(const struct food_label *f, struct food_refusals *r)
{
	struct barcode code;

	if (!said(f->lot))
		(void)food_refuse(r, "food_lot_missing");
	else if (strlen(f->lot) > LOT_MOST ||
		 strspn(f->lot, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-") != strlen(f->lot))
		sentence_param(food_refuse(r, "food_lot_bad"), "lot", f->lot);
	if (said(f->code) && barcode_matrix(f->code, &code) < 0)
		sentence_param(food_refuse(r, "food_code_bad"), "code", f->code);
}

void label_food_check(const struct food_label *f, struct food_refusals *ret_refusals)
{
	struct food_refusals *r = ret_refusals;

	r->count = 0;
	if (!said(f->name))
		(void)food_refuse(r, "food_name_missing");
	if (f->ingredient_count == 0)
		(void)food_refuse(r, "food_ingredients_missing");
	for (size_t i = 0; i < f->ingredient_count; i++)
		check_ingredient(&f->ingredients[i], r);
	if (f->net_mg < MG_PER_G || f->net_mg > NET_MOST_KG * MASS_MG_PER_KG)
		(void)food_refuse(r, "food_net_missing");
	check_dates(f, r);
	if (!said(f->storage))
		(void)food_refuse(r, "food_storage_missing");
	else if (!strstr(f->storage, "°C"))
		(void)food_refuse(r, "food_storage_no_temperature");
	check_lot(f, r);
	if (!said(f->maker_name))
		(void)food_refuse(r, "food_maker_missing");
	if (!said(f->maker_address))
		(void)food_refuse(r, "food_maker_address_missing");
}
