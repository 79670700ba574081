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
#include "../../daemon/ledger/kinds.h"
#include "ledger_rig.h"

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

static void columns_are_the_fields(void **state)
{
	struct ledger_rig *r = *state;

	for (const struct kind *const *k = kinds; *k; k++) {
		const struct record *record = (*k)->record;
		size_t columns;

		if (!record || !record->table)
			continue;
		columns = expect_columns(r, record);
		if (strcmp(record->table, "weighing") == 0) {
			assert_true(is_told(record, "voided_journal"));
			assert_true(is_told(record, "voided_seq"));
			columns += 2;
		}
		assert_int_equal(columns, count(r, "SELECT count(*) FROM pragma_table_info('%s')%s",
						  record->table, ""));
	}
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

static void kept_bodies_are_the_same_bytes(void **state)
{
	struct ledger_rig *r = *state;
	sqlite3_stmt *stmt;
	char command[512];
	int weighings = 0, others = 0;

	r->ledger = ledger_free(r->ledger);
	(void)snprintf(command, sizeof(command),
		"rm -f %s*; gunzip -c tests/golden/state-1/bascule.db.gz >%s &&"
		" gunzip -c tests/golden/state-1/bascule.db-wal.gz >%s-wal",
		r->path, r->path, r->path);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c): a path of our own */
	rig_reopen(r);                        /* brings it to the schema of today */
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
		if (!kind->record)
			continue;
		assert_true(same_bytes(&e, kind->record));
		*(kind == &weighing_kind ? &weighings : &others) += 1;
	}
	sqlite3_finalize(stmt);
	assert_true(weighings > 80 && others > 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(columns_are_the_fields, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(no_projection_is_forgotten, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(kept_bodies_are_the_same_bytes, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
