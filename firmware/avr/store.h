/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The EEPROM, a byte at a time and without waiting, behind the jumper. */
#ifndef HEAD_STORE_H
#define HEAD_STORE_H

#include <stdbool.h>
#include <stdint.h>

void store_start(void);
bool store_jumper(void); /* closed: the EEPROM may be written */
bool store_busy(void);   /* a byte is being written, 3.4 ms */
uint8_t store_read(uint16_t at);

/* Begins to write; false, and nothing written, while the jumper is open. Not while busy. */
bool store_write(uint16_t at, uint8_t byte);

#endif
