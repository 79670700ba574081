// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Bytes of a connection -> labels and answers. ~HS, ~HI: Zebra's programming guide, strings
 * between STX and ETX.
 */
#include "sim_printer_line.h"
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include "cleanup.h"
#include "zpl_decode.h"

enum { DPI = 203, READ_SIZE = 4096 };

void sim_client_close(struct sim_client *c)
{
	c->source = loop_source_free(c->source);
	c->decoder = zpl_decoder_free(c->decoder);
	if (c->fd >= 0)
		(void)close(c->fd);
	c->fd = -1;
	c->paused = false;
}

static void answer(const struct sim_client *c, const char *text)
{
	(void)send(c->fd, text, strlen(text), MSG_NOSIGNAL | MSG_DONTWAIT);
}

static void answer_status(const struct sim_client *c)
{
	const struct sim_printer *p = c->printer;
	size_t behind = p->waiting - (p->printing ? 1 : 0);
	char text[160];

	(void)snprintf(text, sizeof(text),
		"\x02"
		"030,%d,0,0400,%03zu,%d,0,%d,000,0,0,0\x03\r\n"
		"\x02"
		"000,0,%d,0,0,2,4,0,%08d,1,000\x03\r\n"
		"\x02"
		"0000,0\x03\r\n",
		p->paper_out, behind, p->waiting == PRINTER_LABELS,
		zpl_decoder_in_format(c->decoder), p->cover_open, p->printing ? 1 : 0);
	answer(c, text);
}

static void on_immediate(void *data, const char *name)
{
	struct sim_client *c = data;

	if (!strcmp(name, "HS"))
		answer_status(c);
	else if (!strcmp(name, "HI"))
		answer(c, "\x02"
			  "BASCULE-SIM,V1.0,8,8192KB\x03\r\n");
	else if (!strcmp(name, "JA"))
		sim_printer_forget(c->printer);
}

static void on_label(void *data, struct raster *raster, uint32_t copies)
{
	struct sim_client *c = data;

	for (; raster && copies > 1; copies--) {
		size_t size = sizeof(*raster) + (size_t)raster->stride * raster->height;
		struct raster *copy = malloc(size);

		if (!copy || !sim_printer_keep(c->printer, memcpy(copy, raster, size)))
			break;
	}
	if (raster)
		(void)sim_printer_keep(c->printer, raster);
}

static void on_bytes(void *data, uint32_t revents)
{
	struct sim_client *c = data;
	uint8_t bytes[READ_SIZE];
	ssize_t n = recv(c->fd, bytes, sizeof(bytes), MSG_DONTWAIT);

	(void)revents;
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
		sim_client_close(c);
		return;
	}
	if (n > 0)
		(void)zpl_decoder_feed(c->decoder, bytes, (size_t)n);
	sim_client_go_on(c);
}

void sim_client_go_on(struct sim_client *c)
{
	bool full = c->printer->waiting == PRINTER_LABELS;

	if (c->fd >= 0 && full != c->paused &&
		loop_source_events(c->source, full ? 0 : EPOLLIN) == 0)
		c->paused = full;
}

static struct sim_client *free_client(struct sim_printer *p)
{
	for (size_t i = 0; i < PRINTER_CLIENTS; i++)
		if (p->client[i].fd < 0)
			return &p->client[i];
	return NULL;
}

void sim_client_accept(struct sim_printer *p)
{
	_cleanup_close_ int fd = accept4(p->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct sim_client *c = free_client(p);
	struct zpl_events events = { .label = on_label, .immediate = on_immediate, .data = c };

	if (fd < 0 || !c)
		return;
	c->decoder = zpl_decoder_new(DPI, &events);
	if (!c->decoder || loop_add_fd(p->loop, "printer line", LOOP_NORMAL, fd, EPOLLIN, on_bytes,
				   c, &c->source) < 0) {
		sim_client_close(c);
		return;
	}
	c->fd = TAKE_FD(fd);
}
