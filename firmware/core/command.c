// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Zero and tare act in RAM at once. Captures and settings make the next record, and only when
 * each of its bytes has been written and read back does it come into force.
 */
#include "command.h"
#include <string.h>
#include "weigh.h"

#define CAPTURE_MS 16000
#define STEP_LEAST 16 /* counts that e must be: below, noise is all that would be shown */
#define ADC_MOST 0x7FFFFF
#define WHOLE_PROGRESS 100

static void refuse(struct head *h, uint8_t refusal)
{
	h->command = (uint16_t)(0x8000 | refusal);
}

static void end_task(struct head *h)
{
	memset(&h->task, 0, sizeof(h->task));
	h->address = h->record.address;
	h->baud_code = h->record.baud_code;
}

void command_refuse_task(struct head *h, uint8_t refusal)
{
	if (!h->task.code)
		return;
	end_task(h);
	refuse(h, refusal);
}

void command_wanted_from_record(struct head *h)
{
	h->wanted.step_g = h->record.step_g;
	h->wanted.max_g = h->record.max_g;
	h->wanted.address = h->record.address;
	h->wanted.baud_code = h->record.baud_code;
}

static uint8_t zero(struct head *h)
{
	int32_t shift = h->weight.counts - h->record.zero_counts, range = weigh_zero_range(h);

	if (h->tare_g || shift > range || shift < -range)
		return REFUSED_RANGE;
	h->zero_shift = shift;
	return 0;
}

static uint8_t tare(struct head *h)
{
	if (h->weight.gross_g <= 0 || h->weight.gross_g > h->record.max_g)
		return REFUSED_RANGE;
	h->tare_g = h->weight.gross_g;
	return 0;
}

static uint8_t at_once(struct head *h, uint16_t code)
{
	uint8_t refusal = 0;

	if (code == COMMAND_CLEAR_TARE)
		h->tare_g = 0;
	else if (h->weight.gross_g == HEAD_NO_VALUE)
		refusal = REFUSED_NO_WEIGHT;
	else if (!(h->status & HEAD_STABLE))
		refusal = REFUSED_NOT_STABLE;
	else
		refusal = code == COMMAND_ZERO ? zero(h) : tare(h);
	weigh_refresh(h);
	return refusal;
}

/* Whether the chip can show max, and e is more than its noise. */
static uint8_t fits(const struct record *r)
{
	if (r->span_counts == 0)
		return 0;
	if (weigh_counts_of(r, r->step_g) < STEP_LEAST)
		return REFUSED_SIGNAL;
	return (int64_t)r->zero_counts + weigh_counts_of(r, r->max_g) > ADC_MOST ? REFUSED_RANGE
										 : 0;
}

/* The slot that is not in force takes the next record. */
static void begin_writing(struct head *h)
{
	struct head_task *t = &h->task;

	t->next.number = (uint16_t)(h->record.number + 1);
	if (t->next.number == 0)
		t->next.number = 1;
	record_encode(&t->next, t->bytes);
	t->write_slot = h->record.number ? h->slot ^ 1 : 0;
	t->write_step = 0;
	t->progress = WHOLE_PROGRESS;
	t->writing = true;
}

static uint8_t settings(struct head *h)
{
	struct record *next = &h->task.next;
	const struct head_wanted *w = &h->wanted;
	bool unset = w->step_g == 0 && w->max_g == 0 && next->span_counts == 0;

	if (w->address < 1 || w->address > 247 || w->baud_code > RECORD_BAUD_MOST ||
		!(unset || record_range_valid(w->step_g, w->max_g)))
		return REFUSED_RANGE;
	next->step_g = w->step_g;
	next->max_g = w->max_g;
	next->address = (uint8_t)w->address;
	next->baud_code = (uint8_t)w->baud_code;
	if (fits(next))
		return REFUSED_RANGE;
	begin_writing(h);
	h->address = next->address;
	h->baud_code = next->baud_code;
	return 0;
}

static uint8_t may_capture(const struct head *h, uint16_t code)
{
	if (h->weight.counts == HEAD_NO_VALUE)
		return REFUSED_NO_WEIGHT;
	if (!(h->status & HEAD_STABLE))
		return REFUSED_NOT_STABLE;
	if (code == COMMAND_CAPTURE_SPAN &&
		(h->record.max_g == 0 || h->wanted.span_mass_g > h->record.max_g ||
			(int64_t)h->wanted.span_mass_g * 3 < h->record.max_g))
		return REFUSED_SPAN_MASS;
	return 0;
}

