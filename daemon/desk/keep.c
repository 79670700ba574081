// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What survives a restart beside the entries: the context, what lies on the plates when no
 * entry says so, and what a person said of loads that left.
 */
#include "desk_private.h"
#include "log.h"

/* ---- context ---- */

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
	if (desk_ask(d, STORE_WRITER, run_keep_context, copy, context_kept) < 0)
		free(copy);
}

/* ---- plates ---- */

struct keep {
	struct station_kept kept;
	uint64_t left_number;
	bool synced;
};

static int run_keep(struct ledger *l, void *arg)
{
	const struct keep *k = arg;

	return ledger_keep_plates(l, &k->kept, k->synced);
}

static void kept(void *data, void *arg, int result)
{
	_cleanup_free_ struct keep *k = arg;
	struct desk *d = data;

	if (result < 0) {
		log_line(LOG_WARN, "desk plates not kept error=%s", log_errno(result));
		d->keep_again = true;
	} else if (k->left_number > d->left_kept) {
		d->left_kept = k->left_number;
	}
}

/* A load that left is worth a sync; that a plate rests lower or is empty costs a question at most. */
void desk_keep_plates(struct desk *d)
{
	struct keep *k = calloc(1, sizeof(*k));

	d->keep_again = !k;
	if (!k)
		return;
	station_kept(&d->station, &k->kept);
	k->left_number = d->station.left_number;
	k->synced = k->left_number > d->left_kept;
	if (desk_ask(d, STORE_WRITER, run_keep, k, kept) < 0) {
		d->keep_again = true;
		free(k);
	}
}

struct dismissal {
	uint64_t number;
	char reason[REASON_MOST + 1];
	struct desk *desk;
	desk_left_fn done;
	void *data;
};

static int run_dismiss(struct ledger *l, void *arg)
{
	const struct dismissal *q = arg;

	return ledger_left_dismiss(l, q->number, q->reason);
}

static void dismissed(void *data, void *arg, int result)
{
	_cleanup_free_ struct dismissal *q = arg;
	struct station_event event = { .kind = EVENT_LEFT_SEEN, .left_number = q->number };

	if (result == 0)
		desk_feed(data, &event);
	q->done(q->data, result);
}

int desk_left_dismiss(
	struct desk *d, uint64_t number, const char *reason, desk_left_fn done, void *data)
{
	struct dismissal *q = calloc(1, sizeof(*q));
	int r;

	if (!q)
		return -ENOMEM;
	q->number = number;
	(void)snprintf(q->reason, sizeof(q->reason), "%s", reason);
	q->done = done;
	q->data = data;
	r = desk_ask(d, STORE_WRITER, run_dismiss, q, dismissed);
	if (r < 0)
		free(q);
	return r;
}
