// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the three files of the board share: board.c (pins, EEPROM, time), board_line.c (the UART and
 * the RS-485 driver) and board_meter.c (cycle counts). Tests include board.h only.
 */
#pragma once
#include "board.h"

// A peripheral of the simulated chip by its kind, as its own header draws it.
void *board_module(const struct board *b, const char *kind);
// Set the alarm anew: something may come earlier than it was set for.
void board_alarm(struct board *b);

void line_wire(struct board *b);
void line_byte(struct board *b, const struct board_byte *byte);
void line_de(struct board *b, bool level);
void line_look(struct board *b);

void meter_wire(struct board *b);
void meter_look(struct board *b);
void meter_sleep(struct board *b);
