// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who asked for what, and who is still to be answered. A request with a key first asks the
 * ledger, behind all writes submitted before, whether that key has written already; only
 * then does it reach the station. So a repeated request is answered with its first result,
 * across a restart too.
 */
#include <string.h>
#include "desk_private.h"
#include "log.h"

struct key_question {
	char key[REQUEST_KEY_SIZE];
	uint8_t digest[32];
	uint64_t request;
	struct ledger_result result; /* the answer */
};

static struct request *find(struct desk *d, uint64_t number)
{
	struct request *r = d->requests;

	while (r && r->intent.request != number)
		r = r->next;
	return r;
}

static void take_out(struct desk *d, struct request *r)
{
	struct request **at = &d->requests;

	while (*at && *at != r)
		at = &(*at)->next;
	if (*at)
		*at = r->next;
}

const struct desk_more *request_more(struct desk *d, uint64_t number)
{
	const struct request *r = number ? find(d, number) : NULL;

	return r && (r->more.draft.kind || r->more.weighing_from) ? &r->more : NULL;
}

static void request_free(struct request *r)
{
	free(r->more_value);
	free(r);
}

static bool is_refusal(enum station_reply reply)
{
	return reply == REPLY_REFUSED || reply == REPLY_INVALID || reply == REPLY_DOWN;
}

void request_remember(struct desk *d, const struct intent *in, const char *late)
{
	struct act_done *last;

	if (d->done_count == ACTS_DONE)
		memmove(&d->done[0], &d->done[1], (--d->done_count) * sizeof(d->done[0]));
	last = &d->done[d->done_count++];
	memcpy(last->key, in->key, sizeof(last->key));
	memcpy(last->digest, in->digest, sizeof(last->digest));
	last->late = late;
}

static const struct act_done *find_done(const struct desk *d, const char *key)
{
	for (size_t i = 0; *key && i < d->done_count; i++)
		if (strcmp(d->done[i].key, key) == 0)
			return &d->done[i];
	return NULL;
}

static void finish(struct desk *d, struct request *r, const struct desk_answer *answer)
{
	take_out(d, r);
	if (answer->reply == REPLY_CHANGED && *r->intent.key && !find_done(d, r->intent.key))
		request_remember(d, &r->intent, NULL);
	if (is_refusal(answer->reply))
		quantity_refused(d, r);
	if (r->reply)
		r->reply(r->data, answer);
	else if (is_refusal(answer->reply))
		desk_refused(d, &answer->why);
	request_free(r);
}

/* One that lost its tare by a kill would weigh wrong after it: nobody hears that it was done before it is kept. */
static void wait_until_kept(struct desk *d, struct request *r)
{
	if (*r->intent.key && !find_done(d, r->intent.key))
		request_remember(d, &r->intent, NULL);
	r->changed = true;
	r->kept_by = KEPT_LATER;
}

void requests_kept(struct desk *d)
{
	const struct desk_answer answer = { .reply = REPLY_CHANGED };

	for (struct request *r = d->requests, *next; r; r = next) {
		next = r->next;
		if (r->changed && r->kept_by == KEPT_LATER && !d->station.keep_due)
			r->kept_by = d->keeps;
		if (r->changed && r->kept_by <= d->kept)
			finish(d, r, &answer);
	}
}

void requests_answer(struct desk *d, const struct station_effect *e)
{
	struct request *r = find(d, e->request);
	struct desk_answer answer = { .reply = e->reply, .why = e->why };

	if (!r)
		return;
	if (e->reply == REPLY_JOINED) {
		r->joined = true;
		return;
	}
	if (e->reply == REPLY_CHANGED && r->reply && !d->repeated && e->request != d->came_for) {
		wait_until_kept(d, r);
		return;
	}
	if (d->repeated)
		answer.reply = REPLY_MADE;
	if (e->request == d->came_for)
		answer.result = d->came;
	if (d->repeated)
		answer.weighing = *result_weighing(d->repeated);
	else if (e->reply == REPLY_MADE)
		answer.weighing = d->saved ? *result_weighing(d->saved) : d->station.last.weighing;
	finish(d, r, &answer);
}

