// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What lies on the plates is kept beside the entries: written with them or not at all, read
 * back whole, and told of every void and correction that came by another way. Likewise the loads
 * that left and the codes that a person has seen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ledger_rig.h"

static struct station_memory m; /* large */
static struct station_kept kept;

static void remember(struct ledger_rig *r)
{
	rig_reopen(r);
	m = (struct station_memory){ 0 };
	assert_int_equal(ledger_remember(r->ledger, &r->now, &m), 0);
}

static void lay(const char *id, int64_t net_mg, enum part_state state, const char *aside_by)
{
	struct plate *p = &kept.plate[0];
	struct plate_part part = { .net_mg = net_mg, .category = "TLC-VET", .state = state };

	(void)snprintf(part.id, sizeof(part.id), "%s", id);
	(void)snprintf(part.aside_by, sizeof(part.aside_by), "%s", aside_by);
	plate_add(p, &part);
}

static void one_plate(void)
{
	kept = (struct station_kept){ .plate_count = 1 };
	plate_init(&kept.plate[0], "balance");
}

static struct weighing record(struct ledger_rig *r, int64_t net_mg)
{
	struct rig_job job = rig_job(r, RIG_RECORD);

	job.weighing = rig_weighing(r, "TLC-VET", net_mg);
	memcpy(job.weighing.scale, "balance", sizeof("balance"));
	job.kept = &kept;
	return rig_write(r, &job, LEDGER_WRITTEN).weighing;
}

/* Every member, each with a value of its own. */
static void a_plate_is_read_as_it_was_written(void **state)
{
	struct ledger_rig *r = *state;
	struct plate p = { .scale = "balance",
		.device_net = true,
		.level_mg = 1,
		.lowest_mg = -2,
		.put_mg = 3,
		.rested = true,
		.rest_mg = 4,
		.high_mg = 5,
		.extra_mg = 6,
		.unsure = true,
		.glitch = true,
		.left_alone = true,
		.gap = true,
		.vague = true,
		.zeroed = true,
		.tare_count = 2,
		.tare = { { 7, "CAISSE", true }, { 8, "", false } } };

	one_plate();
	kept.plate[0] = p;
	plate_init(&kept.plate[1], "autre");
	kept.plate[2] = kept.plate[3] = p; /* beside it: they may have been carried away */
	kept.plate[2].carried = kept.plate[3].carried = true;
	kept.plate_count = 4;
	kept.left_count = 1;
	kept.left[0] = (struct left_load){
		.number = 3, .scale = "balance", .at = r->now, .low_mg = 9, .high_mg = 10
	};
	assert_int_equal(ledger_keep_plates(r->ledger, &kept, false), 0);
	remember(r);
	assert_int_equal(m.kept.plate_count, 4);
	assert_memory_equal(&m.kept.plate[1], &p, sizeof(p)); /* by name of the scale */
	p.carried = true;
	assert_memory_equal(&m.kept.plate[2], &p, sizeof(p));
	assert_memory_equal(&m.kept.plate[3], &p, sizeof(p));
	assert_int_equal(m.left_number, 3);
	assert_memory_equal(&m.kept.left[0], &kept.left[0], sizeof(kept.left[0]));
	rig_expect_sound(r);
}

static void a_part_gets_its_number_in_the_same_transaction(void **state)
{
	struct ledger_rig *r = *state;
	struct weighing first, second;

	one_plate();
	lay("", 1000, PART_ON, "");
	first = record(r, 1000);
	one_plate();
	lay(first.id, 1000, PART_ASIDE, "");
	lay("", 2000, PART_ON, "");
	second = record(r, 2000);
	remember(r);
	assert_string_equal(m.kept.plate[0].part[0].aside_by, second.id);
	assert_string_equal(m.kept.plate[0].part[1].id, second.id);
	assert_false(m.last_undone);
	assert_int_equal(m.last_written.wall_us, r->now.wall_us);
}

/* By page or command line, the daemon away or not: the plate is told when it is read. */
static void truth_18_a_correction_takes_the_place_and_a_void_does_not(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECLASSIFY);
	struct weighing first, second, third;

	one_plate();
	lay("", 1000, PART_ON, "");
	first = record(r, 1000);
	memcpy(job.void_id, first.id, sizeof(first.id));
	memcpy(job.category, "TLC-LIN", 8);
	second = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	memcpy(job.void_id, second.id, sizeof(second.id));
	memcpy(job.category, "TLC-CHA", 8);
	third = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	remember(r);
	assert_int_equal(m.kept.plate[0].part_count, 1);
	assert_string_equal(m.kept.plate[0].part[0].id, third.id);
	assert_string_equal(m.kept.plate[0].part[0].category, "TLC-CHA");
	rig_void(r, third.id, LEDGER_WRITTEN);
	remember(r);
	assert_int_equal(m.kept.plate[0].part_count, 0);
	assert_true(m.last_undone);
}

