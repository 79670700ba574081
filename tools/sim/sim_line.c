// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A serial line on a pty. Once its slave has been opened and closed, the kernel reports a
 * hang-up on the master for as long as nobody has the slave open: that is how we know.
 */
#include "sim_line.h"
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include "cleanup.h"

void sim_line_init(struct sim_line *l, const char *name)
{
	*l = (struct sim_line){ .name = name, .master = -1 };
	(void)snprintf(l->link, sizeof(l->link), "dev/%s", name);
}

/* Raw, empty, closed again: a cooked pty would echo and translate before the driver's turn. */
static int rest(const struct sim_line *l)
{
	_cleanup_close_ int fd = open(l->slave, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	struct termios t;

	if (fd < 0 || tcgetattr(fd, &t) < 0)
		return -errno;
	cfmakeraw(&t);
	if (tcsetattr(fd, TCSANOW, &t) < 0 || tcflush(fd, TCIOFLUSH) < 0)
		return -errno;
	return 0;
}

static int show(const struct sim_line *l)
{
	char beside[sizeof(l->link) + 8];

	(void)snprintf(beside, sizeof(beside), "%s.new", l->link);
	(void)unlink(beside);
	if (symlink(l->slave, beside) < 0 || rename(beside, l->link) < 0)
		return -errno;
	return 0;
}

int sim_line_plug(struct sim_line *l)
{
	_cleanup_close_ int fd = -1;
	int r;

	if (l->master >= 0)
		return 0;
	fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0 || grantpt(fd) < 0 || unlockpt(fd) < 0)
		return -errno;
	r = ptsname_r(fd, l->slave, sizeof(l->slave));
	if (r != 0)
		return -r;
	r = rest(l);
	if (r == 0)
		r = show(l);
	if (r < 0)
		return r;
	l->master = TAKE_FD(fd);
	l->was_read = false;
	return 0;
}

void sim_line_unplug(struct sim_line *l)
{
	if (l->master < 0)
		return;
	(void)unlink(l->link);
	(void)close(l->master);
	l->master = -1;
}

bool sim_line_plugged(const struct sim_line *l)
{
	return l->master >= 0;
}

bool sim_line_read_by_somebody(struct sim_line *l)
{
	struct pollfd p = { .fd = l->master, .events = POLLIN };
	bool now;

	if (l->master < 0 || poll(&p, 1, 0) < 0)
		return false;
	now = !(p.revents & POLLHUP);
	if (l->was_read && !now)
		(void)rest(l); /* what the last reader left unread */
	l->was_read = now;
	return now;
}

int sim_line_send(struct sim_line *l, const void *bytes, size_t len)
{
	ssize_t n;

	if (l->master < 0)
		return -ENODEV;
	if (!sim_line_read_by_somebody(l))
		return -ENOTCONN;
	n = write(l->master, bytes, len);
	if (n < 0)
		return -errno;
	return (size_t)n == len ? 0 : -EAGAIN;
}

size_t sim_line_take(struct sim_line *l, void *buf, size_t size)
{
	ssize_t n;

	if (l->master < 0)
		return 0;
	n = read(l->master, buf, size);
	return n > 0 ? (size_t)n : 0;
}
