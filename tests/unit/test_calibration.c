// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calibrations: the verdicts at their limits, and the record in the ledger: written, read back
 * to the milligram, replayed, written once for one key, its words erasable.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "calibration.h"
#include "ledger_rig.h"

static struct calibration whole(void)
{
	return (struct calibration){
		.scale = "head",
		.device = "/dev/ttyUSB0 1.0",
		.map = "bascule-head",
		.firmware = 0x0100,
		.number = 3,
		.e_mg = 100000,
		.max_mg = 300000000,
		.span_mass_mg = 100000000,
		.zero_counts = -84213,
		.span_counts = 2796202,
		.done = { true, true, true, true },
		.zero_return_mg = 0,
		.corners_mg = { 100010000, 99990000, 100000000, 100020000 },
		.half_load_mg = 50000000,
		.half_error_mg = -20000,
		.creep_mg = 30000,
		.creep_minutes = 10,
		.operator_code = "OP1",
	};
}

static struct rig_job job_of(struct ledger_rig *r, const struct calibration *c)
{
	struct rig_job job = rig_job(r, RIG_CALIBRATION);

	job.calibration = *c;
	return job;
}

static void each_error_may_be_one_step_and_zero_half_of_it(void **state)
{
	const struct {
		int64_t zero_mg, corner_mg, half_mg, creep_mg;
		bool passes;
	} cases[] = {
		{ 50000, 100000000 + 110000, 100000, -100000, true },
		{ -50000, 100000000, -100000, 100000, true },
		{ 50001, 100000000, 0, 0, false },
		{ -50001, 100000000, 0, 0, false },
		{ 0, 100000000 + 90001 + 20000, 0, 0, false },
		{ 0, 100000000, 100001, 0, false },
		{ 0, 100000000, -100001, 0, false },
		{ 0, 100000000, 0, 100001, false },
		{ 0, 100000000, 0, -100001, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct calibration c = whole();

		c.zero_return_mg = cases[i].zero_mg;
		for (size_t k = 0; k < CALIBRATION_CORNER_COUNT; k++)
			c.corners_mg[k] = 100010000;
		c.corners_mg[2] = cases[i].corner_mg;
		c.half_error_mg = cases[i].half_mg;
		c.creep_mg = cases[i].creep_mg;
		if (calibration_passes(&c) != cases[i].passes)
			fail_msg("case %zu", i);
	}
}

static void what_was_not_done_did_not_pass_but_for_creep(void **state)
{
	struct calibration c = whole();

	(void)state;
	c.done[CALIBRATION_CREEP] = false;
	assert_int_equal(calibration_verdict(&c, CALIBRATION_CREEP), CALIBRATION_NOT_DONE);
	assert_true(calibration_passes(&c));
	c.done[CALIBRATION_CORNERS] = false;
	assert_false(calibration_passes(&c));
}

static void a_calibration_is_read_back_as_it_was(void **state)
{
	struct ledger_rig *r = *state;
	struct calibration c = whole(), got[3];
	struct rig_job job = job_of(r, &c);
	struct ledger_result res;

	memcpy(job.calibration.note, "certificat 2026-14, Zoé Martin", 32);
	res = rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(res.seq, 3);
	assert_int_equal(res.calibration.seq, 3);
	assert_int_equal(ledger_calibrations(r->ledger, "", got, ARRAY_SIZE(got)), 1);
	assert_int_equal(got[0].at_wall_us, r->now.wall_us);
	assert_string_equal(got[0].day, "2026-01-01");
	assert_string_equal(got[0].note, "certificat 2026-14, Zoé Martin");
	assert_string_equal(got[0].device, c.device);
	assert_string_equal(got[0].operator_code, "OP1");
	assert_int_equal(got[0].zero_counts, -84213);
	assert_int_equal(got[0].span_counts, 2796202);
	assert_memory_equal(got[0].corners_mg, c.corners_mg, sizeof(c.corners_mg));
	assert_memory_equal(got[0].done, c.done, sizeof(c.done));
	assert_int_equal(got[0].half_error_mg, -20000);
	assert_true(got[0].passed);
	assert_int_equal(
		rig_int(r, "SELECT count(*) FROM entry WHERE instr(body, 'certificat')"), 0);
	assert_int_equal(rig_expect_sound(r), 3);
	rig_sql(r, "DELETE FROM erasable");
	assert_int_equal(rig_expect_sound(r), 3);
	assert_int_equal(ledger_calibrations(r->ledger, "head", got, ARRAY_SIZE(got)), 1);
	assert_string_equal(got[0].note, "");
	assert_int_equal(ledger_calibrations(r->ledger, "floor", got, ARRAY_SIZE(got)), 0);
}

static void what_was_not_done_is_absent_and_not_zero(void **state)
{
	struct ledger_rig *r = *state;
	struct calibration c = whole(), got;
	struct rig_job job;

	memset(c.done, 0, sizeof(c.done));
	c.done[CALIBRATION_ZERO_RETURN] = true;
	job = job_of(r, &c);
	rig_write(r, &job, LEDGER_WRITTEN);
	assert_int_equal(ledger_calibrations(r->ledger, "", &got, 1), 1);
	assert_memory_equal(got.done, c.done, sizeof(c.done));
	assert_false(got.passed);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry WHERE kind = 'calibration' AND"
				    " instr(body, '\"zero_return_mg\":0')"
				    " AND NOT instr(body, 'corners') AND NOT instr(body, 'half')"
				    " AND NOT instr(body, 'creep') AND NOT instr(body, 'passed')"),
		1);
	rig_expect_sound(r);
}

