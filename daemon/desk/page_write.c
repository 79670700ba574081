// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What pages and scans write: typed entries, voids, corrections and other entries. While one of a
 * weighing is with the store the station decides nothing (EVENT_WRITING), then it is told exactly
 * what was written, so that it never guesses. Those of weighings go one after the other, behind
 * the station's own: what lies on the plates once one is durable is written with it, and nobody
 * could say that while another is on its way.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "desk_private.h"
#include "entry_void.h"
#include "item.h"
#include "lot.h"

struct page_write {
	struct desk *desk;
	bool weighs; /* the station waits for it */
	store_written_fn done;
	void *data;
	struct page_write *next; /* that waits for its turn, or is of unknown outcome */
	struct ledger_job job;
	char *values; /* of the job */
	bool begun;   /* it is with the store */
	bool has_kept;
	struct station_kept kept;    /* lent to the job */
	struct ledger_voided voided; /* likewise */
	/* of unknown outcome */
	bool asked;
	const struct kind *kind;
	uint64_t left_number;
	struct job_lookup lookup;
};

/* A slip went, and its weighings with it. */
static void tell_voided(
	struct desk *d, const struct ledger_voided *voided, const struct ledger_result *result)
{
	for (size_t i = 0; i < voided->count; i++) {
		struct station_event event = { .kind = EVENT_ELSEWHERE, .today = result->sums };

		memcpy(event.voided_id, voided->id[i], sizeof(event.voided_id));
		desk_feed(d, &event);
	}
	desk_read_usual(d);
	desk_slip_voided(d, voided, result->seq);
	labels_kick(d->labels);
}

static bool weighs(const struct kind *kind)
{
	return kind == &weighing_kind || kind == &food_received_kind || kind == &pack_kind;
}

/* What a person typed of a load, as the station knows it; false: it is of none. */
static bool is_typed(const struct ledger_draft *draft, struct weighing *ret_typed)
{
	const struct pack *p = draft->value;

	if (draft->kind == &weighing_kind)
		*ret_typed = *(const struct weighing *)draft->value;
	else if (draft->kind == &pack_kind)
		*ret_typed = (struct weighing){
			.pack = true, .gross_mg = p->gross_mg, .net_mg = p->net_mg
		};
	else
		return false;
	return true;
}

/* Also of a pack: of any other entry there is no id. */
static bool voids(const struct kind *kind)
{
	return kind == &void_kind || kind == &entry_void_kind;
}

/* Exactly what is new and what is void, so that the station never guesses. */
static void tell_station(
	struct page_write *w, uint64_t left_number, const struct ledger_result *result)
{
	struct desk *d = w->desk;
	struct station_event event = {
		.kind = EVENT_ELSEWHERE,
		.today = result->sums,
	};
	struct station_event seen = { .kind = EVENT_LEFT_SEEN, .left_number = left_number };
	const struct weighing *weighing = result_weighing(result);
	const char *voided = "";

	if (result->kind == &slip_void_kind) {
		tell_voided(d, &w->voided, result);
		return;
	}
	if (voids(result->kind)) {
		voided = weighing->id;
	} else if (weighs(result->kind)) {
		voided = weighing->corrects;
		event.weighing = *weighing;
	} else if (kind_owns_weighings(result->kind)) {
		event.weighing = *weighing;
		event.owned = true;
	}
	snprintf(event.voided_id, sizeof(event.voided_id), "%s", voided);
	memcpy(seen.left_by, weighing->id, sizeof(seen.left_by));
	if (left_number)
		desk_feed(d, &seen);
	desk_feed(d, &event);
	if (*voided)
		desk_read_usual(d);
	if (d->events.weighing && weighing->id[0] && !weighing->pack)
		d->events.weighing(d->events.data, weighing, result->seq);
	labels_kick(d->labels);
}

/* Other kinds change nothing that the station or a listener knows. */
static bool is_of_weighing(const struct kind *kind)
{
	return weighs(kind) || voids(kind) || kind_owns_weighings(kind) ||
	       kind == &slip_void_kind || kind == &clock_corrected_kind;
}

/* So many are with the store now; typed: a new one, or NULL. */
static void count_writing(struct desk *d, unsigned writing, const struct weighing *typed)
{
	struct station_event event = { .kind = EVENT_WRITING, .writing = writing };

	if (typed)
		event.weighing = *typed;
	d->writing = writing;
	desk_feed(d, &event);
}

/* Nobody knows whether it was written: the station waits until it was looked for. */
static void lose(struct page_write *w, const struct ledger_job *job)
{
	size_t last = 0;

	while (last + 1 < LEDGER_DRAFTS && job->drafts[last + 1].kind)
		last++;
	w->kind = job->drafts[last].kind;
	w->left_number = job->left_number;
	w->next = w->desk->lost;
	w->desk->lost = w;
}

static void page_write_free(struct page_write *w)
{
	free(w->values);
	free(w);
}

