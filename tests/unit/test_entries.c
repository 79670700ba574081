// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls that any kind of entry has, of which nothing is said anywhere but in its table: its list,
 * whoever may make one, its description.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "thing.h"

static int ask_as(enum role role, const char *method, const char *path, struct request *ret)
{
	const struct caller who = { .role = role };
	const struct call *call;
	struct sentence why;
	char arg[ARG_SIZE];

	call = call_find(method, path, arg);
	assert_non_null(call);
	return request_begin(ret, call, arg, &who, &why);
}

static void expect_list(struct ledger_rig *r, const char *path, const char *name, const char *value,
	const char *what)
{
	struct sentence why = { 0 };
	struct request request;
	struct answer a;

	assert_int_equal(ask_as(ROLE_STAFF, "GET", path, &request), 0);
	if (name)
		assert_int_equal(request_set(&request, name, value, &why), 0);
	assert_int_equal(request_ready(&request, &why), 0);
	assert_int_equal(request_run(r->ledger, &request, &a), 0);
	assert_string_equal(a.text ? a.text : a.why.key, what);
	answer_done(&a);
}

static void a_kind_is_listed(void **state)
{
	struct ledger_rig *r = *state;
	struct thing t = { .name = "bac", .mass_mg = 5 };
	struct ledger_job job = { .now = r->now, .drafts = { { &thing_kind, &t, NULL } } };
	_cleanup_free_ char *first = NULL, *one = NULL, *both = NULL, *second = NULL;
	struct ledger_result res;

	ledger_write(r->ledger, &job, &res);
	first = said(&res);
	memcpy(t.name, "sac", 4);
	job.now.wall_us += 1;
	ledger_write(r->ledger, &job, &res);
	second = said(&res);
	assert_true(asprintf(&one, "{\"entries\":[%s]}", first) > 0);
	assert_true(asprintf(&both, "{\"entries\":[%s,%s]}", second, first) > 0);
	expect_list(r, "/entries/thing", NULL, NULL, both);
	expect_list(r, "/entries/thing", "about", "bac", one);
	expect_list(r, "/entries/thing", "period", "2026-01-01", both);
	expect_list(r, "/entries/thing", "period", "2025", "{\"entries\":[]}");
	expect_list(r, "/entries/calibration", "about", "bac", "{\"entries\":[]}");
	res = rig_record(r, "TLC-VET", 5000000);
	free(one);
	free(first);
	first = said(&res);
	assert_true(asprintf(&one, "{\"entries\":[%s]}", first) > 0);
	expect_list(r, "/entries/weighing", "limit", "10", one);
	expect_list(r, "/entries/unknown-code", "about", "bac", "kind_about_nothing");
	expect_list(r, "/entries/void", NULL, NULL, "no_such_kind");
	expect_list(r, "/entries/none", NULL, NULL, "no_such_kind");
}

/* Rows that statements on things walked through without an index. */
static int rows_scanned(struct ledger_rig *r)
{
	int rows = 0;

	for (sqlite3_stmt *s = NULL; (s = sqlite3_next_stmt(ledger_db(r->ledger), s));)
		if (strstr(sqlite3_sql(s), "FROM thing r"))
			rows += sqlite3_stmt_status(s, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
	return rows;
}

static void an_entry_is_read_back_by_an_index(void **state)
{
	struct ledger_rig *r = *state;
	struct thing t = { .name = "bac", .mass_mg = 5 };
	struct ledger_job job = { .now = r->now, .drafts = { { &thing_kind, &t, NULL } } };
	_cleanup_free_ char *answer = NULL;
	struct ledger_result res;

	for (int i = 0; i < 5; i++) {
		(void)snprintf(job.key, sizeof(job.key), "thing %d", i);
		ledger_write(r->ledger, &job, &res);
		assert_int_equal(res.answer, LEDGER_WRITTEN);
	}
	assert_int_equal(rows_scanned(r), 0);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_REPEATED);
	answer = said(&res);
	assert_non_null(strstr(answer, "\"name\":\"bac\""));
	assert_int_equal(rows_scanned(r), 0);
}

static void a_kind_says_who_may_make_it(void **state)
{
	struct request request;

	(void)state;
	assert_int_equal(ask_as(ROLE_KIOSK, "POST", "/entries/thing", &request), 403);
	assert_int_equal(ask_as(ROLE_STAFF, "POST", "/entries/thing", &request), 0);
	assert_ptr_equal(request_kind(&request), &thing_kind);
	assert_non_null(route_handler(request.call));
}

/* They may hold words of people, whatever kind it is. */
static void entries_are_listed_to_staff(void **state)
{
	struct request request;
	char path[64];

	(void)state;
	for (size_t i = 0; kinds[i]; i++)
		for (enum role role = ROLE_NONE; role <= ROLE_COORDINATOR; role++) {
			(void)snprintf(path, sizeof(path), "/entries/%s", kinds[i]->name);
			assert_int_equal(
				ask_as(role, "GET", path, &request), role < ROLE_STAFF ? 403 : 0);
			assert_int_equal(ask_as(role, "GET", "/calibrations", &request),
				role < ROLE_STAFF ? 403 : 0);
		}
}

static void a_kind_is_described(void **state)
{
	json_t *all = api_description(), *path, *fields;

	(void)state;
	path = json_object_get(json_object_get(all, "paths"), "/entries/thing");
	assert_string_equal(
		json_string_value(json_object_get(json_object_get(path, "post"), "x-role")),
		"staff");
	assert_non_null(json_object_get(path, "get"));
	/* Kinds that no request makes have no POST, and those without a row no list. */
	path = json_object_get(json_object_get(all, "paths"), "/entries/unknown-code");
	assert_non_null(json_object_get(path, "get"));
	assert_null(json_object_get(path, "post"));
	assert_null(json_object_get(json_object_get(all, "paths"), "/entries/void"));
	fields = json_object_get(json_object_get(all, "components"), "schemas");
	fields = json_object_get(json_object_get(fields, "thing"), "properties");
	assert_int_equal(json_object_size(fields), ARRAY_SIZE(thing_fields));
	json_decref(all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_kind_is_listed, begin, rig_end),
		cmocka_unit_test_setup_teardown(an_entry_is_read_back_by_an_index, begin, rig_end),
		cmocka_unit_test(a_kind_says_who_may_make_it),
		cmocka_unit_test(entries_are_listed_to_staff),
		cmocka_unit_test(a_kind_is_described),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
