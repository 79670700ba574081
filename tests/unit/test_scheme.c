// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Bodies, their categories and what is declared to them: which mappings can be, masses shared out to the
 * milligram, the sheet of a body.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "apportion.h"
#include "catalogue_facts.h"
#include "catalogue_plan.h"
#include "day.h"
#include "scheme_rig.h"
#include "scheme_sheet.h"

static void what_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *rows, *error, *field;
	} cases[] = {
		{ "{" MAP "\"code\":\"M\"," TLC TO(
			  "ECO-A", "A1") "},{" MAP "\"code\":\"N\"," TLC TO("ECO-B", "B1") "}",
			"map_overlaps", "share_ppm" },
		{ "{" MAP "\"code\":\"M\"," TLC TO("ECO-A",
			  "A1") "},{" MAP "\"code\":\"N\",\"category\":\"TLC-VET\",\"flow\":"
				"\"reuse\",\"share_ppm\":1," TO("ECO-B", "B1") "}",
			"map_overlaps", "share_ppm" },
		{ "{" MAP "\"code\":\"M\",\"category\":\"TLC-VET\",\"flow\":\"all\",\"share_ppm\":"
		  "999999," TO("ECO-A", "A1") "}",
			"map_shares", "share_ppm" },
		{ "{" MAP "\"code\":\"M\",\"category\":\"TLC-VET\",\"flow\":\"both\",\"share_ppm\":"
		  "1000000," TO("ECO-A", "A1") "}",
			"row_bad_flow", "flow" },
		{ "{" MAP "\"code\":\"M\"," TLC TO("ECO-A", "B1") "}", "map_other_body",
			"scheme_category" },
		{ "{" MAP "\"code\":\"M\"," TLC TO("ECO-C", "A1") "}", "row_no_such_code",
			"eco_organisme" },
		{ "{" MAP "\"code\":\"M\"," TLC "\"eco_organisme\":\"ECO-A\"}", "row_fact_missing",
			"scheme_category" },
		{ "{" MAP
		  "\"code\":\"M\",\"category\":\"TLC\",\"flow\":\"all\",\"share_ppm\":1000000," TO(
			  "ECO-A", "A1") "}",
			"map_root", "category" },
		{ "{\"kind\":\"scheme-site\",\"code\":\"CB\",\"label_fr\":\"B\"}",
			"row_fact_missing", "eco_organisme" },
		{ "{\"kind\":\"scheme-site\",\"code\":\"CB\",\"label_fr\":\"B\",\"eco_organisme\":"
		  "\"ECO-B\",\"columns\":\"Tonnes=own_in\"}",
			"row_bad_columns", "columns" },
		{ "{\"kind\":\"scheme-site\",\"code\":\"CB\",\"label_fr\":\"B\",\"scheme\":"
		  "\"EEE\",\"eco_organisme\":\"ECO-A\",\"valid_from\":\"2026-05-01\"}",
			"convention_overlaps", "eco_organisme" },
	};
	struct ledger_rig *r = *state;

	bodies(r);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		refuses(r, cases[i].rows, cases[i].error, cases[i].field);
	rig_expect_sound(r);
}

/* One after the other, by flow, by a sheet. */
static void what_can_be_is_kept(void **state)
{
	struct ledger_rig *r = *state;

	bodies(r);
	write_it(r,
		"kind;code;label_fr;category;flow;eco_organisme;scheme_category;share_ppm;valid_"
		"from;"
		"valid_until\r\n"
		"scheme-map;M1;a;TLC-VET;all;ECO-A;A1;1000000;01/01/2026;01/04/2026\r\n"
		"scheme-map;M2;a;TLC-VET;in;ECO-A;A1;400000;01/04/2026;\r\n"
		"scheme-map;M3;a;TLC-VET;in;ECO-B;B1;600000;01/04/2026;\r\n"
		"scheme-map;M4;a;TLC-VET;reuse;ECO-B;B1;1000000;01/04/2026;\r\n",
		true, 4);
	refuses(r,
		"{\"kind\":\"scheme-map\",\"code\":\"M3\",\"valid_from\":\"2026-04-01\","
		"\"hidden\":true}",
		"map_shares", "share_ppm");
	/* a convention goes on by another code on the day on which the first one ends, and by another body at once */
	write_it(r,
		"kind;code;label_fr;eco_organisme;valid_from;valid_until\r\n"
		"scheme-site;CA;a;ECO-A;01/01/2026;01/05/2026\r\n"
		"scheme-site;CB;b;ECO-A;01/05/2026;\r\n"
		"scheme-site;CC;c;ECO-B;01/01/2026;\r\n",
		true, 3);
	rig_expect_sound(r);
}

