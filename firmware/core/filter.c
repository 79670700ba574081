// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Median of 3 and moving average. The noise is followed by its median (up an eighth of a count
 * when a difference is greater, down when it is smaller): a load in movement hardly lifts it.
 */
#include "filter.h"
#include <string.h>

#define FAST_MS 50         /* two conversions closer than this: 80 a second */
#define NOISE_START_Q3 512 /* 64 counts */
#define NOISE_MOST_Q3 32000
#define NOISE_THRESHOLD 5 /* times the typical difference of two conversions */

void filter_init(struct filter *f)
{
	memset(f, 0, sizeof(*f));
	f->noise_q3 = NOISE_START_Q3;
}

void filter_empty(struct filter *f)
{
	uint16_t noise_q3 = f->noise_q3;

	filter_init(f);
	f->noise_q3 = noise_q3;
}

static int32_t distance(int32_t a, int32_t b)
{
	return a > b ? a - b : b - a;
}

static int32_t median3(int32_t a, int32_t b, int32_t c)
{
	int32_t low = a < b ? a : b, high = a < b ? b : a;

	return c < low ? low : c > high ? high : c;
}

int32_t filter_median(const struct filter *f)
{
	return f->seen < 3 ? 0 : median3(f->last[0], f->last[1], f->last[2]);
}

int32_t filter_average(const struct filter *f)
{
	if (f->len == 0)
		return 0;
	return (f->sum + (f->sum < 0 ? -(f->len / 2) : f->len / 2)) / f->len;
}

int32_t filter_threshold(const struct filter *f, int32_t limit_counts)
{
	int32_t noise = (int32_t)f->noise_q3 * NOISE_THRESHOLD / 8;

	return noise > limit_counts ? noise : limit_counts;
}

static void follow_noise(struct filter *f)
{
	int32_t difference = distance(f->last[0], f->last[1]) * 8;

	if (difference > f->noise_q3 && f->noise_q3 < NOISE_MOST_Q3)
		f->noise_q3++;
	else if (difference < f->noise_q3)
		f->noise_q3--;
}

/* The last three conversions are kept, and the first two say how fast they come. */
static void see(struct filter *f, int32_t counts, uint32_t now_ms)
{
	f->last[2] = f->last[1];
	f->last[1] = f->last[0];
	f->last[0] = counts;
	if (f->seen == 1)
		f->most = now_ms - f->last_ms < FAST_MS ? FILTER_FAST : FILTER_SLOW;
	if (f->seen > 0)
		follow_noise(f);
	if (f->seen < 3)
		f->seen++;
	f->last_ms = now_ms;
}

static void push(struct filter *f, int32_t median)
{
	if (f->len == f->most)
		f->sum -= f->ring[(uint8_t)(f->at + FILTER_FAST - f->most) % FILTER_FAST];
	else
		f->len++;
	f->sum += median;
	f->ring[f->at] = median;
	f->at = (uint8_t)((f->at + 1) % FILTER_FAST);
	if (f->len == f->most)
		f->filled = true;
}

bool filter_add(struct filter *f, int32_t counts, int32_t limit_counts, uint32_t now_ms)
{
	int32_t median, threshold;
	bool restart;

	see(f, counts, now_ms);
	if (f->seen < 3)
		return false;
	median = filter_median(f);
	threshold = filter_threshold(f, limit_counts);
	restart = f->len > 0 && distance(median, filter_average(f)) > threshold;
	if (restart) {
		f->len = 0;
		f->sum = 0;
	}
	push(f, median);
	if (distance(counts, filter_average(f)) > threshold)
		f->near = 0;
	else if (f->near < 3)
		f->near++;
	return restart;
}
