// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a change of the catalogue comes to before it is written: rows merged by the ledger's own
 * rules, mistakes with their rows, a preview; and that JSON and CSV write the same.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include <sqlite3.h>
#include "catalogue_edit.h"
#include "catalogue_facts.h"
#include "catalogue_plan.h"
#include "catalogue_rig.h"

/* "row error;row error;" of a refusal, or its error where it is of no row. */
static void refuses(struct ledger_rig *r, const char *text, const char *wanted)
{
	struct catalogue_edit e = edit_of(r, text);
	char got[512] = "";
	json_t *json, *one;
	size_t i;

	assert_int_equal(catalogue_edit_plan(r->ledger, &e), 0);
	json = e.text ? json_loads(e.text, 0, NULL) : NULL;
	json_array_foreach(json_object_get(json, "mistakes"), i, one)
	{
		size_t len = strlen(got);

		(void)snprintf(got + len, sizeof(got) - len, "%d %s;",
			(int)json_integer_value(json_object_get(one, "row")),
			json_string_value(json_object_get(one, "error")));
	}
	assert_string_equal(json ? got : e.why.key, wanted);
	json_decref(json);
	catalogue_edit_done(&e);
}

static void mistakes_have_their_rows(void **state)
{
	struct ledger_rig *r = *state;

	refuses(r, "{\"rows\":[{\"kind\":\"category\",\"code\":\"A\"}]}", "1 row_without_label;");
	refuses(r, "{\"rows\":[{},{\"kind\":1,\"code\":\"A\",\"sort\":99999999999}]}",
		"1 row_without_kind;2 field_not_text;2 field_out_of_range;");
	refuses(r, "{\"rows\":[{\"kind\":\"place\",\"code\":\"A\",\"label_fr\":\"a\\u0007\"}]}",
		"1 row_unseen;");
	refuses(r,
		"{\"rows\":[{\"kind\":\"container\",\"code\":\"A\",\"label_fr\":\"a\","
		"\"tare_mg\":1,\"tare_kg\":\"1\"}]}",
		"1 field_unknown;");
	refuses(r, "{\"rows\":[{\"kind\":\"category\",\"code\":\"TLC\",\"parent\":\"DEA\"}]}",
		"1 row_bad_parent;1 row_bad_parent;1 row_bad_parent;");
	refuses(r, "[]", "bad_json");
	refuses(r, "{\"rows\":[],\"rows\":[]}", "bad_json");
	refuses(r, "{\"rows\":{}}", "field_missing");
	refuses(r, "{\"rows\":[],\"more\":1}", "field_unknown");
}

/* Issue 10, the ground: each fact that cannot be, with its row and field; nothing is written. */
static void ground_10_a_fact_that_cannot_be_is_refused(void **state)
{
	static const struct {
		const char *row, *error, *field;
	} cases[] = {
		{ "\"kind\":\"partner\",\"siret\":\"5521003400010\"", "row_bad_siret", "siret" },
		{ "\"kind\":\"partner\",\"siret\":\"73282932000075\"", "row_bad_siret", "siret" },
		{ "\"kind\":\"partner\",\"siret\":\"35600000000049\"", "row_bad_siret", "siret" },
		{ "\"kind\":\"partner\",\"insee\":\"99999\"", "row_bad_insee", "insee" },
		{ "\"kind\":\"partner\",\"insee\":\"20004\"", "row_bad_insee", "insee" },
		{ "\"kind\":\"partner\",\"naf\":\"3832\"", "row_bad_naf", "naf" },
		{ "\"kind\":\"partner\",\"roles\":\"donor friend\"", "row_bad_words", "roles" },
		{ "\"kind\":\"partner\",\"donor_type\":\"shop\"", "csv_bad_word", "donor_type" },
		{ "\"kind\":\"partner\",\"address\":\"a\u202eb\"", "row_unseen", "address" },
		{ "\"kind\":\"partner\",\"pinned\":1", "field_unknown", "pinned" },
		{ "\"kind\":\"place\",\"departement\":\"96\"", "row_bad_departement",
			"departement" },
		{ "\"kind\":\"place\",\"epci_siren\":\"200068071\"", "row_bad_siren",
			"epci_siren" },
		{ "\"kind\":\"category\",\"pinned\":13", "row_out_of_range", "pinned" },
		{ "\"kind\":\"category\",\"min_kg\":\"1001\"", "row_out_of_range", "min_mg" },
		{ "\"kind\":\"category\",\"min_kg\":\"-1\"", "row_out_of_range", "min_mg" },
		{ "\"kind\":\"container\",\"tare_day\":\"2026-02-30\"", "csv_bad_day", "tare_day" },
		{ "\"kind\":\"waste-code\",\"waste\":\"200136\"", "row_bad_waste", "waste" },
	};
	struct ledger_rig *r = *state;
	uint64_t entries = rig_expect_sound(r);

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct catalogue_edit e;
		char text[256];
		json_t *json, *first;

		(void)snprintf(text, sizeof(text),
			"{\"rows\":[{%s,\"code\":\"A\",\"label_fr\":\"a\"}]}", cases[i].row);
		e = edit_of(r, text);
		json = plan(r, &e, 422);
		first = json_array_get(json_object_get(json, "mistakes"), 0);
		assert_int_equal(json_integer_value(json_object_get(first, "row")), 1);
		assert_string_equal(
			json_string_value(json_object_get(first, "error")), cases[i].error);
		assert_string_equal(
			json_string_value(json_object_get(first, "field")), cases[i].field);
		json_decref(json);
		catalogue_edit_done(&e);
	}
	assert_int_equal(rig_expect_sound(r), entries);
}

