// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tile (or its control barcode, or a button) names a category, once. What it does
 * depends on the load: recorded now, armed for the load to come, or a question.
 */
#include <string.h>
#include "station_impl.h"

void armed_drop(struct station *s)
{
	memset(&s->armed, 0, sizeof(s->armed));
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

static void refuse(struct step *x, const struct tile *tile, const char *key)
{
	armed_drop(x->s);
	step_refuse(x, tile->request, REPLY_REFUSED, key);
}

static bool is_category_of(const struct plate *p, const char *category)
{
	return strcmp(plate_newest(p)->category, category) == 0;
}

static void tap_on_recorded(struct step *x, const struct tile *tile, struct station_scale *scale)
{
	bool rests = watch_rests(&scale->watch, x->now->boot_us);

	if (load_asks(scale) && rests)
		question_ask(x, tile, question_of(scale));
	else if (load_asks(scale))
		arm(x, tile);
	else if (plate_newest(&scale->plate)->pack)
		question_ask(x, tile, QUESTION_AGAIN);
	else if (is_category_of(&scale->plate, tile->category))
		step_refuse(x, tile->request, REPLY_REFUSED, "already_recorded");
	else
		question_ask(x, tile, QUESTION_CHOOSE);
}

static void tap_on_load(struct step *x, const struct tile *tile, const struct station_scale *scale)
{
	int64_t net_mg = load_net_mg(scale);
	struct load_doubt doubt = load_doubt(x, tile->category, net_mg);

	if (doubt.kind == QUESTION_NONE)
		commit_load(x, tile, net_mg);
	else
		question_ask(x, tile, doubt.kind);
}

void tile_use(struct step *x, const struct tile *tile, bool ask_other)
{
	struct station *s = x->s;
	struct station_scale *scale = scale_in_force(s);

	if (scale)
		kept_meets_tile(s, s->in_force);
	if (!scale)
		refuse(x, tile, "no_scale");
	else if (ask_other && other_loaded_scale(s) >= 0)
		question_ask(x, tile, QUESTION_OTHER_SCALE);
	else if (reading_is_doubtful(&scale->watch.last))
		refuse(x, tile, reading_sentence(&scale->watch.last));
	else if (load_below_tare(scale))
		refuse(x, tile, "below_tare");
	else if (plate_recorded(&scale->plate))
		tap_on_recorded(x, tile, scale);
	else if (load_ready(s, scale))
		tap_on_load(x, tile, scale);
	else
		arm(x, tile);
}

static bool context_is_old(const struct step *x)
{
	const struct station *s = x->s;

	return s->context_unsaid ||
	       (s->config.context_us > 0 &&
		       x->now->boot_us - s->context_boot_us > s->config.context_us);
}

/* Of what is weighed. A pack is of its lot's, whatever has become of that since. */
static const char *category_why_not(const struct step *x, const struct tile *tile)
{
	const struct catalogue *c = x->s->catalogue;
	const struct catalogue_row *row =
		catalogue_find(c, CATALOGUE_CATEGORY, tile->category, x->now->day);

	if (tile->take && tile->take->pack)
		return NULL;
	if (!row || row->hidden)
		return row ? "hidden_category" : "unknown_category";
	return catalogue_has_children(c, tile->category, x->now->day) ? "parent_category" : NULL;
}

bool tile_is_weighable(struct step *x, const struct tile *tile)
{
	struct station *s = x->s;
	const char *why = category_why_not(x, tile);

	if (s->ledger_down)
		(void)step_refuse_why(x, tile->request, REPLY_DOWN, &s->ledger_why);
	else if (why)
		step_refuse(x, tile->request, REPLY_INVALID, why);
	else if (s->pending.unknown)
		step_refuse(x, tile->request, REPLY_DOWN, "store_failed");
	else if (is_writing(s))
		step_refuse(x, tile->request, REPLY_REFUSED, "recording");
	else
		return true;
	return false;
}

bool tile_may_weigh(struct step *x, const struct tile *tile)
{
	const struct station *s = x->s;
	const bool in = s->context.direction == DIRECTION_IN;

	if (!tile_is_weighable(x, tile))
		return false;
	if (in && s->context.origin[0] == '\0')
		step_refuse(x, tile->request, REPLY_REFUSED, "origin_missing");
	else if (!in && s->context.destination[0] == '\0')
		step_refuse(x, tile->request, REPLY_REFUSED, "destination_missing");
	else
		return true;
	return false;
}

struct tile tile_of(const struct intent *in)
{
	struct tile tile = { .units = in->units, .request = in->request };

	tile.take = in->take.on ? &in->take : NULL;
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

/* The question names the way, not whom a card named: who came then is gone. */
static void ask_context(struct step *x, const struct tile *tile)
{
	struct station_context *c = &x->s->context;

	if (whom_let_go(c))
		(void)step_effect(x, EFFECT_CONTEXT);
	question_ask(
		x, tile, c->direction == DIRECTION_IN ? QUESTION_ORIGIN : QUESTION_DESTINATION);
}

void tile_tap(struct step *x, const struct intent *in)
{
	struct station *s = x->s;
	struct tile tile = tile_of(in);

	if (!fits_a_code(in->code)) {
		step_refuse(x, in->request, REPLY_INVALID, "unknown_category");
		return;
	}
	if (takes_way_in_force(tile.take) ? !tile_may_weigh(x, &tile)
					  : !tile_is_weighable(x, &tile))
		return;
	armed_drop(s);
	question_drop(s);
	if (tile.take)
		load_take(x, &tile);
	else if (context_is_old(x))
		ask_context(x, &tile);
	else
		tile_use(x, &tile, true);
}

void armed_meets_load(struct step *x)
{
	struct station *s = x->s;
	struct station_scale *scale = scale_in_force(s);
	struct tile tile = { .units = s->armed.units };
	bool asks;

	if (s->armed.category[0] == '\0' || is_writing(s) || !scale)
		return;
	asks = watch_rests(&scale->watch, x->now->boot_us) && load_asks(scale);
	if (!asks && !load_ready(s, scale))
		return;
	memcpy(tile.category, s->armed.category, CODE_SIZE);
	memcpy(tile.key, s->armed.key, sizeof(tile.key));
	memcpy(tile.digest, s->armed.digest, sizeof(tile.digest));
	armed_drop(s);
	tile_use(x, &tile, true);
}
