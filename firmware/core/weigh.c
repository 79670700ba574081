// SPDX-License-Identifier: GPL-3.0-or-later
/* Fixed point throughout: counts times the span's mass fits 64 bits with room to spare. */
#include "weigh.h"

#define GUESS_COUNTS 500 /* e/2 of a 200 kg platform with e = 50 g, while nobody knows better */
#define TRACK_MS 250
#define WEIGHT_STATUS \
	(HEAD_STABLE | HEAD_ZERO | HEAD_TARE | HEAD_UNDER | HEAD_OVER | HEAD_NOT_CALIBRATED)

static int32_t narrow(int64_t value)
{
	return value > INT32_MAX ? INT32_MAX : value < -INT32_MAX ? -INT32_MAX : (int32_t)value;
}

int32_t weigh_divide(int64_t numerator, int64_t denominator)
{
	int64_t half = denominator / 2;

	return narrow((numerator < 0 ? numerator - half : numerator + half) / denominator);
}

int32_t weigh_counts_of(const struct record *r, int32_t grams)
{
	if (r->span_counts == 0)
		return 0;
	return weigh_divide((int64_t)grams * r->span_counts, r->span_mass_g);
}

static bool calibrated(const struct head *h)
{
	return h->record.span_counts > 0 && h->record.step_g > 0;
}

void weigh_calibrated(struct head *h)
{
	int32_t counts = calibrated(h) ? weigh_counts_of(&h->record, h->record.step_g) : 0;

	h->step_counts = counts;
	h->limit_counts = counts > 1 ? counts / 2 : calibrated(h) ? 1 : GUESS_COUNTS;
}

int32_t weigh_zero(const struct head *h)
{
	return h->record.zero_counts + h->zero_shift;
}

int32_t weigh_zero_range(const struct head *h)
{
	return weigh_counts_of(&h->record, h->record.max_g / 50);
}

static int32_t within(int32_t value, int32_t most)
{
	return value > most ? most : value < -most ? -most : value;
}

void weigh_track_zero(struct head *h, uint32_t now_ms)
{
	int32_t away;

	if (now_ms - h->track_ms < TRACK_MS)
		return;
	h->track_ms = now_ms;
	if (!(h->status & HEAD_STABLE) || h->weight.gross_g == HEAD_NO_VALUE)
		return;
	away = h->weight.counts - weigh_zero(h);
	if (away > h->limit_counts || away < -h->limit_counts)
		return;
	h->zero_shift =
		within(h->zero_shift + within(away / 2, h->step_counts / 8), weigh_zero_range(h));
}

static void no_weight(struct head_weight *w)
{
	w->fine_g = w->gross_g = w->net_g = HEAD_NO_VALUE;
}

/* Rounded to e from counts at once: rounding to the gram first would round some twice. */
static void weight_of(struct head *h, int32_t away)
{
	const struct record *r = &h->record;
	int64_t scaled = (int64_t)away * r->span_mass_g;

	h->weight.fine_g = weigh_divide(scaled, r->span_counts);
	h->weight.gross_g = narrow(
		(int64_t)r->step_g * weigh_divide(scaled, (int64_t)r->span_counts * r->step_g));
	h->weight.net_g = narrow((int64_t)h->weight.gross_g - h->tare_g);
}

static uint16_t weight_status(const struct head *h, int32_t away)
{
	uint16_t status = 0;

	if (away <= h->step_counts / 4 && away >= -(h->step_counts / 4) &&
		(h->status & HEAD_STABLE))
		status |= HEAD_ZERO;
	if (h->weight.gross_g < 0)
		status |= HEAD_UNDER;
	if (h->weight.fine_g > (int64_t)h->record.max_g + 9 * (int64_t)h->record.step_g)
		status |= HEAD_OVER;
	return status;
}

static bool stable(const struct head *h)
{
	return h->filter.near == 3 && steady_within(&h->steady, h->limit_counts, h->filter.last_ms);
}

void weigh_refresh(struct head *h)
{
	bool believed = h->filter.filled && !(h->status & HEAD_CELL_FAULTS);
	int32_t away;

	h->status &= (uint16_t)~WEIGHT_STATUS;
	h->status |=
		(uint16_t)((h->tare_g ? HEAD_TARE : 0) | (calibrated(h) ? 0 : HEAD_NOT_CALIBRATED));
	no_weight(&h->weight);
	h->weight.counts = HEAD_NO_VALUE;
	if (!believed)
		return;
	h->weight.counts = filter_average(&h->filter);
	if (stable(h))
		h->status |= HEAD_STABLE;
	if (!calibrated(h))
		return;
	away = h->weight.counts - weigh_zero(h);
	weight_of(h, away);
	h->status |= weight_status(h, away);
}
