// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A load-cell head without a board: conversions at an even pace with a little noise, requests as
 * frames with a CRC of the rig's own, and an EEPROM of bytes that writes one every 4 ms. A platform
 * of 200 kg by steps of 50 g, 20 counts a gram, zero at RIG_ZERO counts.
 */
#pragma once
#include "../../firmware/core/head.h"

#define HEAD_RIG_EEPROM 1024
#define RIG_ZERO 70000
#define RIG_PER_G 20

struct head_rig {
	struct head head;
	uint8_t eeprom[HEAD_RIG_EEPROM];
	bool jumper;
	int32_t noise; // counts, each conversion is off by at most so many
	uint32_t now_ms;
	uint32_t period_us; // of conversions, 100000 or 12500
	uint64_t due_us;    // when the next one comes
	uint64_t random;
	int writes; // EEPROM bytes
	int power_cycles;
};

// A head that has never been calibrated, without jumper, at 80 conversions a second.
void head_rig_init(struct head_rig *r);
// Power off and on: what RAM held is gone.
void head_rig_restart(struct head_rig *r);
uint32_t head_rig_random(uint64_t *state);
// For so long, conversions of that many counts, ticks, EEPROM bytes.
void head_rig_feed(struct head_rig *r, int32_t counts, uint32_t ms);
void head_rig_load(struct head_rig *r, int32_t grams, uint32_t ms);
// Time without conversions.
void head_rig_idle(struct head_rig *r, uint32_t ms);
// Settings, zero and span, by commands, with the jumper closed for them; then an empty plate at rest.
void head_rig_calibrate(struct head_rig *r);
// Both of these, as a test begins.
void head_rig_ready(struct head_rig *r);

uint16_t head_rig_crc(const uint8_t *bytes, size_t len);
// What a register says, by FC 4; two of them, high word first.
uint16_t head_rig_reg(struct head_rig *r, uint16_t i);
int32_t head_rig_reg32(struct head_rig *r, uint16_t i);
bool head_rig_status(struct head_rig *r, uint16_t bits);
// FC 6 and FC 16, which must be answered.
void head_rig_write(struct head_rig *r, uint16_t i, uint16_t value);
void head_rig_write32(struct head_rig *r, uint16_t i, int32_t value);
// Gives a command and returns what register 32 then reads.
uint16_t head_rig_command(struct head_rig *r, uint16_t command);
