// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The ledger case by case: founding, recording, keys, voids, replacements, labels, the
 * catalogue, a clock that becomes trusted, and words that may be erased.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "ledger_rig.h"

static void a_new_journal_has_the_default_catalogue_once(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue *c = NULL;
	struct ledger_status status;

	rig_reopen(r);
	assert_int_equal(ledger_status(r->ledger, &status), 0);
	assert_int_equal(status.last_seq, 2);
	assert_string_equal(status.identity.site, "MS");
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	assert_int_equal(c->count, 83 + 15 + 34 + 14 + 18); /* the last two: reasons, waste codes */
	assert_non_null(catalogue_find(c, CATALOGUE_CATEGORY, "TLC-VET", "1970-01-01"));
	assert_int_equal(catalogue_find(c, CATALOGUE_DESTINATION, "OMR", "2026-01-01")->class,
		CLASS_DISPOSAL);
	assert_false(catalogue_find(c, CATALOGUE_ORIGIN, "RETOUR", "2026-01-01")->counts_as_intake);
	assert_int_equal(
		catalogue_find(c, CATALOGUE_CATEGORY, "TLC-VET", "2026-01-01")->unit_mg, 300000);
	catalogue_free(c);
	rig_expect_sound(r);
}

static void a_weighing_is_kept_and_summed(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result res = rig_record(r, "TLC-VET", 12500000);
	struct weighing w;
	char lower[PRIVATE_KEY_SIZE] = "";
	size_t n = 0;

	assert_int_equal(res.seq, 3);
	assert_int_equal(strncmp(res.weighing.id, "HD-MS-W-", 8), 0);
	assert_int_equal(res.sums.in_mg, 12500000);
	assert_int_equal(res.sums.weighings, 1);
	for (const char *p = res.weighing.id; *p; p++)
		if (*p != '-')
			lower[n++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
	assert_int_equal(ledger_weighing(r->ledger, lower, &w), 0);
	assert_int_equal(w.net_mg, 12500000);
	assert_int_equal(w.gross_mg, 12500000);
	assert_int_equal(w.provenance, PROVENANCE_STATION_TARE);
	assert_string_equal(w.station, "ACCUEIL");
	assert_string_equal(w.at.day, "2026-01-01");
	assert_true(w.stable);
	rig_expect_sound(r);
}

/* Said in the entry only where it is so; the row and the reader tell both. */
static void an_approved_scale_is_kept_with_its_weighing(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD), other = rig_job(r, RIG_RECLASSIFY);
	struct ledger_result res;
	struct weighing w;

	job.weighing = rig_weighing(r, "TLC-VET", 5000);
	job.weighing.approved = true;
	res = rig_write(r, &job, LEDGER_WRITTEN);
	assert_true(res.weighing.approved);
	assert_false(rig_record(r, "TLC-VET", 6000).weighing.approved);
	assert_int_equal(ledger_weighing(r->ledger, res.weighing.id, &w), 0);
	assert_true(w.approved);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing WHERE approved = 1"), 1);
	assert_int_equal(
		rig_int(r, "SELECT count(*) FROM entry WHERE instr(body, '\"approved\"')"), 1);
	memcpy(other.void_id, res.weighing.id, sizeof(other.void_id));
	memcpy(other.category, "TLC-LIN", sizeof("TLC-LIN"));
	assert_true(rig_write(r, &other, LEDGER_WRITTEN).weighing.approved);
	rig_expect_sound(r);
	rig_sql(r, "UPDATE weighing SET approved = 0");
	assert_int_equal(rig_faults(r) > 0, 1);
}

