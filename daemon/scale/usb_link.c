// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Talks to one USB scale. Errors are sorted as Network UPS Tools does for its HID devices:
 * gone, refused, broken, stalled -> close and open again; timed out, too long -> go on.
 */
#include "usb_link.h"
#include <libusb-1.0/libusb.h>
#include <string.h>
#include "log.h"

enum {
	HID_GET_REPORT = 0x01,
	HID_SET_REPORT = 0x09,
	CLASS_IN = LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
	CLASS_OUT = LIBUSB_ENDPOINT_OUT | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
	STANDARD_IN =
		LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_STANDARD | LIBUSB_RECIPIENT_INTERFACE,
	CONTROL_TIMEOUT_MS = 1000,
};

/* What the control request on its way is for. */
enum request { REQUEST_NONE, REQUEST_IDENTITY, REQUEST_LIMIT, REQUEST_REPORT, REQUEST_ZERO };

struct usb_link {
	struct usb_link *next;
	struct usb_scale *owner; /* NULL: closed, only waiting for its transfers */
	struct libusb_device_handle *handle;
	struct usb_place place;
	struct hid_quirks quirks;
	struct libusb_transfer *in;
	struct libusb_transfer *control;
	unsigned pending; /* transfers that libusb holds */
	enum request request;
	bool other_zero; /* the declared zero request was refused: the other type is tried */
	bool abandoned;
	uint8_t *in_bytes; /* one report, in whole packets */
	uint8_t control_bytes[LIBUSB_CONTROL_SETUP_SIZE + HID_DESCRIPTOR_MAX];
};

/* Open links of this process: an interface that one of them holds is not looked at again. */
static struct usb_link *links;

static void unlist(const struct usb_link *l)
{
	struct usb_link **p = &links;

	while (*p && *p != l)
		p = &(*p)->next;
	if (*p)
		*p = l->next;
}

static void link_release(struct usb_link *l)
{
	unlist(l);
	(void)libusb_release_interface(l->handle, l->place.interface);
	libusb_close(l->handle);
	libusb_free_transfer(l->in);
	libusb_free_transfer(l->control);
	free(l->in_bytes);
	free(l);
}

/* A transfer came back. False: the link is closed, nothing more is to be done with it. */
static bool came_back(struct usb_link *l)
{
	l->pending--;
	if (l->owner)
		return true;
	if (l->abandoned && l->pending == 0)
		link_release(l);
	return false;
}

static void lost(struct usb_link *l, int error)
{
	if (error == -EPIPE)
		l->owner->halted = true;
	scale_lost(l->owner->scale, error);
}

static int submit(struct usb_link *l, struct libusb_transfer *t)
{
	int r = usb_errno(libusb_submit_transfer(t));

	if (r == 0)
		l->pending++;
	return r;
}

static void take_report(struct usb_link *l, const uint8_t *bytes, int len)
{
	struct scale *s = l->owner->scale;
	struct reading r;

	if (len > 0 && parse_hid_report(&l->place.map, &l->quirks, bytes, (size_t)len,
			       loop_now_us(scale_loop(s)), &r) == 1)
		scale_report(s, &r);
}

static void on_report(struct libusb_transfer *t)
{
	struct usb_link *l = t->user_data;
	int r = 0;

	if (!came_back(l))
		return;
	switch (t->status) {
	case LIBUSB_TRANSFER_COMPLETED:
		take_report(l, t->buffer, t->actual_length);
		break;
	case LIBUSB_TRANSFER_TIMED_OUT:
	case LIBUSB_TRANSFER_OVERFLOW:
		break;
	case LIBUSB_TRANSFER_STALL:
		r = -EPIPE;
		break;
	case LIBUSB_TRANSFER_NO_DEVICE:
		r = -ENODEV;
		break;
	default:
		r = -EIO;
		break;
	}
	if (r == 0)
		r = submit(l, t);
	if (r < 0)
		lost(l, r);
}

static void on_control(struct libusb_transfer *t);

/* Starts a control request; an IN request's answer, or an OUT request's data, is behind the setup. */
static int control(struct usb_link *l, enum request request, uint8_t type, uint8_t code,
	uint16_t value, uint16_t length)
{
	int r;

	if (l->request != REQUEST_NONE)
		return -EBUSY;
	libusb_fill_control_setup(
		l->control_bytes, type, code, value, (uint16_t)l->place.interface, length);
	libusb_fill_control_transfer(
		l->control, l->handle, l->control_bytes, on_control, l, CONTROL_TIMEOUT_MS);
	r = submit(l, l->control);
	if (r == 0)
		l->request = request;
	return r;
}

