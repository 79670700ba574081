// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Modbus RTU, the slave's side: FC 3, 4, 6 and 16. What is damaged or meant for others gets no
 * answer, broadcast is carried out in silence, and what cannot be done is refused by an exception.
 */
#include "command.h"
#include "crc16.h"
#include "head.h"

#define FRAME_LEAST 4
#define READ_MOST 32
#define FIRST_WRITTEN 32 /* registers from here on may be written */

enum function { READ_HOLDING = 3, READ_INPUT = 4, WRITE_ONE = 6, WRITE_MANY = 16 };
enum exception { BAD_FUNCTION = 1, BAD_ADDRESS = 2, BAD_VALUE = 3 };

static uint16_t get16(const uint8_t *at)
{
	return (uint16_t)((uint16_t)at[0] << 8 | at[1]);
}

static void put16(uint8_t *at, uint16_t value)
{
	at[0] = (uint8_t)(value >> 8);
	at[1] = (uint8_t)value;
}

static void set_half(int32_t *value, bool high, uint16_t half)
{
	uint32_t u = (uint32_t)*value;

	*value = (int32_t)(high ? (u & 0xFFFF) | (uint32_t)half << 16 : (u & 0xFFFF0000) | half);
}

static void set_register(struct head *h, uint16_t i, uint16_t value)
{
	struct head_wanted *w = &h->wanted;

	switch (i) {
	case 33:
	case 34:
		set_half(&w->span_mass_g, i == 33, value);
		break;
	case 35:
		w->step_g = value;
		break;
	case 36:
	case 37:
		set_half(&w->max_g, i == 36, value);
		break;
	case 40:
		w->address = value;
		break;
	case 41:
		w->baud_code = value;
		break;
	default: /* 32 is a command, 38 and 39 keep nothing */
		break;
	}
}

/* A command sees all that was written with it. */
static void set_registers(
	struct head *h, uint16_t first, uint16_t count, const uint8_t *values, uint32_t now_ms)
{
	for (uint16_t i = 0; i < count; i++)
		set_register(h, (uint16_t)(first + i), get16(values + 2 * (size_t)i));
	if (first == FIRST_WRITTEN)
		command_give(h, get16(values), now_ms);
}

static bool may_write(uint16_t first, uint16_t count)
{
	return first >= FIRST_WRITTEN && (uint32_t)first + count <= HEAD_REGISTERS;
}

/* Each of these makes the answer behind its function code; it returns the length with both, or 0 and the exception. */
static size_t read_registers(
	const struct head *h, uint8_t *frame, size_t len, uint8_t *ret_exception)
{
	uint16_t image[HEAD_REGISTERS], first = get16(frame + 2), count = get16(frame + 4);

	*ret_exception = len != 6 || count < 1 || count > READ_MOST ? BAD_VALUE
			 : (uint32_t)first + count > HEAD_REGISTERS ? BAD_ADDRESS
								    : 0;
	if (*ret_exception)
		return 0;
	head_image(h, image);
	frame[2] = (uint8_t)(2 * count);
	for (uint16_t i = 0; i < count; i++)
		put16(frame + 3 + 2 * (size_t)i, image[first + i]);
	return 3 + 2 * (size_t)count;
}

static size_t write_one(
	struct head *h, uint8_t *frame, size_t len, uint32_t now_ms, uint8_t *ret_exception)
{
	uint16_t i = get16(frame + 2);

	*ret_exception = len != 6 ? BAD_VALUE : !may_write(i, 1) ? BAD_ADDRESS : 0;
	if (*ret_exception)
		return 0;
	set_registers(h, i, 1, frame + 4, now_ms);
	return 6;
}

static size_t write_many(
	struct head *h, uint8_t *frame, size_t len, uint32_t now_ms, uint8_t *ret_exception)
{
	uint16_t first = get16(frame + 2), count = get16(frame + 4);
	bool whole = len > 7 && count >= 1 && count <= 123 && frame[6] == 2 * count &&
		     len == 7 + (size_t)frame[6];

	*ret_exception = !whole ? BAD_VALUE : !may_write(first, count) ? BAD_ADDRESS : 0;
	if (*ret_exception)
		return 0;
	set_registers(h, first, count, frame + 7, now_ms);
	return 6;
}

/* len is without the CRC; what is too short for its fields has been cleared behind its end. */
static size_t carry_out(struct head *h, uint8_t *frame, size_t len, uint32_t now_ms)
{
	uint8_t exception = BAD_FUNCTION;
	size_t answer = 0;

	switch (frame[1]) {
	case READ_HOLDING:
	case READ_INPUT:
		answer = read_registers(h, frame, len, &exception);
		break;
	case WRITE_ONE:
		answer = write_one(h, frame, len, now_ms, &exception);
		break;
	case WRITE_MANY:
		answer = write_many(h, frame, len, now_ms, &exception);
		break;
	default:
		break;
	}
	if (answer)
		return answer;
	frame[1] |= 0x80;
	frame[2] = exception;
	return 3;
}

size_t head_request(struct head *h, uint8_t *frame, size_t len, uint32_t now_ms)
{
	uint16_t crc;
	uint8_t address;

	if (len < FRAME_LEAST || len > HEAD_FRAME_BYTES) {
		head_line_error(h);
		return 0;
	}
	len -= 2;
	if (crc16(frame, len) != (uint16_t)(frame[len] | (uint16_t)frame[len + 1] << 8)) {
		h->wrong_crc++;
		return 0;
	}
	address = frame[0];
	if (address != 0 && address != h->address)
		return 0;
	len = carry_out(h, frame, len, now_ms);
	if (address == 0)
		return 0;
	crc = crc16(frame, len);
	frame[len] = (uint8_t)crc;
	frame[len + 1] = (uint8_t)(crc >> 8);
	return len + 2;
}

void head_line_error(struct head *h)
{
	h->wrong_framing++;
}
