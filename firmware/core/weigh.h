/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From counts to grams: calibration, rounding to e, zero and its slow following, status bits.
 * Each works on the head as a whole and touches only what its line says.
 */
#ifndef HEAD_WEIGH_H
#define HEAD_WEIGH_H

#include "head.h"

/* numerator / denominator (above 0), rounded half away from zero, kept within 32 bits. */
int32_t weigh_divide(int64_t numerator, int64_t denominator);

/* Grams in counts by a record, 0 when it is not calibrated. */
int32_t weigh_counts_of(const struct record *r, int32_t grams);

/* After record has changed: e and e/2 in counts. */
void weigh_calibrated(struct head *h);

/* The counts that are zero now. */
int32_t weigh_zero(const struct head *h);

/* Within 2 % of max of the calibrated zero, in counts. */
int32_t weigh_zero_range(const struct head *h);

/* Follows zero while stable and within e/2 of it, by at most e/2 a second. */
void weigh_track_zero(struct head *h, uint32_t now_ms);

/* Weight and status bits 0 to 4 and 7 as the newest conversion, zero and tare make them. */
void weigh_refresh(struct head *h);

#endif
