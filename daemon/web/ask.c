// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls that only read the ledger: run in the worker where they belong, which makes the whole
 * answer, so that a year of rows never holds the loop. An answer whose figures are all 0 says so
 * in a header, for whoever cannot read them out of a picture.
 */
#include "web_private.h"

struct asked {
	struct request request;
	struct answer answer;
};

static int run(struct ledger *l, void *arg)
{
	struct asked *a = arg;

	return request_run(l, &a->request, &a->answer);
}

static void reply_answer(struct exchange *x, struct answer *a)
{
	struct MHD_Response *r =
		MHD_create_response_from_buffer(a->size, a->text, MHD_RESPMEM_MUST_FREE);

	if (r) {
		a->text = NULL;
		MHD_add_response_header(r, "Content-Type", a->type);
		MHD_add_response_header(r, "Cache-Control", "no-store");
	}
	if (r && a->empty)
		MHD_add_response_header(r, "Bascule-Empty", "yes");
	reply_response(x, a->status, r);
}

static void on_answer(void *data, void *arg, int result)
{
	struct exchange *x = data;
	struct asked *a = arg;

	if (result < 0)
		reply_errno(x, result);
	else if (a->answer.why.key)
		reply_refusal(x, a->answer.status, &a->answer.why);
	else
		reply_answer(x, &a->answer);
	answer_done(&a->answer);
	free(a);
}

static enum store_side side_of(const struct request *r)
{
	static const enum store_side sides[] = {
		[IN_READER] = STORE_READER,
		[IN_LONG_READER] = STORE_LONG_READER,
		[IN_WRITER] = STORE_WRITER,
	};

	return sides[request_place(r)];
}

void api_openapi(struct exchange *x)
{
	reply_json(x, MHD_HTTP_OK, api_description());
}

void ask_call(struct exchange *x)
{
	struct asked *a;
	int r;

	if (reply_if_down(x))
		return;
	a = calloc(1, sizeof(*a));
	if (!a) {
		reply_errno(x, -ENOMEM);
		return;
	}
	a->request = x->request;
	a->request.label_wait_us = desk_label_wait_us(x->web->desk);
	r = store_ask(desk_store(x->web->desk), side_of(&a->request), run, a, on_answer, x);
	if (r < 0) {
		free(a);
		reply_errno(x, r);
	}
}
