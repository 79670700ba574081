// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a person says of a load that left the plate and is in no weighing: what it was (a typed
 * entry of the moment when it left) or that it was nothing to be recorded.
 */
#include <string.h>
#include "clock.h"
#include "reason.h"
#include "web_private.h"

static bool take_number(struct exchange *x, uint64_t *ret_number)
{
	char *end;
	unsigned long long number = strtoull(x->arg, &end, 10);

	if (*end || !number || !strchr("123456789", *x->arg)) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_left");
		return false;
	}
	*ret_number = number;
	return true;
}

static const struct left_load *find(const struct station *s, uint64_t number)
{
	for (size_t i = 0; i < s->left_count; i++)
		if (s->left[i].number == number)
			return &s->left[i];
	return NULL;
}

static void on_dismissed(void *data, int result)
{
	struct exchange *x = data;

	if (result == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_left");
	else if (result < 0)
		reply_errno(x, result);
	else
		reply_json(
			x, MHD_HTTP_OK, json_pack("{s:s,s:s}", "id", x->arg, "seen", "dismissed"));
}

void api_left_dismiss(struct exchange *x)
{
	const struct left_load *left;
	const char *reason;
	char said[REASON_MOST + 1];
	uint64_t number;
	struct body b;
	int r;

	if (!take_number(x, &number) || !body_open(x, &b))
		return;
	left = find(desk_station(x->web->desk), number);
	body_touches(&b, left ? left->at.day : x->request.now.day);
	reason = body_text(&b, "reason", false, REASON_MOST);
	(void)snprintf(said, sizeof(said), "%s", reason ? reason : "");
	if (!body_done(&b) || reply_if_down(x))
		return;
	r = desk_left_dismiss(x->web->desk, number, said, on_dismissed, x);
	if (r < 0)
		reply_errno(x, r);
}

/* ---- a weighing of it ---- */

static void on_made(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	if (!result->error && result->answer == LEDGER_NOT_FOUND)
		reply_key(data, MHD_HTTP_NOT_FOUND, "no_such_left");
	else
		reply_written(data, result, MHD_HTTP_CREATED);
}

static bool read_weighing(struct exchange *x, const struct left_load *left, struct weighing *w)
{
	struct body b;

	if (!body_open(x, &b))
		return false;
	station_left_as(desk_station(x->web->desk), left, w);
	body_touches(&b, w->at.day);
	body_operator(&b, w->at.day, w->operator_code);
	body_category(&b, w->at.day, w->category);
	if (body_has(&b, "net_kg"))
		body_station_net(&b, &w->net_mg);
	else if (left->low_mg == left->high_mg)
		w->net_mg = left->high_mg;
	else
		body_fault(&b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_missing", "net_kg");
	return body_done(&b);
}

struct finding {
	struct left_load left;
};

static int run_find(struct ledger *l, void *arg)
{
	struct finding *q = arg;

	return ledger_left_of(l, q->left.number, &q->left);
}

static void refuse_left(struct exchange *x)
{
	reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_left");
}

static void on_found(void *data, void *arg, int result)
{
	struct weighing_entry e = { 0 };
	struct ledger_job job;
	_cleanup_free_ struct finding *q = arg;
	struct exchange *x = data;

	if (result == -ENOENT)
		first_ask(x, refuse_left); /* by this very request, perhaps, a moment ago */
	else if (result < 0)
		reply_errno(x, result);
	if (result < 0)
		return;
	job_begin(x, &job);
	job.drafts[0] = (struct ledger_draft){ &weighing_kind, &e, NULL };
	job.label = true;
	job.left_number = q->left.number;
	if (read_weighing(x, &q->left, &e.weighing))
		job_send(x, &job, on_made);
}

/* It may be an old one, of which the station itself no longer thinks: the ledger has them all. */
static void weigh_left(struct exchange *x)
{
	struct finding *q;
	uint64_t number;
	int r;

	if (!take_number(x, &number) || reply_if_down(x))
		return;
	q = calloc(1, sizeof(*q));
	if (q)
		q->left.number = number;
	r = q ? store_ask(desk_store(x->web->desk), STORE_WRITER, run_find, q, on_found, x)
	      : -ENOMEM;
	if (r < 0) {
		free(q);
		reply_errno(x, r);
	}
}

void api_left_weighing(struct exchange *x)
{
	first_ask(x, weigh_left);
}
