// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Feeds the pure station one event at a time and carries out its effects in order. What
 * goes to the ledger comes back as an event; an effect that fails at once does too, so
 * events wait in a short queue while one is being carried out.
 */
#include <string.h>
#include "clock.h"
#include "desk_private.h"
#include "log.h"

enum {
	TICK_BUSY_US = 1000 * 1000,      /* while something runs out: contract.md, 30 s armed */
	TICK_IDLE_US = 15 * 1000 * 1000, /* midnight, an old origin, a clock set right */
	NOTICE_US = 10 * 1000 * 1000,
};

static bool runs_out(const struct station *s)
{
	return s->armed.category[0] || s->question.kind != QUESTION_NONE;
}

static void carry_out(struct desk *d, const struct moment *now, const struct station_effect *e);

/* What it was about is over. */
static void notice_ends(struct desk *d)
{
	if (!d->notice.said.key)
		return;
	d->notice.said.key = NULL;
	desk_changed(d);
}

static bool is_success(const struct station_effect *e)
{
	return e->kind == EFFECT_SAVED || e->kind == EFFECT_CONTEXT ||
	       (e->kind == EFFECT_REPLY && (e->reply == REPLY_MADE || e->reply == REPLY_CHANGED ||
						   e->reply == REPLY_ARMED));
}

static bool has_load(const struct station *s)
{
	return station_phase(s) != PHASE_EMPTY;
}

static void step(struct desk *d, const struct station_event *event)
{
	struct station_effects effects;
	bool loaded = has_load(&d->station);
	bool over;

	station_step(&d->station, event, &effects);
	over = !loaded && has_load(&d->station);
	for (size_t i = 0; i < effects.count; i++)
		over |= is_success(&effects.list[i]);
	if (over)
		notice_ends(d);
	for (size_t i = 0; i < effects.count; i++)
		carry_out(d, &event->now, &effects.list[i]);
}

void desk_feed(struct desk *d, struct station_event *event)
{
	bool busy = runs_out(&d->station);

	clock_now(&event->now);
	if (d->queue_count == DESK_EVENTS) {
		log_line(LOG_ERROR, "desk event=%d lost: queue full", (int)event->kind);
		return;
	}
	d->queue[(d->queue_first + d->queue_count++) % DESK_EVENTS] = *event;
	if (d->stepping)
		return;
	d->stepping = true;
	while (d->queue_count) {
		size_t first = d->queue_first;

		step(d, &d->queue[first]);
		d->queue_first = (first + 1) % DESK_EVENTS;
		d->queue_count--;
	}
	d->stepping = false;
	if (!busy && runs_out(&d->station))
		(void)loop_timer_arm(d->tick, TICK_BUSY_US);
}

struct day_total {
	char day[DAY_SIZE];
	int64_t in_mg;
	uint64_t weighings;
};

static int run_day_total(struct ledger *l, void *arg)
{
	struct day_total *t = arg;

	return ledger_today(l, t->day, &t->in_mg, &t->weighings);
}

static void have_day_total(void *data, void *arg, int result)
{
	_cleanup_free_ struct day_total *t = arg;
	struct desk *d = data;
	struct station_event event = {
		.kind = EVENT_ELSEWHERE, .today_in_mg = t->in_mg, .today_weighings = t->weighings
	};

	if (result == 0)
		desk_feed(d, &event);
	else
		d->day[0] = '\0';
}

/* The day has changed, at midnight or because the clock was set: what does the ledger hold of it? */
static void read_day_total(struct desk *d, const struct moment *now)
{
	struct day_total *t = calloc(1, sizeof(*t));

	memcpy(d->day, now->day, sizeof(d->day));
	if (t) {
		memcpy(t->day, now->day, sizeof(t->day));
		if (desk_ask(d, true, run_day_total, t, have_day_total) == 0)
			return;
		free(t);
	}
	d->day[0] = '\0';
}

