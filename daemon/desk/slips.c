// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The slip in force at the station: taken once the ledger has said that it is open, let go when it ends.
 * Who listens is told of each weighing that went with a void one.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "desk_private.h"

struct slip_wanted {
	struct intent intent;
	char instead_of[PRIVATE_KEY_SIZE];
	struct slip slip;
	bool key_reused; /* that key has written something */
	desk_reply_fn reply;
	void *data;
};

static int run_find(struct ledger *l, void *arg)
{
	struct slip_wanted *w = arg;
	struct ledger_result first;
	int r = *w->intent.key ? ledger_find_answer(l, w->intent.key, w->intent.digest, &first) : 0;

	w->key_reused = r > 0;
	return r < 0 ? r : ledger_slip(l, w->intent.code, &w->slip);
}

static void take(struct desk *d, const struct slip *s)
{
	struct station_event event = { .kind = EVENT_SLIP,
		.slip.direction = slip_direction(s->type) };

	memcpy(event.slip.id, s->id, sizeof(event.slip.id));
	event.slip.at_wall_us = s->at_wall_us;
	memcpy(event.slip.origin, s->origin, CODE_SIZE);
	memcpy(event.slip.destination, s->destination, CODE_SIZE);
	memcpy(event.slip.partner, s->partner, CODE_SIZE);
	memcpy(event.slip.place, s->place, CODE_SIZE);
	desk_feed(d, &event);
}

static struct desk_answer refusal(const char *key, const char *id)
{
	struct desk_answer answer = { .reply = REPLY_REFUSED, .why.key = key };

	sentence_param(&answer.why, "id", id);
	return answer;
}

/* Another one is in force, and it is not the one that this is to take the place of. */
static bool is_in_the_way(const struct desk *d, const struct slip_wanted *w)
{
	const char *other = d->station.context.slip;

	return *other && strcmp(other, w->slip.id) != 0 && strcmp(other, w->instead_of) != 0;
}

static struct desk_answer answer_of(struct desk *d, struct slip_wanted *w, int result)
{
	if (w->key_reused)
		return refusal("key_reused", "");
	if (result == -ENOENT)
		return (struct desk_answer){ .reply = REPLY_INVALID, .why.key = "no_such_slip" };
	if (result < 0)
		return (struct desk_answer){ .reply = REPLY_DOWN, .why.key = "read_failed" };
	if (w->slip.state != SLIP_OPEN)
		return refusal(
			w->slip.state == SLIP_VOID ? "slip_void" : "slip_closed", w->slip.id);
	if (is_in_the_way(d, w))
		return refusal("slip_in_force", d->station.context.slip);
	take(d, &w->slip);
	request_remember(d, &w->intent, NULL);
	return (struct desk_answer){ .reply = REPLY_CHANGED };
}

static void found(void *data, void *arg, int result)
{
	struct desk_answer answer;
	_cleanup_free_ struct slip_wanted *w = arg;
	struct desk *d = data;

	if (!request_was_answered(d, &w->intent, &answer))
		answer = answer_of(d, w, result);
	w->reply(w->data, &answer);
}

/* Behind all that was written before: what was just opened is there, what was closed is closed. */
int desk_slip(struct desk *d, const struct intent *in, const char *instead_of, desk_reply_fn reply,
	void *data)
{
	struct slip_wanted *w;
	int r;

	if (!*in->code)
		return desk_put_aside(d, in, instead_of, reply, data);
	w = calloc(1, sizeof(*w));
	if (!w)
		return -ENOMEM;
	w->intent = *in;
	(void)snprintf(w->instead_of, sizeof(w->instead_of), "%s", instead_of);
	w->reply = reply;
	w->data = data;
	r = desk_ask(d, STORE_WRITER, run_find, w, found);
	if (r < 0)
		free(w);
	return r;
}

void desk_slip_ended(struct desk *d, const struct kind *kind, const void *value)
{
	struct station_event event = { .kind = EVENT_SLIP, .slip.ended = true };
	const char *id = "";

	if (kind == &slip_closed_kind)
		id = ((const struct slip_closed *)value)->id;
	else if (kind == &slip_void_kind)
		id = ((const struct slip_void *)value)->id;
	if (!*id)
		return;
	(void)snprintf(event.slip.id, sizeof(event.slip.id), "%s", id);
	desk_feed(d, &event);
}

/* ---- void with it ---- */

struct slip_lines {
	struct ledger_voided voided;
	uint64_t seq; /* of the void */
	struct weighing weighings[ARRAY_SIZE(((struct ledger_voided *)NULL)->id)];
};

static int run_lines(struct ledger *l, void *arg)
{
	struct slip_lines *lines = arg;
	int r = 0;

	for (size_t i = 0; i < lines->voided.count && r == 0; i++)
		r = ledger_weighing(l, lines->voided.id[i], &lines->weighings[i]);
	return r;
}

static void have_lines(void *data, void *arg, int result)
{
	_cleanup_free_ struct slip_lines *lines = arg;
	struct desk *d = data;

	for (size_t i = 0; i < lines->voided.count && result == 0; i++)
		d->events.weighing(d->events.data, &lines->weighings[i], lines->seq);
}

/* Without memory, or a store: pages that are open show what was, until they are loaded again. */
void desk_slip_voided(struct desk *d, const struct ledger_voided *voided, uint64_t seq)
{
	struct slip_lines *lines =
		d->events.weighing && voided->count ? calloc(1, sizeof(*lines)) : NULL;

	if (!lines)
		return;
	lines->voided = *voided;
	lines->seq = seq;
	if (desk_ask(d, STORE_WRITER, run_lines, lines, have_lines) < 0)
		free(lines);
}
