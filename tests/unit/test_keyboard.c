// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Keyboards that are no boot keyboards: where their keys are is what their descriptor says
 * (truth 28). A code must come out as if a boot keyboard had typed it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include "../../daemon/scanner/parse_keyboard.h"
#include "cleanup.h"

#define KEYBOARD 0x05, 0x01, 0x09, 0x06, 0xA1, 0x01
#define MODIFIERS                                                                                 \
	0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, \
		0x02
#define PADDING 0x75, 0x08, 0x95, 0x01, 0x81, 0x03
#define ARRAY(count) \
	0x75, 0x08, 0x95, count, 0x15, 0x00, 0x25, 0x65, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00
/* 104 keys, one bit each: 13 bytes. */
#define BITS 0x19, 0x00, 0x29, 0x67, 0x25, 0x01, 0x75, 0x01, 0x95, 0x68, 0x81, 0x02

static const uint8_t boot[] = { KEYBOARD, MODIFIERS, PADDING, ARRAY(6), 0xC0 };
static const uint8_t nkro[] = { KEYBOARD, MODIFIERS, BITS, 0xC0 };
static const uint8_t with_id[] = { KEYBOARD, 0x85, 2, MODIFIERS, PADDING, ARRAY(6), 0xC0, 0x05,
	0x0C, 0x09, 0x01, 0xA1, 0x01, 0x85, 3, 0x75, 0x10, 0x95, 0x01, 0x81, 0x00, 0xC0 };
static const uint8_t mouse[] = { 0x05, 0x01, 0x09, 0x02, 0xA1, 0x01, 0x05, 0x09, 0x19, 0x01, 0x29,
	0x03, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0xC0 };

static struct keyboard_map map_of(const uint8_t *descriptor, size_t len)
{
	struct keyboard_map map = { 0 };

	assert_int_equal(keyboard_map_parse(descriptor, len, &map), 0);
	return map;
}

static size_t feed(struct keys *k, const struct keyboard_map *map, const uint8_t *report,
	size_t len, uint32_t chars[KEYS_MOST])
{
	uint8_t as_boot[KEYS_REPORT];

	assert_int_equal(keyboard_map_read(map, report, len, as_boot), 1);
	return keys_feed(k, as_boot, sizeof(as_boot), chars);
}

static void truth_28_the_boot_shape_is_known(void **state)
{
	struct keyboard_map map = map_of(boot, sizeof(boot));

	(void)state;
	assert_true(keyboard_map_is_boot(&map));
	assert_int_equal(map.longest, 8);
	map = map_of(nkro, sizeof(nkro));
	assert_false(keyboard_map_is_boot(&map));
	assert_int_equal(map.longest, 14);
	map = map_of(with_id, sizeof(with_id));
	assert_false(keyboard_map_is_boot(&map));
	assert_int_equal(map.longest, 9);
	assert_int_equal(keyboard_map_parse(mouse, sizeof(mouse), &map), -ENOENT);
	assert_int_equal(keyboard_map_parse(boot, sizeof(boot) - 1, &map), -EBADMSG);
}

static void truth_28_one_bit_a_key_is_read(void **state)
{
	struct keyboard_map map = map_of(nkro, sizeof(nkro));
	uint8_t k_down[14] = { 0x02, [1 + 0x0E / 8] = 1 << 0x0E % 8 }, up[14] = { 0 }, all[14];
	uint8_t enter[14] = { 0, [1 + 0x28 / 8] = 1 << 0x28 % 8 };
	uint32_t c[KEYS_MOST];
	uint8_t as_boot[KEYS_REPORT];
	struct keys k;

	(void)state;
	keys_init(&k, KEYS_US);
	assert_int_equal(feed(&k, &map, k_down, sizeof(k_down), c), 1);
	assert_int_equal(c[0], 'K');
	assert_int_equal(feed(&k, &map, up, sizeof(up), c), 0);
	assert_int_equal(feed(&k, &map, enter, sizeof(enter), c), 1);
	assert_int_equal(c[0], '\r');
	assert_int_equal(feed(&k, &map, up, sizeof(up), c), 0);
	/* More keys at once than a scanner can mean spoil the code. */
	memset(all, 0xFF, sizeof(all));
	all[0] = 0;
	all[1] = 0xF0;
	assert_true(feed(&k, &map, all, sizeof(all), c) > 0);
	assert_int_equal(c[0], KEYS_UNKNOWN);
	assert_int_equal(keyboard_map_read(&map, up, 13, as_boot), 0);
}

static void truth_28_an_id_before_the_keys_is_read(void **state)
{
	struct keyboard_map map = map_of(with_id, sizeof(with_id));
	static const uint8_t seven[] = { 2, 0, 0, 0x24, 0, 0, 0, 0, 0 },
			     media[] = { 3, 0x24, 0x24 }, turned[] = { 2, 0, 0, 1, 1, 1, 1, 1, 1 };
	uint8_t as_boot[KEYS_REPORT];
	uint32_t c[KEYS_MOST];
	struct keys k;

	(void)state;
	keys_init(&k, KEYS_US);
	assert_int_equal(feed(&k, &map, seven, sizeof(seven), c), 1);
	assert_int_equal(c[0], '7');
	assert_int_equal(feed(&k, &map, turned, sizeof(turned), c), 0);
	assert_int_equal(keyboard_map_read(&map, media, sizeof(media), as_boot), 0);
	assert_int_equal(keyboard_map_read(&map, seven, 0, as_boot), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_28_the_boot_shape_is_known),
		cmocka_unit_test(truth_28_one_bit_a_key_is_read),
		cmocka_unit_test(truth_28_an_id_before_the_keys_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
