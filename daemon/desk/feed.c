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

enum { TICK_IDLE_US = 15 * 1000 * 1000 }; /* midnight, a clock set right, plates not yet kept */

static void carry_out(struct desk *d, const struct moment *now, const struct station_effect *e);

/* Which plates hold something, and which a load that nobody has recorded. */
struct loads {
	bool loaded[STATION_SCALES], owed[STATION_SCALES];
};

static void look(const struct station *s, struct loads *ret)
{
	int64_t low_mg, high_mg;

	*ret = (struct loads){ 0 };
	for (size_t i = 0; i < s->scale_count; i++) {
		const struct station_watch *w = &s->scale[i].watch;

		ret->loaded[i] = w->loaded;
		ret->owed[i] = w->loaded && plate_unrecorded(&s->scale[i].plate, w->e_mg,
						    station_c_mg(s, i), &low_mg, &high_mg);
	}
}

/* Whether some were. A number of units that was said of one has gone with it. */
static bool count_lifts(struct desk *d, const struct loads *before)
{
	bool lifted = false;

	for (size_t i = 0; i < d->station.scale_count; i++) {
		if (!before->loaded[i] || d->station.scale[i].watch.loaded)
			continue;
		d->lifts[i]++;
		lifted = true;
		if (before->owed[i])
			quantity_drop(d);
	}
	return lifted;
}

static void step(struct desk *d, const struct station_event *event)
{
	const uint64_t ways = d->ways;
	struct station_effects effects;
	struct loads before;
	bool lifted;

	look(&d->station, &before);
	station_step(&d->station, event, &effects);
	lifted = count_lifts(d, &before);
	for (size_t i = 0; i < effects.count; i++)
		carry_out(d, &event->now, &effects.list[i]);
	requests_kept(d);
	if (lifted || d->ways != ways)
		desk_changed(d); /* what lies there has another name: desk_load() */
}

/* At the latest when the station wants to know that time has passed. */
static void arm_tick(struct desk *d, uint64_t now_boot_us)
{
	const uint64_t forgets_us = d->quantity.until_boot_us + 1;
	uint64_t wakes_us = station_wakes_us(&d->station);

	if (d->quantity.units && (!wakes_us || forgets_us < wakes_us))
		wakes_us = forgets_us;
	if (!wakes_us || wakes_us >= d->tick_boot_us)
		return;
	d->tick_boot_us = wakes_us;
	(void)loop_timer_arm(d->tick, wakes_us > now_boot_us ? wakes_us - now_boot_us : 0);
}

void desk_feed(struct desk *d, struct station_event *event)
{
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
	arm_tick(d, event->now.boot_us);
}

struct day_total {
	char day[DAY_SIZE];
	struct day_sums sums;
};

static int run_day_total(struct ledger *l, void *arg)
{
	struct day_total *t = arg;

	return ledger_today(l, t->day, &t->sums);
}

static void have_day_total(void *data, void *arg, int result)
{
	_cleanup_free_ struct day_total *t = arg;
	struct desk *d = data;
	struct station_event event = { .kind = EVENT_ELSEWHERE, .today = t->sums };

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
		if (desk_ask(d, STORE_WRITER, run_day_total, t, have_day_total) == 0)
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
			(long long)((const struct clock_correction *)job->drafts[0].value)
				->offset_us,
			log_errno(result->error));
	else
		read_day_total(data, &job->now);
}

/* The clock was set right by the network: the doubtful entries of this boot learn by how much. */
static void watch_clock(struct desk *d, const struct moment *now)
{
	int64_t base_us = now->wall_us - (int64_t)now->boot_us;
	struct clock_correction right = { 0 };
	struct ledger_job job = { .now = *now,
		.drafts = { { &clock_corrected_kind, &right, NULL } } };

	if (strcmp(d->day, now->day) != 0) {
		if (d->day[0]) /* rows begin and end with a day */
			desk_other_catalogue(d);
		read_day_total(d, now);
	}
	if (d->clock == CLOCK_DOUBTFUL && now->quality == CLOCK_TRUSTED && d->clock_base_us) {
		right.offset_us = base_us - d->clock_base_us;
		if (desk_submit(d, &job, clock_written, d) < 0)
			return;
	}
	d->clock = now->quality;
	if (now->quality == CLOCK_DOUBTFUL)
		d->clock_base_us = base_us;
}

void desk_tick(void *data)
{
	struct desk *d = data;
	struct station_event event = { .kind = EVENT_TIME };

	desk_feed(d, &event);
	if (!desk_units(d))
		quantity_drop(d);
	watch_clock(d, &event.now);
	desk_look_for(d);
	d->tick_boot_us = event.now.boot_us + TICK_IDLE_US;
	(void)loop_timer_arm(d->tick, TICK_IDLE_US);
	arm_tick(d, event.now.boot_us);
}

void desk_other_catalogue(struct desk *d)
{
	if (d->events.catalogue)
		d->events.catalogue(d->events.data);
}

void desk_changed(struct desk *d)
{
	if (d->panels)
		panels_phase(d->panels, station_phase(&d->station));
	if (d->events.snapshot)
		d->events.snapshot(d->events.data);
}

static void say(struct desk *d, enum station_notice kind, const struct sentence *said)
{
	struct moment now;

	clock_now(&now);
	station_notify(&d->station, kind, said, &now);
	arm_tick(d, now.boot_us);
	desk_changed(d);
}

void desk_refused(struct desk *d, const struct sentence *why)
{
	say(d, NOTICE_REFUSAL, why);
}

void desk_news(struct desk *d, const struct sentence *what)
{
	say(d, NOTICE_NEWS, what);
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
	if (d->events.weighing && d->saved && !result_weighing(d->saved)->pack)
		d->events.weighing(d->events.data, result_weighing(d->saved), d->saved->seq);
	quantity_saved(d);
	labels_kick(d->labels);
}

static void carry_out(struct desk *d, const struct moment *now, const struct station_effect *e)
{
	switch (e->kind) {
	case EFFECT_COMMIT:
		quantity_commit(d, e->commit);
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
		d->ways++;
		desk_keep_context(d);
		break;
	case EFFECT_KEEP:
		desk_keep_plates(d);
		break;
	}
}
