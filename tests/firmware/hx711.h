// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The HX711 as its data sheet draws it, seen from its two wires: SCK goes in, DOUT comes out. It
 * counts what a driver must not do (pulses too short, too long, too many, at the wrong moment), and
 * it can be broken in the ways that a platform in a yard breaks it. Time is in cycles of 16 MHz;
 * it knows no simulator.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#define CYCLES_PER_US 16
#define CYCLES_PER_S UINT64_C(16000000)

enum hx711_state {
	HX711_OFF, // no supply
	HX711_CONVERTING,
	HX711_READY,
	HX711_SHIFTING,
};

enum hx711_fault {
	HX711_SOUND,
	HX711_NEVER_READY, // DOUT stays high: chip or wire gone
	HX711_STUCK,       // the same number each time
	HX711_STUCK_LOW,   // DOUT shorted to ground
	HX711_ALL_ONES,    // DOUT high from the first pulse on, as after a reset in its middle
	HX711_SATURATED,   // above what the bridge amplifier can say
	HX711_SATURATED_LOW,
	HX711_TAIL_LOW, // DOUT does not go high after the 25th pulse
	HX711_FLIP,     // now and then one of the upper bits of a number is wrong
};

struct hx711 {
	double (*input)(void *param, uint64_t now); // what the bridge says at a moment, in counts
	double (*noise)(void *param);               // of one conversion, in counts
	void (*dout)(void *param, bool level);      // told of each change
	// What a driver has just read: 24 bits, and DOUT after the 25th pulse. May be NULL.
	void (*read)(void *param, uint32_t code, bool dout_high);
	void *param;
	uint64_t period; // of a conversion
	enum hx711_fault fault, next_fault;
	int32_t stuck_at;

	enum hx711_state state;
	bool sck, level;
	uint64_t sck_at;  // its last edge
	uint64_t next_at; // end of the conversion under way
	uint64_t tail_at; // a broken tail ends then; 0 = none
	int unsettled;    // conversions not shown yet after power-up
	int pulses;       // of the transfer under way
	uint32_t seen;    // bits as they were on the wire
	double gain;      // chosen by the last one, against that of channel A at 128
	double last[4];   // input at the last four conversions: the chip's own filter
	int n_last;
	int32_t value;       // what is being shifted out
	int64_t latched;     // numbers made since the start
	int64_t transfers;   // numbers read whole
	int64_t power_downs; // asked for by SCK, outside a transfer
	uint32_t random;

	int64_t violations;
	char what[96]; // the first one
	uint64_t what_at;
};

// Power comes: the first number is there after four conversions. sps: 10 or 80, times tolerance.
void hx711_power_up(struct hx711 *h, double sps, uint64_t now);
void hx711_power_off(struct hx711 *h);
// From the end of a transfer on, if one is under way.
void hx711_set_fault(struct hx711 *h, enum hx711_fault fault);
// SCK moved.
void hx711_sck(struct hx711 *h, bool level, uint64_t now);
// When it wants hx711_tick next; UINT64_MAX is never.
uint64_t hx711_next(const struct hx711 *h);
void hx711_tick(struct hx711 *h, uint64_t now);
