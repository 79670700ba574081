// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The desk's ways to the store, and the station's commits. A weighing is said to be saved here
 * and nowhere else, when its result has come back.
 */
#include <string.h>
#include "clock.h"
#include "desk_private.h"
#include "entry_void.h"
#include "log.h"
#include "lot.h"

struct written {
	struct desk *desk;
	uint64_t job;
	bool undoes;              /* a void, or an undo of a replacement */
	uint32_t units;           /* of an armed category, whose request was answered long ago */
	struct station_kept kept; /* lent to the job */
};

int desk_submit(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data)
{
	return d->ending ? -ESHUTDOWN : store_write(d->store, job, done, data);
}

int desk_ask(struct desk *d, enum store_side side, store_run_fn run, void *arg, store_done_fn done)
{
	return d->ending ? -ESHUTDOWN : store_ask(d->store, side, run, arg, done, d);
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
		.weighing = *result_weighing(result),
		.today = result->sums,
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

	d->repeated = result;
	failed(d, job, true, &why);
	d->repeated = NULL;
}

/* Whether it was written is looked for by the job's number when the store works again. */
static void perhaps(struct desk *d, const struct written *w, const struct ledger_job *job,
	const struct sentence *why)
{
	struct station_event event = { .kind = EVENT_COMMIT_UNKNOWN, .job = w->job, .why = *why };

	d->unknown.job = w->job;
	d->unknown.asked = false;
	d->unknown.undoes = w->undoes;
	memcpy(d->unknown.key, job->key, sizeof(job->key));
	memcpy(d->unknown.digest, job->digest, sizeof(job->digest));
	desk_feed(d, &event);
}

static bool is_void(const struct kind *kind)
{
	return kind == &void_kind || kind == &entry_void_kind;
}

static void on_written(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	_cleanup_free_ struct written *w = data;
	struct desk *d = w->desk;
	struct desk_answer answer = {
		.reply = REPLY_MADE, .weighing = *result_weighing(result), .result = result
	};

	d->came = result;
	d->came_for = d->station.pending.request;
	if (!result->error && result->answer == LEDGER_WRITTEN) {
		desk_plates_sure(d, &w->kept, is_void(result->kind) ? "" : answer.weighing.id);
		d->saved = result;
		committed(d, w->job, result);
		if (w->undoes || answer.weighing.corrects[0])
			desk_read_usual(d); /* one that stood does no more */
		else
			desk_usual_saved(d, &answer.weighing);
		d->saved = NULL;
		if (w->undoes)
			answer.reply = REPLY_CHANGED;
	} else if (!result->error && result->answer == LEDGER_REPEATED) {
		repeated(d, w->job, result);
	} else {
		answer.reply = result->error ? REPLY_DOWN : REPLY_REFUSED;
		why_not(result, &answer.why);
		if (result->unknown)
			perhaps(d, w, job, &answer.why);
		else
			failed(d, w->job, !result->error, &answer.why);
		if (!result->unknown)
			quantity_failed(d, w->units);
	}
	requests_settle(d, job, &answer);
	d->came = NULL;
	d->came_for = 0;
	page_writes_next(d);
}

static void name_job(const struct desk *d, uint64_t job, char ret_token[TOKEN_SIZE])
{
	(void)snprintf(ret_token, TOKEN_SIZE, "%016llx-%llu", (unsigned long long)d->nonce,
		(unsigned long long)job);
}

/* What its drafts point to. */
struct values {
	struct weighing_void voided;
	struct entry_void void_entry;
	struct weighing_entry weighing;
	struct pack pack;
	struct lot_input input;
};

/* Undo of a pack or an input: its entry is void. */
static void add_void_entry(
	const struct station_effect *e, struct entry_void *v, struct ledger_job *job)
{
	*v = (struct entry_void){ 0 };
	(void)snprintf(v->name, sizeof(v->name), "%s/%s/%llu",
		is_input_name(e->weighing.id) ? "lot-input" : "pack", e->weighing.journal,
		(unsigned long long)e->weighing.seq);
	memcpy(v->reason, e->reason, sizeof(v->reason));
	job->drafts[0] = (struct ledger_draft){ &entry_void_kind, v, NULL };
}

