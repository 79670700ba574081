// SPDX-License-Identifier: GPL-3.0-or-later
/* a x b / c, a bit of a at a time, as on paper: see times.h. Quotient and remainder are doubled, and b is added. */
#include "times.h"
#include <errno.h>
#include <stdbool.h>

static uint64_t size_of(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* Twice the quotient and remainder, and so many more; false where the quotient has no room. */
static bool twice_and(
	uint64_t c, uint64_t more, uint64_t rest, uint64_t *quotient, uint64_t *remainder)
{
	bool one;

	*remainder *= 2;
	one = *remainder >= c;
	*remainder -= one ? c : 0;
	if (*quotient > (UINT64_MAX - one) / 2)
		return false;
	*quotient = 2 * *quotient + one;
	*remainder += rest;
	one = *remainder >= c;
	*remainder -= one ? c : 0;
	return !__builtin_add_overflow(*quotient, more, quotient) &&
	       !__builtin_add_overflow(*quotient, one, quotient);
}

static bool divide(
	uint64_t a, uint64_t b, uint64_t c, uint64_t *ret_quotient, uint64_t *ret_remainder)
{
	uint64_t quotient = 0, remainder = 0;

	for (int bit = 63; bit >= 0; bit--) {
		bool set = a >> bit & 1;

		if (!twice_and(c, set ? b / c : 0, set ? b % c : 0, &quotient, &remainder))
			return false;
	}
	*ret_quotient = quotient;
	*ret_remainder = remainder;
	return true;
}

int64_t times_over(int64_t a, int64_t b, int64_t c)
{
	uint64_t quotient, remainder;
	int64_t size = INT64_MAX;

	if (divide(size_of(a), size_of(b), (uint64_t)c, &quotient, &remainder) &&
		quotient < INT64_MAX)
		size = (int64_t)quotient;
	return (a < 0) != (b < 0) ? -size : size;
}

int times_rounded(int64_t a, int64_t b, int64_t c, int64_t *ret)
{
	bool below = (a < 0) != (b < 0);
	uint64_t quotient, remainder;

	if (!divide(size_of(a), size_of(b), (uint64_t)c, &quotient, &remainder))
		return -ERANGE;
	quotient += remainder >= (uint64_t)c - remainder && quotient < UINT64_MAX;
	if (quotient > (uint64_t)INT64_MAX + below)
		return -ERANGE;
	*ret = below ? (int64_t)(0 - quotient) : (int64_t)quotient;
	return 0;
}
