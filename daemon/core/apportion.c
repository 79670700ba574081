// SPDX-License-Identifier: GPL-3.0-or-later
/* Parts of a mass that are the whole again: see apportion.h. */
#include "apportion.h"
#include "times.h"

enum { WHOLE_PPM = 1000000 };

void scheme_apportion(int64_t whole, const uint32_t *share_ppm, size_t count, int64_t *ret_parts)
{
	int64_t rest = whole;
	size_t largest = 0;

	for (size_t i = 0; i < count; i++) {
		ret_parts[i] = times_over(whole, share_ppm[i], WHOLE_PPM);
		rest -= ret_parts[i];
		if (share_ppm[i] > share_ppm[largest])
			largest = i;
	}
	if (count)
		ret_parts[largest] += rest;
}
