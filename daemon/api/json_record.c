// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Records as the contract says them in answers: what is empty or was not done is null, never 0.
 */
#include <string.h>
#include "clock.h"
#include "api_private.h"

static json_t *masses(const struct record_field *f, const void *value)
{
	json_t *list = json_array();

	for (size_t i = 0; i < record_mass_count(f); i++)
		json_array_append_new(list, json_integer(record_masses(f, value)[i]));
	return list;
}

static json_t *version(int64_t number)
{
	return number ? json_sprintf("%d.%d", (int)(number >> 8), (int)(number & 0xff))
		      : json_null();
}

static json_t *answer(const struct record_field *f, const void *value)
{
	int64_t number;
	char at[32];

	if (!record_has(f, value))
		return json_null();
	if (f->type == RECORD_TEXT || f->type == RECORD_WORD)
		return json_text_or_null(record_text(f, value));
	if (f->type == RECORD_MGS)
		return masses(f, value);
	number = record_number(f, value);
	switch (f->type) {
	case RECORD_TRUE:
		return json_boolean(number);
	case RECORD_VERSION:
		return version(number);
	case RECORD_TIME:
		return json_string(clock_iso(number, at, sizeof(at)));
	default:
		return number == 0 && (f->rules & RECORD_BLANK) ? json_null()
								: json_integer(number);
	}
}

/* Names of one table are mostly one and the same literal. */
static const struct record_field *named(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->fields[i].name == name)
			return &r->fields[i];
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->fields[i].name, name))
			return &r->fields[i];
	return NULL;
}

static void put(json_t *o, const struct record_field *f, const void *value)
{
	if (f && !(f->rules & RECORD_SILENT) && (!f->answered || f->answered(value)))
		json_object_set_new(o, f->name, answer(f, value));
}

json_t *json_record(const struct record *r, const void *value)
{
	json_t *o = json_object();

	for (const char *const *name = r->order; name && *name; name++)
		put(o, named(r, *name), value);
	for (size_t i = 0; i < r->count; i++)
		if (!r->order || !json_object_get(o, r->fields[i].name))
			put(o, &r->fields[i], value);
	return o;
}

json_t *json_members(const struct record *r, const void *value, const char *const *names)
{
	json_t *o = json_object();
	const struct record_field *f;

	for (; *names; names++)
		if ((f = named(r, *names)))
			json_object_set_new(o, f->name, answer(f, value));
	return o;
}

json_t *json_weighing(const struct weighing *w)
{
	return json_record(&weighing_record, w);
}

json_t *json_code(const struct unknown_code *code)
{
	return json_record(&unknown_codes_record, code);
}

json_t *json_entry(const struct kind *kind, const void *value)
{
	return kind == &calibration_kind ? json_calibration(value)
					 : json_record(kind_row(kind), value);
}

static json_t *written(const struct ledger_result *result)
{
	const struct record *record = kind_row(result->kind);

	if (strcmp(kind_name(result->kind), "catalogue") == 0) /* of any version */
		return json_pack("{s:s, s:I, s:I}", "kind", kind_name(result->kind), "seq",
			(json_int_t)result->seq, "rows", (json_int_t)result->rows);
	if (result->weighing.id[0] && (!record || record == &weighing_record))
		return json_weighing(&result->weighing);
	if (record)
		return json_entry(result->kind, result->value);
	return json_pack(
		"{s:s, s:I}", "kind", kind_name(result->kind), "seq", (json_int_t)result->seq);
}

/* Which closed periods it changes is said where there are any. */
json_t *json_written(const struct ledger_result *result)
{
	json_t *json = written(result), *periods = result->rectified ? json_array() : NULL;

	for (size_t i = 0; i < result->rectified; i++)
		json_array_append_new(periods, json_string(result->rectifies[i]));
	if (periods)
		json_object_set_new(json, "rectifies", periods);
	return json;
}
