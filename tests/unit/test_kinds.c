// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * All kinds of entries: their tables are what their fields say, no projection is forgotten by a
 * rebuild, and what an earlier program wrote is said in the same bytes today.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "api.h"
#include "record_table.h"
#include "thing.h"

static void a_kind_is_a_table_and_a_row(void **state)
{
	struct ledger_rig *r = *state;
	char asked[] = "{\"name\":\"bac\",\"mass_kg\":\"12,5\",\"note\":\"à Zoé\"}";
	struct exchange x = { .body = asked, .body_len = strlen(asked) };
	struct ledger_job job = { .now = r->now, .key = "once" };
	_cleanup_free_ char *first = NULL, *again = NULL, *expected = NULL;
	struct ledger_result res;
	struct thing t = { 0 };
	struct body b;

	/* A request says it. */
	assert_true(body_open(&x, &b));
	body_record(&b, &thing_record, &t);
	assert_true(body_done(&b));
	job.drafts[0] = (struct ledger_draft){ &thing_kind, &t, NULL };
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_ptr_equal(res.kind, &thing_kind);
	/* Body, row and answer. */
	assert_int_equal(
		rig_int(r, "SELECT count(*) FROM entry WHERE kind = 'thing' AND"
			   " CAST(body AS TEXT) LIKE '{\"name\":\"bac\",\"mass_mg\":12500000,"
			   "\"note\":\"%\",\"request\":%' AND CAST(body AS TEXT)"
			   " NOT LIKE '%Zo%'"),
		1);
	assert_int_equal(rig_int(r, "SELECT mass_mg FROM thing WHERE name = 'bac'"), 12500000);
	first = said(&res);
	assert_true(asprintf(&expected,
			    "{\"journal\":\"%s\",\"seq\":%llu,\"at\":\"2026-01-01T11:00:00+01:00\","
			    "\"name\":\"bac\",\"mass_mg\":12500000,\"passed\":false,\"place\":null,"
			    "\"note\":\"à "
			    "Zoé\"}",
			    ((const struct thing *)res.value)->journal,
			    (unsigned long long)res.seq) > 0);
	assert_string_equal(first, expected);
	/* A repeat, after the daemon died too; and another request under its key. */
	rig_reopen(r);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_REPEATED);
	again = said(&res);
	assert_string_equal(first, again);
	job.digest[0] = 1;
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_KEY_REUSED);
	rig_expect_sound(r);
}

/* ---- all kinds ---- */

static const struct catalogue_row row = {
	.kind = CATALOGUE_PLACE, .code = "QUAI", .label_fr = "Quai", .valid_from = "2026-01-01"
};
static const struct catalogue rows = { .count = 1, .rows = (struct catalogue_row *)&row };

/* Something to write of each operation, its key numbered. */
static struct rig_job job_of(struct ledger_rig *r, enum rig_op op, int n)
{
	struct rig_job job = rig_job(r, op);

	job.weighing = rig_weighing(r, "TLC-VET", 1000000 + n);
	job.rows = &rows;
	memcpy(job.category, "HRP-LIV", 8);
	memcpy(job.text, op == RIG_CLOCK ? "2026-01-01" : "4006381333931", 11);
	job.calibration = (struct calibration){ .scale = "head",
		.e_mg = 100000,
		.max_mg = 300000000,
		.span_mass_mg = 100000000,
		.span_counts = 5 };
	(void)snprintf(job.key, sizeof(job.key), "key %d of %d", n, op);
	return job;
}

/* What it is about, made before. */
static void make_target(struct ledger_rig *r, struct rig_job *job)
{
	struct ledger_result res;
	struct rig_job first = rig_job(r, RIG_RECORD);

	first.weighing = rig_weighing(r, "TLC-VET", 5000000);
	if (job->op == RIG_CLOCK)
		first.weighing.at.quality = CLOCK_DOUBTFUL;
	res = rig_write(r, &first, LEDGER_WRITTEN);
	memcpy(job->void_id, res.weighing.id, sizeof(job->void_id));
	if (job->op != RIG_RESTORE)
		return;
	first = job_of(r, RIG_RECLASSIFY, 0);
	first.key[0] = '\0';
	memcpy(first.void_id, job->void_id, sizeof(first.void_id));
	res = rig_write(r, &first, LEDGER_WRITTEN);
	memcpy(job->void_id, res.weighing.id, sizeof(job->void_id));
}

