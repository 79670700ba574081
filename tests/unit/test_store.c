// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The ledger in the daemon: what is told at opening and in which order, writes and questions
 * through the workers, and a store that is down says why and comes back by itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "ledger_rig.h"
#include "store.h"

struct seen {
	struct loop *loop;
	struct ledger_rig *rig;
	struct store *store;
	void (*then[6])(struct seen *s); /* what is done when what was waited for has come */
	size_t step;
	char old_version[48];
	char order[16];
	bool down, told;
	struct sentence why;
	size_t categories;
	bool had_last;
	int64_t today_in_mg;
	int waiting; /* answers still to come */
	struct ledger_result result;
	int asked;
};

/* The loop runs once: a case is a list of steps, each ends with something to wait for. */
static void go_on(struct seen *s)
{
	if (s->then[s->step])
		s->then[s->step++](s);
	else
		loop_quit(s->loop, 0);
}

static void on_state(void *data, bool down, const struct sentence *why)
{
	struct seen *s = data;

	strncat(s->order, "S", sizeof(s->order) - strlen(s->order) - 1);
	s->down = down;
	s->why = *why;
	s->told = true;
	go_on(s);
}

static void on_catalogue(void *data, const struct catalogue *c)
{
	struct seen *s = data;

	strncat(s->order, "C", sizeof(s->order) - strlen(s->order) - 1);
	s->categories = c->count;
}

static void on_restored(void *data, const struct station_memory *memory)
{
	struct seen *s = data;

	strncat(s->order, "R", sizeof(s->order) - strlen(s->order) - 1);
	s->had_last = memory->has_last;
	s->today_in_mg = memory->today.in_mg;
}

static void on_written(void *data, const struct ledger_job *job, const struct ledger_result *res)
{
	struct seen *s = data;

	(void)job;
	s->result = *res;
	if (--s->waiting == 0)
		go_on(s);
}

static int count_weighings(struct ledger *l, void *arg)
{
	struct day_sums sums;
	int r = ledger_today(l, arg, &sums);

	return r < 0 ? r : (int)sums.weighings;
}

static void on_asked(void *data, void *arg, int result)
{
	struct seen *s = data;

	(void)arg;
	s->asked = result;
	if (--s->waiting == 0)
		go_on(s);
}

static void test_moment(struct moment *ret_now)
{
	*ret_now = (struct moment){ .wall_us = 1767261600000000,
		.boot_us = 1000000,
		.boot_id = "0123456789abcdef0123456789abcdef",
		.day = "2026-01-01",
		.quality = CLOCK_TRUSTED };
}

static const struct ledger_identity identity = { "HD", "MS", "ACCUEIL" };

static void run_case(struct seen *s, struct ledger_rig *r, const struct ledger_identity *id)
{
	const struct store_events events = { on_state, on_catalogue, on_restored, s };

	s->rig = r;
	assert_int_equal(loop_new(&s->loop), 0);
	assert_int_equal(
		store_new(s->loop, &(struct store_file){ r->path, NULL }, id, &events, &s->store),
		0);
	assert_int_equal(loop_run(s->loop), 0);
	assert_true(s->told);
	store_free(s->store);
	loop_free(s->loop);
}

static void write_one(struct seen *s, int64_t net_mg)
{
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(s->rig, RIG_RECORD);

	job.weighing = rig_weighing(s->rig, "TLC-VET", net_mg);
	s->waiting++;
	drafts = rig_drafts(&job, &values);
	assert_int_equal(store_write(s->store, &drafts, on_written, s), 0);
}

static void ask(struct seen *s, enum store_side side)
{
	s->waiting++;
	assert_int_equal(
		store_ask(s->store, side, count_weighings, s->rig->now.day, on_asked, s), 0);
}

static int up(void **state)
{
	struct ledger_rig *r = malloc(sizeof(*r));

	clock_set_source(test_moment);
	rig_up(r);
	*state = r;
	return 0;
}

static int down(void **state)
{
	rig_down(*state);
	free(*state);
	clock_set_source(NULL);
	return 0;
}

