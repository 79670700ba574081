// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The words of a register map's values: registers, bits, numbers and tables. Each value is
 * looked at here, so that what decodes the registers may trust it: no register outside the
 * block, no bit above 15. A mistake goes to the file, with its line.
 */
#pragma once
#include "modbus_map.h"

struct map_reader {
	struct conf_section *section;
	struct modbus_map *map;
	unsigned base; /* number of the first register in the manual: 0 or 1 */
};

/* A mistake of that key; the sentence has {key} and {value}. */
void map_complain(struct map_reader *in, const char *key, const char *sentence);

/* take_…: what stands at *at, which moves behind it; false or -1: something else does. */
bool take_number(const char **at, unsigned long most, unsigned long *ret);
/* One of the words, its index; moves behind the blanks and the comma that follow, too. */
int take_word(const char **at, const char *const *words, size_t count);
/* A register as the manual counts it -> place among what is read. */
bool take_register(struct map_reader *in, const char **at, unsigned width, uint16_t *ret);
/* [!]register.bit or [!]cN, a coil */
bool take_bit(struct map_reader *in, const char **at, struct modbus_bits *bits);
/* register n n n …: what each code of the register stands for */
bool take_table(
	struct map_reader *in, const char **at, unsigned long most, struct modbus_table *table);
void skip_gap(const char **at);

/* register, type[, order] */
void read_number(struct map_reader *in, const char *key, struct modbus_number *n);
/* bits, several apart by blanks */
void read_bits(struct map_reader *in, const char *key, struct modbus_bits *bits);
/* first+count -> *ret_count, 0 when there is no such key or it is wrong */
void read_span(struct map_reader *in, const char *key, const char *sentence, unsigned most,
	uint16_t *ret_first, uint16_t *ret_count);
/* The order named so; -1: none is. */
int modbus_order_find(const char *name);
