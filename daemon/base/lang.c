// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of every language, parsed once from the files that are compiled in: one file a
 * room ("lang/fr/conf.json"), so that the page loads its own and no other; here they are one
 * object. After lang_init() the objects are only read, so any thread may ask.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "asset.h"
#include "cleanup.h"
#include "lang.h"

static const char *const names[LANG_COUNT] = { "fr", "en" };
static json_t *words[LANG_COUNT];

/* A key stands in one room only. */
static int add_room(json_t *all, const struct asset *a)
{
	json_t *room = json_loadb(a->data, a->size, JSON_REJECT_DUPLICATES, NULL);
	int r = json_is_object(room) ? 0 : -EINVAL;
	const char *key;
	json_t *text;

	json_object_foreach(room, key, text)
	{
		if (!json_is_string(text) || json_object_get(all, key))
			r = -EINVAL;
	}
	if (r == 0 && json_object_update(all, room) < 0)
		r = -ENOMEM;
	json_decref(room);
	return r;
}

static int load(enum lang lang)
{
	json_t *all = json_object();
	char folder[16];
	int r = 0;

	(void)snprintf(folder, sizeof(folder), "lang/%s/", names[lang]);
	for (const struct asset *a = asset_next(NULL); a && r == 0; a = asset_next(a))
		if (!strncmp(a->name, folder, strlen(folder)))
			r = add_room(all, a);
	if (r == 0 && !json_object_size(all))
		r = -EINVAL;
	if (r < 0) {
		json_decref(all);
		return r;
	}
	json_decref(words[lang]);
	words[lang] = all;
	return 0;
}

int lang_init(void)
{
	for (enum lang i = 0; i < LANG_COUNT; i++) {
		int r = load(i);

		if (r < 0)
			return r;
	}
	return 0;
}

const char *lang_text(enum lang lang, const char *key)
{
	const char *text = json_string_value(json_object_get(words[lang], key));

	return text ? text : key;
}

char *lang_say(enum lang lang, const struct sentence *s, char *buf, size_t size)
{
	struct sentence said = *s;

	for (size_t i = 0; lang != LANG_FR && i < SENTENCE_PARAMS; i++) {
		char *comma = said.param[i].figure ? strchr(said.param[i].value, ',') : NULL;

		if (comma)
			*comma = '.';
	}
	if (s->key)
		return sentence_expand(lang_text(lang, s->key), &said, buf, size);
	if (size)
		*buf = '\0';
	return buf;
}

const char *lang_name(enum lang lang)
{
	return names[lang];
}

/* Weight in thousandths of one item of Accept-Language, "en-GB;q=0.8": 800. */
static int weight(const char *item, size_t len)
{
	const char *q = memmem(item, len, "q=", 2);
	int value = 0, unit = 1000;

	if (!q)
		return 1000;
	for (q += 2; q < item + len && unit; q++) {
		if (*q == '.')
			continue;
		if (*q < '0' || *q > '9')
			break;
		value += (*q - '0') * unit;
		unit /= 10;
	}
	return value > 1000 ? 1000 : value;
}

static bool names_lang(const char *item, size_t len, enum lang lang)
{
	return len >= 2 && !strncasecmp(item, names[lang], 2) &&
	       (len == 2 || strchr("-_; \t", item[2]));
}

int lang_from_name(const char *name, enum lang *ret_lang)
{
	int best = 0;
	enum lang found = LANG_FR;

	while (*name) {
		size_t len;

		name += strspn(name, ", \t");
		len = strcspn(name, ",");
		for (enum lang i = 0; i < LANG_COUNT; i++)
			if (names_lang(name, len, i) && weight(name, len) > best) {
				best = weight(name, len);
				found = i;
			}
		name += len;
	}
	if (!best)
		return -ENOENT;
	*ret_lang = found;
	return 0;
}
