// SPDX-License-Identifier: GPL-3.0-or-later
/* How anything of the sample year gets its moment, its weight and its place in the ledger. */
#include <stdio.h>
#include <string.h>
#include "clock.h"
#include "reading.h"
#include "sample.h"

static const int64_t max_mg = 150 * MASS_MG_PER_KG;

void sample_moment(const struct sample *s, unsigned second, struct moment *ret_moment)
{
	*ret_moment = (struct moment){ .wall_us = s->midnight_us + second * INT64_C(1000000),
		.boot_us = (second - SAMPLE_OPEN_S + 600) * UINT64_C(1000000),
		.quality = CLOCK_TRUSTED };
	memcpy(ret_moment->boot_id, s->boot_id, sizeof(ret_moment->boot_id));
	clock_day(ret_moment->wall_us, ret_moment->day);
}

int sample_put_on_scale(const struct sample *s, int64_t net_mg, int64_t tare_mg, struct weighing *w)
{
	int64_t step_g = net_mg + tare_mg > 30 * MASS_MG_PER_KG ? 5 : 1;
	struct reading r = { .state = SCALE_STABLE, .at_boot_us = w->at.boot_us };
	struct weighing_input in = {
		.reading = &r, .tare_mg = tare_mg, .max_mg = max_mg, .e_mg = 1000
	};
	struct mass_shown shown = { .digits = (net_mg + tare_mg) / 1000 / step_g * step_g,
		.exp10 = -3,
		.unit = MASS_KILOGRAM };
	struct sentence why;

	reading_set_shown(&r, &shown);
	r.raw_len = (uint8_t)snprintf((char *)r.raw, sizeof(r.raw), "ST,GS,+%03d.%03dkg",
		(int)(shown.digits / 1000), (int)(shown.digits % 1000));
	memcpy(w->scale, s->scale, sizeof(w->scale));
	return weighing_make(&in, w, &why);
}

int sample_write(struct sample *s, const struct ledger_job *job, struct ledger_result *ret_result)
{
	ledger_write(s->ledger, job, ret_result);
	if (ret_result->error < 0)
		return ret_result->error;
	return ret_result->answer == LEDGER_WRITTEN ? 0 : -EINVAL;
}
