// SPDX-License-Identifier: GPL-3.0-or-later
/* What the states of a reading mean, and their names. */
#include "reading.h"
#include <errno.h>
#include <stdio.h>

static const char *const state_names[SCALE_STATE_COUNT] = {
	[SCALE_ZERO] = "zero",
	[SCALE_STABLE] = "stable",
	[SCALE_MOVING] = "moving",
	[SCALE_UNDER_ZERO] = "under_zero",
	[SCALE_OVERLOAD] = "overload",
	[SCALE_OUT_OF_RANGE] = "out_of_range",
	[SCALE_UNPLUGGED] = "unplugged",
	[SCALE_ASLEEP] = "asleep",
	[SCALE_SILENT] = "silent",
	[SCALE_FAULT] = "fault",
};

static const char *const reason_names[REASON_COUNT] = {
	[REASON_NONE] = "",
	[REASON_DEVICE_FAULT] = "device_fault",
	[REASON_NEEDS_CALIBRATION] = "needs_calibration",
	[REASON_NEEDS_ZERO] = "needs_zero",
	[REASON_BAD_FRAME] = "bad_frame",
	[REASON_UNKNOWN_STATUS] = "unknown_status",
	[REASON_UNKNOWN_UNIT] = "unknown_unit",
	[REASON_TOO_LARGE] = "too_large",
	[REASON_NO_ACCESS] = "no_access",
	[REASON_HELD] = "held",
	[REASON_CELL_NEVER_READY] = "cell_never_ready",
	[REASON_CELL_SATURATED] = "cell_saturated",
	[REASON_CELL_BROKEN] = "cell_broken",
	[REASON_CELL_STUCK] = "cell_stuck",
	[REASON_STANDS_STILL] = "stands_still",
	[REASON_NO_WEIGHT] = "no_weight",
	[REASON_BAD_REGISTER] = "bad_register",
	[REASON_MAP_UNCHECKED] = "map_unchecked",
	[REASON_UNKNOWN_SCALE] = "unknown_scale",
	[REASON_SIGN_UNKNOWN] = "sign_unknown",
	[REASON_CALIBRATING] = "calibrating",
	[REASON_UNKNOWN_FORMAT] = "unknown_format",
	[REASON_COMMA_UNCHECKED] = "comma_unchecked",
	[REASON_DEVICE_BUSY] = "device_busy",
	[REASON_GATEWAY_NO_ANSWER] = "gateway_no_answer",
	[REASON_OTHER_UNIT] = "other_unit",
	[REASON_WAITING] = "waiting",
	[REASON_ONE_LINE] = "one_line",
	[REASON_LATE] = "late",
};

bool reading_has_mass(const struct reading *r)
{
	return r->state == SCALE_ZERO || r->state == SCALE_STABLE || r->state == SCALE_MOVING;
}

bool reading_is_doubtful(const struct reading *r)
{
	return !reading_has_mass(r);
}

void reading_set_shown(struct reading *r, const struct mass_shown *shown)
{
	int64_t mass_mg = 0, step_mg = 0;
	int error = mass_to_mg(shown, &mass_mg);

	if (error == 0)
		error = mass_step_mg(shown, &step_mg);
	r->shown = *shown;
	r->mass_mg = error == 0 ? mass_mg : 0;
	r->step_mg = error == 0 ? step_mg : 0;
	if (error == 0)
		return;
	r->state = SCALE_FAULT;
	r->reason = error == -EINVAL ? REASON_UNKNOWN_UNIT : REASON_TOO_LARGE;
}

char *reading_raw_text(const struct reading *r, char buf[READING_TEXT_SIZE])
{
	size_t n = 0;

	for (size_t i = 0; i < r->raw_len; i++) {
		uint8_t byte = r->raw[i];
		bool plain = byte >= ' ' && byte <= '~' && byte != '\\';

		n += (size_t)snprintf(
			buf + n, READING_TEXT_SIZE - n, plain ? "%c" : "\\x%02X", byte);
	}
	buf[n] = '\0';
	return buf;
}

const char *scale_state_name(enum scale_state state)
{
	return (unsigned)state < SCALE_STATE_COUNT ? state_names[state] : "fault";
}

const char *scale_reason_name(enum scale_reason reason)
{
	return (unsigned)reason < REASON_COUNT ? reason_names[reason] : "";
}
