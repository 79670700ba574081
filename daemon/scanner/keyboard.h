// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One claimed keyboard interface. scanner_usb.c finds the device that station.conf names;
 * this takes it from the kernel, sets it up and hands its reports on.
 */
#pragma once
#include "driver.h"

struct keyboard;
struct libusb_device;

/* Where a keyboard is in a device. */
struct keyboard_place {
	struct libusb_device *device;
	int interface;
	uint8_t endpoint;      /* interrupt IN */
	size_t packet;         /* of that endpoint */
	bool boot;             /* has the boot protocol, which must be chosen */
	size_t descriptor_len; /* of its report descriptor; 0: it has none */
};

struct keyboard_owner {
	/* As a boot keyboard's report, whatever the device sends. */
	void (*report)(void *data, const uint8_t *bytes, size_t len);
	void (*lost)(void *data, int error);
	void *data;
};

/*
 * Detaches the kernel's driver for good and claims. 0 or -errno; -EPROTO (then or by
 * lost()): its descriptor declares no keys.
 */
int keyboard_open(const struct keyboard_place *place, const struct keyboard_owner *owner,
	struct keyboard **ret_keyboard);
/*
 * Lets go of the interface, and leaves it without a driver: a scan while the daemon is
 * away must not be typed into something else. Not from within a callback. Returns NULL.
 */
struct keyboard *keyboard_close(struct keyboard *k, struct usb *usb);
/* One of ours has it. */
bool keyboard_is_held(const struct keyboard_place *place);
