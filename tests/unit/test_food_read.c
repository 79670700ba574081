// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the pack of a lot says, read again: the later reading counts, whatever the clock said meanwhile. A clock
 * that was ahead once must not keep an allergen from the label.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "food.h"
#include "ledger_rig.h"

static void expect_written(struct ledger_rig *r, const struct ledger_job *job)
{
	struct ledger_result res;

	ledger_write(r->ledger, job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
}

static void receive(struct ledger_rig *r, struct food_received *ret_lot)
{
	struct weighing_entry w = { .weighing = rig_weighing(r, "ALI-FEL", 1000000) };
	struct food_received f = { .date_kind = DATE_NONE };
	const struct ledger_job job = { .now = r->now,
		.drafts = { { &weighing_kind, &w, ledger_food_weighing },
			{ &food_received_kind, &f, NULL } } };
	struct ledger_result res;

	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_int_equal(ledger_received_lot(r->ledger, res.received.lot, ret_lot), 0);
}

static void says(struct ledger_rig *r, const char *lot, const char *allergens)
{
	struct food_read d = { .none = !*allergens };
	const struct ledger_job job = { .now = r->now,
		.drafts = { { &food_read_kind, &d, NULL } } };

	memcpy(d.lot, lot, sizeof(d.lot));
	memcpy(d.allergens, allergens, strlen(allergens) + 1);
	expect_written(r, &job);
}

static void the_later_reading_counts(void **state)
{
	struct ledger_rig *r = *state;
	struct food_received lot;

	receive(r, &lot);
	assert_false(lot.known);
	rig_day(r, "2027-11-28"); /* ahead, until somebody sets it */
	says(r, lot.lot, "");
	rig_day(r, "2026-11-28");
	says(r, lot.lot, "SES");
	assert_int_equal(ledger_received_lot(r->ledger, lot.lot, &lot), 0);
	assert_true(lot.known);
	assert_string_equal(lot.allergens, "SES");
	rig_expect_sound(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_later_reading_counts, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
