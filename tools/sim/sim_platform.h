// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The home-built platform as its HX711 sees it: four cells in one bridge that say 10 mV at
 * 200 kg, so 21 counts a gram above what the empty plate gives, with the chip's own noise.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "../../firmware/core/record.h"
#include "sample.h"
#include "sim_swing.h"

struct sim_platform {
	int64_t load_mg;
	struct swing swing;
	bool reversed; /* A+ and A- are swapped */
	struct dice dice;
};

void sim_platform_init(struct sim_platform *p);
/* SWING_STEP_MS pass. */
void sim_platform_step(struct sim_platform *p);
/* The 24 bits of one conversion. */
uint32_t sim_platform_convert(struct sim_platform *p);
/* What a head keeps that was set well on it: 50 g to 200 kg. */
struct record sim_platform_calibration(void);
