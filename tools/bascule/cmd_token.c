// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule token list|make|end: tokens of programs, by the running daemon. One is told once, when it is made.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"

static int list(const struct cli *c, const char *url)
{
	json_t *answer = NULL, *one, *call;
	int code = remote_call(c, url, "/tokens", NULL, &answer);
	size_t i, k;

	if (code == EXIT_DONE && !json_array_size(json_object_get(answer, "tokens")))
		code = cli_say_key(c, EXIT_REFUSED, "token_none");
	json_array_foreach(json_object_get(answer, "tokens"), i, one)
	{
		const json_t *calls = json_object_get(one, "calls");

		printf("%s  %s  %s:", text_of(one, "id"), text_of(one, "day"),
			text_of(one, "name"));
		json_array_foreach(calls, k, call) printf(" %s", json_string_value(call));
		if (!json_array_size(calls))
			printf(" %s", lang_text(c->lang, "token_reads"));
		(void)putchar('\n');
	}
	json_decref(answer);
	return code;
}

/* "typed,weighings" */
static json_t *calls_of(const char *words)
{
	json_t *calls = json_array();

	while (words && *words) {
		size_t len = strcspn(words, ",");

		json_array_append_new(calls, json_stringn(words, len));
		words += len + (words[len] == ',');
	}
	return calls;
}

static int make(const struct cli *c, const char *url, const char *name, const char *calls)
{
	json_t *body = json_pack("{s:s,s:o}", "name", name, "calls", calls_of(calls));
	json_t *answer = NULL;
	int code = body ? remote_call(c, url, "/tokens", body, &answer)
			: cli_say_key(c, EXIT_FAILED, "out_of_memory");

	if (code == EXIT_DONE)
		(void)puts(text_of(answer, "token"));
	json_decref(body);
	json_decref(answer);
	return code;
}

static int end(const struct cli *c, const char *url, const char *id)
{
	json_t *body = json_object(), *answer = NULL;
	char path[64];
	int code;

	if (strlen(id) != 8 || strspn(id, "0123456789abcdef") != 8)
		code = cli_say_param(c, EXIT_USAGE, "token_bad_id", "id", id);
	else {
		(void)snprintf(path, sizeof(path), "/tokens/%s/end", id);
		code = remote_call(c, url, path, body, &answer);
	}
	if (code == EXIT_DONE)
		(void)puts(lang_text(c->lang, "token_ended"));
	json_decref(body);
	json_decref(answer);
	return code;
}

int cmd_token(struct cli *c, int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "", *calls = NULL;
	const struct cli_option options[] = { { "calls", &calls } };
	const bool lists = !strcmp(what, "list"), makes = !strcmp(what, "make");
	struct source source;
	int code;

	if (!lists && !makes && strcmp(what, "end") != 0)
		return cli_say_key(c, EXIT_USAGE, "token_needs_action");
	code = cli_options(c, argc - 1, argv + 1, options, ARRAY_SIZE(options));
	if (code != EXIT_DONE)
		return code;
	if (argc - 1 - optind != (lists ? 0 : 1))
		return cli_say_key(c, EXIT_USAGE, "token_needs_action");
	cli_station(c, &source);
	if (lists)
		return list(c, source.url);
	return makes ? make(c, source.url, argv[1 + optind], calls)
		     : end(c, source.url, argv[1 + optind]);
}
