// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The socket "control": one line in, one line back when the command is done: "CODE KEY DEVICE", with
 * "-" for what there is none of. A folder has one simulator: a socket that answers is in use.
 */
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include "cleanup.h"
#include "sim.h"

enum { CLIENTS = 8 };

struct caller {
	struct control *control;
	struct loop_source *source;
	int fd; /* -1: free */
	size_t len;
	char line[COMMAND_SIZE];
	bool running;
	struct command command;
};

struct control {
	struct sim *sim;
	struct loop_source *source;
	int fd;
	struct caller caller[CLIENTS];
};

static void hang_up(struct caller *c)
{
	c->source = loop_source_free(c->source);
	if (c->fd >= 0)
		(void)close(c->fd);
	c->fd = -1;
	c->len = 0;
	c->running = false;
}

static void answer(struct caller *c, const struct outcome *o)
{
	char text[128];
	int n = snprintf(text, sizeof(text), "%d %s %s\n", o->code, o->key ? o->key : "-",
		o->device ? o->device : "-");

	(void)send(c->fd, text, (size_t)n, MSG_NOSIGNAL | MSG_DONTWAIT);
	hang_up(c);
}

static void on_line(void *data, uint32_t revents)
{
	struct caller *c = data;
	ssize_t n = recv(c->fd, c->line + c->len, sizeof(c->line) - 1 - c->len, MSG_DONTWAIT);
	struct outcome o;
	char *end;

	(void)revents;
	if (n <= 0 || c->running) { /* gone, or talking out of turn: nobody to answer */
		hang_up(c);
		return;
	}
	c->len += (size_t)n;
	c->line[c->len] = '\0';
	end = strchr(c->line, '\n');
	if (!end) {
		if (c->len == sizeof(c->line) - 1)
			hang_up(c);
		return;
	}
	*end = '\0';
	c->running = true;
	if (sim_command(c->control->sim, c->line, &c->command, &o))
		answer(c, &o);
}

static void on_caller(void *data, uint32_t revents)
{
	struct control *control = data;
	int fd = accept4(control->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	(void)revents;
	for (struct caller *c = control->caller; fd >= 0 && c < control->caller + CLIENTS; c++) {
		if (c->fd >= 0)
			continue;
		if (loop_add_fd(control->sim->loop, "control line", LOOP_NORMAL, fd, EPOLLIN,
			    on_line, c, &c->source) < 0)
			break;
		c->fd = fd;
		return;
	}
	if (fd >= 0)
		(void)close(fd);
}

void control_tick(struct control *control)
{
	struct outcome o;

	for (struct caller *c = control->caller; c < control->caller + CLIENTS; c++)
		if (c->running && sim_command_done(control->sim, &c->command, &o))
			answer(c, &o);
}

static int bind_here(void)
{
	_cleanup_close_ int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	const struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "control" };

	if (fd < 0)
		return -errno;
	if (connect(fd, (const struct sockaddr *)&a, sizeof(a)) == 0)
		return -EADDRINUSE;
	(void)unlink(a.sun_path);
	if (bind(fd, (const struct sockaddr *)&a, sizeof(a)) < 0 || listen(fd, CLIENTS) < 0)
		return -errno;
	return TAKE_FD(fd);
}

int control_new(struct sim *sim, struct control **ret_control)
{
	struct control *control = calloc(1, sizeof(*control));
	int r;

	if (!control)
		return -ENOMEM;
	control->sim = sim;
	for (size_t i = 0; i < CLIENTS; i++)
		control->caller[i] = (struct caller){ .control = control, .fd = -1 };
	control->fd = bind_here();
	r = control->fd;
	if (r >= 0)
		r = loop_add_fd(sim->loop, "control", LOOP_NORMAL, control->fd, EPOLLIN, on_caller,
			control, &control->source);
	if (r < 0) {
		control_free(control);
		return r;
	}
	*ret_control = control;
	return 0;
}

struct control *control_free(struct control *control)
{
	if (!control)
		return NULL;
	for (size_t i = 0; i < CLIENTS; i++)
		hang_up(&control->caller[i]);
	loop_source_free(control->source);
	if (control->fd >= 0) {
		(void)unlink("control");
		(void)close(control->fd);
	}
	free(control);
	return NULL;
}
