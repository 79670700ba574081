// SPDX-License-Identifier: GPL-3.0-or-later
/* Words of a register map, each value against what is read. */
#include "map_words.h"
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_names[] = { "u16", "s16", "u32", "s32", "f32", "bcd" };
static const char *const order_names[] = { "ABCD", "CDAB", "BADC", "DCBA" };

const char *modbus_type_name(enum modbus_type type)
{
	return type_names[type];
}

const char *modbus_order_name(enum modbus_order order)
{
	return order_names[order];
}

int modbus_order_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(order_names); i++)
		if (!strcmp(order_names[i], name))
			return (int)i;
	return -1;
}

unsigned modbus_width(enum modbus_type type)
{
	return type == MODBUS_U16 || type == MODBUS_S16 ? 1 : 2;
}

void map_complain(struct map_reader *in, const char *key, const char *sentence)
{
	struct sentence why = { .key = sentence };

	sentence_param(&why, "key", key);
	sentence_param(&why, "value", conf_text(in->section, key, ""));
	conf_mistake(in->section, key, &why);
}

bool take_number(const char **at, unsigned long most, unsigned long *ret)
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

void skip_gap(const char **at)
{
	*at += strspn(*at, " \t");
	if (**at == ',')
		*at += 1 + strspn(*at + 1, " \t");
}

int take_word(const char **at, const char *const *words, size_t count)
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

bool take_register(struct map_reader *in, const char **at, unsigned width, uint16_t *ret)
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

/* Coils lie behind the registers, 16 to a word. */
static bool take_coil(struct map_reader *in, const char **at, uint16_t *ret_reg, unsigned long *bit)
{
	unsigned long n;

	if (!take_number(at, UINT16_MAX, &n) || n < in->base)
		return false;
	n -= in->base;
	if (n < in->map->first_coil || n - in->map->first_coil >= in->map->coils)
		return false;
	n -= in->map->first_coil;
	*ret_reg = (uint16_t)(in->map->count + n / 16);
	*bit = n % 16;
	return true;
}

bool take_bit(struct map_reader *in, const char **at, struct modbus_bits *bits)
{
	unsigned long bit;
	uint16_t reg;
	bool inverted = **at == '!', coil;

	*at += inverted;
	coil = **at == 'c';
	*at += coil;
	if (bits->count == MODBUS_BITS)
		return false;
	if (coil ? !take_coil(in, at, &reg, &bit)
		 : !take_register(in, at, 1, &reg) || *(*at)++ != '.' || !take_number(at, 15, &bit))
		return false;
	bits->bit[bits->count].reg = reg;
	bits->bit[bits->count].bit = (uint8_t)bit;
	bits->bit[bits->count].inverted = inverted;
	bits->count++;
	skip_gap(at);
	return true;
}

bool take_table(
	struct map_reader *in, const char **at, unsigned long most, struct modbus_table *table)
{
	unsigned long n;

	if (!take_register(in, at, 1, &table->reg))
		return false;
	skip_gap(at);
	while (**at) {
		if (table->count == MODBUS_TABLE || !take_number(at, most, &n))
			return false;
		table->value[table->count++] = (uint16_t)n;
		skip_gap(at);
	}
	return table->count > 0;
}

void read_number(struct map_reader *in, const char *key, struct modbus_number *n)
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
		map_complain(in, key, "modbus_bad_number");
}

void read_bits(struct map_reader *in, const char *key, struct modbus_bits *bits)
{
	const char *at = conf_text(in->section, key, "");

	while (*at)
		if (!take_bit(in, &at, bits)) {
			map_complain(in, key, "modbus_bad_bits");
			return;
		}
}

void read_span(struct map_reader *in, const char *key, const char *sentence, unsigned most,
	uint16_t *ret_first, uint16_t *ret_count)
{
	const char *at = conf_text(in->section, key, "");
	unsigned long first = 0, count = 0;

	*ret_count = 0;
	if (!*at)
		return;
	if (!take_number(&at, UINT16_MAX, &first) || first < in->base || *at++ != '+' ||
		!take_number(&at, most, &count) || *at || count == 0 ||
		first - in->base + count > UINT16_MAX + 1ul) {
		map_complain(in, key, sentence);
		return;
	}
	*ret_first = (uint16_t)(first - in->base);
	*ret_count = (uint16_t)count;
}