static void the_newest_comes_first_and_a_key_writes_once(void **state)
{
	struct ledger_rig *r = *state;
	struct calibration c = whole(), got[3];
	struct rig_job job = job_of(r, &c);
	struct ledger_result res;

	memcpy(job.key, "cli-1", 6);
	rig_write(r, &job, LEDGER_WRITTEN);
	c.number = 4;
	rig_tick(r);
	job = job_of(r, &c);
	rig_write(r, &job, LEDGER_WRITTEN);
	c.number = 5;
	job = job_of(r, &c);
	memcpy(job.key, "cli-1", 6);
	res = rig_write(r, &job, LEDGER_REPEATED);
	assert_int_equal(res.calibration.number, 3);
	assert_ptr_equal(res.kind, &calibration_kind);
	assert_int_equal(ledger_calibrations(r->ledger, "", got, ARRAY_SIZE(got)), 2);
	assert_int_equal(got[0].number, 4);
	assert_int_equal(got[1].number, 3);
	job.digest[0] = 1;
	rig_write(r, &job, LEDGER_KEY_REUSED);
	rig_expect_sound(r);
}

static void numbers_that_no_scale_gives_are_refused(void **state)
{
	struct ledger_rig *r = *state;
	struct calibration c[5];
	struct rig_job job;

	for (size_t i = 0; i < ARRAY_SIZE(c); i++)
		c[i] = whole();
	c[0].e_mg = 0;
	c[1].span_mass_mg = -1;
	c[2].corners_mg[3] = INT64_MIN;
	c[3].half_load_mg = 0;
	c[4].scale[0] = '\0';
	for (size_t i = 0; i < ARRAY_SIZE(c); i++) {
		job = job_of(r, &c[i]);
		rig_write(r, &job, LEDGER_REFUSED);
	}
	assert_int_equal(rig_expect_sound(r), 2);
}

#define T(f) cmocka_unit_test_setup_teardown(f, rig_begin, rig_end)

/* The bytes of entries are hashed and kept for ever: those of the first version, to the letter. */
static void bodies_stay_what_they_were(void **state)
{
	static const char *const bodies[] = {
		"{\"scale\":\"quai\",\"device\":\"usb 1-1 \\\"é\\\"\",\"map\":\"head\","
		"\"firmware\":258,\"e_mg\":50000,\"max_mg\":200000000,\"span_mass_mg\":100000000,"
		"\"zero_counts\":-12,\"span_counts\":2796202}",
		"{\"scale\":\"quai\",\"device\":\"usb 1-1 \\\"é\\\"\",\"map\":\"head\","
		"\"firmware\":258,\"number\":7,\"e_mg\":50000,\"max_mg\":200000000,"
		"\"span_mass_mg\":100000000,\"zero_counts\":-12,\"span_counts\":2796202,"
		"\"zero_return_mg\":0,\"corners_mg\":[1,-2,0,4],\"half_load_mg\":50000000,"
		"\"half_error_mg\":-3,\"creep_mg\":0,\"creep_minutes\":30,\"operator\":\"OP1\","
		"\"passed\":true}",
	};
	struct ledger_rig *r = *state;
	struct calibration c = { .scale = "quai",
		.device = "usb 1-1 \"é\"",
		.map = "head",
		.firmware = 0x0102,
		.e_mg = 50000,
		.max_mg = 200000000,
		.span_mass_mg = 100000000,
		.zero_counts = -12,
		.span_counts = 2796202 };
	const struct calibration trials = { .number = 7,
		.done = { true, true, true, true },
		.corners_mg = { 1, -2, 0, 4 },
		.half_load_mg = 50000000,
		.half_error_mg = -3,
		.creep_minutes = 30,
		.operator_code = "OP1" };

	for (size_t i = 0; i < 2; i++) {
		struct rig_job job = job_of(r, &c);
		char sql[1024];

		rig_write(r, &job, LEDGER_WRITTEN);
		(void)snprintf(sql, sizeof(sql),
			"SELECT count(*) FROM entry WHERE CAST(body AS TEXT) = '%s'", bodies[i]);
		assert_int_equal(rig_int(r, sql), 1);
		c.number = trials.number;
		memcpy(c.done, trials.done, sizeof(c.done));
		memcpy(c.corners_mg, trials.corners_mg, sizeof(c.corners_mg));
		c.half_load_mg = trials.half_load_mg;
		c.half_error_mg = trials.half_error_mg;
		c.creep_minutes = trials.creep_minutes;
		memcpy(c.operator_code, trials.operator_code, sizeof(c.operator_code));
	}
	rig_expect_sound(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(each_error_may_be_one_step_and_zero_half_of_it),
		T(what_was_not_done_did_not_pass_but_for_creep),
		T(a_calibration_is_read_back_as_it_was),
		T(what_was_not_done_is_absent_and_not_zero),
		T(the_newest_comes_first_and_a_key_writes_once),
		T(numbers_that_no_scale_gives_are_refused),
		T(bodies_stay_what_they_were),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