/* Recorded on one scale, found on another, and voided while the daemon was down: one load. */
static void truth_19_what_stands_on_two_plates_is_voided_on_both(void **state)
{
	struct ledger_rig *r = *state;
	struct weighing w;

	one_plate();
	lay("", 1000, PART_ON, "");
	w = record(r, 1000);
	one_plate();
	lay(w.id, 1000, PART_ON, "");
	plate_settle(&kept.plate[0], false, 1000);
	kept.plate[1] = kept.plate[0];
	memcpy(kept.plate[1].scale, "sol", sizeof("sol"));
	kept.plate[0].gap = true; /* nobody has looked there since */
	kept.plate_count = 2;
	assert_int_equal(ledger_keep_plates(r->ledger, &kept, true), 0);
	rig_void(r, w.id, LEDGER_WRITTEN);
	remember(r);
	assert_int_equal(m.kept.plate_count, 2);
	assert_int_equal(m.kept.plate[0].part_count + m.kept.plate[1].part_count, 0);
	assert_int_equal(m.kept.plate[0].high_mg, 0);
	assert_string_equal(m.kept.plate[1].scale, "sol");
	assert_int_equal(m.kept.plate[1].high_mg, 1000); /* it is owed a line if it leaves */
}

static void before_plates_were_kept_the_newest_weighing_lies_there(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct weighing w;

	job.weighing = rig_weighing(r, "TLC-VET", 5000);
	memcpy(job.weighing.scale, "balance", sizeof("balance"));
	w = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	rig_void(r, rig_write(r, &job, LEDGER_WRITTEN).weighing.id, LEDGER_WRITTEN);
	remember(r);
	assert_int_equal(m.kept.plate_count, 1);
	assert_string_equal(m.kept.plate[0].part[0].id, w.id);
	one_plate();
	assert_int_equal(ledger_keep_plates(r->ledger, &kept, true), 0);
	remember(r);
	assert_int_equal(m.kept.plate[0].part_count, 0);
}

/* Undo of a replacement: what was there before is written again, and nothing is lost. */
static void truth_3_undo_of_a_correction_writes_the_old_one_again(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECLASSIFY);
	struct weighing first, second, third;

	one_plate();
	first = record(r, 1000);
	memcpy(job.void_id, first.id, sizeof(first.id));
	memcpy(job.category, "TLC-LIN", 8);
	second = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	job = rig_job(r, RIG_RESTORE);
	memcpy(job.void_id, second.id, sizeof(second.id));
	memcpy(job.reason, "UNDO", sizeof("UNDO"));
	third = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	assert_string_equal(third.category, first.category);
	assert_int_equal(third.net_mg, 1000);
	assert_string_equal(third.corrects, second.id);
	assert_int_equal(rig_int(r, "SELECT sum(mass_mg) FROM total"), 1000);
	remember(r);
	assert_true(m.last_undone);
	rig_void(r, first.id, LEDGER_ALREADY);
	memcpy(job.void_id, first.id, sizeof(first.id));
	rig_write(r, &job, LEDGER_ALREADY);
	rig_expect_sound(r);
}

/* Not the one of the highest mass or oldest day, and not another station's. */
static void truth_3_what_was_written_last_is_remembered_with_its_moment(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job;
	struct weighing last;

	one_plate();
	(void)record(r, 2000);
	job = rig_job(r, RIG_RECORD);
	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	job.weighing.at.wall_us -= INT64_C(86400000000); /* from yesterday's sheet */
	last = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	remember(r);
	assert_string_equal(m.last.id, last.id);
	assert_int_equal(m.last.at.wall_us, job.weighing.at.wall_us);
	assert_int_equal(m.last_written.wall_us, job.now.wall_us);
	(void)record(r, 3000);
	rig_sql(r,
		"INSERT INTO journal (journal, pole, site, station) SELECT 'other', pole, site,"
		" station FROM journal; UPDATE weighing SET journal = 'other' WHERE net_mg = 3000");
	remember(r);
	assert_string_equal(m.last.id, last.id);
}

static void what_is_usual_is_of_weighings_that_stand(void **state)
{
	struct ledger_rig *r = *state;
	struct usual *u = calloc(1, sizeof(*u));
	struct ledger_result res;

	for (int i = 0; i < USUAL_LEAST; i++) {
		assert_int_equal(ledger_usual(r->ledger, u), 0);
		assert_int_equal(usual_median_mg(u, "TLC-VET"), 0);
		memset(u, 0, sizeof(*u));
		(void)rig_record(r, "TLC-VET", 60000000);
		res = rig_record(r, "TLC-VET", 1000000);
		rig_void(r, res.weighing.id, LEDGER_WRITTEN);
	}
	rig_reopen(r);
	assert_int_equal(ledger_usual(r->ledger, u), 0);
	assert_int_equal(u->count, 1);
	assert_int_equal(usual_median_mg(u, "TLC-VET"), 60000000);
	free(u);
}

