// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule entries KIND: entries of any kind, newest first, from a file or a daemon. What is known of
 * a kind is its table of fields. "entries add" is entries_add.c.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "entries.h"
#include "entries_table.h"
#include "guess.h"

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

static int read_format(const struct cli *c, struct options *o)
{
	int code = cli_format(c, o->format_word, &o->format);

	if (code != EXIT_DONE)
		return code;
	if (o->format > FORMAT_XLSX)
		return cli_say_param(
			c, EXIT_USAGE, "only_tonnage", "format", table_format_name(o->format));
	return output_takes(c, o->output, o->format) ? EXIT_DONE : EXIT_USAGE;
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
		code = read_format(c, o);
	return code == EXIT_DONE ? days_resolve(c, &o->days) : code;
}

static int write_rows(const struct cli *c, const struct options *o, const json_t *answer, FILE *out)
{
	const json_t *rows = json_object_get(answer, "entries");
	const bool people = o->format == FORMAT_TABLE || o->format == FORMAT_XLSX;
	struct table t;
	int r;

	if (o->format == FORMAT_JSON) {
		(void)json_dumpf(answer, out, JSON_COMPACT);
		return putc('\n', out) == EOF ? -EIO : 0;
	}
	r = entries_table(&t, kind_row(o->kind), NULL, rows, people, c->lang);
	if (r == 0 && o->days.first[0]) {
		table_fact(&t, "first_day", o->days.first, false);
		table_fact(&t, "last_day", o->days.last, false);
	}
	if (r == 0 && o->format != FORMAT_TABLE)
		r = table_write(&t, o->format, CHART_BARS, c->lang, out);
	else if (r == 0 && t.rows)
		entries_text(&t, c->lang, out);
	table_done(&t);
	return r;
}

static int write_out(const struct cli *c, const struct options *o, const json_t *answer)
{
	struct output out;
	int code = output_open(c, o->output, &out);

	if (code != EXIT_DONE)
		return code;
	if (write_rows(c, o, answer, out.out) < 0)
		code = cli_say_key(c, EXIT_FAILED, "out_of_memory");
	code = output_close(c, &out, code);
	if (code != EXIT_DONE || json_array_size(json_object_get(answer, "entries")))
		return code;
	return cli_say_key(c, EXIT_REFUSED, "no_entry_found");
}

static int list(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	json_t *answer = NULL;
	char path[64];
	int code = read_options(c, argc, argv, &o);
	const struct cli_said said[] = {
		{ "about", o.about },
		{ "period", o.days.period },
		{ "from", o.days.from },
		{ "to", o.days.to },
		{ "limit", o.limit },
	};

	if (code != EXIT_DONE)
		return code;
	(void)snprintf(path, sizeof(path), "/entries/%s", kind_name(o.kind));
	code = cli_ask_json(c, path, said, ARRAY_SIZE(said), "entries", &answer);
	if (code == EXIT_DONE)
		code = write_out(c, &o, answer);
	json_decref(answer);
	return code;
}

int cmd_entries(struct cli *c, int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "add") == 0)
		return entries_add(c, argc - 1, argv + 1);
	return list(c, argc, argv);
}
