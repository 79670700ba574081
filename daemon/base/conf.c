// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Asks station.conf: getters that note a bad value where it stands, and the list of
 * mistakes in the order of the file. Reading is in conf_read.c.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "conf_private.h"
#include "day.h"
#include "mass.h"

struct conf *conf_free(struct conf *c)
{
	if (!c)
		return NULL;
	for (struct conf_section *s = c->sections, *next; s; s = next) {
		next = s->next;
		for (struct conf_key *k = s->keys, *after; k; k = after) {
			after = k->next;
			free(k->name);
			free(k->value);
			free(k);
		}
		free(s);
	}
	for (struct conf_wrong *w = c->wrong, *next; w; w = next) {
		next = w->next;
		free(w);
	}
	free(c->path);
	free(c);
	return NULL;
}

struct conf_section *conf_section(struct conf *c, const char *kind, struct conf_section *after)
{
	struct conf_section *s = after ? after->next : c->sections;

	while (s && strcmp(s->kind, kind))
		s = s->next;
	return s;
}

const char *conf_section_name(const struct conf_section *s)
{
	return s->name;
}

const char *conf_section_kind(const struct conf_section *s)
{
	return s->kind;
}

struct conf_section *conf_any_section(struct conf *c)
{
	return c->sections;
}

struct conf *conf_whole(struct conf_section *s)
{
	return s->conf;
}

const char *conf_path(const struct conf *c)
{
	return c->path;
}

void conf_free_name(struct conf *c, const char *kind, const char *word, char ret_name[DEVICE_SIZE])
{
	struct conf_section *s = conf_section(c, kind, NULL);
	unsigned n = 1;

	(void)snprintf(ret_name, DEVICE_SIZE, "%s", word);
	while (s) {
		if (strcmp(s->name, ret_name) != 0) {
			s = conf_section(c, kind, s);
			continue;
		}
		(void)snprintf(ret_name, DEVICE_SIZE, "%.24s%u", word, ++n);
		s = conf_section(c, kind, NULL);
	}
}

struct conf_key *conf_key(const struct conf_section *s, const char *name)
{
	struct conf_key *k = s->keys;

	while (k && strcmp(k->name, name))
		k = k->next;
	return k;
}

static struct conf_key *use(const struct conf_section *s, const char *name)
{
	struct conf_key *k = s ? conf_key(s, name) : NULL;

	if (k)
		k->used = true;
	return k;
}

/* Out of memory loses the sentence, never the count: the file is still refused. */
void conf_note(struct conf *c, unsigned line, const struct sentence *why)
{
	struct conf_wrong *w = malloc(sizeof(*w)), **at = &c->wrong;

	c->wrong_count++;
	if (!w)
		return;
	w->line = line;
	w->why = *why;
	while (*at && (*at)->line <= line)
		at = &(*at)->next;
	w->next = *at;
	*at = w;
}

void conf_mistake(struct conf_section *s, const char *key, const struct sentence *why)
{
	const struct conf_key *k = key ? conf_key(s, key) : NULL;

	conf_note(s->conf, k ? k->line : s->line, why);
}

void conf_file_mistake(struct conf *c, const struct sentence *why)
{
	conf_note(c, 1, why);
}

void conf_need(struct conf_section *s, const char *key)
{
	struct sentence why = { .key = "conf_missing_key" };

	if (conf_key(s, key))
		return;
	sentence_param(&why, "key", key);
	sentence_param(&why, "section", s->kind);
	conf_mistake(s, NULL, &why);
}

static bool same_thing(const char *a, const char *b)
{
	char real[PATH_MAX], other[PATH_MAX];

	if (strcmp(a, b) == 0)
		return true;
	return *a == '/' && *b == '/' && realpath(a, real) && realpath(b, other) &&
	       strcmp(real, other) == 0;
}

void conf_alone(struct conf_section *s, const char *key)
{
	struct sentence why = { .key = "conf_device_twice" };
	const struct conf_key *mine = conf_key(s, key), *k;

	for (const struct conf_section *o = s->conf->sections; mine && o != s; o = o->next) {
		k = conf_key(o, key);
		if (!k || !same_thing(k->value, mine->value))
			continue;
		sentence_param(&why, "key", key);
		sentence_param(&why, "value", mine->value);
		sentence_param_int(&why, "line", k->line);
		conf_mistake(s, key, &why);
		return;
	}
}

static bool is_device(const struct conf_section *s)
{
	static const char *const kinds[] = { "scale", "scanner", "printer", "panel" };

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (!strcmp(s->kind, kinds[i]))
			return true;
	return false;
}

struct conf_section *conf_same_device(struct conf *c, const struct conf_section *s)
{
	static const char *const keys[] = { "device", "serial", "port" };
	const struct conf_key *a, *b;

	for (struct conf_section *o = c->sections; o; o = o->next)
		for (size_t i = 0; i < ARRAY_SIZE(keys) && is_device(o); i++) {
			a = conf_key(o, keys[i]);
			b = conf_key(s, keys[i]);
			if (a && b && same_thing(a->value, b->value))
				return o;
		}
	return NULL;
}

static void bad_value(struct conf_section *s, const struct conf_key *k, struct sentence why)
{
	sentence_param(&why, "key", k->name);
	sentence_param(&why, "value", k->value);
	conf_note(s->conf, k->line, &why);
}

