// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a known mass is to check: the decimals of a float, a map that a person wrote, and what
 * the registers say beside what is kept of it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "../../daemon/scale/parse_modbus.h"

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

/* A float of 12.345 kg or 0.4 kg loses nothing where the map does not say how many decimals. */
static void truth_13_a_float_keeps_its_decimals(void **state)
{
	static const struct {
		const char *keys;
		uint16_t high, low;
		int64_t mg;
	} rows[] = {
		{ PLAIN "gross = 2, f32\n", 0x4145, 0x851F, 12345000 },
		{ PLAIN "net = 2, f32\n", 0x3ECC, 0xCCCD, 400000 },
		{ PLAIN "gross = 2, f32\nunit = t\n", 0x3C4A, 0x42AF, 12345000 },
		{ PLAIN "gross = 2, f32\nunit = g\n", 0x4145, 0x851F, 12345 },
		{ PLAIN "gross = 2, f32\nscale = fixed 1\n", 0x4145, 0x851F, 12300000 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint16_t regs[8] = { 1, 0, rows[i].high, rows[i].low };
		struct reading r = parse(rows[i].keys, regs);

		assert_int_equal(r.state, SCALE_STABLE);
		assert_int_equal(r.mass_mg, rows[i].mg);
	}
}

static struct modbus_map find_map(const char *text)
{
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	struct conf_section *scale;
	struct modbus_map map;

	assert_int_equal(conf_read_text("station", text, strlen(text), &conf), 0);
	scale = conf_section(conf, "scale", NULL);
	assert_int_equal(modbus_map_find(scale, &map), 0);
	modbus_map_adjust(scale, &map);
	assert_int_equal(conf_mistakes(conf), 0);
	return map;
}

/* 12.50 kg read in the wrong order of bytes was a stable 578.6 kg. */
static void truth_13_a_map_of_ones_own_gives_no_weight(void **state)
{
#define OWN "[map own]\n" PLAIN "gross = 2, f32, BADC\n"
	static const uint16_t regs[8] = { 1, 0, 0x4148, 0 };
	struct modbus_map map = find_map("[scale x]\nmap = own\n" OWN);
	struct reading r;

	(void)state;
	modbus_parse(&map, regs, 1000, &r);
	assert_int_equal(r.reason, REASON_MAP_UNCHECKED);
	assert_int_equal(r.mass_mg, 0);
	map = find_map("[scale x]\nmap = own\norder = ABCD\nchecked = oui\n" OWN);
	modbus_parse(&map, regs, 1000, &r);
	assert_int_equal(r.mass_mg, 12500000);
#undef OWN
}

/* What the registers say stands beside what is kept, and how many decimals would keep it all. */
static void truth_13_the_register_stands_beside_the_kept(void **state)
{
	static const struct {
		const char *keys;
		uint16_t high, low;
		const char *text;
		int64_t register_mg, kept_mg;
		int lost; /* decimals */
	} rows[] = {
		{ PLAIN "gross = 2, f32\nscale = fixed 0\n", 0x4145, 0x851F, "12.345", 12345000,
			12000000, 3 },
		{ PLAIN "gross = 2, f32\nscale = fixed 0\n", 0x3ECC, 0xCCCD, "0.4", 400000, 0, 1 },
		{ PLAIN "gross = 2, f32\n", 0x4145, 0x851F, "12.345", 12345000, 12345000, 0 },
		{ PLAIN "gross = 2, f32\n", 0x4145, 0x8520, "12.345", 12345000, 12345000, 0 },
		{ PLAIN "gross = 2, f32\n", 0x4145, 0x8794, "12.3456", 12345600, 12346000, 1 },
		{ PLAIN "gross = 2, u32\nscale = fixed 2\n", 0, 1234, "1234", 12340000, 12340000,
			0 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		const uint16_t regs[8] = { 1, 0, rows[i].high, rows[i].low };
		struct modbus_map map;
		struct scale_detail d;

		assert_int_equal(read_map(rows[i].keys, &map), 0);
		modbus_detail(&map, regs, &d);
		assert_string_equal(d.decoding[0].register_text, rows[i].text);
		assert_int_equal(d.decoding[0].register_mg, rows[i].register_mg);
		assert_int_equal(d.decoding[0].mass_mg, rows[i].kept_mg);
		assert_int_equal(d.decoding[0].decimals - d.decimals > 0
					 ? d.decoding[0].decimals - d.decimals
					 : 0,
			rows[i].lost);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(truth_13_a_float_keeps_its_decimals),
		cmocka_unit_test(truth_13_a_map_of_ones_own_gives_no_weight),
		cmocka_unit_test(truth_13_the_register_stands_beside_the_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
