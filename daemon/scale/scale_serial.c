// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scales on a serial line, by device path (best a /dev/serial/by-id one). The line is ours
 * alone, raw, flushed at opening: bytes left from before are no weight. A hung-up line is a
 * lost scale. Nothing is ever written but what `ask` says: writing to an unknown
 * instrument is a person's choice.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <termios.h>
#include "driver.h"
#include "parse_stgs.h"

enum { ASK_SIZE = 32, READ_SIZE = 512 };

struct line {
	struct scale *scale;
	char path[128];
	speed_t speed;
	tcflag_t cflag; /* size, parity and stop bits */
	uint8_t ask[ASK_SIZE];
	size_t ask_len;
	uint64_t ask_us;
	int fd;
	struct loop_source *source;
	struct loop_source *timer; /* asks again and again, where ask is set */
	struct stgs parser;
};

static const char *const options[] = { "device", "protocol", "baud", "bits", "parity", "stop",
	"ask", "ask_ms", NULL };

static void read_line_keys(struct line *l, struct conf_section *section)
{
	static const char *const bauds[] = { "1200", "2400", "4800", "9600", "19200", "38400",
		"57600", "115200", NULL };
	static const speed_t speeds[] = { B1200, B2400, B4800, B9600, B19200, B38400, B57600,
		B115200 };
	static const char *const parities[] = { "none", "even", "odd", NULL };
	static const tcflag_t flags[] = { 0, PARENB, PARENB | PARODD };

	l->speed = speeds[conf_choice(section, "baud", bauds, 3)];
	l->cflag = conf_int(section, "bits", 7, 8, 8) == 7 ? CS7 : CS8;
	l->cflag |= flags[conf_choice(section, "parity", parities, 0)];
	l->cflag |= conf_int(section, "stop", 1, 2, 1) == 2 ? CSTOPB : 0;
}

/* "Q\r\n", "\x05": one byte of a word; the number of characters used, 0: not such a word. */
static size_t one_byte(const char *text, uint8_t *ret)
{
	static const char letters[] = "rnt\\", bytes[] = "\r\n\t\\";
	const char *letter;
	unsigned value;

	*ret = (uint8_t)text[0];
	if (text[0] != '\\')
		return 1;
	if (sscanf(text, "\\x%2x", &value) == 1 &&
		strspn(text + 2, "0123456789abcdefABCDEF") >= 2) {
		*ret = (uint8_t)value;
		return 4;
	}
	letter = text[1] ? strchr(letters, text[1]) : NULL;
	if (!letter)
		return 0;
	*ret = (uint8_t)bytes[letter - letters];
	return 2;
}

static bool read_ask(struct line *l, const char *text)
{
	while (*text) {
		size_t n = l->ask_len < ASK_SIZE ? one_byte(text, &l->ask[l->ask_len]) : 0;

		if (n == 0)
			return false;
		l->ask_len++;
		text += n;
	}
	return true;
}

static int setup(struct scale *s, struct conf_section *section)
{
	static const char *const protocols[] = { "st-gs", NULL };
	struct line *l = calloc(1, sizeof(*l));
	struct sentence bad_path = { .key = "conf_bad_path" };
	const struct sentence bad_ask = { .key = "serial_bad_ask" };
	const char *path = conf_text(section, "device", "");

	if (!l)
		return -ENOMEM;
	scale_set_private(s, l);
	l->scale = s;
	l->fd = -1;
	(void)conf_choice(section, "protocol", protocols, 0);
	(void)snprintf(l->path, sizeof(l->path), "%s", path);
	conf_need(section, "device");
	sentence_param(&bad_path, "value", path);
	if (path[0] && (path[0] != '/' || strlen(path) >= sizeof(l->path)))
		conf_mistake(section, "device", &bad_path);
	scale_set_device(s, path);
	read_line_keys(l, section);
	if (!read_ask(l, conf_text(section, "ask", "")))
		conf_mistake(section, "ask", &bad_ask);
	l->ask_us = (uint64_t)conf_int(section, "ask_ms", 100, 60000, 250) * 1000;
	return 0;
}

