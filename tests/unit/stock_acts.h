// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Random acts on the stock and its items, each told to a ledger and, once it is answered, to the model (stock_model.h).
 * The run lies in memory that outlives whoever is killed: the next one tells again what nobody knows to be written.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include "entry_void.h"
#include "ledger_rig.h"
#include "stock.h"
#include "stock_model.h"

enum { DAYS = 20, TODAY = 27, KEYS_MOST = 6000 };

static const char *const categories[CATEGORIES] = { "TLC-VET", "TLC-LIN", "HRP-LIV", "DEA-ASS" };
static const char *const stores[STORES] = { "", "ATELIER", "RESERVE" };

/* What a process that is killed leaves to the next one: the model, and the act that it was at. */
struct run {
	struct model m;
	struct moment now;
	unsigned seed, acts;
	bool pending; /* told, and not known to be answered */
	struct change change;
	enum ledger_answer expected;
	struct ledger_job job;
	struct weighing_void voided;
	union {
		struct weighing_entry weighing;
		struct entry_void entry;
		struct stock_entry stock;
		struct item item;
		struct item_state state;
		struct keys_issued keys;
	};
	size_t keys_count;
	char key[KEYS_MOST][PRIVATE_KEY_SIZE];
};

static struct ledger_rig *rig;

static unsigned pick(struct run *r, size_t n)
{
	r->seed = r->seed * 1664525u + 1013904223u;
	return (r->seed >> 8) % (unsigned)n;
}

/* ---- an act is told, and its answer learnt ---- */

static int64_t said(const char *format, ...)
{
	char sql[512];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(sql, sizeof(sql), format, args);
	va_end(args);
	return rig_int(rig, sql);
}

static void settle(struct run *r, const struct ledger_result *res)
{
	struct change *c = &r->change;
	const struct item *item = (const struct item *)res->value;
	const struct item_state *moved = (const struct item_state *)res->value;

	if (r->job.drafts[0].kind == &keys_issued_kind) {
		const struct keys_issued *k = (const struct keys_issued *)res->value;

		for (size_t i = k->from; i <= k->to && i < KEYS_MOST; r->keys_count = (size_t)++i)
			assert_int_equal(
				ledger_issued_key(rig->ledger, k, i - k->from, r->key[i]), 0);
		return;
	}
	c->act.seq = res->seq;
	c->thing.seq = res->seq;
	c->move.seq = res->seq;
	if (c->add_thing)
		memcpy(c->thing.id, item->id, PRIVATE_KEY_SIZE);
	if (c->add_act && c->act.done == WEIGHED) {
		memcpy(c->act.id, c->add_move ? moved->weighing : res->weighing.id,
			PRIVATE_KEY_SIZE);
		c->act.seq = (uint64_t)said("SELECT seq FROM weighing WHERE id = '%s'", c->act.id);
	}
	model_change(&r->m, c);
}

/* again: nobody knows whether it was written; then its first answer will do, and nothing is written twice. */
static void carry_out(struct run *r, bool again)
{
	struct ledger_result res;

	r->pending = true;
	ledger_write(rig->ledger, &r->job, &res);
	if (again && res.answer == LEDGER_REPEATED)
		res.answer = LEDGER_WRITTEN;
	if (res.error || res.answer != r->expected)
		print_message("act %u, %s: %s\n", r->acts, kind_name(r->job.drafts[0].kind),
			res.why.key ? res.why.key : "-");
	assert_int_equal(res.error, 0);
	assert_int_equal(res.answer, r->expected);
	if (res.answer == LEDGER_WRITTEN)
		settle(r, &res);
	r->pending = false;
}

static void tell(struct run *r, const struct kind *kind, const void *value)
{
	const struct ledger_draft voids = { &void_kind, &r->voided, NULL };
	const struct ledger_draft asked = { kind, value,
		kind == &weighing_kind && r->voided.id[0] ? ledger_corrected : NULL };

	r->job = (struct ledger_job){ .now = r->now };
	(void)snprintf(r->job.key, sizeof(r->job.key), "act-%u", r->acts);
	r->job.drafts[0] = r->voided.id[0] ? voids : asked;
	if (r->voided.id[0] && kind != &void_kind)
		r->job.drafts[1] = asked;
	carry_out(r, false);
	if (pick(r, 12) == 0 && r->expected == LEDGER_WRITTEN)
		carry_out(r, true); /* the same request once more */
}

/* ---- what is done ---- */

