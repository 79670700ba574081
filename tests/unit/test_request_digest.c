// SPDX-License-Identifier: GPL-3.0-or-later
/* The digest of a request stands in the chain for ever, and says nothing to who does not know the secret. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "ledger_rig.h"

/* A digest of 01 and 31 zeros, as it came. */
#define BARE "CAST(x'01' || zeroblob(31) AS BLOB)"

static void ask(struct ledger_rig *r, uint8_t digest, enum ledger_answer expected)
{
	struct rig_job job = rig_job(r, RIG_RECORD);

	job.weighing = rig_weighing(r, "TLC-VET", 1000000);
	memcpy(job.key, "k-1", 4);
	job.digest[0] = digest;
	rig_write(r, &job, expected);
}

static void read_digest(struct ledger_rig *r, char ret_hex[65])
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(ledger_db(r->ledger), "SELECT hex(digest) FROM request",
				 -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	(void)snprintf(ret_hex, 65, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

static void a_digest_is_under_a_secret_of_its_file(void **state)
{
	struct ledger_rig *r = *state, other;
	char one[65], two[65];

	rig_up(&other);
	ask(r, 1, LEDGER_WRITTEN);
	ask(&other, 1, LEDGER_WRITTEN);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM request WHERE digest = " BARE), 0);
	/* Two files say two things of one request. */
	read_digest(r, one);
	read_digest(&other, two);
	assert_string_not_equal(one, two);
	ask(r, 1, LEDGER_REPEATED);
	ask(r, 2, LEDGER_KEY_REUSED);
	rig_reopen(r);
	ask(r, 1, LEDGER_REPEATED);
	ask(r, 2, LEDGER_KEY_REUSED);
	rig_expect_sound(r);
	rig_down(&other);
}

static void a_digest_from_before_is_known(void **state)
{
	struct ledger_rig *r = *state;

	ask(r, 1, LEDGER_WRITTEN);
	rig_sql(r, "UPDATE request SET digest = " BARE);
	ask(r, 1, LEDGER_REPEATED);
	ask(r, 2, LEDGER_KEY_REUSED);
	/* A file from before has no secret; it is drawn for the next request. */
	rig_sql(r, "DELETE FROM kept WHERE name = 'request_secret'");
	ask(r, 1, LEDGER_REPEATED);
	ask(r, 2, LEDGER_KEY_REUSED);
	assert_int_equal(rig_int(r, "SELECT length(digest) FROM request WHERE digest = " BARE), 32);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_digest_is_under_a_secret_of_its_file, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(a_digest_from_before_is_known, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
