// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Requests go out with exact character times; an answer is complete when the line has been silent
 * for four characters. An answer to a well-formed request that is not exactly what the specification
 * says (address, function, length, CRC, no sooner than 3.5 characters) is a failure of the board.
 */
#include "master.h"
#include <math.h>
#include <string.h>

#define PATIENCE_MS 30

uint16_t master_crc(const uint8_t *bytes, size_t n)
{
	uint16_t crc = 0xffff;

	for (size_t i = 0; i < n; i++) {
		crc ^= bytes[i];
		for (int k = 0; k < 8; k++)
			crc = (uint16_t)(crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1);
	}
	return crc;
}

size_t master_seal(uint8_t *frame, size_t n)
{
	uint16_t crc = master_crc(frame, n);

	frame[n] = (uint8_t)(crc & 0xff);
	frame[n + 1] = (uint8_t)(crc >> 8);
	return n + 2;
}

static void put_frame(struct board *b, const uint8_t *frame, size_t n, size_t after, double gap,
	struct answer *ret_answer)
{
	uint64_t ch = board_char_cycles(b), silence = 2000 * CYCLES_PER_US, at;

	at = board_now(b) + (4 * ch > silence ? 4 * ch : silence);
	for (size_t i = 0; i < n; i++) {
		at += ch;
		if (i > 0 && i == after)
			at += (uint64_t)llrint(gap * (double)ch);
		board_put(b, frame[i], at, false);
	}
	ret_answer->asked_at = at;
	board_run(b, at - board_now(b));
}

static void ask_twin(struct board *b, const uint8_t *frame, size_t n)
{
	if (b->on_request)
		b->n_twin_answer = b->on_request(b->twin, frame, n, b->twin_answer);
}

static bool complete(const struct board *b)
{
	return b->n_out > 0 && !b->de &&
	       board_now(b) > b->out[b->n_out - 1].at + 5 * board_char_cycles(b);
}

void master_send(struct board *b, const uint8_t *frame, size_t n, size_t after, double gap,
	struct answer *ret_answer)
{
	uint64_t ch = board_char_cycles(b), end;

	memset(ret_answer, 0, sizeof(*ret_answer));
	b->n_out = 0;
	put_frame(b, frame, n, after, gap, ret_answer);
	end = board_now(b) + PATIENCE_MS * 1000 * CYCLES_PER_US;
	while (b->n_out == 0 && board_now(b) < end)
		board_run(b, ch / 4);
	ask_twin(b, frame, n);
	while (!complete(b) && (b->n_out > 0 || board_now(b) < end) &&
		board_now(b) < end + 300 * ch)
		board_run(b, ch);
	ret_answer->n = b->n_out < 256 ? b->n_out : 256;
	for (size_t i = 0; i < ret_answer->n; i++)
		ret_answer->bytes[i] = b->out[i].value;
	if (ret_answer->n == 0)
		return;
	ret_answer->first_at = b->out[0].at;
	ret_answer->end_at = b->out[ret_answer->n - 1].at + ch;
	if (2 * (ret_answer->first_at - ret_answer->asked_at) < 7 * ch)
		board_fault(b, "an answer began within 3.5 characters");
}

static int exception(const uint8_t *request, const struct answer *a)
{
	if (a->n != 5 || a->bytes[0] != request[0] || a->bytes[1] != (request[1] | 0x80) ||
		master_crc(a->bytes, 3) != (a->bytes[3] | a->bytes[4] << 8))
		return -1;
	return a->bytes[2];
}

int master_read(struct board *b, uint8_t address, int first, int count, uint16_t *ret_regs)
{
	uint8_t frame[8] = { address, 3, (uint8_t)(first >> 8), (uint8_t)first, 0, (uint8_t)count };
	size_t n = 5 + 2 * (size_t)count;
	struct answer a;

	master_seal(frame, 6);
	master_send(b, frame, 8, 0, 0, &a);
	if (a.n != n || a.bytes[0] != address || a.bytes[1] != 3 || a.bytes[2] != 2 * count ||
		master_crc(a.bytes, n - 2) != (a.bytes[n - 2] | a.bytes[n - 1] << 8))
		return -1;
	for (int i = 0; i < count; i++)
		ret_regs[i] = (uint16_t)(a.bytes[3 + 2 * i] << 8 | a.bytes[4 + 2 * i]);
	return 0;
}

int master_write(struct board *b, uint8_t address, int reg, uint16_t value)
{
	uint8_t frame[8] = { address, 6, 0, (uint8_t)reg, (uint8_t)(value >> 8), (uint8_t)value };
	struct answer a;

	master_seal(frame, 6);
	master_send(b, frame, 8, 0, 0, &a);
	if (a.n == 8 && memcmp(a.bytes, frame, 8) == 0)
		return 0;
	return exception(frame, &a);
}

int master_write_s32(struct board *b, uint8_t address, int reg, int32_t value)
{
	uint8_t frame[13] = { address, 16, 0, (uint8_t)reg, 0, 2, 4, (uint8_t)(value >> 24),
		(uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value };
	struct answer a;

	master_seal(frame, 11);
	master_send(b, frame, 13, 0, 0, &a);
	if (a.n == 8 && memcmp(a.bytes, frame, 6) == 0 &&
		master_crc(a.bytes, 6) == (a.bytes[6] | a.bytes[7] << 8))
		return 0;
	return exception(frame, &a);
}

int master_command(struct board *b, uint8_t address, uint16_t command)
{
	uint16_t said;

	if (master_write(b, address, REG_COMMAND, command) != 0)
		return -1;
	for (int i = 0; i < 400; i++) {
		if (master_read(b, address, REG_COMMAND, 1, &said) < 0)
			return -1;
		if (said == 0)
			return 0;
		if (said >> 8 == 0x80)
			return said & 0xff;
		board_run_ms(b, 100);
	}
	return -2;
}

int32_t master_s32(const uint16_t *regs)
{
	return (int32_t)((uint32_t)regs[0] << 16 | regs[1]);
}
