// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The tables that a coordinator hands over (T1 to T5, checks) on a year of each sort: one sum in all of them,
 * reuse net of returns, rates with what they are of, a blank where there is nothing to divide by.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "day.h"
#include "mass.h"
#include "report_rig.h"

enum {
	IN_MG = 12500000 + 499 + 7250000 + 1500000,
	BACK_MG = 1000000,
	REUSE_MG = 3000500,
	OUT_MG = REUSE_MG - BACK_MG + 4000000 + 2000000 + 1000000 + 500000,
};

static const struct cell *total(const struct table *t, const char *name)
{
	assert_true(table_column(t, name) < t->columns);
	return &t->total[table_column(t, name)];
}

static int64_t sum_of(struct ledger_rig *r, const char *report, const char *column)
{
	struct table t = make_of(r, report, "2026", "");
	int64_t sum = 0, all = total(&t, column)->number;

	for (size_t n = 0; n < t.rows; n++)
		sum += table_cell(&t, n, table_column(&t, column))->number;
	assert_int_equal(sum, all);
	table_done(&t);
	return sum;
}

static void reuse_is_net_of_what_came_back(void **state)
{
	struct table t = make_of(*state, "T1", "2026", "");

	assert_int_equal(t.rows, 1);
	assert_int_equal(total(&t, "in_mg")->number, IN_MG);
	assert_int_equal(total(&t, "reuse_mg")->number, REUSE_MG);
	assert_int_equal(total(&t, "neutral_in_mg")->number, BACK_MG);
	assert_int_equal(total(&t, "reuse_net_mg")->number, REUSE_MG - BACK_MG);
	assert_int_equal(total(&t, "out_mg")->number, OUT_MG);
	assert_int_equal(total(&t, "diverted_mg")->number, OUT_MG - 1500000);
	assert_int_equal(total(&t, "recovered_mg")->number, OUT_MG - 500000);
	/* What came in, returns too, less what went out and was lost, is the stock's change. */
	assert_int_equal(total(&t, "dk_mg")->number, IN_MG - OUT_MG - 250000);
	table_done(&t);
}

static void every_table_has_the_same_sum(void **state)
{
	static const struct {
		const char *report, *column;
		int64_t mg;
	} sums[] = {
		{ "T2", "in_mg", IN_MG },
		{ "T2", "reuse_net_mg", REUSE_MG - BACK_MG },
		{ "T2", "neutral_in_mg", BACK_MG },
		{ "T3", "in_mg", IN_MG },
		{ "T3", "neutral_in_mg", BACK_MG },
		{ "T3", "deposits", 5 },
		{ "T4", "out_mg", OUT_MG },
		{ "T4", "correction_mg", 250000 },
		{ "T4", "removals", 6 },
		{ "T5", "in_mg", IN_MG },
		{ "T5", "2026-02_mg", 7250000 },
		{ "T5", "2026-07_mg", 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(sums); i++)
		assert_int_equal(sum_of(*state, sums[i].report, sums[i].column), sums[i].mg);
}

/* Cut, so that one decimal is that of the quotient; nothing where there is nothing to divide by. */
static void a_rate_says_what_it_is_of(void **state)
{
	struct table t = make_of(*state, "T1", "2026", "");
	size_t rate = table_column(&t, "reuse_of_out_ppm");
	char said[256], buf[32];

	assert_int_equal(t.total[rate].number, (int64_t)(REUSE_MG - BACK_MG) * 1000000 / OUT_MG);
	assert_string_equal(table_text(&t, 0, rate, ',', buf), "21,1");
	assert_string_equal(table_formula(&t, rate, LANG_FR, said, sizeof(said)),
		"Taux de réemploi sur sorties = Réemployé net ÷ Sorties");
	assert_null(table_formula(&t, table_column(&t, "out_mg"), LANG_FR, said, sizeof(said)));
	for (size_t i = t.keys; i < t.columns; i++)
		assert_int_equal(table_formula(&t, i, LANG_EN, said, sizeof(said)) != NULL,
			t.column[i].type == COLUMN_PPM);
	assert_string_equal(table_kg_name(&t, rate, buf), "reuse_of_out_percent");
	assert_string_equal(table_kg_name(&t, table_column(&t, "out_mg"), buf), "out_t");
	table_done(&t);
	t = make_of(*state, "T1", "2026-02", ""); /* nothing went out */
	assert_true(t.total[table_column(&t, "reuse_of_out_ppm")].none);
	assert_false(t.total[table_column(&t, "reuse_of_in_ppm")].none);
	assert_string_equal(table_text(&t, 0, table_column(&t, "reuse_of_out_ppm"), ',', buf), "");
	table_done(&t);
	t = make_of(*state, "T2", "2026", "");
	assert_string_equal(
		table_formula(&t, table_column(&t, "share_of_in_ppm"), LANG_EN, said, sizeof(said)),
		"Share of what came in = In ÷ total In");
	table_done(&t);
}

static void tonnes_are_rounded_once(void **state)
{
	static const struct {
		int64_t mg;
		const char *text;
	} cases[] = { { 499999, "0,000" }, { 500000, "0,001" }, { -499999, "0,000" },
		{ -500000, "-0,001" }, { INT64_C(10000000000000), "10000,000" } };
	struct cell cell = { 0 };
	struct table t = { .tonnes = true, .columns = 1, .rows = 1, .cells = &cell };
	char buf[32];

	(void)state;
	t.column[0] = (struct column){ "in_mg", COLUMN_MG, LABELS_NONE, false };
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		cell.number = cases[i].mg;
		assert_string_equal(table_text(&t, 0, 0, ',', buf), cases[i].text);
	}
}

