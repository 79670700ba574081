// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * libmicrohttpd in the loop: one epoll descriptor and one timeout. It calls back three
 * times for a request: when the headers are there, for each piece of the body, and when the
 * body is complete; and once more after a suspended connection was resumed.
 */
#include <arpa/inet.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include "first_day.h"
#include "log.h"
#include "web_private.h"

enum { ROUNDS = 16, KEY_MOST = 70 };

/*
 * A resumed connection is not seen in the epoll descriptor: it waits for the next MHD_run(),
 * which comes at once, but never inside a callback.
 */
void web_wake(struct web *w)
{
	w->again = true;
	if (!w->running && w->timer)
		(void)loop_timer_arm(w->timer, 0);
}

/* How long a daemon may be left alone, if that is less than *wait_ms. false: as long as one likes. */
static bool run_one(struct MHD_Daemon *daemon, MHD_UNSIGNED_LONG_LONG *wait_ms, bool waits)
{
	MHD_UNSIGNED_LONG_LONG own_ms = 0;

	if (!daemon)
		return waits;
	MHD_run(daemon);
	if (MHD_get_timeout(daemon, &own_ms) != MHD_YES)
		return waits;
	if (!waits || own_ms < *wait_ms)
		*wait_ms = own_ms;
	return true;
}

static void run(struct web *w)
{
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;
	bool waits;
	int rounds = 0;

	w->running = true;
	do {
		w->again = false;
		waits = run_one(w->daemon, &wait_ms, false);
		waits = run_one(w->lan_daemon, &wait_ms, waits);
	} while ((w->again || (waits && !wait_ms)) && ++rounds < ROUNDS);
	w->running = false;
	if (w->again)
		wait_ms = 0;
	if (w->again || waits)
		(void)loop_timer_arm(w->timer, (uint64_t)wait_ms * 1000);
	else
		(void)loop_timer_disarm(w->timer);
}

static void on_readable(void *data, uint32_t revents)
{
	(void)revents;
	run(data);
}

static void on_timer(void *data)
{
	run(data);
}

void exchange_digest(struct exchange *x)
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, sizeof(x->digest));
	crypto_generichash_update(&state, (const uint8_t *)x->method, strlen(x->method) + 1);
	crypto_generichash_update(&state, (const uint8_t *)x->path, strlen(x->path) + 1);
	crypto_generichash_update(&state, (const uint8_t *)x->body, x->body_len);
	crypto_generichash_final(&state, x->digest, sizeof(x->digest));
}

/* Printable ASCII without blanks, at most 70 characters; an empty header is no key. */
static bool take_key(struct exchange *x)
{
	const char *name = "Idempotency-Key", *key = NULL;
	size_t len = 0;

	if (MHD_lookup_connection_value_n(
		    x->connection, MHD_HEADER_KIND, name, strlen(name), &key, &len) != MHD_YES)
		return true;
	if (!key || !len || len > KEY_MOST)
		return false;
	for (size_t i = 0; i < len; i++)
		if (key[i] <= ' ' || key[i] > '~')
			return false;
	memcpy(x->key, key, len);
	return true;
}

static void choose_lang(struct exchange *x)
{
	const char *asked =
		MHD_lookup_connection_value(x->connection, MHD_GET_ARGUMENT_KIND, "lang");
	const char *accept =
		MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Accept-Language");

	x->lang = desk_lang(x->web->desk);
	if (asked && lang_from_name(asked, &x->lang) == 0)
		return;
	if (accept)
		(void)lang_from_name(accept, &x->lang);
}

static struct exchange *exchange_new(
	struct web *w, struct MHD_Connection *c, const char *url, const char *method)
{
	struct exchange *x = calloc(1, sizeof(*x));

	if (!x)
		return NULL;
	x->web = w;
	x->connection = c;
	x->lan = w->lan_daemon && connection_daemon(c) == w->lan_daemon;
	x->method = method;
	if (strlen(url) < sizeof(x->path))
		(void)snprintf(x->path, sizeof(x->path), "%s", url);
	if (!w->ending)
		choose_lang(x);
	connection_lang(c, x->lang);
	return x;
}

