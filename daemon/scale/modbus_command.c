// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A command to a Modbus scale: its arguments first, each in a write of its own, then its code,
 * then the command register is read, between weights, until the device says how it went.
 */
#include "modbus_bus.h"

enum { HEAD_SPAN = 33, HEAD_STEP = 35, HEAD_MAX = 36 }; /* arguments: firmware/README.md */

struct wire_job command_job(const struct bus *b)
{
	const struct scale_command *c = &b->command;
	bool span = c->kind == SCALE_COMMAND_CAPTURE_SPAN;
	int64_t g = (span ? c->span_mass_mg : c->max_mg) / 1000;
	struct wire_job job = { .what = WIRE_WRITE, .count = 1, .address = b->map.command };

	switch (b->command_state) {
	case COMMAND_FIRST_WORD:
		job.address = HEAD_STEP;
		job.values[0] = (uint16_t)(c->e_mg / 1000);
		break;
	case COMMAND_SECOND_WORD:
		job.address = span ? HEAD_SPAN : HEAD_MAX;
		job.count = 2;
		job.values[0] = (uint16_t)(g >> 16);
		job.values[1] = (uint16_t)g;
		break;
	case COMMAND_CODE:
		job.values[0] = b->map.code[c->kind];
		break;
	default:
		job.what = WIRE_READ;
		job.function = 3;
		break;
	}
	return job;
}

void command_end(struct bus *b, int error, enum scale_refusal refusal)
{
	struct scale_commanded result = { .error = error, .refusal = refusal };

	if (b->command_state == COMMAND_NONE)
		return;
	b->command_state = COMMAND_NONE;
	b->ask_command = false;
	scale_commanded(b->scale, &result);
}

/* What the command register says: 0 done, 0x80xx refused, anything else: under way. */
static void hear_command(struct bus *b, uint16_t value)
{
	uint16_t why = value & 0xFF;

	if (value == 0)
		command_end(b, 0, SCALE_REFUSAL_NONE);
	else if ((value & 0xFF00) == 0x8000)
		command_end(b, 0,
			why < SCALE_REFUSAL_COUNT ? (enum scale_refusal)why
						  : SCALE_REFUSAL_UNKNOWN);
}

void command_went(struct bus *b, const struct wire_result *result)
{
	switch (b->command_state) {
	case COMMAND_FIRST_WORD:
		b->command_state = COMMAND_SECOND_WORD;
		break;
	case COMMAND_SECOND_WORD:
		b->command_state = COMMAND_CODE;
		break;
	case COMMAND_CODE:
		b->command_state = COMMAND_ANSWER;
		if (!b->map.acknowledges)
			command_end(b, 0, SCALE_REFUSAL_NONE);
		b->ask_command = false; /* a weight in between: the head may need its time */
		return;
	default:
		hear_command(b, result->regs[0]);
		b->ask_command = false;
		return;
	}
	b->ask_command = true;
}

bool command_asked(const struct bus *b)
{
	return b->asked.what == WIRE_WRITE ||
	       (b->ask_command && b->command_state == COMMAND_ANSWER);
}

int command_begin(struct scale *s, const struct scale_command *c)
{
	struct bus *b = scale_private(s);

	if ((unsigned)c->kind >= SCALE_COMMAND_COUNT || b->map.code[c->kind] == 0)
		return -EOPNOTSUPP;
	if (c->kind >= SCALE_COMMAND_CAPTURE_ZERO && !b->map.head)
		return -EOPNOTSUPP;
	b->command = *c;
	b->command_state = COMMAND_CODE;
	if (c->kind == SCALE_COMMAND_SETTINGS)
		b->command_state = COMMAND_FIRST_WORD;
	else if (c->kind == SCALE_COMMAND_CAPTURE_SPAN)
		b->command_state = COMMAND_SECOND_WORD;
	return 0;
}
