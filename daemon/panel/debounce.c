// SPDX-License-Identifier: GPL-3.0-or-later
/* See debounce.h. */
#include "debounce.h"

void debounce_start(struct debounce *d, uint64_t hold_us, bool closed)
{
	*d = (struct debounce){ .hold_us = hold_us, .closed = closed, .raw = closed };
}

void debounce_edge(struct debounce *d, bool closed, uint64_t now_us)
{
	d->raw = closed;
	d->edge_us = now_us;
	d->waiting = true;
}

enum debounced debounce_tap(struct debounce *d, uint64_t now_us)
{
	enum debounced was = d->closed ? DEBOUNCE_NOTHING : DEBOUNCE_PRESSED;

	d->closed = true;
	debounce_edge(d, false, now_us);
	return was;
}

uint64_t debounce_due_us(const struct debounce *d)
{
	return d->waiting ? d->edge_us + d->hold_us : 0;
}

enum debounced debounce_decide(struct debounce *d, uint64_t now_us)
{
	if (!d->waiting || now_us < d->edge_us + d->hold_us)
		return DEBOUNCE_NOTHING;
	d->waiting = false;
	if (d->raw == d->closed)
		return DEBOUNCE_NOTHING;
	d->closed = d->raw;
	return d->closed ? DEBOUNCE_PRESSED : DEBOUNCE_RELEASED;
}
