// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * libusb in the loop: one context for the life of the process, its descriptors and
 * timeouts fed to sd-event, hot-plug by udev and a rescan every 5 s. Drivers use
 * libusb's asynchronous transfers with usb_context() and never the blocking calls.
 */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include "conf.h"
#include "loop.h"

struct usb;
struct usb_watch;
struct libusb_context;
struct libusb_device;
struct libusb_interface_descriptor;

int usb_new(struct loop *loop, struct usb **ret_usb);
/* After every driver has closed its devices. */
struct usb *usb_free(struct usb *u);
CLEANUP_OF(struct usb, usb_free);
struct libusb_context *usb_context(struct usb *u);

/*
 * changed() is called in the loop, soon after devices came or went (several changes may be
 * one call) and at each rescan; the driver then looks for its device if it has none.
 */
int usb_watch_new(
	struct usb *u, void (*changed)(void *data), void *data, struct usb_watch **ret_watch);
/*
 * Whether the owner still lacks a device (so at first). The rescan runs, and costs a
 * wake-up, only while somebody wants it.
 */
void usb_watch_want(struct usb_watch *w, bool want);
struct usb_watch *usb_watch_free(struct usb_watch *w);

/* Which device is meant, when there are several: what station.conf says of it. */
enum { USB_SELECTOR = 64 };
struct usb_select {
	int vendor; /* -1: any */
	int product;
	char serial[USB_SELECTOR]; /* "": any */
	char port[USB_SELECTOR];
};
/* Reads the keys vid_pid, serial and port; mistakes go to the section's file. */
void usb_select_read(struct conf_section *section, struct usb_select *ret_select);
bool usb_select_matches(const struct usb_select *select, struct libusb_device *device);
/* The address of an interface's first endpoint of that direction and type (libusb's), or 0. */
uint8_t usb_endpoint(
	const struct libusb_interface_descriptor *i, uint8_t direction, uint8_t transfer_type);
/* Bytes in a whole packet of that endpoint of the interface; 0: it has none such. */
size_t usb_packet(const struct libusb_interface_descriptor *i, uint8_t endpoint);
/*
 * How many bytes to ask an interrupt endpoint for, so that each report is a transfer of its
 * own: the longest report in whole packets (a transfer ends at its length or at a packet
 * that is not full, USB 2.0 §5.7.3). longest 0: nobody knows, the packet alone.
 */
size_t usb_report_transfer(size_t longest, size_t packet);

/* "1-1.2": bus and port numbers, stable while nobody moves the plug. */
char *usb_port_path(struct libusb_device *device, char *buf, size_t size);
/*
 * The HID report descriptor of an interface, from sysfs while a kernel driver is bound,
 * else none. Bytes read, or -errno (-ENOENT: no kernel driver).
 */
int usb_report_descriptor(struct libusb_device *device, int interface, uint8_t *buf, size_t size);
/*
 * How long that descriptor is, from the HID descriptor that follows the interface's (HID
 * 1.11 §6.2.1), for whoever must ask the device; 0: it has none, or an absurd one.
 */
size_t usb_report_descriptor_length(const struct libusb_interface_descriptor *i);
/*
 * What the kernel read at plugging: attribute "serial", "manufacturer", "product". No
 * transfer, no permission needed. "" when the device has none; returns buf.
 */
char *usb_text(struct libusb_device *device, const char *attribute, char *buf, size_t size);
/* "0922:8003 DYMO M10 (1-1.2)"; returns buf. */
char *usb_describe(struct libusb_device *device, char *buf, size_t size);

/* A libusb error code as negative errno; 0 and above stay. */
int usb_errno(int error);
/*
 * Handles events until *pending is 0: a driver that closes a device waits here for its
 * cancelled transfers. Not from within a transfer's callback. 0; -ETIMEDOUT after 500 ms.
 */
int usb_drain(struct usb *u, const unsigned *pending);
