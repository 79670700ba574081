// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A platform scale of the ST,GS family (A&D and most indicators) sending ten frames a
 * second: two intervals, 1 g to 30 kg and 5 g to 150 kg, overload above. A load settles as
 * a real one does: it swings and dies away, and the frames say US until it rests.
 */
#pragma once
#include <stdint.h>
#include "sim_line.h"
#include "sim_swing.h"

struct sim_scale {
	struct sim_line line;
	int64_t load_mg; /* what lies on the plate */
	struct swing swing;
	char frame[24];  /* the last one, without its end */
	uint64_t change; /* ticket of the last change of load or plug */
	unsigned seen;   /* resting frames that somebody got since */
};

void sim_scale_init(struct sim_scale *s);
void sim_scale_tick(struct sim_scale *s);
/* Returns the ticket of the change. */
uint64_t sim_scale_put(struct sim_scale *s, int64_t load_mg);
uint64_t sim_scale_plugged(struct sim_scale *s);
/* Frames enough that show the state of that ticket were sent (or it is past). */
bool sim_scale_shown(const struct sim_scale *s, uint64_t ticket);
