// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What the image costs in time, counted by the simulator to the cycle, while all happens at once: 80
 * conversions a second, a master that asks without a pause at 115,200 baud, a calibration that is
 * written. A byte takes 87 us then; the chip's pulse may be 50 us high; the watchdog waits 500 ms.
 */
#include "bench.h"
#include <stdio.h>

#define US(cycles) ((double)(cycles) / CYCLES_PER_US)

static void traffic(struct board *b, int requests)
{
	uint16_t regs[32];

	for (int i = 0; i < requests; i++)
		check(master_read(b, 1, 0, 32, regs) == 0, "request %d", i);
}

static void fast_line(struct board *b)
{
	check(master_write(b, 1, REG_BAUD, 4) == 0 && master_write(b, 1, REG_COMMAND, 0x12) == 0,
		"115,200 baud refused");
	board_run_ms(b, 500);
}

int main(void)
{
	struct plate plate;
	struct board *b;
	const struct board_meter *m;

	plate_200kg(&plate, 70);
	plate_noise(&plate, 90);
	b = bench_board(&plate, 80);
	m = &b->meter;
	board_jumper(b, true);
	board_run_ms(b, 3000);
	fast_line(b);
	board_measure(b);
	traffic(b, 200);
	plate.load_g = 50000;
	traffic(b, 300);
	master_write(b, 1, REG_COMMAND, 0x10);
	traffic(b, 1800);
	printf("note: worst of %ld turns of the main loop, 80 conversions a second, %ld EEPROM "
	       "bytes, "
	       "the line busy at 115,200 baud:\n"
	       "note:   interrupt latency   %6.1f us (vector %d)\n"
	       "note:   interrupts off      %6.1f us in main code\n"
	       "note:   interrupt handler   %6.1f us\n"
	       "note:   a byte unread       %6.1f us\n"
	       "note:   main loop, one turn %6.1f us\n",
		(long)m->turns, (long)b->n_writes, US(m->worst_latency), m->worst_vector,
		US(m->worst_off), US(m->worst_handler), US(b->worst_unread), US(m->worst_awake));
	check(m->turns > 1000, "%ld turns", (long)m->turns);
	check(b->n_writes > 0, "the calibration was not written");
	check(m->worst_latency > 0 && m->worst_latency < 30 * CYCLES_PER_US, "interrupt latency");
	check(m->worst_off < 30 * CYCLES_PER_US, "interrupts off");
	check(m->worst_handler < 30 * CYCLES_PER_US, "interrupt handler");
	check(b->worst_unread < 87 * CYCLES_PER_US, "a byte lay for a whole character");
	check(m->worst_awake > 0 && m->worst_awake < 5000 * CYCLES_PER_US, "main loop");
	check_board(b, "cycles");
	board_free(b);
	return check_end();
}
