// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A moment as the journal keeps it. Made by base/clock.c only (the one seam of
 * time, which tests drive); the pure core receives moments and compares boot_us.
 */
#pragma once
#include <stdint.h>
#include "names.h"

enum clock_quality {
	CLOCK_DOUBTFUL, /* a Pi without battery clock before the network told the time */
	CLOCK_TRUSTED,
};

struct moment {
	int64_t wall_us;            /* UTC, microseconds since 1970 */
	uint64_t boot_us;           /* CLOCK_BOOTTIME: never jumps, order within one boot */
	char boot_id[JOURNAL_SIZE]; /* the kernel's boot id, 32 hexadecimal digits */
	char day[DAY_SIZE];         /* local day in the site's zone */
	enum clock_quality quality;
};
