// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What stands against a ledger: other writers, files that are none, newer ones, and every
 * kind of damage, which verify or rebuild must find.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/ledger/ledger_private.h"
#include "catalogue_facts.h"
#include "ledger_rig.h"

static void one_writer_and_any_reader(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger *other = NULL;
	struct ledger_result res;
	struct rig_job job;
	struct weighing w;

	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, NULL, NULL, &other), -EBUSY);
	assert_int_equal(ledger_open(r->path, LEDGER_READ, NULL, NULL, &other), 0);
	res = rig_record(r, "TLC-VET", 1000);
	assert_int_equal(ledger_weighing(other, res.weighing.id, &w), 0);
	job = rig_job(r, RIG_RECORD);
	job.weighing = w;
	rig_put(other, &job, &res);
	assert_int_equal(res.error, -EROFS);
	ledger_free(other);
}

static void files_that_are_no_ledger_are_left_alone(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;
	char path[128];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/other.db", r->folder);
	assert_int_equal(ledger_open(path, LEDGER_READ, NULL, NULL, &l), -ENOENT);
	f = fopen(path, "w");
	for (int i = 0; i < 5000; i++)
		(void)fputs("not a database ", f);
	(void)fclose(f);
	assert_int_equal(ledger_open(path, LEDGER_WRITE, NULL, NULL, &l), -EUCLEAN);
	assert_int_equal(ledger_open(path, LEDGER_READ, NULL, NULL, &l), -EUCLEAN);
	ledger_free(r->ledger);
	{
		sqlite3 *db;

		assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
		sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
		sqlite3_close(db);
	}
	r->ledger = NULL;
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, NULL, NULL, &l), -ENOTSUP);
	assert_int_equal(ledger_open(r->path, LEDGER_READ, NULL, NULL, &l), -ENOTSUP);
	(void)snprintf(path, sizeof(path), "%s/none/x.db", r->folder);
	assert_int_equal(ledger_open(path, LEDGER_WRITE, NULL, NULL, &l), -ENOENT);
}

static const char *said_of(int error)
{
	struct sentence why;

	ledger_sentence(error, "x.db", &why);
	return why.key;
}

