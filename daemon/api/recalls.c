// SPDX-License-Identifier: GPL-3.0-or-later
/* Lots one back and one forward; recalls: begun, read, ended, as a notice on paper and as rows. */
#include "recall.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "recall_paper.h"
#include "trace.h"

int lot_trace(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *way = request_text(r, "direction");
	const bool back = way && strcmp(way, "back") == 0;
	char lot[PRIVATE_KEY_SIZE];
	int done = ledger_lot_of(l, r->arg, lot);
	json_t *o;

	if (done < 0)
		return done == -ENOENT ? refuse_food(l, a, r->arg, "no_such_lot") : done;
	o = json_pack("{s:s,s:s}", "lot", lot, "direction", back ? "back" : "forward");
	done = o ? trace_put(l, back ? TRACED_BACK : TRACED_FORWARD, lot, o) : -ENOMEM;
	if (done == 0)
		return put_json(out, o);
	json_decref(o);
	return done;
}

static int keep_count(void *data, const void *value)
{
	return json_object_set_new(data, "count", json_record(&recall_count_record, value))
		       ? -ENOMEM
		       : 0;
}

/* With what it came to, null before its end, and where everything is now. 0, -errno. */
static int read_recall(struct ledger *l, const struct recall *recall, json_t **ret_json)
{
	json_t *o = json_record(&recall_record, recall);
	char number[16];
	const struct entries_query of = { .about = number, .limit = 1 };
	int r;

	(void)snprintf(number, sizeof(number), "%u", recall->number);
	json_object_set_new(o, "count", json_null());
	r = ledger_entries(l, &recall_count_kind, &of, keep_count, o);
	if (r == 0)
		r = trace_put(l, TRACED_RECALL, number, o);
	if (r == 0)
		*ret_json = o;
	else
		json_decref(o);
	return r;
}

static int write_paper(struct ledger *l, const struct request *r, const json_t *json,
	const char *format, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	struct paper paper = { .lang = r->who.lang, .day = r->now.day };
	struct ledger_status status;
	int done = ledger_catalogue(l, &c);

	if (done == 0)
		done = ledger_status(l, &status);
	if (done < 0)
		return done;
	paper.catalogue = c;
	paper.site = status.identity.site;
	a->type = strcmp(format, "pdf") == 0 ? "application/pdf" : "text/csv; charset=utf-8";
	(void)snprintf(
		a->file, sizeof(a->file), "%s.%s", lang_text(r->who.lang, "recall_file"), format);
	return strcmp(format, "pdf") == 0 ? recall_paper_write(&paper, json, out)
					  : recall_csv_write(&paper, json, out);
}

/* "3", "3.pdf", "3.csv": *ret_format is what stands behind the dot, "". 0: it is no number. */
static uint32_t split(const char *arg, const char **ret_format)
{
	char *end;
	const unsigned long n = strtoul(arg, &end, 10);
	const bool said = strcmp(end, ".pdf") == 0 || strcmp(end, ".csv") == 0;

	*ret_format = said ? end + 1 : "";
	return strchr("123456789", *arg) && *arg && (!*end || said) && n <= UINT32_MAX ? (uint32_t)n
										       : 0;
}

bool recall_is_drawn(const struct request *r)
{
	const char *format;

	return split(r->arg, &format) && *format;
}

int recall_one(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	const char *format;
	const uint32_t number = split(r->arg, &format);
	struct recall recall;
	json_t *json = NULL;
	int done = number ? ledger_recall(l, number, &recall) : -ENOENT;

	if (done == 0)
		done = read_recall(l, &recall, &json);
	if (done < 0)
		return done == -ENOENT ? refuse(a, 404, "no_such_recall") : done;
	if (!*format)
		return put_json(out, json);
	done = write_paper(l, r, json, format, out, a);
	json_decref(json);
	return done;
}

/* ---- writing ---- */

/* Exactly one of what may be called back. lang: recall_what */
static void take_about(struct body *b, struct recall *r)
{
	unsigned said = 0;

	for (uint32_t i = 0; i < recall_sort_words.count; i++) {
		const char *text = body_text(b, recall_sort_words.names[i], false, LABEL_SIZE - 1);

		if (!text || !*text)
			continue;
		said++;
		r->sort = i;
		(void)snprintf(r->about, sizeof(r->about), "%s", text);
	}
	if (said != 1)
		body_fault(b, 422, "recall_what", "lot");
}

void make_recall(const struct request *r, struct body *b, struct making *m)
{
	struct recall *c = make_draft(m, &recall_kind);

	_Static_assert(sizeof(*c) <= sizeof(m->value), "a recall is a draft");
	take_about(b, c);
	body_record(b, &recall_record, c);
	if (body_has(b, "reason"))
		body_reason(b, c->reason, c->note);
	memcpy(c->operator_code, r->who.operator_code, sizeof(c->operator_code));
}

void make_recall_end(const struct request *r, struct body *b, struct making *m)
{
	struct recall_count *c = make_draft(m, &recall_count_kind);
	const char *format;

	_Static_assert(sizeof(*c) <= sizeof(m->value), "its end is a draft");
	c->recall = split(r->arg, &format);
	if (!c->recall || *format)
		body_fault(b, 404, "no_such_recall", NULL);
	body_record(b, &recall_count_record, c);
	if (body_has(b, "reason"))
		body_reason(b, c->reason, c->note);
	memcpy(c->operator_code, r->who.operator_code, sizeof(c->operator_code));
}
