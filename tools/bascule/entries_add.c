// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule entries add KIND FIELD=VALUE …: an entry, as POST /entries/KIND makes one, through the
 * daemon when one runs (--url), into the file when none does. Words become the body of that call by
 * the kind's table of fields; whether they are right is judged by whoever reads that body.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "api_body.h"
#include "api_json.h"
#include "clock.h"
#include "entries.h"
#include "guess.h"
#include "record_title.h"

/* A field that may be said, or a mass by its kilograms; NULL: there is none. */
static const struct record_field *find(const struct record *r, const char *name, struct guess *g)
{
	char kg[64];

	for (size_t i = 0; i < r->count; i++) {
		const struct record_field *f = &r->fields[i];

		if (!(f->rules & RECORD_ASKED))
			continue;
		if (strcmp(f->name, name) == 0 ||
			(f->type == RECORD_MG && strcmp(record_kg_name(f, kg), name) == 0))
			return f;
		guess_try(g, f->name);
	}
	return NULL;
}

static json_t *number(const char *text)
{
	long long value;
	char *end;

	errno = 0;
	value = strtoll(text, &end, 10);
	return errno || end == text || *end ? NULL : json_integer(value);
}

static json_t *truth(const char *text, enum lang lang)
{
	if (strcmp(text, lang_text(lang, "word_yes")) == 0 || strcmp(text, "yes") == 0 ||
		strcmp(text, "true") == 0)
		return json_true();
	if (strcmp(text, lang_text(lang, "word_no")) == 0 || strcmp(text, "no") == 0 ||
		strcmp(text, "false") == 0)
		return json_false();
	return NULL;
}

json_t *entries_value(const struct record_field *f, const char *name, const char *text,
	enum lang lang, const char **ret_why)
{
	switch (f->type) {
	case RECORD_TRUE:
		*ret_why = "field_not_boolean";
		return truth(text, lang);
	case RECORD_MG:
		if (strcmp(name, f->name) != 0)
			return json_string(text);
		break;
	case RECORD_INT:
	case RECORD_UINT:
		break;
	case RECORD_MGS:
		*ret_why = "field_not_numbers";
		return json_loads(text, 0, NULL);
	default:
		*ret_why = "field_not_text";
		return json_string(text);
	}
	*ret_why = "field_not_number";
	return number(text);
}

static int no_such_field(
	const struct cli *c, const struct kind *kind, const char *name, const struct guess *g)
{
	struct sentence why = { .key = g->nearest ? "unknown_field_near" : "unknown_field" };

	sentence_param(&why, "kind", kind_name(kind));
	sentence_param(&why, "field", name);
	sentence_param(&why, "near", g->nearest ? g->nearest : "");
	return cli_say(c, EXIT_USAGE, &why);
}

static int put_field(const struct cli *c, const struct kind *kind, const char *word, json_t *body)
{
	const struct record_field *f;
	const char *text = strchr(word, '='), *why = "field_not_text";
	char name[64];
	struct guess g;
	json_t *value;

	if (!text)
		return cli_say_param(c, EXIT_USAGE, "field_without_value", "word", word);
	(void)snprintf(name, sizeof(name), "%.*s", (int)(text - word), word);
	guess_start(&g, name);
	f = find(kind_row(kind), name, &g);
	if (!f)
		return no_such_field(c, kind, name, &g);
	if (json_object_get(body, name))
		return cli_say_param(c, EXIT_USAGE, "repeated_parameter", "parameter", name);
	value = entries_value(f, name, text + 1, c->lang, &why);
	if (!value)
		return cli_say_param(c, EXIT_USAGE, why, "field", name);
	json_object_set_new(body, name, value);
	return EXIT_DONE;
}

static int say_made(const struct cli *c, const struct kind *kind, const json_t *entry)
{
	struct sentence said = { .key = "entry_made" };
	char text[256], seq[24], buf[TITLE_KEY];
	const char *key = record_kind_key(kind_row(kind), buf);

	(void)snprintf(seq, sizeof(seq), "%lld",
		(long long)json_integer_value(json_object_get(entry, "seq")));
	sentence_param(&said, "kind", key ? lang_text(c->lang, key) : kind_name(kind));
	sentence_param(&said, "seq", seq);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int make(const struct cli *c, const struct kind *kind, const json_t *body)
{
	json_t *made = NULL;
	char path[64];
	int code;

	(void)snprintf(path, sizeof(path), "/entries/%s", kind_name(kind));
	code = cli_post_json(c, path, body, &made);
	if (code == EXIT_DONE)
		code = say_made(c, kind, made);
	json_decref(made);
	return code;
}

int entries_add(struct cli *c, int argc, char **argv)
{
	const struct kind *kind = NULL;
	json_t *body;
	int code = cli_options(c, argc, argv, NULL, 0);

	if (code != EXIT_DONE)
		return code;
	if (optind == argc)
		return entries_which_kind(c, "POST");
	code = entries_kind(c, "POST", argv[optind++], &kind);
	body = json_object();
	while (code == EXIT_DONE && optind < argc)
		code = put_field(c, kind, argv[optind++], body);
	if (code == EXIT_DONE)
		code = make(c, kind, body);
	json_decref(body);
	return code;
}