static void a_repeat_answers_every_kind(void **state)
{
	struct ledger_rig *r = *state;
	size_t statements = 0;

	for (int n = 0; n < 3; n++) {
		for (enum rig_op op = RIG_RECORD; op <= RIG_CALIBRATION; op++) {
			struct rig_job job = job_of(r, op, n);
			struct ledger_result res;
			_cleanup_free_ char *first = NULL, *again = NULL;

			make_target(r, &job);
			res = rig_write(r, &job, LEDGER_WRITTEN);
			assert_non_null(res.kind);
			first = said(&res);
			if (n == 0)
				rig_reopen(r);
			res = rig_write(r, &job, LEDGER_REPEATED);
			again = said(&res);
			assert_string_equal(first, again);
			assert_true(strlen(first) > 20);
			job.digest[0] = 1;
			rig_write(r, &job, LEDGER_KEY_REUSED);
		}
		/* Each statement is prepared once: those of all kinds are kept side by side. */
		if (n == 1)
			statements = r->ledger->sql->count;
	}
	assert_true(statements > 20);
	assert_int_equal(r->ledger->sql->count, statements);
	rig_expect_sound(r);
}

static void two_drafts_or_none(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result old = rig_record(r, "HRP-LIV", 5000000), res;
	struct rig_job job = job_of(r, RIG_REPLACE, 1);
	uint64_t entries = rig_expect_sound(r);

	memcpy(job.void_id, old.weighing.id, sizeof(job.void_id));
	memcpy(job.weighing.category, "NONE", 5);
	job.key[0] = '\0';
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "unknown_category");
	assert_int_equal(rig_expect_sound(r), entries);
	assert_int_equal(rig_int(r, "SELECT count(voided_seq) FROM weighing"), 0);
}

/* ---- facts of a weighing ---- */

/* Something of that field's sort. */
static void put_sample(const struct record_field *f, void *value)
{
	if (f->type == RECORD_TEXT)
		assert_int_equal(record_set_text(f, value, "1-TRY"), 0);
	else
		assert_int_equal(record_set_number(f, value, 1), 0);
}

static const struct record_field *fact_named(const char *name)
{
	for (size_t i = 0; i < weighing_record.count; i++)
		if (strcmp(weighing_record.fields[i].name, name) == 0)
			return &weighing_record.fields[i];
	fail_msg("no field %s", name);
	return NULL;
}

static json_t *asked_by(json_t *api, const char *path, const char *name)
{
	json_t *call = json_object_get(json_object_get(api, "paths"), path), *schema = NULL;

	assert_int_equal(json_unpack(call, "{s:{s:{s:{s:{s:{s:o}}}}}}", "post", "requestBody",
				 "content", "application/json", "schema", "properties", &schema),
		0);
	return json_object_get(schema, name);
}

static void expect_fact(struct ledger_rig *r, const char *name, const char *id, json_t *api)
{
	const struct record_field *f = fact_named(name);
	struct weighing_entry e = { .weighing = rig_weighing(r, "TLC-VET", 1000000) }, back;
	const bool asked = f->rules & RECORD_ASKED;
	struct table t = { 0 };
	struct weighing w;
	size_t column = 0;
	char sql[128];

	put_sample(f, &e);
	/* The entry says it, and is read again. */
	_cleanup_json_ json_t *body = record_body(&weighing_record, &e);
	assert_non_null(json_object_get(body, name));
	assert_int_equal(record_from_body(&weighing_record, body, &back), 0);
	assert_memory_equal((char *)&back + f->offset, (char *)&e + f->offset, f->size);
	/* Its row and the answer. */
	(void)snprintf(sql, sizeof(sql), "UPDATE weighing SET %s = '%s' WHERE id = '%s'", name,
		f->type == RECORD_TEXT ? "1-TRY" : "1", id);
	rig_sql(r, sql);
	assert_int_equal(ledger_weighing(r->ledger, id, &w), 0);
	_cleanup_json_ json_t *answer = json_weighing(&w);
	assert_true(json_equal(json_object_get(answer, name), json_object_get(body, name)));
	/* A column of files, with a word for people. */
	assert_int_equal(record_table_columns(&weighing_record, LANG_FR, &t), 0);
	while (column < t.columns && strcmp(t.column[column].name, name) != 0)
		column++;
	assert_true(column < t.columns);
	assert_string_not_equal(table_title(&t, column, LANG_FR), name);
	table_done(&t);
	/* Both calls ask for what may be said, and for nothing else; a correction for another tare, too, from which its net follows. */
	assert_int_equal(asked_by(api, "/weighings", name) != NULL, asked);
	assert_int_equal(asked_by(api, "/weighings/{id}/correct", name) != NULL,
		asked || strcmp(name, "containers") == 0);
}

