// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls that only read the ledger: run in the worker where they belong, which makes the whole
 * answer, so that a year of rows never holds the loop. An answer whose figures are all 0 says so
 * in a header, for whoever cannot read them out of a picture.
 */
#include <sodium.h>
#include "site.h"
#include "web_private.h"

enum { TAG_SIZE = 20 + 1 + 2 * 8 + 6 };

struct asked {
	struct request request;
	struct answer answer;
	bool gzip, packed; /* is wanted, is done */
	char tag[TAG_SIZE];
};

/*
 * Another answer has another tag: who has this one already is told so and is sent nothing. Before
 * its hash is what it is as of, to which a writer is held by If-Match.
 */
static int tag_and_pack(struct asked *a)
{
	uint8_t hash[crypto_generichash_BYTES];
	char hex[17], *packed = NULL;
	size_t size = 0;
	int r = 0;

	(void)crypto_generichash(
		hash, sizeof(hash), (const uint8_t *)a->answer.text, a->answer.size, NULL, 0);
	sodium_bin2hex(hex, sizeof(hex), hash, 8);
	if (a->gzip)
		r = site_pack(a->answer.text, a->answer.size, &packed, &size);
	(void)snprintf(a->tag, sizeof(a->tag), "\"%llu-%s%s\"",
		(unsigned long long)a->answer.stands, hex, a->gzip ? "-gz" : "");
	if (r < 0 || !packed)
		return r;
	free(a->answer.text);
	a->answer.text = packed;
	a->answer.size = size;
	a->packed = true;
	return 0;
}

static int run(struct ledger *l, void *arg)
{
	struct asked *a = arg;
	int r = request_run(l, &a->request, &a->answer);

	return r == 0 && a->request.call->tagged && a->answer.text ? tag_and_pack(a) : r;
}

static struct MHD_Response *take_text(struct answer *a)
{
	struct MHD_Response *r =
		MHD_create_response_from_buffer(a->size, a->text, MHD_RESPMEM_MUST_FREE);

	if (r)
		a->text = NULL;
	return r;
}

/* What a browser calls it when it is kept; letters that need no escape (report_file_name()). */
static void name_file(struct MHD_Response *r, const char *file)
{
	char header[160];

	(void)snprintf(header, sizeof(header), "inline; filename=\"%s\"", file);
	MHD_add_response_header(r, "Content-Disposition", header);
}

static void reply_answer(struct exchange *x, struct asked *asked)
{
	static char nothing[] = "";
	const char *tag = asked->tag;
	bool known = *tag && pages_known(x, tag);
	struct MHD_Response *r =
		known ? MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT)
		      : take_text(&asked->answer);

	if (r) {
		MHD_add_response_header(r, "Content-Type", asked->answer.type);
		MHD_add_response_header(r, "Cache-Control", *tag ? "no-cache" : "no-store");
	}
	if (r && *tag) {
		MHD_add_response_header(r, "ETag", tag);
		MHD_add_response_header(r, "Vary", "Accept-Encoding");
	}
	if (r && asked->packed && !known)
		MHD_add_response_header(r, "Content-Encoding", "gzip");
	if (r && asked->answer.file[0])
		name_file(r, asked->answer.file);
	if (r && asked->answer.empty)
		MHD_add_response_header(r, "Bascule-Empty", "yes");
	reply_response(x, known ? MHD_HTTP_NOT_MODIFIED : asked->answer.status, r);
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
		reply_answer(x, a);
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
	a->gzip = pages_gzip_wanted(
		MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Accept-Encoding"));
	desk_label_media(x->web->desk, &a->request.media);
	a->request.label_wait_us = desk_label_wait_us(x->web->desk);
	r = store_ask(desk_store(x->web->desk), side_of(&a->request), run, a, on_answer, x);
	if (r < 0) {
		free(a);
		reply_errno(x, r);
	}
}
