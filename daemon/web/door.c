// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Who comes in from other machines is let in one by one: a handshake of TLS is calculated in the loop, where a
 * weighing waits for it. An address has one each EACH_ONE_US, all together one each EACH_ALL_US, and a few at
 * once; who comes sooner waits at the door, WAITING_MOST of them, and is then let go. Nobody who floods
 * keeps another address out.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include "web_private.h"

enum { WAITING_MOST = 32, WAITING_FROM_ONE = 8, ADDRESSES = 64, ACCEPTS = 32, FROM_ONE = 40 };
enum { AT_ONCE_ONE = 4, AT_ONCE_ALL = 6 };
#define EACH_ONE_US UINT64_C(50000)
#define EACH_ALL_US UINT64_C(30000)
#define PAUSE_US UINT64_C(200000) /* no descriptor is left */

struct waiter {
	int fd;
	struct sockaddr_storage address;
	socklen_t size;
	struct door_key key;
};

struct pace {
	struct door_key key;
	uint64_t due_us; /* the next one, if nobody came before */
};

struct door {
	struct web *web;
	struct MHD_Daemon *daemon;
	struct loop_source *knock, *timer;
	int fd;
	struct pace one[ADDRESSES];
	uint64_t all_due_us;
	size_t count;
	struct waiter waiting[WAITING_MOST]; /* the longest first */
};

/* ---- whose turn it is ---- */

/* A neighbour: each machine of our own network has its own. */
static bool is_near(const struct in6_addr *peer, int fd)
{
	struct sockaddr_storage own = { 0 };
	socklen_t size = sizeof(own);
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)&own;

	return IN6_IS_ADDR_LINKLOCAL(peer) ||
	       (getsockname(fd, (struct sockaddr *)&own, &size) == 0 && own.ss_family == AF_INET6 &&
		       !memcmp(&six->sin6_addr, peer, 8));
}

/*
 * IPv6 by the network that a machine far away may choose addresses in, a neighbour by its address; IPv4
 * as IPv6 says it.
 */
struct door_key door_key_of(const struct sockaddr *address, int fd)
{
	const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)(const void *)address;
	const struct sockaddr_in *four = (const struct sockaddr_in *)(const void *)address;
	struct door_key key = { { 0 } };

	if (address->sa_family == AF_INET)
		memcpy(key.bytes + 12, &four->sin_addr, 4);
	else if (IN6_IS_ADDR_V4MAPPED(&six->sin6_addr))
		memcpy(key.bytes + 12, six->sin6_addr.s6_addr + 12, 4);
	else
		memcpy(key.bytes, six->sin6_addr.s6_addr,
			is_near(&six->sin6_addr, fd) ? sizeof(key.bytes) : 8);
	return key;
}

