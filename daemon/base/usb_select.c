// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Which of several devices is meant: the keys vid_pid, serial and port, the same in the
 * sections of scales, scanners and printers. And what an interface of it is made of.
 */
#include <stdio.h>
#include <string.h>
#include <libusb-1.0/libusb.h>
#include "hid.h"
#include "usb.h"

static void read_vid_pid(struct conf_section *section, struct usb_select *s)
{
	const char *text = conf_text(section, "vid_pid", NULL);
	const struct sentence why = { .key = "usb_bad_vid_pid" };
	unsigned vendor, product;
	int used = 0;

	if (!text)
		return;
	if (sscanf(text, "%4x:%4x%n", &vendor, &product, &used) == 2 && used == 9 && !text[9]) {
		s->vendor = (int)vendor;
		s->product = (int)product;
	} else {
		conf_mistake(section, "vid_pid", &why);
	}
}

void usb_select_read(struct conf_section *section, struct usb_select *ret_select)
{
	struct usb_select s = { .vendor = -1, .product = -1 };

	read_vid_pid(section, &s);
	(void)snprintf(s.serial, sizeof(s.serial), "%s", conf_text(section, "serial", ""));
	(void)snprintf(s.port, sizeof(s.port), "%s", conf_text(section, "port", ""));
	*ret_select = s;
}

bool usb_select_matches(const struct usb_select *s, struct libusb_device *device)
{
	struct libusb_device_descriptor d;
	char text[USB_SELECTOR];

	if (libusb_get_device_descriptor(device, &d) < 0)
		return false;
	if (s->vendor >= 0 && (d.idVendor != s->vendor || d.idProduct != s->product))
		return false;
	if (s->port[0] && strcmp(usb_port_path(device, text, sizeof(text)), s->port) != 0)
		return false;
	return !s->serial[0] ||
	       strcmp(usb_text(device, "serial", text, sizeof(text)), s->serial) == 0;
}

uint8_t usb_endpoint(
	const struct libusb_interface_descriptor *i, uint8_t direction, uint8_t transfer_type)
{
	for (uint8_t n = 0; n < i->bNumEndpoints; n++) {
		const struct libusb_endpoint_descriptor *e = &i->endpoint[n];

		if ((e->bEndpointAddress & LIBUSB_ENDPOINT_DIR_MASK) == direction &&
			(e->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) == transfer_type)
			return e->bEndpointAddress;
	}
	return 0;
}

size_t usb_packet(const struct libusb_interface_descriptor *i, uint8_t endpoint)
{
	/* Bits 11 and 12 are further transactions of a high-speed endpoint (USB 2.0 §9.6.6). */
	enum { PACKET_BITS = 0x7FF };

	for (uint8_t n = 0; n < i->bNumEndpoints; n++)
		if (i->endpoint[n].bEndpointAddress == endpoint)
			return i->endpoint[n].wMaxPacketSize & PACKET_BITS;
	return 0;
}

size_t usb_report_transfer(size_t longest, size_t packet)
{
	if (packet == 0)
		return longest;
	return longest == 0 ? packet : (longest + packet - 1) / packet * packet;
}

size_t usb_report_descriptor_length(const struct libusb_interface_descriptor *i)
{
	const uint8_t *p = i->extra;
	int left = i->extra_length;

	for (; left >= 9 && p[0] >= 9 && p[0] <= left; left -= p[0], p += p[0]) {
		size_t length = (size_t)p[7] | (size_t)p[8] << 8;

		if (p[1] == LIBUSB_DT_HID && p[6] == LIBUSB_DT_REPORT)
			return length <= HID_DESCRIPTOR_MAX ? length : 0;
	}
	return 0;
}
