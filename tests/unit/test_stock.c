// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The stock against a naive model that keeps a list of what was done and replays all of it by moment:
 * random weighings, corrections, voids, counts, sortings and moves, most of them entered late. After
 * each few the stock of a random day and what each count found missing agree to the milligram, and at
 * the end rebuild makes the same rows. SEED=N repeats a run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "entry_void.h"
#include "ledger_rig.h"
#include "stock.h"

enum { OPS = 260, MOST = 2 * OPS, DAYS = 20, CATEGORIES = 4, STORES = 3 };

static const char *const categories[CATEGORIES] = { "TLC-VET", "TLC-LIN", "HRP-LIV", "DEA-ASS" };
static const char *const stores[STORES] = { "", "ATELIER", "RESERVE" };

/* ---- the model ---- */

enum done { WEIGHED, COUNTED, SORTED, MOVED };
struct act {
	enum done done;
	int day;
	int64_t wall_us;
	uint64_t seq;
	bool voided;
	char id[PRIVATE_KEY_SIZE];
	int64_t mg[STORES][CATEGORIES]; /* changed; of a count: what lay there, -1: not counted */
	int64_t missed[CATEGORIES];     /* by a count, as of the last replay */
};

struct model {
	struct ledger_rig *rig;
	struct act acts[MOST], *order[MOST];
	size_t count;
};

static unsigned seed;

static unsigned pick(unsigned n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static int by_moment(const void *a, const void *b)
{
	const struct act *x = *(struct act *const *)a, *y = *(struct act *const *)b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->wall_us != y->wall_us)
		return x->wall_us < y->wall_us ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static void play(struct act *a, int64_t stock[STORES][CATEGORIES])
{
	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++) {
			if (a->done != COUNTED) {
				stock[s][c] += a->mg[s][c];
			} else if (a->mg[s][c] >= 0) {
				a->missed[c] = a->mg[s][c] - stock[s][c];
				stock[s][c] = a->mg[s][c];
			}
		}
}

static void replay(struct model *m, int last_day, int64_t stock[STORES][CATEGORIES])
{
	for (size_t i = 0; i < m->count; i++)
		m->order[i] = &m->acts[i];
	qsort(m->order, m->count, sizeof(struct act *), by_moment);
	memset(stock, 0, sizeof(int64_t) * STORES * CATEGORIES);
	for (size_t i = 0; i < m->count; i++)
		if (!m->order[i]->voided && m->order[i]->day <= last_day)
			play(m->order[i], stock);
}

/* ---- what is done ---- */

static void day_of(int day, char ret_day[DAY_SIZE])
{
	(void)snprintf(ret_day, DAY_SIZE, "2026-03-%02u", (unsigned)(day + 1) % 100);
}

static struct act *begin(struct model *m, enum done done)
{
	struct act *a = &m->acts[m->count++];

