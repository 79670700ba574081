// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A line of a slip of which only the lot was said: of a received lot, which lies in no packs, what lies on the
 * plate goes out for that slip, recorded by the station as its own load, so that nothing counts it twice; of any
 * other it is a pack.
 */
#include <string.h>
#include "slip.h"
#include "web_private.h"

static void recorded(void *data, const struct desk_answer *answer)
{
	struct exchange *x = data;

	if (answer->result)
		reply_written(x, answer->result, request_made(&x->request));
	else if (answer->reply == REPLY_MADE)
		reply_json(x, request_made(&x->request), json_weighing(&answer->weighing));
	else
		reply_refusal(x, api_status_of(answer->reply), &answer->why);
}

/* What was said, and the lot. */
struct plate_line {
	struct line_making said;
	struct food_received lot;
};

static void take_load(struct exchange *x, const struct plate_line *line)
{
	const struct desk_more more = { .weighing_from = ledger_slip_line };
	struct intent in = { .action = ACTION_CATEGORY,
		.has_to = line->said.has_to,
		.to_mg = line->said.to_mg,
		.take = { .on = true, .light = line->said.light } };
	int r;

	(void)snprintf(in.code, sizeof(in.code), "%s", line->lot.category);
	memcpy(in.load, line->said.load, sizeof(in.load));
	memcpy(in.take.lot, line->lot.lot, sizeof(in.take.lot));
	memcpy(in.take.slip, line->said.weighing.weighing.slip, sizeof(in.take.slip));
	memcpy(in.key, x->key, sizeof(in.key));
	memcpy(in.digest, x->digest, sizeof(in.digest));
	r = desk_take(x->web->desk, &in, &more, recorded, x);
	if (r < 0)
		reply_errno(x, r);
}

static void put_pack(struct exchange *x)
{
	struct making m;

	x->request.has_plate = false;
	if (entry_read(x, &m))
		job_send(x, &m.job, job_made);
}

static int run_lot(struct ledger *l, void *arg)
{
	struct plate_line *line = arg;

	return ledger_received_lot(l, line->said.weighing.weighing.lot, &line->lot);
}

static void have_lot(void *data, void *arg, int result)
{
	_cleanup_free_ struct plate_line *line = arg;
	struct exchange *x = data;

	if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	else if (result == -ENOENT)
		put_pack(x);
	else if (result < 0)
		reply_errno(x, result);
	else
		take_load(x, line);
}

static void ask_lot(struct exchange *x, const struct line_making *said)
{
	struct plate_line *line = calloc(1, sizeof(*line));
	int r = -ENOMEM;

	if (line) {
		line->said = *said;
		r = store_ask(desk_store(x->web->desk), STORE_WRITER, run_lot, line, have_lot, x);
	}
	if (r == 0)
		return;
	free(line);
	reply_errno(x, r);
}

static void put(struct exchange *x)
{
	struct making m;

	x->request.has_plate = true;
	if (!entry_read(x, &m))
		return;
	if (m.job.drafts[0].kind == &weighing_kind &&
		((const struct line_making *)m.value)->of_plate)
		ask_lot(x, (const struct line_making *)m.value);
	else
		job_send(x, &m.job, job_made);
}

void api_slip_line(struct exchange *x)
{
	first_ask(x, put);
}
