// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A tray of a lot was filled, or something goes into it: what lies on the plate is recorded as its pack, whose
 * label is printed with it, or as its input, in one act; or somebody types what it weighs.
 */
#include <string.h>
#include "web_private.h"

/* What the ledger says of it is said as of any entry; what the station says comes before that. */
static void recorded(void *data, const struct desk_answer *answer)
{
	const struct ledger_result *res = answer->result;
	struct exchange *x = data;
	bool ours = res && (res->kind == &pack_kind || res->kind == &lot_input_kind);

	if (res && (answer->reply != REPLY_MADE || ours))
		reply_written(x, res, request_made(&x->request));
	else if (answer->reply == REPLY_MADE)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "store_failed");
	else
		reply_refusal(x, api_status_of(answer->reply), &answer->why);
}

/* What lies on the plate, what it becomes, and what is known of that lot. */
struct laid {
	union {
		struct pack pack;
		struct lot_input input;
	} value;
	struct ledger_draft draft; /* of it */
	const char *of;            /* the lot, in value */
	struct lot_made lot;
	struct intent seen; /* which load, and how heavy */
};

static void take_load(struct exchange *x, const struct laid *t)
{
	const struct desk_more more = { NULL, t->draft };
	struct intent in = t->seen;
	int r;

	in.action = ACTION_CATEGORY;
	in.take.on = true;
	in.take.pack = true;
	(void)snprintf(in.code, sizeof(in.code), "%s", t->lot.category);
	memcpy(in.take.lot, t->lot.id, sizeof(in.take.lot));
	memcpy(in.key, x->key, sizeof(in.key));
	memcpy(in.digest, x->digest, sizeof(in.digest));
	r = desk_take(x->web->desk, &in, &more, recorded, x);
	if (r < 0)
		reply_errno(x, r);
}

static int run_lot(struct ledger *l, void *arg)
{
	struct laid *t = arg;

	return ledger_made_lot(l, t->of, &t->lot);
}

static void have_lot(void *data, void *arg, int result)
{
	_cleanup_free_ struct laid *t = arg;
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

static void take_pack(const struct exchange *x, const struct pack_making *m, struct laid *t)
{
	t->value.pack = m->pack;
	take_paper(x, &t->value.pack);
	t->draft = (struct ledger_draft){ &pack_kind, &t->value, ledger_pack_weighed };
	t->of = t->value.pack.lot;
	t->seen.has_to = m->has_to;
	t->seen.to_mg = m->to_mg;
	memcpy(t->seen.load, m->load, sizeof(m->load));
}

static void take_input(const struct input_making *m, struct laid *t)
{
	t->value.input = m->input;
	t->draft = (struct ledger_draft){ &lot_input_kind, &t->value, NULL };
	t->of = t->value.input.lot;
	t->seen.has_to = m->has_to;
	t->seen.to_mg = m->to_mg;
	memcpy(t->seen.load, m->load, sizeof(m->load));
}

static void ask_lot(struct exchange *x, const struct making *m)
{
	struct laid *t = calloc(1, sizeof(*t));
	int r = -ENOMEM;

	if (t && m->job.drafts[0].kind == &pack_kind)
		take_pack(x, (const struct pack_making *)m->value, t);
	else if (t)
		take_input((const struct input_making *)m->value, t);
	if (t)
		r = store_ask(desk_store(x->web->desk), STORE_WRITER, run_lot, t, have_lot, x);
	if (r == 0)
		return;
	free(t);
	reply_errno(x, r);
}

static bool is_of_plate(const struct making *m)
{
	return m->job.drafts[0].kind == &pack_kind
		       ? ((const struct pack_making *)m->value)->of_plate
		       : ((const struct input_making *)m->value)->of_plate;
}

static void record(struct exchange *x)
{
	struct making m;

	x->request.has_plate = desk_station(x->web->desk)->scale_count > 0;
	if (!entry_read(x, &m))
		return;
	if (is_of_plate(&m))
		ask_lot(x, &m);
	else
		job_send(x, &m.job, job_made);
}

void api_pack(struct exchange *x)
{
	first_ask(x, record);
}

void api_lot_input(struct exchange *x)
{
	first_ask(x, record);
}
