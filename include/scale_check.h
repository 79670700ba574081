// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A check of a scale with a known mass, as a shop does it each morning: what lay there, what was
 * shown, whether that is right enough. An entry of the journal, kept as it is.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "moment.h"
#include "names.h"
#include "record.h"

struct scale_check {
	char journal[JOURNAL_SIZE];
	uint64_t seq;
	int64_t at_wall_us;
	char day[DAY_SIZE];
	char scale[DEVICE_SIZE];
	int64_t mass_mg;    /* the known one */
	int64_t reading_mg; /* what the scale showed, at rest */
	int64_t error_mg;   /* reading less mass */
	int64_t e_mg, allowed_mg;
	bool passed;
	char operator_code[CODE_SIZE];
};
extern const struct record scale_check_record;

/*
 * The error that is allowed in service of a class III scale of step e: twice that of its first
 * verification, which is 0.5 e up to 500 e, 1 e up to 2,000 e, 1.5 e above (EN 45501:2015, table 6
 * and 3.5.2; directive 2014/31/EU, annex I). A rule of this house for scales that are not approved.
 */
int64_t scale_check_allowed_mg(int64_t mass_mg, int64_t e_mg);
