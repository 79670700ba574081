// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Bodies, their categories and what is declared to them: which mappings can be, masses shared out to the
 * milligram, what was filed and what may follow.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "apportion.h"
#include "catalogue_rig.h"
#include "entry_void.h"
#include "report_rig.h"
#include "scheme.h"
#include "scheme_sheet.h"

#define MAP "\"kind\":\"scheme-map\",\"label_fr\":\"m\","
#define TO(body_, category_) "\"eco_organisme\":\"" body_ "\",\"scheme_category\":\"" category_ "\""
#define TLC "\"category\":\"TLC-VET\",\"flow\":\"all\",\"share_ppm\":1000000,"

static void bodies(struct ledger_rig *r)
{
	write_it(r,
		"{\"from\":\"2026-01-01\",\"rows\":["
		"{\"kind\":\"partner\",\"code\":\"ECO-A\",\"label_fr\":\"A\",\"roles\":\"eco_"
		"organisme\"},"
		"{\"kind\":\"partner\",\"code\":\"ECO-B\",\"label_fr\":\"B\",\"roles\":\"eco_"
		"organisme\"},"
		"{\"kind\":\"scheme-site\",\"code\":\"CA\",\"label_fr\":\"A\",\"scheme\":\"TLC\","
		"\"eco_organisme\":\"ECO-A\",\"convention\":\"2026-17\",\"window_days\":30},"
		"{\"kind\":\"scheme-category\",\"code\":\"A1\",\"label_fr\":\"A "
		"1\",\"eco_organisme\":\"ECO-A\"},"
		"{\"kind\":\"scheme-category\",\"code\":\"A2\",\"label_fr\":\"A "
		"2\",\"eco_organisme\":\"ECO-A\"},"
		"{\"kind\":\"scheme-category\",\"code\":\"B1\",\"label_fr\":\"B "
		"1\",\"eco_organisme\":\"ECO-B\"}]}",
		false, 6);
}

/* The first mistake of these rows. */
static void refuses(struct ledger_rig *r, const char *rows, const char *error, const char *field)
{
	char text[2048];
	struct catalogue_edit e;
	json_t *json, *first;

	(void)snprintf(text, sizeof(text), "{\"from\":\"2026-01-01\",\"rows\":[%s]}", rows);
	e = edit_of(r, text);
	json = plan(r, &e, 422);
	first = json_array_get(json_object_get(json, "mistakes"), 0);
	assert_string_equal(json_string_value(json_object_get(first, "error")), error);
	assert_string_equal(json_string_value(json_object_get(first, "field")), field);
	json_decref(json);
	catalogue_edit_done(&e);
}

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

static int64_t sum_of(
	const struct scheme_line *lines, int count, const char *body, enum scheme_figure figure)
{
	int64_t sum = 0;

	for (int i = 0; i < count; i++)
		if (!body || strcmp(lines[i].eco_organisme, body) == 0)
			sum += lines[i].figure[figure];
	return sum;
}

static const char share_it[] =
	"{\"rows\":[{" MAP "\"code\":\"M1\",\"valid_from\":\"2026-01-01\",\"valid_until\":"
	"\"2026-02-15\"," TLC TO("ECO-A",
		"A1") "},{" MAP "\"code\":\"M2\",\"valid_from\":\"2026-02-15\",\"category\":\"TLC-"
		      "VET\",\"flow\":\"all\","
		      "\"share_ppm\":333333," TO("ECO-A",
			      "A1") "},{" MAP "\"code\":\"M3\",\"valid_from\":\"2026-02-15\","
				    "\"category\":\"TLC-VET\",\"flow\":\"all\","
				    "\"share_ppm\":333333," TO("ECO-A",
					    "A2") "},{" MAP
						  "\"code\":\"M4\",\"valid_from\":\"2026-02-15\","
						  "\"category\":\"TLC-VET\",\"flow\":\"all\","
						  "\"share_ppm\":333334," TO("ECO-B", "B1") "}]}";

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

/* ---- declarations ---- */

static struct ledger_result declare(struct ledger_rig *r, const char *body, const char *period,
	enum declaration_state step, int64_t cents)
{
	struct declaration d = { .state = step, .amount_cents = cents };
	struct ledger_job job = { .now = r->now, .drafts = { { &declaration_kind, &d, NULL } } };
	struct ledger_result res;

	(void)snprintf(d.eco_organisme, sizeof(d.eco_organisme), "%s", body);
	(void)snprintf(d.period, sizeof(d.period), "%s", period);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res;
}

static void not_declared(struct ledger_rig *r, const char *body, const char *period,
	enum declaration_state step, const char *key)
{
	struct ledger_result res = declare(r, body, period, step, 0);

