// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A Modbus master on the simulated line, written from the specification and from the register map
 * in firmware/README.md, and sharing no code with the head: what it expects is the oracle.
 */
#pragma once
#include "board.h"

#define NO_WEIGHT INT32_MIN

// Registers of the map.
enum {
	REG_MAP = 0,
	REG_STATUS = 1,
	REG_NET = 2,
	REG_GROSS = 4,
	REG_TARE = 6,
	REG_COUNTS = 8,
	REG_HEARTBEAT = 10,
	REG_ERRORS = 11,
	REG_STEP = 12,
	REG_MAX = 13,
	REG_VERSION = 15,
	REG_RESETS = 16,
	REG_BROKEN = 17,
	REG_DOUBTFUL = 18,
	REG_NEVER_READY = 19,
	REG_WRONG_CRC = 20,
	REG_FRAMING = 21,
	REG_RATE = 22,
	REG_PROGRESS = 23,
	REG_FINE = 24,
	REG_CALIBRATION = 26,
	REG_ZERO = 27,
	REG_SPAN = 29,
	REG_SLOTS = 31,
	REG_COMMAND = 32,
	REG_MASS = 33,
	REG_SET_STEP = 35,
	REG_SET_MAX = 36,
	REG_ADDRESS = 40,
	REG_BAUD = 41,
	REG_COUNT = 42,
};

// Bits of the status.
enum {
	ST_STABLE = 1 << 0,
	ST_ZERO = 1 << 1,
	ST_TARE = 1 << 2,
	ST_UNDER = 1 << 3,
	ST_OVER = 1 << 4,
	ST_NEVER_READY = 1 << 5,
	ST_SATURATED = 1 << 6,
	ST_UNCALIBRATED = 1 << 7,
	ST_EEPROM = 1 << 8,
	ST_JUMPER = 1 << 9,
	ST_WARM_UP = 1 << 10,
	ST_BROKEN = 1 << 11,
	ST_STUCK = 1 << 12,
	ST_NO_WEIGHT = ST_NEVER_READY | ST_SATURATED | ST_UNCALIBRATED | ST_BROKEN | ST_STUCK,
};

struct answer {
	uint8_t bytes[256];
	size_t n; // 0: silence
	uint64_t first_at, end_at;
	uint64_t asked_at; // end of the request's last bit
};

uint16_t master_crc(const uint8_t *bytes, size_t n);
// Append the CRC to n bytes: returns n + 2.
size_t master_seal(uint8_t *frame, size_t n);
// Send a frame, with `gap` more characters of silence after its first `after` bytes, and take what
// comes back within 30 ms. The line is silent for four characters before.
void master_send(struct board *b, const uint8_t *frame, size_t n, size_t after, double gap,
	struct answer *ret_answer);
// Registers by FC 3. 0, or -1: no answer, a wrong one, or an exception.
int master_read(struct board *b, uint8_t address, int first, int count, uint16_t *ret_regs);
// One register by FC 6. 0, an exception's code, or -1.
int master_write(struct board *b, uint8_t address, int reg, uint16_t value);
// A 32-bit value in two registers by FC 16.
int master_write_s32(struct board *b, uint8_t address, int reg, int32_t value);
// Give a command and wait for its end, at most 40 s of the board's time: 0 is done, else the low
// byte of the refusal, -1 the line failed, -2 it does not end.
int master_command(struct board *b, uint8_t address, uint16_t command);
int32_t master_s32(const uint16_t *regs);
