// SPDX-License-Identifier: GPL-3.0-or-later
/* One scan is of one page: of the last that came, then of the one before it (issue 11). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include "hearing.h"

enum { S_US = 1000 * 1000 };

static void the_last_that_came_hears(void **state)
{
	struct hearing h = { 0 };

	(void)state;
	assert_null(hearing_page(&h, 1));
	hearing_say(&h, "kitchen", true, 0);
	hearing_say(&h, "office", true, 1 * S_US);
	assert_string_equal(hearing_page(&h, 2 * S_US), "office");
	hearing_say(&h, "kitchen", true, 20 * S_US); /* says so again: its turn stays as it is */
	assert_string_equal(hearing_page(&h, 21 * S_US), "office");
	hearing_say(&h, "kitchen", false, 22 * S_US);
	hearing_say(&h, "kitchen", true, 23 * S_US); /* comes anew */
	assert_string_equal(hearing_page(&h, 24 * S_US), "kitchen");
}

static void closed_or_silent_it_is_the_one_before(void **state)
{
	struct hearing h = { 0 };

	(void)state;
	hearing_say(&h, "kitchen", true, 0);
	hearing_say(&h, "office", true, 1 * S_US);
	hearing_say(&h, "office", false, 2 * S_US);
	hearing_say(&h, "office", false, 3 * S_US); /* none to begin with */
	assert_string_equal(hearing_page(&h, 4 * S_US), "kitchen");
	hearing_say(&h, "office", true, 5 * S_US);
	hearing_say(&h, "kitchen", true, 40 * S_US);
	assert_string_equal(hearing_page(&h, 64 * S_US), "office");
	assert_string_equal(hearing_page(&h, 65 * S_US), "kitchen");
	assert_null(hearing_page(&h, 100 * S_US));
	hearing_say(&h, "", true, 100 * S_US); /* whoever gives no name is all of those */
	assert_string_equal(hearing_page(&h, 101 * S_US), "");
}

static void of_too_many_the_oldest_is_forgotten(void **state)
{
	struct hearing h = { 0 };
	char name[PAGE_SIZE];

	(void)state;
	for (int i = 0; i <= HEARING_MOST; i++) {
		(void)snprintf(name, sizeof(name), "page %d", i);
		hearing_say(&h, name, true, (uint64_t)i);
	}
	for (int i = HEARING_MOST; i > 0; i--) {
		(void)snprintf(name, sizeof(name), "page %d", i);
		assert_string_equal(hearing_page(&h, S_US), name);
		hearing_say(&h, name, false, S_US);
	}
	assert_null(hearing_page(&h, S_US));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_that_came_hears),
		cmocka_unit_test(closed_or_silent_it_is_the_one_before),
		cmocka_unit_test(of_too_many_the_oldest_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
