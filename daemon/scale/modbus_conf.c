// SPDX-License-Identifier: GPL-3.0-or-later
/* The keys of a Modbus scale: the way to it, its pace, and its register map. */
#include <stdio.h>
#include <string.h>
#include "modbus_bus.h"

const char *const modbus_options[] = { "device", "baud", "bits", "parity", "stop", "address",
	"unit", "map", "order", "decimals", "checked", "poll_ms", "timeout_ms", "gap_ms", "retries",
	NULL };

/* host:port; a host may be a name. */
static void read_address(struct conf_section *section, struct bus *b, const char *address)
{
	struct sentence why = { .key = "modbus_bad_host" };
	const char *colon = strrchr(address, ':');
	size_t host = colon ? (size_t)(colon - address) : 0;
	size_t port = colon ? strlen(colon + 1) : 0;

	b->wire.network = true;
	if (host > 0 && host < sizeof(b->wire.host) && port > 0 && port < sizeof(b->wire.port) &&
		strspn(colon + 1, "0123456789") == port) {
		memcpy(b->wire.host, address, host);
		memcpy(b->wire.port, colon + 1, port);
		return;
	}
	sentence_param(&why, "key", "address");
	sentence_param(&why, "value", address);
	conf_mistake(section, "address", &why);
}

static void read_way(struct conf_section *section, struct bus *b)
{
	static const struct sentence one_way = { .key = "modbus_one_way" };
	const char *address = conf_text(section, "address", NULL);

	if (!address) {
		tty_read_conf(section, &b->wire.tty);
		if (!conf_text(section, "baud", NULL))
			b->wire.tty.speed = B19200; /* what the standard and our head begin with */
		return;
	}
	if (conf_text(section, "device", NULL))
		conf_mistake(section, "device", &one_way);
	read_address(section, b, address);
}

/* A map that nobody has confirmed says so wherever the device is named. */
static void name_device(struct bus *b, const char *way)
{
	bool doubtful = b->map.untested && !b->map.checked;
	char name[128];

	(void)snprintf(name, sizeof(name), "%.80s, map %s, untested", way, b->map.name);
	scale_set_device(b->scale, doubtful ? name : way);
}

int modbus_conf_read(struct bus *b, struct conf_section *section)
{
	int r;

	read_way(section, b);
	b->wire.unit = (int)conf_int(section, "unit", 1, b->wire.network ? 255 : 247, 1);
	b->poll_us = (uint64_t)conf_int(section, "poll_ms", 50, 10000, 200) * 1000;
	b->wire.timeout_us = (uint32_t)conf_int(section, "timeout_ms", 100, 5000, 300) * 1000;
	b->wire.gap_us = (uint32_t)conf_int(section, "gap_ms", 0, 1000, 5) * 1000;
	b->retries = (unsigned)conf_int(section, "retries", 0, 10, 2);
	scale_set_poll(b->scale, b->poll_us);
	scale_set_silence(b->scale, REASON_LATE);
	r = modbus_map_find(section, &b->map);
	modbus_map_adjust(section, &b->map);
	name_device(b, conf_text(section, b->wire.network ? "address" : "device", ""));
	return r;
}
