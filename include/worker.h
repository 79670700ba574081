// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A worker: the only kind of thread. It owns a resource, takes a copy of a job, gives back
 * a copy of the result, and rings an eventfd; done() runs in the loop. Pointers inside a
 * job or a result pass ownership with it. Jobs of one worker run in the order submitted, but for those that give way.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "loop.h"

struct worker;

struct worker_ops {
	const char *name; /* thread name, at most 15 characters */
	size_t job_size;
	size_t result_size;
	/* In the thread. result is zeroed before. */
	void (*run)(void *resource, const void *job, void *result);
	/* In the loop. */
	void (*done)(void *data, const void *job, const void *result);
};

/* resource is used by the thread alone from now on, until worker_free() has returned. */
int worker_new(struct loop *loop, const struct worker_ops *ops, void *resource, void *data,
	struct worker **ret_worker);
/* Copies *job. 0, -ENOMEM, -ESHUTDOWN. */
int worker_submit(struct worker *w, const void *job);
/* Likewise, to run when no other one waits; of these, too, in their order. */
int worker_submit_behind(struct worker *w, const void *job);
/* Jobs submitted whose done() has not run. */
size_t worker_pending(const struct worker *w);
/* Runs the jobs already submitted and their done(), then joins. NULL is fine; returns NULL. */
struct worker *worker_free(struct worker *w);

CLEANUP_OF(struct worker, worker_free);
