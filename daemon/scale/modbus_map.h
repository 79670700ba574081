// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A Modbus register map: where an indicator keeps its weight and what its bits mean, read
 * from a [map NAME] section of station.conf or of a file in daemon/scale/maps. Registers in
 * here count from the start of the one block that is read, and the words of coils (16 to a
 * word, lowest first) follow the registers; commands are addresses as sent.
 */
#pragma once
#include "conf.h"
#include "mass.h"
#include "names.h"
#include "scale.h"

enum { MODBUS_MOST = 64, MODBUS_BITS = 6, MODBUS_BAD = 6, MODBUS_TABLE = 20 };
/* Registers at most, coils at most: together they fit MODBUS_MOST words. */
enum { MODBUS_REGISTERS = 60, MODBUS_COILS = 64, MODBUS_DECIMALS = 6 };

enum modbus_type { MODBUS_U16, MODBUS_S16, MODBUS_U32, MODBUS_S32, MODBUS_F32, MODBUS_BCD };
/* Of four bytes A (highest) to D, as they come over the wire. */
enum modbus_order { MODBUS_ABCD, MODBUS_CDAB, MODBUS_BADC, MODBUS_DCBA };

struct modbus_number {
	bool there;
	uint16_t reg;
	enum modbus_type type;
	enum modbus_order order;
};

/* True when one of them is. */
struct modbus_bits {
	uint8_t count;
	struct {
		uint16_t reg;
		uint8_t bit;
		bool inverted;
	} bit[MODBUS_BITS];
};

enum modbus_status {
	MODBUS_STABLE,
	MODBUS_ZERO,
	MODBUS_NET_MODE, /* a tare of the device is in force */
	MODBUS_UNDER,
	MODBUS_OVER,
	MODBUS_ERROR,
	MODBUS_OK, /* the weight is worth something */
	MODBUS_NEVER_READY,
	MODBUS_SATURATED,
	MODBUS_UNCALIBRATED,
	MODBUS_BROKEN,
	MODBUS_STUCK,
	MODBUS_NET_SIGN, /* set: the net magnitude is below zero */
	MODBUS_GROSS_SIGN,
	MODBUS_STATUS_COUNT,
};

/* What each code of a register stands for. */
struct modbus_table {
	uint16_t reg;
	uint8_t count; /* 0: there is none */
	uint16_t value[MODBUS_TABLE];
};

enum modbus_scale { MODBUS_FIXED, MODBUS_BY_TABLE, MODBUS_ONE_HOT, MODBUS_DIVISOR };

struct modbus_map {
	char name[DEVICE_SIZE];
	bool untested; /* from a manual or a person's own; no device has confirmed it */
	bool checked;  /* untested, but here a known mass was read right */
	uint8_t function;
	uint16_t first; /* address of the block as sent */
	uint16_t count;
	uint8_t coil_function; /* 1 coils, 2 discrete inputs */
	uint16_t first_coil;
	uint16_t coils; /* 0: the status is among the registers */
	uint16_t words; /* registers and words of coils: what an answer holds */
	struct modbus_number net, gross, tare, step, max;
	struct modbus_table steps; /* in the last figure's places, by code */
	struct modbus_bits status[MODBUS_STATUS_COUNT];
	uint8_t bad_count;
	uint32_t bad[MODBUS_BAD];
	enum modbus_scale scale;
	uint16_t scale_reg;
	uint8_t scale_bit;            /* one-hot: the bit that means no decimals */
	struct modbus_table decimals; /* fixed: the first value */
	uint8_t unit;                 /* enum mass_unit */
	bool has_heartbeat;
	uint16_t heartbeat;
	uint64_t heartbeat_stale_us;
	bool head;         /* our own head: it tells the rest of firmware/README.md too */
	uint16_t command;  /* address of the command register */
	bool acknowledges; /* the register reads 0 when done, 0x80xx when refused */
	uint16_t code[SCALE_COMMAND_COUNT]; /* 0: has no such command */
};

/*
 * The map of that name: of the configuration that `scale` stands in, else one that comes
 * with the program. Mistakes go to the file; one in a map of the program is -EBADMSG.
 */
int modbus_map_find(struct conf_section *scale, struct modbus_map *ret_map);
/* A section as it stands. */
void modbus_map_read(struct conf_section *section, struct modbus_map *ret_map);
/* Mistakes of the [map] sections that no scale names go to the file, too. */
void modbus_maps_check(struct conf *conf);
/*
 * What a [scale] says beside the map's name: order = …, decimals = …, checked = yes once a
 * person has seen a known mass read right. Mistakes go to the file.
 */
void modbus_map_adjust(struct conf_section *scale, struct modbus_map *map);
/* How many registers a number of that type takes. */
unsigned modbus_width(enum modbus_type type);
const char *modbus_type_name(enum modbus_type type);
const char *modbus_order_name(enum modbus_order order);
