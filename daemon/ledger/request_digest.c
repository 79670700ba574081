// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The digest of a request, as its entry keeps it for ever: under a secret of this file. A body is short
 * and may hold words about people; without the secret nobody who is given the chain can try which words
 * they were, once these are erased. Entries from before keep the bare digest.
 */
#include <sodium.h>
#include <string.h>
#include "ledger_private.h"

enum { SECRET_SIZE = 32 };

/* 1; 0: there is none yet. */
static int read_secret(struct sql *s, uint8_t ret_secret[SECRET_SIZE])
{
	_cleanup_sql_ sqlite3_stmt *stmt = NULL;
	size_t len = 0;
	const char *hex;
	int r = sql_start(s, &stmt, "SELECT value FROM kept WHERE name = 'request_secret'");

	if (r == 0)
		r = sql_step(stmt);
	if (r <= 0)
		return r;
	hex = (const char *)sqlite3_column_text(stmt, 0);
	if (!hex || sodium_hex2bin(ret_secret, SECRET_SIZE, hex, strlen(hex), NULL, &len, NULL) ||
		len != SECRET_SIZE)
		return -EUCLEAN;
	return 1;
}

/* Once for this file, in the transaction of the first request that it is for. */
static int draw_secret(struct sql *s, uint8_t ret_secret[SECRET_SIZE])
{
	char hex[2 * SECRET_SIZE + 1];

	randombytes_buf(ret_secret, SECRET_SIZE);
	sodium_bin2hex(hex, sizeof(hex), ret_secret, SECRET_SIZE);
	return sql_run(
		s, "INSERT INTO kept (name, value) VALUES ('request_secret', ?)", V_TEXT(hex));
}

static void put_under(const uint8_t secret[SECRET_SIZE], const uint8_t digest[HASH_SIZE],
	uint8_t ret_kept[HASH_SIZE])
{
	(void)crypto_generichash(ret_kept, HASH_SIZE, digest, HASH_SIZE, secret, SECRET_SIZE);
}

int request_digest_keep(
	struct ledger *l, const uint8_t digest[HASH_SIZE], uint8_t ret_kept[HASH_SIZE])
{
	uint8_t secret[SECRET_SIZE];
	int r = read_secret(l->sql, secret);

	if (r == 0)
		r = draw_secret(l->sql, secret);
	if (r >= 0)
		put_under(secret, digest, ret_kept);
	return r < 0 ? r : 0;
}

int request_digest_is(
	struct ledger *l, const uint8_t digest[HASH_SIZE], const uint8_t kept[HASH_SIZE])
{
	uint8_t secret[SECRET_SIZE], under[HASH_SIZE];
	int r = read_secret(l->sql, secret);

	if (r < 0 || memcmp(kept, digest, HASH_SIZE) == 0)
		return r < 0 ? r : 1;
	if (r == 0)
		return 0;
	put_under(secret, digest, under);
	return memcmp(kept, under, HASH_SIZE) == 0;
}
