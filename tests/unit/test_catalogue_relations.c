// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Facts that are right by themselves and wrong beside other rows (issue 10): each is refused with its
 * row and field.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include <sqlite3.h>
#include "catalogue_rig.h"

/* "error field;" of each mistake. */
static void refuses_field(struct ledger_rig *r, const char *text, const char *wanted)
{
	struct catalogue_edit e = edit_of(r, text);
	json_t *json = plan(r, &e, 422), *one;
	char got[256] = "";
	size_t i;

	json_array_foreach(json_object_get(json, "mistakes"), i, one)
	{
		size_t len = strlen(got);

		(void)snprintf(got + len, sizeof(got) - len, "%s %s;",
			json_string_value(json_object_get(one, "error")),
			json_string_value(json_object_get(one, "field")));
	}
	assert_string_equal(got, wanted);
	json_decref(json);
	catalogue_edit_done(&e);
}

#define PARTNER(more_) "{\"kind\":\"partner\",\"code\":\"P1\"" more_ "}"

/* Words that were written in clear stay in the chain: who was an organisation becomes no person. */
static void ground_10_a_partner_in_clear_becomes_no_person(void **state)
{
	struct ledger_rig *r = *state;

	write_it(r, "{\"rows\":[" PARTNER(",\"label_fr\":\"Dupont\"") "]}", false, 1);
	refuses_field(r, "{\"rows\":[" PARTNER(",\"person\":true") "]}", "row_was_clear person;");
	refuses_field(r,
		"{\"from\":\"2027-01-01\",\"rows\":[" PARTNER(
			",\"person\":true,\"label_fr\":\"X\"") "]}",
		"row_was_clear person;");
	refuses_field(r,
		"{\"rows\":[{\"kind\":\"partner\",\"code\":\"P2\",\"label_fr\":\"A\"},"
		"{\"kind\":\"partner\",\"code\":\"P2\",\"label_fr\":\"A\",\"person\":true,"
		"\"valid_from\":\"2027-01-01\"}]}",
		"row_was_clear person;");
	/* Who was a person from the first may be hidden, and renamed. */
	write_it(r,
		"{\"rows\":[{\"kind\":\"partner\",\"code\":\"P3\",\"label_fr\":\"Zoé\",\"person\":"
		"true}," PARTNER(",\"hidden\":true") "]}",
		false, 2);
	write_it(r, "{\"rows\":[{\"kind\":\"partner\",\"code\":\"P3\",\"label_fr\":\"Z.\"}]}",
		false, 1);
}

/* Their name would go into the chain in clear: a person stays one, in every version. */
static void a_person_stays_one(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue_edit e = edit_of(r, "kind;code;label_fr;person\npartner;P1;Dupont;\n");

	write_it(r, "{\"rows\":[" PARTNER(",\"label_fr\":\"Dupont\",\"person\":true") "]}", false,
		1);
	refuses_field(r, "{\"rows\":[" PARTNER(",\"person\":false") "]}", "row_was_person person;");
	refuses_field(r,
		"{\"rows\":[" PARTNER(",\"valid_from\":\"2020-01-01\",\"label_fr\":\"Dupont\","
				      "\"person\":false") "]}",
		"row_was_person person;");
	e.csv = true;
	json_decref(plan(r, &e, 422));
	catalogue_edit_done(&e);
	/* Not said: of any day it is who it was. */
	write_it(r,
		"{\"rows\":[" PARTNER(
			",\"valid_from\":\"2020-01-01\",\"label_fr\":\"Dupont\"") "]}",
		false, 1);
	write_it(r, "{\"rows\":[" PARTNER(",\"hidden\":true") "]}", false, 1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry WHERE CAST(body AS TEXT) LIKE"
				    " '%Dupont%'"),
		0);
}

#define PIN(code_, more_) "{\"kind\":\"category\",\"code\":\"" code_ "\"," more_ "}"

/* One tile for each place of the first screen, on each day and in each direction. */
static void ground_10_a_place_on_the_first_screen_is_taken_once(void **state)
{
	struct ledger_rig *r = *state;

	refuses_field(r,
		"{\"rows\":[" PIN("TLC-VET", "\"pinned\":1") "," PIN(
			"TLC-CHA", "\"pinned\":1") "]}",
		"row_pinned_twice pinned;row_pinned_twice pinned;");
	write_it(r,
		"{\"rows\":[" PIN("TLC-VET", "\"pinned\":1") "," PIN(
			"TLC-CHA", "\"pinned\":2") "]}",
		false, 2);
	refuses_field(
		r, "{\"rows\":[" PIN("TLC-LIN", "\"pinned\":1") "]}", "row_pinned_twice pinned;");
	/* Exchanged; hidden; of the other direction; after its end. */
	write_it(r,
		"{\"rows\":[" PIN("TLC-VET", "\"pinned\":2,\"direction\":\"in\"") "," PIN(
			"TLC-CHA", "\"pinned\":1") "]}",
		false, 2);
	write_it(r,
		"{\"rows\":[" PIN("TLC-LIN", "\"pinned\":2,\"direction\":\"out\"") "," PIN(
			"JOU-JEU", "\"pinned\":1,\"hidden\":true") "]}",
		false, 2);
	write_it(r,
		"{\"from\":\"2027-01-01\",\"rows\":[" PIN("TLC-CHA", "\"pinned\":null") "," PIN(
			"JOU-EXT", "\"pinned\":1") "]}",
		false, 2);
}

