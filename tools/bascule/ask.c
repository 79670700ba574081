// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls that read: of a file in this process, of a daemon over the wire. It is the same function
 * that answers (daemon/api), so that both ways give the same bytes.
 */
#include <stdlib.h>
#include <string.h>
#include "cli.h"

static int begin(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	struct request *r)
{
	const struct caller who = { .role = ROLE_COORDINATOR, .lang = c->lang };
	struct sentence why = { .key = "no_such_call" };
	char arg[ARG_SIZE];
	const struct call *call = call_find("GET", path, arg);
	int status = call ? request_begin(r, call, arg, &who, &why) : 404;

	for (size_t i = 0; !status && i < count; i++)
		if (said[i].value)
			status = request_set(r, said[i].name, said[i].value, &why);
	if (!status)
		status = request_ready(r, &why);
	return status ? cli_say(c, EXIT_USAGE, &why) : EXIT_DONE;
}

static int from_file(
	const struct cli *c, const char *db, const struct request *r, struct answer *ret_answer)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct sentence why = { .key = "out_of_memory" };
	int done, code = cli_open(c, db, LEDGER_READ, &l);

	if (code != EXIT_DONE)
		return code;
	done = request_run(l, r, ret_answer);
	if (done == 0 && ret_answer->why.key)
		return cli_say(c, cli_refusal(ret_answer->status), &ret_answer->why);
	if (done == 0)
		return EXIT_DONE;
	if (done != -ENOMEM)
		ledger_sentence(done, db, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

static int from_daemon(const struct cli *c, const char *url, const char *path,
	const struct cli_said *said, size_t count, struct answer *ret_answer)
{
	struct answer a = { .status = 200 };
	char whole[1024];
	int code, r = 0;
	FILE *out;

	(void)snprintf(whole, sizeof(whole), "%s?", path);
	for (size_t i = 0; r == 0 && i < count; i++)
		if (said[i].value)
			r = remote_add(whole, sizeof(whole), said[i].name, said[i].value);
	if (r < 0)
		return cli_say_key(c, EXIT_USAGE, "too_long");
	out = open_memstream(&a.text, &a.size);
	if (!out)
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	code = remote_fetch(c, url, whole, out, &a.empty);
	if (fclose(out) && code == EXIT_DONE)
		code = cli_say_key(c, EXIT_FAILED, "out_of_memory");
	if (code == EXIT_DONE)
		*ret_answer = a;
	else
		free(a.text);
	return code;
}

int cli_ask(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	struct answer *ret_answer)
{
	struct source source;
	struct request r;
	int code = begin(c, path, said, count, &r);

	if (code != EXIT_DONE)
		return code;
	cli_source(c, &source);
	return source.db ? from_file(c, source.db, &r, ret_answer)
			 : from_daemon(c, source.url, path, said, count, ret_answer);
}

int cli_ask_json(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	const char *member, json_t **ret_json)
{
	struct answer a = { 0 };
	struct source source;
	json_t *json;
	int code = cli_ask(c, path, said, count, &a);

	if (code != EXIT_DONE)
		return code;
	json = json_loadb(a.text, a.size, 0, NULL);
	answer_done(&a);
	if (json_is_array(json_object_get(json, member))) {
		*ret_json = json;
		return EXIT_DONE;
	}
	json_decref(json);
	cli_source(c, &source);
	return source.url ? cli_say_param(c, EXIT_FAILED, "not_a_daemon", "url", source.url)
			  : cli_say_key(c, EXIT_FAILED, "out_of_memory");
}
