// SPDX-License-Identifier: GPL-3.0-or-later
/* A disk that fails while words are overwritten: nothing is sure any more, so the ledger is opened anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <string.h>
#include "../../daemon/ledger/ledger_private.h"
#include "erasure.h"
#include "ledger_rig.h"

static bool failing;
static sqlite3_io_methods methods;
static int (*real_sync)(sqlite3_file *file, int flags);

static int sync_or_fail(sqlite3_file *file, int flags)
{
	return failing ? SQLITE_IOERR_FSYNC : real_sync(file, flags);
}

/* From now on syncs of the ledger's own file, not of its log, fail as long as they are to. */
static void put_between(struct ledger_rig *r)
{
	sqlite3_file *file = NULL;

	assert_int_equal(sqlite3_file_control(
				 ledger_db(r->ledger), "main", SQLITE_FCNTL_FILE_POINTER, &file),
		SQLITE_OK);
	methods = *file->pMethods;
	real_sync = methods.xSync;
	methods.xSync = sync_or_fail;
	file->pMethods = &methods;
}

static void put_operator(struct ledger_rig *r)
{
	struct catalogue_row row = { .kind = CATALOGUE_OPERATOR,
		.code = "OP7",
		.label_fr = "Rosalie",
		.valid_from = "2026-01-01" };
	const struct catalogue rows = { .count = 1, .rows = &row };
	struct rig_job job = rig_job(r, RIG_CATALOGUE);

	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
}

static void a_sync_that_fails_is_not_passed_over(void **state)
{
	struct erased e = { .what = ERASE_OPERATOR, .code = "OP7" };
	struct ledger_rig *r = *state;
	struct ledger_job job = { .now = r->now, .drafts[0] = { &erased_kind, &e, NULL } };
	struct ledger_result res;

	put_operator(r);
	put_between(r);
	failing = true;
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_true(((const struct erased *)res.value)->put_off);
	assert_true(r->ledger->broken);
	failing = false;
	/* The next one opens it anew, and what was put off is done when there is time. */
	(void)rig_record(r, "TLC-VET", 1000000);
	assert_false(r->ledger->broken);
	assert_int_equal(ledger_tidy(r->ledger), 0);
	assert_false(r->ledger->scrub);
	rig_expect_sound(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_sync_that_fails_is_not_passed_over, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
