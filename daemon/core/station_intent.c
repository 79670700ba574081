// SPDX-License-Identifier: GPL-3.0-or-later
/* What people want besides weighing: context, tare, scale, undo, label, cancel. */
#include <string.h>
#include "station_impl.h"

static void changed(struct step *x, const struct intent *in)
{
	(void)step_reply(x, in->request, REPLY_CHANGED);
}

/* A change of context drops what was armed or asked under the old one. */
static void context_changed(struct step *x, const struct intent *in)
{
	armed_drop(x->s);
	question_drop(x->s);
	x->s->context_boot_us = x->now->boot_us;
	(void)step_effect(x, EFFECT_CONTEXT);
	changed(x, in);
}

static void set_direction(struct step *x, const struct intent *in)
{
	if (direction_from_name(in->code, &x->s->context.direction) < 0)
		step_refuse(x, in->request, REPLY_INVALID, "unknown_direction");
	else
		context_changed(x, in);
}

struct context_word {
	enum catalogue_kind kind;
	bool may_be_empty;
	const char *unknown; /* the error when the catalogue has no such row */
};

static const struct context_word origin_word = { CATALOGUE_ORIGIN, false, "unknown_origin" };
static const struct context_word destination_word = { CATALOGUE_DESTINATION, true,
	"unknown_destination" };
static const struct context_word place_word = { CATALOGUE_PLACE, true, "unknown_place" };
static const struct context_word operator_word = { CATALOGUE_OPERATOR, true, "unknown_operator" };
static const struct context_word container_word = { CATALOGUE_CONTAINER, true,
	"unknown_container" };

/* true: the word may be used; *ret_row is NULL when it is empty. */
static bool find_word(struct step *x, const struct intent *in, const struct context_word *word,
	const struct catalogue_row **ret_row)
{
	const struct catalogue_row *row =
		catalogue_find(x->s->catalogue, word->kind, in->code, x->now->day);

	*ret_row = row;
	if ((row && !row->hidden) || (in->code[0] == '\0' && word->may_be_empty))
		return true;
	step_refuse(x, in->request, REPLY_INVALID, word->unknown);
	return false;
}

static void set_word(struct step *x, const struct intent *in, const struct context_word *word,
	char field[CODE_SIZE])
{
	const struct catalogue_row *row;

	if (!find_word(x, in, word, &row))
		return;
	memset(field, 0, CODE_SIZE);
	if (row)
		memcpy(field, row->code, CODE_SIZE);
	context_changed(x, in);
}

/* Tares change only under a load that has not been counted. */
static bool may_tare(struct step *x, const struct intent *in)
{
	const struct station_scale *scale = scale_in_force(x->s);

	if (!scale)
		step_refuse(x, in->request, REPLY_REFUSED, "no_scale");
	else if (x->s->pending.job)
		step_refuse(x, in->request, REPLY_REFUSED, "recording");
	else if (scale->load.recorded)
		step_refuse(x, in->request, REPLY_REFUSED, "already_recorded");
	else if (scale->load.last.device_net)
		step_refuse(x, in->request, REPLY_REFUSED, "tared_twice");
	else
		return true;
	return false;
}

static void set_tare(struct station_load *load, int64_t tare_mg, bool loaded)
{
	load->tare_mg = tare_mg;
	load->tare_loaded = loaded;
	load->loaded = load_net_mg(load) >= load->e_mg && load->last.state != SCALE_ZERO;
}

static void take_tare(struct step *x, const struct intent *in)
{
	struct station_scale *scale = scale_in_force(x->s);

	if (!may_tare(x, in))
		return;
	if (!scale->load.stable) {
		step_refuse(x, in->request, REPLY_REFUSED, "not_stable");
	} else if (scale->load.last.mass_mg < scale->load.e_mg) {
		step_refuse(x, in->request, REPLY_REFUSED, "nothing_to_tare");
	} else {
		armed_drop(x->s);
		question_drop(x->s);
		set_tare(&scale->load, scale->load.last.mass_mg, true);
		changed(x, in);
	}
}

static void set_container(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	const struct catalogue_row *row;

	if (!find_word(x, in, &container_word, &row) || !may_tare(x, in))
		return;
	memset(s->context.container, 0, CODE_SIZE);
	if (row)
		memcpy(s->context.container, row->code, CODE_SIZE);
	if (row)
		set_tare(&scale_in_force(s)->load, row->tare_mg, false);
	else
		load_drop_tare(&scale_in_force(s)->load);
	context_changed(x, in);
}

