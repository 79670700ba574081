// SPDX-License-Identifier: GPL-3.0-or-later
/* A load put down overshoots; one taken away leaves the plate without pulling at it. */
#include "sim_swing.h"
#include <math.h>

static const double step_s = SWING_STEP_MS / 1000.0;
static const double swing = 18;     /* radians a second */
static const double rest_mg = 1000; /* nearer and slower than that is at rest */

void swing_step(struct swing *s, int64_t load_mg)
{
	double load = (double)load_mg;
	double damping = load > s->at_mg ? 0.5 : 1.0;
	double pull = swing * swing * (load - s->at_mg) - 2 * damping * swing * s->speed;

	s->speed += pull * step_s;
	s->at_mg += s->speed * step_s;
	s->resting = fabs(s->at_mg - load) < rest_mg / 2 && fabs(s->speed) < rest_mg;
	if (s->resting) {
		s->at_mg = load;
		s->speed = 0;
	}
}
