// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls that any kind of entry has, of which nothing is said anywhere but in its table: its list,
 * whoever may make one, its description; and the command's words for them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../../tools/bascule/cli.h"
#include "csv.h"
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

/* Why the request is refused, and the field that is named; or NULL. */
static const char *fault(const char *kind, const char *asked, char ret_field[SENTENCE_VALUE_SIZE])
{
	_Alignas(16) unsigned char value[LEDGER_VALUE_SIZE] = { 0 };
	struct sentence why = { 0 };
	struct body b;

	assert_int_equal(body_begin(&b, asked, strlen(asked), &why), 0);
	body_record(&b, kind_row(kind_named(kind)), value);
	if (!body_end(&b, &why))
		return NULL;
	(void)snprintf(ret_field, SENTENCE_VALUE_SIZE, "%s", why.param[0].value);
	return why.key;
}

#define FIGURE(period_, name_, value_)                                                        \
	"{\"period\":\"" period_ "\",\"name\":\"" name_ "\",\"value\":" value_ ",\"source\":" \
	"\"a\"}"

static void what_is_asked_is_of_its_shape(void **state)
{
	static const struct {
		const char *kind, *asked, *key, *field;
	} all[] = {
		{ "figure", FIGURE("2026-Q1", "visits", "0"), NULL, "" },
		{ "figure", FIGURE("2026", "jobs", "1000000000"), NULL, "" },
		{ "figure", FIGURE("2026", "jobs", "1000000001"), "field_out_of_range", "value" },
		{ "figure", FIGURE("2026", "jobs", "-1"), "field_out_of_range", "value" },
		{ "figure", FIGURE("2026-Q5", "jobs", "1"), "field_not_period", "period" },
		{ "figure", FIGURE("2026-q1", "jobs", "1"), "field_not_period", "period" },
		{ "figure", FIGURE("this-year", "jobs", "1"), "field_not_period", "period" },
		{ "figure", FIGURE("2026", "job", "1"), "field_not_word", "name" },
		{ "figure", FIGURE("2026", "", "1"), "field_missing", "name" },
		{ "figure", "{\"period\":\"2026\",\"value\":1}", "field_missing", "name" },
		{ "figure", "{\"period\":\"2026\",\"name\":\"jobs\"}", "field_missing", "value" },
		{ "figure", "{\"period\":\"2026\",\"name\":\"jobs\",\"value\":1}", "field_missing",
			"source" },
		{ "population",
			"{\"epci_siren\":\"000000927\",\"year\":1899,\"inhabitants\":1,\"source\":"
			"\"a\"}",
			"field_out_of_range", "year" },
		{ "figure", "{\"day\":\"2026-01-01\"}", "field_missing", "period" },
		{ "thing", "{\"name\":\"a\",\"mass_kg\":\"0,5\"}", NULL, "" },
		{ "thing", "{\"name\":\"a\",\"mass_kg\":\"500,001\"}", "field_out_of_range",
			"mass_mg" },
		{ "thing", "{\"name\":\"a\",\"passed\":true}", "field_unknown", "passed" },
	};
	char field[SENTENCE_VALUE_SIZE] = "";

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		const char *key = fault(all[i].kind, all[i].asked, field);

		if (!key != !all[i].key || (key && strcmp(key, all[i].key) != 0))
			fail_msg("%s: %s", all[i].asked, key ? key : "taken");
		if (key)
			assert_string_equal(field, all[i].field);
	}
}

static void a_code_is_in_the_catalogue_of_that_day(void **state)
{
	struct ledger_rig *r = *state;
	struct thing t = { .name = "bac", .place = "NOWHERE" };
	struct ledger_job job = { .now = r->now, .drafts = { { &thing_kind, &t, NULL } } };
	struct catalogue_row quay = { .kind = CATALOGUE_PLACE,
		.code = "QUAI",
		.label_fr = "Quai",
		.valid_from = "2026-01-01" };
	const struct catalogue rows = { .count = 1, .rows = &quay };
	struct ledger_job first = { .now = r->now, .drafts = { { &catalogue_kind, &rows, NULL } } };
	struct ledger_result res;

	ledger_write(r->ledger, &first, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "unknown_code_in");
	assert_string_equal(res.why.param[1].value, "place");
	memcpy(t.place, "QUAI", 5);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	/* Before it was there. */
	memcpy(job.now.day, "2025-12-31", DAY_SIZE);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_REFUSED);
}