static uint8_t begin_task(struct head *h, uint16_t code, uint32_t now_ms)
{
	if (!(h->status & HEAD_JUMPER))
		return REFUSED_JUMPER;
	if (code != COMMAND_SETTINGS && may_capture(h, code))
		return may_capture(h, code);
	h->task.code = (uint8_t)code;
	h->task.since_ms = now_ms;
	h->task.progress = 1;
	h->task.next = h->record;
	return code == COMMAND_SETTINGS ? settings(h) : 0;
}

static void give_long(struct head *h, uint16_t code, uint32_t now_ms)
{
	uint8_t refusal;

	h->command = code;
	refusal = begin_task(h, code, now_ms);
	if (refusal) {
		end_task(h);
		refuse(h, refusal);
	}
}

static void give_quick(struct head *h, uint16_t code)
{
	uint8_t refusal = at_once(h, code);

	h->command = 0;
	if (refusal)
		refuse(h, refusal);
}

void command_give(struct head *h, uint16_t code, uint32_t now_ms)
{
	bool quick = code >= COMMAND_ZERO && code <= COMMAND_CLEAR_TARE;

	if (code == 0)
		return;
	if (!quick && (code < COMMAND_CAPTURE_ZERO || code > COMMAND_SETTINGS))
		refuse(h, REFUSED_UNKNOWN);
	else if (h->task.code)
		refuse(h, REFUSED_UNDER_WAY);
	else if (quick)
		give_quick(h, code);
	else
		give_long(h, code, now_ms);
}

/* 16 s are over: what they averaged becomes zero or span of the next record. */
static uint8_t captured(struct head *h)
{
	struct head_task *t = &h->task;
	int32_t counts = weigh_divide(t->sum, t->count);
	uint8_t refusal;

	if (t->code == COMMAND_CAPTURE_ZERO) {
		t->next.zero_counts = counts;
	} else {
		t->next.span_counts = counts - weigh_zero(h);
		t->next.span_mass_g = h->wanted.span_mass_g;
		if (t->next.span_counts <= 0)
			return REFUSED_SIGNAL;
	}
	refusal = fits(&t->next);
	if (!refusal)
		begin_writing(h);
	return refusal;
}

void command_conversion(struct head *h, uint32_t now_ms)
{
	struct head_task *t = &h->task;
	uint32_t elapsed_ms = now_ms - t->since_ms;
	uint8_t refusal = 0;

	if (!t->code || t->writing)
		return;
	if (!(h->status & HEAD_STABLE)) {
		command_refuse_task(h, REFUSED_NOT_STABLE);
		return;
	}
	t->sum += filter_median(&h->filter);
	t->count++;
	if (elapsed_ms >= CAPTURE_MS)
		refusal = captured(h);
	else
		t->progress = (uint16_t)(1 + elapsed_ms * (WHOLE_PROGRESS - 1) / CAPTURE_MS);
	if (refusal)
		command_refuse_task(h, refusal);
}

bool head_eeprom_next(const struct head *h, uint16_t *ret_at, uint8_t *ret_byte)
{
	uint8_t offset;

	if (!h->task.writing || !(h->status & HEAD_JUMPER))
		return false;
	record_step(h->task.bytes, h->task.write_step, &offset, ret_byte);
	*ret_at = (uint16_t)(RECORD_AT(h->task.write_slot) + offset);
	return true;
}

/* The new record is whole: from now on it is the one in force. */
static void in_force(struct head *h)
{
	struct head_task *t = &h->task;

	if (t->code == COMMAND_CAPTURE_ZERO)
		h->zero_shift = 0;
	h->tare_g = 0;
	h->command = 0;
	h->record = t->next;
	h->slot = t->write_slot;
	h->whole = (uint8_t)(h->whole | 1 << h->slot);
	h->status &= (uint16_t)~HEAD_EEPROM_FAULT;
	end_task(h);
	command_wanted_from_record(h);
	weigh_calibrated(h);
	weigh_refresh(h);
}

void head_eeprom_written(struct head *h, uint8_t read_back)
{
	struct head_task *t = &h->task;
	uint8_t offset, byte;

	if (!t->writing)
		return;
	record_step(t->bytes, t->write_step, &offset, &byte);
	h->whole &= (uint8_t) ~(1 << t->write_slot);
	if (read_back != byte) {
		h->status |= HEAD_EEPROM_FAULT;
		command_refuse_task(h, REFUSED_EEPROM);
	} else if (++t->write_step == RECORD_STEPS) {
		in_force(h);
	}
}
