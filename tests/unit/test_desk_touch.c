// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Touches whose key is looked for in a store that is busy, and those that come twice: each is one
 * act. What is written of loads that left goes with the entry that is about them.
 */
#include "desk_slow.h"

/* The armed category went by itself while the key was looked for: the tare stays. */
static void cancel_takes_nothing_instead(void **state)
{
	struct desk_rig *r = *state;
	struct intent cancel = { .action = ACTION_CANCEL, .key = "c1" };
	struct desk_answer answer = { 0 };

	rest(r, 0);
	rest(r, 1000);
	assert_int_equal(asked(r, ACTION_TARE, "t1"), REPLY_CHANGED);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_true(r->desk->station.armed.category[0]);
	fifo.slow = true;
	assert_int_equal(desk_intent(r->desk, &cancel, replied, &answer), 0);
	r->ledger.now.boot_us += 40 * 1000000;
	desk_tick(r->desk);
	assert_false(r->desk->station.armed.category[0]);
	runs(r, false);
	assert_int_equal(answer.reply, REPLY_CHANGED);
	assert_int_equal(plate_tare_mg(&r->desk->station.scale[0].plate), 1000000);
}

/* Undo by a page while another page's entry is with the store: as a button, it waits for nothing. */
static void undo_takes_back_what_was_last_when_pressed(void **state)
{
	struct desk_rig *r = *state;
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	struct intent undo = { .action = ACTION_UNDO, .key = "k2" };
	struct desk_answer answer = { 0 };
	char id[PRIVATE_KEY_SIZE];
	int count = 0;

	weigh_one(r, id);
	job.weighing = rig_weighing(&r->ledger, "TLC-VET", 7000000);
	drafts = rig_drafts(&job, &values);
	r->holds = true;
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	fifo.slow = true;
	assert_int_equal(desk_intent(r->desk, &undo, replied, &answer), 0);
	runs(r, true);
	assert_int_equal(answer.reply, REPLY_REFUSED);
	assert_string_equal(answer.why.key, "recording");
	assert_int_equal(rig_int(&r->ledger, "SELECT sum(mass_mg) FROM total"), 9000000);
}

/* Its answer was lost: the page sends it again with its key, and meanwhile goods lie there. */
static void a_tare_is_taken_once(void **state)
{
	struct desk_rig *r = *state;
	struct intent other = { .action = ACTION_ZERO, .key = "t1", .digest = { 1 } };
	struct desk_answer answer = { 0 };

	rest(r, 0);
	rest(r, 1000);
	assert_int_equal(asked(r, ACTION_TARE, "t1"), REPLY_CHANGED);
	rest(r, 6000);
	assert_int_equal(asked(r, ACTION_TARE, "t1"), REPLY_CHANGED);
	assert_int_equal(plate_tare_mg(&r->desk->station.scale[0].plate), 1000000);
	assert_int_equal(desk_intent(r->desk, &other, replied, &answer), 0);
	assert_string_equal(answer.why.key, "key_reused");
	lift(r);
	assert_int_equal(open_lines(r), 1);
}

/* Likewise: of the armed category, then of the tare. */
static void cancel_takes_one_thing_once(void **state)
{
	struct desk_rig *r = *state;

	rest(r, 0);
	rest(r, 1000);
	assert_int_equal(asked(r, ACTION_TARE, "t1"), REPLY_CHANGED);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_true(r->desk->station.armed.category[0]);
	assert_int_equal(asked(r, ACTION_CANCEL, "c1"), REPLY_CHANGED);
	assert_int_equal(asked(r, ACTION_CANCEL, "c1"), REPLY_CHANGED);
	rest(r, 6000);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(rig_int(&r->ledger, "SELECT sum(mass_mg) FROM total"), 5000000);
}

/* So many keys are remembered, the newest. */
static void old_keys_are_forgotten(void **state)
{
	struct desk_rig *r = *state;
	char key[8];

	rest(r, 0);
	for (int i = 0; i < ACTS_DONE + 4; i++) {
		(void)snprintf(key, sizeof(key), "z%d", i);
		rest(r, 1000);
		assert_int_equal(asked(r, ACTION_TARE, key), REPLY_CHANGED);
		rest(r, 0);
	}
	assert_int_equal(r->desk->done_count, ACTS_DONE);
	assert_string_equal(r->desk->done[ACTS_DONE - 1].key, key);
}

