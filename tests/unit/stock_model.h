// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The stock and its items as a naive model keeps them: a list of what was done, replayed whole by moment, and of
 * each item the list of where it went. What an act does is a change, whose places in the lists are known before it
 * is written: to make it twice is to make it once, so that a run that was killed goes on from there.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "item.h"
#include "names.h"

enum { CATEGORIES = 4, STORES = 3, ACTS_MOST = 20000, ITEMS_MOST = 6000, MOVES_MOST = 12000 };

enum done { WEIGHED, COUNTED, SORTED, MOVED };
struct act {
	enum done done;
	int day;
	int64_t wall_us;
	uint64_t seq;
	bool voided;
	char id[PRIVATE_KEY_SIZE];      /* of a weighing */
	int64_t mg[STORES][CATEGORIES]; /* changed; of a count: what lay there, -1: not counted */
	int64_t missed[CATEGORIES];     /* by a count, as of the last replay */
};
struct thing {
	char id[PRIVATE_KEY_SIZE];
	uint64_t seq;
	bool voided;
	size_t category, store, intake; /* of intake: 1 + an act; 0: it lay in stock */
	int64_t net_mg;
};
struct thing_move {
	size_t thing, weighed; /* weighed: 1 + an act; 0: it stayed here */
	enum item_state_word to;
	uint64_t seq;
	bool voided;
};

struct model {
	struct act acts[ACTS_MOST], *order[ACTS_MOST];
	struct thing things[ITEMS_MOST];
	struct thing_move moves[MOVES_MOST];
	size_t count, things_count, moves_count;
};

/* Each is 1 + a place in its list; 0: none. */
struct change {
	size_t void_act, add_act, add_thing, void_thing, add_move, void_move;
	struct act act;
	struct thing thing;
	struct thing_move move;
};

static inline int by_moment(const void *a, const void *b)
{
	const struct act *x = *(struct act *const *)a, *y = *(struct act *const *)b;

	if (x->day != y->day)
		return x->day < y->day ? -1 : 1;
	if (x->wall_us != y->wall_us)
		return x->wall_us < y->wall_us ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static inline void model_play(struct act *a, int64_t stock[STORES][CATEGORIES])
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

static inline void model_replay(struct model *m, int last_day, int64_t stock[STORES][CATEGORIES])
{
	for (size_t i = 0; i < m->count; i++)
		m->order[i] = &m->acts[i];
	qsort(m->order, m->count, sizeof(struct act *), by_moment);
	memset(stock, 0, sizeof(int64_t) * STORES * CATEGORIES);
	for (size_t i = 0; i < m->count; i++)
		if (!m->order[i]->voided && m->order[i]->day <= last_day)
			model_play(m->order[i], stock);
}

/* The newest move of it that counts, NULL: it was received and stayed. */
static inline struct thing_move *model_moved(struct model *m, size_t thing)
{
	for (size_t i = m->moves_count; i > 0; i--)
		if (m->moves[i - 1].thing == thing && !m->moves[i - 1].voided)
			return &m->moves[i - 1];
	return NULL;
}

static inline enum item_state_word model_state(struct model *m, size_t thing)
{
	const struct thing_move *move = model_moved(m, thing);

	return move ? move->to : ITEM_RECEIVED;
}

/* What items of an intake are no part of it yet. */
static inline int64_t model_rest_mg(const struct model *m, size_t act)
{
	int64_t rest_mg = 0;

	for (int s = 0; s < STORES; s++)
		for (int c = 0; c < CATEGORIES; c++)
			rest_mg += m->acts[act].mg[s][c];
	for (size_t i = 0; i < m->things_count; i++)
		if (m->things[i].intake == act + 1 && !m->things[i].voided)
			rest_mg -= m->things[i].net_mg;
	return rest_mg;
}

/* Something stands on that weighing: an item is part of it, or left by it. */
static inline bool model_held(const struct model *m, size_t act)
{
	for (size_t i = 0; i < m->things_count; i++)
		if (m->things[i].intake == act + 1 && !m->things[i].voided)
			return true;
	for (size_t i = 0; i < m->moves_count; i++)
		if (m->moves[i].weighed == act + 1 && !m->moves[i].voided)
			return true;
	return false;
}

static inline void model_change(struct model *m, const struct change *c)
{
	if (c->void_act)
		m->acts[c->void_act - 1].voided = true;
	if (c->void_thing)
		m->things[c->void_thing - 1].voided = true;
	if (c->void_move)
		m->moves[c->void_move - 1].voided = true;
	if (c->add_act) {
		m->acts[c->add_act - 1] = c->act;
		m->count = c->add_act;
	}
	if (c->add_thing) {
		m->things[c->add_thing - 1] = c->thing;
		m->things_count = c->add_thing;
	}
	if (c->add_move) {
		m->moves[c->add_move - 1] = c->move;
		m->moves_count = c->add_move;
	}
}
