// SPDX-License-Identifier: GPL-3.0-or-later
/* What station.conf says of the ledger: where it is, and which one is to be made where there is none. */
#include <stdio.h>
#include <stdlib.h>
#include "cli.h"
#include "conf.h"
#include "first_day.h"
#include "log.h"

const char *cli_conf_path(void)
{
	const char *said = getenv("BASCULE_CONF");

	return said && *said ? said : "/etc/bascule/station.conf";
}

void cli_conf_say(
	const char *section, const char *key, const char *otherwise, char ret_text[PATH_MAX])
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	const char *said = otherwise;

	if (conf_read_station(cli_conf_path(), &conf) == 0)
		said = conf_text(conf_section(conf, section, NULL), key, otherwise);
	(void)snprintf(ret_text, PATH_MAX, "%s", said);
}

int cli_conf(const struct cli *c, const char *path, struct conf **ret_conf)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	struct sentence why = { .key = "doctor_unreadable" };
	int r = conf_read_station(path, &conf);

	if (r < 0) {
		sentence_param(&why, "path", path);
		sentence_param(&why, "error", log_errno(r));
		return cli_say(c, EXIT_USAGE, &why);
	}
	if (conf_mistakes(conf)) {
		conf_print(conf, c->lang, stderr);
		return EXIT_USAGE;
	}
	*ret_conf = TAKE_PTR(conf);
	return EXIT_DONE;
}

void cli_identity(struct conf *conf, struct ledger_identity *ret_identity)
{
	struct conf_section *site = conf_section(conf, "site", NULL);
	struct ledger_identity id = { 0 };

	(void)snprintf(id.pole, sizeof(id.pole), "%s", conf_text(site, "pole", ""));
	(void)snprintf(id.site, sizeof(id.site), "%s", conf_text(site, "site", ""));
	(void)snprintf(id.station, sizeof(id.station), "%s", conf_text(site, "station", ""));
	*ret_identity = id;
}
