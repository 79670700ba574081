/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The load-cell head without its board: conversions and Modbus requests in, answers and EEPROM
 * bytes out. It has no clock, pins or interrupts; who calls it gives the time (any start, may
 * wrap) and does what it asks for. One thread of control calls all of this, so whatever a request
 * reads is of one moment. Register map and rules: firmware/README.md.
 */
#ifndef HEAD_H
#define HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "filter.h"
#include "record.h"
#include "steady.h"

#define HEAD_FRAME_BYTES 256 /* the longest frame that Modbus RTU has */
#define HEAD_REGISTERS 42
#define HEAD_NO_VALUE INT32_MIN
#define HEAD_FIRMWARE_VERSION 0x0100

enum head_status {
	HEAD_STABLE = 1 << 0,
	HEAD_ZERO = 1 << 1,
	HEAD_TARE = 1 << 2,
	HEAD_UNDER = 1 << 3,
	HEAD_OVER = 1 << 4,
	HEAD_NEVER_READY = 1 << 5,
	HEAD_SATURATED = 1 << 6,
	HEAD_NOT_CALIBRATED = 1 << 7,
	HEAD_EEPROM_FAULT = 1 << 8,
	HEAD_JUMPER = 1 << 9,
	HEAD_WARM_UP = 1 << 10,
	HEAD_BROKEN = 1 << 11,
	HEAD_STUCK = 1 << 12,
	HEAD_CELL_FAULTS = HEAD_NEVER_READY | HEAD_SATURATED | HEAD_BROKEN | HEAD_STUCK,
};

enum head_command {
	COMMAND_ZERO = 0x01,
	COMMAND_TARE = 0x02,
	COMMAND_CLEAR_TARE = 0x03,
	COMMAND_CAPTURE_ZERO = 0x10,
	COMMAND_CAPTURE_SPAN = 0x11,
	COMMAND_SETTINGS = 0x12,
};

enum head_refusal {
	REFUSED_UNKNOWN = 1,
	REFUSED_NOT_STABLE = 2,
	REFUSED_NO_WEIGHT = 3,
	REFUSED_RANGE = 4,
	REFUSED_JUMPER = 5,
	REFUSED_SPAN_MASS = 6,
	REFUSED_SIGNAL = 7,
	REFUSED_EEPROM = 8,
	REFUSED_UNDER_WAY = 9,
};

/* What the board knows when it starts. */
struct head_start {
	uint8_t slots[2][RECORD_BYTES]; /* EEPROM from RECORD_AT(0) and RECORD_AT(1) */
	uint8_t reset_cause;            /* MCUSR */
	uint8_t watchdog_resets;        /* since power-up */
	bool jumper;                    /* closed */
};

/* What registers 33 to 41 were last written to. */
struct head_wanted {
	int32_t span_mass_g;
	int32_t max_g;
	uint16_t step_g;
	uint16_t address;
	uint16_t baud_code;
};

/* A command that takes time: capture, then writing; or writing only. */
struct head_task {
	uint8_t code; /* command under way, 0 = none */
	bool writing;
	uint8_t write_step;
	uint8_t write_slot;
	uint32_t since_ms;
	uint16_t progress;
	uint16_t count;
	int64_t sum;
	struct record next;          /* comes into force once it is written and verified */
	uint8_t bytes[RECORD_BYTES]; /* the same, as it is written */
};

/* What a person may call the weight, made anew after each conversion and each command. */
struct head_weight {
	int32_t counts; /* HEAD_NO_VALUE = none, as below */
	int32_t fine_g;
	int32_t gross_g;
	int32_t net_g;
};

struct head {
	struct filter filter;
	struct steady steady;
	struct record record; /* in force */
	struct head_wanted wanted;
	struct head_task task;
	struct head_weight weight;
	int32_t step_counts;  /* e in counts, 0 while not calibrated */
	int32_t limit_counts; /* e/2 in counts, or a guess while not calibrated */
	int32_t zero_shift;   /* counts: zero in force minus the calibrated one */
	int32_t tare_g;
	uint32_t start_ms;
	uint32_t track_ms;      /* when zero was last followed */
	uint32_t deadline_ms;   /* when the next conversion is overdue */
	uint32_t rate_since_ms; /* when counting conversions for rate_per_10s began */
	uint16_t rate_count;
	bool rate_running; /* conversions come */
	uint16_t rate_per_10s;
	uint32_t last_code; /* to notice a stuck cell */
	uint8_t same_codes; /* equal conversions in a row */
	uint8_t slot;       /* that is in force; meaningless while record.number is 0 */
	uint8_t whole;      /* bit 0 and 1: slots that are valid */
	uint8_t address; /* answered to; from a settings command on, until it failed, the new one */
	uint8_t baud_code;
	uint8_t reset_cause, watchdog_resets;
	bool power_cycle;
	uint16_t status;  /* enum head_status */
	uint16_t command; /* as register 32 reads */
	uint16_t heartbeat;
	uint16_t broken, doubtful, never_ready, wrong_crc, wrong_framing;
};

void head_init(struct head *h, const struct head_start *start, uint32_t now_ms);

/*
 * A transfer from the HX711: its 24 bits, and whether DOUT was high after the 25th pulse. What is
 * broken or doubtful takes the weight away until the filter has refilled from good conversions.
 */
void head_conversion(struct head *h, uint32_t code, bool dout_high, uint32_t now_ms);

/* At least every 10 ms: notices what did not come. */
void head_tick(struct head *h, bool jumper_closed, uint32_t now_ms);

/* True once for each time the chip must be switched off (SCK high over 60 us) and on again. */
bool head_power_cycle(struct head *h);

/*
 * A frame as it was on the line, address to CRC; the answer comes into the same buffer of
 * HEAD_FRAME_BYTES. Returns its length, 0 for silence.
 */
size_t head_request(struct head *h, uint8_t *frame, size_t len, uint32_t now_ms);

/* A frame was thrown away: framing error, overrun, a gap of more than 1.5 characters. */
void head_line_error(struct head *h);

/*
 * The next EEPROM byte to be written, false when there is none: never without the jumper. Who
 * wrote it reads it back and says what is there now.
 */
bool head_eeprom_next(const struct head *h, uint16_t *ret_at, uint8_t *ret_byte);
void head_eeprom_written(struct head *h, uint8_t read_back);

/* What a register reads, 0 to HEAD_REGISTERS - 1. */
void head_image(const struct head *h, uint16_t ret_registers[HEAD_REGISTERS]);

/* Whether the board's lamp is lit: on = stable, blinking = moving, short flashes = no weight. */
bool head_lamp(const struct head *h, uint32_t now_ms);

#endif
