// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Items against a naive model that knows of each where it is and what it weighs: random items, moves, returns,
 * undos and voids, with restarts and a kill between. After each few every item is where the model says and nowhere else, and
 * what left and came back agrees to the milligram; at the end rebuild makes the same rows. SEED=N repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "entry_void.h"
#include "item.h"
#include "ledger_rig.h"
#include "slip.h"

static struct ledger_result put(
	struct ledger_rig *r, const struct kind *kind, const void *value, const char *key)
{
	struct ledger_job job = {
		.now = r->now, .label = true, .drafts = { { kind, value, NULL } }
	};
	struct ledger_result res;

	rig_tick(r);
	(void)snprintf(job.key, sizeof(job.key), "%s", key);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	return res;
}

/* Nothing was written, and that is why. */
static void expect_no(
	struct ledger_rig *r, const struct kind *kind, const void *value, const char *why)
{
	const int64_t entries = rig_int(r, "SELECT count(*) FROM entry");
	const struct ledger_result res = put(r, kind, value, "");

	assert_int_not_equal(res.answer, LEDGER_WRITTEN);
	assert_string_equal(res.why.key, why);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry"), entries);
}

static struct item make(struct ledger_rig *r, const char *category, int64_t net_mg)
{
	struct item i = { .net_mg = net_mg, .units = 1 };
	struct ledger_result res;

	(void)snprintf(i.category, sizeof(i.category), "%s", category);
	res = put(r, &item_kind, &i, "");
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return *(const struct item *)res.value;
}

static struct item_state to_state(const char *id, enum item_state_word state)
{
	struct item_state t = { .state = state };

	(void)snprintf(t.id, sizeof(t.id), "%s", id);
	if (state == ITEM_GONE)
		memcpy(t.destination, "VENTE", sizeof("VENTE"));
	return t;
}

static struct ledger_result move(struct ledger_rig *r, const char *id, enum item_state_word state)
{
	const struct item_state t = to_state(id, state);
	const struct ledger_result res = put(r, &item_state_kind, &t, "");

	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res;
}

static struct item now(struct ledger_rig *r, const char *id)
{
	struct item i;

	assert_int_equal(ledger_item(r->ledger, id, &i), 0);
	return i;
}

static struct ledger_result undo(struct ledger_rig *r, const char *weighing)
{
	struct weighing_void v = { .reason = "UNDO" };

	(void)snprintf(v.id, sizeof(v.id), "%s", weighing);
	return put(r, &void_kind, &v, "");
}

static void keys_lie_ready_and_each_is_of_one_item(void **state)
{
	struct ledger_rig *r = *state;
	const struct keys_issued asked = { .count = 3 };
	const struct keys_issued k =
		*(const struct keys_issued *)put(r, &keys_issued_kind, &asked, "").value;
	struct item i = { .category = "TLC-VET", .net_mg = 2000000 };
	char key[PRIVATE_KEY_SIZE], read[PRIVATE_KEY_SIZE], journal[JOURNAL_SIZE];

	assert_int_equal(k.from, 1);
	assert_int_equal(k.to, 3);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM label_job WHERE state = 'waiting'"), 3);
	assert_int_equal(ledger_issued_key(r->ledger, &k, 1, key), 0);
	assert_int_equal(ledger_item_key(r->ledger, key, read, journal), 0);
	assert_string_equal(read, key);
	/* It is bound once, and is no new number. */
	memcpy(i.id, key, sizeof(i.id));
	assert_int_equal(put(r, &item_kind, &i, "").answer, LEDGER_WRITTEN);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM label_job WHERE state = 'waiting'"), 3);
	expect_no(r, &item_kind, &i, "item_bound");
	memcpy(i.id, "HD-MS-I-ZZ1-1", sizeof("HD-MS-I-ZZ1-1"));
	expect_no(r, &item_kind, &i, "no_such_item_key");
	/* The next one that nobody printed ahead comes behind them, and its label with it. */
	i = make(r, "TLC-VET", 1000000);
	assert_int_equal(rig_int(r, "SELECT last FROM number WHERE type = 'I'"), 4);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM label_job WHERE state = 'waiting'"), 4);
	assert_int_equal(now(r, i.id).state, ITEM_RECEIVED);
	rig_expect_sound(r);
}