static void a_whole_is_its_parts_again(void **state)
{
	static const uint32_t thirds[] = { 333333, 333333, 333334 }, uneven[] = { 1, 999999 };
	const int64_t mg = INT64_C(10000000000000); /* 10,000 t */
	int64_t part[3];

	(void)state;
	scheme_apportion(mg + 1, thirds, 3, part);
	assert_int_equal(part[0] + part[1] + part[2], mg + 1);
	assert_int_equal(part[0], INT64_C(3333330000000));
	assert_int_equal(part[2], INT64_C(3333340000001));
	scheme_apportion(999999, uneven, 2, part);
	assert_int_equal(part[0], 0);
	assert_int_equal(part[1], 999999);
	scheme_apportion(INT64_MAX, thirds, 3, part);
	assert_int_equal(part[0] + part[1] + part[2], INT64_MAX);
}

/* ---- figures ---- */

/* A share that changes within a month; bodies and what nobody is told of are the whole. */
static void bodies_and_the_rest_are_the_whole(void **state)
{
	struct ledger_rig *r = *state;
	struct scheme_line *lines = NULL;
	struct table all;
	int count;

	bodies(r);
	write_it(r, share_it, false, 4);
	record(r, "2026-02-14", "TLC-VET", "APP_VOL", "", 1000001, 0);
	record(r, "2026-02-15", "TLC-VET", "APP_VOL", "", 2000002, 3);
	record(r, "2026-02-16", "TLC-VET", "TRANSFERT", "", 500000, 0);
	count = ledger_scheme_lines(r->ledger, "2026-01-01", "2026-12-31", "", &lines);
	assert_true(count > 0);
	all = make_of(r, "tonnage", "2026", "");
	assert_int_equal(sum_of(lines, count, NULL, SCHEME_OWN_IN_MG) +
				 sum_of(lines, count, NULL, SCHEME_FROM_MEMBERS_MG),
		all.total[table_column(&all, "in_mg")].number);
	assert_int_equal(sum_of(lines, count, NULL, SCHEME_REUSE_MG),
		all.total[table_column(&all, "reuse_mg")].number);
	assert_int_equal(sum_of(lines, count, NULL, SCHEME_NEUTRAL_IN_MG),
		all.total[table_column(&all, "neutral_in_mg")].number);
	assert_int_equal(sum_of(lines, count, NULL, SCHEME_RECYCLING_MG),
		all.total[table_column(&all, "recycling_mg")].number);
	table_done(&all);
	/* 12,500,499 of January, 1,000,001 of the day before, two thirds of 2,000,002 */
	assert_int_equal(
		sum_of(lines, count, "ECO-A", SCHEME_OWN_IN_MG), 12500499 + 1000001 + 2 * 666666);
	assert_int_equal(sum_of(lines, count, "ECO-B", SCHEME_OWN_IN_MG), 666670);
	assert_int_equal(sum_of(lines, count, "ECO-B", SCHEME_UNITS_IN), 3);
	assert_int_equal(sum_of(lines, count, "ECO-A", SCHEME_FROM_MEMBERS_MG), 333332);
	free(lines);
}

