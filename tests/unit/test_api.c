// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The table of calls: each of the contract is there, may be asked by whom it says, and takes the
 * parameters that it declares and no other; and what a call makes of a ledger.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "api.h"
#include "clock.h"
#include "ledger_rig.h"

static const struct caller coordinator = { .role = ROLE_COORDINATOR };

static void found(const char *method, const char *path, const char *name, const char *arg)
{
	char said[ARG_SIZE];
	const struct call *c = call_find(method, path, said);

	if (!name) {
		assert_null(c);
		return;
	}
	assert_non_null(c);
	assert_string_equal(c ? c->name : "", name);
	assert_string_equal(said, arg);
}

/* Those of contract.md first. */
static void calls_of_the_contract(void **state)
{
	char path[200] = "/weighings/";

	(void)state;
	found("GET", "/health", "health", "");
	found("GET", "/metrics", "metrics", "");
	found("GET", "/station", "station", "");
	found("GET", "/events", "events", "");
	found("POST", "/station/category", "intent", "category");
	found("GET", "/weighings", "weighings", "");
	found("POST", "/weighings", "typed", "");
	found("POST", "/weighings/HD-MS-W-1-X/void", "void", "HD-MS-W-1-X");
	found("POST", "/weighings/HD-MS-W-1-X/reclassify", "reclassify", "HD-MS-W-1-X");
	found("GET", "/tonnage", "tonnage", "");
	found("GET", "/scales", "scales", "");
	found("GET", "/scales/a", "scale", "a");
	found("POST", "/scales/a/service", "scale-service", "a");
	found("POST", "/scales/a/command", "scale-command", "a");
	found("POST", "/scales/a/calibration", "scale-calibration", "a");
	found("GET", "/calibrations", "calibrations", "");
	found("GET", "/entries/calibration", "entries", "calibration");
	found("POST", "/entries/calibration", "entry", "calibration");
	found("GET", "/catalogue", "catalogue", "");
	found("GET", "/labels/HD-MS-W-1-X.png", "label", "HD-MS-W-1-X.png");
	found("GET", "/labels/unknown", "labels", "");
	found("POST", "/health", NULL, "");
	found("POST", "/station/", NULL, "");
	found("POST", "/station/a/b", NULL, "");
	found("POST", "/weighings//void", NULL, "");
	found("GET", "/../secrets", NULL, "");
	found("DELETE", "/weighings", NULL, "");
	memset(path + strlen(path), 'X', ARG_SIZE);
	found("GET", path, NULL, "");
}

static void one_row(const struct call *c)
{
	const bool post = !strcmp(c->method, "POST");

	assert_true(post || !strcmp(c->method, "GET"));
	/* Nothing is written by whoever comes along. */
	assert_true(c->role >= (post ? ROLE_KIOSK : ROLE_ANYONE));
	assert_true(c->beyond == ROLE_NONE || c->beyond > c->role);
	assert_int_equal(!c->arg, !strchr(c->path, '*'));
	assert_true(c->count <= PARAMS_MOST);
	for (size_t i = 0; i < c->count; i++) {
		assert_true(c->params[i].size <= PARAM_SIZE);
		assert_true(strcmp(c->params[i].name, "lang") != 0);
	}
	for (size_t i = 0; call_at(i) != c; i++)
		assert_string_not_equal(call_at(i)->name, c->name);
}

static void every_row_is_sound(void **state)
{
	size_t count = 0;

	(void)state;
	while (call_at(count))
		one_row(call_at(count++));
	assert_true(count >= 30);
}

/* As each role, of each call; lower ones are told what to do. */
static void roles_are_checked_once_at_dispatch(void **state)
{
	(void)state;
	for (size_t i = 0; call_at(i); i++)
		for (enum role role = ROLE_NONE; role <= ROLE_COORDINATOR; role++) {
			const struct caller who = { .role = role };
			struct sentence why = { 0 };
			struct request r;
			int status = request_begin(&r, call_at(i), "x", &who, &why);

			assert_int_equal(
				status, role < call_at(i)->role && !call_at(i)->open ? 403 : 0);
			if (status)
				assert_string_equal(why.key, "not_allowed");
		}
}