/* Of masses a row of nothing is none; of acts it is one that moved nothing. */
static void an_act_of_nothing_is_no_empty_table(void **state)
{
	struct cell cell = { 0 };
	struct table t = { .acts = true, .columns = 1, .rows = 1, .cells = &cell };

	(void)state;
	t.column[0] = (struct column){ "now_mg", COLUMN_MG, LABELS_NONE, false };
	assert_false(table_is_empty(&t));
	t.rows = 0;
	assert_true(table_is_empty(&t));
	t = (struct table){ .columns = 1, .rows = 1, .cells = &cell, .column[0] = t.column[0] };
	assert_true(table_is_empty(&t));
}

static int64_t check(const struct table *t, const char *name, const char *column)
{
	for (size_t n = 0; n < t->rows; n++)
		if (strcmp(table_cell(t, n, 0)->text, name) == 0) {
			const struct cell *c = table_cell(t, n, table_column(t, column));

			assert_false(c->none);
			return c->number;
		}
	fail_msg("no check %s", name);
	return 0;
}

static void checks_before_figures_are_handed_over(void **state)
{
	struct table t = make_of(*state, "controls", "2026", "");

	assert_int_equal(check(&t, "gap", "mass_mg"), 0);
	assert_int_equal(check(&t, "dk", "mass_mg"), IN_MG - OUT_MG - 250000);
	assert_int_equal(check(&t, "typed", "mass_mg"), 1500000);
	assert_int_equal(check(&t, "no_scheme", "mass_mg"), 7250000);
	assert_int_equal(check(&t, "no_scheme", "of_mass_mg"), IN_MG);
	assert_int_equal(check(&t, "days_without", "of_number"), 365);
	assert_int_equal(check(&t, "days_without", "number"), 365 - 7);
	assert_int_equal(check(&t, "scale_checked", "of_number"), 6);
	assert_int_equal(check(&t, "doubtful", "number"), 0);
	assert_true(table_cell(&t, 0, table_column(&t, "number"))->none);
	assert_false(table_is_empty(&t));
	table_done(&t);
}

/* Each line of what left as waste, with its code; a donor's goods; between members. */
static void waste_donors_and_members(void **state)
{
	struct ledger_rig *r = *state;
	struct table t;

	record(r, "2026-05-04", "HRP-LIV", "TRANSFERT", "", 8000000, 0);
	record(r, "2026-05-04", "HRP-LIV", "", "TRANSF_POLE", 600000, 0);
	t = make_of(r, "R7", "2026", "");
	assert_int_equal(t.rows, 1);
	assert_int_equal(total(&t, "from_members_mg")->number, 8000000);
	assert_int_equal(total(&t, "to_members_mg")->number, 600000);
	table_done(&t);
	assert_int_equal(sum_of(r, "T1", "from_members_mg"), 8000000);
	assert_int_equal(sum_of(r, "R5", "in_mg"), IN_MG + 8000000);
	t = make_of(r, "R4", "2026", "");
	assert_int_equal(
		t.rows, rig_int(r, "SELECT count(*) FROM weighing WHERE waste_code <> ''"));
	assert_true(t.rows > 0);
	assert_int_equal(total(&t, "out_mg")->number,
		rig_int(r, "SELECT sum(net_mg) FROM weighing WHERE waste_code <> ''"));
	table_done(&t);
}