static void items_of_an_intake_never_weigh_more_than_it(void **state)
{
	struct ledger_rig *r = *state;
	const struct weighing w = rig_record(r, "HRP-LIV", 12000000).weighing;
	struct item i = { .net_mg = 5000000 };
	const struct item *made;
	struct ledger_result res;

	memcpy(i.weighing, w.id, sizeof(i.weighing));
	res = put(r, &item_kind, &i, "once");
	made = (const struct item *)res.value;
	assert_string_equal(made->category, "HRP-LIV");
	assert_int_equal(made->method, METHOD_WEIGHED);
	i.net_mg = 7000001;
	expect_no(r, &item_kind, &i, "item_exceeds");
	i.net_mg = 0; /* the rest of it */
	res = put(r, &item_kind, &i, "");
	assert_int_equal(((const struct item *)res.value)->net_mg, 7000000);
	/* It is no weighing, and the one that it is part of stays while it is. */
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing"), 1);
	rig_tick(r);
	assert_string_equal(rig_void(r, w.id, LEDGER_CONFLICT).why.key, "used_by");
	/* It leaves as it was weighed, by that scale. */
	res = move(r, ((const struct item *)res.value)->id, ITEM_GONE);
	assert_int_equal(res.received.net_mg, 7000000);
	assert_int_equal(res.received.method, METHOD_WEIGHED);
	assert_string_equal(res.received.scale, "floor");
	assert_int_equal(res.received.direction, DIRECTION_OUT);
	i = (struct item){ .category = "HRP-LIV" };
	expect_no(r, &item_kind, &i, "item_mass");
	i = (struct item){ .net_mg = 5 };
	expect_no(r, &item_kind, &i, "item_what");
	rig_expect_sound(r);
}

static void what_belongs_to_a_move_goes_with_it(void **state)
{
	struct ledger_rig *r = *state;
	const struct item i = make(r, "DEA-ASS", 9000000);
	struct entry_void v = { .reason = "MISTAKE" };
	struct item_state t = to_state(i.id, ITEM_GONE);
	struct ledger_result res, back;

	t.destination[0] = '\0';
	expect_no(r, &item_state_kind, &t, "destination_missing");
	res = move(r, i.id, ITEM_GONE);
	expect_no(r, &item_state_kind, &t, "item_state"); /* gone once */
	assert_string_equal(now(r, i.id).left_by, res.received.id);
	rig_tick(r);
	assert_string_equal(rig_void(r, res.received.id, LEDGER_CONFLICT).why.key, "belongs_to");
	/* Undo takes both, and it is there again. */
	assert_int_equal(undo(r, res.received.id).answer, LEDGER_WRITTEN);
	assert_int_equal(now(r, i.id).state, ITEM_RECEIVED);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM total"), 0);
	/* It comes back as a return; then what it left by is no longer undone by itself. */
	res = move(r, i.id, ITEM_GONE);
	back = move(r, i.id, ITEM_RECEIVED);
	assert_string_equal(back.received.origin, "RETOUR");
	assert_int_equal(back.received.net_mg, 9000000);
	assert_string_equal(undo(r, res.received.id).why.key, "used_by");
	(void)snprintf(v.name, sizeof(v.name), "item-state/%llu", (unsigned long long)back.seq);
	assert_int_equal(put(r, &entry_void_kind, &v, "").answer, LEDGER_WRITTEN);
	assert_int_equal(now(r, i.id).state, ITEM_GONE);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM weighing WHERE voided_seq IS NULL"), 1);
	/* The item itself, while it has moved, is not void; its key is free again once it is. */
	(void)snprintf(v.name, sizeof(v.name), "item/%llu", (unsigned long long)i.seq);
	assert_string_equal(put(r, &entry_void_kind, &v, "").why.key, "used_by");
	assert_int_equal(undo(r, res.received.id).answer, LEDGER_WRITTEN);
	assert_int_equal(put(r, &entry_void_kind, &v, "").answer, LEDGER_WRITTEN);
	assert_int_equal(put(r, &item_kind, &i, "").answer, LEDGER_WRITTEN);
	rig_expect_sound(r);
}

static void a_slip_goes_with_the_items_that_left_by_it(void **state)
{
	struct ledger_rig *r = *state;
	const struct item i = make(r, "DEA-ASS", 9000000);
	struct slip_void v = { .reason = "MISTAKE" };
	struct item_state t = to_state(i.id, ITEM_GONE);
	const struct slip asked = { .type = SLIP_REMOVAL, .destination = "VENTE" };
	const struct slip s = *(const struct slip *)put(r, &slip_kind, &asked, "").value;
	struct ledger_result back;

	memcpy(t.slip, s.id, sizeof(t.slip));
	assert_string_equal(put(r, &item_state_kind, &t, "").received.slip, s.id);
	/* What came back stands on it; then all of it goes. */
	back = move(r, i.id, ITEM_RECEIVED);
	memcpy(v.id, s.id, sizeof(v.id));
	expect_no(r, &slip_void_kind, &v, "used_by");
	assert_int_equal(undo(r, back.received.id).answer, LEDGER_WRITTEN);
	assert_int_equal(put(r, &slip_void_kind, &v, "").answer, LEDGER_WRITTEN);
	assert_int_equal(now(r, i.id).state, ITEM_RECEIVED);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM total"), 0);
	rig_expect_sound(r);
}

