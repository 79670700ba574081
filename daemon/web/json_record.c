// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Records as the contract says them: answers, and what a request may say. What is empty or was
 * not done is null in an answer, never 0. A mass of a request is X_mg, a whole number, or X_kg,
 * a text with comma or dot.
 */
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "record.h"
#include "web_private.h"

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

/* ---- requests ---- */

static void take_text(struct body *b, const struct record_field *f, void *value)
{
	const char *text = body_text(b, f->name, f->rules & RECORD_NEEDED, f->size - 1);

	if (text)
		(void)record_set_text(f, value, text);
}

/* "mass_mg" may be said as "mass_kg": "12,5". */
static bool take_kg(struct body *b, const struct record_field *f, int64_t *ret_mg)
{
	char name[64];
	const char *text;

	(void)snprintf(name, sizeof(name), "%.*s_kg", (int)strlen(f->name) - 3, f->name);
	if (f->type != RECORD_MG || !body_has(b, name))
		return false;
	if (body_has(b, f->name))
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_unknown", name);
	text = body_text(b, name, true, 31);
	if (text && mass_parse_kg(text, ret_mg) < 0)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "bad_kg", name);
	return true;
}

static void take_number(struct body *b, const struct record_field *f, void *value)
{
	bool any = f->least == 0 && f->most == 0;
	int64_t least = any ? INT64_MIN : f->least, most = any ? INT64_MAX : f->most, number = 0;
	bool kg = take_kg(b, f, &number), there = kg || body_has(b, f->name);

	if (!there && (f->rules & RECORD_NEEDED))
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_missing", f->name);
	if (!kg)
		number = body_int(b, f->name, least, most);
	else if (number < least || number > most)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_out_of_range", f->name);
	if (record_set_number(f, value, number) < 0)
		body_fault(b, MHD_HTTP_UNPROCESSABLE_CONTENT, "field_out_of_range", f->name);
	record_set_has(f, value, there);
}

static void take_masses(struct body *b, const struct record_field *f, void *value)
{
	int64_t mg[16];
	bool there = f->size <= 16 && body_integers(b, f->name, mg, f->size);

	for (size_t i = 0; there && i < f->size; i++)
		record_set_mass(f, value, i, mg[i]);
	record_set_has(f, value, there);
}

void body_record(struct body *b, const struct record *r, void *value)
{
	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (!(f->rules & RECORD_ASKED))
			continue;
		if (f->type == RECORD_TEXT)
			take_text(b, f, value);
		else if (f->type == RECORD_MGS)
			take_masses(b, f, value);
		else if (f->type == RECORD_TRUE)
			(void)record_set_number(
				f, value, body_bool(b, f->name, f->rules & RECORD_NEEDED));
		else
			take_number(b, f, value);
	}
}
