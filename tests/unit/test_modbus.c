// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Register maps and what registers mean by them: every type and byte order, sentinels,
 * signs, decimals, faults, and mistakes of a map with their number. Pure but for the file
 * that a map is read from.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/scale/parse_modbus.h"
#include "asset.h"

#define PLAIN "block = 0+8\nstable = 0.0\n"

static size_t read_map(const char *keys, struct modbus_map *ret_map)
{
	static const char *const kinds[] = { "map", NULL };
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	char text[2048];

	(void)snprintf(text, sizeof(text), "[map test]\n%s", keys);
	assert_int_equal(conf_read_text("map", text, strlen(text), &conf), 0);
	modbus_map_read(conf_section(conf, "map", NULL), ret_map);
	conf_check_unused(conf, kinds);
	return conf_mistakes(conf);
}

static struct reading parse(const char *keys, const uint16_t *regs)
{
	struct modbus_map map;
	struct reading r;

	assert_int_equal(read_map(keys, &map), 0);
	modbus_parse(&map, regs, 1000, &r);
	return r;
}

static void numbers_are_exact_in_every_order(void **state)
{
	static const struct {
		const char *keys;
		uint16_t high, low;
		int64_t mg; /* -1: a fault */
	} rows[] = {
		{ "gross = 2, u32, ABCD\nunit = g\n", 0x0001, 0x86A0, 100000000 },
		{ "gross = 2, u32, CDAB\nunit = g\n", 0x86A0, 0x0001, 100000000 },
		{ "gross = 2, u32, BADC\nunit = g\n", 0x0100, 0xA086, 100000000 },
		{ "gross = 2, u32, DCBA\nunit = g\n", 0xA086, 0x0100, 100000000 },
		{ "gross = 2, u16\nscale = fixed 2\n", 1234, 0, 12340000 },
		{ "gross = 2, s16\nscale = fixed 2\n", 1234, 0, 12340000 },
		{ "gross = 2, s16, BADC\nscale = fixed 2\n", 0xD204, 0, 12340000 },
		{ "gross = 2, bcd\nscale = fixed 3\n", 0x0001, 0x2345, 12345000 },
		{ "gross = 2, bcd\nscale = fixed 3\n", 0x0001, 0x2A45, -1 },
		/* 12.34, 0.1 and 1e-40 as singles; then not a number, infinity, 1e30 */
		{ "gross = 2, f32\nscale = fixed 2\n", 0x4145, 0x70A4, 12340000 },
		{ "gross = 2, f32\nscale = fixed 3\n", 0x3DCC, 0xCCCD, 100000 },
		{ "gross = 2, f32\nscale = fixed 3\n", 0x0001, 0x16C2, 0 },
		{ "gross = 2, f32\n", 0x7FC0, 0, -1 },
		{ "gross = 2, f32\n", 0x7F80, 0, -1 },
		{ "gross = 2, f32\n", 0x7149, 0xF2CA, -1 },
		{ "gross = 2, u32\nbad = 0x7F455252\n", 0x7F45, 0x5252, -1 },
		{ "gross = 2, s32\nbad = nan, 0x80000000\n", 0x8000, 0, -1 },
		{ "gross = 2, u32\nscale = table 4 0 1 2 3\n", 0, 1500, 1500000 },
		{ "gross = 2, u32\nscale = table 5 0 1 2\n", 0, 1500, -1 },
		{ "gross = 2, u32\nscale = one-hot 4.0\n", 0, 1500, 1500000 },
		{ "gross = 2, u32\nscale = one-hot 5.0\n", 0, 1500, -1 },
		{ "gross = 2, u32\nscale = divisor 6\n", 0, 1500, 1500000 },
		{ "gross = 2, u32\nscale = divisor 5\n", 0, 1500, -1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint16_t regs[8] = { 1, 0, rows[i].high, rows[i].low, 0, 3, 1000, 0 };
		uint16_t mine[8];
		char keys[512];
		struct reading r;

		memcpy(mine, regs, sizeof(mine));
		mine[4] = strstr(rows[i].keys, "one-hot") ? 8 : 3;
		(void)snprintf(keys, sizeof(keys), PLAIN "%s", rows[i].keys);
		r = parse(keys, mine);
		if (rows[i].mg < 0)
			assert_int_equal(r.state, SCALE_FAULT);
		else
			assert_int_equal(r.state, rows[i].mg ? SCALE_STABLE : SCALE_ZERO);
		assert_int_equal(r.mass_mg, rows[i].mg < 0 ? 0 : rows[i].mg);
		assert_int_equal(r.raw_len, 16);
	}
}

static void the_head_says_its_states(void **state)
{
	static const struct {
		uint16_t status;
		int32_t net_g, gross_g;
		enum scale_state state;
		enum scale_reason reason;
		int64_t mg;
	} rows[] = {
		{ 1, 12340, 12340, SCALE_STABLE, REASON_NONE, 12340000 },
		{ 0, 12340, 12340, SCALE_MOVING, REASON_NONE, 12340000 },
		{ 3, 0, 0, SCALE_ZERO, REASON_NONE, 0 },
		{ 5, 2340, 12340, SCALE_STABLE, REASON_NONE, 2340000 },
		{ 5, -10000, 0, SCALE_UNDER_ZERO, REASON_NONE, 0 },
		{ 9, -20, -20, SCALE_UNDER_ZERO, REASON_NONE, 0 },
		{ 0x11, 160000, 160000, SCALE_OVERLOAD, REASON_NONE, 0 },
		{ 0x21, INT32_MIN, INT32_MIN, SCALE_FAULT, REASON_CELL_NEVER_READY, 0 },
		{ 0x41, INT32_MIN, INT32_MIN, SCALE_FAULT, REASON_CELL_SATURATED, 0 },
		{ 0x81, INT32_MIN, INT32_MIN, SCALE_FAULT, REASON_NEEDS_CALIBRATION, 0 },
		{ 0x801, 12340, 12340, SCALE_FAULT, REASON_CELL_BROKEN, 0 },
		{ 0x1001, 12340, 12340, SCALE_FAULT, REASON_CELL_STUCK, 0 },
		{ 1, INT32_MIN, INT32_MIN, SCALE_FAULT, REASON_NO_WEIGHT, 0 },
		{ 0x201, 12340, 12340, SCALE_STABLE, REASON_NONE, 12340000 }, /* jumper */
	};
	const struct asset *file = asset_find("scale/maps/bascule-head.conf");
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	struct modbus_map map;

	(void)state;
	assert_non_null(file);
	assert_int_equal(conf_read_text("head", file->data, file->size, &conf), 0);
	modbus_map_read(conf_section(conf, "map", NULL), &map);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		uint16_t regs[MODBUS_MOST] = { 1, rows[i].status };
		struct reading r;

		regs[2] = (uint16_t)(rows[i].net_g >> 16);
		regs[3] = (uint16_t)rows[i].net_g;
		regs[4] = (uint16_t)(rows[i].gross_g >> 16);
		regs[5] = (uint16_t)rows[i].gross_g;
		regs[12] = 20;
		modbus_parse(&map, regs, 1000, &r);
		assert_int_equal(r.state, rows[i].state);
		assert_int_equal(r.reason, rows[i].reason);
		assert_int_equal(r.mass_mg, rows[i].mg);
		assert_int_equal(r.device_net, rows[i].status >> 2 & 1);
		if (!reading_has_mass(&r))
			continue;
		assert_int_equal(r.step_mg, 20000);
		assert_int_equal(r.shown.exp10, 1); /* no grams by steps of 20 */
	}
}