static int touches(const char *name, enum role role, const char *day, const char *station)
{
	const struct caller who = { .role = role };
	const struct call *c = NULL;
	struct sentence why = { 0 };
	struct request r;

	for (size_t i = 0; call_at(i); i++)
		if (!strcmp(call_at(i)->name, name))
			c = call_at(i);
	assert_non_null(c);
	assert_int_equal(request_begin(&r, c, "x", &who, &why), 0);
	return request_may_touch(&r, *day ? day : r.now.day, station, "P1", &why);
}

static void a_kiosk_takes_back_what_is_of_the_day_and_its_station(void **state)
{
	static const char *const names[] = { "correct", "reclassify", "typed", "left-weighing",
		"left-dismiss" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(touches(names[i], ROLE_KIOSK, "", "P1"), 0);
		assert_int_equal(touches(names[i], ROLE_KIOSK, "1999-12-31", "P1"), 403);
		assert_int_equal(touches(names[i], ROLE_KIOSK, "", "P2"), 403);
		assert_int_equal(touches(names[i], ROLE_STAFF, "1999-12-31", "P2"), 0);
		assert_int_equal(touches(names[i], ROLE_COORDINATOR, "1999-12-31", "P2"), 0);
	}
}

static void a_kiosk_takes_back_a_weighing_of_the_day_and_its_station(void **state)
{
	struct ledger_rig *rig = *state;
	const struct caller kiosk = { .role = ROLE_KIOSK };
	struct ledger_result made = rig_record(rig, "TLC-VET", 5000000);
	struct sentence why = { 0 };
	struct request r;
	char arg[ARG_SIZE], path[64], station[CODE_SIZE];

	memcpy(station, made.weighing.station, CODE_SIZE);
	(void)snprintf(path, sizeof(path), "/weighings/%s/reclassify", made.weighing.id);
	assert_int_equal(request_begin(&r, call_find("POST", path, arg), arg, &kiosk, &why), 0);
	assert_string_equal(r.arg, made.weighing.id);
	memcpy(r.now.day, made.weighing.at.day, DAY_SIZE);
	assert_int_equal(request_may_touch_weighing(rig->ledger, &r, station, &why), 0);
	assert_int_equal(request_may_touch_weighing(rig->ledger, &r, "OTHER", &why), 403);
	memcpy(r.now.day, "1999-12-31", DAY_SIZE);
	assert_int_equal(request_may_touch_weighing(rig->ledger, &r, station, &why), 403);
	assert_string_equal(why.key, "not_allowed");
	r.who.role = ROLE_STAFF;
	assert_int_equal(request_may_touch_weighing(rig->ledger, &r, station, &why), 0);
	/* That there is none, the call itself says. */
	memcpy(r.arg, "NONE", sizeof("NONE"));
	r.who.role = ROLE_KIOSK;
	assert_int_equal(request_may_touch_weighing(rig->ledger, &r, station, &why), 0);
}

static void only_declared_parameters(void **state)
{
	(void)state;
	for (size_t i = 0; call_at(i); i++) {
		struct sentence why = { 0 };
		struct request r;

		assert_int_equal(request_begin(&r, call_at(i), "x", &coordinator, &why), 0);
		assert_int_equal(request_set(&r, "lang", "en", &why), 0);
		assert_int_equal(request_set(&r, "colour", "red", &why), 400);
		assert_string_equal(why.key, "unknown_parameter");
		assert_string_equal(why.param[0].value, "colour");
	}
}

/* Which of the two was meant, nobody knows; an empty one counts too. */
static void a_parameter_is_said_once(void **state)
{
	char arg[ARG_SIZE];
	const struct call *list = call_find("GET", "/weighings", arg);
	static const char *const names[] = { "limit", "site", "lang" };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct sentence why = { 0 };
		struct request r;

		assert_int_equal(request_begin(&r, list, "", &coordinator, &why), 0);
		assert_int_equal(request_set(&r, names[i], "5", &why), 0);
		assert_int_equal(request_set(&r, names[i], "5", &why), 400);
		assert_string_equal(why.key, "repeated_parameter");
		assert_string_equal(why.param[0].value, names[i]);
	}
}

