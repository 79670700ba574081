// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Entries of one journal taken into another ledger: the same sums, whole chain, nothing twice,
 * and nothing that does not fit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "../../daemon/ledger/journal.h"
#include "ledger_rig.h"

/* What the other daemon wrote, copied: bodies included. */
enum { MOST = 16 };
static struct entry sent[MOST];
static char bodies[MOST][128 * 1024];
static size_t sent_count;

static void write_something(struct ledger_rig *r)
{
	struct ledger_result res = rig_record(r, "TLC-VET", 12500000);
	struct rig_job job = rig_job(r, RIG_RECORD);

	rig_void(r, res.weighing.id, LEDGER_WRITTEN);
	job.weighing = rig_weighing(r, "HRP-LIV", 3000000);
	memcpy(job.key, "once", 5);
	memcpy(job.note, "words", 6);
	rig_write(r, &job, LEDGER_WRITTEN);
	rig_record(r, "TLC-VET", 500000);
}

static void collect(struct ledger_rig *r)
{
	sqlite3_stmt *stmt;

	assert_int_equal(
		sqlite3_prepare_v2(ledger_db(r->ledger),
			"SELECT " ENTRY_COLUMNS " FROM entry ORDER BY seq", -1, &stmt, NULL),
		SQLITE_OK);
	for (sent_count = 0; sqlite3_step(stmt) == SQLITE_ROW; sent_count++) {
		struct entry *e = &sent[sent_count];

		assert_true(sent_count < MOST);
		assert_int_equal(entry_from_row(stmt, e), 0);
		assert_true(e->body_len < sizeof(bodies[0]));
		memcpy(bodies[sent_count], e->body, e->body_len);
		e->body = bodies[sent_count];
	}
	sqlite3_finalize(stmt);
}

struct receiver {
	struct ledger_rig rig;
	struct sql *sql;
};

static int begin(void **state)
{
	static struct receiver receiver;
	struct ledger_rig sender;

	rig_up(&sender);
	write_something(&sender);
	collect(&sender);
	rig_down(&sender);
	rig_up(&receiver.rig);
	rig_record(&receiver.rig, "TLC-VET", 1000000);
	assert_int_equal(sql_open(receiver.rig.path, SQLITE_OPEN_READWRITE, &receiver.sql), 0);
	*state = &receiver;
	return 0;
}

static int end(void **state)
{
	struct receiver *r = *state;

	sql_free(r->sql);
	rig_down(&r->rig);
	return 0;
}

static int admit(struct receiver *r, const struct entry *e, uint64_t *wanted)
{
	int rc, done = sql_exec(r->sql, "BEGIN IMMEDIATE");

	assert_int_equal(done, 0);
	rc = entry_admit(r->sql, e, wanted);
	assert_int_equal(sql_exec(r->sql, rc < 0 ? "ROLLBACK" : "COMMIT"), 0);
	return rc;
}

static void another_journal_is_taken_once(void **state)
{
	struct receiver *r = *state;
	uint64_t wanted;

	for (int again = 0; again < 2; again++)
		for (size_t i = 0; i < sent_count; i++)
			assert_int_equal(admit(r, &sent[i], &wanted), again);
	assert_int_equal(rig_int(&r->rig, "SELECT sum(mass_mg) FROM total"), 4500000);
	assert_int_equal(rig_int(&r->rig, "SELECT count(*) FROM weighing WHERE voided_seq > 0"), 1);
	assert_int_equal(rig_int(&r->rig, "SELECT count(*) FROM request WHERE key = 'once'"), 1);
	rig_expect_sound(&r->rig);
}

static void a_gap_is_refused_with_what_is_wanted(void **state)
{
	struct receiver *r = *state;
	uint64_t wanted = 0;

	assert_int_equal(admit(r, &sent[1], &wanted), -ENODATA);
	assert_int_equal(wanted, 1);
	assert_int_equal(admit(r, &sent[0], &wanted), 0);
	assert_int_equal(admit(r, &sent[3], &wanted), -ENODATA);
	assert_int_equal(wanted, 2);
	rig_expect_sound(&r->rig);
}

static void what_was_changed_is_refused(void **state)
{
	struct receiver *r = *state;
	struct entry e = sent[2];
	uint64_t wanted;

	assert_int_equal(admit(r, &sent[0], &wanted), 0);
	assert_int_equal(admit(r, &sent[1], &wanted), 0);
	bodies[2][10] ^= 1;
	assert_int_equal(admit(r, &sent[2], &wanted), -EILSEQ);
	bodies[2][10] ^= 1;
	e.prev[0] ^= 1; /* a chain of its own, each link sound */
	assert_int_equal(entry_hash(&e, e.hash), 0);
	assert_int_equal(admit(r, &e, &wanted), -EILSEQ);
	e = sent[1];
	e.at.wall_us++;
	assert_int_equal(entry_hash(&e, e.hash), 0);
	assert_int_equal(admit(r, &e, &wanted), -EILSEQ); /* its place is taken */
	e = sent[2];
	memcpy(e.kind, "dance", 6);
	assert_int_equal(entry_hash(&e, e.hash), 0);
	assert_int_equal(admit(r, &e, &wanted), -EOPNOTSUPP);
	e = sent[2];
	e.body = "{}";
	e.body_len = 2;
	assert_int_equal(entry_hash(&e, e.hash), 0);
	assert_int_equal(admit(r, &e, &wanted), -EBADMSG);
	assert_int_equal(admit(r, &sent[2], &wanted), 0);
	rig_expect_sound(&r->rig);
}

#define T(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(another_journal_is_taken_once),
		T(a_gap_is_refused_with_what_is_wanted),
		T(what_was_changed_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
