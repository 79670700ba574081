// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A head that hangs is restarted by its watchdog, says so in register 16, and weighs again. It is
 * made to hang from outside: the clock's interrupt is switched off under it, so that the main loop
 * sleeps for ever.
 */
#include "bench.h"
#include <simavr/sim_avr.h>

#define TIMSK0 0x6e

static void hang(struct board *b)
{
	b->avr->data[TIMSK0] = 0;
	board_run_ms(b, 1000);
}

int main(void)
{
	struct plate p;
	struct board *b;
	uint16_t resets = 0;

	plate_200kg(&p, 7);
	plate_noise(&p, 90);
	p.load_g = 40000;
	b = bench_board(&p, 80);
	if (!b)
		return 1;
	master_read(b, 1, REG_RESETS, 1, &resets);
	check(resets == 0x0001, "after power-up register 16 reads %04x", resets);
	board_run_ms(b, 60000);
	check(b->watchdog_resets == 0, "the watchdog bit although all was well");
	for (int n = 1; n <= 3; n++) {
		uint16_t regs[32];

		hang(b);
		check(b->watchdog_resets == n, "%d hangs, %ld resets", n, (long)b->watchdog_resets);
		check(bench_wait(b, ST_STABLE, ST_NO_WEIGHT, 10) == 0, "no weight after hang %d",
			n);
		bench_registers(b, regs);
		check(regs[REG_RESETS] == (n << 8 | 8), "after hang %d register 16 reads %04x", n,
			regs[REG_RESETS]);
		check(master_s32(regs + REG_GROSS) == 40000, "after hang %d it weighs %d g", n,
			(int)master_s32(regs + REG_GROSS));
	}
	check(b->faults == 0 && b->chip.violations == 0, "line and chip: %s %s", b->what,
		b->chip.what);
	board_free(b);
	return check_end();
}
