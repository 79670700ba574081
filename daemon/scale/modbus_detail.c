// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a Modbus device tells beside its weight: the weight's registers in every order of their
 * bytes, for a person who knows what lies there, and all that our own head says of itself.
 */
#include <string.h>
#include "modbus_value.h"
#include "parse_modbus.h"

enum { NO_WEIGHT = INT32_MIN };

/* An integer is kept whole; of a float as many decimals as give the same float again. */
static void say_register(const struct modbus_map *map, const struct modbus_number *n,
	const uint16_t *regs, int decimals, struct scale_decoding *ret)
{
	bool is_float = n->type == MODBUS_F32;
	unsigned own = is_float ? modbus_float_decimals(n, regs) : 0;
	struct mass_shown shown = { .unit = map->unit, .exp10 = (int8_t) - (int)own };
	int64_t places = 1;

	ret->decimals = is_float ? (int)own : decimals;
	(void)modbus_decode(map, n, regs, own, &shown.digits);
	if (!is_float || mass_to_mg(&shown, &ret->register_mg) < 0)
		ret->register_mg = ret->mass_mg;
	for (unsigned i = own; i < MODBUS_DECIMALS; i++)
		places *= 10;
	(void)mass_format_kg(
		shown.digits * places, own, '.', ret->register_text, sizeof(ret->register_text));
}

static void decode(const struct modbus_map *map, const struct modbus_number *n,
	const uint16_t *regs, int decimals, struct scale_decoding *ret)
{
	struct mass_shown shown = { .unit = map->unit, .exp10 = (int8_t)-decimals };

	ret->order = modbus_order_name(n->order);
	ret->is_number = decimals >= 0 &&
			 modbus_decode(map, n, regs, (unsigned)decimals, &shown.digits) == 0 &&
			 mass_to_mg(&shown, &ret->mass_mg) == 0;
	if (ret->is_number)
		say_register(map, n, regs, decimals, ret);
}

/* One register has two orders, two have four. */
static void decode_all(const struct modbus_map *map, const uint16_t *regs, struct scale_detail *d)
{
	struct modbus_number n = map->gross.there ? map->gross : map->net;
	bool one = modbus_width(n.type) == 1;
	unsigned in_force = n.order & (one ? MODBUS_BADC : MODBUS_DCBA), decimals;

	d->decimals = modbus_decimals(map, regs, &decimals) == 0 ? (int)decimals : -1;
	d->weight = map->gross.there ? "gross" : "net";
	d->type = modbus_type_name(n.type);
	for (unsigned order = MODBUS_ABCD; order <= MODBUS_DCBA; order += one ? 2 : 1) {
		struct scale_decoding *to = &d->decoding[d->decodings++];

		n.order = (enum modbus_order)order;
		decode(map, &n, regs, d->decimals, to);
		to->in_force = order == in_force;
	}
}

static int64_t pair(const uint16_t *regs, size_t at)
{
	return (int32_t)((uint32_t)regs[at] << 16 | regs[at + 1]);
}

void modbus_detail(
	const struct modbus_map *map, const uint16_t *regs, struct scale_detail *ret_detail)
{
	struct scale_detail d = { .valid = map->head };

	memcpy(d.map, map->name, sizeof(d.map));
	d.map_untested = map->untested;
	d.map_checked = map->checked;
	decode_all(map, regs, &d);
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
