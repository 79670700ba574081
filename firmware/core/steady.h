/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Stability: greatest minus smallest of what was shown over the last second. The second is kept
 * as bins of 63 ms with their extremes, relative to where the window began, to be small.
 */
#ifndef HEAD_STEADY_H
#define HEAD_STEADY_H

#include <stdbool.h>
#include <stdint.h>

#define STEADY_BINS 17 /* 16 whole ones and the one being filled */
#define STEADY_BIN_MS 63
#define STEADY_MS 1000
#define STEADY_MOST 32000 /* counts: a wider limit is taken for this one */

struct steady {
	int32_t base; /* counts that low and high are relative to */
	int16_t low[STEADY_BINS], high[STEADY_BINS];
	uint32_t since_ms; /* when the window was begun */
	uint32_t bin_ms;   /* when the bin being filled was begun */
	uint8_t at;
	bool open; /* there is a window */
};

/* Forget: the next value begins a window. */
void steady_clear(struct steady *s);
void steady_add(struct steady *s, int32_t counts, uint32_t now_ms);

/* A whole second is there, and it stays within limit_counts. */
bool steady_within(const struct steady *s, int32_t limit_counts, uint32_t now_ms);

#endif