static void set_scale(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	const struct station_scale *current = scale_in_force(s);

	for (size_t i = 0; i < s->scale_count; i++) {
		if (strcmp(s->scale[i].name, in->code) != 0)
			continue;
		if (i != s->in_force && (s->pending.job || load_ready(&current->load))) {
			step_refuse(x, in->request, REPLY_REFUSED, "scale_loaded");
			return;
		}
		question_drop(s);
		armed_drop(s);
		s->in_force = i;
		changed(x, in);
		return;
	}
	step_refuse(x, in->request, REPLY_INVALID, "unknown_scale");
}

/* A scale is set to zero only when nothing, or less than nothing, lies on it. */
static void zero_scale(struct step *x, const struct intent *in)
{
	struct station_scale *scale = scale_in_force(x->s);
	const struct station_load *load = scale ? &scale->load : NULL;

	if (!load) {
		step_refuse(x, in->request, REPLY_REFUSED, "no_scale");
	} else if (load->last.state != SCALE_UNDER_ZERO && load->last.reason != REASON_NEEDS_ZERO &&
		   (reading_is_doubtful(&load->last) || load->recorded || x->s->pending.job ||
			   load->last.mass_mg >= 5 * load->e_mg)) {
		step_refuse(x, in->request, REPLY_REFUSED, "plate_not_empty");
	} else {
		step_effect(x, EFFECT_ZERO)->scale = x->s->in_force;
		changed(x, in);
	}
}

static void print_again(struct step *x, const struct intent *in)
{
	struct station_effect *e;

	if (in->code[0] == '\0' && !x->s->last.any) {
		step_refuse(x, in->request, REPLY_REFUSED, "nothing_to_print");
		return;
	}
	e = step_effect(x, EFFECT_PRINT);
	if (in->code[0] != '\0')
		memcpy(e->id, in->code, PRIVATE_KEY_SIZE - 1);
	else
		memcpy(e->id, x->s->last.weighing.id, PRIVATE_KEY_SIZE);
	changed(x, in);
}

/* First what is armed or asked, then the tare. */
static void cancel(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	struct station_scale *scale = scale_in_force(s);

	if (s->armed.category[0] == '\0' && s->question.kind == QUESTION_NONE && scale &&
		!s->pending.job) {
		load_drop_tare(&scale->load);
		s->context.container[0] = '\0';
	}
	armed_drop(s);
	question_drop(s);
	changed(x, in);
}

static void undo(struct step *x, const struct intent *in)
{
	if (x->s->ledger_down)
		(void)step_refuse_why(x, in->request, REPLY_DOWN, &x->s->ledger_why);
	else if (x->s->pending.job)
		step_refuse(x, in->request, REPLY_REFUSED, "recording");
	else
		commit_undo(x, in);
}

/* The same key again, while its first request is under way, armed or just done. */
static bool is_repeat(struct step *x, const struct intent *in)
{
	struct station *s = x->s;

	if (in->key[0] == '\0')
		return false;
	if (s->pending.job && strcmp(s->pending.key, in->key) == 0)
		(void)step_reply(x, in->request, REPLY_JOINED);
	else if (s->last.any && strcmp(s->last.key, in->key) == 0)
		(void)step_reply(x, in->request, REPLY_MADE);
	else if (s->armed.category[0] && strcmp(s->armed.key, in->key) == 0)
		(void)step_reply(x, in->request, REPLY_ARMED);
	else
		return false;
	return true;
}

void intent_step(struct step *x, const struct intent *in)
{
	struct station *s = x->s;

	if (is_repeat(x, in))
		return;
	switch (in->action) {
	case ACTION_CATEGORY:
		tile_tap(x, in);
		break;
	case ACTION_ORIGIN:
		set_word(x, in, &origin_word, s->context.origin);
		break;
	case ACTION_DESTINATION:
		set_word(x, in, &destination_word, s->context.destination);
		break;
	case ACTION_DIRECTION:
		set_direction(x, in);
		break;
	case ACTION_PLACE:
		set_word(x, in, &place_word, s->context.place);
		break;
	case ACTION_OPERATOR:
		set_word(x, in, &operator_word, s->context.operator_code);
		break;
	case ACTION_CONTAINER:
		set_container(x, in);
		break;
	case ACTION_SCALE:
		set_scale(x, in);
		break;
	case ACTION_ANSWER:
		question_answer(x, in);
		break;
	case ACTION_UNDO:
		undo(x, in);
		break;
	case ACTION_TARE:
		take_tare(x, in);
		break;
	case ACTION_ZERO:
		zero_scale(x, in);
		break;
	case ACTION_PRINT:
		print_again(x, in);
		break;
	case ACTION_CANCEL:
		cancel(x, in);
		break;
	default:
		step_refuse(x, in->request, REPLY_INVALID, "unknown_action");
	}
}
