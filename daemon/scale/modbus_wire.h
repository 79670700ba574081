// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The far end of a Modbus scale: libmodbus, which blocks, and so is used by the thread of a
 * worker only. One job is one exchange, or three where the status is among coils: coils,
 * registers, coils again, and an answer only when the coils have not changed meanwhile.
 */
#pragma once
#include <errno.h>
#include <time.h>
#include "modbus_map.h"
#include "tty.h"

struct wire {
	/* Set before the worker is made. */
	bool network;
	struct tty tty;
	char host[96];
	char port[8];
	int unit;
	uint32_t timeout_us;
	uint32_t gap_us; /* silence between an answer and the next question */
	/* The thread's. */
	void *modbus;
	struct timespec quiet_since;
	uint16_t transaction; /* of the last question over the network */
	int guard;            /* holds the lock on a serial line */
};

enum { WIRE_WORDS = 2 };
/* Somebody answered in the name of another unit. */
enum { WIRE_OTHER_UNIT = -EXDEV };

enum wire_what { WIRE_OPEN, WIRE_READ, WIRE_WRITE, WIRE_CLOSE };

struct wire_job {
	enum wire_what what;
	unsigned generation; /* of the opening that the job belongs to */
	uint8_t function;
	uint16_t address;
	uint16_t count;
	uint8_t coil_function;
	uint16_t first_coil;
	uint16_t coils;              /* read around the registers; 0: none */
	uint16_t values[WIRE_WORDS]; /* to be written */
};

struct wire_result {
	/* -errno; -EREMOTEIO: the device refused, see exception; -EAGAIN: coils have changed */
	int error;
	int exception;              /* Modbus exception code */
	uint16_t regs[MODBUS_MOST]; /* coils follow, 16 to a word */
};

/* The worker's run(): resource is a struct wire, job and result as above. */
void wire_run(void *resource, const void *job, void *result);
/* After this error the line is to be closed and opened again. */
bool wire_is_lost(int error);
/* Closes what is open; when no thread uses it any more. */
void wire_done(struct wire *w);