/* From the one line in weighing.h: body, row, answer, columns of files, requests and so the form. */
static void a_fact_of_a_weighing_is_one_line(void **state)
{
#define FACT_NAME(type_, name_, ...) #name_,
	static const char *const facts[] = { WEIGHING_FACTS(FACT_NAME) };
	struct ledger_rig *r = *state;
	struct ledger_result made = rig_record(r, "TLC-VET", 1000000);
	_cleanup_json_ json_t *api = api_description();

	assert_non_null(api);
	for (size_t i = 0; i < ARRAY_SIZE(facts); i++)
		expect_fact(r, facts[i], made.weighing.id, api);
}

static int64_t count(struct ledger_rig *r, const char *format, const char *a, const char *b)
{
	char sql[512];

	(void)snprintf(sql, sizeof(sql), format, a, b);
	return rig_int(r, sql);
}

/* Another kind fills it, and answers of this one tell it. */
static bool is_told(const struct record *r, const char *column)
{
	for (size_t i = 0; i < r->count; i++)
		if ((r->fields[i].rules & RECORD_JOINED) && strstr(r->fields[i].column, column))
			return true;
	return false;
}

static size_t expect_columns(struct ledger_rig *r, const struct record *record)
{
	size_t columns = 0;
	char name[64];

	for (size_t i = 0; i < record->count; i++) {
		const struct record_field *f = &record->fields[i];

		if (f->rules & RECORD_JOINED)
			continue;
		for (size_t n = 1; n <= record_columns(f); n++, columns++) {
			(void)snprintf(name, sizeof(name), "%s", f->column ? f->column : f->name);
			if (f->type == RECORD_MGS)
				(void)snprintf(name, sizeof(name), "%s_%zu_mg", f->column, n);
			if (count(r,
				    "SELECT count(*) FROM pragma_table_info('%s') WHERE name = "
				    "'%s'",
				    record->table, name) != 1)
				fail_msg("no column %s.%s", record->table, name);
		}
	}
	return columns;
}

static void expect_table(struct ledger_rig *r, const struct record *record)
{
	size_t columns = expect_columns(r, record);

	if (strcmp(record->table, "weighing") == 0) {
		assert_true(is_told(record, "voided_journal"));
		assert_true(is_told(record, "voided_seq"));
		columns += 2;
	}
	assert_int_equal(columns,
		count(r, "SELECT count(*) FROM pragma_table_info('%s')%s", record->table, ""));
}

static void columns_are_the_fields(void **state)
{
	struct ledger_rig *r = *state;

	for (const struct kind *const *k = kinds; *k; k++)
		if ((*k)->record && (*k)->record->table)
			expect_table(r, (*k)->record);
	expect_table(r, &catalogue_record);
	for (size_t i = 0; i < CATALOGUE_KIND_COUNT; i++)
		expect_table(r, catalogue_facts_record((enum catalogue_kind)i));
}

static void no_projection_is_forgotten(void **state)
{
	static const char *const no_projection[] = { "entry", "erasable", "label_job", "kept",
		"plate", "left_load", "code_seen" };
	struct ledger_rig *r = *state;
	const char *tables[PROJECTIONS_MOST];
	size_t n = projections(tables);

	assert_true(n + ARRAY_SIZE(no_projection) < PROJECTIONS_MOST);
	for (size_t i = 0; i < ARRAY_SIZE(no_projection); i++)
		tables[n++] = no_projection[i];
	for (size_t i = 0; i < n; i++)
		assert_int_equal(count(r,
					 "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
					 " AND name = '%s'%s",
					 tables[i], ""),
			1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
				    " AND name NOT LIKE 'sqlite_%'"),
		n);
}

/* Without what every kind may carry: the request and hashes of erasable words. */
static json_t *bare(const char *text, size_t len, const struct record *record)
{
	json_t *body = json_loadb(text, len, 0, NULL);

	assert_non_null(body);
	(void)json_object_del(body, "request");
	for (size_t i = 0; i < record->count; i++)
		if (record->fields[i].rules & RECORD_ERASABLE)
			(void)json_object_del(body, record->fields[i].name);
	return body;
}

static bool same_bytes(const struct entry *e, const struct record *record)
{
	json_t *body = bare(e->body, e->body_len, record), *again;
	_cleanup_free_ void *value = malloc(record->size);
	_cleanup_free_ char *then = json_dumps(body, JSON_COMPACT), *now = NULL;

	assert_int_equal(record_from_body(record, body, value), 0);
	again = record_body(record, value);
	now = json_dumps(again, JSON_COMPACT);
	json_decref(again);
	json_decref(body);
	if (strcmp(then, now) != 0)
		print_message("then %s\nnow  %s\n", then, now);
	return strcmp(then, now) == 0;
}

