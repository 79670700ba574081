// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule void ID --reason …: takes a weighing out of all sums; it stays visible. Through the
 * daemon when one runs (--url), into the file when none does: the lock tells.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "typeset.h"

struct options {
	const char *id, *reason;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *ret)
{
	const struct cli_option options[] = { { "reason", &ret->reason } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc)
		return cli_say_key(c, EXIT_USAGE, "void_needs_id");
	ret->id = argv[optind];
	if (!*ret->reason)
		return cli_say_key(c, EXIT_USAGE, "void_needs_reason");
	return EXIT_DONE;
}

static int say_voided(const struct cli *c, const char *id, int64_t net_mg, const char *category)
{
	struct sentence said = { .key = "voided" };
	char kg[32], text[256];

	sentence_param(&said, "id", id);
	sentence_param(&said, "kg", typeset_kg(net_mg, 3, c->lang == LANG_FR, kg, sizeof(kg)));
	sentence_param(&said, "category", category);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int say_void_entry(const struct cli *c, const char *id)
{
	struct sentence said = { .key = "voided_entry" };
	char text[256];

	sentence_param(&said, "id", id);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int void_it(const struct cli *c, const struct options *o)
{
	_cleanup_free_ char *path = NULL;
	json_t *body = json_pack("{s:s}", "reason", o->reason), *json = NULL;
	const bool entry = strchr(o->id, '/') != NULL;
	const char *id, *category;
	int code =
		!body || asprintf(&path, "/%s/%s/void", entry ? "entries" : "weighings", o->id) < 0
			? cli_say_key(c, EXIT_FAILED, "out_of_memory")
			: cli_post_json(c, path, body, &json);

	json_decref(body);
	id = json_string_value(json_object_get(json, "id"));
	category = json_string_value(json_object_get(json, "category"));
	if (code == EXIT_DONE && entry)
		code = say_void_entry(c, o->id);
	else if (code == EXIT_DONE)
		code = say_voided(c, id ? id : o->id,
			json_integer_value(json_object_get(json, "net_mg")),
			category ? category : "");
	json_decref(json);
	return code;
}

int cmd_void(struct cli *c, int argc, char **argv)
{
	struct options o = { .id = "", .reason = "" };
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	return cli_is_number(o.id) || strchr(o.id, '/')
		       ? void_it(c, &o)
		       : cli_say_key(c, EXIT_REFUSED, "no_such_weighing");
}
