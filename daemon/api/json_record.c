// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Records as the contract says them in answers: what is empty or was not done is null, never 0.
 */
#include <string.h>
#include "clock.h"
#include "api_json.h"

static json_t *masses(const struct record_field *f, const void *value)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->size; i++)
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
	if (f->type == RECORD_TEXT)
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
	case RECORD_CLOCK:
		return json_string(number == CLOCK_TRUSTED ? "trusted" : "doubtful");
	default:
		return json_integer(number);
	}
}

static const struct record_field *named(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (!strcmp(r->fields[i].name, name))
			return &r->fields[i];
	return NULL;
}

json_t *json_record(const struct record *r, const void *value)
{
	json_t *o = json_object();

	for (const char *const *name = r->order; name && *name; name++)
		json_object_set_new(o, *name, answer(named(r, *name), value));
	for (size_t i = 0; i < r->count; i++)
		if (!json_object_get(o, r->fields[i].name))
			json_object_set_new(o, r->fields[i].name, answer(&r->fields[i], value));
	return o;
}
