// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A load lies still and things break, each at many moments and at both speeds: whatever is read
 * meanwhile must be no weight, or the right one. Each fault must be flagged, and after it the weight
 * must come back by itself. Then brown-outs at any moment, also within a transfer and an answer, and
 * a program that hangs.
 */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>

#define LOAD_G 73250
#define NEAR_G 12 // of a few conversions' average, at 90 nV and before it is stable

static uint64_t seed = 61;

static const struct {
	const char *name;
	enum hx711_fault fault;
	uint16_t flags;   // one of these must be seen
	double seen_s[2]; // by then, at 10 and at 80 a second
} faults[] = {
	{ "never ready", HX711_NEVER_READY, ST_NEVER_READY, { 1, 1 } },
	{ "stuck number", HX711_STUCK, ST_STUCK, { 1.5, 1 } },
	{ "stuck low", HX711_STUCK_LOW, ST_BROKEN | ST_STUCK, { 1, 1 } },
	{ "all ones", HX711_ALL_ONES, ST_BROKEN | ST_STUCK, { 1, 1 } },
	{ "saturated", HX711_SATURATED, ST_SATURATED, { 1, 1 } },
	{ "saturated low", HX711_SATURATED_LOW, ST_SATURATED, { 1, 1 } },
	{ "tail low", HX711_TAIL_LOW, ST_BROKEN, { 1, 1 } },
};

// Reads, and holds what it reads against what lies there. Returns the status.
static uint16_t look(struct board *b, const char *what)
{
	uint16_t regs[32];
	int32_t net, fine;

	bench_registers(b, regs);
	net = master_s32(regs + REG_NET);
	fine = master_s32(regs + REG_FINE);
	check(net == NO_WEIGHT || abs(fine - LOAD_G) <= NEAR_G, "%s: %d g, fine %d, status %04x",
		what, net, fine, regs[REG_STATUS]);
	check(!(regs[REG_STATUS] & ST_NO_WEIGHT) ||
			(net == NO_WEIGHT && fine == NO_WEIGHT &&
				master_s32(regs + REG_GROSS) == NO_WEIGHT),
		"%s: status %04x and a weight", what, regs[REG_STATUS]);
	return regs[REG_STATUS];
}

static bool until(struct board *b, uint16_t is, double seconds, const char *what)
{
	uint64_t end = board_now(b) + (uint64_t)(seconds * (double)CYCLES_PER_S);

	while (board_now(b) < end)
		if (look(b, what) & is)
			return true;
	return false;
}

static void break_cell(struct board *b, size_t i, bool fast)
{
	board_run(b, plate_random(&seed) % (2 * b->chip.period));
	hx711_set_fault(&b->chip, faults[i].fault);
	check(until(b, faults[i].flags, faults[i].seen_s[fast], faults[i].name), "%s: no flag",
		faults[i].name);
	for (int k = 0; k < 3; k++)
		look(b, faults[i].name);
	hx711_set_fault(&b->chip, HX711_SOUND);
	check(until(b, ST_STABLE, 5, faults[i].name), "%s: the weight does not come back",
		faults[i].name);
	check(!(look(b, faults[i].name) & ST_NO_WEIGHT), "%s: the flag stays", faults[i].name);
}

static void cells(double sps, int rounds)
{
	struct plate plate;
	struct board *b;

	plate_200kg(&plate, 62);
	plate_noise(&plate, sps == 80 ? 90 : 50);
	plate.load_g = LOAD_G;
	b = bench_board(&plate, sps);
	board_run_ms(b, 100);
	check(until(b, ST_STABLE, 10, "start"), "never stable after the start");
	for (int r = 0; r < rounds; r++)
		for (size_t i = 0; i < sizeof(faults) / sizeof(*faults); i++)
			break_cell(b, i, sps == 80);
	check_board(b, "faults");
	check(b->n_writes == 0, "%zu EEPROM writes", b->n_writes);
	board_free(b);
}

// The chip alone loses its supply, or the bridge does.
static void chip_power(void)
{
	struct plate plate;
	struct board *b;

	plate_200kg(&plate, 63);
	plate_noise(&plate, 90);
	plate.load_g = LOAD_G;
	b = bench_board(&plate, 80);
	board_run_ms(b, 100);
	check(until(b, ST_STABLE, 10, "start"), "never stable after the start");
	for (int i = 0; i < 8; i++) {
		board_run(b, plate_random(&seed) % (2 * b->chip.period));
		hx711_power_off(&b->chip);
		check(until(b, ST_NEVER_READY, 1, "no supply"), "no supply: no flag");
		hx711_power_up(&b->chip, 80, board_now(b));
		check(until(b, ST_STABLE, 5, "supply back"), "the weight does not come back");
	}
	check_board(b, "chip without supply");
	board_free(b);
}

static void brown_outs(void)
{
	uint8_t ask[8] = { 1, 3, 0, 0, 0, 32 };
	struct plate plate;
	struct board *b;
	uint16_t regs[32];

	plate_200kg(&plate, 64);
	plate_noise(&plate, 90);
	plate.load_g = LOAD_G;
	b = bench_board(&plate, 80);
	master_seal(ask, 6);
	board_run_ms(b, 3000);
	for (int i = 0; i < 8; i++) {
		for (size_t k = 0; k < 8; k++)
			board_put(b, ask[k], board_now(b) + (k + 5) * board_char_cycles(b), false);
		board_run(b, plate_random(&seed) % (60 * board_char_cycles(b)));
		board_brown_out(b);
		b->n_out = 0;
		board_run_ms(b, 100);
		bench_registers(b, regs);
		check((regs[REG_RESETS] & 0xff) == 4, "cause of the reset: %04x", regs[REG_RESETS]);
		check(until(b, ST_STABLE, 5, "brown-out"), "the weight does not come back");
	}
	check(b->n_writes == 0, "%zu EEPROM writes", b->n_writes);
	check_board(b, "brown-outs");
	board_free(b);
}

// The program is put into an endless loop: the watchdog must end it, and the next start be told.
static void hang(void)
{
	struct plate plate;
	struct board *b;
	uint16_t regs[32];

	plate_200kg(&plate, 65);
	plate_noise(&plate, 90);
	plate.load_g = LOAD_G;
	b = bench_board(&plate, 80);
	board_run_ms(b, 100);
	for (int i = 1; i <= 3; i++) {
		check(until(b, ST_STABLE, 10, "before the hang"), "not stable");
		board_hang(b);
		board_run_ms(b, 3000);
		check(b->watchdog_resets == i, "%ld resets by the watchdog, not %d",
			(long)b->watchdog_resets, i);
		bench_registers(b, regs);
		check(regs[REG_RESETS] == (i << 8 | 8), "resets: %04x", regs[REG_RESETS]);
	}
	check(b->faults == 0, "%s", b->what);
	board_free(b);
}

int main(void)
{
	cells(80, 2);
	cells(10, 1);
	chip_power();
	brown_outs();
	hang();
	return check_end();
}
