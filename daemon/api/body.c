// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reads what a request carries, strictly: one JSON object without doubled or unknown
 * fields, each of its own type (else 400), within its bounds (else 422). The first fault is
 * the one that is said.
 */
#include <string.h>
#include "api_body.h"
#include "csv.h"
#include "typeset.h"

void body_fault(struct body *b, unsigned status, const char *key, const char *field)
{
	if (b->status)
		return;
	b->status = status;
	b->why = (struct sentence){ .key = key };
	if (field)
		sentence_param(&b->why, "field", field);
}

int body_begin(struct body *ret_body, const char *text, size_t len, struct sentence *ret_why)
{
	struct body b = { 0 };
	json_error_t error;

	b.json = len ? json_loadb(text, len, JSON_REJECT_DUPLICATES, &error) : json_object();
	if (!json_is_object(b.json)) {
		json_decref(b.json);
		*ret_why = (struct sentence){ .key = "bad_json" };
		return 400;
	}
	*ret_body = b;
	return 0;
}

static json_t *take(struct body *b, const char *field)
{
	void *at = json_object_iter_at(b->json, field);

	/* The body's own copy of the name: whoever asks may have put theirs together. */
	if (at && b->taken_count < BODY_FIELDS)
		b->taken[b->taken_count++] = json_object_iter_key(at);
	return !at || json_is_null(json_object_iter_value(at)) ? NULL : json_object_iter_value(at);
}

/* A new line, what turns letters around, what nobody sees: as in a sheet of the catalogue. */
static bool has_unseen(const char *text)
{
	uint32_t character;

	return csv_unseen(text, strlen(text), &character);
}

const char *body_text(struct body *b, const char *field, bool needed, size_t most)
{
	json_t *value = take(b, field);
	const char *text = json_string_value(value);

	if (!value && needed)
		body_fault(b, 422, "field_missing", field);
	else if (value && !text)
		body_fault(b, 400, "field_not_text", field);
	else if (text && strlen(text) > most)
		body_fault(b, 422, "field_too_long", field);
	else if (text && has_unseen(text))
		body_fault(b, 422, "field_hidden", field);
	else if (text && needed && typeset_is_blank(text))
		body_fault(b, 422, "field_missing", field);
	else
		return text;
	return NULL;
}

bool body_has(const struct body *b, const char *field)
{
	json_t *value = json_object_get(b->json, field);

	return value && !json_is_null(value);
}

int64_t body_int(struct body *b, const char *field, int64_t least, int64_t most)
{
	json_t *value = take(b, field);

	if (!value)
		return 0;
	if (!json_is_integer(value))
		body_fault(b, 400, "field_not_number", field);
	else if (json_integer_value(value) < least || json_integer_value(value) > most)
		body_fault(b, 422, "field_out_of_range", field);
	else
		return json_integer_value(value);
	return 0;
}

json_t *body_list(struct body *b, const char *field, bool needed)
{
	json_t *value = take(b, field);

	if (!value && needed)
		body_fault(b, 422, "field_missing", field);
	else if (value && !json_is_array(value))
		body_fault(b, 400, "field_not_list", field);
	return json_is_array(value) ? value : NULL;
}

bool body_bool(struct body *b, const char *field, bool needed)
{
	json_t *value = take(b, field);

	if (!value && needed)
		body_fault(b, 422, "field_missing", field);
	else if (value && !json_is_boolean(value))
		body_fault(b, 400, "field_not_boolean", field);
	return json_is_true(value);
}

bool body_integers(struct body *b, const char *field, int64_t *ret_values, size_t count)
{
	json_t *value = take(b, field), *one;
	size_t i;

	if (!value)
		return false;
	if (json_array_size(value) != count)
		body_fault(b, 400, "field_not_numbers", field);
	json_array_foreach(value, i, one)
	{
		if (!json_is_integer(one))
			body_fault(b, 400, "field_not_numbers", field);
		else if (i < count)
			ret_values[i] = json_integer_value(one);
	}
	return true;
}

static bool was_taken(const struct body *b, const char *field)
{
	for (size_t i = 0; i < b->taken_count; i++)
		if (!strcmp(b->taken[i], field))
			return true;
	return false;
}

int body_end(struct body *b, struct sentence *ret_why)
{
	const char *field;
	json_t *value;

	json_object_foreach(b->json, field, value) if (!was_taken(b, field))
		body_fault(b, 422, "field_unknown", field);
	json_decref(b->json);
	b->json = NULL;
	if (b->status)
		*ret_why = b->why;
	return (int)b->status;
}
