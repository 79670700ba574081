// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * JSON Schema (2020-12) of what stands in tables: parameters of calls, fields of records, columns
 * of reports. What is said of them nowhere else is not said again.
 */
#include <string.h>
#include "api_body.h"
#include "record_title.h"
#include "schema.h"

static json_t *typed(const char *type, bool or_null)
{
	return or_null ? json_pack("{s:[ss]}", "type", type, "null")
		       : json_pack("{s:s}", "type", type);
}

static json_t *words(const char *(*word)(size_t i))
{
	json_t *list = json_array();

	for (size_t i = 0; word(i); i++)
		json_array_append_new(list, json_string(word(i)));
	return json_pack("{s:s,s:o}", "type", "string", "enum", list);
}

static json_t *whole(const struct param *p)
{
	json_t *o = typed("integer", false);

	json_object_set_new(o, "minimum", json_integer(p->least));
	json_object_set_new(o, "maximum", json_integer(p->most));
	if (p->usual)
		json_object_set_new(o, "default", json_integer(p->usual));
	return o;
}

static json_t *schema_of_param(const struct param *p)
{
	switch (p->type) {
	case PARAM_INT:
		return whole(p);
	case PARAM_DAY:
		return json_pack("{s:s,s:s}", "type", "string", "format", "date");
	case PARAM_WORD:
		return words(p->word);
	case PARAM_WORDS:
		return json_pack("{s:s,s:o}", "type", "array", "items", words(p->word));
	case PARAM_TEXT:
		return json_pack(
			"{s:s,s:I}", "type", "string", "maxLength", (json_int_t)p->size - 1);
	case PARAM_PERIOD:
	case PARAM_PLACE:
		break;
	}
	return typed("string", false);
}

json_t *schema_parameter(const struct param *p)
{
	json_t *o = json_pack("{s:s,s:s,s:b,s:o}", "name", p->name, "in", "query", "required",
		(int)p->needed, "schema", schema_of_param(p));

	/* by=root,month */
	if (p->type == PARAM_WORDS)
		json_object_set_new(o, "explode", json_false());
	return o;
}

json_t *schema_path_part(const struct call *c)
{
	return json_pack("{s:s,s:s,s:b,s:o}", "name", c->arg, "in", "path", "required", 1, "schema",
		c->arg_word ? words(c->arg_word) : typed("string", false));
}

/* ---- records ---- */

static json_t *one_of(const struct record_words *w)
{
	json_t *list = json_pack("[n]");

	for (size_t i = 0; i < w->count; i++)
		if (w->names[i])
			json_array_append_new(list, json_string(w->names[i]));
	return json_pack("{s:o}", "enum", list);
}

/* What people read, in each language: {"fr": …, "en": …}; nothing if nobody said. */
static void put_words(json_t *o, const char *name, const char *key)
{
	const char *in_french = key ? lang_text(LANG_FR, key) : NULL;
	const char *in_english = key ? lang_text(LANG_EN, key) : NULL;

	if (key)
		json_object_set_new(
			o, name, json_pack("{s:s,s:s}", "fr", in_french, "en", in_english));
}

static void put_titles(json_t *o, const struct record *r, const struct record_field *f)
{
	char key[TITLE_KEY];
	json_t *words;

	put_words(o, "x-label", record_title_key(r, f, key));
	if (f->unit)
		json_object_set_new(o, "x-unit", json_string(f->unit));
	if (f->codes)
		json_object_set_new(o, "x-catalogue",
			json_string(catalogue_kind_name((enum catalogue_kind)(f->codes - 1))));
	if (f->type != RECORD_WORD)
		return;
	words = json_object();
	for (size_t i = 0; i < f->words->count; i++)
		if (f->words->names[i])
			put_words(words, f->words->names[i],
				record_word_key(r, f->words->names[i], key));
	json_object_set_new(o, "x-words", words);
}

static json_t *field_of_type(const struct record_field *f, bool or_null)
{
	json_t *o;

	switch (f->type) {
	case RECORD_WORD:
		return one_of(f->words);
	case RECORD_TRUE:
		return typed("boolean", or_null);
	case RECORD_TEXT:
	case RECORD_VERSION:
	case RECORD_TIME:
	case RECORD_BYTES:
		return typed("string", or_null);
	case RECORD_MGS:
		o = typed("array", or_null);
		json_object_set_new(o, "items", typed("integer", false));
		json_object_set_new(o, "minItems", json_integer((json_int_t)record_mass_count(f)));
		json_object_set_new(o, "maxItems", json_integer((json_int_t)record_mass_count(f)));
		return o;
	default:
		return typed("integer", or_null);
	}
}

static json_t *field(const struct record *r, const struct record_field *f, bool or_null)
{
	json_t *o = field_of_type(f, or_null);

	put_titles(o, r, f);
	return o;
}

/* What a request must keep to. */
static void put_bounds(json_t *o, const struct record_field *f)
{
	static const char *const shapes[] = { NULL, "date", "period", NULL, NULL };
	const bool whole = f->type == RECORD_INT || f->type == RECORD_UINT || f->type == RECORD_MG;

	if (f->type == RECORD_TEXT)
		json_object_set_new(o, "maxLength", json_integer((json_int_t)f->size - 1));
	if (shapes[f->shape])
		json_object_set_new(o, "format", json_string(shapes[f->shape]));
	if (f->shape == SHAPE_CODE)
		json_object_set_new(o, "pattern", json_string("^[A-Z0-9_-]*$"));
	if (whole && (f->least || f->type == RECORD_UINT || f->most))
		json_object_set_new(o, "minimum", json_integer(f->least));
	if (whole && f->most)
		json_object_set_new(o, "maximum", json_integer(f->most));
}

