// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The state machine of the HX711's two wires. Limits are the data sheet's: SCK high 0.2 to 50 us,
 * low at least 0.2 us, 25 to 27 pulses, and more than 60 us high takes the chip's supply away. Its
 * digital filter is a mean over four conversions: near enough to how it settles (400 ms, 50 ms).
 */
#include "hx711.h"
#include <math.h>
#include <stdio.h>

#define SHORTEST (CYCLES_PER_US / 5.0)
#define LONGEST (50 * CYCLES_PER_US)
#define POWER_DOWN (60 * CYCLES_PER_US)
#define TAIL (50 * CYCLES_PER_US) // that a broken tail stays low

static void violate(struct hx711 *h, const char *what, uint64_t now)
{
	if (h->violations++ == 0) {
		snprintf(h->what, sizeof(h->what), "%s (pulse %d)", what, h->pulses);
		h->what_at = now;
	}
}

static void show(struct hx711 *h, bool level)
{
	if (h->fault == HX711_NEVER_READY)
		level = true;
	if (h->fault == HX711_STUCK_LOW)
		level = false;
	if (h->state == HX711_OFF)
		level = true; // the board's pull-up
	if (level != h->level)
		h->dout(h->param, level);
	h->level = level;
}

static void restart(struct hx711 *h, uint64_t now)
{
	h->state = HX711_CONVERTING;
	h->pulses = 0;
	h->n_last = 0;
	h->unsettled = 4;
	h->gain = 1;
	h->next_at = now + h->period;
	show(h, true);
}

void hx711_power_up(struct hx711 *h, double sps, uint64_t now)
{
	h->period = (uint64_t)((double)CYCLES_PER_S / sps);
	h->random |= 1;
	restart(h, now);
}

void hx711_power_off(struct hx711 *h)
{
	h->state = HX711_OFF;
	h->pulses = 0;
	show(h, true);
}

static void break_now(struct hx711 *h)
{
	if (h->fault == HX711_STUCK_LOW && h->state != HX711_OFF)
		h->state = HX711_CONVERTING;
	h->fault = h->next_fault;
	if (h->fault == HX711_STUCK_LOW && h->state != HX711_OFF)
		h->state = HX711_READY; // or so it looks
	h->stuck_at = h->value;
	show(h, h->state != HX711_READY);
}

void hx711_set_fault(struct hx711 *h, enum hx711_fault fault)
{
	h->next_fault = fault;
	if (h->state != HX711_SHIFTING || h->pulses >= 25)
		break_now(h);
}

uint64_t hx711_next(const struct hx711 *h)
{
	if (h->state == HX711_OFF)
		return UINT64_MAX;
	return h->tail_at && h->tail_at < h->next_at ? h->tail_at : h->next_at;
}

static int32_t clamp24(double counts)
{
	return counts >= 8388607 ? 8388607 : counts <= -8388608 ? -8388608 : (int32_t)lrint(counts);
}

static int32_t broken(struct hx711 *h, int32_t value)
{
	switch (h->fault) {
	case HX711_STUCK:
		return h->stuck_at;
	case HX711_ALL_ONES:
		return -1;
	case HX711_SATURATED:
		return 8388607;
	case HX711_SATURATED_LOW:
		return -8388608;
	case HX711_FLIP:
		h->random = h->random * 1664525 + 1013904223;
		return h->random >> 28 ? value : value ^ 1 << (12 + (h->random >> 8) % 10);
	default:
		return value;
	}
}

static int32_t convert(struct hx711 *h, uint64_t now)
{
	double sum = 0;

	for (int i = 3; i > 0; i--)
		h->last[i] = h->last[i - 1];
	h->last[0] = h->input(h->param, now);
	if (h->n_last < 4)
		h->n_last++;
	for (int i = 0; i < h->n_last; i++)
		sum += h->last[i];
	return clamp24(h->gain * sum / h->n_last + h->noise(h->param));
}

void hx711_tick(struct hx711 *h, uint64_t now)
{
	int32_t value;

	if (h->tail_at && now >= h->tail_at) {
		h->tail_at = 0;
		show(h, true);
	}
	if (h->state == HX711_OFF || now < h->next_at)
		return;
	h->next_at += h->period;
	if (h->state == HX711_SHIFTING) // 25: A at 128, 26: B (nothing is wired there), 27: A at 64
		h->gain = h->pulses == 26 ? 0 : h->pulses == 27 ? 0.5 : 1;
	value = convert(h, now);
	if (h->unsettled > 0 && --h->unsettled > 0)
		return;
	if ((h->sck && now - h->sck_at > POWER_DOWN) || h->fault == HX711_STUCK_LOW)
		return;
	if (h->state == HX711_SHIFTING && h->pulses < 25)
		violate(h, "a number is read across the end of a conversion", now);
	h->value = broken(h, value);
	h->state = HX711_READY;
	h->pulses = 0;
	h->latched++;
	show(h, false);
}

static void rise(struct hx711 *h, uint64_t now)
{
	if ((double)(now - h->sck_at) < SHORTEST)
		violate(h, "SCK low for less than 0.2 us", now);
	if (h->state == HX711_CONVERTING && h->fault != HX711_STUCK_LOW)
		return; // judged when it falls: it may be a power-down
	if (h->state != HX711_SHIFTING)
		h->pulses = 0;
	h->state = HX711_SHIFTING;
	h->pulses++;
	if (h->pulses <= 24)
		show(h, h->fault == HX711_ALL_ONES || (h->value >> (24 - h->pulses) & 1));
	else
		show(h, h->fault != HX711_TAIL_LOW);
	if (h->pulses == 28)
		violate(h, "more than 27 pulses", now);
}

static void judge(struct hx711 *h, uint64_t high, uint64_t now)
{
	if ((double)high < SHORTEST)
		violate(h, "SCK high for less than 0.2 us", now);
	else if (high > LONGEST)
		violate(h, "SCK high for more than 50 us", now);
	if (h->state == HX711_CONVERTING)
		violate(h, "SCK moves while a conversion is under way", now);
}

// What a driver saw: bits, then the level after the 25th pulse.
static void note_bit(struct hx711 *h, uint64_t now)
{
	if (h->pulses <= 24)
		h->seen = h->seen << 1 | h->level;
	if (h->pulses != 25)
		return;
	h->transfers++;
	if (h->read)
		h->read(h->param, h->seen & 0xffffff, h->level);
	if (h->fault == HX711_TAIL_LOW)
		h->tail_at = now + TAIL;
	else
		show(h, true);
	if (h->fault == HX711_STUCK_LOW)
		h->state = HX711_READY;
	if (h->next_fault != h->fault)
		break_now(h);
}

static void fall(struct hx711 *h, uint64_t now)
{
	uint64_t high = now - h->sck_at;

	if (high > POWER_DOWN) {
		if (h->pulses > 1 && h->pulses < 25)
			violate(h, "power-down within a transfer", now);
		h->power_downs++;
		restart(h, now);
		return;
	}
	judge(h, high, now);
	if (h->state == HX711_SHIFTING)
		note_bit(h, now);
}

void hx711_sck(struct hx711 *h, bool level, uint64_t now)
{
	if (level == h->sck)
		return;
	if (h->state != HX711_OFF) {
		if (level)
			rise(h, now);
		else
			fall(h, now);
	}
	h->sck = level;
	h->sck_at = now;
}
