// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one event loop (sd-event) of the main thread. Every callback is timed; one that
 * takes more than 50 ms is named in the log. The systemd watchdog is fed from here.
 */
#pragma once
#include <stdint.h>
#include "cleanup.h"

struct loop;
struct loop_source;

/* Dispatched in this order when several are due. */
enum loop_priority { LOOP_DEVICE = -10, LOOP_NORMAL = 0, LOOP_WEB = 10, LOOP_IDLE = 20 };

typedef void (*loop_fd_fn)(void *data, uint32_t revents);
typedef void (*loop_timer_fn)(void *data);

/* 0 or -errno. */
int loop_new(struct loop **ret_loop);
struct loop *loop_free(struct loop *loop);

/* name must outlive the source (a literal); fd is not owned. events: EPOLLIN … */
int loop_add_fd(struct loop *loop, const char *name, enum loop_priority priority, int fd,
	uint32_t events, loop_fd_fn fn, void *data, struct loop_source **ret_source);
int loop_source_events(struct loop_source *source, uint32_t events);
/* A one-shot timer, created disarmed; arm again from its callback to repeat. */
int loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source);
int loop_timer_arm(struct loop_source *timer, uint64_t delay_us);
int loop_timer_disarm(struct loop_source *timer);
/* Blocks the signal and calls fn for it; before any thread is made. */
int loop_add_signal(struct loop *loop, int signal, loop_timer_fn fn, void *data,
	struct loop_source **ret_source);
/* Safe on NULL and from within the source's own callback; returns NULL. */
struct loop_source *loop_source_free(struct loop_source *source);

/* CLOCK_BOOTTIME, microseconds. */
uint64_t loop_now_us(struct loop *loop);
/* Runs until loop_quit(); returns its code or -errno. */
int loop_run(struct loop *loop);
/* One turn: waits at most most_us, calls what is due; for tests, which look between turns. 0 or -errno. */
int loop_turn(struct loop *loop, uint64_t most_us);
void loop_quit(struct loop *loop, int code);
/* Slowest callbacks and histogram for /metrics: upper bounds 1, 5, 20, 50, 200 ms and above. */
enum { LOOP_BUCKETS = 6 };
void loop_latency(struct loop *loop, uint64_t ret_counts[LOOP_BUCKETS]);

CLEANUP_OF(struct loop, loop_free);
