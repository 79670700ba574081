// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The one seam of time. Everything that needs a moment asks here; tests drive it.
 */
#pragma once
#include <stddef.h>
#include <stdbool.h>
#include "moment.h"

/* The site's zone ("Europe/Paris") and the boot id. Before threads. 0, -EINVAL. */
int clock_init(const char *zone);
bool clock_has_zone(const char *zone);
void clock_now(struct moment *ret_now);
/* Local day of any UTC moment in the site's zone. */
void clock_day(int64_t wall_us, char ret_day[DAY_SIZE]);
/* ISO 8601 with the zone's offset, seconds: "2026-11-21T23:51:24+01:00"; size at least 32. */
char *clock_iso(int64_t wall_us, char *buf, size_t size);
/* Reads ISO 8601 with offset or Z (also without seconds). 0, -EINVAL. */
int clock_parse_iso(const char *text, int64_t *ret_wall_us);
/* Tests: moments come from here instead (NULL: the kernel again). */
void clock_set_source(void (*source)(struct moment *ret_now));
