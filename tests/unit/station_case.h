// SPDX-License-Identifier: GPL-3.0-or-later
/* A part of test_station_cases.c and test_station_more_cases.c: their rig and short words. */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "station_rig.h"

static struct rig r;

static inline int fresh(void **state)
{
	(void)state;
	rig_init(&r, 2);
	rig_rest(&r, 0, 0);
	return 0;
}

static inline void tap(const char *category)
{
	rig_do(&r, ACTION_CATEGORY, category);
}

static inline void record(int64_t grams)
{
	rig_rest(&r, 0, grams);
	tap("TLC-VET");
	assert_int_equal(r.reply, REPLY_MADE);
}

static inline void assert_asks(const char *error)
{
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_string_equal(r.error, error);
	assert_int_equal(station_phase(&r.s), PHASE_QUESTION);
}

static inline void assert_makes(const char *code, int64_t grams)
{
	const struct station_choice *c = rig_choice(&r, code);

	assert_non_null(c);
	assert_true(c->makes);
	assert_int_equal(c->make_mg, grams * 1000);
}

static inline void answer(const char *code)
{
	rig_do(&r, ACTION_ANSWER, code);
}

static inline void at(uint64_t period_us, int64_t e_g)
{
	rig_init(&r, 1);
	r.period_us = period_us;
	if (e_g != r.e_g) {
		r.e_g = e_g;
		rig_restart(&r);
	}
	rig_rest(&r, 0, 0);
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)
