// SPDX-License-Identifier: GPL-3.0-or-later
/* What people want besides weighing: context, tare, scale, undo, label, cancel. */
#include <string.h>
#include "catalogue_facts.h"
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

/* Each turn to "out" asks the destination anew. */
static void set_direction(struct step *x, const struct intent *in)
{
	enum direction wanted;

	if (direction_from_name(in->code, &wanted) < 0) {
		step_refuse(x, in->request, REPLY_INVALID, "unknown_direction");
		return;
	}
	if (wanted != x->s->context.direction && slip_holds(x, in))
		return;
	if (wanted != x->s->context.direction) /* it was said of the way before */
		(void)whom_let_go(&x->s->context);
	x->s->context.direction = wanted;
	if (!(x->s->context.slip_says & 1U << CATALOGUE_DESTINATION))
		memset(x->s->context.destination, 0, CODE_SIZE);
	x->s->context_unsaid &= x->s->context.slip[0] != '\0';
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
static const struct context_word partner_word = { CATALOGUE_PARTNER, true, "unknown_partner" };
static const struct context_word operator_word = { CATALOGUE_OPERATOR, true, "unknown_operator" };
static const struct context_word container_word = { CATALOGUE_CONTAINER, true,
	"unknown_container" };

/* true: the word may be used; *ret_row is NULL when it is empty. */
static bool find_word(struct step *x, const struct intent *in, const struct context_word *word,
	const struct catalogue_row **ret_row)
{
	const struct catalogue *c = x->s->catalogue;
	const bool person = word->kind == CATALOGUE_OPERATOR;
	const struct catalogue_row *row = catalogue_find(
		c, word->kind, in->code, person ? catalogue_people_day(c, x->now) : x->now->day);

	*ret_row = row;
	if ((row && !row->hidden) || (in->code[0] == '\0' && word->may_be_empty))
		return true;
	step_refuse(x, in->request, REPLY_INVALID, word->unknown);
	return false;
}

/* The first destination after a turn is no other one: whom a card named just before it stays. */
static bool is_other_way(enum catalogue_kind kind, const char *now, const char *wanted)
{
	return (kind == CATALOGUE_ORIGIN || (kind == CATALOGUE_DESTINATION && *now)) &&
	       strcmp(now, wanted) != 0;
}

static void set_word(struct step *x, const struct intent *in, const struct context_word *word,
	char field[CODE_SIZE])
{
	const struct catalogue_row *row;

	if (!find_word(x, in, word, &row))
		return;
	if (is_other_way(word->kind, field, in->code))
		(void)whom_let_go(&x->s->context);
	memset(field, 0, CODE_SIZE);
	if (row)
		memcpy(field, row->code, CODE_SIZE);
	if (word->kind != CATALOGUE_OPERATOR) /* of the way somebody has said something now */
		x->s->context_unsaid &= x->s->context.slip[0] != '\0';
	context_changed(x, in);
}

/* The same person once more is news, too: their card was scanned anew. */
static void set_operator(struct step *x, const struct intent *in)
{
	struct station *s = x->s;

	if (in->code[0] && catalogue_names_nobody(s->catalogue, s->config.site, x->now->day)) {
		step_refuse(x, in->request, REPLY_REFUSED, "nobody_named");
		return;
	}
	set_word(x, in, &operator_word, s->context.operator_code);
	s->operator_turns += strcmp(s->context.operator_code, in->code) == 0;
}

/* What a slip says: the same again is no news, another one is for another slip. The rest is free. */
static void set_of_slip(struct step *x, const struct intent *in, const struct context_word *word,
	char field[CODE_SIZE])
{
	const bool held = x->s->context.slip_says & 1U << word->kind;

	if (!held || strcmp(field, in->code) == 0 || !slip_holds(x, in))
		set_word(x, in, word, field);
}

/* ---- tares ---- */

void container_follow(struct station *s)
{
	const struct station_scale *scale = scale_in_force(s);
	const struct plate *p = scale ? &scale->plate : NULL;

	memset(s->context.container, 0, CODE_SIZE);
	for (size_t i = 0; p && i < p->tare_count; i++)
		if (p->tare[i].container[0])
			memcpy(s->context.container, p->tare[i].container, CODE_SIZE);
}

static bool may_tare(struct step *x, const struct intent *in)
{
	const struct station_scale *scale = scale_in_force(x->s);

	if (!scale)
		step_refuse(x, in->request, REPLY_REFUSED, "no_scale");
	else if (is_writing(x->s))
		step_refuse(x, in->request, REPLY_REFUSED, "recording");
	else if (scale->watch.last.device_net)
		step_refuse(x, in->request, REPLY_REFUSED, "tared_twice");
	else
		return true;
	return false;
}

static void push_tare(struct step *x, const struct intent *in, const struct plate_tare *tare)
{
	struct station_scale *scale = scale_in_force(x->s);

	if (load_tare(scale, tare) < 0) {
		step_refuse(x, in->request, REPLY_REFUSED, "too_many_tares");
		return;
	}
	container_follow(x->s);
	question_drop(x->s);
	notice_drop(x->s);
	changed(x, in);
}

static void take_tare(struct step *x, const struct intent *in)
{
	struct station_scale *scale = scale_in_force(x->s);
	struct plate_tare tare = { .loaded = true };

	if (!may_tare(x, in))
		return;
	if (reading_is_doubtful(&scale->watch.last)) {
		step_refuse(x, in->request, REPLY_REFUSED, reading_sentence(&scale->watch.last));
	} else if (!watch_rests(&scale->watch, x->now->boot_us)) {
		step_refuse(x, in->request, REPLY_REFUSED, "not_stable");
	} else if (load_net_mg(scale) < scale->watch.e_mg) {
		step_refuse(x, in->request, REPLY_REFUSED, "nothing_to_tare");
	} else {
		tare.mg = scale->watch.mass_mg;
		push_tare(x, in, &tare);
	}
}

/* Back to the tare before it. */
static void drop_tare(struct step *x, const struct intent *in)
{
	struct station_scale *scale = scale_in_force(x->s);
	struct plate *p = scale ? &scale->plate : NULL;

	if (p && is_writing(x->s)) {
		step_refuse(x, in->request, REPLY_REFUSED, "recording");
		return;
	}
	if (p && p->tare_count && plate_holds(p) && !scale->watch.last.device_net) {
		step_refuse(x, in->request, REPLY_REFUSED, "recorded");
		return;
	}
	if (p && p->tare_count) {
		plate_pop_tare(p);
		load_uncovered(scale);
		container_follow(x->s);
	}
	changed(x, in);
}

/* A code that is read twice may be meant once. */
static void ask_one_more(struct step *x, const struct intent *in)
{
	struct tile tile = { .request = in->request, .units = 1 };

	memcpy(tile.container, in->code, CODE_SIZE);
	question_ask(x, &tile, QUESTION_ONE_MORE);
}

static bool may_add(const struct plate *p, const char *code, uint32_t units)
{
	struct plate_container list[PLATE_CONTAINERS];
	const size_t count = plate_containers(p, list);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].code, code) == 0)
			return list[i].units + units <= CONTAINER_UNITS_MOST;
	return count < PLATE_CONTAINERS && units <= CONTAINER_UNITS_MOST;
}

