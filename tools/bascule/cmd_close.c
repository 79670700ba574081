// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule close PERIOD: its figures were handed over. What to look at is shown first, and a person at a
 * terminal asked; then where the journals stand and what the figures are is kept. Later changes of these days are for a coordinator,
 * and say what they rectify.
 */
#include <getopt.h>
#include <string.h>
#include <unistd.h>
#include "cli.h"
#include "typeset.h"

static int say(const struct cli *c, const json_t *answer)
{
	struct sentence said = { .key = "period_is_closed" };
	char text[256];

	sentence_param(&said, "period", text_of(answer, "period"));
	sentence_param(&said, "first_day", text_of(answer, "first_day"));
	sentence_param(&said, "last_day", text_of(answer, "last_day"));
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	(void)puts(text_of(answer, "figures_hash"));
	(void)puts(lang_text(c->lang, "close_pack_hash"));
	(void)puts(text_of(answer, "pack_hash"));
	return EXIT_DONE;
}

static void look(const struct cli *c, const char *key, const char *name, const char *value)
{
	struct sentence said = { .key = key };
	char text[256];

	if (name)
		sentence_param(&said, name, value);
	(void)fprintf(stderr, "  %s\n", lang_say(c->lang, &said, text, sizeof(text)));
}

/* lang: close_look_* */
static void look_count(
	const struct cli *c, const json_t *check, const char *member, const char *word)
{
	long long n = json_integer_value(json_object_get(check, member));
	char key[64], count[TYPESET_SIZE];

	(void)typeset_count(n, c->lang == LANG_FR, count, sizeof(count));
	(void)snprintf(key, sizeof(key), "close_look_%s%s", n ? "" : "no_", word);
	look(c, key, n ? "n" : NULL, count);
}

/* As the page shows them; apart from what the command is asked for. */
static void say_checks(const struct cli *c, const json_t *check)
{
	int64_t missing_mg = json_integer_value(json_object_get(check, "missing_mg"));
	char text[TYPESET_SIZE];

	(void)fprintf(stderr, "%s … %s\n", text_of(check, "first_day"), text_of(check, "last_day"));
	(void)typeset_count(json_integer_value(json_object_get(check, "weighings")),
		c->lang == LANG_FR, text, sizeof(text));
	look(c, "close_look_weighings", "n", text);
	look_count(c, check, "open_slips", "slips");
	look_count(c, check, "doubtful", "clocks");
	look_count(c, check, "unapproved", "scales");
	look(c, missing_mg ? "close_look_missing" : "close_look_explained",
		missing_mg ? "kg" : NULL,
		typeset_kg(missing_mg, 3, c->lang == LANG_FR, text, sizeof(text)));
}

static int ask_checks(const struct cli *c, const char *period)
{
	const struct cli_said said[] = { { "period", period } };
	struct answer a = { 0 };
	json_t *check;
	int code = cli_ask(c, "/closes/check", said, ARRAY_SIZE(said), &a);

	if (code != EXIT_DONE)
		return code;
	check = json_loadb(a.text, a.size, 0, NULL);
	say_checks(c, check);
	json_decref(check);
	answer_done(&a);
	return EXIT_DONE;
}

/* A script has nobody to ask. */
static bool confirmed(const struct cli *c)
{
	char said[16] = "";

	if (!isatty(STDIN_FILENO))
		return true;
	(void)fprintf(stderr, "%s ", lang_text(c->lang, "close_sure"));
	return fgets(said, (int)sizeof(said), stdin) && strchr("oOyY", *said) && *said;
}

static int close_period(const struct cli *c, const char *period, const char *output)
{
	json_t *answer = NULL, *body = json_pack("{s:s}", "period", period);
	int code = body ? cli_post_json(c, "/closes", body, &answer)
			: cli_say_key(c, EXIT_FAILED, "out_of_memory");

	if (code == EXIT_DONE)
		code = say(c, answer);
	if (code == EXIT_DONE && output)
		code = proof_fetch_pack(c, period, output);
	json_decref(body);
	json_decref(answer);
	return code;
}

int cmd_close(struct cli *c, int argc, char **argv)
{
	const char *output = NULL, *yes = NULL;
	const struct cli_option options[] = { { "-o", &output }, { "=yes", &yes } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc)
		return cli_say_key(c, EXIT_USAGE, "close_needs_period");
	code = ask_checks(c, argv[optind]);
	if (code != EXIT_DONE)
		return code;
	return yes || confirmed(c) ? close_period(c, argv[optind], output)
				   : cli_say_key(c, EXIT_REFUSED, "close_not_sure");
}
