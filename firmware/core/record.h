/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the head keeps: calibration and settings, in two EEPROM slots that take turns. A slot is
 * marker, number, fields, CRC-16. Writing clears the marker first and sets it last, so wherever
 * the power fails, and whatever the byte in progress became, the other slot is whole and this one
 * is either whole or marked as not being so.
 */
#ifndef HEAD_RECORD_H
#define HEAD_RECORD_H

#include <stdbool.h>
#include <stdint.h>

#define RECORD_BYTES 25
#define RECORD_MARK 0xA5 /* this slot is whole */
#define RECORD_NO_MARK 0x00
#define RECORD_AT(slot) ((uint16_t)(32 + 32 * (slot))) /* EEPROM address of a slot */
#define RECORD_STEPS (RECORD_BYTES + 1)                /* byte writes that a record takes */
#define RECORD_BAUD_MOST 4

struct record {
	uint16_t number; /* one more with each written, never 0 */
	int32_t zero_counts;
	int32_t span_counts; /* of span_mass_g, above zero; 0 = not calibrated */
	int32_t span_mass_g;
	int32_t max_g;
	uint16_t step_g; /* e; 0 = not set */
	uint8_t address;
	uint8_t baud_code;
};

/* What a head is that has never been written: address 1, 19,200 baud, nothing calibrated. */
struct record record_default(void);

void record_encode(const struct record *r, uint8_t ret_slot[RECORD_BYTES]);

/* False for a slot that is not whole or says what no head may be; *ret_r is then untouched. */
bool record_decode(const uint8_t slot[RECORD_BYTES], struct record *ret_r);

/* The slot that holds: the whole one with the higher number, counted round 65,535. -1 = none. */
int record_choose(const uint8_t slots[2][RECORD_BYTES], struct record *ret_r, uint8_t *ret_whole);

/* Byte write number i of RECORD_STEPS: offset in the slot, and what is written there. */
void record_step(
	const uint8_t slot[RECORD_BYTES], uint8_t i, uint8_t *ret_offset, uint8_t *ret_byte);

/* Whether e and max are some that a head may have: 1, 2 or 5 times a power of ten; 100 to 10,000 e. */
bool record_range_valid(uint16_t step_g, int32_t max_g);

#endif