static void day_of(int day, char ret_day[DAY_SIZE])
{
	(void)snprintf(ret_day, DAY_SIZE, "2026-03-%02u", (unsigned)(day + 1) % 100);
}

static struct act *begin(struct run *r, enum done done)
{
	struct act *a = &r->change.act;

	*a = (struct act){ .done = done, .day = (int)pick(r, DAYS) };
	/* Often at one and the same moment: then the entries' order counts. */
	a->wall_us =
		INT64_C(1772323200000000) + (a->day * INT64_C(24) + 8 + pick(r, 3)) * 3600000000;
	if (pick(r, 6) == 0) {
		a->day = TODAY;
		a->wall_us = r->now.wall_us;
	}
	for (int s = 0; done == COUNTED && s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			a->mg[s][c] = -1;
	r->change.add_act = r->m.count + 1;
	return a;
}

static void weigh(struct run *r)
{
	struct act *a = begin(r, WEIGHED);
	const unsigned c = pick(r, CATEGORIES), s = pick(r, STORES);
	const bool out = pick(r, 3) == 0;
	struct weighing *w = &r->weighing.weighing;

	r->weighing = (struct weighing_entry){ .weighing = rig_weighing(
						       rig, categories[c], 1 + pick(r, 50000000)) };
	w->at.wall_us = a->wall_us;
	(void)snprintf(w->store, CODE_SIZE, "%s", stores[s]);
	day_of(a->day, w->at.day);
	if (out) {
		w->direction = DIRECTION_OUT;
		w->origin[0] = '\0';
		memcpy(w->destination, "VENTE", 6);
	}
	a->mg[s][c] = out ? -w->net_mg : w->net_mg;
	tell(r, &weighing_kind, &r->weighing);
}

/* 1 + one that counts; 0: none was met. */
static size_t any(struct run *r, enum done done)
{
	for (int tries = 0; r->m.count && tries < 20; tries++) {
		const size_t i = pick(r, r->m.count);

		if (!r->m.acts[i].voided && r->m.acts[i].done == done)
			return i + 1;
	}
	return 0;
}

static const struct act *any_weighing(struct run *r)
{
	const size_t i = any(r, WEIGHED);

	if (!i)
		return NULL;
	r->change.void_act = i;
	r->voided = (struct weighing_void){ .reason = "MISTAKE" };
	memcpy(r->voided.id, r->m.acts[i - 1].id, PRIVATE_KEY_SIZE);
	r->expected = model_held(&r->m, i - 1) ? LEDGER_CONFLICT : LEDGER_WRITTEN;
	return &r->m.acts[i - 1];
}

static void take_back(struct run *r)
{
	if (any_weighing(r))
		tell(r, &void_kind, &r->voided);
}

/* Of the same moment, but a later entry; or of another. */
static struct act *instead(struct run *r, const struct act *old, bool same)
{
	struct act *a = begin(r, WEIGHED);

