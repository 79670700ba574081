// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * USB scales: the descriptor says where things are, and whatever is not plainly a weight
 * is never a number. The descriptor below is composed by the HID usage tables, in the shape
 * of published ones; report vectors are those of postal scales described on the web.
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

#define STATUS_ARRAY                                                                              \
	0x09, 0x70, 0xA1, 0x02, 0x15, 0x01, 0x25, 0x08, 0x75, 0x08, 0x95, 0x01, 0x19, 0x71, 0x29, \
		0x78, 0x81, 0x00, 0xC0
#define UNIT_ARRAY(main)                                                                          \
	0x09, 0x50, 0xA1, 0x02, 0x15, 0x01, 0x25, 0x0C, 0x75, 0x08, 0x95, 0x01, 0x19, 0x51, 0x29, \
		0x5C, main, 0x00, 0xC0
#define SCALING(main) 0x09, 0x41, 0x15, 0x81, 0x25, 0x7F, 0x75, 0x08, 0x95, 0x01, main, 0x02
#define WEIGHT(main) \
	0x09, 0x40, 0x15, 0x00, 0x27, 0xFF, 0xFF, 0x00, 0x00, 0x75, 0x10, 0x95, 0x01, main, 0x02

static const uint8_t full[] = { 0x05, 0x8D, 0x09, 0x20, 0xA1, 0x01, /* scale device, application */
	/* 1: attributes (class, default unit) */
	0x85, 0x01, 0x09, 0x30, 0xA1, 0x02, 0x09, 0x21, 0xA1, 0x02, 0x15, 0x01, 0x25, 0x09, 0x75,
	0x08, 0x95, 0x01, 0x19, 0x22, 0x29, 0x2A, 0xB1, 0x00, 0xC0, UNIT_ARRAY(0xB1), 0xC0,
	/* 2: control, output: enforced zero return, zero, six bits of padding */
	0x85, 0x02, 0x09, 0x31, 0xA1, 0x02, 0x09, 0x81, 0x09, 0x80, 0x15, 0x00, 0x25, 0x01, 0x75,
	0x01, 0x95, 0x02, 0x91, 0x02, 0x75, 0x06, 0x95, 0x01, 0x91, 0x03, 0xC0,
	/* 3: data */
	0x85, 0x03, 0x09, 0x32, 0xA1, 0x02, STATUS_ARRAY, UNIT_ARRAY(0x81), SCALING(0x81),
	WEIGHT(0x81), 0xC0,
	/* 4: status alone */
	0x85, 0x04, 0x09, 0x33, 0xA1, 0x02, STATUS_ARRAY, 0xC0,
	/* 5: weight limit */
	0x85, 0x05, 0x09, 0x34, 0xA1, 0x02, UNIT_ARRAY(0xB1), SCALING(0xB1), WEIGHT(0xB1), 0xC0,
	/* 6: statistics */
	0x85, 0x06, 0x09, 0x35, 0xA1, 0x02, 0x09, 0x60, 0x09, 0x61, 0x15, 0x00, 0x27, 0xFF, 0xFF,
	0x00, 0x00, 0x75, 0x10, 0x95, 0x02, 0xB1, 0x02, 0xC0, 0xC0 };

/* A sloppy device: five nameless bytes in report 3. */
static const uint8_t sloppy[] = { 0x05, 0x8D, 0x09, 0x20, 0xA1, 0x01, 0x85, 0x03, 0x09, 0x20, 0x15,
	0x00, 0x26, 0xFF, 0x00, 0x75, 0x08, 0x95, 0x05, 0x81, 0x02, 0xC0 };

static const uint8_t keyboard[] = { 0x05, 0x01, 0x09, 0x06, 0xA1, 0x01, 0x05, 0x07, 0x19, 0xE0,
	0x29, 0xE7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02, 0xC0 };

static struct hid_scale scale_of(const uint8_t *descriptor, size_t len)
{
	struct hid_scale s;

	memset(&s, 0, sizeof(s));
	assert_int_equal(hid_scale_parse(descriptor, len, &s), 0);
	return s;
}

static int read_with(const struct hid_scale *s, const struct hid_quirks *q, const uint8_t *report,
	size_t len, struct reading *r)
{
	int rc = parse_hid_report(s, q, report, len, 1234, r);

	if (rc == 1) {
		assert_int_equal(r->at_boot_us, 1234);
		assert_int_equal(r->raw_len, len < READING_RAW_SIZE ? len : READING_RAW_SIZE);
		assert_memory_equal(r->raw, report, r->raw_len);
	}
	return rc;
}

