// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Creep is one exponential: dc/dt = (share * load - c) / time constant, which is how a C3 cell's
 * 30 minutes look from outside. Noise is a sum of twelve uniforms: a normal enough law that is the
 * same on each machine. Warmth is linear in time until it is told to stop.
 */
#include "plate.h"
#include "hx711.h"
#include <math.h>
#include <string.h>

void plate_200kg(struct plate *p, uint64_t seed)
{
	memset(p, 0, sizeof(*p));
	p->counts_per_g = 4194304.0 / 200000;
	p->zero_counts = 83000;
	p->creep_s = 200;
	p->seed = seed | 1;
}

void plate_noise(struct plate *p, double nanovolt)
{
	p->noise_counts = nanovolt / PLATE_NV_PER_COUNT;
}

void plate_warm(struct plate *p, double kelvin, double seconds)
{
	p->kelvin_per_s = kelvin / seconds;
	p->zero_counts_per_k = 4 * p->counts_per_g + 6 / PLATE_NV_PER_COUNT;
	p->slope_per_k = 20e-6;
}

uint64_t plate_random(uint64_t *seed)
{
	*seed ^= *seed >> 12;
	*seed ^= *seed << 25;
	*seed ^= *seed >> 27;
	return *seed * UINT64_C(2685821657736338717) >> 16;
}

static double normal(uint64_t *seed)
{
	double sum = 0;

	for (int i = 0; i < 12; i++)
		sum += (double)(plate_random(seed) & 0xffffffff) / 4294967296.0;
	return sum - 6;
}

double plate_ideal_counts(const struct plate *p, double grams)
{
	return p->zero_counts + grams * p->counts_per_g;
}

double plate_noise_counts(struct plate *p)
{
	p->flip = !p->flip;
	return p->noise_counts > 0 ? p->noise_counts * normal(&p->seed) : p->flip ? 1 : -1;
}

double plate_counts(struct plate *p, uint64_t now)
{
	double dt = now > p->at ? (double)(now - p->at) / (double)CYCLES_PER_S : 0;
	double load = p->load_g;
	double counts;

	p->at = now;
	p->crept_g += (p->creep * load - p->crept_g) * (1 - exp(-dt / p->creep_s));
	p->kelvin += p->kelvin_per_s * dt;
	if (p->shake_g != 0)
		load += p->shake_g *
			sin(2 * M_PI * p->shake_hz * (double)now / (double)CYCLES_PER_S);
	counts = (load + p->crept_g) * p->counts_per_g * (1 + p->slope_per_k * p->kelvin);
	counts += p->zero_counts + p->zero_counts_per_k * p->kelvin;
	return counts;
}
