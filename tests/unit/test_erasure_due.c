// SPDX-License-Identifier: GPL-3.0-or-later
/* What is due: not by a day that no clock knew; and what is asked of each word finds it by an index. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "catalogue_facts.h"
#include "entry_void.h"
#include "erasure.h"
#include "ledger_rig.h"
#include "record.h"
#include "slip.h"

static int count_word(void *data, const struct erasable_word *w)
{
	(void)w;
	++*(int *)data;
	return 0;
}

/* How many words would go. */
static int erasable(struct ledger_rig *r, enum erasure_what what, const char *code)
{
	struct erased e = { .what = what };
	int n = 0;

	(void)snprintf(e.code, sizeof(e.code), "%s", code);
	memcpy(e.day, r->now.day, sizeof(e.day));
	assert_int_equal(ledger_erasable(r->ledger, &e, count_word, &n), 0);
	return n;
}

enum { DEEP = 64 };

/* A loop over a whole table behind an index, run anew for each row that is looked at. */
static void expect_no_scan(sqlite3 *db, const char *sql)
{
	bool inner[DEEP * 16] = { false };
	sqlite3_stmt *stmt;
	char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);

	assert_int_equal(sqlite3_prepare_v2(db, text, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const int id = sqlite3_column_int(stmt, 0), parent = sqlite3_column_int(stmt, 1);
		const char *what = (const char *)sqlite3_column_text(stmt, 3);

		assert_true(id < DEEP * 16 && parent < DEEP * 16);
		inner[id] = !strncmp(what, "CORRELATED", 10) ||
			    (inner[parent] && strncmp(what, "MATERIALIZE", 11) != 0);
		/* A max() of all rows is called a search, for nothing. */
		if (inner[id] && (!strncmp(what, "SCAN", 4) ||
					 (!strncmp(what, "SEARCH", 6) && !strchr(what, '('))))
			fail_msg("%s: %s", what, sql);
	}
	sqlite3_finalize(stmt);
	sqlite3_free(text);
}

static void each_word_is_judged_by_an_index(void **state)
{
	struct ledger_rig *r = *state;
	sqlite3_stmt *stmt = NULL;
	int looked = 0;

	(void)erasable(r, ERASE_PARTNER, "P1");
	(void)erasable(r, ERASE_NUMBER, "HD-MS-W-QQQ-9");
	(void)erasable(r, ERASE_DUE, "");
	while ((stmt = sqlite3_next_stmt(ledger_db(r->ledger), stmt)))
		if (strstr(sqlite3_sql(stmt), "FROM erasable x")) {
			expect_no_scan(ledger_db(r->ledger), sqlite3_sql(stmt));
			looked++;
		}
	assert_int_equal(looked, 3);
}

static void void_saying(struct ledger_rig *r, const char *words)
{
	struct rig_job job = rig_job(r, RIG_VOID);

	memcpy(job.void_id, rig_record(r, "TLC-VET", 1000000).weighing.id, sizeof(job.void_id));
	memcpy(job.reason, "OTHER", 6);
	(void)snprintf(job.note, sizeof(job.note), "%s", words);
	rig_write(r, &job, LEDGER_WRITTEN);
}

/* Said yesterday with the clock in 1970: what is written after it says how old it can be. */
static void a_wrong_clock_makes_nothing_due(void **state)
{
	struct ledger_rig *r = *state;

	r->now.quality = CLOCK_DOUBTFUL;
	rig_day(r, "1970-01-01");
	void_saying(r, "madame Perrin");
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2026-01-02");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
	(void)rig_record(r, "TLC-VET", 1000000);
	rig_day(r, "2031-01-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
	rig_day(r, "2031-01-02");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 1);
}

static void put_row(struct ledger_rig *r, struct catalogue_row *row, const char *code)
{
	const struct catalogue rows = { .count = 1, .rows = row };
	struct rig_job job = rig_job(r, RIG_CATALOGUE);

	(void)snprintf(row->code, sizeof(row->code), "%s", code);
	(void)snprintf(row->label_fr, sizeof(row->label_fr), "Rosalie");
	(void)snprintf(row->valid_from, sizeof(row->valid_from), "2020-01-01");
	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
}