static void signs_stand_among_the_bits(void **state)
{
	static const char keys[] = PLAIN "gross = 2, u32\nnet = 4, u32\nnet_mode = 0.3\n"
					 "gross_sign = 0.1\nnet_sign = 0.2\nunit = g\n";
	static const struct {
		uint16_t status;
		enum scale_state state;
		int64_t mg;
	} rows[] = {
		{ 1, SCALE_STABLE, 500000 },
		{ 1 | 2, SCALE_UNDER_ZERO, 0 },
		{ 1 | 4, SCALE_STABLE, 500000 },
		{ 1 | 8, SCALE_STABLE, 300000 },
		{ 1 | 8 | 4, SCALE_UNDER_ZERO, 0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint16_t regs[8] = { rows[i].status, 0, 0, 500, 0, 300, 0, 0 };
		struct reading r = parse(keys, regs);

		assert_int_equal(r.state, rows[i].state);
		assert_int_equal(r.mass_mg, rows[i].mg);
		assert_int_equal(r.device_net, rows[i].status >> 3 & 1);
	}
}

static void below_zero_is_no_number(void **state)
{
	static const struct {
		const char *keys;
		uint16_t high, low;
	} rows[] = {
		{ "gross = 2, s16\n", 0xFFFF, 0 }, { "gross = 2, s32\n", 0xFFFF, 0xFFFF },
		{ "gross = 2, f32\n", 0xC148, 0x0000 }, /* -12.5 */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint16_t regs[8] = { 1, 0, rows[i].high, rows[i].low };
		char keys[128];
		struct reading r;

		(void)snprintf(keys, sizeof(keys), PLAIN "%s", rows[i].keys);
		r = parse(keys, regs);
		assert_int_equal(r.state, SCALE_UNDER_ZERO);
		assert_int_equal(r.mass_mg, 0);
		assert_true(r.shown.digits < 0);
	}
}

static void a_step_is_never_nothing(void **state)
{
	static const struct {
		const char *keys;
		uint16_t step;
		int64_t step_mg;
	} rows[] = {
		{ "unit = g\nscale = fixed 0\n", 20, 20000 },
		{ "unit = g\nscale = fixed 5\n", 40, 1 }, /* 0.4 mg: the last figure's instead */
		{ "unit = kg\nscale = fixed 3\n", 0, 1000 },
	};
	static const int64_t by_code_mg[] = { 50000000, 20000000, 500000, 0 };
	struct reading coded;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint16_t regs[8] = { 1, 0, 0, 50, 0, 0, 0, rows[i].step };
		char keys[128];
		struct reading r;

		(void)snprintf(keys, sizeof(keys), PLAIN "gross = 2, u32\nstep = 7, u16\n%s",
			rows[i].keys);
		r = parse(keys, regs);
		assert_true(reading_has_mass(&r));
		assert_int_equal(r.step_mg, rows[i].step_mg);
	}
	for (size_t code = 0; code < ARRAY_SIZE(by_code_mg);
		code++) { /* the high byte is the unit's */
		const uint16_t regs[8] = { 1, 0, 0, 50, 0, 0, 0, (uint16_t)(0x300 | code) };

		coded = parse(PLAIN "gross = 2, u32\nscale = table 7 0 0 1\n"
				    "step = table 7 50 20 5\n",
			regs);
		assert_int_equal(coded.state, code < 3 ? SCALE_STABLE : SCALE_FAULT);
		assert_int_equal(coded.step_mg, by_code_mg[code]);
	}
}

