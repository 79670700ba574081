// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * JSON Schema (2020-12) of what stands in tables: parameters of calls, fields of records, columns
 * of reports. What is said of them nowhere else is not said again.
 */
#include <string.h>
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

static json_t *field(const struct record_field *f, bool or_null)
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

json_t *schema_record(const struct record *r)
{
	json_t *fields = json_object(), *needed = json_array();

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (f->rules & (RECORD_SILENT | RECORD_BODY))
			continue;
		json_object_set_new(fields, f->name, field(f, true));
		if (!f->answered)
			json_array_append_new(needed, json_string(f->name));
	}
	return json_pack(
		"{s:s,s:o,s:o}", "type", "object", "required", needed, "properties", fields);
}

json_t *schema_request(const struct record *r)
{
	json_t *fields = json_object(), *needed = json_array();
	char kg[64];

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (!(f->rules & RECORD_ASKED))
			continue;
		json_object_set_new(fields, f->name, field(f, true));
		if (f->rules & RECORD_NEEDED && f->type != RECORD_MG)
			json_array_append_new(needed, json_string(f->name));
		if (f->type != RECORD_MG)
			continue;
		(void)snprintf(kg, sizeof(kg), "%.*s_kg", (int)strlen(f->name) - 3, f->name);
		json_object_set_new(fields, kg, typed("string", true));
	}
	return json_pack(
		"{s:s,s:o,s:o}", "type", "object", "required", needed, "properties", fields);
}

/* ---- reports: figures by name; beside them are keys and their labels ---- */

static json_t *figures(const struct report *r)
{
	json_t *names = json_array(), *fields = json_object();

	for (size_t i = 0; i < r->count; i++) {
		if (r->columns[i].type < COLUMN_MG)
			continue;
		json_array_append_new(names, json_string(r->columns[i].name));
		json_object_set_new(fields, r->columns[i].name, typed("integer", false));
	}
	return json_pack("{s:s,s:o,s:o,s:o}", "type", "object", "required", names, "properties",
		fields, "additionalProperties", typed("string", true));
}

static json_t *columns(void)
{
	return json_pack("{s:s,s:{s:s,s:[sss],s:{s:o,s:o,s:o}}}", "type", "array", "items", "type",
		"object", "required", "name", "type", "title", "properties", "name",
		typed("string", false), "type", typed("string", false), "title",
		typed("string", false));
}

json_t *schema_report(const struct report *r)
{
	json_t *row = figures(r), *fields = json_object();

	json_object_set_new(fields, "first_day", typed("string", false));
	json_object_set_new(fields, "last_day", typed("string", false));
	json_object_set_new(fields, "site", typed("string", false));
	json_object_set_new(fields, "rows", json_pack("{s:s,s:O}", "type", "array", "items", row));
	json_object_set_new(fields, "total", row);
	json_object_set_new(fields, "title", typed("string", false));
	json_object_set_new(fields, "columns", columns());
	json_object_set_new(fields, "order",
		json_pack("{s:s,s:o}", "type", "array", "items", typed("integer", false)));
	json_object_set_new(fields, "methods",
		json_pack("{s:s,s:o}", "type", "object", "additionalProperties",
			typed("integer", false)));
	return json_pack("{s:s,s:[ssss],s:o}", "type", "object", "required", "first_day",
		"last_day", "rows", "total", "properties", fields);
}
