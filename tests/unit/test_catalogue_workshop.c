// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a workshop makes, of what and how: ingredients, products and recipes of the catalogue. Each
 * mistake with its row and field; what is named does not end alone; CSV and back the same.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "catalogue_facts.h"
#include "catalogue_rig.h"

#define PRODUCT "\"kind\":\"product\",\"storage\":\"FROID_3\""
#define RECIPE "\"kind\":\"recipe\",\"product\":\"SOUPE\""

static void stock_kitchen(struct ledger_rig *r)
{
	write_it(r,
		"{\"rows\":[{\"kind\":\"recipe\",\"code\":\"SOUPE-C\",\"label_fr\":\"Soupe\","
		"\"product\":\"SOUPE\",\"lines\":\"CAROTTE=30 CREME=2,5\",\"portions\":120},"
		"{\"kind\":\"product\",\"code\":\"SOUPE\",\"label_fr\":\"Soupe\",\"storage\":"
		"\"FROID_3\",\"life_days\":3,\"traces\":\"SES FAC\"},"
		"{\"kind\":\"ingredient\",\"code\":\"CAROTTE\",\"label_fr\":\"Carotte\",\"raw\":"
		"true},"
		"{\"kind\":\"ingredient\",\"code\":\"CREME\",\"label_fr\":\"Crème\",\"allergens\":"
		"\"LAI\",\"animal\":true,\"emphasise\":\"CRÈME\"}]}",
		false, 4);
}

/* Of the first mistake: which sentence, at which field. */
static void refuses(struct ledger_rig *r, const char *rows, const char *error, const char *field)
{
	char text[1024];
	struct catalogue_edit e;
	json_t *json, *first;

	(void)snprintf(text, sizeof(text), "{\"rows\":[%s]}", rows);
	e = edit_of(r, text);
	json = plan(r, &e, 422);
	first = json_array_get(json_object_get(json, "mistakes"), 0);
	assert_string_equal(json_string_value(json_object_get(first, "error")), error);
	assert_string_equal(json_string_value(json_object_get(first, "field")), field);
	assert_int_equal(json_integer_value(json_object_get(first, "row")), 1);
	json_decref(json);
	catalogue_edit_done(&e);
}

static void workshop_11_what_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *row, *error, *field;
	} cases[] = {
		{ "\"kind\":\"ingredient\",\"allergens\":\"GLU NIX\"", "row_bad_words",
			"allergens" },
		{ "\"kind\":\"ingredient\",\"storage\":\"FROID_3\"", "field_unknown", "storage" },
		{ "\"kind\":\"product\"", "row_ambient", "storage" },
		{ "\"kind\":\"product\",\"storage\":\"AMBIANT\"", "row_ambient", "storage" },
		{ "\"kind\":\"product\",\"storage\":\"froid\"", "csv_bad_word", "storage" },
		{ PRODUCT ",\"life_days\":4", "life_unproven", "study_ref" },
		{ PRODUCT ",\"quantity\":\"constant\"", "row_constant_missing", "constant_mg" },
		{ PRODUCT ",\"gtin\":\"9521234543214\"", "row_bad_gtin", "gtin" },
		{ PRODUCT ",\"category\":\"NONE\"", "row_no_such_code", "category" },
		{ PRODUCT ",\"traces\":\"LAIT\"", "row_bad_words", "traces" },
		{ "\"kind\":\"recipe\",\"lines\":\"CAROTTE=1\"", "row_fact_missing", "product" },
		{ RECIPE, "row_fact_missing", "lines" },
		{ RECIPE ",\"lines\":\"CAROTTE\"", "row_bad_lines", "lines" },
		{ RECIPE ",\"lines\":\"CAROTTE=0\"", "row_bad_lines", "lines" },
		{ RECIPE ",\"lines\":\"CAROTTE=-1\"", "row_bad_lines", "lines" },
		{ RECIPE ",\"lines\":\"CAROTTE=1001\"", "row_bad_lines", "lines" },
		{ RECIPE ",\"lines\":\"=1\"", "row_bad_lines", "lines" },
		{ RECIPE ",\"lines\":\"CAROTTE=1 CAROTTE=2\"", "row_line_twice", "lines" },
		{ RECIPE ",\"lines\":\"CAROTTE=1 NAVET=2\"", "row_no_such_code", "lines" },
		{ "\"kind\":\"recipe\",\"product\":\"TARTE\",\"lines\":\"CAROTTE=1\"",
			"row_no_such_code", "product" },
	};
	struct ledger_rig *r = *state;
	uint64_t entries;

	stock_kitchen(r);
	entries = rig_expect_sound(r);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		char row[512];

		(void)snprintf(
			row, sizeof(row), "{%s,\"code\":\"A\",\"label_fr\":\"a\"}", cases[i].row);
		refuses(r, row, cases[i].error, cases[i].field);
	}
	assert_int_equal(rig_expect_sound(r), entries);
}