/* What a reader cannot bring up to date is not said to be newer, nor is a disk that is not fit. */
static void only_a_newer_ledger_is_called_newer(void **state)
{
	static const struct {
		const char *sql, *key;
	} cases[] = { { "PRAGMA user_version = 5", "store_old_version" },
		{ "PRAGMA user_version = 99", "store_newer" } };
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;
	struct sql *s = NULL;

	r->ledger = ledger_free(r->ledger);
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		sqlite3 *db;

		assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
		assert_int_equal(sqlite3_exec(db, cases[i].sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		assert_string_equal(
			said_of(ledger_open(r->path, LEDGER_READ, NULL, NULL, &l)), cases[i].key);
	}
	assert_string_equal(said_of(ledger_connect(":memory:", LEDGER_WRITE, &s)), "store_unfit");
}

/* Every byte of every entry, and every projection, is watched by verify or by rebuild. */
static const char *const damages[] = {
	"UPDATE entry SET body = CAST(replace(body, '1000', '1001') AS BLOB) WHERE seq = 3",
	"UPDATE entry SET body = CAST(body || ' ' AS BLOB) WHERE seq = 3",
	"UPDATE entry SET wall_us = wall_us + 1 WHERE seq = 3",
	"UPDATE entry SET boot_us = boot_us + 1 WHERE seq = 3",
	"UPDATE entry SET boot_id = replace(boot_id, '0', '1') WHERE seq = 3",
	"UPDATE entry SET day = '2026-01-02' WHERE seq = 3",
	"UPDATE entry SET clock = 'doubtful' WHERE seq = 3",
	"UPDATE entry SET v = 2 WHERE seq = 3",
	"UPDATE entry SET kind = 'void' WHERE seq = 3",
	"UPDATE entry SET seq = 9 WHERE seq = 5",
	"UPDATE entry SET hash = zeroblob(32) WHERE seq = 5",
	"UPDATE entry SET prev = zeroblob(32) WHERE seq = 4",
	"PRAGMA foreign_keys = OFF; DELETE FROM entry WHERE seq = 4",
	"UPDATE weighing SET net_mg = net_mg + 1, gross_mg = gross_mg + 1 WHERE seq = 3",
	"UPDATE weighing SET category = 'TLC-LIN' WHERE seq = 3",
	"UPDATE weighing SET voided_seq = NULL, voided_journal = NULL",
	"DELETE FROM weighing WHERE seq = 3",
	"UPDATE total SET mass_mg = mass_mg - 1",
	"UPDATE total SET weighings = weighings + 1",
	"DELETE FROM total",
	"UPDATE total_month SET mass_mg = mass_mg + 1",
	"UPDATE number SET last = last - 1",
	"UPDATE journal SET site = 'XX'",
	"UPDATE catalogue SET class = 'reuse' WHERE code = 'OMR'",
	"DELETE FROM catalogue WHERE code = 'TLC-LIN'",
	"UPDATE request SET seq = 4",
	"DELETE FROM request",
	"UPDATE erasable SET text = 'other'",
	"UPDATE erasable SET salt = zeroblob(16)",
	"UPDATE unknown_code SET device = 'x'",
	"UPDATE calibration SET zero_return_mg = NULL",
	"UPDATE calibration SET corner_4_mg = corner_4_mg + 1",
	"UPDATE calibration SET passed = 1 - passed",
	"UPDATE calibration SET day = '2026-01-02'",
	"DELETE FROM calibration",
	"UPDATE entry SET body = CAST(replace(body, 'span_', 'spin_') AS BLOB) WHERE seq = 7",
};

static void write_calibration(struct ledger_rig *r)
{
	struct rig_job job = rig_job(r, RIG_CALIBRATION);

	job.calibration = (struct calibration){ .scale = "head",
		.e_mg = 100000,
		.max_mg = 300000000,
		.span_mass_mg = 100000000,
		.span_counts = 2796202,
		.done = { true, true },
		.corners_mg = { 1, 2, 3, 4 } };
	rig_write(r, &job, LEDGER_WRITTEN);
}

static void damage_is_found(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;

	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	memcpy(job.key, "key", 4);
	memcpy(job.note, "words", 6);
	rig_write(r, &job, LEDGER_WRITTEN);
	res = rig_record(r, "TLC-VET", 3000);
	rig_void(r, res.weighing.id, LEDGER_WRITTEN);
	job = rig_job(r, RIG_CODE);
	memcpy(job.text, "4006381333931", 14);
	rig_write(r, &job, LEDGER_WRITTEN);
	write_calibration(r);
	assert_int_equal(rig_expect_sound(r), 7);
	rig_sql(r, "DROP TRIGGER entry_never_changes; DROP TRIGGER entry_never_goes;");
	for (size_t i = 0; i < ARRAY_SIZE(damages); i++) {
		char copy[256];

		(void)snprintf(copy, sizeof(copy), "VACUUM INTO '%s/copy.db'", r->folder);
		rig_sql(r, copy);
		rig_damage(r, damages[i]);
		if (rig_faults(r) == 0)
			fail_msg("not found: %s", damages[i]);
		ledger_free(r->ledger);
		(void)snprintf(copy, sizeof(copy), "%s/copy.db", r->folder);
		assert_int_equal(rename(copy, r->path), 0);
		(void)snprintf(copy, sizeof(copy), "%s-wal", r->path);
		(void)unlink(copy);
		(void)snprintf(copy, sizeof(copy), "%s-shm", r->path);
		(void)unlink(copy);
		r->ledger = NULL;
		assert_int_equal(ledger_open(r->path, LEDGER_WRITE, NULL, NULL, &r->ledger), 0);
	}
	assert_int_equal(rig_expect_sound(r), 7);
}

/* Tables that no entry of the first version fills: put aside (false), and back (true). */
static void move_facts(struct ledger_rig *r, sqlite3 *db, bool back)
{
	for (size_t i = 0; i < CATALOGUE_KIND_COUNT; i++) {
		const char *table = catalogue_facts_record((enum catalogue_kind)i)->table;
		char *sql = sqlite3_mprintf(
			back ? "ATTACH '%q-facts' AS aside; INSERT INTO %w SELECT * FROM aside.%w;"
			       "DETACH aside"
			     : "ATTACH '%q-facts' AS aside; CREATE TABLE aside.%w AS SELECT * FROM"
			       " main.%w; DROP TABLE main.%w; DETACH aside",
			r->path, table, table, table);

		assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_free(sql);
	}
}

/* A file of the first version gets the tables of today, filled; a reader leaves it alone. */
static void an_older_file_is_brought_up_to_date(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;
	sqlite3 *db;

	struct weighing w;
	char id[PRIVATE_KEY_SIZE];

	memcpy(id, rig_record(r, "TLC-VET", 1000).weighing.id, sizeof(id));
	rig_void(r, rig_record(r, "TLC-VET", 500).weighing.id, LEDGER_WRITTEN);
	r->ledger = ledger_free(r->ledger);
	assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
	move_facts(r, db, false);
	assert_int_equal(
		sqlite3_exec(db,
			"DROP TABLE journal_past; DROP TABLE close; DROP TABLE scale_day; DROP "
			"TABLE code_bound; DROP TABLE "
			"total_month; DROP "
			"TABLE calibration;"
			"DROP TABLE scale_facts; DROP TABLE scale_check;"
			"DROP TABLE slip; DROP TABLE slip_refused; DROP TABLE slip_closed;"
			"DROP TABLE slip_void; DROP TABLE lot_input; DROP INDEX weighing_slip;"
			"ALTER TABLE weighing DROP COLUMN slip;"
			"DROP INDEX weighing_waste;"
			"ALTER TABLE weighing DROP COLUMN waste_code;"
			"ALTER TABLE weighing DROP COLUMN treatment;"
			"ALTER TABLE weighing DROP COLUMN store;"
			"DROP TABLE stock_count; DROP TABLE sorted; DROP TABLE moved;"
			"DROP TABLE stock_line; DROP TABLE stock_day; DROP TABLE erased; DROP "
			"TABLE entry_void;"
			"DROP TABLE recall; DROP TABLE recall_lot; DROP TABLE recall_count;"
			"DROP TABLE declaration; DROP TABLE declaration_line;"
			"DROP TABLE secret_reset; DROP TABLE secret_set; DROP TABLE temperature;"
			"DROP TABLE people_restored; DROP TABLE population; DROP TABLE item_stock;"
			"DROP TABLE cooling_started; DROP TABLE cooling; DROP TABLE item;"
			"DROP TABLE item_state; DROP TABLE item_now; DROP TABLE keys_issued;"
			"ALTER TABLE lot_released DROP COLUMN why;"
			"DROP TABLE plate; DROP TABLE left_load; DROP TABLE code_seen; DROP TABLE "
			"figure; ALTER TABLE weighing DROP COLUMN containers;"
			"DROP INDEX weighing_corrects;"
			"ALTER TABLE weighing DROP COLUMN approved;"
			"ALTER TABLE weighing DROP COLUMN shown_digits;"
			"ALTER TABLE weighing DROP COLUMN shown_exp10;"
			"ALTER TABLE weighing DROP COLUMN shown_unit; PRAGMA user_version = 1",
			NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(ledger_open(r->path, LEDGER_READ, NULL, NULL, &l), -EMEDIUMTYPE);
	assert_int_equal(ledger_open(r->path, LEDGER_WRITE, NULL, NULL, &r->ledger), 0);
	assert_int_equal(rig_int(r, "SELECT sum(mass_mg) FROM total_month"), 1000);
	assert_int_equal(rig_int(r, "SELECT sum(mass_mg) FROM stock_day"), 1000);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing WHERE approved = 0"), 2);
	assert_int_equal(ledger_weighing(r->ledger, id, &w), 0);
	assert_int_equal(w.shown.digits, 1000);
	assert_int_equal(w.shown.exp10, -6);
	assert_int_equal(w.shown.unit, MASS_KILOGRAM);
	move_facts(r, ledger_db(r->ledger), true);
	rig_expect_sound(r);
}

static void the_journal_refuses_update_and_delete(void **state)
{
	struct ledger_rig *r = *state;
	sqlite3 *db = ledger_db(r->ledger);

	assert_int_not_equal(
		sqlite3_exec(db, "UPDATE entry SET v = 1", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(db, "DELETE FROM entry", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(rig_expect_sound(r), 2);
}

static void an_identity_too_long_for_a_label_is_refused(void **state)
{
	const struct ledger_identity id = { "HAUTDOUBS", "MORTEAU", "A" };
	struct ledger_rig *r = *state;
	struct ledger *l = NULL;
	char path[128];

	(void)snprintf(path, sizeof(path), "%s/long.db", r->folder);
	assert_int_equal(ledger_open(path, LEDGER_WRITE, &id, &r->now, &l), -EINVAL);
}

/* More statements than any program of today has. */
static void truth_36_statements_are_kept_without_a_last_place(void **state)
{
	enum { MANY = 300 };
	static char texts[MANY][16];
	struct sql *s = NULL;

	(void)state;
	assert_int_equal(sql_open(":memory:", SQLITE_OPEN_READWRITE, &s), 0);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < MANY; i++) {
			int64_t value = -1;

			(void)snprintf(texts[i], sizeof(texts[i]), "SELECT %d", i);
			assert_int_equal(sql_int(s, &value, texts[i]), 1);
			assert_int_equal(value, i);
		}
	sql_free(s);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_writer_and_any_reader),
		T(files_that_are_no_ledger_are_left_alone),
		T(only_a_newer_ledger_is_called_newer),
		T(damage_is_found),
		T(an_older_file_is_brought_up_to_date),
		T(the_journal_refuses_update_and_delete),
		T(an_identity_too_long_for_a_label_is_refused),
		cmocka_unit_test(truth_36_statements_are_kept_without_a_last_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
