// SPDX-License-Identifier: GPL-3.0-or-later
// The device side of the virtual bench, for what shell cannot do well: it stands inside the guest
// behind a USB gadget and behaves as the device does. `scale` and `printer` stay and take
// commands on a socket that `tell` writes to; `type` types a text and ends.
//   gadget scale NODE SOCKET            report STATUS UNIT EXPONENT WEIGHT | raw HEX | every MS |
//                                       silent | received | away | back
//   gadget printer NODE SOCKET OUTFILE  status HEX | answer TEXT | pause | resume | away | back
//   gadget type NODE us|fr|bits DELAY_MS SUFFIX(cr|tab|none) TEXT
//   gadget tell SOCKET WORD...          prints the answer; exit 0 if it begins with ok

#include <errno.h>
#include <fcntl.h>
#include <linux/usb/g_printer.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "gadget.h"

enum { FRAME_MAX = 64, SETTLE_MS = 2000, TEXT_MAX = 1024 };

struct gadget {
	const char *node;
	int fd;    /* of the node; -1 while the device is not there */
	bool away; /* being unplugged: an open node would outlive the device */
	/* scale */
	uint8_t frame[FRAME_MAX];
	size_t frame_len; /* 0: silent */
	int every_ms;
	unsigned fetched; /* reports that the host has taken since the last change */
	char received[3 * FRAME_MAX + 4]; /* `ok` and the last output report, in hex */
	/* printer */
	FILE *out;
	unsigned char status; /* given to the ioctl by value: f_printer takes it so */
	bool paused;
	char answer[TEXT_MAX]; /* sent back for each ~HS */
	char tail[4];
};

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int node_open(struct gadget *g)
{
	if (g->away)
		return -ENODEV;
	if (g->fd < 0)
		g->fd = open(g->node, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	return g->fd < 0 ? -errno : 0;
}

static void node_close(struct gadget *g)
{
	if (g->fd >= 0)
		close(g->fd);
	g->fd = -1;
}

/* What the host sets, for example the zero command of output report 2. */
static void scale_receive(struct gadget *g)
{
	uint8_t buf[FRAME_MAX];
	ssize_t n = g->fd < 0 ? -1 : read(g->fd, buf, sizeof(buf));
	size_t used = 2;

	if (n > 0)
		strcpy(g->received, "ok");
	for (ssize_t i = 0; i < n; i++, used += 3)
		snprintf(g->received + used, sizeof(g->received) - used, " %02x", buf[i]);
}

/* A report waits in the gadget until the host asks, so a write that is refused with EAGAIN means
 * that nobody has taken the one before: as in a real scale, the first report after opening is old. */
static void scale_tick(struct gadget *g)
{
	ssize_t n;

	if (!g->frame_len || node_open(g) < 0)
		return;
	n = write(g->fd, g->frame, g->frame_len);
	if (n > 0)
		g->fetched++;
	else if (errno != EAGAIN)
		node_close(g);
	scale_receive(g);
}

static size_t frame_from_hex(const char *hex, uint8_t *frame)
{
	size_t n = 0;
	unsigned v;
	int used;

	for (; n < FRAME_MAX && sscanf(hex, "%2x%n", &v, &used) == 1; hex += used)
		frame[n++] = (uint8_t)v;
	return n;
}

/* Answers only after the host has fetched a report with the new values, so that a test may rely
 * on it; `ok queued` when nobody reads. */
static const char *scale_settle(struct gadget *g)
{
	int64_t until = now_ms() + SETTLE_MS;

	for (g->fetched = 0; g->fetched < 3 && now_ms() < until;
		usleep((unsigned)g->every_ms * 1000))
		scale_tick(g);
	return g->fetched < 3 ? "ok queued" : "ok";
}

static const char *scale_command(struct gadget *g, const char *line)
{
	int status, unit, exponent, weight, ms;
	size_t n;

	if (sscanf(line, "report %d %d %d %d", &status, &unit, &exponent, &weight) == 4) {
		const uint8_t frame[] = { 3, (uint8_t)status, (uint8_t)unit, (uint8_t)exponent,
			(uint8_t)weight, (uint8_t)(weight >> 8) };

		memcpy(g->frame, frame, g->frame_len = sizeof(frame));
		return scale_settle(g);
	}
	if (!strncmp(line, "raw ", 4) && (n = frame_from_hex(line + 4, g->frame)) > 0) {
		g->frame_len = n;
		return scale_settle(g);
	}
	if (sscanf(line, "every %d", &ms) == 1 && ms > 0) {
		g->every_ms = ms;
		return "ok";
	}
	if (!strcmp(line, "received"))
		return g->received;
	if (!strcmp(line, "silent")) {
		g->frame_len = 0;
		return "ok";
	}
	return "what?";
}

/* A label printer that speaks ZPL answers ~HS; the answer is what the test has set. */
static void printer_watch(struct gadget *g, char c)
{
	memmove(g->tail, g->tail + 1, 2);
	g->tail[2] = c;
	if (!strcmp(g->tail, "~HS") && *g->answer && write(g->fd, g->answer, strlen(g->answer)) < 0)
		node_close(g);
}

static void printer_tick(struct gadget *g)
{
	char buf[4096];
	ssize_t n;

	if (g->fd < 0 && node_open(g) >= 0)
		ioctl(g->fd, GADGET_SET_PRINTER_STATUS, g->status);
	if (g->fd < 0 || g->paused)
		return;
	while ((n = read(g->fd, buf, sizeof(buf))) > 0) {
		fwrite(buf, 1, (size_t)n, g->out);
		fflush(g->out);
		for (ssize_t i = 0; i < n && g->fd >= 0; i++)
			printer_watch(g, buf[i]);
	}
	if (n < 0 && errno != EAGAIN)
		node_close(g);
}

/* ^B and ^C in a command's text stand for STX and ETX, | for CR LF. */
static void set_answer(struct gadget *g, const char *text)
{
	size_t n = 0;

	for (; *text && n < sizeof(g->answer) - 3; text++)
		if (*text == '^' && (text[1] == 'B' || text[1] == 'C'))
			g->answer[n++] = (char)(*++text - 'A' + 1);
		else if (*text == '|')
			g->answer[n++] = '\r', g->answer[n++] = '\n';
		else
			g->answer[n++] = *text;
	g->answer[n] = '\0';
}

static const char *printer_command(struct gadget *g, const char *line)
{
	unsigned status;

	if (sscanf(line, "status %x", &status) == 1) {
		g->status = (unsigned char)status;
		if (g->fd < 0)
			return "ok queued";
		return ioctl(g->fd, GADGET_SET_PRINTER_STATUS, g->status) < 0 ? "failed" : "ok";
	}
	if (!strncmp(line, "answer ", 7)) {
		set_answer(g, line + 7);
		return "ok";
	}
	if (!strcmp(line, "pause") || !strcmp(line, "resume")) {
		g->paused = *line == 'p';
		return "ok";
	}
	return "what?";
}

static int listen_at(const char *path)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	snprintf(a.sun_path, sizeof(a.sun_path), "%s", path);
	unlink(path);
	if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(fd, 8) < 0)
		return -errno;
	return fd;
}

