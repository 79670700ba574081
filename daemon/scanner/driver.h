// SPDX-License-Identifier: GPL-3.0-or-later
/* What the registry of scanners and its drivers know of each other. */
#pragma once
#include "parse_keys.h"
#include "scanner.h"

struct scanner;

struct scanner_driver {
	const char *name;           /* word in station.conf */
	const char *const *options; /* accepted keys, besides the registry's */
	int (*setup)(struct scanner *s, struct conf_section *section);
	/* 0 or -errno; retried at least every 2 s. -EPROTO: there, but no keys come of it. */
	int (*open)(struct scanner *s);
	void (*close)(struct scanner *s);   /* safe after a failed open */
	void (*cleanup)(struct scanner *s); /* frees what setup made; also after a failed setup */
};

extern const struct scanner_driver scanner_usb_driver;
extern const struct scanner_driver scanner_serial_driver;

void scanner_char(struct scanner *s, uint32_t character); /* Unicode */
void scanner_byte(struct scanner *s, uint8_t byte);       /* of UTF-8 */
void scanner_lost(struct scanner *s, int error);          /* closes and opens again */
void scanner_appeared(struct scanner *s);                 /* a closed one is tried at once */
void scanner_set_layout(struct scanner *s, enum keys_layout layout); /* it is a keyboard */
void scanner_set_device(struct scanner *s, const char *device);
void *scanner_private(struct scanner *s);
void scanner_set_private(struct scanner *s, void *p);
struct loop *scanner_loop(struct scanner *s);
struct usb *scanner_usb(struct scanner *s); /* may be NULL */

void scanner_usb_unnamed(struct usb *usb,
	void (*found)(void *data, const char *device, const char *lines), void *data);
