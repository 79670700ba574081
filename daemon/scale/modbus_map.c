// SPDX-License-Identifier: GPL-3.0-or-later
/* Reads a register map: which keys there are and what they mean; and finds one by its name. */
#include <stdio.h>
#include <string.h>
#include "asset.h"
#include "map_words.h"

static void read_block(struct map_reader *in)
{
	struct modbus_map *m = in->map;

	conf_need(in->section, "block");
	read_span(in, "block", "modbus_bad_block", MODBUS_REGISTERS, &m->first, &m->count);
	read_span(in, "coils", "modbus_bad_coils", MODBUS_COILS, &m->first_coil, &m->coils);
	m->coil_function = (uint8_t)conf_int(in->section, "coils_fc", 1, 2, 1);
	m->words = (uint16_t)(m->count + (m->coils + 15u) / 16);
}

/* Values that are no weight, as they stand in the registers. */
static void read_bad(struct map_reader *in)
{
	static const char *const words[] = { "nan", "inf" };
	const char *at = conf_text(in->section, "bad", "");
	struct modbus_map *m = in->map;

	while (*at) {
		unsigned long value;

		if (take_word(&at, words, ARRAY_SIZE(words)) >= 0)
			continue; /* never a weight, named or not */
		if (m->bad_count == MODBUS_BAD || !take_number(&at, UINT32_MAX, &value)) {
			map_complain(in, "bad", "modbus_bad_sentinel");
			return;
		}
		m->bad[m->bad_count++] = (uint32_t)value;
		skip_gap(&at);
	}
}

/* fixed N | table REG n n n … | one-hot REG.BIT | divisor REG */
static bool take_scale(struct map_reader *in, const char *at)
{
	static const char *const kinds[] = { "fixed", "table", "one-hot", "divisor" };
	struct modbus_map *m = in->map;
	int kind = take_word(&at, kinds, ARRAY_SIZE(kinds));
	struct modbus_bits bit = { 0 };
	unsigned long n = 0;

	m->scale = kind < 0 ? MODBUS_FIXED : (enum modbus_scale)kind;
	switch (kind) {
	case MODBUS_FIXED:
		if (*at && !take_number(&at, MODBUS_DECIMALS, &n))
			return false;
		m->decimals.value[0] = (uint16_t)n;
		return !*at;
	case MODBUS_BY_TABLE:
		return take_table(in, &at, MODBUS_DECIMALS, &m->decimals);
	case MODBUS_ONE_HOT:
		if (*at == '!' || !take_bit(in, &at, &bit))
			return false;
		m->scale_reg = bit.bit[0].reg;
		m->scale_bit = bit.bit[0].bit;
		return !*at;
	case MODBUS_DIVISOR:
		return take_register(in, &at, 1, &m->scale_reg) && !*at;
	default:
		return false;
	}
}

/* A number as the others, or a code: table REG n n n … */
static void read_step(struct map_reader *in)
{
	static const char *const kinds[] = { "table" };
	const char *at = conf_text(in->section, "step", "");

	if (take_word(&at, kinds, ARRAY_SIZE(kinds)) < 0)
		read_number(in, "step", &in->map->step);
	else if (!take_table(in, &at, UINT16_MAX, &in->map->steps))
		map_complain(in, "step", "modbus_bad_scale");
}

/*
 * A float has its own decimals: unless the map says how many, grams are kept of large units
 * and thousandths of small ones. `bascule scale check` tells when that is not enough.
 */
static void read_scale(struct map_reader *in)
{
	const struct modbus_map *m = in->map;
	bool is_float = (m->gross.there && m->gross.type == MODBUS_F32) ||
			(m->net.there && m->net.type == MODBUS_F32);
	const char *otherwise = !is_float               ? "fixed 0"
				: m->unit == MASS_TONNE ? "fixed 6"
							: "fixed 3";

	if (!take_scale(in, conf_text(in->section, "scale", otherwise)))
		map_complain(in, "scale", "modbus_bad_scale");
}

static void read_unit(struct map_reader *in)
{
	const char *const words[] = { "g", "kg", "t", "lb", "oz", NULL };
	static const uint8_t units[] = { MASS_GRAM, MASS_KILOGRAM, MASS_TONNE, MASS_POUND,
		MASS_OUNCE };

	in->map->unit = units[conf_choice(in->section, "unit", words, 1)];
}

static void read_heartbeat(struct map_reader *in)
{
	const char *at = conf_text(in->section, "heartbeat", NULL);
	struct modbus_map *m = in->map;

	m->heartbeat_stale_us =
		(uint64_t)conf_int(in->section, "heartbeat_stale_ms", 100, 60000, 2000) * 1000;
	if (!at)
		return;
	m->has_heartbeat = take_register(in, &at, 1, &m->heartbeat) && !*at;
	if (!m->has_heartbeat)
		map_complain(in, "heartbeat", "modbus_bad_heartbeat");
}

static uint16_t read_address(struct map_reader *in, const char *key, unsigned base)
{
	const char *at = conf_text(in->section, key, NULL);
	unsigned long n = 0;

	if (!at)
		return 0;
	if (take_number(&at, UINT16_MAX, &n) && n >= base && !*at)
		return (uint16_t)(n - base);
	map_complain(in, key, "modbus_bad_address");
	return 0;
}

