// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule paper: the sheet for the day the power is off, and its entry. print: a new one, under a number of its own.
 * enter: a line of one, as bascule weigh. And what was entered of one, with its sum to compare.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "typeset.h"

static int print(struct cli *c, int argc, char **argv)
{
	const char *output = NULL;
	const struct cli_option options[] = { { "-o", &output } };
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (!output_takes(c, output, FORMAT_PDF))
		return EXIT_USAGE;
	return output_answer(c, &(struct cli_call){ .path = "/paper/sheet" }, output);
}

/* enter SHEET LINE …: weigh --sheet SHEET --line LINE … */
static int enter(struct cli *c, int argc, char **argv)
{
	char sheet[] = "--sheet", line[] = "--line", *args[64] = { argv[0], sheet };
	int n = 2;

	if (argc < 3 || argv[1][0] == '-' || argv[2][0] == '-' || argc > 60)
		return cli_say_key(c, EXIT_USAGE, "paper_needs");
	args[n++] = argv[1];
	args[n++] = line;
	args[n++] = argv[2];
	for (int i = 3; i < argc; i++)
		args[n++] = argv[i];
	optind = 1;
	return cmd_weigh(c, n, args);
}

static void put_line(const struct cli *c, const json_t *entry)
{
	const json_t *w = json_object_get(entry, "weighing");
	struct sentence said = { .key = json_is_string(json_object_get(w, "voided_by"))
						? "paper_line_void"
						: "paper_line" };
	char kg[32], text[256];

	sentence_param_int(&said, "line", json_integer_value(json_object_get(entry, "line")));
	sentence_param(&said, "id", text_of(w, "id"));
	sentence_param(&said, "category", text_of(w, "category"));
	sentence_param(&said, "kg",
		typeset_kg(json_integer_value(json_object_get(w, "net_mg")), 3, c->lang == LANG_FR,
			kg, sizeof(kg)));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

/* "7 of 20, 84,500 kg", and each of them. */
static int show(struct cli *c, const char *sheet)
{
	struct sentence said = { .key = "paper_entered" };
	char path[128], kg[32], text[256];
	json_t *answer = NULL;
	const json_t *one;
	size_t i;
	int code;

	(void)snprintf(path, sizeof(path), "/paper/%.60s", sheet);
	code = cli_ask_json(c, path, NULL, 0, "entries", &answer);
	if (code != EXIT_DONE)
		return code;
	json_array_foreach(json_object_get(answer, "entries"), i, one) put_line(c, one);
	sentence_param(&said, "sheet", text_of(answer, "sheet"));
	sentence_param_int(
		&said, "entered", json_integer_value(json_object_get(answer, "entered")));
	sentence_param_int(&said, "lines", json_integer_value(json_object_get(answer, "lines")));
	sentence_param(&said, "kg",
		typeset_kg(json_integer_value(json_object_get(answer, "net_mg")), 3,
			c->lang == LANG_FR, kg, sizeof(kg)));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	json_decref(answer);
	return EXIT_DONE;
}

int cmd_paper(struct cli *c, int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "print") == 0)
		return print(c, argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "enter") == 0)
		return enter(c, argc - 1, argv + 1);
	if (argc != 2 || argv[1][0] == '-')
		return cli_say_key(c, EXIT_USAGE, "paper_needs");
	return show(c, argv[1]);
}
