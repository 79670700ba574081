// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What may be received of food, each rule at its edge; what a barcode says of a pack where nobody said it.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "cleanup.h"
#include "food.h"

#define TODAY "2026-11-30"
#define GTIN "09521234543213"

static void is(const struct food_received *f, const char *soon, const char *key)
{
	struct sentence why;
	bool ask;

	food_check(f, soon, &why, &ask);
	if (!key) {
		assert_null(why.key);
		return;
	}
	assert_non_null(why.key);
	assert_string_equal(why.key, key);
	assert_true(ask == (strcmp(key, "dlc_48h") == 0));
}

static struct food_received food(void)
{
	return (struct food_received){
		.day = TODAY, .category = "ALI-FEL", .date_kind = DATE_NONE
	};
}

/* To the end of the use-by day: soon is the day in 48 hours less a moment. */
static void the_48_hours_run_to_the_end_of_the_day(void **state)
{
	struct food_received f = food();

	(void)state;
	f.date_kind = DATE_DLC;
	memcpy(f.date, "2026-12-01", DAY_SIZE);
	is(&f, "2026-12-01", NULL);      /* received at 00:00 of the 30th */
	is(&f, "2026-12-02", "dlc_48h"); /* a moment later */
	f.commitment = true;
	is(&f, "2026-12-02", NULL);
	memcpy(f.date, TODAY, DAY_SIZE);
	is(&f, "2026-12-02", NULL);
	memcpy(f.date, "2026-11-29", DAY_SIZE);
	is(&f, "2026-12-02", "dlc_past"); /* no commitment helps */
	f.date_kind = DATE_DDM;
	is(&f, "2026-12-02", NULL);
	f.date_kind = DATE_NONE;
	is(&f, "2026-12-02", "food_date_needless");
	f.date_kind = DATE_DDM;
	f.date[0] = '\0';
	is(&f, "2026-12-02", "food_date_missing");
}

static void animal_food_that_is_loose_is_of_few(void **state)
{
	static const struct {
		uint32_t donor;
		bool prepacked;
		const char *key;
	} cases[] = {
		{ DONOR_UNSAID, false, "animal_not_prepacked" },
		{ DONOR_RETAIL, false, "animal_not_prepacked" },
		{ DONOR_WHOLESALE, false, "animal_not_prepacked" },
		{ DONOR_PRODUCER, false, "animal_not_prepacked" },
		{ DONOR_FOOD_BANK, false, "animal_not_prepacked" },
		{ DONOR_CATERING, false, NULL },
		{ DONOR_INDUSTRY, false, NULL },
		{ DONOR_RETAIL, true, NULL },
		{ DONOR_UNSAID, true, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct food_received f = food();

		f.donor_type = cases[i].donor;
		f.prepacked = cases[i].prepacked;
		is(&f, TODAY, NULL);
		f.animal = true;
		is(&f, TODAY, cases[i].key);
	}
}

static void each_family_has_its_limit(void **state)
{
	static const struct {
		const char *category;
		int32_t limit_mc;
	} cases[] = { { "ALI-SUR", -18000 }, { "ALI-PLA", 3000 }, { "ALI-BOE", 4000 },
		{ "ALI-VOL", 4000 }, { "ALI-POI", 2000 }, { "ALI-LAI", 8000 },
		{ "ALI-FRO", 8000 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct food_received f = food();

		memcpy(f.category, cases[i].category, strlen(cases[i].category) + 1);
		f.temp_mc = cases[i].limit_mc + 1;
		is(&f, TODAY, NULL); /* nobody measured */
		f.temp_seen = true;
		is(&f, TODAY, "too_warm");
		f.temp_mc = cases[i].limit_mc;
		is(&f, TODAY, NULL);
	}
	assert_int_equal(food_limit_mc("ALI-FEL"), INT32_MAX);
}

static void a_barcode_fills_what_nobody_said(void **state)
{
	struct food_received f = food();

	(void)state;
	f.date_kind = DATE_UNSAID;
	assert_int_equal(food_scanned(&f, "(01)" GTIN "(10)LOT-7(15)270100"), 0);
	assert_string_equal(f.gtin, GTIN);
	assert_string_equal(f.donor_lot, "LOT-7");
	assert_int_equal(f.date_kind, DATE_DDM);
	assert_string_equal(f.date, "2027-01-31");
	assert_int_equal(food_scanned(&f, "(01)" GTIN "(10)OTHER(17)261231"), 0);
	assert_string_equal(f.donor_lot, "LOT-7");
	assert_int_equal(f.date_kind, DATE_DDM);
	f = food();
	f.date_kind = DATE_UNSAID;
	assert_int_equal(food_scanned(&f, "9521234543213"), 0);
	assert_int_equal(f.date_kind, DATE_UNSAID);
	assert_int_equal(food_scanned(&f, "(99)HD-MS-L-261121K702-1"), -EINVAL);
	assert_int_equal(food_scanned(&f, "HELLO"), -EINVAL);
	assert_int_equal(food_scanned(&f, "(01)09521234543214"), -EBADMSG);
	assert_true(food_allergens_good("") && food_allergens_good("GLU SES"));
	assert_false(food_allergens_good("GLU NIX") || food_allergens_good("glu"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_48_hours_run_to_the_end_of_the_day),
		cmocka_unit_test(animal_food_that_is_loose_is_of_few),
		cmocka_unit_test(each_family_has_its_limit),
		cmocka_unit_test(a_barcode_fills_what_nobody_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
