// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule export weighings: one line a weighing, for whoever audits or counts otherwise, of a file or of a daemon; and
 * its data dictionary. Lines go out as they are read; a file has its name only when it is whole.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"

static int read_format(const struct cli *c, struct export_options *o)
{
	const char *ending = o->output ? strrchr(o->output, '.') : NULL;
	int code = cli_format(c, o->format_word, &o->format);

	if (code != EXIT_DONE)
		return code;
	if (!o->format_word && ending && strcmp(ending, ".xlsx") == 0)
		o->format = FORMAT_XLSX;
	else if (!o->format_word && !o->dictionary)
		o->format = c->lang == LANG_FR ? FORMAT_CSV_FR : FORMAT_CSV;
	if (o->format > FORMAT_XLSX || (o->format == FORMAT_TABLE && !o->dictionary))
		return cli_say_param(c, EXIT_USAGE, "export_format", "format", o->format_word);
	return output_takes(c, o->output, o->format) ? EXIT_DONE : EXIT_USAGE;
}

static int say_error(const struct cli *c, const char *db, int error)
{
	struct sentence why = { .key = "out_of_memory" };

	if (error == -E2BIG) {
		why.key = "export_too_long";
		sentence_param_int(&why, "most", TABLE_SHEET_ROWS);
		return cli_say(c, EXIT_USAGE, &why);
	}
	if (error == -ENOENT)
		return cli_say_param(c, EXIT_USAGE, "bad_query", "field", "after");
	if (error != -ENOMEM)
		ledger_sentence(error, db, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

static int here(const struct cli *c, const char *db, const struct cli_call *call, FILE *out)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	_cleanup_(cleanup_export_free) struct export_job *job = NULL;
	struct request request;
	int r, code = cli_request(c, call, &request);

	if (code == EXIT_DONE)
		code = cli_open(c, db, LEDGER_READ, &l);
	if (code != EXIT_DONE)
		return code;
	r = export_new(&request, &job);
	if (r == 0)
		do
			r = export_lines(l, job, out);
		while (r > 0 && !ferror(out));
	return r < 0 ? say_error(c, db, r) : EXIT_DONE;
}

static int there(const struct cli *c, const char *url, const struct cli_call *call, FILE *out)
{
	char whole[1024];

	return cli_address(c, call, whole, sizeof(whole)) ? remote_stream(c, url, whole, out)
							  : EXIT_USAGE;
}

static int write_to(const struct cli *c, const struct cli_call *call, const char *path)
{
	struct source source;
	struct output out;
	int code = output_open(c, path, &out);

	if (code != EXIT_DONE)
		return code;
	cli_source(c, &source);
	code = source.db ? here(c, source.db, call, out.out) : there(c, source.url, call, out.out);
	return output_close(c, &out, code);
}

static int write_file(const struct cli *c, const struct cli_call *call, const char *path)
{
	_cleanup_free_ char *part = NULL;
	int code;

	if (asprintf(&part, "%s.part", path) < 0)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	code = write_to(c, call, part);
	if (code == EXIT_DONE && rename(part, path) < 0)
		code = cli_say_param(c, EXIT_FAILED, "cannot_write", "path", path);
	if (code != EXIT_DONE)
		(void)remove(part);
	return code;
}

static int write_dictionary(const struct cli *c, const struct export_options *o)
{
	const struct cli_said said[] = { { "format", table_format_name(o->format) } };
	struct answer a = { 0 };
	struct output out;
	int code = cli_ask(c, "/export/weighings/dictionary", said, ARRAY_SIZE(said), &a);

	if (code == EXIT_DONE)
		code = output_open(c, o->output, &out);
	if (code == EXIT_DONE) {
		(void)fwrite(a.text, 1, a.size, out.out);
		code = output_close(c, &out, EXIT_DONE);
	}
	answer_done(&a);
	return code;
}

int export_weighings(const struct cli *c, struct export_options *o)
{
	int code = read_format(c, o);
	const struct cli_said said[] = {
		{ "period", o->days.period },
		{ "from", o->days.from },
		{ "to", o->days.to },
		{ "site", o->site },
		{ "format", table_format_name(o->format) },
		{ "after", o->after },
		{ "limit", o->limit },
	};
	const struct cli_call call = { "/export/weighings", said, ARRAY_SIZE(said) };

	if (code == EXIT_DONE && (o->days.period || o->days.from || o->days.to))
		code = days_resolve(c, &o->days);
	if (code != EXIT_DONE)
		return code;
	if (o->dictionary)
		return write_dictionary(c, o);
	return o->output ? write_file(c, &call, o->output) : write_to(c, &call, NULL);
}