static void exchange_free(struct exchange *x)
{
	if (x->web->large == x)
		x->web->large = NULL;
	if (x->response)
		MHD_destroy_response(x->response);
	free(x->body);
	free(x);
}

/* Refused by its headers alone; the body, if any, is still read. */
static void look_at_headers(struct exchange *x, const char *url)
{
	const char *unframed = frame_refuses(x);
	const char *refusal = x->web->ending ? "stopping" : guard_refuses(x);
	struct sentence why;
	unsigned too_long = frame_is_too_long(x, url, &why);
	const unsigned training = refusal ? 0 : training_refuses(x, &refusal);

	x->last = unframed || too_long;
	if (too_long)
		reply_refusal(x, too_long, &why);
	else if (unframed)
		reply_key(x, MHD_HTTP_BAD_REQUEST, unframed);
	else if (x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, refusal);
	else if (refusal)
		reply_key(x, training ? training : MHD_HTTP_FORBIDDEN, refusal);
	else if (!take_key(x))
		reply_key(x, MHD_HTTP_BAD_REQUEST, "bad_key");
	else
		route(x);
}

static bool expects_continue(const struct exchange *x)
{
	const char *expect = MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Expect");

	return expect && !strcasecmp(expect, "100-continue");
}

static size_t body_most(const struct exchange *x)
{
	const struct call *call = x->request.call;

	return call && call->body_most ? call->body_most : BODY_MOST;
}

static void reply_too_large(struct exchange *x)
{
	struct sentence why = { .key = "body_too_large" };

	sentence_param_int(&why, "most", (long long)(body_most(x) / 1024));
	reply_refusal(x, MHD_HTTP_CONTENT_TOO_LARGE, &why);
}

/* A client that asks before it sends a long body is told at once. */
static void look_at_length(struct exchange *x)
{
	const char *length =
		MHD_lookup_connection_value(x->connection, MHD_HEADER_KIND, "Content-Length");

	if (!x->status && length && strtoull(length, NULL, 10) > body_most(x) &&
		expects_continue(x))
		reply_too_large(x);
}

/* 0, or -errno: then the connection is cut. */
static int take_body(struct exchange *x, const char *data, size_t size)
{
	char *more;

	x->body_seen += size;
	if (x->body_seen > BODY_DISCARDED)
		return -EFBIG;
	if (x->status)
		return 0;
	if (x->body_seen > body_most(x))
		reply_too_large(x);
	else if (x->body_seen > BODY_MOST && x->web->large && x->web->large != x)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "catalogue_busy");
	if (x->status)
		return 0;
	if (x->body_seen > BODY_MOST)
		x->web->large = x;
	more = realloc(x->body, x->body_len + size + 1);
	if (!more)
		return -ENOMEM;
	memcpy(more + x->body_len, data, size);
	x->body = more;
	x->body_len += size;
	x->body[x->body_len] = '\0';
	return 0;
}

static enum MHD_Result send_answer(struct exchange *x)
{
	enum MHD_Result r;

	if (!connection_stage(
		    x->web->connections, x->connection, x->listens ? STAGE_WORK : STAGE_ANSWER))
		return MHD_NO;
	if (x->last)
		MHD_add_response_header(x->response, "Connection", "close");
	r = MHD_queue_response(x->connection, x->status, x->response);
	x->web->answers[x->status / 100 % STATUS_CLASSES]++;
	return r;
}

static void refuse_named(struct exchange *x)
{
	reply_key(x, MHD_HTTP_UNPROCESSABLE_CONTENT, "nobody_named");
}