/* La Poste's own number, Corsica, a department of three digits, and a list of words. */
static void ground_10_a_fact_that_can_be_is_kept(void **state)
{
	struct ledger_rig *r = *state;

	write_it(r,
		"{\"rows\":["
		"{\"kind\":\"container\",\"code\":\"ROLL1\",\"label_fr\":\"Roll "
		"1\",\"tare_kg\":\"21,4\","
		"\"part\":\"base\",\"tare_day\":\"2026-02-03\",\"face_cm2\":4800},"
		"{\"kind\":\"partner\",\"code\":\"POSTE\",\"label_fr\":\"Poste\",\"siret\":"
		"\"35600000049837\",\"insee\":\"2A004\",\"naf\":\"53.10Z\",\"roles\":\"donor "
		"carrier\"},"
		"{\"kind\":\"place\",\"code\":\"PORT\",\"label_fr\":\"Le Port\",\"place_type\":"
		"\"commune\",\"insee\":\"97407\",\"departement\":\"974\"},"
		"{\"kind\":\"category\",\"code\":\"TLC-VET\",\"pinned\":1,\"ask_above_kg\":\"60\"}]"
		"}",
		false, 4);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_container WHERE code = 'ROLL1'"
				    " AND part = 'base' AND face_cm2 = 4800"),
		1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_partner WHERE insee = '2A004'"
				    " AND roles = 'donor carrier' AND person = 0"),
		1);
	assert_int_equal(rig_int(r, "SELECT ask_above_mg FROM catalogue_category WHERE pinned = 1"),
		60000000);
	/* Emptied again, and its shipped facts stay what they are. */
	write_it(r, "{\"rows\":[{\"kind\":\"category\",\"code\":\"TLC-VET\",\"pinned\":null}]}",
		false, 1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_category WHERE pinned = 1"), 0);
	assert_int_equal(
		rig_int(r, "SELECT count(*) FROM catalogue_category WHERE code = 'ALI' AND food"),
		1);
	rig_expect_sound(r);
}

