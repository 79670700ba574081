// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule found [--config FILE] [--anyway]: makes the ledger that station.conf names, and its
 * folder. With --anyway a person says that an empty folder, or an older copy, shall be gone on
 * with although this station had another ledger.
 */
#include <string.h>
#include "cli.h"
#include "clock.h"
#include "conf.h"

static int found(const struct cli *c, struct conf *conf, bool anyway)
{
	struct conf_section *store = conf_section(conf, "store", NULL);
	const char *path = conf_text(store, "path", CLI_LEDGER);
	struct ledger_identity identity;
	struct sentence said = { .key = "found_done" };
	struct moment now;
	char text[512];
	int r;

	cli_identity(conf, &identity);
	clock_now(&now);
	r = ledger_settle(path, conf_text(store, "known", NULL), &identity, &now, anyway);
	if (r == -EALREADY)
		return cli_say_param(c, EXIT_REFUSED, "found_already", "path", path);
	if (r < 0) {
		ledger_sentence(r, path, &said);
		return cli_say(c,
			r == -ENOMEDIUM || r == -ENODEV || r == -EREMCHG || r == -EXDEV
				? EXIT_REFUSED
				: EXIT_FAILED,
			&said);
	}
	sentence_param(&said, "path", path);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

int cmd_found(struct cli *c, int argc, char **argv)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	const char *path = cli_conf_path();
	const struct cli_option options[] = { { "config", &path }, { "-c", &path } };
	bool anyway = argc > 1 && strcmp(argv[argc - 1], "--anyway") == 0;
	int code = cli_only_options(c, argc - anyway, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	code = cli_conf(c, path, &conf);
	return code == EXIT_DONE ? found(c, conf, anyway) : code;
}
