// SPDX-License-Identifier: GPL-3.0-or-later
/* Log-in and log-out, who there is, sessions, secrets, tokens of programs. */
#include <string.h>
#include "catalogue_facts.h"
#include "clock.h"
#include "web_private.h"

static enum where where_of(const struct exchange *x)
{
	return x->lan ? FROM_LAN : FROM_HERE;
}

/* As the catalogue says it. */
static const char *role_word(enum role role)
{
	return role == ROLE_COORDINATOR ? "coordinator"
	       : role == ROLE_STAFF     ? "staff"
	       : role == ROLE_KIOSK     ? "volunteer"
					: "nobody";
}

/* ---- who one is ---- */

static json_t *describe(struct exchange *x, const struct session *s, enum role role)
{
	const uint64_t now_us = loop_now_us(x->web->loop);

	return json_pack("{s:s,s:o,s:s,s:b,s:o}", "role", role_word(role), "operator",
		s ? json_string(s->code) : json_null(), "from", where_name(where_of(x)), "guarded",
		who_guarded(x->web) || x->lan, "ends_in_s",
		s ? json_integer((json_int_t)((session_ends_us(s) - now_us) / 1000000))
		  : json_null());
}

void api_session(struct exchange *x)
{
	reply_json(x, MHD_HTTP_OK, describe(x, who_session(x), x->request.who.role));
}

/* ---- log-in and log-out ---- */

static void reply_session(struct exchange *x, json_t *json, const char *token)
{
	char *text = json ? json_dumps(json, JSON_COMPACT) : NULL;
	struct MHD_Response *r =
		text ? MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE)
		     : NULL;

	json_decref(json);
	if (r) {
		MHD_add_response_header(r, "Content-Type", "application/json; charset=utf-8");
		MHD_add_response_header(r, "Cache-Control", "no-store");
		who_cookie(x, r, token);
	}
	reply_response(x, MHD_HTTP_OK, r);
}

/* Whoever was there before on this machine is no longer. */
static void leave(struct exchange *x, const char *what)
{
	const struct session *s = who_session(x);
	char code[CODE_SIZE];

	if (!s)
		return;
	memcpy(code, s->code, sizeof(code));
	(void)session_end(people_sessions(x->web->people), s->id);
	people_note(x->web->people, what, code, where_of(x));
}

/* lang: log_in_wrong_pin log_in_wrong_password */
static void on_tried(void *data, int error, const struct session *s, const char *token)
{
	struct exchange *x = data;

	if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	else if (error < 0)
		reply_errno(x, error);
	else if (!s)
		reply_key(x, MHD_HTTP_UNAUTHORIZED,
			x->lan ? "log_in_wrong_password" : "log_in_wrong_pin");
	else
		reply_session(x, describe(x, s, s->role), token);
}

static void reply_wait(struct exchange *x, uint64_t wait_us)
{
	struct sentence why = { .key = "log_in_locked" };

	sentence_param_int(&why, "seconds", (long long)((wait_us + 999999) / 1000000));
	reply_refusal(x, MHD_HTTP_TOO_MANY_REQUESTS, &why);
}

static bool read_log_in(struct exchange *x, struct log_in *in)
{
	const char *code, *secret;
	struct body b;

	if (!body_open(x, &b))
		return false;
	code = body_text(&b, "operator", true, CODE_SIZE - 1);
	secret = body_text(&b, x->lan ? "password" : "pin", true, SECRET_MOST);
	(void)snprintf(in->code, sizeof(in->code), "%s", code ? code : "");
	(void)snprintf(in->secret, sizeof(in->secret), "%s", secret ? secret : "");
	return body_done(&b);
}

void api_log_in(struct exchange *x)
{
	struct log_in in = { .where = where_of(x) };
	uint64_t wait_us = 0;
	int r;

	if (!read_log_in(x, &in))
		return;
	leave(x, "out");
	clock_now(&in.now);
	in.role = who_may(x->web, in.code);
	if (x->lan && in.role < ROLE_STAFF)
		in.role = ROLE_NONE;
	r = people_log_in(x->web->people, &in, on_tried, x, &wait_us);
	if (r == -EAGAIN)
		reply_wait(x, wait_us);
	else if (r == -EBUSY)
		reply_key(x, MHD_HTTP_TOO_MANY_REQUESTS, "log_in_busy");
	else if (r < 0)
		reply_errno(x, r);
}

void api_log_out(struct exchange *x)
{
	enum role role = x->lan ? ROLE_NONE : who_guarded(x->web) ? ROLE_KIOSK : ROLE_COORDINATOR;

	leave(x, "out");
	reply_session(x, describe(x, NULL, role), "");
}

