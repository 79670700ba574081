// SPDX-License-Identifier: GPL-3.0-or-later
/* bascule stock: what lay where at the end of a day, from a file or a daemon: the same bytes. */
#include <string.h>
#include "cli.h"
#include "day.h"

struct options {
	const char *day, *place, *category, *site, *format_word, *plain, *output;
	enum table_format format;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *o)
{
	const struct cli_option options[] = {
		{ "day", &o->day },
		{ "place", &o->place },
		{ "category", &o->category },
		{ "site", &o->site },
		{ "format", &o->format_word },
		{ "=plain", &o->plain },
		{ "-o", &o->output },
	};
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE && o->day && !day_exists(o->day))
		return cli_say_param(c, EXIT_USAGE, "bad_day", "day", o->day);
	if (code == EXIT_DONE && o->format_word)
		code = cli_format(c, o->format_word, &o->format);
	if (code == EXIT_DONE && !output_takes(c, o->output, o->format))
		return EXIT_USAGE;
	if (o->plain && o->format == FORMAT_TABLE)
		o->format = FORMAT_PLAIN;
	return code;
}

static int write_out(const struct cli *c, const struct options *o, const struct answer *a)
{
	struct output out;
	int code = output_open(c, o->output, &out);

	if (code != EXIT_DONE)
		return code;
	(void)fwrite(a->text, 1, a->size, out.out);
	code = output_close(c, &out, EXIT_DONE);
	return code == EXIT_DONE && a->empty ? cli_say_key(c, EXIT_REFUSED, "no_stock") : code;
}

int cmd_stock(struct cli *c, int argc, char **argv)
{
	struct options o = { 0 };
	struct answer a = { 0 };
	int code = read_options(c, argc, argv, &o);
	const struct cli_said said[] = {
		{ "day", o.day },
		{ "place", o.place },
		{ "category", o.category },
		{ "site", o.site },
		{ "format", table_format_name(o.format) },
	};

	if (code == EXIT_DONE)
		code = cli_ask(c, "/stock", said, ARRAY_SIZE(said), &a);
	if (code == EXIT_DONE)
		code = write_out(c, &o, &a);
	answer_done(&a);
	return code;
}
