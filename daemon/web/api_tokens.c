// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Tokens of programs: what reads (a wall display, a spreadsheet) or makes a few calls. A token is told
 * once, when it is made; what is kept of it opens nothing.
 */
#include <string.h>
#include "web_private.h"

/* ["weighings","tonnage"] of the names that are kept with spaces between. */
static json_t *calls_of(const struct token *t)
{
	json_t *list = json_array();
	const char *at = t->calls;

	while (*at) {
		size_t len = strcspn(at, " ");

		json_array_append_new(list, json_stringn(at, len));
		at += len + (at[len] == ' ');
	}
	return list;
}

static json_t *describe(const struct token *t)
{
	return json_pack("{s:s,s:s,s:s,s:o}", "id", t->id, "name", t->name, "day", t->day, "calls",
		calls_of(t));
}

void api_tokens(struct exchange *x)
{
	const struct secrets *s = people_secrets(x->web->people);
	json_t *list = json_array();

	for (size_t i = 0; i < s->tokens; i++)
		json_array_append_new(list, describe(&s->token[i]));
	reply_json(x, MHD_HTTP_OK, json_pack("{s:o}", "tokens", list));
}

/* Who logs in, and who gets a token, is for people only. */
static bool is_of_people(const struct call *c)
{
	static const char *const heads[] = { "/session", "/people", "/token", "/log-ins" };

	for (size_t i = 0; i < ARRAY_SIZE(heads); i++)
		if (!strncmp(c->path, heads[i], strlen(heads[i])))
			return true;
	return false;
}

static bool may_be_given(const char *name)
{
	const struct call *c;

	for (size_t i = 0; (c = call_at(i)); i++)
		if (!strcmp(c->name, name))
			return !is_of_people(c);
	return false;
}

/* lang: token_call_unknown token_calls_long */
static void take_calls(struct body *b, struct token *t)
{
	const json_t *list = body_list(b, "calls", false), *one;
	size_t i, used = 0;

	json_array_foreach(list, i, one)
	{
		const char *name = json_string_value(one);

		if (!name || !may_be_given(name)) {
			body_fault(b, 422, "token_call_unknown", "calls");
			sentence_param(&b->why, "call", name ? name : "");
			return;
		}
		if (used + strlen(name) + 2 > sizeof(t->calls)) {
			body_fault(b, 422, "token_calls_long", "calls");
			return;
		}
		used += (size_t)snprintf(
			t->calls + used, sizeof(t->calls) - used, "%s%s", used ? " " : "", name);
	}
}

struct making_token {
	struct exchange *x;
	struct token token;
	char text[TOKEN_TEXT_SIZE];
};

static void on_made(void *data, int error)
{
	struct making_token *m = data;
	struct exchange *x = m->x;
	json_t *json = NULL;

	if (error == -EMFILE)
		reply_key(x, MHD_HTTP_CONFLICT, "tokens_many");
	else if (error < 0 || x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "tokens_failed");
	else if ((json = describe(&m->token)))
		json_object_set_new(json, "token", json_string(m->text));
	if (json)
		reply_json(x, MHD_HTTP_CREATED, json);
	free(m);
}

void api_token_make(struct exchange *x)
{
	_cleanup_free_ struct making_token *m = calloc(1, sizeof(*m));
	const char *name;
	char id[TOKEN_TEXT_SIZE];
	struct body b;
	int r;

	if (!m || !body_open(x, &b)) {
		if (!m)
			reply_errno(x, -ENOMEM);
		return;
	}
	name = body_text(&b, "name", true, TOKEN_NAME_SIZE - 1);
	take_calls(&b, &m->token);
	(void)snprintf(m->token.name, sizeof(m->token.name), "%s", name ? name : "");
	if (!body_done(&b))
		return;
	m->x = x;
	token_draw(id);
	(void)snprintf(m->token.id, sizeof(m->token.id), "%.8s", id);
	token_draw(m->text);
	token_digest(m->text, m->token.digest);
	memcpy(m->token.day, x->request.now.day, sizeof(m->token.day));
	r = people_set_token(x->web->people, &m->token, on_made, m);
	if (r < 0)
		reply_errno(x, r);
	else
		(void)TAKE_PTR(m);
}

static void on_ended(void *data, int error)
{
	struct exchange *x = data;

	if (error == -ENOENT)
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_token");
	else if (error < 0 || x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "tokens_failed");
	else
		reply_json(x, MHD_HTTP_OK, json_pack("{s:s}", "id", x->arg));
}

void api_token_end(struct exchange *x)
{
	struct token t = { 0 };
	int r;

	(void)snprintf(t.id, sizeof(t.id), "%s", x->arg);
	r = people_set_token(x->web->people, &t, on_ended, x);
	if (r < 0)
		reply_errno(x, r);
}