/* Neither name nor address of a natural person is in an entry or in a row. */
static void ground_10_a_person_can_be_forgotten(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue *c = NULL;
	const struct catalogue_row *row;

	write_it(r,
		"{\"rows\":[{\"kind\":\"partner\",\"code\":\"P1\",\"label_fr\":\"Zoé Dupont\","
		"\"person\":true,\"address\":\"3 rue Dupont\",\"insee\":\"25411\"}]}",
		false, 1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry WHERE instr(body, 'Dupont')"), 0);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_partner WHERE address = '' AND"
				    " person"),
		1);
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	row = catalogue_find(c, CATALOGUE_PARTNER, "P1", TODAY);
	assert_string_equal(row->label_fr, "Zoé Dupont");
	assert_string_equal(catalogue_facts(row)->address, "3 rue Dupont");
	assert_string_equal(catalogue_facts(row)->insee, "25411");
	c = catalogue_free(c);
	rig_expect_sound(r);
	assert_int_equal(
		sqlite3_exec(ledger_db(r->ledger), "DELETE FROM erasable", NULL, NULL, NULL), 0);
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	row = catalogue_find(c, CATALOGUE_PARTNER, "P1", TODAY);
	assert_string_equal(row->label_en, "erased");
	assert_string_equal(catalogue_facts(row)->address, "");
	assert_true(catalogue_facts(row)->person);
	catalogue_free(c);
	rig_expect_sound(r);
}

/* From 1970, so that what is told of days before today would move; its words are no figure. */
static void a_past_figure_does_not_move(void **state)
{
	struct ledger_rig *r = *state;

	refuses(r,
		"{\"rows\":[{\"kind\":\"destination\",\"code\":\"OMR\",\"class\":\"reuse\","
		"\"valid_from\":\"2026-06-30\"},{\"kind\":\"origin\",\"code\":\"RETOUR\","
		"\"counts_as_intake\":true,\"valid_from\":\"1970-01-01\"}]}",
		"1 row_past;2 row_past;");
	write_it(r,
		"{\"rows\":[{\"kind\":\"destination\",\"code\":\"OMR\",\"label_fr\":\"x\","
		"\"valid_from\":\"1970-01-01\"}]}",
		false, 1);
	write_it(r, "{\"rows\":[{\"kind\":\"destination\",\"code\":\"OMR\",\"class\":\"reuse\"}]}",
		false, 1);
	/* It would end where that one begins: nothing of today on is touched by it either. */
	refuses(r,
		"{\"rows\":[{\"kind\":\"destination\",\"code\":\"OMR\",\"class\":\"reuse\","
		"\"valid_from\":\"2026-05-01\"}]}",
		"1 row_past;");
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue WHERE code = 'OMR'"), 2);
}

static void json_and_csv_write_the_same_body(void **state)
{
	struct ledger_rig *r = *state;
	static const char bodies[] =
		"SELECT count(DISTINCT json_extract(body, '$.rows')) FROM (SELECT body FROM entry"
		" WHERE kind = 'catalogue' ORDER BY seq DESC LIMIT 2)";

	write_it(r,
		"{\"rows\":[{\"kind\":\"container\",\"code\":\"BAC\",\"label_fr\":\"Bac\","
		"\"tare_kg\":\"1,5\"},{\"kind\":\"category\",\"code\":\"TLC-VET\",\"hidden\":true}]"
		"}",
		false, 2);
	write_it(r,
		"{\"rows\":[{\"kind\":\"container\",\"code\":\"BAC\",\"label_fr\":\"Seau\"},"
		"{\"kind\":\"category\",\"code\":\"TLC-VET\",\"hidden\":false}]}",
		false, 2);
	write_it(r,
		"kind;code;label_fr;tare_kg;hidden\ncontainer;BAC;Bac;1,5;no\n"
		"category;TLC-VET;Vêtements;;oui\n",
		true, 2);
	write_it(r,
		"{\"rows\":[{\"kind\":\"container\",\"code\":\"BAC\",\"label_fr\":\"Seau\"},"
		"{\"kind\":\"category\",\"code\":\"TLC-VET\",\"hidden\":false}]}",
		false, 2);
	write_it(r,
		"{\"rows\":[{\"kind\":\"container\",\"code\":\"BAC\",\"label_fr\":\"Bac\"},"
		"{\"kind\":\"category\",\"code\":\"TLC-VET\",\"hidden\":true}]}",
		false, 2);
	assert_int_equal(rig_int(r, bodies), 2);
	assert_int_equal(rig_expect_sound(r) > 0, 1);
}

static size_t count_of(const json_t *json, const char *name)
{
	return (size_t)json_integer_value(json_object_get(json_object_get(json, "counts"), name));
}

