// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What was rescued of lots of lots, at random: never is more rescued out, in stock and lost than came in, to
 * the milligram, whatever is portioned from what; all that leaves a lot takes all that was rescued of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "cleanup.h"
#include "lot.h"

enum { LOTS = 40, ROUNDS = 2000 };

struct made {
	int64_t left_mg, rescued_mg;
};

static uint64_t seed = 20261130;

static int64_t draw(int64_t most)
{
	seed = seed * 6364136223846793005U + 1442695040888963407U;
	return most > 0 ? (int64_t)((seed >> 11) % (uint64_t)(most + 1)) : 0;
}

/* Of an earlier lot, as much as is drawn; its rescued part goes along. */
static int64_t take(struct made *from, struct lot_masses *to)
{
	const int64_t mg = draw(from->left_mg);
	const int64_t rescued_mg = lot_share_mg(mg, from->left_mg, from->rescued_mg);

	assert_true(rescued_mg >= 0 && rescued_mg <= from->rescued_mg && rescued_mg <= mg);
	from->left_mg -= mg;
	from->rescued_mg -= rescued_mg;
	to->in_mg += mg;
	to->rescued_in_mg += rescued_mg;
	return mg;
}

/* Rescued food and water go in, and some of earlier lots; losses; what comes out is a lot of its own. */
static struct made cook(struct made *before, size_t count, int64_t *in_mg, int64_t *lost_mg)
{
	struct lot_masses m = { 0 };
	const int64_t fresh_mg = draw(200000000);

	*in_mg += fresh_mg;
	m.in_mg = fresh_mg + draw(100000000);
	m.rescued_in_mg = fresh_mg;
	for (size_t i = 0; i < 3 && count; i++)
		(void)take(&before[draw((int64_t)count - 1)], &m);
	m.losses_mg = draw(m.in_mg / 4);
	m.outputs_mg = m.in_mg - m.losses_mg - draw((m.in_mg - m.losses_mg) / 3);
	*lost_mg += m.losses_mg < m.rescued_in_mg ? m.losses_mg : m.rescued_in_mg;
	return (struct made){ m.outputs_mg, lot_rescued_mg(&m) };
}

static void never_more_than_was_rescued(void **state)
{
	(void)state;
	for (int n = 0; n < ROUNDS; n++) {
		struct made lots[LOTS];
		int64_t in_mg = 0, lost_mg = 0, out_mg = 0, stock_mg = 0;

		for (size_t i = 0; i < LOTS; i++) {
			struct lot_masses gone = { 0 };

			lots[i] = cook(lots, i, &in_mg, &lost_mg);
			assert_true(lots[i].rescued_mg <= lots[i].left_mg);
			(void)take(&lots[draw((int64_t)i)], &gone);
			out_mg += gone.rescued_in_mg;
		}
		for (size_t i = 0; i < LOTS; i++)
			stock_mg += lots[i].rescued_mg;
		assert_true(out_mg + stock_mg + lost_mg <= in_mg);
	}
}

static void the_last_takes_the_rest(void **state)
{
	(void)state;
	for (int n = 0; n < ROUNDS; n++) {
		struct made lot = { 1 + draw(90000000), 0 };
		struct lot_masses gone = { 0 };
		const int64_t all_mg = lot.rescued_mg = draw(lot.left_mg);

		for (int i = 0; i < 24; i++)
			(void)take(&lot, &gone);
		gone.rescued_in_mg += lot_share_mg(lot.left_mg, lot.left_mg, lot.rescued_mg);
		assert_int_equal(gone.rescued_in_mg, all_mg);
	}
}

static void at_the_edges(void **state)
{
	static const struct {
		struct lot_masses m;
		int64_t rescued_mg;
	} cases[] = {
		{ { 100, 60, 90, 10 }, 50 }, /* not 54: the loss was food that had been rescued */
		{ { 100, 60, 100, 0 }, 60 },
		{ { 100, 60, 30, 0 }, 18 },
		{ { 100, 60, 0, 100 }, 0 },
		{ { 100, 10, 80, 20 }, 0 },
		{ { 0, 0, 0, 0 }, 0 },
		{ { 100000000000, 99999999999, 100000000000, 0 }, 99999999999 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(lot_rescued_mg(&cases[i].m), cases[i].rescued_mg);
	assert_int_equal(lot_share_mg(20, 90, 50), 11);
	assert_int_equal(lot_share_mg(90, 90, 50), 50);
	assert_int_equal(lot_share_mg(1, 0, 0), 0);
}

/* ---- dates ---- */

static void is(const struct lot_dating *of, const struct lot_dated *in, const char *asked,
	const char *said)
{
	struct lot_dated d = { 0 };
	struct sentence why;

	lot_date(of, in, asked, &d, &why);
	assert_string_equal(why.key ? why.key : d.date, said);
}

static void how_long_it_keeps(void **state)
{
	struct lot_dating of = { .process = PROCESS_COOK, .day = "2026-11-30", .frozen_on = "" };
	struct lot_dated in = { .date_kind = DATE_DLC, .date = "2026-12-02" };

	(void)state;
	is(&of, &in, "", "2026-12-03"); /* cooked: whatever went in */
	is(&of, &in, "2026-12-04", "life_unproven");
	is(&of, &in, "2026-11-29", "lot_date_past");
	of.life_days = 5;
	is(&of, &in, "", "2026-12-03"); /* nobody proved it */
	of.studied = true;
	is(&of, &in, "", "2026-12-05");
	is(&of, &in, "2026-12-06", "life_unproven");
	of.coordinator = true;
	is(&of, &in, "2026-12-06", "2026-12-06");
	of.process = PROCESS_PORTION;
	is(&of, &in, "", "2026-12-02");
	is(&of, &in, "2026-12-03", "date_after_inputs");
	in = (struct lot_dated){ .date_kind = DATE_DDM, .date = "2026-11-29" };
	is(&of, &in, "", "lot_date_past"); /* best before yesterday: only cooked it keeps anew */
	of.process = PROCESS_THAW;
	in = (struct lot_dated){
		.date_kind = DATE_DDM, .date = "2027-06-01", .frozen_on = "2026-10-01"
	};
	is(&of, &in, "", "2026-12-03");
	is(&of, &in, "2026-12-04", "life_unproven"); /* no study thaws longer */
	of.frozen = true;
	is(&of, &in, "", "never_refrozen");
	of.process = PROCESS_FREEZE;
	of.life_days = 0;
	is(&of, &in, "", "life_missing");
	of.life_days = 90;
	is(&of, &in, "", "2027-02-28");
	in.thawed = true;
	is(&of, &in, "", "never_refrozen");
}

static void inputs_come_together(void **state)
{
	struct lot_dated all = { 0 };
	const struct lot_dated one = {
		.date_kind = DATE_DDM, .date = "2027-01-01", .frozen_on = "2026-05-05"
	};
	const struct lot_dated two = { .date_kind = DATE_DLC, .date = "2026-12-24" };
	const struct lot_dated none = { .date_kind = DATE_NONE, .frozen_on = "2026-04-04" };

	(void)state;
	lot_date_add(&all, &one);
	lot_date_add(&all, &two);
	lot_date_add(&all, &none);
	assert_int_equal(all.date_kind, DATE_DLC);
	assert_string_equal(all.date, "2026-12-24");
	assert_string_equal(all.frozen_on, "2026-04-04");
	assert_false(all.thawed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(never_more_than_was_rescued),
		cmocka_unit_test(the_last_takes_the_rest),
		cmocka_unit_test(at_the_edges),
		cmocka_unit_test(how_long_it_keeps),
		cmocka_unit_test(inputs_come_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
