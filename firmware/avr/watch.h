/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The watchdog, what caused the last reset, and how often it was the watchdog since power-up. */
#ifndef HEAD_WATCH_H
#define HEAD_WATCH_H

#include <stdbool.h>
#include <stdint.h>

void watch_start(void);
uint8_t watch_cause(void);  /* MCUSR as the reset left it */
uint8_t watch_resets(void); /* by the watchdog, since power-up */

/* From the main loop only; nothing is fed once the stack has met the variables. */
void watch_feed(bool well);

#endif
