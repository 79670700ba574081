// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The three files of head_pty: its line (a pseudo terminal that can be unplugged), its control (a
 * line of text a command) and its clock. One thread, one poll.
 */
#pragma once
#include "bench.h"

struct pty_line {
	const char *link; // where masters look for it
	int fd;           // our side, or -1: unplugged
	int held;         // their side, kept open so that it does not hang up between masters
	uint8_t in[256];  // a request that may still be growing
	size_t n_in;
	uint64_t in_ns;   // when its last byte came
	size_t sent;      // of the board's answer
	uint64_t free_at; // cycle at which the line is free for the next byte
};

struct pty_control {
	int listening;  // a Unix socket, or -1
	int fd, out;    // who gives commands, and where the answers go; -1: nobody
	char text[256]; // received and not carried out
	size_t n;
	bool waits; // an answer is owed, at transfers or at a cycle
	int64_t due_transfers;
	uint64_t due_cycle;
	bool ended;
};

struct head {
	struct pty_line line;
	struct pty_control control;
	struct plate plate;
	struct board *board;
	const char *eeprom_path;
	double sps;
	uint64_t zero_ns, zero_cycles; // wall clock and board at one moment
	size_t kept_writes;
};

uint64_t head_wall_ns(void);
// From now on the board's time and the wall's run together.
void head_set_clock(struct head *h);
// Write the EEPROM to its file, if it was changed.
void head_keep(struct head *h);
// Power off and on: only the EEPROM, the jumper and the plate remain.
void head_cut(struct head *h);

// 0 or negative errno.
int pty_line_plug(struct pty_line *l);
void pty_line_unplug(struct pty_line *l);
// Take what a master wrote; bring it to the board once it has been complete for 2 ms: the master's
// side has no character times, so they are made here.
void pty_line_in(struct pty_line *l);
void pty_line_deliver(struct pty_line *l, struct board *b);
// Give the master what the board has sent by now.
void pty_line_out(struct pty_line *l, struct board *b);

// path: of a socket; NULL: standard input. 0 or negative errno.
int pty_control_open(struct pty_control *c, const char *path);
void pty_control_read(struct pty_control *c);
// Carry out commands and answer those whose effect was seen.
void pty_control_act(struct head *h);
