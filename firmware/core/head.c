// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The head as a whole: judges each conversion, notices those that do not come, and hands what is
 * good to filter, stability, zero and capture.
 */
#include "head.h"
#include <string.h>
#include "command.h"
#include "weigh.h"

#define OVERDUE_MS 500
#define SETTLE_MS 1000 /* a chip switched on takes 400 ms to its first conversion at 10 a second */
#define SAME_MOST 5
#define WARM_UP_MS 600000
#define RATE_MS 10000
#define RATE_FIRST_MS 1000

static bool blank(const struct head_start *start)
{
	for (uint8_t slot = 0; slot < 2; slot++)
		for (uint8_t i = 0; i < RECORD_BYTES; i++)
			if (start->slots[slot][i] != 0xFF)
				return false;
	return true;
}

void head_init(struct head *h, const struct head_start *start, uint32_t now_ms)
{
	int slot;

	memset(h, 0, sizeof(*h));
	filter_init(&h->filter);
	h->record = record_default();
	slot = record_choose(start->slots, &h->record, &h->whole);
	h->slot = (uint8_t)(slot == 1);
	h->address = h->record.address;
	h->baud_code = h->record.baud_code;
	h->reset_cause = start->reset_cause;
	h->watchdog_resets = start->watchdog_resets;
	h->start_ms = h->track_ms = h->rate_since_ms = now_ms;
	h->deadline_ms = now_ms + SETTLE_MS;
	h->status = (uint16_t)(HEAD_WARM_UP | (start->jumper ? HEAD_JUMPER : 0));
	if (slot < 0 && !blank(start))
		h->status |= HEAD_EEPROM_FAULT;
	command_wanted_from_record(h);
	weigh_calibrated(h);
	weigh_refresh(h);
}

/* No weight from here on, until the filter has refilled from good conversions. */
static void fault(struct head *h, uint16_t status, uint16_t *counter)
{
	h->status |= status;
	(*counter)++;
	filter_empty(&h->filter);
	steady_clear(&h->steady);
	if (!h->task.writing)
		command_refuse_task(h, REFUSED_NO_WEIGHT);
	weigh_refresh(h);
}

/* The chip is switched off and on, and gets time for its first conversion. */
static void restart_chip(struct head *h, uint32_t now_ms)
{
	h->power_cycle = true;
	h->deadline_ms = now_ms + SETTLE_MS;
}

bool head_power_cycle(struct head *h)
{
	bool wanted = h->power_cycle;

	h->power_cycle = false;
	return wanted;
}

static int32_t counts_of(uint32_t code)
{
	return (int32_t)(code & 0x800000 ? code | 0xFF000000 : code);
}

/* All zeros or all ones is what a dead line says: believed only where the average lies just there. */
static bool dead_line(const struct head *h, uint32_t code)
{
	int32_t average = filter_average(&h->filter),
		most = filter_threshold(&h->filter, h->limit_counts);

	if (code != 0 && code != 0xFFFFFF)
		return false;
	return !h->filter.filled || average > most || average < -most;
}

static bool stuck(struct head *h, uint32_t code)
{
	if (code != h->last_code)
		h->same_codes = 0;
	h->last_code = code;
	if (h->same_codes < SAME_MOST)
		h->same_codes++;
	return h->same_codes == SAME_MOST;
}

/* True if the conversion is good. */
static bool judge(struct head *h, uint32_t code, bool dout_high, uint32_t now_ms)
{
	if (!dout_high || code > 0xFFFFFF || dead_line(h, code)) {
		fault(h, HEAD_BROKEN, &h->broken);
		restart_chip(h, now_ms);
	} else if (code == 0x7FFFFF || code == 0x800000) {
		fault(h, HEAD_SATURATED, &h->doubtful);
	} else if (stuck(h, code)) {
		fault(h, HEAD_STUCK, &h->doubtful);
		restart_chip(h, now_ms);
	} else {
		return true;
	}
	return false;
}

static void take(struct head *h, int32_t counts, uint32_t now_ms)
{
	h->heartbeat++;
	/* From e/4 on: an average that slid by nearly e/2 would spend the whole window of steady.c. */
	if (filter_add(&h->filter, counts, h->limit_counts / 2, now_ms))
		steady_clear(&h->steady);
	if (h->filter.len > 0)
		steady_add(&h->steady, filter_average(&h->filter), now_ms);
	if (h->filter.filled)
		h->status &= (uint16_t)~HEAD_CELL_FAULTS;
	weigh_refresh(h);
	weigh_track_zero(h, now_ms);
	command_conversion(h, now_ms);
}

/* What came before the first conversion is not the chip's speed. */
static void count_rate(struct head *h, uint32_t now_ms)
{
	if (h->rate_running)
		h->rate_count++;
	else
		h->rate_since_ms = now_ms;
	h->rate_running = true;
}

void head_conversion(struct head *h, uint32_t code, bool dout_high, uint32_t now_ms)
{
	h->deadline_ms = now_ms + OVERDUE_MS;
	count_rate(h, now_ms);
	if (judge(h, code, dout_high, now_ms))
		take(h, counts_of(code), now_ms);
}

static void measure_rate(struct head *h, uint32_t now_ms)
{
	uint32_t elapsed_ms = now_ms - h->rate_since_ms;

	if (elapsed_ms < (h->rate_per_10s ? RATE_MS : RATE_FIRST_MS))
		return;
	h->rate_per_10s =
		(uint16_t)((h->rate_count * (uint32_t)RATE_MS + elapsed_ms / 2) / elapsed_ms);
	h->rate_count = 0;
	h->rate_running = h->rate_per_10s > 0;
	h->rate_since_ms = now_ms;
}

void head_tick(struct head *h, bool jumper_closed, uint32_t now_ms)
{
	h->status &= (uint16_t)~HEAD_JUMPER;
	if (jumper_closed)
		h->status |= HEAD_JUMPER;
	else if (h->task.writing)
		command_refuse_task(h, REFUSED_JUMPER);
	if (now_ms - h->start_ms >= WARM_UP_MS)
		h->status &=
			(uint16_t)~HEAD_WARM_UP; /* set nowhere else: it stays off when the time wraps */
	if ((int32_t)(now_ms - h->deadline_ms) >= 0) {
		fault(h, HEAD_NEVER_READY, &h->never_ready);
		restart_chip(h, now_ms);
	}
	measure_rate(h, now_ms);
}

bool head_lamp(const struct head *h, uint32_t now_ms)
{
	if (h->weight.gross_g == HEAD_NO_VALUE)
		return now_ms % 1024 < 64;
	return h->status & HEAD_STABLE || now_ms % 512 < 256;
}
