// SPDX-License-Identifier: GPL-3.0-or-later
/* The head's filter and stability window, each alone: spikes, steps, growing length, rounding, time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "../../firmware/core/filter.h"
#include "../../firmware/core/steady.h"
#include "head_rig.h"

#define LIMIT 500

static void add(struct filter *f, uint32_t *ms, uint32_t period, int32_t counts)
{
	filter_add(f, counts, LIMIT, *ms += period);
}

static void median_is_the_middle_one(void **state)
{
	static const int32_t order[][3] = { { 1, 2, 3 }, { 1, 3, 2 }, { 2, 1, 3 }, { 2, 3, 1 },
		{ 3, 1, 2 }, { 3, 2, 1 }, { 2, 2, 9 }, { 2, 9, 2 }, { 9, 2, 2 }, { -9, 2, 2 },
		{ 2, 2, 2 } };

	(void)state;
	for (size_t i = 0; i < sizeof(order) / sizeof(*order); i++) {
		struct filter f;
		uint32_t ms = 0;

		filter_init(&f);
		for (int k = 0; k < 3; k++)
			add(&f, &ms, 100, order[i][k]);
		assert_int_equal(filter_median(&f), 2);
		assert_int_equal(filter_average(&f), 2);
	}
}

static void average_grows_to_its_length(void **state)
{
	static const struct {
		uint32_t period_ms;
		int length;
	} rates[] = { { 100, 8 }, { 12, 32 }, { 13, 32 } };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct filter f;
		uint32_t ms = 77;

		filter_init(&f);
		for (int n = 1; n <= 2 + rates[i].length + 5; n++) {
			add(&f, &ms, rates[i].period_ms, 1000);
			assert_int_equal(f.len, n < 3                     ? 0
						: n - 2 < rates[i].length ? n - 2
									  : rates[i].length);
			assert_int_equal(f.filled, n - 2 >= rates[i].length);
			assert_int_equal(filter_average(&f), n < 3 ? 0 : 1000);
		}
	}
}

/* The average against one made from all medians by hand. */
static void average_is_that_of_the_newest_medians(void **state)
{
	struct filter f;
	uint32_t ms = 0;
	uint64_t random = 5;
	int32_t seen[400], median[400];

	(void)state;
	filter_init(&f);
	for (int n = 0; n < 400; n++) {
		int32_t *s = seen + n;
		int64_t sum = 0;
		int from;

		*s = -70000 + (int32_t)(head_rig_random(&random) % 41) - 20;
		add(&f, &ms, 100, *s);
		if (n < 2)
			continue;
		median[n] = s[0] + s[-1] + s[-2];
		median[n] -= s[0] > s[-1] ? (s[0] > s[-2] ? s[0] : s[-2])
					  : (s[-1] > s[-2] ? s[-1] : s[-2]);
		median[n] -= s[0] < s[-1] ? (s[0] < s[-2] ? s[0] : s[-2])
					  : (s[-1] < s[-2] ? s[-1] : s[-2]);
		from = n - 7 > 2 ? n - 7 : 2;
		for (int k = from; k <= n; k++)
			sum += median[k];
		assert_int_equal(
			filter_average(&f), -((-2 * sum + (n - from + 1)) / (2 * (n - from + 1))));
	}
}

static void rounds_half_away_from_zero(void **state)
{
	(void)state;
	for (int sign = -1; sign <= 1; sign += 2) {
		struct filter f;
		uint32_t ms = 0;

		filter_init(&f);
		for (int n = 0; n < 3; n++)
			add(&f, &ms, 100, sign * 10);
		add(&f, &ms, 100, sign * 11);
		add(&f, &ms, 100, sign * 11); /* medians 10, 10, 11 */
		assert_int_equal(filter_average(&f), sign * 10);
		add(&f, &ms, 100, sign * 11); /* 10, 10, 11, 11 */
		assert_int_equal(filter_average(&f), sign * 11);
	}
}

