// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A scanner on a serial line, as CDC scanners send: the code, then CR. A code that nobody
 * reads is lost, like a scan while the station is away.
 */
#pragma once
#include "names.h"
#include "sim_line.h"

struct sim_scanner {
	struct sim_line line;
	char last[SCANNED_SIZE];
};

void sim_scanner_init(struct sim_scanner *s);
/* 0, or as sim_line_send(). */
int sim_scanner_scan(struct sim_scanner *s, const char *code);
/* Beep and trigger commands of the host are taken and ignored. */
void sim_scanner_tick(struct sim_scanner *s);