static int get_report(
	struct usb_link *l, enum request request, const struct hid_scale_report *report)
{
	size_t length = (report->bits + 7U) / 8 + l->place.map.has_ids;

	if (!report->type || length > HID_DESCRIPTOR_MAX)
		return -EOPNOTSUPP;
	return control(l, request, CLASS_IN, HID_GET_REPORT,
		(uint16_t)(report->type << 8 | report->id), (uint16_t)length);
}

/* SET_REPORT with nothing but the zero bit set, as the declared type or as the other. */
static int set_zero(struct usb_link *l)
{
	const struct hid_scale *map = &l->place.map;
	uint8_t *payload = l->control_bytes + LIBUSB_CONTROL_SETUP_SIZE;
	size_t skip = map->has_ids ? 1 : 0, length = (map->zero.bits + 7U) / 8;
	uint8_t type = map->zero.type;

	if (!type || length == 0 || length >= HID_DESCRIPTOR_MAX)
		return -EOPNOTSUPP;
	if (l->request != REQUEST_NONE)
		return -EBUSY;
	if (l->other_zero)
		type = type == HID_OUTPUT ? HID_FEATURE : HID_OUTPUT;
	memset(payload, 0, skip + length);
	if (skip)
		payload[0] = map->zero.id;
	payload[skip + map->zero.bit / 8] |= (uint8_t)(1U << map->zero.bit % 8);
	return control(l, REQUEST_ZERO, CLASS_OUT, HID_SET_REPORT,
		(uint16_t)(type << 8 | map->zero.id), (uint16_t)(skip + length));
}

static int start_reports(struct usb_link *l)
{
	size_t length = usb_report_transfer(l->place.map.longest, l->place.packet);

	free(l->in_bytes);
	l->in_bytes = calloc(1, length);
	if (!l->in_bytes)
		return -ENOMEM;
	libusb_fill_interrupt_transfer(
		l->in, l->handle, l->place.endpoint, l->in_bytes, (int)length, on_report, l, 0);
	return submit(l, l->in);
}

/* First its weight limit, where it declares one: what lies beyond is no weight. */
static int begin(struct usb_link *l)
{
	return get_report(l, REQUEST_LIMIT, &l->place.map.limit) == 0 ? 0 : start_reports(l);
}

static void refuse(struct usb_scale *u, struct libusb_device *device, int interface, int error)
{
	size_t i = u->refused_count++ % USB_REFUSED;

	u->refused[i].error = error;
	u->refused[i].bus = libusb_get_bus_number(device);
	u->refused[i].address = libusb_get_device_address(device);
	u->refused[i].interface = interface;
}

static void take_identity(struct usb_link *l, const uint8_t *bytes, int len)
{
	int r = hid_scale_parse(bytes, (size_t)len, &l->place.map);

	if (r == 0) {
		r = begin(l);
	} else {
		r = r == -ENOTSUP ? -EPROTO : -ENODEV;
		if (r == -EPROTO)
			scale_set_descriptor(l->owner->scale, bytes, (size_t)len);
		refuse(l->owner, l->place.device, l->place.interface, r);
	}
	if (r < 0)
		lost(l, r);
}

static void take_limit(struct usb_link *l, const uint8_t *answer, int len)
{
	int r;

	if (len > 0)
		(void)parse_hid_limit(&l->place.map, answer, (size_t)len, &l->quirks.limit_mg);
	r = start_reports(l);
	if (r < 0)
		lost(l, r);
}

/* The other type is tried once; then the device zeroes by its own key only. */
static void zero_refused(struct usb_link *l)
{
	if (!l->other_zero) {
		l->other_zero = true;
		if (set_zero(l) == 0)
			return;
	}
	log_line(LOG_NOTE, "scale=%s does not zero by request", scale_name(l->owner->scale));
}

/* Some devices answer GET_REPORT with zeros: that is no bad frame, it is no answer. */
static bool is_data(const struct usb_link *l, const uint8_t *answer, int len)
{
	return len > 0 && (!l->place.map.has_ids || answer[0] == l->place.map.data.id);
}

