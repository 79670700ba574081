// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What takes the place of a weighing: what a person corrects and what stays, that it never leaves its
 * slip, and a load weighed anew, which goes the way of the one that it replaces.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "food.h"
#include "ledger_rig.h"

static struct ledger_result put(
	struct ledger_rig *r, const struct kind *kind, const void *value, const char *expected)
{
	const int64_t entries = rig_int(r, "SELECT count(*) FROM entry");
	struct ledger_job job = { .now = r->now, .drafts = { { kind, value, NULL } } };
	struct ledger_result res;

	rig_tick(r);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_string_equal(res.why.key ? res.why.key : "", expected);
	if (*expected)
		assert_int_equal(rig_int(r, "SELECT count(*) FROM entry"), entries);
	return res;
}

/* of: what the new one says. expected: why not; "" : it is written. */
static struct ledger_result replace(struct ledger_rig *r, const char *id,
	const struct weighing_entry *of, ledger_from_fn from, const char *expected)
{
	const int64_t entries = rig_int(r, "SELECT count(*) FROM entry");
	struct weighing_void v = { .reason = "MISTAKE" };
	struct weighing_entry e = *of;
	struct ledger_job job = { .now = r->now,
		.drafts = { { &void_kind, &v, NULL }, { &weighing_kind, &e, from } } };
	struct ledger_result res;

	rig_tick(r);
	memcpy(v.id, id, sizeof(v.id));
	memcpy(e.weighing.corrects, id, sizeof(v.id));
	memcpy(e.weighing.reason, v.reason, sizeof(v.reason));
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_string_equal(res.why.key ? res.why.key : "", expected);
	assert_int_equal(
		rig_int(r, "SELECT count(*) FROM entry"), *expected ? entries : entries + 2);
	return res;
}

static struct weighing correct(
	struct ledger_rig *r, const char *id, struct weighing_entry says, const char *expected)
{
	return replace(r, id, &says, ledger_corrected, expected).weighing;
}

static bool has_raw(struct ledger_rig *r, uint64_t seq)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql),
		"SELECT ifnull(json_extract(CAST(body AS TEXT), '$.raw'), '') = '030403'"
		" FROM entry WHERE seq = %llu",
		(unsigned long long)seq);
	return rig_int(r, sql);
}

/* ---- tests ---- */

static void what_is_not_said_stays(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing old = rig_record(r, "TLC-VET", 5000000).weighing;
	const struct weighing new = correct(r, old.id,
		(struct weighing_entry){ .says = CORRECTS_ORIGIN | CORRECTS_UNITS,
			.weighing = { .origin = "COL_DOM", .units = 3 } },
		"");
	struct weighing was;

	assert_string_equal(new.corrects, old.id);
	assert_string_equal(new.origin, "COL_DOM");
	assert_string_equal(new.category, "TLC-VET");
	assert_int_equal(new.units, 3);
	assert_int_equal(new.method, METHOD_WEIGHED);
	assert_int_equal(new.gross_mg, 5000000);
	assert_int_equal(new.net_mg, 5000000);
	assert_string_equal(new.scale, old.scale);
	assert_int_equal(new.at.wall_us, old.at.wall_us);
	assert_true(has_raw(r, new.seq));
	assert_int_equal(ledger_weighing(r->ledger, old.id, &was), 0);
	assert_true(was.voided_by[0]);
	assert_string_equal(was.origin, "APP_VOL");
	rig_expect_sound(r);
}

static void another_mass_is_typed(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing old = rig_record(r, "TLC-VET", 5000000).weighing;
	const struct weighing_entry same = { .says = CORRECTS_NET, .weighing.net_mg = 5000000 };
	const struct weighing new = correct(r, old.id,
		(struct weighing_entry){ .says = CORRECTS_NET, .weighing.net_mg = 4200000 }, "");

	assert_int_equal(new.net_mg, 4200000);
	assert_int_equal(new.method, METHOD_TYPED);
	assert_int_equal(new.provenance, PROVENANCE_NONE);
	assert_string_equal(new.scale, "");
	assert_false(new.stable);
	assert_false(has_raw(r, new.seq));
	/* What it was already is no correction. */
	correct(r, new.id,
		(struct weighing_entry){ .says = CORRECTS_NET, .weighing.net_mg = 4200000 },
		"nothing_to_correct");
	replace(r, rig_record(r, "TLC-VET", 5000000).weighing.id, &same, ledger_corrected,
		"nothing_to_correct");
	rig_expect_sound(r);
}

