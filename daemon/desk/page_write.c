// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What pages and scans write: typed entries, voids, corrections and other entries. While one of a
 * weighing is with the store the station decides nothing (EVENT_WRITING), then it is told exactly
 * what was written, so that it never guesses.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "desk_private.h"

struct page_write {
	struct desk *desk;
	bool weighs; /* the station waits for it */
	store_written_fn done;
	void *data;
	bool has_kept;
	struct station_kept kept; /* lent to the job */
	/* of unknown outcome */
	struct page_write *next;
	bool asked;
	const struct kind *kind;
	uint64_t left_number;
	struct job_lookup lookup;
};

/* Exactly what is new and what is void, so that the station never guesses. */
static void tell_station(struct desk *d, uint64_t left_number, const struct ledger_result *result)
{
	struct station_event event = {
		.kind = EVENT_ELSEWHERE,
		.today = result->sums,
	};
	struct station_event seen = { .kind = EVENT_LEFT_SEEN, .left_number = left_number };
	const char *voided = "";

	if (result->kind == &void_kind) {
		voided = result->weighing.id;
	} else if (result->kind == &weighing_kind) {
		voided = result->weighing.corrects;
		event.weighing = result->weighing;
	}
	snprintf(event.voided_id, sizeof(event.voided_id), "%s", voided);
	memcpy(seen.left_by, result->weighing.id, sizeof(seen.left_by));
	if (left_number)
		desk_feed(d, &seen);
	desk_feed(d, &event);
	if (d->events.weighing && result->weighing.id[0])
		d->events.weighing(d->events.data, &result->weighing, result->seq);
	labels_kick(d->labels);
}

/* Other kinds change nothing that the station or a listener knows. */
static bool is_of_weighing(const struct kind *kind)
{
	return kind == &weighing_kind || kind == &void_kind || kind == &clock_corrected_kind;
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

static void on_page_written(
	void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct page_write *w = data;

	if (w->weighs && result->error && result->unknown) {
		lose(w, job);
		w->done(w->data, job, result);
		return;
	}
	if (!result->error && result->answer == LEDGER_WRITTEN && w->has_kept)
		desk_plates_sure(w->desk, &w->kept, result->weighing.id);
	if (!result->error && result->answer == LEDGER_WRITTEN && is_of_weighing(result->kind))
		tell_station(w->desk, job->left_number, result);
	if (w->weighs)
		count_writing(w->desk, w->desk->writing - 1, NULL);
	w->done(w->data, job, result);
	free(w);
}

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
	w->lookup.result.kind = w->kind;
	if (result == 0)
		tell_station(d, w->left_number, &w->lookup.result);
	count_writing(d, d->writing - 1, NULL);
	free(w);
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
	while (d->lost) {
		struct page_write *w = d->lost;

		take_out(w);
		free(w);
	}
}

int desk_write(struct desk *d, const struct ledger_job *job, store_written_fn done, void *data)
{
	const struct ledger_draft *first = &job->drafts[0];
	struct ledger_job copy = *job;
	struct page_write *w = calloc(1, sizeof(*w));
	int r;

	if (!w)
		return -ENOMEM;
	w->desk = d;
	w->done = done;
	w->data = data;
	w->weighs = is_of_weighing(first->kind);
	(void)snprintf(w->lookup.token, sizeof(w->lookup.token), "%016llx-page-%llu",
		(unsigned long long)d->nonce, (unsigned long long)++d->next_page);
	if (w->weighs)
		memcpy(copy.token, w->lookup.token, sizeof(copy.token));
	copy.label = job->label && labels_wanted(d->labels);
	/*
	 * A typed entry may be of the load that lies there. Voids and corrections are told to kept
	 * plates when these are read; behind something else that is with the store plates are kept
	 * once both are known.
	 */
	if (first->kind == &weighing_kind && !d->station.pending.job && !d->writing) {
		station_kept_with(&d->station, first->value, "", &w->kept);
		copy.kept = &w->kept;
		w->has_kept = true;
	}
	if (w->weighs)
		count_writing(
			d, d->writing + 1, first->kind == &weighing_kind ? first->value : NULL);
	r = desk_submit(d, &copy, on_page_written, w);
	if (r == 0)
		return 0;
	if (w->weighs)
		count_writing(d, d->writing - 1, NULL);
	free(w);
	return r;
}
