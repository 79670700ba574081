// SPDX-License-Identifier: GPL-3.0-or-later
/* A calibration as a record: body, row, answer and request of the contract come from here. */
#include "calibration_record.h"

#define TRIED(part_) \
	.rules = RECORD_ZERO | RECORD_ASKED, .done = offsetof(struct calibration, done[part_]) + 1

enum { CREEP_MINUTES_MOST = 24 * 60 };

static const struct record_field fields[] = {
	STAMP(calibration, journal, RECORD_TEXT, .size = JOURNAL_SIZE),
	STAMP(calibration, seq, RECORD_U64),
	{ .name = "at",
		.column = "wall_us",
		.type = RECORD_TIME,
		.rules = RECORD_STAMP,
		.offset = offsetof(struct calibration, at_wall_us) },
	STAMP(calibration, day, RECORD_TEXT, .size = DAY_SIZE),
	STAMP(calibration, clock, RECORD_CLOCK),
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
		.size = CALIBRATION_CORNER_COUNT, TRIED(CALIBRATION_CORNERS)),
	MASS(calibration, half_load_mg, TRIED(CALIBRATION_HALF_LOAD), .least = 1,
		.most = INT64_MAX),
	MASS(calibration, half_error_mg, TRIED(CALIBRATION_HALF_LOAD)),
	MASS(calibration, creep_mg, TRIED(CALIBRATION_CREEP)),
	WHOLE(calibration, creep_minutes, TRIED(CALIBRATION_CREEP), .least = 1,
		.most = CREEP_MINUTES_MOST),
	{ .name = "operator",
		.type = RECORD_TEXT,
		.offset = offsetof(struct calibration, operator_code),
		.size = CODE_SIZE },
	TRUTH(calibration, passed),
	TEXT(calibration, note, .rules = RECORD_ERASABLE | RECORD_ASKED),
};
static const char *const order[] = { "journal", "seq", "at", "day", "clock", "operator", "scale",
	"device", "map", "firmware", "note", NULL };
const struct record calibration_record =
	RECORD_OF(calibration, fields, .table = "calibration", .about = "scale", .order = order);
