// SPDX-License-Identifier: GPL-3.0-or-later
/* A mass or a number of units shared out between several, so that nothing is lost by rounding. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/*
 * Shares whole, not negative, by parts of a million that sum up to it: products have room (times.h), and the
 * rest of the division to the largest (the first of these), so that parts are the whole again.
 */
void scheme_apportion(int64_t whole, const uint32_t *share_ppm, size_t count, int64_t *ret_parts);
