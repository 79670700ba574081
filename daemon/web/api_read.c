// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reading the ledger: weighings, one weighing, unknown codes. The reader's worker
 * makes the whole text, so that a year of rows never holds the loop.
 */
#include <string.h>
#include "clock.h"
#include "day.h"
#include "web_private.h"

enum { LIMIT_USUAL = 50, LIMIT_MOST = 100000, CODES_MOST = 500 };

struct answer {
	char *text; /* made in the worker, given to the exchange */
	size_t size;
	enum lang lang;
	union {
		struct weighing_query weighings;
		char id[PRIVATE_KEY_SIZE];
	};
};

static void on_text(void *data, void *arg, int result)
{
	struct exchange *x = data;
	struct answer *a = arg;

	if (result == -ENOENT) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_weighing");
	} else if (result < 0) {
		reply_errno(x, result);
	} else {
		reply_text(x, MHD_HTTP_OK, "application/json; charset=utf-8", a->text, a->size);
		a->text = NULL;
	}
	free(a->text);
	free(a);
}

static struct answer *answer_new(struct exchange *x)
{
	struct answer *a = calloc(1, sizeof(*a));

	if (a)
		a->lang = x->lang;
	else
		reply_errno(x, -ENOMEM);
	return a;
}

static void ask(struct exchange *x, struct answer *a, store_run_fn run)
{
	int r;

	if (reply_if_down(x)) {
		free(a);
		return;
	}
	r = store_ask(desk_store(x->web->desk), false, run, a, on_text, x);
	if (r < 0) {
		free(a);
		reply_errno(x, r);
	}
}

static int write_json(FILE *out, json_t *json)
{
	int r = json ? json_dumpf(json, out, JSON_COMPACT) : -1;

	json_decref(json);
	return r < 0 ? -ENOMEM : 0;
}

static int finish(FILE *out, int r)
{
	if (fclose(out) && r >= 0)
		r = -ENOMEM;
	return r;
}

struct rows {
	FILE *out;
	bool any;
};

static int each_weighing(void *data, const struct weighing *w)
{
	struct rows *rows = data;

	if (rows->any)
		putc(',', rows->out);
	rows->any = true;
	return write_json(rows->out, json_weighing(w));
}

static int run_weighings(struct ledger *l, void *arg)
{
	struct answer *a = arg;
	struct rows rows = { .out = open_memstream(&a->text, &a->size) };
	uint64_t next = 0;
	int r;

	if (!rows.out)
		return -ENOMEM;
	fputs("{\"weighings\":[", rows.out);
	r = ledger_weighings(l, &a->weighings, each_weighing, &rows, &next);
	if (next)
		fprintf(rows.out, "],\"next\":%llu}", (unsigned long long)next);
	else
		fputs("],\"next\":null}", rows.out);
	return finish(rows.out, r);
}

static bool take_code(struct exchange *x, const char *name, char ret_code[CODE_SIZE])
{
	const char *text = query_text(x, name);
	struct sentence why = { .key = "bad_query" };

	if (!text)
		return true;
	if (strlen(text) < CODE_SIZE) {
		(void)snprintf(ret_code, CODE_SIZE, "%s", text);
		return true;
	}
	sentence_param(&why, "field", name);
	reply_refusal(x, MHD_HTTP_UNPROCESSABLE_CONTENT, &why);
	return false;
}

static bool take_page(struct exchange *x, struct weighing_query *q)
{
	struct sentence why = { .key = "bad_query" };
	int64_t limit = 0, after = 0;
	const char *wrong = NULL;

	if (query_int(x, "limit", 1, LIMIT_MOST, LIMIT_USUAL, &limit) < 0)
		wrong = "limit";
	else if (query_int(x, "after", 1, INT64_MAX, 0, &after) < 0)
		wrong = "after";
	q->limit = (uint32_t)limit;
	q->after = (uint64_t)after;
	if (!wrong)
		return true;
	sentence_param(&why, "field", wrong);
	reply_refusal(x, MHD_HTTP_UNPROCESSABLE_CONTENT, &why);
	return false;
}

void api_weighings(struct exchange *x)
{
	struct weighing_query q = { 0 };
	char last[DAY_SIZE] = "";
	struct answer *a;

	if (query_days(x, false, q.from_day, last) < 0)
		return;
	if (*last && day_shift(last, 1, q.until_day) < 0) {
		reply_key(x, MHD_HTTP_UNPROCESSABLE_CONTENT, "bad_period");
		return;
	}
	if (!take_code(x, "category", q.category) || !take_code(x, "site", q.site) ||
		!take_page(x, &q))
		return;
	a = answer_new(x);
	if (!a)
		return;
	a->weighings = q;
	ask(x, a, run_weighings);
}

static int run_weighing(struct ledger *l, void *arg)
{
	struct answer *a = arg;
	struct weighing w;
	FILE *out;
	int r = ledger_weighing(l, a->id, &w);

	if (r < 0)
		return r;
	out = open_memstream(&a->text, &a->size);
	return out ? finish(out, write_json(out, json_weighing(&w))) : -ENOMEM;
}

void api_weighing(struct exchange *x)
{
	struct answer *a;

	if (strlen(x->arg) >= sizeof(a->id)) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_weighing");
		return;
	}
	a = answer_new(x);
	if (!a)
		return;
	(void)snprintf(a->id, sizeof(a->id), "%s", x->arg);
	ask(x, a, run_weighing);
}

static int run_codes(struct ledger *l, void *arg)
{
	struct answer *a = arg;
	_cleanup_free_ struct unknown_code *codes = calloc(CODES_MOST, sizeof(*codes));
	json_t *list = json_array();
	int count = codes ? ledger_unknown_codes(l, codes, CODES_MOST) : -ENOMEM;
	FILE *out;

	for (int i = 0; i < count; i++)
		json_array_append_new(list, json_code(&codes[i]));
	if (count < 0) {
		json_decref(list);
		return count;
	}
	out = open_memstream(&a->text, &a->size);
	if (!out) {
		json_decref(list);
		return -ENOMEM;
	}
	return finish(out, write_json(out, json_pack("{s:o}", "codes", list)));
}

void api_codes(struct exchange *x)
{
	struct answer *a = answer_new(x);

	if (a)
		ask(x, a, run_codes);
}

void api_catalogue(struct exchange *x)
{
	struct moment now;

	if (reply_if_down(x))
		return;
	clock_now(&now);
	reply_json(x, MHD_HTTP_OK, json_catalogue(desk_catalogue(x->web->desk), now.day));
}
