// SPDX-License-Identifier: GPL-3.0-or-later
/* What the head calls a weight, when it calls it stable, and that a doubtful cell has none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "../../firmware/core/weigh.h"
#include "head_rig.h"

#define NONE INT32_MIN

static struct head_rig r;

static int calibrated(void **state)
{
	(void)state;
	head_rig_ready(&r);
	return 0;
}

static void divides_half_away_from_zero(void **state)
{
	(void)state;
	assert_int_equal(weigh_divide(5, 10), 1);
	assert_int_equal(weigh_divide(-5, 10), -1);
	assert_int_equal(weigh_divide(4, 10), 0);
	assert_int_equal(weigh_divide(-4, 10), 0);
	assert_int_equal(weigh_divide(7, 3), 2);
	assert_int_equal(weigh_divide(-8, 3), -3);
	assert_int_equal(weigh_divide(INT64_MAX / 2, 1), INT32_MAX);
	assert_int_equal(weigh_divide(INT64_MIN / 2, 1), -INT32_MAX); /* never what means "none" */
}

/* Loads of all sizes, each against the rule by hand: to e, half away from zero. */
static void weighs_to_the_step(void **state)
{
	uint64_t random = 3;

	(void)state;
	for (int n = 0; n < 300; n++) {
		int32_t g = (int32_t)(head_rig_random(&random) % 200000), fine, away;

		head_rig_load(&r, g, 1500);
		assert_true(head_rig_status(&r, HEAD_STABLE));
		fine = head_rig_reg32(&r, 24);
		assert_in_range(fine + 2, g, g + 4);
		away = g % 50;
		if (away < 23)
			assert_int_equal(head_rig_reg32(&r, 4), g - away);
		else if (away > 27)
			assert_int_equal(head_rig_reg32(&r, 4), g - away + 50);
		assert_int_equal(head_rig_reg32(&r, 2), head_rig_reg32(&r, 4));
	}
}

static void not_calibrated_has_no_weight(void **state)
{
	(void)state;
	head_rig_init(&r);
	head_rig_load(&r, 0, 3000);
	assert_true(head_rig_status(&r, HEAD_NOT_CALIBRATED | HEAD_STABLE | HEAD_WARM_UP));
	assert_int_equal(head_rig_reg32(&r, 2), NONE);
	assert_int_equal(head_rig_reg32(&r, 4), NONE);
	assert_int_equal(head_rig_reg32(&r, 24), NONE);
	assert_in_range(head_rig_reg32(&r, 8), RIG_ZERO - 20, RIG_ZERO + 20);
	assert_int_equal(head_rig_reg(&r, 12), 0);
}

static void says_under_zero_and_over(void **state)
{
	(void)state;
	assert_true(head_rig_status(&r, HEAD_ZERO | HEAD_STABLE));
	head_rig_load(&r, -500, 3000);
	assert_true(head_rig_status(&r, HEAD_UNDER));
	assert_false(head_rig_status(&r, HEAD_ZERO));
	assert_int_equal(head_rig_reg32(&r, 4), -500);
	head_rig_load(&r, 200400, 3000);
	assert_false(head_rig_status(&r, HEAD_OVER));
	head_rig_load(&r, 200500, 3000);
	assert_true(head_rig_status(&r, HEAD_OVER));
	assert_int_equal(head_rig_reg32(&r, 4), 200500); /* and is told */
}

/* Feeds conversion by conversion until stable; returns how long it took. */
static uint32_t until_stable(int32_t grams)
{
	uint32_t from = r.now_ms;

	head_rig_load(&r, grams, 60);
	while (!head_rig_status(&r, HEAD_STABLE)) {
		assert_true(r.now_ms - from < 5000);
		head_rig_load(&r, grams, 2);
	}
	assert_in_range(head_rig_reg32(&r, 24) + 25, grams, grams + 50);
	return r.now_ms - from;
}

static void stable_a_second_after_a_step(void **state)
{
	uint64_t random = 8;

	(void)state;
	for (int n = 0; n < 100; n++)
		assert_in_range(
			until_stable((int32_t)(head_rig_random(&random) % 200000)), 1000, 1150);
}

