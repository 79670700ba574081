// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who asks. By a token, a program or the console; by the cookie of a session, a person; else whoever
 * is at the station, or nobody from another machine. As long as no coordinator has a secret, who speaks
 * from the station is one; from then on they are a volunteer: they weigh, undo, and see the day.
 */
#include <string.h>
#include <strings.h>
#include "catalogue_facts.h"
#include "clock.h"
#include "coordinators.h"
#include "log.h"
#include "secret_change.h"
#include "web_private.h"

#define COOKIE "bascule"

static enum where where_of(const struct exchange *x)
{
	return x->lan ? FROM_LAN : FROM_HERE;
}

enum role who_may(const struct web *w, const char *code)
{
	struct moment now;

	clock_now(&now);
	return operator_role_now(desk_catalogue(w->desk), code, &now);
}

/* Some PIN, while nobody can tell whose: secrets that cannot be read, or no catalogue to say roles. */
static bool may_be_guarded(struct web *w, const struct secrets *s)
{
	size_t i = 0;

	while (i < s->people && !*s->person[i].hash[SECRET_PIN])
		i++;
	return people_unread(w->people) || (i < s->people && !desk_catalogue(w->desk)->count);
}

static struct coordinators coordinators(const struct web *w)
{
	struct coordinators among = { .catalogue = desk_catalogue(w->desk),
		.secrets = people_secrets(w->people) };

	clock_now(&among.now);
	return among;
}

static bool has_coordinator(const struct web *w)
{
	const struct coordinators among = coordinators(w);

	return coordinators_any(&among, NULL);
}

const char *who_is_last(const struct web *w)
{
	const struct coordinators among = coordinators(w);

	return coordinators_last(&among);
}

/* The ledger knows that a coordinator had a PIN, and none has one here, whoever else does. */
static bool has_lost(const struct web *w)
{
	struct ledger_status status;

	store_status(desk_store(w->desk), &status);
	return status.had_secrets && !has_coordinator(w);
}

/* Kept beside them before anybody has one again: it may not be a coordinator who does. */
static void say_lost(const struct web *w)
{
	log_line(LOG_ERROR,
		"people secrets of %s lost: it stays guarded, give a coordinator a PIN: sudo "
		"bascule user pin CODE",
		store_path(desk_store(w->desk)));
}

/* Once guarded is guarded for good, whatever becomes of the catalogue, of the secrets, and over every restart. */
bool who_guarded(struct web *w)
{
	const struct secrets *s = people_secrets(w->people);
	const bool lost = !w->guarded && !s->guarded && has_lost(w);
	struct sentence unused;

	if (lost && (people_unread(w->people) || store_down(desk_store(w->desk), &unused) ||
			    !desk_catalogue(w->desk)->count))
		return true; /* until roles can be told */
	if (lost)
		say_lost(w);
	if (lost || (!w->guarded && !s->guarded && has_coordinator(w)))
		w->guarded = people_guard(w->people) == 0;
	else
		w->guarded |= s->guarded;
	return lost || w->guarded || may_be_guarded(w, s);
}

/* lang: secrets_unread no_coordinator_pin */
const char *who_cannot(struct web *w)
{
	struct sentence unused;

	if (people_unread(w->people))
		return "secrets_unread";
	return !store_down(desk_store(w->desk), &unused) && who_guarded(w) && !has_coordinator(w)
		       ? "no_coordinator_pin"
		       : NULL;
}

static const char *bearer(const struct exchange *x)
{
	const char *said = MHD_lookup_connection_value(
		x->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_AUTHORIZATION);
	const char *scheme = "Bearer ";

	return said && !strncasecmp(said, scheme, strlen(scheme)) ? said + strlen(scheme) : NULL;
}

const struct token *who_token(struct exchange *x)
{
	const char *said = bearer(x);

	return said ? people_token(x->web->people, said) : NULL;
}

struct session *who_session(struct exchange *x)
{
	const char *cookie = MHD_lookup_connection_value(x->connection, MHD_COOKIE_KIND, COOKIE);
	struct sessions *all = people_sessions(x->web->people);
	struct session *s =
		cookie ? session_find(all, cookie, where_of(x), loop_now_us(x->web->loop)) : NULL;

	if (s && !desk_catalogue(x->web->desk)->count)
		return NULL; /* nobody can tell yet what they may */
	if (s && who_may(x->web, s->code) != s->role) {
		session_end_all(all, s->code);
		return NULL;
	}
	return s;
}

