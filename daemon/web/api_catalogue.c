// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue edited while people weigh. What was sent is read, compared and checked beside the
 * writer, a long file by the reader that takes its time; the writer only adds what is new, if the catalogue
 * still is the one that it was compared with, else all is done again.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_edit.h"
#include "web_private.h"

enum { TRIES = 5 };

struct editing {
	struct exchange *x;
	struct catalogue_edit edit;
	int tries;
};

static void plan(struct editing *g);

static struct editing *editing_free(struct editing *g)
{
	catalogue_edit_done(&g->edit);
	free(g);
	return NULL;
}

/* What stands in the address belongs to the request as well: another kind is another request. */
static void add_address(const struct catalogue_edit *e, uint8_t digest[32])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, 32);
	crypto_generichash_update(&state, digest, 32);
	crypto_generichash_update(&state, (const uint8_t *)e->kind, sizeof(e->kind));
	crypto_generichash_update(&state, (const uint8_t *)e->from, sizeof(e->from));
	crypto_generichash_final(&state, digest, 32);
}

static int run_plan(struct ledger *l, void *arg)
{
	struct editing *g = arg;
	struct catalogue_edit *e = &g->edit;
	int r = 0;

	if (!g->tries++) {
		if (e->size > BODY_MOST)
			exchange_digest(g->x);
		memcpy(e->job.digest, g->x->digest, sizeof(e->job.digest));
		if (e->csv)
			add_address(e, e->job.digest);
	}
	r = ledger_snapshot(l, true);
	if (r < 0)
		return r;
	r = catalogue_edit_plan(l, e);
	(void)ledger_snapshot(l, false);
	return r;
}

static void written(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct editing *g = data;

	(void)job;
	if (result->error == -EAGAIN && g->tries < TRIES) {
		catalogue_edit_done(&g->edit);
		plan(g);
		return;
	}
	reply_written(g->x, result, MHD_HTTP_CREATED);
	editing_free(g);
}

static void planned(void *data, void *arg, int result)
{
	struct editing *g = arg;
	struct catalogue_edit *e = &g->edit;
	struct exchange *x = data;

	if (result == 0 && !e->status)
		result = desk_write(x->web->desk, &e->job, written, g);
	if (result == 0 && !e->status)
		return;
	if (result < 0) {
		reply_errno(x, result);
	} else if (e->text) {
		reply_text(
			x, e->status, "application/json; charset=utf-8", e->text, strlen(e->text));
		e->text = NULL;
	} else {
		reply_refusal(x, e->status, &e->why);
	}
	editing_free(g);
}

static void plan(struct editing *g)
{
	struct exchange *x = g->x;
	/* A row that somebody edits by hand does not wait for an export. */
	enum store_side side = g->edit.size > BODY_MOST ? STORE_LONG_READER : STORE_READER;
	int r = store_ask(desk_store(x->web->desk), side, run_plan, g, planned, x);

	if (r == 0)
		return;
	reply_errno(x, r);
	editing_free(g);
}

/*
 * If-Match (RFC 9110 13.1.1): a tag of GET /catalogue, or what a preview said it stands on, in
 * quotes. What is none was never sent by us and matches nothing.
 */
static void take_match(struct exchange *x, struct catalogue_edit *e)
{
	const char *tag = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "If-Match");

	if (!tag || strcmp(tag, "*") == 0)
		return;
	e->held = true;
	e->stands = tag[0] == '"' ? strtoull(tag + 1, NULL, 10) : 0;
}

static void take_guards(struct exchange *x, struct catalogue_guards *ret_guards)
{
	const struct secrets *s = people_secrets(x->web->people);

	_Static_assert((int)PEOPLE_MOST <= (int)GUARDS_MOST, "all who have a PIN");
	for (size_t i = 0; i < s->people; i++)
		if (*s->person[i].hash[SECRET_PIN])
			memcpy(ret_guards->code[ret_guards->count++], s->person[i].code, CODE_SIZE);
}

static void begin(struct exchange *x, bool csv)
{
	const char *kind = request_text(&x->request, "kind"),
		   *from = request_text(&x->request, "from");
	struct editing *g;

	if (reply_if_down(x))
		return;
	g = calloc(1, sizeof(*g));
	if (!g) {
		reply_errno(x, -ENOMEM);
		return;
	}
	g->x = x;
	g->edit = (struct catalogue_edit){
		.bytes = x->body ? x->body : "",
		.size = x->body_len,
		.csv = csv,
		.preview = request_int(&x->request, "preview") == 1,
		.keeps_past = true,
		.most = CATALOGUE_NEWS_MOST,
		.lang = x->lang,
	};
	(void)snprintf(g->edit.kind, sizeof(g->edit.kind), "%s", kind ? kind : "");
	(void)snprintf(g->edit.from, sizeof(g->edit.from), "%s", from ? from : "");
	take_match(x, &g->edit);
	take_guards(x, &g->edit.guards);
	job_begin(x, &g->edit.job);
	plan(g);
}

void api_catalogue_edit(struct exchange *x)
{
	begin(x, false);
}

void api_catalogue_import(struct exchange *x)
{
	begin(x, true);
}
