// SPDX-License-Identifier: GPL-3.0-or-later
/* Printed numbers of ours that nothing has: they are told apart from codes that nobody knows. */
#include <sqlite3.h>
#include "desk_rig.h"

static void read_prefix(struct desk_rig *r, char ret_prefix[8])
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(ledger_db(r->ledger.ledger),
				 "SELECT prefix FROM number WHERE type = 'W'", -1, &stmt, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	(void)snprintf(ret_prefix, 8, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

/* It begins as ours do, but is beyond the last: a copy was put back that had not given it yet. */
static void a_number_that_was_never_given_says_so(void **state)
{
	static const struct {
		char type;
		const char *before, *after;
		bool ours;
	} keys[] = { { 'W', "", "77", true }, { 'S', "", "9", true }, { 'L', "261130", "05", true },
		{ 'W', "", "77", false } };
	struct desk_rig *r = *state;
	struct ledger_status status;
	char prefix[8], number[32], key[PRIVATE_KEY_SIZE];

	assert_int_equal(ledger_status(r->ledger.ledger, &status), 0);
	read_prefix(r, prefix);
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		if (!keys[i].ours)
			memcpy(prefix, strcmp(prefix, "AA") == 0 ? "BB" : "AA", 3);
		(void)snprintf(
			number, sizeof(number), "%s%s%s", keys[i].before, prefix, keys[i].after);
		assert_int_equal(code_private_key_make(status.identity.pole, status.identity.site,
					 keys[i].type, number, key, sizeof(key)),
			0);
		desk_scanned(r->desk, "hand", key);
		assert_string_equal(
			noticed(r), keys[i].ours ? "number_never_given" : "unknown_code");
	}
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_number_that_was_never_given_says_so, up, down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
