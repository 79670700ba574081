// SPDX-License-Identifier: GPL-3.0-or-later
/* An answer made whole, so that what breaks half way is an error and not half an answer. */
#include <inttypes.h>
#include <errno.h>
#include <stdlib.h>
#include "api_private.h"

static const char type_json[] = "application/json; charset=utf-8";

int refuse_saying(struct answer *a, unsigned status, const struct sentence *why)
{
	a->status = status;
	a->why = *why;
	return 0;
}

int refuse(struct answer *a, unsigned status, const char *key)
{
	return refuse_saying(a, status, &(struct sentence){ .key = key });
}

int refuse_food(struct ledger *l, struct answer *a, const char *id, const char *key)
{
	struct sentence whose;
	int r = ledger_elsewhere(l, id, &whose);

	return r < 0 ? r : r ? refuse_saying(a, 404, &whose) : refuse(a, 404, key);
}

int put_json(FILE *out, json_t *json)
{
	int r = json ? json_dumpf(json, out, JSON_COMPACT) : -1;

	json_decref(json);
	return r < 0 ? -ENOMEM : 0;
}

int put_row(struct rows *rows, json_t *json)
{
	if (rows->any)
		(void)putc(',', rows->out);
	rows->any = true;
	return put_json(rows->out, json);
}

void put_next(FILE *out, uint64_t next)
{
	if (next)
		(void)fprintf(out, "],\"next\":%" PRIu64 "}", next);
	else
		(void)fputs("],\"next\":null}", out);
}

void answer_done(struct answer *a)
{
	free(a->text);
	*a = (struct answer){ 0 };
}

int result_refusal(const struct ledger_result *result, struct sentence *ret_why)
{
	static const struct {
		int status;
		const char *key;
	} refusals[] = {
		[LEDGER_KEY_REUSED] = { 409, "key_reused" },
		[LEDGER_NOT_FOUND] = { 404, "no_such_weighing" },
		[LEDGER_ALREADY] = { 409, "already_void" },
		[LEDGER_CONFLICT] = { 409, NULL },
		[LEDGER_REFUSED] = { 422, NULL },
	};

	if (result->answer < LEDGER_KEY_REUSED)
		return 0;
	*ret_why = result->why;
	if (refusals[result->answer].key && !ret_why->key)
		*ret_why = (struct sentence){ .key = refusals[result->answer].key };
	return refusals[result->answer].status;
}

static int run_in(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	int done;

	if (r->call->place == IN_WRITER)
		return r->call->run(l, r, out, a);
	done = ledger_snapshot(l, true);
	if (done < 0)
		return done;
	done = r->call->run(l, r, out, a);
	(void)ledger_snapshot(l, false);
	return done;
}

int request_run(struct ledger *l, const struct request *r, struct answer *ret_answer)
{
	struct answer a = { .status = 200, .type = type_json };
	FILE *out = open_memstream(&a.text, &a.size);
	int done = out ? run_in(l, r, out, &a) : -ENOMEM;

	if (out && fclose(out) && done >= 0)
		done = -ENOMEM;
	if (done < 0) {
		answer_done(&a);
		return done;
	}
	if (a.status != 200) {
		free(a.text);
		a.text = NULL;
	}
	*ret_answer = a;
	return 0;
}
