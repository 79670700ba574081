// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Decides when readings have become one stable load. Pure: time comes with the readings.
 * A load is stable when `frames` successive readings agree within one step e for at
 * least span_us, each called stable by the instrument (or, for an instrument without such
 * a flag, none of them called moving by it). The first report after opening can never be
 * stable by itself: it may be stale (seen with postal scales).
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "reading.h"

struct stability_rule {
	unsigned frames;  /* at least 2 */
	uint64_t span_us; /* 0 where the instrument's own flag can be trusted */
};

struct stability {
	unsigned frames;
	int64_t low_mg;
	int64_t high_mg;
	uint64_t since_boot_us;
};

void stability_reset(struct stability *s);

/* Feeds one reading; true when it ends a run that is a stable mass (zero included). e_mg > 0. */
bool stability_feed(struct stability *s, const struct stability_rule *rule, const struct reading *r,
	int64_t e_mg);
