// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The label of an item is scanned. On the way out it leaves at once, whatever lies on the plate, to where the
 * station is set; the same label within two seconds counts nothing and asks. On the way in one that is gone is
 * offered as a return, which a second scan confirms. A label that is on nothing yet asks a page what it is on.
 * A page that listens (a stock-take) is told of each and nothing else happens.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "desk_private.h"
#include "item.h"

enum { TWICE_US = 2 * 1000 * 1000, OFFERED_US = 30 * 1000 * 1000 };

static void say_item(struct sentence *s, const struct desk *d, const struct item *i)
{
	const struct catalogue_row *row =
		catalogue_find(d->catalogue, CATALOGUE_CATEGORY, i->category, i->day);
	const bool english = d->lang == LANG_EN && row && row->label_en[0];

	sentence_param(s, "id", i->id);
	sentence_param(s, "category", !row ? i->category : english ? row->label_en : row->label_fr);
	sentence_param_kg(s, "kg", i->net_mg);
	sentence_param(s, "day", i->since);
}

static void tell(struct desk *d, const char *key, const struct item *i)
{
	struct sentence what = { .key = key };

	say_item(&what, d, i);
	desk_news(d, &what);
}

/* On each page that weighs opens what asks about it; the sentence is for whoever has no page. */
static void ask(struct desk *d, const char *key, const struct item *i, const char *what)
{
	struct sentence why = { .key = key };
	char act[PRIVATE_KEY_SIZE + 16];
	const struct desk_food said = { .act = act };

	(void)snprintf(act, sizeof(act), "items/%s/%s", i->id, what);
	say_item(&why, d, i);
	if (d->panels)
		panels_signal(d->panels, SIGNAL_QUESTION);
	desk_refused(d, &why);
	if (d->events.food)
		d->events.food(d->events.data, "", &said);
}

/* ---- a move ---- */

struct leaving {
	struct desk *desk;
	struct item item;
};

/* lang: item_left item_returned */
static void moved(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	_cleanup_free_ struct leaving *t = data;
	const struct item_state *to = job->drafts[0].value;
	struct sentence why = result->why;

	if (result->error == 0 && result->answer == LEDGER_WRITTEN) {
		if (t->desk->panels)
			panels_signal(t->desk->panels, SIGNAL_SAVED);
		memcpy(t->item.since, result->today, sizeof(t->item.since));
		tell(t->desk, to->state == ITEM_GONE ? "item_left" : "item_returned", &t->item);
		return;
	}
	if (!why.key)
		why.key = "store_failed";
	t->desk->item.heard = ITEM_SAID;
	desk_refuse(t->desk, &why);
}

static void move(struct desk *d, const struct item *i, enum item_state_word state)
{
	const struct station_context *c = &d->station.context;
	struct item_state to = { .state = state };
	struct ledger_job job = { .drafts = { { &item_state_kind, &to, NULL } } };
	struct sentence failed = { .key = "store_failed" };
	struct leaving *t = calloc(1, sizeof(*t));

	clock_now(&job.now);
	memcpy(to.id, i->id, sizeof(to.id));
	memcpy(to.operator_code, c->operator_code, sizeof(to.operator_code));
	if (state == ITEM_GONE) {
		memcpy(to.destination, c->destination, sizeof(to.destination));
		memcpy(to.partner, c->partner, sizeof(to.partner));
		memcpy(to.slip, c->slip, sizeof(to.slip));
	}
	if (t)
		*t = (struct leaving){ d, *i };
	if (t && desk_write(d, &job, moved, t) == 0)
		return;
	free(t);
	desk_refuse(d, &failed);
}

/* ---- what a scan means ---- */

/* What came of it. lang: item_twice item_stays item_gone item_return item_free */
static enum item_heard scanned(struct desk *d, const struct item *i, uint64_t passed_us)
{
	const bool in = d->station.context.direction == DIRECTION_IN;
	const bool offered = d->item.heard == ITEM_OFFERED && passed_us <= OFFERED_US;

	if (d->item.heard == ITEM_MOVED && passed_us <= TWICE_US) {
		ask(d, "item_twice", i, "twice");
		return ITEM_MOVED;
	}
	if (!i->category[0]) {
		ask(d, "item_free", i, "bind");
		return ITEM_SAID;
	}
	if (i->state == ITEM_GONE && !(in && offered && passed_us > TWICE_US)) {
		ask(d, in ? "item_return" : "item_gone", i, in ? "return" : "gone");
		return in ? ITEM_OFFERED : ITEM_SAID;
	}
	if (in && i->state != ITEM_GONE) {
		tell(d, "item_stays", i);
		return ITEM_SAID;
	}
	move(d, i, in ? ITEM_RECEIVED : ITEM_GONE);
	return ITEM_MOVED;
}

void scan_item(struct desk *d, const struct item *i)
{
	const struct desk_food said = { .item = i->id };
	enum item_heard before;
	struct moment now;
	uint64_t passed_us;

	if (scan_tell_page(d, &said))
		return;
	clock_now(&now);
	if (strcmp(d->item.id, i->id) != 0)
		d->item.heard = ITEM_SAID;
	memcpy(d->item.id, i->id, sizeof(d->item.id));
	before = d->item.heard;
	passed_us = now.boot_us - d->item.at_boot_us;
	d->item.heard = scanned(d, i, passed_us);
	/* What was done, or offered, is so since the first scan of it. */
	if (d->item.heard != before || passed_us > (before == ITEM_OFFERED ? OFFERED_US : TWICE_US))
		d->item.at_boot_us = now.boot_us;
}
