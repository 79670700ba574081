// SPDX-License-Identifier: GPL-3.0-or-later
/* By what the door tells other machines apart. */
#include <arpa/inet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>
#include "../../daemon/web/web_private.h"

static struct door_key key6(const char *text, int fd)
{
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

	assert_int_equal(inet_pton(AF_INET6, text, &six.sin6_addr), 1);
	return door_key_of((const struct sockaddr *)&six, fd);
}

static bool same(const char *a, const char *b, int fd)
{
	struct door_key x = key6(a, fd), y = key6(b, fd);

	return memcmp(&x, &y, sizeof(x)) == 0;
}

static void far_away_is_a_network(void **state)
{
	(void)state;
	assert_true(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", -1));
	assert_false(same("2001:db8:1:2::1", "2001:db8:1:3::1", -1));
}

static void a_neighbour_is_a_machine(void **state)
{
	struct sockaddr_in6 own = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	int fd = socket(AF_INET6, SOCK_STREAM, 0);

	(void)state;
	assert_false(same("fe80::1", "fe80::2", -1));
	if (fd < 0 || bind(fd, (const struct sockaddr *)&own, sizeof(own)) < 0)
		skip();
	assert_false(same("::2", "::3", fd)); /* of the network of ::1 */
	assert_true(same("2001:db8:1:2::1", "2001:db8:1:2::2", fd));
	close(fd);
}

static void four_is_one_however_it_is_said(void **state)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct door_key x, y = key6("::ffff:192.0.2.7", -1);

	(void)state;
	assert_int_equal(inet_pton(AF_INET, "192.0.2.7", &four.sin_addr), 1);
	x = door_key_of((const struct sockaddr *)&four, -1);
	assert_memory_equal(&x, &y, sizeof(x));
	assert_false(same("::ffff:192.0.2.7", "::ffff:192.0.2.8", -1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(far_away_is_a_network),
		cmocka_unit_test(a_neighbour_is_a_machine),
		cmocka_unit_test(four_is_one_however_it_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
