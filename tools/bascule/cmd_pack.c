// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule pack NUMBER: where a pack is; with --state what became of it: it came back, was tasted, was
 * destroyed, or is put in stock again.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "entries_table.h"
#include "typeset.h"

struct options {
	const char *id, *state, *destination, *reason;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = { { "state", &o->state },
		{ "destination", &o->destination }, { "reason", &o->reason } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc)
		return cli_say_key(c, EXIT_USAGE, "pack_needs_id");
	o->id = argv[optind];
	if (!o->state && (o->destination || o->reason))
		return cli_say_key(c, EXIT_USAGE, "pack_needs_state");
	return cli_is_number(o->id) ? EXIT_DONE : cli_say_key(c, EXIT_REFUSED, "no_such_pack");
}

/* "HD-MS-B-K71-3: 3,750 kg, lot L …, returned". lang: word_pack_* */
static void put_pack(const struct cli *c, const json_t *pack)
{
	struct sentence said = { .key = "pack_said" };
	char kg[32], word[48], text[512];

	(void)snprintf(word, sizeof(word), "word_pack_%s", text_of(pack, "state"));
	sentence_param(&said, "id", text_of(pack, "id"));
	sentence_param(&said, "lot", text_of(pack, "lot"));
	sentence_param(&said, "kg",
		typeset_kg(json_integer_value(json_object_get(pack, "net_mg")), 3,
			c->lang == LANG_FR, kg, sizeof(kg)));
	sentence_param(&said, "state", lang_text(c->lang, word));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

static int move(const struct cli *c, const struct options *o)
{
	const struct cli_said said[] = { { "state", o->state }, { "destination", o->destination },
		{ "reason", o->reason } };
	char path[ARG_SIZE + 16];
	json_t *body = cli_body(said, ARRAY_SIZE(said), NULL), *json = NULL;
	int code;

	(void)snprintf(path, sizeof(path), "/packs/%.*s/state", ARG_SIZE - 1, o->id);
	code = body ? cli_post_json(c, path, body, &json)
		    : cli_say_key(c, EXIT_FAILED, "out_of_memory");
	json_decref(body);
	json_decref(json);
	return code;
}

int cmd_pack(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	char path[ARG_SIZE + 8];
	json_t *pack = NULL;
	int code = read_options(c, argc, argv, &o);

	if (code == EXIT_DONE && o.state)
		code = move(c, &o);
	if (code != EXIT_DONE)
		return code;
	(void)snprintf(path, sizeof(path), "/packs/%.*s", ARG_SIZE - 1, o.id);
	code = cli_ask_json(c, path, NULL, 0, "refusals", &pack);
	if (code == EXIT_DONE)
		put_pack(c, pack);
	json_decref(pack);
	return code;
}
