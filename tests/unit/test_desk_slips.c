// SPDX-License-Identifier: GPL-3.0-or-later
/* The slip in force, between pages, ledger and station: how it is taken, and how its end is heard of. */
#include "desk_slow.h"
#include "slip.h"

static struct slip open_slip(struct desk_rig *r)
{
	struct slip s = { .type = SLIP_DEPOSIT };
	struct ledger_job job = { .now = r->ledger.now, .drafts[0] = { &slip_kind, &s, NULL } };
	struct ledger_result res;

	ledger_write(r->ledger.ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return *(const struct slip *)res.value;
}

static const char *take_slip(
	struct desk_rig *r, const char *id, const char *key, const char *instead_of)
{
	struct intent in = { .action = ACTION_SLIP };
	static struct desk_answer answer;

	(void)snprintf(in.code, sizeof(in.code), "%s", id);
	(void)snprintf(in.key, sizeof(in.key), "%s", key);
	in.digest[0] = (uint8_t)(*id ? id[strlen(id) - 1] : 0);
	assert_int_equal(desk_slip(r->desk, &in, instead_of, replied, &answer), 0);
	return answer.reply == REPLY_CHANGED ? "" : answer.why.key;
}

/* What another page weighs for is not changed under its hand, nor by a request that comes late. */
static void a_slip_takes_no_place_unasked(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r), b = open_slip(r);
	const char *in_force = r->desk->station.context.slip;
	struct intent none = { .action = ACTION_SLIP };
	struct desk_answer answer;

	assert_string_equal(take_slip(r, a.id, "first", ""), "");
	assert_string_equal(in_force, a.id);
	assert_string_equal(take_slip(r, b.id, "second", ""), "slip_in_force");
	assert_string_equal(take_slip(r, b.id, "third", b.id), "slip_in_force");
	assert_string_equal(in_force, a.id);
	assert_string_equal(take_slip(r, b.id, "fourth", a.id), "");
	assert_string_equal(in_force, b.id);
	assert_int_equal(desk_intent(r->desk, &none, replied, &answer), 0);
	assert_string_equal(in_force, "");
	assert_string_equal(
		take_slip(r, a.id, "first", ""), ""); /* it was taken, and is not again */
	assert_string_equal(in_force, "");
	assert_string_equal(take_slip(r, b.id, "first", ""), "key_reused");
	assert_string_equal(take_slip(r, a.id, "fifth", ""), "");
	assert_string_equal(in_force, a.id);
}

/* Its paper is scanned: what is weighed then is of it, and a code read behind it waits for it. */
static void a_slip_begins_by_its_number(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r), b = open_slip(r);
	const char *in_force = r->desk->station.context.slip;
	char origin[PRIVATE_KEY_SIZE];
	struct slip_closed closed = { 0 };
	struct ledger_job job = { .now = r->ledger.now,
		.drafts[0] = { &slip_closed_kind, &closed, NULL } };
	struct ledger_result res;

	assert_int_equal(code_control_make('O', "APP_VOL", origin, sizeof(origin)), 0);
	rest(r, 0);
	rest(r, 5000);
	fifo.slow = true;
	desk_scanned(r->desk, "hand", a.id);
	desk_scanned(r->desk, "hand", origin); /* the slip names none */
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(weighings(r), 0);
	runs(r, false);
	assert_string_equal(in_force, a.id);
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing WHERE slip <> ''"), 1);
	desk_scanned(r->desk, "hand", a.id); /* again: it is in force */
	assert_string_equal(noticed(r), "slip_scanned");
	desk_scanned(r->desk, "hand", b.id);
	assert_string_equal(noticed(r), "slip_in_force");
	assert_string_equal(in_force, a.id);
	(void)snprintf(closed.id, sizeof(closed.id), "%s", b.id);
	ledger_write(r->ledger.ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	desk_scanned(r->desk, "hand", b.id);
	assert_string_equal(noticed(r), "slip_closed");
	desk_scanned(r->desk, "hand", "HD-MS-S-QQ1-R");
	assert_string_equal(noticed(r), "unknown_code");
	assert_string_equal(in_force, a.id);
}

/* A button waits for what was scanned before it, as a code does. */
static void a_button_is_of_the_slip_scanned_before_it(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r), b = open_slip(r);
	const struct ledger_rig *l = &r->ledger;
	struct slip_closed closed = { 0 };
	struct ledger_job job = { .now = l->now,
		.drafts[0] = { &slip_closed_kind, &closed, NULL } };
	struct ledger_result res;

	memcpy(closed.id, b.id, sizeof(closed.id));
	ledger_write(r->ledger.ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	assert_string_equal(take_slip(r, a.id, "", ""), "");
	desk_pressed(r->desk, ACTION_ORIGIN, "APP_VOL");
	rest(r, 0);
	rest(r, 5000);
	fifo.slow = true; /* the writer is busy */
	desk_scanned(r->desk, "hand", b.id);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(weighings(r), 0);
	runs(r, false);
	assert_int_equal(weighings(r), 0);
	assert_string_equal(station_question_slip(&r->desk->station), a.id);
}

