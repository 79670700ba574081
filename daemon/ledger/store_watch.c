// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the store does when nobody waits. Five seconds after the last write, and every minute of
 * steady work, the log is copied back and the anchors are set: the file alone is then complete,
 * for whoever copies it. Every 15 s it is still our file. After the start and once a day the
 * reader looks at all pages and walks the chain, in slices that hold nobody.
 */
#include "store_private.h"
#include <stdlib.h>
#include "ledger_private.h"

#define SECOND_US UINT64_C(1000000)
#define IDLE_US (5 * SECOND_US)
#define LATEST_US (UINT64_C(60) * SECOND_US)
#define LOOK_US (15 * SECOND_US)
#define FIRST_US (2 * SECOND_US)
#define SLICE_GAP_US (SECOND_US / 20)
#define DAILY_US (UINT64_C(24) * 3600 * SECOND_US)

struct watch {
	struct loop *loop;
	struct store *store;
	struct loop_source *tidy, *look, *check;
	uint64_t first_us, writes, tidied; /* first_us: of what is not yet copied back */
	bool ending, looking, checking;
	struct ledger_check at; /* the reader's while a slice runs */
};

/* ---- the file alone is complete ---- */

static int run_tidy(struct ledger *l, void *arg)
{
	(void)arg;
	return ledger_tidy(l);
}

static void arm_tidy(struct watch *w)
{
	uint64_t now = loop_now_us(w->loop), due = now + IDLE_US, latest = w->first_us + LATEST_US;

	if (due > latest)
		due = latest > now ? latest : now;
	if (!w->ending)
		(void)loop_timer_arm(w->tidy, due - now);
}

static void tidied(void *data, void *arg, int result)
{
	struct watch *w = data;
	uint64_t *upto = arg;

	/* A reader was in the way, or more was written meanwhile: again. */
	if (result == 0)
		w->tidied = *upto;
	free(upto);
	if (result == -ESTALE)
		store_suspect(w->store, result);
	if (w->tidied == w->writes)
		return;
	w->first_us = loop_now_us(w->loop);
	arm_tidy(w);
}

static void on_tidy(void *data)
{
	struct watch *w = data;
	uint64_t *upto = malloc(sizeof(*upto));

	if (!upto)
		return;
	*upto = w->writes;
	if (store_ask(w->store, STORE_WRITER, run_tidy, upto, tidied, w) < 0)
		free(upto);
}

void watch_written(struct watch *w)
{
	if (w->writes == w->tidied)
		w->first_us = loop_now_us(w->loop);
	w->writes++;
	arm_tidy(w);
}

/* ---- it is still our file ---- */

static int run_look(struct ledger *l, void *arg)
{
	(void)arg;
	return ledger_unmoved(l);
}

static void looked(void *data, void *arg, int result)
{
	struct watch *w = data;

	(void)arg;
	w->looking = false;
	if (result == -ESTALE)
		store_suspect(w->store, result);
	if (!w->ending)
		(void)loop_timer_arm(w->look, LOOK_US);
}

static void on_look(void *data)
{
	struct watch *w = data;

	if (!w->looking)
		w->looking = store_ask(w->store, STORE_WRITER, run_look, NULL, looked, w) == 0;
}

/* ---- pages and chain ---- */

static int run_check(struct ledger *l, void *arg)
{
	return ledger_check_slice(l, arg);
}

static void checked(void *data, void *arg, int result)
{
	struct watch *w = data;
	uint64_t next = SLICE_GAP_US;

	(void)arg;
	w->checking = false;
	if (result == -EUCLEAN)
		store_suspect(w->store, result);
	else if (result == 0)
		store_checked(w->store, w->at.faults, w->at.first, w->at.last);
	if (result <= 0) {
		w->at = (struct ledger_check){ 0 };
		next = result == 0 ? DAILY_US : LATEST_US;
	}
	if (!w->ending)
		(void)loop_timer_arm(w->check, next);
}

static void on_check(void *data)
{
	struct watch *w = data;

	if (!w->checking)
		w->checking = store_ask(w->store, STORE_READER, run_check, &w->at, checked, w) == 0;
}

void watch_opened(struct watch *w)
{
	if (w->ending)
		return;
	/* Once also if nothing is written: what was to be overwritten may have met a reader. */
	watch_written(w);
	(void)loop_timer_arm(w->look, LOOK_US);
	(void)loop_timer_arm(w->check, FIRST_US);
}

int watch_new(struct loop *loop, struct store *store, struct watch **ret_watch)
{
	struct watch *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return -ENOMEM;
	w->loop = loop;
	w->store = store;
	r = loop_add_timer(loop, "ledger tidy", LOOP_NORMAL, on_tidy, w, &w->tidy);
	if (r >= 0)
		r = loop_add_timer(loop, "ledger look", LOOP_NORMAL, on_look, w, &w->look);
	if (r >= 0)
		r = loop_add_timer(loop, "ledger check", LOOP_NORMAL, on_check, w, &w->check);
	if (r < 0) {
		watch_free(w);
		return r;
	}
	*ret_watch = w;
	return 0;
}

void watch_end(struct watch *w)
{
	w->ending = true;
	loop_timer_disarm(w->tidy);
	loop_timer_disarm(w->look);
	loop_timer_disarm(w->check);
}

struct watch *watch_free(struct watch *w)
{
	if (!w)
		return NULL;
	loop_source_free(w->tidy);
	loop_source_free(w->look);
	loop_source_free(w->check);
	free(w);
	return NULL;
}
