// SPDX-License-Identifier: GPL-3.0-or-later
/* See fake_printer.h. */
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include "../../tools/sim/zpl_decode.h"
#include "cleanup.h"
#include "fake_printer.h"

enum { WAITING_MOST = 8, PRINT_TURNS = 3 };

struct machine {
	struct fake_printer *f;
	struct zpl_decoder *decoder;
	int listener;
	int client;
	int waiting;
	int turns; /* until the label under way is out */
};

uint32_t fake_printer_fingerprint(const void *bits, size_t size)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < size; i++)
		h = (h ^ ((const uint8_t *)bits)[i]) * 16777619u;
	return h;
}

static void hang_up(struct machine *m, bool reset)
{
	const struct linger now = { .l_onoff = 1 };

	if (reset)
		(void)setsockopt(m->client, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	(void)close(m->client);
	m->client = -1;
}

static void say(struct machine *m, const char *bytes, size_t size)
{
	size_t step = m->f->crumbs ? 1 : size;

	for (size_t at = 0; at < size; at += step) {
		if (send(m->client, bytes + at, step, MSG_NOSIGNAL) < 0)
			return;
		if (m->f->crumbs)
			(void)poll(NULL, 0, 1);
	}
}

static void answer(struct machine *m)
{
	static const char noise[] = "\002\003\002030,1,0\003\r\n\xff\x00~HS\002\002";
	char text[400];
	int n;

	n = snprintf(text, sizeof(text),
		"\002030,%d,0,0240,%03d,0,0,%d,000,0,0,0\003\r\n"
		"\002000,0,%d,0,0,2,4,0,00000000,1,000\003\r\n\0021234,0\003\r\n",
		m->f->paper_out != 0, m->waiting, zpl_decoder_in_format(m->decoder),
		m->f->head_open != 0);
	if (m->f->twice) {
		memcpy(text + n, text, (size_t)n);
		n *= 2;
	}
	if (m->f->junk)
		say(m, noise, sizeof(noise) - 1);
	say(m, text, (size_t)n);
}

static void on_immediate(void *data, const char *name)
{
	struct machine *m = data;

	if (strcmp(name, "HS") != 0)
		return;
	m->f->questions++;
	if (!m->f->mute)
		answer(m);
}

static void on_label(void *data, struct raster *raster, uint32_t copies)
{
	struct machine *m = data;

	(void)copies;
	if (raster != NULL) {
		m->f->picture = fake_printer_fingerprint(
			raster->bits, (size_t)raster->stride * raster->height);
		m->f->received++;
		m->waiting++;
		if (m->f->paper_out_at_label)
			m->f->paper_out = 1;
	}
	free(raster);
}

static void begin_label(struct machine *m)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	m->f->first_byte_ns =
		(unsigned long long)now.tv_sec * 1000000000 + (unsigned long long)now.tv_nsec;
}

/* Bytes of labels are those that are no question. */
static void take(struct machine *m, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size && m->client >= 0; i++) {
		bool in_label = zpl_decoder_in_format(m->decoder);

		(void)zpl_decoder_feed(m->decoder, bytes + i, 1);
		if (!in_label && zpl_decoder_in_format(m->decoder))
			begin_label(m);
		if (!zpl_decoder_in_format(m->decoder))
			continue;
		m->f->label_bytes++;
		if (m->f->reset_after >= 0 && m->f->label_bytes > m->f->reset_after)
			hang_up(m, true);
	}
}

static void on_client(struct machine *m)
{
	uint8_t bytes[2048];
	ssize_t n = recv(m->client, bytes, m->f->slow ? 16 : sizeof(bytes), MSG_DONTWAIT);

	if (n > 0)
		take(m, bytes, (size_t)n);
	else if (n == 0)
		hang_up(m, false);
}

static void on_listener(struct machine *m)
{
	const struct zpl_events events = { on_label, on_immediate, m };
	int size = 2048;

	if (m->client >= 0)
		hang_up(m, false);
	m->client = accept(m->listener, NULL, NULL);
	if (m->f->slow)
		(void)setsockopt(m->client, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	m->f->connections++;
	m->decoder = zpl_decoder_free(m->decoder);
	m->decoder = zpl_decoder_new(203, &events);
}

static void turn(struct machine *m)
{
	if (m->f->hang_up && m->client >= 0) {
		m->f->hang_up = 0;
		hang_up(m, false);
	}
	if (m->waiting == 0 || m->f->paper_out || m->f->head_open)
		m->turns = PRINT_TURNS;
	else if (--m->turns <= 0) {
		m->waiting--;
		m->f->printed++;
		m->turns = PRINT_TURNS;
	}
}

static void work(struct fake_printer *f, int listener)
{
	struct machine m = { .f = f, .listener = listener, .client = -1 };

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;) {
		struct pollfd fds[2] = { { listener, POLLIN, 0 }, { m.client, POLLIN, 0 } };

		if (poll(fds, 2, 1) > 0) {
			if (fds[1].revents != 0)
				on_client(&m);
			if (fds[0].revents != 0)
				on_listener(&m);
			if (f->slow)
				(void)poll(NULL, 0, 1);
		}
		turn(&m);
	}
}

static int make_listener(uint16_t *ret_port)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(a);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&a, size) < 0 || listen(fd, 4) < 0 ||
		getsockname(fd, (struct sockaddr *)&a, &size) < 0)
		return -1;
	*ret_port = ntohs(a.sin_port);
	return fd;
}

struct fake_printer *fake_printer_new(void)
{
	struct fake_printer *f =
		mmap(NULL, sizeof(*f), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, 0, 0);
	int listener;
	pid_t pid;

	if (f == MAP_FAILED)
		return NULL;
	f->reset_after = -1;
	listener = make_listener(&f->port);
	if (listener < 0)
		return NULL;
	pid = fork();
	if (pid == 0)
		work(f, listener);
	(void)close(listener);
	f->pid = pid; /* by the parent alone: the memory is shared */
	return pid > 0 ? f : NULL;
}

void fake_printer_free(struct fake_printer *f)
{
	if (f->pid > 0) {
		(void)kill(f->pid, SIGKILL);
		(void)waitpid(f->pid, NULL, 0);
	}
	(void)munmap(f, sizeof(*f));
}
