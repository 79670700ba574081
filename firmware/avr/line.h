/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The serial line, a frame at a time. Interrupts collect bytes and measure silence with timer 1:
 * more than 1.5 characters inside a frame spoils it, 3.5 end it. A whole frame then belongs to
 * the main loop, in the one buffer that its answer goes out from.
 */
#ifndef HEAD_LINE_H
#define HEAD_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void line_start(uint8_t baud_code);

/* 0 = 9600, 1 = 19,200, 2 = 38,400, 3 = 57,600, 4 = 115,200. Waits for nothing: while an answer goes out, false. */
bool line_speed(uint8_t baud_code);

/* The frame that has come, NULL while there is none. Its room is HEAD_FRAME_BYTES. */
uint8_t *line_frame(size_t *ret_len);

/* The answer in the frame's buffer goes out; 0 = none, and the line listens again. */
void line_answer(size_t len);

/* Frames spoiled since this was last asked. */
uint8_t line_spoiled(void);

bool line_sending(void);

#endif
