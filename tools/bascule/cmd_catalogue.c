// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule catalogue export|import: the catalogue as CSV, edited in a spreadsheet; of a daemon while
 * people weigh, or of a file. Import tells every mistake with file:line and then writes nothing;
 * rows that changed nothing are not written, so that the journal holds edits and not copies. The
 * daemon lets no past figure move, nor very many rows at once; into a file both may be.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "day.h"

struct options {
	const char *kind, *output, *from, *format;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *ret)
{
	const struct cli_option options[] = {
		{ "kind", &ret->kind },
		{ "from", &ret->from },
		{ "format", &ret->format },
		{ "-o", &ret->output },
	};
	enum catalogue_kind kind;
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (ret->kind && catalogue_kind_from_name(ret->kind, &kind) < 0)
		return cli_say_param(c, EXIT_USAGE, "bad_kind", "kind", ret->kind);
	if (ret->from && !day_exists(ret->from))
		return cli_say_param(c, EXIT_USAGE, "bad_day", "day", ret->from);
	if (ret->format && strcmp(ret->format, "csv") != 0 && strcmp(ret->format, "csv-fr") != 0)
		return cli_say_param(c, EXIT_USAGE, "bad_format", "format", ret->format);
	return EXIT_DONE;
}

static int export_rows(const struct cli *c, const struct options *o)
{
	const struct cli_said said[] = { { "kind", o->kind }, { "format", o->format } };
	struct answer a = { 0 };
	struct output out;
	int code = cli_ask(c, "/catalogue/csv", said, ARRAY_SIZE(said), &a);

	if (code == EXIT_DONE)
		code = output_open(c, o->output, &out);
	if (code == EXIT_DONE) {
		(void)fwrite(a.text, 1, a.size, out.out);
		code = output_close(c, &out, EXIT_DONE);
	}
	answer_done(&a);
	return code;
}

static int read_file(const struct cli *c, const char *file, char **ret_text, size_t *ret_size)
{
	FILE *in = fopen(file, "re"), *out = in ? open_memstream(ret_text, ret_size) : NULL;
	char part[4096];
	size_t n;
	bool bad = !out;

	while (!bad && (n = fread(part, 1, sizeof(part), in)) > 0)
		bad = fwrite(part, 1, n, out) != n;
	bad |= in && ferror(in);
	if (in)
		(void)fclose(in);
	if (out)
		bad |= fclose(out) != 0;
	return bad ? cli_say_param(c, EXIT_USAGE, "cannot_read", "path", file) : EXIT_DONE;
}

/* ---- import ---- */

static int say_mistakes(const struct cli *c, const char *file, const json_t *mistakes)
{
	const json_t *one;
	size_t i;

	json_array_foreach(mistakes, i, one)
	{
		json_int_t line = json_integer_value(json_object_get(one, "row"));
		const char *message = json_string_value(json_object_get(one, "message"));

		if (line)
			(void)fprintf(stderr, "%s:%lld: %s\n", file, (long long)line, message);
		else
			(void)fprintf(stderr, "%s: %s\n", file, message);
	}
	return cli_say_key(c, EXIT_USAGE, "nothing_imported");
}

static int say_imported(const struct cli *c, long long rows)
{
	struct sentence said = { .key = "catalogue_imported" };
	char text[256];

	sentence_param_int(&said, "count", rows);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int import_rows(const struct cli *c, const struct options *o, const char *file)
{
	const struct cli_said said[] = { { "kind", o->kind }, { "from", o->from } };
	const struct cli_call call = { "/catalogue/csv", said, ARRAY_SIZE(said) };
	_cleanup_free_ char *text = NULL;
	struct sent sent = { .type = "text/csv" };
	json_t *json = NULL, *mistakes;
	int code = read_file(c, file, &text, &sent.size);

	if (code != EXIT_DONE)
		return code;
	sent.bytes = text;
	code = cli_post(c, &call, &sent, &json);
	mistakes = json_object_get(json, "mistakes");
	if (mistakes)
		code = say_mistakes(c, file, mistakes);
	else if (code == EXIT_DONE)
		code = say_imported(c, json_integer_value(json_object_get(json, "rows")));
	json_decref(json);
	return code;
}

int cmd_catalogue(struct cli *c, int argc, char **argv)
{
	bool import = argc > 1 && strcmp(argv[1], "import") == 0;
	struct options o = { 0 };
	int code;

	if (!import && (argc < 2 || strcmp(argv[1], "export") != 0))
		return cli_say_key(c, EXIT_USAGE, "catalogue_needs_action");
	code = read_options(c, argc - 1, argv + 1, &o);
	if (code != EXIT_DONE)
		return code;
	if (optind + (import ? 1 : 0) != argc - 1)
		return cli_say_key(c, EXIT_USAGE, "catalogue_needs_action");
	return import ? import_rows(c, &o, argv[1 + optind]) : export_rows(c, &o);
}
