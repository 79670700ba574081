// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any bytes on the line of an "ST,GS" indicator: a doubtful state never has a mass, two
 * faults of bad frames never follow each other, and how reads are cut changes nothing.
 */
#include <assert.h>
#include <string.h>
#include "../../daemon/scale/parse_stgs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct heard {
	size_t count;
	int64_t sum_mg;
	bool was_bad;
};

static void hear(struct heard *h, const struct reading *r)
{
	bool bad = r->state == SCALE_FAULT &&
		   (r->reason == REASON_BAD_FRAME || r->reason == REASON_UNKNOWN_FORMAT);

	assert(!bad || !h->was_bad);
	h->was_bad = bad;
	assert(r->raw_len > 0);
	if (reading_has_mass(r))
		assert(r->mass_mg >= 0 && r->step_mg > 0 && r->reason == REASON_NONE);
	else
		assert(r->mass_mg == 0);
	h->count++;
	h->sum_mg = (int64_t)((uint64_t)h->sum_mg * 31 + (uint64_t)r->mass_mg);
}

static struct heard feed(const uint8_t *data, size_t size, size_t most)
{
	struct heard h = { 0 };
	struct stgs p;

	stgs_reset(&p);
	while (size > 0) {
		bool complete;
		struct reading r;
		size_t n = stgs_feed(&p, data, size < most ? size : most, 7, &complete, &r);

		assert(n > 0 && n <= size);
		if (complete)
			hear(&h, &r);
		data += n;
		size -= n;
	}
	return h;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct heard whole = feed(data, size, size), single = feed(data, size, 1);

	assert(whole.count == single.count && whole.sum_mg == single.sum_mg);
	return 0;
}
