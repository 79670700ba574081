// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A serial line: a pty whose slave stands behind a steady name, dev/NAME. The slave is
 * left raw and closed, so the master can tell whether anybody reads. Bytes that nobody is
 * there to read are dropped, as on a cable that ends in the air: who opens late gets no old
 * frames. Unplugging closes the master: the line hangs up.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct sim_line {
	const char *name;
	char link[64];
	char slave[64];
	int master; /* -1: unplugged */
	bool was_read;
};

/* Unplugged. name: a literal. */
void sim_line_init(struct sim_line *l, const char *name);
/* 0 (also when plugged in already) or -errno. */
int sim_line_plug(struct sim_line *l);
void sim_line_unplug(struct sim_line *l);
bool sim_line_plugged(const struct sim_line *l);
/* Somebody has the line open now. */
bool sim_line_read_by_somebody(struct sim_line *l);
/* 0; -ENODEV unplugged, -ENOTCONN nobody reads, -EAGAIN the reader sleeps: bytes were lost. */
int sim_line_send(struct sim_line *l, const void *bytes, size_t len);
/* Bytes that came, 0 if none. */
size_t sim_line_take(struct sim_line *l, void *buf, size_t size);
