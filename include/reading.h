// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A reading: one indication of one scale, with its status. A plain value.
 * States and their meaning: the station's contract (zero and stable are plain numbers,
 * moving is a live number that is never recorded, all others have no number at all).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "mass.h"

enum scale_state {
	SCALE_ZERO,
	SCALE_STABLE,
	SCALE_MOVING,
	SCALE_UNDER_ZERO,
	SCALE_OVERLOAD,
	SCALE_OUT_OF_RANGE, /* beyond the configured maximum */
	SCALE_UNPLUGGED,    /* device gone, line hung up, not yet found */
	SCALE_ASLEEP,       /* the same after 2 minutes unchanged, model that switches itself off */
	SCALE_SILENT,       /* present, nothing for 3 s and a question unanswered */
	SCALE_FAULT,        /* see reason */
	SCALE_STATE_COUNT,
};

enum scale_reason {
	REASON_NONE,
	REASON_DEVICE_FAULT,      /* HID status 1, an error header */
	REASON_NEEDS_CALIBRATION, /* HID 7 */
	REASON_NEEDS_ZERO,        /* HID 8 */
	REASON_BAD_FRAME,         /* bytes that are no frame of this protocol */
	REASON_UNKNOWN_STATUS,
	REASON_UNKNOWN_UNIT,     /* tael, pieces, unit 0 or 13 */
	REASON_TOO_LARGE,        /* the mass does not fit */
	REASON_NO_ACCESS,        /* found, but the system refuses to open it */
	REASON_HELD,             /* found, but another program has it */
	REASON_CELL_NEVER_READY, /* the head hears nothing of its converter */
	REASON_CELL_SATURATED,
	REASON_CELL_BROKEN, /* bits lost between converter and head */
	REASON_CELL_STUCK,
	REASON_STANDS_STILL,  /* it answers, always with the same measurement */
	REASON_NO_WEIGHT,     /* it says that it has none, and nothing of why: starting up */
	REASON_BAD_REGISTER,  /* it has no such registers: the map is wrong */
	REASON_MAP_UNCHECKED, /* its map is from a manual, and no known mass has confirmed it */
	REASON_UNKNOWN_SCALE, /* its descriptor does not say clearly how the weight is given */
	REASON_SIGN_UNKNOWN, /* below zero or very heavy: station.conf must say (twos_complement) */
	REASON_CALIBRATING,  /* in service: nothing can be weighed until it is over */
	REASON_UNKNOWN_FORMAT,    /* frames that begin as the protocol does, and go on otherwise */
	REASON_COMMA_UNCHECKED,   /* a comma that may be a decimal one or part thousands */
	REASON_DEVICE_BUSY,       /* it asks to be asked again later */
	REASON_GATEWAY_NO_ANSWER, /* the gateway answers, the device behind it does not */
	REASON_OTHER_UNIT,        /* an answer in the name of another unit */
	/* Why it is silent: */
	REASON_WAITING,  /* just opened, nothing has come yet */
	REASON_ONE_LINE, /* it said one line, and stopped */
	REASON_LATE,     /* asked, and no answer came in time */
	REASON_COUNT,
};

enum { READING_RAW_SIZE = 40 };

struct reading {
	enum scale_state state;
	enum scale_reason reason;
	struct mass_shown
		shown;       /* what the instrument displayed; digits 0 when it gave no number */
	int64_t mass_mg;     /* only meaningful when reading_has_mass() */
	int64_t step_mg;     /* one step of the last digit */
	bool device_net;     /* the instrument says: net by its own tare */
	uint64_t at_boot_us; /* when the frame was complete */
	uint8_t raw_len;
	uint8_t raw[READING_RAW_SIZE]; /* the frame, cut at the end if longer */
};

/* zero, stable or moving: the only states in which mass_mg may be looked at. */
bool reading_has_mass(const struct reading *r);

/* No number can be had now: everything but zero, stable and moving. */
bool reading_is_doubtful(const struct reading *r);

/*
 * Fills shown, mass_mg and step_mg from shown; a unit that cannot be converted or a mass
 * that does not fit turns the reading into a fault with its reason.
 */
void reading_set_shown(struct reading *r, const struct mass_shown *shown);

/* The frame as text for people: what is no plain ASCII as \xNN. Returns buf. */
enum { READING_TEXT_SIZE = 4 * READING_RAW_SIZE + 1 };
char *reading_raw_text(const struct reading *r, char buf[READING_TEXT_SIZE]);

/* "zero", "stable", … as /station says them; "device_fault", … ; never NULL. */
const char *scale_state_name(enum scale_state state);
const char *scale_reason_name(enum scale_reason reason);
