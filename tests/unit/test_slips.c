// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Slips in the ledger: what may be made for them and when they end, what they come to after voids and corrections.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "entry_void.h"
#include "ledger_rig.h"

static const struct catalogue_row rows[] = {
	{ .kind = CATALOGUE_PARTNER,
		.code = "REBON",
		.label_fr = "Re Bon",
		.valid_from = "2026-01-01" },
	{ .kind = CATALOGUE_PARTNER,
		.code = "ENVIE",
		.label_fr = "Envie",
		.valid_from = "2026-01-01" },
	{ .kind = CATALOGUE_PLACE, .code = "QUAI", .label_fr = "Quai", .valid_from = "2026-01-01" },
};

static int begin(void **state)
{
	const struct catalogue c = { .count = 3, .rows = (struct catalogue_row *)rows };
	struct rig_job job;

	(void)rig_begin(state);
	job = rig_job(*state, RIG_CATALOGUE);
	job.rows = &c;
	rig_write(*state, &job, LEDGER_WRITTEN);
	return 0;
}

static struct ledger_result put(
	struct ledger_rig *r, const struct kind *kind, const void *value, const char *key)
{
	struct ledger_job job = { .now = r->now, .drafts = { { kind, value, NULL } } };
	struct ledger_result res;

	rig_tick(r);
	(void)snprintf(job.key, sizeof(job.key), "%s", key);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res;
}

/* Nothing was written, and that is why. */
static void expect_no(struct ledger_rig *r, const struct kind *kind, const void *value,
	enum ledger_answer answer, const char *why)
{
	const int64_t entries = rig_int(r, "SELECT count(*) FROM entry");
	const struct ledger_result res = put(r, kind, value, "");

	assert_int_equal(res.answer, answer);
	assert_string_equal(res.why.key, why);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry"), entries);
}

static struct slip open_slip(struct ledger_rig *r, struct slip asked)
{
	const struct ledger_result res = put(r, &slip_kind, &asked, "");

	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return *(const struct slip *)res.value;
}

static struct weighing_entry weighing_for(
	struct ledger_rig *r, const char *slip, const char *category, int64_t net_mg)
{
	struct weighing_entry e = { .weighing = rig_weighing(r, category, net_mg) };

	(void)snprintf(e.weighing.slip, sizeof(e.weighing.slip), "%s", slip);
	e.weighing.units = 2;
	return e;
}

static struct weighing weigh(struct ledger_rig *r, const char *slip, int64_t net_mg)
{
	const struct weighing_entry e = weighing_for(r, slip, "TLC-VET", net_mg);
	const struct ledger_result res = put(r, &weighing_kind, &e, "");

	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res.weighing;
}

static struct ledger_result close_slip(struct ledger_rig *r, const char *id, const char *key)
{
	struct slip_closed c = { .signed_by = "Mme Dupont" };

	(void)snprintf(c.id, sizeof(c.id), "%s", id);
	return put(r, &slip_closed_kind, &c, key);
}

static struct slip now_of(struct ledger_rig *r, const char *id)
{
	struct slip s;

	assert_int_equal(ledger_slip(r->ledger, id, &s), 0);
	return s;
}

/* ---- tests ---- */

