// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The printer's mechanics: labels wait, are printed one by one, and stop for paper and
 * cover. What comes over the line is taken apart in sim_printer_line.c.
 */
#include "sim_printer.h"
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include "log.h"
#include "raster.h"
#include "sim.h"
#include "sim_printer_line.h"

enum { PRINT_TICKS = 5 };

static const char link_name[] = "dev/printer";

void sim_printer_label(unsigned number, char ret_path[LABEL_PATH])
{
	(void)snprintf(ret_path, LABEL_PATH, "labels/%06u.png", number);
}

/* Labels of an earlier run stay: numbers go on. */
static unsigned last_label(void)
{
	unsigned last = 0, number;
	struct dirent *e;
	DIR *d = opendir("labels");

	/* cppcheck-suppress readdirCalled */
	while (d && (e = readdir(d)))
		if (sscanf(e->d_name, "%6u.png", &number) == 1 && number > last)
			last = number;
	if (d)
		(void)closedir(d);
	return last;
}

void sim_printer_init(struct sim_printer *p, struct loop *loop)
{
	*p = (struct sim_printer){ .loop = loop, .fd = -1 };
	for (size_t i = 0; i < PRINTER_CLIENTS; i++)
		p->client[i] = (struct sim_client){ .printer = p, .fd = -1 };
	p->labels = last_label();
}

bool sim_printer_keep(struct sim_printer *p, struct raster *raster)
{
	if (p->waiting == PRINTER_LABELS) {
		free(raster);
		return false;
	}
	p->label[p->waiting++] = raster;
	return true;
}

void sim_printer_forget(struct sim_printer *p)
{
	while (p->waiting)
		free(p->label[--p->waiting]);
	p->printing = 0;
}

void sim_printer_unplug(struct sim_printer *p)
{
	(void)unlink(link_name);
	p->source = loop_source_free(p->source);
	if (p->fd >= 0)
		(void)close(p->fd);
	p->fd = -1;
	for (size_t i = 0; i < PRINTER_CLIENTS; i++)
		sim_client_close(&p->client[i]);
	sim_printer_forget(p);
}

static int draw(struct sim_printer *p, const struct raster *raster)
{
	_cleanup_free_ uint8_t *png = NULL;
	char path[LABEL_PATH];
	size_t size;
	int r = raster_png(raster, &png, &size);

	if (r < 0)
		return r;
	sim_printer_label(p->labels + 1, path);
	return sim_write_file(path, png, size);
}

static void finish(struct sim_printer *p)
{
	_cleanup_free_ struct raster *raster = p->label[0];
	int r = draw(p, raster);

	p->waiting--;
	for (size_t i = 0; i < p->waiting; i++)
		p->label[i] = p->label[i + 1];
	if (r < 0)
		log_line(LOG_ERROR, "printer label lost error=%s", log_errno(r));
	else
		p->labels++;
}

void sim_printer_tick(struct sim_printer *p)
{
	if (p->fd < 0)
		return;
	for (size_t i = 0; i < PRINTER_CLIENTS; i++)
		sim_client_go_on(&p->client[i]);
	if (p->paper_out || p->cover_open)
		p->printing = 0; /* the label under way is printed again from its start */
	else if (p->waiting && !p->printing)
		p->printing = PRINT_TICKS;
	else if (p->printing && --p->printing == 0)
		finish(p);
}

static void on_connection(void *data, uint32_t revents)
{
	struct sim_printer *p = data;

	(void)revents;
	sim_client_accept(p);
}

int sim_printer_plug(struct sim_printer *p)
{
	char address[48];
	int fd;
	int r;

	if (p->fd >= 0)
		return 0;
	fd = sim_listen("printer", &p->port);
	if (fd < 0)
		return fd;
	p->fd = fd;
	(void)snprintf(address, sizeof(address), "tcp:127.0.0.1:%u", p->port);
	(void)unlink(link_name);
	r = symlink(address, link_name) < 0 ? -errno : 0;
	if (r == 0)
		r = loop_add_fd(
			p->loop, "printer", LOOP_NORMAL, fd, EPOLLIN, on_connection, p, &p->source);
	if (r < 0)
		sim_printer_unplug(p);
	return r;
}
