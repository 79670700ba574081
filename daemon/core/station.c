// SPDX-License-Identifier: GPL-3.0-or-later
/* The station machine: one event in, a new state and effects out. See station.h. */
#include "station.h"
#include <errno.h>
#include <string.h>
#include "catalogue_facts.h"
#include "station_impl.h"

struct station_effect *step_effect(struct step *x, enum station_effect_kind kind)
{
	/* No step makes more than a handful; the last place is reused rather than overrun. */
	size_t at = x->fx->count < STATION_EFFECTS ? x->fx->count++ : STATION_EFFECTS - 1;
	struct station_effect *e = &x->fx->list[at];

	memset(e, 0, sizeof(*e));
	e->kind = kind;
	return e;
}

void step_signal(struct step *x, enum station_signal signal)
{
	step_effect(x, EFFECT_SIGNAL)->signal = signal;
}

struct station_effect *step_reply(struct step *x, uint64_t request, enum station_reply reply)
{
	struct station_effect *e = step_effect(x, EFFECT_REPLY);

	e->request = request;
	e->reply = reply;
	if (reply == REPLY_MADE || reply == REPLY_CHANGED || reply == REPLY_ARMED)
		notice_drop(x->s);
	return e;
}

void notice_drop(struct station *s)
{
	memset(&s->notice, 0, sizeof(s->notice));
}

void station_notify(struct station *s, enum station_notice kind, const struct sentence *said,
	const struct moment *now)
{
	s->notice.kind = kind;
	s->notice.said = *said;
	s->notice.since_boot_us = now->boot_us;
}

struct station_effect *step_refuse_why(
	struct step *x, uint64_t request, enum station_reply reply, const struct sentence *why)
{
	struct station_effect *e = step_reply(x, request, reply);

	e->why = *why;
	if (request == 0)
		station_notify(x->s, NOTICE_REFUSAL, why, x->now);
	step_signal(x, SIGNAL_REFUSED);
	return e;
}

void step_refuse(struct step *x, uint64_t request, enum station_reply reply, const char *key)
{
	const struct sentence why = { .key = key };

	(void)step_refuse_why(x, request, reply, &why);
}

/* ---- set-up ---- */

void station_init(
	struct station *s, const struct station_config *config, const struct catalogue *catalogue)
{
	memset(s, 0, sizeof(*s));
	s->config = *config;
	s->catalogue = catalogue;
}

int station_add_scale(struct station *s, const char *name, int64_t e_mg, int64_t max_mg,
	const struct stability_rule *rule, size_t *ret_index)
{
	struct station_scale *scale;

	if (s->scale_count == STATION_SCALES)
		return -ENOSPC;
	if (strlen(name) >= DEVICE_SIZE)
		return -EINVAL;
	scale = &s->scale[s->scale_count];
	memset(scale, 0, sizeof(*scale));
	memcpy(scale->name, name, strlen(name) + 1);
	scale->e_mg = e_mg;
	scale->max_mg = max_mg;
	scale->rule = *rule;
	plate_init(&scale->plate, name);
	scale->watch.last.state = SCALE_UNPLUGGED;
	scale->watch.unconfirmed = true;
	scale->watch.e_mg = e_mg > 0 ? e_mg : 1;
	*ret_index = s->scale_count++;
	return 0;
}

void station_approve_scale(struct station *s, size_t scale, const struct approval *approval)
{
	s->scale[scale].approval = *approval;
}

void station_set_catalogue(struct station *s, const struct catalogue *catalogue)
{
	s->catalogue = catalogue;
}

/* ---- the step ---- */

enum { NOTICE_US = 10 * 1000 * 1000 };

static void time_passed(struct step *x)
{
	struct station *s = x->s;

	if (s->context.operator_code[0] &&
		catalogue_names_nobody(s->catalogue, s->config.site, x->now->day))
		memset(s->context.operator_code, 0, CODE_SIZE);
	if (s->armed.category[0] && x->now->boot_us - s->armed.since_boot_us >= s->config.armed_us)
		armed_drop(s);
	if (s->notice.kind && x->now->boot_us - s->notice.since_boot_us >= NOTICE_US)
		notice_drop(s);
	if (s->today.day[0] && strcmp(s->today.day, x->now->day) != 0) {
		memcpy(s->today.day, x->now->day, DAY_SIZE);
		s->today.sums = (struct day_sums){ 0 };
	}
}

static void ledger_changed(struct station *s, const struct station_event *event)
{
	if (!s->ledger_down)
		s->down_left = s->left_number;
	s->ledger_down = event->down;
	s->ledger_why = event->down_why;
	if (!event->down)
		return;
	armed_drop(s);
	question_drop(s);
}