/* Shares of more rows than are read would be a wrong figure: they are refused. */
static void rows_of_one_day_are_not_too_many(void **state)
{
	struct ledger_rig *r = *state;
	char rows[16000];
	size_t used = 0;

	bodies(r);
	for (int i = 0; i <= SCHEME_MAPS_MOST; i++)
		used += (size_t)snprintf(rows + used, sizeof(rows) - used,
			"%s{" MAP "\"code\":\"M%d\",\"category\":\"TLC-VET\",\"flow\":\"all\","
			"\"share_ppm\":%d," TO("ECO-A", "A1") "}",
			i ? "," : "", i, i ? 15000 : SHARE_WHOLE_PPM - 15000 * SCHEME_MAPS_MOST);
	assert_true(used < sizeof(rows));
	refuses(r, rows, "map_too_many", "share_ppm");
}

/* Thirds of a mass of each month: what months give is what the year gives. */
static void months_are_the_year(void **state)
{
	static const char *const periods[] = { "2026-01", "2026-02", "2026-03" };
	struct ledger_rig *r = *state;
	int64_t months = 0;
	struct scheme_line *lines = NULL;
	int count;

	bodies(r);
	write_it(r, share_it, false, 4);
	for (size_t i = 0; i < ARRAY_SIZE(periods); i++) {
		char day[DAY_SIZE];

		(void)snprintf(day, sizeof(day), "%s-20", periods[i]);
		record(r, day, "TLC-VET", "APP_VOL", "", 1000001, 0);
	}
	for (size_t i = 0; i < ARRAY_SIZE(periods); i++) {
		char first[DAY_SIZE], last[DAY_SIZE];

		assert_int_equal(day_period(periods[i], "", first, last), 0);
		count = ledger_scheme_lines(r->ledger, first, last, "", &lines);
		months += sum_of(lines, count, "ECO-A", SCHEME_OWN_IN_MG);
		free(lines);
	}
	count = ledger_scheme_lines(r->ledger, "2026-01-01", "2026-12-31", "", &lines);
	assert_int_equal(sum_of(lines, count, "ECO-A", SCHEME_OWN_IN_MG), months);
	free(lines);
	/* twice 2 * 333333 of February and March: of both at once it would be 1 more */
	assert_int_equal(months, 12500499 + 1000001 + 2 * (333333 + 333333));
}

/* ---- the sheet of a body ---- */

static void columns_are_read(void **state)
{
	static const char *const bad[] = { "SIRET", "=siret", "A=", "A=own_in", "A=siret_kg",
		"A=own_in_g", "A=siret;B" };
	const char *text = "N° SIRET=siret; Tonnes=own_in_t;\nU=units_in";
	struct sheet_column c;

	(void)state;
	assert_int_equal(scheme_sheet_next(&text, &c), 1);
	assert_string_equal(c.title, "N° SIRET");
	assert_int_equal(c.field, SHEET_SIRET);
	assert_int_equal(scheme_sheet_next(&text, &c), 1);
	assert_int_equal(c.field, SHEET_OWN_IN);
	assert_int_equal(c.exp10, -9);
	assert_int_equal(scheme_sheet_next(&text, &c), 1);
	assert_int_equal(c.field, SHEET_UNITS_IN);
	assert_int_equal(scheme_sheet_next(&text, &c), 0);
	for (text = scheme_sheet_usual; *text;)
		assert_int_equal(scheme_sheet_next(&text, &c), 1);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		int r = 1;

		for (text = bad[i]; r > 0;)
			r = scheme_sheet_next(&text, &c);
		assert_int_equal(r, -EINVAL);
	}
}

int main(void)
{
#define IN_YEAR(f) cmocka_unit_test_setup_teardown(f, up, down)
	const struct CMUnitTest tests[] = {
		IN_YEAR(what_cannot_be_is_refused),
		IN_YEAR(what_can_be_is_kept),
		cmocka_unit_test(a_whole_is_its_parts_again),
		IN_YEAR(bodies_and_the_rest_are_the_whole),
		IN_YEAR(rows_of_one_day_are_not_too_many),
		IN_YEAR(months_are_the_year),
		cmocka_unit_test(columns_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
