// SPDX-License-Identifier: GPL-3.0-or-later
/* The label of a weighing, then the code of what it is instead: put right, once, and never a load that waits. */
#include "desk_cards.h"
#include "act.h"

static int take_first(void *data, const struct weighing *w)
{
	*(struct weighing *)data = *w;
	return 0;
}

static struct weighing newest(struct desk_rig *r)
{
	const struct weighing_query q = { .limit = 1 };
	struct weighing w = { 0 };
	uint64_t next;

	assert_int_equal(ledger_weighings(r->ledger.ledger, &q, take_first, &w, &next), 0);
	return w;
}

static int64_t count(struct desk_rig *r)
{
	return rig_int(&r->ledger, "SELECT count(*) FROM weighing WHERE voided_seq IS NULL");
}

/* Its label, then a code: the weighing that now stands in its place. */
static struct weighing corrected(struct desk_rig *r, const char *id, char type, const char *code)
{
	const int64_t before = count(r);
	struct weighing w;

	desk_scanned(r->desk, "hand", id);
	scan(r, type, code);
	assert_string_equal(noticed(r), "scanned_corrected");
	assert_int_equal(count(r), before);
	w = newest(r);
	assert_string_equal(w.corrects, id);
	assert_string_equal(w.reason, "MISTAKE");
	assert_int_equal(w.method, METHOD_WEIGHED);
	return w;
}

/* Each thing that stands on it, while its load still lies there; what is in force at the station stays. */
static void label_then_code_corrects(void **state)
{
	struct desk_rig *r = *state;
	char id[PRIVATE_KEY_SIZE];
	struct weighing w;

	know_cards(r);
	weigh_one(r, id);
	w = corrected(r, id, 'K', "HRP-LIV");
	assert_string_equal(w.category, "HRP-LIV");
	w = corrected(r, w.id, 'O', "COL_DOM");
	assert_string_equal(w.origin, "COL_DOM");
	w = corrected(r, w.id, 'P', "GARAGE");
	assert_string_equal(w.partner, "GARAGE");
	w = corrected(r, w.id, 'Z', "QUAI_2");
	assert_string_equal(w.place, "QUAI_2");
	w = corrected(r, w.id, 'Q', "12");
	assert_int_equal(w.units, 12);
	w = corrected(r, w.id, 'C', "BAC"); /* it lay in one, which nobody had said */
	assert_int_equal(w.gross_mg, 2000000);
	assert_int_equal(w.tare_mg, 500000);
	assert_int_equal(w.net_mg, 1500000);
	assert_string_equal(w.containers, "BAC=1");
	assert_string_equal(w.container, "BAC");
	assert_string_equal(w.category, "HRP-LIV");
	assert_int_equal(w.units, 12);
	assert_string_equal(r->desk->station.context.origin, "APP_VOL");
	assert_string_equal(r->desk->station.context.partner, "");
	assert_int_equal(desk_units(r->desk), 0);
	/* The load that lies there is the same one: it is recorded, and the container is no goods. */
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
	assert_int_equal(
		rig_int(&r->ledger, "SELECT sum(net_mg) FROM weighing WHERE voided_seq IS NULL"),
		1500000);
	rig_expect_sound(&r->ledger);
}

/* Once: the code after it is of the station again. So is one that came half a minute later. */
static void a_label_is_of_one_code(void **state)
{
	struct desk_rig *r = *state;
	char id[PRIVATE_KEY_SIZE];

	weigh_one(r, id);
	(void)corrected(r, id, 'O', "COL_DOM");
	scan(r, 'O', "MAGASIN");
	assert_string_equal(r->desk->station.context.origin, "MAGASIN");
	assert_string_equal(newest(r).origin, "COL_DOM");
	desk_scanned(r->desk, "hand", newest(r).id);
	r->ledger.now.boot_us += 31 * 1000000;
	scan(r, 'O', "RETOUR");
	assert_string_equal(r->desk->station.context.origin, "RETOUR");
	assert_string_equal(newest(r).origin, "COL_DOM");
}

/* Nobody could tell of which the code is: nothing is written, and the next one weighs. */
static void a_load_that_waits_is_not_taken_for_it(void **state)
{
	struct desk_rig *r = *state;
	char id[PRIVATE_KEY_SIZE];

	weigh_one(r, id);
	rest(r, 0);
	rest(r, 5000);
	desk_scanned(r->desk, "hand", id);
	scan(r, 'K', "HRP-LIV");
	assert_string_equal(noticed(r), "correct_load_waits");
	assert_int_equal(count(r), 1);
	assert_string_equal(newest(r).category, "TLC-VET");
	scan(r, 'K', "HRP-LIV");
	assert_int_equal(count(r), 2);
	assert_int_equal(newest(r).net_mg, 5000000);
}

static void refused(
	struct desk_rig *r, const char *id, char type, const char *code, const char *why)
{
	const int64_t before = count(r);

	desk_scanned(r->desk, "hand", id);
	scan(r, type, code);
	assert_string_equal(noticed(r), why);
	assert_int_equal(count(r), before);
}

/* No scale has seen it. */
static void type_in_alone(struct desk_rig *r)
{
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);

	job.weighing = rig_weighing(&r->ledger, "TLC-VET", 1000000);
	job.weighing.provenance = PROVENANCE_NONE;
	job.weighing.method = METHOD_TYPED;
	job.weighing.gross_mg = 0;
	job.weighing.stable = false;
	job.weighing.raw_len = 0;
	rig_write(&r->ledger, &job, LEDGER_WRITTEN);
}

static void what_does_not_fit_is_refused(void **state)
{
	struct desk_rig *r = *state;
	char id[PRIVATE_KEY_SIZE];

	know_cards(r);
	weigh_one(r, id);
	refused(r, id, 'O', "APP_VOL", "nothing_to_correct");
	refused(r, id, 'D', "VENTE", "way_twice");
	refused(r, id, 'C', "ROLL", "tare_too_heavy");
	type_in_alone(r);
	refused(r, newest(r).id, 'C', "BAC", "tare_not_weighed");
	rig_day(&r->ledger, "2026-02-11");
	refused(r, id, 'O', "COL_DOM", "correct_other_day");
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(label_then_code_corrects),
		T(a_label_is_of_one_code),
		T(a_load_that_waits_is_not_taken_for_it),
		T(what_does_not_fit_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
