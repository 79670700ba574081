// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The serial button box (line protocol: daemon/panel/README.md), with contacts that bounce
 * as real ones do, three lamps and a buzzer.
 */
#pragma once
#include <stdint.h>
#include "sim_line.h"

enum { PANEL_LAMPS = 6, PANEL_WORD = 16, PANEL_LINE = 64 };

struct sim_lamp {
	char name[PANEL_WORD];
	char state[PANEL_WORD]; /* on, off, blink */
};

struct sim_panel {
	struct sim_line line;
	char got[PANEL_LINE]; /* a line as it comes */
	size_t got_len;
	unsigned quiet; /* ticks without a word of the daemon */
	unsigned beat;
	struct sim_lamp lamps[PANEL_LAMPS];
	char sound[PANEL_LINE]; /* the last pattern */
	uint64_t sounds;        /* how many there were */
	char held[PANEL_WORD];  /* button under a finger, "" : none */
	unsigned hold;          /* ticks until it is let go */
	uint64_t presses, released;
};

void sim_panel_init(struct sim_panel *p);
void sim_panel_tick(struct sim_panel *p);
/* 0 and the ticket of the press; -EINVAL bad name, -EBUSY a finger is on one, or as sim_line_send(). */
int sim_panel_press(struct sim_panel *p, const char *button, uint64_t *ret_ticket);
/* That press is over: its release was sent. */
bool sim_panel_let_go(const struct sim_panel *p, uint64_t ticket);
