// SPDX-License-Identifier: GPL-3.0-or-later
/* See parse_keyboard.h. */
#include "parse_keyboard.h"
#include <errno.h>
#include <string.h>

enum {
	PAGE_KEYS = 7,
	KEY_ROLL_OVER = 0x01,
	KEY_FIRST = 0x04,
	KEY_MODIFIERS = 0xE0,
	KEY_MODIFIERS_END = 0xE8,
	KEY_NONE_KNOWN = 0xFF, /* types nothing, so that the code it stands in is refused */
	VALUE_BITS = 16,
};

static void take_item(void *data, const struct hid_item *item)
{
	struct keyboard_map *map = data;
	uint32_t first = hid_usage(item, 0);

	if (item->type != HID_INPUT || item->constant || first >> 16 != PAGE_KEYS ||
		map->count == KEYBOARD_PARTS || item->size == 0 || item->size > VALUE_BITS)
		return;
	if (item->variable && item->size != 1)
		return;
	map->parts[map->count++] = (struct keyboard_part){
		.id = item->id,
		.is_array = !item->variable,
		.size = (uint8_t)item->size,
		.bit = item->bit,
		.count = item->count,
		.first = (uint16_t)first,
		.logical_min = item->logical_min,
	};
}

static bool has_keys(const struct keyboard_map *map)
{
	for (size_t i = 0; i < map->count; i++)
		if (map->parts[i].first < KEY_MODIFIERS)
			return true;
	return false;
}

int keyboard_map_parse(const uint8_t *descriptor, size_t len, struct keyboard_map *ret_map)
{
	struct keyboard_map map = { 0 };
	struct hid_shape shape;
	int r = hid_walk(descriptor, len, take_item, &map, &shape);

	if (r < 0)
		return r;
	if (!has_keys(&map))
		return -ENOENT;
	map.has_ids = shape.has_ids;
	map.longest = hid_longest_input(&shape);
	*ret_map = map;
	return 0;
}

bool keyboard_map_is_boot(const struct keyboard_map *map)
{
	const struct keyboard_part *modifiers = &map->parts[0], *keys = &map->parts[1];

	return !map->has_ids && map->longest == KEYS_REPORT && map->count == 2 &&
	       !modifiers->is_array && modifiers->bit == 0 && modifiers->count == 8 &&
	       modifiers->first == KEY_MODIFIERS && keys->is_array && keys->bit == 16 &&
	       keys->size == 8 && keys->count == KEYS_SLOTS && keys->first == 0 &&
	       keys->logical_min == 0;
}

static uint32_t value_at(const uint8_t *bytes, size_t bit, unsigned size)
{
	uint32_t v = 0;

	for (unsigned i = 0; i < size; i++)
		v |= (uint32_t)(bytes[(bit + i) / 8] >> (bit + i) % 8 & 1) << i;
	return v;
}

/* One key that is down. */
static void add_key(uint8_t boot[KEYS_REPORT], uint32_t usage, size_t *slots)
{
	if (usage >= KEY_MODIFIERS && usage < KEY_MODIFIERS_END)
		boot[0] |= (uint8_t)(1U << (usage - KEY_MODIFIERS));
	else if (usage == KEY_ROLL_OVER)
		memset(boot + 2, KEY_ROLL_OVER, KEYS_SLOTS);
	else if (usage >= KEY_FIRST && *slots < KEYS_SLOTS)
		boot[2 + (*slots)++] = usage < KEY_MODIFIERS ? (uint8_t)usage : KEY_NONE_KNOWN;
	else if (usage >= KEY_FIRST)
		boot[2] = KEY_NONE_KNOWN;
}

static void read_part(const struct keyboard_part *p, const uint8_t *payload,
	uint8_t boot[KEYS_REPORT], size_t *slots)
{
	for (uint16_t i = 0; i < p->count; i++) {
		uint32_t v = value_at(payload, (size_t)p->bit + (size_t)i * p->size, p->size);

		if (p->is_array && (int64_t)v >= p->logical_min)
			add_key(boot, (uint32_t)(p->first + (int64_t)v - p->logical_min), slots);
		else if (!p->is_array && v)
			add_key(boot, p->first + i, slots);
	}
}

int keyboard_map_read(const struct keyboard_map *map, const uint8_t *report, size_t len,
	uint8_t ret_boot[KEYS_REPORT])
{
	uint8_t boot[KEYS_REPORT] = { 0 };
	size_t skip = map->has_ids, slots = 0;
	bool any = false;

	if (len <= skip)
		return 0;
	for (size_t i = 0; i < map->count; i++) {
		const struct keyboard_part *p = &map->parts[i];

		if (p->id != (skip ? report[0] : 0))
			continue;
		if (((size_t)p->bit + (size_t)p->size * p->count + 7) / 8 > len - skip)
			return 0;
		read_part(p, report + skip, boot, &slots);
		any = true;
	}
	if (any)
		memcpy(ret_boot, boot, sizeof(boot));
	return any;
}
