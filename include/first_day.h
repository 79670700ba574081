// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The first day of a station: first-day.json, beside the ledger, holds what it was told before there was
 * one (language, zone, codes, name), the devices that somebody said are ours, and which steps were seen or
 * left for later. The daemon writes it; station.conf, where it says something else, wins.
 *
 *   {"site": {"language","zone","pole","site","station"}, "devices": ["[scale balance]\ndriver = usb\n"],
 *    "name": "…", "seen": ["scale"], "later": ["stick"]}
 */
#pragma once
#include <jansson.h>
#include <limits.h>
#include "conf.h"

#define FIRST_DAY_FILE "first-day.json"
#define STORE_PATH "/var/lib/bascule/bascule.db" /* where the ledger is unless station.conf says */

/* The folder of the ledger. */
void first_day_folder(struct conf *c, char ret_folder[PATH_MAX]);
/* An object to be freed; NULL: there is none, or none that can be read. */
json_t *first_day_read(const char *folder);
/* station.conf, and what the first day adds to it. Errors as conf_read(). */
int conf_read_station(const char *path, struct conf **ret_conf);
/* Nobody has said whose station it is: neither pole nor site nor station. */
bool conf_is_nameless(struct conf *c);

/*
 * Calls found() for each serial line that no section names, with the lines that would make it a scale.
 * What speaks there nobody can know without writing to it: a person says.
 */
void conf_serial_unnamed(struct conf *c,
	void (*found)(void *data, const char *device, const char *lines), void *data);