static void a_job_is_found_by_its_token(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct ledger_result res;
	struct weighing w;
	uint64_t seq = 0;

	assert_int_equal(ledger_find_job(r->ledger, "a-1", &seq), 0);
	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	memcpy(job.token, "a-1", sizeof("a-1"));
	res = rig_write(r, &job, LEDGER_WRITTEN);
	rig_reopen(r);
	assert_int_equal(ledger_find_job(r->ledger, "a-1", &seq), 1);
	assert_int_equal(ledger_find_job(r->ledger, "a-11", &seq), 0);
	assert_int_equal(ledger_find_job(r->ledger, "a-", &seq), 0);
	assert_int_equal(seq, res.seq);
	assert_int_equal(ledger_written(r->ledger, seq, &w), 0);
	assert_string_equal(w.id, res.weighing.id);
}

/* Others may be written before it is looked for: a dozen, not all that ever were. */
static void a_job_is_found_behind_others(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	uint64_t first, seq = 0;

	job.weighing = rig_weighing(r, "TLC-VET", 1000);
	for (int i = 0; i < 60; i++) {
		(void)snprintf(job.token, sizeof(job.token), "0123456789abcdef-page-%d", i);
		first = rig_write(r, &job, LEDGER_WRITTEN).seq;
		assert_int_equal(ledger_find_job(r->ledger, job.token, &seq), 1);
		assert_int_equal(seq, first);
		if (i < 12)
			assert_int_equal(
				ledger_find_job(r->ledger, "0123456789abcdef-page-0", &seq), 1);
	}
	assert_int_equal(ledger_find_job(r->ledger, "0123456789abcdef-page-0", &seq), 0);
	assert_int_equal(rig_int(r, "SELECT length(value) FROM kept WHERE name = 'job'"), 512);
}

static void leave(struct ledger_rig *r, uint64_t number, const char *struck_by)
{
	struct left_load *left = &kept.left[kept.left_count++];

	*left = (struct left_load){
		.number = number, .scale = "balance", .at = r->now, .low_mg = 5, .high_mg = 5
	};
	(void)snprintf(left->struck_by, sizeof(left->struck_by), "%s", struck_by);
}

/* Listed until a person has seen to it, once; a strike by a weighing that is void counts no more. */
static void truth_7_a_load_that_left_is_listed_until_it_is_seen_to(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct left_load loads[4];
	struct weighing w;

	one_plate();
	w = record(r, 5);
	leave(r, 1, w.id);
	leave(r, 2, "");
	leave(r, 3, "");
	assert_int_equal(ledger_keep_plates(r->ledger, &kept, true), 0);
	assert_int_equal(ledger_left(r->ledger, loads, 4), 3);
	assert_string_equal(loads[2].struck_by, w.id);
	rig_void(r, w.id, LEDGER_WRITTEN);
	assert_int_equal(ledger_left(r->ledger, loads, 4), 3);
	assert_string_equal(loads[2].struck_by, "");
	assert_int_equal(ledger_left_dismiss(r->ledger, 2, "essai"), 0);
	assert_int_equal(ledger_left_dismiss(r->ledger, 2, "essai"), 0); /* a repeat */
	assert_int_equal(ledger_left_dismiss(r->ledger, 2, "erreur"), -ENOENT);
	job.weighing = rig_weighing(r, "TLC-VET", 5);
	job.left_number = 3;
	rig_write(r, &job, LEDGER_WRITTEN);
	rig_write(r, &job, LEDGER_NOT_FOUND);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing WHERE voided_seq IS NULL"), 1);
	assert_int_equal(ledger_keep_plates(r->ledger, &kept, true), 0); /* seen to stays so */
	remember(r);
	assert_int_equal(m.kept.left_count, 2);
	assert_int_equal(m.kept.left[0].number, 1);
	assert_int_equal(m.kept.left[1].number, 3);
	assert_true(m.kept.left[1].struck_by[0]); /* by the weighing made of it */
	assert_int_equal(m.left_number, 3);
	assert_int_equal(ledger_left_of(r->ledger, 1, &m.kept.left[1]), 0);
	assert_int_equal(m.kept.left[1].low_mg, m.kept.left[0].low_mg);
	assert_int_equal(ledger_left_of(r->ledger, 3, &m.kept.left[1]), -ENOENT);
}

