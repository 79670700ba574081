// SPDX-License-Identifier: GPL-3.0-or-later
/* bascule doctor when no daemon runs: opens the devices itself, exactly as the daemon does. */
#pragma once
#include "cli.h"
#include "conf.h"

struct doctor {
	unsigned watch_s; /* 0: as long as it takes */
	bool json;        /* for programs */
};
/*
 * Opens every device of conf, waits a few seconds for answers (or watch_s, showing each
 * change of a scale and each scan as it comes), says what it found and what is plugged in
 * and not named, and closes them. An exit code.
 */
int doctor_look(const struct cli *c, struct conf *conf, const struct doctor *how);

/* "Scale floor: open, …": the first line about a device, on stdout. error: -errno or 0. */
void doctor_say_device(const struct cli *c, const char *kind, const char *name, const char *device,
	bool open, const char *error);
/* A sentence about it, below. */
void doctor_say_more(const char *text);
/* Devices as GET /devices has them, a line each. */
void doctor_say_list(const json_t *devices);
