// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk and the store: commits and writes of pages that cross, of which nobody knows whether
 * they were written, and what is kept with a sync.
 */
#include "desk_rig.h"
#include "slip.h"

/* It lies there as recorded until its number is looked for: found, or taken out. */
static void unknown_outcome(struct desk_rig *r, int how, enum station_phase then, int count)
{
	r->desk->store_answered = true;
	r->unknown = how;
	rest(r, 0);
	rest(r, 12500);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(station_phase(&r->desk->station), PHASE_UNSURE);
	r->unknown = FINE;
	desk_look_for(r->desk);
	assert_int_equal(station_phase(&r->desk->station), then);
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing"), count);
}

static void a_commit_of_unknown_outcome_is_looked_for(void **state)
{
	struct desk_rig *r = *state;

	unknown_outcome(r, LOSES, PHASE_READY, 0);
	unknown_outcome(r, WRITES, PHASE_RECORDED, 1);
	assert_true(r->desk->station.last.weighing.id[0]);
}

/* A page saves while somebody presses: nothing acts on what is about to change. */
static void truth_3_a_button_waits_for_what_a_page_is_writing(void **state)
{
	struct desk_rig *r = *state;
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	char id[PRIVATE_KEY_SIZE];
	int count = 0;

	weigh_one(r, id);
	job.weighing = rig_weighing(&r->ledger, "TLC-VET", 7000);
	drafts = rig_drafts(&job, &values);
	r->holds = true;
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	desk_pressed(r->desk, ACTION_UNDO, NULL);
	assert_string_equal(noticed(r), "recording");
	desk_pressed(r->desk, ACTION_CATEGORY, "HRP-LIV");
	assert_string_equal(noticed(r), "recording");
	release(r);
	assert_int_equal(count, 1);
	desk_pressed(r->desk, ACTION_UNDO, NULL); /* the last thing written is what was typed */
	assert_int_equal(rig_int(&r->ledger, "SELECT sum(mass_mg) FROM total"), 2000000);
	assert_int_equal(r->desk->station.undone.weighing.net_mg, 7000);
	job = rig_job(&r->ledger, RIG_CODE); /* of no weighing: nobody waits for it */
	memcpy(job.text, "X", sizeof("X"));
	drafts = rig_drafts(&job, &values);
	r->holds = true;
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	desk_pressed(r->desk, ACTION_UNDO, NULL);
	assert_string_equal(noticed(r), "nothing_to_undo");
	release(r);
	assert_int_equal(count, 2);
}

static void replied(void *data, const struct desk_answer *answer)
{
	*(struct desk_answer *)data = *answer;
}

/* The key again, while nobody knows and the store is down: it waits for what is found. */
static void asked_twice(struct desk_rig *r, int how, struct desk_answer *ret_second)
{
	struct intent tap = { .action = ACTION_CATEGORY, .code = "TLC-VET", .key = "twice" };
	struct desk_answer first = { 0 };

	rest(r, 0);
	rest(r, 12500);
	r->unknown = how;
	assert_int_equal(desk_intent(r->desk, &tap, replied, &first), 0);
	assert_int_equal(first.reply, REPLY_DOWN);
	r->unknown = FINE;
	r->is_down = true;
	assert_int_equal(desk_intent(r->desk, &tap, replied, ret_second), 0);
	r->is_down = false;
	assert_non_null(r->desk->requests);
	r->desk->store_answered = true;
	desk_look_for(r->desk);
	assert_null(r->desk->requests);
}

static void who_asks_again_meanwhile_is_answered(void **state)
{
	struct desk_rig *r = *state;
	struct desk_answer second = { 0 };

	asked_twice(r, LOSES, &second);
	assert_int_equal(second.reply, REPLY_DOWN);
	asked_twice(r, WRITES, &second);
	assert_int_equal(second.reply, REPLY_MADE);
	assert_string_equal(second.weighing.id, r->desk->station.last.weighing.id);
}

static void not_known(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	assert_true(result->unknown);
	++*(int *)data;
}

