// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What goes on when the daemon begins anew in its process: the sockets that it listens on, so that whoever calls
 * meanwhile waits and is answered by the next one, and who is logged in.
 */
#include <fcntl.h>
#include <netinet/in.h>
#include "web_private.h"

struct web_kept {
	int socket[WHERE_COUNT]; /* a second descriptor of each; -1: none */
	struct people_kept people;
};

int web_kept_new(struct web_kept **ret_kept)
{
	struct web_kept *k = calloc(1, sizeof(*k));

	if (!k)
		return -ENOMEM;
	for (enum where i = 0; i < WHERE_COUNT; i++)
		k->socket[i] = -1;
	*ret_kept = k;
	return 0;
}

static void let_go(struct web_kept *k, enum where where)
{
	cleanup_close(&k->socket[where]);
	k->socket[where] = -1;
}

struct web_kept *web_kept_free(struct web_kept *k)
{
	for (enum where i = 0; k && i < WHERE_COUNT; i++)
		let_go(k, i);
	free(k);
	return NULL;
}

void web_go_on(struct web *w, struct web_kept *kept)
{
	w->kept = kept;
	people_go_on(w->people, &kept->people);
}

/* Of either family the port stands at the same place. */
static bool is_of_port(int fd, int port)
{
	struct sockaddr_in6 own = { 0 };
	socklen_t size = sizeof(own);

	return getsockname(fd, (struct sockaddr *)&own, &size) == 0 &&
	       (!port || ntohs(own.sin6_port) == port);
}

int kept_socket(struct web *w, enum where where, int port)
{
	struct web_kept *k = w->kept;

	if (!k || k->socket[where] < 0)
		return -1;
	if (is_of_port(k->socket[where], port))
		return TAKE_FD(k->socket[where]);
	let_go(k, where);
	return -1;
}

void kept_listens(struct web *w, enum where where, int fd)
{
	if (!w->kept)
		return;
	let_go(w->kept, where);
	w->kept->socket[where] = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 0);
}
