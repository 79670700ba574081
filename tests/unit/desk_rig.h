// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A part of test_desk.c and test_desk_writing.c: the desk over a real ledger, without devices.
 * The store answers at once, in the same thread, or when it is told to; the clock is the test's.
 */
#pragma once
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include "../../daemon/desk/desk_private.h"
#include "clock.h"
#include "code.h"
#include "label.h"
#include "ledger_rig.h"

struct desk_rig {
	struct ledger_rig ledger;
	struct loop *loop;
	struct desk *desk;
	struct catalogue *catalogue;
	int heard;                            /* live events of weighings */
	enum { FINE, LOSES, WRITES } unknown; /* a commit whose outcome the store cannot tell */
	int keeps, syncs;                     /* plates were kept, and how often with a sync */
	bool is_down;
	bool holds; /* what is written next waits for release() */
	bool full;  /* the disk is: what is written next is not */
	struct {
		struct ledger_job job;
		char *values; /* of the job, as the store copies them */
		store_written_fn done;
		void *data;
	} held;
};

static struct desk_rig *rig;

int __wrap_ledger_keep_plates(struct ledger *l, const struct station_kept *kept, bool synced);
int __real_ledger_keep_plates(struct ledger *l, const struct station_kept *kept, bool synced);
int __wrap_store_write(
	struct store *s, const struct ledger_job *job, store_written_fn done, void *data);
int __wrap_store_ask(struct store *s, enum store_side side, store_run_fn run, void *arg,
	store_done_fn done, void *data);
bool __wrap_store_down(const struct store *s, struct sentence *ret_why);

int __wrap_store_write(
	struct store *s, const struct ledger_job *job, store_written_fn done, void *data)
{
	struct ledger_result result;

	if (rig->holds) {
		rig->holds = false;
		rig->held.job = *job;
		assert_int_equal(ledger_own_values(&rig->held.job, &rig->held.values), 0);
		rig->held.done = done;
		rig->held.data = data;
		return 0;
	}
	(void)s;
	if (rig->full) {
		rig->full = false;
		result = (struct ledger_result){ .error = -ENOSPC };
		done(data, job, &result);
		return 0;
	}
	if (rig->unknown != LOSES)
		ledger_write(rig->ledger.ledger, job, &result);
	if (rig->unknown != FINE)
		result = (struct ledger_result){ .error = -EIO, .unknown = true };
	done(data, job, &result);
	return 0;
}

/* What was held is written now. */
static inline void release(struct desk_rig *r)
{
	(void)__wrap_store_write(NULL, &r->held.job, r->held.done, r->held.data);
	free(r->held.values);
}

int __wrap_store_ask(struct store *s, enum store_side side, store_run_fn run, void *arg,
	store_done_fn done, void *data)
{
	(void)s;
	(void)side;
	done(data, arg, run(rig->ledger.ledger, arg));
	return 0;
}

int __wrap_ledger_keep_plates(struct ledger *l, const struct station_kept *kept, bool synced)
{
	rig->keeps++;
	rig->syncs += synced;
	return __real_ledger_keep_plates(l, kept, synced);
}

bool __wrap_store_down(const struct store *s, struct sentence *ret_why)
{
	(void)s;
	(void)ret_why;
	return rig->is_down;
}

static inline void rig_moment(struct moment *ret_now)
{
	*ret_now = rig->ledger.now;
}

static inline void heard(void *data, const struct weighing *w, uint64_t seq)
{
	(void)data;
	(void)seq;
	assert_true(w->id[0]);
	rig->heard++;
}

static inline void make_desk(struct desk_rig *r)
{
	const struct station_config config = { .max_mg = 1000 * MASS_MG_PER_KG,
		.site = "MS",
		.station = "ACCUEIL",
		.undo_us = 600ULL * 1000000,
		.armed_us = 30ULL * 1000000 };
	const struct stability_rule rule = { .frames = 2 };
	struct desk *d = calloc(1, sizeof(*d));
	size_t index;

	d->loop = r->loop;
	d->catalogue = r->catalogue;
	d->events.weighing = heard;
	station_init(&d->station, &config, d->catalogue);
	assert_int_equal(station_add_scale(&d->station, "balance", 0, 0, &rule, &index), 0);
	memcpy(d->station.context.origin, "APP_VOL", sizeof("APP_VOL"));
	assert_int_equal(loop_add_timer(r->loop, "tick", LOOP_NORMAL, desk_tick, d, &d->tick), 0);
	station_kept(&d->station, &d->sure);
	d->restored = true;
	r->desk = d;
}

static inline int up(void **state)
{
	rig = calloc(1, sizeof(*rig));
	rig_up(&rig->ledger);
	clock_set_source(rig_moment);
	assert_int_equal(loop_new(&rig->loop), 0);
	assert_int_equal(ledger_catalogue(rig->ledger.ledger, &rig->catalogue), 0);
	make_desk(rig);
	*state = rig;
	return 0;
}

static inline int down(void **state)
{
	(void)state;
	loop_source_free(rig->desk->tick);
	free(rig->desk->usual);
	free(rig->desk);
	loop_free(rig->loop);
	catalogue_free(rig->catalogue);
	clock_set_source(NULL);
	rig_down(&rig->ledger);
	free(rig);
	return 0;
}

static inline void answered(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	assert_int_equal(result->error, 0);
	assert_int_equal(result->answer, LEDGER_WRITTEN);
	++*(int *)data;
}

static inline void type_in(struct desk_rig *r, int64_t net_mg)
{
	struct rig_values values;
	struct ledger_job drafts;
	struct rig_job job = rig_job(&r->ledger, RIG_RECORD);
	int count = 0;

	job.weighing = rig_weighing(&r->ledger, "TLC-VET", net_mg);
	drafts = rig_drafts(&job, &values);
	assert_int_equal(desk_write(r->desk, &drafts, answered, &count), 0);
	assert_int_equal(count, 1);
}

static inline void report(struct desk_rig *r, enum scale_state state, int64_t grams)
{
	struct station_event event = { .kind = EVENT_READING };

	r->ledger.now.boot_us += 100000;
	r->ledger.now.wall_us += 100000;
	event.reading = (struct reading){ .state = state, .at_boot_us = r->ledger.now.boot_us };
	reading_set_shown(&event.reading, &(struct mass_shown){ grams, 0, MASS_GRAM });
	desk_feed(r->desk, &event);
}

static inline void rest(struct desk_rig *r, int64_t grams)
{
	for (int i = 0; i < 20; i++)
		report(r, grams ? SCALE_STABLE : SCALE_ZERO, grams);
}

static inline const char *noticed(const struct desk_rig *r)
{
	const struct station *s = &r->desk->station;

	return s->notice.kind == NOTICE_NONE ? "" : s->notice.said.key;
}

static inline void weigh_one(struct desk_rig *r, char ret_id[PRIVATE_KEY_SIZE])
{
	rest(r, 0);
	rest(r, 2000);
	desk_scanned(r->desk, "hand", "KTLCVETC");
	assert_int_equal(station_phase(&r->desk->station), PHASE_RECORDED);
	memcpy(ret_id, r->desk->station.last.weighing.id, PRIVATE_KEY_SIZE);
}
