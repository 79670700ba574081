// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * close: a period has been handed over. Its heads freeze what every journal of the file said until
 * then, not days: what is written later for one of these days shows against them. Its evidence pack
 * (evidence.h) is made without the entry itself, which holds its root and its fingerprint.
 */
#include <string.h>
#include "../closed.h"
#include "../evidence_files.h"
#include "../write.h"
#include "day.h"
#include "period_close.h"

static const struct record_field fields[] = {
	STAMPED(period_close),
	TEXT(period_close, period, .rules = RECORD_ASKED | RECORD_NEEDED, .shape = SHAPE_PERIOD),
	TEXT(period_close, first_day),
	TEXT(period_close, last_day),
	TEXT(period_close, figures_hash),
	TEXT(period_close, merkle_root), /* closes from before lack these two */
	TEXT(period_close, pack_hash),
};
static const struct record close_record =
	RECORD_OF(period_close, fields, .table = "close", .about = "period");

static int check(const void *value)
{
	const struct period_close *c = value;

	return c->period[0] && strlen(c->first_day) == DAY_SIZE - 1 &&
			       strlen(c->last_day) == DAY_SIZE - 1 &&
			       strlen(c->figures_hash) == CLOSE_HASH_SIZE - 1
		       ? 0
		       : -EBADMSG;
}

static int refuse_period(struct ledger_result *res, const char *key, const struct period_close *c)
{
	res->answer = LEDGER_CONFLICT;
	res->why = (struct sentence){ .key = key };
	sentence_param(&res->why, "period", c->period);
	sentence_param(&res->why, "first_day", c->first_day);
	sentence_param(&res->why, "last_day", c->last_day);
	return 0;
}

/* A period without a weighing is a slip of the pen more often than a fact, and no close is ever void. */
static int seal(struct ledger *l, const struct evidence_reports *reports, struct period_close *c,
	struct ledger_result *res)
{
	_cleanup_free_ struct close_head *heads = NULL;
	struct evidence_of of = { c->period, c->first_day, c->last_day, c->figures_hash, NULL, 0,
		reports };
	struct evidence pack = { 0 };
	int r = evidence_heads(l->sql, &heads);

	of.heads = heads;
	of.count = r > 0 ? (size_t)r : 0;
	if (r >= 0)
		r = evidence_make(l->sql, &of, &pack);
	memcpy(c->merkle_root, pack.merkle_root, sizeof(c->merkle_root));
	memcpy(c->pack_hash, pack.pack_hash, sizeof(c->pack_hash));
	if (r == 0 && pack.weighings == 0)
		r = refuse_period(res, "period_empty", c);
	evidence_done(&pack);
	return r;
}

/* A clock that nobody has set yet is behind: by it, too, what is over is over. */
static int check_period(struct ledger *l, const struct ledger_job *job, struct period_close *c,
	struct ledger_result *res)
{
	int64_t one;
	int r;

	if (day_period(c->period, "", c->first_day, c->last_day) < 0)
		return ledger_refuse_field(res, "bad_period", NULL, "period");
	if (strcmp(c->last_day, job->now.day) >= 0)
		return refuse_period(res, "period_open", c);
	r = sql_int(l->sql, &one, "SELECT 1 FROM close WHERE period = ?", V_TEXT(c->period));
	if (r != 0)
		return r < 0 ? r : refuse_period(res, "period_closed_before", c);
	return ledger_figures_hash(l, c->first_day, c->last_day, c->figures_hash);
}

static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct period_close *c = value;
	struct evidence_reports reports = { .count = 0 };
	int r = check_period(l, job, c, res);

	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = evidence_reports_make(l, c->first_day, c->last_day, &reports);
	if (r == 0 && res->answer == LEDGER_WRITTEN)
		r = seal(l, &reports, c, res);
	evidence_reports_done(&reports);
	return r;
}

/* ---- heads and reports ---- */

static int put_heads(struct ledger *l, json_t *body)
{
	_cleanup_free_ struct close_head *head = NULL;
	json_t *heads = json_array();
	const int count = evidence_heads(l->sql, &head);

	if (json_object_set_new(body, "heads", heads))
		return -ENOMEM;
	for (int i = 0; i < count; i++)
		if (json_array_append_new(
			    heads, json_pack("{s:s, s:I, s:s}", "journal", head[i].journal, "seq",
					   (json_int_t)head[i].seq, "hash", head[i].hash)))
			return -ENOMEM;
	return count < 0 ? count : 0;
}

/* The same bytes as fill() had: nothing was written since. */
static int put_reports(struct ledger *l, const struct period_close *c, json_t *body)
{
	struct evidence_reports reports;
	int r = evidence_reports_make(l, c->first_day, c->last_day, &reports);

	if (r == 0 &&
		(json_object_set_new(body, "pack", json_integer(reports.version)) ||
			json_object_set_new(body, "reports", evidence_reports_json(&reports))))
		r = -ENOMEM;
	evidence_reports_done(&reports);
	return r;
}

static int append(struct ledger *l, const struct record_entry *as, const void *value,
	struct entry *ret_entry, struct ledger_result *res)
{
	_cleanup_json_ json_t *body = record_body(&close_record, value);
	int r = body ? put_heads(l, body) : -ENOMEM;

	(void)res;
	if (r == 0)
		r = put_reports(l, value, body);
	if (r < 0)
		return r;
	if (entry_put_request(body, as->key, as->digest))
		return -ENOMEM;
	return entry_append(l->sql, as->journal, as->kind, as->now, body, ret_entry);
}

static int read_head(const json_t *json, struct close_head *ret)
{
	struct fields b = { .json = json };

	field_text(&b, "journal", ret->journal, sizeof(ret->journal));
	field_text(&b, "hash", ret->hash, sizeof(ret->hash));
	ret->seq = (uint64_t)field_int(&b, "seq");
	return json_is_object(json) && !b.error && ret->seq ? 0 : -EBADMSG;
}

int ledger_close_heads(struct ledger *l, const struct period_close *close,
	int (*each)(void *data, const struct close_head *head), void *data)
{
	_cleanup_json_ json_t *body = NULL;
	const json_t *head;
	size_t i;
	int r = entry_body(l->sql, close->journal, close->seq, &body);

	json_array_foreach(json_object_get(body, "heads"), i, head)
	{
		struct close_head one = { .seq = 0 };

		if (r == 0)
			r = read_head(head, &one);
		if (r == 0)
			r = each(data, &one);
	}
	return r;
}

const struct kind close_kind = {
	"close",
	2,
	.record = &close_record,
	.check = check,
	.fill = fill,
	.append = append,
};
const struct kind close_1_kind = { "close", 1, .record = &close_record, .check = check };