static void a_slip_comes_to_what_its_valid_weighings_are(void **state)
{
	struct ledger_rig *r = *state;
	struct slip s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT,
					     .origin = "APP_VOL",
					     .partner = "REBON",
					     .place = "QUAI",
					     .note = "la dame au camion bleu" });
	struct weighing first = weigh(r, s.id, 1000000), second = weigh(r, s.id, 2500000);
	const struct slip_closed *closed;
	struct ledger_result res;

	assert_non_null(strstr(s.id, "-S-"));
	assert_string_equal(s.note, "la dame au camion bleu");
	/* What the slip says goes for the weighing. */
	assert_string_equal(first.partner, "REBON");
	assert_string_equal(first.place, "QUAI");
	weigh(r, "", 7000000);
	assert_int_equal(now_of(r, s.id).weighings, 2);
	assert_int_equal(now_of(r, s.id).state, SLIP_OPEN);
	res = close_slip(r, s.id, "once");
	closed = (const struct slip_closed *)res.value;
	assert_int_equal(closed->mass_mg, 3500000);
	assert_int_equal(closed->weighings, 2);
	assert_int_equal(closed->units, 4);
	assert_int_equal(now_of(r, s.id).state, SLIP_CLOSED);
	assert_string_equal(now_of(r, s.id).signed_by, "Mme Dupont");
	assert_int_equal(now_of(r, s.id).rectified_wall_us, 0);
	/* A void after the close is seen; what was printed stays. */
	rig_tick(r);
	rig_void(r, second.id, LEDGER_WRITTEN);
	s = now_of(r, s.id);
	assert_int_equal(s.mass_mg, 1000000);
	assert_int_equal(s.closed_mass_mg, 3500000);
	assert_true(s.rectified_wall_us > s.closed_wall_us);
	/* A repeat after the daemon died: the first answer. */
	rig_reopen(r);
	res = close_slip(r, s.id, "once");
	assert_int_equal(res.answer, LEDGER_REPEATED);
	assert_int_equal(((const struct slip_closed *)res.value)->mass_mg, 3500000);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry WHERE CAST(body AS TEXT) LIKE"
				    " '%Dupont%' OR CAST(body AS TEXT) LIKE '%camion%'"),
		0);
	rig_expect_sound(r);
}

/* Issue 10: one corrected to another category after the close stays on its slip. */
static void ground_10_a_correction_stays_on_its_slip(void **state)
{
	struct ledger_rig *r = *state;
	struct slip s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT });
	struct rig_job job;

	memcpy(s.id, now_of(r, s.id).id, sizeof(s.id));
	job = rig_job(r, RIG_RECLASSIFY);
	memcpy(job.void_id, weigh(r, s.id, 1000000).id, sizeof(job.void_id));
	memcpy(job.category, "HRP-LIV", 8);
	(void)close_slip(r, s.id, "");
	rig_tick(r);
	job.now = r->now;
	assert_string_equal(rig_write(r, &job, LEDGER_WRITTEN).weighing.slip, s.id);
	s = now_of(r, s.id);
	assert_int_equal(s.weighings, 1);
	assert_int_equal(s.mass_mg, 1000000);
	assert_true(s.rectified_wall_us > 0);
	rig_expect_sound(r);
}

static void what_does_not_fit_writes_nothing(void **state)
{
	struct ledger_rig *r = *state;
	struct slip s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT, .partner = "REBON" });
	struct slip out = open_slip(r, (struct slip){ .type = SLIP_REMOVAL, .carrier = "ENVIE" });
	struct slip bad = { .type = SLIP_DEPOSIT, .destination = "OMR" };
	struct weighing_entry w = weighing_for(r, out.id, "TLC-VET", 1000000);
	struct slip_closed none = { .id = "HD-MS-S-XX99-1" };
	struct slip_refused refused = { .reason = "OTHER", .category = "NONE" };

	expect_no(r, &slip_kind, &bad, LEDGER_REFUSED, "slip_only_in");
	bad = (struct slip){ .type = SLIP_DELIVERY, .origin = "APP_VOL" };
	expect_no(r, &slip_kind, &bad, LEDGER_REFUSED, "slip_only_out");
	bad = (struct slip){ .type = SLIP_DEPOSIT, .partner = "NOBODY" };
	expect_no(r, &slip_kind, &bad, LEDGER_REFUSED, "unknown_code_in");
	bad = (struct slip){ .type = SLIP_DEPOSIT, .place = "NOWHERE" };
	expect_no(r, &slip_kind, &bad, LEDGER_REFUSED, "unknown_code_in");
	bad = (struct slip){ .type = SLIP_DEPOSIT, .origin = "MAGASIN" };
	expect_no(r, &slip_kind, &bad, LEDGER_REFUSED, "partner_missing");
	bad = (struct slip){ .type = SLIP_DEPOSIT, .ref = "Dupont" };
	expect_no(r, &slip_kind, &bad, LEDGER_REFUSED, "slip_ref_no_number");
	expect_no(r, &weighing_kind, &w, LEDGER_REFUSED, "slip_only_out");
	w = weighing_for(r, s.id, "TLC-VET", 1000000);
	memcpy(w.weighing.partner, "ENVIE", 6);
	expect_no(r, &weighing_kind, &w, LEDGER_REFUSED, "slip_differs");
	w = weighing_for(r, none.id, "TLC-VET", 1000000);
	expect_no(r, &weighing_kind, &w, LEDGER_REFUSED, "unknown_slip");
	w = weighing_for(r, "", "TLC-VET", 1000000);
	memcpy(w.weighing.place, "NOWHERE", 8);
	expect_no(r, &weighing_kind, &w, LEDGER_REFUSED, "unknown_code_in");
	expect_no(r, &slip_closed_kind, &none, LEDGER_NOT_FOUND, "no_such_slip");
	memcpy(refused.id, s.id, sizeof(refused.id));
	expect_no(r, &slip_refused_kind, &refused, LEDGER_REFUSED, "unknown_code_in");
	/* It has ended. */
	(void)close_slip(r, s.id, "");
	memcpy(none.id, s.id, sizeof(none.id));
	expect_no(r, &slip_closed_kind, &none, LEDGER_CONFLICT, "slip_closed");
	w = weighing_for(r, s.id, "TLC-VET", 1000000);
	expect_no(r, &weighing_kind, &w, LEDGER_CONFLICT, "slip_closed");
	refused.category[0] = '\0';
	expect_no(r, &slip_refused_kind, &refused, LEDGER_CONFLICT, "slip_closed");
	rig_expect_sound(r);
}

