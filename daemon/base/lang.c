// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of every language, parsed once from the files that are compiled in. After
 * lang_init() the objects are only read, so any thread may ask.
 */
#include <jansson.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include "asset.h"
#include "cleanup.h"
#include "lang.h"

static const char *const names[LANG_COUNT] = { "fr", "en" };
static const char *const files[LANG_COUNT] = { "lang/fr.json", "lang/en.json" };
static json_t *words[LANG_COUNT];

static int load(enum lang lang)
{
	const struct asset *a = asset_find(files[lang]);
	json_t *object = a ? json_loadb(a->data, a->size, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const char *key;
	json_t *text;

	if (!json_is_object(object))
		goto broken;
	json_object_foreach(object, key, text) if (!json_is_string(text)) goto broken;
	json_decref(words[lang]);
	words[lang] = object;
	return 0;
broken:
	json_decref(object);
	return -EINVAL;
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
	if (s->key)
		return sentence_expand(lang_text(lang, s->key), s, buf, size);
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
