// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A platform on four load cells, as the HX711 sees it: load in grams becomes counts, with the noise
 * of the bridge, the creep of the cells after a load, and what warmth does to zero and slope.
 * Everything follows from a seed, so that a run can be repeated to the count.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

// One count of the HX711 at gain 128: 20 mV over 2^23.
#define PLATE_NV_PER_COUNT (20e6 / 8388608)

struct plate {
	double counts_per_g, zero_counts;
	double load_g;
	double noise_counts; // rms, of one conversion; 0: a count up, a count down in turn, because
			     // a chip whose last bits never move is broken
	bool flip;
	double creep;   // share of a load that comes late, 0.0003 = 60 g at 200 kg
	double creep_s; // its time constant
	double crept_g;
	double kelvin_per_s;                   // warming
	double kelvin;                         // since calibration
	double zero_counts_per_k, slope_per_k; // what a kelvin does
	double shake_g;                        // somebody walks on it: this much
	double shake_hz;                       // so often
	uint64_t at;                           // cycle of the last look
	uint64_t seed;                         // of the noise
};

// A C3 platform that says 10 mV at 200 kg: 4.19 million counts, so 21 counts a gram.
void plate_200kg(struct plate *p, uint64_t seed);
// Rms noise at the input, in nanovolts (the chip: 50 at 10 a second, 90 at 80).
void plate_noise(struct plate *p, double nanovolt);
// A kelvin moves zero by 4 g (cells) and 6 nV (chip), slope by 5 + 15 parts in a million.
void plate_warm(struct plate *p, double kelvin, double seconds);
// What the bridge says at a cycle, never earlier than the last; and the noise of one conversion.
double plate_counts(struct plate *p, uint64_t now);
double plate_noise_counts(struct plate *p);
// Without noise, creep and warmth.
double plate_ideal_counts(const struct plate *p, double grams);
// Uniform in 0..n-1, from the plate's own seed or any other.
uint64_t plate_random(uint64_t *seed);
