// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The chain. Layout of what is hashed: include/README.md, with a test vector; a change here
 * is a break with every journal that exists.
 */
#include "journal.h"
#include <endian.h>
#include <sodium.h>
#include <string.h>

static void add_number(crypto_generichash_state *state, uint64_t value)
{
	uint64_t big = htobe64(value);

	crypto_generichash_update(state, (const uint8_t *)&big, sizeof(big));
}

static void add_counted(crypto_generichash_state *state, const void *bytes, size_t len)
{
	add_number(state, len);
	crypto_generichash_update(state, bytes, len);
}

/* 32 hexadecimal digits -> 16 bytes. */
static int add_id(crypto_generichash_state *state, const char *hex)
{
	uint8_t id[16];
	size_t got;

	if (strlen(hex) != 32 || sodium_hex2bin(id, sizeof(id), hex, 32, NULL, &got, NULL) != 0 ||
		got != 16)
		return -EUCLEAN;
	crypto_generichash_update(state, id, sizeof(id));
	return 0;
}

int entry_hash(const struct entry *e, uint8_t ret_hash[HASH_SIZE])
{
	crypto_generichash_state state;
	int r;

	if (strlen(e->at.day) != DAY_SIZE - 1)
		return -EUCLEAN;
	crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
	crypto_generichash_update(&state, e->prev, HASH_SIZE);
	r = add_id(&state, e->journal);
	if (r < 0)
		return r;
	add_number(&state, e->seq);
	add_counted(&state, e->kind, strlen(e->kind));
	add_number(&state, (uint64_t)e->version);
	add_number(&state, (uint64_t)e->at.wall_us);
	r = add_id(&state, e->at.boot_id);
	if (r < 0)
		return r;
	add_number(&state, e->at.boot_us);
	crypto_generichash_update(&state, (const uint8_t *)e->at.day, DAY_SIZE - 1);
	add_number(&state, e->at.quality == CLOCK_TRUSTED);
	add_counted(&state, e->body, e->body_len);
	crypto_generichash_final(&state, ret_hash, HASH_SIZE);
	return 0;
}

int entry_from_row(sqlite3_stmt *stmt, struct entry *ret_entry)
{
	struct entry e = { .row = sqlite3_column_int64(stmt, 0) };
	char clock[16];

	sql_text(stmt, 1, e.journal, sizeof(e.journal));
	e.seq = (uint64_t)sqlite3_column_int64(stmt, 2);
	sql_text(stmt, 3, e.kind, sizeof(e.kind));
	e.version = sqlite3_column_int(stmt, 4);
	e.at.wall_us = sqlite3_column_int64(stmt, 5);
	sql_text(stmt, 6, e.at.boot_id, sizeof(e.at.boot_id));
	e.at.boot_us = (uint64_t)sqlite3_column_int64(stmt, 7);
	sql_text(stmt, 8, e.at.day, sizeof(e.at.day));
	sql_text(stmt, 9, clock, sizeof(clock));
	e.at.quality = strcmp(clock, "trusted") == 0 ? CLOCK_TRUSTED : CLOCK_DOUBTFUL;
	e.body = sqlite3_column_blob(stmt, 10);
	e.body_len = (size_t)sqlite3_column_bytes(stmt, 10);
	if (!e.body || sql_blob(stmt, 11, e.prev, HASH_SIZE) < 0 ||
		sql_blob(stmt, 12, e.hash, HASH_SIZE) < 0)
		return -EUCLEAN;
	*ret_entry = e;
	return 0;
}

int entry_head(struct sql *s, const char *journal, uint64_t *ret_seq, uint8_t ret_hash[HASH_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt,
		"SELECT seq, hash FROM entry WHERE journal = ? ORDER BY seq DESC LIMIT 1",
		V_TEXT(journal));

	if (r < 0)
		return r;
	r = sql_step(stmt);
	if (r < 0)
		return r;
	*ret_seq = r ? (uint64_t)sqlite3_column_int64(stmt, 0) : 0;
	memset(ret_hash, 0, HASH_SIZE);
	return r ? sql_blob(stmt, 1, ret_hash, HASH_SIZE) : 0;
}

int entry_next_seq(struct sql *s, const char *journal, uint64_t *ret_seq)
{
	uint8_t hash[HASH_SIZE];
	uint64_t seq;
	int r = entry_head(s, journal, &seq, hash);

	if (r < 0)
		return r;
	*ret_seq = seq + 1;
	return 0;
}

static int insert(struct sql *s, struct entry *e)
{
	const char *clock = e->at.quality == CLOCK_TRUSTED ? "trusted" : "doubtful";
	int r = sql_run(s,
		"INSERT INTO entry (journal, seq, kind, v, wall_us, boot_id, boot_us, day, clock,"
		" body, prev, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_TEXT(e->kind), V_INT(e->version),
		V_INT(e->at.wall_us), V_TEXT(e->at.boot_id), V_INT(e->at.boot_us),
		V_TEXT(e->at.day), V_TEXT(clock), V_BLOB(e->body, e->body_len),
		V_BLOB(e->prev, HASH_SIZE), V_BLOB(e->hash, HASH_SIZE));

	if (r == 0)
		e->row = sqlite3_last_insert_rowid(s->db);
	return r;
}

