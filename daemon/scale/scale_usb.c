// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * USB HID scales, found by what they say they are (usage page 0x8D in their report
 * descriptor), never by a list. Looking costs no transfer and takes nothing from the
 * kernel: the descriptor is read from sysfs. Only the interface that matched is detached,
 * and it is given back at closing. All transfers are asynchronous.
 */
#include <libusb-1.0/libusb.h>
#include <stdio.h>
#include <string.h>
#include "driver.h"
#include "usb_link.h"

static const char *const options[] = { "serial", "port", "vid_pid", "twos_complement", NULL };

static void on_change(void *data)
{
	struct usb_scale *u = data;

	scale_appeared(u->scale);
}

static int setup(struct scale *s, struct conf_section *section)
{
	struct usb_scale *u = calloc(1, sizeof(*u));
	int r;

	if (!u)
		return -ENOMEM;
	scale_set_private(s, u);
	u->scale = s;
	usb_select_read(section, &u->select);
	if (conf_text(section, "twos_complement", NULL))
		u->sign = conf_bool(section, "twos_complement", false) ? HID_SIGN_TWOS_COMPLEMENT
								       : HID_SIGN_NONE;
	scale_set_device(s, "USB");
	if (!scale_usb(s))
		return 0;
	r = usb_watch_new(scale_usb(s), on_change, u, &u->watch);
	if (r == 0)
		usb_watch_want(u->watch, false); /* the registry tries by itself, and more often */
	return r;
}

struct descriptor {
	int len;
	uint8_t bytes[HID_DESCRIPTOR_MAX];
};

/*
 * 0: looks like our scale, and what is known of it is in *ret_place; -ENODEV: is none;
 * -EPROTO: is one that is not understood, and its descriptor is in *ret_descriptor.
 * An interface without a kernel driver has no descriptor in sysfs: then it must be asked,
 * but never a boot keyboard or mouse (protocol 1, 2), which may be somebody's scanner.
 */
static int look_at(struct libusb_device *device, const struct libusb_interface_descriptor *i,
	struct usb_place *ret_place, struct descriptor *ret_descriptor)
{
	struct descriptor d;
	struct usb_place place = { .device = device };
	int r;

	place.interface = i->bInterfaceNumber;
	place.endpoint = usb_endpoint(i, LIBUSB_ENDPOINT_IN, LIBUSB_TRANSFER_TYPE_INTERRUPT);
	if (i->bInterfaceClass != LIBUSB_CLASS_HID || !place.endpoint || usb_link_is_held(&place))
		return -ENODEV;
	place.packet = usb_packet(i, place.endpoint);
	d.len = usb_report_descriptor(device, place.interface, d.bytes, sizeof(d.bytes));
	if (d.len > 0) {
		place.known = true;
		r = hid_scale_parse(d.bytes, (size_t)d.len, &place.map);
		if (r == -ENOTSUP)
			*ret_descriptor = d;
		if (r < 0)
			return r == -ENOTSUP ? -EPROTO : -ENODEV;
	} else {
		place.descriptor_len = usb_report_descriptor_length(i);
		if (i->bInterfaceProtocol != 0 || place.descriptor_len == 0)
			return -ENODEV;
	}
	*ret_place = place;
	return 0;
}

/* What only could be a scale gives no error when it cannot be opened. */
static int try_interface(struct usb_scale *u, struct libusb_device *device,
	const struct libusb_interface_descriptor *i, bool known)
{
	struct descriptor d;
	struct usb_place place;
	char text[128];
	int r = look_at(device, i, &place, &d), refusal;

	if (r == -EPROTO) {
		scale_set_device(u->scale, usb_describe(device, text, sizeof(text)));
		scale_set_descriptor(u->scale, d.bytes, (size_t)d.len);
	}
	if (r < 0 || place.known != known)
		return r < 0 ? r : -ENODEV;
	refusal = usb_link_refusal(u, &place);
	if (refusal < 0)
		return refusal;
	r = usb_link_open(u, &place);
	if (r == 0)
		scale_set_descriptor(u->scale, NULL, 0);
	return r == 0 || known ? r : -ENODEV;
}

