// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scanners on a serial line, CDC-ACM ones above all: the code, then its suffix. DTR is
 * raised, for many send nothing without it; there is no echo, for some beep at one.
 */
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include "driver.h"
#include "tty.h"

enum { READ_SIZE = 512 };

struct line {
	struct scanner *scanner;
	struct tty tty;
	int fd;
	struct loop_source *source;
};

static const char *const options[] = { "device", "baud", "bits", "parity", "stop", NULL };

static int setup(struct scanner *s, struct conf_section *section)
{
	struct line *l = calloc(1, sizeof(*l));

	if (!l)
		return -ENOMEM;
	scanner_set_private(s, l);
	l->scanner = s;
	l->fd = -1;
	tty_read_conf(section, &l->tty);
	scanner_set_device(s, l->tty.path);
	return 0;
}

static void on_line(void *data, uint32_t revents)
{
	struct line *l = data;
	uint8_t bytes[READ_SIZE];
	ssize_t n = read(l->fd, bytes, sizeof(bytes));

	for (ssize_t i = 0; i < n; i++)
		scanner_byte(l->scanner, bytes[i]);
	if (n > 0)
		return;
	if (n == 0 || (errno != EAGAIN && errno != EINTR) || (revents & (EPOLLHUP | EPOLLERR)))
		scanner_lost(l->scanner, -ENODEV);
}

static int open_line(struct scanner *s)
{
	struct line *l = scanner_private(s);
	int lines = TIOCM_DTR | TIOCM_RTS;

	l->fd = tty_open(&l->tty);
	if (l->fd < 0)
		return l->fd;
	(void)ioctl(l->fd, TIOCMBIS, &lines); /* a line without them, as a pty, needs none */
	return loop_add_fd(scanner_loop(s), "scanner-serial", LOOP_DEVICE, l->fd, EPOLLIN, on_line,
		l, &l->source);
}

static void close_line(struct scanner *s)
{
	struct line *l = scanner_private(s);

	l->source = loop_source_free(l->source);
	l->fd = tty_close(l->fd);
}

static void cleanup(struct scanner *s)
{
	free(scanner_private(s));
}

const struct scanner_driver scanner_serial_driver = {
	.name = "serial",
	.options = options,
	.setup = setup,
	.open = open_line,
	.close = close_line,
	.cleanup = cleanup,
};
