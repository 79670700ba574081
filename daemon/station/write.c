// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk's ways to the store: commits of the station, writes of pages (the station is told
 * of them), and the context that survives a restart. A weighing is said to be saved here and
 * nowhere else, when its result has come back.
 */
#include <string.h>
#include "desk_private.h"
#include "log.h"

struct written {
	struct desk *desk;
	uint64_t job;
};

int desk_submit(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data)
{
	return d->ending ? -ESHUTDOWN : store_write(d->store, job, done, data);
}

int desk_ask(struct desk *d, bool in_order, store_run_fn run, void *arg, store_done_fn done)
{
	return d->ending ? -ESHUTDOWN : store_ask(d->store, in_order, run, arg, done, d);
}

static void failed(struct desk *d, uint64_t job, bool refused, const struct sentence *why)
{
	struct station_event event = {
		.kind = EVENT_COMMIT_FAILED,
		.job = job,
		.refused = refused,
		.why = *why,
	};

	desk_feed(d, &event);
}

static void committed(struct desk *d, uint64_t job, const struct ledger_result *result)
{
	struct station_event event = {
		.kind = EVENT_COMMITTED,
		.job = job,
		.weighing = result->weighing,
		.today_in_mg = result->today_in_mg,
		.today_weighings = result->today_weighings,
	};

	desk_feed(d, &event);
}

/* The words for a write that did not happen; the ledger's own where it has some. */
static void why_not(const struct ledger_result *result, struct sentence *ret_why)
{
	*ret_why = result->why;
	if (result->why.key)
		return;
	if (!result->error && result->answer == LEDGER_KEY_REUSED)
		ret_why->key = "key_reused";
	else if (!result->error && result->answer == LEDGER_NOT_FOUND)
		ret_why->key = "no_such_weighing";
	else if (!result->error && result->answer == LEDGER_ALREADY)
		ret_why->key = "already_void";
	else
		ret_why->key = "store_failed";
}

/* A key that had written before: its first result is the answer, this load is not recorded. */
static void repeated(struct desk *d, uint64_t job, const struct ledger_result *result)
{
	const struct sentence why = { .key = "already_written" };

	d->repeated = &result->weighing;
	failed(d, job, true, &why);
	d->repeated = NULL;
}

static void on_written(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	_cleanup_free_ struct written *w = data;
	struct desk *d = w->desk;
	struct desk_answer answer = { .reply = REPLY_MADE, .weighing = result->weighing };

	if (!result->error && result->answer == LEDGER_WRITTEN) {
		d->saved = result;
		committed(d, w->job, result);
		d->saved = NULL;
		if (job->op == LEDGER_VOID)
			answer.reply = REPLY_CHANGED;
	} else if (!result->error && result->answer == LEDGER_REPEATED) {
		repeated(d, w->job, result);
	} else {
		answer.reply = result->error ? REPLY_DOWN : REPLY_REFUSED;
		why_not(result, &answer.why);
		failed(d, w->job, !result->error, &answer.why);
	}
	requests_settle(d, job, &answer);
}

void desk_commit(struct desk *d, const struct moment *now, const struct station_effect *e)
{
	static const enum ledger_op ops[] = {
		[COMMIT_RECORD] = LEDGER_RECORD,
		[COMMIT_VOID] = LEDGER_VOID,
		[COMMIT_REPLACE] = LEDGER_REPLACE,
	};
	struct sentence why = { .key = "store_failed" };
	struct ledger_job job = { .op = ops[e->commit], .now = *now, .weighing = e->weighing };
	struct written *w = calloc(1, sizeof(*w));

	if (w) {
		w->desk = d;
		w->job = e->job;
		memcpy(job.void_id, e->void_id, sizeof(job.void_id));
		memcpy(job.reason, e->reason, sizeof(job.reason));
		memcpy(job.key, e->key, sizeof(job.key));
		memcpy(job.digest, e->digest, sizeof(job.digest));
		job.label = e->commit != COMMIT_VOID && labels_wanted(d->labels);
		if (desk_submit(d, &job, on_written, w) == 0)
			return;
		free(w);
	}
	failed(d, e->job, false, &why);
}

static int run_keep_context(struct ledger *l, void *arg)
{
	return ledger_keep_context(l, arg);
}

static void context_kept(void *data, void *arg, int result)
{
	(void)data;
	free(arg);
	if (result < 0)
		log_line(LOG_WARN, "desk context not kept error=%s", log_errno(result));
}

void desk_keep_context(struct desk *d)
{
	struct station_context *copy = malloc(sizeof(*copy));

	if (!copy)
		return;
	*copy = d->station.context;
	if (desk_ask(d, true, run_keep_context, copy, context_kept) < 0)
		free(copy);
}

struct page_write {
	struct desk *desk;
	store_written_fn done;
	void *data;
};

/* A weighing of this station may have been voided, and today's total has moved. */
static void tell_station(
	struct desk *d, const struct ledger_job *job, const struct ledger_result *result)
{
	struct station_event event = {
		.kind = EVENT_ELSEWHERE,
		.today_in_mg = result->today_in_mg,
		.today_weighings = result->today_weighings,
	};
	const char *voided = "";

	if (job->op == LEDGER_VOID)
		voided = result->weighing.id;
	else if (job->op == LEDGER_REPLACE || job->op == LEDGER_RECLASSIFY)
		voided = result->weighing.corrects;
	snprintf(event.voided_id, sizeof(event.voided_id), "%s", voided);
	desk_feed(d, &event);
	if (d->events.weighing)
		d->events.weighing(d->events.data, &result->weighing, result->seq);
	labels_kick(d->labels);
}

static void on_page_written(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	_cleanup_free_ struct page_write *w = data;

	if (!result->error && result->answer == LEDGER_WRITTEN && result->weighing.id[0])
		tell_station(w->desk, job, result);
	w->done(w->data, job, result);
}

int desk_write(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data)
{
	struct ledger_job copy = *job;
	struct page_write *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return -ENOMEM;
	w->desk = d;
	w->done = done;
	w->data = data;
	copy.label = job->label && labels_wanted(d->labels);
	r = desk_submit(d, &copy, on_page_written, w);
	if (r < 0)
		free(w);
	return r;
}
