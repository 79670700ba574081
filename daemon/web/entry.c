// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * An entry that a request makes: what may be said of it by its kind's table of fields, then the
 * ledger, which also answers a repeated key. Kinds of which a device says a part have a handler of
 * their own, that fills it in and comes here.
 */
#include <string.h>
#include "clock.h"
#include "code_bound.h"
#include "entry_void.h"
#include "web_private.h"

void job_begin(const struct exchange *x, struct ledger_job *job)
{
	memset(job, 0, sizeof(*job));
	clock_now(&job->now);
	job->who = x->request.who.role;
	memcpy(job->key, x->key, sizeof(job->key));
	memcpy(job->digest, x->digest, sizeof(job->digest));
}

void job_send(struct exchange *x, const struct ledger_job *job, store_written_fn done)
{
	int r;

	if (reply_if_down(x))
		return;
	r = desk_write(x->web->desk, job, done, x);
	if (r < 0)
		reply_errno(x, r);
}

void job_made(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	(void)job;
	reply_written(data, result, MHD_HTTP_CREATED);
}

void entry_make(struct exchange *x, void *value)
{
	const struct kind *kind = request_kind(&x->request);
	struct ledger_job job;
	struct body b;

	job_begin(x, &job);
	job.drafts[0] = (struct ledger_draft){ kind, value, NULL };
	if (reply_if_down(x) || !body_open(x, &b))
		return;
	body_record(&b, kind_row(kind), value);
	if (body_done(&b))
		job_send(x, &job, job_made);
}

static void on_made(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct exchange *x = data;
	const struct call *call = x->request.call;

	(void)job;
	if (!result->error && result->kind == &code_bound_kind)
		events_ask_codes(x->web->events);
	if (!result->error &&
		(result->kind == &scale_facts_kind || result->kind == &entry_void_kind))
		desk_read_facts(x->web->desk);
	if (!result->error && result->answer == LEDGER_ALREADY && call->already)
		reply_key(x, MHD_HTTP_CONFLICT, call->already);
	else
		reply_written(x, result, request_made(&x->request));
}

bool entry_read(struct exchange *x, struct making *m)
{
	const struct sent sent = { NULL, x->body, x->body_len };
	struct sentence why;
	int status;

	job_begin(x, &m->job);
	if (reply_if_down(x))
		return false;
	x->request.max_mg = desk_station(x->web->desk)->config.max_mg;
	status = request_make(&x->request, &sent, m, &why);
	if (status)
		reply_refusal(x, (unsigned)status, &why);
	return status == 0;
}

void api_make(struct exchange *x)
{
	struct making m;

	if (entry_read(x, &m))
		job_send(x, &m.job, on_made);
}