/* A typed entry of what lies there, of which nobody knows whether it was written. */
static void typed_perhaps(struct desk_rig *r, int how)
{
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	int count = 0;

	r->desk->store_answered = true;
	rest(r, 0);
	rest(r, 12500);
	job.weighing = rig_weighing(&r->ledger, "TLC-VET", 12500000);
	drafts = rig_drafts(&job, &values);
	r->unknown = how;
	assert_int_equal(desk_write(r->desk, &drafts, not_known, &count), 0);
	assert_int_equal(count, 1); /* and the page says so at once */
	r->unknown = FINE;
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(noticed(r), "recording");
	desk_look_for(r->desk);
	assert_null(r->desk->lost);
	report(r, SCALE_STABLE, 12500);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing"), 1);
}

static void a_page_write_of_unknown_outcome_is_looked_for(void **state)
{
	struct desk_rig *r = *state;

	typed_perhaps(r, WRITES);
	assert_int_equal(r->desk->station.question.kind, QUESTION_AGAIN);
	assert_int_equal(r->heard, 1);
}

static void a_page_write_that_was_lost_frees_its_load(void **state)
{
	typed_perhaps(*state, LOSES);
	assert_int_equal(station_phase(&rig->desk->station), PHASE_RECORDED);
}

static enum station_reply asked(
	struct desk_rig *r, enum station_action action, const char *code, uint8_t body)
{
	struct intent in = { .action = action, .key = "one", .digest = { body } };
	struct desk_answer answer = { 0 };

	(void)snprintf(in.code, sizeof(in.code), "%s", code);
	assert_int_equal(desk_intent(r->desk, &in, replied, &answer), 0);
	return answer.reply;
}

/* 5 kg, of which 3 were added, are 2 again: an answer that only voids, and its repeat. */
static void a_repeat_of_what_only_voided_is_answered_alike(void **state)
{
	struct desk_rig *r = *state;

	rest(r, 0);
	rest(r, 2000);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	rest(r, 5000);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	desk_pressed(r->desk, ACTION_ANSWER, "add");
	rest(r, 2000);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(asked(r, ACTION_ANSWER, "replace", 1), REPLY_CHANGED);
	assert_int_equal(
		rig_int(&r->ledger, "SELECT count(*) FROM weighing WHERE voided_seq > 0"), 1);
	assert_int_equal(asked(r, ACTION_ANSWER, "replace", 1), REPLY_CHANGED);
	assert_int_equal(asked(r, ACTION_ANSWER, "replace", 2), REPLY_REFUSED);
}

static void a_key_is_of_one_body_while_the_store_is_down(void **state)
{
	struct desk_rig *r = *state;

	rest(r, 0);
	rest(r, 2000);
	assert_int_equal(asked(r, ACTION_CATEGORY, "TLC-VET", 1), REPLY_MADE);
	r->is_down = true;
	assert_int_equal(asked(r, ACTION_CATEGORY, "TLC-VET", 1), REPLY_MADE);
	assert_int_equal(asked(r, ACTION_CATEGORY, "HRP-LIV", 2), REPLY_REFUSED);
}

static void lift(struct desk_rig *r)
{
	report(r, SCALE_MOVING, 300);
	rest(r, 0);
}

/* So many of the plates kept since were kept with a sync. */
static void expect_syncs(struct desk_rig *r, int count)
{
	assert_int_equal(r->syncs, count);
	r->syncs = 0;
}

/* A cut of power takes what was not synced: never a tare, nor a load that left or who struck it. */
static void a_tare_is_kept_with_a_sync(void **state)
{
	struct desk_rig *r = *state;

	rest(r, 0);
	rest(r, 1000);
	expect_syncs(r, 0);
	desk_pressed(r->desk, ACTION_TARE, NULL);
	expect_syncs(r, 1);
	rest(r, 3000);
	expect_syncs(r, 0);
	rest(r, 1000);
	desk_pressed(r->desk, ACTION_CANCEL, NULL);
	expect_syncs(r, 1);
	desk_pressed(r->desk, ACTION_TARE, NULL);
	expect_syncs(r, 1);
	lift(r);
	expect_syncs(r, 1);
	rest(r, 2000);
	lift(r);
	expect_syncs(r, 1); /* it left unrecorded */
	rest(r, 2000);
	expect_syncs(r, 0);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_true(r->desk->station.left[0].struck_by[0]);
	expect_syncs(r, 0); /* it is that load: written with it */
}

