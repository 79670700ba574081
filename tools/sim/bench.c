// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The bench page on a loopback port of its own: it shows the devices and gives commands.
 * Loopback Host names only, and a command needs a header that no foreign page can send.
 */
#include <fcntl.h>
#include <microhttpd.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include "asset.h"
#include "bench_state.h"
#include "sim.h"

enum { PENDING = 4, IDLE_SECONDS = 20 };

extern const struct asset bench_files[]; /* tools/sim/page, compiled in */

struct bench {
	struct sim *sim;
	struct MHD_Daemon *http;
	struct loop_source *source, *timer, *tick;
	uint16_t port;
	struct {
		bool running;
		struct command command;
	} pending[PENDING];
	struct outcome said;
	unsigned said_number;
};

/* One POST while it comes in. */
struct request {
	size_t len;
	char body[COMMAND_SIZE];
};

static const struct {
	const char *ending, *type;
} types[] = {
	{ ".html", "text/html; charset=utf-8" },
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".json", "application/json" },
	{ ".png", "image/png" },
};

static const char *type_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_SIZE(types); i++)
		if (!strcmp(types[i].ending, dot))
			return types[i].type;
	return "text/plain; charset=utf-8";
}

static enum MHD_Result reply(
	struct MHD_Connection *c, unsigned status, const char *type, struct MHD_Response *r)
{
	enum MHD_Result sent;

	if (!r)
		return MHD_NO;
	(void)MHD_add_response_header(r, "Content-Type", type);
	(void)MHD_add_response_header(r, "Cache-Control", "no-store");
	(void)MHD_add_response_header(r, "Content-Security-Policy", "default-src 'self'");
	(void)MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
	sent = MHD_queue_response(c, status, r);
	MHD_destroy_response(r);
	return sent;
}

static enum MHD_Result reply_text(struct MHD_Connection *c, unsigned status, const char *text)
{
	return reply(c, status, "text/plain; charset=utf-8",
		MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY));
}

static enum MHD_Result reply_json(struct MHD_Connection *c, char *text)
{
	if (!text)
		return MHD_NO;
	return reply(c, MHD_HTTP_OK, "application/json",
		MHD_create_response_from_buffer(strlen(text), text, MHD_RESPMEM_MUST_FREE));
}

static enum MHD_Result reply_label(struct bench *b, struct MHD_Connection *c)
{
	char path[LABEL_PATH];
	struct stat st;
	int fd;

	sim_printer_label(b->sim->printer.labels, path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0) {
		if (fd >= 0)
			(void)close(fd);
		return reply_text(c, MHD_HTTP_NOT_FOUND, "no label\n");
	}
	return reply(
		c, MHD_HTTP_OK, "image/png", MHD_create_response_from_fd((uint64_t)st.st_size, fd));
}

static const struct asset *find_file(const char *url)
{
	char name[128];

	if (!strcmp(url, "/"))
		url = "/index.html";
	(void)snprintf(name, sizeof(name), "tools/sim/page%s", url);
	for (const struct asset *a = bench_files; a->name; a++)
		if (!strcmp(a->name, name))
			return a;
	if (!strncmp(url, "/lang/", 6))
		return asset_find(url + 1);
	if (strncmp(url, "/pictograms/", 12) && strcmp(url, "/roots.css"))
		return NULL;
	(void)snprintf(name, sizeof(name), "web/page%s", url);
	return asset_find(name);
}

static enum MHD_Result get(struct bench *b, struct MHD_Connection *c, const char *url)
{
	const struct asset *a;

	if (!strcmp(url, "/state"))
		return reply_json(
			c, bench_state(b->sim, b->said.key ? &b->said : NULL, b->said_number));
	if (!strcmp(url, "/codes"))
		return reply_json(c, bench_codes());
	if (!strcmp(url, "/label.png"))
		return reply_label(b, c);
	a = find_file(url);
	if (!a)
		return reply_text(c, MHD_HTTP_NOT_FOUND, "not found\n");
	return reply(c, MHD_HTTP_OK, type_of(a->name),
		MHD_create_response_from_buffer(a->size, (void *)a->data, MHD_RESPMEM_PERSISTENT));
}

static void note(struct bench *b, const struct outcome *o)
{
	if (o->key) {
		b->said = *o;
		b->said_number++;
	}
}

static enum MHD_Result act(struct bench *b, struct MHD_Connection *c, const char *line)
{
	struct command command;
	struct outcome o;
	size_t i = 0;