static void ground_10_a_code_in_a_fact_is_in_the_list(void **state)
{
	struct ledger_rig *r = *state;

	refuses_field(r,
		"{\"rows\":[{\"kind\":\"waste-code\",\"code\":\"200136\",\"category\":\"NONE\","
		"\"destination\":\"ECO_EEEE\"}]}",
		"row_no_such_code category;row_no_such_code destination;");
	write_it(r,
		"{\"rows\":[{\"kind\":\"waste-code\",\"code\":\"NEW\",\"label_fr\":\"x\","
		"\"category\":\"NEUF\"},{\"kind\":\"category\",\"code\":\"NEUF\",\"label_fr\":"
		"\"Neuf\"}]}",
		false, 2);
	refuses_field(r, "{\"rows\":[{\"kind\":\"place\",\"code\":\"A\"}]}",
		"row_without_label label_fr;");
}

/* What names a code is closed with it or before; what has outlived one can still be hidden or closed. */
static void what_is_named_does_not_end_alone(void **state)
{
	struct ledger_rig *r = *state;

	write_it(r,
		"{\"rows\":[{\"kind\":\"waste-code\",\"code\":\"WX\",\"label_fr\":\"x\","
		"\"category\":\"XX\"},{\"kind\":\"category\",\"code\":\"XX\",\"label_fr\":\"X\","
		"\"parent\":\"YY\"},{\"kind\":\"category\",\"code\":\"YY\",\"label_fr\":\"Y\"}]}",
		false, 3);
	refuses_field(r,
		"{\"rows\":[{\"kind\":\"category\",\"code\":\"XX\",\"valid_until\":\"2026-08-01\"}]"
		"}",
		"row_still_named valid_until;");
	refuses_field(r,
		"{\"rows\":[{\"kind\":\"category\",\"code\":\"YY\",\"valid_until\":\"2026-08-01\"}]"
		"}",
		"row_still_named valid_until;");
	write_it(r,
		"{\"rows\":[{\"kind\":\"category\",\"code\":\"XX\",\"hidden\":true},{\"kind\":"
		"\"category\",\"code\":\"YY\",\"valid_until\":\"2026-08-01\"}]}",
		false, 2);
	write_it(r,
		"{\"from\":\"2026-09-01\",\"rows\":[{\"kind\":\"category\",\"code\":\"XX\","
		"\"label_fr\":\"Z\"}]}",
		false, 1);
	write_it(r,
		"{\"from\":\"2026-09-02\",\"rows\":[{\"kind\":\"category\",\"code\":\"XX\","
		"\"valid_until\":\"2026-09-03\"},{\"kind\":\"waste-code\",\"code\":\"WX\","
		"\"valid_until\":\"2026-09-03\"}]}",
		false, 2);
	rig_expect_sound(r);
}

static void void_with(struct ledger_rig *r, const char *note, const char *reason, int64_t words)
{
	struct ledger_result made = rig_record(r, "TLC-VET", 1000);
	struct rig_job job = rig_job(r, RIG_VOID);
	char sql[256];

	memcpy(job.void_id, made.weighing.id, sizeof(job.void_id));
	memcpy(job.reason, "OTHER", sizeof("OTHER"));
	(void)snprintf(job.note, sizeof(job.note), "%s", note);
	rig_write(r, &job, LEDGER_WRITTEN);
	(void)snprintf(sql, sizeof(sql),
		"SELECT json_extract(CAST(body AS TEXT), '$.reason') = '%s' FROM entry ORDER BY seq"
		" DESC LIMIT 1",
		reason);
	assert_int_equal(rig_int(r, sql), 1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM erasable"), words);
}

static void correct_with(struct ledger_rig *r, const char *note, const char *reason)
{
	struct ledger_result made = rig_record(r, "TLC-VET", 1000);
	struct rig_job job = rig_job(r, RIG_RECLASSIFY);

	memcpy(job.void_id, made.weighing.id, sizeof(job.void_id));
	memcpy(job.category, "TLC-CHA", sizeof("TLC-CHA"));
	memcpy(job.reason, "OTHER", sizeof("OTHER"));
	(void)snprintf(job.note, sizeof(job.note), "%s", note);
	assert_string_equal(rig_write(r, &job, LEDGER_WRITTEN).weighing.reason, reason);
}

/* A code of the list is a reason; any other word is a person's, and can be erased. */
static void ground_10_a_reason_of_the_list_is_a_code(void **state)
{
	struct ledger_rig *r = *state;

	write_it(r,
		"{\"from\":\"2020-01-01\",\"rows\":[{\"kind\":\"reason\",\"code\":\"WET\",\"label_"
		"fr\":\"Mouillé\","
		"\"uses\":\"void\"}]}",
		false, 1);
	void_with(r, "WET", "WET", 0);
	void_with(r, "WET; chez Dupont", "WET", 1);
	void_with(r, "WETTER", "OTHER", 2);
	void_with(r, "wet", "OTHER", 3);
	void_with(r, "WET Dupont", "OTHER", 4);
	void_with(r, "DATE", "DATE", 4);
	correct_with(r, "WET; chez Martin", "WET");
	correct_with(r, "Martin", "OTHER");
	rig_expect_sound(r);
}

int main(void)
{
#define IN_RIG(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)
	const struct CMUnitTest tests[] = {
		IN_RIG(a_person_stays_one),
		IN_RIG(ground_10_a_partner_in_clear_becomes_no_person),
		IN_RIG(ground_10_a_place_on_the_first_screen_is_taken_once),
		IN_RIG(ground_10_a_code_in_a_fact_is_in_the_list),
		IN_RIG(what_is_named_does_not_end_alone),
		IN_RIG(ground_10_a_reason_of_the_list_is_a_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
