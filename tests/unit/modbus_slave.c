// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The slave's answers, frame by frame, with a CRC of its own: libmodbus is the one that is
 * tested against it, and damages nothing on purpose.
 */
#include "modbus_slave.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include <unistd.h>
#include "cleanup.h"

static uint16_t crc16(const uint8_t *bytes, size_t len)
{
	uint16_t crc = 0xFFFF;

	for (size_t i = 0; i < len; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = (uint16_t)(crc & 1 ? crc >> 1 ^ 0xA001 : crc >> 1);
	}
	return crc;
}

static void send_frame(const struct slave *s, uint8_t *frame, size_t len)
{
	uint16_t crc = crc16(frame, len);

	if (s->manner == SLAVE_SILENT)
		return;
	if (s->manner == SLAVE_WRONG_CRC)
		crc ^= 0x0101;
	frame[len++] = (uint8_t)crc;
	frame[len++] = (uint8_t)(crc >> 8);
	if (s->manner == SLAVE_CUTS)
		len /= 2;
	assert_int_equal(write(s->master, frame, len), len);
}

static size_t answer_read(const struct slave *s, const uint8_t *ask, uint8_t *frame)
{
	size_t first = (size_t)ask[2] << 8 | ask[3], count = (size_t)ask[4] << 8 | ask[5];

	assert_true(first + count <= SLAVE_REGISTERS);
	frame[2] = (uint8_t)(2 * count);
	for (size_t i = 0; i < count; i++) {
		frame[3 + 2 * i] = (uint8_t)(s->regs[first + i] >> 8);
		frame[4 + 2 * i] = (uint8_t)s->regs[first + i];
	}
	return 3 + 2 * count;
}

static size_t answer_write(struct slave *s, const uint8_t *ask, uint8_t *frame)
{
	size_t first = (size_t)ask[2] << 8 | ask[3], count = ask[1] == 6 ? 1 : ask[5];
	const uint8_t *values = ask + (ask[1] == 6 ? 4 : 7);

	assert_in_range(s->writes, 0, ARRAY_SIZE(s->written) - 1);
	s->written[s->writes++] = (uint16_t)first;
	for (size_t i = 0; i < count; i++)
		s->regs[first + i] = (uint16_t)(values[2 * i] << 8 | values[2 * i + 1]);
	memcpy(frame + 2, ask + 2, 4);
	return 6;
}

/* Requests come whole: the master writes each at once. */
void slave_answer(struct slave *s)
{
	uint8_t ask[256], frame[256];
	ssize_t n = read(s->master, ask, sizeof(ask));
	size_t len;

	if (n < 8 || crc16(ask, (size_t)n) != 0)
		return;
	s->asked++;
	frame[0] = ask[0];
	frame[1] = ask[1];
	if (s->manner == SLAVE_REFUSES) {
		frame[1] |= 0x80;
		frame[2] = 2;
		len = 3;
	} else {
		len = ask[1] == 3 ? answer_read(s, ask, frame) : answer_write(s, ask, frame);
	}
	send_frame(s, frame, len);
}