static int count_one(void *data, const struct slip *s)
{
	(void)s;
	++*(int *)data;
	return 0;
}

static int listed(struct ledger_rig *r, struct slip_query q)
{
	uint64_t next;
	int n = 0;

	q.limit = 50;
	assert_int_equal(ledger_slips(r->ledger, &q, count_one, &n, &next), 0);
	assert_int_equal(next, 0);
	return n;
}

static void they_are_listed_by_what_became_of_them(void **state)
{
	struct ledger_rig *r = *state;
	struct slip a = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT, .partner = "REBON" });
	struct slip b = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT, .partner = "REBON" });
	struct slip_refused f = { .reason = "OTHER", .estimated_mg = 4000000, .note = "mouillé" };
	struct slip_void v = { .reason = "MISTAKE" };
	struct slip c = open_slip(r, (struct slip){ .type = SLIP_TRANSFER, .partner = "ENVIE" });

	memcpy(f.id, a.id, sizeof(f.id));
	assert_int_equal(put(r, &slip_refused_kind, &f, "").answer, LEDGER_WRITTEN);
	assert_int_equal(now_of(r, a.id).state, SLIP_OPEN);
	(void)close_slip(r, a.id, "");
	(void)close_slip(r, b.id, "");
	memcpy(v.id, c.id, sizeof(v.id));
	assert_int_equal(put(r, &slip_void_kind, &v, "").answer, LEDGER_WRITTEN);
	expect_no(r, &slip_void_kind, &v, LEDGER_CONFLICT, "slip_void");
	assert_int_equal(listed(r, (struct slip_query){ 0 }), 3);
	assert_int_equal(listed(r, (struct slip_query){ .state = "refused" }), 1);
	assert_int_equal(listed(r, (struct slip_query){ .state = "closed" }), 1);
	assert_int_equal(listed(r, (struct slip_query){ .state = "void" }), 1);
	assert_int_equal(listed(r, (struct slip_query){ .state = "open" }), 0);
	assert_int_equal(listed(r, (struct slip_query){ .type = "deposit" }), 2);
	assert_int_equal(listed(r, (struct slip_query){ .partner = "ENVIE" }), 1);
	assert_int_equal(listed(r, (struct slip_query){ .first_day = "2026-01-02" }), 0);
	assert_int_equal(listed(r, (struct slip_query){ .last_day = "2025-12-31" }), 0);
	rig_expect_sound(r);
}

