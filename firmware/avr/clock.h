/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Milliseconds since the start, in steps of 2: timer 0, which also wakes the main loop. */
#ifndef HEAD_CLOCK_H
#define HEAD_CLOCK_H

#include <stdint.h>

#define CLOCK_TICK_MS 2

void clock_start(void);
uint32_t clock_ms(void);

#endif
