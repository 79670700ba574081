// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One opened USB scale: a claimed interface, its interrupt reports, and one control
 * request at a time. scale_usb.c finds the device; this talks to it.
 */
#pragma once
#include "driver.h"
#include "parse_hid.h"

enum { USB_REFUSED = 4 };

struct libusb_device_handle;
struct libusb_transfer;
struct usb_link;

/* An interface that is, or may be, a scale. */
struct usb_place {
	struct libusb_device *device;
	int interface;
	uint8_t endpoint;
	size_t packet; /* of that endpoint */
	bool known;    /* map is filled; else the device must be asked for its descriptor */
	size_t descriptor_len;
	struct hid_scale map;
};

/* A [scale NAME] of this driver. */
struct usb_scale {
	struct scale *scale;
	struct usb_watch *watch;
	struct usb_select select;
	enum hid_sign sign; /* as station.conf says */
	bool halted;        /* the endpoint stalled: to be cleared at the next opening */
	struct usb_link *link;
	/* Places that were asked and are no scale, or one that is not understood (-EPROTO). */
	struct {
		int error;
		uint8_t bus;
		uint8_t address;
		int interface;
	} refused[USB_REFUSED];
	size_t refused_count;
};

bool usb_link_is_held(const struct usb_place *place); /* by another scale of this process */
/* 0, or why it was refused: -ENODEV, -EPROTO. */
int usb_link_refusal(const struct usb_scale *u, const struct usb_place *place);
/* Claims the interface (detaching the kernel's driver from it alone) and starts; sets u->link. */
int usb_link_open(struct usb_scale *u, const struct usb_place *place);
/* Gives the interface back to the kernel. Not from within a transfer's callback. */
struct usb_link *usb_link_close(struct usb_link *l, struct usb *usb);
/* Both only start a request: -EBUSY while another is on its way, -EOPNOTSUPP: has none. */
int usb_link_ask(struct usb_link *l);
int usb_link_zero(struct usb_link *l);