/* Months that had nothing, too; years where there are too many months. */
static void months_stand_side_by_side(void **state)
{
	struct table t = make_of(*state, "T5", "2026-Q1", "");
	struct report_query q = { .first_day = "2020-01-01", .last_day = "2027-12-31" };

	assert_int_equal(t.columns, 2 + 3);
	assert_string_equal(t.column[4].name, "2026-03_mg");
	assert_string_equal(table_title(&t, 4, LANG_FR), "2026-03");
	table_done(&t);
	assert_int_equal(report_make(((struct ledger_rig *)*state)->ledger, report_find("T5"), &q,
				 LANG_FR, &t),
		0);
	assert_int_equal(t.columns, 2 + 8);
	assert_string_equal(t.column[9].name, "2027_mg");
	assert_int_equal(t.total[9].number, 99000000);
	assert_int_equal(t.total[8].number, IN_MG);
	table_done(&t);
}

/* Each with its own title and days; how scales were checked is said once; a year earlier is that. */
static void a_report_has_its_tables(void **state)
{
	static const char *const names[] = { "R3", "T2", "T3", "T4", "T5", "before", "T9",
		"controls" };
	struct table t = make_of(*state, "r3", "2027", "");
	size_t n = 0;

	for (const struct table *x = &t; x; x = x->next) {
		assert_true(n < ARRAY_SIZE(names));
		assert_string_equal(x->name, names[n++]);
		assert_int_equal(x->of_scales, x == &t);
		if (strcmp(x->name, "before") == 0) {
			assert_string_equal(x->fact[0].value, "2026-01-01");
			assert_string_equal(x->fact[1].value, "2026-12-31");
			assert_int_equal(total(x, "in_mg")->number, IN_MG);
		}
	}
	assert_int_equal(n, ARRAY_SIZE(names));
	assert_int_equal(t.total[table_column(&t, "in_mg")].number, 99000000);
	table_done(&t);
	t = make_of(*state, "R1", "2024", "");
	assert_true(table_is_empty(&t));
	table_done(&t);
}

static void a_year_earlier(void **state)
{
	static const char *const cases[][3] = {
		{ "2024-02", "2023-02-01", "2023-02-28" },
		{ "2025-02", "2024-02-01", "2024-02-29" },
		{ "2024-02-29", "2023-02-28", "2023-02-28" },
		{ "2026-S1", "2025-01-01", "2025-06-30" },
		{ "2026-03-14", "2025-03-14", "2025-03-14" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct table t = make_of(*state, "before", cases[i][0], "");

		assert_string_equal(t.fact[0].value, cases[i][1]);
		assert_string_equal(t.fact[1].value, cases[i][2]);
		table_done(&t);
	}
}

static void a_file_has_a_name_that_says_what_it_is(void **state)
{
	static const struct {
		const char *first, *last, *site;
		enum table_format format;
		const char *name;
	} cases[] = {
		{ "2026-01-01", "2026-12-31", "", FORMAT_XLSX, "2027-01-12_MS_R3_2026_v1.xlsx" },
		{ "2026-07-01", "2026-12-31", "", FORMAT_PDF, "2027-01-12_MS_R3_2026-S2_v1.pdf" },
		{ "2026-07-01", "2026-09-30", "", FORMAT_CSV_FR,
			"2027-01-12_MS_R3_2026-Q3_v1_fr.csv" },
		{ "2026-02-01", "2026-02-28", "", FORMAT_CSV,
			"2027-01-12_MS_R3_2026-02_v1_iso.csv" },
		{ "2026-02-01", "2026-02-01", "", FORMAT_JSON,
			"2027-01-12_MS_R3_2026-02-01_v1.json" },
		{ "2026-02-01", "2026-03-31", "A/\"B", FORMAT_TABLE,
			"2027-01-12_A--B_R3_2026-02-01_2026-03-31_v1.txt" },
	};
	char name[REPORT_FILE_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct report_query q = { 0 };

		memcpy(q.first_day, cases[i].first, DAY_SIZE);
		memcpy(q.last_day, cases[i].last, DAY_SIZE);
		(void)snprintf(q.site, sizeof(q.site), "%s", cases[i].site);
		report_file_name(report_find("R3"), &q, "MS", "2027-01-12", cases[i].format, name,
			sizeof(name));
		assert_string_equal(name, cases[i].name);
	}
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(reuse_is_net_of_what_came_back),
		T(every_table_has_the_same_sum),
		T(a_rate_says_what_it_is_of),
		T(tonnes_are_rounded_once),
		T(an_act_of_nothing_is_no_empty_table),
		T(checks_before_figures_are_handed_over),
		T(months_stand_side_by_side),
		T(waste_donors_and_members),
		T(a_report_has_its_tables),
		T(a_year_earlier),
		T(a_file_has_a_name_that_says_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