/* What commits have written is not written again with a sync. */
static void a_weighing_is_synced_once(void **state)
{
	struct desk_rig *r = *state;
	char id[PRIVATE_KEY_SIZE];

	rest(r, 0);
	weigh_one(r, id);
	lift(r);
	weigh_one(r, id);
	lift(r);
	rest(r, 2000);
	type_in(r, 2000000);
	assert_true(r->keeps > 0);
	expect_syncs(r, 0);
}

/* What was seen since the start would be written over what could not be read yet. */
static void nothing_is_kept_before_it_was_given_back(void **state)
{
	struct desk_rig *r = *state;

	r->desk->restored = false;
	r->desk->store_answered = true;
	rest(r, 0);
	rest(r, 1000);
	desk_look_for(r->desk);
	assert_int_equal(r->keeps, 0);
	r->desk->restored = true;
	desk_look_for(r->desk);
	assert_int_equal(r->keeps, 1);
}

/* It lies on no plate before it comes back: keeping these now would take its part off the disk. */
static void nothing_is_kept_again_while_a_page_writes(void **state)
{
	struct desk_rig *r = *state;
	struct rig_values values;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	struct ledger_job drafts;
	int count = 0;

	r->desk->store_answered = true;
	rest(r, 0);
	job.weighing = rig_weighing(&r->ledger, "TLC-VET", 7000);
	drafts = rig_drafts(&job, &values);
	r->holds = true;
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	r->keeps = 0;
	r->desk->keep_again = true;
	desk_look_for(r->desk);
	assert_int_equal(r->keeps, 0);
	release(r);
	desk_look_for(r->desk);
	assert_true(r->keeps > 0);
}

/* ---- one after the other ---- */

struct answers {
	int made, refused;
	const char *why;
};

static void counted(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct answers *a = data;

	(void)job;
	if (result->error) {
		a->refused++;
		a->why = result->why.key;
	} else {
		a->made++;
	}
}

static void type_later(struct desk_rig *r, int64_t net_mg, struct answers *ret)
{
	struct rig_values values;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	struct ledger_job drafts;

	job.weighing = rig_weighing(&r->ledger, "TLC-VET", net_mg);
	drafts = rig_drafts(&job, &values);
	assert_int_equal(desk_write(r->desk, &drafts, counted, ret), 0);
	memset(&values, 0, sizeof(values)); /* lent for the call only */
}

static int written(struct desk_rig *r)
{
	return (int)rig_int(&r->ledger, "SELECT count(*) FROM weighing");
}

/* Cut right after the second: what it is of lies on its plate, on the disk, with it. */
static void two_pages_are_kept_each_with_its_own(void **state)
{
	static struct station_memory m; /* large */
	struct desk_rig *r = *state;
	struct answers a = { 0 };

	r->desk->restored = false; /* nothing is kept but with an entry */
	rest(r, 0);
	rest(r, 2000);
	r->holds = true;
	type_later(r, 7000, &a);
	type_later(r, 2000000, &a);
	assert_int_equal(r->desk->writing, 2);
	assert_int_equal(written(r), 0);
	release(r);
	assert_int_equal(a.made, 2);
	assert_int_equal(written(r), 2);
	assert_int_equal(r->desk->writing, 0);
	m = (struct station_memory){ 0 };
	assert_int_equal(ledger_remember(r->ledger.ledger, &r->ledger.now, &m), 0);
	assert_int_equal(m.kept.plate_count, 1);
	assert_int_equal(m.kept.plate[0].part_count, 1);
	assert_int_equal(m.kept.plate[0].part[0].net_mg, 2000000);
	assert_string_equal(m.kept.plate[0].part[0].id, r->desk->station.last.weighing.id);
}

static void a_page_waits_for_the_station_s_own(void **state)
{
	struct desk_rig *r = *state;
	struct answers a = { 0 };

	rest(r, 0);
	rest(r, 2000);
	r->holds = true;
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	type_later(r, 7000, &a);
	assert_int_equal(a.made + written(r), 0);
	release(r);
	desk_look_for(r->desk);
	assert_int_equal(a.made, 1);
	assert_int_equal(written(r), 2);
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
}

