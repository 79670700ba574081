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
#include "catalogue_edit.h"
#include "catalogue_plan.h"
#include "ledger_rig.h"

#define TODAY "2026-07-01"

static struct catalogue_edit edit_of(const struct ledger_rig *r, const char *text)
{
	struct catalogue_edit e = { .bytes = text, .size = strlen(text), .keeps_past = true };

	e.job.now = r->now;
	memcpy(e.job.now.day, TODAY, DAY_SIZE);
	return e;
}

/* Its answer, parsed; NULL: it is to be written. The caller ends e. */
static json_t *plan(struct ledger_rig *r, struct catalogue_edit *e, unsigned status)
{
	assert_int_equal(catalogue_edit_plan(r->ledger, e), 0);
	assert_int_equal(e->status, status);
	return e->text ? json_loads(e->text, 0, NULL) : NULL;
}

static void write_it(struct ledger_rig *r, const char *text, bool csv, size_t rows)
{
	struct catalogue_edit e = edit_of(r, text);
	struct ledger_result res;

	e.csv = csv;
	assert_null(plan(r, &e, 0));
	ledger_write(r->ledger, &e.job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_int_equal(res.rows, rows);
	catalogue_edit_done(&e);
}

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

	for (size_t i = 0; i < 4; i++) {
		struct catalogue_row row = { .kind = CATALOGUE_PLACE, .code = "A", .line = 1 };
		struct catalogue news = { 1, &row }, next;
		struct catalogue_edit e = { .news.rows = news };

		(void)snprintf(row.label_fr, sizeof(row.label_fr), "%zu", i);
		memcpy(row.valid_from, days[i], DAY_SIZE);
		assert_int_equal(catalogue_merge(&merged, &news, &next), 0);
		free(merged.rows);
		merged = next;
		e.job = (struct ledger_job){ .now = r->now,
			.drafts = { { &catalogue_kind, &news, NULL } } };
		ledger_write(r->ledger, &e.job, &(struct ledger_result){ 0 });
	}
	assert_int_equal(ledger_catalogue(r->ledger, &stands), 0);
	assert_int_equal(merged.count, 3);
	for (size_t i = 0; i < 3; i++)
		assert_true(
			catalogue_same_row(&merged.rows[i], &stands->rows[stands->count - 3 + i]));
	free(merged.rows);
	catalogue_free(stands);
}

int main(void)
{
#define IN_RIG(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)
	const struct CMUnitTest tests[] = {
		IN_RIG(mistakes_have_their_rows),
		IN_RIG(a_past_figure_does_not_move),
		IN_RIG(json_and_csv_write_the_same_body),
		IN_RIG(a_preview_tells_what_would_be),
		IN_RIG(a_key_has_one_answer),
		IN_RIG(a_plan_is_of_one_catalogue),
		IN_RIG(another_hand_is_not_overruled),
		IN_RIG(merged_as_the_ledger_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
