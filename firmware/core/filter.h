/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From conversions to a quiet number: median of 3, then a moving average that starts anew when
 * the median steps away from it, and grows again. A spike changes nothing, a new load shows at
 * once, and a load at rest is averaged over 0.8 s (10 a second) or 0.4 s (80 a second).
 */
#ifndef HEAD_FILTER_H
#define HEAD_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#define FILTER_FAST 32 /* length of the average at 80 conversions a second */
#define FILTER_SLOW 8  /* at 10 */

struct filter {
	int32_t ring[FILTER_FAST]; /* medians */
	int32_t last[3];           /* conversions, newest first */
	int32_t sum;               /* of the len newest medians */
	uint32_t last_ms;          /* when the newest conversion came */
	uint16_t noise_q3; /* typical difference of two conversions, in eighths of a count */
	uint8_t at;        /* where the next median goes */
	uint8_t len;       /* medians since the average was started anew */
	uint8_t seen;      /* conversions since empty, 3 at most */
	uint8_t most;      /* FILTER_FAST or FILTER_SLOW, by the first two conversions */
	uint8_t near;      /* conversions in a row near the average, 3 at most */
	bool filled;       /* reached its full length once since it was emptied */
};

void filter_init(struct filter *f);

/* After a fault: nothing of what was there is believed; what is known of the noise stays. */
void filter_empty(struct filter *f);

/*
 * One good conversion. A median further than limit_counts from the average (and further than the
 * noise explains) starts the average anew. Returns true when it did.
 */
bool filter_add(struct filter *f, int32_t counts, int32_t limit_counts, uint32_t now_ms);

/* The average, rounded half away from zero; 0 while there is none. */
int32_t filter_average(const struct filter *f);

/* The newest median; 0 before three conversions. */
int32_t filter_median(const struct filter *f);

/* How far a conversion may lie from the average: limit_counts, or what the noise explains. */
int32_t filter_threshold(const struct filter *f, int32_t limit_counts);

#endif
