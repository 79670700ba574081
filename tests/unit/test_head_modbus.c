// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A million Modbus requests: right ones, truncated, with bits flipped, for others, to all, and plain
 * rubbish. What each must be answered, and what the registers hold afterwards, is worked out here
 * from the map in firmware/README.md, without a line of the head's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include "head_rig.h"

#define SELF 1

/* A head without calibration, jumper or cell, as a master should see it. */
struct oracle {
	uint16_t reg[42];
};

static uint64_t seed = 20261125;

static uint32_t draw(uint32_t n)
{
	return head_rig_random(&seed) % n;
}

static void oracle_init(struct oracle *o)
{
	static const struct {
		uint8_t i;
		uint16_t value;
	} start[] = { { 0, 1 }, { 1, 1 << 7 | 1 << 10 }, { 2, 0x8000 }, { 4, 0x8000 },
		{ 8, 0x8000 }, { 24, 0x8000 }, { 15, 0x0100 }, { 16, 1 }, { 40, 1 }, { 41, 1 } };

	memset(o, 0, sizeof(*o));
	for (size_t i = 0; i < sizeof(start) / sizeof(*start); i++)
		o->reg[start[i].i] = start[i].value;
}

/* No weight, no jumper: every command but "clear the tare" is refused, each for its reason. */
static void oracle_command(struct oracle *o, uint16_t code)
{
	if (code == 0)
		return;
	if (code == 1 || code == 2)
		o->reg[32] = 0x8003;
	else if (code == 3)
		o->reg[32] = 0;
	else
		o->reg[32] = code >= 0x10 && code <= 0x12 ? 0x8005 : 0x8001;
}

static void oracle_write(struct oracle *o, uint32_t i, uint16_t value)
{
	if (i == 32)
		oracle_command(o, value);
	else if (i != 38 && i != 39)
		o->reg[i] = value;
}

static size_t exception(uint8_t *f, uint8_t code)
{
	f[1] |= 0x80;
	f[2] = code;
	return 3;
}

static uint16_t word(const uint8_t *at)
{
	return (uint16_t)(at[0] * 256 + at[1]);
}

static size_t oracle_read(struct oracle *o, uint8_t *f, size_t len)
{
	uint32_t first = word(f + 2), count = word(f + 4);

	if (len != 6 || count == 0 || count > 32)
		return exception(f, 3);
	if (first + count > 42)
		return exception(f, 2);
	f[2] = (uint8_t)(count * 2);
	for (uint32_t i = 0; i < count; i++) {
		f[3 + 2 * i] = (uint8_t)(o->reg[first + i] / 256);
		f[4 + 2 * i] = (uint8_t)(o->reg[first + i] % 256);
	}
	return 3 + count * 2;
}

static size_t oracle_set(struct oracle *o, uint8_t *f, size_t len)
{
	uint32_t first = word(f + 2), count = f[1] == 6 ? 1 : word(f + 4);
	const uint8_t *values = f[1] == 6 ? f + 4 : f + 7;

	if (f[1] == 6 ? len != 6
		      : len < 8 || count < 1 || count > 123 || f[6] != count * 2 ||
				len != 7 + count * 2)
		return exception(f, 3);
	if (first < 32 || first + count > 42)
		return exception(f, 2);
	for (uint32_t i = count; i-- > 0;)
		oracle_write(o, first + i, word(values + 2 * i));
	return 6;
}

/* The answer into the frame, its length without CRC; 0 is silence. */
static size_t oracle_answer(struct oracle *o, uint8_t *f, size_t len)
{
	size_t answer;

	if (len < 4) {
		o->reg[21]++;
		return 0;
	}
	if (head_rig_crc(f, len) != 0) {
		o->reg[20]++;
		return 0;
	}
	len -= 2;
	if (f[0] != 0 && f[0] != SELF)
		return 0;
	memset(f + len, 0, HEAD_FRAME_BYTES - len);
	if (f[1] == 3 || f[1] == 4)
		answer = oracle_read(o, f, len);
	else if (f[1] == 6 || f[1] == 16)
		answer = oracle_set(o, f, len);
	else
		answer = exception(f, 1);
	return f[0] == 0 ? 0 : answer;
}