json_t *schema_record(const struct record *r)
{
	json_t *fields = json_object(), *needed = json_array();

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (f->rules & (RECORD_SILENT | RECORD_BODY))
			continue;
		json_object_set_new(fields, f->name, field(r, f, true));
		if (!f->answered)
			json_array_append_new(needed, json_string(f->name));
	}
	return json_pack(
		"{s:s,s:o,s:o}", "type", "object", "required", needed, "properties", fields);
}

/* A mass may be said as mass_mg or as mass_kg, a text: which of them is needed is said of the latter. */
static void put_kg(json_t *fields, const struct record *r, const struct record_field *f)
{
	json_t *o = typed("string", true);
	char kg[64];

	put_titles(o, r, f);
	json_object_set_new(o, "x-unit", json_string("kg"));
	json_object_set_new(o, "x-needed", json_boolean(f->rules & RECORD_NEEDED));
	json_object_set_new(fields, record_kg_name(f, kg), o);
}

json_t *schema_request(const struct record *r)
{
	json_t *fields = json_object(), *needed = json_array(), *o;

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (!(f->rules & RECORD_ASKED))
			continue;
		o = field(r, f, !(f->rules & RECORD_NEEDED));
		put_bounds(o, f);
		json_object_set_new(fields, f->name, o);
		if (f->type == RECORD_MG)
			put_kg(fields, r, f);
		else if (f->rules & RECORD_NEEDED)
			json_array_append_new(needed, json_string(f->name));
	}
	o = json_pack("{s:s,s:o,s:o,s:b}", "type", "object", "required", needed, "properties",
		fields, "additionalProperties", 0);
	return o;
}

json_t *schema_kind_title(const struct record *r)
{
	json_t *o = json_object();
	char key[TITLE_KEY];

	put_words(o, "x-title", record_kind_key(r, key));
	return o;
}

/* ---- reports: figures by name; beside them are keys and their labels ---- */

static json_t *figures(const struct report *r)
{
	json_t *names = json_array(), *fields = json_object();

	for (size_t i = 0; i < r->count; i++) {
		if (r->columns[i].type < COLUMN_MG)
			continue;
		json_array_append_new(names, json_string(r->columns[i].name));
		json_object_set_new(fields, r->columns[i].name,
			typed("integer", r->bare || r->columns[i].type == COLUMN_PPM));
	}
	return json_pack("{s:s,s:o,s:o,s:o}", "type", "object", "required", names, "properties",
		fields, "additionalProperties",
		r->wide ? json_pack("{s:[sss]}", "type", "integer", "string", "null")
			: typed("string", true));
}

static json_t *columns(void)
{
	return json_pack("{s:s,s:{s:s,s:[sss],s:{s:o,s:o,s:o,s:o}}}", "type", "array", "items",
		"type", "object", "required", "name", "type", "title", "properties", "name",
		typed("string", false), "type", typed("string", false), "title",
		typed("string", false), "formula", typed("string", false));
}

/* How often each scale was checked. */
static json_t *scales(void)
{
	return json_pack("{s:s,s:{s:s,s:[ssss],s:{s:o,s:o,s:o,s:o}}}", "type", "array", "items",
		"type", "object", "required", "scale", "days", "checked_days", "text", "properties",
		"scale", typed("string", false), "days", typed("integer", false), "checked_days",
		typed("integer", false), "text", typed("string", false));
}

/* Of a report with several: each as it is alone. */
static json_t *tables(const struct report *r)
{
	json_t *any = json_array();

	for (size_t i = 0; r->with[i]; i++)
		json_array_append_new(
			any, json_pack("{s:s+}", "$ref", "#/components/schemas/report-",
				     r->with[i]->name));
	return json_pack("{s:s,s:{s:o}}", "type", "array", "items", "anyOf", any);
}

json_t *schema_report(const struct report *r)
{
	static const char *const texts[] = { "first_day", "last_day", "before_first_day",
		"before_last_day", "site", "closes", "title", "name", "heading" };
	json_t *row = figures(r), *fields = json_object();

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		json_object_set_new(fields, texts[i], typed("string", false));
	json_object_set_new(fields, "rows", json_pack("{s:s,s:O}", "type", "array", "items", row));
	json_object_set_new(fields, "total", row);
	json_object_set_new(fields, "columns", columns());
	json_object_set_new(fields, "order",
		json_pack("{s:s,s:o}", "type", "array", "items", typed("integer", false)));
	json_object_set_new(fields, "methods",
		json_pack("{s:s,s:o}", "type", "object", "additionalProperties",
			typed("integer", false)));
	json_object_set_new(fields, "scales", scales());
	json_object_set_new(fields, "tonnes", typed("boolean", false));
	if (r->with)
		json_object_set_new(fields, "tables", tables(r));
	return json_pack("{s:s,s:[ssss],s:o}", "type", "object", "required", "first_day",
		"last_day", "rows", "total", "properties", fields);
}