static void a_manual_alone_gives_no_weight(void **state)
{
	static const uint16_t regs[8] = { 1, 0, 0, 500 };
	struct modbus_map map;
	struct reading r;

	(void)state;
	assert_int_equal(read_map(PLAIN "gross = 2, u32\nunit = g\ntested = non\n", &map), 0);
	modbus_parse(&map, regs, 1000, &r);
	assert_int_equal(r.state, SCALE_FAULT);
	assert_int_equal(r.reason, REASON_MAP_UNCHECKED);
	assert_int_equal(r.mass_mg, 0);
	map.checked = true;
	modbus_parse(&map, regs, 1000, &r);
	assert_int_equal(r.state, SCALE_STABLE);
	assert_int_equal(r.mass_mg, 500000);
}

static void adjust(const char *keys, struct modbus_map *map, size_t mistakes)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	char text[256];

	(void)snprintf(text, sizeof(text), "[scale x]\n%s", keys);
	assert_int_equal(conf_read_text("station", text, strlen(text), &conf), 0);
	modbus_map_adjust(conf_section(conf, "scale", NULL), map);
	assert_int_equal(conf_mistakes(conf), mistakes);
}

/* 20.00 kg, its words the wrong way round for the map. */
static void a_person_sees_every_order(void **state)
{
	static const uint16_t regs[8] = { 1, 0, 2000, 0 };
	struct modbus_map map;
	struct scale_detail d;

	(void)state;
	assert_int_equal(read_map(PLAIN "gross = 2, u32\nscale = fixed 2\n", &map), 0);
	modbus_detail(&map, regs, &d);
	assert_int_equal(d.decodings, 4);
	assert_string_equal(d.decoding[1].order, "CDAB");
	assert_int_equal(d.decoding[1].mass_mg, 20000000);
	assert_true(d.decoding[0].in_force);
	assert_false(d.valid);
	adjust("order = CDAB\ndecimals = 3\nchecked = oui\n", &map, 0);
	modbus_detail(&map, regs, &d);
	assert_true(d.decoding[1].in_force && d.map_checked);
	assert_int_equal(d.decimals, 3);
	assert_int_equal(d.decoding[1].mass_mg, 2000000);
	adjust("order = ABDC\ndecimals = 9\n", &map, 2);
	assert_int_equal(read_map(PLAIN "gross = 2, s16, BADC\n", &map), 0);
	modbus_detail(&map, regs, &d);
	assert_int_equal(d.decodings, 2);
	assert_true(d.decoding[1].in_force);
	assert_int_equal(d.decoding[0].mass_mg, 2000000000);
}