static void what_was_refused_is_taken_back(void **state)
{
	struct ledger_rig *r = *state;
	const struct slip s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT });
	struct slip_refused f = { .reason = "OTHER", .estimated_mg = 4000000 };
	struct entry_void v = { .reason = "MISTAKE" };
	struct ledger_result res;

	memcpy(f.id, s.id, sizeof(f.id));
	res = put(r, &slip_refused_kind, &f, "once");
	(void)close_slip(r, s.id, "");
	assert_int_equal(now_of(r, s.id).state, SLIP_REFUSED);
	(void)snprintf(v.name, sizeof(v.name), "slip-refused/%llu", (unsigned long long)res.seq);
	assert_int_equal(put(r, &entry_void_kind, &v, "").answer, LEDGER_WRITTEN);
	assert_int_equal(now_of(r, s.id).state, SLIP_CLOSED);
	assert_int_equal(listed(r, (struct slip_query){ .state = "refused" }), 0);
	expect_no(r, &entry_void_kind, &v, LEDGER_CONFLICT, "entry_already_void");
	/* A repeat is answered as the first time. */
	res = put(r, &slip_refused_kind, &f, "once");
	assert_int_equal(res.answer, LEDGER_REPEATED);
	assert_int_equal(((const struct slip_refused *)res.value)->estimated_mg, 4000000);
	assert_string_equal(((const struct slip_refused *)res.value)->voided_by, "");
	rig_expect_sound(r);
}

static void its_day_is_put_right_with_the_clock(void **state)
{
	struct ledger_rig *r = *state;
	const struct clock_correction right = { .offset_us = 1 };
	struct slip s;

	r->now.quality = CLOCK_DOUBTFUL;
	s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT });
	weigh(r, s.id, 1000000);
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2026-03-05");
	r->now.wall_us += INT64_C(63) * 86400 * 1000000;
	assert_int_equal(put(r, &clock_corrected_kind, &right, "").answer, LEDGER_WRITTEN);
	assert_string_equal(now_of(r, s.id).day, "2026-03-05");
	assert_true(now_of(r, s.id).at_wall_us > s.at_wall_us);
	assert_int_equal(listed(r, (struct slip_query){ .first_day = "2026-03-05" }), 1);
	/* Once, and none that is sure. */
	(void)open_slip(r, (struct slip){ .type = SLIP_DEPOSIT });
	assert_int_equal(put(r, &clock_corrected_kind, &right, "").answer, LEDGER_NOT_FOUND);
	r->now.quality = CLOCK_DOUBTFUL;
	rig_day(r, "2026-01-01");
	s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT });
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2026-03-05");
	assert_int_equal(put(r, &clock_corrected_kind, &right, "").answer, LEDGER_WRITTEN);
	assert_string_equal(now_of(r, s.id).day, "2026-03-05");
	rig_expect_sound(r);
}

/* As the station does it: the load changed while no slip was in force. */
static struct weighing replace(struct ledger_rig *r, const char *old, int64_t net_mg)
{
	struct weighing_void v = { .reason = "LOAD_CHANGED" };
	struct weighing_entry e = weighing_for(r, "", "TLC-VET", net_mg);
	struct ledger_job job = { .now = r->now,
		.drafts = { { &void_kind, &v, NULL }, { &weighing_kind, &e, NULL } } };
	struct ledger_result res;

	memcpy(v.id, old, PRIVATE_KEY_SIZE);
	memcpy(e.weighing.corrects, old, PRIVATE_KEY_SIZE);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res.weighing;
}

static struct ledger_result undo(struct ledger_rig *r, const char *newer)
{
	struct weighing_void v = { .reason = "UNDO" };
	struct weighing_entry e = { .weighing.reason = "UNDO" };
	struct ledger_job job = { .now = r->now,
		.drafts = { { &void_kind, &v, NULL }, { &weighing_kind, &e, ledger_restored } } };
	struct ledger_result res;

	memcpy(v.id, newer, PRIVATE_KEY_SIZE);
	memcpy(e.weighing.corrects, newer, PRIVATE_KEY_SIZE);
	rig_tick(r);
	job.now = r->now;
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res;
}

