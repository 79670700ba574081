// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The far end of a Modbus scale: libmodbus, which blocks, and so is used by the thread of a
 * worker only. One job is one exchange: nothing here waits longer than a timeout.
 */
#pragma once
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
	/* The thread's. */
	void *modbus;
	int guard; /* holds the lock on a serial line */
};

enum { WIRE_WORDS = 2 };

enum wire_what { WIRE_OPEN, WIRE_READ, WIRE_WRITE, WIRE_CLOSE };

struct wire_job {
	enum wire_what what;
	unsigned generation; /* of the opening that the job belongs to */
	uint8_t function;
	uint16_t address;
	uint16_t count;
	uint16_t values[WIRE_WORDS]; /* to be written */
};

struct wire_result {
	int error;     /* -errno; -EREMOTEIO: the device refused, see exception */
	int exception; /* Modbus exception code */
	uint16_t regs[MODBUS_MOST];
};

/* The worker's run(): resource is a struct wire, job and result as above. */
void wire_run(void *resource, const void *job, void *result);
/* After this error the line is to be closed and opened again. */
bool wire_is_lost(int error);
/* Closes what is open; when no thread uses it any more. */
void wire_done(struct wire *w);