/* Coils lie behind the registers; the words of both are what a reading keeps. */
static void coils_are_a_status_too(void **state)
{
	static const char keys[] = "base = 1\nblock = 17+2\ncoils = 33+20\ngross = 17, u32\n"
				   "stable = c39\nover = c34 c52\nok = !c33\nunit = g\n";
	static const struct {
		uint16_t low, high;
		enum scale_state state;
	} rows[] = {
		{ 0x40, 0, SCALE_STABLE },
		{ 0, 0, SCALE_MOVING },
		{ 0x42, 0, SCALE_OVERLOAD },
		{ 0x40, 8, SCALE_OVERLOAD },
		{ 0x41, 0, SCALE_FAULT },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint16_t regs[4] = { 0, 500, rows[i].low, rows[i].high };
		struct reading r = parse(keys, regs);

		assert_int_equal(r.state, rows[i].state);
		assert_int_equal(r.raw_len, 8);
	}
}

static void a_heart_that_stands_still_is_a_fault(void **state)
{
	static const char keys[] =
		PLAIN "gross = 2, u32\nheartbeat = 7\nheartbeat_stale_ms = 1000\n";
	struct modbus_pulse pulse = { 0 };
	uint16_t regs[8] = { 1, 0, 0, 5, 0, 0, 0, 9 };
	struct modbus_map map;
	struct reading r;

	(void)state;
	assert_int_equal(read_map(keys, &map), 0);
	for (uint64_t at_us = 1000; at_us < 5000000; at_us += 250000) {
		bool stale = at_us >= 3001000;

		if (at_us <= 2001000)
			regs[7]++;
		modbus_parse(&map, regs, at_us, &r);
		modbus_feel(&map, regs, &pulse, &r);
		assert_int_equal(r.state, stale ? SCALE_FAULT : SCALE_STABLE);
		assert_int_equal(r.mass_mg, stale ? 0 : 5000000);
	}
	assert_int_equal(r.reason, REASON_STANDS_STILL);
	regs[7]++;
	modbus_parse(&map, regs, 6000000, &r);
	modbus_feel(&map, regs, &pulse, &r);
	assert_int_equal(r.state, SCALE_STABLE);
}

