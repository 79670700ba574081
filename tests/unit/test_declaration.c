// SPDX-License-Identifier: GPL-3.0-or-later
/* What was filed with a body, what may follow, and what is taken back. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "api.h"
#include "entry_void.h"
#include "scheme_rig.h"

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
	struct declared_cents cents;
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
	assert_int_equal(ledger_declared_cents(r->ledger, &d, &cents), 0);
	assert_int_equal(cents.expected, 120000);
	assert_int_equal(cents.paid, 118050);
	declared(r, DECLARATION_PAID, 8000);
	assert_int_equal(ledger_declared_cents(r->ledger, &d, &cents), 0);
	assert_int_equal(cents.paid, 126050);
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
	struct declared_cents cents;

	assert_int_equal(ledger_declaration(r->ledger, "ECO-A", "2026-Q1", &d), 0);
	assert_int_equal(d.state, state);
	assert_int_equal(ledger_declared_cents(r->ledger, &d, &cents), 0);
	assert_int_equal(cents.expected, expected);
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

/* All three that share textiles end alone: no share, no body and no first day is another. */
static void end_at(char *rows, size_t size, const char *end)
{
	(void)snprintf(rows, size,
		"{" EDIT("M2", "2026-02-15") "\"valid_until\":\"%s\"},{" EDIT(
			"M3", "2026-02-15") "\"valid_until\":\"%s\"},{" EDIT("M4",
			"2026-02-15") "\"valid_until\":\"%s\"}",
		end, end, end);
}

/* The mapping of days that were filed stays what it was; of others it may change. */
static void what_was_filed_keeps_its_mapping(void **state)
{
	static const struct {
		const char *row, *field;
	} rows[] = {
		{ "{" EDIT("M1", "2026-01-01") "\"hidden\":true}", "valid_from" },
		{ "{" EDIT("M1", "2026-01-01") "\"scheme_category\":\"A2\"}", "scheme_category" },
		{ "{" MAP
		  "\"code\":\"N\",\"valid_from\":\"2026-03-31\",\"category\":\"HRP-LIV\",\"flow\":"
		  "\"all\",\"share_ppm\":1000000," TO("ECO-A", "A1") "}",
			"valid_from" },
		/* its shares alone, the same to both bodies */
		{ "{" EDIT("M2", "2026-02-15") "\"share_ppm\":333332},{" EDIT(
			  "M3", "2026-02-15") "\"share_ppm\":333334}",
			"share_ppm" },
	};
	static const char *const ends[] = { "2026-03-31", "2026-03-01" };
	char row[1024], all[1200];
	struct ledger_rig *r = *state;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-04-20");
	declared(r, DECLARATION_FILED, 0);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		refuses(r, rows[i].row, "map_filed", rows[i].field);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++) {
		end_at(row, sizeof(row), ends[i]);
		refuses(r, row, "map_filed_end", "valid_until");
	}
	write_it(r,
		"{\"rows\":[{" MAP "\"code\":\"N\",\"valid_from\":\"2026-04-01\",\"category\":"
		"\"HRP-LIV\",\"flow\":\"all\",\"share_ppm\":1000000," TO(
			"ECO-A", "A1") "},{" MAP "\"code\":\"P\",\"valid_from\":\"2026-01-01\","
				       "\"category\":\"HRP-VAI\",\"flow\":"
				       "\"all\",\"share_ppm\":1000000," TO("ECO-B", "B1") "}]}",
		false, 2);
	/* An end behind the period, and shares from there on, are nobody's business. */
	end_at(row, sizeof(row), "2026-04-01");
	(void)snprintf(all, sizeof(all), "{\"rows\":[%s]}", row);
	write_it(r, all, false, 3);
	rig_expect_sound(r);
}

/* Of two rows alike that were filed, one cannot become another's. */
static void rows_alike_are_counted(void **state)
{
	struct ledger_rig *r = *state;

	bodies(r);
	write_it(r,
		"{\"rows\":[{" MAP "\"code\":\"M1\",\"valid_from\":\"2026-01-01\",\"category\":"
		"\"TLC-VET\",\"flow\":\"all\",\"share_ppm\":500000," TO(
			"ECO-A", "A1") "},{" MAP "\"code\":\"M2\",\"valid_from\":\"2026-01-01\","
				       "\"category\":\"TLC-VET\",\"flow\":"
				       "\"all\",\"share_ppm\":500000," TO("ECO-A", "A1") "}]}",
		false, 2);
	rig_day(r, "2026-04-20");
	declared(r, DECLARATION_FILED, 0);
	refuses(r,
		"{\"kind\":\"scheme-map\",\"code\":\"M2\",\"valid_from\":\"2026-01-01\"," TO(
			"ECO-B", "B1") "}",
		"map_filed", "valid_from");
}

