// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Decodes registers by a map: integers in four byte orders, BCD, and IEEE 754 singles by
 * integer arithmetic, rounded once to the decimals that the map says. Faults come before
 * limits, limits before numbers.
 */
#include "parse_modbus.h"
#include <errno.h>
#include <string.h>

enum { NO_WEIGHT = INT32_MIN };

static uint32_t swap_bytes(uint32_t v)
{
	return (v & 0x00FF00FF) << 8 | (v >> 8 & 0x00FF00FF);
}

static uint32_t raw_number(const struct modbus_number *n, const uint16_t *regs)
{
	uint32_t v = regs[n->reg];

	if (modbus_width(n->type) == 2) {
		v = v << 16 | regs[n->reg + 1];
		if (n->order == MODBUS_CDAB || n->order == MODBUS_DCBA)
			v = v << 16 | v >> 16;
	}
	if (n->order == MODBUS_BADC || n->order == MODBUS_DCBA)
		v = swap_bytes(v);
	return v;
}

static int from_bcd(uint32_t v, int64_t *ret)
{
	int64_t digits = 0;

	for (int shift = 28; shift >= 0; shift -= 4) {
		uint32_t figure = v >> shift & 0xF;

		if (figure > 9)
			return -EINVAL;
		digits = digits * 10 + figure;
	}
	*ret = digits;
	return 0;
}

/* value x 10^decimals, half away from zero; -EINVAL: no number, or beyond 2^52. */
static int from_float(uint32_t v, unsigned decimals, int64_t *ret)
{
	int exponent = (int)(v >> 23 & 0xFF) - 150;
	int64_t digits = v & 0x7FFFFF;

	if (exponent == 105)
		return -EINVAL; /* infinity, or not a number */
	if (exponent == -150)
		exponent = -149;
	else
		digits |= 0x800000;
	while (decimals-- > 0)
		digits *= 10;
	if (exponent > 8)
		return -EINVAL;
	if (exponent >= 0)
		digits <<= exponent;
	else if (exponent < -62)
		digits = 0;
	else
		digits = (digits + (INT64_C(1) << (-exponent - 1))) >> -exponent;
	*ret = v >> 31 ? -digits : digits;
	return 0;
}

static bool is_bad(const struct modbus_map *map, uint32_t raw)
{
	for (size_t i = 0; i < map->bad_count; i++)
		if (map->bad[i] == raw)
			return true;
	return false;
}

int modbus_decode(const struct modbus_map *map, const struct modbus_number *n, const uint16_t *regs,
	unsigned decimals, int64_t *ret_digits)
{
	uint32_t raw = raw_number(n, regs);

	if (is_bad(map, raw))
		return -ENODATA;
	switch (n->type) {
	case MODBUS_S16:
		*ret_digits = (int16_t)raw;
		return 0;
	case MODBUS_S32:
		*ret_digits = (int32_t)raw;
		return 0;
	case MODBUS_F32:
		return from_float(raw, decimals, ret_digits);
	case MODBUS_BCD:
		return from_bcd(raw, ret_digits);
	default:
		*ret_digits = raw;
		return 0;
	}
}

static bool is_set(const struct modbus_map *map, enum modbus_status status, const uint16_t *regs)
{
	const struct modbus_bits *b = &map->status[status];

	for (size_t i = 0; i < b->count; i++)
		if ((regs[b->bit[i].reg] >> b->bit[i].bit & 1) != b->bit[i].inverted)
			return true;
	return false;
}

static int one_hot(const struct modbus_map *map, const uint16_t *regs, unsigned *ret_decimals)
{
	uint16_t bits = (uint16_t)(regs[map->scale_reg] >> map->scale_bit);

	if (bits == 0 || (bits & (bits - 1)) || bits > 1u << 6)
		return -EINVAL;
	*ret_decimals = (unsigned)__builtin_ctz(bits);
	return 0;
}

