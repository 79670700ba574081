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
#include "parse_keys.h"

enum { SELECTOR = 64, DESCRIPTOR_START = 16, KEYBOARD_PROTOCOL = 1 };

struct usb_scanner {
	struct scanner *scanner;
	struct usb_watch *watch;
	int vendor;
	int product;
	char serial[SELECTOR];
	char port[SELECTOR];
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

static void read_vid_pid(struct usb_scanner *u, struct conf_section *section)
{
	const char *text = conf_text(section, "vid_pid", NULL);
	const struct sentence why = { .key = "usb_bad_vid_pid" };
	unsigned vendor = 0, product = 0;
	int used = 0;

	conf_need(section, "vid_pid");
	if (!text)
		return;
	if (sscanf(text, "%4x:%4x%n", &vendor, &product, &used) != 2 || used != 9 || text[9])
		conf_mistake(section, "vid_pid", &why);
	u->vendor = (int)vendor;
	u->product = (int)product;
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
	read_vid_pid(u, section);
	(void)snprintf(u->serial, sizeof(u->serial), "%s", conf_text(section, "serial", ""));
	(void)snprintf(u->port, sizeof(u->port), "%s", conf_text(section, "port", ""));
	if (!u->serial[0] && !u->port[0])
		conf_mistake(section, NULL, &unnamed);
	u->layout = (enum keys_layout)conf_choice(section, "layout", layouts, KEYS_US);
	scanner_set_device(s, "USB");
	if (!scanner_usb(s))
		return 0;
	r = usb_watch_new(scanner_usb(s), on_change, u, &u->watch);
	if (r == 0)
		usb_watch_want(u->watch, false); /* the registry tries by itself, and more often */
	return r;
}

static bool is_chosen(const struct usb_scanner *u, struct libusb_device *device)
{
	struct libusb_device_descriptor d;
	char text[SELECTOR];

	if (libusb_get_device_descriptor(device, &d) < 0 || d.idVendor != u->vendor ||
		d.idProduct != u->product)
		return false;
	if (u->port[0] && strcmp(usb_port_path(device, text, sizeof(text)), u->port) != 0)
		return false;
	return !u->serial[0] ||
	       strcmp(usb_text(device, "serial", text, sizeof(text)), u->serial) == 0;
}

static uint8_t interrupt_in(const struct libusb_interface_descriptor *i)
{
	for (uint8_t n = 0; n < i->bNumEndpoints; n++) {
		const struct libusb_endpoint_descriptor *e = &i->endpoint[n];

		if ((e->bEndpointAddress & LIBUSB_ENDPOINT_IN) &&
			(e->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) ==
				LIBUSB_TRANSFER_TYPE_INTERRUPT)
			return e->bEndpointAddress;
	}
	return 0;
}

/* How sure it is that an interface is the keyboard: 0 none, 1 perhaps, 2 by its reports, 3 boot. */
static int likeness(struct libusb_device *device, const struct libusb_interface_descriptor *i)
{
	static const uint8_t keyboard[] = { 0x05, 0x01, 0x09, 0x06, 0xA1, 0x01 };
	uint8_t bytes[DESCRIPTOR_START];
	int n;

	if (i->bInterfaceClass != LIBUSB_CLASS_HID || !interrupt_in(i))
		return 0;
	if (i->bInterfaceProtocol == KEYBOARD_PROTOCOL)
		return 3;
	n = usb_report_descriptor(device, i->bInterfaceNumber, bytes, sizeof(bytes));
	if (n <= 0) /* no driver has it: nothing more is known */
		return i->bInterfaceProtocol == 0 ? 1 : 0;
	return n >= (int)sizeof(keyboard) && memcmp(bytes, keyboard, sizeof(keyboard)) == 0 ? 2 : 0;
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
		*ret_place = (struct keyboard_place){ device, i->bInterfaceNumber, interrupt_in(i),
			i->bInterfaceSubClass == 1 };
	}
	libusb_free_config_descriptor(config);
	return best;
}

static void on_report(void *data, const uint8_t *bytes, size_t len)
{
	struct usb_scanner *u = data;
	uint32_t chars[KEYS_MOST];
	size_t skip = len > KEYS_REPORT ? 1 : 0; /* without boot protocol an id may come first */
	size_t n = keys_feed(&u->keys, bytes + skip, len - skip, chars);

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

	if (find_keyboard(device, &place) == 0 || keyboard_is_held(&place))
		return -ENODEV;
	scanner_set_device(u->scanner, usb_describe(device, text, sizeof(text)));
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
		if (is_chosen(u, list[i]))
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
		char serial[SELECTOR], port[32], device[128], lines[256];

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