/*
 * Looks through one device's interfaces; 0: opened; -ENODEV: nothing of ours; else why a
 * scale that is there cannot be opened. What only could be a scale gives no error.
 */
static int try_device(struct usb_scale *u, struct libusb_device *device, bool known)
{
	struct libusb_config_descriptor *config;
	int best = -ENODEV;

	if (libusb_get_active_config_descriptor(device, &config) < 0)
		return -ENODEV;
	for (uint8_t n = 0; n < config->bNumInterfaces && best < 0; n++) {
		int r = config->interface[n].num_altsetting < 1
				? -ENODEV
				: try_interface(u, device, config->interface[n].altsetting, known);

		if (r == 0 || best == -ENODEV)
			best = r;
	}
	libusb_free_config_descriptor(config);
	return best;
}

/* First what surely is a scale, then what could be one. */
static int open_scale(struct scale *s)
{
	struct usb_scale *u = scale_private(s);
	struct libusb_device **list;
	int best = -ENODEV;
	ssize_t count;

	if (!scale_usb(s))
		return -ENODEV;
	count = libusb_get_device_list(usb_context(scale_usb(s)), &list);
	if (count < 0)
		return usb_errno((int)count);
	for (int known = 1; known >= 0 && best < 0; known--) {
		for (ssize_t i = 0; i < count && best < 0; i++) {
			int r = usb_select_matches(&u->select, list[i])
					? try_device(u, list[i], known)
					: -ENODEV;

			if (r == 0 || best == -ENODEV)
				best = r;
		}
	}
	libusb_free_device_list(list, 1);
	return best;
}

static void close_scale(struct scale *s)
{
	struct usb_scale *u = scale_private(s);

	if (u->link)
		u->link = usb_link_close(u->link, scale_usb(s));
}

static int zero(struct scale *s)
{
	struct usb_scale *u = scale_private(s);

	return u->link ? usb_link_zero(u->link) : -ENODEV;
}

static int ask(struct scale *s)
{
	struct usb_scale *u = scale_private(s);

	return u->link ? usb_link_ask(u->link) : -ENODEV;
}

static void cleanup(struct scale *s)
{
	struct usb_scale *u = scale_private(s);

	if (!u)
		return;
	(void)usb_watch_free(u->watch);
	free(u);
}

/* Also one that is not understood: its descriptor is told once it has a section. */
static bool is_scale_there(
	struct libusb_device *device, const struct libusb_interface_descriptor *i)
{
	struct descriptor d;
	struct usb_place place;
	int r = look_at(device, i, &place, &d);

	return r == -EPROTO || (r == 0 && place.known);
}

static bool has_free_scale(struct libusb_device *device)
{
	struct libusb_config_descriptor *config;
	bool found = false;

	if (libusb_get_active_config_descriptor(device, &config) < 0)
		return false;
	for (uint8_t n = 0; n < config->bNumInterfaces && !found; n++)
		found = config->interface[n].num_altsetting > 0 &&
			is_scale_there(device, config->interface[n].altsetting);
	libusb_free_config_descriptor(config);
	return found;
}

/* A serial number names the scale wherever it is plugged; without one, its socket does. */
void scale_usb_unnamed(struct usb *usb,
	void (*found)(void *data, const char *device, const char *lines), void *data)
{
	struct libusb_device **list;
	ssize_t count = libusb_get_device_list(usb_context(usb), &list);

	for (ssize_t i = 0; i < count; i++) {
		char serial[USB_SELECTOR], port[32], device[128], lines[256];

		if (!has_free_scale(list[i]))
			continue;
		(void)usb_text(list[i], "serial", serial, sizeof(serial));
		(void)snprintf(lines, sizeof(lines), "[scale NAME]\ndriver = usb\n%s = %s\n",
			serial[0] ? "serial" : "port",
			serial[0] ? serial : usb_port_path(list[i], port, sizeof(port)));
		found(data, usb_describe(list[i], device, sizeof(device)), lines);
	}
	if (count >= 0)
		libusb_free_device_list(list, 1);
}

const struct scale_driver scale_usb_driver = {
	.name = "usb",
	.options = options,
	.setup = setup,
	.open = open_scale,
	.close = close_scale,
	.zero = zero,
	.ask = ask,
	.cleanup = cleanup,
};
