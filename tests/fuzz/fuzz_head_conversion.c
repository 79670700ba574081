// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any conversions at any pace on a calibrated head: each four bytes are one, a fault or a silence.
 * A weight is there only while nothing is wrong, it is a multiple of e, net is gross without tare,
 * and what has just jumped is not stable.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include "../../firmware/core/head.h"

/* Further than noise of the greatest kind explains. */
#define FAR_COUNTS 45000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct head_start calibrated(void)
{
	struct record r = record_default();
	struct head_start start = { .reset_cause = 1 };

	memset(start.slots, 0xFF, sizeof(start.slots));
	r.number = 1;
	r.zero_counts = 70000;
	r.span_counts = 2100000;
	r.span_mass_g = 100000;
	r.step_g = 50;
	r.max_g = 200000;
	record_encode(&r, start.slots[0]);
	return start;
}

static void check(const struct head *h, bool jumped)
{
	const struct head_weight *w = &h->weight;

	if (h->status & HEAD_CELL_FAULTS)
		assert(w->gross_g == HEAD_NO_VALUE && w->counts == HEAD_NO_VALUE &&
			!(h->status & HEAD_STABLE));
	assert((w->gross_g == HEAD_NO_VALUE) == (w->net_g == HEAD_NO_VALUE));
	assert((w->gross_g == HEAD_NO_VALUE) == (w->fine_g == HEAD_NO_VALUE));
	if (w->gross_g != HEAD_NO_VALUE) {
		assert(w->gross_g % 50 == 0 && w->net_g == w->gross_g - h->tare_g);
		assert(abs(w->gross_g - w->fine_g) <= 26);
	}
	assert(!(h->status & HEAD_STABLE) || !jumped);
	assert(abs(h->zero_shift) <= 84000); /* 2 % of max */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct head_start start = calibrated();
	struct head h;
	uint32_t now_ms = 0;
	int32_t last = INT32_MIN / 2;

	head_init(&h, &start, now_ms);
	for (; size >= 4; data += 4, size -= 4) {
		uint32_t code = (uint32_t)data[0] << 16 | (uint32_t)data[1] << 8 | data[2];
		int32_t counts = (int32_t)(code & 0x800000 ? code | 0xFF000000 : code);

		for (int i = 0; i < (data[3] & 0x40 ? 100 : 1); i++) {
			now_ms += data[3] & 0x80 ? 100 : data[3] & 0x0F;
			head_tick(&h, false, now_ms);
			if (data[3] & 0x20)
				break;
			code = (uint32_t)(counts + i % 5) & 0xFFFFFF;
			head_conversion(&h, code, !(data[3] & 0x10), now_ms);
			check(&h, abs(counts + i % 5 - last) > FAR_COUNTS);
			last = counts + i % 5;
		}
		check(&h, false);
	}
	return 0;
}
