// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The food label: nothing is drawn while anything that the law asks for is missing, no letter is
 * lower than it asks, and what does not fit is said with the label that would do.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/label/food.h"
#include "label_cases.h"

static const struct label_media usual = { 100000, 75000, 203 };

static struct food_label gratin(void)
{
	return (struct food_label){
		.name = "Gratin de légumes",
		.ingredient_count = 4,
		.ingredients = {
			{ .name = "courgettes", .percent = 62, .read = true },
			{ .name = "crème (lait)", .read = true, .allergen_count = 1,
				.allergens = { "LAI" }, .word_count = 2,
				.words = { "lait", "crème" } },
			{ .name = "laitue", .read = true },
			{ .name = "farine de blé", .read = true, .allergen_count = 1,
				.allergens = { "GLU" }, .word_count = 1, .words = { "Blé" } },
		},
		.net_mg = 350999,
		.date_kind = FOOD_DATE_DLC,
		.date = "2026-12-04",
		.storage = "À conserver entre 0 °C et +3 °C.",
		.lot = "MS-261121-K702",
		.maker_name = "La Cuisine",
		.maker_address = "12 rue des Écoles, 25300 Pontarlier",
		.code = "HD-MS-B-26112102-T",
	};
}

static int draw(const struct food_label *f, const struct label_media *media, unsigned int labels,
	struct food_refusals *r)
{
	struct raster *rasters[FOOD_LABELS_MOST] = { NULL };
	int drawn = label_food(f, media, labels, rasters, r);

	for (int i = 0; i < FOOD_LABELS_MOST; i++) {
		assert_int_equal(rasters[i] != NULL, i < drawn);
		free(rasters[i]);
	}
	return drawn;
}

/* That alone is why it is not drawn. */
static void refused(const struct food_label *f, const char *key)
{
	struct food_refusals r = { 0 };
	char text[400];

	assert_int_equal(draw(f, &usual, 1, &r), 0);
	assert_int_equal(r.count, 1);
	assert_string_equal(r.list[0].key, key);
	for (int lang = 0; lang < LANG_COUNT; lang++) {
		lang_say((enum lang)lang, &r.list[0], text, sizeof(text));
		assert_string_not_equal(text, key);
		assert_null(strchr(text, '{'));
	}
}

#define WITHOUT(KEY, CHANGE)                    \
	do {                                    \
		struct food_label f = gratin(); \
		CHANGE;                         \
		refused(&f, KEY);               \
	} while (0)

static void each_particular_that_is_missing_is_named(void **state)
{
	struct food_label whole = gratin();
	struct food_refusals r;

	(void)state;
	assert_int_equal(draw(&whole, &usual, 1, &r), 1);
	assert_int_equal(r.count, 0);
	WITHOUT("food_name_missing", f.name = " ");
	WITHOUT("food_ingredients_missing", f.ingredient_count = 0);
	WITHOUT("food_ingredient_unnamed", f.ingredients[0].name = NULL);
	WITHOUT("food_allergens_unknown", f.ingredients[2].read = false);
	WITHOUT("food_allergen_code", f.ingredients[1].allergens[0] = "LAIT");
	WITHOUT("food_allergen_unmarked", f.ingredients[3].word_count = 0);
	WITHOUT("food_word_absent", f.ingredients[3].words[0] = "seigle");
	WITHOUT("food_word_absent", f.ingredients[2] = f.ingredients[1];
		f.ingredients[2].name = "crème de laitue");
}

static void each_figure_that_is_missing_is_named(void **state)
{
	(void)state;
	WITHOUT("food_net_missing", f.net_mg = 0);
	WITHOUT("food_net_missing", f.net_mg = 999);
	WITHOUT("food_date_missing", f.date = NULL);
	WITHOUT("food_date_missing", f.date_kind = FOOD_DATE_NONE);
	WITHOUT("food_dlc_bad", f.date = "2026-02-30");
	WITHOUT("food_dlc_bad", f.date = "2026-12");
	WITHOUT("food_ddm_bad", f.date_kind = FOOD_DATE_DDM; f.date = "2026-13");
	WITHOUT("food_ddm_bad", f.date_kind = FOOD_DATE_DDM; f.date = "2026-Q1");
	WITHOUT("food_frozen_bad", f.frozen_on = "2026-11-31");
}

