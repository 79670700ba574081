// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Closed periods in the ledger: for whom they are closed, what is said of what changes them, and that
 * a correction may neither leave nor enter one unseen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "entry_void.h"
#include "ledger_rig.h"
#include "period_close.h"
#include "slip.h"

#define KG INT64_C(1000000)

static struct ledger_result put(struct ledger_rig *r, const struct kind *kind, const void *value,
	enum role who, enum ledger_answer expected)
{
	const struct ledger_job job = {
		.now = r->now, .drafts = { { kind, value, NULL } }, .who = who
	};
	struct ledger_result res;

	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, expected);
	return res;
}

static struct ledger_result close_period(
	struct ledger_rig *r, const char *period, enum ledger_answer expected)
{
	struct period_close c = { .seq = 0 };

	(void)snprintf(c.period, sizeof(c.period), "%s", period);
	return put(r, &close_kind, &c, ROLE_COORDINATOR, expected);
}

static void void_as(
	struct ledger_rig *r, const char *id, enum role who, enum ledger_answer expected)
{
	struct weighing_void v = { .reason = "MISTAKE" };
	struct ledger_result res;

	(void)snprintf(v.id, sizeof(v.id), "%s", id);
	res = put(r, &void_kind, &v, who, expected);
	if (expected == LEDGER_CONFLICT)
		assert_string_equal(res.why.key, "period_closed");
	else
		assert_string_equal(res.rectifies[0], "2026-Q1");
}

static void only_a_coordinator_voids_in_a_closed_period(void **state)
{
	static const enum role refused[] = { ROLE_NONE, ROLE_ANYONE, ROLE_KIOSK, ROLE_STAFF };
	struct ledger_rig *r = *state;
	struct weighing w, today;

	rig_day(r, "2026-03-31");
	w = rig_record(r, "TLC-VET", 5 * KG).weighing;
	rig_day(r, "2026-04-01");
	today = rig_record(r, "TLC-VET", KG).weighing;
	close_period(r, "2026-Q1", LEDGER_WRITTEN);
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
		void_as(r, w.id, refused[i], LEDGER_CONFLICT);
	assert_int_equal(rig_void(r, today.id, LEDGER_WRITTEN).rectified, 0);
	void_as(r, w.id, ROLE_COORDINATOR, LEDGER_WRITTEN);
	rig_expect_sound(r);
}

static void a_correction_may_not_enter_one_unseen(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_REPLACE);
	struct ledger_result res;
	struct ledger_job drafts;
	struct rig_values values;

	rig_day(r, "2026-03-30");
	rig_record(r, "TLC-VET", KG);
	rig_day(r, "2026-04-01");
	res = rig_record(r, "TLC-VET", KG);
	close_period(r, "2026-Q1", LEDGER_WRITTEN);
	job = rig_job(r, RIG_REPLACE);
	memcpy(job.void_id, res.weighing.id, sizeof(job.void_id));
	job.weighing = rig_weighing(r, "TLC-VET", KG);
	memcpy(job.weighing.at.day, "2026-03-31", DAY_SIZE);
	assert_string_equal(rig_write(r, &job, LEDGER_CONFLICT).why.key, "period_closed");
	drafts = rig_drafts(&job, &values);
	drafts.who = ROLE_COORDINATOR;
	ledger_write(r->ledger, &drafts, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_int_equal(res.rectified, 1);
	assert_string_equal(res.rectifies[0], "2026-Q1");
}

static void a_slip_and_an_entry_are_held_as_well(void **state)
{
	struct ledger_rig *r = *state;
	struct slip s = { .type = SLIP_DEPOSIT, .origin = "APP_VOL" };
	struct slip_void v = { .reason = "MISTAKE" };
	struct entry_void e = { .reason = "MISTAKE" };
	struct rig_job job;
	struct ledger_result res;

	rig_day(r, "2026-03-30");
	res = put(r, &slip_kind, &s, ROLE_KIOSK, LEDGER_WRITTEN);
	memcpy(v.id, ((const struct slip *)res.value)->id, sizeof(v.id));
	job = rig_job(r, RIG_RECORD);
	job.weighing = rig_weighing(r, "TLC-VET", KG);
	memcpy(job.weighing.slip, v.id, sizeof(job.weighing.slip));
	rig_write(r, &job, LEDGER_WRITTEN);
	rig_day(r, "2026-04-02");
	(void)close_period(r, "2026-Q1", LEDGER_WRITTEN);
	assert_string_equal(
		put(r, &slip_void_kind, &v, ROLE_STAFF, LEDGER_CONFLICT).why.key, "period_closed");
	res = put(r, &slip_void_kind, &v, ROLE_COORDINATOR, LEDGER_WRITTEN);
	assert_int_equal(res.rectified, 1);
	/* A close itself is never void. */
	(void)snprintf(e.name, sizeof(e.name), "close/%lld",
		(long long)rig_int(r, "SELECT max(seq) FROM close"));
	assert_string_equal(put(r, &entry_void_kind, &e, ROLE_COORDINATOR, LEDGER_CONFLICT).why.key,
		"not_voidable");
	rig_expect_sound(r);
}

static int take_head(void *data, const struct close_head *head)
{
	*(struct close_head *)data = *head;
	return 0;
}