	r->weighing = (struct weighing_entry){ .weighing.at = r->now };
	memcpy(r->weighing.weighing.corrects, old->id, PRIVATE_KEY_SIZE);
	memcpy(r->weighing.weighing.reason, "MISTAKE", sizeof("MISTAKE"));
	if (same) {
		a->day = old->day;
		a->wall_us = old->wall_us;
	} else {
		r->weighing.says |= CORRECTS_AT;
		r->weighing.weighing.at.wall_us = a->wall_us;
		day_of(a->day, r->weighing.weighing.at.day);
	}
	return a;
}

static void reclassify(struct run *r)
{
	const struct act *old = any_weighing(r);
	const unsigned to = pick(r, CATEGORIES);
	struct act *a;

	if (!old || old->mg[0][to] || old->mg[1][to] || old->mg[2][to])
		return; /* it is of that category */
	a = instead(r, old, true);
	r->weighing.says |= CORRECTS_CATEGORY;
	(void)snprintf(r->weighing.weighing.category, CODE_SIZE, "%s", categories[to]);
	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			a->mg[s][to] += old->mg[s][c];
	tell(r, &weighing_kind, &r->weighing);
}

/* Another mass, perhaps of another moment. */
static void correct(struct run *r)
{
	const struct act *old = any_weighing(r);
	const int64_t net_mg = 1 + pick(r, 50000000);
	struct act *a;

	if (!old)
		return;
	a = instead(r, old, pick(r, 2));
	r->weighing.says |= CORRECTS_NET;
	r->weighing.weighing.net_mg = net_mg;
	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			if (old->mg[s][c])
				a->mg[s][c] = old->mg[s][c] < 0 ? -net_mg : net_mg;
	tell(r, &weighing_kind, &r->weighing);
}

/* A count, a sorting or a move. */
static void void_entry(struct run *r)
{
	static const char *const names[] = { "", "stock-count", "sorted", "moved" };
	const enum done done = (enum done)(1 + pick(r, 3));
	const size_t i = any(r, done);

	if (!i)
		return;
	r->change.void_act = i;
	r->entry = (struct entry_void){ .reason = "MISTAKE" };
	(void)snprintf(r->entry.name, sizeof(r->entry.name), "%s/%llu", names[done],
		(unsigned long long)r->m.acts[i - 1].seq);
	tell(r, &entry_void_kind, &r->entry);
}

static void put(struct run *r, const struct kind *kind)
{
	r->stock.head.at_wall_us = r->change.act.wall_us;
	day_of(r->change.act.day, r->stock.head.day);
	tell(r, kind, &r->stock);
}

static void add_line(struct run *r, unsigned c, int64_t mg)
{
	struct stock_line *line = &r->stock.lines[r->stock.count++];

	(void)snprintf(line->category, CODE_SIZE, "%s", categories[c]);
	line->mass_mg = mg;
	line->method = METHOD_TYPED;
}

static void count(struct run *r)
{
	struct act *a = begin(r, COUNTED);
	const unsigned s = pick(r, STORES), first = pick(r, CATEGORIES);
	const unsigned lines = 1 + pick(r, CATEGORIES);

	(void)snprintf(r->stock.head.store, CODE_SIZE, "%s", stores[s]);
	for (unsigned i = 0; i < lines; i++) {
		const unsigned c = (first + i) % CATEGORIES;

		a->mg[s][c] = pick(r, 4) ? pick(r, 90000000) : 0;
		add_line(r, c, a->mg[s][c]);
	}
	put(r, &stock_count_kind);
}

static void sort(struct run *r)
{
	struct act *a = begin(r, SORTED);
	const unsigned s = pick(r, STORES), from = pick(r, CATEGORIES);
	const unsigned lines = 1 + pick(r, CATEGORIES - 1);

	(void)snprintf(r->stock.head.store, CODE_SIZE, "%s", stores[s]);
	(void)snprintf(r->stock.head.from, CODE_SIZE, "%s", categories[from]);
	for (unsigned i = 1; i <= lines; i++) {
		const unsigned c = (from + i) % CATEGORIES;

		a->mg[s][c] = 1 + pick(r, 20000000);
		a->mg[s][from] -= a->mg[s][c];
		add_line(r, c, a->mg[s][c]);
	}
	put(r, &sorted_kind);
}

static void move(struct run *r)
{
	struct act *a = begin(r, MOVED);
	const unsigned from = pick(r, STORES), to = (from + 1 + pick(r, STORES - 1)) % STORES;
	const unsigned c = pick(r, CATEGORIES);

	(void)snprintf(r->stock.head.from, CODE_SIZE, "%s", stores[from]);
	(void)snprintf(r->stock.head.store, CODE_SIZE, "%s", stores[to]);
	a->mg[to][c] = 1 + pick(r, 20000000);
	a->mg[from][c] = -a->mg[to][c];
	add_line(r, c, a->mg[to][c]);
	put(r, &moved_kind);
}

/* ---- items ---- */

static void print_labels(struct run *r)
{
	r->keys = (struct keys_issued){ .count = 3 };
	tell(r, &keys_issued_kind, &r->keys);
}

/* Of an intake, which has so much left; it may be one that left, or all of it may be named. */
static bool of_intake(struct run *r, struct thing *t)
{
	const size_t i = any(r, WEIGHED);
	const int64_t rest_mg = i ? model_rest_mg(&r->m, i - 1) : 0;

	if (!i)
		return false;
	for (size_t s = 0; s < STORES; s++)
		for (size_t c = 0; c < CATEGORIES; c++)
			if (r->m.acts[i - 1].mg[s][c]) {
				t->store = s;
				t->category = c;
			}
	t->intake = i;
	t->net_mg = 1 + (rest_mg > 0 ? pick(r, (size_t)rest_mg) : 0);
	if (rest_mg < t->net_mg)
		r->expected = LEDGER_CONFLICT;
	memcpy(r->item.weighing, r->m.acts[i - 1].id, PRIVATE_KEY_SIZE);
	return true;
}

static void bind_label(struct run *r)
{
	const char *key = r->key[pick(r, r->keys_count)];

	memcpy(r->item.id, key, PRIVATE_KEY_SIZE);
	for (size_t i = 0; i < r->m.things_count; i++)
		if (!r->m.things[i].voided && strcmp(r->m.things[i].id, key) == 0)
			r->expected = LEDGER_CONFLICT;
}

static void name_thing(struct run *r)
{
	struct thing *t = &r->change.thing;

	*t = (struct thing){ .category = pick(r, CATEGORIES), .store = pick(r, STORES) };
	t->net_mg = 1 + pick(r, 20000000);
	if (pick(r, 2) && !of_intake(r, t))
		return;
	if (r->keys_count && pick(r, 3) == 0)
		bind_label(r);
	r->item.net_mg = t->net_mg;
	(void)snprintf(r->item.category, CODE_SIZE, "%s", categories[t->category]);
	(void)snprintf(r->item.store, CODE_SIZE, "%s", stores[t->store]);
	r->change.add_thing = r->m.things_count + 1;
	tell(r, &item_kind, &r->item);
}

static const struct thing *any_thing(struct run *r, size_t *ret)
{
	for (int tries = 0; r->m.things_count && tries < 20; tries++) {
		*ret = pick(r, r->m.things_count);
		if (!r->m.things[*ret].voided)
			return &r->m.things[*ret];
	}
	return NULL;
}

/* One that leaves is weighed out now, one that comes back is weighed in. */
static void move_thing(struct run *r)
{
	const enum item_state_word to = pick(r, 4);
	size_t i;
	const struct thing *t = any_thing(r, &i);
	const enum item_state_word from = t ? model_state(&r->m, i) : to;

	if (!t)
		return;
	memcpy(r->state.id, t->id, PRIVATE_KEY_SIZE);
	r->state.state = to;
	r->change.move = (struct thing_move){ .thing = i, .to = to };
	r->change.add_move = r->m.moves_count + 1;
	if (from == ITEM_GONE ? to != ITEM_RECEIVED : to == from)
		r->expected = LEDGER_CONFLICT;
	if (to == ITEM_GONE)
		memcpy(r->state.destination, "VENTE", sizeof("VENTE"));
	if (to == ITEM_GONE || from == ITEM_GONE) {
		r->change.add_act = r->m.count + 1;
		r->change.act = (struct act){ .day = TODAY, .wall_us = r->now.wall_us };
		r->change.act.mg[t->store][t->category] = to == ITEM_GONE ? -t->net_mg : t->net_mg;
		r->change.move.weighed = r->change.add_act;
	}
	tell(r, &item_state_kind, &r->state);
}

/* By undo of its weighing, or as an entry; only the newest, and no weighing that has become things itself. */
static void undo_move(struct run *r)
{
	const size_t i = r->m.moves_count ? pick(r, r->m.moves_count) : 0;
	const struct thing_move *move = &r->m.moves[i];

	if (!r->m.moves_count || move->voided)
		return;
	r->change.void_move = i + 1;
	r->change.void_act = move->weighed;
	if (model_moved(&r->m, move->thing) != move)
		r->expected = LEDGER_CONFLICT;
	for (size_t n = 0; move->weighed && n < r->m.things_count; n++)
		if (r->m.things[n].intake == move->weighed && !r->m.things[n].voided)
			r->expected = LEDGER_CONFLICT;
	if (move->weighed && pick(r, 2)) {
		memcpy(r->voided.id, r->m.acts[move->weighed - 1].id, PRIVATE_KEY_SIZE);
		memcpy(r->voided.reason, "UNDO", sizeof("UNDO"));
		tell(r, &void_kind, &r->voided);
		return;
	}
	r->entry = (struct entry_void){ .reason = "MISTAKE" };
	(void)snprintf(r->entry.name, sizeof(r->entry.name), "item-state/%llu",
		(unsigned long long)move->seq);
	tell(r, &entry_void_kind, &r->entry);
}

static void void_thing(struct run *r)
{
	size_t i;
	const struct thing *t = any_thing(r, &i);

	if (!t)
		return;
	r->change.void_thing = i + 1;
	if (model_moved(&r->m, i))
		r->expected = LEDGER_CONFLICT;
	r->entry = (struct entry_void){ .reason = "MISTAKE" };
	(void)snprintf(
		r->entry.name, sizeof(r->entry.name), "item/%llu", (unsigned long long)t->seq);
	tell(r, &entry_void_kind, &r->entry);
}
