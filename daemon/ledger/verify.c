// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule verify: walks the chain of every journal, checks that words still are those whose
 * hash the entry holds, and lets SQLite check its own pages.
 */
#include <string.h>
#include "ledger_private.h"

struct walk {
	void (*each)(void *data, const struct ledger_fault *f);
	void *data;
	int faults;
	uint64_t entries;
	struct entry last; /* zero before the first */
};

static void fault(struct walk *w, const char *journal, uint64_t seq, const char *key)
{
	struct ledger_fault f = { .seq = seq, .what = { .key = key } };

	memcpy(f.journal, journal, strnlen(journal, sizeof(f.journal) - 1));
	sentence_param_int(&f.what, "seq", (long long)seq);
	w->faults++;
	if (w->each)
		w->each(w->data, &f);
}

static void check_entry(struct walk *w, const struct entry *e)
{
	bool same = strcmp(w->last.journal, e->journal) == 0;
	uint8_t hash[HASH_SIZE], zero[HASH_SIZE] = { 0 };

	if (e->seq != (same ? w->last.seq + 1 : 1))
		fault(w, e->journal, e->seq, "verify_gap");
	else if (memcmp(e->prev, same ? w->last.hash : zero, HASH_SIZE) != 0)
		fault(w, e->journal, e->seq, "verify_broken_chain");
	if (entry_hash(e, hash) < 0 || memcmp(hash, e->hash, HASH_SIZE) != 0)
		fault(w, e->journal, e->seq, "verify_entry_changed");
	w->last = *e;
	w->entries++;
}

static int walk_chain(struct ledger *l, struct walk *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(
		l->sql, &stmt, "SELECT " ENTRY_COLUMNS " FROM entry ORDER BY journal, seq");

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct entry e = { 0 };

		if (entry_from_row(stmt, &e) == 0)
			check_entry(w, &e);
		else
			fault(w, (const char *)sqlite3_column_text(stmt, 1),
				(uint64_t)sqlite3_column_int64(stmt, 2), "verify_entry_changed");
	}
	return r;
}

/* The hash that a body holds for an item of its erasable words: a row of a catalogue, or a field. */
static bool body_hash(
	const struct record *r, const json_t *body, int item, uint8_t ret_hash[HASH_SIZE])
{
	const json_t *rows = json_object_get(body, "rows");
	struct fields b = { .json = rows ? json_array_get(rows, (size_t)(item - ITEM_ROWS))
					 : body };
	const char *name = rows ? "person" : r ? record_word_name(r, (size_t)item) : NULL;

	return name && field_hex(&b, name, ret_hash, HASH_SIZE);
}

static bool words_match(sqlite3_stmt *stmt)
{
	const struct kind *kind =
		kind_find((const char *)sqlite3_column_text(stmt, 6), sqlite3_column_int(stmt, 7));
	_cleanup_json_ json_t *body = NULL;
	uint8_t salt[SALT_SIZE], expected[HASH_SIZE], hash[HASH_SIZE];

	if (fields_parse(sqlite3_column_blob(stmt, 5), (size_t)sqlite3_column_bytes(stmt, 5),
		    &body) < 0 ||
		sql_blob(stmt, 3, salt, sizeof(salt)) < 0 || !kind ||
		!body_hash(kind->record, body, sqlite3_column_int(stmt, 2), expected))
		return false;
	erasable_hash(salt, (const char *)sqlite3_column_text(stmt, 4), hash);
	return memcmp(hash, expected, sizeof(hash)) == 0;
}

static int walk_words(struct ledger *l, struct walk *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt,
		"SELECT x.journal, x.seq, x.item, x.salt, x.text, e.body, e.kind, e.v FROM "
		"erasable x"
		" JOIN entry e USING (journal, seq)");

	while (r >= 0 && (r = sql_step(stmt)) > 0)
		if (!words_match(stmt))
			fault(w, (const char *)sqlite3_column_text(stmt, 0),
				(uint64_t)sqlite3_column_int64(stmt, 1), "verify_words_changed");
	return r;
}

static int check_pages(struct ledger *l, struct walk *w)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(l->sql, &stmt, "PRAGMA integrity_check(10)");

	while (r >= 0 && (r = sql_step(stmt)) > 0) {
		struct ledger_fault f = { .what = { .key = "verify_file_damaged" } };
		const char *text = (const char *)sqlite3_column_text(stmt, 0);

		if (text && strcmp(text, "ok") == 0)
			continue;
		sentence_param(&f.what, "detail", text ? text : "");
		w->faults++;
		if (w->each)
			w->each(w->data, &f);
	}
	return r;
}

int ledger_verify(struct ledger *l, void (*each)(void *data, const struct ledger_fault *f),
	void *data, uint64_t *ret_entries)
{
	struct walk w = { .each = each, .data = data };
	int r = l->sql ? walk_chain(l, &w) : -EIO;

	if (r == 0)
		r = walk_words(l, &w);
	if (r == 0)
		r = check_pages(l, &w);
	if (r < 0)
		return r;
	*ret_entries = w.entries;
	return w.faults;
}
