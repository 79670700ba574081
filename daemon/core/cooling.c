// SPDX-License-Identifier: GPL-3.0-or-later
/* Whether what was cooked became cold in time: see cooling.h. */
#include "cooling.h"
#include <stddef.h>
#include <string.h>
#include "cleanup.h"
#include "record.h"

#define MINUTE_US (INT64_C(60) * 1000000)

static const char *const states[] = { "", "open", "late", "good", "bad", "decided" };
const struct record_words cooling_words = { states, ARRAY_SIZE(states) };

static bool is_known(const struct cooling_when *w)
{
	return w->said || w->at.quality == CLOCK_TRUSTED;
}

/* Of an open one that a person said, the wall clock as it is: nothing is let go by it before its end is said. */
int64_t cooling_us(const struct cooling_when *from, const struct cooling_when *to)
{
	const bool measured = !from->said && !to->said;

	if (measured && from->at.boot_id[0] && !strcmp(from->at.boot_id, to->at.boot_id))
		return (int64_t)(to->at.boot_us - from->at.boot_us);
	if (!is_known(from) || !(is_known(to) || from->said))
		return COOLING_UNKNOWN;
	return measured && to->wall_us < from->wall_us ? COOLING_UNKNOWN
						       : to->wall_us - from->wall_us;
}

/* lang: cooling_start_low cooling_times cooling_not_cold */
void cooling_start_check(const struct cooling_started *s, struct sentence *ret_why)
{
	*ret_why = (struct sentence){ .key = s->start_mc < COOLING_FROM_MC ? "cooling_start_low"
									   : NULL };
}

/* While there is time left, too warm is not the end of it. */
void cooling_end(struct cooling *c, int64_t us, struct sentence *ret_why)
{
	const bool in_time = us != COOLING_UNKNOWN && us <= COOLING_MINUTES * MINUTE_US;
	const bool cold = c->end_mc <= COOLING_TO_MC;

	c->unsure = us == COOLING_UNKNOWN;
	*ret_why = (struct sentence){ .key = us < 0 && !c->unsure ? "cooling_times"
					     : in_time && !cold   ? "cooling_not_cold"
								  : NULL };
	if (ret_why->key)
		return;
	c->minutes = c->unsure ? 0 : (uint32_t)((us + MINUTE_US - 1) / MINUTE_US);
	c->verdict = in_time && cold ? COOLING_GOOD : COOLING_BAD;
}
