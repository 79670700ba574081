// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The pure parts of the web room: that somebody answers each call, and names that may stand in
 * station.conf as further hosts.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "../../daemon/web/web_private.h"

/* Each call is answered: by its own function, or by a handler here; never by both. */
static void test_each_call_is_answered(void **state)
{
	(void)state;
	for (size_t i = 0; call_at(i); i++)
		if (!call_at(i)->run == !route_handler(call_at(i)))
			fail_msg("%s", call_at(i)->name);
}

static void test_hosts(void **state)
{
	(void)state;
	assert_true(guard_hosts_are_fine(""));
	assert_true(guard_hosts_are_fine("bascule.local pi-4"));
	assert_false(guard_hosts_are_fine("a,b"));
	assert_false(guard_hosts_are_fine("http://a"));
	assert_false(guard_hosts_are_fine("*"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_call_is_answered),
		cmocka_unit_test(test_hosts),
	};

	return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
