// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Where a keyboard that is no boot keyboard puts its keys (many keys at once as one bit
 * each, an id before the report, another order), and its reports as those of a boot
 * keyboard. Pure. Sources: HID 1.11 §6.2.2.5 (arrays, variables), HID usage tables page 7.
 */
#pragma once
#include "hid.h"
#include "parse_keys.h"

enum { KEYBOARD_PARTS = 8 };

/* Keys of one report: one bit for each key from first on, or numbers of keys. */
struct keyboard_part {
	uint8_t id;
	bool is_array;
	uint8_t size; /* bits of one value */
	uint16_t bit; /* of the first value, from the first bit after the id */
	uint16_t count;
	uint16_t first;      /* usage of the first key, on page 7 */
	int32_t logical_min; /* the value that means `first` */
};

struct keyboard_map {
	bool has_ids;
	size_t longest; /* bytes of the longest input report, its id included */
	size_t count;
	struct keyboard_part parts[KEYBOARD_PARTS];
};

/* 0; -ENOENT: no input report has keys; -EBADMSG: broken. */
int keyboard_map_parse(const uint8_t *descriptor, size_t len, struct keyboard_map *ret_map);
/* Its reports are those of the boot protocol, byte for byte. */
bool keyboard_map_is_boot(const struct keyboard_map *map);
/*
 * 1: the report as a boot keyboard gives it; more than six keys at once, which no scanner
 * can mean, are one key that types nothing. 0: a report without keys, or one cut short.
 */
int keyboard_map_read(const struct keyboard_map *map, const uint8_t *report, size_t len,
	uint8_t ret_boot[KEYS_REPORT]);
