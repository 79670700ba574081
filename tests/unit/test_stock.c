// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The stock and its items against a naive model (stock_model.h): random weighings, corrections, voids, counts, sortings
 * and moves, most of them entered late; items bound to labels printed ahead, of an intake or of the stock, that go to
 * repair and sale, leave, come back and are undone; with restarts, requests told twice, and kills in the middle of a
 * write. After each few the stock of a random day, what each count found missing and where each item is agree, to the
 * milligram; at the end rebuild makes the same rows. SEED=N repeats a run, STOCK_ACTS=N makes it longer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "stock_acts.h"

enum { OPS = 2000, KILLS = 12, OPS_MOST = 20000 };

/* ---- the next act, whatever it is ---- */

static void restart(struct run *r)
{
	rig->now = r->now;
	rig_reopen(rig);
}

static void act(struct run *r)
{
	void (*const ops[])(struct run *) = { weigh, weigh, weigh, weigh, take_back, reclassify,
		correct, count, sort, move, void_entry, print_labels, name_thing, name_thing,
		move_thing, move_thing, move_thing, move_thing, undo_move, void_thing };
	const unsigned op = pick(r, ARRAY_SIZE(ops) * 8);

	r->acts++;
	r->now.wall_us += 1000000;
	r->now.boot_us += 1000000;
	r->change = (struct change){ 0 };
	r->expected = LEDGER_WRITTEN;
	memset(&r->voided, 0, sizeof(r->voided));
	memset(&r->stock, 0, sizeof(r->stock));
	if (op)
		ops[op % ARRAY_SIZE(ops)](r);
	else
		restart(r);
}

/* ---- both agree ---- */

static void compare_stock(struct run *r, int day)
{
	int64_t stock[STORES][CATEGORIES];
	char last[DAY_SIZE];

	model_replay(&r->m, day, stock);
	day_of(day, last);
	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			assert_int_equal(stock[s][c],
				said("SELECT ifnull(sum(mass_mg), 0) FROM stock_day WHERE"
				     " category = '%s' AND store = '%s' AND day <= '%s'",
					categories[c], stores[s], last));
}

/* Each is where it is, once; and as many of each category are there as did not leave. */
static void compare_items(struct run *r)
{
	int64_t there[CATEGORIES] = { 0 }, there_mg[CATEGORIES] = { 0 }, counts = 0;
	struct item i;

	for (size_t n = 0; n < r->m.things_count; n++) {
		const struct thing *t = &r->m.things[n];

		if (t->voided)
			continue;
		counts++;
		assert_int_equal(ledger_item(rig->ledger, t->id, &i), 0);
		assert_int_equal(i.state, model_state(&r->m, n));
		if (i.state != ITEM_GONE) {
			there[t->category]++;
			there_mg[t->category] += t->net_mg;
		}
	}
	assert_int_equal(said("SELECT count(*) FROM item_now"), counts);
	for (int c = 0; c < CATEGORIES; c++) {
		assert_int_equal(there[c], said("SELECT ifnull(sum(items), 0) FROM item_stock WHERE"
						" category = '%s'",
						   categories[c]));
		assert_int_equal(there_mg[c], said("SELECT ifnull(sum(mass_mg), 0) FROM item_stock"
						   " WHERE category = '%s'",
						      categories[c]));
	}
}

/* As of the last day: each count's difference. */
static void compare_all(struct run *r)
{
	compare_stock(r, TODAY);
	compare_items(r);
	for (size_t i = 0; i < r->m.count; i++)
		for (int c = 0; c < CATEGORIES; c++)
			if (r->m.acts[i].done == COUNTED && !r->m.acts[i].voided)
				assert_int_equal(r->m.acts[i].missed[c],
					said("SELECT ifnull(sum(change_mg), 0) FROM stock_line"
					     " WHERE seq = %llu AND category = '%s'",
						(unsigned long long)r->m.acts[i].seq,
						categories[c]));
}

/* ---- runs ---- */

