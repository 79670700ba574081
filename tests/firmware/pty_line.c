// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A pseudo terminal in raw mode. A master's write arrives here at once and without character times;
 * the board gets it with the gaps of a real line, so that t1.5 and t3.5 mean something.
 */
#include "pty.h"
#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <stdio.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define COMPLETE_NS 2000000

uint64_t head_wall_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

int pty_line_plug(struct pty_line *l)
{
	char name[128], fresh[512];
	struct termios t = { .c_cflag = CS8 | CREAD | CLOCAL };

	if (l->fd >= 0)
		return 0;
	cfsetspeed(&t, B19200);
	if (openpty(&l->fd, &l->held, name, &t, NULL) < 0)
		return -errno;
	fcntl(l->fd, F_SETFL, O_NONBLOCK);
	fcntl(l->fd, F_SETFD, FD_CLOEXEC);
	fcntl(l->held, F_SETFD, FD_CLOEXEC);
	snprintf(fresh, sizeof(fresh), "%s.new", l->link);
	unlink(fresh);
	if (symlink(name, fresh) < 0 || rename(fresh, l->link) < 0)
		return -errno;
	l->n_in = 0;
	return 0;
}

void pty_line_unplug(struct pty_line *l)
{
	if (l->fd < 0)
		return;
	unlink(l->link);
	close(l->held);
	close(l->fd);
	l->fd = l->held = -1;
}

void pty_line_in(struct pty_line *l)
{
	ssize_t n = read(l->fd, l->in + l->n_in, sizeof(l->in) - l->n_in);

	if (n <= 0)
		return;
	l->n_in += (size_t)n;
	l->in_ns = head_wall_ns();
}

void pty_line_deliver(struct pty_line *l, struct board *b)
{
	uint64_t ch = board_char_cycles(b);

	if (l->n_in == 0 || head_wall_ns() < l->in_ns + COMPLETE_NS || b->de)
		return;
	if (l->free_at < board_now(b) || l->free_at > board_now(b) + CYCLES_PER_S)
		l->free_at = board_now(b);
	for (size_t i = 0; i < l->n_in; i++) {
		l->free_at += ch;
		board_put(b, l->in[i], l->free_at, false);
	}
	l->free_at += 4 * ch;
	l->n_in = 0;
}

void pty_line_out(struct pty_line *l, struct board *b)
{
	while (l->sent < b->n_out && b->out[l->sent].at + board_char_cycles(b) <= board_now(b)) {
		uint8_t byte = b->out[l->sent++].value;

		if (l->fd >= 0 && write(l->fd, &byte, 1) < 0 && errno != EAGAIN)
			perror("head_pty: line");
	}
	if (!b->de && l->sent == b->n_out)
		l->sent = b->n_out = 0;
}
