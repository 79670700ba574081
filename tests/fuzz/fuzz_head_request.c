// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Any frames on the head's line, with a right CRC (else nothing would get past it): first byte is
 * jumper and load, then each frame behind its length. Answers fit, are sealed and come from the
 * head's own address; EEPROM is written with the jumper closed only.
 */
#include <assert.h>
#include <string.h>
#include "../../firmware/core/crc16.h"
#include "../../firmware/core/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(struct head *h, bool jumper)
{
	uint16_t at;
	uint8_t byte;

	while (head_eeprom_next(h, &at, &byte)) {
		assert(jumper);
		assert(at >= RECORD_AT(0) && at < RECORD_AT(1) + RECORD_BYTES);
		head_eeprom_written(h, byte);
	}
}

static void ask(struct head *h, const uint8_t *data, size_t len, uint32_t now_ms)
{
	uint8_t frame[HEAD_FRAME_BYTES] = { 0 }, own = h->address,
		broadcast = len > 0 && data[0] == 0;
	uint16_t crc = crc16(data, len);
	size_t answer;

	memcpy(frame, data, len);
	frame[len] = (uint8_t)crc;
	frame[len + 1] = (uint8_t)(crc >> 8);
	answer = head_request(h, frame, len + 2, now_ms);
	assert(answer == 0 || (answer >= 5 && answer <= 69));
	assert(!broadcast || answer == 0);
	if (answer)
		assert(frame[0] == own && crc16(frame, answer) == 0);
	assert(h->address >= 1 && h->address <= 247 && h->baud_code <= RECORD_BAUD_MOST);
}

/* Conversions for a while, so that commands have something to work on. */
static void load(struct head *h, bool jumper, uint32_t *now_ms, int32_t counts, int n)
{
	for (int i = 0; i < n; i++) {
		*now_ms += 100;
		head_tick(h, jumper, *now_ms);
		head_conversion(h, (uint32_t)(counts + i % 7) & 0xFFFFFF, true, *now_ms);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct head_start start = { .jumper = size > 0 && data[0] & 1 };
	struct head h;
	uint32_t now_ms = 0;

	if (size == 0)
		return 0;
	memset(start.slots, 0xFF, sizeof(start.slots));
	head_init(&h, &start, now_ms);
	load(&h, start.jumper, &now_ms, 70000, 30);
	for (size_t at = 1; at < size;) {
		size_t len = data[at] % (HEAD_FRAME_BYTES - 2);

		at++;
		if (len > size - at)
			len = size - at;
		ask(&h, data + at, len, now_ms);
		at += len;
		load(&h, start.jumper, &now_ms,
			(data[0] & 2 ? 2000000 : 70000) + (int32_t)at * 1000, 3);
		if (data[0] & 4 && at < 20)
			load(&h, start.jumper, &now_ms, 70000, 180);
		write_all(&h, start.jumper);
	}
	return 0;
}
