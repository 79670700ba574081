// SPDX-License-Identifier: GPL-3.0-or-later
/* See head_rig.h. Time goes by in steps of 2 ms, as it does on the board. */
#include "head_rig.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <string.h>

uint32_t head_rig_random(uint64_t *state)
{
	*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(*state >> 33);
}

void head_rig_restart(struct head_rig *r)
{
	struct head_start s = { .reset_cause = 1, .jumper = r->jumper };

	memcpy(s.slots[0], r->eeprom + RECORD_AT(0), RECORD_BYTES);
	memcpy(s.slots[1], r->eeprom + RECORD_AT(1), RECORD_BYTES);
	head_init(&r->head, &s, r->now_ms);
	r->due_us = (uint64_t)r->now_ms * 1000 + r->period_us;
}

void head_rig_init(struct head_rig *r)
{
	memset(r, 0, sizeof(*r));
	memset(r->eeprom, 0xFF, sizeof(r->eeprom));
	r->noise = 20;
	r->period_us = 12500;
	r->now_ms = 1000;
	head_rig_restart(r);
}

static void eeprom(struct head_rig *r)
{
	uint16_t at;
	uint8_t byte;

	if (r->now_ms % 4 || !head_eeprom_next(&r->head, &at, &byte))
		return;
	assert_true(r->jumper);
	assert_true(at < HEAD_RIG_EEPROM);
	r->eeprom[at] = byte;
	r->writes++;
	head_eeprom_written(&r->head, byte);
}

static void step(struct head_rig *r)
{
	r->now_ms += 2;
	head_tick(&r->head, r->jumper, r->now_ms);
	if (head_power_cycle(&r->head))
		r->power_cycles++;
	eeprom(r);
}

void head_rig_idle(struct head_rig *r, uint32_t ms)
{
	for (uint32_t end = r->now_ms + ms; r->now_ms < end;)
		step(r);
	r->due_us = (uint64_t)r->now_ms * 1000 + r->period_us;
}

void head_rig_feed(struct head_rig *r, int32_t counts, uint32_t ms)
{
	for (uint32_t end = r->now_ms + ms; r->now_ms < end;) {
		int32_t noise =
			(int32_t)(head_rig_random(&r->random) % (uint32_t)(2 * r->noise + 1)) -
			r->noise;

		step(r);
		if ((uint64_t)r->now_ms * 1000 < r->due_us)
			continue;
		r->due_us += r->period_us;
		head_conversion(&r->head, (uint32_t)(counts + noise) & 0xFFFFFF, true, r->now_ms);
	}
}

void head_rig_load(struct head_rig *r, int32_t grams, uint32_t ms)
{
	head_rig_feed(r, RIG_ZERO + grams * RIG_PER_G, ms);
}

uint16_t head_rig_crc(const uint8_t *bytes, size_t len)
{
	uint32_t crc = 0xFFFF;

	for (size_t bit = 0; bit < len * 8; bit++) {
		uint32_t in = (uint32_t)bytes[bit / 8] >> (bit % 8) & 1;

		crc = (crc ^ in) & 1 ? (crc >> 1) ^ 0xA001 : crc >> 1;
	}
	return (uint16_t)crc;
}

static size_t ask(struct head_rig *r, uint8_t *frame, size_t len)
{
	uint16_t crc = head_rig_crc(frame, len);

	frame[len] = (uint8_t)crc;
	frame[len + 1] = (uint8_t)(crc >> 8);
	len = head_request(&r->head, frame, len + 2, r->now_ms);
	assert_true(len >= 5);
	assert_int_equal(head_rig_crc(frame, len), 0); /* a frame with its CRC leaves nothing */
	return len;
}

int32_t head_rig_reg32(struct head_rig *r, uint16_t i)
{
	uint8_t f[HEAD_FRAME_BYTES] = { r->head.address, 4, 0, (uint8_t)i, 0, 2 };

	assert_int_equal(ask(r, f, 6), 9);
	return (int32_t)((uint32_t)f[3] << 24 | (uint32_t)f[4] << 16 | (uint32_t)f[5] << 8 | f[6]);
}

uint16_t head_rig_reg(struct head_rig *r, uint16_t i)
{
	uint8_t f[HEAD_FRAME_BYTES] = { r->head.address, 3, 0, (uint8_t)i, 0, 1 };

	assert_int_equal(ask(r, f, 6), 7);
	return (uint16_t)(f[3] << 8 | f[4]);
}

bool head_rig_status(struct head_rig *r, uint16_t bits)
{
	return (head_rig_reg(r, 1) & bits) == bits;
}

void head_rig_write(struct head_rig *r, uint16_t i, uint16_t value)
{
	uint8_t f[HEAD_FRAME_BYTES] = { r->head.address, 6, 0, (uint8_t)i, (uint8_t)(value >> 8),
		(uint8_t)value };

	assert_int_equal(ask(r, f, 6), 8);
	assert_int_equal(f[1], 6);
}

void head_rig_write32(struct head_rig *r, uint16_t i, int32_t value)
{
	uint32_t u = (uint32_t)value;
	uint8_t f[HEAD_FRAME_BYTES] = { r->head.address, 16, 0, (uint8_t)i, 0, 2, 4,
		(uint8_t)(u >> 24), (uint8_t)(u >> 16), (uint8_t)(u >> 8), (uint8_t)u };

	assert_int_equal(ask(r, f, 11), 8);
	assert_int_equal(f[1], 16);
}

uint16_t head_rig_command(struct head_rig *r, uint16_t command)
{
	head_rig_write(r, 32, command);
	return head_rig_reg(r, 32);
}

void head_rig_calibrate(struct head_rig *r)
{
	r->jumper = true;
	head_rig_load(r, 0, 3000);
	head_rig_write(r, 35, 50);
	head_rig_write32(r, 36, 200000);
	assert_int_equal(head_rig_command(r, COMMAND_SETTINGS), COMMAND_SETTINGS);
	head_rig_load(r, 0, 500);
	assert_int_equal(head_rig_command(r, COMMAND_CAPTURE_ZERO), COMMAND_CAPTURE_ZERO);
	head_rig_load(r, 0, 17000);
	assert_int_equal(head_rig_reg(r, 32), 0);
	head_rig_load(r, 100000, 3000);
	head_rig_write32(r, 33, 100000);
	assert_int_equal(head_rig_command(r, COMMAND_CAPTURE_SPAN), COMMAND_CAPTURE_SPAN);
	head_rig_load(r, 100000, 17000);
	assert_int_equal(head_rig_reg(r, 32), 0);
	r->jumper = false;
	head_rig_load(r, 0, 3000);
}

void head_rig_ready(struct head_rig *r)
{
	head_rig_init(r);
	head_rig_calibrate(r);
}
