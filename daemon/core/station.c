// SPDX-License-Identifier: GPL-3.0-or-later
/* The station machine: one event in, a new state and effects out. See station.h. */
#include "station.h"
#include <errno.h>
#include <string.h>
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
	return e;
}

struct station_effect *step_refuse_why(
	struct step *x, uint64_t request, enum station_reply reply, const struct sentence *why)
{
	struct station_effect *e = step_reply(x, request, reply);

	e->why = *why;
	if (request == 0)
		x->s->notice = *why;
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
	scale->load.last.state = SCALE_UNPLUGGED;
	scale->load.unconfirmed = true;
	scale->load.e_mg = e_mg > 0 ? e_mg : 1;
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

void station_restore(struct station *s, const struct station_context *context,
	const struct weighing *last, bool last_undone, const struct moment *now,
	int64_t today_in_mg, uint64_t today_weighings)
{
	if (context)
		s->context = *context;
	s->context.container[0] = '\0'; /* a tare never survives a restart */
	s->context_boot_us = now->boot_us;
	memcpy(s->today.day, now->day, DAY_SIZE);
	s->today.in_mg = today_in_mg;
	s->today.weighings = today_weighings;
	if (!last)
		return;
	s->last.weighing = *last;
	s->last.any = true;
	s->last.undone = last_undone;
	for (size_t i = 0; i < s->scale_count && !last_undone; i++)
		if (strcmp(s->scale[i].name, last->scale) == 0 &&
			now->wall_us - last->at.wall_us < (int64_t)s->config.undo_us)
			s->scale[i].load.remembered_mg = last->provenance == PROVENANCE_DEVICE_TARE
								 ? last->net_mg
								 : last->gross_mg;
}

/* ---- the step ---- */

static void time_passed(struct step *x)
{
	struct station *s = x->s;

	if (s->armed.category[0] && x->now->boot_us - s->armed.since_boot_us >= s->config.armed_us)
		armed_drop(s);
	if (s->today.day[0] && strcmp(s->today.day, x->now->day) != 0) {
		memcpy(s->today.day, x->now->day, DAY_SIZE);
		s->today.in_mg = 0;
		s->today.weighings = 0;
	}
}

static void ledger_changed(struct station *s, const struct station_event *event)
{
	s->ledger_down = event->down;
	s->ledger_why = event->down_why;
	if (!event->down)
		return;
	armed_drop(s);
	question_drop(s);
}

static void dispatch(struct step *x, const struct station_event *event)
{
	time_passed(x);
	switch (event->kind) {
	case EVENT_READING:
		if (event->scale < x->s->scale_count)
			load_reading(x, event->scale, &event->reading);
		break;
	case EVENT_INTENT:
		x->s->notice = (struct sentence){ 0 };
		intent_step(x, &event->intent);
		break;
	case EVENT_COMMITTED:
		commit_done(x, event);
		break;
	case EVENT_COMMIT_FAILED:
		commit_failed(x, event);
		break;
	case EVENT_LEDGER:
		ledger_changed(x->s, event);
		break;
	case EVENT_ELSEWHERE:
		written_elsewhere(x, event);
		break;
	case EVENT_TIME:
		break;
	}
	armed_meets_load(x);
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
	int64_t today_in_mg;
	uint64_t today_weighings;
	bool ledger_down;
	const char *notice;
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
	v->today_in_mg = s->today.in_mg;
	v->today_weighings = s->today.weighings;
	v->ledger_down = s->ledger_down;
	v->notice = s->notice.key;
	for (size_t i = 0; i < s->scale_count; i++) {
		const struct station_load *load = &s->scale[i].load;

		v->state[i] = station_scale_state(s, i);
		v->reason[i] = load->last.reason;
		v->mass_mg[i] = reading_has_mass(&load->last) ? load->last.mass_mg : 0;
		v->tare_mg[i] = load->tare_mg;
	}
}

void station_step(
	struct station *s, const struct station_event *event, struct station_effects *ret_effects)
{
	struct step x = { s, &event->now, ret_effects };
	struct shown before, after;

	ret_effects->count = 0;
	look(s, &before);
	dispatch(&x, event);
	look(s, &after);
	if (after.phase == PHASE_READY && before.phase != PHASE_READY)
		step_signal(&x, SIGNAL_READY);
	/* look() zeroes what it fills. NOLINTNEXTLINE(bugprone-suspicious-memory-comparison) */
	if (memcmp(&before, &after, sizeof(before)) != 0)
		(void)step_effect(&x, EFFECT_CHANGED);
}