static void each_word_that_is_missing_is_named(void **state)
{
	(void)state;
	WITHOUT("food_storage_missing", f.storage = NULL);
	WITHOUT("food_storage_no_temperature", f.storage = "Au frais.");
	WITHOUT("food_lot_missing", f.lot = "");
	WITHOUT("food_lot_bad", f.lot = "MS 26");
	WITHOUT("food_code_bad", f.code = "é");
	WITHOUT("food_maker_missing", f.maker_name = NULL);
	WITHOUT("food_maker_address_missing", f.maker_address = NULL);
	WITHOUT("food_letters", f.second_language = "\U00012000");
}

static void text_is(const struct food_label *f, enum food_block block, const char *expected)
{
	struct food_words w;

	food_words(f, &w);
	assert_string_equal(w.text[block], expected);
	food_words_done(&w);
}

#define S "\u00a0"
static void words_are_the_laws(void **state)
{
	struct food_label f = gratin();

	(void)state;
	text_is(&f, FOOD_INGREDIENTS,
		"Ingrédients" S ": courgettes" S "62" S "%, " FLOW_STRONG "CRÈME" FLOW_PLAIN
		" (" FLOW_STRONG "LAIT" FLOW_PLAIN "), laitue, farine de " FLOW_STRONG
		"BLÉ" FLOW_PLAIN ".");
	text_is(&f, FOOD_QUANTITY, "350" S "g");
	text_is(&f, FOOD_LOT, "L" S "MS-261121-K702");
	text_is(&f, FOOD_DATE, "À consommer jusqu'au" S "04/12/2026");
	text_is(&f, FOOD_STORAGE, "À conserver entre 0" S "°C et +3" S "°C.");
	f.net_mg = 1250999;
	f.date_kind = FOOD_DATE_DDM;
	text_is(&f, FOOD_QUANTITY, "1,25" S "kg");
	text_is(&f, FOOD_DATE, "À consommer de préférence avant le" S "04/12/2026");
	f.date = "2026-12";
	f.net_mg = 2000000;
	f.frozen_on = "2026-11-21";
	text_is(&f, FOOD_QUANTITY, "2" S "kg");
	text_is(&f, FOOD_DATE, "À consommer de préférence avant fin" S "12/2026");
	text_is(&f, FOOD_FROZEN,
		"Congelé le" S "21/11/2026. Ne pas recongeler un produit décongelé.");
	f.date = "2027";
	text_is(&f, FOOD_DATE, "À consommer de préférence avant fin" S "2027");
	f.date_kind = FOOD_DATE_DLC;
	text_is(&f, FOOD_FROZEN,
		"Congelé le" S "21/11/2026. Produit décongelé" S ": ne pas recongeler.");
	f.trace_count = 2;
	f.traces[0] = "œuf";
	f.traces[1] = "soja";
	text_is(&f, FOOD_TRACES,
		"Peut contenir des traces de" S ": " FLOW_STRONG "ŒUF" FLOW_PLAIN " et " FLOW_STRONG
		"SOJA" FLOW_PLAIN ".");
}

/* Rows with ink of a letter drawn alone: what a rule laid on the paper would say. */
static uint32_t rows_of(const char *letter, bool bold, uint32_t size)
{
	const struct flow f = { .text = letter, .bold = bold, .size = size };
	struct box box = { 0, 0, 0, 0 };
	struct raster *r = raster_new(200, 200, 203);
	uint32_t rows = 0;

	assert_non_null(r);
	assert_int_equal(flow_measure(&f, 0, &box.width, &box.height), 0);
	assert_int_equal(flow_draw(r, &box, &f), 0);
	for (uint32_t y = 0; y < 200; y++) {
		bool ink = false;

		for (uint32_t x = 0; x < 200; x++)
			ink |= raster_dot(r, x, y);
		rows += ink;
	}
	free(r);
	return rows;
}

