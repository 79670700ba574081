// SPDX-License-Identifier: GPL-3.0-or-later
/* A run of readings that agree within one step, long enough, is a stable load. */
#include "stability.h"

void stability_reset(struct stability *s)
{
	*s = (struct stability){ 0 };
}

static void start_run(struct stability *s, const struct reading *r)
{
	*s = (struct stability){ 1, r->mass_mg, r->mass_mg, r->at_boot_us };
}

static bool agrees(const struct stability *s, int64_t mass_mg, int64_t e_mg)
{
	int64_t low_mg = mass_mg < s->low_mg ? mass_mg : s->low_mg;
	int64_t high_mg = mass_mg > s->high_mg ? mass_mg : s->high_mg;
	int64_t spread_mg;

	return !__builtin_sub_overflow(high_mg, low_mg, &spread_mg) && spread_mg <= e_mg;
}

bool stability_feed(struct stability *s, const struct stability_rule *rule, const struct reading *r,
	int64_t e_mg)
{
	unsigned least = rule->frames < 2 ? 2 : rule->frames;

	if (r->state != SCALE_STABLE && r->state != SCALE_ZERO) {
		/* A moving first report confirms that the device is alive, and nothing more. */
		stability_reset(s);
		return false;
	}
	if (s->frames == 0 || !agrees(s, r->mass_mg, e_mg)) {
		start_run(s, r);
		return false;
	}
	if (r->mass_mg < s->low_mg)
		s->low_mg = r->mass_mg;
	if (r->mass_mg > s->high_mg)
		s->high_mg = r->mass_mg;
	if (s->frames < least)
		s->frames++;
	return s->frames >= least && r->at_boot_us - s->since_boot_us >= rule->span_us;
}
