// SPDX-License-Identifier: GPL-3.0-or-later
/* The station and tares: no kilogram of a container is ever counted, nor twice taken off. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "cleanup.h"
#include "station_rig.h"

static struct rig r;

static void tile(const char *code)
{
	rig_do(&r, ACTION_CATEGORY, code);
}

static int fresh(void **state)
{
	(void)state;
	rig_init(&r, 2);
	rig_rest(&r, 0, 0);
	return 0;
}

static void tare_is_subtracted_and_leaves_with_its_container(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 7000);
	tile("TLC-VET");
	assert_int_equal(r.log[0].net_mg, 5000000);
	assert_int_equal(r.log[0].tare_mg, 2000000);
	rig_rest(&r, 0, 2000); /* emptied into the bin, the crate comes back */
	rig_rest(&r, 0, 6000);
	tile("TLC-VET");
	assert_int_equal(r.log[1].net_mg, 4000000);
	rig_rest(&r, 0, 0);
	assert_int_equal(r.s.scale[0].load.tare_mg, 0);
	rig_rest(&r, 0, 1000);
	tile("TLC-VET");
	assert_int_equal(rig_total_g(&r), 10000);
}

static void sticky_tare_never_counts_twice(void **state)
{
	(void)state;
	rig_rest(&r, 0, 2000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 7000);
	tile("TLC-VET");
	rig_do(&r, ACTION_TARE, ""); /* would make the counted load a tare */
	assert_string_equal(r.error, "already_recorded");
	rig_do(&r, ACTION_CANCEL, ""); /* without the tare it is still the counted load */
	tile("TLC-VET");
	assert_string_equal(r.error, "already_recorded");
	assert_int_equal(rig_total_g(&r), 5000);
}

static void crate_pulled_out_from_under_a_counted_load(void **state)
{
	(void)state;
	rig_rest(&r, 0, 10000);
	rig_do(&r, ACTION_TARE, "");
	rig_rest(&r, 0, 14000);
	tile("TLC-VET");
	rig_rest(&r, 0, 4000); /* the tare leaves, what was counted stays */
	assert_int_equal(r.s.scale[0].load.tare_mg, 0);
	tile("TLC-VET");
	assert_int_equal(r.reply, REPLY_REFUSED);
	assert_int_equal(rig_total_g(&r), 4000);
}

static void container_tare_waits_for_the_container(void **state)
{
	(void)state;
	rig_do(&r, ACTION_CONTAINER, "BAC");
	assert_int_equal(r.reply, REPLY_CHANGED);
	rig_rest(&r, 0, 0);
	rig_rest(&r, 0, 7000);
	tile("TLC-VET");
	assert_int_equal(r.log[0].net_mg, 5000000);
	assert_string_equal(r.log[0].container, "BAC");
	rig_rest(&r, 0, 0);
	assert_string_equal(r.s.context.container, "");
}

#define TEST(f) cmocka_unit_test_setup(f, fresh)
int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(tare_is_subtracted_and_leaves_with_its_container),
		TEST(sticky_tare_never_counts_twice),
		TEST(crate_pulled_out_from_under_a_counted_load),
		TEST(container_tare_waits_for_the_container),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
