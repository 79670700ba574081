// SPDX-License-Identifier: GPL-3.0-or-later
/* What an entry changes: its kind is found, its body read, its row written, its request kept. */
#include <string.h>
#include "kinds.h"

const struct kind *kind_find(const char *name, int version)
{
	for (const struct kind *const *k = kinds; *k; k++)
		if ((*k)->version == version && strcmp((*k)->name, name) == 0)
			return *k;
	return NULL;
}

const struct kind *kind_at(size_t i)
{
	return kinds[i];
}

const struct kind *kind_named(const char *name)
{
	const struct kind *newest = NULL;

	for (const struct kind *const *k = kinds; *k; k++)
		if (strcmp((*k)->name, name) == 0 && (!newest || (*k)->version > newest->version))
			newest = *k;
	return newest;
}

static bool is_among(const char *const *tables, size_t count, const char *table)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(tables[i], table) == 0)
			return true;
	return false;
}

size_t projections(const char *ret_tables[PROJECTIONS_MOST])
{
	size_t n = 0;

	ret_tables[n++] = "request"; /* of any kind */
	for (const struct kind *const *k = kinds; *k; k++) {
		const char *const *more = (*k)->tables;
		const char *own = (*k)->record ? (*k)->record->table : NULL;

		if (own && n < PROJECTIONS_MOST && !is_among(ret_tables, n, own))
			ret_tables[n++] = own;
		for (; more && *more && n < PROJECTIONS_MOST; more++)
			if (!is_among(ret_tables, n, *more))
				ret_tables[n++] = *more;
	}
	return n;
}

const char *ledger_table(size_t i)
{
	const char *tables[PROJECTIONS_MOST];

	return i < projections(tables) ? tables[i] : NULL;
}

int entry_apply_request(
	struct sql *s, const struct entry *e, const char *key, const uint8_t digest[32])
{
	if (!key[0])
		return 0;
	return sql_run(s, "INSERT INTO request (journal, key, digest, seq) VALUES (?, ?, ?, ?)",
		V_TEXT(e->journal), V_TEXT(key), V_BLOB(digest, HASH_SIZE), V_INT(e->seq));
}

/* Any kind may have been asked for by a request with a key. */
static int apply_request(struct sql *s, const struct entry *e, const struct fields *b)
{
	struct fields request = { .json = json_object_get(b->json, "request") };
	char key[REQUEST_KEY_SIZE];
	uint8_t digest[32];

	if (!request.json)
		return 0;
	field_text(&request, "key", key, sizeof(key));
	if (!field_hex(&request, "digest", digest, sizeof(digest)) || request.error || !key[0])
		return -EBADMSG;
	return entry_apply_request(s, e, key, digest);
}

/* A kind that is a table of fields: what its body says, as its row, and what follows of it. */
static int apply_record(
	struct sql *s, const struct entry *e, const struct kind *kind, const json_t *body)
{
	_cleanup_free_ void *value = malloc(kind->record->size);
	int r = value ? record_from_body(kind->record, body, value) : -ENOMEM;

	if (r == 0 && kind->check && kind->check(value) < 0)
		r = -EBADMSG;
	if (r < 0)
		return r;
	record_stamp(kind->record, e, value);
	if (kind->record->table)
		r = record_insert(s, kind->record, value);
	return r < 0 || !kind->after ? r : kind->after(s, e, value);
}

int entry_apply(struct sql *s, const struct entry *e)
{
	const struct kind *kind = kind_find(e->kind, e->version);
	_cleanup_json_ json_t *json = NULL;
	struct fields b = { 0 };
	int r;

	if (!kind)
		return -EOPNOTSUPP;
	r = fields_parse(e->body, e->body_len, &json);
	if (r < 0)
		return r;
	b.json = json;
	r = kind->record ? apply_record(s, e, kind, json) : kind->apply(s, e, &b);
	return r < 0 ? r : apply_request(s, e, &b);
}