static void it_holds_where_the_journal_stood_and_what_its_figures_were(void **state)
{
	struct ledger_rig *r = *state;
	struct period_close c;
	struct close_head head = { .seq = 0 };
	struct ledger_result res;
	char now[CLOSE_HASH_SIZE];
	struct rig_job job;

	rig_day(r, "2026-02-01");
	rig_record(r, "TLC-VET", 2 * KG);
	assert_string_equal(close_period(r, "2026-02", LEDGER_CONFLICT).why.key, "period_open");
	rig_day(r, "2026-02-28");
	assert_string_equal(close_period(r, "2026-02", LEDGER_CONFLICT).why.key, "period_open");
	rig_day(r, "2026-03-01");
	assert_string_equal(close_period(r, "2026-01", LEDGER_CONFLICT).why.key, "period_empty");
	res = close_period(r, "2026-02", LEDGER_WRITTEN);
	memcpy(&c, res.value, sizeof(c));
	assert_string_equal(c.first_day, "2026-02-01");
	assert_string_equal(c.last_day, "2026-02-28");
	assert_int_equal(ledger_close_heads(r->ledger, &c, take_head, &head), 0);
	assert_int_equal(head.seq, res.seq - 1);
	assert_string_equal(head.journal, c.journal);
	assert_int_equal(ledger_figures_hash(r->ledger, c.first_day, c.last_day, now), 0);
	assert_string_equal(now, c.figures_hash);
	assert_string_equal(
		close_period(r, "2026-02", LEDGER_CONFLICT).why.key, "period_closed_before");
	/* Of another day nothing changes; of one of its days the hash does. */
	rig_record(r, "TLC-VET", KG);
	assert_int_equal(ledger_figures_hash(r->ledger, c.first_day, c.last_day, now), 0);
	assert_string_equal(now, c.figures_hash);
	job = rig_job(r, RIG_RECORD);
	job.weighing = rig_weighing(r, "TLC-VET", 1);
	memcpy(job.weighing.at.day, "2026-02-28", DAY_SIZE);
	assert_string_equal(rig_write(r, &job, LEDGER_WRITTEN).rectifies[0], "2026-02");
	assert_int_equal(ledger_figures_hash(r->ledger, c.first_day, c.last_day, now), 0);
	assert_string_not_equal(now, c.figures_hash);
	rig_expect_sound(r);
}

/* ---- a day that a person gives ---- */

static struct ledger_result give_day(struct ledger_rig *r, const struct weighing *w,
	const char *day, enum role who, enum ledger_answer expected)
{
	struct clock_correction c = { .offset_us = 0 };

	memcpy(c.id, w->id, sizeof(c.id));
	memcpy(c.day, day, DAY_SIZE);
	return put(r, &clock_corrected_kind, &c, who, expected);
}

static const char *day_of(struct ledger_rig *r, const struct weighing *w)
{
	static struct weighing now;

	assert_int_equal(ledger_weighing(r->ledger, w->id, &now), 0);
	return now.at.day;
}

/* Three of one boot whose clock knew nothing, a day apart, and the first quarter is closed. */
static void three_unsure_ones(struct ledger_rig *r, struct weighing ret[3])
{
	static const char *const days[] = { "2026-03-31", "2026-04-01", "2026-04-02" };

	r->now.quality = CLOCK_DOUBTFUL;
	for (size_t i = 0; i < 3; i++) {
		rig_day(r, days[i]);
		ret[i] = rig_record(r, "TLC-VET", KG << i).weighing;
		r->now.boot_us += UINT64_C(86400000000);
	}
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2026-05-01");
	close_period(r, "2026-Q1", LEDGER_WRITTEN);
}

static void a_day_given_takes_no_other_out_of_one(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result res;
	struct weighing w[3];

	three_unsure_ones(r, w);
	res = give_day(r, &w[1], "2026-04-10", ROLE_STAFF, LEDGER_CONFLICT);
	assert_string_equal(res.why.key, "period_closed");
	assert_string_equal(day_of(r, &w[0]), "2026-03-31");
	res = give_day(r, &w[1], "2026-04-10", ROLE_COORDINATOR, LEDGER_WRITTEN);
	assert_string_equal(day_of(r, &w[0]), "2026-04-09");
	assert_int_equal(res.rectified, 1);
	assert_string_equal(res.rectifies[0], "2026-Q1");
	rig_expect_sound(r);
}

static void a_day_given_takes_no_other_into_one(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result res;
	struct weighing w[3];

	three_unsure_ones(r, w);
	rig_void(r, w[0].id, LEDGER_CONFLICT);
	res = give_day(r, &w[2], "2026-04-01", ROLE_STAFF, LEDGER_CONFLICT);
	assert_string_equal(res.why.key, "period_closed");
	assert_string_equal(day_of(r, &w[1]), "2026-04-01");
	assert_int_equal(
		give_day(r, &w[2], "2026-04-01", ROLE_COORDINATOR, LEDGER_WRITTEN).rectified, 1);
	assert_string_equal(day_of(r, &w[1]), "2026-03-31");
	rig_expect_sound(r);
}

/* What is void is in no figures; what stays on its day changes none. */
static void a_day_given_asks_only_for_what_it_moves(void **state)
{
	struct ledger_rig *r = *state;
	struct weighing w[3];

	three_unsure_ones(r, w);
	void_as(r, w[0].id, ROLE_COORDINATOR, LEDGER_WRITTEN);
	assert_int_equal(give_day(r, &w[2], "2026-04-20", ROLE_STAFF, LEDGER_WRITTEN).rectified, 0);
	assert_string_equal(day_of(r, &w[1]), "2026-04-19");
	rig_expect_sound(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			only_a_coordinator_voids_in_a_closed_period, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_correction_may_not_enter_one_unseen, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_slip_and_an_entry_are_held_as_well, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			it_holds_where_the_journal_stood_and_what_its_figures_were, rig_begin,
			rig_end),
		cmocka_unit_test_setup_teardown(
			a_day_given_takes_no_other_out_of_one, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_day_given_takes_no_other_into_one, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_day_given_asks_only_for_what_it_moves, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
