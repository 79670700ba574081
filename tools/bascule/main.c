// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule [--db FILE | --url URL] [--lang fr|en] COMMAND …: reads the ledger directly or asks
 * a daemon. The commands are rows of one table.
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include "clock.h"
#include "cli.h"

static const struct command commands[] = {
	{ "tonnage", cmd_tonnage, "help_tonnage" },
	{ "report", cmd_report, "help_report" },
	{ "weighings", cmd_weighings, "help_weighings" },
	{ "void", cmd_void, "help_void" },
	{ "day", cmd_day, "help_day" },
	{ "catalogue", cmd_catalogue, "help_catalogue" },
	{ "verify", cmd_verify, "help_verify" },
	{ "rebuild", cmd_rebuild, "help_rebuild" },
	{ "doctor", cmd_doctor, "help_doctor" },
	{ "found", cmd_found, "help_found" },
	{ "scale", cmd_scale, "help_scale" },
	{ "label", cmd_label, "help_label" },
};

/* The language of the session; French when it has none of ours. */
static enum lang session_lang(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	enum lang lang = LANG_FR;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		const char *value = getenv(names[i]);

		if (!value || !*value)
			continue;
		(void)lang_from_name(value, &lang);
		break;
	}
	return lang;
}

static int help(const struct cli *c, const char *key)
{
	(void)fputs(lang_text(c->lang, key), stdout);
	(void)putchar('\n');
	return EXIT_DONE;
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

/* Options before the command. -1: go on with the command at optind; else an exit code. */
static int global_options(struct cli *c, int argc, char **argv)
{
	static const struct option options[] = {
		{ "db", required_argument, NULL, 'd' },
		{ "url", required_argument, NULL, 'u' },
		{ "lang", required_argument, NULL, 'l' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'v' },
		{ 0 },
	};
	int o;

	while ((o = getopt_long(argc, argv, "+:h", options, NULL)) != -1) {
		if (o == 'd')
			c->db = optarg;
		else if (o == 'u')
			c->url = optarg;
		else if (o == 'h')
			return help(c, "help_main");
		else if (o == 'v')
			return puts("bascule " BASCULE_VERSION) < 0 ? EXIT_FAILED : EXIT_DONE;
		else if (o != 'l')
			return cli_bad_option(c, argv);
		else if (lang_from_name(optarg, &c->lang) < 0)
			return cli_say_param(c, EXIT_USAGE, "bad_lang", "lang", optarg);
	}
	if (c->db && c->url)
		return cli_say_key(c, EXIT_USAGE, "db_and_url");
	return -1;
}

static int run(struct cli *c, int argc, char **argv)
{
	int done = global_options(c, argc, argv);
	const struct command *command;

	if (done >= 0)
		return done;
	argc -= optind;
	argv += optind;
	if (argc == 0) {
		(void)fprintf(stderr, "%s\n", lang_text(c->lang, "help_main"));
		return EXIT_USAGE;
	}
	command = find_command(argv[0]);
	if (!command)
		return cli_say_param(c, EXIT_USAGE, "unknown_command", "command", argv[0]);
	if (asks_help(argc, argv))
		return help(c, command->help_key);
	c->command = command->name;
	optind = 0; /* getopt begins anew, with the command's own options */
	return command->run(c, argc, argv);
}

int main(int argc, char **argv)
{
	struct cli c = { 0 };
	const char *zone = getenv("TZ");

	opterr = 0;
	if (lang_init() < 0)
		return EXIT_FAILED;
	c.lang = session_lang();
	if (clock_init(zone && *zone ? zone : "Europe/Paris") < 0)
		return cli_say_param(&c, EXIT_USAGE, "bad_zone", "zone", zone ? zone : "");
	return run(&c, argc, argv);
}
