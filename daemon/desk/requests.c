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

	while (*at != r)
		at = &(*at)->next;
	*at = r->next;
}

static bool is_refusal(enum station_reply reply)
{
	return reply == REPLY_REFUSED || reply == REPLY_INVALID || reply == REPLY_DOWN;
}

static void finish(struct desk *d, struct request *r, const struct desk_answer *answer)
{
	take_out(d, r);
	if (r->reply)
		r->reply(r->data, answer);
	else if (is_refusal(answer->reply))
		desk_refused(d, &answer->why);
	free(r);
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
	if (d->repeated) {
		answer.reply = REPLY_MADE;
		answer.weighing = *d->repeated;
	} else if (e->reply == REPLY_MADE) {
		answer.weighing = d->saved ? d->saved->weighing : d->station.last.weighing;
	}
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

static void to_station(struct request *r)
{
	struct station_event event = { .kind = EVENT_INTENT, .intent = r->intent };
	const struct desk_answer taken = { .reply = REPLY_REFUSED, .why = { .key = "key_reused" } };

	if (is_taken_by_another(&r->desk->station, &r->intent))
		finish(r->desk, r, &taken);
	else
		desk_feed(r->desk, &event);
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
		.weighing = result->weighing };
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

int desk_intent(struct desk *d, const struct intent *intent, desk_reply_fn reply, void *data)
{
	struct request *r = calloc(1, sizeof(*r));
	struct sentence why;
	int e;

	if (!r)
		return -ENOMEM;
	d->scanned.id[0] = '\0'; /* something else was wanted meanwhile */
	r->desk = d;
	r->intent = *intent;
	r->intent.request = ++d->next_request;
	r->reply = reply;
	r->data = data;
	r->next = d->requests;
	d->requests = r;
	/* While the store is down nothing can be written, so no key needs to be looked for. */
	if (!*intent->key || store_down(d->store, &why)) {
		to_station(r);
		return 0;
	}
	e = ask_key(r);
	if (e < 0) {
		take_out(d, r);
		free(r);
	}
	return e;
}
