// SPDX-License-Identifier: GPL-3.0-or-later
/* The small pure things: stability, catalogue, sentences, what a weighing is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue.h"
#include "cleanup.h"
#include "reason.h"
#include "stability.h"
#include "weighing.h"

static struct reading reading(enum scale_state state, int64_t grams, uint64_t at_boot_us)
{
	struct reading r = { .state = state, .at_boot_us = at_boot_us };

	if (state <= SCALE_MOVING)
		reading_set_shown(&r, &(struct mass_shown){ grams, 0, MASS_GRAM });
	return r;
}

static void one_report_is_never_stable(void **state)
{
	const struct stability_rule rule = { 2, 0 };
	struct stability s = { 0 };
	struct reading r = reading(SCALE_STABLE, 500, 1);

	(void)state;
	assert_false(stability_feed(&s, &rule, &r, 1000));
	assert_true(stability_feed(&s, &rule, &r, 1000));
	r = reading(SCALE_STABLE, 700, 2); /* the first one may have been stale */
	assert_false(stability_feed(&s, &rule, &r, 1000));
	assert_true(stability_feed(&s, &rule, &r, 1000));
	r = reading(SCALE_MOVING, 700, 3);
	assert_false(stability_feed(&s, &rule, &r, 1000));
	r = reading(SCALE_STABLE, 700, 4);
	assert_false(stability_feed(&s, &rule, &r, 1000));
}

static void a_span_is_kept_and_a_slow_drift_is_not_stable(void **state)
{
	const struct stability_rule rule = { 3, 1000 };
	struct stability s = { 0 };
	struct reading r;

	(void)state;
	for (int i = 0; i < 10; i++) {
		r = reading(SCALE_STABLE, 500, (uint64_t)i * 100);
		assert_false(stability_feed(&s, &rule, &r, 1000));
	}
	r = reading(SCALE_STABLE, 501, 1000);
	assert_true(stability_feed(&s, &rule, &r, 1000));
	stability_reset(&s);
	for (int i = 0; i < 100; i++) { /* each step within e, the whole is not */
		r = reading(SCALE_STABLE, 500 + i, (uint64_t)i * 400);
		assert_false(stability_feed(&s, &rule, &r, 1000));
	}
}

/* Whatever comes: stable is only said of a stable reading after an agreeing stable one. */
static void random_series(void **state)
{
	const struct stability_rule rule = { 2, 0 };
	struct stability s = { 0 };
	struct reading before = reading(SCALE_FAULT, 0, 0);

	(void)state;
	for (int i = 0; i < 100000; i++) {
		struct reading r = reading(
			(enum scale_state)(rand() % SCALE_STATE_COUNT), rand() % 5, (uint64_t)i);
		bool stable = stability_feed(&s, &rule, &r, 1000);

		if (stable) {
			assert_true(r.state == SCALE_STABLE || r.state == SCALE_ZERO);
			assert_true(before.state == SCALE_STABLE || before.state == SCALE_ZERO);
			assert_true(llabs(r.mass_mg - before.mass_mg) <= 1000);
		}
		before = r;
	}
}

static void a_unit_without_value_is_a_fault(void **state)
{
	struct reading r = { .state = SCALE_STABLE };

	(void)state;
	reading_set_shown(&r, &(struct mass_shown){ 5, 0, MASS_TAEL });
	assert_int_equal(r.state, SCALE_FAULT);
	assert_int_equal(r.reason, REASON_UNKNOWN_UNIT);
	assert_int_equal(r.mass_mg, 0);
	r = (struct reading){ .state = SCALE_STABLE };
	reading_set_shown(&r, &(struct mass_shown){ INT64_MAX, 0, MASS_TONNE });
	assert_int_equal(r.reason, REASON_TOO_LARGE);
	assert_true(reading_is_doubtful(&r));
}

static void what_a_weighing_is_made_of(void **state)
{
	struct reading r = reading(SCALE_STABLE, 12500, 1);
	struct weighing_input in = { &r, 0, 500 * MASS_MG_PER_KG, 1000 };
	struct weighing w = { 0 };
	struct sentence why;

	(void)state;
	assert_int_equal(weighing_make(&in, &w, &why), 0);
	assert_int_equal(w.net_mg, 12500000);
	assert_int_equal(w.gross_mg, 12500000);
	in.tare_mg = 2000000;
	assert_int_equal(weighing_make(&in, &w, &why), 0);
	assert_int_equal(w.net_mg, 10500000);
	assert_int_equal(w.tare_mg, 2000000);
	r.device_net = true;
	assert_int_equal(weighing_make(&in, &w, &why), -EBADMSG);
	assert_string_equal(why.key, "tared_twice");
	in.tare_mg = 0;
	assert_int_equal(weighing_make(&in, &w, &why), 0);
	assert_int_equal(w.provenance, PROVENANCE_DEVICE_TARE);
	in.max_mg = 12 * MASS_MG_PER_KG;
	assert_int_equal(weighing_make(&in, &w, &why), -EBADMSG);
	assert_string_equal(why.key, "above_maximum");
	for (int s = SCALE_MOVING; s < SCALE_STATE_COUNT; s++) {
		r = reading((enum scale_state)s, 5000, 1);
		assert_int_equal(weighing_make(&in, &w, &why), -EBADMSG);
		assert_string_equal(why.key, "not_stable");
	}
}