static void dispatch(struct step *x, const struct station_event *event)
{
	x->s->now = *x->now;
	time_passed(x);
	switch (event->kind) {
	case EVENT_READING:
		if (event->scale < x->s->scale_count)
			load_reading(x, event->scale, &event->reading);
		break;
	case EVENT_INTENT:
		intent_step(x, &event->intent);
		break;
	case EVENT_COMMITTED:
		commit_done(x, event);
		break;
	case EVENT_COMMIT_FAILED:
		commit_failed(x, event);
		break;
	case EVENT_COMMIT_UNKNOWN:
		commit_unknown(x, event);
		break;
	case EVENT_LEDGER:
		ledger_changed(x->s, event);
		break;
	case EVENT_WRITING:
		writing_elsewhere(x->s, event);
		break;
	case EVENT_ELSEWHERE:
		written_elsewhere(x, event);
		break;
	case EVENT_SLIP:
		slip_told(x, &event->slip);
		break;
	case EVENT_LEFT_SEEN:
		left_seen(x->s, event->left_number, event->left_by);
		break;
	case EVENT_TIME: /* and never with an intent: it means what the page has shown */
		for (size_t i = 0; i < x->s->scale_count; i++)
			load_time(x, i);
		break;
	}
	for (size_t i = 0; i < x->s->scale_count; i++)
		kept_meets_load(x->s, i);
	armed_meets_load(x);
	question_again(x);
}

/* All that a page or a lamp shows; compared before and after. Made from zeroed memory. */
struct shown {
	enum station_phase phase;
	enum station_question question;
	enum scale_state state[STATION_SCALES];
	enum scale_reason reason[STATION_SCALES];
	int64_t mass_mg[STATION_SCALES];
	int64_t tare_mg[STATION_SCALES];
	size_t in_force;
	int64_t to_mg;
	char armed[CODE_SIZE];
	char asked[CODE_SIZE];
	struct station_context context;
	char last_id[PRIVATE_KEY_SIZE];
	bool last_undone;
	struct day_sums today;
	bool ledger_down;
	const char *notice;
	uint64_t left_number;
	size_t left_count;
	char undone_id[PRIVATE_KEY_SIZE];
	size_t parts;
};

static void look(const struct station *s, struct shown *v)
{
	memset(v, 0, sizeof(*v));
	v->phase = station_phase(s);
	v->question = s->question.kind;
	v->in_force = s->in_force;
	v->to_mg = s->question.to_mg;
	memcpy(v->armed, s->armed.category, CODE_SIZE);
	memcpy(v->asked, s->question.category, CODE_SIZE);
	v->context = s->context;
	memcpy(v->last_id, s->last.weighing.id, PRIVATE_KEY_SIZE);
	v->last_undone = s->last.undone;
	v->today = s->today.sums;
	v->ledger_down = s->ledger_down;
	v->notice = s->notice.said.key;
	v->left_number = s->left_number;
	v->left_count = s->left_count;
	memcpy(v->undone_id, s->undone.weighing.id, PRIVATE_KEY_SIZE);
	v->parts = s->in_force < s->scale_count ? s->scale[s->in_force].plate.part_count : 0;
	for (size_t i = 0; i < s->scale_count; i++) {
		const struct station_watch *w = &s->scale[i].watch;

		v->state[i] = station_scale_state(s, i);
		v->reason[i] = w->last.reason;
		v->mass_mg[i] = reading_has_mass(&w->last) ? w->last.mass_mg : 0;
		v->tare_mg[i] = plate_tare_mg(&s->scale[i].plate);
	}
}

static bool same_plates(const struct station_kept *a, const struct station *s)
{
	struct station_kept b;

	station_kept(s, &b);
	/* Both were zeroed before. NOLINTNEXTLINE(bugprone-suspicious-memory-comparison) */
	return memcmp(a, &b, sizeof(b)) == 0;
}

/*
 * Not while a commit is under way: it brings its own, and one that may fail is not kept. Nor
 * while other ways write: what they keep beside their entry is newer.
 */
static void keep(struct step *x, const struct station_kept *before)
{
	struct station *s = x->s;

	s->keep_due |= !same_plates(before, s);
	if (!s->keep_due || is_writing(s))
		return;
	s->keep_due = false;
	(void)step_effect(x, EFFECT_KEEP);
}

void station_step(
	struct station *s, const struct station_event *event, struct station_effects *ret_effects)
{
	struct step x = { s, &event->now, ret_effects };
	struct station_kept kept;
	struct shown before, after;

	ret_effects->count = 0;
	s->now = event->now;
	station_kept(s, &kept);
	look(s, &before);
	dispatch(&x, event);
	keep(&x, &kept);
	look(s, &after);
	if (after.phase == PHASE_READY && before.phase != PHASE_READY)
		step_signal(&x, SIGNAL_READY);
	/* look() zeroes what it fills. NOLINTNEXTLINE(bugprone-suspicious-memory-comparison) */
	if (memcmp(&before, &after, sizeof(before)) != 0)
		(void)step_effect(&x, EFFECT_CHANGED);
}
