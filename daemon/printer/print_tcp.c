// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Port 9100: bytes to a network printer, and its answers back. The address is numeric,
 * because looking up a name blocks. A dead host is noticed by keep-alive at rest and by the
 * user timeout while bytes are unacknowledged; what TCP acknowledged says nothing of paper.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/sockios.h>
#include "driver.h"

enum {
	KEEP_IDLE_S = 20,
	KEEP_EACH_S = 5,
	KEEP_COUNT = 3,
	USER_TIMEOUT_MS = 30000,
	SEND_BUFFER = 16 * 1024, /* so that what is on the way is about what has not arrived */
	READ_SIZE = 1024,
	ADDRESS_MOST = 64,
};

struct tcp {
	struct printer *printer;
	struct sockaddr_storage address;
	socklen_t address_size;
	int fd;
	struct loop_source *source;
	bool connecting;
};

/* "192.168.1.50", "192.168.1.50:9100", "[fe80::1]:9100". */
static int parse_address(const char *text, struct tcp *t)
{
	static const struct addrinfo numeric = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM };
	char host[ADDRESS_MOST];
	const char *end = text[0] == '[' ? strchr(text, ']') : strrchr(text, ':');
	const char *port = "9100";
	struct addrinfo *found;

	if (strlen(text) >= sizeof(host))
		return -EINVAL;
	(void)snprintf(host, sizeof(host), "%s", text[0] == '[' ? text + 1 : text);
	if (end != NULL)
		host[end - text - (text[0] == '[')] = '\0';
	if (end != NULL && *end == ']')
		end = end[1] == ':' ? end + 1 : NULL;
	if (end != NULL)
		port = end + 1;
	if (strtoul(port, NULL, 10) < 1 || strtoul(port, NULL, 10) > UINT16_MAX ||
		getaddrinfo(host, port, &numeric, &found) != 0)
		return -EINVAL;
	memcpy(&t->address, found->ai_addr, found->ai_addrlen);
	t->address_size = found->ai_addrlen;
	freeaddrinfo(found);
	return 0;
}

static int tcp_setup(struct printer *p, struct conf_section *section)
{
	static const struct sentence none = { .key = "printer_no_address" };
	static const struct sentence bad = { .key = "printer_bad_address" };
	const char *address = conf_text(section, "address", NULL);
	struct tcp *t = calloc(1, sizeof(*t));

	if (t == NULL)
		return -ENOMEM;
	conf_alone(section, "address");
	t->printer = p;
	t->fd = -1;
	printer_set_private(p, t);
	if (address == NULL)
		conf_mistake(section, NULL, &none);
	else if (parse_address(address, t) < 0)
		conf_mistake(section, "address", &bad);
	else
		printer_set_device(p, address);
	return 0;
}

static void receive(struct tcp *t)
{
	uint8_t bytes[READ_SIZE];
	ssize_t n = recv(t->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (n > 0)
		printer_received(t->printer, bytes, (size_t)n);
	else if (n == 0)
		printer_lost(t->printer, -ECONNRESET);
	else if (errno != EAGAIN && errno != EINTR)
		printer_lost(t->printer, -errno);
}

static void connected(struct tcp *t)
{
	socklen_t size = sizeof(int);
	int error = 0;

	t->connecting = false;
	if (getsockopt(t->fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		error = errno;
	if (error == 0)
		error = -loop_source_events(t->source, EPOLLIN);
	if (error != 0)
		printer_lost(t->printer, -error);
	else
		printer_opened(t->printer);
}

static void on_socket(void *data, uint32_t revents)
{
	struct tcp *t = data;

	if (t->connecting) {
		connected(t);
		return;
	}
	if (revents & EPOLLOUT) {
		(void)loop_source_events(t->source, EPOLLIN);
		printer_writable(t->printer);
	}
	if (revents & (EPOLLIN | EPOLLHUP | EPOLLERR))
		receive(t);
}

static int set(int fd, int level, int name, int value)
{
	return setsockopt(fd, level, name, &value, sizeof(value)) < 0 ? -errno : 0;
}

static int set_options(int fd)
{
	int r = set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);

	if (r == 0)
		r = set(fd, SOL_SOCKET, SO_SNDBUF, SEND_BUFFER);
	if (r == 0)
		r = set(fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE_S);
	if (r == 0)
		r = set(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_EACH_S);
	if (r == 0)
		r = set(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEP_COUNT);
	if (r == 0)
		r = set(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, USER_TIMEOUT_MS);
	return r < 0 ? r : set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
}

static int tcp_open(struct printer *p)
{
	struct tcp *t = printer_private(p);
	_cleanup_close_ int fd = socket(
		t->address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
	int r;

	if (fd < 0)
		return -errno;
	r = set_options(fd);
	if (r < 0)
		return r;
	if (connect(fd, (struct sockaddr *)&t->address, t->address_size) < 0 &&
		errno != EINPROGRESS)
		return -errno;
	t->connecting = true;
	r = loop_add_fd(printer_loop(p), "printer tcp", LOOP_NORMAL, fd, EPOLLIN | EPOLLOUT,
		on_socket, t, &t->source);
	if (r < 0)
		return r;
	t->fd = TAKE_FD(fd);
	return 0;
}

static void tcp_close(struct printer *p)
{
	struct tcp *t = printer_private(p);

	t->source = loop_source_free(t->source);
	if (t->fd >= 0)
		(void)close(t->fd);
	t->fd = -1;
}

static ssize_t tcp_write(struct printer *p, const uint8_t *bytes, size_t size)
{
	struct tcp *t = printer_private(p);
	ssize_t n = send(t->fd, bytes, size, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n >= 0)
		return n;
	if (errno != EAGAIN && errno != EINTR)
		return -errno;
	return loop_source_events(t->source, EPOLLIN | EPOLLOUT);
}

static size_t tcp_on_the_way(struct printer *p)
{
	struct tcp *t = printer_private(p);
	int unsent = 0;

	return t->fd >= 0 && ioctl(t->fd, SIOCOUTQ, &unsent) == 0 && unsent > 0 ? (size_t)unsent
										: 0;
}

static void tcp_cleanup(struct printer *p)
{
	free(printer_private(p));
}

const struct print_driver print_tcp_driver = {
	.name = "tcp",
	.setup = tcp_setup,
	.open = tcp_open,
	.close = tcp_close,
	.write = tcp_write,
	.on_the_way = tcp_on_the_way,
	.cleanup = tcp_cleanup,
};
