// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The evidence pack of a closed period is as it was at the close, whatever is written later: a void, a
 * late entry, a clock put right, another class of a destination. What its figures lost and gained
 * since is told weighing by weighing, and comes to the difference.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "asset.h"
#include "ledger_rig.h"
#include "evidence.h"

#define KG INT64_C(1000000)

static struct period_close close_quarter(struct ledger_rig *r)
{
	struct period_close c = { .period = "2026-Q1" };
	struct ledger_job job = { .drafts = { { &close_kind, &c, NULL } },
		.who = ROLE_COORDINATOR };
	struct ledger_result res;

	rig_day(r, "2026-04-01");
	job.now = r->now;
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_int_equal(ledger_close_of(r->ledger, "2026-Q1", &c), 0);
	return c;
}

static struct weighing sold(struct ledger_rig *r, const char *day, int64_t net_mg)
{
	struct rig_job job = rig_job(r, RIG_RECORD);

	rig_day(r, day);
	job.now = r->now;
	job.weighing = rig_weighing(r, "TLC-VET", net_mg);
	job.weighing.direction = DIRECTION_OUT;
	job.weighing.origin[0] = '\0';
	memcpy(job.weighing.destination, "VENTE", 6);
	return rig_write(r, &job, LEDGER_WRITTEN).weighing;
}

static void void_it(struct ledger_rig *r, const char *id)
{
	struct rig_job job = rig_job(r, RIG_VOID);
	struct rig_values values;
	struct ledger_job drafts;
	struct ledger_result res;

	memcpy(job.void_id, id, sizeof(job.void_id));
	drafts = rig_drafts(&job, &values);
	drafts.who = ROLE_COORDINATOR;
	ledger_write(r->ledger, &drafts, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
}

struct told {
	size_t count, gained;
	int64_t lost_mg, gained_mg;
	char day[DAY_SIZE], flow[16];
};

static int take(void *data, const struct rectified *r)
{
	struct told *t = data;

	t->count++;
	t->gained += r->gained;
	*(r->gained ? &t->gained_mg : &t->lost_mg) += r->net_mg;
	memcpy(t->day, r->day, sizeof(t->day));
	memcpy(t->flow, r->flow, sizeof(t->flow));
	return 0;
}

static struct told rectified(struct ledger_rig *r, const struct period_close *c)
{
	struct told t = { 0 };

	assert_int_equal(ledger_rectified(r->ledger, c, take, &t), 0);
	return t;
}

static void fault(void *data, const char *place, const char *key)
{
	(void)data;
	fail_msg("%s: %s", place, key);
}

/* As its close says, whole, and the same bytes as an archive and back. */
static void expect_pack(struct ledger_rig *r, const struct period_close *c)
{
	struct evidence pack, again = { 0 };
	char path[128];
	FILE *out;

	assert_int_equal(ledger_evidence(r->ledger, c, &pack), 0);
	assert_string_equal(pack.pack_hash, c->pack_hash);
	assert_string_equal(pack.merkle_root, c->merkle_root);
	assert_int_equal(evidence_check(&pack, c->pack_hash, fault, NULL), 0);
	(void)snprintf(path, sizeof(path), "%s/pack.zip", r->folder);
	out = fopen(path, "we");
	assert_non_null(out);
	assert_int_equal(evidence_write(&pack, out), 0);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(evidence_read(path, fault, NULL, &again), 0);
	assert_int_equal(again.count, EVIDENCE_FILES);
	assert_int_equal(evidence_check(&again, c->pack_hash, fault, NULL), 0);
	assert_int_equal(again.weighings, pack.weighings);
	evidence_done(&again);
	evidence_done(&pack);
}

static void it_stays_as_it_was(void **state)
{
	struct ledger_rig *r = *state;
	struct weighing kept, lost;
	struct period_close c;
	struct rig_job late;
	struct told t;

	rig_day(r, "2026-02-01");
	kept = rig_record(r, "TLC-VET", 5 * KG).weighing;
	lost = rig_record(r, "HRP-LIV", 2 * KG).weighing;
	void_it(r, rig_record(r, "HRP-LIV", 9 * KG).weighing.id);
	c = close_quarter(r);
	expect_pack(r, &c);
	assert_int_equal(rectified(r, &c).count, 0);
	void_it(r, lost.id);
	t = rectified(r, &c);
	assert_int_equal(t.count, 1);
	assert_int_equal(t.lost_mg, 2 * KG);
	assert_string_equal(t.day, "2026-04-01");
	late = rig_job(r, RIG_RECORD);
	late.weighing = rig_weighing(r, "TLC-VET", 3 * KG);
	memcpy(late.weighing.at.day, "2026-03-31", DAY_SIZE);
	rig_write(r, &late, LEDGER_WRITTEN);
	rig_record(r, "TLC-VET", KG); /* of April: no matter here */
	t = rectified(r, &c);
	assert_int_equal(t.count, 2);
	assert_int_equal(t.gained_mg - t.lost_mg, KG);
	assert_int_equal(kept.net_mg, 5 * KG);
	expect_pack(r, &c);
	rig_expect_sound(r);
}

static void another_class_of_a_destination_moves_its_mass(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_CATALOGUE);
	struct catalogue_row row = { .kind = CATALOGUE_DESTINATION,
		.code = "VENTE",
		.label_fr = "Vente",
		.class = CLASS_RECYCLING,
		.valid_from = "2026-01-01" };
	const struct catalogue rows = { .count = 1, .rows = &row };
	struct period_close c;
	struct told t;

	rig_day(r, "2026-02-01");
	rig_record(r, "TLC-VET", 5 * KG);
	sold(r, "2026-02-02", 4 * KG);
	c = close_quarter(r);
	job.rows = &rows;
	job.now = r->now;
	rig_write(r, &job, LEDGER_WRITTEN);
	t = rectified(r, &c);
	assert_int_equal(t.count, 2);
	assert_int_equal(t.gained, 1);
	assert_int_equal(t.gained_mg - t.lost_mg, 0);
	assert_string_equal(t.flow, "recycling");
	assert_string_equal(t.day, ""); /* no void did it */
	expect_pack(r, &c);
}