/* What the effect wants as drafts: a void, a weighing, or a void and what takes its place. */
static void add_drafts(
	const struct station_effect *e, struct values *values, struct ledger_job *job)
{
	static const ledger_from_fn froms[] = {
		[COMMIT_RECORD] = NULL,
		[COMMIT_VOID] = NULL,
		[COMMIT_REPLACE] = ledger_replaced,
		[COMMIT_RECLASSIFY] = ledger_reclassified,
		[COMMIT_RESTORE] = ledger_restored,
	};
	struct weighing_entry *w = &values->weighing;
	struct weighing_void *v = &values->voided;
	size_t n = 0;

	*v = (struct weighing_void){ 0 };
	*w = (struct weighing_entry){ .weighing = e->weighing };
	memcpy(v->id, e->void_id, sizeof(v->id));
	memcpy(v->reason, e->reason, sizeof(v->reason));
	if (e->commit != COMMIT_RECORD) {
		job->drafts[n++] = (struct ledger_draft){ &void_kind, v, NULL };
		memcpy(w->weighing.corrects, e->void_id, sizeof(w->weighing.corrects));
	}
	if (froms[e->commit] && e->commit != COMMIT_REPLACE)
		memcpy(w->weighing.reason, e->reason, sizeof(w->weighing.reason));
	if (e->commit != COMMIT_VOID)
		job->drafts[n] = (struct ledger_draft){ &weighing_kind, w, froms[e->commit] };
}

/*
 * Of a tray that was filled only what the scale says of it: the entry is the pack alone, and its label goes
 * with it. Under a tare of the station the mass is net already; else the tray's own is taken off.
 */
static void add_pack(const struct weighing *w, const struct desk_more *more, struct pack *p,
	struct ledger_job *job)
{
	*p = *(const struct pack *)more->draft.value;
	p->method = w->method;
	p->gross_mg = w->gross_mg;
	p->tare_mg = w->tare_mg;
	p->net_mg = p->container[0] && w->gross_mg && !w->tare_mg ? 0 : w->net_mg;
	if (!p->container[0])
		memcpy(p->container, w->container, sizeof(p->container));
	memcpy(p->scale, w->scale, sizeof(p->scale));
	p->approved = w->approved;
	p->shown = w->shown;
	p->raw_len = w->raw_len;
	memcpy(p->raw, w->raw, sizeof(p->raw));
	job->drafts[0] = (struct ledger_draft){ more->draft.kind, p, more->draft.from };
	job->label = p->paper.dpi > 0;
}

/* Of what goes into a lot how much, and what the scale said: all else was said. */
static void add_input(const struct weighing *w, const struct desk_more *more, struct lot_input *i,
	struct ledger_job *job)
{
	*i = *(const struct lot_input *)more->draft.value;
	i->mass_mg = w->net_mg;
	memcpy(i->scale, w->scale, sizeof(i->scale));
	i->shown = w->shown;
	i->raw_len = w->raw_len;
	memcpy(i->raw, w->raw, sizeof(i->raw));
	job->drafts[0] = (struct ledger_draft){ more->draft.kind, i, more->draft.from };
	job->label = false;
}

/* Of a reception: its label is not one of goods. Of a line of a slip there is the weighing alone. */
static void add_lot(const struct desk_more *more, struct ledger_job *job)
{
	job->drafts[0].from = more->weighing_from;
	job->drafts[1] = more->draft;
	job->label &= !more->draft.kind;
}

static int submit(
	struct desk *d, const struct moment *now, const struct station_effect *e, struct written *w)
{
	struct ledger_job job = { .now = *now, .kept = &w->kept };
	const struct desk_more *more =
		e->commit == COMMIT_RECORD ? request_more(d, d->station.pending.request) : NULL;
	struct values values;