static enum MHD_Result dispatch(struct exchange *x)
{
	if (!connection_stage(x->web->connections, x->connection, STAGE_WORK))
		return MHD_NO;
	if (!x->status && x->web->ending)
		reply_key(x, MHD_HTTP_SERVICE_UNAVAILABLE, "stopping");
	if (!x->status && !x->dispatched) {
		x->dispatched = true;
		if (x->body_len <= BODY_MOST)
			exchange_digest(x);
		if (who_named_in_vain(x))
			first_ask(x, refuse_named); /* unless its key has written before */
		else
			x->handle(x);
	}
	if (x->status)
		return send_answer(x);
	x->suspended = true;
	MHD_suspend_connection(x->connection);
	return MHD_YES;
}

static enum MHD_Result on_request(void *data, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *upload, size_t *upload_size,
	void **exchange)
{
	struct exchange *x = *exchange;
	int r;

	(void)version;
	if (!x) {
		*exchange = x = exchange_new(data, c, url, method);
		if (!x || !connection_stage(x->web->connections, c, STAGE_BODY))
			return MHD_NO;
		look_at_headers(x, url);
		look_at_length(x);
		return x->status && (x->last || expects_continue(x)) ? send_answer(x) : MHD_YES;
	}
	if (!*upload_size)
		return dispatch(x);
	r = take_body(x, upload, *upload_size);
	*upload_size = 0;
	return r < 0 ? MHD_NO : MHD_YES;
}

static void on_completed(
	void *data, struct MHD_Connection *c, void **exchange, enum MHD_RequestTerminationCode code)
{
	struct web *w = data;

	(void)code;
	if (*exchange)
		exchange_free(*exchange);
	*exchange = NULL;
	(void)connection_stage(w->connections, c, STAGE_HEAD);
}

static int bind_to(uint16_t port)
{
	_cleanup_close_ int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port) };
	const int one = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0)
		return -errno;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, SOMAXCONN) < 0)
		return -errno;
	return TAKE_FD(fd);
}

static int listen_on(struct web *w)
{
	const int kept = kept_socket(w, FROM_HERE, w->port);
	_cleanup_close_ int fd = kept < 0 ? bind_to(w->port) : kept;
	struct sockaddr_in address;
	socklen_t size = sizeof(address);

	if (fd < 0)
		return fd;
	if (getsockname(fd, (struct sockaddr *)&address, &size) < 0)
		return -errno;
	kept_listens(w, FROM_HERE, fd);
	w->port = ntohs(address.sin_port);
	snprintf(w->url, sizeof(w->url), "http://127.0.0.1:%u/", w->port);
	w->socket = TAKE_FD(fd);
	return 0;
}

static int add_to_loop(struct web *w, struct MHD_Daemon *daemon, struct loop_source **ret_source)
{
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);

	return info ? loop_add_fd(w->loop, "http", LOOP_WEB, info->epoll_fd, EPOLLIN, on_readable,
			      w, ret_source)
		    : -EIO;
}

/* A certificate that is none, or a port that is taken, keeps nobody from weighing. */
static int start_lan(struct web *w)
{
	const struct web_callbacks calls = { on_request, on_completed };
	int r = lan_start(w, &calls, &w->lan_daemon);

	if (r < 0)
		log_line(LOG_ERROR, "http lan unusable error=%s", log_errno(r));
	if (!w->lan_daemon)
		kept_listens(w, FROM_LAN, -1);
	return w->lan_daemon ? add_to_loop(w, w->lan_daemon, &w->lan_readable) : 0;
}

int web_start(struct web *w)
{
	int r = listen_on(w);

	if (r < 0)
		return r;
	w->daemon = MHD_start_daemon(MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
		on_request, w, MHD_OPTION_LISTEN_SOCKET, w->socket, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, w, MHD_OPTION_NOTIFY_CONNECTION, connections_notify, w->connections,
		MHD_OPTION_UNESCAPE_CALLBACK, frame_unescape, NULL, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)CONNECTIONS, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)HEAD_POOL, MHD_OPTION_STRICT_FOR_CLIENT,
		HEAD_STRICTNESS, MHD_OPTION_END);
	if (!w->daemon)
		return -EIO;
	w->socket = -1; /* closed by MHD_stop_daemon() */
	r = loop_add_timer(w->loop, "http timeout", LOOP_WEB, on_timer, w, &w->timer);
	if (r == 0)
		r = add_to_loop(w, w->daemon, &w->readable);
	return r < 0 ? r : start_lan(w);
}

