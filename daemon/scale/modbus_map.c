// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Reads a register map. Every value is looked at here, with file and line, so that what
 * decodes the registers may trust it: no register outside the block, no bit above 15.
 */
#include "modbus_map.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "asset.h"

static const char *const type_names[] = { "u16", "s16", "u32", "s32", "f32", "bcd" };
static const char *const order_names[] = { "ABCD", "CDAB", "BADC", "DCBA" };

struct map_reader {
	struct conf_section *section;
	struct modbus_map *map;
	unsigned base;
};

unsigned modbus_width(enum modbus_type type)
{
	return type == MODBUS_U16 || type == MODBUS_S16 ? 1 : 2;
}

static void complain(struct map_reader *in, const char *key, struct sentence why)
{
	sentence_param(&why, "key", key);
	sentence_param(&why, "value", conf_text(in->section, key, ""));
	conf_mistake(in->section, key, &why);
}

/* A number at *at, which moves behind it and the blanks and the comma that follow. */
static bool take_number(const char **at, unsigned long most, unsigned long *ret)
{
	char *end;

	if (!isdigit((unsigned char)**at))
		return false;
	errno = 0;
	*ret = strtoul(*at, &end, 0);
	if (errno || *ret > most)
		return false;
	*at = end;
	return true;
}

static void skip_gap(const char **at)
{
	*at += strspn(*at, " \t");
	if (**at == ',')
		*at += 1 + strspn(*at + 1, " \t");
}

/* One of the words at *at, its index; -1: none. */
static int take_word(const char **at, const char *const *words, size_t count)
{
	size_t len = strcspn(*at, " \t,");

	for (size_t i = 0; i < count; i++)
		if (strlen(words[i]) == len && !strncmp(words[i], *at, len)) {
			*at += len;
			skip_gap(at);
			return (int)i;
		}
	return -1;
}

/* A register as the manual counts it -> place in the block. */
static bool take_register(struct map_reader *in, const char **at, unsigned width, uint16_t *ret)
{
	unsigned long n;

	if (!take_number(at, UINT16_MAX, &n) || n < in->base)
		return false;
	n -= in->base;
	if (n < in->map->first || n + width > (unsigned long)in->map->first + in->map->count)
		return false;
	*ret = (uint16_t)(n - in->map->first);
	return true;
}

/* register, type[, order] */
static void read_number(struct map_reader *in, const char *key, struct modbus_number *n)
{
	const char *text = conf_text(in->section, key, NULL), *at = text;
	int type, order = 0;

	if (!text)
		return;
	at += strcspn(at, ", \t");
	skip_gap(&at);
	type = take_word(&at, type_names, ARRAY_SIZE(type_names));
	if (type >= 0 && *at)
		order = take_word(&at, order_names, ARRAY_SIZE(order_names));
	if (type >= 0 && order >= 0 && !*at) {
		n->type = (enum modbus_type)type;
		n->order = (enum modbus_order)order;
		at = text;
		n->there = take_register(in, &at, modbus_width(n->type), &n->reg) &&
			   strchr(" \t,", *at);
	}
	if (!n->there)
		complain(in, key, (struct sentence){ .key = "modbus_bad_number" });
}

static bool take_bit(struct map_reader *in, const char **at, struct modbus_bits *bits)
{
	unsigned long bit;
	uint16_t reg;
	bool inverted = **at == '!';

	*at += inverted;
	if (bits->count == MODBUS_BITS || !take_register(in, at, 1, &reg) || *(*at)++ != '.' ||
		!take_number(at, 15, &bit))
		return false;
	bits->bit[bits->count].reg = reg;
	bits->bit[bits->count].bit = (uint8_t)bit;
	bits->bit[bits->count].inverted = inverted;
	bits->count++;
	skip_gap(at);
	return true;
}

/* [!]register.bit, several apart by blanks */
static void read_bits(struct map_reader *in, const char *key, struct modbus_bits *bits)
{
	const char *at = conf_text(in->section, key, "");

	while (*at)
		if (!take_bit(in, &at, bits)) {
			complain(in, key, (struct sentence){ .key = "modbus_bad_bits" });
			return;
		}
}

static void read_block(struct map_reader *in)
{
	const char *at = conf_text(in->section, "block", "");
	unsigned long first = 0, count = 0;

	conf_need(in->section, "block");
	if (!*at)
		return;
	if (take_number(&at, UINT16_MAX, &first) && first >= in->base && *at++ == '+' &&
		take_number(&at, MODBUS_MOST, &count) && !*at && count > 0 &&
		first - in->base + count <= UINT16_MAX + 1ul) {
		in->map->first = (uint16_t)(first - in->base);
		in->map->count = (uint16_t)count;
	} else {
		complain(in, "block", (struct sentence){ .key = "modbus_bad_block" });
	}
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
			complain(in, "bad", (struct sentence){ .key = "modbus_bad_sentinel" });
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
	unsigned long n;

	if (kind < 0)
		return false;
	m->scale = (enum modbus_scale)kind;
	if (m->scale == MODBUS_ONE_HOT) {
		if (*at == '!' || !take_bit(in, &at, &bit))
			return false;
		m->scale_reg = bit.bit[0].reg;
		m->scale_bit = bit.bit[0].bit;
		return !*at;
	}
	if (m->scale != MODBUS_FIXED && !take_register(in, &at, 1, &m->scale_reg))
		return false;
	skip_gap(&at);
	while (*at && m->scale != MODBUS_DIVISOR) {
		if (m->scale_count == MODBUS_TABLE || !take_number(&at, 6, &n))
			return false;
		m->decimals[m->scale_count++] = (uint8_t)n;
		skip_gap(&at);
	}
	return !*at && (m->scale == MODBUS_BY_TABLE ? m->scale_count > 0 : m->scale_count <= 1);
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
		complain(in, "heartbeat", (struct sentence){ .key = "modbus_bad_heartbeat" });
}

static uint16_t read_address(struct map_reader *in, const char *key, unsigned base)
{
	const char *at = conf_text(in->section, key, NULL);
	unsigned long n = 0;

	if (!at)
		return 0;
	if (take_number(&at, UINT16_MAX, &n) && n >= base && !*at)
		return (uint16_t)(n - base);
	complain(in, key, (struct sentence){ .key = "modbus_bad_address" });
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
	const char *scale;

	*ret_map = (struct modbus_map){ 0 };
	(void)snprintf(ret_map->name, sizeof(ret_map->name), "%s", conf_section_name(section));
	ret_map->untested = !conf_bool(section, "tested", true);
	in.base = (unsigned)conf_int(section, "base", 0, 1, 0);
	ret_map->function = (uint8_t)conf_int(section, "fc", 3, 4, 3);
	read_block(&in);
	read_number(&in, "net", &ret_map->net);
	read_number(&in, "gross", &ret_map->gross);
	read_number(&in, "tare", &ret_map->tare);
	read_number(&in, "step", &ret_map->step);
	read_number(&in, "capacity", &ret_map->max);
	if (!conf_text(section, "net", NULL) && !conf_text(section, "gross", NULL))
		conf_mistake(section, NULL, &no_weight);
	read_status(&in);
	read_bad(&in);
	scale = conf_text(section, "scale", "fixed 0");
	if (!take_scale(&in, scale))
		complain(&in, "scale", (struct sentence){ .key = "modbus_bad_scale" });
	read_unit(&in);
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
