// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule day: the end of a day, as a table, as a file, on a label. bascule day NUMBER YYYY-MM-DD: the day of a weighing
 * whose clock nobody put right, and with it those of the same start of the machine. Through the daemon when one
 * runs, as bascule void.
 */
#include <getopt.h>
#include <string.h>
#include "clock.h"
#include "cli.h"
#include "day.h"

static int say(const struct cli *c, const char *id, const char *day)
{
	struct sentence said = { .key = "day_given" };
	char text[256];

	sentence_param(&said, "id", id);
	sentence_param(&said, "day", day);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int give(const struct cli *c, const char *id, const char *day)
{
	_cleanup_free_ char *path = NULL;
	json_t *body = json_pack("{s:s}", "day", day), *answer = NULL;
	const char *whole;
	int code = !body || asprintf(&path, "/weighings/%s/day", id) < 0
			   ? cli_say_key(c, EXIT_FAILED, "out_of_memory")
			   : cli_post_json(c, path, body, &answer);

	whole = json_string_value(json_object_get(answer, "id"));
	if (code == EXIT_DONE)
		code = say(c, whole ? whole : id, day);
	json_decref(body);
	json_decref(answer);
	return code == EXIT_USAGE ? EXIT_REFUSED
				  : code; /* written as a day, and none that it can be */
}

/* ---- the end of a day ---- */

static int print(const struct cli *c, const char *day)
{
	json_t *body = json_object(), *answer = NULL;
	char path[64];
	int code;

	(void)snprintf(path, sizeof(path), "/days/%s/print", day);
	code = cli_post_json(c, path, body, &answer);
	if (code == EXIT_DONE)
		(void)puts(lang_text(c->lang, "day_prints"));
	json_decref(body);
	json_decref(answer);
	return code;
}

static int end_of(
	const struct cli *c, const char *day, const char *printed, const struct day_options *d)
{
	struct moment now;

	clock_now(&now);
	if (day && (strlen(day) >= DAY_SIZE || !day_exists(day)))
		return cli_say_param(c, EXIT_USAGE, "bad_day", "day", day);
	return printed ? print(c, day ? day : now.day) : report_of_day(c, day ? day : now.day, d);
}

int cmd_day(struct cli *c, int argc, char **argv)
{
	const char *id, *day = NULL, *printed = NULL;
	struct day_options d = { 0 };
	const struct cli_option options[] = {
		{ "date", &day },
		{ "format", &d.format },
		{ "=plain", &d.plain },
		{ "=print", &printed },
		{ "-o", &d.output },
	};
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind == argc)
		return end_of(c, day, printed, &d);
	if (optind + 2 != argc || day || printed || d.format || d.output || d.plain)
		return cli_say_key(c, EXIT_USAGE, "day_needs_both");
	id = argv[optind];
	day = argv[optind + 1];
	if (!cli_is_number(id))
		return cli_say_key(c, EXIT_REFUSED, "no_such_weighing");
	if (strlen(id) >= PRIVATE_KEY_SIZE || strlen(day) != DAY_SIZE - 1)
		return cli_say_param(c, EXIT_USAGE, "bad_day", "day", day);
	return give(c, id, day);
}