static void write_two_and_ask(struct seen *s)
{
	assert_string_equal(s->order, "CRS");
	assert_false(s->down);
	assert_true(s->had_last);
	assert_int_equal(s->today_in_mg, 2000);
	assert_int_equal(s->categories, 164);
	write_one(s, 3000);
	write_one(s, 3000);
	ask(s, STORE_WRITER);
}

static void ask_the_reader(struct seen *s)
{
	assert_int_equal(s->result.error, 0);
	assert_int_equal(s->result.sums.in_mg, 8000);
	assert_int_equal(s->asked, 3);
	ask(s, STORE_READER);
}

static void catalogue_then_memory_then_up(void **state)
{
	struct seen s = { .then = { write_two_and_ask, ask_the_reader } };
	struct ledger_rig *r = *state;

	rig_record(r, "TLC-VET", 2000);
	r->ledger = ledger_free(r->ledger);
	run_case(&s, r, &identity);
	assert_int_equal(s.step, 2);
	assert_int_equal(s.asked, 3);
}

static struct catalogue_row place = {
	.kind = CATALOGUE_PLACE, .code = "RAYON", .label_fr = "Rayon", .valid_from = "2026-01-01"
};

static void edit_catalogue(struct seen *s)
{
	static const struct catalogue rows = { .count = 1, .rows = &place };
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(s->rig, RIG_CATALOGUE);

	job.rows = &rows;
	s->waiting++;
	drafts = rig_drafts(&job, &values);
	assert_int_equal(store_write(s->store, &drafts, on_written, s), 0);
}

static void an_edited_catalogue_is_told(void **state)
{
	struct seen s = { .then = { edit_catalogue } };
	struct ledger_rig *r = *state;

	r->ledger = ledger_free(r->ledger);
	run_case(&s, r, &identity);
	assert_int_equal(s.result.answer, LEDGER_WRITTEN);
	assert_int_equal(s.categories, 165);
}

static void set_version(struct ledger_rig *r, const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(r->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void write_in_vain(struct seen *s)
{
	struct sentence why;

	assert_true(s->down);
	assert_string_equal(s->why.key, "store_newer");
	assert_true(store_down(s->store, &why));
	write_one(s, 3000);
}

static void take_it_away(struct seen *s)
{
	assert_int_equal(s->result.error, -ENOTSUP);
	assert_string_equal(s->result.why.key, "store_newer");
	set_version(s->rig, s->old_version);
}

static void write_again(struct seen *s)
{
	struct sentence why;

	assert_false(s->down);
	assert_false(store_down(s->store, &why));
	write_one(s, 4000);
}

/* What is in the way goes, and the store comes back by itself. */
static void a_newer_file_is_down_until_it_is_not(void **state)
{
	struct seen s = { .then = { write_in_vain, take_it_away, write_again } };
	struct ledger_rig *r = *state;

	(void)snprintf(s.old_version, sizeof(s.old_version), "PRAGMA user_version = %lld",
		(long long)rig_int(r, "PRAGMA user_version"));
	r->ledger = ledger_free(r->ledger);
	set_version(r, "PRAGMA user_version = 99");
	run_case(&s, r, &identity);
	assert_int_equal(s.step, 3);
	assert_int_equal(s.result.error, 0);
	assert_int_equal(s.result.sums.in_mg, 4000);
}

static void a_file_that_another_holds_is_down(void **state)
{
	struct seen s = { 0 };

	run_case(&s, *state, &identity);
	assert_true(s.down);
	assert_string_equal(s.why.key, "store_busy");
}

static void a_file_of_another_station_is_left_alone(void **state)
{
	static const struct ledger_identity other = { "HD", "PN", "ACCUEIL" };
	struct ledger_rig *r = *state;
	struct seen s = { 0 };

	r->ledger = ledger_free(r->ledger);
	run_case(&s, r, &other);
	assert_true(s.down);
	assert_string_equal(s.why.key, "store_other_station");
}

#define T(f) cmocka_unit_test_setup_teardown(f, up, down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(catalogue_then_memory_then_up),
		T(an_edited_catalogue_is_told),
		T(a_newer_file_is_down_until_it_is_not),
		T(a_file_that_another_holds_is_down),
		T(a_file_of_another_station_is_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