static void clock_written(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	if (result->error < 0)
		log_line(LOG_WARN, "desk clock entry not written offset_us=%lld error=%s",
			(long long)job->offset_us, log_errno(result->error));
	else
		read_day_total(data, &job->now);
}

/* The clock was set right by the network: the doubtful entries of this boot learn by how much. */
static void watch_clock(struct desk *d, const struct moment *now)
{
	int64_t base_us = now->wall_us - (int64_t)now->boot_us;
	struct ledger_job job = { .op = LEDGER_CLOCK, .now = *now };

	if (strcmp(d->day, now->day) != 0)
		read_day_total(d, now);
	if (d->clock == CLOCK_DOUBTFUL && now->quality == CLOCK_TRUSTED && d->clock_base_us) {
		job.offset_us = base_us - d->clock_base_us;
		if (desk_submit(d, &job, clock_written, d) < 0)
			return;
	}
	d->clock = now->quality;
	if (now->quality == CLOCK_DOUBTFUL)
		d->clock_base_us = base_us;
}

static void notice_runs_out(struct desk *d, const struct moment *now)
{
	if (now->boot_us - d->notice_boot_us >= NOTICE_US)
		notice_ends(d);
}

void desk_tick(void *data)
{
	struct desk *d = data;
	struct station_event event = { .kind = EVENT_TIME };

	desk_feed(d, &event);
	watch_clock(d, &event.now);
	notice_runs_out(d, &event.now);
	(void)loop_timer_arm(
		d->tick, runs_out(&d->station) || d->notice.said.key ? TICK_BUSY_US : TICK_IDLE_US);
}

void desk_changed(struct desk *d)
{
	if (d->panels)
		panels_phase(d->panels, station_phase(&d->station));
	if (d->events.snapshot)
		d->events.snapshot(d->events.data);
}

static void set_notice(struct desk *d, const struct sentence *said, bool news)
{
	struct moment now;

	clock_now(&now);
	d->notice = (struct desk_notice){ .said = *said, .news = news };
	d->notice_boot_us = now.boot_us;
	(void)loop_timer_arm(d->tick, TICK_BUSY_US);
	desk_changed(d);
}

void desk_refused(struct desk *d, const struct sentence *why)
{
	set_notice(d, why, false);
}

void desk_news(struct desk *d, const struct sentence *what)
{
	set_notice(d, what, true);
}

const struct desk_notice *desk_notice(const struct desk *d)
{
	return d->notice.said.key ? &d->notice : NULL;
}

static void asked_again(void *data, int result)
{
	struct desk *d = data;
	struct sentence why = { .key = "store_failed" };

	if (result == -ENOENT)
		why.key = "no_such_weighing";
	if (result < 0)
		desk_refused(d, &why);
}

static void zero_scale(struct desk *d, size_t scale)
{
	struct sentence why = { .key = "zero_refused" };

	if (scales_zero(d->scales, scale) < 0)
		desk_refused(d, &why);
}

static void saved(struct desk *d)
{
	if (d->events.weighing && d->saved)
		d->events.weighing(d->events.data, &d->saved->weighing, d->saved->seq);
	labels_kick(d->labels);
}

static void carry_out(struct desk *d, const struct moment *now, const struct station_effect *e)
{
	switch (e->kind) {
	case EFFECT_COMMIT:
		desk_commit(d, now, e);
		break;
	case EFFECT_REPLY:
		requests_answer(d, e);
		break;
	case EFFECT_CHANGED:
		desk_changed(d);
		break;
	case EFFECT_SIGNAL:
		if (d->panels)
			panels_signal(d->panels, e->signal);
		break;
	case EFFECT_SAVED:
		saved(d);
		break;
	case EFFECT_PRINT:
		(void)desk_print(d, e->id, asked_again, d);
		break;
	case EFFECT_ZERO:
		if (d->scales)
			zero_scale(d, e->scale);
		break;
	case EFFECT_CONTEXT:
		desk_keep_context(d);
		break;
	}
}
