// SPDX-License-Identifier: GPL-3.0-or-later
/* Load -> counts: 20 mV are 2^23 counts, the chip's noise is 50 nV at 10 conversions a second. */
#include "sim_platform.h"
#include <math.h>

enum {
	EMPTY_COUNTS = 83000,
	FULL_COUNTS = 1 << 22, /* of MAX_G */
	MAX_G = 200 * 1000,
	SPAN_G = 100 * 1000,
	STEP_G = 50,
	CODE_MOST = (1 << 23) - 1,
};

static const double counts_per_mg = FULL_COUNTS / (MAX_G * 1000.0);
static const double noise_counts = 21;

void sim_platform_init(struct sim_platform *p)
{
	*p = (struct sim_platform){ .swing.resting = true, .dice.state = 1 };
}

void sim_platform_step(struct sim_platform *p)
{
	swing_step(&p->swing, p->load_mg);
}

uint32_t sim_platform_convert(struct sim_platform *p)
{
	double bridge = EMPTY_COUNTS + p->swing.at_mg * counts_per_mg;
	double counts = (p->reversed ? -bridge : bridge) + noise_counts * dice_normal(&p->dice);

	return (uint32_t)lround(fmin(fmax(counts, -CODE_MOST - 1), CODE_MOST)) & 0xFFFFFF;
}

struct record sim_platform_calibration(void)
{
	struct record r = record_default();

	r.number = 1;
	r.zero_counts = EMPTY_COUNTS;
	r.span_counts = FULL_COUNTS / (MAX_G / SPAN_G);
	r.span_mass_g = SPAN_G;
	r.max_g = MAX_G;
	r.step_g = STEP_G;
	return r;
}
