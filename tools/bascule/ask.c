// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Calls: of a file in this process, of a daemon over the wire. It is the same function that answers
 * or writes (daemon/api), so that both ways give the same bytes.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "cli.h"
#include "clock.h"
#include "coordinators.h"

static int begin(
	const struct cli *c, const char *method, const struct cli_call *call, struct request *r)
{
	const struct caller who = { .role = ROLE_COORDINATOR, .lang = c->lang };
	struct sentence why = { .key = "no_such_call" };
	char arg[ARG_SIZE];
	const struct call *row = call_find(method, call->path, arg);
	int status = row ? request_begin(r, row, arg, &who, &why) : 404;

	for (size_t i = 0; !status && i < call->count; i++)
		if (call->said[i].value)
			status = request_set(r, call->said[i].name, call->said[i].value, &why);
	if (!status)
		status = request_ready(r, &why);
	return status ? cli_say(c, EXIT_USAGE, &why) : EXIT_DONE;
}

/*
 * Whom no erasure may take, as the daemon asks it (web/api_people.c). Secrets that cannot be read say nobody: the console
 * mends them.
 */
static int ask_who_stays(const struct cli *c, struct ledger *l, struct request *r)
{
	_cleanup_(cleanup_catalogue_free) struct catalogue *catalogue = NULL;
	_cleanup_free_ struct secrets *s = malloc(sizeof(*s));
	struct coordinators among = { .secrets = s };
	char folder[PATH_MAX];
	int done = s ? ledger_catalogue(l, &catalogue) : -ENOMEM;

	if (done < 0)
		return done;
	cli_people_folder(c, folder);
	clock_now(&among.now);
	among.catalogue = catalogue;
	if (secrets_read(folder, s) == 0)
		(void)snprintf(r->stays, sizeof(r->stays), "%s", coordinators_last(&among));
	return 0;
}

/* In this process; sent: what is posted, or NULL. */
static int here(const struct cli *c, const char *db, struct request *r, const struct sent *sent,
	struct answer *ret_answer)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;
	struct sentence why = { .key = "out_of_memory" };
	/* Open for writing from the start: nothing may come between what is compared and written. */
	int done, code = cli_open(c, db, sent ? LEDGER_WRITE : LEDGER_READ, &l);

	if (code != EXIT_DONE)
		return code;
	done = !strcmp(r->call->name, "erase") ? ask_who_stays(c, l, r) : 0;
	if (done == 0)
		done = sent ? request_write(l, r, sent, ret_answer) : request_run(l, r, ret_answer);
	if (done == 0 && ret_answer->why.key && !ret_answer->text)
		return cli_say(c, cli_refusal(ret_answer->status), &ret_answer->why);
	if (done == 0)
		return EXIT_DONE;
	if (done != -ENOMEM)
		ledger_sentence(done, db, &why);
	return cli_say(c, EXIT_FAILED, &why);
}

int cli_request(const struct cli *c, const struct cli_call *call, struct request *ret_request)
{
	return begin(c, "GET", call, ret_request);
}

bool cli_address(const struct cli *c, const struct cli_call *call, char *buf, size_t size)
{
	int r = 0;

	(void)snprintf(buf, size, "%s?", call->path);
	for (size_t i = 0; r == 0 && i < call->count; i++)
		if (call->said[i].value)
			r = remote_add(buf, size, call->said[i].name, call->said[i].value);
	return r == 0 || cli_say_key(c, false, "too_long");
}

/* Over the wire: the answer's text, and that it is empty. */
static int there(const struct cli *c, const char *url, const struct cli_call *call,
	const struct sent *sent, struct answer *ret_answer)
{
	char whole[1024];

	return cli_address(c, call, whole, sizeof(whole))
		       ? remote_fetch(c, url, whole, sent, ret_answer)
		       : EXIT_USAGE;
}

static bool is_held(const char *db)
{
	_cleanup_(cleanup_ledger_free) struct ledger *l = NULL;

	return ledger_open(db, LEDGER_WRITE, NULL, NULL, &l) == -EBUSY;
}

/* Into the station's own ledger it is the daemon who writes, while it runs. */
static int ask(const struct cli *c, const struct cli_call *call, const struct sent *sent,
	struct answer *ret_answer)
{
	struct source source;
	struct request r;
	int code = begin(c, sent ? "POST" : "GET", call, &r);

