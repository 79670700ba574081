// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule catalogue export|import: the catalogue as CSV, edited in a spreadsheet. Import tells
 * every mistake with file:line and then writes nothing; rows that changed nothing are not
 * written, so that the journal holds edits and not copies.
 */
#include <errno.h>
#include <getopt.h>
#include <string.h>
#include "catalogue_csv.h"
#include "cli.h"
#include "clock.h"
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

static int load(const struct cli *c, struct ledger *l, const char *path, struct catalogue **ret)
{
	struct sentence why;
	int r = ledger_catalogue(l, ret);

	if (r == 0)
		return EXIT_DONE;
	ledger_sentence(r, path, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

static int export_rows(const struct cli *c, const char *path, const struct options *o)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = NULL;
	enum catalogue_kind kind = CATALOGUE_KIND_COUNT;
	struct output out;
	int code = cli_open(c, path, LEDGER_READ, &l);

	if (o->kind)
		(void)catalogue_kind_from_name(o->kind, &kind);
	if (code == EXIT_DONE)
		code = load(c, l, path, &rows);
	if (code == EXIT_DONE)
		code = output_open(c, o->output, &out);
	if (code != EXIT_DONE)
		return code;
	(void)catalogue_csv_write(rows, kind, o->format && strcmp(o->format, "csv") != 0, out.out);
	return output_close(c, &out, EXIT_DONE);
}

struct told {
	const struct cli *c;
	const char *file;
};

static void tell(void *data, unsigned line, const struct sentence *why)
{
	const struct told *t = data;
	char text[1024];

	(void)fprintf(stderr, "%s:%u: %s\n", t->file, line,
		lang_say(t->c->lang, why, text, sizeof(text)));
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

static int write_rows(
	const struct cli *c, struct ledger *l, const char *path, const struct catalogue *rows)
{
	struct ledger_job job = { .drafts = { { &catalogue_kind, rows, NULL } } };
	struct sentence said = { .key = "catalogue_imported" };
	struct ledger_result res = { 0 };
	char text[256];

	clock_now(&job.now);
	if (rows->count)
		ledger_write(l, &job, &res);
	if (res.error < 0) {
		ledger_sentence(res.error, path, &res.why);
		return cli_say(c, EXIT_FAILED, &res.why);
	}
	if (res.answer != LEDGER_WRITTEN)
		return cli_say(c, EXIT_REFUSED, &res.why);
	sentence_param_int(&said, "count", (long long)rows->count);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int import_rows(
	const struct cli *c, const char *path, const struct options *o, const char *file)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *rows = NULL, *old = NULL;
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	_cleanup_free_ char *text = NULL;
	struct told told = { c, file };
	struct moment now;
	struct catalogue_csv how = { .kind = o->kind, .mistake = tell, .data = &told };
	size_t size = 0;
	int r, code = read_file(c, file, &text, &size);

	if (code != EXIT_DONE)
		return code;
	/* Open for writing from the start: nothing may come between what is compared and written. */
	code = cli_open(c, path, LEDGER_WRITE, &l);
	if (code == EXIT_DONE)
		code = load(c, l, path, &old);
	if (code != EXIT_DONE)
		return code;
	clock_now(&now);
	how.valid_from = o->from ? o->from : now.day;
	how.old = old;
	r = catalogue_csv_read(text, size, &how, &rows);
	if (r == -EBADMSG)
		return cli_say_key(c, EXIT_USAGE, "nothing_imported");
	if (r < 0)
		return cli_say_param(c, EXIT_FAILED, "cannot_read", "path", file);
	r = catalogue_keep_news(rows, old);
	if (r < 0)
		return cli_say_param(c, EXIT_FAILED, "cannot_read", "path", file);
	return write_rows(c, l, path, rows);
}

int cmd_catalogue(struct cli *c, int argc, char **argv)
{
	bool import = argc > 1 && strcmp(argv[1], "import") == 0;
	struct options o = { 0 };
	struct source source;
	int code;

	if (!import && (argc < 2 || strcmp(argv[1], "export") != 0))
		return cli_say_key(c, EXIT_USAGE, "catalogue_needs_action");
	code = read_options(c, argc - 1, argv + 1, &o);
	if (code != EXIT_DONE)
		return code;
	if (optind + (import ? 1 : 0) != argc - 1)
		return cli_say_key(c, EXIT_USAGE, "catalogue_needs_action");
	cli_source(c, &source);
	if (!source.db)
		return cli_say_key(c, EXIT_USAGE, "needs_db");
	return import ? import_rows(c, source.db, &o, argv[1 + optind])
		      : export_rows(c, source.db, &o);
}
