// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any report of a postal scale. The first byte chooses the quirk, the rest is the report:
 * a doubtful state never has a mass, a number always has its step, and what was read is kept.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "../../daemon/scale/parse_hid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Status, unit, exponent and weight in report 3, as on all postal scales. */
static const uint8_t descriptor[] = { 0x05, 0x8D, 0x09, 0x20, 0xA1, 0x01, 0x85, 0x03, 0x09, 0x70,
	0xA1, 0x02, 0x15, 0x01, 0x25, 0x08, 0x75, 0x08, 0x95, 0x01, 0x19, 0x71, 0x29, 0x78, 0x81,
	0x00, 0xC0, 0x09, 0x50, 0xA1, 0x02, 0x15, 0x01, 0x25, 0x0C, 0x19, 0x51, 0x29, 0x5C, 0x81,
	0x00, 0xC0, 0x09, 0x41, 0x15, 0x81, 0x25, 0x7F, 0x81, 0x02, 0x09, 0x40, 0x15, 0x00, 0x27,
	0xFF, 0xFF, 0x00, 0x00, 0x75, 0x10, 0x81, 0x02, 0xC0 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hid_quirks quirks = { 0 };
	struct hid_scale s;
	struct reading r;

	if (size == 0 || hid_scale_parse(descriptor, sizeof(descriptor), &s) < 0)
		return size == 0 ? 0 : (abort(), 0);
	quirks.sign = (enum hid_sign)(data[0] % 3);
	quirks.limit_mg = data[0] & 4 ? 50000000 : 0;
	if (parse_hid_report(&s, &quirks, ++data, --size, 7, &r) != 1)
		abort(); /* all its reports are about the load */
	assert(r.at_boot_us == 7 && r.raw_len == (size < sizeof(r.raw) ? size : sizeof(r.raw)));
	assert(memcmp(r.raw, data, r.raw_len) == 0);
	if (!reading_has_mass(&r)) {
		assert(r.mass_mg == 0);
		assert(r.state != SCALE_FAULT || r.reason != REASON_NONE);
		return 0;
	}
	assert(r.mass_mg >= 0 && r.step_mg > 0 && r.reason == REASON_NONE);
	assert(size >= 6 && data[0] == 3 && data[1] >= 2 && data[1] <= 4);
	assert(r.state != SCALE_ZERO || r.mass_mg == 0);
	return 0;
}