const char *conf_text(struct conf_section *s, const char *key, const char *otherwise)
{
	const struct conf_key *k = use(s, key);

	return k ? k->value : otherwise;
}

int64_t conf_int(
	struct conf_section *s, const char *key, int64_t least, int64_t most, int64_t otherwise)
{
	const struct conf_key *k = use(s, key);
	struct sentence why = { .key = "conf_bad_number" };
	long long value;
	char *end;

	if (!k)
		return otherwise;
	errno = 0;
	value = strtoll(k->value, &end, 10);
	if (!errno && end != k->value && !*end && value >= least && value <= most)
		return value;
	sentence_param_int(&why, "least", least);
	sentence_param_int(&why, "most", most);
	bad_value(s, k, why);
	return otherwise;
}

bool conf_bool(struct conf_section *s, const char *key, bool otherwise)
{
	static const char *const words[] = { "no", "yes", "non", "oui" };
	const struct conf_key *k = use(s, key);

	if (!k)
		return otherwise;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (!strcasecmp(k->value, words[i]))
			return i % 2;
	bad_value(s, k, (struct sentence){ .key = "conf_bad_yes_no" });
	return otherwise;
}

void conf_day(struct conf_section *s, const char *key, char ret_day[DAY_SIZE])
{
	const struct conf_key *k = use(s, key);

	ret_day[0] = '\0';
	if (k && day_exists(k->value))
		memcpy(ret_day, k->value, DAY_SIZE);
	else if (k)
		bad_value(s, k, (struct sentence){ .key = "conf_bad_day" });
}

/* Not mass_parse_kg(): an interval may have more than three decimals, and a minimum be 0. */
static int parse_kg(const char *text, int64_t *ret_mg)
{
	struct mass_shown shown = { .unit = MASS_KILOGRAM };
	int r = mass_parse_decimal(text, strlen(text), &shown.digits, &shown.exp10);

	if (r < 0)
		return r;
	return shown.digits < 0 ? -EINVAL : mass_to_mg(&shown, ret_mg);
}

int64_t conf_kg(struct conf_section *s, const char *key, int64_t otherwise_mg)
{
	const struct conf_key *k = use(s, key);
	int64_t mg;

	if (!k)
		return otherwise_mg;
	if (!parse_kg(k->value, &mg))
		return mg;
	bad_value(s, k, (struct sentence){ .key = "conf_bad_kg" });
	return otherwise_mg;
}

const char *conf_key_after(struct conf_section *s, const char *prefix, const char *after)
{
	bool passed = !after;

	for (const struct conf_key *k = s ? s->keys : NULL; k; k = k->next) {
		if (passed && !strncmp(k->name, prefix, strlen(prefix)))
			return k->name;
		passed |= k->name == after;
	}
	return NULL;
}

int conf_choice(struct conf_section *s, const char *key, const char *const *words, int otherwise)
{
	const struct conf_key *k = use(s, key);
	struct sentence why = { .key = "conf_bad_choice" };
	char list[SENTENCE_VALUE_SIZE] = "";

	if (!k)
		return otherwise;
	for (int i = 0; words[i]; i++) {
		size_t len = strlen(list);

		if (!strcmp(k->value, words[i]))
			return i;
		snprintf(list + len, sizeof(list) - len, "%s%s", i ? ", " : "", words[i]);
	}
	sentence_param(&why, "choices", list);
	bad_value(s, k, why);
	return otherwise;
}

static void unknown_section(struct conf_section *s)
{
	struct sentence why = { .key = "conf_unknown_section" };

	sentence_param(&why, "name", s->kind);
	conf_note(s->conf, s->line, &why);
}

static void unknown_keys(struct conf_section *s)
{
	for (struct conf_key *k = s->keys; k; k = k->next) {
		struct sentence why = { .key = "conf_unknown_key" };

		if (k->used)
			continue;
		sentence_param(&why, "key", k->name);
		sentence_param(&why, "section", s->kind);
		conf_note(s->conf, k->line, &why);
	}
}

void conf_check_unused(struct conf *c, const char *const *known_kinds)
{
	for (struct conf_section *s = c->sections; s; s = s->next) {
		const char *const *kind = known_kinds;

		while (*kind && strcmp(*kind, s->kind))
			kind++;
		if (*kind)
			unknown_keys(s);
		else
			unknown_section(s);
	}
}

size_t conf_mistakes(const struct conf *c)
{
	return c->wrong_count;
}

bool conf_first_mistake(const struct conf *c, unsigned *ret_line, struct sentence *ret_why)
{
	if (!c->wrong)
		return false;
	*ret_line = c->wrong->line;
	*ret_why = c->wrong->why;
	return true;
}

void conf_print(const struct conf *c, enum lang lang, FILE *out)
{
	char text[1024];

	for (const struct conf_wrong *w = c->wrong; w; w = w->next)
		if (w->line)
			fprintf(out, "%s:%u: %s\n", c->path, w->line,
				lang_say(lang, &w->why, text, sizeof(text)));
		else
			fprintf(out, "first-day.json: %s\n",
				lang_say(lang, &w->why, text, sizeof(text)));
}