static void the_same_key_writes_once(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result first, again;
	struct weighing w;

	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	memcpy(job.key, "k-1", 4);
	job.digest[0] = 7;
	assert_int_equal(ledger_find_key(r->ledger, "k-1", job.digest, &w), 0);
	first = rig_write(r, &job, LEDGER_WRITTEN);
	rig_reopen(r);
	rig_void(r, first.weighing.id, LEDGER_WRITTEN);
	again = rig_write(r, &job, LEDGER_REPEATED);
	assert_string_equal(again.weighing.id, first.weighing.id);
	assert_string_equal(again.weighing.voided_by, "");
	assert_int_equal(again.seq, first.seq);
	assert_int_equal(ledger_find_key(r->ledger, "k-1", job.digest, &w), 1);
	job.digest[0] = 8;
	rig_write(r, &job, LEDGER_KEY_REUSED);
	assert_int_equal(ledger_find_key(r->ledger, "k-1", job.digest, &w), -EKEYREJECTED);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing"), 1);
	rig_expect_sound(r);
}

static void a_refusal_binds_no_key(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;

	job.weighing = rig_weighing(r, "NO-SUCH", 1000);
	memcpy(job.key, "k-2", 4);
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "unknown_category");
	job.weighing = rig_weighing(r, "TLC", 1000);
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "parent_category");
	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	memset(job.weighing.origin, 0, CODE_SIZE);
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "origin_missing");
	memcpy(job.weighing.origin, "NOWHERE", 8);
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "unknown_origin");
	memcpy(job.weighing.origin, "APP_VOL", 8);
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(rig_expect_sound(r), 3);
}

static void masses_that_do_not_agree_are_never_written(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;

	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	job.weighing.net_mg = 999;
	rig_put(r->ledger, &job, &res);
	assert_int_equal(res.error, -EINVAL);
	job.weighing = rig_weighing(r, "TLC-VET", 0);
	rig_put(r->ledger, &job, &res);
	assert_int_equal(res.error, -EINVAL);
	assert_int_equal(rig_expect_sound(r), 2);
}

static void a_void_takes_out_of_all_sums_once(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result res = rig_record(r, "HRP-LIV", 5000000), voided;
	char expected[ENTRY_NAME_SIZE];

	voided = rig_void(r, res.weighing.id, LEDGER_WRITTEN);
	(void)snprintf(expected, sizeof(expected), "%s/4", res.weighing.journal);
	assert_string_equal(voided.weighing.voided_by, expected);
	assert_int_equal(voided.sums.in_mg, 0);
	assert_int_equal(voided.sums.weighings, 0);
	rig_void(r, res.weighing.id, LEDGER_ALREADY);
	rig_void(r, "HD-MS-W-ZZ9-0", LEDGER_NOT_FOUND);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM total"), 0);
	assert_int_equal(rig_expect_sound(r), 4);
}

static void truth_11_today_counts_what_it_sums(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;

	(void)rig_record(r, "HRP-LIV", 5000000);
	job.weighing = rig_weighing(r, "HRP-LIV", 3000000);
	memcpy(job.weighing.origin, "RETOUR", sizeof("RETOUR")); /* counts as no intake */
	res = rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(res.sums.in_mg, 5000000);
	assert_int_equal(res.sums.weighings, 1);
}

static void what_went_out_today_is_summed_apart(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;

	(void)rig_record(r, "HRP-LIV", 5000000);
	job.weighing = rig_weighing(r, "HRP-LIV", 3000000);
	job.weighing.direction = DIRECTION_OUT;
	job.weighing.origin[0] = '\0';
	memcpy(job.weighing.destination, "VENTE", sizeof("VENTE"));
	res = rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(res.sums.in_mg, 5000000);
	assert_int_equal(res.sums.weighings, 1);
	assert_int_equal(res.sums.out_mg, 3000000);
	assert_int_equal(res.sums.out_weighings, 1);
}

static void a_replacement_is_void_and_new_in_one(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result old = rig_record(r, "HRP-LIV", 5000000), new;
	struct rig_job job = rig_job(r, RIG_REPLACE);

	job.weighing = rig_weighing(r, "HRP-VAI", 6000000);
	memcpy(job.void_id, old.weighing.id, PRIVATE_KEY_SIZE);
	new = rig_write(r, &job, LEDGER_WRITTEN);
	assert_string_equal(new.weighing.corrects, old.weighing.id);
	assert_string_not_equal(new.weighing.id, old.weighing.id);
	assert_int_equal(new.sums.in_mg, 6000000);
	/* Refused as a whole: the old one stands. */
	job.weighing = rig_weighing(r, "NO-SUCH", 1);
	memcpy(job.void_id, new.weighing.id, PRIVATE_KEY_SIZE);
	rig_write(r, &job, LEDGER_REFUSED);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing WHERE voided_seq IS NULL"), 1);
	rig_expect_sound(r);
}

