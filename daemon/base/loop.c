// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The event loop: a thin coat over sd-event that times every callback, says which one
 * held the loop, and feeds systemd's watchdog (only when WATCHDOG_USEC asks for it).
 *
 * Timers are one-shot and a little late on purpose: a sixteenth of their delay, so that
 * several that are due about now share one wake-up.
 */
#include <signal.h>
#include <stdbool.h>
#include <time.h>
#include <systemd/sd-event.h>
#include "log.h"
#include "loop.h"

enum {
	SLOW_US = 50 * 1000,
	ACCURACY_SHARE = 16,
	ACCURACY_LEAST_US = 1000,
	ACCURACY_MOST_US = 250 * 1000,
};

struct loop {
	sd_event *event;
	uint64_t counts[LOOP_BUCKETS];
};

struct loop_source {
	struct loop *loop;
	const char *name;
	sd_event_source *source;
	loop_fd_fn fd_fn;
	loop_timer_fn fn;
	void *data;
};

static uint64_t now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_BOOTTIME, &t);
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

uint64_t loop_now_us(struct loop *loop)
{
	(void)loop;
	return now_us();
}

int loop_new(struct loop **ret_loop)
{
	_cleanup_(cleanup_loop_free) struct loop *loop = calloc(1, sizeof(*loop));
	int r;

	if (!loop)
		return -ENOMEM;
	r = sd_event_new(&loop->event);
	if (r < 0)
		return r;
	r = sd_event_set_watchdog(loop->event, true);
	if (r < 0)
		return r;
	*ret_loop = TAKE_PTR(loop);
	return 0;
}

struct loop *loop_free(struct loop *loop)
{
	if (!loop)
		return NULL;
	sd_event_unref(loop->event);
	free(loop);
	return NULL;
}

static void count_latency(struct loop *loop, const char *name, uint64_t took_us)
{
	static const uint64_t bound_us[LOOP_BUCKETS - 1] = { 1000, 5000, 20000, 50000, 200000 };
	size_t i = 0;

	while (i < ARRAY_SIZE(bound_us) && took_us > bound_us[i])
		i++;
	loop->counts[i]++;
	if (took_us > SLOW_US)
		log_line(LOG_WARN, "loop callback=%s took_ms=%llu", name,
			(unsigned long long)took_us / 1000);
}

/* The callback may free its own source: nothing of it is touched afterwards. */
static int dispatch(struct loop_source *s, uint32_t revents)
{
	struct loop *loop = s->loop;
	const char *name = s->name;
	uint64_t start_us = now_us();

	if (s->fd_fn)
		s->fd_fn(s->data, revents);
	else
		s->fn(s->data);
	count_latency(loop, name, now_us() - start_us);
	return 0;
}

static int on_fd(sd_event_source *source, int fd, uint32_t revents, void *data)
{
	(void)source;
	(void)fd;
	return dispatch(data, revents);
}

static int on_timer(sd_event_source *source, uint64_t usec, void *data)
{
	(void)source;
	(void)usec;
	return dispatch(data, 0);
}

static int on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *data)
{
	(void)source;
	(void)info;
	return dispatch(data, 0);
}

static struct loop_source *source_new(struct loop *loop, const char *name, void *data)
{
	struct loop_source *s = calloc(1, sizeof(*s));

	if (!s)
		return NULL;
	s->loop = loop;
	s->name = name;
	s->data = data;
	return s;
}

CLEANUP_OF(struct loop_source, loop_source_free);

static int source_finish(
	struct loop_source **s, enum loop_priority priority, struct loop_source **ret_source)
{
	int r = sd_event_source_set_priority((*s)->source, priority);

	if (r < 0)
		return r;
	*ret_source = TAKE_PTR(*s);
	return 0;
}

int loop_add_fd(struct loop *loop, const char *name, enum loop_priority priority, int fd,
	uint32_t events, loop_fd_fn fn, void *data, struct loop_source **ret_source)
{
	_cleanup_(cleanup_loop_source_free) struct loop_source *s = source_new(loop, name, data);
	int r;

	if (!s)
		return -ENOMEM;
	s->fd_fn = fn;
	r = sd_event_add_io(loop->event, &s->source, fd, events, on_fd, s);
	if (r < 0)
		return r;
	return source_finish(&s, priority, ret_source);
}

int loop_source_events(struct loop_source *source, uint32_t events)
{
	return sd_event_source_set_io_events(source->source, events);
}

int loop_add_timer(struct loop *loop, const char *name, enum loop_priority priority,
	loop_timer_fn fn, void *data, struct loop_source **ret_source)
{
	_cleanup_(cleanup_loop_source_free) struct loop_source *s = source_new(loop, name, data);
	int r;

	if (!s)
		return -ENOMEM;
	s->fn = fn;
	r = sd_event_add_time(loop->event, &s->source, CLOCK_BOOTTIME, UINT64_MAX, 0, on_timer, s);
	if (r < 0)
		return r;
	r = loop_timer_disarm(s);
	if (r < 0)
		return r;
	return source_finish(&s, priority, ret_source);
}

int loop_timer_arm(struct loop_source *timer, uint64_t delay_us)
{
	uint64_t accuracy_us = delay_us / ACCURACY_SHARE;
	int r;

	if (accuracy_us < ACCURACY_LEAST_US)
		accuracy_us = delay_us ? ACCURACY_LEAST_US : 1;
	if (accuracy_us > ACCURACY_MOST_US)
		accuracy_us = ACCURACY_MOST_US;
	r = sd_event_source_set_time_accuracy(timer->source, accuracy_us);
	if (r < 0)
		return r;
	r = sd_event_source_set_time(timer->source, now_us() + delay_us);
	if (r < 0)
		return r;
	return sd_event_source_set_enabled(timer->source, SD_EVENT_ONESHOT);
}

int loop_timer_disarm(struct loop_source *timer)
{
	return sd_event_source_set_enabled(timer->source, SD_EVENT_OFF);
}

int loop_add_signal(struct loop *loop, int signal, loop_timer_fn fn, void *data,
	struct loop_source **ret_source)
{
	_cleanup_(cleanup_loop_source_free) struct loop_source *s =
		source_new(loop, "signal", data);
	sigset_t set;
	int r;

	if (!s)
		return -ENOMEM;
	s->fn = fn;
	sigemptyset(&set);
	if (sigaddset(&set, signal) < 0 || sigprocmask(SIG_BLOCK, &set, NULL) < 0)
		return -errno;
	r = sd_event_add_signal(loop->event, &s->source, signal, on_signal, s);
	if (r < 0)
		return r;
	return source_finish(&s, LOOP_NORMAL, ret_source);
}

struct loop_source *loop_source_free(struct loop_source *source)
{
	if (!source)
		return NULL;
	sd_event_source_disable_unref(source->source);
	free(source);
	return NULL;
}

int loop_run(struct loop *loop)
{
	return sd_event_loop(loop->event);
}

int loop_turn(struct loop *loop, uint64_t most_us)
{
	int r = sd_event_run(loop->event, most_us);

	return r < 0 ? r : 0;
}

void loop_quit(struct loop *loop, int code)
{
	(void)sd_event_exit(loop->event, code);
}

void loop_latency(struct loop *loop, uint64_t ret_counts[LOOP_BUCKETS])
{
	for (size_t i = 0; i < LOOP_BUCKETS; i++)
		ret_counts[i] = loop->counts[i];
}