static void who_waits_is_told_when_the_store_goes(void **state)
{
	struct desk_rig *r = *state;
	struct answers a = { 0 };

	r->holds = true;
	type_later(r, 7000, &a);
	type_later(r, 8000, &a);
	type_later(r, 9000, &a);
	r->is_down = true;
	desk_look_for(r->desk);
	assert_int_equal(a.refused, 2);
	assert_int_equal(r->desk->writing, 1);
	r->is_down = false;
	type_later(r, 6000, &a); /* the first is with the store all the same */
	assert_int_equal(a.made, 0);
	release(r);
	assert_int_equal(a.made, 2);
	assert_int_equal(written(r), 2);
	assert_int_equal(r->desk->writing, 0);
}

static void who_waits_is_told_at_the_end(void **state)
{
	struct desk_rig *r = *state;
	struct answers a = { 0 };

	r->holds = true;
	type_later(r, 7000, &a);
	type_later(r, 8000, &a);
	r->desk->ending = true;
	release(r);
	page_writes_end(r->desk);
	assert_int_equal(a.made, 1);
	assert_int_equal(a.refused, 1);
	assert_string_equal(a.why, "stopping");
	assert_int_equal(written(r), 1);
}

/* Nobody knows of the first: the others wait until it was looked for, however many they are. */
static void who_waits_for_what_nobody_knows(void **state)
{
	struct desk_rig *r = *state;
	struct answers a = { 0 };

	r->desk->store_answered = true;
	r->unknown = WRITES;
	type_later(r, 7000, &a);
	assert_int_equal(a.refused, 1);
	r->unknown = FINE;
	for (int i = 0; i < 30; i++)
		type_later(r, 8000, &a);
	assert_int_equal(a.made, 0);
	desk_look_for(r->desk);
	assert_int_equal(a.made, 30);
	assert_int_equal(written(r), 31);
	assert_null(r->desk->lost);
	assert_int_equal(r->desk->writing, 0);
}

/* Pages that are open learn of each weighing that went with its slip. */
static void what_is_void_with_its_slip_is_told(void **state)
{
	struct desk_rig *r = *state;
	struct ledger_job job = { .now = r->ledger.now };
	struct slip s = { .type = SLIP_DEPOSIT };
	struct slip_void v = { .reason = "MISTAKE" };
	struct ledger_result res;
	int count = 0;

	job.drafts[0] = (struct ledger_draft){ &slip_kind, &s, NULL };
	ledger_write(r->ledger.ledger, &job, &res);
	memcpy(v.id, ((const struct slip *)res.value)->id, sizeof(v.id));
	for (int i = 0; i < 3; i++) {
		struct rig_job of = rig_job(&r->ledger, RIG_RECORD);

		of.weighing = rig_weighing(&r->ledger, "TLC-VET", 7000 + i);
		memcpy(of.weighing.slip, v.id, sizeof(v.id));
		rig_write(&r->ledger, &of, LEDGER_WRITTEN);
	}
	r->heard = 0;
	job.drafts[0] = (struct ledger_draft){ &slip_void_kind, &v, NULL };
	assert_int_equal(desk_write(r->desk, &job, answered, &count), 0);
	assert_int_equal(count, 1);
	assert_int_equal(r->heard, 3);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_commit_of_unknown_outcome_is_looked_for),
		T(truth_3_a_button_waits_for_what_a_page_is_writing),
		T(who_asks_again_meanwhile_is_answered),
		T(a_page_write_of_unknown_outcome_is_looked_for),
		T(a_page_write_that_was_lost_frees_its_load),
		T(a_repeat_of_what_only_voided_is_answered_alike),
		T(a_key_is_of_one_body_while_the_store_is_down),
		T(a_tare_is_kept_with_a_sync),
		T(a_weighing_is_synced_once),
		T(nothing_is_kept_before_it_was_given_back),
		T(what_is_void_with_its_slip_is_told),
		T(nothing_is_kept_again_while_a_page_writes),
		T(two_pages_are_kept_each_with_its_own),
		T(a_page_waits_for_the_station_s_own),
		T(who_waits_is_told_when_the_store_goes),
		T(who_waits_is_told_at_the_end),
		T(who_waits_for_what_nobody_knows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
