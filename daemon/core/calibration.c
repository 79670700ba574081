// SPDX-License-Identifier: GPL-3.0-or-later
/* Verdicts over a calibration, the same for whoever shows it and for the journal. */
#include "calibration.h"
#include <errno.h>
#include <string.h>
#include "cleanup.h"

static const char *const part_names[CALIBRATION_PARTS] = {
	[CALIBRATION_ZERO_RETURN] = "zero_return",
	[CALIBRATION_CORNERS] = "corners",
	[CALIBRATION_HALF_LOAD] = "half_load",
	[CALIBRATION_CREEP] = "creep",
};

/* No mass above 100 t: sums and differences of such never overflow. */
#define MASS_MOST_MG (INT64_C(100) * 1000 * 1000000)

const char *calibration_part_name(enum calibration_part p)
{
	return part_names[p];
}

const char *calibration_verdict_name(enum calibration_verdict v)
{
	return v == CALIBRATION_PASSED ? "passed" : v == CALIBRATION_FAILED ? "failed" : "not_done";
}

static int64_t spread_mg(const int64_t mg[CALIBRATION_CORNER_COUNT])
{
	int64_t least = mg[0], most = mg[0];

	for (size_t i = 1; i < CALIBRATION_CORNER_COUNT; i++) {
		least = mg[i] < least ? mg[i] : least;
		most = mg[i] > most ? mg[i] : most;
	}
	return most - least;
}

int64_t calibration_error_mg(const struct calibration *c, enum calibration_part p)
{
	if (!c->done[p])
		return 0;
	switch (p) {
	case CALIBRATION_ZERO_RETURN:
		return c->zero_return_mg;
	case CALIBRATION_CORNERS:
		return spread_mg(c->corners_mg);
	case CALIBRATION_HALF_LOAD:
		return c->half_error_mg;
	default:
		return c->creep_mg;
	}
}

int64_t calibration_limit_mg(const struct calibration *c, enum calibration_part p)
{
	return p == CALIBRATION_ZERO_RETURN ? c->e_mg / 2 : c->e_mg;
}

enum calibration_verdict calibration_verdict(const struct calibration *c, enum calibration_part p)
{
	int64_t error_mg = calibration_error_mg(c, p), limit_mg = calibration_limit_mg(c, p);

	if (!c->done[p])
		return CALIBRATION_NOT_DONE;
	return error_mg <= limit_mg && error_mg >= -limit_mg ? CALIBRATION_PASSED
							     : CALIBRATION_FAILED;
}

bool calibration_passes(const struct calibration *c)
{
	for (enum calibration_part p = 0; p < CALIBRATION_PARTS; p++) {
		enum calibration_verdict v = calibration_verdict(c, p);

		if (v == CALIBRATION_FAILED ||
			(v == CALIBRATION_NOT_DONE && p != CALIBRATION_CREEP))
			return false;
	}
	return true;
}

static bool possible(int64_t mg)
{
	return mg >= -MASS_MOST_MG && mg <= MASS_MOST_MG;
}

int calibration_check(const struct calibration *c)
{
	if (!c->scale[0] || c->e_mg <= 0 || c->max_mg <= 0 || c->span_mass_mg <= 0 ||
		!possible(c->e_mg) || !possible(c->max_mg) || !possible(c->span_mass_mg) ||
		!possible(c->zero_return_mg) || !possible(c->half_load_mg) ||
		!possible(c->half_error_mg) || !possible(c->creep_mg))
		return -EINVAL;
	for (size_t i = 0; i < CALIBRATION_CORNER_COUNT; i++)
		if (!possible(c->corners_mg[i]))
			return -EINVAL;
	if ((c->done[CALIBRATION_HALF_LOAD] && c->half_load_mg <= 0) ||
		(c->done[CALIBRATION_CREEP] && !c->creep_minutes))
		return -EINVAL;
	return 0;
}