/* A POST touches the session by itself; nothing else is to be done. */
void api_touch(struct exchange *x)
{
	api_session(x);
}

/* ---- who there is ---- */

static json_t *person(const struct web *w, const struct catalogue_row *row)
{
	const struct person *p = secrets_person(people_secrets(w->people), row->code);

	return json_pack("{s:s,s:s,s:s,s:s,s:b,s:b}", "code", row->code, "role",
		role_word(who_role(row)), "label_fr", row->label_fr, "label_en", row->label_en,
		"pin", p && *p->hash[SECRET_PIN], "password", p && *p->hash[SECRET_PASSWORD]);
}

void api_people(struct exchange *x)
{
	const struct catalogue *c = desk_catalogue(x->web->desk);
	json_t *list = json_array();

	for (size_t i = 0; c && i < c->count; i++)
		if (c->rows[i].kind == CATALOGUE_OPERATOR && who_role(&c->rows[i]) &&
			catalogue_find(c, CATALOGUE_OPERATOR, c->rows[i].code,
				x->request.now.day) == &c->rows[i])
			json_array_append_new(list, person(x->web, &c->rows[i]));
	reply_json(x, MHD_HTTP_OK, json_pack("{s:o,s:o}", "people", list, "lan", json_lan(x->web)));
}

/* ---- secrets ---- */

static void on_set(void *data, int error)
{
	struct exchange *x = data;

	if (error < 0 || x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "secrets_failed");
	else
		reply_json(x, MHD_HTTP_OK, json_pack("{s:s}", "operator", x->arg));
}

/* Their own, or anybody's by a coordinator. false: answered. */
static bool secret_is_theirs(struct exchange *x)
{
	const struct caller *who = &x->request.who;

	if (who->role < ROLE_COORDINATOR && strcmp(who->operator_code, x->arg) != 0)
		reply_key(x, MHD_HTTP_FORBIDDEN, "secret_not_yours");
	else if (!who_may(x->web, x->arg))
		reply_key(x, MHD_HTTP_NOT_FOUND, "secret_of_nobody");
	else
		return true;
	return false;
}

void api_secret(struct exchange *x)
{
	const char *secret, *why;
	enum secret_sort sort;
	char text[SECRET_MOST + 1];
	struct body b;
	int r;

	if (!secret_is_theirs(x) || !body_open(x, &b))
		return;
	sort = body_has(&b, "password") ? SECRET_PASSWORD : SECRET_PIN;
	secret = body_text(&b, sort == SECRET_PIN ? "pin" : "password", true, SECRET_MOST);
	why = secret ? secret_refuses(sort, secret) : NULL;
	if (why)
		body_fault(&b, MHD_HTTP_UNPROCESSABLE_CONTENT, why,
			sort == SECRET_PIN ? "pin" : "password");
	(void)snprintf(text, sizeof(text), "%s", secret ? secret : "");
	if (!body_done(&b))
		return;
	r = people_set(x->web->people, x->arg, sort, text, on_set, x);
	if (r < 0)
		reply_key(x, MHD_HTTP_TOO_MANY_REQUESTS, "log_in_busy");
}

/* ---- sessions ---- */

void api_sessions(struct exchange *x)
{
	const struct sessions *all = people_sessions(x->web->people);
	const struct session *mine = who_session(x);
	const uint64_t now_us = loop_now_us(x->web->loop);
	json_t *list = json_array();
	char since[40];

	for (size_t i = 0; i < SESSIONS_MOST; i++) {
		const struct session *s = &all->session[i];

		if (!*s->id || session_ends_us(s) <= now_us)
			continue;
		json_array_append_new(list,
			json_pack("{s:s,s:s,s:s,s:s,s:s,s:b}", "id", s->id, "operator", s->code,
				"role", role_word(s->role), "from", where_name(s->where), "since",
				clock_iso(s->since_wall_us, since, sizeof(since)), "mine",
				s == mine));
	}
	reply_json(x, MHD_HTTP_OK, json_pack("{s:o}", "sessions", list));
}

void api_session_end(struct exchange *x)
{
	struct sessions *all = people_sessions(x->web->people);
	char code[CODE_SIZE] = "";
	enum where where = FROM_HERE;

	for (size_t i = 0; i < SESSIONS_MOST; i++)
		if (!strcmp(all->session[i].id, x->arg)) {
			memcpy(code, all->session[i].code, sizeof(code));
			where = all->session[i].where;
		}
	if (!session_end(all, x->arg)) {
		reply_key(x, MHD_HTTP_NOT_FOUND, "no_such_session");
		return;
	}
	people_note(x->web->people, "ended", code, where);
	reply_json(x, MHD_HTTP_OK, json_pack("{s:s}", "id", x->arg));
}