static void a_reclassified_weighing_keeps_its_day_and_mass(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result old = rig_record(r, "HRP-LIV", 5000000), new;
	struct rig_job job;

	rig_day(r, "2026-02-03");
	job = rig_job(r, RIG_RECLASSIFY);
	memcpy(job.void_id, old.weighing.id, PRIVATE_KEY_SIZE);
	memcpy(job.category, "TLC-LIN", 8);
	new = rig_write(r, &job, LEDGER_WRITTEN);
	assert_string_equal(new.weighing.at.day, "2026-01-01");
	assert_string_equal(new.weighing.category, "TLC-LIN");
	assert_int_equal(new.weighing.net_mg, 5000000);
	assert_string_equal(new.weighing.corrects, old.weighing.id);
	assert_int_equal(new.sums.weighings, 0); /* of the day of the correction */
	rig_expect_sound(r);
}

#define WAIT_US (UINT64_C(10) * 60 * 1000000)

static int next_label(struct ledger_rig *r, struct label_job *ret_job)
{
	return ledger_label_next(r->ledger, &r->now, WAIT_US, ret_job);
}

static int offered(struct ledger_rig *r, struct label_job *ret_jobs, size_t size)
{
	return ledger_label_offered(r->ledger, &r->now, WAIT_US, ret_jobs, size);
}

static void labels_wait_in_the_same_transaction(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;
	struct label_job l, unknown[4];

	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	job.label = true;
	res = rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(next_label(r, &l), 0);
	assert_string_equal(l.id, res.weighing.id);
	assert_int_equal(ledger_label_set(r->ledger, l.number, LABEL_SENDING), 0);
	assert_int_equal(next_label(r, &l), -ENOENT);
	rig_reopen(r); /* the power went while it was sent: offered, never sent again by itself */
	assert_int_equal(next_label(r, &l), -ENOENT);
	assert_int_equal(offered(r, unknown, 4), 1);
	assert_int_equal(ledger_label_again(r->ledger, res.weighing.id, &r->now), 0);
	assert_int_equal(next_label(r, &l), 0);
	assert_true(l.copy);
	assert_int_equal(ledger_label_again(r->ledger, (char[24]){ "NOSUCH" }, &r->now), -ENOENT);
	rig_void(r, res.weighing.id, LEDGER_WRITTEN);
	assert_int_equal(next_label(r, &l), -ENOENT);
	rig_expect_sound(r);
}

/* Ten minutes by a clock that was set meanwhile are not believed either. */
static void truth_32_a_label_that_waited_too_long_is_only_offered(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;
	struct label_job l, jobs[4];

	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	job.label = true;
	res = rig_write(r, &job, LEDGER_WRITTEN);
	r->now.wall_us += (int64_t)WAIT_US;
	assert_int_equal(next_label(r, &l), 0);
	assert_int_equal(offered(r, jobs, 4), 0);
	r->now.wall_us += 1;
	assert_int_equal(next_label(r, &l), -ENOENT);
	assert_int_equal(offered(r, jobs, 4), 1);
	assert_int_equal(jobs[0].state, LABEL_WAITING);
	r->now.wall_us -= 3 * (int64_t)WAIT_US;
	assert_int_equal(next_label(r, &l), -ENOENT);
	assert_int_equal(ledger_label_again(r->ledger, res.weighing.id, &r->now), 0);
	assert_int_equal(next_label(r, &l), 0);
	assert_false(l.copy); /* none was ever printed */
	assert_int_equal(offered(r, jobs, 4), 0);
	assert_int_equal(ledger_label_drop(r->ledger, res.weighing.id), 0);
	assert_int_equal(ledger_label_drop(r->ledger, res.weighing.id), -ENOENT);
	assert_int_equal(next_label(r, &l), -ENOENT);
}