	if (e->commit == COMMIT_VOID && e->weighing.pack)
		add_void_entry(e, &values.void_entry, &job);
	else
		add_drafts(e, &values, &job);
	memcpy(job.key, e->key, sizeof(job.key));
	memcpy(job.digest, e->digest, sizeof(job.digest));
	name_job(d, e->job, job.token);
	job.label = e->commit != COMMIT_VOID && labels_wanted(d->labels);
	if (more && more->draft.kind == &lot_input_kind)
		add_input(&e->weighing, more, &values.input, &job);
	else if (more && e->weighing.pack)
		add_pack(&e->weighing, more, &values.pack, &job);
	else if (more)
		add_lot(more, &job);
	return desk_submit(d, &job, on_written, w);
}

void desk_commit(struct desk *d, const struct moment *now, const struct station_effect *e)
{
	const struct sentence why = { .key = "store_failed" };
	struct written *w = calloc(1, sizeof(*w));

	if (w) {
		w->desk = d;
		w->job = e->job;
		w->undoes = e->commit == COMMIT_VOID || e->commit == COMMIT_RESTORE;
		w->units = d->station.pending.request ? 0 : e->weighing.units;
		if (e->commit == COMMIT_RECORD || e->commit == COMMIT_REPLACE)
			station_kept_new(&d->station, &e->weighing, &w->kept);
		else
			station_kept(&d->station, &w->kept);
		if (submit(d, now, e, w) == 0)
			return;
		free(w);
	}
	failed(d, e->job, false, &why);
}

/* ---- a job of unknown outcome ---- */

int job_lookup_run(struct ledger *l, void *arg)
{
	struct job_lookup *q = arg;
	struct moment now;
	int r = ledger_find_job(l, q->token, &q->result.seq);

	clock_now(&now);
	if (r > 0)
		r = ledger_written(l, q->result.seq, &q->result.weighing);
	else if (r == 0)
		r = -ENOENT;
	return r < 0 ? r : ledger_today(l, now.day, &q->result.sums);
}

/* Who asked again meanwhile, by the same key, waits for this. */
static void settle_unknown(struct desk *d, const struct desk_answer *answer)
{
	struct ledger_job job = { 0 };

	memcpy(job.key, d->unknown.key, sizeof(job.key));
	memcpy(job.digest, d->unknown.digest, sizeof(job.digest));
	requests_settle(d, &job, answer);
}

static void looked_up(void *data, void *arg, int result)
{
	_cleanup_free_ struct job_lookup *q = arg;
	struct desk *d = data;
	const uint64_t job = d->unknown.job;
	struct desk_answer answer = { .reply = REPLY_DOWN, .why = { .key = "store_failed" } };

	d->unknown.asked = false;
	if (result < 0 && result != -ENOENT)
		return; /* at the next tick */
	d->unknown.job = 0;
	if (result == -ENOENT) {
		failed(d, job, false, &answer.why);
	} else {
		d->saved = &q->result;
		committed(d, job, &q->result);
		d->saved = NULL;
		answer = (struct desk_answer){ .reply = d->unknown.undoes ? REPLY_CHANGED
									  : REPLY_MADE,
			.weighing = q->result.weighing };
	}
	settle_unknown(d, &answer);
	page_writes_next(d);
}

static void look_for_job(struct desk *d)
{
	struct job_lookup *q = calloc(1, sizeof(*q));

	if (!q)
		return;
	name_job(d, d->unknown.job, q->token);
	d->unknown.asked = desk_ask(d, STORE_WRITER, job_lookup_run, q, looked_up) == 0;
	if (!d->unknown.asked)
		free(q);
}

void desk_look_for(struct desk *d)
{
	struct sentence why;

	page_writes_next(d);
	if (!d->store_answered || store_down(d->store, &why))
		return;
	if (d->unknown.job && !d->unknown.asked)
		look_for_job(d);
	page_writes_look_for(d);
	/* What is with the store stands on a plate when it comes back, not before. */
	if (d->keep_again && !d->station.pending.job && !d->writing)
		desk_keep_plates(d);
}
