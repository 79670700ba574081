// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The pure parts of the web room: which handler answers a path, days of a query, names that
 * may stand in station.conf as further hosts.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>
#include "../../daemon/web/web_private.h"

static void handled(
	const char *method, const char *path, void (*handle)(struct exchange *x), const char *arg)
{
	char said[ARG_SIZE] = "";
	const struct route *r = route_find(method, path, said);

	if (!handle) {
		assert_null(r);
		return;
	}
	assert_non_null(r);
	assert_ptr_equal(r->handle, handle);
	assert_string_equal(said, arg);
}

static void test_routes(void **state)
{
	char path[200] = "/api/v1/weighings/";

	(void)state;
	handled("GET", "/api/v1/health", api_health, "");
	handled("HEAD", "/api/v1/health", api_health, "");
	handled("POST", "/api/v1/health", NULL, "");
	handled("POST", "/api/v1/station/category", api_intent, "category");
	handled("POST", "/api/v1/station/", NULL, "");
	handled("POST", "/api/v1/station/a/b", NULL, "");
	handled("POST", "/api/v1/weighings/HD-MS-W-1-X/void", api_void, "HD-MS-W-1-X");
	handled("POST", "/api/v1/weighings//void", NULL, "");
	handled("GET", "/api/v1/labels/unknown", api_labels_unknown, "");
	handled("GET", "/api/v1/labels/HD-MS-W-1-X.png", api_label, "HD-MS-W-1-X.png");
	handled("GET", "/api/v2/health", NULL, "");
	handled("GET", "/api/v1/../secrets", NULL, "");
	handled("GET", "/", pages_handle, "");
	handled("GET", "/lang/fr/page.json", pages_handle, "");
	handled("DELETE", "/", NULL, "");
	memset(path + strlen(path), 'X', ARG_SIZE);
	handled("GET", path, NULL, "");
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
		cmocka_unit_test(test_routes),
		cmocka_unit_test(test_hosts),
	};

	return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
