// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A calibration: what was set in a scale's head with known masses, and what the scale said
 * when it was tried afterwards. Written into the journal as it is. Limits: with one step e of
 * the scale every error may be e at most, the return to zero e/2: a rule of this house.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "moment.h"
#include "names.h"

enum calibration_part {
	CALIBRATION_ZERO_RETURN, /* what is shown when everything is lifted again */
	CALIBRATION_CORNERS,     /* one mass on each corner: largest minus least */
	CALIBRATION_HALF_LOAD,   /* a known mass of about half the span mass */
	CALIBRATION_CREEP,       /* drift under a load that stays */
	CALIBRATION_PARTS,
};

enum calibration_verdict {
	CALIBRATION_NOT_DONE,
	CALIBRATION_PASSED,
	CALIBRATION_FAILED,
};

enum { CALIBRATION_CORNER_COUNT = 4, CALIBRATION_DEVICE_SIZE = 128, CALIBRATION_NOTE_SIZE = 256 };

struct calibration {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	enum clock_quality clock;
	char scale[DEVICE_SIZE];
	char device[CALIBRATION_DEVICE_SIZE];
	char map[DEVICE_SIZE]; /* register map by which the head is read */
	uint32_t firmware;     /* 0x0100 is 1.0 */
	uint32_t number;       /* the head's own count of what was written into it */
	int64_t e_mg, max_mg, span_mass_mg;
	int64_t zero_counts, span_counts;
	bool done[CALIBRATION_PARTS];
	int64_t zero_return_mg;
	int64_t corners_mg[CALIBRATION_CORNER_COUNT]; /* what it said on each */
	int64_t half_load_mg, half_error_mg;          /* the mass; shown minus mass */
	int64_t creep_mg;
	uint32_t creep_minutes;
	char operator_code[CODE_SIZE];
	char note
		[CALIBRATION_NOTE_SIZE]; /* certificate of the masses …: erasable, not in the entry */
	bool passed;
};

const char *calibration_part_name(enum calibration_part p);
const char *calibration_verdict_name(enum calibration_verdict v);
/* The error of a part, its sign kept (corners: never below 0); 0 when not done. */
int64_t calibration_error_mg(const struct calibration *c, enum calibration_part p);
int64_t calibration_limit_mg(const struct calibration *c, enum calibration_part p);
enum calibration_verdict calibration_verdict(const struct calibration *c, enum calibration_part p);
/* No part failed, and all were done but perhaps creep, which takes long. */
bool calibration_passes(const struct calibration *c);
/* 0; -EINVAL: a number that no scale could have given, or nothing was set. */
int calibration_check(const struct calibration *c);