/* ---- the model ---- */

enum { OPS = 400, MOST = OPS };
static const char *const categories[] = { "TLC-VET", "HRP-LIV", "DEA-ASS" };

struct thing {
	char id[PRIVATE_KEY_SIZE];
	unsigned category;
	int64_t net_mg;
	enum item_state_word state, before;
	char last[PRIVATE_KEY_SIZE]; /* the weighing of its last move, while that may be undone */
};

struct model {
	struct ledger_rig *rig;
	struct thing things[MOST];
	size_t count;
	int64_t out_mg[3]; /* out less what came back */
};

static unsigned seed;

static unsigned pick(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static void model_make(struct model *m)
{
	struct thing *t = &m->things[m->count++];

	*t = (struct thing){ .category = pick(3), .net_mg = 1 + pick(50000000) };
	memcpy(t->id, make(m->rig, categories[t->category], t->net_mg).id, sizeof(t->id));
}

static void model_move(struct model *m, struct thing *t)
{
	const enum item_state_word to = pick(4);
	const struct item_state asked = to_state(t->id, to);
	const bool may = t->state == ITEM_GONE ? to == ITEM_RECEIVED : to != t->state;
	struct ledger_result res;

	if (!may) {
		expect_no(m->rig, &item_state_kind, &asked, "item_state");
		return;
	}
	res = move(m->rig, t->id, to);
	m->out_mg[t->category] += to == ITEM_GONE         ? t->net_mg
				  : t->state == ITEM_GONE ? -t->net_mg
							  : 0;
	memcpy(t->last, res.received.id, sizeof(t->last));
	t->before = t->state;
	t->state = to;
}

static void model_undo(struct model *m, struct thing *t)
{
	if (!t->last[0])
		return;
	assert_int_equal(undo(m->rig, t->last).answer, LEDGER_WRITTEN);
	m->out_mg[t->category] += t->state == ITEM_GONE ? -t->net_mg : t->net_mg;
	t->state = t->before;
	t->last[0] = '\0';
}

static int64_t net_out(struct model *m, const char *category)
{
	char sql[200];

	(void)snprintf(sql, sizeof(sql),
		"SELECT ifnull(sum(iif(direction = 'out', mass_mg, -mass_mg)), 0) FROM total WHERE"
		" category = '%s'",
		category);
	return rig_int(m->rig, sql);
}

static void expect_agreement(struct model *m)
{
	assert_int_equal(rig_int(m->rig, "SELECT count(*) FROM item_now"), m->count);
	for (size_t i = 0; i < m->count; i++)
		assert_int_equal(now(m->rig, m->things[i].id).state, m->things[i].state);
	for (size_t c = 0; c < 3; c++)
		assert_int_equal(net_out(m, categories[c]), m->out_mg[c]);
}

static void act(struct model *m)
{
	struct thing *t = &m->things[pick((unsigned)m->count)];
	const unsigned what = pick(10);

	if (what < 2)
		model_make(m);
	else if (what < 7)
		model_move(m, t);
	else if (what < 9)
		model_undo(m, t);
	else
		rig_reopen(m->rig);
}

static void no_item_is_in_two_states(void **state)
{
	struct model *m = calloc(1, sizeof(*m));
	const char *said = getenv("SEED");

	assert_non_null(m);
	m->rig = *state;
	seed = said ? (unsigned)strtoul(said, NULL, 10) : 20260101;
	model_make(m);
	for (int i = 0; i < OPS; i++) {
		act(m);
		if (i % 40 == 0)
			expect_agreement(m);
	}
	expect_agreement(m);
	rig_expect_sound(m->rig);
	free(m);
}

/* ---- killed ---- */

/* Which item is where, and what left. */
static int64_t fingerprint(struct ledger_rig *r)
{
	return rig_int(r,
		"SELECT count(*) * 1000003 + ifnull(sum(p * p * c), 0) * 97 + (SELECT"
		" ifnull(sum(iif(direction = 'out', mass_mg, -mass_mg)), 0) FROM total) FROM "
		"(SELECT"
		" row_number() OVER (ORDER BY item) AS p, instr('received repair sale gone', state)"
		" AS c FROM item_now)");
}

static struct model *model_begin(struct ledger_rig *r, unsigned from)
{
	struct model *m = calloc(1, sizeof(*m));

	assert_non_null(m);
	m->rig = r;
	seed = from;
	model_make(m);
	return m;
}

/* A byte for each act that was answered, until somebody kills it. */
static _Noreturn void act_until_killed(struct ledger_rig *r, unsigned from, int fd)
{
	struct model *m;

	rig_reopen(r);
	m = model_begin(r, from);
	for (int i = 0; i < OPS - 1 && write(fd, "", 1) == 1; i++)
		act(m);
	_exit(0);
}

/* So many acts that were answered, one of them the first item. */
static int kill_behind(pid_t child, int fd, int acts)
{
	char byte;
	int n = 0;

	while (n < acts && read(fd, &byte, 1) == 1)
		n++;
	(void)kill(child, SIGKILL);
	while (read(fd, &byte, 1) == 1)
		n++;
	assert_int_equal(waitpid(child, NULL, 0), child);
	return n - 1;
}

/* A twin that does as much is as it was left, or has one act less than what was being written. */
static void a_kill_leaves_what_was_answered(void **state)
{
	struct ledger_rig *r = *state, twin;
	const unsigned from = 77;
	struct model *m;
	int ends[2], acts;
	pid_t child;

	r->ledger = ledger_free(r->ledger);
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		act_until_killed(r, from, ends[1]);
	(void)close(ends[1]);
	acts = kill_behind(child, ends[0], 150);
	(void)close(ends[0]);
	assert_true(acts >= 100);
	rig_reopen(r);
	rig_expect_sound(r);
	rig_up(&twin);
	m = model_begin(&twin, from);
	for (int i = 0; i < acts; i++)
		act(m);
	if (fingerprint(&twin) != fingerprint(r))
		act(m);
	assert_int_equal(fingerprint(r), fingerprint(&twin));
	free(m);
	rig_down(&twin);
}

/* ---- the list ---- */

struct seen {
	size_t count;
	char first[PRIVATE_KEY_SIZE], last[PRIVATE_KEY_SIZE];
};

static int see(void *data, const struct item *i)
{
	struct seen *s = data;

	if (!s->count++)
		memcpy(s->first, i->id, sizeof(s->first));
	memcpy(s->last, i->id, sizeof(s->last));
	return 0;
}

static void the_list_is_by_state_category_and_age_page_by_page(void **state)
{
	struct ledger_rig *r = *state;
	struct item_query q = { .until_day = "", .limit = 4 };
	struct item items[6];
	struct seen s = { 0 };
	uint64_t next = 0;

	for (size_t i = 0; i < 6; i++) {
		rig_day(r, i < 2 ? "2026-01-01" : "2026-03-01");
		items[i] = make(r, i % 2 ? "TLC-VET" : "HRP-LIV", 1000000);
	}
	assert_int_equal(ledger_items(r->ledger, &q, see, &s, &next), 0);
	assert_int_equal(s.count, 4);
	assert_string_equal(s.first, items[5].id);
	q.after = next;
	s.count = 0;
	assert_int_equal(ledger_items(r->ledger, &q, see, &s, &next), 0);
	assert_int_equal(s.count, 2);
	assert_int_equal(next, 0);
	(void)move(r, items[3].id, ITEM_REPAIR);
	q = (struct item_query){ .state = "repair", .until_day = "", .limit = 4 };
	s.count = 0;
	assert_int_equal(ledger_items(r->ledger, &q, see, &s, &next), 0);
	assert_int_equal(s.count, 1);
	assert_string_equal(s.last, items[3].id);
	q = (struct item_query){ .category = "HRP-LIV", .until_day = "2026-02-01", .limit = 4 };
	s.count = 0;
	assert_int_equal(ledger_items(r->ledger, &q, see, &s, &next), 0);
	assert_int_equal(s.count, 1);
	assert_string_equal(s.last, items[0].id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			keys_lie_ready_and_each_is_of_one_item, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			items_of_an_intake_never_weigh_more_than_it, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			what_belongs_to_a_move_goes_with_it, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_slip_goes_with_the_items_that_left_by_it, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(no_item_is_in_two_states, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_kill_leaves_what_was_answered, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			the_list_is_by_state_category_and_age_page_by_page, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