/* Words that can be erased are proved under the name of their field, whatever it is. */
static void words_of_any_name_are_proved(void **state)
{
	struct ledger_rig *r = *state;
	_Alignas(16) unsigned char value[LEDGER_VALUE_SIZE] = { 0 };
	const struct kind *figure = kind_named("figure");
	struct ledger_job job = { .now = r->now, .drafts = { { figure, value, NULL } } };
	static const char asked[] =
		"{\"period\":\"2026\",\"name\":\"jobs\",\"value\":3,\"source\":\"cahier\"}";
	struct ledger_result res;
	struct sentence why;
	struct body b;

	assert_int_equal(body_begin(&b, asked, sizeof(asked) - 1, &why), 0);
	body_record(&b, kind_row(figure), value);
	assert_int_equal(body_end(&b, &why), 0);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry WHERE kind = 'figure' AND"
				    " CAST(body AS TEXT) LIKE '%cahier%'"),
		0);
	rig_expect_sound(r);
	rig_sql(r, "UPDATE erasable SET text = 'cahiers' WHERE text = 'cahier'");
	assert_int_equal(rig_faults(r), 1);
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

static const json_t *at(const json_t *json, const char *path)
{
	char text[200], *save = NULL;

	(void)snprintf(text, sizeof(text), "%s", path);
	for (char *p = strtok_r(text, " ", &save); p; p = strtok_r(NULL, " ", &save))
		json = json_object_get(json, p);
	return json;
}

