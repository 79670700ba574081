// SPDX-License-Identifier: GPL-3.0-or-later
/* Whose secrets are dropped for good: who was hidden when that was said; a day to come must surely be past. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "catalogue_facts.h"

#define FROM "2026-03-10"

struct row {
	const char *from, *until, *said;
	bool hidden, erased;
};

static bool left(const struct row *said, size_t count, const char *day, bool sure)
{
	struct catalogue_row rows[3] = { 0 };
	const struct catalogue c = { .count = count, .rows = rows };

	for (size_t i = 0; i < count; i++) {
		rows[i] = (struct catalogue_row){ .kind = CATALOGUE_OPERATOR,
			.code = "GUS",
			.hidden = said[i].hidden,
			.erased = said[i].erased };
		(void)snprintf(rows[i].valid_from, DAY_SIZE, "%s", said[i].from);
		(void)snprintf(rows[i].valid_until, DAY_SIZE, "%s", said[i].until);
		(void)snprintf(rows[i].said, DAY_SIZE, "%s", said[i].said);
	}
	return catalogue_operator_left(&c, "GUS", day, sure);
}

static void hidden_for_a_day_to_come(void **state)
{
	const struct row rows[] = { { "2020-01-01", FROM, "", false, false },
		{ FROM, "", "2026-03-01", true, false } };

	(void)state;
	assert_false(left(rows, 2, "2026-03-09", true));
	assert_false(left(rows, 2, FROM, true));
	assert_false(left(rows, 2, "2026-03-11", true));
	assert_true(left(rows, 2, "2026-03-12", true));
	assert_false(left(rows, 2, "2035-01-01", false));
}

static void hidden_when_it_was_said(void **state)
{
	const struct row now = { FROM, "", FROM, true, false };
	const struct row unknown = { FROM, "", "", true, false };
	const struct row back[] = { { FROM, "2026-04-01", FROM, true, false },
		{ "2026-04-01", "", "", false, false } };

	(void)state;
	assert_true(left(&now, 1, FROM, false));
	assert_true(left(&now, 1, "2020-01-01", false));
	assert_false(left(&unknown, 1, FROM, true));
	assert_true(left(&unknown, 1, "2026-03-12", true));
	assert_false(left(back, 2, "2026-03-20", true)); /* an older day, and they are here again */
}

static void ended_or_erased(void **state)
{
	const struct row ended = { "2020-01-01", FROM, "", false, false };
	const struct row erased = { "2020-01-01", "", "", false, true };

	(void)state;
	assert_false(left(&ended, 1, "2026-03-11", true));
	assert_true(left(&ended, 1, "2026-03-12", true));
	assert_false(left(&ended, 1, "2035-01-01", false));
	assert_true(left(&erased, 1, "2020-01-01", false));
	assert_false(left(NULL, 0, FROM, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hidden_for_a_day_to_come),
		cmocka_unit_test(hidden_when_it_was_said),
		cmocka_unit_test(ended_or_erased),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
