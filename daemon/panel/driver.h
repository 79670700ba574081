// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What a kind of panel has to do. A driver is created closed, gives raw contacts, and
 * obeys lamps and sounds; what buttons mean and when lamps shine is panel.c's.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "panel.h"

enum { PANEL_BUTTONS = 24, PANEL_WORD_SIZE = 16, SOUND_PARTS = 8 };

enum panel_lamp { LAMP_READY, LAMP_SAVED, LAMP_REFUSED, LAMP_COUNT };

/* Milliseconds of sound, silence, sound …; count 0: quiet. */
struct sound {
	size_t count;
	uint16_t ms[SOUND_PARTS];
};

struct panel;

struct panel_driver {
	const char *name;
	const char *const *options;
	int (*setup)(struct panel *p, struct conf_section *section);
	int (*open)(struct panel *p);   /* 0 or -errno; tried again at least every 2 s */
	void (*close)(struct panel *p); /* safe after a failed open */
	void (*lamp)(struct panel *p, enum panel_lamp lamp, bool on);
	void (*sound)(struct panel *p, const struct sound *sound);
	void (*cleanup)(struct panel *p); /* frees what setup made; may be NULL */
};

extern const struct panel_driver panel_gpio_driver, panel_serial_driver;
extern const char *const panel_lamp_names[LAMP_COUNT]; /* "ready" … */

/* ---- for drivers ---- */
void *panel_private(struct panel *p);
void panel_set_private(struct panel *p, void *data);
struct loop *panel_loop(struct panel *p);
void panel_set_device(struct panel *p, const char *device);
/* Buttons in the order of station.conf; their words. */
size_t panel_buttons(const struct panel *p);
const char *panel_button(const struct panel *p, size_t button);
int panel_find_button(const struct panel *p, const char *word); /* -1: none */
/* At opening: the contact as it is. Later: edges were seen, and it is now so. */
void panel_contact_is(struct panel *p, size_t button, bool closed);
void panel_contact(struct panel *p, size_t button, bool closed);
/* It closed and opened in one piece: a press, however short. */
void panel_tapped(struct panel *p, size_t button);
void panel_lost(struct panel *p, int error); /* closed and opened again later */
