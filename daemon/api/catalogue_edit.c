// SPDX-License-Identifier: GPL-3.0-or-later
/* What a change of the catalogue comes to: mistakes, a preview, or what is to be written. */
#include "catalogue_edit.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "api_body.h"
#include "api_private.h"
#include "catalogue_csv.h"
#include "catalogue_facts.h"
#include "day.h"
#include "scheme.h"

enum { LISTED_MOST = 1000 };

struct plan {
	struct catalogue_edit *e;
	struct ledger *ledger;
	struct catalogue *old;
	const struct catalogue_row **known; /* old, by code */
	json_t *rows;                       /* that were sent; NULL: CSV */
	json_t *mistakes;
	size_t mistake_count, sent;
};

static int say(struct plan *p, unsigned status, json_t *json)
{
	p->e->text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	p->e->status = status;
	json_decref(json);
	return p->e->text ? 0 : -ENOMEM;
}

static int say_why(struct plan *p, unsigned status, const char *key, const char *field)
{
	p->e->status = status;
	p->e->why = (struct sentence){ .key = key };
	if (field)
		sentence_param(&p->e->why, "field", field);
	return 0;
}

/* ---- mistakes ---- */

static const char *param_of(const struct sentence *why, const char *name)
{
	for (size_t i = 0; i < SENTENCE_PARAMS && why->param[i].name; i++)
		if (strcmp(why->param[i].name, name) == 0)
			return why->param[i].value;
	return NULL;
}

static void on_mistake(void *data, unsigned line, const struct sentence *why)
{
	const char *code = param_of(why, "code"), *field = param_of(why, "column");
	struct plan *p = data;
	char message[1024];
	json_t *o;

	if (p->mistake_count++ >= LISTED_MOST)
		return;
	o = json_pack("{s:i}", "row", (int)line);
	if (code)
		json_object_set_new(o, "code", json_string(code));
	if (field)
		json_object_set_new(o, "field", json_string(field));
	json_object_set_new(o, "error", json_string(why->key));
	json_object_set_new(
		o, "message", json_string(lang_say(p->e->lang, why, message, sizeof(message))));
	json_array_append_new(p->mistakes, o);
}

static int say_mistakes(struct plan *p)
{
	struct sentence why = { .key = "catalogue_mistakes" };
	char message[1024];

	sentence_param_int(&why, "count", (long long)p->mistake_count);
	return say(p, 422,
		json_pack("{s:s,s:s,s:I,s:O}", "error", why.key, "message",
			lang_say(p->e->lang, &why, message, sizeof(message)), "count",
			(json_int_t)p->mistake_count, "mistakes", p->mistakes));
}

/* ---- what was sent ---- */

static void count_row(void *data)
{
	((struct plan *)data)->sent++;
}

/* Of a request: its rows, first day and whether it only asks. */
static int open_request(struct plan *p)
{
	struct catalogue_edit *e = p->e;
	const char *from;
	struct body b;
	int status = body_begin(&b, e->bytes, e->size, &e->why);

	if (!status) {
		if (!json_is_array(json_object_get(b.json, "rows")))
			body_fault(&b, 422, "field_missing", "rows");
		p->rows = json_incref(body_list(&b, "rows", true));
		e->preview = body_bool(&b, "preview", false);
		from = body_text(&b, "from", false, REASON_MOST);
		if (from && !day_exists(from))
			body_fault(&b, 422, "bad_query", "from");
		else if (from)
			memcpy(e->from, from, DAY_SIZE);
		status = body_end(&b, &e->why);
	}
	e->status = (unsigned)status;
	return 0;
}

static size_t known_count(const struct plan *p)
{
	return p->old ? p->old->count : 0;
}