	assert_int_not_equal(res.answer, LEDGER_WRITTEN);
	assert_string_equal(res.why.key, key);
}

static struct declaration declared(struct ledger_rig *r, enum declaration_state step, int64_t cents)
{
	struct ledger_result res = declare(r, "ECO-A", "2026-Q1", step, cents);
	struct declaration d;

	assert_int_equal(res.answer, LEDGER_WRITTEN);
	memcpy(&d, res.value, sizeof(d));
	return d;
}

static void steps_follow_each_other(void **state)
{
	struct ledger_rig *r = *state;
	struct scheme_line *lines = NULL;
	struct declaration d;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-03-31");
	not_declared(r, "ECO-A", "2026-Q1", DECLARATION_FILED, "period_open");
	rig_day(r, "2026-04-20");
	not_declared(r, "ECO-B", "2026-Q1", DECLARATION_FILED, "declaration_no_site");
	not_declared(r, "ECO-A", "2026-Q7", DECLARATION_FILED, "bad_period");
	not_declared(r, "ECO-A", "2026-Q1", DECLARATION_ACCEPTED, "declaration_step");
	assert_int_equal(declared(r, DECLARATION_DRAFT, 0).version, 1);
	not_declared(r, "ECO-A", "2026-Q1", DECLARATION_PAID, "declaration_step");
	d = declared(r, DECLARATION_FILED, 120000);
	assert_int_equal(d.version, 1);
	assert_int_equal(ledger_declared_lines(r->ledger, &d, &lines), 2);
	assert_int_equal(sum_of(lines, 2, "ECO-A", SCHEME_OWN_IN_MG), 12500499);
	free(lines);
	not_declared(r, "ECO-A", "2026-Q1", DECLARATION_FILED, "declaration_same");
	assert_int_equal(declared(r, DECLARATION_ACCEPTED, 0).version, 1);
	not_declared(r, "ECO-A", "2026-Q1", DECLARATION_ACCEPTED, "declaration_step");
	not_declared(r, "ECO-A", "2026-Q1", DECLARATION_PAID, "declaration_amount");
	declared(r, DECLARATION_PAID, 118050);
	record(r, "2026-01-20", "TLC-VET", "APP_VOL", "", 1000000, 0);
	rig_day(r, "2026-04-21");
	assert_int_equal(declared(r, DECLARATION_FILED, 0).version, 2);
	assert_int_equal(ledger_declaration(r->ledger, "ECO-A", "2026-Q1", &d), 0);
	assert_int_equal(d.version, 2);
	assert_int_equal(d.state, DECLARATION_FILED);
	rig_expect_sound(r);
}

static struct ledger_result take_back(struct ledger_rig *r, uint64_t seq)
{
	struct entry_void v = { .reason = "UNDO" };
	struct ledger_job job = { .now = r->now, .drafts = { { &entry_void_kind, &v, NULL } } };
	struct ledger_result res;

	(void)snprintf(v.name, sizeof(v.name), "declaration/%llu", (unsigned long long)seq);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res;
}

static void stands(struct ledger_rig *r, enum declaration_state state, int64_t expected)
{
	struct declaration d;
	int64_t cents;

	assert_int_equal(ledger_declaration(r->ledger, "ECO-A", "2026-Q1", &d), 0);
	assert_int_equal(d.state, state);
	assert_int_equal(ledger_declared_cents(r->ledger, &d, &cents), 0);
	assert_int_equal(cents, expected);
}

/* The newest step alone; what was expected is not lost with the next; nothing filed: all as before. */
static void a_mistaken_step_is_taken_back(void **state)
{
	struct ledger_rig *r = *state;
	struct declaration filed, paid, d;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-04-20");
	filed = declared(r, DECLARATION_FILED, 1200000);
	declared(r, DECLARATION_ACCEPTED, 0);
	paid = declared(r, DECLARATION_PAID, 120);
	stands(r, DECLARATION_PAID, 1200000);
	assert_string_equal(take_back(r, filed.seq).why.key, "used_by");
	assert_int_equal(take_back(r, paid.seq).answer, LEDGER_WRITTEN);
	stands(r, DECLARATION_ACCEPTED, 1200000);
	paid = declared(r, DECLARATION_PAID, 1200000);
	assert_int_equal(take_back(r, paid.seq).answer, LEDGER_WRITTEN);
	assert_int_equal(ledger_declaration(r->ledger, "ECO-A", "2026-Q1", &d), 0);
	assert_int_equal(take_back(r, d.seq).answer, LEDGER_WRITTEN);
	assert_int_equal(take_back(r, filed.seq).answer, LEDGER_WRITTEN);
	assert_int_equal(ledger_declaration(r->ledger, "ECO-A", "2026-Q1", &d), -ENOENT);
	write_it(r,
		"{\"rows\":[{\"kind\":\"scheme-map\",\"code\":\"M1\",\"valid_from\":"
		"\"2026-01-01\",\"scheme_category\":\"A2\"}]}",
		false, 1);
	assert_int_equal(declared(r, DECLARATION_FILED, 0).version, 1);
	rig_expect_sound(r);
}