static void add_stores(void)
{
	struct catalogue_row rows[2] = {
		{ .kind = CATALOGUE_PLACE,
			.label_fr = "Atelier",
			.valid_from = "2020-01-01",
			.code = "ATELIER" },
		{ .kind = CATALOGUE_PLACE,
			.label_fr = "Réserve",
			.valid_from = "2020-01-01",
			.code = "RESERVE" },
	};
	const struct catalogue news = { .count = 2, .rows = rows };
	struct rig_job job = rig_job(rig, RIG_CATALOGUE);

	job.rows = &news;
	rig_write(rig, &job, LEDGER_WRITTEN);
}

static int number(const char *name, int usual)
{
	const char *text = getenv(name);
	const int n = text ? atoi(text) : usual;

	return n > OPS_MOST ? OPS_MOST : n < OPS ? OPS : n;
}

static struct run *run_begin(unsigned more)
{
	const char *text = getenv("SEED");
	const int fd = memfd_create("run", MFD_CLOEXEC);
	struct run *r;

	assert_true(fd >= 0 && ftruncate(fd, sizeof(*r)) == 0);
	r = mmap(NULL, sizeof(*r), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	(void)close(fd);
	assert_true(r != MAP_FAILED);
	r->seed = (text ? (unsigned)strtoul(text, NULL, 10) : 4711) + more;
	print_message("SEED=%u\n", r->seed);
	rig_day(rig, "2026-03-28");
	rig->now.wall_us = INT64_C(1772323200000000) + (TODAY * INT64_C(24) + 8) * 3600000000;
	r->now = rig->now;
	add_stores();
	return r;
}

static void run_end(struct run *r)
{
	compare_all(r);
	rig_expect_sound(rig);
	print_message("%u acts: %zu of the stock, %zu items, %zu moves of them\n", r->acts,
		r->m.count, r->m.things_count, r->m.moves_count);
	assert_int_equal(munmap(r, sizeof(*r)), 0);
}

static void stock_and_items_are_what_a_replay_makes_them(void **state)
{
	struct run *r;

	rig = *state;
	r = run_begin(0);
	for (int i = 0, acts = number("STOCK_ACTS", OPS); i < acts; i++) {
		act(r);
		if (i % (acts / 200) == 0)
			compare_stock(r, (int)pick(r, TODAY + 1));
		if (i % (acts / 40) == 0)
			compare_items(r);
	}
	run_end(r);
}

static int strike(void *data)
{
	int *left = data;

	return --*left < 0 ? kill(getpid(), SIGKILL) : 0;
}

/* So many acts, and then the power goes: after so many steps of SQLite's, most often within a write. */
static _Noreturn void act_until_killed(struct run *r, unsigned acts)
{
	int left = (int)pick(r, 60);

	restart(r);
	while (acts--)
		act(r);
	for (int i = 0; i < 100; i++) { /* each anew: one of them may open the ledger again */
		sqlite3_progress_handler(ledger_db(rig->ledger), 50, strike, &left);
		act(r);
	}
	_exit(1);
}

static void kill_after(struct run *r, unsigned acts)
{
	const pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (child == 0)
		act_until_killed(r, acts);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void a_kill_leaves_what_was_answered_and_a_repeat_the_rest(void **state)
{
	struct run *r;
	int open = 0;

	rig = *state;
	r = run_begin(1);
	for (int i = 0; i < KILLS; i++) {
		rig->ledger = ledger_free(rig->ledger);
		kill_after(r, 20 + pick(r, (size_t)number("STOCK_ACTS", 2 * OPS) / KILLS / 2));
		restart(r);
		if (r->pending) {
			carry_out(r, true);
			open++;
		}
		compare_all(r);
		rig_expect_sound(rig);
	}
	print_message("%d kills, %d of them in an act\n", KILLS, open);
	run_end(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			stock_and_items_are_what_a_replay_makes_them, rig_begin, rig_end),
		cmocka_unit_test_setup_teardown(
			a_kill_leaves_what_was_answered_and_a_repeat_the_rest, rig_begin, rig_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