static void mistakes_of_a_map_are_found(void **state)
{
	static const struct {
		const char *keys;
		size_t mistakes;
	} rows[] = {
		{ PLAIN "gross = 2, u32\n", 0 },
		{ PLAIN "base = 1\ngross = 2, u32\n", 3 }, /* base 1 has no register 0 */
		{ "stable = 0.0\ngross = 2, u32\n", 3 },
		{ PLAIN, 1 },
		{ "block = 0+8\ngross = 2, u32\n", 1 },
		{ PLAIN "gross = 7, u32\n", 1 },
		{ PLAIN "gross = 7, u16\n", 0 },
		{ PLAIN "gross = 2\n", 1 },
		{ PLAIN "gross = 2, u64\n", 1 },
		{ PLAIN "gross = 2, u32, ABDC\n", 1 },
		{ PLAIN "gross = 2x, u32\n", 1 },
		{ PLAIN "gross = 2, u32\nover = 1.16\n", 1 },
		{ PLAIN "gross = 2, u32\nover = 8.1\n", 1 },
		{ PLAIN "gross = 2, u32\nover = 1.1 !2.3\n", 0 },
		{ PLAIN "gross = 2, u32\nover = 1.1 2\n", 1 },
		{ PLAIN "gross = 2, u32\nscale = fixed 7\n", 1 },
		{ PLAIN "gross = 2, u32\nscale = table 9 1 2\n", 1 },
		{ PLAIN "gross = 2, u32\nscale = guess\n", 1 },
		{ PLAIN "gross = 2, u32\nunit = st\nfc = 1\n", 2 },
		{ PLAIN "gross = 2, u32\nbad = zero\n", 1 },
		{ PLAIN "gross = 2, u32\nheartbeat = 8\n", 1 },
		{ PLAIN "gross = 2, u32\ncmd_zero = 1\n", 1 },
		{ PLAIN "gross = 2, u32\ncmd = 5\ncmd_zero = 1\ncmd_ack = zero\n", 0 },
		{ PLAIN "gross = 2, u32\nweight = 3\n", 1 },
		{ PLAIN "gross = 2, u32\nstep = table 9 1\n", 1 },
		{ PLAIN "gross = 2, u32\nstep = table 7\n", 1 },
		{ PLAIN "gross = 2, u32\ncoils = 32+8\nover = c39 !c32\n", 0 },
		{ PLAIN "gross = 2, u32\ncoils = 32+8\nover = c40\n", 1 },
		{ PLAIN "gross = 2, u32\ncoils = 32+65\n", 1 },
		{ PLAIN "gross = 2, u32\nover = c1\n", 1 },
		{ "block = 0+61\nstable = 0.0\ngross = 2, u32\n", 3 },
		{ "block = 65535+2\nstable = 0.0\ngross = 2, u32\n", 3 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct modbus_map map;
		size_t found = read_map(rows[i].keys, &map);

		if (found != rows[i].mistakes)
			print_message("row %zu: %s", i, rows[i].keys);
		assert_int_equal(found, rows[i].mistakes);
	}
}

static void maps_of_the_program_can_be_read(void **state)
{
	size_t found = 0;

	(void)state;
	for (const struct asset *a = asset_next(NULL); a; a = asset_next(a)) {
		_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
		char text[96], name[48];
		struct modbus_map map;

		if (sscanf(a->name, "scale/maps/%47[^.].conf", name) != 1)
			continue;
		(void)snprintf(text, sizeof(text), "[scale x]\nmap = %s\n", name);
		assert_int_equal(conf_read_text("station", text, strlen(text), &conf), 0);
		assert_int_equal(modbus_map_find(conf_section(conf, "scale", NULL), &map), 0);
		assert_int_equal(conf_mistakes(conf), 0);
		assert_string_equal(map.name, name);
		assert_int_equal(map.untested, strcmp(name, "bascule-head") != 0);
		found++;
	}
	assert_true(found >= 5);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_exact_in_every_order),
		cmocka_unit_test(the_head_says_its_states),
		cmocka_unit_test(signs_stand_among_the_bits),
		cmocka_unit_test(below_zero_is_no_number),
		cmocka_unit_test(a_step_is_never_nothing),
		cmocka_unit_test(a_manual_alone_gives_no_weight),
		cmocka_unit_test(a_person_sees_every_order),
		cmocka_unit_test(coils_are_a_status_too),
		cmocka_unit_test(a_heart_that_stands_still_is_a_fault),
		cmocka_unit_test(mistakes_of_a_map_are_found),
		cmocka_unit_test(maps_of_the_program_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
