// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Keyboard scanners over USB. A keyboard is claimed only when station.conf names it by
 * vid_pid and by its serial number or its socket: cheap scanners and keyboards share
 * numbers, and a person's keyboard is never touched.
 */
#include <libusb-1.0/libusb.h>
#include <stdio.h>
#include <string.h>
#include "keyboard.h"
#include "parse_keyboard.h"

enum { KEYBOARD_PROTOCOL = 1 };

struct usb_scanner {
	struct scanner *scanner;
	struct usb_watch *watch;
	struct usb_select select;
	enum keys_layout layout;
	struct keys keys;
	struct keyboard *keyboard;
};

static const char *const options[] = { "vid_pid", "serial", "port", "layout", NULL };

static void on_change(void *data)
{
	struct usb_scanner *u = data;

	scanner_appeared(u->scanner);
}

static int setup(struct scanner *s, struct conf_section *section)
{
	static const char *const layouts[] = { "us", "fr", NULL };
	const struct sentence unnamed = { .key = "scanner_needs_place" };
	struct usb_scanner *u = calloc(1, sizeof(*u));
	int r;

	if (!u)
		return -ENOMEM;
	scanner_set_private(s, u);
	u->scanner = s;
	conf_need(section, "vid_pid");
	usb_select_read(section, &u->select);
	if (!u->select.serial[0] && !u->select.port[0])
		conf_mistake(section, NULL, &unnamed);
	u->layout = (enum keys_layout)conf_choice(section, "layout", layouts, KEYS_US);
	scanner_set_layout(s, u->layout);
	scanner_set_device(s, "USB");
	if (!scanner_usb(s))
		return 0;
	r = usb_watch_new(scanner_usb(s), on_change, u, &u->watch);
	if (r == 0)
		usb_watch_want(u->watch, false); /* the registry tries by itself, and more often */
	return r;
}

/* How sure it is that an interface is the keyboard: 0 none, 1 perhaps, 2 by its reports, 3 boot. */
static int likeness(struct libusb_device *device, const struct libusb_interface_descriptor *i)
{
	uint8_t bytes[HID_DESCRIPTOR_MAX];
	struct keyboard_map map;
	int n;

	if (i->bInterfaceClass != LIBUSB_CLASS_HID ||
		!usb_endpoint(i, LIBUSB_ENDPOINT_IN, LIBUSB_TRANSFER_TYPE_INTERRUPT))
		return 0;
	if (i->bInterfaceProtocol == KEYBOARD_PROTOCOL)
		return 3;
	n = usb_report_descriptor(device, i->bInterfaceNumber, bytes, sizeof(bytes));
	if (n <= 0) /* no driver has it: nothing more is known */
		return i->bInterfaceProtocol == 0 ? 1 : 0;
	return keyboard_map_parse(bytes, (size_t)n, &map) == 0 ? 2 : 0;
}

/* The likeliest keyboard of a device; what it is like, as likeness(). */
static int find_keyboard(struct libusb_device *device, struct keyboard_place *ret_place)
{
	struct libusb_config_descriptor *config;
	int best = 0;

	if (libusb_get_active_config_descriptor(device, &config) < 0)
		return 0;
	for (uint8_t n = 0; n < config->bNumInterfaces; n++) {
		const struct libusb_interface_descriptor *i = config->interface[n].altsetting;
		int like = config->interface[n].num_altsetting > 0 ? likeness(device, i) : 0;

		if (like <= best)
			continue;
		best = like;
		*ret_place = (struct keyboard_place){
			.device = device,
			.interface = i->bInterfaceNumber,
			.endpoint =
				usb_endpoint(i, LIBUSB_ENDPOINT_IN, LIBUSB_TRANSFER_TYPE_INTERRUPT),
			.boot = i->bInterfaceSubClass == 1,
			.descriptor_len = usb_report_descriptor_length(i),
		};
		ret_place->packet = usb_packet(i, ret_place->endpoint);
	}
	libusb_free_config_descriptor(config);
	return best;
}

static void on_report(void *data, const uint8_t *bytes, size_t len)
{
	struct usb_scanner *u = data;
	uint32_t chars[KEYS_MOST];
	size_t n = keys_feed(&u->keys, bytes, len, chars);

	for (size_t i = 0; i < n; i++)
		scanner_char(u->scanner, chars[i]);
}

static void on_lost(void *data, int error)
{
	struct usb_scanner *u = data;

	scanner_lost(u->scanner, error);
}

static int open_device(struct usb_scanner *u, struct libusb_device *device)
{
	const struct keyboard_owner owner = { on_report, on_lost, u };
	struct keyboard_place place;
	char text[128];

	scanner_set_device(u->scanner, usb_describe(device, text, sizeof(text)));
	if (find_keyboard(device, &place) == 0)
		return -EPROTO;
	if (keyboard_is_held(&place))
		return -ENODEV;
	keys_init(&u->keys, u->layout);
	return keyboard_open(&place, &owner, &u->keyboard);
}

static int open_scanner(struct scanner *s)
{
	struct usb_scanner *u = scanner_private(s);
	struct libusb_device **list;
	int r = -ENODEV;
	ssize_t count;

	if (!scanner_usb(s))
		return -ENODEV;
	count = libusb_get_device_list(usb_context(scanner_usb(s)), &list);
	if (count < 0)
		return usb_errno((int)count);
	for (ssize_t i = 0; i < count && r == -ENODEV; i++)
		if (usb_select_matches(&u->select, list[i]))
			r = open_device(u, list[i]);
	libusb_free_device_list(list, 1);
	return r;
}

static void close_scanner(struct scanner *s)
{
	struct usb_scanner *u = scanner_private(s);

	u->keyboard = keyboard_close(u->keyboard, scanner_usb(s));
}

static void cleanup(struct scanner *s)
{
	struct usb_scanner *u = scanner_private(s);

	if (!u)
		return;
	(void)usb_watch_free(u->watch);
	free(u);
}

/* A keyboard of a person looks the same: the lines are for whoever knows it is a scanner. */
void scanner_usb_unnamed(struct usb *usb,
	void (*found)(void *data, const char *device, const char *lines), void *data)
{
	struct libusb_device **list;
	ssize_t count = libusb_get_device_list(usb_context(usb), &list);

	for (ssize_t i = 0; i < count; i++) {
		struct libusb_device_descriptor d;
		struct keyboard_place place;
		char serial[USB_SELECTOR], port[32], device[128], lines[256];

		if (find_keyboard(list[i], &place) < 2 || keyboard_is_held(&place) ||
			libusb_get_device_descriptor(list[i], &d) < 0)
			continue;
		(void)usb_text(list[i], "serial", serial, sizeof(serial));
		(void)snprintf(lines, sizeof(lines),
			"[scanner NAME]\ndriver = usb\nvid_pid = %04x:%04x\n%s = %s\nlayout = fr\n",
			d.idVendor, d.idProduct, serial[0] ? "serial" : "port",
			serial[0] ? serial : usb_port_path(list[i], port, sizeof(port)));
		found(data, usb_describe(list[i], device, sizeof(device)), lines);
	}
	if (count >= 0)
		libusb_free_device_list(list, 1);
}

const struct scanner_driver scanner_usb_driver = {
	.name = "usb",
	.options = options,
	.setup = setup,
	.open = open_scanner,
	.close = close_scanner,
	.cleanup = cleanup,
};
