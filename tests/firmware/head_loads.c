// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Loads at random (how many, and a seed, as arguments), on a noisy cell at 80 conversions a second:
 * some are looked at while they move, some at rest. The image and the host core must say the same of each, in every register
 * and status bit, and what is stable must be what lies there, within half a step.
 */
#include "bench.h"
#include "twin.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define NOISE_G 3 // of the average at rest: 90 nV are 1.8 g a conversion

struct tally {
	int stable, over, none;
	double worst_g; // of fine grams at rest
};

// heard: the median of three has seen enough of this load for the last one to be gone.
static void judge(const uint16_t *regs, double load_g, bool heard, int i, struct tally *t)
{
	int32_t net = master_s32(regs + REG_NET), fine = master_s32(regs + REG_FINE);
	double error = fabs(fine - load_g);

	if (net == NO_WEIGHT) {
		t->none++;
		return;
	}
	check(net % BENCH_STEP_G == 0, "load %d: %d g is no multiple of the step", i, net);
	t->over += (regs[REG_STATUS] & ST_OVER) != 0;
	if (!(regs[REG_STATUS] & ST_STABLE) || !heard)
		return;
	t->stable++;
	if (error > t->worst_g)
		t->worst_g = error;
	check(fabs(net - load_g) <= BENCH_STEP_G / 2.0 + NOISE_G, "load %d: %.1f g read as %d", i,
		load_g, net);
	check(!(regs[REG_STATUS] & ST_OVER) == (net <= BENCH_MAX_G + 9 * BENCH_STEP_G),
		"load %d: %d g and status %04x", i, net, regs[REG_STATUS]);
}

int main(int argc, char **argv)
{
	int loads = argc > 1 ? atoi(argv[1]) : 10000;
	uint16_t regs[32];
	struct tally t = { 0 };
	struct plate plate;
	struct twin twin;
	struct board *b;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20;

	plate_200kg(&plate, seed);
	plate_noise(&plate, 90);
	b = bench_board(&plate, 80);
	twin_start(&twin, b);
	board_run_ms(b, 5000);
	for (int i = 0; i < loads; i++) {
		bool rest = plate_random(&seed) % 20 == 0;
		int conversions = rest ? 100 : 1 + (int)(plate_random(&seed) % 8);

		plate.load_g = 500 + (double)(plate_random(&seed) % 200700000) / 1000;
		bench_conversions(b, conversions);
		check(twin_agrees(&twin, regs) == 0, "load %d, %.1f g", i, plate.load_g);
		judge(regs, plate.load_g, conversions > 3, i, &t);
	}
	check_board(b, "loads");
	check(t.worst_g <= NOISE_G, "at rest %.1f g wrong", t.worst_g);
	check(t.stable > loads / 50, "only %d loads were stable", t.stable);
	printf("note: %d loads: %d stable, %d over; worst error of fine grams at rest %.1f g\n",
		loads, t.stable, t.over, t.worst_g);
	board_free(b);
	return check_end();
}