static void days_are_filed_once(void **state)
{
	struct ledger_rig *r = *state;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-07-20");
	declared(r, DECLARATION_FILED, 0);
	not_declared(r, "ECO-A", "2026-02", DECLARATION_FILED, "declaration_overlaps");
	not_declared(r, "ECO-A", "2026-S1", DECLARATION_FILED, "declaration_overlaps");
	not_declared(r, "ECO-A", "2026-S1", DECLARATION_DRAFT, "declaration_overlaps");
	assert_int_equal(
		declare(r, "ECO-A", "2026-Q2", DECLARATION_FILED, 0).answer, LEDGER_WRITTEN);
	rig_expect_sound(r);
}

/* Nothing came in: that is filed too. And when all of it was void, it is filed again as nothing. */
static void nothing_is_filed_as_nothing(void **state)
{
	struct ledger_rig *r = *state;
	struct scheme_line *lines = NULL;
	struct declaration d;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-05-20");
	assert_int_equal(
		declare(r, "ECO-A", "2026-04", DECLARATION_FILED, 0).answer, LEDGER_WRITTEN);
	assert_int_equal(ledger_declaration(r->ledger, "ECO-A", "2026-04", &d), 0);
	assert_int_equal(ledger_declared_lines(r->ledger, &d, &lines), 0);
	free(lines);
	not_declared(r, "ECO-A", "2026-04", DECLARATION_FILED, "declaration_same");
	rig_expect_sound(r);
}

/* A version that is only drawn up hides nothing of the one that was filed. */
static void what_was_filed_stands_before_a_draft(void **state)
{
	struct ledger_rig *r = *state;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-04-20");
	declared(r, DECLARATION_FILED, 500);
	record(r, "2026-01-20", "TLC-VET", "APP_VOL", "", 1000000, 0);
	rig_day(r, "2026-04-21");
	assert_int_equal(declared(r, DECLARATION_DRAFT, 0).version, 2);
	stands(r, DECLARATION_FILED, 500);
	assert_int_equal(declared(r, DECLARATION_ACCEPTED, 0).version, 1);
	assert_int_equal(declared(r, DECLARATION_FILED, 0).version, 2);
	not_declared(r, "ECO-A", "2026-Q1", DECLARATION_DRAFT, "declaration_same");
	rig_expect_sound(r);
}

/* The mapping of days that were filed stays what it was; of others it may change. */
static void what_was_filed_keeps_its_mapping(void **state)
{
	static const char *const rows[] = {
		"{\"kind\":\"scheme-map\",\"code\":\"M1\",\"valid_from\":\"2026-01-01\",\"hidden\":"
		"true}",
		"{\"kind\":\"scheme-map\",\"code\":\"M1\",\"valid_from\":\"2026-01-01\","
		"\"scheme_category\":\"A2\"}",
		"{" MAP
		"\"code\":\"N\",\"valid_from\":\"2026-03-31\",\"category\":\"HRP-LIV\",\"flow\":"
		"\"all\",\"share_ppm\":1000000," TO("ECO-A", "A1") "}",
	};
	struct ledger_rig *r = *state;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-04-20");
	declared(r, DECLARATION_FILED, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		refuses(r, rows[i], "map_filed", "valid_from");
	write_it(r,
		"{\"rows\":[{" MAP "\"code\":\"N\",\"valid_from\":\"2026-04-01\",\"category\":"
		"\"HRP-LIV\",\"flow\":\"all\",\"share_ppm\":1000000," TO(
			"ECO-A", "A1") "},{" MAP "\"code\":\"P\",\"valid_from\":\"2026-01-01\","
				       "\"category\":\"HRP-VAI\",\"flow\":"
				       "\"all\",\"share_ppm\":1000000," TO("ECO-B", "B1") "}]}",
		false, 2);
	rig_expect_sound(r);
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
		IN_YEAR(steps_follow_each_other),
		IN_YEAR(a_mistaken_step_is_taken_back),
		IN_YEAR(days_are_filed_once),
		IN_YEAR(nothing_is_filed_as_nothing),
		IN_YEAR(what_was_filed_stands_before_a_draft),
		IN_YEAR(what_was_filed_keeps_its_mapping),
		cmocka_unit_test(columns_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