static void read_commands(struct map_reader *in)
{
	static const char *const keys[SCALE_COMMAND_COUNT] = { "cmd_zero", "cmd_tare", "cmd_clear",
		"cmd_capture_zero", "cmd_capture_span", "cmd_settings" };
	static const char *const acks[] = { "none", "zero", NULL };
	struct modbus_map *m = in->map;

	m->command = read_address(in, "cmd", in->base);
	m->acknowledges = conf_choice(in->section, "cmd_ack", acks, 0) == 1;
	for (size_t i = 0; i < SCALE_COMMAND_COUNT; i++) {
		m->code[i] = read_address(in, keys[i], 0);
		if (m->code[i])
			conf_need(in->section, "cmd");
	}
}

static void read_status(struct map_reader *in)
{
	static const char *const keys[MODBUS_STATUS_COUNT] = { "stable", "zero", "net_mode",
		"under", "over", "error", "ok", "never_ready", "saturated", "uncalibrated",
		"broken", "stuck", "net_sign", "gross_sign" };

	conf_need(in->section, "stable");
	for (size_t i = 0; i < MODBUS_STATUS_COUNT; i++)
		read_bits(in, keys[i], &in->map->status[i]);
}

void modbus_map_read(struct conf_section *section, struct modbus_map *ret_map)
{
	static const char *const details[] = { "none", "head", NULL };
	static const struct sentence no_weight = { .key = "modbus_no_weight" };
	struct map_reader in = { section, ret_map, 0 };

	*ret_map = (struct modbus_map){ 0 };
	(void)snprintf(ret_map->name, sizeof(ret_map->name), "%s", conf_section_name(section));
	ret_map->untested = !conf_bool(section, "tested", true);
	in.base = (unsigned)conf_int(section, "base", 0, 1, 0);
	ret_map->function = (uint8_t)conf_int(section, "fc", 3, 4, 3);
	read_block(&in);
	read_number(&in, "net", &ret_map->net);
	read_number(&in, "gross", &ret_map->gross);
	read_number(&in, "tare", &ret_map->tare);
	read_step(&in);
	read_number(&in, "capacity", &ret_map->max);
	if (!conf_text(section, "net", NULL) && !conf_text(section, "gross", NULL))
		conf_mistake(section, NULL, &no_weight);
	read_status(&in);
	read_bad(&in);
	read_unit(&in);
	read_scale(&in);
	read_heartbeat(&in);
	ret_map->head = conf_choice(section, "details", details, 0) == 1 && ret_map->count >= 32;
	read_commands(&in);
}

static struct conf_section *named(struct conf *conf, const char *name)
{
	struct conf_section *s = NULL;

	while ((s = conf_section(conf, "map", s)))
		if (!strcmp(conf_section_name(s), name))
			break;
	return s;
}

static int read_shipped(const struct asset *file, const char *name, struct modbus_map *ret_map)
{
	static const char *const kinds[] = { "map", NULL };
	_cleanup_(cleanup_conf_free) struct conf *conf = NULL;
	struct conf_section *section;
	int r = conf_read_text(file->name, file->data, file->size, &conf);

	if (r < 0)
		return r;
	section = named(conf, name);
	if (!section)
		return -EBADMSG;
	modbus_map_read(section, ret_map);
	conf_check_unused(conf, kinds);
	if (conf_mistakes(conf) > 0)
		conf_print(conf, LANG_EN, stderr);
	return conf_mistakes(conf) > 0 ? -EBADMSG : 0;
}

int modbus_map_find(struct conf_section *scale, struct modbus_map *ret_map)
{
	const char *name = conf_text(scale, "map", "bascule-head");
	struct conf_section *section = named(conf_whole(scale), name);
	struct sentence why = { .key = "modbus_unknown_map" };
	const struct asset *file;
	char path[96];

	if (section) {
		modbus_map_read(section, ret_map);
		/* A person's own map is a first try, until a known mass has been read by it. */
		ret_map->untested = !conf_bool(section, "tested", false);
		return 0;
	}
	(void)snprintf(path, sizeof(path), "scale/maps/%s.conf", name);
	file = asset_find(path);
	if (file)
		return read_shipped(file, name, ret_map);
	sentence_param(&why, "value", name);
	conf_mistake(scale, "map", &why);
	return 0;
}

void modbus_map_adjust(struct conf_section *scale, struct modbus_map *map)
{
	struct modbus_number *numbers[] = { &map->net, &map->gross, &map->tare, &map->step,
		&map->max };
	const char *order = conf_text(scale, "order", NULL);
	int found = order ? modbus_order_find(order) : -1;
	long decimals = conf_int(scale, "decimals", -1, MODBUS_DECIMALS, -1);

	if (order && found < 0)
		map_complain(&(struct map_reader){ scale, map, 0 }, "order", "modbus_bad_order");
	for (size_t i = 0; found >= 0 && i < ARRAY_SIZE(numbers); i++)
		numbers[i]->order = (enum modbus_order)found;
	if (decimals >= 0) {
		map->scale = MODBUS_FIXED;
		map->decimals.value[0] = (uint16_t)decimals;
	}
	map->checked = conf_bool(scale, "checked", false);
}

static bool is_used(struct conf *conf, const char *name)
{
	struct conf_section *s = NULL;

	while ((s = conf_section(conf, "scale", s)))
		if (!strcmp(conf_text(s, "map", ""), name))
			return true;
	return false;
}

void modbus_maps_check(struct conf *conf)
{
	struct conf_section *s = NULL;
	struct modbus_map map;

	while ((s = conf_section(conf, "map", s)))
		if (!is_used(conf, conf_section_name(s)))
			modbus_map_read(s, &map);
}
