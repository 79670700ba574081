// SPDX-License-Identifier: GPL-3.0-or-later
/* Closed periods: closing one, and what has become of those that are closed. */
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "period_close.h"

enum { CLOSES_MOST = 1000 };

void make_close(const struct request *r, struct body *b, struct making *m)
{
	_Static_assert(sizeof(struct period_close) <= sizeof(m->value), "a close is a draft");
	(void)r;
	m->job.drafts[0] = (struct ledger_draft){ &close_kind, m->value, NULL };
	body_record(b, kind_row(&close_kind), m->value);
}

struct closes {
	struct ledger *ledger;
	const struct request *request;
	struct rows rows;
};

static int put_head(void *data, const struct close_head *head)
{
	return json_array_append_new(
		       data, json_pack("{s:s, s:I, s:s}", "journal", head->journal, "seq",
				     (json_int_t)head->seq, "hash", head->hash))
		       ? -ENOMEM
		       : 0;
}

/* Days of the request, if it says any, are among those of the close. */
static bool is_asked(const struct request *r, const struct period_close *c)
{
	return !r->first_day[0] ||
	       (strcmp(c->first_day, r->last_day) <= 0 && strcmp(c->last_day, r->first_day) >= 0);
}

/* Rectified: the figures of its days are not those that were handed over. */
static int each_close(void *data, const void *value)
{
	const struct period_close *c = value;
	struct closes *all = data;
	char now[CLOSE_HASH_SIZE];
	json_t *json, *heads;
	int done;

	if (!is_asked(all->request, c))
		return 0;
	json = json_entry(&close_kind, c);
	heads = json_array();
	done = ledger_close_heads(all->ledger, c, put_head, heads);
	if (done == 0)
		done = ledger_figures_hash(all->ledger, c->first_day, c->last_day, now);
	if (json_object_set_new(json, "heads", heads) || done < 0) {
		json_decref(json);
		return done < 0 ? done : -ENOMEM;
	}
	(void)json_object_set_new(json, "figures_hash_now", json_string(now));
	(void)json_object_set_new(
		json, "rectified", json_boolean(strcmp(now, c->figures_hash) != 0));
	return put_row(&all->rows, json);
}

int closes_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct closes all = { l, r, { .out = out } };
	const struct entries_query q = { .limit = CLOSES_MOST };
	int done;

	(void)a;
	(void)fputs("{\"closes\":[", out);
	done = ledger_entries(l, &close_kind, &q, each_close, &all);
	(void)fputs("]}", out);
	return done;
}
