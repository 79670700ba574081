// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Panel: buttons, pedal, lamps, buzzer. Two drivers behind one port: gpio (libgpiod 2 or
 * 1.6, chosen at build; chip by label or line by name, never by number) and the serial
 * button box (line protocol in daemon/panel/README.md). One software debounce for all.
 */
#pragma once
#include "conf.h"
#include "loop.h"
#include "station.h"

struct panels;

struct panel_facts {
	const char *name;
	const char *driver;
	char device[128];
	bool open;
	int last_error;
};

/* pressed(): a button that station.conf maps to an action, e.g. button.green = category TLC-VET. */
int panels_new(struct loop *loop, struct conf *conf,
	void (*pressed)(void *data, enum station_action action, const char *code), void *data,
	struct panels **ret_panels);
void panels_start(struct panels *all);
/* Lamps (ready, saved, refused) and buzzer pattern for a signal. */
void panels_signal(struct panels *all, enum station_signal signal);
/* The ready lamp follows the phase. */
void panels_phase(struct panels *all, enum station_phase phase);
size_t panels_count(const struct panels *all);
void panels_facts(const struct panels *all, size_t index, struct panel_facts *ret_facts);
struct panels *panels_free(struct panels *all);
CLEANUP_OF(struct panels, panels_free);