/* The rows of a catalogue; their number. */
static int same_rows(const struct entry *e)
{
	json_t *body = json_loadb(e->body, e->body_len, 0, NULL), *object;
	size_t i;

	json_array_foreach(json_object_get(body, "rows"), i, object)
	{
		_cleanup_free_ char *then = json_dumps(object, JSON_COMPACT), *now = NULL;
		struct catalogue_line line;
		struct catalogue_facts facts;
		const struct record *record;
		size_t size;
		FILE *out = open_memstream(&now, &size);

		assert_non_null(out);
		assert_int_equal(record_from_body(&catalogue_record, object, &line), 0);
		record = catalogue_facts_record(line.row.kind);
		assert_int_equal(record_from_body(record, object, &facts), 0);
		assert_int_equal(record_put_members(&catalogue_record, &line, '{', out), 0);
		assert_int_equal(record_put_members(record, &facts, ',', out), 0);
		assert_true(putc('}', out) == '}');
		assert_int_equal(fclose(out), 0);
		assert_string_equal(then, now);
	}
	json_decref(body);
	return (int)i;
}

/* What version 1 left, brought to the schema of today. */
static void open_state_1(struct ledger_rig *r)
{
	char command[512];

	r->ledger = ledger_free(r->ledger);
	(void)snprintf(command, sizeof(command),
		"rm -f %s*; gunzip -c tests/golden/state-1/bascule.db.gz >%s &&"
		" gunzip -c tests/golden/state-1/bascule.db-wal.gz >%s-wal",
		r->path, r->path, r->path);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a path of our own */
	rig_reopen(r);
}

static void kept_bodies_are_the_same_bytes(void **state)
{
	struct ledger_rig *r = *state;
	sqlite3_stmt *stmt;
	int weighings = 0, others = 0, rows_seen = 0;

	open_state_1(r);
	assert_int_equal(
		sqlite3_prepare_v2(ledger_db(r->ledger),
			"SELECT " ENTRY_COLUMNS " FROM entry ORDER BY row", -1, &stmt, NULL),
		SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const struct kind *kind;
		struct entry e;

		assert_int_equal(entry_from_row(stmt, &e), 0);
		kind = kind_find(e.kind, e.version);
		assert_non_null(kind);
		if (kind == &catalogue_kind || kind == &catalogue_1_kind)
			rows_seen += same_rows(&e);
		if (!kind->record)
			continue;
		assert_true(same_bytes(&e, kind->record));
		*(kind == &weighing_kind ? &weighings : &others) += 1;
	}
	sqlite3_finalize(stmt);
	assert_true(weighings > 80 && others > 4 && rows_seen > 130);
}

/* Issue 10, the ground: one entry says what version 1 did not ship; no later start says it again. */
static void ground_10_a_journal_of_before_is_completed_once(void **state)
{
	struct ledger_rig *r = *state;
	int64_t last;

	open_state_1(r);
	/* Not before it is known whose file it is. */
	assert_int_equal(
		rig_int(r, "SELECT count(*) FROM entry WHERE kind = 'catalogue' AND v = 2"), 0);
	assert_int_equal(ledger_complete(r->ledger, &r->now), 0);
	assert_int_equal(
		rig_int(r, "SELECT count(*) FROM entry WHERE kind = 'catalogue' AND v = 2"), 1);
	last = rig_int(r, "SELECT max(seq) FROM entry");
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue WHERE kind = 'reason'"), 14);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue WHERE code = 'ALIM_ECH'"
				    " AND class = 'correction' AND valid_from = '1970-01-01'"),
		1);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_origin WHERE code = 'MAGASIN'"
				    " AND needs_partner = 'yes' AND reuse_word = 'reemploi'"),
		1);
	/* Rows of a first day of their own are the site's: nothing was put beside them. */
	assert_int_equal(rig_int(r, "SELECT count(*) FROM catalogue_category c WHERE valid_from <>"
				    " '1970-01-01'"),
		0);
	rig_reopen(r);
	assert_int_equal(ledger_complete(r->ledger, &r->now),
		0); /* that a rebuild gives the same, 47-state says */
	assert_int_equal(rig_int(r, "SELECT max(seq) FROM entry"), last);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(columns_are_the_fields, begin, rig_end),
		cmocka_unit_test_setup_teardown(no_projection_is_forgotten, begin, rig_end),
		cmocka_unit_test_setup_teardown(a_kind_is_a_table_and_a_row, begin, rig_end),
		cmocka_unit_test_setup_teardown(a_fact_of_a_weighing_is_one_line, begin, rig_end),
		cmocka_unit_test_setup_teardown(a_repeat_answers_every_kind, begin, rig_end),
		cmocka_unit_test_setup_teardown(two_drafts_or_none, begin, rig_end),
		cmocka_unit_test_setup_teardown(kept_bodies_are_the_same_bytes, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			ground_10_a_journal_of_before_is_completed_once, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
