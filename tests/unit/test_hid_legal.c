// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Descriptors that are legal and not the usual one: what they say is followed, and where
 * they do not say it the scale is not known. Never is a number made of a guess (truth 16).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include "../../daemon/scale/parse_hid.h"
#include "cleanup.h"

#define SCALE 0x05, 0x8D, 0x09, 0x20, 0xA1, 0x01
#define END 0xC0
#define BYTE 0x75, 0x08, 0x95, 0x01
#define STATUS 0x15, 0x01, 0x25, 0x08, BYTE, 0x19, 0x71, 0x29, 0x78, 0x81, 0x00
#define UNIT 0x15, 0x01, 0x25, 0x0C, BYTE, 0x19, 0x51, 0x29, 0x5C, 0x81, 0x00
#define SCALING 0x09, 0x41, 0x15, 0x81, 0x25, 0x7F, BYTE, 0x81, 0x02
#define FULL_RANGE 0x15, 0x00, 0x27, 0xFF, 0xFF, 0x00, 0x00
#define WEIGHT16 0x09, 0x40, 0x75, 0x10, 0x95, 0x01, 0x81, 0x02
#define WEIGHT 0x09, 0x40, FULL_RANGE, 0x75, 0x10, 0x95, 0x01, 0x81, 0x02
#define KEYBOARD                                                                                  \
	0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, \
		0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0x75, 0x08, 0x95, 0x01, 0x81, 0x03,     \
		0x95, 0x06, 0x25, 0x65, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00, 0xC0

struct row {
	uint8_t report[8];
	size_t len;
	enum scale_state expected;
	int64_t value; /* mass_mg, or below zero the digits shown */
};

static struct hid_scale scale_of(const uint8_t *descriptor, size_t len)
{
	struct hid_scale s;

	memset(&s, 0, sizeof(s));
	assert_int_equal(hid_scale_parse(descriptor, len, &s), 0);
	return s;
}

static void check_rows(
	const struct hid_scale *s, const struct hid_quirks *q, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct reading r;

		assert_int_equal(parse_hid_report(s, q, rows[i].report, rows[i].len, 1, &r), 1);
		assert_int_equal(r.state, rows[i].expected);
		if (reading_has_mass(&r))
			assert_int_equal(r.mass_mg, rows[i].value);
		else
			assert_int_equal(r.mass_mg, 0);
		if (r.state == SCALE_UNDER_ZERO)
			assert_int_equal(r.shown.digits, rows[i].value);
	}
}

static void check_descriptor(
	const uint8_t *descriptor, size_t len, const struct row *rows, size_t count)
{
	const struct hid_quirks q = { 0 };
	struct hid_scale s = scale_of(descriptor, len);

	check_rows(&s, &q, rows, count);
}

static void truth_16_exponent_only_as_an_item(void **state)
{
	static const uint8_t nibble[] = { SCALE, STATUS, UNIT, 0x55, 0x0E, WEIGHT, END };
	static const uint8_t whole_byte[] = { SCALE, STATUS, UNIT, 0x55, 0xFE, WEIGHT, END };
	static const uint8_t both[] = { SCALE, STATUS, UNIT, SCALING, 0x55, 0x0E, WEIGHT, END };
	static const uint8_t grams[] = { SCALE, STATUS, 0x66, 0x01, 0x01, 0x55, 0x01, WEIGHT, END };
	static const uint8_t mixed[] = { SCALE, STATUS, UNIT, 0x66, 0x01, 0x01, WEIGHT, END };
	static const uint8_t slugs[] = { SCALE, STATUS, 0x66, 0x04, 0x01, WEIGHT, END };
	static const struct row kg[] = { { { 4, 3, 0xE2, 0x04 }, 4, SCALE_STABLE, 12500000 } };
	static const struct row item[] = { { { 4, 0xE2, 0x04 }, 3, SCALE_STABLE, 12500000 } };
	static const struct row display[] = { { { 4, 3, 0xE2, 0x04 }, 4, SCALE_FAULT, 0 },
		{ { 4, 2, 0xE2, 0x04 }, 4, SCALE_STABLE, 1250000 } };
	struct hid_scale s;

	(void)state;
	check_descriptor(nibble, sizeof(nibble), kg, 1);
	check_descriptor(whole_byte, sizeof(whole_byte), kg, 1);
	check_descriptor(grams, sizeof(grams), item, 1);
	check_descriptor(mixed, sizeof(mixed), display, 2);
	assert_int_equal(hid_scale_parse(both, sizeof(both), &s), -ENOTSUP);
	assert_int_equal(hid_scale_parse(slugs, sizeof(slugs), &s), -ENOTSUP);
}

