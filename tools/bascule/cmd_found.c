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
#include "log.h"

static const char usual_conf[] = "/etc/bascule/station.conf";

static void read_identity(struct conf_section *site, struct ledger_identity *ret_identity)
{
	(void)snprintf(
		ret_identity->pole, sizeof(ret_identity->pole), "%s", conf_text(site, "pole", ""));
	(void)snprintf(
		ret_identity->site, sizeof(ret_identity->site), "%s", conf_text(site, "site", ""));
	(void)snprintf(ret_identity->station, sizeof(ret_identity->station), "%s",
		conf_text(site, "station", ""));
}

static int found(const struct cli *c, struct conf *conf, bool anyway)
{
	struct conf_section *store = conf_section(conf, "store", NULL);
	const char *path = conf_text(store, "path", "/var/lib/bascule/bascule.db");
	struct ledger_identity identity;
	struct sentence said = { .key = "found_done" };
	struct moment now;
	char text[512];
	int r;

	read_identity(conf_section(conf, "site", NULL), &identity);
	clock_now(&now);
	r = ledger_settle(path, conf_text(store, "known", NULL), &identity, &now, anyway);
	if (r == -EALREADY)
		return cli_say_param(c, EXIT_REFUSED, "found_already", "path", path);
	if (r < 0) {
		ledger_sentence(r, path, &said);
		return cli_say(c,
			r == -ENOMEDIUM || r == -EREMCHG || r == -EXDEV ? EXIT_REFUSED
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
	const char *path = usual_conf;
	const struct cli_option options[] = { { "config", &path }, { "-c", &path } };
	bool anyway = argc > 1 && strcmp(argv[argc - 1], "--anyway") == 0;
	int code = cli_only_options(c, argc - anyway, argv, options, ARRAY_SIZE(options)), r;

	if (code != EXIT_DONE)
		return code;
	r = conf_read(path, &conf);
	if (r < 0) {
		struct sentence why = { .key = "doctor_unreadable" };

		sentence_param(&why, "path", path);
		sentence_param(&why, "error", log_errno(r));
		return cli_say(c, EXIT_USAGE, &why);
	}
	if (conf_mistakes(conf)) {
		conf_print(conf, c->lang, stderr);
		return EXIT_USAGE;
	}
	return found(c, conf, anyway);
}