static void the_station_remembers_its_context(void **state)
{
	struct ledger_rig *r = *state;
	struct station_context c = {
		.direction = DIRECTION_OUT, .origin = "APP_VOL", .destination = "VENTE"
	};
	struct station_memory *m = calloc(1, sizeof(*m));

	assert_int_equal(ledger_remember(r->ledger, &r->now, m), 0);
	assert_false(m->has_context);
	assert_false(m->has_last);
	assert_int_equal(ledger_keep_context(r->ledger, &c), 0);
	rig_record(r, "TLC-VET", 1000);
	rig_reopen(r);
	assert_int_equal(ledger_remember(r->ledger, &r->now, m), 0);
	assert_true(m->has_context);
	assert_true(m->has_last);
	assert_int_equal(m->last.net_mg, 1000);
	assert_int_equal(m->context.direction, DIRECTION_OUT);
	assert_string_equal(m->context.destination, "VENTE");
	free(m);
}

static void erased_words_leave_the_chain_whole(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct catalogue_row row = { .kind = CATALOGUE_OPERATOR,
		.code = "OP1",
		.label_fr = "Zoé Martin",
		.label_en = "Zoé Martin",
		.valid_from = "2026-01-01" };
	const struct catalogue rows = { .count = 1, .rows = &row };
	struct catalogue *c = NULL;
	struct unknown_code code;

	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	memcpy(job.note, "pour Zoé Martin", 17);
	rig_write(r, &job, LEDGER_WRITTEN);
	job = rig_job(r, RIG_CATALOGUE);
	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
	job = rig_job(r, RIG_CODE);
	memcpy(job.text, "CARTE Zoé Martin", 18);
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry WHERE instr(body, 'Martin')"), 0);
	assert_int_equal(ledger_unknown_codes(r->ledger, &code, 1), 1);
	assert_string_equal(code.text, "CARTE Zoé Martin");
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	assert_string_equal(
		catalogue_find(c, CATALOGUE_OPERATOR, "OP1", "2026-01-01")->label_fr, "Zoé Martin");
	catalogue_free(c);
	assert_int_equal(rig_expect_sound(r), 5);
	rig_sql(r, "DELETE FROM erasable");
	assert_int_equal(rig_expect_sound(r), 5);
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	assert_string_equal(
		catalogue_find(c, CATALOGUE_OPERATOR, "OP1", "2026-01-01")->label_fr, "effacé");
	catalogue_free(c);
	assert_int_equal(ledger_unknown_codes(r->ledger, &code, 1), 1);
	assert_string_equal(code.text, "effacé");
}

static void a_later_row_closes_the_one_before(void **state)
{
	struct ledger_rig *r = *state;
	struct catalogue_row row = { .kind = CATALOGUE_DESTINATION,
		.code = "OMR",
		.label_fr = "Ordures ménagères",
		.class = CLASS_ENERGY,
		.valid_from = "2026-06-01" };
	const struct catalogue rows = { .count = 1, .rows = &row };
	struct rig_job job = rig_job(r, RIG_CATALOGUE);
	struct catalogue *c = NULL;
	struct ledger_result res;

	job.rows = &rows;
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(ledger_catalogue(r->ledger, &c), 0);
	assert_int_equal(catalogue_find(c, CATALOGUE_DESTINATION, "OMR", "2026-05-31")->class,
		CLASS_DISPOSAL);
	assert_int_equal(
		catalogue_find(c, CATALOGUE_DESTINATION, "OMR", "2026-06-01")->class, CLASS_ENERGY);
	catalogue_free(c);
	row = (struct catalogue_row){ .kind = CATALOGUE_CATEGORY,
		.code = "TLCV-ET",
		.parent = "TLC",
		.label_fr = "x",
		.valid_from = "2026-01-01" };
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "row_clash");
	memcpy(row.code, "tlc", 4);
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "row_bad_code");
	memcpy(row.code, "TLC-X", 6);
	memcpy(row.parent, "TLC-VET", 8);
	res = rig_write(r, &job, LEDGER_REFUSED);
	assert_string_equal(res.why.key, "row_bad_parent");
	assert_int_equal(rig_expect_sound(r), 3);
}