static void serve_one(struct gadget *g, int listener)
{
	char line[TEXT_MAX];
	const char *reply;
	int fd = accept(listener, NULL, NULL);
	ssize_t n = fd < 0 ? -1 : recv(fd, line, sizeof(line) - 1, 0);

	if (n > 0) {
		line[n] = '\0';
		if (!strcmp(line, "away"))
			node_close(g), g->away = true, reply = "ok";
		else if (!strcmp(line, "back"))
			g->away = false, reply = "ok";
		else
			reply = g->out ? printer_command(g, line) : scale_command(g, line);
		send(fd, reply, strlen(reply), MSG_NOSIGNAL);
	}
	if (fd >= 0)
		close(fd);
}

static int stay(struct gadget *g, const char *socket_path)
{
	struct pollfd p = { .fd = listen_at(socket_path), .events = POLLIN };
	int64_t next = now_ms();

	if (p.fd < 0)
		return p.fd;
	for (;;) {
		int64_t wait = next - now_ms();

		if (poll(&p, 1, wait > 0 ? (int)wait : 0) > 0)
			serve_one(g, p.fd);
		if (now_ms() < next)
			continue;
		next = now_ms() + g->every_ms;
		if (g->out)
			printer_tick(g);
		else
			scale_tick(g);
	}
}

static int run_type(char **arg)
{
	char text[TEXT_MAX];
	const char *end = !strcmp(arg[3], "cr") ? "\n" : !strcmp(arg[3], "tab") ? "\t" : "";
	int fd = open(arg[0], O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	snprintf(text, sizeof(text), "%s%s", arg[4], end);
	return keys_type(fd, text,
		!strcmp(arg[1], "fr")     ? KEYBOARD_FR
		: !strcmp(arg[1], "bits") ? KEYBOARD_BITS
					  : KEYBOARD_US,
		atoi(arg[2]));
}

static int run_tell(char **arg)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	char line[TEXT_MAX] = "";
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	ssize_t n;

	snprintf(a.sun_path, sizeof(a.sun_path), "%s", arg[0]);
	for (int i = 1; arg[i]; i++) {
		size_t used = strlen(line);

		snprintf(line + used, sizeof(line) - used, "%s%s", i > 1 ? " " : "", arg[i]);
	}
	if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof(a)) < 0)
		return -errno;
	if (send(fd, line, strlen(line), MSG_NOSIGNAL) < 0)
		return -errno;
	n = recv(fd, line, sizeof(line) - 1, 0);
	if (n < 0)
		return -errno;
	line[n] = '\0';
	puts(line);
	return strncmp(line, "ok", 2) ? -EPROTO : 0;
}

int main(int argc, char **argv)
{
	struct gadget g = {
		.node = argc > 2 ? argv[2] : "", .fd = -1, .every_ms = 100, .status = 0x18
	};
	int r = -EINVAL;

	if (argc == 4 && !strcmp(argv[1], "scale")) {
		r = stay(&g, argv[3]);
	} else if (argc == 5 && !strcmp(argv[1], "printer")) {
		g.every_ms = 20;
		g.out = fopen(argv[4], "ae");
		r = g.out ? stay(&g, argv[3]) : -errno;
	} else if (argc == 7 && !strcmp(argv[1], "type")) {
		r = run_type(argv + 2);
	} else if (argc > 3 && !strcmp(argv[1], "tell")) {
		r = run_tell(argv + 2);
	}
	if (r < 0)
		fprintf(stderr, "gadget %s: %s\n", argc > 1 ? argv[1] : "", strerror(-r));
	return r < 0;
}
