// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * calibration: a scale's head was set with known masses, and this is what it said when it was
 * tried. What was not done is absent, so that a zero is always one that was seen.
 */
#include "../write.h"
#include "calibration_record.h"

#define TRIED(part_) \
	.rules = RECORD_ZERO | RECORD_ASKED, .done = offsetof(struct calibration, done[part_]) + 1

enum { CREEP_MINUTES_MOST = 24 * 60 };

static const struct record_field fields[] = {
	STAMPED(calibration),
	STAMP(calibration, clock, RECORD_WORD, .words = &clock_words),
	TEXT(calibration, scale),
	TEXT(calibration, device),
	TEXT(calibration, map),
	RECORD_FIELD(calibration, firmware, RECORD_VERSION, .rules = 0),
	WHOLE(calibration, number),
	MASS(calibration, e_mg),
	MASS(calibration, max_mg),
	MASS(calibration, span_mass_mg, .rules = RECORD_ASKED, .least = 1, .most = INT64_MAX),
	NUMBER(calibration, zero_counts),
	NUMBER(calibration, span_counts),
	MASS(calibration, zero_return_mg, TRIED(CALIBRATION_ZERO_RETURN)),
	RECORD_FIELD(calibration, corners_mg, RECORD_MGS, .column = "corner",
		TRIED(CALIBRATION_CORNERS)),
	MASS(calibration, half_load_mg, TRIED(CALIBRATION_HALF_LOAD), .least = 1,
		.most = INT64_MAX),
	MASS(calibration, half_error_mg, TRIED(CALIBRATION_HALF_LOAD)),
	MASS(calibration, creep_mg, TRIED(CALIBRATION_CREEP)),
	WHOLE(calibration, creep_minutes, TRIED(CALIBRATION_CREEP), .least = 1,
		.most = CREEP_MINUTES_MOST),
	{ .name = "operator", RECORD_AT(calibration, operator_code, RECORD_TEXT) },
	TRUTH(calibration, passed),
	TEXT(calibration, note, .rules = RECORD_ERASABLE | RECORD_ASKED),
};
static const char *const order[] = { "journal", "seq", "at", "day", "clock", "operator", "scale",
	"device", "map", "firmware", "note", NULL };
const struct record calibration_record =
	RECORD_OF(calibration, fields, .table = "calibration", .about = "scale", .order = order);

static int check(const void *value)
{
	return calibration_check(value);
}

/* Whether it passed follows from its numbers. */
static int fill(
	struct ledger *l, const struct ledger_job *job, void *value, struct ledger_result *res)
{
	struct calibration *c = value;

	(void)l;
	(void)job;
	if (calibration_check(c) < 0)
		return ledger_refuse(res, "bad_calibration", NULL);
	c->passed = calibration_passes(c);
	return 0;
}

const struct kind calibration_kind = {
	"calibration",
	1,
	.record = &calibration_record,
	.check = check,
	.fill = fill,
};
