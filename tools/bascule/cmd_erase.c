// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule erase, bascule forget --due: words about people, for good. What would go is always listed
 * first, with what stays; --yes erases it. Of a daemon or of a file, as everything that writes.
 */
#include <getopt.h>
#include <string.h>
#include "cli.h"

struct wish {
	const char *what, *code; /* code NULL: what is due */
	bool yes;
};

static void list_words(const json_t *words)
{
	const json_t *word;
	size_t i;

	json_array_foreach(words, i, word)
	{
		const char *about = text_of(word, "about");
		long long seq = json_integer_value(json_object_get(word, "seq"));

		if (*about)
			printf("%s  %8lld  %s %s: %s\n", text_of(word, "day"), seq, about,
				text_of(word, "code"), text_of(word, "text"));
		else
			printf("%s  %8lld  %s: %s\n", text_of(word, "day"), seq,
				text_of(word, "kind"), text_of(word, "text"));
	}
}

static void say_until(const struct cli *c, const char *key, long long count, const char *day)
{
	struct sentence said = { .key = key };
	char text[512];

	sentence_param_int(&said, "count", count);
	sentence_param(&said, "day", day);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
}

static void say(const struct cli *c, const char *key, long long count)
{
	say_until(c, key, count, "");
}

static void say_rest(const struct cli *c, const json_t *answer)
{
	long long weighings = json_integer_value(json_object_get(answer, "weighings"));
	long long clear = json_integer_value(json_object_get(answer, "clear"));
	size_t count = json_array_size(json_object_get(answer, "words"));

	(void)putchar('\n');
	if (count)
		say(c, "erase_words", (long long)count);
	say(c, "erase_stays", weighings);
	if (clear)
		say(c, "erase_clear", clear);
}

static int erase(const struct cli *c, const struct wish *w)
{
	json_t *body = json_pack("{s:s}", "what", w->what), *json = NULL;
	int code;

	if (w->code)
		json_object_set_new(body, "code", json_string(w->code));
	code = body ? cli_post_json(c, "/erasures", body, &json)
		    : cli_say_key(c, EXIT_FAILED, "out_of_memory");
	json_decref(body);
	if (code == EXIT_DONE)
		say_until(c,
			json_is_true(json_object_get(json, "put_off")) ? "erase_put_off"
								       : "erase_done",
			json_integer_value(json_object_get(json, "words")),
			text_of(json, "copies_until"));
	json_decref(json);
	return code;
}

static int run(const struct cli *c, const struct wish *w)
{
	const struct cli_said said[] = { { "what", w->what }, { "code", w->code } };
	json_t *answer = NULL;
	const json_t *words;
	int code = cli_ask_json(c, "/erasures/preview", said, ARRAY_SIZE(said), "words", &answer);

	if (code != EXIT_DONE)
		return code;
	words = json_object_get(answer, "words");
	if (!json_array_size(words)) {
		if (json_integer_value(json_object_get(answer, "clear")))
			say_rest(c, answer);
		code = cli_say_key(c, EXIT_REFUSED, "nothing_to_erase");
	} else {
		list_words(words);
		say_rest(c, answer);
		code = w->yes ? erase(c, w) : cli_say_key(c, EXIT_REFUSED, "erase_needs_yes");
	}
	json_decref(answer);
	return code;
}

int cmd_erase(struct cli *c, int argc, char **argv)
{
	const char *by[4] = { NULL }, *yes = NULL;
	static const char *const names[] = { "partner", "operator", "number", "entry" };
	const struct cli_option options[] = { { names[0], &by[0] }, { names[1], &by[1] },
		{ names[2], &by[2] }, { names[3], &by[3] }, { "=yes", &yes } };
	struct wish w = { 0 };
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options)), n = 0;

	if (code != EXIT_DONE)
		return code;
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (by[i]) {
			w = (struct wish){ names[i], by[i], yes != NULL };
			n++;
		}
	return n == 1 && *w.code ? run(c, &w) : cli_say_key(c, EXIT_USAGE, "erase_of_whom");
}

int cmd_forget(struct cli *c, int argc, char **argv)
{
	const char *due = NULL, *yes = NULL;
	const struct cli_option options[] = { { "=due", &due }, { "=yes", &yes } };
	int code = cli_only_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (!due)
		return cli_say_key(c, EXIT_USAGE, "forget_needs_due");
	return run(c, &(const struct wish){ "due", NULL, yes != NULL });
}
