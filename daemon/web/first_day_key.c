// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The keys of the first day's steps. There may be no ledger yet, so they lie with the day itself: each with the
 * digest of its request and what was answered. The newest ones are kept; a first day has some twenty.
 */
#include <sodium.h>
#include <string.h>
#include "web_private.h"

#define REQUESTS "requests"

enum { REQUESTS_MOST = 64, DIGEST_TEXT_SIZE = 65 };

static const json_t *find(const json_t *day, const char *key)
{
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(day, REQUESTS), i, one)
	{
		const char *its = json_string_value(json_object_get(one, "key"));

		if (its && !strcmp(its, key))
			return one;
	}
	return NULL;
}

static void write_digest(const struct exchange *x, char ret_text[DIGEST_TEXT_SIZE])
{
	sodium_bin2hex(ret_text, DIGEST_TEXT_SIZE, x->digest, sizeof(x->digest));
}

bool first_day_repeated(struct exchange *x)
{
	const json_t *one = *x->key ? find(x->web->day, x->key) : NULL;
	const char *was = json_string_value(json_object_get(one, "digest"));
	const char *answer = json_string_value(json_object_get(one, "answer"));
	char digest[DIGEST_TEXT_SIZE];

	if (!one)
		return false;
	write_digest(x, digest);
	if (!was || !answer || strcmp(was, digest) != 0)
		reply_key(x, MHD_HTTP_CONFLICT, "key_reused");
	else
		reply_json_text(x, MHD_HTTP_OK, strdup(answer));
	return true;
}

void first_day_remember(const struct exchange *x, json_t *day, const char *answer)
{
	json_t *list = json_object_get(day, REQUESTS);
	char digest[DIGEST_TEXT_SIZE];

	if (!*x->key)
		return;
	if (!json_is_array(list)) {
		list = json_array();
		json_object_set_new(day, REQUESTS, list);
	}
	while (json_array_size(list) >= REQUESTS_MOST)
		(void)json_array_remove(list, 0);
	write_digest(x, digest);
	json_array_append_new(list,
		json_pack("{s:s,s:s,s:s}", "key", x->key, "digest", digest, "answer", answer));
}
