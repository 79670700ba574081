// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule day NUMBER YYYY-MM-DD: the day of a weighing whose clock nobody put right, and with it
 * those of the same start of the machine. Through the daemon when one runs, as bascule void.
 */
#include <ctype.h>
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "clock.h"

static int say(const struct cli *c, const char *id, const char *day)
{
	struct sentence said = { .key = "day_given" };
	char text[256];

	sentence_param(&said, "id", id);
	sentence_param(&said, "day", day);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int in_file(const struct cli *c, const char *path, const char *id, const char *day)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct clock_correction right = { 0 };
	struct ledger_job job = { .drafts = { { &clock_corrected_kind, &right, NULL } } };
	struct ledger_result res;
	int code;

	(void)snprintf(right.id, sizeof(right.id), "%s", id);
	(void)snprintf(right.day, sizeof(right.day), "%s", day);
	clock_now(&job.now);
	code = cli_open(c, path, LEDGER_WRITE, &l);
	if (code != EXIT_DONE)
		return code;
	ledger_write(l, &job, &res);
	if (res.error < 0) {
		ledger_sentence(res.error, path, &res.why);
		return cli_say(c, EXIT_FAILED, &res.why);
	}
	if (res.answer == LEDGER_REFUSED)
		return cli_say(c, EXIT_REFUSED, &res.why);
	if (res.answer != LEDGER_WRITTEN)
		return cli_say_key(c, EXIT_REFUSED,
			res.answer == LEDGER_ALREADY ? "day_sure" : "no_such_weighing");
	return say(c, res.weighing.id, res.weighing.at.day);
}

static int by_daemon(const struct cli *c, const char *url, const char *id, const char *day)
{
	_cleanup_free_ char *path = NULL;
	json_t *body = json_pack("{s:s}", "day", day), *answer = NULL;
	int code;

	if (!body || asprintf(&path, "/weighings/%s/day", id) < 0) {
		json_decref(body);
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	}
	code = remote_call(c, url, path, body, &answer);
	json_decref(body);
	json_decref(answer);
	if (code == EXIT_USAGE) /* written as a day, and none that it can be: as from the file */
		return EXIT_REFUSED;
	return code == EXIT_DONE ? say(c, id, day) : code;
}

int cmd_day(struct cli *c, int argc, char **argv)
{
	struct source source;
	const char *id, *day;
	int code = cli_options(c, argc, argv, NULL, 0);

	if (code != EXIT_DONE)
		return code;
	if (optind + 2 != argc)
		return cli_say_key(c, EXIT_USAGE, "day_needs_both");
	id = argv[optind];
	day = argv[optind + 1];
	for (const char *p = id; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '-')
			return cli_say_key(c, EXIT_REFUSED, "no_such_weighing");
	if (strlen(id) >= PRIVATE_KEY_SIZE || strlen(day) != DAY_SIZE - 1)
		return cli_say_param(c, EXIT_USAGE, "bad_day", "day", day);
	cli_source(c, &source);
	return source.db ? in_file(c, source.db, id, day) : by_daemon(c, source.url, id, day);
}
