// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Talks to one keyboard scanner. Its report descriptor, which says how long a report is, is
 * read from sysfs, or asked for when no kernel driver has the interface (after an end of
 * ours). Then reports are awaited, and three requests follow each other: which protocol, no
 * repeats, lamps off (a scanner may look at Caps Lock). One that is refused is passed over:
 * many scanners know none of them (HID 1.11 §7.2).
 */
#include "keyboard.h"
#include <libusb-1.0/libusb.h>
#include <string.h>
#include "hid.h"
#include "parse_keyboard.h"

enum {
	HID_SET_REPORT = 0x09,
	HID_SET_IDLE = 0x0A,
	HID_SET_PROTOCOL = 0x0B,
	OUTPUT_REPORT = 0x0200,
	CLASS_OUT = LIBUSB_ENDPOINT_OUT | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
	STANDARD_IN =
		LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_STANDARD | LIBUSB_RECIPIENT_INTERFACE,
	BOOT_REPORT = 8, /* HID 1.11 appendix B.1 */
	TIMEOUT_MS = 1000,
};

struct keyboard {
	struct keyboard *next;
	struct keyboard_owner owner;
	struct keyboard_place place;
	struct libusb_device_handle *handle;
	struct libusb_transfer *in;
	struct libusb_transfer *control;
	unsigned pending; /* transfers that libusb holds */
	size_t step;
	bool closed;
	bool abandoned; /* closed, and the last transfer to come back releases */
	bool begun;
	bool by_map; /* its reports are not those of the boot protocol */
	struct keyboard_map map;
	uint8_t *in_bytes; /* one report, in whole packets */
	uint8_t control_bytes[LIBUSB_CONTROL_SETUP_SIZE + HID_DESCRIPTOR_MAX];
};

static struct keyboard *keyboards; /* of this process */

static void release(struct keyboard *k)
{
	struct keyboard **p = &keyboards;

	while (*p && *p != k)
		p = &(*p)->next;
	if (*p)
		*p = k->next;
	if (k->handle) {
		(void)libusb_release_interface(k->handle, k->place.interface);
		libusb_close(k->handle);
	}
	libusb_free_transfer(k->in);
	libusb_free_transfer(k->control);
	free(k->in_bytes);
	free(k);
}

static bool came_back(struct keyboard *k)
{
	k->pending--;
	if (!k->closed)
		return true;
	if (k->abandoned && k->pending == 0)
		release(k);
	return false;
}

static int submit(struct keyboard *k, struct libusb_transfer *t)
{
	int r = usb_errno(libusb_submit_transfer(t));

	if (r == 0)
		k->pending++;
	return r;
}

/* In boot protocol as it came; without descriptor an id may come first. */
static void hand_on(struct keyboard *k, const uint8_t *bytes, size_t len)
{
	uint8_t report[KEYS_REPORT];
	size_t skip = !k->place.boot && len > KEYS_REPORT ? 1 : 0;

	if (!k->by_map)
		k->owner.report(k->owner.data, bytes + skip, len - skip);
	else if (keyboard_map_read(&k->map, bytes, len, report) == 1)
		k->owner.report(k->owner.data, report, sizeof(report));
}

static void on_report(struct libusb_transfer *t)
{
	struct keyboard *k = t->user_data;
	int r = -EIO;

	if (!came_back(k))
		return;
	switch (t->status) {
	case LIBUSB_TRANSFER_COMPLETED:
		hand_on(k, t->buffer, (size_t)t->actual_length);
		r = 0;
		break;
	case LIBUSB_TRANSFER_TIMED_OUT:
	case LIBUSB_TRANSFER_OVERFLOW:
		r = 0;
		break;
	case LIBUSB_TRANSFER_NO_DEVICE:
		r = -ENODEV;
		break;
	default:
		break;
	}
	if (r == 0)
		r = submit(k, t);
	if (r < 0)
		k->owner.lost(k->owner.data, r);
}

static void on_control(struct libusb_transfer *t);

static int request(struct keyboard *k, uint8_t type, uint8_t code, uint16_t value, uint16_t length)
{
	libusb_fill_control_setup(
		k->control_bytes, type, code, value, (uint16_t)k->place.interface, length);
	libusb_fill_control_transfer(
		k->control, k->handle, k->control_bytes, on_control, k, TIMEOUT_MS);
	return submit(k, k->control);
}

/* Only the first step is for boot keyboards alone. */
static void next_step(struct keyboard *k)
{
	const struct {
		uint8_t request;
		uint16_t value;
		uint16_t length;
	} steps[] = {
		{ HID_SET_PROTOCOL, k->by_map, 0 },
		{ HID_SET_IDLE, 0, 0 },
		{ HID_SET_REPORT, OUTPUT_REPORT, 1 },
	};
	size_t i = k->step++;

	if (i >= ARRAY_SIZE(steps))
		return;
	k->control_bytes[LIBUSB_CONTROL_SETUP_SIZE] = 0;
	(void)request(k, CLASS_OUT, steps[i].request, steps[i].value, steps[i].length);
}