static int newest_version(const char *kind)
{
	int version = 0;

	while (kind_find(kind, version + 1))
		version++;
	return version;
}

int entry_append(struct sql *s, const char *journal, const char *kind, const struct moment *now,
	const json_t *body, struct entry *ret_entry)
{
	_cleanup_free_ char *text = json_dumps(body, JSON_COMPACT);

	return text ? entry_append_text(s, journal, kind, now, text, ret_entry) : -ENOMEM;
}

int entry_chain(struct sql *s, const char *journal, const char *kind, const struct moment *now,
	const char *body, struct entry *ret_entry)
{
	struct entry e = { .version = newest_version(kind), .at = *now };
	int r;

	e.body = body;
	e.body_len = strlen(body);
	memcpy(e.journal, journal, strnlen(journal, JOURNAL_SIZE - 1));
	memcpy(e.kind, kind, strnlen(kind, KIND_SIZE - 1));
	r = entry_head(s, journal, &e.seq, e.prev);
	if (r < 0)
		return r;
	e.seq++;
	r = entry_hash(&e, e.hash);
	if (r == 0)
		r = insert(s, &e);
	if (r < 0)
		return r;
	*ret_entry = e;
	return 0;
}

int entry_append_text(struct sql *s, const char *journal, const char *kind,
	const struct moment *now, const char *body, struct entry *ret_entry)
{
	int r = entry_chain(s, journal, kind, now, body, ret_entry);

	if (r == 0)
		r = entry_apply(s, ret_entry);
	if (r == 0)
		ret_entry->body = NULL;
	return r;
}

/* What stands at the place of e: 1: e itself; 0: nothing; -EILSEQ: something else. */
static int stands_there(struct sql *s, const struct entry *e)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	uint8_t hash[HASH_SIZE];
	int r = sql_start(s, &stmt, "SELECT hash FROM entry WHERE journal = ? AND seq = ?",
		V_TEXT(e->journal), V_INT(e->seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	r = sql_blob(stmt, 0, hash, HASH_SIZE);
	return r < 0 ? r : memcmp(hash, e->hash, HASH_SIZE) == 0 ? 1 : -EILSEQ;
}

int entry_admit(struct sql *s, const struct entry *e, uint64_t *ret_wanted)
{
	struct entry taken = *e;
	uint8_t hash[HASH_SIZE], prev[HASH_SIZE];
	uint64_t last;
	int r = entry_hash(e, hash);

	if (r < 0 || memcmp(hash, e->hash, HASH_SIZE) != 0)
		return -EILSEQ;
	if (!kind_find(e->kind, e->version))
		return -EOPNOTSUPP;
	r = stands_there(s, e);
	if (r == 0)
		r = entry_head(s, e->journal, &last, prev);
	if (r != 0)
		return r;
	*ret_wanted = last + 1;
	if (e->seq != last + 1)
		return -ENODATA;
	if (memcmp(prev, e->prev, HASH_SIZE) != 0)
		return -EILSEQ;
	r = insert(s, &taken);
	return r < 0 ? r : entry_apply(s, &taken);
}

int entry_put_request(json_t *body, const char *key, const uint8_t digest[32])
{
	json_t *request;

	if (!key[0])
		return 0;
	request = json_object();
	if (field_put_text(request, "key", key) || field_put_hex(request, "digest", digest, 32)) {
		json_decref(request);
		return -1;
	}
	return json_object_set_new(body, "request", request);
}

void erasable_hash(const uint8_t salt[SALT_SIZE], const char *text, uint8_t ret_hash[HASH_SIZE])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, HASH_SIZE);
	crypto_generichash_update(&state, salt, SALT_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)text, strlen(text));
	crypto_generichash_final(&state, ret_hash, HASH_SIZE);
}

int erasable_put(json_t *body, const char *name, const char *text, uint8_t ret_salt[SALT_SIZE])
{
	uint8_t hash[HASH_SIZE];

	if (!text[0])
		return 0;
	randombytes_buf(ret_salt, SALT_SIZE);
	erasable_hash(ret_salt, text, hash);
	return field_put_hex(body, name, hash, HASH_SIZE);
}

int erasable_keep(struct sql *s, const struct entry *e, int item, const uint8_t salt[SALT_SIZE],
	const char *text)
{
	if (!text[0])
		return 0;
	return sql_run(s,
		"INSERT INTO erasable (journal, seq, item, salt, text) VALUES (?, ?, ?, ?, ?)",
		V_TEXT(e->journal), V_INT(e->seq), V_INT(item), V_BLOB(salt, SALT_SIZE),
		V_TEXT(text));
}

int entry_body(struct sql *s, const char *journal, uint64_t seq, json_t **ret_body)
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	int r = sql_start(s, &stmt, "SELECT body FROM entry WHERE journal = ? AND seq = ?",
		V_TEXT(journal), V_INT(seq));

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r < 0 ? r : -ENOENT;
	return fields_parse(
		sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0), ret_body);
}