void requests_settle(struct desk *d, const struct ledger_job *job, const struct desk_answer *answer)
{
	const struct desk_answer other = { .reply = REPLY_REFUSED, .why = { .key = "key_reused" } };

	if (!*job->key)
		return;
	for (struct request *r = d->requests, *next; r; r = next) {
		bool same = !memcmp(r->intent.digest, job->digest, sizeof(job->digest));

		next = r->next;
		if (r->joined && !strcmp(r->intent.key, job->key))
			finish(d, r, same ? answer : &other);
	}
}

void requests_end(struct desk *d)
{
	const struct desk_answer answer = { .reply = REPLY_DOWN, .why = { .key = "stopping" } };

	while (d->requests)
		finish(d, d->requests, &answer);
}

static bool is_other(const char *key, const uint8_t digest[32], const struct intent *in)
{
	return !strcmp(key, in->key) && memcmp(digest, in->digest, sizeof(in->digest));
}

/*
 * The key of an armed category is not in the ledger yet, but it is taken; that of the last
 * weighing is, but the ledger may be down.
 */
static bool is_taken_by_another(const struct station *s, const struct intent *in)
{
	return *in->key && ((s->armed.category[0] && is_other(s->armed.key, s->armed.digest, in)) ||
				   (s->last.any && is_other(s->last.key, s->last.digest, in)));
}

/* A key of which the station itself knows is a repeat, whatever lies there by now. */
static bool is_known(const struct station *s, const char *key)
{
	return *key && ((s->pending.job && strcmp(s->pending.key, key) == 0) ||
			       (s->last.any && strcmp(s->last.key, key) == 0) ||
			       (s->armed.category[0] && strcmp(s->armed.key, key) == 0));
}

bool request_was_answered(
	const struct desk *d, const struct intent *in, struct desk_answer *ret_answer)
{
	const struct act_done *done = find_done(d, in->key);

	*ret_answer =
		(struct desk_answer){ .reply = REPLY_REFUSED, .why = { .key = "key_reused" } };
	if (done && memcmp(done->digest, in->digest, sizeof(done->digest)) == 0)
		*ret_answer = (struct desk_answer){
			.reply = done->late ? REPLY_REFUSED : REPLY_CHANGED,
			.why.key = done->late,
			.weighing = d->station.last.weighing,
		};
	return done || is_taken_by_another(&d->station, in);
}

/* What it was sent for the first time is not kept yet. */
static bool is_waiting(const struct desk *d, const char *key)
{
	const struct request *r = d->requests;

	while (r && (!r->changed || strcmp(r->intent.key, key) != 0))
		r = r->next;
	return r;
}

static bool answered_already(struct request *r)
{
	struct desk_answer answer;

	if (!request_was_answered(r->desk, &r->intent, &answer))
		return false;
	if (answer.reply == REPLY_CHANGED && is_waiting(r->desk, r->intent.key)) {
		wait_until_kept(r->desk, r);
		requests_kept(r->desk);
		return true;
	}
	finish(r->desk, r, &answer);
	return true;
}

static void too_late(struct request *r, const struct desk_answer *late)
{
	if (late->reply == REPLY_REFUSED && *r->intent.key)
		request_remember(r->desk, &r->intent, late->why.key);
	finish(r->desk, r, late);
}

/* One thing: a number of units that waits, or what the station has. */
static bool cancels_units(const struct request *r)
{
	return r->intent.action == ACTION_CANCEL && r->touched.units;
}

static void feed(struct request *r)
{
	struct station_event event = { .kind = EVENT_INTENT, .intent = r->intent };

	desk_feed(r->desk, &event);
}

static void to_station(struct request *r)
{
	const struct desk_answer done = { .reply = REPLY_CHANGED };
	struct desk *d = r->desk;
	struct desk_answer late;

	if (answered_already(r))
		return;
	if (is_known(&d->station, r->intent.key)) {
		feed(r);
	} else if (touch_is_late(d, &r->touched, &r->intent, &late)) {
		too_late(r, &late);
	} else if (cancels_units(r)) {
		quantity_drop(d);
		finish(d, r, &done);
	} else {
		quantity_take(d, r);
		feed(r);
	}
}

static int run_find_key(struct ledger *l, void *arg)
{
	struct key_question *q = arg;

	return ledger_find_answer(l, q->key, q->digest, &q->result);
}