static void stable_at_ten_a_second(void **state)
{
	uint64_t random = 8;

	(void)state;
	r.period_us = 100000;
	head_rig_idle(&r, 1000); /* the chip is gone, and comes back slower */
	head_rig_load(&r, 0, 5000);
	assert_false(head_rig_status(&r, HEAD_NEVER_READY));
	for (int n = 0; n < 100; n++) {
		head_rig_load(&r, (int32_t)(head_rig_random(&random) % 200000), 120);
		assert_in_range(
			until_stable((int32_t)(head_rig_random(&random) % 200000)), 1000, 1350);
	}
}

/* A load that moves is never stable: ramps from e/2 a second on, and swings of all speeds. */
static void moving_is_never_stable(void **state)
{
	static const int32_t ramps_g_per_s[] = { 60, 100, 1000, 20000 };
	static const uint32_t half_periods_ms[] = { 50, 100, 200, 400, 800, 1600 };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		for (int32_t t = 0; t < 6000; t += 10) {
			head_rig_load(&r, 1000 + ramps_g_per_s[i] * t / 1000, 10);
			if (t > 1200)
				assert_false(head_rig_status(&r, HEAD_STABLE));
		}
		head_rig_load(&r, 0, 3000);
	}
	for (size_t i = 0; i < 6; i++)
		for (int n = 0; n < 40; n++) {
			head_rig_load(&r, n % 2 ? 10000 : 10100, half_periods_ms[i]);
			if (half_periods_ms[i] < 1000 && n > 0)
				assert_false(head_rig_status(&r, HEAD_STABLE));
			head_rig_load(&r, n % 2 ? 10100 : 10000, 30);
			assert_false(head_rig_status(&r, HEAD_STABLE));
		}
}

static void expect_none(uint16_t bit)
{
	assert_true(head_rig_status(&r, bit));
	assert_false(head_rig_status(&r, HEAD_STABLE));
	for (uint16_t i = 2; i <= 4; i += 2)
		assert_int_equal(head_rig_reg32(&r, i), NONE);
	assert_int_equal(head_rig_reg32(&r, 8), NONE);
	assert_int_equal(head_rig_reg32(&r, 24), NONE);
}

/* None until as many good conversions as the filter is long; then the right one. */
static void expect_recovery(uint16_t bit, int32_t grams)
{
	expect_none(bit);
	head_rig_load(&r, grams, 31 * 12);
	expect_none(bit);
	head_rig_load(&r, grams, 2000);
	assert_false(head_rig_status(&r, bit));
	assert_true(head_rig_status(&r, HEAD_STABLE));
	assert_in_range(head_rig_reg32(&r, 24) + 2, grams, grams + 4);
}

static void broken_transfers_have_no_weight(void **state)
{
	static const uint32_t codes[] = { RIG_ZERO + 20, 0xFFFFFF, 0, 0x1000000 };

	(void)state;
	head_rig_load(&r, 5000, 3000);
	for (uint16_t i = 0; i < 4; i++) {
		int cycles = r.power_cycles;

		head_conversion(&r.head, codes[i], i != 0, r.now_ms);
		assert_int_equal(head_rig_reg(&r, 17), i + 1);
		assert_int_equal(head_rig_reg(&r, 11), i + 1);
		expect_recovery(HEAD_BROKEN, 5000);
		assert_int_equal(r.power_cycles, cycles + 1);
	}
}

static void saturated_has_no_weight(void **state)
{
	(void)state;
	head_rig_load(&r, 5000, 3000);
	for (uint16_t i = 0; i < 9; i++) {
		head_conversion(&r.head, i % 2 ? 0x7FFFFF : 0x800000, true, r.now_ms);
		assert_int_equal(head_rig_reg(&r, 18), i + 1);
	}
	assert_false(head_rig_status(&r, HEAD_STUCK));
	expect_recovery(HEAD_SATURATED, 5000);
	assert_int_equal(r.power_cycles, 0);
}

static void five_equal_values_are_stuck(void **state)
{
	(void)state;
	head_rig_load(&r, 5000, 3000);
	for (int i = 0; i < 4; i++)
		head_conversion(&r.head, RIG_ZERO + 5000 * RIG_PER_G + 90, true, r.now_ms);
	assert_false(head_rig_status(&r, HEAD_STUCK));
	head_conversion(&r.head, RIG_ZERO + 5000 * RIG_PER_G + 90, true, r.now_ms);
	assert_int_equal(head_rig_reg(&r, 18), 1);
	expect_recovery(HEAD_STUCK, 5000);
	assert_int_equal(r.power_cycles, 1);
}

