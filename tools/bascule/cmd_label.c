// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule label control-sheet: codes for the scanner on A4. The call of that name, answered by a
 * daemon or from a file: the same bytes.
 */
#include <getopt.h>
#include <string.h>
#include "api.h"
#include "cli.h"

struct options {
	const char *kind, *cells, *skip, *output;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = { { "kind", &o->kind }, { "cells", &o->cells },
		{ "skip", &o->skip }, { "-o", &o->output } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc || strcmp(argv[optind], "control-sheet") != 0 || !o->kind ||
		!o->output)
		return cli_say_key(c, EXIT_USAGE, "label_usage");
	return EXIT_DONE;
}

/* What is wrong with an option is said here, whoever answers. */
static int make_request(const struct cli *c, const struct options *o, struct request *r)
{
	const struct caller who = { .role = ROLE_COORDINATOR, .lang = c->lang };
	const char *const values[][2] = { { "kind", o->kind }, { "cells", o->cells },
		{ "skip", o->skip } };
	char arg[ARG_SIZE];
	const struct call *call = call_find("GET", "/labels/control-sheet", arg);
	struct sentence why = { 0 };
	int status = request_begin(r, call, arg, &who, &why);

	for (size_t i = 0; i < ARRAY_SIZE(values) && !status; i++)
		if (values[i][1])
			status = request_set(r, values[i][0], values[i][1], &why);
	return status ? cli_say(c, EXIT_USAGE, &why) : EXIT_DONE;
}

static int from_file(
	const struct cli *c, const char *path, const struct request *request, FILE *out)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct answer a = { 0 };
	struct sentence why;
	int r, code = cli_open(c, path, LEDGER_READ, &l);

	if (code != EXIT_DONE)
		return code;
	r = request_run(l, request, &a);
	if (r < 0)
		ledger_sentence(r, path, &why);
	if (r < 0)
		code = cli_say(c, EXIT_FAILED, &why);
	else if (a.why.key)
		code = cli_say(c, a.status == 422 ? EXIT_USAGE : EXIT_REFUSED, &a.why);
	else
		(void)fwrite(a.text, 1, a.size, out);
	answer_done(&a);
	return code;
}

static int from_daemon(const struct cli *c, const char *url, const struct options *o, FILE *out)
{
	char path[128] = "/labels/control-sheet?";
	bool empty;
	int r = remote_add(path, sizeof(path), "kind", o->kind);

	if (r == 0 && o->cells)
		r = remote_add(path, sizeof(path), "cells", o->cells);
	if (r == 0 && o->skip)
		r = remote_add(path, sizeof(path), "skip", o->skip);
	if (r < 0)
		return cli_say_key(c, EXIT_USAGE, "too_long");
	return remote_fetch(c, url, path, out, &empty);
}

/* Nothing is written to the file before all of it is there. */
int cmd_label(struct cli *c, int argc, char **argv)
{
	_cleanup_free_ char *text = NULL;
	struct options o = { 0 };
	struct request request;
	struct source source;
	struct output out;
	size_t size;
	FILE *made;
	int code = read_options(c, argc, argv, &o);

	if (code == EXIT_DONE)
		code = make_request(c, &o, &request);
	if (code != EXIT_DONE)
		return code;
	made = open_memstream(&text, &size);
	if (!made)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	cli_source(c, &source);
	code = source.db ? from_file(c, source.db, &request, made)
			 : from_daemon(c, source.url, &o, made);
	if (fclose(made) != 0 && code == EXIT_DONE)
		code = cli_say_key(c, EXIT_FAILED, "out_of_memory");
	if (code == EXIT_DONE)
		code = output_open(c, o.output, &out);
	if (code != EXIT_DONE)
		return code;
	(void)fwrite(text, 1, size, out.out);
	return output_close(c, &out, EXIT_DONE);
}
