// SPDX-License-Identifier: GPL-3.0-or-later
/* The window of one second, in bins on an even grid of time: see steady.h. */
#include "steady.h"

void steady_clear(struct steady *s)
{
	s->open = false;
}

static void empty_bin(struct steady *s, uint8_t i)
{
	s->low[i] = INT16_MAX;
	s->high[i] = INT16_MIN;
}

static void begin(struct steady *s, int32_t counts, uint32_t now_ms)
{
	for (uint8_t i = 0; i < STEADY_BINS; i++)
		empty_bin(s, i);
	s->base = counts;
	s->since_ms = s->bin_ms = now_ms;
	s->at = 0;
	s->open = true;
}

static void advance(struct steady *s, uint32_t now_ms)
{
	for (uint8_t n = 0; n < STEADY_BINS && now_ms - s->bin_ms >= STEADY_BIN_MS; n++) {
		s->bin_ms += STEADY_BIN_MS;
		s->at = (uint8_t)((s->at + 1) % STEADY_BINS);
		empty_bin(s, s->at);
	}
}

void steady_add(struct steady *s, int32_t counts, uint32_t now_ms)
{
	int32_t d;

	if (!s->open || counts - s->base > STEADY_MOST || counts - s->base < -STEADY_MOST ||
		now_ms - s->bin_ms >= STEADY_BINS * STEADY_BIN_MS)
		begin(s, counts, now_ms);
	advance(s, now_ms);
	d = counts - s->base;
	if (d < s->low[s->at])
		s->low[s->at] = (int16_t)d;
	if (d > s->high[s->at])
		s->high[s->at] = (int16_t)d;
}

bool steady_within(const struct steady *s, int32_t limit_counts, uint32_t now_ms)
{
	int32_t low = INT16_MAX, high = INT16_MIN;

	if (!s->open || now_ms - s->since_ms < STEADY_MS)
		return false;
	for (uint8_t i = 0; i < STEADY_BINS; i++) {
		if (s->low[i] < low)
			low = s->low[i];
		if (s->high[i] > high)
			high = s->high[i];
	}
	return high - low <= (limit_counts > STEADY_MOST ? STEADY_MOST : limit_counts);
}