static void finds_the_fields(void **state)
{
	struct hid_scale s = scale_of(full, sizeof(full));

	(void)state;
	assert_true(s.has_ids);
	assert_int_equal(s.longest, 6); /* truth 0: so long is a transfer, in whole packets */
	assert_false(s.guessed);
	assert_int_equal(s.data.id, 3);
	assert_int_equal(s.data.bits, 40);
	assert_int_equal(s.data.status.bit, 0);
	assert_int_equal(s.data.unit.bit, 8);
	assert_int_equal(s.data.scaling.bit, 16);
	assert_true(s.data.scaling.is_signed);
	assert_int_equal(s.data.weight.bit, 24);
	assert_int_equal(s.data.weight.bits, 16);
	assert_false(s.data.weight.is_signed);
	assert_int_equal(s.status.id, 4);
	assert_int_equal(s.limit.id, 5);
	assert_int_equal(s.limit.type, HID_FEATURE);
	assert_int_equal(s.zero.type, HID_OUTPUT);
	assert_int_equal(s.zero.id, 2);
	assert_int_equal(s.zero.bit, 1);
	assert_int_equal(s.zero.bits, 8);
}

static void refuses_other_descriptors(void **state)
{
	struct hid_scale s;
	/* The 0x8D page named, but nothing long enough for a weight. */
	static const uint8_t small[] = { 0x05, 0x8D, 0x09, 0x20, 0xA1, 0x01, 0x75, 0x08, 0x95, 0x02,
		0x09, 0x20, 0x81, 0x02, 0xC0 };

	(void)state;
	assert_int_equal(hid_scale_parse(keyboard, sizeof(keyboard), &s), -ENOENT);
	assert_int_equal(hid_scale_parse(small, sizeof(small), &s), -ENOTSUP);
	assert_int_equal(hid_scale_parse(full, 0, &s), -EBADMSG);
	/* Cut anywhere, it is never a scale: the collection stays open. */
	for (size_t n = 1; n < sizeof(full); n++)
		assert_true(hid_scale_parse(full, n, &s) < 0);
}

static void survives_absurd_sizes(void **state)
{
	struct hid_scale s;
	/* 4 thousand million values of 32 bits; 20 pops; 20 collections. */
	static const uint8_t big[] = { 0x05, 0x8D, 0x09, 0x20, 0xA1, 0x01, 0x75, 0x20, 0x97, 0xFF,
		0xFF, 0xFF, 0xFF, 0x09, 0x40, 0x81, 0x02, 0xC0 };
	static const uint8_t pop[] = { 0x05, 0x8D, 0xB4, 0xC0 };
	uint8_t deep[40];

	(void)state;
	memset(deep, 0xA1, sizeof(deep));
	assert_int_equal(hid_scale_parse(big, sizeof(big), &s), -EBADMSG);
	assert_int_equal(hid_scale_parse(pop, sizeof(pop), &s), -EBADMSG);
	assert_int_equal(hid_scale_parse(deep, sizeof(deep), &s), -EBADMSG);
}

static void reads_published_reports(void **state)
{
	static const struct {
		uint8_t bytes[8];
		size_t len;
		enum scale_state expected;
		int64_t mg;
		int64_t step_mg;
	} rows[] = {
		{ { 3, 2, 0x0B, 0xFF, 0, 0 }, 6, SCALE_ZERO, 0, 2835 },
		{ { 3, 4, 2, 0, 20, 0 }, 6, SCALE_STABLE, 20000, 1000 },
		{ { 3, 3, 2, 0, 20, 0 }, 6, SCALE_MOVING, 20000, 1000 },
		{ { 3, 4, 0x0B, 0xFF, 0x34, 0x19 }, 6, SCALE_STABLE, 18291112, 2835 },
		{ { 3, 4, 3, 0xFE, 0xE2, 0x04 }, 6, SCALE_STABLE, 12500000, 10000 },
		{ { 3, 4, 2, 1, 125, 0 }, 6, SCALE_STABLE, 1250000, 10000 },
		{ { 3, 4, 12, 0xFF, 10, 0 }, 6, SCALE_STABLE, 453592, 45359 },
		{ { 3, 4, 2, 0, 20, 0, 0xAA, 0xBB }, 8, SCALE_STABLE, 20000, 1000 },
	};
	struct hid_scale s = scale_of(full, sizeof(full));
	struct hid_scale t = scale_of(sloppy, sizeof(sloppy));
	struct hid_quirks q = { 0 };

	(void)state;
	assert_true(t.guessed);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct reading r;

		assert_int_equal(read_with(&s, &q, rows[i].bytes, rows[i].len, &r), 1);
		assert_int_equal(r.state, rows[i].expected);
		assert_int_equal(r.mass_mg, rows[i].mg);
		assert_int_equal(r.step_mg, rows[i].step_mg);
		assert_int_equal(read_with(&t, &q, rows[i].bytes, rows[i].len, &r), 1);
		assert_int_equal(r.state, rows[i].expected);
		assert_int_equal(r.mass_mg, rows[i].mg);
	}
}