static void a_trusted_clock_moves_doubtful_weighings(void **state)
{
	struct ledger_rig *r = *state;
	struct ledger_result a, b;
	struct rig_job job;
	struct weighing w;

	rig_write(r, &(struct rig_job){ .op = RIG_CLOCK, .now = r->now }, LEDGER_NOT_FOUND);
	r->now.quality = CLOCK_DOUBTFUL;
	r->now.wall_us = 0;
	rig_day(r, "1970-01-01");
	a = rig_record(r, "TLC-VET", 1000);
	rig_tick(r);
	b = rig_record(r, "TLC-VET", 2000);
	rig_void(r, b.weighing.id, LEDGER_WRITTEN);
	r->now.boot_us += 3600000000;
	r->now.wall_us = 1767261600000000;
	r->now.quality = CLOCK_TRUSTED;
	rig_day(r, "2026-01-01");
	job = rig_job(r, RIG_CLOCK);
	job.offset_us = 1767258000000000;
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(ledger_weighing(r->ledger, a.weighing.id, &w), 0);
	assert_string_equal(w.at.day, "2026-01-01");
	assert_int_equal(w.at.wall_us, 1767261600000000 - 3601000000);
	assert_int_equal(
		rig_int(r, "SELECT sum(mass_mg) FROM total WHERE day = '2026-01-01'"), 1000);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM total WHERE day = '1970-01-01'"), 0);
	rig_write(r, &job, LEDGER_NOT_FOUND);
	rig_expect_sound(r);
}

static int count_id(void *data, const struct weighing *w)
{
	(void)w;
	++*(int *)data;
	return 0;
}

static void weighings_come_newest_first_in_pages(void **state)
{
	struct ledger_rig *r = *state;
	struct weighing_query q = { .limit = 2, .category = "TLC" };
	uint64_t next;
	int n = 0;

	for (int i = 0; i < 5; i++)
		rig_record(r, i == 2 ? "HRP-LIV" : "TLC-VET", 1000 + i);
	assert_int_equal(ledger_weighings(r->ledger, &q, count_id, &n, &next), 0);
	assert_int_equal(n, 2);
	assert_int_not_equal(next, 0);
	q.after = next;
	assert_int_equal(ledger_weighings(r->ledger, &q, count_id, &n, &next), 0);
	assert_int_equal(n, 4);
	assert_int_equal(next, 0);
	q = (struct weighing_query){ .limit = 10, .from_day = "2026-01-02" };
	n = 0;
	assert_int_equal(ledger_weighings(r->ledger, &q, count_id, &n, &next), 0);
	assert_int_equal(n, 0);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_new_journal_has_the_default_catalogue_once),
		T(a_weighing_is_kept_and_summed),
		T(an_approved_scale_is_kept_with_its_weighing),
		T(the_same_key_writes_once),
		T(a_refusal_binds_no_key),
		T(masses_that_do_not_agree_are_never_written),
		T(a_void_takes_out_of_all_sums_once),
		T(truth_11_today_counts_what_it_sums),
		T(what_went_out_today_is_summed_apart),
		T(a_replacement_is_void_and_new_in_one),
		T(a_reclassified_weighing_keeps_its_day_and_mass),
		T(labels_wait_in_the_same_transaction),
		T(truth_32_a_label_that_waited_too_long_is_only_offered),
		T(the_station_remembers_its_context),
		T(erased_words_leave_the_chain_whole),
		T(a_later_row_closes_the_one_before),
		T(a_trusted_clock_moves_doubtful_weighings),
		T(weighings_come_newest_first_in_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
