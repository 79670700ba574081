// SPDX-License-Identifier: GPL-3.0-or-later
/* Serial lines: keys of station.conf, and a line that nobody else reads at the same time. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include "tty.h"

static void read_path(struct conf_section *section, struct tty *t)
{
	struct sentence why = { .key = "conf_bad_path" };
	const char *path = conf_text(section, "device", "");

	conf_need(section, "device");
	conf_alone(section, "device");
	(void)snprintf(t->path, sizeof(t->path), "%s", path);
	if (!path[0] || (path[0] == '/' && strlen(path) < sizeof(t->path)))
		return;
	sentence_param(&why, "value", path);
	conf_mistake(section, "device", &why);
}

void tty_read_conf(struct conf_section *section, struct tty *ret_tty)
{
	static const char *const bauds[] = { "1200", "2400", "4800", "9600", "19200", "38400",
		"57600", "115200", NULL };
	static const speed_t speeds[] = { B1200, B2400, B4800, B9600, B19200, B38400, B57600,
		B115200 };
	static const char *const parities[] = { "none", "even", "odd", NULL };
	static const tcflag_t flags[] = { 0, PARENB, PARENB | PARODD };

	read_path(section, ret_tty);
	ret_tty->speed = speeds[conf_choice(section, "baud", bauds, 3)];
	ret_tty->cflag = conf_int(section, "bits", 7, 8, 8) == 7 ? CS7 : CS8;
	ret_tty->cflag |= flags[conf_choice(section, "parity", parities, 0)];
	ret_tty->cflag |= conf_int(section, "stop", 1, 2, 1) == 2 ? CSTOPB : 0;
}

static int set_line(const struct tty *t, int fd)
{
	struct termios line;

	if (tcgetattr(fd, &line) < 0)
		return -errno;
	cfmakeraw(&line);
	/* HUPCL would drop DTR at closing, which resets some boards. */
	line.c_cflag &= ~(tcflag_t)(CSIZE | PARENB | PARODD | CSTOPB | HUPCL | CRTSCTS);
	line.c_cflag |= t->cflag | CLOCAL | CREAD;
	line.c_iflag |= t->cflag & PARENB ? INPCK : 0;
	line.c_cc[VMIN] = 1;
	line.c_cc[VTIME] = 0;
	if (cfsetspeed(&line, t->speed) < 0 || tcsetattr(fd, TCSANOW, &line) < 0)
		return -errno;
	return tcflush(fd, TCIOFLUSH) < 0 ? -errno : 0;
}

int tty_open(const struct tty *t)
{
	_cleanup_close_ int fd = open(t->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	if (!isatty(fd))
		return -ENOTTY;
	/* The lock keeps out a second daemon, TIOCEXCL whoever does not ask for it. */
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -EBUSY;
	(void)ioctl(fd, TIOCEXCL);
	r = set_line(t, fd);
	return r < 0 ? r : TAKE_FD(fd);
}

int tty_close(int fd)
{
	if (fd < 0)
		return -1;
	(void)ioctl(fd, TIOCNXCL);
	(void)close(fd);
	return -1;
}