static int divisor(uint16_t value, unsigned *ret_decimals)
{
	unsigned decimals = 0;

	while (value >= 10 && value % 10 == 0) {
		value = (uint16_t)(value / 10);
		decimals++;
	}
	if (value != 1)
		return -EINVAL;
	*ret_decimals = decimals;
	return 0;
}

static int find_decimals(const struct modbus_map *map, const uint16_t *regs, unsigned *ret)
{
	switch (map->scale) {
	case MODBUS_BY_TABLE:
		/* Codes are the low byte: some put the unit into the high one. */
		if ((regs[map->scale_reg] & 0xFF) >= map->scale_count)
			return -EINVAL;
		*ret = map->decimals[regs[map->scale_reg] & 0xFF];
		return 0;
	case MODBUS_ONE_HOT:
		return one_hot(map, regs, ret);
	case MODBUS_DIVISOR:
		return divisor(regs[map->scale_reg], ret);
	default:
		*ret = map->decimals[0];
		return 0;
	}
}

static enum scale_reason find_fault(const struct modbus_map *map, const uint16_t *regs)
{
	static const struct {
		enum modbus_status status;
		enum scale_reason reason;
	} rows[] = {
		{ MODBUS_NEVER_READY, REASON_CELL_NEVER_READY },
		{ MODBUS_BROKEN, REASON_CELL_BROKEN },
		{ MODBUS_SATURATED, REASON_CELL_SATURATED },
		{ MODBUS_STUCK, REASON_CELL_STUCK },
		{ MODBUS_UNCALIBRATED, REASON_NEEDS_CALIBRATION },
		{ MODBUS_ERROR, REASON_DEVICE_FAULT },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (is_set(map, rows[i].status, regs))
			return rows[i].reason;
	if (map->status[MODBUS_OK].count && !is_set(map, MODBUS_OK, regs))
		return REASON_DEVICE_FAULT;
	return REASON_NONE;
}

static bool is_net(const struct modbus_map *map, const uint16_t *regs)
{
	int64_t tare;

	if (!map->net.there)
		return is_set(map, MODBUS_NET_MODE, regs);
	if (map->status[MODBUS_NET_MODE].count)
		return is_set(map, MODBUS_NET_MODE, regs);
	if (map->tare.there)
		return modbus_decode(map, &map->tare, regs, 6, &tare) < 0 || tare != 0;
	return !map->gross.there; /* nobody knows: it may be the net of a tare */
}

static void fail(struct reading *r, enum scale_reason reason)
{
	r->state = SCALE_FAULT;
	r->reason = reason;
}

static int find_weight(const struct modbus_map *map, const uint16_t *regs, struct reading *r,
	struct mass_shown *shown)
{
	bool use_net = map->net.there && (r->device_net || !map->gross.there);
	unsigned decimals = 0;
	int e = find_decimals(map, regs, &decimals);

