// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * calibration: a scale's head was set with known masses, and this is what it said when it was
 * tried. What was not done is absent, so that a zero is always one that was seen. Its fields
 * stand in core/calibration_record.c.
 */
#include "kinds.h"

int calibration_sound(const void *value)
{
	return calibration_check(value);
}

int calibration_rows(struct sql *s, uint64_t seq, const char *scale, const char *journal,
	struct calibration *ret_calibrations, size_t size)
{
	const struct record_query query = { seq, scale, journal };

	return record_rows(s, &calibration_record, &query, ret_calibrations, size);
}
