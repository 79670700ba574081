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
#include "guess.h"

static const struct command commands[] = {
	{ "tonnage", cmd_tonnage, "help_tonnage", true },
	{ "balance", cmd_balance, "help_balance", true },
	{ "stock", cmd_stock, "help_stock", true },
	{ "report", cmd_report, "help_report", true },
	{ "weighings", cmd_weighings, "help_weighings", true },
	{ "entries", cmd_entries, "help_entries", false },
	{ "slips", cmd_slips, "help_slips", false },
	{ "slip", cmd_slip, "help_slip", false },
	{ "lots", cmd_lots, "help_lots", false },
	{ "pack", cmd_pack, "help_pack", false },
	{ "items", cmd_items, "help_items", false },
	{ "trace", cmd_trace, "help_trace", false },
	{ "recall", cmd_recall, "help_recall", false },
	{ "attestation", cmd_attestation, "help_attestation", false },
	{ "statement", cmd_statement, "help_statement", false },
	{ "weigh", cmd_weigh, "help_weigh", false },
	{ "paper", cmd_paper, "help_paper", false },
	{ "correct", cmd_correct, "help_correct", false },
	{ "void", cmd_void, "help_void", false },
	{ "day", cmd_day, "help_day", false },
	{ "close", cmd_close, "help_close", false },
	{ "declare", cmd_declare, "help_declare", false },
	{ "proof", cmd_proof, "help_proof", true },
	{ "erase", cmd_erase, "help_erase", false },
	{ "forget", cmd_forget, "help_forget", false },
	{ "catalogue", cmd_catalogue, "help_catalogue", true },
	{ "backup", cmd_backup, "help_backup", true },
	{ "export", cmd_export, "help_export", true },
	{ "restore", cmd_restore, "help_restore", false },
	{ "verify", cmd_verify, "help_verify", true },
	{ "rebuild", cmd_rebuild, "help_rebuild", true },
	{ "doctor", cmd_doctor, "help_doctor", false },
	{ "user", cmd_user, "help_user", false },
	{ "token", cmd_token, "help_token", false },
	{ "found", cmd_found, "help_found", false },
	{ "setup", cmd_setup, "help_setup", false },
	{ "scale", cmd_scale, "help_scale", false },
	{ "label", cmd_label, "help_label", true },
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

static int no_such_command(const struct cli *c, const char *name)
{
	struct sentence why = { .key = "unknown_command" };
	struct guess g;

	guess_start(&g, name);
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		guess_try(&g, commands[i].name);
	if (g.nearest)
		why.key = "unknown_command_near";
	sentence_param(&why, "command", name);
	sentence_param(&why, "near", g.nearest ? g.nearest : "");
	return cli_say(c, EXIT_USAGE, &why);
}

/* bascule help [COMMAND] */
static int help_about(const struct cli *c, int argc, char **argv)
{
	const struct command *command = argc > 1 ? find_command(argv[1]) : NULL;

	if (argc > 2)
		return cli_say_param(c, EXIT_USAGE, "unexpected_argument", "argument", argv[2]);
	if (argc > 1 && !command)
		return no_such_command(c, argv[1]);
	return help(c, command ? command->help_key : "help_main");
}

static bool asks_help(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return true;
	return false;
}

/* How many words a global option takes at argv[i]: "--db FILE" 2, "--db=FILE" 1, another word 0. */
static int global_words(int argc, char **argv, int i)
{
	static const char *const names[] = { "--db", "--url", "--lang" };

	for (size_t n = 0; n < ARRAY_SIZE(names); n++) {
		size_t len = strlen(names[n]);

		if (strncmp(argv[i], names[n], len) == 0 && argv[i][len] == '=')
			return 1;
		if (strcmp(argv[i], names[n]) == 0)
			return i + 1 < argc ? 2 : 1;
	}
	return 0;
}

/* They may stand behind the command too: brings them to the front, each with its value. */
static void globals_first(int argc, char **argv)
{
	int front = 1;

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		int n = global_words(argc, argv, i);

		for (int k = 0; k < n; k++, front++) {
			char *word = argv[i + k];

			memmove(argv + front + 1, argv + front,
				(size_t)(i + k - front) * sizeof(*argv));
			argv[front] = word;
		}
		i += n ? n - 1 : 0;
	}
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
			return cli_bad_option(c, o, argv, options);
		else if (lang_from_name(optarg, &c->lang) < 0)
			return cli_say_param(c, EXIT_USAGE, "bad_lang", "lang", optarg);
	}
	if (c->db && c->url)
		return cli_say_key(c, EXIT_USAGE, "db_and_url");
	return -1;
}

static int run(struct cli *c, int argc, char **argv)
{
	const struct command *command;
	int done;

	globals_first(argc, argv);
	done = global_options(c, argc, argv);
	if (done >= 0)
		return done;
	argc -= optind;
	argv += optind;
	if (argc == 0) {
		(void)fprintf(stderr, "%s\n", lang_text(c->lang, "help_main"));
		return EXIT_USAGE;
	}
	if (strcmp(argv[0], "help") == 0)
		return help_about(c, argc, argv);
	command = find_command(argv[0]);
	if (!command)
		return no_such_command(c, argv[0]);
	if (asks_help(argc, argv))
		return help(c, command->help_key);
	c->command = command->name;
	optind = 0; /* getopt begins anew, with the command's own options */
	if (command->slow)
		cli_busy(c);
	done = command->run(c, argc, argv);
	cli_busy_end();
	return done;
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
