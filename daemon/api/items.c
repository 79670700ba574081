// SPDX-License-Identifier: GPL-3.0-or-later
/* Items: the list, one with its moves; named, moved, and keys given out ahead, whose labels are printed. */
#include <errno.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "day.h"
#include "item.h"

enum { MOVES_MOST = 1000 };

/* ---- reading ---- */

static int each_item(void *data, const struct item *i)
{
	return put_row(data, json_record(&item_record, i));
}

int items_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const int64_t days = request_int(r, "older_than");
	char until[DAY_SIZE] = "";
	const struct item_query q = { .state = request_text(r, "state"),
		.category = request_text(r, "category"),
		.until_day = until,
		.after = (uint64_t)request_int(r, "after"),
		.limit = (uint32_t)request_int(r, "limit") };
	struct rows rows = { .out = out };
	uint64_t next = 0;
	int done;

	(void)a;
	if (days > 0)
		(void)day_shift(r->now.day, (int)-days - 1, until);
	(void)fputs("{\"items\":[", out);
	done = ledger_items(l, &q, each_item, &rows, &next);
	put_next(out, next);
	return done;
}

bool items_are_many(const struct request *r)
{
	return request_int(r, "limit") > 1000;
}

static int each_move(void *data, const void *value)
{
	json_t *json = json_entry(&item_state_kind, value);

	return json_array_insert_new(data, 0, json) ? -ENOMEM : 0;
}

int item_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct entries_query of = { .limit = MOVES_MOST };
	json_t *json, *moves;
	struct item i;
	int done = ledger_item(l, r->arg, &i);

	if (done < 0)
		return done == -ENOENT ? refuse(a, 404, "no_such_item") : done;
	json = json_record(&item_record, &i);
	moves = json_array();
	of.about = i.id;
	done = ledger_entries(l, &item_state_kind, &of, each_move, moves);
	if (json_object_set_new(json, "moves", moves) && done == 0)
		done = -ENOMEM;
	if (done == 0)
		return put_json(out, json);
	json_decref(json);
	return done;
}

/* ---- writing ---- */

/* Its label comes with it, unless it was printed ahead. */
void make_item(const struct request *r, struct body *b, struct making *m)
{
	struct item *i = make_draft(m, &item_kind);

	_Static_assert(sizeof(*i) <= sizeof(m->value), "an item is a draft");
	body_record(b, &item_record, i);
	memcpy(i->operator_code, r->who.operator_code, sizeof(i->operator_code));
	m->job.label = true;
}

void make_item_move(const struct request *r, struct body *b, struct making *m)
{
	struct item_state *t = make_draft(m, &item_state_kind);

	_Static_assert(sizeof(*t) <= sizeof(m->value), "a move is a draft");
	body_path_id(r, b, "no_such_item", t->id);
	body_record(b, &item_move_record, t);
	if (body_has(b, "reason"))
		body_reason(b, t->reason, t->note);
	memcpy(t->operator_code, r->who.operator_code, sizeof(t->operator_code));
}

void make_item_keys(const struct request *r, struct body *b, struct making *m)
{
	struct keys_issued *k = make_draft(m, &keys_issued_kind);

	(void)r;
	body_record(b, &item_keys_record, k);
	m->job.label = true;
}

/* For a sheet of them: no label is printed. */
void make_item_keys_paper(const struct request *r, struct body *b, struct making *m)
{
	make_item_keys(r, b, m);
	m->job.label = false;
}
