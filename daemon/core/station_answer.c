// SPDX-License-Identifier: GPL-3.0-or-later
/* Answers to questions: each does what station_choices() says it would, at rest only. */
#include <string.h>
#include "station_impl.h"

/* The answer's own key and request, the asking tile's category. */
static struct tile question_tile(const struct station *s, const struct intent *in)
{
	struct tile tile = tile_of(in);

	memcpy(tile.category, s->question.category, CODE_SIZE);
	tile.units = s->question.units;
	return tile;
}

/* All that lies there is counted, as a person says. */
static void let_be(struct station_scale *scale, bool changed)
{
	plate_settle(&scale->plate, scale->watch.device_net, scale->watch.mass_mg);
	scale->plate.left_alone = changed;
	scale->watch.off = false;
}

static void answer_other_scale(struct step *x, const struct tile *tile, bool change)
{
	struct station *s = x->s;
	struct station_watch *other = &s->scale[s->question.other].watch;
	bool other_mass = change && container_goes_along(s, s->question.other);

	if (change) {
		scale_choose(s, s->question.other, true);
	} else {
		other->passed_over = true;
		other->passed_mg = other->mass_mg;
	}
	question_drop(s);
	if (other_mass) /* than what the question named: it is seen before it is weighed */
		(void)step_reply(x, tile->request, REPLY_CHANGED);
	else if (tile_may_weigh(x, tile))
		tile_use(x, tile, false);
}

static void answer_leave(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;
	enum station_question kind = s->question.kind;

	question_drop(s);
	if (kind == QUESTION_AGAIN || kind == QUESTION_CHANGED_LOAD)
		let_be(scale_in_force(s), kind == QUESTION_CHANGED_LOAD);
	(void)step_reply(x, tile->request, REPLY_CHANGED);
}

/* The context is confirmed; the tile is used if it was for no load yet, or for this one. */
static void answer_context(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;
	bool loaded = s->question.loaded;
	bool another = loaded && question_load_is_another(s);

	s->context_boot_us = x->now->boot_us;
	s->context_unsaid = false;
	question_drop(s);
	if (another)
		step_refuse(x, tile->request, REPLY_REFUSED, "question_changed");
	else if (tile_may_weigh(x, tile))
		tile_use(x, tile, true);
}

/* Asked anew when the load rests. */
static void answer_came_late(struct step *x, const struct intent *in)
{
	struct station *s = x->s;

	step_refuse(x, in->request, REPLY_REFUSED, "question_changed");
	s->question.wanted = true;
	s->question.since_boot_us = x->now->boot_us;
}

static struct intent one_container(uint64_t request, const char *code)
{
	struct intent in = { .action = ACTION_CONTAINER, .units = 1, .request = request };

	memcpy(in.code, code, CODE_SIZE);
	return in;
}

static void answer_one_more(struct step *x, const struct intent *in)
{
	const struct intent more = one_container(in->request, x->s->question.container);

	question_drop(x->s);
	container_set(x, &more);
}

static int64_t tare_of(const struct step *x, const char *code)
{
	const struct catalogue_row *row =
		catalogue_find(x->s->catalogue, CATALOGUE_CONTAINER, code, x->now->day);

	return row && !row->hidden ? row->tare_mg : 0;
}

/*
 * Its own tare, if that is what was asked about: what is put into it from now on is the load. Of two
 * the first is taken for nobody, and what comes of the other is the answer.
 */
static void answer_container(struct step *x, const struct intent *in)
{
	const bool two = x->s->question.with[0];
	const struct intent with = one_container(in->request, x->s->question.with);
	const struct intent container =
		one_container(two ? 0 : in->request, x->s->question.container);

	if (tare_of(x, container.code) + tare_of(x, with.code) != x->s->question.from_mg) {
		question_close(x->s);
		answer_came_late(x, in);
		return;
	}
	question_drop(x->s);
	container_set(x, &container);
	if (two)
		container_set(x, &with);
}