static void a_preview_tells_what_would_be(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue_edit e = edit_of(r,
		"{\"preview\":true,\"from\":\"2026-08-01\",\"rows\":["
		"{\"kind\":\"category\",\"code\":\"TLC-VET\",\"label_en\":null,\"sort\":3},"
		"{\"kind\":\"category\",\"code\":\"TLC-LIN\",\"valid_until\":\"2027-01-01\"},"
		"{\"kind\":\"category\",\"code\":\"TLC-CHA\",\"hidden\":false},"
		"{\"kind\":\"partner\",\"code\":\"P\",\"label_fr\":\"Mairie\"}]}");
	json_t *json = plan(r, &e, 200), *changed = json_object_get(json, "changed");

	assert_int_equal(json_integer_value(json_object_get(json, "rows")), 3);
	assert_int_equal(json_integer_value(json_object_get(json, "unchanged")), 1);
	assert_int_equal(count_of(json, "added"), 1);
	assert_int_equal(count_of(json, "changed"), 2);
	assert_int_equal(count_of(json, "closed"), 1);
	assert_string_equal(json_string_value(json_object_get(json_array_get(changed, 0), "field")),
		"label_en");
	assert_true(json_is_null(json_object_get(json_array_get(changed, 0), "new")));
	assert_int_equal(json_integer_value(json_object_get(json_array_get(changed, 1), "new")), 3);
	json_decref(json);
	catalogue_edit_done(&e);
}

