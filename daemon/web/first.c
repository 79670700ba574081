// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the ledger is asked, behind all that was written before, ere a call goes its way: whether its
 * key has written, for that is answered as the first time, whatever has changed since (a head without
 * its cable, a category that is hidden now, a load that was seen to); and whether who asks may touch
 * the weighing that it names: a kiosk may touch those of the day and of its station.
 */
#include <string.h>
#include "web_private.h"

struct first {
	struct request request;
	char key[REQUEST_KEY_SIZE], station[CODE_SIZE];
	uint8_t digest[32];
	handle_fn next;
	bool written; /* result: what the key wrote; else why it may not be touched */
	struct ledger_result result;
	struct sentence why;
};

static int run(struct ledger *l, void *arg)
{
	struct first *f = arg;
	int r = f->key[0] ? ledger_find_answer(l, f->key, f->digest, &f->result) : 0;

	f->written = r > 0;
	if (r || !f->request.call->of_weighing)
		return r;
	return request_may_touch_weighing(l, &f->request, f->station, &f->why);
}

static void on_found(void *data, void *arg, int result)
{
	_cleanup_free_ struct first *f = arg;
	struct exchange *x = data;

	if (result < 0)
		reply_errno(x, result);
	else if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	else if (f->written)
		reply_written(x, &f->result, request_made(&x->request));
	else if (result)
		reply_refusal(x, (unsigned)result, &f->why);
	else
		f->next(x);
}

void first_ask(struct exchange *x, handle_fn next)
{
	struct first *f;
	int r;

	if (!x->key[0] && !x->request.call->of_weighing) {
		next(x);
		return;
	}
	if (reply_if_down(x))
		return;
	f = calloc(1, sizeof(*f));
	if (f) {
		f->request = x->request;
		f->next = next;
		memcpy(f->key, x->key, sizeof(f->key));
		memcpy(f->digest, x->digest, sizeof(f->digest));
		memcpy(f->station, desk_station(x->web->desk)->config.station, CODE_SIZE);
	}
	r = f ? store_ask(desk_store(x->web->desk), STORE_WRITER, run, f, on_found, x) : -ENOMEM;
	if (r < 0) {
		free(f);
		reply_errno(x, r);
	}
}

void first_call(struct exchange *x)
{
	first_ask(x, route_handler(x->request.call));
}
