// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule verify and bascule rebuild --check: the chain is whole, and every projected row is
 * what the journal says. Both read a file, also beside a running daemon.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "clock.h"

static void print_fault(void *data, const struct ledger_fault *f)
{
	(void)cli_say(data, 0, &f->what);
}

static int finish(
	const struct cli *c, const char *path, int faults, const char *key, uint64_t entries)
{
	struct sentence said = { .key = key };
	char text[256];

	cli_busy_end();
	if (faults < 0) {
		ledger_sentence(faults, path, &said);
		return cli_say(c, EXIT_FAILED, &said);
	}
	if (faults > 0) {
		said.key = "faults_found";
		sentence_param_int(&said, "count", faults);
		return cli_say(c, EXIT_FAILED, &said);
	}
	sentence_param_int(&said, "entries", (long long)entries);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

/* These two need the file itself. */
static int open_file(const struct cli *c, struct source *source, struct ledger **ret_ledger)
{
	cli_source(c, source);
	if (!source->db)
		return cli_say_key(c, EXIT_USAGE, "needs_db");
	return cli_open(c, source->db, LEDGER_READ, ret_ledger);
}

/* To which weighing the file goes, and whether more was written than it holds. */
static int say_reach(const struct cli *c, struct ledger *l, struct ledger_reach *reach)
{
	struct sentence said = { .key = "verify_reach" };
	char text[512], when[40];
	int r = ledger_reach(l, reach);

	if (r < 0)
		return cli_say_key(c, EXIT_FAILED, "store_failed");
	if (reach->any) {
		sentence_param(&said, "id", reach->newest.id);
		sentence_param(
			&said, "at", clock_iso(reach->newest.at.wall_us, when, sizeof(when)));
		(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	}
	if (reach->behind)
		return cli_say_key(c, EXIT_FAILED, "verify_behind");
	if (!reach->log && !reach->anchor)
		(void)puts(lang_text(c->lang, "verify_end_unknown"));
	return EXIT_DONE;
}

int cmd_verify(struct cli *c, int argc, char **argv)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct ledger_reach reach;
	struct source source;
	uint64_t entries = 0;
	int code = cli_only_options(c, argc, argv, NULL, 0), reached, faults;

	if (code != EXIT_DONE)
		return code;
	cli_source(c, &source);
	ledger_beside(source.db ? source.db : "", &reach);
	code = open_file(c, &source, &l);
	if (code != EXIT_DONE)
		return code;
	faults = ledger_verify(l, print_fault, c, &entries);
	code = finish(c, source.db, faults, "verify_whole", entries);
	reached = faults < 0 ? code : say_reach(c, l, &reach);
	return code != EXIT_DONE ? code : reached;
}

int cmd_rebuild(struct cli *c, int argc, char **argv)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct source source;
	uint64_t entries = 0;
	int code, faults;

	if (argc != 2 || strcmp(argv[1], "--check") != 0)
		return cli_say_key(c, EXIT_USAGE, "rebuild_needs_check");
	code = open_file(c, &source, &l);
	if (code != EXIT_DONE)
		return code;
	faults = ledger_rebuild_check(l, print_fault, c, &entries);
	return finish(c, source.db, faults, "rebuild_same", entries);
}