/*
 * How its reports are read, and how long the longest is. Those that its descriptor gives
 * are taken as they are; the boot protocol only where they are the same, or none are known.
 */
static int learn(struct keyboard *k, const uint8_t *descriptor, size_t len, size_t *ret_longest)
{
	int r = len > 0 ? keyboard_map_parse(descriptor, len, &k->map) : -ENOENT;

	k->by_map = r == 0 && !(k->place.boot && keyboard_map_is_boot(&k->map));
	if (r < 0 && len > 0 && !k->place.boot)
		return -EPROTO;
	*ret_longest = k->by_map ? k->map.longest : k->place.boot ? BOOT_REPORT : 0;
	return 0;
}

/* Awaits reports; len 0: its descriptor could not be read. */
static int begin(struct keyboard *k, const uint8_t *descriptor, size_t len)
{
	size_t longest, length;
	int r = learn(k, descriptor, len, &longest);

	if (r < 0)
		return r;
	length = usb_report_transfer(longest, k->place.packet);
	k->in_bytes = calloc(1, length);
	if (!k->in_bytes)
		return -ENOMEM;
	k->begun = true;
	libusb_fill_interrupt_transfer(
		k->in, k->handle, k->place.endpoint, k->in_bytes, (int)length, on_report, k, 0);
	r = submit(k, k->in);
	k->step = k->place.boot ? 0 : 1;
	if (r == 0)
		next_step(k);
	return r;
}

static void on_control(struct libusb_transfer *t)
{
	struct keyboard *k = t->user_data;
	bool done = t->status == LIBUSB_TRANSFER_COMPLETED;
	int r = 0;

	if (!came_back(k))
		return;
	if (t->status == LIBUSB_TRANSFER_NO_DEVICE)
		r = k->begun ? 0 : -ENODEV; /* else the reports say so */
	else if (k->begun)
		next_step(k);
	else
		r = begin(k, libusb_control_transfer_get_data(t),
			done ? (size_t)t->actual_length : 0);
	if (r < 0)
		k->owner.lost(k->owner.data, r);
}

/* What the kernel had read, before it is detached; else the device is asked. */
static int start(struct keyboard *k, const uint8_t *descriptor, int len)
{
	if (len > 0 || k->place.descriptor_len == 0)
		return begin(k, descriptor, len > 0 ? (size_t)len : 0);
	return request(k, STANDARD_IN, LIBUSB_REQUEST_GET_DESCRIPTOR, LIBUSB_DT_REPORT << 8,
		(uint16_t)k->place.descriptor_len);
}

static int claim(struct keyboard *k)
{
	int r = usb_errno(libusb_open(k->place.device, &k->handle));

	if (r < 0)
		return r;
	r = usb_errno(libusb_detach_kernel_driver(k->handle, k->place.interface));
	if (r < 0 && r != -ENOENT)
		return r;
	return usb_errno(libusb_claim_interface(k->handle, k->place.interface));
}

int keyboard_open(const struct keyboard_place *place, const struct keyboard_owner *owner,
	struct keyboard **ret_keyboard)
{
	struct keyboard *k = calloc(1, sizeof(*k));
	uint8_t descriptor[HID_DESCRIPTOR_MAX];
	int r = -ENOMEM, len;

	if (!k)
		return -ENOMEM;
	len = usb_report_descriptor(
		place->device, place->interface, descriptor, sizeof(descriptor));
	k->owner = *owner;
	k->place = *place;
	k->next = keyboards;
	keyboards = k;
	k->in = libusb_alloc_transfer(0);
	k->control = libusb_alloc_transfer(0);
	if (k->in && k->control)
		r = claim(k);
	if (r == 0)
		r = start(k, descriptor, len);
	if (r < 0) {
		release(k);
		return r;
	}
	*ret_keyboard = k;
	return 0;
}

struct keyboard *keyboard_close(struct keyboard *k, struct usb *usb)
{
	if (!k)
		return NULL;
	k->closed = true;
	(void)libusb_cancel_transfer(k->in);
	(void)libusb_cancel_transfer(k->control);
	if (usb_drain(usb, &k->pending) == 0)
		release(k);
	else
		k->abandoned = true;
	return NULL;
}

bool keyboard_is_held(const struct keyboard_place *place)
{
	for (const struct keyboard *k = keyboards; k; k = k->next)
		if (k->place.device == place->device && k->place.interface == place->interface)
			return true;
	return false;
}