static void reads_every_unit(void **state)
{
	/* 100 of each, in milligrams, from the exact definitions; 0: refused. */
	static const int64_t mg[] = { 0, 100, 100000, 100000000, 20000, 0, 6480, 155517,
		100000000000, 90718474000, 3110348, 2834952, 45359237, 0, 0 };
	struct hid_scale s = scale_of(full, sizeof(full));
	struct hid_quirks q = { 0 };

	(void)state;
	for (size_t unit = 0; unit < ARRAY_SIZE(mg); unit++) {
		uint8_t report[] = { 3, 4, (uint8_t)unit, 0, 100, 0 };
		struct reading r;

		assert_int_equal(read_with(&s, &q, report, sizeof(report), &r), 1);
		if (mg[unit] > 0) {
			assert_int_equal(r.state, SCALE_STABLE);
			assert_int_equal(r.mass_mg, mg[unit]);
		} else {
			assert_int_equal(r.state, SCALE_FAULT);
			assert_int_equal(r.reason, REASON_UNKNOWN_UNIT);
		}
	}
}

static void doubtful_status_has_no_number(void **state)
{
	static const struct {
		uint8_t status;
		enum scale_state expected;
		enum scale_reason reason;
	} rows[] = {
		{ 0, SCALE_FAULT, REASON_UNKNOWN_STATUS },
		{ 1, SCALE_FAULT, REASON_DEVICE_FAULT },
		{ 5, SCALE_UNDER_ZERO, REASON_NONE },
		{ 6, SCALE_OVERLOAD, REASON_NONE },
		{ 7, SCALE_FAULT, REASON_NEEDS_CALIBRATION },
		{ 8, SCALE_FAULT, REASON_NEEDS_ZERO },
		{ 9, SCALE_FAULT, REASON_UNKNOWN_STATUS },
		{ 255, SCALE_FAULT, REASON_UNKNOWN_STATUS },
	};
	struct hid_scale s = scale_of(full, sizeof(full));
	struct hid_quirks q = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint8_t report[] = { 3, rows[i].status, 2, 0, 10, 0 };
		struct reading r;

		assert_int_equal(read_with(&s, &q, report, sizeof(report), &r), 1);
		assert_int_equal(r.state, rows[i].expected);
		assert_int_equal(r.reason, rows[i].reason);
		assert_false(reading_has_mass(&r));
		assert_int_equal(r.mass_mg, 0);
		assert_int_equal(r.shown.digits, rows[i].status == 5 ? -10 : 0);
	}
}

static void refuses_what_is_no_weight(void **state)
{
	static const struct {
		uint8_t bytes[6];
		size_t len;
		int rc;
		enum scale_reason reason;
	} rows[] = {
		{ { 3, 4, 2 }, 3, 1, REASON_BAD_FRAME },
		{ { 3, 4, 2, 0, 20 }, 5, 1, REASON_BAD_FRAME },
		{ { 3 }, 1, 1, REASON_BAD_FRAME },
		{ { 0 }, 0, 1, REASON_BAD_FRAME },
		{ { 9, 4, 2, 0, 20, 0 }, 6, 1, REASON_BAD_FRAME },
		{ { 3, 4, 2, 0x80, 20, 0 }, 6, 1, REASON_BAD_FRAME }, /* x 10^-128 */
		{ { 3, 4, 3, 0xF0, 20, 0 }, 6, 1, REASON_BAD_FRAME }, /* x 10^-16 */
		{ { 3, 4, 8, 12, 20, 0 }, 6, 1, REASON_TOO_LARGE },
		{ { 3, 2, 2, 0, 200, 0 }, 6, 1, REASON_BAD_FRAME }, /* 200 g at "zero" */
		{ { 4, 1 }, 2, 1, REASON_DEVICE_FAULT },
		{ { 4, 4 }, 2, 0, REASON_NONE }, /* stable, but what? */
		{ { 4 }, 1, 1, REASON_BAD_FRAME },
	};
	struct hid_scale s = scale_of(full, sizeof(full));
	struct hid_quirks q = { 0 };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct reading r = { .mass_mg = -77 };

		assert_int_equal(read_with(&s, &q, rows[i].bytes, rows[i].len, &r), rows[i].rc);
		if (rows[i].rc == 0) {
			assert_int_equal(r.mass_mg, -77);
			continue;
		}
		assert_int_equal(r.state, SCALE_FAULT);
		assert_int_equal(r.reason, rows[i].reason);
		assert_int_equal(r.mass_mg, 0);
	}
}