/* "name=value&name=value" of a call: the first refusal, or 0. */
static int said(struct request *r, const char *path, const char *query, const char **ret_key)
{
	char text[256], arg[ARG_SIZE], *save = NULL;
	struct sentence why = { 0 };
	const struct call *c = call_find("GET", path, arg);
	int status = request_begin(r, c, arg, &coordinator, &why);

	(void)snprintf(text, sizeof(text), "%s", query);
	for (char *p = strtok_r(text, "&", &save); p && !status; p = strtok_r(NULL, "&", &save)) {
		char *value = strchr(p, '=');

		*value++ = '\0';
		status = request_set(r, p, value, &why);
	}
	if (!status)
		status = request_ready(r, &why);
	*ret_key = status ? why.key : "";
	return status;
}

static void refused(const char *path, const char *query, const char *key)
{
	const char *got;
	struct request r;

	assert_int_equal(said(&r, path, query, &got), *key ? 422 : 0);
	assert_string_equal(got, key);
}

static void parameters_are_of_their_type(void **state)
{
	(void)state;
	refused("/weighings", "", "");
	refused("/weighings", "limit=1&after=7&category=TLC&site=MS&period=2026", "");
	refused("/weighings", "origin=&destination=VENTE&direction=out&flow=reuse", "");
	refused("/weighings", "flow=neutral_in", "");
	refused("/weighings", "flow=correction", "");
	refused("/weighings", "flow=nothing", "bad_query");
	refused("/weighings", "direction=up", "bad_query");
	refused("/weighings", "limit=0", "bad_query");
	refused("/weighings", "limit=100001", "bad_query");
	refused("/weighings", "limit=", "bad_query");
	refused("/weighings", "limit=1x", "bad_query");
	refused("/weighings", "after=99999999999999999999", "bad_query");
	refused("/weighings", "category=ABCDEFGHIJKLMNOP", "bad_query");
	refused("/weighings", "period=2026-13", "bad_period");
	refused("/weighings", "from=2026-01-01", "bad_period");
	refused("/weighings", "from=2026-01-01&to=2026-01-01", "bad_period");
	refused("/weighings", "from=2026-01-01&to=2026-02-30", "bad_period");
	refused("/weighings", "from=2026-01-01&to=2026-02-01", "");
	refused("/weighings", "period=2026&from=2026-01-01&to=2026-02-01", "bad_period");
	refused("/tonnage", "", "period_missing");
	refused("/tonnage", "period=2026&format=doc", "bad_format");
	refused("/tonnage", "period=2026&chart=pie", "bad_chart");
	refused("/tonnage", "period=2026&format=csv-fr&chart=sankey&by=root", "");
}

static void exports_go_to_the_long_reader(void **state)
{
	const char *key;
	struct request r;

	(void)state;
	assert_int_equal(said(&r, "/weighings", "limit=1000", &key), 0);
	assert_int_equal(request_place(&r), IN_READER);
	assert_int_equal(said(&r, "/weighings", "limit=1001", &key), 0);
	assert_int_equal(request_place(&r), IN_LONG_READER);
	assert_int_equal(said(&r, "/tonnage", "period=2026", &key), 0);
	assert_int_equal(request_place(&r), IN_READER);
	assert_int_equal(said(&r, "/tonnage", "period=2026&format=xlsx", &key), 0);
	assert_int_equal(request_place(&r), IN_LONG_READER);
	assert_int_equal(said(&r, "/reports/R1", "period=2026", &key), 0);
	assert_int_equal(request_place(&r), IN_READER);
	assert_int_equal(said(&r, "/reports/rectified", "period=2026", &key), 0);
	assert_int_equal(request_place(&r), IN_LONG_READER);
}

static void run(struct ledger_rig *rig, const char *path, const char *query, struct answer *a)
{
	const char *key;
	struct request r;

	assert_int_equal(said(&r, path, query, &key), 0);
	assert_int_equal(request_run(rig->ledger, &r, a), 0);
}

