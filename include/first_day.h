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
/* An object to be freed; NULL: there is none, or none that can be read, which is logged. */
json_t *first_day_read(const char *folder);
/* Of a first day that cannot be used as it is, less is taken: its codes without the devices, or nothing. */
enum first_day_part { FIRST_DAY_ALL, FIRST_DAY_SITE, FIRST_DAY_NONE };
void first_day_cut(json_t *day, enum first_day_part part);
/* station.conf, and what that day adds to it (NULL: nothing). Errors as conf_read(). */
int conf_read_day(const char *path, const json_t *day, struct conf **ret_conf);
/* The same with part of the day that is kept. */
int conf_read_part(const char *path, enum first_day_part part, struct conf **ret_conf);
int conf_read_station(const char *path, struct conf **ret_conf); /* with all of it */
/* Codes that somebody else knows, such as the ledger. */
int conf_add_codes(struct conf *c, const char *pole, const char *site, const char *station);
/*
 * Where nobody says them, those of the ledger that lies where station.conf has it. 1: taken, and told, where
 * ret_identity is not NULL; 0: nothing to do, or none there; -ENOMEM. (daemon/ledger)
 */
struct ledger_identity;
int ledger_name_conf(struct conf *conf, struct ledger_identity *ret_identity);
/* Of [site]; a zone that there is not is noted. */
const char *conf_zone(struct conf *c);
extern const char *const conf_station_kinds[]; /* of sections, NULL at the end */
/* Nobody has said whose station it is: neither pole nor site nor station. */
bool conf_is_nameless(struct conf *c);

/*
 * Calls found() for each serial line that no section names, with the lines that would make it a scale.
 * What speaks there nobody can know without writing to it: a person says.
 */
void conf_serial_unnamed(struct conf *c,
	void (*found)(void *data, const char *device, const char *lines), void *data);
