// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A bench for the Modbus driver: [scale floor] with the real loop and its real worker, an RTU
 * slave on a pty, and waiting, with a generous limit, for what the scale says.
 */
#pragma once
#include "../../daemon/scale/driver.h"
#include "modbus_slave.h"

enum { LIMIT_US = 60 * 1000 * 1000 };

struct bench {
	char dir[64];
	char path[96]; /* of the line */
	struct slave rtu;
	uint16_t *regs;       /* where the head's registers are: the slave's, or a server's */
	uint64_t quiet_us;    /* the slave's last answer */
	uint64_t shortest_us; /* silence before a question */
	struct loop *loop;
	struct loop_source *slave;
	struct conf *conf;
	struct scales *scales;
	struct reading last;
	unsigned heard; /* readings */
	unsigned ends;  /* of commands */
	struct scale_commanded end;
};

/* cmocka's set-up and tear-down; one bench at a time. */
int bench_begin(void **state);
int bench_end(void **state);
/* The scale's other keys, and a map if it needs one. */
void bench_start(struct bench *b, const char *keys);
void bench_start_line(struct bench *b);
void bench_plug(struct bench *b);
void bench_unplug(struct bench *b);
/* The registers of a head on which that lies, at rest. */
void bench_weigh(struct bench *b, int32_t g);
void bench_turn(struct bench *b, uint64_t since_us);
void bench_until(struct bench *b, enum scale_state state, int64_t mg);
void bench_until_asked(struct bench *b, unsigned more);
