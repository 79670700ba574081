// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The home-built load-cell head: its real program (firmware/core) on this machine, as a Modbus
 * RTU slave on the line "head", fed by its line as the board is by USB. Its EEPROM is the file
 * head.eeprom; a new one is that of a head well set, with the calibration jumper open.
 */
#pragma once
#include "../../firmware/core/head.h"
#include "loop.h"
#include "sim_line.h"
#include "sim_platform.h"

enum { HEAD_EEPROM_BYTES = 1024 };

struct sim_head {
	struct loop *loop;
	struct loop_source *timer;
	struct sim_line line;
	struct sim_platform platform;
	struct head head;
	bool jumper;     /* closed */
	int eeprom;      /* file */
	uint64_t at_us;  /* until then its time has passed */
	uint32_t now_ms; /* its own time */
	uint8_t frame[HEAD_FRAME_BYTES];
	size_t len;           /* of the frame, as it comes */
	uint64_t change;      /* ticket of the last change */
	unsigned conversions; /* since */
	unsigned seen;        /* answers since that told of a load at rest */
};

/* Plugged in. 0 or -errno; sim_head_end() also after a failure. */
int sim_head_begin(struct sim_head *h, struct loop *loop);
void sim_head_end(struct sim_head *h);
/* The board starts with its line. 0 (also when plugged in already) or -errno. */
int sim_head_plug(struct sim_head *h);
void sim_head_unplug(struct sim_head *h);
/* Each returns the ticket of the change. */
uint64_t sim_head_put(struct sim_head *h, int64_t load_mg);
uint64_t sim_head_jumper(struct sim_head *h, bool closed);
uint64_t sim_head_wires(struct sim_head *h, bool reversed);
uint64_t sim_head_plugged(struct sim_head *h);
/* Answers enough that tell the state of that ticket were sent (or it is past). */
bool sim_head_shown(const struct sim_head *h, uint64_t ticket);
