// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The label of a pack from its lot's text: each allergen is a word of its ingredient's name in the end, traces
 * and dates are said as the law wants, and what keeps it from being printed is named.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "cleanup.h"
#include "pack_label.h"

#define TODAY "2026-11-30"

struct rig {
	struct pack_source s;
	struct pack_label p;
	struct food_refusals why;
	struct catalogue catalogue;
	struct catalogue_row rows[3];
	struct catalogue_facts facts[3];
};

#define SET(member_, text_) (void)snprintf(member_, sizeof(member_), "%s", text_)

static void row(struct rig *r, size_t i, enum catalogue_kind kind, const char *code)
{
	r->rows[i].kind = kind;
	SET(r->rows[i].code, code);
	SET(r->rows[i].valid_from, "2020-01-01");
	r->rows[i].facts = &r->facts[i];
}

static int begin(void **state)
{
	struct rig *r = calloc(1, sizeof(*r));

	*state = r;
	row(r, 0, CATALOGUE_PRODUCT, "SOUPE");
	SET(r->facts[0].name_legal, "Soupe de légumes");
	r->facts[0].storage = STORAGE_COLD_3;
	row(r, 1, CATALOGUE_SITE, "MS");
	SET(r->facts[1].legal_name, "La Marmite");
	SET(r->facts[1].address, "1 rue du Four, 25300 Pontarlier");
	row(r, 2, CATALOGUE_CONTAINER, "POT");
	r->facts[2].face_cm2 = 60;
	r->catalogue = (struct catalogue){ .count = 3, .rows = r->rows };
	r->s.catalogue = &r->catalogue;
	SET(r->s.site, "MS");
	SET(r->s.pack.id, "HD-MS-B-K71-3");
	SET(r->s.pack.container, "POT");
	r->s.pack.net_mg = 450000;
	r->s.pack.approved = true;
	SET(r->s.lot.id, "HD-MS-L-261130K702-c");
	SET(r->s.lot.day, TODAY);
	SET(r->s.lot.product, "SOUPE");
	SET(r->s.closed.lot, r->s.lot.id);
	SET(r->s.closed.date, "2026-12-03");
	r->s.closed.date_kind = DATE_DLC;
	r->s.ingredient_count = 1;
	SET(r->s.ingredients[0].name, "carotte");
	return 0;
}

static int end(void **state)
{
	free(*state);
	return 0;
}

static void make(struct rig *r)
{
	memset(&r->why, 0, sizeof(r->why));
	pack_label_make(&r->s, &r->p);
	label_food_check(&r->p.label, &r->why);
	pack_label_check(&r->s, TODAY, &r->why);
}

static void a_lawful_label_of_a_plain_lot(void **state)
{
	struct rig *r = *state;

	make(r);
	assert_int_equal(r->why.count, 0);
	assert_string_equal(r->p.label.lot, "MS-261130-K702");
	assert_string_equal(r->p.label.code, "HD-MS-B-K71-3");
	assert_string_equal(r->p.label.date, "2026-12-03");
	assert_int_equal(r->p.label.date_kind, FOOD_DATE_DLC);
	assert_int_equal(r->p.label.face_cm2, 60);
	assert_true(r->p.label.ingredients[0].read);
	assert_int_equal(r->p.label.ingredients[0].allergen_count, 0);
}

/* Whatever its name says, whatever was said to be emphasised. */
static void each_allergen_is_a_word_of_the_name(void **state)
{
	static const struct {
		const char *name, *allergens, *emphasise, *printed;
		size_t words;
	} cases[] = {
		{ "houmous", "SES", "", "houmous (sésame)", 1 },
		{ "houmous (pois chiches, SÉSAME)", "SES", "sésame",
			"houmous (pois chiches, SÉSAME)", 2 },
		{ "pain de blé", "GLU LAI", "blé", "pain de blé (lait)", 3 },
		{ "laitue", "LAI", "", "laitue (lait)", 1 },
		{ "crème", "LAI", "crème", "crème (lait)", 2 },
		{ "gâteau", "GLU OEU LAI", "absent", "gâteau (gluten, œuf, lait)", 3 },
	};
	struct rig *r = *state;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		SET(r->s.ingredients[0].name, cases[i].name);
		SET(r->s.ingredients[0].allergens, cases[i].allergens);
		SET(r->s.ingredients[0].emphasise, cases[i].emphasise);
		make(r);
		assert_int_equal(r->why.count, 0);
		assert_string_equal(r->p.label.ingredients[0].name, cases[i].printed);
		assert_int_equal(r->p.label.ingredients[0].word_count, cases[i].words);
	}
}

static void all_fourteen_are_told(void **state)
{
	struct rig *r = *state;

	for (size_t i = 0; food_allergen_at(i); i++)
		food_allergens_add(r->s.ingredients[0].allergens, food_allergen_at(i));
	SET(r->s.closed.traces, "MOL SES");
	make(r);
	assert_int_equal(r->why.count, 0);
	assert_int_equal(r->p.label.ingredients[0].allergen_count, 14);
	assert_int_equal(r->p.label.trace_count, 2);
	assert_string_equal(r->p.label.traces[0], "sésame");
}

/* A month or a year ends not later than the date. */
static void a_best_before_is_as_precise_as_it_may_be(void **state)
{
	static const char *const cases[][2] = { { "2027-02-28", "2027-02-28" },
		{ "2027-05-20", "2027-04" }, { "2027-05-31", "2027-05" },
		{ "2027-01-15", "2027-01-15" }, { "2028-12-31", "2028" }, { "2028-12-30", "2027" },
		{ "2029-01-10", "2028" } };
	struct rig *r = *state;

	r->s.closed.date_kind = DATE_DDM;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		SET(r->s.closed.date, cases[i][0]);
		make(r);
		assert_string_equal(r->p.label.date, cases[i][1]);
	}
}

static void only(struct rig *r, const char *key)
{
	make(r);
	assert_int_equal(r->why.count, 1);
	assert_string_equal(r->why.list[0].key, key);
}

static void each_refusal_is_named(void **state)
{
	struct rig *r = *state;

	r->s.pack.approved = false;
	only(r, "scale_not_approved");
	r->s.pack.approved = true;
	r->s.min_mg = 450001;
	only(r, "under_min");
	r->s.min_mg = 450000;
	r->s.lot.held = HELD_COOLING;
	only(r, "lot_held");
	r->s.lot.held = HELD_NOT;
	r->s.pack.state = PACK_DELIVERED;
	only(r, "pack_gone");
	r->s.pack.state = PACK_RETURNED;
	SET(r->s.closed.date, "2026-11-29");
	only(r, "lot_dlc_past");
	SET(r->s.closed.date, TODAY);
	r->facts[1].address[0] = '\0';
	only(r, "food_maker_address_missing");
}

int main(void)
{
#define T(name_) cmocka_unit_test_setup_teardown(name_, begin, end)
	const struct CMUnitTest tests[] = {
		T(a_lawful_label_of_a_plain_lot),
		T(each_allergen_is_a_word_of_the_name),
		T(all_fourteen_are_told),
		T(a_best_before_is_as_precise_as_it_may_be),
		T(each_refusal_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
