// SPDX-License-Identifier: GPL-3.0-or-later
/* What loads usually weigh: read once, then told of each that is weighed here. */
#include <stdlib.h>
#include "desk_private.h"
#include "log.h"

static int run_usual(struct ledger *l, void *arg)
{
	return ledger_usual(l, arg);
}

/* Without an answer nothing is unusual: it only makes the station ask. */
static void have_usual(void *data, void *arg, int result)
{
	struct desk *d = data;

	if (result < 0) {
		log_line(LOG_WARN, "desk usual masses not read error=%s", log_errno(result));
		free(arg);
		return;
	}
	free(d->usual);
	d->usual = arg;
	d->station.usual = d->usual;
}

void desk_read_usual(struct desk *d)
{
	struct usual *u = calloc(1, sizeof(*u));

	if (u && desk_ask(d, STORE_WRITER, run_usual, u, have_usual) < 0)
		free(u);
}

void desk_usual_saved(struct desk *d, const struct weighing *w)
{
	if (!d->usual || w->method != METHOD_WEIGHED || w->pack)
		return;
	usual_add(d->usual, w->category, w->net_mg);
	usual_add_containers(d->usual, w->containers);
}