static void put(uint8_t *at, uint32_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static uint32_t some_value(void)
{
	static const uint16_t telling[] = { 0, 1, 2, 3, 0x10, 0x11, 0x12, 0x8000, 0xFFFF };

	return draw(2) ? telling[draw(9)] : draw(65536);
}

/* A request that is near to right: its fields are in range or just beyond. */
static size_t plausible(uint8_t *f)
{
	static const uint8_t functions[] = { 3, 3, 4, 6, 16, 16, 1, 2, 5, 15, 22, 23, 43, 0, 0x83,
		255 };
	uint32_t count = draw(8) ? draw(12) : draw(130);
	size_t len = 6;

	f[0] = (uint8_t)(draw(8) ? SELF : draw(3) ? draw(256) : 0);
	f[1] = functions[draw(16)];
	put(f + 2, draw(10) ? draw(44) : draw(65536));
	put(f + 4, f[1] == 6    ? some_value()
		   : f[1] == 16 ? count
		   : draw(10)   ? draw(36)
				: draw(65536));
	if (f[1] == 16 || f[1] == 15) {
		f[6] = (uint8_t)(draw(12) ? count * 2 : draw(256));
		len = 7 + (draw(12) ? count * 2 : draw(240));
		len = len > HEAD_FRAME_BYTES - 2 ? HEAD_FRAME_BYTES - 2 : len;
		for (size_t i = 7; i + 1 < len; i += 2)
			put(f + i, some_value());
	}
	return len;
}

static size_t seal(uint8_t *f, size_t len)
{
	uint16_t crc = head_rig_crc(f, len);

	f[len] = (uint8_t)crc;
	f[len + 1] = (uint8_t)(crc >> 8);
	return len + 2;
}

static size_t some_frame(uint8_t *f)
{
	size_t len = seal(f, plausible(f));

	switch (draw(8)) {
	case 0: /* cut short, and perhaps sealed again by a master that does not know better */
		len = draw((uint32_t)len);
		return draw(2) && len >= 2 && len <= HEAD_FRAME_BYTES - 2 ? seal(f, len) : len;
	case 1: /* bits flipped */
		for (uint32_t n = 1 + draw(3); n > 0; n--)
			f[draw((uint32_t)len)] ^= (uint8_t)(1 << draw(8));
		return len;
	case 2: /* longer than it says */
		len += draw(4);
		return len > HEAD_FRAME_BYTES ? HEAD_FRAME_BYTES : len;
	case 3:
		len = draw(HEAD_FRAME_BYTES + 1);
		for (size_t i = 0; i < len; i++)
			f[i] = (uint8_t)draw(256);
		return len;
	default:
		return len;
	}
}

static void a_million_requests(void **state)
{
	static struct head_rig r;
	struct oracle o;
	int rounds = getenv("SANITIZED") ? 100000 : 1000000, answered = 0;

	(void)state;
	head_rig_init(&r);
	oracle_init(&o);
	for (int n = 0; n < rounds; n++) {
		uint8_t frame[HEAD_FRAME_BYTES], expected[HEAD_FRAME_BYTES];
		size_t len, want;
		uint16_t at;
		uint8_t byte;

		memset(frame, 0, sizeof(frame));
		len = some_frame(frame);
		memcpy(expected, frame, sizeof(expected));
		want = oracle_answer(&o, expected, len);
		want = want ? seal(expected, want) : 0;
		len = head_request(&r.head, frame, len, r.now_ms);
		assert_int_equal(len, want);
		assert_memory_equal(frame, expected, want);
		assert_false(head_eeprom_next(&r.head, &at, &byte));
		answered += want > 0;
	}
	assert_in_range(answered, rounds / 4, rounds * 3 / 4);
}

static void reads_all_in_two(void **state)
{
	uint8_t f[HEAD_FRAME_BYTES] = { SELF, 3, 0, 0, 0, 32 };
	static struct head_rig r;

	(void)state;
	head_rig_init(&r);
	assert_int_equal(head_request(&r.head, f, seal(f, 6), 0), 69);
	assert_int_equal(f[2], 64);
	memcpy(f, (uint8_t[]){ SELF, 4, 0, 32, 0, 10 }, 6);
	assert_int_equal(head_request(&r.head, f, seal(f, 6), 0), 25);
}

/* The specification's own example of a CRC, so that two mistakes alike would show. */
static void crc_is_that_of_the_specification(void **state)
{
	uint8_t f[HEAD_FRAME_BYTES] = { 1, 3, 0, 0, 0, 1, 0x84, 0x0A };
	static struct head_rig r;

	(void)state;
	head_rig_init(&r);
	assert_int_equal(head_request(&r.head, f, 8, 0), 7);
	f[0] ^= 1;
	assert_int_equal(head_request(&r.head, f, 7, 0), 0);
}

static void lost_frames_are_counted(void **state)
{
	static struct head_rig r;

	(void)state;
	head_rig_init(&r);
	for (int n = 0; n < 5; n++)
		head_line_error(&r.head);
	assert_int_equal(head_rig_reg(&r, 21), 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_million_requests),
		cmocka_unit_test(reads_all_in_two),
		cmocka_unit_test(crc_is_that_of_the_specification),
		cmocka_unit_test(lost_frames_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