static void never_ready_has_no_weight(void **state)
{
	(void)state;
	head_rig_load(&r, 5000, 3000);
	head_rig_idle(&r, 480);
	assert_false(head_rig_status(&r, HEAD_NEVER_READY));
	head_rig_idle(&r, 40);
	assert_int_equal(head_rig_reg(&r, 19), 1);
	expect_none(HEAD_NEVER_READY);
	head_rig_idle(&r, 10000);
	assert_in_range(head_rig_reg(&r, 19), 5, 21);
	assert_int_equal(r.power_cycles, head_rig_reg(&r, 19));
	expect_recovery(HEAD_NEVER_READY, 5000);
}

/* A zero of the cells that lies at the ADC's own is no dead line. */
static void zero_counts_are_believed_near_zero(void **state)
{
	(void)state;
	head_rig_feed(&r, 30, 3000);
	head_conversion(&r.head, 0, true, r.now_ms);
	head_conversion(&r.head, 0xFFFFFF, true, r.now_ms);
	assert_false(head_rig_status(&r, HEAD_BROKEN));
	head_rig_feed(&r, 200000, 3000);
	head_conversion(&r.head, 0, true, r.now_ms);
	assert_true(head_rig_status(&r, HEAD_BROKEN));
}

static void zero_follows_slowly_and_only_near(void **state)
{
	int32_t shift = r.head.zero_shift;

	(void)state;
	for (int n = 0; n < 24; n++) { /* e/2 is 500 counts a second, 125 in 250 ms */
		head_rig_load(&r, 24, 250);
		assert_in_range(r.head.zero_shift - shift + 125, 0, 250);
		shift = r.head.zero_shift;
	}
	assert_in_range(head_rig_reg32(&r, 24) + 1, 0, 2); /* a drift of 24 g is gone */
	head_rig_load(&r, 64, 10000);
	assert_in_range(head_rig_reg32(&r, 24), 38, 42); /* 40 g are not drift */
	assert_in_range(r.head.zero_shift - shift + 20, 0, 40);
}

static void zero_follows_no_further_than_2_percent(void **state)
{
	int32_t g = 0;

	(void)state;
	for (; g < 4600; g += 10)
		head_rig_load(&r, g, 2000);
	assert_in_range(head_rig_reg32(&r, 24), 570, 600); /* 4000 g were followed */
	head_rig_restart(&r);
	head_rig_load(&r, 4600, 3000);
	assert_int_equal(head_rig_reg32(&r, 4), 4600);
}

static void warm_up_ends_once(void **state)
{
	(void)state;
	assert_true(head_rig_status(&r, HEAD_WARM_UP));
	head_rig_load(&r, 0, 600000);
	assert_false(head_rig_status(&r, HEAD_WARM_UP));
	assert_in_range(head_rig_reg(&r, 22), 798, 802);
	r.head.start_ms = r.now_ms; /* as when the time has wrapped */
	head_rig_load(&r, 0, 1000);
	assert_false(head_rig_status(&r, HEAD_WARM_UP));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(divides_half_away_from_zero),
		cmocka_unit_test_setup(weighs_to_the_step, calibrated),
		cmocka_unit_test(not_calibrated_has_no_weight),
		cmocka_unit_test_setup(says_under_zero_and_over, calibrated),
		cmocka_unit_test_setup(stable_a_second_after_a_step, calibrated),
		cmocka_unit_test_setup(stable_at_ten_a_second, calibrated),
		cmocka_unit_test_setup(moving_is_never_stable, calibrated),
		cmocka_unit_test_setup(broken_transfers_have_no_weight, calibrated),
		cmocka_unit_test_setup(saturated_has_no_weight, calibrated),
		cmocka_unit_test_setup(five_equal_values_are_stuck, calibrated),
		cmocka_unit_test_setup(never_ready_has_no_weight, calibrated),
		cmocka_unit_test_setup(zero_counts_are_believed_near_zero, calibrated),
		cmocka_unit_test_setup(zero_follows_slowly_and_only_near, calibrated),
		cmocka_unit_test_setup(zero_follows_no_further_than_2_percent, calibrated),
		cmocka_unit_test_setup(warm_up_ends_once, calibrated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