	*a = (struct act){ .done = done, .day = (int)pick(DAYS) };
	/* Often at one and the same moment: then the entries' order counts. */
	a->wall_us = INT64_C(1772323200000000) + (a->day * INT64_C(24) + 8 + pick(3)) * 3600000000;
	for (int s = 0; done == COUNTED && s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			a->mg[s][c] = -1;
	return a;
}

static void weigh(struct model *m)
{
	struct act *a = begin(m, WEIGHED);
	struct rig_job job = rig_job(m->rig, RIG_RECORD);
	struct ledger_result res;
	unsigned c = pick(CATEGORIES), s = pick(STORES);
	bool out = pick(3) == 0;

	job.weighing = rig_weighing(m->rig, categories[c], 1 + pick(50000000));
	job.weighing.at.wall_us = a->wall_us;
	(void)snprintf(job.weighing.store, CODE_SIZE, "%s", stores[s]);
	day_of(a->day, job.weighing.at.day);
	if (out) {
		job.weighing.direction = DIRECTION_OUT;
		job.weighing.origin[0] = '\0';
		memcpy(job.weighing.destination, "VENTE", 6);
	}
	res = rig_write(m->rig, &job, LEDGER_WRITTEN);
	a->seq = res.seq;
	memcpy(a->id, res.weighing.id, sizeof(a->id));
	a->mg[s][c] = out ? -job.weighing.net_mg : job.weighing.net_mg;
}

static struct act *any(struct model *m, enum done done)
{
	for (int tries = 0; m->count && tries < 20; tries++) {
		struct act *a = &m->acts[pick((unsigned)m->count)];

		if (!a->voided && a->done == done)
			return a;
	}
	return NULL;
}

static void take_back(struct model *m)
{
	struct act *a = any(m, WEIGHED);

	if (!a)
		return;
	rig_void(m->rig, a->id, LEDGER_WRITTEN);
	a->voided = true;
}

/* A count, a sorting or a move. */
static void void_entry(struct model *m)
{
	static const char *const names[] = { "", "stock-count", "sorted", "moved" };
	enum done done = (enum done)(1 + pick(3));
	struct act *a = any(m, done);
	struct entry_void v = { .reason = "MISTAKE" };
	struct ledger_job job = { .now = m->rig->now,
		.drafts = { { &entry_void_kind, &v, NULL } } };
	struct ledger_result res;

	if (!a)
		return;
	(void)snprintf(v.name, sizeof(v.name), "%s/%llu", names[done], (unsigned long long)a->seq);
	ledger_write(m->rig->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	a->voided = true;
	ledger_write(m->rig->ledger, &job, &res);
	assert_int_equal(res.answer, LEDGER_CONFLICT);
}

/* Of the same moment, but a later entry. */
static void reclassify(struct model *m)
{
	struct act *old = any(m, WEIGHED), *a;
	struct rig_job job = rig_job(m->rig, RIG_RECLASSIFY);
	struct ledger_result res;
	unsigned to = pick(CATEGORIES);

	if (!old)
		return;
	memcpy(job.void_id, old->id, sizeof(job.void_id));
	(void)snprintf(job.category, CODE_SIZE, "%s", categories[to]);
	res = rig_write(m->rig, &job, LEDGER_WRITTEN);
	old->voided = true;
	a = &m->acts[m->count++];
	*a = (struct act){ .day = old->day, .wall_us = old->wall_us, .seq = res.seq };
	memcpy(a->id, res.weighing.id, sizeof(a->id));
	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			a->mg[s][to] += old->mg[s][c];
}

/* Another mass, perhaps of another moment. */
static void correct(struct model *m)
{
	struct act *old = any(m, WEIGHED), *a;
	struct weighing_void v = { .reason = "MISTAKE" };
	struct weighing_entry e = { .says = CORRECTS_NET,
		.weighing = { .net_mg = 1 + pick(50000000), .at = m->rig->now } };
	struct ledger_job job = { .now = m->rig->now,
		.drafts = { { &void_kind, &v, NULL }, { &weighing_kind, &e, ledger_corrected } } };
	struct ledger_result res;

	if (!old)
		return;
	a = begin(m, WEIGHED);
	if (pick(2)) {
		e.says |= CORRECTS_AT;
		e.weighing.at.wall_us = a->wall_us;
		day_of(a->day, e.weighing.at.day);
	} else {
		a->day = old->day;
		a->wall_us = old->wall_us;
	}
	memcpy(v.id, old->id, sizeof(v.id));
	memcpy(e.weighing.corrects, old->id, sizeof(v.id));
	ledger_write(m->rig->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	old->voided = true;
	a->seq = res.seq;
	memcpy(a->id, res.weighing.id, sizeof(a->id));
	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			if (old->mg[s][c])
				a->mg[s][c] =
					old->mg[s][c] < 0 ? -e.weighing.net_mg : e.weighing.net_mg;
}

static void put(struct model *m, struct act *a, const struct kind *kind, struct stock_entry *e)
{
	struct ledger_job job = { .now = m->rig->now, .drafts = { { kind, e, NULL } } };
	struct ledger_result res;

	e->head.at_wall_us = a->wall_us;
	day_of(a->day, e->head.day);
	ledger_write(m->rig->ledger, &job, &res);
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, LEDGER_WRITTEN);
	a->seq = res.seq;
}

static void add_line(struct stock_entry *e, unsigned c, int64_t mg)
{
	struct stock_line *line = &e->lines[e->count++];

	(void)snprintf(line->category, CODE_SIZE, "%s", categories[c]);
	line->mass_mg = mg;
	line->method = METHOD_TYPED;
}

static void count(struct model *m)
{
	struct act *a = begin(m, COUNTED);
	struct stock_entry e = { .count = 0 };
	unsigned s = pick(STORES), first = pick(CATEGORIES), lines = 1 + pick(CATEGORIES);

	(void)snprintf(e.head.store, CODE_SIZE, "%s", stores[s]);
	for (unsigned i = 0; i < lines; i++) {
		unsigned c = (first + i) % CATEGORIES;

		a->mg[s][c] = pick(4) ? pick(90000000) : 0;
		add_line(&e, c, a->mg[s][c]);
	}
	put(m, a, &stock_count_kind, &e);
}

static void sort(struct model *m)
{
	struct act *a = begin(m, SORTED);
	struct stock_entry e = { .count = 0 };
	unsigned s = pick(STORES), from = pick(CATEGORIES), lines = 1 + pick(CATEGORIES - 1);

	(void)snprintf(e.head.store, CODE_SIZE, "%s", stores[s]);
	(void)snprintf(e.head.from, CODE_SIZE, "%s", categories[from]);
	for (unsigned i = 1; i <= lines; i++) {
		unsigned c = (from + i) % CATEGORIES;

		a->mg[s][c] = 1 + pick(20000000);
		a->mg[s][from] -= a->mg[s][c];
		add_line(&e, c, a->mg[s][c]);
	}
	put(m, a, &sorted_kind, &e);
}

static void move(struct model *m)
{
	struct act *a = begin(m, MOVED);
	struct stock_entry e = { .count = 0 };
	unsigned from = pick(STORES), to = (from + 1 + pick(STORES - 1)) % STORES;
	unsigned c = pick(CATEGORIES);

	(void)snprintf(e.head.from, CODE_SIZE, "%s", stores[from]);
	(void)snprintf(e.head.store, CODE_SIZE, "%s", stores[to]);
	a->mg[to][c] = 1 + pick(20000000);
	a->mg[from][c] = -a->mg[to][c];
	add_line(&e, c, a->mg[to][c]);
	put(m, a, &moved_kind, &e);
}

/* ---- both agree ---- */

static int64_t said(struct ledger_rig *r, const char *format, ...)
{
	char sql[512];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(sql, sizeof(sql), format, args);
	va_end(args);
	return rig_int(r, sql);
}

static void compare(struct model *m, int day)
{
	int64_t stock[STORES][CATEGORIES];
	char last[DAY_SIZE];

	replay(m, day, stock);
	day_of(day, last);
	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			assert_int_equal(stock[s][c],
				said(m->rig,
					"SELECT ifnull(sum(mass_mg), 0) FROM stock_day WHERE"
					" category = '%s' AND store = '%s' AND day <= '%s'",
					categories[c], stores[s], last));
}

/* As of the last day: each count's difference. */
static void compare_counts(struct model *m)
{
	compare(m, DAYS);
	for (size_t i = 0; i < m->count; i++)
		for (int c = 0; c < CATEGORIES; c++)
			if (m->acts[i].done == COUNTED && !m->acts[i].voided)
				assert_int_equal(m->acts[i].missed[c],
					said(m->rig,
						"SELECT ifnull(sum(change_mg), 0) FROM stock_line"
						" WHERE seq = %llu AND category = '%s'",
						(unsigned long long)m->acts[i].seq, categories[c]));
}

static void add_stores(struct ledger_rig *r)
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
	struct rig_job job = rig_job(r, RIG_CATALOGUE);

	job.rows = &news;
	rig_write(r, &job, LEDGER_WRITTEN);
}

static void stock_is_what_a_replay_makes_it(void **state)
{
	void (*const ops[])(struct model *) = { weigh, weigh, weigh, take_back, reclassify, correct,
		count, count, sort, move, void_entry };
	struct model *m = calloc(1, sizeof(*m));

	m->rig = *state;
	rig_day(m->rig, "2026-03-28");
	add_stores(m->rig);
	for (int i = 0; i < OPS; i++) {
		ops[pick(sizeof(ops) / sizeof(ops[0]))](m);
		if (i % 8 == 0)
			compare(m, (int)pick(DAYS + 1));
	}
	compare_counts(m);
	rig_expect_sound(m->rig);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			stock_is_what_a_replay_makes_it, rig_begin, rig_end),
	};
	const char *text = getenv("SEED");

	seed = text ? (unsigned)strtoul(text, NULL, 10) : 4711;
	print_message("SEED=%u\n", seed);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