static void workshop_11_what_can_be_is_kept(void **state)
{
	struct ledger_rig *r = *state;

	stock_kitchen(r);
	write_it(r,
		"{\"rows\":[{" PRODUCT ",\"code\":\"P1\",\"label_fr\":\"a\",\"life_days\":9,"
		"\"study_ref\":\"E-12\",\"quantity\":\"constant\",\"constant_kg\":\"0,35\","
		"\"gtin\":\"9521234543213\",\"freezable\":true},{\"kind\":\"product\",\"code\":"
		"\"P2\",\"label_fr\":\"b\",\"storage\":\"CONGEL\",\"life_days\":90}]}",
		false, 2);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_product WHERE code = 'P1' AND"
				    " constant_mg = 350000 AND study_ref = 'E-12' AND freezable"),
		1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_recipe WHERE portions = 120 AND"
				    " lines = 'CAROTTE=30 CREME=2,5' AND product = 'SOUPE'"),
		1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_ingredient WHERE raw AND"
				    " code = 'CAROTTE'"),
		1);
	rig_expect_sound(r);
}

/* What a recipe names is closed with it or before. */
static void workshop_11_what_a_recipe_names_does_not_end_alone(void **state)
{
	static const char *const named[] = { "{\"kind\":\"ingredient\",\"code\":\"CREME\"",
		"{\"kind\":\"ingredient\",\"code\":\"CAROTTE\"",
		"{\"kind\":\"product\",\"code\":\"SOUPE\"" };
	struct ledger_rig *r = *state;

	stock_kitchen(r);
	for (size_t i = 0; i < ARRAY_SIZE(named); i++) {
		char row[256];

		(void)snprintf(row, sizeof(row), "%s,\"valid_until\":\"2026-08-01\"}", named[i]);
		refuses(r, row, "row_still_named", "valid_until");
	}
	write_it(r,
		"{\"rows\":[{\"kind\":\"ingredient\",\"code\":\"CREME\",\"valid_until\":\"2026-08-"
		"01\"},{\"kind\":\"recipe\",\"code\":\"SOUPE-C\",\"hidden\":true}]}",
		false, 2);
	rig_expect_sound(r);
}

static void workshop_11_a_sheet_says_the_same(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue *c = NULL;
	const struct catalogue_row *row;
	struct recipe_line line;
	const char *text;

	write_it(r,
		"kind;code;label_fr;storage;lines;product;allergens;raw\r\n"
		"ingredient;RIZ;Riz;;;;;oui\r\ningredient;LAIT;Lait;;;;LAI;non\r\n"
		"product;RIZLAIT;Riz au lait;FROID_4;;;;\r\n"
		"recipe;RL;Riz au lait;;RIZ=1,5 LAIT=8;RIZLAIT;;\r\n",
		true, 4);
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	row = catalogue_find(c, CATALOGUE_RECIPE, "RL", TODAY);
	text = catalogue_facts(row)->lines;
	assert_int_equal(recipe_line_next(&text, &line), 1);
	assert_string_equal(line.ingredient, "RIZ");
	assert_int_equal(line.mass_mg, 1500000);
	assert_int_equal(recipe_line_next(&text, &line), 1);
	assert_int_equal(line.mass_mg, 8000000);
	assert_int_equal(recipe_line_next(&text, &line), 0);
	row = catalogue_find(c, CATALOGUE_INGREDIENT, "LAIT", TODAY);
	assert_string_equal(catalogue_facts(row)->allergens, "LAI");
	catalogue_free(c);
	rig_expect_sound(r);
}

int main(void)
{
#define IN_RIG(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)
	const struct CMUnitTest tests[] = {
		IN_RIG(workshop_11_what_cannot_be_is_refused),
		IN_RIG(workshop_11_what_can_be_is_kept),
		IN_RIG(workshop_11_what_a_recipe_names_does_not_end_alone),
		IN_RIG(workshop_11_a_sheet_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
