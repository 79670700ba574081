// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which copies are kept, when old ones make way: of the last 24 hours the newest of each hour, of the last
 * 31 days the newest of each day, of the last 12 months the newest of each month, and the newest of all.
 * Twelve months is the longest that erased words may still stand in a copy: include/README.md, "Backup".
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* at_s: seconds since 1970, UTC, in any order; what lies after now_s (a clock was wrong) is kept. */
void retention_choose(const int64_t *at_s, size_t count, int64_t now_s, bool *ret_keep);
