// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * USB label printers, found by their class (7/1/1 and 7/1/2), never by a list of makers.
 * Only the interface that is used is taken from usblp, and it is given back at closing.
 */
#include <errno.h>
#include <libusb-1.0/libusb.h>
#include <stdio.h>
#include <string.h>
#include "usb_pipe.h"

enum { SUBCLASS_PRINTER = 1, ONE_WAY = 1, BOTH_WAYS = 2 };

struct usb_printer {
	struct printer *printer;
	struct usb_watch *watch;
	struct usb_pipe *pipe;
	bool halted; /* an endpoint stalled: cleared at the next opening */
	struct usb_select select;
};

static void on_change(void *data)
{
	struct usb_printer *u = data;

	if (u->pipe == NULL)
		printer_appeared(u->printer);
}

static int usb_setup(struct printer *p, struct conf_section *section)
{
	struct usb_printer *u = calloc(1, sizeof(*u));

	if (u == NULL)
		return -ENOMEM;
	printer_set_private(p, u);
	u->printer = p;
	usb_select_read(section, &u->select);
	printer_set_device(p, "USB");
	return printer_usb(p) != NULL ? usb_watch_new(printer_usb(p), on_change, u, &u->watch) : 0;
}

static bool look_at(
	const struct libusb_interface_descriptor *i, uint8_t protocol, struct usb_place *place)
{
	if (i->bInterfaceClass != LIBUSB_CLASS_PRINTER ||
		i->bInterfaceSubClass != SUBCLASS_PRINTER || i->bInterfaceProtocol != protocol)
		return false;
	place->interface = i->bInterfaceNumber;
	place->alternate = i->bAlternateSetting;
	place->out = usb_endpoint(i, LIBUSB_ENDPOINT_OUT, LIBUSB_TRANSFER_TYPE_BULK);
	place->in = protocol == BOTH_WAYS
			    ? usb_endpoint(i, LIBUSB_ENDPOINT_IN, LIBUSB_TRANSFER_TYPE_BULK)
			    : 0;
	return place->out != 0 && !usb_pipe_is_held(place);
}

/* Both ways if it can. */
static bool find_place(const struct libusb_config_descriptor *config, struct usb_place *place)
{
	for (uint8_t protocol = BOTH_WAYS; protocol >= ONE_WAY; protocol--) {
		for (uint8_t n = 0; n < config->bNumInterfaces; n++) {
			const struct libusb_interface *i = &config->interface[n];

			for (int a = 0; a < i->num_altsetting; a++) {
				if (look_at(&i->altsetting[a], protocol, place))
					return true;
			}
		}
	}
	return false;
}

static int try_device(struct usb_printer *u, struct libusb_device *device)
{
	struct usb_place place = { .device = device };
	struct libusb_config_descriptor *config;
	bool found;

	if (!usb_select_matches(&u->select, device) ||
		libusb_get_active_config_descriptor(device, &config) < 0)
		return -ENODEV;
	found = find_place(config, &place);
	libusb_free_config_descriptor(config);
	return found ? usb_pipe_open(u->printer, &place, u->halted, &u->pipe) : -ENODEV;
}

static int usb_open(struct printer *p)
{
	struct usb_printer *u = printer_private(p);
	struct libusb_device **list;
	int best = -ENODEV;
	ssize_t count;

	if (printer_usb(p) == NULL)
		return -ENODEV;
	count = libusb_get_device_list(usb_context(printer_usb(p)), &list);
	if (count < 0)
		return usb_errno((int)count);
	for (ssize_t i = 0; i < count && best < 0; i++) {
		int r = try_device(u, list[i]);

		if (r == 0 || best == -ENODEV)
			best = r;
	}
	libusb_free_device_list(list, 1);
	usb_watch_want(u->watch, best < 0);
	return best;
}

static void usb_close(struct printer *p)
{
	struct usb_printer *u = printer_private(p);

	if (u->pipe != NULL)
		u->halted = usb_pipe_close(u->pipe, printer_usb(p));
	u->pipe = NULL;
	if (u->watch != NULL)
		usb_watch_want(u->watch, true);
}

static ssize_t usb_write(struct printer *p, const uint8_t *bytes, size_t size)
{
	struct usb_printer *u = printer_private(p);

	return usb_pipe_write(u->pipe, bytes, size);
}

static size_t usb_on_the_way(struct printer *p)
{
	struct usb_printer *u = printer_private(p);

	return usb_pipe_on_the_way(u->pipe);
}

static void usb_ask(struct printer *p)
{
	struct usb_printer *u = printer_private(p);

	usb_pipe_ask(u->pipe);
}

static void usb_cleanup(struct printer *p)
{
	struct usb_printer *u = printer_private(p);

	if (u == NULL)
		return;
	(void)usb_watch_free(u->watch);
	free(u);
}

static bool is_free_printer(struct libusb_device *device)
{
	struct usb_place place = { .device = device };
	struct libusb_config_descriptor *config;
	bool found;

	if (libusb_get_active_config_descriptor(device, &config) < 0)
		return false;
	found = find_place(config, &place);
	libusb_free_config_descriptor(config);
	return found;
}

void print_usb_unnamed(struct usb *usb,
	void (*found)(void *data, const char *device, const char *lines), void *data)
{
	struct libusb_device **list;
	ssize_t count = libusb_get_device_list(usb_context(usb), &list);

	for (ssize_t i = 0; i < count; i++) {
		char serial[USB_SELECTOR], port[32], device[128], lines[256];

		if (!is_free_printer(list[i]))
			continue;
		(void)usb_text(list[i], "serial", serial, sizeof(serial));
		(void)snprintf(lines, sizeof(lines), "[printer NAME]\ndriver = usb\n%s = %s\n",
			serial[0] != '\0' ? "serial" : "port",
			serial[0] != '\0' ? serial : usb_port_path(list[i], port, sizeof(port)));
		found(data, usb_describe(list[i], device, sizeof(device)), lines);
	}
	if (count >= 0)
		libusb_free_device_list(list, 1);
}

const struct print_driver print_usb_driver = {
	.name = "usb",
	.setup = usb_setup,
	.open = usb_open,
	.close = usb_close,
	.write = usb_write,
	.on_the_way = usb_on_the_way,
	.ask = usb_ask,
	.cleanup = usb_cleanup,
};