/* All that a form needs: bounds, lists, what is needed, words in both languages. */
static void a_request_is_described(void **state)
{
	json_t *all = api_description();
	const json_t *asked = at(all, "paths /entries/figure post requestBody content"
				      " application/json schema"),
		     *f = at(asked, "properties");
	const json_t *thing = at(all, "paths /entries/thing post requestBody content"
				      " application/json schema properties");

	(void)state;
	assert_int_equal(json_object_size(f), 4);
	assert_int_equal(json_array_size(at(asked, "required")), 4);
	assert_int_equal(json_integer_value(at(f, "value maximum")), 1000000000);
	assert_true(json_is_integer(at(f, "value minimum")));
	assert_int_equal(json_integer_value(at(f, "source maxLength")), 127);
	assert_string_equal(json_string_value(at(f, "period format")), "period");
	assert_string_equal(json_string_value(at(f, "period x-label fr")), "Période");
	assert_int_equal(json_array_size(at(f, "name enum")), 8);
	assert_string_equal(json_string_value(at(f, "name x-words visits en")), "Visits");
	assert_non_null(at(all, "paths /entries/figure post x-title fr"));
	assert_int_equal(json_integer_value(at(thing, "mass_mg maximum")), 500000000);
	assert_string_equal(json_string_value(at(thing, "mass_kg x-unit")), "kg");
	assert_string_equal(json_string_value(at(thing, "place x-catalogue")), "place");
	json_decref(all);
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

/* ---- by the command line: CSV ---- */

/* bascule entries WORD…: its exit code. */
static int command(struct ledger_rig *r, const char *const *words, size_t count)
{
	struct cli c = { .db = r->path, .lang = LANG_EN, .command = "entries" };
	char *argv[12] = { "entries" };

	assert_true(count + 2 < ARRAY_SIZE(argv));
	for (size_t i = 0; i < count; i++)
		argv[i + 1] = (char *)words[i];
	optind = 0;
	return cmd_entries(&c, (int)count + 1, argv);
}
#define COMMAND(r, ...)                                  \
	command(r, (const char *const[]){ __VA_ARGS__ }, \
		ARRAY_SIZE(((const char *const[]){ __VA_ARGS__ })))

/* What "bascule entries thing" writes in that format. */
static void listed(struct ledger_rig *r, const char *format, char *ret_text, size_t size)
{
	char path[128];
	size_t len;
	FILE *in;

	(void)snprintf(path, sizeof(path), "%s/things", r->folder);
	assert_int_equal(COMMAND(r, "thing", "--format", format, "-o", path), EXIT_DONE);
	in = fopen(path, "re");
	assert_non_null(in);
	len = fread(ret_text, 1, size - 1, in);
	ret_text[len] = '\0';
	assert_int_equal(fclose(in), 0);
	assert_int_equal(unlink(path), 0);
}

/* NULL: whatever it is. */
static void expect_row(struct csv *in, const char *const *cells, size_t count)
{
	char cell[128];
	size_t len;

	for (size_t i = 0; i < count; i++) {
		assert_int_equal(csv_cell(in, cell, sizeof(cell), &len), 1);
		if (cells[i])
			assert_string_equal(cell, cells[i]);
	}
	assert_int_equal(csv_cell(in, cell, sizeof(cell), &len), 0);
}

/* Its words make an entry, and each cell says what the entry says, whatever stands in it. */
static void a_kind_is_made_by_words_and_read_from_csv(void **state)
{
	static const char *const names[] = { "journal", "seq", "at", "name", "mass_kg", "passed",
		"place", "note" };
	static const char *const cells[] = { NULL, NULL, NULL, "=1+1", "12.500", "no", "",
		"à \"Zoé\"; 2, rue" };
	static const char *const cells_fr[] = { NULL, NULL, NULL, "=1+1", "12,500", "no", "",
		"à \"Zoé\"; 2, rue" };
	struct ledger_rig *r = *state;
	char text[1024], cell[8];
	struct csv in;
	size_t len;

	r->ledger = ledger_free(r->ledger);
	assert_int_equal(
		COMMAND(r, "add", "thing", "name==1+1", "mass_kg=12,5", "note=à \"Zoé\"; 2, rue"),
		EXIT_DONE);
	assert_int_equal(COMMAND(r, "add", "thing", "name=bac", "passed=yes"), EXIT_USAGE);
	for (int fr = 0; fr < 2; fr++) {
		listed(r, fr ? "csv-fr" : "csv", text, sizeof(text));
		csv_open(&in, text, strlen(text));
		assert_int_equal(in.separator, fr ? ';' : ',');
		expect_row(&in, names, ARRAY_SIZE(names));
		expect_row(&in, fr ? cells_fr : cells, ARRAY_SIZE(cells));
		assert_int_equal(csv_cell(&in, cell, sizeof(cell), &len), -ENODATA);
		/* A spreadsheet takes it for words. */
		assert_non_null(strstr(text, "'=1+1"));
	}
	rig_reopen(r);
	assert_int_equal(rig_int(r, "SELECT mass_mg FROM thing WHERE name = '=1+1'"), 12500000);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM thing"), 1);
	rig_expect_sound(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_kind_is_listed, begin, rig_end),
		cmocka_unit_test_setup_teardown(an_entry_is_read_back_by_an_index, begin, rig_end),
		cmocka_unit_test(what_is_asked_is_of_its_shape),
		cmocka_unit_test_setup_teardown(
			a_code_is_in_the_catalogue_of_that_day, begin, rig_end),
		cmocka_unit_test_setup_teardown(words_of_any_name_are_proved, begin, rig_end),
		cmocka_unit_test(a_kind_says_who_may_make_it),
		cmocka_unit_test(a_request_is_described),
		cmocka_unit_test(entries_are_listed_to_staff),
		cmocka_unit_test(a_kind_is_described),
		cmocka_unit_test_setup_teardown(
			a_kind_is_made_by_words_and_read_from_csv, begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
