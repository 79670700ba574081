// SPDX-License-Identifier: GPL-3.0-or-later
/* What is kept of a PIN, a password, a token. A PIN is short: its hash is slow, and tries are few. */
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include "secrets.h"

/* 32 MiB: a Pi of 512 MB bears it beside the page. */
enum { PASSES = 3, MEMORY = 32 * 1024 * 1024, TOKEN_BYTES = (TOKEN_TEXT_SIZE - 1) / 2 };

_Static_assert(SECRET_HASH_SIZE == crypto_pwhash_STRBYTES, "a hash of libsodium");

const char *secret_refuses(enum secret_sort sort, const char *text)
{
	size_t len = strlen(text), digits = strspn(text, "0123456789");

	if (sort == SECRET_PIN)
		return len == digits && len >= PIN_LEAST && len <= PIN_MOST ? NULL : "pin_form";
	return len >= PASSWORD_LEAST && len <= SECRET_MOST ? NULL : "password_form";
}

int secret_hash(const char *text, char ret_hash[SECRET_HASH_SIZE])
{
	char hash[SECRET_HASH_SIZE] = "";

	if (sodium_init() < 0 || crypto_pwhash_str_alg(hash, text, strlen(text), PASSES, MEMORY,
					 crypto_pwhash_ALG_ARGON2ID13) != 0)
		return -ENOMEM;
	memcpy(ret_hash, hash, sizeof(hash));
	return 0;
}

bool secret_is(const char *hash, const char *text)
{
	return *hash && sodium_init() >= 0 &&
	       crypto_pwhash_str_verify(hash, text, strlen(text)) == 0;
}

void token_draw(char ret_token[TOKEN_TEXT_SIZE])
{
	unsigned char bytes[TOKEN_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(ret_token, TOKEN_TEXT_SIZE, bytes, sizeof(bytes));
}

void token_digest(const char *token, char ret_digest[TOKEN_TEXT_SIZE])
{
	unsigned char bytes[TOKEN_BYTES];

	crypto_generichash(
		bytes, sizeof(bytes), (const unsigned char *)token, strlen(token), NULL, 0);
	sodium_bin2hex(ret_digest, TOKEN_TEXT_SIZE, bytes, sizeof(bytes));
}

bool token_same(const char a[TOKEN_TEXT_SIZE], const char b[TOKEN_TEXT_SIZE])
{
	return sodium_memcmp(a, b, TOKEN_TEXT_SIZE) == 0;
}
