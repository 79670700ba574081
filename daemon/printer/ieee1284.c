// SPDX-License-Identifier: GPL-3.0-or-later
/* Device ids in the wild: odd lengths, blanks, long and short key words, no last ';'. */
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include "ieee1284.h"

struct slice {
	const char *at;
	size_t length;
};

static struct slice trim(const char *from, const char *end)
{
	while (from < end && (*from == ' ' || *from == '\r' || *from == '\n'))
		from++;
	while (end > from && (end[-1] == ' ' || end[-1] == '\r' || end[-1] == '\n'))
		end--;
	return (struct slice){ from, (size_t)(end - from) };
}

/* Control bytes and bytes beyond ASCII become '?': it is shown to people. */
static void keep(char *to, size_t size, struct slice value)
{
	size_t n = value.length < size - 1 ? value.length : size - 1;

	for (size_t i = 0; i < n; i++)
		to[i] = value.at[i] >= ' ' && value.at[i] <= '~' ? value.at[i] : '?';
	to[n] = '\0';
}

static bool is(struct slice key, const char *short_word, const char *long_word)
{
	return (key.length == strlen(short_word) &&
		       strncasecmp(key.at, short_word, key.length) == 0) ||
	       (key.length == strlen(long_word) && strncasecmp(key.at, long_word, key.length) == 0);
}

static bool take_pair(struct ieee1284 *id, const char *from, const char *end)
{
	const char *colon = memchr(from, ':', (size_t)(end - from));
	struct slice key, value;

	if (colon == NULL)
		return false;
	key = trim(from, colon);
	value = trim(colon + 1, end);
	if (is(key, "MFG", "MANUFACTURER"))
		keep(id->maker, sizeof(id->maker), value);
	else if (is(key, "MDL", "MODEL"))
		keep(id->model, sizeof(id->model), value);
	else if (is(key, "CMD", "COMMAND SET"))
		keep(id->commands, sizeof(id->commands), value);
	else if (is(key, "SN", "SERIALNUMBER") || is(key, "SERN", "SERN"))
		keep(id->serial, sizeof(id->serial), value);
	else
		return false;
	return true;
}

static size_t length_of(const uint8_t *answer, size_t size)
{
	size_t big = (size_t)answer[0] << 8 | answer[1];
	size_t little = (size_t)answer[1] << 8 | answer[0];

	if (big >= 14 && big <= size)
		return big;
	return little >= 14 && little <= size ? little : size;
}

int ieee1284_parse(const uint8_t *answer, size_t size, struct ieee1284 *ret_id)
{
	struct ieee1284 id = { 0 };
	const char *at, *end;
	bool any = false;

	if (size < 2)
		return -EBADMSG;
	at = (const char *)answer + 2;
	end = (const char *)answer + length_of(answer, size);
	while (at < end) {
		const char *stop = memchr(at, ';', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		any |= take_pair(&id, at, stop);
		at = stop < end ? stop + 1 : end;
	}
	if (!any)
		return -EBADMSG;
	*ret_id = id;
	return 0;
}

int ieee1284_speaks(const struct ieee1284 *id, const char *language)
{
	size_t n = strlen(language);

	for (const char *p = id->commands; *p != '\0'; p += strcspn(p, ",")) {
		p += strspn(p, ", ");
		if (strncasecmp(p, language, n) == 0)
			return 1;
	}
	return 0;
}