static void truth_16_weight_in_bytes(void **state)
{
	static const uint8_t two[] = { SCALE, STATUS, UNIT, SCALING, 0x09, 0x40, 0x15, 0x00, 0x26,
		0xFF, 0x00, 0x75, 0x08, 0x95, 0x02, 0x81, 0x02, END };
	static const uint8_t three[] = { SCALE, STATUS, UNIT, SCALING, 0x15, 0x00, 0x26, 0xFF, 0x00,
		BYTE, 0x09, 0x40, 0x81, 0x02, 0x09, 0x40, 0x81, 0x02, 0x09, 0x40, 0x81, 0x02, END };
	static const uint8_t apart[] = { SCALE, 0x09, 0x40, BYTE, 0x81, 0x02, STATUS, UNIT, 0x09,
		0x40, BYTE, 0x81, 0x02, END };
	static const uint8_t twice[] = { SCALE, STATUS, UNIT, WEIGHT, WEIGHT, END };
	static const struct row rows[] = { { { 4, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_STABLE,
						   12500000 },
		{ { 4, 3, 0xFE, 0xE2 }, 4, SCALE_FAULT, 0 } };
	static const struct row more[] = { { { 4, 2, 0x00, 0xE2, 0x04, 0x01 }, 6, SCALE_STABLE,
		66786000 } };
	struct hid_scale s;

	(void)state;
	check_descriptor(two, sizeof(two), rows, 2);
	check_descriptor(three, sizeof(three), more, 1);
	assert_int_equal(hid_scale_parse(apart, sizeof(apart), &s), -ENOTSUP);
	assert_int_equal(hid_scale_parse(twice, sizeof(twice), &s), -ENOTSUP);
}

static void truth_16_below_zero_is_no_heavy_load(void **state)
{
	static const uint8_t full[] = { SCALE, STATUS, UNIT, SCALING, WEIGHT, END };
	static const uint8_t half[] = { SCALE, STATUS, UNIT, SCALING, 0x15, 0x00, 0x26, 0xFF, 0x7F,
		WEIGHT16, END };
	static const uint8_t with_sign[] = { SCALE, STATUS, UNIT, SCALING, 0x16, 0x00, 0x80, 0x26,
		0xFF, 0x7F, WEIGHT16, END };
	static const struct row negative[] = {
		{ { 4, 2, 0x00, 0xF6, 0xFF }, 5, SCALE_UNDER_ZERO, -10 },
		{ { 3, 2, 0x00, 0xF6, 0xFF }, 5, SCALE_UNDER_ZERO, -10 },
		{ { 2, 2, 0x00, 0xFF, 0xFF }, 5, SCALE_ZERO, 0 },
		{ { 4, 2, 0x00, 0x10, 0x27 }, 5, SCALE_STABLE, 10000000 },
	};
	static const struct row doubtful[] = {
		{ { 4, 2, 0x00, 0xF6, 0xFF }, 5, SCALE_FAULT, 0 },
		{ { 2, 2, 0x00, 0xFF, 0xFF }, 5, SCALE_ZERO, 0 },
	};
	static const struct row heavy[] = {
		{ { 4, 2, 0x00, 0xF6, 0xFF }, 5, SCALE_STABLE, 65526000 },
	};
	const struct hid_quirks signless = { .sign = HID_SIGN_NONE },
				twos = { .sign = HID_SIGN_TWOS_COMPLEMENT },
				light = { .limit_mg = 11340000 }, big = { .limit_mg = 150000000 };
	struct hid_scale s = scale_of(full, sizeof(full));

	(void)state;
	check_descriptor(half, sizeof(half), negative, ARRAY_SIZE(negative));
	check_descriptor(with_sign, sizeof(with_sign), negative, ARRAY_SIZE(negative));
	check_descriptor(full, sizeof(full), doubtful, ARRAY_SIZE(doubtful));
	check_rows(&s, &light, negative, ARRAY_SIZE(negative));
	check_rows(&s, &twos, negative, ARRAY_SIZE(negative));
	check_rows(&s, &signless, heavy, 1);
	check_rows(&s, &big, heavy, 1);
}

static void truth_16_nothing_above_its_own_limit(void **state)
{
	static const uint8_t logical[] = { SCALE, STATUS, UNIT, SCALING, 0x15, 0x00, 0x26, 0xDC,
		0x05, WEIGHT16, END };
	static const uint8_t full[] = { SCALE, STATUS, UNIT, SCALING, WEIGHT, END };
	static const struct row rows[] = {
		{ { 4, 3, 0xFE, 0xDC, 0x05 }, 5, SCALE_STABLE, 15000000 },
		{ { 4, 3, 0xFE, 0xDD, 0x05 }, 5, SCALE_OVERLOAD, 0 },
	};
	const struct hid_quirks q = { .limit_mg = 15000000 };
	struct hid_scale s = scale_of(full, sizeof(full));

	(void)state;
	check_descriptor(logical, sizeof(logical), rows, ARRAY_SIZE(rows));
	check_rows(&s, &q, rows, ARRAY_SIZE(rows));
}

static void truth_16_no_guess_beyond_its_own_collection(void **state)
{
	static const uint8_t vendor[] = { SCALE, 0x06, 0x00, 0xFF, 0x09, 0x01, 0x15, 0x00, 0x26,
		0xFF, 0x00, 0x75, 0x08, 0x95, 0x05, 0x81, 0x02, END };
	static const uint8_t with_keyboard[] = { KEYBOARD, SCALE, 0x09, 0x31, 0x75, 0x08, 0x95,
		0x01, 0x91, 0x02, END };
	static const uint8_t partly[] = { SCALE, STATUS, UNIT, SCALING, 0x75, 0x10, 0x09, 0x20,
		0x81, 0x02, END };
	static const uint8_t no_status[] = { SCALE, UNIT, SCALING, WEIGHT, END };
	/* Its own five nameless bytes, beside a keyboard: there the usual shape is taken. */
	static const uint8_t both[] = { 0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x85, 0x01, 0x05, 0x07,
		0x19, 0x00, 0x29, 0x65, 0x75, 0x08, 0x95, 0x08, 0x81, 0x00, END, SCALE, 0x85, 0x03,
		0x09, 0x20, 0x95, 0x05, 0x81, 0x02, END };
	static const struct row rows[] = { { { 3, 4, 3, 0xFE, 0xE2, 0x04 }, 6, SCALE_STABLE,
		12500000 } };
	struct hid_scale s;

	(void)state;
	assert_int_equal(hid_scale_parse(vendor, sizeof(vendor), &s), -ENOTSUP);
	assert_int_equal(hid_scale_parse(with_keyboard, sizeof(with_keyboard), &s), -ENOTSUP);
	assert_int_equal(hid_scale_parse(partly, sizeof(partly), &s), -ENOTSUP);
	assert_int_equal(hid_scale_parse(no_status, sizeof(no_status), &s), -ENOTSUP);
	check_descriptor(both, sizeof(both), rows, 1);
}

static void truth_16_status_as_eight_bits(void **state)
{
	static const uint8_t flags[] = { SCALE, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08,
		0x19, 0x71, 0x29, 0x78, 0x81, 0x02, UNIT, SCALING, WEIGHT, END };
	static const struct row rows[] = {
		{ { 0x08, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_STABLE, 12500000 },
		{ { 0x04, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_MOVING, 12500000 },
		{ { 0x0C, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_MOVING, 12500000 },
		{ { 0x00, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_MOVING, 12500000 },
		{ { 0x0A, 3, 0xFE, 0x00, 0x00 }, 5, SCALE_ZERO, 0 },
		{ { 0x20, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_OVERLOAD, 0 },
		{ { 0x28, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_OVERLOAD, 0 },
		{ { 0x10, 3, 0xFE, 0x1E, 0x00 }, 5, SCALE_UNDER_ZERO, -30 },
		{ { 0x01, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_FAULT, 0 },
		{ { 0x48, 3, 0xFE, 0xE2, 0x04 }, 5, SCALE_FAULT, 0 },
	};

	(void)state;
	check_descriptor(flags, sizeof(flags), rows, ARRAY_SIZE(rows));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_16_exponent_only_as_an_item),
		cmocka_unit_test(truth_16_weight_in_bytes),
		cmocka_unit_test(truth_16_below_zero_is_no_heavy_load),
		cmocka_unit_test(truth_16_nothing_above_its_own_limit),
		cmocka_unit_test(truth_16_no_guess_beyond_its_own_collection),
		cmocka_unit_test(truth_16_status_as_eight_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
