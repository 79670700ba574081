// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule entries KIND: entries of any kind, newest first, from a file or a daemon. What is known of
 * a kind is its table of fields. Without a kind, which there are. "entries add" is entries_add.c.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "entries.h"
#include "entries_table.h"
#include "guess.h"
#include "record_title.h"

struct options {
	const struct kind *kind;
	struct days days;
	const char *about, *limit, *output, *format_word;
	enum table_format format;
};

int entries_kind(
	const struct cli *c, const char *method, const char *word, const struct kind **ret_kind)
{
	char arg[ARG_SIZE];
	const struct call *call = call_find(method, "/entries/x", arg);
	struct sentence why = { .key = "unknown_kind" };
	struct guess g;
	const char *one;

	guess_start(&g, word);
	for (size_t i = 0; (one = call->arg_word(i)); i++) {
		if (strcmp(one, word) == 0) {
			*ret_kind = kind_named(word);
			return EXIT_DONE;
		}
		guess_try(&g, one);
	}
	if (g.nearest)
		why.key = "unknown_kind_near";
	sentence_param(&why, "kind", word);
	sentence_param(&why, "near", g.nearest ? g.nearest : "");
	return cli_say(c, EXIT_USAGE, &why);
}

int entries_which_kind(const struct cli *c, const char *method)
{
	char arg[ARG_SIZE], kinds[SENTENCE_VALUE_SIZE] = "";
	const struct call *call = call_find(method, "/entries/x", arg);
	const char *one;

	for (size_t i = 0, at = 0;
		(one = call->arg_word(i)) && at + strlen(one) + 3 < sizeof(kinds); i++)
		at += (size_t)snprintf(kinds + at, sizeof(kinds) - at, "%s%s", at ? ", " : "", one);
	return cli_say_param(c, EXIT_USAGE, "which_kind", "kinds", kinds);
}

/* What there is to be listed, and what people call it. */
static int list_kinds(const struct cli *c)
{
	char arg[ARG_SIZE], key[TITLE_KEY];
	const struct call *call = call_find("GET", "/entries/x", arg);
	const char *one, *title;

	for (size_t i = 0; (one = call->arg_word(i)); i++) {
		title = record_kind_key(kind_row(kind_named(one)), key);
		printf("%-16s %s\n", one, title ? lang_text(c->lang, title) : "");
	}
	return EXIT_DONE;
}

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = {
		{ "about", &o->about },
		{ "period", &o->days.period },
		{ "from", &o->days.from },
		{ "to", &o->days.to },
		{ "limit", &o->limit },
		{ "format", &o->format_word },
		{ "-o", &o->output },
	};
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind == argc)
		return entries_which_kind(c, "GET");
	code = entries_kind(c, "GET", argv[optind], &o->kind);
	if (code == EXIT_DONE && optind + 1 < argc)
		code = cli_say_param(
			c, EXIT_USAGE, "unexpected_argument", "argument", argv[optind + 1]);
	if (code == EXIT_DONE)
		code = cli_limit(c, o->limit);
	if (code == EXIT_DONE)
		code = list_format(c, o->format_word, o->output, &o->format);
	return code == EXIT_DONE ? days_resolve(c, &o->days) : code;
}

/* This list has no pages: what may be behind its end is said. */
#define ENTRIES_MOST "100000"

static int list(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	json_t *answer = NULL;
	char path[64];
	int code = read_options(c, argc, argv, &o);
	/* For people the newest; a file is to hold all that there are. */
	const bool whole = !o.limit && o.format != FORMAT_TABLE;
	const struct cli_said said[] = {
		{ "about", o.about },
		{ "period", o.days.period },
		{ "from", o.days.from },
		{ "to", o.days.to },
		{ "limit", whole ? ENTRIES_MOST : o.limit },
	};

	if (code != EXIT_DONE)
		return code;
	(void)snprintf(path, sizeof(path), "/entries/%s", kind_name(o.kind));
	code = cli_ask_json(c, path, said, ARRAY_SIZE(said), "entries", &answer);
	if (code == EXIT_DONE && whole &&
		json_array_size(json_object_get(answer, "entries")) ==
			strtoul(ENTRIES_MOST, NULL, 10))
		code = cli_say_param(c, EXIT_REFUSED, "list_goes_on", "count", ENTRIES_MOST);
	if (code == EXIT_DONE)
		code = list_write(c,
			&(struct list_view){ .record = kind_row(o.kind),
				.member = "entries",
				.none = "no_entry_found",
				.days = &o.days,
				.format = o.format,
				.output = o.output },
			answer);
	json_decref(answer);
	return code;
}

int cmd_entries(struct cli *c, int argc, char **argv)
{
	if (argc == 1)
		return list_kinds(c);
	if (argc > 1 && strcmp(argv[1], "add") == 0)
		return entries_add(c, argc - 1, argv + 1);
	return list(c, argc, argv);
}
