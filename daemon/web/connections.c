// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Patience with whoever is connected. libmicrohttpd closes a connection on which nothing
 * happens; one that sends a byte now and then it would keep for ever, and a few hundred of
 * those would shut everybody out. So a head and a body have a deadline here, and when nearly
 * all places are taken the oldest connection gives way: first one without a complete head,
 * then one without a complete body, then one that does not take its answer. A request that
 * is being worked on and a listener never do. Of other machines the one gives way whose address
 * holds most: few of them keep nobody else out.
 *
 * A connection is ended by shutting its socket down: libmicrohttpd then closes it as if the
 * client had gone.
 */
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include "web_private.h"

enum { SPARE = 16, LAN_SPARE = 10 };
#define PATIENCE_US (UINT64_C(10) * 1000000)
#define PATIENCE_SEALED_US (UINT64_C(3) * 1000000) /* from another machine, to its first head */

struct connection {
	TAILQ_ENTRY(connection) entry;
	int fd;
	enum stage stage;
	uint64_t since_us; /* of its stage */
	bool answered;     /* a request before, so this one may never come */
	bool cut;
	bool sealed;         /* TLS: nothing is said past it */
	struct door_key key; /* if so */
	enum lang lang;
};

struct connections {
	struct web *web;
	struct loop_source *timer;
	uint64_t due_us; /* of the timer, 0: it is not armed */
	size_t count, sealed;
	TAILQ_HEAD(connection_list, connection) list; /* by since_us */
};

static bool is_awaited(const struct connection *c)
{
	return !c->cut && (c->stage == STAGE_HEAD || c->stage == STAGE_BODY);
}

/* libmicrohttpd has not begun to answer: the refusal is written past it. */
static void say(const struct connection *c, unsigned status, const char *key)
{
	const struct sentence why = { .key = key };
	char *body = refusal_text(c->lang, &why), *text = NULL;
	int len = -1;

	if (body)
		len = asprintf(&text,
			"HTTP/1.1 %u %s\r\nContent-Type: application/json; charset=utf-8\r\n"
			"Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
			status, MHD_get_reason_phrase_for(status), strlen(body), body);
	if (len >= 0) {
		(void)send(c->fd, text, (size_t)len, MSG_NOSIGNAL | MSG_DONTWAIT);
		free(text);
	}
	free(body);
}

static void cut(struct connection *c, unsigned status, const char *key)
{
	c->cut = true;
	if (!c->sealed && (c->stage == STAGE_BODY || (c->stage == STAGE_HEAD && !c->answered)))
		say(c, status, key);
	(void)shutdown(c->fd, SHUT_RDWR);
}

/* One timer for all: at the next deadline there is. */
static void arm(struct connections *all, uint64_t due_us, uint64_t now_us)
{
	if (loop_timer_arm(all->timer, due_us > now_us ? due_us - now_us : 0) == 0)
		all->due_us = due_us;
}

static uint64_t due_of(const struct connection *c)
{
	bool first = c->sealed && c->stage == STAGE_HEAD && !c->answered;

	return c->since_us + (first ? PATIENCE_SEALED_US : PATIENCE_US);
}

static void arm_for(struct connections *all, const struct connection *c)
{
	if (is_awaited(c) && (!all->due_us || due_of(c) < all->due_us))
		arm(all, due_of(c), c->since_us);
}

static void on_deadline(void *data)
{
	struct connections *all = data;
	uint64_t now_us = loop_now_us(all->web->loop), next_us = UINT64_MAX;

	all->due_us = 0;
	for (struct connection *c = TAILQ_FIRST(&all->list); c; c = TAILQ_NEXT(c, entry)) {
		uint64_t due_us = due_of(c);

		if (!is_awaited(c))
			continue;
		if (due_us <= now_us)
			cut(c, MHD_HTTP_REQUEST_TIMEOUT, "request_too_slow");
		else if (due_us < next_us)
			next_us = due_us;
	}
	if (next_us != UINT64_MAX)
		arm(all, next_us, now_us);
}

static struct connection *of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

