// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What becomes of a slip behind its close: what was refused is taken back, a clock is put right; and that it is
 * void as a whole or not at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "entry_void.h"
#include "ledger_rig.h"
#include "lot.h"
#include "slip.h"

static struct ledger_result put(struct ledger_rig *r, const struct kind *kind, const void *value)
{
	struct ledger_job job = { .now = r->now, .drafts = { { kind, value, NULL } } };
	struct ledger_result res;

	rig_tick(r);
	ledger_write(r->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	return res;
}

static struct slip open_slip(struct ledger_rig *r)
{
	const struct slip asked = { .type = SLIP_DEPOSIT };
	const struct ledger_result res = put(r, &slip_kind, &asked);

	return *(const struct slip *)res.value;
}

static uint64_t refuse_of(struct ledger_rig *r, const struct slip *s)
{
	struct slip_refused f = { .reason = "OTHER" };

	memcpy(f.id, s->id, sizeof(f.id));
	return put(r, &slip_refused_kind, &f).seq;
}

static void close_slip(struct ledger_rig *r, const struct slip *s)
{
	struct slip_closed c = { .weighings = 0 };

	memcpy(c.id, s->id, sizeof(c.id));
	put(r, &slip_closed_kind, &c);
}

static void take_back(struct ledger_rig *r, uint64_t seq)
{
	struct entry_void v = { .reason = "MISTAKE" };

	(void)snprintf(v.name, sizeof(v.name), "slip-refused/%llu", (unsigned long long)seq);
	put(r, &entry_void_kind, &v);
}

static struct slip now_of(struct ledger_rig *r, const struct slip *s)
{
	struct slip now;

	assert_int_equal(ledger_slip(r->ledger, s->id, &now), 0);
	return now;
}

static int64_t rectified_us(struct ledger_rig *r, const struct slip *s)
{
	return now_of(r, s).rectified_wall_us;
}

/* Its paper said so; before the close nothing was on paper yet. */
static void a_refusal_taken_back_behind_the_close_is_seen(void **state)
{
	struct ledger_rig *r = *state;
	const struct slip s = open_slip(r), other = open_slip(r);
	const uint64_t first = refuse_of(r, &s), then = refuse_of(r, &s);

	take_back(r, first);
	close_slip(r, &s);
	close_slip(r, &other);
	assert_int_equal(rectified_us(r, &s), 0);
	take_back(r, then);
	assert_int_equal(rectified_us(r, &s), r->now.wall_us - 1000000);
	assert_int_equal(rectified_us(r, &other), 0);
	rig_expect_sound(r);
}

static int64_t of_slip(struct ledger_rig *r, const char *table, const char *day)
{
	char sql[160];

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s WHERE day = '%s'", table, day);
	return rig_int(r, sql);
}

/* The days of all that was said of it by a clock that was wrong, and of nothing that was right. */
static void what_was_said_of_it_is_put_right_with_the_clock(void **state)
{
	static const char *const tables[] = { "slip_refused", "slip_closed", "slip_void" };
	const struct clock_correction right = { .offset_us = 1 };
	struct ledger_rig *r = *state;
	const struct slip before = open_slip(r);
	struct slip s;
	struct slip_void v = { .reason = "MISTAKE" };
	int64_t written_us;

	close_slip(r, &before);
	r->now.quality = CLOCK_DOUBTFUL;
	rig_day(r, "2025-06-01");
	s = open_slip(r);
	(void)refuse_of(r, &s);
	written_us = r->now.wall_us;
	close_slip(r, &s);
	memcpy(v.id, s.id, sizeof(v.id));
	put(r, &slip_void_kind, &v);
	r->now.quality = CLOCK_TRUSTED;
	r->now.wall_us += INT64_C(86400) * 1000000;
	rig_day(r, "2026-01-02");
	put(r, &clock_corrected_kind, &right);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(of_slip(r, tables[i], "2025-06-01"), 0);
		assert_int_equal(of_slip(r, tables[i], "2026-01-02"), 1);
	}
	assert_int_equal(of_slip(r, "slip_closed", "2026-01-01"), 1);
	assert_int_equal(ledger_slip(r->ledger, s.id, &s), 0);
	assert_int_equal(s.closed_wall_us, written_us + INT64_C(86400) * 1000000);
	rig_expect_sound(r);
}

/* Loads that had left before are told apart by it. */
static void since_when_it_is_in_force_is_kept(void **state)
{
	struct ledger_rig *r = *state;
	const struct slip s = open_slip(r);
	struct station_context c = { .origin = "APP_VOL", .slip_taken_us = 7 };
	struct station_memory *m = calloc(1, sizeof(*m));

	memcpy(c.slip, s.id, sizeof(c.slip));
	assert_int_equal(ledger_keep_context(r->ledger, &c), 0);
	assert_int_equal(ledger_remember(r->ledger, &r->now, m), 0);
	assert_string_equal(m->context.slip, s.id);
	assert_int_equal(m->context.slip_taken_us, 7);
	free(m);
}

