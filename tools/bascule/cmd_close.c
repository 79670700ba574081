// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule close PERIOD: its figures were handed over. Where the journals stand and what the figures
 * are is kept; later changes of these days are for a coordinator, and say what they rectify.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"

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

int cmd_close(struct cli *c, int argc, char **argv)
{
	const char *output = NULL;
	const struct cli_option options[] = { { "-o", &output } };
	json_t *body, *answer = NULL;
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc)
		return cli_say_key(c, EXIT_USAGE, "close_needs_period");
	body = json_pack("{s:s}", "period", argv[optind]);
	code = body ? cli_post_json(c, "/closes", body, &answer)
		    : cli_say_key(c, EXIT_FAILED, "out_of_memory");
	if (code == EXIT_DONE)
		code = say(c, answer);
	if (code == EXIT_DONE && output)
		code = proof_fetch_pack(c, argv[optind], output);
	json_decref(body);
	json_decref(answer);
	return code;
}
