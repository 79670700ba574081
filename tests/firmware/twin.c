// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Both see each transfer at its end. The twin's milliseconds are the board's cycles; it writes its
 * EEPROM as fast as it is asked.
 */
#include "twin.h"
#include <stdio.h>
#include <string.h>

#define TICK_MS 5

static uint64_t now_ms(const struct twin *t)
{
	return board_now(t->board) / (1000 * CYCLES_PER_US);
}

static void write_eeprom(struct twin *t)
{
	uint16_t at;
	uint8_t byte;

	while (head_eeprom_next(&t->head, &at, &byte)) {
		t->eeprom[at % BOARD_EEPROM] = byte;
		head_eeprom_written(&t->head, byte);
	}
}

void twin_follow(struct twin *t)
{
	while (t->ticked_ms + TICK_MS <= now_ms(t)) {
		t->ticked_ms += TICK_MS;
		head_tick(&t->head, t->board->jumper, (uint32_t)t->ticked_ms);
		head_power_cycle(&t->head);
		write_eeprom(t);
	}
}

static void number(void *param, uint32_t code, bool dout_high)
{
	struct twin *t = param;

	twin_follow(t);
	head_conversion(&t->head, code, dout_high, (uint32_t)now_ms(t));
}

static size_t request(void *param, const uint8_t *frame, size_t n, uint8_t *ret_answer)
{
	struct twin *t = param;

	twin_follow(t);
	memcpy(ret_answer, frame, n);
	return head_request(&t->head, ret_answer, n, (uint32_t)now_ms(t));
}

void twin_start(struct twin *t, struct board *b)
{
	struct head_start start = { .reset_cause = 1, .jumper = b->jumper };

	memset(t, 0, sizeof(*t));
	t->board = b;
	t->ticked_ms = now_ms(t);
	memcpy(t->eeprom, b->eeprom, sizeof(t->eeprom));
	for (int i = 0; i < 2; i++)
		memcpy(start.slots[i], b->eeprom + RECORD_AT(i), RECORD_BYTES);
	head_init(&t->head, &start, (uint32_t)t->ticked_ms);
	b->on_read = number;
	b->on_request = request;
	b->twin = t;
}

static bool of_the_line(int reg)
{
	return reg == REG_RESETS || reg == REG_WRONG_CRC || reg == REG_FRAMING || reg == REG_RATE;
}

static int differs(struct twin *t, uint16_t *ret_regs, uint16_t *ret_twin)
{
	if (master_read(t->board, 1, 0, 32, ret_regs) < 0)
		return 99;
	for (int i = 0; i < 32; i++) {
		ret_twin[i] = (uint16_t)(t->board->twin_answer[3 + 2 * i] << 8 |
					 t->board->twin_answer[4 + 2 * i]);
		if (ret_twin[i] != ret_regs[i] && !of_the_line(i))
			return i;
	}
	return -1;
}

int twin_agrees(struct twin *t, uint16_t *ret_regs)
{
	uint16_t twin[32];
	int i = 0;

	for (int tries = 0; tries < 3; tries++) {
		i = differs(t, ret_regs, twin);
		if (i < 0)
			return 0;
	}
	if (i == 99)
		printf("register 0 to 31 cannot be read\n");
	else
		printf("register %d: image %04x, host core %04x\n", i, ret_regs[i], twin[i]);
	return -1;
}
