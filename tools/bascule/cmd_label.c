// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule label control-sheet (food is in label_food.c): codes for the scanner on A4. The call of that name, answered by a
 * daemon or from a file: the same bytes. --print: one a label, on the station's own printer.
 */
#include <getopt.h>
#include <string.h>
#include "api.h"
#include "cli.h"

struct options {
	const char *kind, *cells, *skip, *output, *print;
	struct food_paper paper;
};

static bool is_food(int argc, char **argv)
{
	return optind < argc && strcmp(argv[optind], "food") == 0;
}

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = { { "kind", &o->kind }, { "cells", &o->cells },
		{ "skip", &o->skip }, { "-o", &o->output }, { "=print", &o->print },
		{ "dpi", &o->paper.dpi }, { "width", &o->paper.width },
		{ "height", &o->paper.height }, { "labels", &o->paper.labels } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE || is_food(argc, argv))
		return code;
	if (optind + 1 != argc || strcmp(argv[optind], "control-sheet") != 0 || !o->kind ||
		!o->output == !o->print || (o->print && (o->cells || o->skip)) || o->paper.dpi ||
		o->paper.width || o->paper.height || o->paper.labels)
		return cli_say_key(c, EXIT_USAGE, "label_usage");
	return EXIT_DONE;
}

static int print_strip(const struct cli *c, const char *kind)
{
	struct sentence done = { .key = "label_strip" };
	json_t *body = json_pack("{s:s}", "kind", kind), *json = NULL;
	struct source source;
	char said[160];
	int code;

	if (!body)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	cli_station(c, &source);
	code = remote_call(c, source.url, "/labels/control-sheet/print", body, &json);
	json_decref(body);
	if (code != EXIT_DONE)
		return code;
	sentence_param_int(&done, "count", json_integer_value(json_object_get(json, "count")));
	puts(lang_say(c->lang, &done, said, sizeof(said)));
	json_decref(json);
	return EXIT_DONE;
}

static int food(struct cli *c, int argc, char **argv, const struct options *o)
{
	if (optind + 2 != argc || !o->output || o->kind || o->cells || o->skip || o->print)
		return cli_say_key(c, EXIT_USAGE, "label_food_usage");
	return label_food_preview(c, argv[optind + 1], o->output, &o->paper);
}

/* Nothing is written to the file before all of it is there. */
int cmd_label(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	struct answer a = { 0 };
	struct output out;
	int code = read_options(c, argc, argv, &o);
	const struct cli_said said[] = {
		{ "kind", o.kind },
		{ "cells", o.cells },
		{ "skip", o.skip },
	};

	if (code == EXIT_DONE && is_food(argc, argv))
		return food(c, argc, argv, &o);
	if (code == EXIT_DONE && o.print)
		return print_strip(c, o.kind);
	if (code == EXIT_DONE)
		code = cli_ask(c, "/labels/control-sheet", said, ARRAY_SIZE(said), &a);
	if (code == EXIT_DONE)
		code = output_open(c, o.output, &out);
	if (code == EXIT_DONE) {
		(void)fwrite(a.text, 1, a.size, out.out);
		code = output_close(c, &out, EXIT_DONE);
	}
	answer_done(&a);
	return code;
}
