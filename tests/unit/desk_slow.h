// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of test_desk_load.c and test_desk_touch.c: the desk over a store that is busy until it is
 * told to run. It answers in order, as the writer does.
 */
#pragma once
#define __wrap_store_ask ask_at_once
#include "desk_rig.h"
#undef __wrap_store_ask

static struct {
	bool slow; /* the writer is busy */
	size_t n;
	struct {
		bool write;
		struct ledger_job job;
		char *values;
		store_written_fn written;
		store_run_fn run;
		store_done_fn asked;
		void *arg, *data;
	} q[32];
} fifo;

int __wrap_store_ask(struct store *s, enum store_side side, store_run_fn run, void *arg,
	store_done_fn done, void *data);

int __wrap_store_ask(struct store *s, enum store_side side, store_run_fn run, void *arg,
	store_done_fn done, void *data)
{
	if (!fifo.slow)
		return ask_at_once(s, side, run, arg, done, data);
	fifo.q[fifo.n].write = false;
	fifo.q[fifo.n].run = run;
	fifo.q[fifo.n].asked = done;
	fifo.q[fifo.n].arg = arg;
	fifo.q[fifo.n++].data = data;
	return 0;
}

/* The writer comes to it: first what is held, then what was asked behind it. */
static inline void runs(struct desk_rig *r, bool held)
{
	fifo.slow = false;
	if (held)
		release(r);
	for (size_t i = 0; i < fifo.n; i++)
		fifo.q[i].asked(fifo.q[i].data, fifo.q[i].arg,
			fifo.q[i].run(r->ledger.ledger, fifo.q[i].arg));
	fifo.n = 0;
}

static inline void replied(void *data, const struct desk_answer *answer)
{
	*(struct desk_answer *)data = *answer;
}

static inline void lift(struct desk_rig *r)
{
	report(r, SCALE_MOVING, 300);
	report(r, SCALE_MOVING, 100);
	rest(r, 0);
}

static inline int weighings(struct desk_rig *r)
{
	return (int)rig_int(&r->ledger, "SELECT count(*) FROM weighing");
}

static inline size_t open_lines(const struct desk_rig *r)
{
	size_t open = 0;

	for (size_t i = 0; i < r->desk->station.left_count; i++)
		open += !r->desk->station.left[i].struck_by[0];
	return open;
}

static inline enum station_reply asked(
	struct desk_rig *r, enum station_action action, const char *key)
{
	struct intent in = { .action = action };
	struct desk_answer answer = { 0 };

	(void)snprintf(in.key, sizeof(in.key), "%s", key);
	assert_int_equal(desk_intent(r->desk, &in, replied, &answer), 0);
	return answer.reply;
}