/* Numbers of all sorts are looked for alike, each in its own table. */
static void each_number_is_looked_for_among_its_own(void **state)
{
	struct ledger_rig *r = *state;
	const struct slip s = open_slip(r);
	struct lot_made lot;
	struct pack pack;
	struct slip found;

	assert_int_equal(ledger_made_lot(r->ledger, s.id, &lot), -ENOENT);
	assert_int_equal(ledger_pack(r->ledger, s.id, &pack), -ENOENT);
	assert_int_equal(ledger_slip(r->ledger, s.id, &found), 0);
	assert_string_equal(found.id, s.id);
	rig_reopen(r);
	assert_int_equal(ledger_slip(r->ledger, s.id, &found), 0);
	assert_int_equal(ledger_made_lot(r->ledger, s.id, &lot), -ENOENT);
	assert_int_equal(ledger_pack(r->ledger, s.id, &pack), -ENOENT);
}

/* ---- void as a whole ---- */

static void weigh(struct ledger_rig *r, const char *slip, int64_t net_mg)
{
	struct weighing_entry e = { .weighing = rig_weighing(r, "TLC-VET", net_mg) };

	(void)snprintf(e.weighing.slip, sizeof(e.weighing.slip), "%s", slip);
	put(r, &weighing_kind, &e);
}

static int dies_at; /* after so many rows were written */

static void on_row(void *data, int op, const char *db, const char *table, sqlite3_int64 row)
{
	(void)data, (void)op, (void)db, (void)table, (void)row;
	if (--dies_at == 0)
		(void)raise(SIGKILL);
}

static int on_commit(void *data)
{
	(void)data;
	return dies_at < 0 ? raise(SIGKILL) : 0;
}

/* By a writer that dies as dies_at says. How many weighings stand then. */
static int64_t void_dying(struct ledger_rig *r, const struct slip_void *v)
{
	struct ledger_job job = { .now = r->now, .drafts = { { &slip_void_kind, v, NULL } } };
	struct ledger_result res;
	pid_t child;

	r->ledger = ledger_free(r->ledger);
	child = fork();
	if (child == 0) {
		if (ledger_open(r->path, LEDGER_WRITE, NULL, &r->now, &r->ledger) < 0)
			_exit(1);
		(void)sqlite3_update_hook(ledger_db(r->ledger), on_row, NULL);
		(void)sqlite3_commit_hook(ledger_db(r->ledger), on_commit, NULL);
		ledger_write(r->ledger, &job, &res);
		_exit(0);
	}
	(void)waitpid(child, NULL, 0);
	rig_reopen(r);
	return rig_int(r, "SELECT count(*) FROM weighing WHERE voided_seq IS NULL");
}

/* Issue 10: a slip of 200 weighings, and the writer dies at any row of its void, and as it commits. */
static void ground_10_a_slip_is_void_as_a_whole(void **state)
{
	enum { MANY = 200, STEP = 83 };
	struct ledger_rig *r = *state;
	struct slip_void v = { .reason = "MISTAKE", .note = "Dupont" };
	struct slip s = open_slip(r);
	int64_t before;
	int deaths = 0;

	for (int i = 0; i < MANY; i++)
		weigh(r, s.id, 1000000 + i);
	weigh(r, "", 7000000);
	before = rig_int(r, "SELECT count(*) FROM entry");
	memcpy(v.id, s.id, sizeof(v.id));
	for (dies_at = -1; void_dying(r, &v) != 1; dies_at = 1 + STEP * deaths++) {
		assert_int_equal(rig_int(r, "SELECT sum(mass_mg) FROM total"),
			now_of(r, &s).mass_mg + 7000000);
		assert_int_equal(
			rig_int(r, "SELECT count(*) FROM weighing WHERE voided_seq IS NULL"),
			MANY + 1);
		assert_int_equal(rig_int(r, "SELECT count(*) FROM entry"), before);
	}
	assert_true(deaths > MANY / STEP);
	assert_int_equal(rig_int(r, "SELECT count(*) FROM entry"), before + MANY + 1);
	assert_int_equal(rig_int(r, "SELECT sum(mass_mg) FROM total"), 7000000);
	assert_int_equal(now_of(r, &s).mass_mg, 0);
	assert_int_equal(now_of(r, &s).state, SLIP_VOID);
	rig_expect_sound(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			ground_10_a_slip_is_void_as_a_whole, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_refusal_taken_back_behind_the_close_is_seen, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			what_was_said_of_it_is_put_right_with_the_clock, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			since_when_it_is_in_force_is_kept, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			each_number_is_looked_for_among_its_own, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