static int ask(struct scale *s)
{
	struct line *l = scale_private(s);

	if (l->ask_len == 0)
		return -EOPNOTSUPP;
	/* A line that takes nothing will be silent, and that is said. */
	if (write(l->fd, l->ask, l->ask_len) < 0 && errno != EAGAIN)
		return errno == EIO || errno == ENXIO ? -ENODEV : -errno;
	return 0;
}

static void on_ask(void *data)
{
	struct line *l = data;
	int r = ask(l->scale);

	if (r == -ENODEV)
		scale_lost(l->scale, r);
	else
		(void)loop_timer_arm(l->timer, l->ask_us);
}

static void take_bytes(struct line *l, const uint8_t *bytes, size_t len)
{
	uint64_t now_us = loop_now_us(scale_loop(l->scale));

	while (len > 0) {
		struct reading r;
		bool complete;
		size_t n = stgs_feed(&l->parser, bytes, len, now_us, &complete, &r);

		if (complete)
			scale_report(l->scale, &r);
		bytes += n;
		len -= n;
	}
}

/* One read a turn: a line that floods must not hold the loop. */
static void on_line(void *data, uint32_t revents)
{
	struct line *l = data;
	uint8_t bytes[READ_SIZE];
	ssize_t n = read(l->fd, bytes, sizeof(bytes));

	if (n > 0)
		take_bytes(l, bytes, (size_t)n);
	else if (n == 0 || (errno != EAGAIN && errno != EINTR))
		scale_lost(l->scale, n == 0 || errno == EIO ? -ENODEV : -errno);
	else if (revents & (EPOLLHUP | EPOLLERR))
		scale_lost(l->scale, -ENODEV);
}

static int set_line(const struct line *l, int fd)
{
	struct termios t;

	if (tcgetattr(fd, &t) < 0)
		return -errno;
	cfmakeraw(&t);
	t.c_cflag &= ~(tcflag_t)(CSIZE | PARENB | PARODD | CSTOPB | HUPCL | CRTSCTS);
	t.c_cflag |= l->cflag | CLOCAL | CREAD;
	/* A byte of wrong parity arrives as NUL, which is in no frame. */
	t.c_iflag |= l->cflag & PARENB ? INPCK : 0;
	t.c_cc[VMIN] = 1;
	t.c_cc[VTIME] = 0;
	if (cfsetspeed(&t, l->speed) < 0 || tcsetattr(fd, TCSANOW, &t) < 0)
		return -errno;
	return tcflush(fd, TCIOFLUSH) < 0 ? -errno : 0;
}

static int open_line(struct scale *s)
{
	struct line *l = scale_private(s);
	int r;

	l->fd = open(l->path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	if (l->fd < 0)
		return -errno;
	if (!isatty(l->fd))
		return -ENODEV;
	if (flock(l->fd, LOCK_EX | LOCK_NB) < 0)
		return -EBUSY;
	(void)ioctl(l->fd, TIOCEXCL);
	r = set_line(l, l->fd);
	if (r < 0)
		return r;
	stgs_reset(&l->parser);
	r = loop_add_fd(
		scale_loop(s), "scale-serial", LOOP_DEVICE, l->fd, EPOLLIN, on_line, l, &l->source);
	if (r < 0 || l->ask_len == 0)
		return r;
	r = loop_add_timer(scale_loop(s), "scale-ask", LOOP_DEVICE, on_ask, l, &l->timer);
	if (r == 0)
		on_ask(l);
	return r;
}

static void close_line(struct scale *s)
{
	struct line *l = scale_private(s);

	l->source = loop_source_free(l->source);
	l->timer = loop_source_free(l->timer);
	if (l->fd < 0)
		return;
	(void)ioctl(l->fd, TIOCNXCL);
	(void)close(l->fd);
	l->fd = -1;
}

static void cleanup(struct scale *s)
{
	free(scale_private(s));
}

const struct scale_driver scale_serial_driver = {
	.name = "serial",
	.options = options,
	.setup = setup,
	.open = open_line,
	.close = close_line,
	.ask = ask,
	.cleanup = cleanup,
};
