// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as a report descriptor, then as a report of what it declares: never a wrong shape. */
#include <assert.h>
#include "../../daemon/scale/parse_hid.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hid_quirks quirks = { .sign = HID_SIGN_TWOS_COMPLEMENT };
	struct hid_scale s = { .has_ids = true };
	struct reading r;
	int64_t mg = 1;

	if (hid_scale_parse(data, size, &s) < 0) {
		assert(s.has_ids && !s.data.type); /* untouched */
		return 0;
	}
	assert(s.data.type == HID_INPUT && s.data.weight.bits > 0);
	assert(s.data.weight.bit + s.data.weight.bits <= s.data.bits);
	assert(s.data.status.code_count <= HID_CODES && s.data.unit.code_count <= HID_CODES);
	assert(!s.zero.type || s.zero.bit < s.zero.bits);
	assert(s.input_ids[s.data.id / 32] >> s.data.id % 32 & 1);
	if (parse_hid_report(&s, &quirks, data, size, 1, &r) == 1)
		assert(reading_has_mass(&r) ? r.step_mg > 0 && r.mass_mg >= 0 : r.mass_mg == 0);
	if (parse_hid_limit(&s, data, size, &mg) == 0)
		assert(mg > 0);
	return 0;
}
