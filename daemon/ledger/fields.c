// SPDX-License-Identifier: GPL-3.0-or-later
/* Bodies of journal entries, by jansson: integers, texts and booleans only. */
#include "fields.h"
#include <errno.h>
#include <sodium.h>
#include <string.h>

int field_put_text(json_t *body, const char *name, const char *text)
{
	return *text ? json_object_set_new(body, name, json_string(text)) : 0;
}

int field_put_int(json_t *body, const char *name, int64_t value)
{
	return value ? json_object_set_new(body, name, json_integer(value)) : 0;
}

int field_put_true(json_t *body, const char *name, bool value)
{
	return value ? json_object_set_new(body, name, json_true()) : 0;
}

int field_put_hex(json_t *body, const char *name, const uint8_t *bytes, size_t size)
{
	char hex[2 * 64 + 1];

	if (size > 64)
		return -1;
	if (size == 0)
		return 0;
	return json_object_set_new(
		body, name, json_string(sodium_bin2hex(hex, sizeof(hex), bytes, size)));
}

int fields_parse(const char *bytes, size_t len, json_t **ret_json)
{
	json_t *json = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);

	if (!json_is_object(json)) {
		json_decref(json);
		return -EBADMSG;
	}
	*ret_json = json;
	return 0;
}

void field_text(struct fields *b, const char *name, char *ret_text, size_t size)
{
	const json_t *field = json_object_get(b->json, name);
	const char *text = field ? json_string_value(field) : "";

	ret_text[0] = '\0';
	if (!text || strlen(text) >= size)
		b->error = -EBADMSG;
	else
		memcpy(ret_text, text, strlen(text) + 1);
}

int64_t field_int(struct fields *b, const char *name)
{
	const json_t *field = json_object_get(b->json, name);

	if (field && !json_is_integer(field))
		b->error = -EBADMSG;
	return json_integer_value(field);
}

bool field_true(struct fields *b, const char *name)
{
	const json_t *field = json_object_get(b->json, name);

	if (field && !json_is_boolean(field))
		b->error = -EBADMSG;
	return json_is_true(field);
}

bool field_has(const struct fields *b, const char *name)
{
	return json_object_get(b->json, name) != NULL;
}

bool field_hex(struct fields *b, const char *name, uint8_t *ret_bytes, size_t size)
{
	const json_t *field = json_object_get(b->json, name);
	const char *hex = json_string_value(field);
	uint8_t bytes[64];
	size_t got = 0;

	if (!field)
		return false;
	if (!hex || size > sizeof(bytes) ||
		sodium_hex2bin(bytes, size, hex, strlen(hex), NULL, &got, NULL) != 0 ||
		got != size) {
		b->error = -EBADMSG;
		return false;
	}
	memcpy(ret_bytes, bytes, size);
	return true;
}
