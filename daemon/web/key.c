// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A request with a key that has written is answered as the first time, whatever has changed since:
 * a head without its cable, a category that is hidden now, a load that was seen to. So the ledger
 * is asked behind all that was written before, and only then does the call look at the station.
 */
#include <string.h>
#include "web_private.h"

struct key_question {
	char key[REQUEST_KEY_SIZE];
	uint8_t digest[32];
	handle_fn next;
	struct ledger_result result;
};

static int run(struct ledger *l, void *arg)
{
	struct key_question *q = arg;

	return ledger_find_answer(l, q->key, q->digest, &q->result);
}

static void on_found(void *data, void *arg, int result)
{
	_cleanup_free_ struct key_question *q = arg;
	struct exchange *x = data;

	if (result < 0)
		reply_errno(x, result);
	else if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	else if (result)
		reply_written(x, &q->result, MHD_HTTP_CREATED);
	else
		q->next(x);
}

void key_first(struct exchange *x, handle_fn next)
{
	struct key_question *q;
	int r;

	if (!x->key[0]) {
		next(x);
		return;
	}
	if (reply_if_down(x))
		return;
	q = calloc(1, sizeof(*q));
	if (q) {
		memcpy(q->key, x->key, sizeof(q->key));
		memcpy(q->digest, x->digest, sizeof(q->digest));
		q->next = next;
	}
	r = q ? store_ask(desk_store(x->web->desk), STORE_WRITER, run, q, on_found, x) : -ENOMEM;
	if (r < 0) {
		free(q);
		reply_errno(x, r);
	}
}
