// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Bodies from a record's table. What is written here is hashed and kept for ever, so the order
 * of members is the table's, erasable words last, and what is empty is left out.
 */
#include <inttypes.h>
#include <sodium.h>
#include <string.h>
#include "record_entry.h"

enum { BYTES_MOST = 255, OUTER_SIZE = 32 };
/* Of the entry itself, of other tables, or hashed: no member of its own name and value. */
enum { NO_MEMBER = RECORD_STAMP | RECORD_JOINED | RECORD_ERASABLE };

static json_t *masses_json(const struct record_field *f, const void *value)
{
	const int64_t *mg = record_masses(f, value);
	json_t *list = json_array();

	for (size_t i = 0; i < record_mass_count(f); i++)
		if (json_array_append_new(list, json_integer(mg[i]))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

static json_t *bytes_json(const struct record_field *f, const void *value)
{
	char hex[2 * BYTES_MOST + 1];

	return json_string(sodium_bin2hex(
		hex, sizeof(hex), record_bytes(f, value), record_byte_count(f, value)));
}

static json_t *field_json(const struct record_field *f, const void *value)
{
	switch (f->type) {
	case RECORD_TEXT:
	case RECORD_WORD:
		return json_string(record_text(f, value));
	case RECORD_BYTES:
		return bytes_json(f, value);
	case RECORD_TRUE:
		return json_boolean(record_number(f, value));
	case RECORD_MGS:
		return masses_json(f, value);
	default:
		return json_integer(record_number(f, value));
	}
}

/* "shown.unit": the object shown of body, made if need be, and *ret_name "unit". */
static json_t *home_of(const struct record_field *f, json_t *body, bool make, const char **ret_name)
{
	const char *name = f->body ? f->body : f->name, *dot = strchr(name, '.');
	char outer[OUTER_SIZE];
	json_t *home;

	*ret_name = dot ? dot + 1 : name;
	if (!dot)
		return body;
	(void)snprintf(outer, sizeof(outer), "%.*s", (int)(dot - name), name);
	home = json_object_get(body, outer);
	if (home || !make)
		return home;
	return json_object_set_new(body, outer, json_object()) ? NULL
							       : json_object_get(body, outer);
}

json_t *record_body(const struct record *r, const void *value)
{
	_cleanup_json_ json_t *body = json_object();

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		const char *name;
		json_t *home;

		if ((f->rules & NO_MEMBER) || !record_says(f, value))
			continue;
		home = home_of(f, body, true, &name);
		if (json_object_set_new(home, name, field_json(f, value)))
			return NULL;
	}
	return TAKE_PTR(body);
}

/* ---- the same at once as text; out is nobody else's: no lock for each character ---- */

/* The same in JSON, but for its quotes; other text goes through jansson, which checks it, too. */
static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text < ' ' || *text > '~' || *text == '"' || *text == '\\')
			return false;
	return true;
}

static int put_text(FILE *out, const char *text)
{
	int r = putc_unlocked('"', out);

	r |= fputs_unlocked(text, out);
	r |= putc_unlocked('"', out);
	return r < 0 ? -EINVAL : 0;
}

static int put_value(FILE *out, const struct record_field *f, const void *value)
{
	_cleanup_json_ json_t *json = NULL;
	bool text = f->type == RECORD_TEXT || f->type == RECORD_WORD;

	if (text && is_plain(record_text(f, value)))
		return put_text(out, record_text(f, value));
	if (f->type == RECORD_TRUE)
		return fputs_unlocked(record_number(f, value) ? "true" : "false", out) < 0 ? -EINVAL
											   : 0;
	if (!text && f->type != RECORD_BYTES && f->type != RECORD_MGS)
		return fprintf(out, "%" PRId64, record_number(f, value)) < 0 ? -EINVAL : 0;
	json = field_json(f, value);
	return !json || json_dumpf(json, out, JSON_COMPACT | JSON_ENCODE_ANY) ? -EINVAL : 0;
}

int record_put_members(const struct record *r, const void *value, char before, FILE *out)
{
	int rc = 0;

	for (size_t i = 0; i < r->count && rc == 0; i++) {
		const struct record_field *f = &r->fields[i];
		const char *name = f->body ? f->body : f->name;

		if ((f->rules & NO_MEMBER) || !record_says(f, value))
			continue;
		if (strchr(name, '.'))
			return -EINVAL;
		(void)putc_unlocked(before, out);
		rc = put_text(out, name);
		(void)putc_unlocked(':', out);
		rc = rc < 0 ? rc : put_value(out, f, value);
		before = ',';
	}
	return rc;
}