static void an_undo_puts_nothing_into_a_void_slip(void **state)
{
	struct ledger_rig *r = *state;
	struct slip s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT });
	const struct weighing w = replace(r, weigh(r, s.id, 1000000).id, 1500000);
	struct slip_void v = { .reason = "MISTAKE" };
	struct ledger_result res;

	memcpy(v.id, s.id, sizeof(v.id));
	assert_int_equal(put(r, &slip_void_kind, &v, "").answer, LEDGER_WRITTEN);
	res = undo(r, w.id);
	assert_int_equal(res.answer, LEDGER_CONFLICT);
	assert_string_equal(res.why.key, "slip_void");
	assert_int_equal(now_of(r, s.id).weighings, 0);
	assert_int_equal(rig_int(r, "SELECT sum(mass_mg) FROM total"), 1500000);
	rig_expect_sound(r);
}

static void an_undo_into_a_closed_slip_is_seen(void **state)
{
	struct ledger_rig *r = *state;
	struct slip s = open_slip(r, (struct slip){ .type = SLIP_DEPOSIT });
	const struct weighing w = replace(r, weigh(r, s.id, 1000000).id, 1500000);

	rig_tick(r);
	(void)close_slip(r, s.id, "");
	assert_int_equal(now_of(r, s.id).rectified_wall_us, 0);
	assert_int_equal(undo(r, w.id).answer, LEDGER_WRITTEN);
	s = now_of(r, s.id);
	assert_int_equal(s.mass_mg, 1000000);
	assert_int_equal(s.closed_mass_mg, 0);
	assert_true(s.rectified_wall_us > s.closed_wall_us);
	rig_expect_sound(r);
}

/* Also of a slip that ended while the station was down, and of one kept by an older program. */
static void what_was_before_a_slip_comes_back_at_start(void **state)
{
	struct ledger_rig *r = *state;
	struct slip a = open_slip(r, (struct slip){ .type = SLIP_REMOVAL, .destination = "OMR" });
	struct station_context c = { .direction = DIRECTION_OUT,
		.origin = "DEBARRAS",
		.destination = "OMR",
		.before = { DIRECTION_OUT, "APP_VOL", "VENTE" } };
	struct station_memory *m = calloc(1, sizeof(*m));

	memcpy(c.slip, a.id, sizeof(c.slip));
	assert_int_equal(ledger_keep_context(r->ledger, &c), 0);
	assert_int_equal(ledger_remember(r->ledger, &r->now, m), 0);
	assert_string_equal(m->context.slip, a.id);
	assert_string_equal(m->context.before.destination, "VENTE");
	(void)close_slip(r, a.id, "");
	assert_int_equal(ledger_remember(r->ledger, &r->now, m), 0);
	assert_string_equal(m->context.slip, "");
	assert_string_equal(m->context.origin, "APP_VOL");
	assert_string_equal(m->context.destination, "VENTE");
	rig_sql(r, "UPDATE kept SET value = json_remove(value, '$.before_direction',"
		   " '$.before_origin', '$.before_destination') WHERE name = 'context'");
	assert_int_equal(ledger_remember(r->ledger, &r->now, m), 0);
	assert_int_equal(m->context.direction, DIRECTION_IN);
	assert_string_equal(m->context.origin, "DEBARRAS");
	assert_string_equal(m->context.destination, "");
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			what_was_before_a_slip_comes_back_at_start, begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_slip_comes_to_what_its_valid_weighings_are, begin, rig_end),
		cmocka_unit_test_setup_teardown(
			ground_10_a_correction_stays_on_its_slip, begin, rig_end),
		cmocka_unit_test_setup_teardown(what_does_not_fit_writes_nothing, begin, rig_end),
		cmocka_unit_test_setup_teardown(
			they_are_listed_by_what_became_of_them, begin, rig_end),
		cmocka_unit_test_setup_teardown(what_was_refused_is_taken_back, begin, rig_end),
		cmocka_unit_test_setup_teardown(
			its_day_is_put_right_with_the_clock, begin, rig_end),
		cmocka_unit_test_setup_teardown(
			an_undo_puts_nothing_into_a_void_slip, begin, rig_end),
		cmocka_unit_test_setup_teardown(an_undo_into_a_closed_slip_is_seen, begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
