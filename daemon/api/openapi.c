// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GET /openapi.json (OpenAPI 3.1): the table of calls, with what answers.json says beside each of
 * them. There, {"$record": NAME} stands for the fields of a record. Of entries of one kind nothing
 * need be said there: what is asked and answered is in the kind's table.
 */
#include <string.h>
#include "api_private.h"
#include "asset.h"
#include "schema.h"

/* Of a kind; or "code", as codes are shown that nobody knew. */
static const struct record *record_named(const char *name)
{
	const struct kind *kind = name ? kind_named(name) : NULL;

	if (name && !strcmp(name, "code"))
		return &unknown_codes_record;
	return kind ? kind_row(kind) : NULL;
}

/* The schema itself, or that of the record that it names, with its own further members. */
static json_t *expand(json_t *said, json_t *(*schema)(const struct record *r))
{
	const struct record *r = record_named(json_string_value(json_object_get(said, "$record")));
	json_t *o, *fields;

	if (!r)
		return json_incref(said);
	o = schema(r);
	fields = json_incref(json_object_get(o, "properties"));
	json_object_update(fields, json_object_get(said, "properties"));
	json_object_update(o, said);
	json_object_del(o, "$record");
	json_object_set_new(o, "properties", fields);
	return o;
}

static json_t *content(json_t *schema)
{
	return json_pack("{s:{s:{s:o}}}", "content", "application/json", "schema", schema);
}

static json_t *error_answer(void)
{
	json_t *o = content(json_pack("{s:s}", "$ref", "#/components/schemas/error"));

	json_object_set_new(o, "description", json_string("error"));
	return o;
}

static json_t *responses(json_t *answers)
{
	json_t *o = json_object(), *schema, *one;
	const char *status;

	json_object_foreach(answers, status, schema)
	{
		one = json_is_null(schema) ? json_object() : content(json_incref(schema));
		json_object_set_new(one, "description", json_string(status));
		json_object_set_new(o, status, one);
	}
	json_object_set_new(o, "default", error_answer());
	return o;
}

static const char *role_name(enum role role)
{
	static const char *const names[] = { "", "anyone", "kiosk", "staff", "coordinator" };

	return names[role];
}

static json_t *parameters(const struct call *c)
{
	json_t *list = json_array();

	if (c->arg && !c->of_kind)
		json_array_append_new(list, schema_path_part(c));
	for (size_t i = 0; i < c->count; i++)
		json_array_append_new(list, schema_parameter(&c->params[i]));
	json_array_append_new(list, json_pack("{s:s}", "$ref", "#/components/parameters/lang"));
	if (!strcmp(c->method, "POST"))
		json_array_append_new(
			list, json_pack("{s:s}", "$ref", "#/components/parameters/key"));
	if (c->tagged)
		json_array_append_new(list,
			json_pack("{s:s}", "$ref",
				strcmp(c->method, "POST") ? "#/components/parameters/none-match"
							  : "#/components/parameters/match"));
	return list;
}

static json_t *schema_named(const char *name)
{
	return json_pack("{s:s+}", "$ref", "#/components/schemas/", name);
}

/* What is said of a call of one kind, as answers.json would. */
static json_t *said_of_kind(const struct call *c, const struct kind *kind)
{
	const char *name = kind_name(kind), *list = c->list ? c->list : "entries";

	if (!strcmp(c->method, "POST"))
		return json_pack("{s:s,s:o,s:{s:o}}", "summary", name, "body",
			schema_request(kind_row(kind)), "answers", "201", schema_named(name));
	return json_pack("{s:s,s:{s:{s:s,s:[s],s:{s:{s:s,s:o}}}}}", "summary", name, "answers",
		"200", "type", "object", "required", list, "properties", list, "type", "array",
		"items", schema_named(name));
}

static json_t *operation(const struct call *c, const struct kind *kind, json_t *said)
{
	json_t *own = kind ? said_of_kind(c, kind) : json_object();
	json_t *o, *body;

	json_object_update(own, said);
	o = json_pack("{s:s,s:O?,s:s,s:o,s:o}", "operationId", c->name, "summary",
		json_object_get(own, "summary"), "x-role", role_name(call_role(c, kind)),
		"parameters", parameters(c), "responses",
		responses(json_object_get(own, "answers")));
	body = json_object_get(own, "body");
	if (c->of_kind) {
		json_object_set_new(
			o, "operationId", json_sprintf("%s-%s", c->name, kind_name(kind)));
		json_object_update_new(o, schema_kind_title(kind_row(kind)));
	}
	if (c->beyond)
		json_object_set_new(o, "x-role-beyond", json_string(role_name(c->beyond)));
	if (body)
		json_object_set_new(o, "requestBody", content(expand(body, schema_request)));
	json_decref(own);
	return o;
}

