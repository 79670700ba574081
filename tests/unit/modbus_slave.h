// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A Modbus RTU slave for tests, on the master end of a pty: functions 3, 6 and 16 on one
 * image of registers, and every way of answering badly.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { SLAVE_REGISTERS = 64 };
enum slave_manner {
	SLAVE_ANSWERS,
	SLAVE_WRONG_CRC,
	SLAVE_CUTS,
	SLAVE_SILENT,
	SLAVE_REFUSES, /* exception 2 */
};

struct slave {
	int master;
	enum slave_manner manner;
	unsigned asked; /* requests heard */
	uint16_t regs[SLAVE_REGISTERS];
	uint16_t written[8]; /* addresses, in order */
	size_t writes;
};

/* Something can be read from the line. */
void slave_answer(struct slave *s);
