// SPDX-License-Identifier: GPL-3.0-or-later
/* Words about people: what an erasure would take and what it leaves, and the erasure itself. */
#include <errno.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "erasure.h"

/* Names of a row stand as a list; people read them one after the other. */
static json_t *readable(const struct erasable_word *w)
{
	json_t *list = w->field ? NULL : json_loads(w->text, 0, NULL), *one;
	char text[2048] = "";
	size_t i, at = 0;

	if (!list)
		return json_string(w->text);
	json_array_foreach(list, i, one)
	{
		const char *word = json_string_value(one);

		if (word && *word && at < sizeof(text))
			at += (size_t)snprintf(
				text + at, sizeof(text) - at, "%s%s", at ? ", " : "", word);
	}
	json_decref(list);
	return json_string(text);
}

static int each_word(void *data, const struct erasable_word *w)
{
	return put_row(data, json_pack("{s:s,s:I,s:s,s:s,s:o,s:o,s:o,s:o}", "journal", w->journal,
				     "seq", (json_int_t)w->seq, "kind", w->kind, "day", w->day,
				     "field", json_text_or_null(w->field ? w->field : ""), "about",
				     json_text_or_null(w->about), "code",
				     json_text_or_null(w->code), "text", readable(w)));
}

static uint32_t what_of(const char *word)
{
	uint32_t i = 0;

	while (word && i < ERASURE_COUNT && strcmp(erasure_word(i), word) != 0)
		i++;
	return i;
}

int erasable_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *what = request_text(r, "what"), *code = request_text(r, "code");
	struct erased e = { .what = what_of(what) };
	struct rows rows = { .out = out };
	struct erasure_rest rest = { 0 };
	int done;

	if (!what || (e.what == ERASE_DUE) != !code || (code && strlen(code) >= sizeof(e.code)))
		return refuse(a, 422, "erasure_of_whom");
	if (e.what == ERASE_DUE && r->now.quality != CLOCK_TRUSTED)
		return refuse(a, 422, "due_clock_doubtful");
	(void)snprintf(e.code, sizeof(e.code), "%s", code ? code : "");
	memcpy(e.day, r->now.day, sizeof(e.day));
	(void)fputs("{\"words\":[", out);
	done = ledger_erasable(l, &e, each_word, &rows);
	if (done == 0)
		done = ledger_erasure_rest(l, &e, &rest);
	(void)fprintf(out, "],\"weighings\":%llu,\"clear\":%llu}",
		(unsigned long long)rest.weighings, (unsigned long long)rest.clear);
	return done;
}

void make_erasure(const struct request *r, struct body *b, struct making *m)
{
	_Static_assert(sizeof(struct erased) <= sizeof(m->value), "an erasure is a draft");
	struct erased *e = (struct erased *)m->value;

	m->job.drafts[0] = (struct ledger_draft){ &erased_kind, m->value, NULL };
	body_record(b, kind_row(&erased_kind), e);
	memcpy(e->stays, r->stays, sizeof(e->stays));
}
