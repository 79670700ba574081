// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A ZPL label printer on a loopback port, as a network printer is on 9100. It keeps formats
 * while paper is out or the cover is open and prints them afterwards, half a second each,
 * to labels/000001.png and on. ~HS tells the truth at any time.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "loop.h"

enum { LABEL_PATH = 32, PRINTER_LABELS = 32, PRINTER_CLIENTS = 4 };

struct sim_printer;
struct zpl_decoder;

struct sim_client {
	struct sim_printer *printer;
	struct loop_source *source;
	struct zpl_decoder *decoder;
	int fd; /* -1: free */
	bool paused;
};

struct sim_printer {
	struct loop *loop;
	struct loop_source *source;
	int fd; /* listening; -1: unplugged */
	uint16_t port;
	bool paper_out;
	bool cover_open;
	unsigned printing; /* ticks that the label under way still takes, 0: none */
	size_t waiting;
	struct raster *label[PRINTER_LABELS]; /* received, not printed, oldest first */
	unsigned labels;                      /* number of the last one printed */
	struct sim_client client[PRINTER_CLIENTS];
};

void sim_printer_init(struct sim_printer *p, struct loop *loop);
int sim_printer_plug(struct sim_printer *p);
/* Line down, power off: what it had not printed is forgotten. */
void sim_printer_unplug(struct sim_printer *p);
void sim_printer_tick(struct sim_printer *p);
/* Takes over raster; false (and freed): its memory is full. */
bool sim_printer_keep(struct sim_printer *p, struct raster *raster);
void sim_printer_forget(struct sim_printer *p);
/* "labels/NUMBER.png" */
void sim_printer_label(unsigned number, char ret_path[LABEL_PATH]);
