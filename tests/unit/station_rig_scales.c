// SPDX-License-Identifier: GPL-3.0-or-later
/* What scales report to a station on a table. See station_rig.h. */
#include "station_rig.h"
#include <stdio.h>

static void report(struct rig *r, size_t scale, enum scale_state state, int64_t grams, bool net)
{
	struct station_event e = { .kind = EVENT_READING };

	rig_elapse(r, r->period_us);
	e.scale = scale;
	e.reading.state = state;
	e.reading.device_net = net;
	e.reading.at_boot_us = r->now.boot_us;
	if (state <= SCALE_MOVING)
		reading_set_shown(&e.reading, &(struct mass_shown){ grams, 0, MASS_GRAM });
	rig_step(r, &e);
}

void rig_report(struct rig *r, size_t scale, enum scale_state state, int64_t grams)
{
	report(r, scale, state, grams, false);
}

void rig_report_net(struct rig *r, size_t scale, enum scale_state state, int64_t grams)
{
	report(r, scale, state, grams, true);
}

static void at_rest(struct rig *r, size_t scale, int64_t grams, bool net)
{
	enum scale_state state = grams == 0  ? SCALE_ZERO
				 : grams < 0 ? SCALE_UNDER_ZERO
					     : SCALE_STABLE;

	report(r, scale, state, grams, net);
}

void rig_frames(struct rig *r, size_t scale, int64_t grams, unsigned count)
{
	while (count--)
		at_rest(r, scale, grams, false);
}

static void rest(struct rig *r, size_t scale, int64_t grams, bool net)
{
	unsigned count = (unsigned)(1200000 / r->period_us) + 2;

	report(r, scale, SCALE_MOVING, grams + 30, net);
	if (r->period_us <= 200000)
		report(r, scale, SCALE_MOVING, grams + 10, net);
	while (count--)
		at_rest(r, scale, grams, net);
}

void rig_rest(struct rig *r, size_t scale, int64_t grams)
{
	rest(r, scale, grams, false);
}

void rig_rest_net(struct rig *r, size_t scale, int64_t grams)
{
	rest(r, scale, grams, true);
}

void rig_wait(struct rig *r, uint64_t us)
{
	struct station_event e = { .kind = EVENT_TIME };

	rig_elapse(r, us);
	rig_step(r, &e);
}

void rig_pass(struct rig *r, uint64_t seconds)
{
	rig_wait(r, seconds * 1000000);
}

void rig_pack(struct rig *r, const char *lot)
{
	struct station_event e = { .kind = EVENT_INTENT,
		.intent = { .action = ACTION_CATEGORY,
			.code = "ALI-OLD",
			.take = { .on = true, .pack = true },
			.request = ++r->next_request } };

	(void)snprintf(e.intent.take.lot, sizeof(e.intent.take.lot), "%s", lot);
	r->error[0] = '\0';
	rig_elapse(r, 1000);
	rig_step(r, &e);
}

int64_t rig_total_g(const struct rig *r)
{
	int64_t sum_mg = 0;

	for (size_t i = 0; i < r->logged; i++)
		if (r->log[i].voided_by[0] == '\0')
			sum_mg += r->log[i].net_mg;
	return sum_mg / 1000;
}

size_t rig_valid(const struct rig *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->logged; i++)
		n += r->log[i].voided_by[0] == '\0';
	return n;
}
