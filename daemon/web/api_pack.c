// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tray of a lot was filled: what lies on the plate is recorded as its pack, and the label is printed with it,
 * in one act; or somebody types what it weighs, and nothing is printed.
 */
#include <string.h>
#include "web_private.h"

/* What the ledger says of it is said as of any entry; what the station says comes before that. */
static void packed(void *data, const struct desk_answer *answer)
{
	const struct ledger_result *res = answer->result;
	struct exchange *x = data;

	if (res && (answer->reply != REPLY_MADE || res->kind == &pack_kind))
		reply_written(x, res, request_made(&x->request));
	else if (answer->reply == REPLY_MADE)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "store_failed");
	else
		reply_refusal(x, api_status_of(answer->reply), &answer->why);
}

/* A tray on the plate, and what is known of its lot. */
struct tray {
	struct pack_making making;
	struct lot_made lot;
};

static void take_load(struct exchange *x, const struct tray *t)
{
	const struct desk_more more = { NULL,
		{ &pack_kind, &t->making.pack, ledger_pack_weighed } };
	struct intent in = { .action = ACTION_CATEGORY,
		.has_to = t->making.has_to,
		.to_mg = t->making.to_mg,
		.take = { .on = true, .pack = true } };
	int r;

	(void)snprintf(in.code, sizeof(in.code), "%s", t->lot.category);
	memcpy(in.take.lot, t->lot.id, sizeof(in.take.lot));
	memcpy(in.load, t->making.load, sizeof(in.load));
	memcpy(in.key, x->key, sizeof(in.key));
	memcpy(in.digest, x->digest, sizeof(in.digest));
	r = desk_take(x->web->desk, &in, &more, packed, x);
	if (r < 0)
		reply_errno(x, r);
}

static int run_lot(struct ledger *l, void *arg)
{
	struct tray *t = arg;

	return ledger_made_lot(l, t->making.pack.lot, &t->lot);
}

static void have_lot(void *data, void *arg, int result)
{
	_cleanup_free_ struct tray *t = arg;
	struct exchange *x = data;

	if (result == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_lot");
	else if (result < 0)
		reply_errno(x, result);
	else if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	else
		take_load(x, t);
}

/* On which paper its label is printed: none where there is no printer. */
static void take_paper(const struct exchange *x, struct pack *p)
{
	struct label_media on;

	if (!printers_count(desk_printers(x->web->desk)))
		return;
	desk_label_media(x->web->desk, &on);
	p->paper.width_um = on.width_um;
	p->paper.height_um = on.height_um;
	p->paper.dpi = on.dpi;
}

static void ask_lot(struct exchange *x, const struct making *m)
{
	struct tray *t = calloc(1, sizeof(*t));
	int r = -ENOMEM;

	if (t) {
		t->making = *(const struct pack_making *)m->value;
		take_paper(x, &t->making.pack);
		r = store_ask(desk_store(x->web->desk), STORE_WRITER, run_lot, t, have_lot, x);
	}
	if (r == 0)
		return;
	free(t);
	reply_errno(x, r);
}

static void pack(struct exchange *x)
{
	const struct sent sent = { NULL, x->body, x->body_len };
	struct sentence why;
	struct making m;
	int status;

	job_begin(x, &m.job);
	if (reply_if_down(x))
		return;
	x->request.has_plate = desk_station(x->web->desk)->scale_count > 0;
	status = request_make(&x->request, &sent, &m, &why);
	if (status)
		reply_refusal(x, (unsigned)status, &why);
	else if (((const struct pack_making *)m.value)->of_plate)
		ask_lot(x, &m);
	else
		job_send(x, &m.job, job_made);
}

void api_pack(struct exchange *x)
{
	first_ask(x, pack);
}
