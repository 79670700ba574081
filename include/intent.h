// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a person wants of the station, however it was said: a touch, a control code, a button, a call.
 * A plain value, copied along the way to the station (station.h).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "moment.h"
#include "names.h"

enum station_action {
	ACTION_CATEGORY,
	ACTION_ORIGIN,
	ACTION_DESTINATION,
	ACTION_DIRECTION,
	ACTION_PLACE,
	ACTION_PARTNER,
	ACTION_SLIP, /* "" : it is put aside; another one comes as EVENT_SLIP */
	ACTION_CONTAINER,
	ACTION_OPERATOR,
	ACTION_SCALE,
	ACTION_ANSWER,
	ACTION_UNDO,
	ACTION_TARE,
	ACTION_ZERO,
	ACTION_PRINT,
	ACTION_CANCEL,
	ACTION_COUNT,
};

/*
 * With a category: more than a weighing is made of what comes in (a lot), or it is of a lot that it goes out
 * of, so it is of the load that lies there now or not at all. No question, no waiting; what comes in has a
 * way of its own, not that in force.
 */
struct station_take {
	bool on;
	bool light;       /* however little it is */
	struct moment at; /* as a person says, whose clock is doubtful; wall_us 0: now */
	char origin[CODE_SIZE], partner[CODE_SIZE], place[CODE_SIZE], store[CODE_SIZE];
	char slip[PRIVATE_KEY_SIZE];
	char lot[PRIVATE_KEY_SIZE]; /* it goes out of that lot, for that slip or the way that is in force; "" : it comes in */
	bool pack; /* it goes nowhere: a pack of that lot, or what goes into it, and no weighing */
};

/* "<run>-<scale>-<lifts>-<ways>" */
enum { LOAD_SIZE = 64 };

enum { CONTAINER_UNITS_MOST = 99 }; /* of one kind under one load */

/* What a person wants. code: catalogue code, scale name, "in"/"out", or an answer's word. */
struct intent {
	enum station_action action;
	char code[DEVICE_SIZE];
	uint32_t units; /* with a category, a container; 0: nobody said how many */
	struct station_take take;
	bool has_to; /* with an answer or category: the net it was given for is known */
	int64_t to_mg;
	char load[LOAD_SIZE]; /* with a category or tare: what the page saw (desk_load()), or "" */
	uint64_t request; /* comes back in the reply; 0: nobody waits for one (scanner, button) */
	char key[REQUEST_KEY_SIZE]; /* Idempotency-Key, "" if none */
	uint8_t digest[32];         /* of the request that carried the key */
};