/* Tares of known mass: under the load there, or the next; never under what is recorded. */
static void add_containers(struct step *x, const struct intent *in, const struct catalogue_row *row)
{
	const struct plate *p = &scale_in_force(x->s)->plate;
	const uint32_t units = in->units ? in->units : 1;
	struct plate_tare tare = { .mg = plate_tare_mg(p) + units * row->tare_mg, .units = units };

	if (plate_holds(p)) {
		step_refuse(x, in->request, REPLY_REFUSED, "already_recorded");
	} else if (!may_add(p, row->code, units)) {
		step_refuse(x, in->request, REPLY_REFUSED, "too_many_containers");
	} else if (!in->units && plate_has_container(p, row->code)) {
		ask_one_more(x, in);
	} else {
		memcpy(tare.container, row->code, CODE_SIZE);
		push_tare(x, in, &tare);
	}
}

void container_set(struct step *x, const struct intent *in)
{
	const struct catalogue_row *row;

	if (!find_word(x, in, &container_word, &row))
		return;
	if (!row)
		drop_tare(x, in);
	else if (may_tare(x, in))
		add_containers(x, in, row);
}

static void set_scale(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	const struct station_scale *current = scale_in_force(s);

	for (size_t i = 0; i < s->scale_count; i++) {
		if (strcmp(s->scale[i].name, in->code) != 0)
			continue;
		if (i != s->in_force && s->writing) {
			step_refuse(x, in->request, REPLY_REFUSED, "recording");
			return;
		}
		if (i != s->in_force && (s->pending.job || load_ready(s, current))) {
			step_refuse(x, in->request, REPLY_REFUSED, "scale_loaded");
			return;
		}
		question_drop(s);
		armed_drop(s);
		(void)container_goes_along(s, i);
		scale_choose(s, i, false);
		changed(x, in);
		return;
	}
	step_refuse(x, in->request, REPLY_INVALID, "unknown_scale");
}

/* A scale is set to zero only when nothing, or less than nothing, lies on it. */
static bool may_zero(const struct station *s, const struct station_scale *scale)
{
	const struct station_watch *w = &scale->watch;

	if (w->sunk && w->last.mass_mg > w->e_mg) /* that much and what had lain there */
		return false;
	if (w->last.state == SCALE_UNDER_ZERO || w->last.reason == REASON_NEEDS_ZERO)
		return true;
	return !reading_is_doubtful(&w->last) && !plate_holds(&scale->plate) && !is_writing(s) &&
	       w->mass_mg < watch_c_mg(w);
}

static void zero_scale(struct step *x, const struct intent *in)
{
	struct station_scale *scale = scale_in_force(x->s);

	if (!scale) {
		step_refuse(x, in->request, REPLY_REFUSED, "no_scale");
	} else if (!may_zero(x->s, scale)) {
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

/* One thing: the question, else what is armed, else the tare. */
static void cancel(struct step *x, const struct intent *in)
{
	struct station *s = x->s;

	if (s->question.kind != QUESTION_NONE) {
		question_drop(s);
		changed(x, in);
	} else if (s->armed.category[0]) {
		armed_drop(s);
		changed(x, in);
	} else {
		question_drop(s);
		drop_tare(x, in);
	}
}

static void undo(struct step *x, const struct intent *in)
{
	if (x->s->ledger_down)
		(void)step_refuse_why(x, in->request, REPLY_DOWN, &x->s->ledger_why);
	else if (is_writing(x->s))
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
		set_of_slip(x, in, &origin_word, s->context.origin);
		break;
	case ACTION_DESTINATION:
		set_of_slip(x, in, &destination_word, s->context.destination);
		break;
	case ACTION_DIRECTION:
		set_direction(x, in);
		break;
	case ACTION_PLACE:
		set_of_slip(x, in, &place_word, s->context.place);
		break;
	case ACTION_PARTNER:
		set_of_slip(x, in, &partner_word, s->context.partner);
		break;
	case ACTION_SLIP:
		slip_intent(x, in);
		break;
	case ACTION_OPERATOR:
		set_operator(x, in);
		break;
	case ACTION_CONTAINER:
		container_set(x, in);
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