static int read_json(struct plan *p, const char *day)
{
	struct catalogue_facts facts;
	const struct row_reader reader = { p->known, known_count(p), day, &facts, on_mistake, p };
	struct catalogue_row row;
	json_t *object;
	size_t i;

	json_array_foreach(p->rows, i, object)
	{
		count_row(p);
		if (catalogue_row_read(&reader, object, (unsigned)i + 1, &row) &&
			catalogue_add(&p->e->news.rows, &row) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int read_csv(struct plan *p, const char *day)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = NULL;
	const struct catalogue_csv how = {
		.kind = p->e->kind[0] ? p->e->kind : NULL,
		.valid_from = day,
		.mistake = on_mistake,
		.data = p,
		.old = p->old,
	};
	int r = catalogue_csv_read(p->e->bytes, p->e->size, &how, &rows);

	if (r == -EBADMSG)
		return 0;
	if (r == 0) {
		p->sent = rows->count;
		r = catalogue_keep_news(rows, p->old);
	}
	if (r < 0)
		return r;
	p->e->news.rows = *rows;
	*rows = (struct catalogue){ 0 };
	return 0;
}

/* ---- a preview ---- */

static const char *const about[] = { "kind", "code", "valid_from", "label_fr", "label_en", NULL };
static const char *const closed[] = { "kind", "code", "valid_from", "label_fr", "label_en",
	"hidden", "valid_until", NULL };

struct lists {
	json_t *added, *changed, *closed;
	size_t added_count, changed_count, closed_count;
};

static void list(json_t *to, size_t *count, json_t *element)
{
	if (++*count <= LISTED_MOST)
		json_array_append_new(to, element);
	else
		json_decref(element);
}

/* Each field that is another one, but those by which a row is closed. */
static void list_changes(struct lists *to, const struct catalogue_row *old,
	const struct catalogue_row *row, bool hides, bool ends)
{
	json_t *before = json_catalogue_fields(old), *after = json_catalogue_fields(row), *value,
	       *o;
	const char *name;

	json_object_foreach(after, name, value)
	{
		if (json_equal(value, json_object_get(before, name)) ||
			!strcmp(name, "valid_from") || (hides && !strcmp(name, "hidden")) ||
			(ends && !strcmp(name, "valid_until")))
			continue;
		o = json_members(&catalogue_row_record, row, about);
		json_object_set_new(o, "field", json_string(name));
		json_object_set(o, "old", json_object_get(before, name));
		json_object_set(o, "new", value);
		list(to->changed, &to->changed_count, o);
	}
	json_decref(before);
	json_decref(after);
}

static void list_row(
	struct lists *to, const struct catalogue_row *old, const struct catalogue_row *row)
{
	bool hides = old && row->hidden && !old->hidden;
	bool ends = old && row->valid_until[0] && strcmp(row->valid_until, old->valid_until) != 0;

	if (!old) {
		list(to->added, &to->added_count, json_members(&catalogue_row_record, row, about));
		return;
	}
	if (hides || ends)
		list(to->closed, &to->closed_count,
			json_members(&catalogue_row_record, row, closed));
	list_changes(to, old, row, hides, ends);
}

static int say_preview(struct plan *p, const char *day)
{
	const struct catalogue *news = &p->e->news.rows;
	struct lists to = { json_array(), json_array(), json_array(), 0, 0, 0 };

	for (size_t i = 0; i < news->count; i++) {
		const struct catalogue_row *row = &news->rows[i];

		list_row(&to,
			catalogue_seek(
				p->known, known_count(p), row->kind, row->code, row->valid_from),
			row);
	}
	return say(p, 200,
		json_pack("{s:s,s:I,s:I,s:I,s:{s:I,s:I,s:I},s:o,s:o,s:o}", "from", day, "stands",
			(json_int_t)p->e->news.stands, "rows", (json_int_t)news->count, "unchanged",
			(json_int_t)(p->sent - news->count), "counts", "added",
			(json_int_t)to.added_count, "changed", (json_int_t)to.changed_count,
			"closed", (json_int_t)to.closed_count, "added", to.added, "changed",
			to.changed, "closed", to.closed));
}

/* ---- all of it ---- */

static int load(struct plan *p)
{
	int r = ledger_catalogue_seq(p->ledger, &p->e->news.stands);

	if (r == 0)
		r = ledger_catalogue(p->ledger, &p->old);
	if (r < 0)
		return r;
	p->known = catalogue_by_code(p->old);
	return p->known ? 0 : -ENOMEM;
}

/* A key is bound by what was written, so a preview has none. */
static int find_repeat(struct plan *p)
{
	struct catalogue_edit *e = p->e;
	struct ledger_result first;
	int r;

	if (e->preview || !e->job.key[0])
		return 0;
	r = ledger_find_answer(p->ledger, e->job.key, e->job.digest, &first);
	if (r <= 0)
		return r;
	return first.answer == LEDGER_KEY_REUSED ? say_why(p, 409, "key_reused", NULL)
						 : say(p, 201, json_written(&first));
}

static int check_news(struct plan *p)
{
	struct catalogue_edit *e = p->e;
	const char *day = e->job.now.day;
	int r = catalogue_check_news(
		p->old, &e->news.rows, e->keeps_past ? day : NULL, on_mistake, p);

	return r < 0 || p->mistake_count ? r
					 : catalogue_check_guards(p->old, &e->news.rows,
						   catalogue_people_day(p->old, &e->job.now),
						   &e->guards, on_mistake, p);
}

/* Checked as a whole only when each row is good by itself. */
static int check(struct plan *p)
{
	struct catalogue_edit *e = p->e;
	int r = 0;

	if (e->most && e->news.rows.count > e->most) {
		(void)say_why(p, 422, "catalogue_too_many", NULL);
		sentence_param_int(&e->why, "count", (long long)e->news.rows.count);
		sentence_param_int(&e->why, "most", (long long)e->most);
		return 0;
	}
	if (!p->mistake_count)
		r = check_news(p);
	if (r == 0)
		r = ledger_check_filed(p->ledger, &e->news.rows, on_mistake, p);
	return r < 0 ? r : p->mistake_count ? say_mistakes(p) : 0;
}

static int run(struct plan *p)
{
	struct catalogue_edit *e = p->e;
	const char *day = e->job.now.day;
	int r = e->csv ? 0 : open_request(p);

	if (r == 0 && !e->status)
		r = find_repeat(p);
	if (r == 0 && !e->status)
		r = load(p);
	if (r == 0 && !e->status && e->held && e->stands != e->news.stands)
		r = say_why(p, 412, "catalogue_changed", NULL);
	if (e->from[0])
		day = e->from;
	if (r == 0 && !e->status)
		r = e->csv ? read_csv(p, day) : read_json(p, day);
	if (r == 0 && !e->status)
		r = check(p);
	if (r == 0 && !e->status && (e->preview || !e->news.rows.count))
		r = say_preview(p, day);
	return r;
}

int catalogue_edit_plan(struct ledger *l, struct catalogue_edit *e)
{
	struct plan p = { .e = e, .ledger = l, .mistakes = json_array() };
	int r;

	e->job.drafts[0] =
		(struct ledger_draft){ &catalogue_kind, &e->news, ledger_catalogue_news };
	r = p.mistakes ? run(&p) : -ENOMEM;
	free(p.known);
	catalogue_free(p.old);
	json_decref(p.rows);
	json_decref(p.mistakes);
	return r;
}

void catalogue_edit_done(struct catalogue_edit *e)
{
	catalogue_done(&e->news.rows);
	free(e->text);
	e->news = (struct catalogue_news){ 0 };
	e->text = NULL;
	e->status = 0;
	e->why = (struct sentence){ 0 };
}

/* Into a file that nobody weighs with: any number of rows, and what is past may be set right. */
int catalogue_write(
	struct ledger *l, const struct request *r, const struct sent *sent, struct answer *a)
{
	const char *kind = request_text(r, "kind"), *from = request_text(r, "from");
	struct catalogue_edit e = { .bytes = sent->bytes,
		.size = sent->size,
		.csv = true,
		.preview = request_int(r, "preview") == 1,
		.lang = r->who.lang };
	int done;

	(void)snprintf(e.kind, sizeof(e.kind), "%s", kind ? kind : "");
	(void)snprintf(e.from, sizeof(e.from), "%s", from ? from : "");
	e.job.now = r->now;
	done = catalogue_edit_plan(l, &e);
	if (done == 0 && !e.status) {
		done = request_wrote(l, r, &e.job, a);
	} else if (done == 0) {
		a->status = e.status;
		a->why = e.why;
		a->text = TAKE_PTR(e.text);
		a->size = a->text ? strlen(a->text) : 0;
	}
	catalogue_edit_done(&e);
	return done;
}