/* ---- and read ---- */

static int read_masses(const struct record_field *f, const json_t *json, void *ret_value)
{
	const json_t *mg;
	size_t i;

	if (json_array_size(json) != record_mass_count(f))
		return -EBADMSG;
	json_array_foreach(json, i, mg)
	{
		if (!json_is_integer(mg))
			return -EBADMSG;
		record_set_mass(f, ret_value, i, json_integer_value(mg));
	}
	return 0;
}

static int read_bytes(const struct record_field *f, const char *hex, void *ret_value)
{
	uint8_t bytes[BYTES_MOST];
	size_t count;

	if (!hex || sodium_hex2bin(bytes, sizeof(bytes), hex, strlen(hex), NULL, &count, NULL) != 0)
		return -EBADMSG;
	return record_set_bytes(f, ret_value, bytes, count);
}

static int read_field(const struct record_field *f, const json_t *json, void *ret_value)
{
	const char *text = json_string_value(json);
	int r = -EBADMSG;

	if (f->type == RECORD_BYTES)
		r = read_bytes(f, text, ret_value);
	else if (f->type == RECORD_TEXT || f->type == RECORD_WORD)
		r = text ? record_set_text(f, ret_value, text) : -EBADMSG;
	else if (f->type == RECORD_MGS)
		r = read_masses(f, json, ret_value);
	else if (f->type == RECORD_TRUE && json_is_boolean(json))
		r = record_set_number(f, ret_value, json_is_true(json));
	else if (f->type != RECORD_TRUE && json_is_integer(json))
		r = record_set_number(f, ret_value, json_integer_value(json));
	return r < 0 ? -EBADMSG : 0;
}

/* What a body may lack: what is empty or zero, but not what each body says. */
static bool may_lack(const struct record_field *f)
{
	if (f->done || f->has)
		return true;
	if (f->type == RECORD_WORD)
		return f->words->names[0] && !*f->words->names[0];
	return !(f->rules & RECORD_ZERO);
}

int record_from_body(const struct record *r, const json_t *body, void *ret_value)
{
	memset(ret_value, 0, r->size);
	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];
		const json_t *home, *json;
		const char *name;

		if (f->rules & NO_MEMBER)
			continue;
		home = home_of(f, (json_t *)body, false, &name);
		json = json_object_get(home, name);
		record_set_has(f, ret_value, json != NULL);
		if (json ? read_field(f, json, ret_value) < 0 : !may_lack(f))
			return -EBADMSG;
	}
	return 0;
}

/* ---- the entry ---- */

enum { WORDS_MOST = 4 };

/* Item 0 is the first erasable field of the table, and so on. */
static size_t erasables(const struct record *r, const struct record_field *ret_fields[WORDS_MOST])
{
	size_t n = 0;

	for (size_t i = 0; i < r->count && n < WORDS_MOST; i++)
		if (r->fields[i].rules & RECORD_ERASABLE)
			ret_fields[n++] = &r->fields[i];
	return n;
}

const char *record_word_name(const struct record *r, size_t item)
{
	const struct record_field *words[WORDS_MOST];

	return item < erasables(r, words) ? words[item]->name : NULL;
}

/* Each item is hashed into the body; the salts are for keep_words(). */
static int put_words(json_t *body, const struct record_field *const words[], size_t n,
	const void *value, uint8_t ret_salts[WORDS_MOST][SALT_SIZE])
{
	for (size_t i = 0; i < n; i++)
		if (erasable_put(body, words[i]->name, record_text(words[i], value), ret_salts[i]))
			return -EINVAL;
	return 0;
}

static int keep_words(struct sql *s, const struct entry *e,
	const struct record_field *const words[], size_t n, const void *value,
	uint8_t salts[WORDS_MOST][SALT_SIZE])
{
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++)
		r = erasable_keep(s, e, (int)i, salts[i], record_text(words[i], value));
	return r;
}

int record_append(struct sql *s, const struct record_entry *as, const struct record *r,
	const void *value, struct entry *ret_entry)
{
	_cleanup_json_ json_t *body = record_body(r, value);
	const struct record_field *words[WORDS_MOST];
	uint8_t salts[WORDS_MOST][SALT_SIZE];
	size_t n = erasables(r, words);
	int rc = body ? put_words(body, words, n, value, salts) : -EINVAL;

	if (rc == 0 && entry_put_request(body, as->key, as->digest))
		rc = -EINVAL;
	if (rc == 0)
		rc = entry_append(s, as->journal, as->kind, as->now, body, ret_entry);
	return rc < 0 ? rc : keep_words(s, ret_entry, words, n, value, salts);
}