static void commit_choice(struct step *x, const struct tile *tile, const struct station_choice *c)
{
	if (strcmp(c->code, "new") == 0)
		commit_new(x, tile, c->make_mg);
	else if (!c->void_id[0])
		commit_load(x, tile, c->make_mg);
	else if (c->makes)
		commit_replace(x, tile, c->make_mg, c->void_id);
	else
		commit_void(x, tile, c->void_id);
}

/* It is a load like any other from here on; what was put on since has closed the question. */
static void answer_doubt(struct step *x, const struct tile *tile, const struct station_choice *c)
{
	const char *doubted = x->s->question.doubted;
	const struct station_choice meant = { .code = doubted ? doubted : "",
		.make_mg = c->make_mg };

	if (strcmp(c->code, "keep") != 0)
		answer_leave(x, tile);
	else if (!doubted && !load_ready(x->s, scale_in_force(x->s)))
		step_refuse(x, tile->request, REPLY_REFUSED, "not_stable");
	else if (tile_may_weigh(x, tile))
		commit_choice(x, tile, &meant);
}

static void answer_load(struct step *x, const struct tile *tile, const struct station_choice *c)
{
	bool again = x->s->question.kind == QUESTION_AGAIN;

	if (strcmp(c->code, "leave") == 0) {
		answer_leave(x, tile);
		return;
	}
	if (!tile_may_weigh(x, tile))
		return;
	if (strcmp(c->code, "change") == 0) {
		if (again)
			let_be(scale_in_force(x->s), false);
		commit_reclassify(x, tile, c->void_id);
	} else if (!c->makes || c->void_id[0] || !question_doubts(x, tile, c)) {
		commit_choice(x, tile, c);
	}
}

/* What was shown to the person is no longer so. */
static bool is_outdated(const struct station *s, const struct intent *in)
{
	int64_t off_mg = in->to_mg - s->question.to_mg;
	int64_t c_mg = watch_c_mg(&s->scale[s->question.scale].watch);

	return in->has_to && (off_mg >= c_mg || off_mg <= -c_mg);
}

static void answer_choice(
	struct step *x, const struct intent *in, const struct station_choice *choice)
{
	struct station *s = x->s;
	struct tile tile = question_tile(s, in);

	if (s->question.kind == QUESTION_ONE_MORE && strcmp(choice->code, "add") == 0)
		answer_one_more(x, in);
	else if (s->question.kind == QUESTION_ONE_MORE)
		answer_leave(x, &tile);
	else if (s->question.kind == QUESTION_OTHER_SCALE)
		answer_other_scale(x, &tile, strcmp(choice->code, "change") == 0);
	else if (s->question.kind == QUESTION_ORIGIN || s->question.kind == QUESTION_DESTINATION)
		answer_context(x, &tile);
	else if (!watch_rests(&scale_in_force(s)->watch, x->now->boot_us))
		step_refuse(x, in->request, REPLY_REFUSED, "not_stable");
	else if (s->question.kind == QUESTION_EMPTY_CONTAINER && strcmp(choice->code, "fix") == 0)
		answer_container(x, in);
	else if (question_is_doubt(s->question.kind))
		answer_doubt(x, &tile, choice);
	else
		answer_load(x, &tile, choice);
}

void question_answer(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	struct station_choice list[STATION_CHOICES];
	size_t count = station_choices(s, list);

	if (s->writing) {
		step_refuse(x, in->request, REPLY_REFUSED, "recording");
		return;
	}
	if (s->question.closed) {
		answer_came_late(x, in);
		return;
	}
	if (s->question.kind != QUESTION_NONE && is_outdated(s, in)) {
		step_refuse(x, in->request, REPLY_REFUSED, "question_changed");
		return;
	}
	if (s->question.kind == QUESTION_NONE) {
		step_refuse(x, in->request, REPLY_REFUSED, "no_question");
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].code, in->code) == 0) {
			answer_choice(x, in, &list[i]);
			return;
		}
	step_refuse(x, in->request, REPLY_INVALID, "no_such_choice");
}