/* "/weighings/{id}/void", "/entries/calibration" */
static void path_of(const struct call *c, const struct kind *kind, char *path, size_t size)
{
	size_t head = strcspn(c->path, "*");

	if (c->of_kind)
		(void)snprintf(path, size, "%.*s%s", (int)head, c->path, kind_name(kind));
	else
		(void)snprintf(path, size, c->arg ? "%.*s{%s}%s" : "%.*s", (int)head, c->path,
			c->arg, c->path + head + strspn(c->path + head, "*"));
}

static void put_call(json_t *paths, const struct call *c, const struct kind *kind, json_t *said)
{
	json_t *item;
	char path[128];

	path_of(c, kind, path, sizeof(path));
	item = json_object_get(paths, path);
	if (!item) {
		item = json_object();
		json_object_set_new(paths, path, item);
	}
	json_object_set_new(
		item, strcmp(c->method, "GET") ? "post" : "get", operation(c, kind, said));
}

static json_t *paths(json_t *said)
{
	json_t *o = json_object();
	const char *word;

	for (size_t i = 0; call_at(i); i++) {
		const struct call *c = call_at(i);

		if (!c->of_kind)
			put_call(o, c, c->kind, json_object_get(said, c->name));
		for (size_t k = 0; c->of_kind && (word = c->arg_word(k)); k++)
			put_call(o, c, kind_named(word), NULL);
	}
	return o;
}

static void add_report(json_t *schemas, json_t *any, const struct report *r)
{
	char name[64];

	(void)snprintf(name, sizeof(name), "report-%s", r->name);
	if (json_object_get(schemas, name))
		return;
	json_object_set_new(schemas, name, schema_report(r));
	json_array_append_new(any, json_pack("{s:s+}", "$ref", "#/components/schemas/", name));
}

/* And the tables of one that nobody asks for alone. */
static void add_reports(json_t *schemas)
{
	json_t *any = json_array();

	for (size_t i = 0; report_at(i); i++) {
		add_report(schemas, any, report_at(i));
		for (size_t k = 0; report_at(i)->with && report_at(i)->with[k]; k++)
			add_report(schemas, any, report_at(i)->with[k]);
	}
	json_object_set_new(schemas, "table", json_pack("{s:o}", "anyOf", any));
}

static json_t *schemas(json_t *said)
{
	json_t *o = json_object(), *schema;
	const char *name;

	json_object_foreach(said, name, schema)
		json_object_set_new(o, name, expand(schema, schema_record));
	for (size_t i = 0; kind_at(i); i++) {
		name = kind_name(kind_at(i));
		if (kind_row(kind_at(i)) && !json_object_get(o, name))
			json_object_set_new(o, name, schema_record(record_named(name)));
	}
	add_reports(o);
	return o;
}

static json_t *header(const char *name)
{
	return json_pack(
		"{s:s,s:s,s:{s:s}}", "name", name, "in", "header", "schema", "type", "string");
}

static json_t *common_parameters(void)
{
	json_t *key = header("Idempotency-Key");

	json_object_set_new(json_object_get(key, "schema"), "maxLength", json_integer(70));
	return json_pack("{s:{s:s,s:s,s:{s:s,s:[ss]}},s:o,s:o,s:o}", "lang", "name", "lang", "in",
		"query", "schema", "type", "string", "enum", "fr", "en", "key", key, "match",
		header("If-Match"), "none-match", header("If-None-Match"));
}

json_t *api_description(void)
{
	const struct asset *a = asset_find("api/answers.json");
	json_t *said = a ? json_loadb(a->data, a->size, JSON_REJECT_DUPLICATES, NULL) : NULL, *o;

	if (!said)
		return NULL;
	o = json_pack("{s:s,s:{s:s,s:s},s:[{s:s}],s:o,s:{s:o,s:o}}", "openapi", "3.1.0", "info",
		"title", "Bascule", "version", BASCULE_VERSION, "servers", "url", "/api/v1",
		"paths", paths(json_object_get(said, "calls")), "components", "schemas",
		schemas(json_object_get(said, "schemas")), "parameters", common_parameters());
	json_decref(said);
	return o;
}
