// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * GET /openapi.json (OpenAPI 3.1): the table of calls, with what answers.json says beside each of
 * them. There, {"$record": NAME} stands for the fields of a record.
 */
#include <string.h>
#include "api_private.h"
#include "asset.h"
#include "calibration_record.h"
#include "schema.h"

static const struct {
	const char *name;
	const struct record *record;
} records[] = {
	{ "calibration", &calibration_record },
	{ "weighing", &weighing_record },
	{ "code", &unknown_codes_record },
};

static const struct record *record_named(const char *name)
{
	for (size_t i = 0; name && i < ARRAY_SIZE(records); i++)
		if (!strcmp(records[i].name, name))
			return records[i].record;
	return NULL;
}

/* The schema itself, or that of the record that it names, with its own further members. */
static json_t *expand(json_t *said, json_t *(*schema)(const struct record *r))
{
	const struct record *r = record_named(json_string_value(json_object_get(said, "$record")));
	json_t *o, *more = json_object_get(said, "properties");

	if (!r)
		return json_incref(said);
	o = schema(r);
	json_object_update(json_object_get(o, "properties"), more);
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

	if (c->arg)
		json_array_append_new(list, schema_path_part(c));
	for (size_t i = 0; i < c->count; i++)
		json_array_append_new(list, schema_parameter(&c->params[i]));
	json_array_append_new(list, json_pack("{s:s}", "$ref", "#/components/parameters/lang"));
	if (!strcmp(c->method, "POST"))
		json_array_append_new(
			list, json_pack("{s:s}", "$ref", "#/components/parameters/key"));
	return list;
}

static json_t *operation(const struct call *c, json_t *said)
{
	json_t *o = json_pack("{s:s,s:O?,s:s,s:o,s:o}", "operationId", c->name, "summary",
		json_object_get(said, "summary"), "x-role", role_name(c->role), "parameters",
		parameters(c), "responses", responses(json_object_get(said, "answers")));
	json_t *body = json_object_get(said, "body");

	if (c->beyond)
		json_object_set_new(o, "x-role-beyond", json_string(role_name(c->beyond)));
	if (body)
		json_object_set_new(o, "requestBody", content(expand(body, schema_request)));
	return o;
}

/* "/weighings/{id}/void" */
static void path_of(const struct call *c, char *path, size_t size)
{
	size_t head = strcspn(c->path, "*");

	(void)snprintf(path, size, c->arg ? "%.*s{%s}%s" : "%.*s", (int)head, c->path, c->arg,
		c->path + head + 1);
}

static json_t *paths(json_t *said)
{
	json_t *o = json_object(), *item;
	char path[128];

	for (size_t i = 0; call_at(i); i++) {
		const struct call *c = call_at(i);

		path_of(c, path, sizeof(path));
		item = json_object_get(o, path);
		if (!item) {
			item = json_object();
			json_object_set_new(o, path, item);
		}
		json_object_set_new(item, strcmp(c->method, "GET") ? "post" : "get",
			operation(c, json_object_get(said, c->name)));
	}
	return o;
}

static void add_reports(json_t *schemas)
{
	json_t *any = json_array();
	char name[64];

	for (size_t i = 0; report_at(i); i++) {
		(void)snprintf(name, sizeof(name), "report-%s", report_at(i)->name);
		json_object_set_new(schemas, name, schema_report(report_at(i)));
		json_array_append_new(
			any, json_pack("{s:s+}", "$ref", "#/components/schemas/", name));
	}
	json_object_set_new(schemas, "table", json_pack("{s:o}", "anyOf", any));
}

static json_t *schemas(json_t *said)
{
	json_t *o = json_object(), *schema;
	const char *name;

	json_object_foreach(said, name, schema)
		json_object_set_new(o, name, expand(schema, schema_record));
	add_reports(o);
	return o;
}

static json_t *common_parameters(void)
{
	return json_pack("{s:{s:s,s:s,s:{s:s,s:[ss]}},s:{s:s,s:s,s:{s:s,s:i}}}", "lang", "name",
		"lang", "in", "query", "schema", "type", "string", "enum", "fr", "en", "key",
		"name", "Idempotency-Key", "in", "header", "schema", "type", "string", "maxLength",
		70);
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
