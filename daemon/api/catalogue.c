// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The catalogue, as it is read: JSON for pages, CSV for a spreadsheet; and which facts each kind
 * has, so that a form is made of the same table as entries and columns.
 */
#include <string.h>
#include "api_private.h"
#include "catalogue_csv.h"
#include "catalogue_facts.h"

static enum catalogue_kind kind_of(const struct request *r)
{
	const char *word = request_text(r, "kind");
	enum catalogue_kind kind = CATALOGUE_KIND_COUNT;

	if (word)
		(void)catalogue_kind_from_name(word, &kind);
	return kind;
}

/* As who asks may know it: where a private donor lives is for the staff. */
static int load(struct ledger *l, const struct request *r, struct catalogue **ret_catalogue)
{
	struct catalogue *c;
	int done = ledger_catalogue(l, &c);

	if (done < 0)
		return done;
	if (r->who.program)
		catalogue_without_people(c);
	else if (r->who.role < ROLE_STAFF)
		catalogue_without_addresses(c);
	*ret_catalogue = c;
	return 0;
}

int catalogue_rows(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	const char *day = request_text(r, "day");
	bool all = request_int(r, "all") == 1;
	int done = ledger_catalogue_seq(l, &a->stands);
	json_t *json;

	if (done == 0)
		done = load(l, r, &c);
	if (done < 0)
		return done;
	json = json_catalogue(c, day ? day : r->now.day, kind_of(r), all);
	if (all)
		json_object_set_new(json, "stands", json_integer((json_int_t)a->stands));
	return put_json(out, json);
}

int catalogue_csv(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *c = NULL;
	const char *format = request_text(r, "format");
	int done = load(l, r, &c);

	a->type = "text/csv; charset=utf-8";
	return done < 0 ? done
			: catalogue_csv_write(c, kind_of(r), format && strcmp(format, "csv"), out);
}

/* ---- what may be said of a row ---- */

static const char *type_of(const struct record_field *f)
{
	switch (f->type) {
	case RECORD_WORD:
		return "word";
	case RECORD_TRUE:
		return "yes";
	case RECORD_MG:
		return "mass";
	case RECORD_TEXT:
		return f->shape == SHAPE_LINES ? "lines"
		       : f->codes              ? "code"
		       : f->words              ? "words"
		       : f->shape == SHAPE_DAY ? "day"
					       : "text";
	default:
		return "count";
	}
}

/* Those that somebody may choose: the empty one is none. */
static json_t *words_of(const struct record_words *words)
{
	json_t *list = json_array();

	for (size_t i = 0; i < words->count; i++)
		if (words->names[i] && words->names[i][0])
			json_array_append_new(list, json_string(words->names[i]));
	return list;
}

static json_t *fact_json(const struct record_field *f)
{
	int64_t most = f->type == RECORD_TEXT ? (int64_t)f->size - 1 : f->most;
	json_t *o = json_pack("{s:s,s:s}", "name", f->name, "type", type_of(f));

	if (f->words)
		json_object_set_new(o, "words", words_of(f->words));
	if (most)
		json_object_set_new(o, "most", json_integer((json_int_t)most));
	if (f->unit)
		json_object_set_new(o, "unit", json_string(f->unit));
	if (f->codes)
		json_object_set_new(o, "catalogue",
			json_string(catalogue_kind_name((enum catalogue_kind)(f->codes - 1))));
	return o;
}

int catalogue_facts_list(struct ledger *l, const struct request *r, FILE *out, struct answer *a)
{
	json_t *kinds = json_object();

	(void)l;
	(void)r;
	(void)a;
	for (enum catalogue_kind kind = 0; kind < CATALOGUE_KIND_COUNT; kind++) {
		const struct record *facts = catalogue_facts_record(kind);
		json_t *list = json_array();

		for (size_t i = 0; i < facts->count; i++)
			if (facts->fields[i].rules & RECORD_ASKED)
				json_array_append_new(list, fact_json(&facts->fields[i]));
		json_object_set_new(kinds, catalogue_kind_name(kind), list);
	}
	return put_json(out, json_pack("{s:o}", "kinds", kinds));
}
