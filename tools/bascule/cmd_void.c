// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * bascule void ID --reason …: takes a weighing out of all sums; it stays visible. Through the
 * daemon when one runs (--url), into the file when none does: the lock tells.
 */
#include <ctype.h>
#include <getopt.h>
#include <string.h>
#include "cli.h"
#include "clock.h"
#include "mass.h"
#include "reason.h"

struct options {
	const char *id, *reason;
};

static int read_options(const struct cli *c, int argc, char **argv, struct options *ret)
{
	const struct cli_option options[] = { { "reason", &ret->reason } };
	int code = cli_options(c, argc, argv, options, ARRAY_SIZE(options));

	if (code != EXIT_DONE)
		return code;
	if (optind + 1 != argc)
		return cli_say_key(c, EXIT_USAGE, "void_needs_id");
	ret->id = argv[optind];
	if (!*ret->reason)
		return cli_say_key(c, EXIT_USAGE, "void_needs_reason");
	return EXIT_DONE;
}

static int fill(const struct cli *c, const struct options *o, struct weighing_void *v)
{
	if (strlen(o->reason) > REASON_MOST || strlen(o->id) >= sizeof(v->id))
		return cli_say_key(c, EXIT_USAGE, "too_long");
	(void)snprintf(v->id, sizeof(v->id), "%s", o->id);
	reason_read(o->reason, v->reason, v->note, sizeof(v->note));
	return EXIT_DONE;
}

static int say_voided(const struct cli *c, const char *id, int64_t net_mg, const char *category)
{
	struct sentence said = { .key = "voided" };
	char kg[32], text[256];

	sentence_param(&said, "id", id);
	sentence_param(&said, "kg",
		mass_format_kg(net_mg, 3, c->lang == LANG_FR ? ',' : '.', kg, sizeof(kg)));
	sentence_param(&said, "category", category);
	(void)puts(lang_say(c->lang, &said, text, sizeof(text)));
	return EXIT_DONE;
}

static int void_in_file(const struct cli *c, const char *path, const struct options *o)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct weighing_void v = { 0 };
	struct ledger_job job = { .drafts = { { &void_kind, &v, NULL } } };
	struct ledger_result res;
	int code = fill(c, o, &v);

	clock_now(&job.now);
	if (code == EXIT_DONE)
		code = cli_open(c, path, LEDGER_WRITE, &l);
	if (code != EXIT_DONE)
		return code;
	ledger_write(l, &job, &res);
	if (res.error < 0) {
		ledger_sentence(res.error, path, &res.why);
		return cli_say(c, EXIT_FAILED, &res.why);
	}
	if (res.answer == LEDGER_NOT_FOUND)
		return cli_say_key(c, EXIT_REFUSED, "no_such_weighing");
	if (res.answer != LEDGER_WRITTEN)
		return cli_say_key(c, EXIT_REFUSED, "already_void");
	return say_voided(c, res.weighing.id, res.weighing.net_mg, res.weighing.category);
}

static int void_by_daemon(const struct cli *c, const char *url, const struct options *o)
{
	_cleanup_free_ char *path = NULL;
	json_t *body = json_pack("{s:s}", "reason", o->reason), *json = NULL;
	const char *id, *category;
	int code;

	for (const char *p = o->id; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '-') {
			json_decref(body);
			return cli_say_key(c, EXIT_REFUSED, "no_such_weighing");
		}
	if (!body || asprintf(&path, "/weighings/%s/void", o->id) < 0)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	code = remote_call(c, url, path, body, &json);
	json_decref(body);
	if (code != EXIT_DONE)
		return code;
	id = json_string_value(json_object_get(json, "id"));
	category = json_string_value(json_object_get(json, "category"));
	code = say_voided(c, id ? id : o->id, json_integer_value(json_object_get(json, "net_mg")),
		category ? category : "");
	json_decref(json);
	return code;
}

int cmd_void(struct cli *c, int argc, char **argv)
{
	struct options o = { .id = "", .reason = "" };
	struct source source;
	int code = read_options(c, argc, argv, &o);

	if (code != EXIT_DONE)
		return code;
	cli_source(c, &source);
	return source.db ? void_in_file(c, source.db, &o) : void_by_daemon(c, source.url, &o);
}