uint16_t web_port(const struct web *w)
{
	return w->port;
}

const char *web_url(const struct web *w)
{
	return w->url;
}

/* Answers that are ready get out; whoever does not take them in a few rounds is cut off. */
static void stop(struct web *w)
{
	struct MHD_Daemon *const all[] = { w->daemon, w->lan_daemon };

	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		MHD_socket fd = all[i] ? MHD_quiesce_daemon(all[i]) : -1;

		if (fd >= 0)
			close(fd);
	}
	events_end(w->events);
	services_end(w->services);
	for (int i = 0; i < ROUNDS; i++)
		for (size_t k = 0; k < ARRAY_SIZE(all); k++)
			if (all[k])
				MHD_run(all[k]);
	if (w->lan_daemon)
		MHD_stop_daemon(w->lan_daemon);
	MHD_stop_daemon(w->daemon);
}

struct web *web_free(struct web *w)
{
	if (!w)
		return NULL;
	w->ending = true;
	w->readable = loop_source_free(w->readable);
	w->lan_readable = loop_source_free(w->lan_readable);
	w->door = door_free(w->door);
	w->people = people_free(w->people); /* whoever waits for it is answered */
	w->timer = loop_source_free(w->timer);
	if (w->daemon)
		stop(w);
	else if (w->socket >= 0)
		close(w->socket);
	lan_free(w->lan);
	connections_free(w->connections);
	events_free(w->events);
	services_free(w->services);
	training_free(w->training);
	pages_free(w->pages);
	json_decref(w->day);
	free(w);
	return NULL;
}

static void read_conf(struct web *w, struct conf *conf)
{
	struct conf_section *s = conf_section(conf, "http", NULL);
	const char *address = conf_text(s, "address", "127.0.0.1");
	const char *hosts = conf_text(s, "hosts", "");
	struct sentence why = { .key = "conf_loopback_only" };

	w->port = (uint16_t)conf_int(s, "port", 0, 65535, 8080);
	snprintf(w->bench, sizeof(w->bench), "%s", conf_text(s, "bench", ""));
	snprintf(w->hosts, sizeof(w->hosts), "%s", hosts);
	if (strcmp(address, "127.0.0.1")) {
		sentence_param(&why, "value", address);
		conf_mistake(s, "address", &why);
	}
	if (!guard_hosts_are_fine(hosts) || strlen(hosts) >= sizeof(w->hosts)) {
		why = (struct sentence){ .key = "conf_bad_hosts" };
		sentence_param(&why, "value", hosts);
		conf_mistake(s, "hosts", &why);
	}
}

int web_new(struct loop *loop, struct conf *conf, struct desk *desk, struct web **ret_web)
{
	_cleanup_(cleanup_web_free) struct web *w = calloc(1, sizeof(*w));
	char folder[PATH_MAX];
	int r;

	if (!w)
		return -ENOMEM;
	w->loop = loop;
	w->desk = desk;
	w->socket = -1;
	if (sodium_init() < 0)
		return -ENOSYS;
	w->conf = conf;
	first_day_folder(conf, folder);
	w->day = first_day_read(folder);
	read_conf(w, conf);
	r = lan_new(conf_section(conf, "http", NULL), &w->lan);
	if (r < 0)
		return r;
	r = pages_new(w, &w->pages);
	if (r >= 0)
		r = people_new(loop, desk_people_folder(desk), &w->people);
	if (r >= 0)
		r = connections_new(w, &w->connections);
	if (r >= 0)
		r = events_new(w, &w->events);
	if (r >= 0)
		r = services_new(w, &w->services);
	if (r >= 0)
		r = training_new(w, &w->training);
	if (r < 0)
		return r;
	*ret_web = TAKE_PTR(w);
	return 0;
}
