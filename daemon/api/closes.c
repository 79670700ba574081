// SPDX-License-Identifier: GPL-3.0-or-later
/* Closed periods: closing one, and what has become of those that are closed. */
#include <errno.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "evidence.h"
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

/* A close with its heads and whether it is rectified: its figures are not those handed over, or something else was done. */
static int json_close(struct ledger *l, const struct period_close *c, json_t **ret_json)
{
	char now[CLOSE_HASH_SIZE] = "";
	json_t *json = json_entry(&close_kind, c), *heads = json_array();
	int done = ledger_close_heads(l, c, put_head, heads);

	int rectified = done == 0 ? ledger_is_rectified(l, c, now) : done;

	done = rectified < 0 ? rectified : 0;
	if (json_object_set_new(json, "heads", heads) ||
		json_object_set_new(json, "figures_hash_now", json_string(now)) ||
		json_object_set_new(json, "rectified", json_boolean(rectified)))
		done = done < 0 ? done : -ENOMEM;
	if (done < 0)
		json_decref(json);
	else
		*ret_json = json;
	return done;
}

static int each_close(void *data, const void *value)
{
	struct closes *all = data;
	json_t *json;
	int done = 0;

	if (is_asked(all->request, value))
		done = json_close(all->ledger, value, &json);
	return done < 0 || !is_asked(all->request, value) ? done : put_row(&all->rows, json);
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

/* ---- one of them ---- */

static int put_change(void *data, const struct rectified *r)
{
	return json_array_append_new(data,
		       json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I, s:I}",
			       "change", r->gained ? "gained" : "lost", "on", r->day, "id", r->id,
			       "day", r->of_day, "direction", r->direction, "flow", r->flow,
			       "category", r->category, "origin", r->origin, "destination",
			       r->destination, "net_mg",
			       (json_int_t)(r->gained ? r->net_mg : -r->net_mg), "units",
			       (json_int_t)(r->gained ? (int64_t)r->units : -(int64_t)r->units)))
		       ? -ENOMEM
		       : 0;
}

static int write_one(struct ledger *l, const struct period_close *c, FILE *out)
{
	json_t *json, *changes = json_array();
	int done = json_close(l, c, &json);

	if (done < 0) {
		json_decref(changes);
		return done;
	}
	if (json_is_true(json_object_get(json, "rectified")))
		done = ledger_rectified(l, c, put_change, changes);
	if (json_object_set_new(json, "changes", changes))
		done = done < 0 ? done : -ENOMEM;
	if (done < 0)
		json_decref(json);
	return done < 0 ? done : put_json(out, json);
}

static int write_pack(struct ledger *l, const struct period_close *c, FILE *out, struct answer *a)
{
	struct evidence pack;
	int done = ledger_evidence(l, c, &pack);

	if (done == 0)
		done = evidence_write(&pack, out);
	evidence_done(&pack);
	a->type = "application/zip";
	return done;
}

/* The close of that name, before a dot if there is one; 404. */
static int find_close(struct ledger *l, const char *name, struct answer *a, struct period_close *c)
{
	struct sentence why = { .key = "no_such_close" };
	char period[ARG_SIZE];
	int done;

	(void)snprintf(period, sizeof(period), "%.*s", (int)strcspn(name, "."), name);
	done = ledger_close_of(l, period, c);
	if (done != -ENOENT)
		return done;
	sentence_param(&why, "period", period);
	(void)refuse_saying(a, 404, &why);
	return done;
}

/* "2026-Q1", and "2026-Q1.zip": its evidence pack. */
int close_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *end = strchr(r->arg, '.');
	struct period_close c;
	int done = end && strcmp(end, ".zip") != 0 ? refuse(a, 404, "no_such_call")
						   : find_close(l, r->arg, a, &c);

	if (done < 0 || a->status != 200)
		return done == -ENOENT ? 0 : done;
	return end ? write_pack(l, &c, out, a) : write_one(l, &c, out);
}

/* ---- of one weighing, without another's ---- */

/* Line and leaf of that weighing in the pack; false: it is not in it. */
static bool find_line(const struct evidence *p, const char *id, struct evidence_row *row,
	struct merkle_proof *proof)
{
	const struct evidence_file *f = evidence_find(p, "weighings.csv");

	proof->count = p->weighings;
	(void)evidence_row(f, row); /* of names */
	for (proof->at = 0; evidence_row(f, row); proof->at++)
		if (row->count > EVIDENCE_ID && strcmp(row->cell[EVIDENCE_ID], id) == 0)
			return true;
	return false;
}

static json_t *json_proof(const struct period_close *c, const struct evidence *p,
	const struct evidence_row *row, struct merkle_proof *proof)
{
	json_t *path = json_array();
	char hex[MERKLE_HEX_SIZE];

	proof->steps = merkle_path(p->leaves, p->weighings, (size_t)proof->at, proof->path);
	for (size_t i = 0; i < proof->steps; i++) {
		merkle_write(&proof->path[i], hex);
		(void)json_array_append_new(path, json_string(hex));
	}
	return json_pack("{s:s, s:s, s:s, s:s%, s:I, s:I, s:o}", "period", c->period, "closed_on",
		c->day, "merkle_root", p->merkle_root, "line", row->text, row->len, "index",
		(json_int_t)proof->at, "weighings", (json_int_t)proof->count, "path", path);
}

static int write_proof(
	struct ledger *l, const struct period_close *c, const char *id, FILE *out, struct answer *a)
{
	struct sentence why = { .key = "not_in_close" };
	struct merkle_proof proof = { .at = 0 };
	struct evidence_row row = { 0 };
	struct weighing w;
	struct evidence pack;
	int done = ledger_weighing(l, id, &w);

	if (done < 0)
		return done == -ENOENT ? refuse(a, 404, "no_such_weighing") : done;
	done = ledger_evidence(l, c, &pack);
	if (done == 0 && find_line(&pack, w.id, &row, &proof)) {
		done = put_json(out, json_proof(c, &pack, &row, &proof));
	} else if (done == 0) {
		sentence_param(&why, "id", w.id);
		sentence_param(&why, "period", c->period);
		done = refuse_saying(a, 404, &why);
	}
	evidence_done(&pack);
	return done;
}

int close_proof(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct period_close c;
	int done = find_close(l, r->arg, a, &c);

	if (done < 0)
		return done == -ENOENT ? 0 : done;
	return write_proof(l, &c, request_text(r, "weighing"), out, a);
}

/* ---- before one ---- */

int close_check(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct close_check c;
	int done = ledger_close_check(l, r->first_day, r->last_day, &c);

	(void)a;
	return done < 0 ? done
			: put_json(out,
				  json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
					    "s:I, s:I}",
					  "first_day", r->first_day, "last_day", r->last_day,
					  "weighings", c.weighings, "open_slips", c.open_slips,
					  "doubtful", c.doubtful, "unapproved", c.unapproved,
					  "in_mg", c.in_mg, "neutral_in_mg", c.neutral_in_mg,
					  "reuse_mg", c.reuse_mg, "recycling_mg", c.recycling_mg,
					  "stock_mg", c.stock_mg, "missing_mg", c.missing_mg));
}
