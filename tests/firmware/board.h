// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The head's board in simavr: the real image on an ATmega328P at 16 MHz, with the HX711 on PD2 and
 * PD3, the RS-485 driver on PD4, the jumper on PD5, an EEPROM whose every write is noted, and a
 * serial line where each byte comes at its cycle. Simulated time runs as fast as the machine can;
 * nothing here looks at a clock. Misuse of the chip, of the line or of the EEPROM is noted in
 * `faults`, which a test prints and fails by.
 */
#pragma once
#include "hx711.h"
#include "plate.h"
#include <stddef.h>
#include <simavr/sim_avr.h>

#define BOARD_EEPROM 1024
#define BOARD_VECTORS 26

struct eeprom_write {
	uint64_t at;
	uint16_t addr;
	uint8_t old, new;
};

struct board_byte {
	uint64_t at; // going in: end of its stop bit; going out: begin of its start bit
	uint8_t value;
	bool broken; // going in: a framing error
};

// What the meter found, in cycles (board_measure).
struct board_meter {
	bool on;
	bool interrupts; // state of SREG's I at the last look
	bool asleep;
	uint64_t off_at, awake_at;
	uint64_t worst_off;     // interrupts off in main code
	uint64_t worst_handler; // in one interrupt handler
	uint64_t worst_awake;   // from waking to the next sleep: one turn of the main loop
	uint64_t pending_at[BOARD_VECTORS];
	uint64_t worst_latency;
	int worst_vector;
	int64_t turns;
};

struct board {
	struct avr_t *avr;
	struct plate *plate;
	struct hx711 chip;
	double sps;
	bool jumper;
	uint64_t base; // cycles before the last reset
	uint64_t stop; // end of the run under way

	uint8_t eeprom[BOARD_EEPROM];                                // as last seen
	void (*on_read)(void *param, uint32_t code, bool dout_high); // a transfer has ended
	// The same request for who runs beside it: returns the length of that one's answer.
	size_t (*on_request)(void *param, const uint8_t *frame, size_t n, uint8_t *ret_answer);
	void *twin; // param of both
	uint8_t twin_answer[256];
	size_t n_twin_answer;
	struct eeprom_write *writes;
	size_t n_writes;
	uint64_t eempe_at;

	struct board_byte in[512], out[512]; // going in and not there yet; what came out
	size_t n_in, in_done, n_out;
	uint64_t unread_at;    // end of the oldest byte that the image has not read; 0 = none
	uint64_t worst_unread; // longest that one waited
	int input_read;        // simavr's reading place at the last look
	bool de;
	uint64_t de_up, de_down;

	int64_t watchdog_resets;
	uint32_t hung_at; // address of a loop that was put there, 0 = none; and what was there
	uint8_t hung[2];
	int64_t faults;
	char what[128];
	struct board_meter meter;
};

// A board with that image in its flash. eeprom: BOARD_EEPROM bytes, or NULL for an erased one.
// sps is 10 or 80, times the chip's tolerance. The plate is lent until board_free. NULL: no image.
struct board *board_new(const char *elf, const uint8_t *eeprom, struct plate *plate, double sps);
struct board *board_free(struct board *b);
uint64_t board_now(const struct board *b);
void board_run(struct board *b, uint64_t cycles);
void board_run_ms(struct board *b, unsigned ms);
void board_jumper(struct board *b, bool closed);
// Cycles of one character of ten bits, as the image has set its line.
uint64_t board_char_cycles(const struct board *b);
// A byte whose stop bit ends at that cycle.
void board_put(struct board *b, uint8_t value, uint64_t at, bool broken);
// Measure latency and loop times from now on: each instruction is looked at, which is slower.
void board_measure(struct board *b);
void board_fault(struct board *b, const char *what);
// What the first of the faults was, which are forgotten; NULL: there are none.
const char *board_take_fault(struct board *b);
// A brown-out of the processor, short enough to keep its RAM.
void board_brown_out(struct board *b);
// Put the program into an endless loop, from which only a reset leads out.
void board_hang(struct board *b);
