// SPDX-License-Identifier: GPL-3.0-or-later
/* The kept record as bytes, low byte first, and the order in which they are written. */
#include "record.h"
#include "crc16.h"

#define CRC_AT (RECORD_BYTES - 2)

struct record record_default(void)
{
	return (struct record){ .address = 1, .baud_code = 1 };
}

static uint8_t *put(uint8_t *at, uint32_t value, uint8_t bytes)
{
	while (bytes--) {
		*at++ = (uint8_t)value;
		value >>= 8;
	}
	return at;
}

static uint32_t get(const uint8_t **at, uint8_t bytes)
{
	uint32_t value = 0;

	for (uint8_t i = 0; i < bytes; i++)
		value |= (uint32_t)(*at)[i] << (8 * i);
	*at += bytes;
	return value;
}

void record_encode(const struct record *r, uint8_t ret_slot[RECORD_BYTES])
{
	uint8_t *at = ret_slot;

	*at++ = RECORD_MARK;
	at = put(at, r->number, 2);
	at = put(at, (uint32_t)r->zero_counts, 4);
	at = put(at, (uint32_t)r->span_counts, 4);
	at = put(at, (uint32_t)r->span_mass_g, 4);
	at = put(at, (uint32_t)r->max_g, 4);
	at = put(at, r->step_g, 2);
	*at++ = r->address;
	*at++ = r->baud_code;
	put(at, crc16(ret_slot, CRC_AT), 2);
}

static bool range_unset(const struct record *r)
{
	return r->step_g == 0 && r->max_g == 0 && r->span_counts == 0;
}

static bool plausible(const struct record *r)
{
	if (r->number == 0 || r->address < 1 || r->address > 247 || r->baud_code > RECORD_BAUD_MOST)
		return false;
	if (r->span_counts < 0 || (r->span_counts > 0 && r->span_mass_g <= 0))
		return false;
	return range_unset(r) || record_range_valid(r->step_g, r->max_g);
}

bool record_decode(const uint8_t slot[RECORD_BYTES], struct record *ret_r)
{
	const uint8_t *at = slot + 1, *crc = slot + CRC_AT;
	struct record r;

	if (slot[0] != RECORD_MARK || get(&crc, 2) != crc16(slot, CRC_AT))
		return false;
	r.number = (uint16_t)get(&at, 2);
	r.zero_counts = (int32_t)get(&at, 4);
	r.span_counts = (int32_t)get(&at, 4);
	r.span_mass_g = (int32_t)get(&at, 4);
	r.max_g = (int32_t)get(&at, 4);
	r.step_g = (uint16_t)get(&at, 2);
	r.address = *at++;
	r.baud_code = *at;
	if (!plausible(&r))
		return false;
	*ret_r = r;
	return true;
}

int record_choose(const uint8_t slots[2][RECORD_BYTES], struct record *ret_r, uint8_t *ret_whole)
{
	struct record r[2];
	bool first = record_decode(slots[0], &r[0]), second = record_decode(slots[1], &r[1]);
	int slot = first ? 0 : second ? 1 : -1;

	*ret_whole = (uint8_t)((first ? 1 : 0) | (second ? 2 : 0));
	if (first && second && (int16_t)(uint16_t)(r[1].number - r[0].number) > 0)
		slot = 1;
	if (slot >= 0)
		*ret_r = r[slot];
	return slot;
}

void record_step(
	const uint8_t slot[RECORD_BYTES], uint8_t i, uint8_t *ret_offset, uint8_t *ret_byte)
{
	*ret_offset = i < RECORD_BYTES ? i : 0;
	*ret_byte = i == 0 ? RECORD_NO_MARK : slot[*ret_offset];
}

bool record_range_valid(uint16_t step_g, int32_t max_g)
{
	uint16_t digit = step_g;

	while (digit >= 10 && digit % 10 == 0)
		digit /= 10;
	if (digit != 1 && digit != 2 && digit != 5)
		return false;
	return max_g >= 100 * (int32_t)step_g && max_g / 10000 <= (int32_t)step_g &&
	       max_g <= 10000 * (int32_t)step_g;
}