/* What a key has written is its answer, whatever became of the catalogue since. */
static void a_key_has_one_answer(void **state)
{
	static const char text[] =
		"{\"rows\":[{\"kind\":\"place\",\"code\":\"A\",\"label_fr\":\"x\"}]}";
	struct ledger_rig *r = *state;
	struct catalogue_edit e = edit_of(r, text);
	struct ledger_result res;
	json_t *json;

	memcpy(e.job.key, "one", 4);
	assert_null(plan(r, &e, 0));
	ledger_write(r->ledger, &e.job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	catalogue_edit_done(&e);
	json = plan(r, &e, 201);
	assert_int_equal(json_integer_value(json_object_get(json, "seq")), res.seq);
	assert_int_equal(json_integer_value(json_object_get(json, "rows")), 1);
	json_decref(json);
	catalogue_edit_done(&e);
	e.job.digest[0] = 1;
	assert_null(plan(r, &e, 409));
	catalogue_edit_done(&e);
}

/* Somebody else was faster: what was compared does not stand any more. */
static void a_plan_is_of_one_catalogue(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue_edit e =
		edit_of(r, "{\"rows\":[{\"kind\":\"place\",\"code\":\"A\",\"label_fr\":\"x\"}]}");
	struct ledger_result res;

	assert_null(plan(r, &e, 0));
	write_it(r, "kind,code,label_fr\nplace,A,y\n", true, 1);
	ledger_write(r->ledger, &e.job, &res);
	assert_int_equal(res.error, -EAGAIN);
	assert_false(res.unknown);
	catalogue_edit_done(&e);
}

/* Who says what it saw is told when that is no longer so, and is not when its own key wrote it. */
static void another_hand_is_not_overruled(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue_edit e =
		edit_of(r, "{\"rows\":[{\"kind\":\"place\",\"code\":\"A\",\"label_fr\":\"x\"}]}");
	struct ledger_result res;

	assert_int_equal(ledger_catalogue_seq(r->ledger, &e.stands), 0);
	e.held = true;
	memcpy(e.job.key, "one", 4);
	assert_null(plan(r, &e, 0));
	ledger_write(r->ledger, &e.job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	catalogue_edit_done(&e);
	json_decref(plan(r, &e, 201));
	catalogue_edit_done(&e);
	e.job.key[0] = '\0';
	assert_null(plan(r, &e, 412));
	assert_string_equal(e.why.key, "catalogue_changed");
	catalogue_edit_done(&e);
}

/* In memory as in the ledger: each ends where the next begins, the same day replaces. */
static void merged_as_the_ledger_does(void **state)
{
	static const char *const days[] = { "2026-05-01", "2026-03-01", "2026-07-01",
		"2026-05-01" };
	struct ledger_rig *r = *state;
	struct catalogue merged = { 0 }, *stands = NULL;
	size_t first = 0;

	for (size_t i = 0; i < 4; i++) {
		struct catalogue_row row = { .kind = CATALOGUE_PLACE, .code = "A", .line = 1 };
		struct catalogue news = { .count = 1, .rows = &row }, next;
		struct catalogue_edit e = { .news.rows = news };

		(void)snprintf(row.label_fr, sizeof(row.label_fr), "%zu", i);
		memcpy(row.valid_from, days[i], DAY_SIZE);
		assert_int_equal(catalogue_merge(&merged, &news, &next), 0);
		catalogue_done(&merged);
		merged = next;
		e.job = (struct ledger_job){ .now = r->now,
			.drafts = { { &catalogue_kind, &news, NULL } } };
		ledger_write(r->ledger, &e.job, &(struct ledger_result){ 0 });
	}
	assert_int_equal(ledger_catalogue(r->ledger, &stands), 0);
	assert_int_equal(merged.count, 3);
	while (stands->rows[first].kind != CATALOGUE_PLACE)
		first++;
	for (size_t i = 0; i < 3; i++)
		assert_true(catalogue_same_row(&merged.rows[i], &stands->rows[first + i]));
	catalogue_done(&merged);
	catalogue_free(stands);
}

static void a_guard_stays(void **state)
{
	static const char operators[] = "kind,code,label_fr,label_en,role,valid_from,valid_until\n"
					"operator,ANNE,A,A,coordinator,2026-01-01,\n"
					"operator,BOB,B,B,coordinator,2026-01-01,2026-09-01\n"
					"operator,CHLOE,C,C,coordinator,2026-01-01,\n";
	static const char *const texts[] = {
		"{\"rows\":[{\"kind\":\"operator\",\"code\":\"ANNE\",\"role\":\"staff\"}]}",
		"{\"rows\":[{\"kind\":\"operator\",\"code\":\"ANNE\",\"hidden\":true}]}",
		"{\"rows\":[{\"kind\":\"operator\",\"code\":\"ANNE\",\"valid_until\":\"2026-08-"
		"01\"}]}",
		"{\"rows\":[{\"kind\":\"operator\",\"code\":\"CHLOE\",\"role\":\"staff\"}]}",
	};
	/* Who has a PIN; which of the four are then refused. BOB leaves in September. */
	static const struct {
		struct catalogue_guards guards;
		bool refused[4];
	} cases[] = {
		{ { 1, { "ANNE" } }, { true, true, true, false } },
		{ { 2, { "ANNE", "BOB" } }, { true, true, true, false } },
		{ { 2, { "ANNE", "CHLOE" } }, { false, false, false, false } },
		{ { 1, { "CHLOE" } }, { false, false, false, true } },
		{ { 0 }, { false, false, false, false } },
	};
	struct ledger_rig *r = *state;

	write_it(r, operators, true, 3);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		for (size_t t = 0; t < ARRAY_SIZE(texts); t++) {
			struct catalogue_edit e = edit_of(r, texts[t]);
			json_t *json;

			e.guards = cases[i].guards;
			json = plan(r, &e, cases[i].refused[t] ? 422 : 0);
			if (json)
				assert_string_equal(
					json_string_value(json_object_get(
						json_array_get(
							json_object_get(json, "mistakes"), 0),
						"error")),
					"last_coordinator");
			json_decref(json);
			catalogue_edit_done(&e);
		}
}

int main(void)
{
#define IN_RIG(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)
	const struct CMUnitTest tests[] = {
		IN_RIG(mistakes_have_their_rows),
		IN_RIG(ground_10_a_fact_that_cannot_be_is_refused),
		IN_RIG(ground_10_a_fact_that_can_be_is_kept),
		IN_RIG(ground_10_a_person_can_be_forgotten),
		IN_RIG(a_past_figure_does_not_move),
		IN_RIG(json_and_csv_write_the_same_body),
		IN_RIG(a_preview_tells_what_would_be),
		IN_RIG(a_key_has_one_answer),
		IN_RIG(a_plan_is_of_one_catalogue),
		IN_RIG(another_hand_is_not_overruled),
		IN_RIG(merged_as_the_ledger_does),
		IN_RIG(a_guard_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