	if (e == 0)
		e = modbus_decode(
			map, use_net ? &map->net : &map->gross, regs, decimals, &shown->digits);
	if (e < 0)
		return e;
	if (is_set(map, use_net ? MODBUS_NET_SIGN : MODBUS_GROSS_SIGN, regs))
		shown->digits = -shown->digits;
	shown->exp10 = (int8_t) - (int)decimals;
	shown->unit = map->unit;
	return 0;
}

static void set_step(const struct modbus_map *map, const uint16_t *regs, struct reading *r)
{
	struct mass_shown step = r->shown;
	int64_t step_mg;

	if (map->step.there &&
		modbus_decode(map, &map->step, regs, (unsigned)-step.exp10, &step.digits) == 0 &&
		mass_to_mg(&step, &step_mg) == 0 && step_mg > 0)
		r->step_mg = step_mg;
}

static void weigh(const struct modbus_map *map, const uint16_t *regs, struct reading *r)
{
	struct mass_shown shown = { 0 };
	bool stable = is_set(map, MODBUS_STABLE, regs);
	int e = find_weight(map, regs, r, &shown);

	if (e < 0) {
		fail(r, e == -ENODATA ? REASON_NO_WEIGHT : REASON_DEVICE_FAULT);
		return;
	}
	r->state = stable ? SCALE_STABLE : SCALE_MOVING;
	reading_set_shown(r, &shown);
	if (r->state == SCALE_FAULT)
		return;
	set_step(map, regs, r);
	if (r->mass_mg < 0 || is_set(map, MODBUS_UNDER, regs))
		r->state = SCALE_UNDER_ZERO;
	else if (r->mass_mg == 0 && stable)
		r->state = SCALE_ZERO;
	if (!reading_has_mass(r))
		r->mass_mg = 0;
}

static void keep_raw(const struct modbus_map *map, const uint16_t *regs, struct reading *r)
{
	for (size_t i = 0; i < map->count && r->raw_len + 2u <= READING_RAW_SIZE; i++) {
		r->raw[r->raw_len++] = (uint8_t)(regs[i] >> 8);
		r->raw[r->raw_len++] = (uint8_t)regs[i];
	}
}

void modbus_parse(const struct modbus_map *map, const uint16_t *regs, uint64_t at_boot_us,
	struct reading *ret_reading)
{
	struct reading r = { .at_boot_us = at_boot_us };
	enum scale_reason fault = find_fault(map, regs);

	keep_raw(map, regs, &r);
	r.device_net = is_net(map, regs);
	if (fault != REASON_NONE)
		fail(&r, fault);
	else if (is_set(map, MODBUS_OVER, regs))
		r.state = SCALE_OVERLOAD;
	else
		weigh(map, regs, &r);
	*ret_reading = r;
}

void modbus_feel(const struct modbus_map *map, const uint16_t *regs, struct modbus_pulse *pulse,
	struct reading *r)
{
	if (!map->has_heartbeat)
		return;
	if (!pulse->felt || pulse->beat != regs[map->heartbeat]) {
		pulse->felt = true;
		pulse->beat = regs[map->heartbeat];
		pulse->since_boot_us = r->at_boot_us;
	}
	if (r->state == SCALE_FAULT ||
		r->at_boot_us - pulse->since_boot_us < map->heartbeat_stale_us)
		return;
	fail(r, REASON_STANDS_STILL);
	r->mass_mg = 0;
	r->shown = (struct mass_shown){ 0 };
}

static int64_t pair(const uint16_t *regs, size_t at)
{
	return (int32_t)((uint32_t)regs[at] << 16 | regs[at + 1]);
}

void modbus_detail(
	const struct modbus_map *map, const uint16_t *regs, struct scale_detail *ret_detail)
{
	struct scale_detail d = { .valid = map->head };

	if (!map->head) {
		*ret_detail = d;
		return;
	}
	d.has_fine = pair(regs, 24) != NO_WEIGHT;
	d.fine_gross_mg = d.has_fine ? pair(regs, 24) * 1000 : 0;
	d.has_counts = pair(regs, 8) != NO_WEIGHT;
	d.counts = d.has_counts ? pair(regs, 8) : 0;
	d.e_mg = regs[12] * INT64_C(1000);
	d.max_mg = pair(regs, 13) * 1000;
	d.progress_percent = regs[23];
	memcpy(d.map, map->name, sizeof(d.map));
	d.calibration_number = regs[26];
	d.zero_counts = pair(regs, 27);
	d.span_counts = pair(regs, 29);
	d.jumper_closed = regs[31] & 1;
	d.warm_up = regs[1] >> 10 & 1;
	d.stable = regs[1] & 1;
	d.heartbeat = regs[10];
	d.firmware = regs[15];
	d.errors.resets = regs[16] >> 8;
	d.errors.transfers = regs[17];
	d.errors.doubtful = regs[18];
	d.errors.never_ready = regs[19];
	d.errors.crc = regs[20];
	d.errors.framing = regs[21];
	*ret_detail = d;
}
