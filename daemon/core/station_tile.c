// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tile (or its control barcode, or a button) names a category, once. What it does
 * depends on the load: recorded now, armed for the load to come, or a question. Questions
 * are answered by people, never by a timer; no answer leaves everything as it is.
 */
#include <string.h>
#include "station_impl.h"

void armed_drop(struct station *s)
{
	memset(&s->armed, 0, sizeof(s->armed));
}

void question_drop(struct station *s)
{
	memset(&s->question, 0, sizeof(s->question));
}

static void arm(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;

	memcpy(s->armed.category, tile->category, CODE_SIZE);
	s->armed.units = tile->units;
	s->armed.since_boot_us = x->now->boot_us;
	memcpy(s->armed.key, tile->key, REQUEST_KEY_SIZE);
	memcpy(s->armed.digest, tile->digest, sizeof(s->armed.digest));
	(void)step_reply(x, tile->request, REPLY_ARMED);
	step_signal(x, SIGNAL_ARMED);
}

static void ask(
	struct step *x, const struct tile *tile, enum station_question kind, const char *error)
{
	struct station *s = x->s;
	const struct station_load *load = &s->scale[s->in_force].load;
	struct sentence why = { .key = error };

	armed_drop(s);
	s->question.kind = kind;
	memcpy(s->question.category, tile->category, CODE_SIZE);
	s->question.units = tile->units;
	s->question.from_mg = load->record.net_mg;
	s->question.to_mg = load_net_mg(load);
	sentence_param(&why, "category", tile->category);
	if (tile->request > 0)
		step_reply(x, tile->request, REPLY_REFUSED)->why = why;
	step_signal(x, SIGNAL_QUESTION);
}

static void refuse_doubtful(struct step *x, uint64_t request, const struct station_load *load)
{
	armed_drop(x->s);
	step_refuse(x, request, REPLY_REFUSED, reading_sentence(&load->last));
}

/* The last weighing is valid and is that of the load on the plate. */
static bool last_is_on_plate(const struct station *s)
{
	const struct station_load *load = &s->scale[s->in_force].load;

	return s->last.any && !s->last.undone && load->record.id[0] != '\0' &&
	       strcmp(load->record.id, s->last.weighing.id) == 0;
}

static void tap_on_recorded(struct step *x, const struct tile *tile)
{
	const struct station_load *load = &scale_in_force(x->s)->load;

	if (load_changed(load))
		ask(x, tile, QUESTION_CHANGED_LOAD, "changed_load");
	else if (strcmp(load->record.category, tile->category) == 0 || !last_is_on_plate(x->s))
		step_refuse(x, tile->request, REPLY_REFUSED, "already_recorded");
	else
		ask(x, tile, QUESTION_OTHER_CATEGORY, "choose");
}

/* The rule of the contract: ready is recorded, empty or settling is armed, doubtful is refused. */
static void use_tile(struct step *x, const struct tile *tile)
{
	struct station_scale *scale = scale_in_force(x->s);
	struct station_load *load = scale ? &scale->load : NULL;

	if (!load)
		step_refuse(x, tile->request, REPLY_REFUSED, "no_scale");
	else if (reading_is_doubtful(&load->last))
		refuse_doubtful(x, tile->request, load);
	else if (load->recorded && (load->stable || !load_changed(load)))
		tap_on_recorded(x, tile);
	else if (load_ready(load) && other_loaded_scale(x->s) >= 0)
		ask(x, tile, QUESTION_OTHER_SCALE, "choose_scale");
	else if (load_ready(load))
		commit_load(x, tile, 0, "");
	else
		arm(x, tile);
}

static bool context_is_old(const struct step *x)
{
	const struct station *s = x->s;

	return s->config.context_us > 0 && s->context.direction == DIRECTION_IN &&
	       x->now->boot_us - s->context_boot_us > s->config.context_us;
}

/* What keeps any tile from being used; false: said and done. */
static bool may_weigh(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;
	const struct catalogue_row *row =
		catalogue_find(s->catalogue, CATALOGUE_CATEGORY, tile->category, x->now->day);
	bool in = s->context.direction == DIRECTION_IN;

	if (s->ledger_down)
		(void)step_refuse_why(x, tile->request, REPLY_DOWN, &s->ledger_why);
	else if (!row)
		step_refuse(x, tile->request, REPLY_INVALID, "unknown_category");
	else if (row->hidden)
		step_refuse(x, tile->request, REPLY_INVALID, "hidden_category");
	else if (catalogue_has_children(s->catalogue, tile->category, x->now->day))
		step_refuse(x, tile->request, REPLY_INVALID, "parent_category");
	else if (s->pending.job)
		step_refuse(x, tile->request, REPLY_REFUSED, "recording");
	else if (in && s->context.origin[0] == '\0')
		step_refuse(x, tile->request, REPLY_REFUSED, "origin_missing");
	else if (!in && s->context.destination[0] == '\0')
		step_refuse(x, tile->request, REPLY_REFUSED, "destination_missing");
	else
		return true;
	return false;
}

static struct tile tile_of(const struct intent *in)
{
	struct tile tile = { .units = in->units, .request = in->request };

	memcpy(tile.category, in->code, CODE_SIZE - 1);
	memcpy(tile.key, in->key, sizeof(tile.key));
	memcpy(tile.digest, in->digest, sizeof(tile.digest));
	return tile;
}

/* A longer word than any code is no code: it must not be cut to one that exists. */
static bool fits_a_code(const char *code)
{
	return strlen(code) < CODE_SIZE;
}