static bool in_words(const char *list, const char *word)
{
	const size_t len = strlen(word);

	while (*list) {
		size_t n = strcspn(list, " ");

		if (n == len && !strncmp(list, word, n))
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

/* What is only read and speaks of nobody; or what the token names. */
static bool token_takes(const struct token *t, const struct call *call)
{
	if (*t->calls)
		return in_words(t->calls, call->name);
	return !strcmp(call->method, "GET") && call->role <= ROLE_KIOSK && !call->personal;
}

static int refuse_with(int status, const char *key, struct sentence *ret_why)
{
	*ret_why = (struct sentence){ .key = key };
	return status;
}

/* lang: token_unknown token_not_for */
static int by_token(struct exchange *x, const char *said, const struct call *call,
	struct caller *ret_who, struct sentence *ret_why)
{
	const struct token *t;

	if (!x->lan && people_is_console(x->web->people, said)) {
		ret_who->role = ROLE_COORDINATOR;
		return 0;
	}
	t = people_token(x->web->people, said);
	if (!t)
		return refuse_with(MHD_HTTP_UNAUTHORIZED, "token_unknown", ret_why);
	if (!token_takes(t, call))
		return refuse_with(MHD_HTTP_FORBIDDEN, "token_not_for", ret_why);
	ret_who->role = *t->calls ? ROLE_COORDINATOR : ROLE_KIOSK;
	ret_who->program = !*t->calls;
	return 0;
}

void who_let_go(struct web *w)
{
	const struct secrets *s = people_secrets(w->people);
	const struct catalogue *c = desk_catalogue(w->desk);
	struct moment now;

	clock_now(&now);
	for (size_t i = 0; i < s->people; i++)
		if (catalogue_operator_left(
			    c, s->person[i].code, now.day, now.quality == CLOCK_TRUSTED))
			people_drop(w->people, s->person[i].code);
}

static bool nobody_named(const struct web *w)
{
	struct moment now;

	clock_now(&now);
	return catalogue_names_nobody(
		desk_catalogue(w->desk), desk_station(w->desk)->config.site, now.day);
}

/* What concerns a person stays named: log-in, and whose secret it is. */
bool who_named_in_vain(struct exchange *x)
{
	const struct call *call = x->request.call;
	json_t *body;
	const char *name;
	bool vain;

	if (!call || call->open || strcmp(call->method, "POST") != 0 ||
		call->kind == &secret_set_kind || call->kind == &secret_reset_kind ||
		!nobody_named(x->web))
		return false;
	body = json_loadb(x->body, x->body_len, 0, NULL);
	name = json_string_value(json_object_get(body, "operator"));
	vain = name && *name;
	json_decref(body);
	return vain;
}

/* Where nobody is named, a session signs only what asks for it. */
static bool signs(const struct exchange *x, const struct call *call)
{
	return call->role > ROLE_KIOSK || !nobody_named(x->web);
}

int who_asks(struct exchange *x, const struct call *call, struct caller *ret_who,
	struct sentence *ret_why)
{
	const char *token = bearer(x);
	struct session *s;

	*ret_who = (struct caller){ .role = ROLE_NONE, .lang = x->lang };
	if (token)
		return by_token(x, token, call, ret_who, ret_why);
	s = who_session(x);
	if (s) {
		ret_who->role = s->role;
		if (signs(x, call))
			memcpy(ret_who->operator_code, s->code, CODE_SIZE);
		if (strcmp(call->method, "GET") != 0)
			s->touched_us = loop_now_us(x->web->loop);
	} else if (!x->lan) {
		ret_who->role = who_guarded(x->web) ? ROLE_KIOSK : ROLE_COORDINATOR;
	}
	return 0;
}

/* Whoever is nobody is told to say who they are; lang: log_in_first */
int who_refused(const struct caller *who, int status, struct sentence *why)
{
	if (status != MHD_HTTP_FORBIDDEN || *who->operator_code || who->role >= ROLE_STAFF)
		return status;
	*why = (struct sentence){ .key = "log_in_first" };
	return MHD_HTTP_UNAUTHORIZED;
}

void who_cookie(const struct exchange *x, struct MHD_Response *response, const char *token)
{
	char line[160];

	(void)snprintf(line, sizeof(line), COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict%s%s",
		token, x->lan ? "; Secure" : "", *token ? "" : "; Max-Age=0");
	MHD_add_response_header(response, MHD_HTTP_HEADER_SET_COOKIE, line);
}