	cli_source(c, &source);
	if (code != EXIT_DONE)
		return code;
	if (sent && source.usual && is_held(source.db))
		cli_station(c, &source);
	return source.db ? here(c, source.db, &r, sent, ret_answer)
			 : there(c, source.url, call, sent, ret_answer);
}

int cli_ask(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	struct answer *ret_answer)
{
	return ask(c, &(const struct cli_call){ path, said, count }, NULL, ret_answer);
}

static int no_json(const struct cli *c)
{
	struct source source;

	cli_source(c, &source);
	return source.url ? cli_say_param(c, EXIT_FAILED, "not_a_daemon", "url", source.url)
			  : cli_say_key(c, EXIT_FAILED, "out_of_memory");
}

int cli_ask_json(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	const char *member, json_t **ret_json)
{
	struct answer a = { 0 };
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
	return no_json(c);
}

/* Puts a page behind those that are there, and says where it goes on. 0, -1. Takes over page. */
static int add_page(json_t **whole, json_t *page, const char *member)
{
	int r;

	if (!*whole) {
		*whole = page;
		return 0;
	}
	r = json_array_extend(json_object_get(*whole, member), json_object_get(page, member));
	if (r == 0)
		r = json_object_set(*whole, "next", json_object_get(page, "next"));
	json_decref(page);
	return r;
}

/* So many at a time that a daemon is not kept from weighing. */
#define PAGE_ROWS "1000"

int cli_ask_whole(const struct cli *c, const char *path, const struct cli_said *said, size_t count,
	const char *member, json_t **ret_json)
{
	struct cli_said all[16] = { { "limit", PAGE_ROWS }, { "after", NULL } };
	json_t *whole = NULL, *page, *next;
	char after[24];
	int code;

	if (count + 2 > ARRAY_SIZE(all))
		return cli_say_key(c, EXIT_FAILED, "out_of_memory");
	memcpy(all + 2, said, count * sizeof(*said));
	do {
		code = cli_ask_json(c, path, all, count + 2, member, &page);
		if (code == EXIT_DONE && add_page(&whole, page, member) < 0)
			code = cli_say_key(c, EXIT_FAILED, "out_of_memory");
		next = json_object_get(whole, "next");
		(void)snprintf(after, sizeof(after), "%lld", (long long)json_integer_value(next));
		all[1].value = after;
	} while (code == EXIT_DONE && json_is_integer(next));
	if (code == EXIT_DONE)
		*ret_json = whole;
	else
		json_decref(whole);
	return code;
}

int cli_post(const struct cli *c, const struct cli_call *call, const struct sent *sent,
	json_t **ret_json)
{
	struct answer a = { 0 };
	json_t *json;
	int code = ask(c, call, sent, &a);

	if (code != EXIT_DONE)
		return code;
	json = json_loadb(a.text, a.size, 0, NULL);
	if (json_is_object(json))
		*ret_json = json;
	code = !json_is_object(json) ? no_json(c)
	       : a.status >= 300     ? cli_refusal(a.status)
				     : EXIT_DONE;
	if (!json_is_object(json))
		json_decref(json);
	answer_done(&a);
	return code;
}

int cli_post_json(const struct cli *c, const char *path, const json_t *body, json_t **ret_json)
{
	_cleanup_free_ char *text = json_dumps(body, JSON_COMPACT);
	const struct sent sent = { NULL, text, text ? strlen(text) : 0 };

	return text ? cli_post(c, &(const struct cli_call){ .path = path }, &sent, ret_json)
		    : cli_say_key(c, EXIT_FAILED, "out_of_memory");
}

enum { UNITS_DIGITS = 6 };

int cli_units(const struct cli *c, const char *units)
{
	if (!units ||
		(*units && strlen(units) <= UNITS_DIGITS && !units[strspn(units, "0123456789")]))
		return EXIT_DONE;
	return cli_say_param(c, EXIT_USAGE, "bad_units", "units", units);
}

json_t *cli_body(const struct cli_said *said, size_t count, const char *units)
{
	json_t *body = json_object();

	for (size_t i = 0; i < count; i++)
		if (said[i].value)
			(void)json_object_set_new(body, said[i].name, json_string(said[i].value));
	if (units)
		(void)json_object_set_new(body, "units", json_integer(strtol(units, NULL, 10)));
	return body;
}