/* The one that its page showed: not another page's, however late or often it is asked. */
static void a_slip_is_put_aside_by_name(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r), b = open_slip(r);
	const char *in_force = r->desk->station.context.slip;
	struct intent none = { .action = ACTION_SLIP, .key = "aside" };
	struct desk_answer answer = { 0 };

	assert_string_equal(take_slip(r, b.id, "", ""), "");
	assert_string_equal(take_slip(r, "", "first", a.id), "");
	assert_string_equal(in_force, b.id);
	assert_string_equal(take_slip(r, "", "second", b.id), "");
	assert_string_equal(in_force, "");
	assert_string_equal(take_slip(r, b.id, "", ""), "");
	assert_string_equal(take_slip(r, "", "second", b.id), ""); /* a repeat */
	assert_string_equal(in_force, b.id);
	/* Another one was taken while its key was looked for; said without a name, too. */
	for (size_t i = 0; i < 2; i++) {
		fifo.slow = true;
		none.key[0] = (char)('x' + i);
		assert_int_equal(desk_slip(r->desk, &none, i ? "" : b.id, replied, &answer), 0);
		memcpy(r->desk->station.context.slip, a.id, sizeof(a.id));
		runs(r, false);
		assert_int_equal(answer.reply, REPLY_CHANGED);
		assert_string_equal(in_force, a.id);
		memcpy(r->desk->station.context.slip, b.id, sizeof(b.id));
	}
	assert_string_equal(take_slip(r, "", "third", ""), ""); /* whichever it is */
	assert_string_equal(in_force, "");
}

static void ended(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	*(struct ledger_result *)data = *result;
}

/* Closed or void by a page, with one key; how: what the store can say of it. */
static struct ledger_result end_slip(
	struct desk_rig *r, const struct kind *kind, const char *id, int how)
{
	struct slip_closed c = { 0 };
	struct slip_void v = { .reason = "MISTAKE" };
	struct ledger_job job = { .now = r->ledger.now };
	struct ledger_result result;

	(void)snprintf(job.key, sizeof(job.key), "%s", id);
	(void)snprintf(c.id, sizeof(c.id), "%s", id);
	(void)snprintf(v.id, sizeof(v.id), "%s", id);
	job.drafts[0] = (struct ledger_draft){ kind,
		kind == &slip_void_kind ? (const void *)&v : (const void *)&c, NULL };
	r->desk->store_answered = true;
	r->unknown = how;
	assert_int_equal(desk_write(r->desk, &job, ended, &result), 0);
	r->unknown = FINE;
	return result;
}

static void an_end_of_unknown_outcome_is_looked_for(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r);
	const char *in_force = r->desk->station.context.slip;

	assert_string_equal(take_slip(r, a.id, "", ""), "");
	assert_true(end_slip(r, &slip_closed_kind, a.id, WRITES).unknown);
	assert_string_equal(in_force, a.id); /* nobody knows */
	desk_look_for(r->desk);
	assert_string_equal(in_force, "");
	assert_int_equal(end_slip(r, &slip_closed_kind, a.id, FINE).answer, LEDGER_REPEATED);
}

static void a_void_of_unknown_outcome_is_looked_for(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r), b = open_slip(r);
	const char *in_force = r->desk->station.context.slip;

	assert_string_equal(take_slip(r, b.id, "", ""), "");
	assert_true(end_slip(r, &slip_void_kind, a.id, WRITES).unknown);
	desk_look_for(r->desk);
	assert_null(r->desk->lost);
	assert_string_equal(in_force, b.id); /* another one's end */
	r->desk->station.context.slip[0] = '\0';
	assert_string_equal(take_slip(r, b.id, "", ""), "");
	assert_true(end_slip(r, &slip_closed_kind, b.id, LOSES).unknown);
	desk_look_for(r->desk);
	assert_string_equal(in_force, b.id);
}

static void a_void_of_unknown_outcome_ends_it(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r);
	const char *in_force = r->desk->station.context.slip;

	assert_string_equal(take_slip(r, a.id, "", ""), "");
	assert_true(end_slip(r, &slip_void_kind, a.id, WRITES).unknown);
	assert_string_equal(in_force, a.id);
	desk_look_for(r->desk);
	assert_string_equal(in_force, "");
}