/* rules.md 3.3, dot by dot. */
static void letters_are_as_high_as_the_law_asks(void **state)
{
	static const uint32_t x_dots[] = { 8, 10, 11, 15 },
			      digit_dots[] = { 16, 24, 32, 36, 48, 71 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(x_dots); i++) {
		uint32_t size = flow_size("x", x_dots[i]);

		assert_in_range(rows_of("x", false, size), x_dots[i], x_dots[i] + 1);
		assert_in_range(rows_of("x", true, size), x_dots[i], x_dots[i] + 1);
		assert_true(rows_of("x", false, size - 1) < x_dots[i] ||
			    rows_of("x", true, size - 1) < x_dots[i]);
		/* hinting never makes a larger font lower than the law's */
		for (uint32_t larger = size; larger < 2 * size; larger++)
			assert_true(rows_of("x", false, larger) >= x_dots[i] &&
				    rows_of("x", true, larger) >= x_dots[i]);
	}
	for (size_t i = 0; i < ARRAY_SIZE(digit_dots); i++) {
		uint32_t size = flow_size("0123456789", digit_dots[i]);

		for (char d[2] = "0"; d[0] <= '9'; d[0]++)
			assert_in_range(rows_of(d, true, size), digit_dots[i], digit_dots[i] + 2);
	}
	assert_int_equal(label_food_digit_um(50000), 2000);
	assert_int_equal(label_food_digit_um(50001), 3000);
	assert_int_equal(label_food_digit_um(200001), 4000);
	assert_int_equal(label_food_digit_um(1000000), 4000);
	assert_int_equal(label_food_digit_um(1000001), 6000);
}

/* The label that is named does; one a millimetre lower does not. On a small pot a smaller one does. */
static void what_does_not_fit_is_told_the_label_that_would(void **state)
{
	static const uint16_t dpis[] = { 203, 300 };
	struct food_label f = gratin();
	struct food_refusals r;
	unsigned int width, height[2];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		struct label_media m = { 57000, 20000, dpis[i / 2] };

		f.face_cm2 = i % 2 ? 60 : 300;
		assert_int_equal(draw(&f, &m, 1, &r), 0);
		assert_int_equal(r.count, 1);
		assert_string_equal(r.list[0].param[1].name, "needed");
		assert_int_equal(
			sscanf(r.list[0].param[1].value, "%u × %u", &width, &height[i % 2]), 2);
		m.width_um = width * 1000;
		m.height_um = height[i % 2] * 1000;
		assert_int_equal(draw(&f, &m, 1, &r), 1);
		m.height_um -= 1000;
		assert_int_equal(draw(&f, &m, 1, &r), 0);
		if (i % 2)
			assert_true(height[1] < height[0]);
	}
}

/* Two labels where one will not do; one where it will. */
static void a_second_label_is_offered(void **state)
{
	struct food_label f = gratin();
	const struct label_media low = { 60000, 30000, 203 };
	struct food_refusals r;

	(void)state;
	assert_int_equal(draw(&f, &low, 1, &r), 0);
	assert_string_equal(r.list[0].key, "food_too_small_or_two");
	assert_int_equal(draw(&f, &low, 2, &r), 2);
	assert_int_equal(draw(&f, &usual, 2, &r), 1);
	assert_int_equal(draw(&f, &(struct label_media){ 30000, 15000, 203 }, 2, &r), 0);
	assert_string_equal(r.list[0].key, "food_too_small");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_particular_that_is_missing_is_named),
		cmocka_unit_test(each_figure_that_is_missing_is_named),
		cmocka_unit_test(each_word_that_is_missing_is_named),
		cmocka_unit_test(words_are_the_laws),
		cmocka_unit_test(letters_are_as_high_as_the_law_asks),
		cmocka_unit_test(what_does_not_fit_is_told_the_label_that_would),
		cmocka_unit_test(a_second_label_is_offered),
	};

	return cmocka_run_group_tests(tests, case_set_up, case_tear_down);
}
