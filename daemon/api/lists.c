// SPDX-License-Identifier: GPL-3.0-or-later
/* Lists that the ledger holds: unknown codes, labels, loads; entries of any kind. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_private.h"

enum { CODES_MOST = 500, LABELS_MOST = 100, LEFT_MOST = 200, ENTRIES_MOST = 1000 };

/* {"name":[…]} of values of one size. count: or -errno, which is returned. */
static int put_list(FILE *out, const char *name, const void *values, int count, size_t size,
	json_t *(*json)(const void *value))
{
	const char *at = values;
	json_t *list;

	if (count < 0)
		return count;
	list = json_array();
	for (int i = 0; i < count; i++)
		json_array_append_new(list, json(at + (size_t)i * size));
	return put_json(out, json_pack("{s:o}", name, list));
}

static json_t *code(const void *value)
{
	return json_code(value);
}

int codes_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_free_ struct unknown_code *codes = calloc(CODES_MOST, sizeof(*codes));
	int count = codes ? ledger_unknown_codes(l, codes, CODES_MOST) : -ENOMEM;

	(void)r;
	(void)a;
	return put_list(out, "codes", codes, count, sizeof(*codes), code);
}

static json_t *label(const void *value)
{
	return json_label(value);
}

int labels_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct label_job jobs[LABELS_MOST];
	int count = ledger_label_offered(l, &r->now, r->label_wait_us, jobs, LABELS_MOST);

	(void)a;
	return put_list(out, "labels", jobs, count, sizeof(*jobs), label);
}

static json_t *left_load(const void *value)
{
	return json_left(value);
}

int left_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_free_ struct left_load *loads = calloc(LEFT_MOST, sizeof(*loads));
	int count = loads ? ledger_left(l, loads, LEFT_MOST) : -ENOMEM;

	(void)r;
	(void)a;
	return put_list(out, "left", loads, count, sizeof(*loads), left_load);
}

/* ---- entries ---- */

struct entries {
	struct rows rows;
	const struct kind *kind;
};

static int each_entry(void *data, const void *value)
{
	struct entries *e = data;

	return put_row(&e->rows, json_entry(e->kind, value));
}

/* Of the call's kind, or of that which its path names. */
int entries_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	struct entries e = { .rows.out = out, .kind = request_kind(r) };
	const struct record *record = e.kind ? kind_row(e.kind) : NULL;
	const char *about = record && record->about ? request_text(r, record->about) : NULL;
	struct entries_query q = { .about = about ? about : request_text(r, "about") };
	int64_t limit = request_int(r, "limit");
	int done;

	if (!record)
		return refuse(a, 404, "no_such_kind");
	if (q.about && !record->about)
		return refuse(a, 422, "kind_about_nothing");
	q.limit = limit ? (uint32_t)limit : ENTRIES_MOST;
	memcpy(q.from_day, r->first_day, DAY_SIZE);
	memcpy(q.last_day, r->last_day, DAY_SIZE);
	(void)fprintf(out, "{\"%s\":[", r->call->list ? r->call->list : "entries");
	done = ledger_entries(l, e.kind, &q, each_entry, &e);
	(void)fputs("]}", out);
	return done;
}

bool entries_are_many(const struct request *r)
{
	return request_int(r, "limit") > ENTRIES_MOST || request_kind(r) == &weighing_kind;
}
