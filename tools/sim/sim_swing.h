// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a load does to a plate on springs: a damped swing about where it will rest.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { SWING_STEP_MS = 5 };

struct swing {
	double at_mg; /* where the plate is now */
	double speed; /* mg a second */
	bool resting;
};

/* SWING_STEP_MS pass under that load. */
void swing_step(struct swing *s, int64_t load_mg);