static void on_control(struct libusb_transfer *t)
{
	struct usb_link *l = t->user_data;
	enum request request = l->request;
	uint8_t *answer = libusb_control_transfer_get_data(t);

	l->request = REQUEST_NONE;
	if (!came_back(l))
		return;
	if (t->status == LIBUSB_TRANSFER_NO_DEVICE) {
		lost(l, -ENODEV);
	} else if (t->status != LIBUSB_TRANSFER_COMPLETED) {
		if (request == REQUEST_ZERO)
			zero_refused(l);
		else if (request == REQUEST_LIMIT)
			take_limit(l, answer, 0);
		else if (request == REQUEST_IDENTITY)
			lost(l, -EIO);
		/* A report that it does not give is an unanswered question. */
	} else if (request == REQUEST_IDENTITY) {
		take_identity(l, answer, t->actual_length);
	} else if (request == REQUEST_REPORT && is_data(l, answer, t->actual_length)) {
		take_report(l, answer, t->actual_length);
	} else if (request == REQUEST_LIMIT) {
		take_limit(l, answer, t->actual_length);
	}
}

bool usb_link_is_held(const struct usb_place *place)
{
	for (const struct usb_link *l = links; l; l = l->next)
		if (l->place.device == place->device && l->place.interface == place->interface)
			return true;
	return false;
}

int usb_link_refusal(const struct usb_scale *u, const struct usb_place *place)
{
	uint8_t bus = libusb_get_bus_number(place->device);
	uint8_t address = libusb_get_device_address(place->device);

	for (size_t i = 0; i < USB_REFUSED && i < u->refused_count; i++)
		if (u->refused[i].bus == bus && u->refused[i].address == address &&
			u->refused[i].interface == place->interface)
			return u->refused[i].error;
	return 0;
}

static void introduce(struct usb_scale *u, const struct usb_place *place, struct usb_link *l)
{
	struct libusb_device_descriptor d = { 0 };
	const struct scale_model *model;
	char text[128];

	(void)libusb_get_device_descriptor(place->device, &d);
	model = scale_model_find(d.idVendor, d.idProduct);
	scale_set_model(u->scale, model);
	scale_set_device(u->scale, usb_describe(place->device, text, sizeof(text)));
	l->quirks.sign = u->sign;
	if (u->sign == HID_SIGN_UNSAID && model->twos_complement)
		l->quirks.sign = HID_SIGN_TWOS_COMPLEMENT;
}

static int start(struct usb_scale *u, struct usb_link *l)
{
	if (u->halted) /* blocks for one small control message, and only after a stall */
		(void)libusb_clear_halt(l->handle, l->place.endpoint);
	u->halted = false;
	if (l->place.known)
		return begin(l);
	return control(l, REQUEST_IDENTITY, STANDARD_IN, LIBUSB_REQUEST_GET_DESCRIPTOR,
		LIBUSB_DT_REPORT << 8, (uint16_t)l->place.descriptor_len);
}

static int claim(struct usb_link *l)
{
	int r = usb_errno(libusb_open(l->place.device, &l->handle));

	if (r < 0)
		return r;
	(void)libusb_set_auto_detach_kernel_driver(l->handle, l->place.known);
	r = usb_errno(libusb_claim_interface(l->handle, l->place.interface));
	if (r < 0)
		libusb_close(l->handle);
	return r;
}

int usb_link_open(struct usb_scale *u, const struct usb_place *place)
{
	struct usb_link *l = calloc(1, sizeof(*l));
	int r = -ENOMEM;

	if (!l)
		return -ENOMEM;
	l->owner = u;
	l->place = *place;
	l->in = libusb_alloc_transfer(0);
	l->control = libusb_alloc_transfer(0);
	if (l->in && l->control)
		r = claim(l);
	if (r < 0) {
		libusb_free_transfer(l->in);
		libusb_free_transfer(l->control);
		free(l);
		return r;
	}
	l->next = links;
	links = l;
	introduce(u, place, l);
	u->link = l;
	r = start(u, l);
	if (r < 0)
		u->link = usb_link_close(l, scale_usb(u->scale));
	return r;
}

struct usb_link *usb_link_close(struct usb_link *l, struct usb *usb)
{
	l->owner = NULL;
	if (l->pending > 0) {
		(void)libusb_cancel_transfer(l->in);
		(void)libusb_cancel_transfer(l->control);
	}
	if (usb_drain(usb, &l->pending) == 0)
		link_release(l);
	else
		l->abandoned = true; /* the last transfer to come back releases it */
	return NULL;
}

int usb_link_ask(struct usb_link *l)
{
	/* While the device is being identified its report is not known yet. */
	return l->place.map.data.type ? get_report(l, REQUEST_REPORT, &l->place.map.data) : -EBUSY;
}

int usb_link_zero(struct usb_link *l)
{
	return l->place.map.data.type ? set_zero(l) : -EBUSY;
}
