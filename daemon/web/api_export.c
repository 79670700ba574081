// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GET /export/weighings: an answer of a million lines. The reader makes one page after the other, each when the
 * client has taken the one before: so long an answer is never in memory, a slow client holds nobody, and charts
 * that others ask for come between two pages. What fails half way ends the connection, so that nobody takes half
 * a file for a whole one.
 */
#include <string.h>
#include "table.h"
#include "web_private.h"

enum { PULL = 32 * 1024 };

struct exporting {
	struct exchange *x; /* until its answer begins */
	struct web *web;
	struct MHD_Connection *connection;
	struct export_job *job;
	char *text; /* one page; the reader's while asked */
	size_t size, sent;
	int result; /* of that page: export_lines() */
	bool asked, closed, suspended;
};

static void exporting_free(struct exporting *e)
{
	export_free(e->job);
	free(e->text);
	free(e);
}

static int run(struct ledger *l, void *arg)
{
	struct exporting *e = arg;
	FILE *out;
	int r;

	free(e->text);
	e->text = NULL;
	e->size = e->sent = 0;
	out = open_memstream(&e->text, &e->size);
	if (!out)
		return -ENOMEM;
	r = export_lines(l, e->job, out);
	return fclose(out) && r >= 0 ? -ENOMEM : r;
}

static void have_page(void *data, void *arg, int result);

static int ask(struct exporting *e)
{
	int r = store_ask(desk_store(e->web->desk), STORE_LONG_READER, run, e, have_page, NULL);

	e->asked = r >= 0;
	return r;
}

/* libmicrohttpd wants more: what is left of the page, or it waits for the next one. */
static ssize_t on_pull(void *data, uint64_t position, char *buf, size_t most)
{
	struct exporting *e = data;
	size_t len = e->size - e->sent;

	(void)position;
	if (e->result < 0 || e->web->ending)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (len == 0 && e->result == 0)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (len == 0) {
		if (ask(e) < 0)
			return MHD_CONTENT_READER_END_WITH_ERROR;
		e->suspended = true;
		MHD_suspend_connection(e->connection);
		return 0;
	}
	len = len < most ? len : most;
	memcpy(buf, e->text + e->sent, len);
	e->sent += len;
	return (ssize_t)len;
}

static void on_closed(void *data)
{
	struct exporting *e = data;

	e->closed = true;
	if (!e->asked)
		exporting_free(e);
}

static void answer(struct exporting *e)
{
	struct MHD_Response *r =
		MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PULL, on_pull, e, on_closed);
	struct exchange *x = e->x;
	char header[160];

	e->x = NULL;
	if (!r) {
		exporting_free(e);
		reply_errno(x, -ENOMEM);
		return;
	}
	(void)snprintf(header, sizeof(header), "attachment; filename=\"%s\"", export_file(e->job));
	MHD_add_response_header(r, "Content-Type", export_type(e->job));
	MHD_add_response_header(r, "Content-Disposition", header);
	MHD_add_response_header(r, "Cache-Control", "no-store");
	reply_response(x, MHD_HTTP_OK, r);
}

static void refuse_it(struct exporting *e)
{
	struct sentence why = { .key = "export_too_long" };
	struct exchange *x = e->x;
	int error = e->result;

	exporting_free(e);
	if (error == -ENOENT) {
		why.key = "bad_query";
		sentence_param(&why, "field", "after");
	}
	sentence_param_int(&why, "most", TABLE_SHEET_ROWS);
	if (error == -E2BIG || error == -ENOENT)
		reply_refusal(x, MHD_HTTP_UNPROCESSABLE_CONTENT, &why);
	else
		reply_errno(x, error);
}

static void have_page(void *data, void *arg, int result)
{
	struct exporting *e = arg;

	(void)data;
	e->asked = false;
	e->result = result;
	if (e->closed)
		exporting_free(e);
	else if (e->x && result < 0)
		refuse_it(e);
	else if (e->x)
		answer(e);
	else if (e->suspended) {
		e->suspended = false;
		MHD_resume_connection(e->connection);
		web_wake(e->web);
	}
}

void api_export(struct exchange *x)
{
	struct exporting *e;
	int r;

	if (reply_if_down(x))
		return;
	e = calloc(1, sizeof(*e));
	r = e ? export_new(&x->request, &e->job) : -ENOMEM;
	if (r == 0) {
		e->x = x;
		e->web = x->web;
		e->connection = x->connection;
		r = ask(e);
	}
	if (r == 0)
		return;
	if (e)
		exporting_free(e);
	reply_errno(x, r);
}