static void a_spike_changes_nothing_and_a_step_restarts(void **state)
{
	struct filter f;
	uint32_t ms = 0;

	(void)state;
	filter_init(&f);
	for (int n = 0; n < 100; n++)
		add(&f, &ms, 100, 1000 + n % 3);
	assert_false(filter_add(&f, 900000, LIMIT, ms += 100));
	assert_int_equal(f.near, 0); /* but nobody may call this moment stable */
	for (int n = 0; n < 3; n++)
		assert_false(filter_add(&f, 1001, LIMIT, ms += 100));
	assert_int_equal(f.near, 3);
	assert_int_equal(f.len, 8);
	assert_false(filter_add(&f, 2000, LIMIT, ms += 100));
	assert_true(filter_add(&f, 2010, LIMIT, ms += 100)); /* the second one is believed */
	assert_int_equal(f.len, 1);
	assert_int_equal(filter_average(&f), 2000);
	assert_true(f.filled);
}

static void noise_is_no_step(void **state)
{
	struct filter f;
	uint32_t ms = 0;
	uint64_t random = 9;
	int restarts = 0;

	(void)state;
	filter_init(&f);
	for (int n = 0; n < 100000; n++)
		if (filter_add(&f, (int32_t)(head_rig_random(&random) % 801) - 400, 50, ms += 12) &&
			n > 2000)
			restarts++;
	assert_int_equal(restarts, 0); /* although the noise is eight times e/2 */
}

static void emptied_it_needs_all_anew(void **state)
{
	struct filter f;
	uint32_t ms = 0;

	(void)state;
	filter_init(&f);
	for (int n = 0; n < 20; n++)
		add(&f, &ms, 100, 1000);
	filter_empty(&f);
	for (int n = 0; n < 9; n++) {
		add(&f, &ms, 100, 5000);
		assert_false(f.filled);
	}
	add(&f, &ms, 100, 5000);
	assert_true(f.filled);
	assert_int_equal(filter_average(&f), 5000);
}

static void steady_for_a_second(void **state)
{
	struct steady s;
	uint32_t ms = 0xFFFFFF00; /* and time wraps meanwhile */

	(void)state;
	steady_clear(&s);
	assert_false(steady_within(&s, LIMIT, ms));
	for (uint32_t t = 0; t < 1000; t += 12) {
		steady_add(&s, 70000 + (int32_t)(t % 7), ms + t);
		assert_false(steady_within(&s, LIMIT, ms + t));
	}
	steady_add(&s, 70000, ms + 1000);
	assert_true(steady_within(&s, LIMIT, ms + 1000));
	assert_true(steady_within(&s, 6, ms + 1000));
	assert_false(steady_within(&s, 5, ms + 1000));
}

/* A value out of the limit keeps it unstable for a second, and not for much longer. */
static void forgets_after_a_second(void **state)
{
	static const uint32_t periods[] = { 100, 12 };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct steady s;
		uint32_t ms = 0, out_ms;

		steady_clear(&s);
		for (; ms < 3000; ms += periods[i])
			steady_add(&s, 100, ms);
		steady_add(&s, 100 + LIMIT + 1, out_ms = ms);
		while (!steady_within(&s, LIMIT, ms)) {
			steady_add(&s, 100, ms += periods[i]);
			assert_true(ms < out_ms + 1200);
		}
		assert_true(ms >= out_ms + 1000);
	}
}

static void slow_creep_and_far_steps_are_seen(void **state)
{
	struct steady s;

	(void)state;
	steady_clear(&s);
	for (uint32_t ms = 0; ms < 20000; ms += 12) {
		steady_add(&s, (int32_t)(ms * 6 / 10), ms); /* 600 counts a second */
		assert_false(steady_within(&s, LIMIT, ms));
	}
	steady_add(&s, 5000000, 20000);
	assert_false(steady_within(&s, LIMIT, 20000));
	steady_add(&s, 5000000, 30000); /* nothing came for ten seconds */
	assert_false(steady_within(&s, LIMIT, 30000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(median_is_the_middle_one),
		cmocka_unit_test(average_grows_to_its_length),
		cmocka_unit_test(average_is_that_of_the_newest_medians),
		cmocka_unit_test(rounds_half_away_from_zero),
		cmocka_unit_test(a_spike_changes_nothing_and_a_step_restarts),
		cmocka_unit_test(noise_is_no_step),
		cmocka_unit_test(emptied_it_needs_all_anew),
		cmocka_unit_test(steady_for_a_second),
		cmocka_unit_test(forgets_after_a_second),
		cmocka_unit_test(slow_creep_and_far_steps_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