static bool same_key(const struct door_key *a, const struct door_key *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

/* Its place, or that of who came longest ago. */
static struct pace *pace_of(struct door *d, const struct door_key *key)
{
	struct pace *oldest = &d->one[0];

	for (size_t i = 0; i < ADDRESSES; i++) {
		if (same_key(&d->one[i].key, key))
			return &d->one[i];
		if (d->one[i].due_us < oldest->due_us)
			oldest = &d->one[i];
	}
	*oldest = (struct pace){ .key = *key };
	return oldest;
}

static bool is_due(uint64_t due_us, uint64_t now_us, uint64_t each_us, unsigned at_once)
{
	return due_us <= now_us + each_us * (at_once - 1);
}

static void take(uint64_t *due_us, uint64_t now_us, uint64_t each_us)
{
	*due_us = (*due_us > now_us ? *due_us : now_us) + each_us;
}

static bool may_enter(struct door *d, const struct waiter *who, uint64_t now_us)
{
	struct pace *one = pace_of(d, &who->key);

	if (!is_due(d->all_due_us, now_us, EACH_ALL_US, AT_ONCE_ALL) ||
		!is_due(one->due_us, now_us, EACH_ONE_US, AT_ONCE_ONE) ||
		connections_from(d->web->connections, &who->key) >= FROM_ONE)
		return false;
	take(&d->all_due_us, now_us, EACH_ALL_US);
	take(&one->due_us, now_us, EACH_ONE_US);
	return true;
}

/* ---- in, or not ---- */

static void enter(struct door *d, const struct waiter *who)
{
	/* The socket is libmicrohttpd's from here on, also where it closes it at once. */
	(void)MHD_add_connection(
		d->daemon, who->fd, (const struct sockaddr *)&who->address, who->size);
	web_wake(d->web);
}

static void let_in(struct door *d)
{
	uint64_t now_us = loop_now_us(d->web->loop);
	size_t kept = 0;

	for (size_t i = 0; i < d->count; i++)
		if (may_enter(d, &d->waiting[i], now_us))
			enter(d, &d->waiting[i]);
		else
			d->waiting[kept++] = d->waiting[i];
	d->count = kept;
	if (d->count)
		(void)loop_timer_arm(d->timer, EACH_ALL_US);
}

static void on_time(void *data)
{
	struct door *d = data;

	(void)loop_source_events(d->knock, EPOLLIN);
	let_in(d);
}

static size_t waiting_of(const struct door *d, const struct door_key *key)
{
	size_t mine = 0;

	for (size_t i = 0; i < d->count; i++)
		mine += same_key(&d->waiting[i].key, key);
	return mine;
}

static bool has_room(const struct door *d, const struct door_key *key)
{
	return d->count < WAITING_MOST && waiting_of(d, key) < WAITING_FROM_ONE;
}

/* Of those of whom most wait the last goes, for one of whom fewer do. */
static bool make_room(struct door *d, const struct door_key *key)
{
	size_t most = waiting_of(d, key) + 1, at = d->count;

	for (size_t i = 0; d->count == WAITING_MOST && i < d->count; i++)
		if (waiting_of(d, &d->waiting[i].key) > most ||
			(at < d->count && same_key(&d->waiting[i].key, &d->waiting[at].key))) {
			most = waiting_of(d, &d->waiting[i].key);
			at = i;
		}
	if (at == d->count)
		return false;
	close(d->waiting[at].fd);
	memmove(&d->waiting[at], &d->waiting[at + 1], (--d->count - at) * sizeof(d->waiting[0]));
	return true;
}

static bool take_one(struct door *d)
{
	struct waiter who = { .size = sizeof(who.address) };

	who.fd = accept4(
		d->fd, (struct sockaddr *)&who.address, &who.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
	if (who.fd < 0) {
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
			(void)loop_source_events(d->knock, 0);
			(void)loop_timer_arm(d->timer, PAUSE_US);
		}
		return errno == ECONNABORTED || errno == EINTR;
	}
	who.key = door_key_of((const struct sockaddr *)&who.address, who.fd);
	if (has_room(d, &who.key) || make_room(d, &who.key))
		d->waiting[d->count++] = who;
	else
		close(who.fd);
	return true;
}

static void on_knock(void *data, uint32_t revents)
{
	struct door *d = data;

	(void)revents;
	for (int i = 0; i < ACCEPTS && take_one(d); i++)
		;
	let_in(d);
}

int door_new(struct web *w, struct MHD_Daemon *daemon, int fd, struct door **ret_door)
{
	struct door *d = calloc(1, sizeof(*d));
	int r;

	if (!d) {
		close(fd);
		return -ENOMEM;
	}
	d->web = w;
	d->daemon = daemon;
	d->fd = fd;
	r = loop_add_fd(w->loop, "http door", LOOP_WEB, fd, EPOLLIN, on_knock, d, &d->knock);
	if (r == 0)
		r = loop_add_timer(w->loop, "http door", LOOP_WEB, on_time, d, &d->timer);
	if (r < 0)
		door_free(d);
	else
		*ret_door = d;
	return r;
}

struct door *door_free(struct door *d)
{
	if (!d)
		return NULL;
	loop_source_free(d->knock);
	loop_source_free(d->timer);
	for (size_t i = 0; i < d->count; i++)
		close(d->waiting[i].fd);
	close(d->fd);
	free(d);
	return NULL;
}