/* However it ended: the load that is refused for it is the last one. */
static void a_refused_load_puts_an_ended_slip_aside(void **state)
{
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r);
	struct slip_closed c = { 0 };
	struct ledger_job job = { .now = r->ledger.now,
		.drafts[0] = { &slip_closed_kind, &c, NULL } };
	struct ledger_result res;

	memcpy(c.id, a.id, sizeof(c.id));
	assert_string_equal(take_slip(r, a.id, "", ""), "");
	ledger_write(r->ledger.ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	desk_pressed(r->desk, ACTION_ORIGIN, "APP_VOL"); /* it names none */
	rest(r, 0);
	rest(r, 5000);
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_string_equal(noticed(r), "slip_closed");
	assert_string_equal(r->desk->station.context.slip, "");
	desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET");
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
	assert_string_equal(r->desk->station.last.weighing.slip, "");
}

/* The papers of four that cannot be taken while another is in force, and of one that was read wrong. */
static void papers(struct desk_rig *r, char ret[5][PRIVATE_KEY_SIZE])
{
	const struct slip open = open_slip(r), closed = open_slip(r), gone = open_slip(r);
	struct ledger_result res;

	memcpy(ret[0], open.id, PRIVATE_KEY_SIZE);
	memcpy(ret[1], closed.id, PRIVATE_KEY_SIZE);
	memcpy(ret[2], gone.id, PRIVATE_KEY_SIZE);
	memcpy(ret[3], "HD-MS-S-QQ1-R", sizeof("HD-MS-S-QQ1-R"));
	memcpy(ret[4], "HD-MS-S-QQ1-Q", sizeof("HD-MS-S-QQ1-Q"));
	res = end_slip(r, &slip_closed_kind, closed.id, FINE);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	res = end_slip(r, &slip_void_kind, gone.id, FINE);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
}

/* Somebody holds the paper of another one: neither the next load nor what waits goes to the old one. */
static void a_paper_that_is_not_taken_gives_nothing_to_another(void **state)
{
	static const char *const said[] = { "slip_in_force", "slip_closed", "slip_void",
		"unknown_code", "misread" };
	struct desk_rig *r = *state;
	const struct slip a = open_slip(r);
	char paper[5][PRIVATE_KEY_SIZE];

	papers(r, paper);
	assert_string_equal(take_slip(r, a.id, "", ""), "");
	desk_pressed(r->desk, ACTION_ORIGIN, "APP_VOL");
	rest(r, 0);
	for (size_t i = 0; i < 5; i++) {
		desk_pressed(r->desk, ACTION_CATEGORY, "TLC-VET"); /* for the load to come */
		assert_string_equal(r->desk->station.armed.category, "TLC-VET");
		desk_scanned(r->desk, "hand", paper[i]);
		assert_string_equal(noticed(r), said[i]);
		rest(r, 5000);
		assert_int_equal(weighings(r), (int)i);
		desk_scanned(r->desk, "hand", paper[i]);
		desk_scanned(r->desk, "hand", "KTLCVETC");
		assert_int_equal(weighings(r), (int)i);
		assert_string_equal(station_question_slip(&r->desk->station), a.id);
		desk_pressed(r->desk, ACTION_ANSWER, "leave"); /* it is for that one */
		assert_int_equal(weighings(r), (int)i + 1);
		lift(r);
	}
	desk_scanned(r->desk, "hand", paper[1]);
	desk_scanned(r->desk, "hand", a.id); /* whose paper is scanned is meant */
	rest(r, 5000);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(weighings(r), 6);
	assert_int_equal(rig_int(&r->ledger, "SELECT count(*) FROM weighing WHERE slip = ''"), 0);
}

/* Nor where none is in force: what comes was meant for it. */
static void a_paper_that_is_not_taken_is_asked_about(void **state)
{
	struct desk_rig *r = *state;
	char paper[5][PRIVATE_KEY_SIZE];

	papers(r, paper);
	rest(r, 0);
	desk_scanned(r->desk, "hand", paper[1]);
	rest(r, 5000);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(weighings(r), 0);
	assert_int_equal(station_phase(&r->desk->station), PHASE_QUESTION);
	desk_pressed(r->desk, ACTION_ORIGIN, "APP_VOL");
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(weighings(r), 1);
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_slip_takes_no_place_unasked),
		T(a_slip_begins_by_its_number),
		T(a_slip_is_put_aside_by_name),
		T(a_button_is_of_the_slip_scanned_before_it),
		T(an_end_of_unknown_outcome_is_looked_for),
		T(a_void_of_unknown_outcome_is_looked_for),
		T(a_void_of_unknown_outcome_ends_it),
		T(a_refused_load_puts_an_ended_slip_aside),
		T(a_paper_that_is_not_taken_gives_nothing_to_another),
		T(a_paper_that_is_not_taken_is_asked_about),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
