// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule export --all FOLDER: everything a ledger says, in open formats, also beside a running daemon; and
 * export weighings (export_weighings.c).
 */
#include "export.h"
#include <getopt.h>
#include <string.h>
#include "cli.h"

static int say_error(const struct cli *c, int error, const char *folder)
{
	struct sentence why;

	if (error == -EEXIST)
		return cli_say_param(c, EXIT_REFUSED, "export_exists", "path", folder);
	if (error == -ENOENT)
		return cli_say_param(c, EXIT_FAILED, "backup_no_folder", "path", folder);
	if (error == -ENOSPC)
		return cli_say_param(c, EXIT_FAILED, "backup_disk_full", "path", folder);
	if (error == -EROFS || error == -EACCES || error == -EPERM)
		return cli_say_param(c, EXIT_FAILED, "backup_read_only", "path", folder);
	if (error == -EIO)
		return cli_say_param(c, EXIT_FAILED, "backup_medium_gone", "path", folder);
	ledger_sentence(error, folder, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

static int run(const struct cli *c, const char *db, const char *folder)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct sentence said = { .key = "export_done" };
	struct exported done;
	char text[1024];
	int code = cli_open(c, db, LEDGER_READ, &l), r;

	if (code != EXIT_DONE)
		return code;
	cli_busy(c);
	r = export_all(l, folder, c->lang, &done);
	cli_busy_end();
	if (r < 0)
		return say_error(c, r, folder);
	sentence_param(&said, "path", folder);
	sentence_param_int(&said, "tables", (long long)done.tables);
	sentence_param_int(&said, "rows", (long long)done.rows);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int read_options(const struct cli *c, int argc, char **argv, struct export_options *o)
{
	const struct cli_option options[] = {
		{ "=all", &o->all },
		{ "period", &o->days.period },
		{ "from", &o->days.from },
		{ "to", &o->days.to },
		{ "site", &o->site },
		{ "format", &o->format_word },
		{ "after", &o->after },
		{ "limit", &o->limit },
		{ "=dictionary", &o->dictionary },
		{ "-o", &o->output },
	};
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code == EXIT_DONE && optind + 1 < argc)
		return cli_say_param(
			c, EXIT_USAGE, "unexpected_argument", "argument", argv[optind + 1]);
	return code;
}

int cmd_export(struct cli *c, int argc, char **argv)
{
	struct export_options o = { 0 };
	struct source source;
	const char *word;
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	word = optind < argc ? argv[optind] : NULL;
	if (word && !o.all && strcmp(word, "weighings") == 0)
		return export_weighings(c, &o);
	if (!o.all || !word)
		return cli_say_key(c, EXIT_USAGE, "export_needs_folder");
	cli_source(c, &source);
	return source.db ? run(c, source.db, word) : cli_say_key(c, EXIT_USAGE, "needs_db");
}
