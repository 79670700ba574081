// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Questions: asked at a tile, answered by people, never by a timer; no answer changes
 * nothing. A question is about one load: when that is no longer what it was, no answer to
 * it is taken, and it is asked anew.
 */
#include <stdio.h>
#include <string.h>
#include "station_impl.h"

void question_drop(struct station *s)
{
	memset(&s->question, 0, sizeof(s->question));
}

void question_close(struct station *s)
{
	if (s->question.kind == QUESTION_NONE)
		return;
	if (s->question.kind == QUESTION_ONE_MORE) { /* it is of no load: nothing to ask anew */
		question_drop(s);
		return;
	}
	s->question.kind = QUESTION_NONE;
	s->question.closed = true;
}

enum station_question question_of(const struct station_scale *scale)
{
	if (load_changed(scale) || scale->plate.left_alone)
		return QUESTION_CHANGED_LOAD;
	return QUESTION_AGAIN;
}

static bool is_of_context(enum station_question kind)
{
	return kind == QUESTION_ORIGIN || kind == QUESTION_DESTINATION;
}

const char *station_question_slip(const struct station *s)
{
	return is_of_context(s->question.kind) ? s->context.slip : "";
}

static const char *error_of(enum station_question kind)
{
	static const char *const errors[QUESTION_COUNT] = {
		[QUESTION_AGAIN] = "again",
		[QUESTION_CHANGED_LOAD] = "changed_load",
		[QUESTION_CHOOSE] = "choose",
		[QUESTION_OTHER_SCALE] = "other_scale",
		[QUESTION_ORIGIN] = "origin_old",
		[QUESTION_DESTINATION] = "destination_old",
		[QUESTION_LIGHT] = "too_light",
		[QUESTION_UNUSUAL] = "unusual",
		[QUESTION_EMPTY_CONTAINER] = "empty_container",
		[QUESTION_ONE_MORE] = "one_more",
	};

	return errors[kind];
}

bool question_is_doubt(enum station_question kind)
{
	return kind == QUESTION_LIGHT || kind == QUESTION_UNUSUAL ||
	       kind == QUESTION_EMPTY_CONTAINER;
}

/* From what the load is doubted for, to what it is. */
static void ask_doubt(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;
	struct load_doubt doubt = load_doubt(
		x, tile->category, s->question.doubted ? s->question.make_mg : s->question.to_mg);

	s->question.from_mg = doubt.from_mg;
	if (doubt.container)
		memcpy(s->question.container, doubt.container, CODE_SIZE);
	if (doubt.with)
		memcpy(s->question.with, doubt.with, CODE_SIZE);
}

/* "ROLL1", "ROLL1 + BACBLEU" */
static void name_containers(const struct station *s, struct sentence *why)
{
	char names[2 * CODE_SIZE + 4];

	if (!s->question.container[0])
		return;
	(void)snprintf(names, sizeof(names), "%s%s%s", s->question.container,
		s->question.with[0] ? " + " : "", s->question.with);
	sentence_param(why, "container", names);
}

static void ask(struct step *x, const struct tile *tile, enum station_question kind,
	const struct station_choice *doubted)
{
	struct station *s = x->s;
	const struct station_scale *scale = scale_in_force(s);
	struct sentence why = { .key = error_of(kind) };
	int other = other_loaded_scale(s);

	armed_drop(s);
	question_drop(s);
	s->question.kind = kind;
	s->question.doubted = doubted ? doubted->code : NULL;
	s->question.make_mg = doubted ? doubted->make_mg : 0;
	memcpy(s->question.category, tile->category, CODE_SIZE);
	memcpy(s->question.container, tile->container, CODE_SIZE);
	s->question.units = tile->units;
	s->question.since_boot_us = x->now->boot_us;
	s->question.scale = s->in_force;
	s->question.other = other >= 0 ? (size_t)other : 0;
	if (scale) {
		s->question.from_mg = plate_counted_mg(&scale->plate) + scale->plate.extra_mg;
		s->question.to_mg = load_net_mg(scale);
		s->question.device_net = scale->watch.device_net;
		s->question.loaded = scale->watch.loaded;
	}
	if (question_is_doubt(kind))
		ask_doubt(x, tile);
	if (*station_question_slip(s)) {
		why.key = "slip_old";
		sentence_param(&why, "id", s->context.slip);
	}
	name_containers(s, &why);
	sentence_param(&why, "category", tile->category);
	if (tile->request > 0)
		step_reply(x, tile->request, REPLY_REFUSED)->why = why;
	step_signal(x, SIGNAL_QUESTION);
}

