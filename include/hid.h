// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a USB device says about its own reports: its HID report descriptor, read item by
 * item. Pure. The bytes come from a device, so every count and size in them is bounded.
 * Sources: HID 1.11 §6.2.2 (items, collections), §5.6 (what a transfer holds).
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Values of the high byte of wValue in GET_REPORT and SET_REPORT (HID 1.11 §7.2.1). */
enum hid_report_type { HID_INPUT = 1, HID_OUTPUT = 2, HID_FEATURE = 3 };

enum { HID_DESCRIPTOR_MAX = 4096, HID_RANGES = 32, HID_REPORT_IDS = 256 };

/* Usages first to last, each page << 16 | usage. */
struct hid_range {
	uint32_t first;
	uint32_t last;
};

/* One Input, Output or Feature item: count values of size bits each. */
struct hid_item {
	enum hid_report_type type;
	uint8_t id;   /* 0: reports have no ids */
	uint16_t bit; /* of the first value, from the first bit after the report id */
	uint16_t size;
	uint16_t count;
	bool constant; /* padding */
	bool variable; /* each value is of one usage; else each selects one of the usages */
	int32_t logical_min;
	int32_t logical_max;
	uint32_t unit;
	int32_t unit_exponent;
	uint32_t application; /* usage of the outermost collection if that is an application */
	size_t range_count;
	struct hid_range ranges[HID_RANGES];
};

/* How long each report is, in bits after its id. */
struct hid_shape {
	bool has_ids; /* each report starts with its id */
	uint16_t bits[HID_FEATURE + 1][HID_REPORT_IDS];
};

/*
 * Calls take() for each item in order, then fills *ret_shape. 0; -EBADMSG: broken, and
 * what take() was told means nothing.
 */
int hid_walk(const uint8_t *descriptor, size_t len,
	void (*take)(void *data, const struct hid_item *item), void *data,
	struct hid_shape *ret_shape);

/* How many usages are named; the i-th of them, the last one for all beyond, 0 if none is. */
size_t hid_usage_count(const struct hid_item *item);
uint32_t hid_usage(const struct hid_item *item, size_t i);

/* Bytes of the longest input report, its id included; 0: there is none. */
size_t hid_longest_input(const struct hid_shape *shape);