/* A weighing that a clock put right takes out of the period. */
static void another_day_takes_out_of_the_period(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct rig_values values;
	struct ledger_job drafts;
	struct ledger_result res;
	struct period_close c;
	struct told t;

	rig_day(r, "2026-02-01");
	rig_record(r, "TLC-VET", 5 * KG);
	job.now = r->now;
	job.weighing = rig_weighing(r, "TLC-VET", 7 * KG);
	job.weighing.at.quality = CLOCK_DOUBTFUL;
	res = rig_write(r, &job, LEDGER_WRITTEN);
	c = close_quarter(r);
	job = rig_job(r, RIG_CLOCK);
	memcpy(job.void_id, res.weighing.id, sizeof(job.void_id));
	memcpy(job.text, "2025-12-31", DAY_SIZE);
	drafts = rig_drafts(&job, &values);
	drafts.who = ROLE_COORDINATOR;
	ledger_write(r->ledger, &drafts, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	t = rectified(r, &c);
	assert_int_equal(t.count, 1);
	assert_int_equal(t.lost_mg, 7 * KG);
	expect_pack(r, &c);
}

/* Two files of a pack, of each version, are the program's: other bytes of them would be another pack, and every close has its own. */
static void its_words_are_for_ever(void **state)
{
	static const char *const files[][2] = {
		{ "ledger/evidence/method.txt",
			"860dcbbfe51c5d44685592945e17ed08c8c2733043dd2a5f2fe1e6e6271346f3" },
		{ "ledger/evidence/verify.py",
			"e1801f255c48c32e0e99a10f6f68ffac001b0231e61fb17ad305152bce4dfbdf" },
		{ "ledger/evidence/method-2.txt",
			"2590d7046c975a93211fd2a03a700f205d6b0e4c391d47caefd7eef3215fb98e" },
		{ "ledger/evidence/verify-2.py",
			"7dc6e4d95284c2bb653700eb71f15c95b70e466347a93664b7ac4389f49c559d" },
		{ "ledger/evidence/verify-3.py",
			"5318da42904524afa808b92a64e1bdfba2dec3f819810bbf5b40807bdeb9d0f8" },
	};
	char hex[MERKLE_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		const struct asset *a = asset_find(files[i][0]);

		assert_non_null(a);
		merkle_digest(a->data, a->size, hex);
		assert_string_equal(hex, files[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(it_stays_as_it_was, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			another_class_of_a_destination_moves_its_mass, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			another_day_takes_out_of_the_period, rig_begin, rig_end),
		cmocka_unit_test(its_words_are_for_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
