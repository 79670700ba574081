// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one table of kinds of entries. Kinds to come (container, item, lot, delivery, probe
 * record, period close, entries of other journals …) are further rows; a row is never taken
 * away, because old entries are read for ever.
 */
#include "kinds.h"
#include <string.h>

static const struct entry_kind entry_kinds[] = {
	{ "journal-opened", 1, .apply = apply_journal_opened },
	{ "journal-continued", 1, .apply = apply_journal_continued },
	{ "catalogue", 1, .apply = apply_catalogue },
	{ "weighing", 1, .apply = apply_weighing },
	{ "void", 1, .apply = apply_void },
	{ "unknown-code", 1, .apply = apply_unknown_code },
	{ "clock-corrected", 1, .apply = apply_clock_corrected },
	{ "calibration", 1, .record = &calibration_record, .sound = calibration_sound },
};

const struct entry_kind *entry_kind_find(const char *name, int version)
{
	for (size_t i = 0; i < ARRAY_SIZE(entry_kinds); i++)
		if (entry_kinds[i].version == version && strcmp(entry_kinds[i].name, name) == 0)
			return &entry_kinds[i];
	return NULL;
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
	return sql_run(s, "INSERT INTO request (journal, key, digest, seq) VALUES (?, ?, ?, ?)",
		V_TEXT(e->journal), V_TEXT(key), V_BLOB(digest, sizeof(digest)), V_INT(e->seq));
}

/* A kind that is a table of fields: its body is its row. */
static int apply_record(
	struct sql *s, const struct entry *e, const struct entry_kind *kind, const json_t *body)
{
	_cleanup_free_ void *value = calloc(1, kind->record->size);
	int r = value ? record_from_body(kind->record, body, value) : -ENOMEM;

	if (r == 0 && kind->sound(value) < 0)
		r = -EBADMSG;
	if (r < 0)
		return r;
	record_stamp(kind->record, e, value);
	return record_insert(s, kind->record, value);
}

int entry_apply(struct sql *s, const struct entry *e)
{
	const struct entry_kind *kind = entry_kind_find(e->kind, e->version);
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