static void catalogue_days_and_clashes(void **state)
{
	struct catalogue_row rows[] = {
		{ .kind = CATALOGUE_CATEGORY, .code = "TLC", .valid_from = "1970-01-01" },
		{ .kind = CATALOGUE_CATEGORY,
			.code = "TLC-VET",
			.parent = "TLC",
			.valid_from = "2026-01-01",
			.valid_until = "2027-01-01" },
		{ .kind = CATALOGUE_ORIGIN, .code = "TLC_VET", .valid_from = "1970-01-01" },
		{ .kind = CATALOGUE_CATEGORY, .code = "TL-CVET", .valid_from = "1970-01-01" },
	};
	struct catalogue c = { .count = 3, .rows = rows };
	size_t a, b;

	(void)state;
	assert_non_null(catalogue_find(&c, CATALOGUE_CATEGORY, "TLC-VET", "2026-12-31"));
	assert_null(catalogue_find(&c, CATALOGUE_CATEGORY, "TLC-VET", "2027-01-01"));
	assert_null(catalogue_find(&c, CATALOGUE_CATEGORY, "TLC-VET", "2025-12-31"));
	assert_true(catalogue_has_children(&c, "TLC", "2026-05-01"));
	assert_false(catalogue_has_children(&c, "TLC", "2028-05-01"));
	assert_ptr_equal(
		catalogue_find_squashed(&c, CATALOGUE_CATEGORY, "TLCVET", "2026-05-01"), &rows[1]);
	assert_int_equal(catalogue_find_clash(&c, &a, &b), 0);
	assert_int_equal(catalogue_find_twice(&c, &a, &b), 0);
	c.count = 4;
	assert_int_equal(catalogue_find_clash(&c, &a, &b), 1);
	assert_int_equal(a, 1);
	assert_int_equal(b, 3);
}

static void sentences_expand_and_never_cut_a_character(void **state)
{
	struct sentence s = { .key = "x" };
	char text[64];

	(void)state;
	sentence_param(&s, "name", "Vêtements");
	sentence_param_int(&s, "n", -3);
	assert_string_equal(sentence_expand("{name}: {n} {other} {", &s, text, sizeof(text)),
		"Vêtements: -3 {other} {");
	assert_string_equal(sentence_expand("{name}", &s, text, 3), "V"); /* ê is two bytes */
	assert_string_equal(sentence_expand("été", &s, text, 5), "ét");
	assert_string_equal(sentence_expand("", &s, text, 1), "");
}

static void reason_is(const char *said, const char *code, const char *words)
{
	char got[CODE_SIZE], rest[64];

	reason_read(said, got, rest, sizeof(rest));
	assert_string_equal(got, code);
	assert_string_equal(rest, words);
}

static void truth_34_only_reasons_of_the_list_are_codes(void **state)
{
	static const char *const codes[] = { "UNDO", "CATEGORY", "LOAD_CHANGED", "LEFT", "PAPER",
		"SCALE", "MISTAKE", "DOUBLE", "WRONG_WEIGHT", "TEST", "OTHER" };

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		reason_is(codes[i], codes[i], "");
	reason_is("wrong_weight", "WRONG_WEIGHT", "");
	reason_is("Dupont", "OTHER", "Dupont");
	reason_is("LEFTOVER", "OTHER", "LEFTOVER");
	reason_is("pesé deux fois", "OTHER", "pesé deux fois");
	reason_is("", "OTHER", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_report_is_never_stable),
		cmocka_unit_test(a_span_is_kept_and_a_slow_drift_is_not_stable),
		cmocka_unit_test(random_series),
		cmocka_unit_test(a_unit_without_value_is_a_fault),
		cmocka_unit_test(what_a_weighing_is_made_of),
		cmocka_unit_test(catalogue_days_and_clashes),
		cmocka_unit_test(truth_34_only_reasons_of_the_list_are_codes),
		cmocka_unit_test(sentences_expand_and_never_cut_a_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