/* A line is given a category, the daemon starts again, that weighing is voided. */
static void a_line_comes_back_after_a_start(void **state)
{
	static struct station_memory m; /* large */
	struct desk_rig *r = *state;
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	int count = 0;

	rest(r, 0);
	rest(r, 7000);
	lift(r);
	job.weighing = rig_weighing(&r->ledger, "TLC-VET", 7000000);
	memcpy(job.weighing.reason, "LEFT", sizeof("LEFT"));
	job.left_number = 1;
	drafts = rig_drafts(&job, &values);
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	assert_int_equal(open_lines(r), 0);
	job = rig_job(&r->ledger, RIG_VOID);
	memcpy(job.void_id, r->desk->station.last.weighing.id, sizeof(job.void_id));
	memcpy(job.reason, "MISTAKE", sizeof("MISTAKE"));
	loop_source_free(r->desk->tick); /* starts again */
	free(r->desk->usual);
	free(r->desk);
	make_desk(r);
	m = (struct station_memory){ 0 };
	assert_int_equal(ledger_remember(r->ledger.ledger, &r->ledger.now, &m), 0);
	station_restore(&r->desk->station, &m, &r->ledger.now);
	assert_int_equal(open_lines(r), 0);
	rest(r, 0);
	drafts = rig_drafts(&job, &values);
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	assert_int_equal(count, 2);
	assert_int_equal(open_lines(r), 1);
}

/* It ends, or is cut off, while a weighing that strikes a line is with the store. */
static void who_struck_is_written_with_the_weighing(void **state)
{
	struct desk_rig *r = *state;
	struct left_load left[4];

	rest(r, 0);
	rest(r, 7000);
	lift(r);
	rest(r, 7000);
	r->holds = true;
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDING);
	r->desk->ending = true;
	release(r);
	assert_int_equal(ledger_left(r->ledger.ledger, left, 4), 1);
	assert_string_equal(left[0].struck_by, r->desk->station.last.weighing.id);
	assert_string_equal(r->desk->station.left[0].struck_by, left[0].struck_by);
}

/* 30 left and came back, and 18 of it are written instead: 12 are owed, on the disk too. */
static void what_a_replacement_owes_is_written_with_it(void **state)
{
	struct desk_rig *r = *state;
	struct left_load left[4];

	rest(r, 0);
	rest(r, 30000);
	lift(r);
	rest(r, 30000);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(open_lines(r), 0);
	rest(r, 18000);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	r->holds = true;
	desk_pressed(r->desk, ACTION_ANSWER, "replace");
	r->desk->ending = true;
	release(r);
	assert_int_equal(weighings(r), 2);
	assert_int_equal(ledger_left(r->ledger.ledger, left, 4), 1);
	assert_string_equal(left[0].struck_by, "");
	assert_int_equal(open_lines(r), 1);
}

/* Typed of a load that left: the same. */
static void who_struck_is_written_with_a_typed_one(void **state)
{
	struct desk_rig *r = *state;
	struct left_load left[4];

	rest(r, 0);
	rest(r, 7000);
	lift(r);
	r->desk->restored = false; /* nothing is kept but with an entry */
	type_in(r, 7000000);
	assert_int_equal(ledger_left(r->ledger.ledger, left, 4), 1);
	assert_string_equal(left[0].struck_by, r->desk->station.left[0].struck_by);
}

static void seen(void *data, int result)
{
	assert_int_equal(result, 0);
	++*(int *)data;
}

static void truth_7_what_is_dismissed_leaves_the_list_at_once(void **state)
{
	struct desk_rig *r = *state;
	int count = 0;

	rest(r, 0);
	rest(r, 7000);
	lift(r);
	assert_int_equal(open_lines(r), 1);
	assert_int_equal(desk_left_dismiss(r->desk, 1, "essai", seen, &count), 0);
	assert_int_equal(count, 1);
	assert_int_equal(open_lines(r), 0);
}

/* By a page or the list: the crate that lies there is the one that was corrected. */
static void truth_18_a_page_s_correction_is_of_the_crate_that_lies_there(void **state)
{
	struct desk_rig *r = *state;
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECLASSIFY);
	int count = 0;

	weigh_one(r, job.void_id);
	memcpy(job.category, "TLC-LIN", sizeof("TLC-LIN"));
	drafts = rig_drafts(&job, &values);
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	assert_int_equal(count, 1);
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-LIN");
	assert_string_equal(noticed(r), "already_recorded");
	assert_int_equal(rig_int(&r->ledger, "SELECT sum(mass_mg) FROM total"), 2000000);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(cancel_takes_nothing_instead),
		T(what_a_replacement_owes_is_written_with_it),
		T(undo_takes_back_what_was_last_when_pressed),
		T(a_tare_is_taken_once),
		T(cancel_takes_one_thing_once),
		T(old_keys_are_forgotten),
		T(a_line_comes_back_after_a_start),
		T(who_struck_is_written_with_the_weighing),
		T(who_struck_is_written_with_a_typed_one),
		T(truth_7_what_is_dismissed_leaves_the_list_at_once),
		T(truth_18_a_page_s_correction_is_of_the_crate_that_lies_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