/* As the first time: an undo makes no weighing, nor does an answer that only voided. */
static struct desk_answer first_answer(const struct request *r, const struct ledger_result *result)
{
	bool made = r->intent.action != ACTION_UNDO && result->kind != &void_kind;

	return (struct desk_answer){ .reply = made ? REPLY_MADE : REPLY_CHANGED,
		.weighing = *result_weighing(result),
		.result = result };
}

static void key_found(void *data, void *arg, int result)
{
	_cleanup_free_ struct key_question *q = arg;
	struct desk *d = data;
	struct request *r = find(d, q->request);
	struct desk_answer answer = { .reply = REPLY_DOWN, .why = { .key = "store_failed" } };

	if (!r)
		return;
	if (result == 0) {
		to_station(r);
		return;
	}
	if (result == 1 && q->result.answer == LEDGER_KEY_REUSED) {
		answer.reply = REPLY_REFUSED;
		answer.why.key = "key_reused";
	} else if (result == 1) {
		answer = first_answer(r, &q->result);
	} else {
		(void)store_down(d->store, &answer.why);
	}
	finish(d, r, &answer);
}

static int ask_key(struct request *r)
{
	struct key_question *q = calloc(1, sizeof(*q));
	int e;

	if (!q)
		return -ENOMEM;
	memcpy(q->key, r->intent.key, sizeof(q->key));
	memcpy(q->digest, r->intent.digest, sizeof(q->digest));
	q->request = r->intent.request;
	e = desk_ask(r->desk, STORE_WRITER, run_find_key, q, key_found);
	if (e < 0)
		free(q);
	return e;
}

/* Sent again it is the same touch. */
static void note_touched(struct desk *d, struct request *r)
{
	const struct request *first = d->requests;

	while (first && (!*r->intent.key || strcmp(first->intent.key, r->intent.key) != 0))
		first = first->next;
	if (first)
		r->touched = first->touched;
	else
		touch_note(d, &r->touched);
}

static struct request *add_request(struct desk *d, const struct intent *intent)
{
	struct request *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	d->scanned.id[0] = '\0'; /* something else was wanted meanwhile */
	r->desk = d;
	r->intent = *intent;
	r->intent.request = ++d->next_request;
	note_touched(d, r);
	r->next = d->requests;
	d->requests = r;
	return r;
}

static int begin(struct request *r, desk_reply_fn reply, void *data)
{
	struct desk *d = r->desk;
	struct sentence why;
	int e;

	r->reply = reply;
	r->data = data;
	/* While the store is down nothing can be written, so no key needs to be looked for. */
	if (!*r->intent.key || store_down(d->store, &why)) {
		to_station(r);
		return 0;
	}
	e = ask_key(r);
	if (e < 0) {
		take_out(d, r);
		request_free(r);
	}
	return e;
}

int desk_intent(struct desk *d, const struct intent *intent, desk_reply_fn reply, void *data)
{
	struct request *r = add_request(d, intent);

	return r ? begin(r, reply, data) : -ENOMEM;
}

int desk_take(struct desk *d, const struct intent *in, const struct desk_more *more,
	desk_reply_fn reply, void *data)
{
	const size_t size = more->draft.kind ? kind_size(more->draft.kind) : 0;
	void *value = malloc(size + 1);
	struct request *r = value ? add_request(d, in) : NULL;

	if (!r) {
		free(value);
		return -ENOMEM;
	}
	if (size)
		memcpy(value, more->draft.value, size);
	r->more = *more;
	r->more.draft.value = r->more_value = value;
	return begin(r, reply, data);
}

int desk_put_aside(
	struct desk *d, const struct intent *in, const char *slip, desk_reply_fn reply, void *data)
{
	struct request *r = add_request(d, in);

	if (!r)
		return -ENOMEM;
	if (*slip)
		(void)snprintf(r->touched.slip, sizeof(r->touched.slip), "%s", slip);
	return begin(r, reply, data);
}

int desk_intent_of(struct desk *d, const struct intent *intent, const struct touched *touched)
{
	struct request *r = add_request(d, intent);

	if (!r)
		return -ENOMEM;
	r->touched = *touched;
	to_station(r);
	return 0;
}