void tile_tap(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	struct tile tile = tile_of(in);

	if (!fits_a_code(in->code)) {
		step_refuse(x, in->request, REPLY_INVALID, "unknown_category");
		return;
	}
	if (!may_weigh(x, &tile))
		return;
	question_drop(s);
	if (context_is_old(x))
		ask(x, &tile, QUESTION_ORIGIN, "origin_old");
	else
		use_tile(x, &tile);
}

void armed_meets_load(struct step *x)
{
	struct station *s = x->s;
	struct station_scale *scale = scale_in_force(s);
	struct tile tile = { .units = s->armed.units };
	bool grown;

	if (s->armed.category[0] == '\0' || s->pending.job || !scale)
		return;
	grown = scale->load.stable && load_changed(&scale->load);
	if (!grown && !load_ready(&scale->load))
		return;
	memcpy(tile.category, s->armed.category, CODE_SIZE);
	memcpy(tile.key, s->armed.key, sizeof(tile.key));
	memcpy(tile.digest, s->armed.digest, sizeof(tile.digest));
	armed_drop(s);
	if (grown)
		ask(x, &tile, QUESTION_CHANGED_LOAD, "changed_load");
	else if (other_loaded_scale(s) >= 0)
		ask(x, &tile, QUESTION_OTHER_SCALE, "choose_scale");
	else
		commit_load(x, &tile, 0, "");
}

static void answer_changed_load(struct step *x, const struct tile *tile, const char *word)
{
	struct station *s = x->s;
	struct station_load *load = &scale_in_force(s)->load;
	const int64_t base_mg = load->record.base_mg, gross_mg = load->record.gross_mg;

	if (!load->stable)
		step_refuse(x, tile->request, REPLY_REFUSED, "not_stable");
	else if (strcmp(word, "add") == 0)
		commit_load(x, tile, gross_mg, "");
	else
		commit_load(x, tile, base_mg, s->last.weighing.id);
}

static void answer_other_scale(struct step *x, const struct tile *tile, const char *word)
{
	struct station *s = x->s;
	int other = other_loaded_scale(s);

	question_drop(s);
	if (strcmp(word, "change") == 0 && other >= 0)
		s->in_force = (size_t)other;
	if (load_ready(&scale_in_force(s)->load))
		commit_load(x, tile, 0, "");
	else
		use_tile(x, tile);
}

static void answer_leave(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;
	enum station_question kind = s->question.kind;

	if (kind == QUESTION_OTHER_SCALE) {
		answer_other_scale(x, tile, "leave");
		return;
	}
	question_drop(s);
	if (kind == QUESTION_ORIGIN) {
		s->context_boot_us = x->now->boot_us;
		use_tile(x, tile);
		return;
	}
	(void)step_reply(x, tile->request, REPLY_CHANGED);
}

static bool is_choice(const struct station *s, const char *word)
{
	const char *const *choice = station_choices(s);

	for (; choice && *choice; choice++)
		if (strcmp(*choice, word) == 0)
			return true;
	return false;
}

/* The answer's own key and request, the asking tile's category. */
static struct tile question_tile(const struct station *s, const struct intent *in)
{
	struct tile tile = tile_of(in);

	memcpy(tile.category, s->question.category, CODE_SIZE);
	tile.units = s->question.units;
	return tile;
}

void question_answer(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	struct tile tile = question_tile(s, in);

	if (s->question.kind == QUESTION_NONE)
		step_refuse(x, in->request, REPLY_REFUSED, "no_question");
	else if (!is_choice(s, in->code))
		step_refuse(x, in->request, REPLY_INVALID, "no_such_choice");
	else if (strcmp(in->code, "leave") == 0)
		answer_leave(x, &tile);
	else if (!may_weigh(x, &tile))
		return;
	else if (s->question.kind == QUESTION_CHANGED_LOAD)
		answer_changed_load(x, &tile, in->code);
	else if (s->question.kind == QUESTION_OTHER_CATEGORY && !last_is_on_plate(s))
		step_refuse(x, in->request, REPLY_REFUSED, "nothing_to_change");
	else if (s->question.kind == QUESTION_OTHER_CATEGORY)
		commit_recategorised(x, &tile);
	else if (s->question.kind == QUESTION_OTHER_SCALE)
		answer_other_scale(x, &tile, in->code);
}

/* ---- what may be answered ---- */

static const char *const *changed_load_choices(const struct station *s)
{
	static const char *const add_replace[] = { "add", "replace", "leave", NULL };
	static const char *const add_only[] = { "add", "leave", NULL };
	static const char *const replace_only[] = { "replace", "leave", NULL };
	static const char *const leave_only[] = { "leave", NULL };
	const struct station_load *load = &s->scale[s->in_force].load;
	bool add = load->last.mass_mg > load->record.gross_mg;
	bool replace =
		last_is_on_plate(s) && load->last.mass_mg - load->record.base_mg >= load->e_mg;

	if (add)
		return replace ? add_replace : add_only;
	return replace ? replace_only : leave_only;
}

const char *const *station_choices(const struct station *s)
{
	static const char *const change[] = { "change", "leave", NULL };
	static const char *const keep[] = { "leave", NULL };

	switch (s->question.kind) {
	case QUESTION_CHANGED_LOAD:
		return changed_load_choices(s);
	case QUESTION_OTHER_CATEGORY:
	case QUESTION_OTHER_SCALE:
		return change;
	case QUESTION_ORIGIN:
		return keep;
	default:
		return NULL;
	}
}
