// SPDX-License-Identifier: GPL-3.0-or-later
/* What registers mean: faults come before limits, limits before numbers. */
#include <errno.h>
#include "modbus_value.h"
#include "parse_modbus.h"

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
		if (modbus_is_set(map, rows[i].status, regs))
			return rows[i].reason;
	if (map->status[MODBUS_OK].count && !modbus_is_set(map, MODBUS_OK, regs))
		return REASON_DEVICE_FAULT;
	return REASON_NONE;
}

static bool is_net(const struct modbus_map *map, const uint16_t *regs)
{
	int64_t tare;

	if (!map->net.there)
		return modbus_is_set(map, MODBUS_NET_MODE, regs);
	if (map->status[MODBUS_NET_MODE].count)
		return modbus_is_set(map, MODBUS_NET_MODE, regs);
	if (map->tare.there)
		return modbus_decode(map, &map->tare, regs, 6, &tare) < 0 || tare != 0;
	return !map->gross.there; /* nobody knows: it may be the net of a tare */
}

static void fail(struct reading *r, enum scale_reason reason)
{
	r->state = SCALE_FAULT;
	r->reason = reason;
	r->mass_mg = 0;
	r->shown = (struct mass_shown){ 0 };
}

static int find_weight(const struct modbus_map *map, const uint16_t *regs, struct reading *r,
	struct mass_shown *shown)
{
	bool use_net = map->net.there && (r->device_net || !map->gross.there);
	unsigned decimals = 0;
	int e = modbus_decimals(map, regs, &decimals);

	if (e == 0)
		e = modbus_decode(
			map, use_net ? &map->net : &map->gross, regs, decimals, &shown->digits);
	if (e < 0)
		return e;
	if (modbus_is_set(map, use_net ? MODBUS_NET_SIGN : MODBUS_GROSS_SIGN, regs))
		shown->digits = -shown->digits;
	shown->exp10 = (int8_t) - (int)decimals;
	shown->unit = map->unit;
	return 0;
}

/* An instrument shows no figure that its step cannot have: 60,00 kg, not 60,000, by 50 g. */
static void trim(struct mass_shown *shown, int64_t step)
{
	while (step > 0 && step % 10 == 0 && shown->digits % 10 == 0) {
		shown->digits /= 10;
		shown->exp10++;
		step /= 10;
	}
}

static void set_step(const struct modbus_map *map, const uint16_t *regs, struct reading *r)
{
	struct mass_shown step = r->shown;
	int64_t step_mg;

	step.digits = modbus_step(map, regs, (unsigned)-step.exp10);
	if (mass_to_mg(&step, &step_mg) == 0 && step_mg > 0) {
		r->step_mg = step_mg;
		trim(&r->shown, step.digits);
	}
}

static void weigh(const struct modbus_map *map, const uint16_t *regs, struct reading *r)
{
	struct mass_shown shown = { 0 };
	bool stable = modbus_is_set(map, MODBUS_STABLE, regs);
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
	if (r->mass_mg < 0 || modbus_is_set(map, MODBUS_UNDER, regs))
		r->state = SCALE_UNDER_ZERO;
	else if (r->mass_mg == 0 && stable)
		r->state = SCALE_ZERO;
	if (!reading_has_mass(r))
		r->mass_mg = 0;
}

static void keep_raw(const struct modbus_map *map, const uint16_t *regs, struct reading *r)
{
	for (size_t i = 0; i < map->words && r->raw_len + 2u <= READING_RAW_SIZE; i++) {
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
	else if (modbus_is_set(map, MODBUS_OVER, regs))
		r.state = SCALE_OVERLOAD;
	else
		weigh(map, regs, &r);
	if (map->untested && !map->checked && r.state != SCALE_FAULT)
		fail(&r, REASON_MAP_UNCHECKED);
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
}