/* However many came after it and are in the journal: what nobody has seen to is not forgotten. */
static void truth_7_an_open_line_is_read_before_closed_ones(void **state)
{
	struct ledger_rig *r = *state;
	struct left_load loads[4];
	struct weighing w = record(r, 5);

	one_plate();
	leave(r, 1, "");
	assert_int_equal(ledger_keep_plates(r->ledger, &kept, true), 0);
	for (uint64_t i = 2; i < STATION_LEFT + 8; i++) {
		kept.left_count = 0;
		leave(r, i, w.id);
		assert_int_equal(ledger_keep_plates(r->ledger, &kept, true), 0);
	}
	remember(r);
	assert_int_equal(m.kept.left_count, STATION_LEFT);
	assert_int_equal(m.kept.left[0].number, 1); /* oldest first */
	assert_string_equal(m.kept.left[0].struck_by, "");
	assert_int_equal(ledger_left(r->ledger, loads, 4), 4);
	assert_int_equal(loads[3].number, 1);
	rig_void(r, w.id, LEDGER_WRITTEN); /* they are open now, the newest first */
	assert_int_equal(ledger_left(r->ledger, loads, 4), 4);
	assert_int_equal(loads[0].number, STATION_LEFT + 7);
}

/* What was made of it is void: it is listed again. A weighing that struck it is made of it, too. */
static void truth_7_a_line_comes_back_with_a_void(void **state)
{
	struct ledger_rig *r = *state;
	struct rig_job job = rig_job(r, RIG_RECORD);
	struct left_load loads[4];
	struct weighing w;

	one_plate();
	w = record(r, 5);
	leave(r, 1, "");
	leave(r, 2, w.id);
	assert_int_equal(ledger_keep_plates(r->ledger, &kept, true), 0);
	job.weighing = rig_weighing(r, "TLC-VET", 5);
	job.left_number = 2;
	rig_write(r, &job, LEDGER_NOT_FOUND);
	job.left_number = 1;
	w = rig_write(r, &job, LEDGER_WRITTEN).weighing;
	assert_int_equal(ledger_left(r->ledger, loads, 4), 1);
	rig_void(r, w.id, LEDGER_WRITTEN);
	assert_int_equal(ledger_left(r->ledger, loads, 4), 2);
}

static void scan(struct ledger_rig *r, const char *text)
{
	struct rig_job job = rig_job(r, RIG_CODE);

	(void)snprintf(job.text, sizeof(job.text), "%s", text);
	rig_write(r, &job, LEDGER_WRITTEN);
}

static void truth_11_a_code_that_was_seen_is_shown_again_when_scanned_anew(void **state)
{
	struct ledger_rig *r = *state;
	struct unknown_code code[4];
	uint64_t seq;

	scan(r, "A");
	scan(r, "B");
	scan(r, "A");
	assert_int_equal(ledger_unknown_codes(r->ledger, code, 4), 2);
	assert_string_equal(code[0].text, "A");
	assert_int_equal(code[0].count, 2);
	seq = code[0].seq;
	assert_int_equal(ledger_code_seen(r->ledger, seq), 0);
	assert_int_equal(ledger_code_seen(r->ledger, seq), 0); /* twice is once */
	assert_int_equal(ledger_code_seen(r->ledger, seq + 1), -ENOENT);
	rig_reopen(r);
	assert_int_equal(ledger_unknown_codes(r->ledger, code, 4), 1);
	assert_string_equal(code[0].text, "B");
	scan(r, "A");
	assert_int_equal(ledger_unknown_codes(r->ledger, code, 4), 2);
	assert_string_equal(code[0].text, "A");
	assert_int_equal(ledger_code_seen(r->ledger, seq), 0); /* what a slow page has seen */
	assert_int_equal(ledger_unknown_codes(r->ledger, code, 4), 2);
	assert_int_equal(rig_expect_sound(r), 6);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_plate_is_read_as_it_was_written),
		T(a_part_gets_its_number_in_the_same_transaction),
		T(truth_18_a_correction_takes_the_place_and_a_void_does_not),
		T(truth_19_what_stands_on_two_plates_is_voided_on_both),
		T(before_plates_were_kept_the_newest_weighing_lies_there),
		T(truth_3_undo_of_a_correction_writes_the_old_one_again),
		T(truth_3_what_was_written_last_is_remembered_with_its_moment),
		T(what_is_usual_is_of_weighings_that_stand),
		T(a_job_is_found_by_its_token),
		T(a_job_is_found_behind_others),
		T(truth_7_a_load_that_left_is_listed_until_it_is_seen_to),
		T(truth_7_an_open_line_is_read_before_closed_ones),
		T(truth_7_a_line_comes_back_with_a_void),
		T(truth_11_a_code_that_was_seen_is_shown_again_when_scanned_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
