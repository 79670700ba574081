// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The scale: a damped swing for the load cell, "ST,GS,+012.500kg" for the line.
 * Frame: A&D AD-4402/4404/4406 interface descriptions, continuous mode.
 */
#include "sim_scale.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
	MAX_MG = 150 * 1000 * 1000,
	FINE_MG = 30 * 1000 * 1000, /* up to here an interval is 1 g, then 5 g */
	STEP_MG = 1000,
	COARSE_MG = 5000,
	STEPS_A_TICK = 100 / SWING_STEP_MS,
	SEEN_ENOUGH = 4, /* a driver may want several that agree */
};

void sim_scale_init(struct sim_scale *s)
{
	*s = (struct sim_scale){ .swing.resting = true };
	sim_line_init(&s->line, "scale");
}

static void swing_on(struct sim_scale *s)
{
	for (int i = 0; i < STEPS_A_TICK; i++)
		swing_step(&s->swing, s->load_mg);
}

static int64_t rounded_mg(double mg)
{
	int64_t step = fabs(mg) <= FINE_MG ? STEP_MG : COARSE_MG;

	return llround(mg / (double)step) * step;
}

static void make_frame(struct sim_scale *s)
{
	int64_t mg = rounded_mg(s->swing.at_mg), g = (mg < 0 ? -mg : mg) / 1000;

	if (mg > MAX_MG + 9 * COARSE_MG)
		(void)snprintf(s->frame, sizeof(s->frame), "OL,GS,+999.999kg");
	else
		(void)snprintf(s->frame, sizeof(s->frame), "%s,GS,%c%03d.%03dkg",
			s->swing.resting ? "ST" : "US", mg < 0 ? '-' : '+', (int)(g / 1000) % 1000,
			(int)(g % 1000));
}

static int send_frame(struct sim_scale *s)
{
	char line[sizeof(s->frame) + 2];
	int n = snprintf(line, sizeof(line), "%s\r\n", s->frame);

	return sim_line_send(&s->line, line, (size_t)n);
}

/* Q asks for a frame at once; whatever else a host says to such an indicator is not ours. */
static void answer(struct sim_scale *s)
{
	char asked[64];
	size_t n = sim_line_take(&s->line, asked, sizeof(asked));

	if (memchr(asked, 'Q', n))
		(void)send_frame(s);
}

void sim_scale_tick(struct sim_scale *s)
{
	if (!s->swing.resting || s->swing.at_mg != (double)s->load_mg)
		swing_on(s);
	make_frame(s);
	if (sim_line_read_by_somebody(&s->line))
		answer(s);
	if (send_frame(s) == 0 && s->swing.resting)
		s->seen++;
}

static uint64_t changed(struct sim_scale *s)
{
	s->seen = 0;
	return ++s->change;
}

uint64_t sim_scale_put(struct sim_scale *s, int64_t load_mg)
{
	s->load_mg = load_mg;
	if (s->swing.at_mg != (double)load_mg)
		s->swing.resting = false;
	return changed(s);
}

uint64_t sim_scale_plugged(struct sim_scale *s)
{
	return changed(s);
}

bool sim_scale_shown(const struct sim_scale *s, uint64_t ticket)
{
	return ticket != s->change || s->seen >= SEEN_ENOUGH;
}