bool connection_stage(struct connections *all, struct MHD_Connection *connection, enum stage stage)
{
	struct connection *c = of(connection);

	if (!c)
		return true;
	if (c->cut)
		return false;
	c->answered |= stage == STAGE_HEAD;
	c->stage = stage;
	c->since_us = loop_now_us(all->web->loop);
	TAILQ_REMOVE(&all->list, c, entry);
	TAILQ_INSERT_TAIL(&all->list, c, entry);
	arm_for(all, c);
	return true;
}

void connection_lang(struct MHD_Connection *connection, enum lang lang)
{
	struct connection *c = of(connection);

	if (c)
		c->lang = lang;
}

/* One comes, one goes. */
static void make_room(struct connections *all)
{
	static const enum stage order[] = { STAGE_HEAD, STAGE_BODY, STAGE_ANSWER };

	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		for (struct connection *c = TAILQ_FIRST(&all->list); c; c = TAILQ_NEXT(c, entry))
			if (!c->cut && c->stage == order[i]) {
				cut(c, MHD_HTTP_SERVICE_UNAVAILABLE, "too_many_connections");
				return;
			}
}

static struct connection *of_who_holds_most(struct connections *all, enum stage stage)
{
	struct connection *found = NULL;
	size_t most = 0;

	for (struct connection *c = TAILQ_FIRST(&all->list); c; c = TAILQ_NEXT(c, entry)) {
		size_t held = c->sealed && !c->cut && c->stage == stage
				      ? connections_from(all, &c->key)
				      : 0;

		if (held > most) {
			most = held;
			found = c;
		}
	}
	return found;
}

/* The same among other machines. */
static void make_lan_room(struct connections *all)
{
	static const enum stage order[] = { STAGE_HEAD, STAGE_BODY, STAGE_ANSWER };
	struct connection *c = NULL;

	for (size_t i = 0; !c && i < ARRAY_SIZE(order); i++)
		c = of_who_holds_most(all, order[i]);
	if (c)
		cut(c, MHD_HTTP_SERVICE_UNAVAILABLE, "too_many_connections");
}

struct MHD_Daemon *connection_daemon(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_DAEMON);

	return info ? info->daemon : NULL;
}

static void take_key(struct connection *c, struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	if (info && info->client_addr)
		c->key = door_key_of(info->client_addr, c->fd);
}

static void opened(struct connections *all, struct MHD_Connection *connection, void **context)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct connection *c = info ? calloc(1, sizeof(*c)) : NULL;

	if (!c)
		return;
	if (++all->count > CONNECTIONS - SPARE)
		make_room(all);
	c->fd = info->connect_fd;
	c->sealed = connection_daemon(connection) != all->web->daemon;
	if (c->sealed) {
		take_key(c, connection);
		if (++all->sealed > LAN_CONNECTIONS - LAN_SPARE)
			make_lan_room(all);
	}
	c->lang = all->web->ending ? LANG_FR : desk_lang(all->web->desk);
	c->since_us = loop_now_us(all->web->loop);
	TAILQ_INSERT_TAIL(&all->list, c, entry);
	*context = c;
	arm_for(all, c);
}

void connections_notify(void *data, struct MHD_Connection *connection, void **context,
	enum MHD_ConnectionNotificationCode code)
{
	struct connections *all = data;
	struct connection *c = *context;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		opened(all, connection, context);
	} else if (c) {
		TAILQ_REMOVE(&all->list, c, entry);
		all->count--;
		all->sealed -= c->sealed;
		free(c);
		*context = NULL;
	}
}

size_t connections_count(const struct connections *all)
{
	return all->count;
}

size_t connections_from(const struct connections *all, const struct door_key *key)
{
	const struct connection *c;
	size_t count = 0;

	TAILQ_FOREACH(c, &all->list, entry)
	count += c->sealed && memcmp(&c->key, key, sizeof(*key)) == 0;
	return count;
}

int connections_new(struct web *w, struct connections **ret_connections)
{
	struct connections *all = calloc(1, sizeof(*all));
	int r;

	if (!all)
		return -ENOMEM;
	all->web = w;
	TAILQ_INIT(&all->list);
	r = loop_add_timer(w->loop, "http deadline", LOOP_WEB, on_deadline, all, &all->timer);
	if (r < 0) {
		free(all);
		return r;
	}
	*ret_connections = all;
	return 0;
}

struct connections *connections_free(struct connections *all)
{
	if (!all)
		return NULL;
	loop_source_free(all->timer);
	free(all);
	return NULL;
}