static void zero_is_zero_within_a_quarter_step(void **state)
{
	struct hid_scale s = scale_of(full, sizeof(full));
	struct hid_quirks q = { 0 };
	static const uint8_t report[] = { 3, 2, 2, 0xFF, 2, 0 };
	struct reading r;

	(void)state;
	assert_int_equal(read_with(&s, &q, report, sizeof(report), &r), 1);
	assert_int_equal(r.state, SCALE_ZERO);
	assert_int_equal(r.mass_mg, 0);
	assert_int_equal(r.step_mg, 100);
}

static void twos_complement_is_a_quirk(void **state)
{
	static const uint8_t minus10[] = { 3, 4, 2, 0, 0xF6, 0xFF };
	static const uint8_t over[] = { 3, 6, 2, 0, 0xF6, 0xFF };
	static const uint8_t heavy[] = { 3, 4, 2, 0, 0x40, 0x9C }; /* 40 kg of at most 50 */
	struct hid_scale s = scale_of(full, sizeof(full));
	struct hid_quirks none = { .sign = HID_SIGN_NONE },
			  quirk = { .sign = HID_SIGN_TWOS_COMPLEMENT },
			  limited = { HID_SIGN_TWOS_COMPLEMENT, 50000000 };
	struct reading r;

	(void)state;
	assert_int_equal(read_with(&s, &none, minus10, sizeof(minus10), &r), 1);
	assert_int_equal(r.mass_mg, 65526000);
	assert_int_equal(read_with(&s, &quirk, minus10, sizeof(minus10), &r), 1);
	assert_int_equal(r.state, SCALE_UNDER_ZERO);
	assert_int_equal(r.shown.digits, -10);
	assert_int_equal(read_with(&s, &quirk, over, sizeof(over), &r), 1);
	assert_int_equal(r.state, SCALE_OVERLOAD);
	assert_int_equal(read_with(&s, &limited, heavy, sizeof(heavy), &r), 1);
	assert_int_equal(r.state, SCALE_STABLE);
	assert_int_equal(r.mass_mg, 40000000);
}

static void reads_the_weight_limit(void **state)
{
	struct hid_scale s = scale_of(full, sizeof(full));
	static const uint8_t limit[] = { 5, 3, 0, 150, 0 };
	static const uint8_t none[] = { 5, 3, 0, 0, 0 };
	int64_t mg = -77;

	(void)state;
	assert_int_equal(parse_hid_limit(&s, limit, sizeof(limit), &mg), 0);
	assert_int_equal(mg, 150000000);
	assert_int_equal(parse_hid_limit(&s, none, sizeof(none), &mg), -ENODATA);
	assert_int_equal(parse_hid_limit(&s, limit, 3, &mg), -ENODATA);
	assert_int_equal(mg, 150000000);
}

/* Another maker: no ids, status and unit as plain values, weight first, signed, 24 bits. */
static void other_layouts_are_followed(void **state)
{
	static const uint8_t odd[] = { 0x05, 0x8D, 0x09, 0x01, 0xA1, 0x01, 0x09, 0x40, 0x16, 0x00,
		0x80, 0x26, 0xFF, 0x7F, 0x75, 0x18, 0x95, 0x01, 0x81, 0x02, 0x09, 0x70, 0x15, 0x00,
		0x25, 0x08, 0x75, 0x04, 0x81, 0x02, 0x09, 0x50, 0x25, 0x0C, 0x81, 0x02, 0x09, 0x80,
		0x25, 0x01, 0x75, 0x01, 0xB1, 0x02, 0x75, 0x07, 0xB1, 0x03, 0xC0 };
	static const uint8_t report[] = { 0x10, 0x27, 0x00, 0x24 };
	static const uint8_t negative[] = { 0xFF, 0xFF, 0xFF, 0x24 };
	struct hid_scale s = scale_of(odd, sizeof(odd));
	struct hid_quirks q = { 0 };
	struct reading r;

	(void)state;
	assert_false(s.has_ids);
	assert_int_equal(s.zero.type, HID_FEATURE);
	assert_int_equal(read_with(&s, &q, report, sizeof(report), &r), 1);
	assert_int_equal(r.state, SCALE_STABLE);
	assert_int_equal(r.mass_mg, 10000000);
	assert_int_equal(read_with(&s, &q, negative, sizeof(negative), &r), 1);
	assert_int_equal(r.state, SCALE_UNDER_ZERO);
	assert_int_equal(r.shown.digits, -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_fields),
		cmocka_unit_test(refuses_other_descriptors),
		cmocka_unit_test(survives_absurd_sizes),
		cmocka_unit_test(reads_published_reports),
		cmocka_unit_test(reads_every_unit),
		cmocka_unit_test(doubtful_status_has_no_number),
		cmocka_unit_test(refuses_what_is_no_weight),
		cmocka_unit_test(zero_is_zero_within_a_quarter_step),
		cmocka_unit_test(twos_complement_is_a_quirk),
		cmocka_unit_test(reads_the_weight_limit),
		cmocka_unit_test(other_layouts_are_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
