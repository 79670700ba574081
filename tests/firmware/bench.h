// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What every program here does on the bench: find the image, bring a head into calibration by really
 * giving the commands, wait for a stable weight, count checks and close with the line that
 * tests/run reads.
 */
#pragma once
#include "master.h"

#define BENCH_MAX_G 200000
#define BENCH_STEP_G 50
#define BENCH_SPAN_G 100000

// The image beside this program, or $BUILD's.
const char *bench_image(void);
// Settings, zero and span, with the jumper closed, by commands on the line: the EEPROM after it is
// what any later board starts from. 0, or -1 with a sentence on standard error.
int bench_calibrate(struct plate *plate, double sps, uint8_t *ret_eeprom);
// A calibrated board with that plate, just switched on.
struct board *bench_board(struct plate *plate, double sps);
// Until the status has the bits of `is` and none of `is_not`. 0, or -1 after so many seconds.
int bench_wait(struct board *b, uint16_t is, uint16_t is_not, double seconds);
// Registers 0 to 31 at once; a failed reading is a failed check.
void bench_registers(struct board *b, uint16_t *ret_regs);
// Run until the image has taken so many more numbers.
void bench_conversions(struct board *b, int n);

// One case of a test: told only when it failed.
void check(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));
// The board's own complaints (chip, line, EEPROM, stops, resets) as a case.
void check_board(struct board *b, const char *what);
// Prints `N passed, N failed, N skipped` last; the exit status.
int check_end(void);
