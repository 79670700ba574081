// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The head's portable core on this machine, beside the image in simavr: it hears the same numbers
 * from the chip, the same requests and the same clock, and must say the same. Its weights are also
 * held against what really lies on the plate, by who calls.
 */
#pragma once
#include "../../firmware/core/head.h"
#include "master.h"

struct twin {
	struct head head;
	struct board *board;
	uint64_t ticked_ms;
	uint8_t eeprom[BOARD_EEPROM];
};

// Begin beside a board that has just been made; from then on it follows by itself.
void twin_start(struct twin *t, struct board *b);
// Time goes on: to be called before its state is looked at.
void twin_follow(struct twin *t);
// Registers 0 to 31 of both, all but those that tell of the line and of resets. A number may come
// between the two looks: three tries. 0 they agree, -1 they do not (and the first register that
// differs is told on standard output).
int twin_agrees(struct twin *t, uint16_t *ret_regs);