static void a_partner_who_came_while_the_clock_was_wrong_was_seen(void **state)
{
	const struct catalogue_facts facts = { .person = true, .roles = "recipient" };
	struct catalogue_row row = { .kind = CATALOGUE_PARTNER, .facts = &facts };
	struct ledger_rig *r = *state;
	struct rig_job job;

	rig_day(r, "2020-01-01");
	put_row(r, &row, "P1");
	rig_day(r, "2026-01-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 1);
	r->now.quality = CLOCK_DOUBTFUL;
	rig_day(r, "2020-06-01");
	job = rig_job(r, RIG_RECORD);
	job.weighing = rig_weighing(r, "TLC-VET", 1000000);
	memcpy(job.weighing.partner, "P1", 3);
	rig_write(r, &job, LEDGER_WRITTEN);
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2026-01-02");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
}

static void weigh_from(struct ledger_rig *r, const char *partner, const char *origin)
{
	struct rig_job job = rig_job(r, RIG_RECORD);

	job.weighing = rig_weighing(r, "TLC-VET", 1000000);
	(void)snprintf(job.weighing.partner, sizeof(job.weighing.partner), "%s", partner);
	(void)snprintf(job.weighing.origin, sizeof(job.weighing.origin), "%s", origin);
	rig_write(r, &job, LEDGER_WRITTEN);
}

/* rules 6.2: whose things were fetched at home, 3 months after; not who came otherwise, or has a role. */
static void who_was_only_called_at_is_due_after_three_months(void **state)
{
	static const struct catalogue_facts person = { .person = true },
					    donor = { .person = true, .roles = "donor" };
	struct catalogue_row plain = { .kind = CATALOGUE_PARTNER, .facts = &person };
	struct catalogue_row gives = { .kind = CATALOGUE_PARTNER, .facts = &donor };
	struct ledger_rig *r = *state;

	rig_day(r, "2026-01-01");
	put_row(r, &plain, "CALLED");
	put_row(r, &plain, "CAME");
	put_row(r, &plain, "NEVER");
	put_row(r, &gives, "GIVES");
	rig_day(r, "2026-03-01");
	weigh_from(r, "CALLED", "COL_DOM");
	weigh_from(r, "GIVES", "COL_DOM");
	weigh_from(r, "CAME", "COL_DOM");
	weigh_from(r, "CAME", "APP_VOL");
	rig_day(r, "2026-05-31");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
	rig_day(r, "2026-06-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 1);
	rig_day(r, "2029-01-01"); /* 3 years: who was never seen */
	assert_int_equal(erasable(r, ERASE_DUE, ""), 2);
	rig_day(r, "2029-03-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 3);
	rig_day(r, "2032-03-01"); /* 6 years */
	assert_int_equal(erasable(r, ERASE_DUE, ""), 4);
}

static struct ledger_result put(struct ledger_rig *r, const struct kind *kind, const void *value)
{
	struct ledger_job job = { .now = r->now, .drafts = { { kind, value, NULL } } };
	struct ledger_result res;

	rig_tick(r);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res;
}

static void put_refusal(struct ledger_rig *r, const char *slip)
{
	struct slip_refused refused = { .reason = "SATURATION", .note = "au fond de la cour" };
	struct entry_void taken_back = { .reason = "OTHER", .note = "la voisine" };

	(void)snprintf(refused.id, sizeof(refused.id), "%s", slip);
	(void)put(r, &slip_refused_kind, &refused);
	(void)snprintf(taken_back.name, sizeof(taken_back.name), "slip-refused/%lld",
		(long long)rig_int(r, "SELECT max(seq) FROM entry"));
	(void)put(r, &entry_void_kind, &taken_back);
}

/* Of a slip: its note, that of what was refused, of taking that back, of its void; and who signed the next one. */
static void put_slips(struct ledger_rig *r, const char *origin)
{
	struct slip asked = { .type = SLIP_DEPOSIT, .note = "2 rue des Lilas" };
	struct slip_void undone = { .reason = "OTHER", .note = "chez Perrin" };
	struct slip_closed closed = { .signed_by = "madame Perrin" };
	struct ledger_result res;

	(void)snprintf(asked.origin, sizeof(asked.origin), "%s", origin);
	res = put(r, &slip_kind, &asked);
	memcpy(undone.id, ((const struct slip *)res.value)->id, sizeof(undone.id));
	put_refusal(r, undone.id);
	(void)put(r, &slip_void_kind, &undone);
	asked.note[0] = '\0';
	res = put(r, &slip_kind, &asked);
	memcpy(closed.id, ((const struct slip *)res.value)->id, sizeof(closed.id));
	put_refusal(r, closed.id);
	(void)put(r, &slip_closed_kind, &closed);
}

/* A weighing from there, void with a note of its own. */
static void put_void(struct ledger_rig *r, const char *origin)
{
	struct rig_job job = rig_job(r, RIG_RECORD);

	job.weighing = rig_weighing(r, "TLC-VET", 1000000);
	(void)snprintf(job.weighing.origin, sizeof(job.weighing.origin), "%s", origin);
	(void)snprintf(job.note, sizeof(job.note), "code du portail");
	memcpy(job.void_id, rig_write(r, &job, LEDGER_WRITTEN).weighing.id, sizeof(job.void_id));
	job.op = RIG_VOID;
	memcpy(job.reason, "OTHER", 6);
	rig_write(r, &job, LEDGER_WRITTEN);
}

/*
 * rules 6.2: where a home is, and who is there, 3 months after the collection, wherever it was noted; a signature
 * and every other note 5 years.
 */
static void notes_of_a_collection_at_home_are_due_after_three_months(void **state)
{
	enum { SLIPS_NOTES = 7, VOID_NOTES = 2, SIGNED = 1 };
	struct ledger_rig *r = *state;

	rig_day(r, "2026-03-01");
	for (int i = 0; i < 2; i++) {
		put_slips(r, i ? "APP_VOL" : "COL_DOM");
		put_void(r, i ? "APP_VOL" : "COL_DOM");
	}
	rig_day(r, "2026-05-31");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
	rig_day(r, "2026-06-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), SLIPS_NOTES - SIGNED + VOID_NOTES);
	rig_day(r, "2031-02-28");
	assert_int_equal(erasable(r, ERASE_DUE, ""), SLIPS_NOTES - SIGNED + VOID_NOTES);
	rig_day(r, "2031-03-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 2 * (SLIPS_NOTES + VOID_NOTES));
}

/* A row that was loaded today is known today, whenever it is said to begin. */
static void a_partner_is_not_due_when_a_file_brings_them(void **state)
{
	const struct catalogue_facts facts = { .person = true };
	struct catalogue_row row = { .kind = CATALOGUE_PARTNER, .facts = &facts };
	struct ledger_rig *r = *state;

	put_row(r, &row, "P1");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
	rig_day(r, "2032-01-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 1);
}

/* A file says when the row began, not when somebody left. */
static void an_operator_is_hidden_from_the_day_that_it_was_said(void **state)
{
	struct catalogue_row row = { .kind = CATALOGUE_OPERATOR, .hidden = true };
	struct ledger_rig *r = *state;

	put_row(r, &row, "OP7");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
	rig_day(r, "2026-12-31");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 0);
	rig_day(r, "2027-01-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 1);
}

static void a_load_of_a_wrong_clock_is_not_due(void **state)
{
	struct ledger_rig *r = *state;

	rig_sql(r, "INSERT INTO left_load (number, scale, wall_us, boot_id, boot_us, day, clock,"
		   " low_mg, high_mg, struck_by, reason) VALUES (3, 'a', 1, '', 1, '1970-01-01',"
		   " 'doubtful', 1, 2, '', 'Perrin'), (4, 'a', 1, '', 1, '1970-01-01', 'trusted',"
		   " 1, 2, '', 'Vuillemin')");
	assert_int_equal(erasable(r, ERASE_DUE, ""), 1);
}

static bool has_words(const struct record *r)
{
	for (size_t i = 0; r && i < r->count; i++)
		if (r->fields[i].rules & RECORD_ERASABLE)
			return true;
	return false;
}

/* What names a document stays. A kind that is new and holds words is one of the others. */
static void words_of_every_kind_are_due(void **state)
{
	struct ledger_rig *r = *state;
	const struct kind *kind;
	int due = 0, stay = 0;
	char sql[512];

	for (size_t i = 0; (kind = kind_at(i)); i++) {
		const char *name = kind_name(kind);

		if (!has_words(kind_row(kind)) || kind_named(name) != kind)
			continue;
		stay += !strcmp(name, "calibration") || !strcmp(name, "figure") ||
			!strcmp(name, "population");
		due++;
		(void)snprintf(sql, sizeof(sql),
			"INSERT INTO entry (journal, seq, kind, v, wall_us, boot_id, boot_us, day,"
			" clock, body, prev, hash) VALUES ('elsewhere', %d, '%s', 1, 1, '', 1,"
			" '2020-01-01', 'trusted', CAST('{\"lot\":\"HD-MS-L-A1-9\"}' AS BLOB), "
			"x'', x'');"
			"INSERT INTO erasable VALUES ('elsewhere', %d, 0, x'', 'madame Perrin')",
			due, name, due);
		rig_sql(r, sql);
	}
	assert_int_equal(stay, 3);
	assert_int_equal(erasable(r, ERASE_NUMBER, "hd-ms-l-a1-9"), due);
	rig_day(r, "2025-01-01");
	assert_int_equal(erasable(r, ERASE_DUE, ""), due - stay);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			who_was_only_called_at_is_due_after_three_months, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			notes_of_a_collection_at_home_are_due_after_three_months, rig_begin,
			rig_end),
		cmocka_unit_test_setup_teardown(
			each_word_is_judged_by_an_index, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_wrong_clock_makes_nothing_due, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_partner_who_came_while_the_clock_was_wrong_was_seen, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			an_operator_is_hidden_from_the_day_that_it_was_said, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_partner_is_not_due_when_a_file_brings_them, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_load_of_a_wrong_clock_is_not_due, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(words_of_every_kind_are_due, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