/* Each call is described, by its path and its answers, and nothing else is. */
static void openapi_describes_each_call(void **state)
{
	json_t *all = api_description(), *item, *one, *answers;
	const char *path, *method, *id;
	size_t described = 0, calls = 0;
	char arg[ARG_SIZE];

	(void)state;
	assert_non_null(all);
	for (const struct call *c; (c = call_at(calls)); calls++)
		for (size_t i = 0; c->of_kind && c->arg_word(i); i++)
			described--;
	for (size_t i = 0; call_at(i); i++)
		calls -= call_at(i)->of_kind;
	json_object_foreach(json_object_get(all, "paths"), path, item)
	{
		json_object_foreach(item, method, one)
		{
			const struct call *c =
				call_find(strcmp(method, "get") ? "POST" : "GET", path, arg);

			assert_non_null(c);
			id = json_string_value(json_object_get(one, "operationId"));
			assert_int_equal(strncmp(id, c->name, strlen(c->name)), 0);
			assert_true(c->of_kind || !id[strlen(c->name)]);
			answers = json_object_get(one, "responses");
			if (json_object_size(answers) < 2 || !json_object_get(one, "summary"))
				fail_msg("%s is not in answers.json", c->name);
			described++;
		}
	}
	assert_int_equal(described, calls);
	json_decref(all);
}

static void answers_without_http(void **state)
{
	struct ledger_rig *rig = *state;
	struct answer a;

	run(rig, "/weighings", "limit=5", &a);
	assert_int_equal(a.status, 200);
	assert_string_equal(a.text, "{\"weighings\":[],\"next\":null}");
	answer_done(&a);
	run(rig, "/weighings/NONE", "", &a);
	assert_int_equal(a.status, 404);
	assert_string_equal(a.why.key, "no_such_weighing");
	assert_null(a.text);
	run(rig, "/reports/none", "period=2026", &a);
	assert_string_equal(a.why.key, "no_such_report");
	run(rig, "/tonnage", "period=2026&by=colour", &a);
	assert_string_equal(a.why.key, "bad_by");
	run(rig, "/tonnage", "period=2026&format=csv", &a);
	assert_true(a.empty);
	assert_string_equal(a.type, "text/csv; charset=utf-8");
	answer_done(&a);
	run(rig, "/catalogue", "", &a);
	assert_non_null(strstr(a.text, "\"TLC-VET\""));
	answer_done(&a);
}

/* What the page offers: from when on, the station says (desk_label_wait_us). */
static void truth_32_a_label_that_waited_is_offered_by_the_call(void **state)
{
	struct ledger_rig *rig = *state;
	struct rig_job job = rig_job(rig, RIG_RECORD);
	struct sentence why = { 0 };
	struct request r;
	struct answer a;
	char arg[ARG_SIZE];

	job.weighing = rig_weighing(rig, "TLC-VET", 1000);
	job.label = true;
	job.now = rig->now;
	(void)rig_write(rig, &job, LEDGER_WRITTEN);
	for (int offered = 0; offered < 2; offered++) {
		assert_int_equal(request_begin(&r, call_find("GET", "/labels/unknown", arg), arg,
					 &coordinator, &why),
			0);
		r.now = rig->now;
		r.now.wall_us += 3 * 60 * 1000000 + offered;
		r.label_wait_us = 3 * 60 * 1000000;
		assert_int_equal(request_run(rig->ledger, &r, &a), 0);
		assert_int_equal(!!strstr(a.text, "\"state\":\"late\""), offered);
		answer_done(&a);
	}
	r.label_wait_us++; /* whatever was told then counts */
	assert_int_equal(request_run(rig->ledger, &r, &a), 0);
	assert_string_equal(a.text, "{\"labels\":[]}");
	answer_done(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_of_the_contract),
		cmocka_unit_test(every_row_is_sound),
		cmocka_unit_test(roles_are_checked_once_at_dispatch),
		cmocka_unit_test(a_kiosk_takes_back_what_is_of_the_day_and_its_station),
		cmocka_unit_test_setup_teardown(
			a_kiosk_takes_back_a_weighing_of_the_day_and_its_station, rig_begin,
			rig_end),
		cmocka_unit_test(only_declared_parameters),
		cmocka_unit_test(a_parameter_is_said_once),
		cmocka_unit_test(parameters_are_of_their_type),
		cmocka_unit_test(exports_go_to_the_long_reader),
		cmocka_unit_test(openapi_describes_each_call),
		cmocka_unit_test_setup_teardown(answers_without_http, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			truth_32_a_label_that_waited_is_offered_by_the_call, rig_begin, rig_end),
	};

	if (lang_init() < 0 || clock_init("Europe/Paris") < 0)
		return 1;
	return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
