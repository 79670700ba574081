// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule items: items, newest first, by state, category and age. bascule items state NUMBER STATE: where one
 * is from now on; gone is a weighing out, received again of what was gone one in. From a file or a daemon.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "entries_table.h"
#include "item.h"
#include "typeset.h"

struct options {
	const char *state, *category, *older_than, *limit, *output, *format_word;
	enum table_format format;
	/* of a move */
	const char *id, *destination, *partner, *reason;
};

/* Of both: what is not for one of them is refused by it. */
static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = {
		{ "state", &o->state },
		{ "category", &o->category },
		{ "older-than", &o->older_than },
		{ "limit", &o->limit },
		{ "format", &o->format_word },
		{ "-o", &o->output },
		{ "destination", &o->destination },
		{ "partner", &o->partner },
		{ "reason", &o->reason },
	};

	return cli_options(c, argc, argv, options, ARRAY_SIZE(options));
}

/* ---- the list ---- */

static int read_list(const struct cli *c, int argc, char **argv, struct options *o)
{
	int code = read_options(c, argc, argv, o);

	if (code == EXIT_DONE && (optind < argc || o->destination || o->partner || o->reason))
		return cli_say_key(c, EXIT_USAGE, "items_state_needs");
	if (code == EXIT_DONE)
		code = cli_limit(c, o->limit);
	return code == EXIT_DONE ? list_format(c, o->format_word, o->output, &o->format) : code;
}

static const char *const shown[] = { "id", "state", "since", "day", "category", "net_mg", "units",
	"store", "serial", NULL };

static int list_items(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	json_t *answer = NULL;
	int code = read_list(c, argc, argv, &o);
	const struct cli_said said[] = {
		{ "state", o.state },
		{ "category", o.category },
		{ "older_than", o.older_than },
		{ "limit", o.limit },
	};

	if (code != EXIT_DONE)
		return code;
	/* For people the newest; a file is to hold all that there are. */
	code = (o.limit || o.format == FORMAT_TABLE ? cli_ask_json : cli_ask_whole)(
		c, "/items", said, ARRAY_SIZE(said), "items", &answer);
	if (code == EXIT_DONE)
		code = list_write(c,
			&(struct list_view){ .record = &item_record,
				.shown = shown,
				.member = "items",
				.none = "no_item_found",
				.format = o.format,
				.output = o.output },
			answer);
	json_decref(answer);
	return code;
}

/* ---- one moves ---- */

static int read_move(const struct cli *c, int argc, char **argv, struct options *o)
{
	int code = read_options(c, argc, argv, o);

	if (code != EXIT_DONE)
		return code;
	if (optind + 2 != argc || o->state || o->category || o->older_than || o->limit ||
		o->format_word || o->output)
		return cli_say_key(c, EXIT_USAGE, "items_state_needs");
	o->id = argv[optind];
	o->state = argv[optind + 1];
	return cli_is_number(o->id) ? EXIT_DONE : cli_say_key(c, EXIT_REFUSED, "no_such_item");
}

/* "HD-MS-I-K71-3: 31,500 kg, on sale since …". lang: word_item_* */
static void put_item(const struct cli *c, const json_t *item)
{
	struct sentence said = { .key = "item_said" };
	char kg[32], word[48], text[512];

	(void)snprintf(word, sizeof(word), "word_item_%s", text_of(item, "state"));
	sentence_param(&said, "id", text_of(item, "id"));
	sentence_param(&said, "category", text_of(item, "category"));
	sentence_param(&said, "kg",
		typeset_kg(json_integer_value(json_object_get(item, "net_mg")), 3,
			c->lang == LANG_FR, kg, sizeof(kg)));
	sentence_param(&said, "state", lang_text(c->lang, word));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

static int move(const struct cli *c, const struct options *o)
{
	const struct cli_said said[] = { { "state", o->state }, { "destination", o->destination },
		{ "partner", o->partner }, { "reason", o->reason } };
	char path[ARG_SIZE + 16];
	json_t *body = cli_body(said, ARRAY_SIZE(said), NULL), *json = NULL;
	int code;

	(void)snprintf(path, sizeof(path), "/items/%.*s/state", ARG_SIZE - 1, o->id);
	code = body ? cli_post_json(c, path, body, &json)
		    : cli_say_key(c, EXIT_FAILED, "out_of_memory");
	json_decref(body);
	json_decref(json);
	return code;
}

static int move_item(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	char path[ARG_SIZE + 8];
	json_t *item = NULL;
	int code = read_move(c, argc, argv, &o);

	if (code == EXIT_DONE)
		code = move(c, &o);
	if (code != EXIT_DONE)
		return code;
	(void)snprintf(path, sizeof(path), "/items/%.*s", ARG_SIZE - 1, o.id);
	code = cli_ask_json(c, path, NULL, 0, "moves", &item);
	if (code == EXIT_DONE)
		put_item(c, item);
	json_decref(item);
	return code;
}

int cmd_items(struct cli *c, int argc, char **argv)
{
	return argc > 1 && strcmp(argv[1], "state") == 0 ? move_item(c, argc - 1, argv + 1)
							 : list_items(c, argc, argv);
}
