// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule verify and bascule rebuild --check: the chain is whole, and every projected row is
 * what the journal says. Both read a file, also beside a running daemon.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"

static void print_fault(void *data, const struct ledger_fault *f)
{
	(void)cli_say(data, 0, &f->what);
}

static int finish(
	const struct cli *c, const char *path, int faults, const char *key, uint64_t entries)
{
	struct sentence said = { .key = key };
	char text[256];

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

int cmd_verify(struct cli *c, int argc, char **argv)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct source source;
	uint64_t entries = 0;
	int code, faults;

	if (argc > 1)
		return cli_say_param(c, EXIT_USAGE, "unexpected_argument", "argument", argv[1]);
	code = open_file(c, &source, &l);
	if (code != EXIT_DONE)
		return code;
	faults = ledger_verify(l, print_fault, c, &entries);
	return finish(c, source.db, faults, "verify_whole", entries);
}

int cmd_rebuild(struct cli *c, int argc, char **argv)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct ledger_status status = { 0 };
	struct source source;
	int code, faults;

	if (argc != 2 || strcmp(argv[1], "--check") != 0)
		return cli_say_key(c, EXIT_USAGE, "rebuild_needs_check");
	code = open_file(c, &source, &l);
	if (code != EXIT_DONE)
		return code;
	faults = ledger_rebuild_check(l, print_fault, c);
	(void)ledger_status(l, &status);
	return finish(c, source.db, faults, "rebuild_same", status.last_seq);
}
