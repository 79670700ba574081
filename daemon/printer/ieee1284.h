// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a printer says it is: the IEEE 1284 device id, as the USB printer class gives it
 * (GET_DEVICE_ID: two bytes of length, then KEY:value; pairs). Pure.
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct ieee1284 {
	char maker[40];
	char model[60];
	char commands[100]; /* "ZPL", "EPL,ZPL" … */
	char serial[40];
};

/*
 * The length is big-endian and counts itself; printers that send it little-endian are
 * understood. 0, or -EBADMSG: no pair in it.
 */
int ieee1284_parse(const uint8_t *answer, size_t size, struct ieee1284 *ret_id);
/* Whether one of the command words begins with that language's name, any case. */
int ieee1284_speaks(const struct ieee1284 *id, const char *language);

enum port_status_bit { PORT_NO_ERROR = 0x08, PORT_SELECTED = 0x10, PORT_PAPER_EMPTY = 0x20 };