static void on_page_written(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct page_write *w = data;
	struct desk *d = w->desk;

	if (w->begun)
		d->writes.page_busy = false;
	if (w->weighs && result->error && result->unknown) {
		lose(w, job);
		w->done(w->data, job, result);
		return;
	}
	if (!result->error && result->answer == LEDGER_WRITTEN && w->has_kept)
		desk_plates_sure(d, &w->kept, result_weighing(result)->id);
	if (!result->error && result->answer == LEDGER_WRITTEN && is_of_weighing(result->kind))
		tell_station(w, job->left_number, result);
	if (!result->error &&
		(result->answer == LEDGER_WRITTEN || result->answer == LEDGER_REPEATED))
		desk_slip_ended(d, result->kind, result->value);
	if (w->weighs)
		count_writing(d, d->writing - 1, NULL);
	else if (job->label)
		labels_kick(d->labels);
	w->done(w->data, job, result);
	page_write_free(w);
	page_writes_next(d);
}

/* ---- one after the other ---- */

/* A typed entry may be of the load that lies there; what is void goes off kept plates when read. */
static int begin(struct page_write *w)
{
	struct weighing typed;

	if (is_typed(&w->job.drafts[0], &typed)) {
		station_kept_with(&w->desk->station, &typed, "", &w->kept);
		w->job.kept = &w->kept;
		w->has_kept = true;
	}
	w->job.voided = &w->voided;
	w->begun = w->desk->writes.page_busy = true;
	return desk_submit(w->desk, &w->job, on_page_written, w);
}

static void refuse(struct page_write *w, int error, const struct sentence *why)
{
	struct ledger_result result = { .error = error, .why = *why };

	on_page_written(w, &w->job, &result);
}

void page_writes_next(struct desk *d)
{
	struct page_write *w = d->ending ? NULL : d->writes.first;
	struct sentence why = { 0 };
	bool down = w && store_down(d->store, &why);
	int r;

	if (!w || (!down && (d->station.pending.job || d->writes.page_busy || d->lost)))
		return;
	d->writes.first = w->next;
	r = down ? -EIO : begin(w);
	if (r < 0)
		refuse(w, r, &why); /* and the next one */
}

static void wait_for_turn(struct page_write *w)
{
	struct page_write **at = &w->desk->writes.first;

	while (*at)
		at = &(*at)->next;
	*at = w;
}

/* ---- of unknown outcome ---- */

static void take_out(struct page_write *w)
{
	struct page_write **at = &w->desk->lost;

	while (*at != w)
		at = &(*at)->next;
	*at = w->next;
}

static int run_lookup(struct ledger *l, void *arg)
{
	struct page_write *w = arg;

	return job_lookup_run(l, &w->lookup);
}

static void looked_up(void *data, void *arg, int result)
{
	struct page_write *w = arg;
	struct desk *d = data;

	w->asked = false;
	if (result < 0 && result != -ENOENT)
		return; /* at the next tick */
	take_out(w);
	/* What it wrote was looked up as a weighing, or as the one that is void. */
	w->lookup.result.kind = weighs(w->kind)  ? &weighing_kind
				: voids(w->kind) ? &void_kind
						 : w->kind;
	if (result == 0)
		tell_station(w, w->left_number, &w->lookup.result);
	if (result == 0)
		desk_slip_ended(d, w->job.drafts[0].kind, w->job.drafts[0].value);
	count_writing(d, d->writing - 1, NULL);
	page_write_free(w);
	page_writes_next(d);
}

void page_writes_look_for(struct desk *d)
{
	for (struct page_write *w = d->lost, *next; w; w = next) {
		next = w->next; /* it may be answered at once */
		if (w->asked)
			continue;
		w->asked = true;
		if (desk_ask(d, STORE_WRITER, run_lookup, w, looked_up) < 0)
			w->asked = false;
	}
}

void page_writes_end(struct desk *d)
{
	const struct sentence why = { .key = "stopping" };

	while (d->lost) {
		struct page_write *w = d->lost;

		take_out(w);
		page_write_free(w);
	}
	while (d->writes.first) {
		struct page_write *w = d->writes.first;

		d->writes.first = w->next;
		refuse(w, -ESHUTDOWN, &why);
	}
}

/* ---- a new one ---- */

static struct page_write *page_write_new(
	struct desk *d, const struct ledger_job *job, store_written_fn done, void *data)
{
	struct page_write *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	*w = (struct page_write){ .desk = d, .job = *job, .done = done, .data = data };
	w->weighs = is_of_weighing(job->drafts[0].kind);
	/* Keys that are given out ahead are asked for to be printed. */
	w->job.label =
		job->label && (job->drafts[0].kind == &keys_issued_kind ? labels_possible(d->labels)
									: labels_wanted(d->labels));
	(void)snprintf(w->lookup.token, sizeof(w->lookup.token), "%016llx-page-%llu",
		(unsigned long long)d->nonce, (unsigned long long)++d->writes.named);
	if (w->weighs)
		memcpy(w->job.token, w->lookup.token, sizeof(w->job.token));
	return w;
}

int desk_write(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data)
{
	struct page_write *w = page_write_new(d, job, done, data);
	struct weighing typed;
	const bool weighs = w && w->weighs; /* it may be answered at once, and gone */
	int r = w ? 0 : -ENOMEM;

	if (r == 0)
		r = weighs ? ledger_own_values(&w->job, &w->values)
			   : desk_submit(d, &w->job, on_page_written, w);
	if (r < 0) {
		free(w);
		return r;
	}
	if (!weighs)
		return 0;
	count_writing(d, d->writing + 1, is_typed(&w->job.drafts[0], &typed) ? &typed : NULL);
	wait_for_turn(w);
	page_writes_next(d);
	return 0;
}