/* What GET /declarations/ECO-A says of the quarter. */
static void says(struct ledger_rig *r, bool rectified, bool formula_changed)
{
	const struct caller who = { .role = ROLE_COORDINATOR };
	char arg[ARG_SIZE], *text = NULL;
	const struct call *c = call_find("GET", "/declarations/ECO-A", arg);
	struct sentence why = { 0 };
	struct answer answer = { .status = 200 };
	struct request asked;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	json_t *said;

	assert_int_equal(request_begin(&asked, c, arg, &who, &why), 0);
	assert_int_equal(request_set(&asked, "period", "2026-Q1", &why), 0);
	asked.now = r->now;
	assert_int_equal(c->run(r->ledger, &asked, out, &answer), 0);
	assert_int_equal(fclose(out), 0);
	said = json_loads(text, 0, NULL);
	assert_int_equal(json_is_true(json_object_get(said, "rectified")), rectified);
	assert_int_equal(json_is_true(json_object_get(said, "formula_changed")), formula_changed);
	json_decref(said);
	free(text);
}

/* As it was filed by a version for which a dish of 3,0005 kg, of which 1 kg is water, was all reuse. */
static void filed_with_water(struct ledger_rig *r, struct declaration *d)
{
	struct scheme_line *lines = NULL;
	char sql[400], hash[CLOSE_HASH_SIZE];

	rig_sql(r,
		"INSERT INTO lot_flow SELECT journal, seq, 0, 'out', 'L', -net_mg, 1000000 - net_mg"
		" FROM weighing WHERE destination = 'VENTE'");
	d->formula = SCHEME_MASSES;
	assert_int_equal(ledger_lines_to_declare(r->ledger, d, &lines, hash), 2);
	assert_int_equal(sum_of(lines, 2, "ECO-A", SCHEME_REUSE_MG), 2000330);
	free(lines);
	(void)snprintf(
		sql, sizeof(sql), "UPDATE declaration SET formula = 0, figures_hash = '%s'", hash);
	rig_sql(r, sql);
}

/* A new formula rectifies nothing: what was filed is held against today by the one of then, and that is told. */
static void a_formula_rectifies_nothing(void **state)
{
	struct ledger_rig *r = *state;
	struct scheme_line *lines = NULL;
	struct declaration d;

	bodies(r);
	write_it(r, share_it, false, 4);
	rig_day(r, "2026-04-20");
	d = declared(r, DECLARATION_FILED, 0);
	assert_int_equal(d.formula, SCHEME_FORMULA);
	says(r, false, false);
	filed_with_water(r, &d);
	says(r, false, true);
	record(r, "2026-01-20", "TLC-VET", "APP_VOL", "", 1000000, 0);
	rig_day(r, "2026-04-21");
	says(r, true, false);
	d = declared(r, DECLARATION_FILED, 0);
	assert_int_equal(d.version, 2);
	assert_int_equal(ledger_declared_lines(r->ledger, &d, &lines), 2);
	assert_int_equal(sum_of(lines, 2, NULL, SCHEME_REUSE_MG), 1333664);
	free(lines);
	says(r, false, false);
}

int main(void)
{
#define IN_YEAR(f) cmocka_unit_test_setup_teardown(f, up, down)
	const struct CMUnitTest tests[] = {
		IN_YEAR(steps_follow_each_other),
		IN_YEAR(a_mistaken_step_is_taken_back),
		IN_YEAR(days_are_filed_once),
		IN_YEAR(nothing_is_filed_as_nothing),
		IN_YEAR(what_was_filed_stands_before_a_draft),
		IN_YEAR(what_was_filed_keeps_its_mapping),
		IN_YEAR(rows_alike_are_counted),
		IN_YEAR(a_formula_rectifies_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