static void what_does_not_fit_writes_nothing(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing w = rig_record(r, "TLC-VET", 5000000).weighing;
	const struct {
		struct weighing_entry says;
		const char *why;
	} wrong[] = {
		{ { .says = CORRECTS_DESTINATION, .weighing.destination = "VENTE" }, "way_twice" },
		{ { .says = CORRECTS_ORIGIN }, "origin_missing" },
		{ { .says = CORRECTS_ORIGIN, .weighing.origin = "NOWHERE" }, "unknown_origin" },
		{ { .says = CORRECTS_PARTNER, .weighing.partner = "NOBODY" }, "unknown_code_in" },
		{ { .says = CORRECTS_PLACE, .weighing.place = "NOWHERE" }, "unknown_code_in" },
		{ { .says = CORRECTS_CATEGORY, .weighing.category = "NONE" }, "unknown_category" },
		{ { .says = CORRECTS_CATEGORY, .weighing.category = "TLC" }, "parent_category" },
		{ { .says = CORRECTS_UNITS, .weighing.units = 0 }, "nothing_to_correct" },
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		correct(r, w.id, wrong[i].says, wrong[i].why);
	rig_void(r, w.id, LEDGER_WRITTEN);
	rig_expect_sound(r);
}

static void another_moment_is_another_day(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing old = rig_record(r, "TLC-VET", 5000000).weighing;
	struct weighing_entry says = { .says = CORRECTS_AT, .weighing.at = r->now };

	says.weighing.at.wall_us -= INT64_C(86400) * 1000000;
	memcpy(says.weighing.at.day, "2026-03-13", DAY_SIZE);
	assert_string_not_equal(old.at.day, "2026-03-13");
	assert_string_equal(correct(r, old.id, says, "").at.day, "2026-03-13");
	assert_int_equal(
		rig_int(r, "SELECT sum(mass_mg) FROM total WHERE day = '2026-03-13'"), 5000000);
	assert_int_equal(rig_int(r, "SELECT sum(mass_mg) FROM total"), 5000000);
	rig_expect_sound(r);
}

static char *open_slip(struct ledger_rig *r, const char *origin)
{
	static char id[2][PRIVATE_KEY_SIZE];
	static int n;
	struct slip s = { .type = SLIP_DEPOSIT };
	struct ledger_result res;

	(void)snprintf(s.origin, sizeof(s.origin), "%s", origin);
	res = put(r, &slip_kind, &s, "");
	n = !n;
	memcpy(id[n], ((const struct slip *)res.value)->id, PRIVATE_KEY_SIZE);
	return id[n];
}

static struct weighing weigh_for(struct ledger_rig *r, const char *slip, int64_t net_mg)
{
	struct weighing_entry e = { .weighing = rig_weighing(r, "TLC-VET", net_mg) };

	(void)snprintf(e.weighing.slip, sizeof(e.weighing.slip), "%s", slip);
	return put(r, &weighing_kind, &e, "").weighing;
}

static void close_slip(struct ledger_rig *r, const char *id)
{
	struct slip_closed c = { .signed_by = "" };

	memcpy(c.id, id, sizeof(c.id));
	(void)put(r, &slip_closed_kind, &c, "");
}

static void a_correction_stays_in_its_slip(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing_entry says = { .says = CORRECTS_ORIGIN,
		.weighing.origin = "COL_DOM" };
	const char *slip = open_slip(r, "");
	struct weighing w = weigh_for(r, slip, 5000000);
	struct slip s;

	close_slip(r, slip);
	w = correct(r, w.id, says, "");
	assert_string_equal(w.slip, slip);
	assert_int_equal(ledger_slip(r->ledger, slip, &s), 0);
	assert_int_equal(s.mass_mg, 5000000);
	assert_true(s.rectified_wall_us > s.closed_wall_us);
	/* A slip that says where all of it comes from holds what was weighed for it to that. */
	slip = open_slip(r, "APP_VOL");
	w = weigh_for(r, slip, 1000000);
	correct(r, w.id, says, "slip_differs");
	close_slip(r, slip);
	correct(r, w.id, says, "slip_differs");
	rig_expect_sound(r);
}

static void a_load_weighed_anew_goes_the_way_of_the_first(void **state)
{
	struct ledger_rig *r = *state;
	const char *slip = open_slip(r, "");
	const struct weighing old = weigh_for(r, slip, 5000000);
	struct weighing_entry anew = { .weighing = rig_weighing(r, "HRP-LIV", 6000000) };
	struct weighing w;
	struct slip s;

	close_slip(r, slip);
	/* Out, for another slip: what is in force by then. */
	anew.weighing.direction = DIRECTION_OUT;
	anew.weighing.origin[0] = '\0';
	memcpy(anew.weighing.destination, "VENTE", 6);
	memcpy(anew.weighing.slip, "HD-MS-S-XX9-1", 14);
	w = replace(r, old.id, &anew, ledger_replaced, "").weighing;
	assert_string_equal(w.slip, slip);
	assert_string_equal(w.origin, "APP_VOL");
	assert_string_equal(w.destination, "");
	assert_int_equal(w.direction, DIRECTION_IN);
	assert_string_equal(w.category, "HRP-LIV");
	assert_int_equal(w.net_mg, 6000000);
	assert_true(has_raw(r, w.seq));
	assert_int_equal(ledger_slip(r->ledger, slip, &s), 0);
	assert_int_equal(s.mass_mg, 6000000);
	rig_expect_sound(r);
}

static struct weighing receive(struct ledger_rig *r, int64_t net_mg)
{
	struct weighing_entry w = { .weighing = rig_weighing(r, "ALI-FEL", net_mg) };
	struct food_received f = { .date_kind = DATE_NONE };
	struct ledger_job job = { .now = r->now,
		.drafts = { { &weighing_kind, &w, ledger_food_weighing },
			{ &food_received_kind, &f, NULL } } };
	struct ledger_result res;

	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res.received;
}

/* A load on the plate that was typed out of a lot has become heavier, or its tile is another one. */
static void a_load_weighed_anew_takes_no_more_than_its_lot_has(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing in = receive(r, 10000000);
	struct weighing_entry out = { .weighing = rig_weighing(r, "ALI-FEL", 4000000) };
	struct weighing_entry anew = { .weighing = rig_weighing(r, "ALI-FEL", 10000001) };
	struct weighing w;

	out.weighing.direction = DIRECTION_OUT;
	memset(out.weighing.origin, 0, CODE_SIZE);
	memcpy(out.weighing.destination, "COMPOST", sizeof("COMPOST"));
	memcpy(out.weighing.lot, in.lot, sizeof(in.lot));
	w = put(r, &weighing_kind, &out, "").weighing;
	(void)replace(r, w.id, &anew, ledger_replaced, "lot_less_left");
	anew.weighing = rig_weighing(r, "ALI-LAI", 4000000);
	(void)replace(r, w.id, &anew, ledger_replaced, "lot_differs");
	anew.weighing = rig_weighing(r, "ALI-FEL", 10000000);
	w = replace(r, w.id, &anew, ledger_replaced, "").weighing;
	assert_string_equal(w.lot, in.lot);
	rig_expect_sound(r);
}

/* Of what lies on the plate less left, and others took of the rest meanwhile: it cannot be undone any more. */
static void what_is_put_back_is_still_in_its_lot(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing in = receive(r, 10000000);
	struct weighing_entry out = { .weighing = rig_weighing(r, "ALI-FEL", 8000000) };
	const struct weighing_entry less = { .weighing = rig_weighing(r, "ALI-FEL", 2000000) };
	struct weighing_entry back = { 0 };
	struct weighing w, other;

	out.weighing.direction = DIRECTION_OUT;
	memset(out.weighing.origin, 0, CODE_SIZE);
	memcpy(out.weighing.destination, "COMPOST", sizeof("COMPOST"));
	memcpy(out.weighing.lot, in.lot, sizeof(in.lot));
	w = put(r, &weighing_kind, &out, "").weighing;
	w = replace(r, w.id, &less, ledger_replaced, "").weighing;
	other = put(r, &weighing_kind, &out, "").weighing;
	(void)replace(r, w.id, &back, ledger_restored, "lot_less_left");
	rig_void(r, other.id, LEDGER_WRITTEN);
	assert_int_equal(replace(r, w.id, &back, ledger_restored, "").weighing.net_mg, 8000000);
	rig_expect_sound(r);
}

/* Whoever says it: typed, mended, received later; but a clock that is not sure refuses no load. */
static void what_goes_out_of_a_lot_has_it_there(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing in = receive(r, 10000000);
	struct weighing_entry out = { .weighing = rig_weighing(r, "ALI-FEL", 1000000) };
	struct rig_job mended = rig_job(r, RIG_CLOCK);
	struct weighing later;

	out.weighing.direction = DIRECTION_OUT;
	memset(out.weighing.origin, 0, CODE_SIZE);
	memcpy(out.weighing.destination, "COMPOST", sizeof("COMPOST"));
	memcpy(out.weighing.lot, in.lot, sizeof(in.lot));
	memcpy(out.weighing.at.day, "2025-12-31", DAY_SIZE);
	(void)put(r, &weighing_kind, &out, "lot_not_yet");
	out.weighing.at.quality = CLOCK_DOUBTFUL;
	memcpy(mended.void_id, put(r, &weighing_kind, &out, "").weighing.id, PRIVATE_KEY_SIZE);
	rig_day(r, "2026-01-09");
	mended.now = r->now;
	memcpy(mended.text, "2025-12-30", DAY_SIZE);
	assert_string_equal(rig_write(r, &mended, LEDGER_CONFLICT).why.key, "lot_not_yet");
	memcpy(mended.text, "2026-01-02", DAY_SIZE);
	(void)rig_write(r, &mended, LEDGER_WRITTEN);

	r->now.quality = CLOCK_DOUBTFUL;
	later = receive(r, 10000000);
	r->now.quality = CLOCK_TRUSTED;
	memcpy(out.weighing.lot, later.lot, sizeof(later.lot));
	memcpy(out.weighing.at.day, "2026-01-04", DAY_SIZE);
	out.weighing.at.quality = CLOCK_TRUSTED; /* of the lot's own day nobody knows */
	(void)put(r, &weighing_kind, &out, "");
	memcpy(mended.void_id, later.id, PRIVATE_KEY_SIZE);
	memcpy(mended.text, "2026-01-05", DAY_SIZE);
	assert_string_equal(rig_write(r, &mended, LEDGER_CONFLICT).why.key, "used_by");
	memcpy(mended.text, "2026-01-04", DAY_SIZE);
	(void)rig_write(r, &mended, LEDGER_WRITTEN);
	rig_expect_sound(r);
}

#define T(test) cmocka_unit_test_setup_teardown(test, rig_begin, rig_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_load_weighed_anew_takes_no_more_than_its_lot_has),
		T(what_is_put_back_is_still_in_its_lot),
		T(what_goes_out_of_a_lot_has_it_there),
		T(what_is_not_said_stays),
		T(another_mass_is_typed),
		T(what_does_not_fit_writes_nothing),
		T(another_moment_is_another_day),
		T(a_correction_stays_in_its_slip),
		T(a_load_weighed_anew_goes_the_way_of_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