void question_ask(struct step *x, const struct tile *tile, enum station_question kind)
{
	ask(x, tile, kind, NULL);
}

bool question_doubts(struct step *x, const struct tile *tile, const struct station_choice *choice)
{
	struct load_doubt doubt = load_doubt(x, tile->category, choice->make_mg);

	if (doubt.kind != QUESTION_NONE)
		ask(x, tile, doubt.kind, choice);
	return doubt.kind != QUESTION_NONE;
}

bool question_load_is_another(const struct station *s)
{
	const struct station_scale *scale = &s->scale[s->question.scale];
	int64_t off_mg = load_net_mg(scale) - s->question.to_mg;
	int64_t c_mg = watch_c_mg(&scale->watch);

	return scale->watch.device_net != s->question.device_net || off_mg >= c_mg ||
	       off_mg <= -c_mg;
}

static bool is_about_record(enum station_question kind)
{
	return kind == QUESTION_AGAIN || kind == QUESTION_CHANGED_LOAD || kind == QUESTION_CHOOSE;
}

void question_judge(struct station *s, size_t i)
{
	const struct station_scale *scale = &s->scale[i];
	const struct station_scale *other = &s->scale[s->question.other];
	bool mass = reading_has_mass(&scale->watch.last);

	if (i == s->question.scale && is_about_record(s->question.kind)) {
		if (!mass || !plate_recorded(&scale->plate) || question_load_is_another(s))
			question_close(s);
	} else if (i == s->question.scale &&
		   (is_of_context(s->question.kind) || question_is_doubt(s->question.kind))) {
		if (s->question.loaded &&
			(!mass || !scale->watch.loaded || question_load_is_another(s)))
			question_close(s);
	} else if (i == s->question.scale && s->question.kind == QUESTION_ONE_MORE) {
		if (!plate_has_container(&scale->plate, s->question.container))
			question_drop(s);
	} else if (s->question.kind == QUESTION_OTHER_SCALE) {
		if (!scale_unrecorded(other) ||
			(i == s->question.scale && mass && question_load_is_another(s)))
			question_close(s);
	}
}

void question_again(struct step *x)
{
	struct station *s = x->s;
	const struct station_scale *scale = scale_in_force(s);
	struct tile tile = { .units = s->question.units };

	if (!s->question.wanted || is_writing(s) || !scale)
		return;
	if (s->question.scale != s->in_force || !scale->watch.loaded ||
		x->now->boot_us - s->question.since_boot_us >= s->config.armed_us) {
		question_drop(s);
		return;
	}
	if (!watch_rests(&scale->watch, x->now->boot_us))
		return;
	memcpy(tile.category, s->question.category, CODE_SIZE);
	if (load_asks(scale))
		question_ask(x, &tile, question_of(scale));
	else
		question_drop(s);
}

/* ---- what may be answered ---- */

struct choices {
	const struct station *s;
	const struct station_scale *scale;
	size_t count;
	struct station_choice *list;
};

static struct station_choice *offer(struct choices *c, const char *code)
{
	struct station_choice *choice = &c->list[c->count++];

	memset(choice, 0, sizeof(*choice));
	choice->code = code;
	choice->scale = -1;
	return choice;
}

static struct station_choice *offer_making(struct choices *c, const char *code, int64_t net_mg)
{
	struct station_choice *choice = offer(c, code);

	choice->makes = true;
	memcpy(choice->make_category, c->s->question.category, CODE_SIZE);
	choice->make_mg = net_mg;
	return choice;
}

