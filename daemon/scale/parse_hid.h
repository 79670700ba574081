// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * HID scale reports -> readings. Pure: the transport (libusb, a log, a fuzzer) is not known.
 * Sources: HID Point of Sale usage tables, page 0x8D: unit codes 0x51-0x5C, status codes
 * 0x71-0x78; weight = value x 10^exponent unit, exponent signed.
 */
#pragma once
#include "hid_descriptor.h"
#include "reading.h"

/* What the highest bit of a weight without sign means: below zero, or simply a heavy load. */
enum hid_sign { HID_SIGN_UNSAID, HID_SIGN_TWOS_COMPLEMENT, HID_SIGN_NONE };

struct hid_quirks {
	enum hid_sign sign; /* as a person says, for a scale that declares no weight limit */
	int64_t limit_mg;   /* the weight limit if known, else 0 */
};

/*
 * One report as it came, id first when the device uses ids; longer than declared is fine.
 * 1: a reading; 0: a report that says nothing about the load. Whatever cannot be
 * understood is a reading with state fault and its reason, never a number.
 */
int parse_hid_report(const struct hid_scale *scale, const struct hid_quirks *quirks,
	const uint8_t *report, size_t len, uint64_t at_boot_us, struct reading *ret_reading);

/* The weight limit from its feature report (id first). 0; -ENODATA: no usable limit in it. */
int parse_hid_limit(
	const struct hid_scale *scale, const uint8_t *report, size_t len, int64_t *ret_limit_mg);
