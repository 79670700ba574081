// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Bodies of journal entries: small JSON objects without reals. Written once from here and
 * kept as the bytes written; read back field by field, remembering the first mistake.
 */
#pragma once
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "cleanup.h"

static inline void cleanup_json(json_t **json)
{
	json_decref(*json);
}
#define _cleanup_json_ _cleanup_(cleanup_json)

/* What is empty, zero or false is left out. 0, or not 0: no memory, or text that is not UTF-8. */
int field_put_text(json_t *body, const char *name, const char *text);
int field_put_int(json_t *body, const char *name, int64_t value);
int field_put_true(json_t *body, const char *name, bool value);
int field_put_hex(json_t *body, const char *name, const uint8_t *bytes, size_t size);

struct fields {
	const json_t *json;
	int error; /* -EBADMSG once a field had another type or did not fit */
};

/* 0; -EBADMSG: not one JSON object. */
int fields_parse(const char *bytes, size_t len, json_t **ret_json);

/* An absent field is "", 0 or false. */
void field_text(struct fields *b, const char *name, char *ret_text, size_t size);
int64_t field_int(struct fields *b, const char *name);
bool field_true(struct fields *b, const char *name);
bool field_has(const struct fields *b, const char *name);
/* Exactly size bytes; false (and untouched) when absent. */
bool field_hex(struct fields *b, const char *name, uint8_t *ret_bytes, size_t size);
