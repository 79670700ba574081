// SPDX-License-Identifier: GPL-3.0-or-later
/* Weighings: a list, row by row so that a year of them is never held as values, and one. */
#include <errno.h>
#include <string.h>
#include "api_private.h"
#include "day.h"

enum { LIMIT_SHORT = 1000 };

static int each_weighing(void *data, const struct weighing *w)
{
	return put_row(data, json_weighing(w));
}

/* What each counted as on its day is looked up row by row. */
bool weighings_are_many(const struct request *r)
{
	return request_int(r, "limit") > LIMIT_SHORT || request_text(r, "flow") ||
	       request_text(r, "root");
}

static int read_query(const struct request *r, struct weighing_query *q)
{
	const char *category = request_text(r, "category"), *site = request_text(r, "site");

	q->limit = (uint32_t)request_int(r, "limit");
	q->after = (uint64_t)request_int(r, "after");
	(void)snprintf(q->category, sizeof(q->category), "%s", category ? category : "");
	(void)snprintf(q->site, sizeof(q->site), "%s", site ? site : "");
	q->code = request_text(r, "code");
	q->root = request_text(r, "root");
	q->origin = request_text(r, "origin");
	q->destination = request_text(r, "destination");
	q->direction = request_text(r, "direction");
	q->flow = request_text(r, "flow");
	memcpy(q->from_day, r->first_day, DAY_SIZE);
	return r->last_day[0] ? day_shift(r->last_day, 1, q->until_day) : 0;
}

int weighings_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct weighing_query q = { 0 };
	struct rows rows = { .out = out };
	uint64_t next = 0;
	int done;

	if (read_query(r, &q) < 0)
		return refuse(a, 422, "bad_period");
	(void)fputs("{\"weighings\":[", out);
	done = ledger_weighings(l, &q, each_weighing, &rows, &next);
	put_next(out, next);
	return done;
}

int request_may_touch_weighing(struct ledger *l, const struct request *r, const char *this_station,
	struct sentence *ret_why)
{
	struct weighing w;
	int done = strlen(r->arg) < PRIVATE_KEY_SIZE ? ledger_weighing(l, r->arg, &w) : -ENOENT;

	if (done < 0)
		return done == -ENOENT ? 0 : done;
	return request_may_touch(r, w.at.day, w.station, this_station, ret_why);
}

int weighing_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct weighing w;
	int done = -ENOENT;

	if (strlen(r->arg) < PRIVATE_KEY_SIZE)
		done = ledger_weighing(l, r->arg, &w);
	if (done == -ENOENT)
		return refuse(a, 404, "no_such_weighing");
	return done < 0 ? done : put_json(out, json_weighing(&w));
}
