// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What survives a restart beside the entries: the context, what lies on the plates when no
 * entry says so, and what a person said of loads that left.
 */
#include <string.h>
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
	bool synced;
	uint64_t number; /* of those with a sync */
};

static bool same_tares(const struct plate *a, const struct plate *b)
{
	if (a->tare_count != b->tare_count)
		return false;
	for (size_t i = 0; i < a->tare_count; i++)
		if (a->tare[i].mg != b->tare[i].mg)
			return false;
	return true;
}

static bool has_part(const struct plate *p, const char *id)
{
	for (size_t i = 0; i < p->part_count; i++)
		if (strcmp(p->part[i].id, id) == 0)
			return true;
	return false;
}

/* A tare that is lost, or comes back, makes a wrong weight; a part that is lost counts twice. */
static bool is_sure(const struct plate *sure, const struct plate *p)
{
	if (strcmp(sure->scale, p->scale) != 0 || !same_tares(sure, p))
		return false;
	for (size_t i = 0; i < p->part_count; i++)
		if (!has_part(sure, p->part[i].id))
			return false;
	return true;
}

/* What a cut may take costs a question at most: a rest, an empty plate. */
static bool all_is_sure(const struct station_kept *sure, const struct station_kept *now)
{
	if (sure->left_count != now->left_count || sure->plate_count != now->plate_count)
		return false;
	for (size_t i = 0; i < now->left_count; i++)
		if (sure->left[i].number != now->left[i].number ||
			strcmp(sure->left[i].struck_by, now->left[i].struck_by) != 0)
			return false;
	for (size_t i = 0; i < now->plate_count; i++)
		if (!is_sure(&sure->plate[i], &now->plate[i]))
			return false;
	return true;
}

void desk_plates_sure(struct desk *d, const struct station_kept *kept, const char *id)
{
	d->sure = *kept;
	for (size_t i = 0; id[0] && i < d->sure.plate_count; i++)
		plate_name(&d->sure.plate[i], id);
	for (size_t i = 0; i < d->sure.left_count; i++)
		left_name(&d->sure.left[i], id);
}

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
	} else if (k->synced) {
		desk_plates_sure(d, &k->kept, "");
	}
	if (!k->synced)
		return;
	d->kept = k->number;
	requests_kept(d);
}

/* Not before what was kept is given back: it would be written over. */
void desk_keep_plates(struct desk *d)
{
	struct keep *k = d->restored ? calloc(1, sizeof(*k)) : NULL;

	d->keep_again = !k;
	if (!k)
		return;
	station_kept(&d->station, &k->kept);
	k->synced = !all_is_sure(&d->sure, &k->kept);
	d->keeps += k->synced;
	k->number = d->keeps;
	if (desk_ask(d, STORE_WRITER, run_keep, k, kept) < 0) {
		d->keep_again = true;
		d->keeps -= k->synced;
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