static void voiding(struct station_choice *choice, const struct plate_part *part)
{
	memcpy(choice->void_id, part->id, sizeof(choice->void_id));
	memcpy(choice->void_category, part->category, CODE_SIZE);
	choice->void_mg = plate_said_mg(part);
}

static bool one_ground(const struct choices *c)
{
	return c->scale->watch.device_net == c->scale->plate.device_net;
}

static void offer_add(struct choices *c)
{
	int64_t c_mg = watch_c_mg(&c->scale->watch);
	int64_t add_mg = load_added_mg(c->scale), all_mg = load_put_mg(c->scale);

	if (add_mg >= c_mg)
		(void)offer_making(c, "add", add_mg);
	if (all_mg >= c_mg && all_mg - (add_mg > 0 ? add_mg : 0) >= c_mg)
		(void)offer_making(c, "add_all", all_mg);
}

static void offer_replace(struct choices *c)
{
	const struct station_watch *w = &c->scale->watch;
	const struct plate_part *newest = plate_newest(&c->scale->plate);
	int64_t others_mg = plate_counted_mg(&c->scale->plate) - newest->net_mg;
	int64_t net_mg = load_net_mg(c->scale) - others_mg;

	if (!one_ground(c) || newest->id[0] == '\0' || newest->pack)
		return;
	if (net_mg >= w->e_mg)
		voiding(offer_making(c, "replace", net_mg), newest);
	else if (others_mg > 0 && net_mg > -watch_c_mg(w))
		voiding(offer(c, "replace"), newest);
}

/* A pack is undone, not made goods of another category. */
static void offer_change(struct choices *c)
{
	const struct plate_part *newest = plate_newest(&c->scale->plate);

	if (newest->id[0] == '\0' || newest->pack ||
		strcmp(newest->category, c->s->question.category) == 0)
		return;
	voiding(offer_making(c, "change", plate_said_mg(newest)), newest);
}

static void offer_new(struct choices *c)
{
	if (load_net_mg(c->scale) >= c->scale->watch.e_mg)
		(void)offer_making(c, "new", load_net_mg(c->scale));
}

static void load_choices(struct choices *c, enum station_question kind)
{
	if (!plate_recorded(&c->scale->plate))
		return;
	if (kind != QUESTION_CHANGED_LOAD)
		offer_change(c);
	if (kind != QUESTION_CHOOSE)
		offer_add(c);
	if (kind == QUESTION_CHANGED_LOAD)
		offer_replace(c);
	offer_new(c);
	(void)offer(c, "leave");
}

/* It is recorded as it is, or it is put right first. */
static void doubt_choices(struct choices *c, const char *other)
{
	const char *doubted = c->s->question.doubted;

	if (plate_recorded(&c->scale->plate) != (doubted != NULL) ||
		load_net_mg(c->scale) < c->scale->watch.e_mg)
		return;
	(void)offer_making(c, "keep", doubted ? c->s->question.make_mg : load_net_mg(c->scale));
	(void)offer(c, doubted ? "leave" : other); /* no tare is taken under what is recorded */
}

size_t station_choices(const struct station *s, struct station_choice ret[STATION_CHOICES])
{
	struct choices c = { s, &s->scale[s->question.scale], 0, ret };

	switch (s->question.kind) {
	case QUESTION_AGAIN:
	case QUESTION_CHANGED_LOAD:
	case QUESTION_CHOOSE:
		load_choices(&c, s->question.kind);
		break;
	case QUESTION_OTHER_SCALE:
		offer(&c, "change")->scale = (int)s->question.other;
		offer(&c, "leave")->scale = (int)s->question.scale;
		break;
	case QUESTION_ORIGIN:
	case QUESTION_DESTINATION:
		(void)offer(&c, "leave");
		break;
	case QUESTION_LIGHT:
		doubt_choices(&c, "leave");
		break;
	case QUESTION_UNUSUAL:
	case QUESTION_EMPTY_CONTAINER:
		doubt_choices(&c, "fix");
		break;
	case QUESTION_ONE_MORE:
		(void)offer(&c, "add");
		(void)offer(&c, "leave");
		break;
	default:
		break;
	}
	return c.count;
}