	while (i < PENDING && b->pending[i].running)
		i++;
	if (i == PENDING)
		return reply_text(c, MHD_HTTP_SERVICE_UNAVAILABLE, "busy\n");
	if (sim_command(b->sim, line, &command, &o)) {
		note(b, &o);
		return reply_text(c, o.code ? MHD_HTTP_CONFLICT : MHD_HTTP_OK, "done\n");
	}
	b->pending[i].command = command;
	b->pending[i].running = true;
	return reply_text(c, MHD_HTTP_ACCEPTED, "begun\n");
}

static void on_tick(void *data)
{
	struct bench *b = data;
	struct outcome o;

	for (size_t i = 0; i < PENDING; i++)
		if (b->pending[i].running && sim_command_done(b->sim, &b->pending[i].command, &o)) {
			b->pending[i].running = false;
			note(b, &o);
		}
	(void)loop_timer_arm(b->tick, TICK_US);
}

static bool host_is_ours(struct MHD_Connection *c)
{
	const char *host = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Host");
	size_t len = host ? strcspn(host, ":") : 0;

	return (len == 9 && (!strncmp(host, "127.0.0.1", 9) || !strncmp(host, "localhost", 9)));
}

static enum MHD_Result on_request(void *data, struct MHD_Connection *c, const char *url,
	const char *method, const char *version, const char *upload, size_t *upload_size,
	void **request)
{
	struct request *r = *request;

	(void)version;
	if (!r) {
		*request = calloc(1, sizeof(*r));
		return *request ? MHD_YES : MHD_NO;
	}
	if (*upload_size) {
		size_t room = sizeof(r->body) - 1 - r->len;
		size_t n = *upload_size < room ? *upload_size : room;

		memcpy(r->body + r->len, upload, n);
		r->len += n;
		*upload_size = 0;
		return MHD_YES;
	}
	if (!host_is_ours(c))
		return reply_text(c, MHD_HTTP_FORBIDDEN, "foreign host\n");
	if (!strcmp(method, "GET"))
		return get(data, c, url);
	if (strcmp(method, "POST") || strcmp(url, "/do"))
		return reply_text(c, MHD_HTTP_METHOD_NOT_ALLOWED, "GET, or POST /do\n");
	if (!MHD_lookup_connection_value(c, MHD_HEADER_KIND, "X-Bench"))
		return reply_text(c, MHD_HTTP_FORBIDDEN, "X-Bench is missing\n");
	return act(data, c, r->body);
}

static void on_completed(
	void *data, struct MHD_Connection *c, void **request, enum MHD_RequestTerminationCode code)
{
	(void)data;
	(void)c;
	(void)code;
	free(*request);
	*request = NULL;
}

static void run_http(void *data)
{
	struct bench *b = data;
	MHD_UNSIGNED_LONG_LONG ms;

	(void)MHD_run(b->http);
	if (MHD_get_timeout(b->http, &ms) == MHD_YES)
		(void)loop_timer_arm(b->timer, ms * 1000);
	else
		(void)loop_timer_disarm(b->timer);
}

static void on_http(void *data, uint32_t revents)
{
	(void)revents;
	run_http(data);
}

static int start_http(struct bench *b)
{
	const union MHD_DaemonInfo *info;
	int fd = sim_listen("bench", &b->port);

	if (fd < 0)
		return fd;
	b->http = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, b,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_TIMEOUT, IDLE_SECONDS,
		MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
	if (!b->http) {
		(void)close(fd);
		return -ENOMEM;
	}
	info = MHD_get_daemon_info(b->http, MHD_DAEMON_INFO_EPOLL_FD);
	if (!info)
		return -EIO;
	return loop_add_fd(
		b->sim->loop, "bench", LOOP_WEB, info->epoll_fd, EPOLLIN, on_http, b, &b->source);
}

int bench_new(struct sim *sim, struct bench **ret_bench)
{
	struct bench *b = calloc(1, sizeof(*b));
	int r;

	if (!b)
		return -ENOMEM;
	b->sim = sim;
	r = loop_add_timer(sim->loop, "bench", LOOP_WEB, run_http, b, &b->timer);
	if (r == 0)
		r = loop_add_timer(sim->loop, "bench tick", LOOP_NORMAL, on_tick, b, &b->tick);
	if (r == 0)
		r = start_http(b);
	if (r == 0)
		r = loop_timer_arm(b->tick, TICK_US);
	if (r < 0) {
		bench_free(b);
		return r;
	}
	*ret_bench = b;
	return 0;
}

unsigned bench_port(const struct bench *b)
{
	return b->port;
}

struct bench *bench_free(struct bench *b)
{
	if (!b)
		return NULL;
	loop_source_free(b->source);
	loop_source_free(b->timer);
	loop_source_free(b->tick);
	if (b->http)
		MHD_stop_daemon(b->http);
	free(b);
	return NULL;
}
