// SPDX-License-Identifier: GPL-3.0-or-later
/* A person has seen an unknown code: it is no longer shown at any screen, until scanned anew. */
#include <string.h>
#include "web_private.h"

struct seen {
	uint64_t seq;
};

static int run_seen(struct ledger *l, void *arg)
{
	const struct seen *q = arg;

	return ledger_code_seen(l, q->seq);
}

static void on_seen(void *data, void *arg, int result)
{
	struct exchange *x = data;

	free(arg);
	if (result == -ENOENT) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_code");
		return;
	}
	if (result < 0) {
		reply_errno(x, result);
		return;
	}
	events_ask_codes(x->web->events);
	reply_json(x, MHD_HTTP_OK, json_pack("{s:s,s:b}", "id", x->arg, "seen", 1));
}

void api_code_seen(struct exchange *x)
{
	char *end;
	unsigned long long seq = strtoull(x->arg, &end, 10);
	struct seen *q;
	int r;

	if (*end || !seq || !strchr("123456789", *x->arg)) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_code");
		return;
	}
	if (reply_if_down(x))
		return;
	q = malloc(sizeof(*q));
	if (q)
		q->seq = seq;
	r = q ? store_ask(desk_store(x->web->desk), STORE_WRITER, run_seen, q, on_seen, x)
	      : -ENOMEM;
	if (r < 0) {
		free(q);
		reply_errno(x, r);
	}
}
