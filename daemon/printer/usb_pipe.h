// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * One opened USB printer: bulk out in chunks, bulk in always listening, and one control
 * request at a time. print_usb.c finds the device; this talks to it.
 */
#pragma once
#include "driver.h"

struct libusb_device;
struct usb_pipe;

/* A printer interface: class 7, subclass 1, protocol 1 (one way) or 2 (both ways). */
struct usb_place {
	struct libusb_device *device;
	uint8_t interface;
	uint8_t alternate;
	uint8_t out;
	uint8_t in; /* 0: one way */
};

bool usb_pipe_is_held(const struct usb_place *place);
/* Takes the interface from usblp and asks who it is; printer_opened() follows. 0 or -errno. */
int usb_pipe_open(
	struct printer *p, const struct usb_place *place, bool halted, struct usb_pipe **ret_pipe);
/* Gives the interface back. Not from within a transfer's callback. True: an endpoint had stalled. */
bool usb_pipe_close(struct usb_pipe *u, struct usb *usb);
/* As print_driver.write and .on_the_way. */
ssize_t usb_pipe_write(struct usb_pipe *u, const uint8_t *bytes, size_t size);
size_t usb_pipe_on_the_way(const struct usb_pipe *u);
/* GET_PORT_STATUS; printer_told() follows if it answers. */
void usb_pipe_ask(struct usb_pipe *u);
