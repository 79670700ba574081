// SPDX-License-Identifier: GPL-3.0-or-later
/* times.h against the compiler's own 128 bits, at the limits and at random; on a machine without them, figures by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include "times.h"

static void figures(void **state)
{
	int64_t value = 7;

	(void)state;
	assert_int_equal(times_over(INT64_MAX, 1000000, INT64_MAX), 1000000);
	assert_int_equal(times_over(9300000000000000, 999999, 1000000), 9299990700000000);
	assert_int_equal(times_over(-7, 1, 2), -3);
	assert_int_equal(times_over(INT64_MAX, 2, 1), INT64_MAX);
	assert_int_equal(times_over(INT64_MIN, 1, 1), -INT64_MAX);
	assert_int_equal(times_over(0, INT64_MIN, 3), 0);
	assert_int_equal(times_rounded(-7, 1, 2, &value), 0);
	assert_int_equal(value, -4);
	assert_int_equal(times_rounded(INT64_MIN, 1, 1, &value), 0);
	assert_int_equal(value, INT64_MIN);
	assert_int_equal(times_rounded(INT64_MAX, 3, 2, &value), -ERANGE);
	assert_int_equal(times_rounded(INT64_MIN, -1, 1, &value), -ERANGE);
	assert_int_equal(value, INT64_MIN);
}

#ifdef __SIZEOF_INT128__
static void compare(int64_t a, int64_t b, int64_t c)
{
	__int128 product = (__int128)a * b, over = product / c, rest = product % c, rounded = over;
	int64_t value = 0;
	int r = times_rounded(a, b, c, &value);

	if ((rest < 0 ? -rest : rest) * 2 >= c)
		rounded += product < 0 ? -1 : 1;
	if (over > INT64_MAX || over < -INT64_MAX)
		over = over < 0 ? -INT64_MAX : INT64_MAX;
	assert_int_equal(times_over(a, b, c), (int64_t)over);
	assert_int_equal(r, rounded > INT64_MAX || rounded < INT64_MIN ? -ERANGE : 0);
	if (r == 0)
		assert_int_equal(value, (int64_t)rounded);
}

static int64_t some(void) /* of any size */
{
	uint64_t bits = (uint64_t)mrand48() << 32 ^ (uint64_t)mrand48();

	return (int64_t)bits >> (unsigned)(lrand48() % 64);
}

static void as_the_compiler_reckons(void **state)
{
	static const int64_t edges[] = { 0, 1, -1, 2, 3, 10, -10, 1000000, 999999, INT64_MAX,
		INT64_MAX - 1, INT64_MIN, INT64_MIN + 1, INT64_MAX / 2, INT64_MAX / 2 + 1 };
	enum { EDGES = sizeof(edges) / sizeof(edges[0]) };

	(void)state;
	for (size_t i = 0; i < EDGES * EDGES * EDGES; i++) {
		int64_t c = edges[i % EDGES];

		if (c > 0)
			compare(edges[i / EDGES % EDGES], edges[i / EDGES / EDGES], c);
	}
	srand48(14);
	for (size_t i = 0; i < 100000; i++) {
		int64_t c = some();

		if (c > 0)
			compare(some(), some(), c);
	}
}
#endif

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures),
#ifdef __SIZEOF_INT128__
		cmocka_unit_test(as_the_compiler_reckons),
#endif
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
