// SPDX-License-Identifier: GPL-3.0-or-later
/* Log-in and log-out, who there is, sessions, secrets, tokens of programs. */
#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include "catalogue_facts.h"
#include "clock.h"
#include "coordinators.h"
#include "secret_change.h"
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

/* Whose secret was lost, or cannot be read, is not told that it is wrong. */
static bool is_lost(struct exchange *x, const char *code)
{
	const char *why =
		who_may(x->web, code) && !secrets_person(people_secrets(x->web->people), code)
			? who_cannot(x->web)
			: NULL;

	if (why)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, why);
	return why;
}

/* While the ledger cannot say who is somebody, the trouble is the ledger's, and no PIN is wrong. */
static bool nobody_known(struct exchange *x)
{
	return !desk_catalogue(x->web->desk)->count && reply_if_down(x);
}

void api_log_in(struct exchange *x)
{
	struct log_in in = { .where = where_of(x) };
	uint64_t wait_us = 0;
	int r;

	if (!read_log_in(x, &in) || nobody_known(x) || is_lost(x, in.code))
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
		role_word(operator_role(row)), "label_fr", row->label_fr, "label_en", row->label_en,
		"pin", p && *p->hash[SECRET_PIN], "password", p && *p->hash[SECRET_PASSWORD]);
}

void api_people(struct exchange *x)
{
	const struct catalogue *c = desk_catalogue(x->web->desk);
	const char *day = catalogue_people_day(c, &x->request.now);
	json_t *list = json_array();

	for (size_t i = 0; i < c->count; i++)
		if (c->rows[i].kind == CATALOGUE_OPERATOR && operator_role(&c->rows[i]) &&
			catalogue_find(c, CATALOGUE_OPERATOR, c->rows[i].code, day) == &c->rows[i])
			json_array_append_new(list, person(x->web, &c->rows[i]));
	reply_json(x, MHD_HTTP_OK, json_pack("{s:o,s:o}", "people", list, "lan", json_lan(x->web)));
}

/* ---- secrets ---- */

struct setting {
	struct exchange *x;
	enum secret_sort sort;
	char secret[SECRET_MOST + 1];
	struct secret_change change;
};

static void setting_free(struct setting *g)
{
	sodium_memzero(g, sizeof(*g));
	free(g);
}

static void on_set(void *data, int error)
{
	struct exchange *x = data;

	if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	else if (error == -EKEYREJECTED)
		reply_key(x, MHD_HTTP_CONFLICT, "key_reused");
	else if (error == -ESTALE)
		reply_key(x, MHD_HTTP_CONFLICT, "secret_set_since");
	else if (error < 0)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE,
			people_unread(x->web->people) ? "secrets_unread" : "secrets_failed");
	else
		reply_json(x, MHD_HTTP_OK, json_pack("{s:s}", "operator", x->arg));
}

/* The journal says it first; a repeat of the request sets nothing, whatever was set since. */
static void on_told(void *data, const struct ledger_job *job, const struct ledger_result *result)
{
	struct setting *g = data;
	struct exchange *x = g->x;
	const struct new_secret secret = { x->arg, g->sort, g->secret, x->key };
	struct sentence why;
	int r = 0;

	(void)job;
	if (result->error < 0 || result_refusal(result, &why))
		reply_written(x, result, MHD_HTTP_OK);
	else if (result->answer == LEDGER_REPEATED)
		r = people_set_again(x->web->people, &secret, on_set, x);
	else
		r = people_set(x->web->people, &secret, on_set, x);
	if (r < 0)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "secrets_failed");
	setting_free(g);
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

static bool read_secret(struct exchange *x, struct setting *g)
{
	const char *secret, *why, *name;
	struct body b;

	if (!body_open(x, &b))
		return false;
	g->sort = body_has(&b, "password") ? SECRET_PASSWORD : SECRET_PIN;
	name = g->sort == SECRET_PIN ? "pin" : "password";
	secret = body_text(&b, name, true, SECRET_MOST);
	why = secret ? secret_refuses(g->sort, secret) : NULL;
	if (why)
		body_fault(&b, MHD_HTTP_UNPROCESSABLE_CONTENT, why, name);
	(void)snprintf(g->secret, sizeof(g->secret), "%s", secret ? secret : "");
	return body_done(&b);
}

/*
 * The digest that an entry keeps of its request is quickly tried: of a body with a PIN it would tell that.
 * So it is of all else.
 */
static void digest_without_secret(const struct setting *g, uint8_t digest[32])
{
	const struct secret_change *c = &g->change;

	(void)crypto_generichash(digest, 32, (const uint8_t *)c, sizeof(*c), NULL, 0);
}

static void tell_journal(struct setting *g)
{
	struct exchange *x = g->x;
	struct ledger_job job;
	int r;

	job_begin(x, &job);
	g->change.sort = g->sort;
	memcpy(g->change.set_by, x->request.who.operator_code, CODE_SIZE);
	(void)snprintf(g->change.operator_code, sizeof(g->change.operator_code), "%s", x->arg);
	digest_without_secret(g, job.digest);
	job.drafts[0] = (struct ledger_draft){ &secret_set_kind, &g->change, NULL };
	r = desk_write(x->web->desk, &job, on_told, g);
	if (r == 0)
		return;
	reply_errno(x, r);
	setting_free(g);
}

/* An entry that says it was set is made only where it can be. */
static void on_room(void *data, int error)
{
	struct setting *g = data;

	if (error == 0 && !g->x->web->ending) {
		tell_journal(g);
		return;
	}
	on_set(g->x, error);
	setting_free(g);
}

static void make_room(struct setting *g)
{
	int r = people_try(g->x->web->people, on_room, g);

	if (r == 0)
		return;
	reply_key(g->x, MHD_HTTP_TOO_MANY_REQUESTS, "log_in_busy");
	setting_free(g);
}

void api_secret(struct exchange *x)
{
	struct setting *g;

	if (!secret_is_theirs(x) || reply_if_down(x))
		return;
	g = calloc(1, sizeof(*g));
	if (!g) {
		reply_errno(x, -ENOMEM);
		return;
	}
	g->x = x;
	if (read_secret(x, g))
		make_room(g);
	else
		setting_free(g);
}

/* ---- who is erased ---- */

/* Whoever is nobody keeps no secret: somebody must be left to log in. */
static void erase(struct exchange *x)
{
	(void)snprintf(x->request.stays, sizeof(x->request.stays), "%s", who_is_last(x->web));
	api_make(x);
}

void api_erase(struct exchange *x)
{
	first_ask(x, erase);
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
