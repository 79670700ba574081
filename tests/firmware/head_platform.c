// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A calibrated 200 kg platform for hours: what warmth and noise do to an empty plate, what creep does
 * to a loaded one, and how soon a load that has come to rest is called stable. Figures are printed;
 * limits are those that the head promises.
 */
#include "bench.h"
#include <math.h>
#include <stdio.h>

static int32_t fine(struct board *b, uint16_t *ret_status)
{
	uint16_t regs[32];

	bench_registers(b, regs);
	*ret_status = regs[REG_STATUS];
	return master_s32(regs + REG_FINE);
}

// 10 K in half an hour: 41 g at the cells, that zero tracking must take away.
static void empty(void)
{
	struct plate plate;
	struct board *b;
	double worst = 0;
	int stable = 0, looks = 1800;
	uint16_t status;

	plate_200kg(&plate, 31);
	plate_noise(&plate, 50);
	b = bench_board(&plate, 10);
	board_run_ms(b, 5000);
	plate_warm(&plate, 10, looks);
	for (int i = 0; i < looks; i++) {
		int32_t g = fine(b, &status);

		board_run_ms(b, 950);
		stable += status & ST_STABLE;
		worst = fmax(worst, fabs((double)g));
	}
	printf("note: empty, 50 nV, 10 K in half an hour (zero of the cells moves %.0f g): worst "
	       "%.0f g, "
	       "stable "
	       "%d of %d\n",
		10 * plate.zero_counts_per_k / plate.counts_per_g, worst, stable, looks);
	check(worst <= BENCH_STEP_G / 2.0, "an empty plate reads %.0f g", worst);
	check(stable > looks * 9 / 10, "stable %d times of %d", stable, looks);
	check_board(b, "empty");
	board_free(b);
}

// 200 kg for ten minutes: the reading follows the cell's creep and adds nothing to it. Then lifted.
static void creep(void)
{
	struct plate plate;
	struct board *b;
	double over, worst = 0, at_end, after;
	uint16_t status;

	plate_200kg(&plate, 32);
	plate_noise(&plate, 50);
	plate.creep = 60.0 / BENCH_MAX_G;
	b = bench_board(&plate, 10);
	board_run_ms(b, 5000);
	plate.load_g = BENCH_MAX_G;
	board_run_ms(b, 4000);
	for (int i = 0; i < 600; i++) {
		over = fine(b, &status) - BENCH_MAX_G - plate.crept_g;
		worst = fmax(worst, fabs(over));
		board_run_ms(b, 950);
	}
	at_end = fine(b, &status) - BENCH_MAX_G;
	plate.load_g = 0;
	board_run_ms(b, 4000);
	after = fine(b, &status);
	printf("note: 200 kg for 10 min, 50 nV, creep model 60 g (1 - exp(-t / 200 s)) = %.0f g: "
	       "reading "
	       "%+.0f g, never more than %.1f g from the model; lifted %+.0f g\n",
		60 * (1 - exp(-3)), at_end, worst, after);
	check(worst <= 4, "%.1f g from the creep model", worst);
	check(at_end <= 60, "crept %.0f g", at_end);
	check_board(b, "creep");
	board_free(b);
}

// Creep, warmth and noise at once on a loaded plate: bounded by what the cell itself does.
static void loaded(void)
{
	struct plate plate;
	struct board *b;
	double worst = 0, cell;
	uint16_t status;

	plate_200kg(&plate, 33);
	plate_noise(&plate, 50);
	plate.creep = 60.0 / BENCH_MAX_G;
	b = bench_board(&plate, 10);
	board_run_ms(b, 5000);
	plate.load_g = 150000;
	board_run_ms(b, 4000);
	plate_warm(&plate, 10, 600);
	for (int i = 0; i < 600; i++) {
		cell = (plate_counts(&plate, board_now(b)) - plate.zero_counts) /
		       plate.counts_per_g;
		worst = fmax(worst, fabs(fine(b, &status) - cell));
		board_run_ms(b, 950);
	}
	printf("note: 150 kg, 50 nV, creep and 10 K in 10 min: cells %+.0f g, reading never more "
	       "than "
	       "%.1f g "
	       "from them\n",
		cell - 150000, worst);
	check(worst <= 4, "%.1f g from the cells", worst);
	check_board(b, "loaded");
	board_free(b);
}

// Somebody climbs on and moves: never stable. Then all is quiet: how long until stable?
static double settle(
	struct board *b, struct plate *plate, uint64_t *seed, double hz, int *ret_moving)
{
	uint64_t quiet;
	uint16_t status = 0;

	plate->load_g = 1000 + (double)(plate_random(seed) % 190000);
	plate->shake_g = 300 + (double)(plate_random(seed) % 2000);
	plate->shake_hz = hz * (0.4 + (double)(plate_random(seed) % 600) / 1000);
	board_run_ms(b, 600);
	for (int i = 0; i < 10; i++) {
		master_read(b, 1, REG_STATUS, 1, &status);
		*ret_moving += status & ST_STABLE;
		board_run_ms(b, 50);
	}
	board_run(b, plate_random(seed) % b->chip.period);
	plate->shake_g = 0;
	quiet = board_now(b);
	do {
		board_run_ms(b, 2);
		if (master_read(b, 1, REG_STATUS, 1, &status) < 0)
			return INFINITY;
	} while (!(status & ST_STABLE) && board_now(b) - quiet < 10 * CYCLES_PER_S);
	return (double)(board_now(b) - quiet) / (double)CYCLES_PER_S;
}

static void times(double sps, double noise_nv, double limit_s, int trials)
{
	struct plate plate;
	struct board *b;
	double worst = 0, sum = 0, s;
	uint64_t seed = 55;
	int moving = 0;

	plate_200kg(&plate, 34);
	plate_noise(&plate, noise_nv);
	b = bench_board(&plate, sps);
	board_run_ms(b, 3000);
	for (int i = 0; i < trials; i++) {
		s = settle(b, &plate, &seed, sps == 80 ? 4 : 1.5, &moving);
		worst = fmax(worst, s);
		sum += s;
	}
	printf("note: %.0f conversions a second, %.0f nV: stable %.2f s after quiet on average, "
	       "%.2f s "
	       "at "
	       "worst of %d (limit %.1f s)\n",
		sps, noise_nv, sum / trials, worst, trials, limit_s);
	check(worst <= limit_s, "stable %.2f s after quiet at %.0f a second", worst, sps);
	check(moving == 0, "stable %d times while it moved, at %.0f a second", moving, sps);
	check_board(b, "times");
	board_free(b);
}

int main(void)
{
	times(80, 90, 1.2, 100);
	times(10, 50, 2.5, 50);
	empty();
	creep();
	loaded();
	return check_end();
}
