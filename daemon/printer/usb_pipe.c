// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A printer without paper does not refuse bytes, it just takes none: an out transfer has
 * no timeout, so that no byte that was taken is ever sent again, and meanwhile the control
 * endpoint says why. Some printers answer reads with nothing at all: those are asked again
 * after a pause.
 */
#include <errno.h>
#include <libusb-1.0/libusb.h>
#include <stdio.h>
#include <string.h>
#include "ieee1284.h"
#include "log.h"
#include "usb_pipe.h"

enum {
	GET_DEVICE_ID = 0,
	GET_PORT_STATUS = 1,
	CLASS_IN = LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
	CHUNK = 8192,
	ANSWER = 512, /* a high-speed bulk packet */
	DEVICE_ID_MOST = 1024,
	CONTROL_TIMEOUT_MS = 1000,
	EMPTY_PAUSE_US = 250 * 1000,
};

enum request { REQUEST_NONE, REQUEST_ID, REQUEST_STATUS };

struct usb_pipe {
	struct usb_pipe *next;
	struct printer *owner; /* NULL: closed, only waiting for its transfers */
	struct usb_place place;
	struct libusb_device_handle *handle;
	struct libusb_transfer *out;
	struct libusb_transfer *in;
	struct libusb_transfer *control;
	struct loop_source *pause;
	unsigned int pending;
	enum request request;
	size_t out_left; /* of the chunk that was taken */
	bool halted;
	bool abandoned;
	uint8_t out_bytes[CHUNK];
	uint8_t in_bytes[ANSWER];
	uint8_t control_bytes[LIBUSB_CONTROL_SETUP_SIZE + DEVICE_ID_MOST];
};

static struct usb_pipe *pipes;

bool usb_pipe_is_held(const struct usb_place *place)
{
	for (const struct usb_pipe *u = pipes; u != NULL; u = u->next) {
		if (u->place.device == place->device && u->place.interface == place->interface)
			return true;
	}
	return false;
}

static void pipe_free(struct usb_pipe *u)
{
	struct usb_pipe **at = &pipes;

	while (*at != NULL && *at != u)
		at = &(*at)->next;
	if (*at != NULL)
		*at = u->next;
	if (u->handle != NULL) {
		(void)libusb_release_interface(u->handle, u->place.interface);
		libusb_close(u->handle);
	}
	libusb_free_transfer(u->out);
	libusb_free_transfer(u->in);
	libusb_free_transfer(u->control);
	(void)loop_source_free(u->pause);
	free(u);
}

/* A transfer came back. False: closed, nothing more is to be done with it. */
static bool came_back(struct usb_pipe *u)
{
	u->pending--;
	if (u->owner != NULL)
		return true;
	if (u->abandoned && u->pending == 0)
		pipe_free(u);
	return false;
}

static int submit(struct usb_pipe *u, struct libusb_transfer *t)
{
	int r = usb_errno(libusb_submit_transfer(t));

	if (r == 0)
		u->pending++;
	return r;
}

static int error_of(struct usb_pipe *u, enum libusb_transfer_status status)
{
	if (status == LIBUSB_TRANSFER_NO_DEVICE)
		return -ENODEV;
	u->halted |= status == LIBUSB_TRANSFER_STALL;
	return status == LIBUSB_TRANSFER_STALL ? -EPIPE : -EIO;
}

static void on_out(struct libusb_transfer *t);

static int send_rest(struct usb_pipe *u)
{
	libusb_fill_bulk_transfer(
		u->out, u->handle, u->place.out, u->out_bytes, (int)u->out_left, on_out, u, 0);
	return submit(u, u->out);
}

static void on_out(struct libusb_transfer *t)
{
	struct usb_pipe *u = t->user_data;
	size_t taken = t->actual_length > 0 ? (size_t)t->actual_length : 0;
	int r = 0;

	if (!came_back(u))
		return;
	taken = taken < u->out_left ? taken : u->out_left;
	u->out_left -= taken;
	if (t->status != LIBUSB_TRANSFER_COMPLETED) {
		r = error_of(u, t->status);
	} else if (u->out_left > 0) {
		memmove(u->out_bytes, u->out_bytes + taken, u->out_left);
		r = send_rest(u);
	} else {
		printer_writable(u->owner);
	}
	if (r < 0)
		printer_lost(u->owner, r);
}

static void on_in(struct libusb_transfer *t);

static void listen(struct usb_pipe *u)
{
	int r;

	libusb_fill_bulk_transfer(
		u->in, u->handle, u->place.in, u->in_bytes, sizeof(u->in_bytes), on_in, u, 0);
	r = submit(u, u->in);
	if (r < 0)
		printer_lost(u->owner, r);
}

static void on_in(struct libusb_transfer *t)
{
	struct usb_pipe *u = t->user_data;

	if (!came_back(u))
		return;
	if (t->status != LIBUSB_TRANSFER_COMPLETED) {
		printer_lost(u->owner, error_of(u, t->status));
		return;
	}
	if (t->actual_length == 0) {
		(void)loop_timer_arm(u->pause, EMPTY_PAUSE_US);
		return;
	}
	printer_received(u->owner, u->in_bytes, (size_t)t->actual_length);
	listen(u);
}

static void on_pause(void *data)
{
	listen(data);
}

static void take_id(struct usb_pipe *u, const uint8_t *answer, int length)
{
	struct ieee1284 id;
	char device[128], place[64];

	if (ieee1284_parse(answer, (size_t)length, &id) < 0 || id.model[0] == '\0')
		return;
	(void)snprintf(device, sizeof(device), "%s %s (%s)", id.maker, id.model,
		usb_port_path(u->place.device, place, sizeof(place)));
	printer_set_device(u->owner, device);
	if (id.commands[0] != '\0' && !ieee1284_speaks(&id, printer_language(u->owner)))
		log_line(LOG_WARN, "printer=%s speaks \"%s\", configured language=%s",
			printer_name(u->owner), id.commands, printer_language(u->owner));
}

static void take_status(struct usb_pipe *u, uint8_t status)
{
	if (status & PORT_PAPER_EMPTY)
		printer_told(u->owner, PRINTER_PAPER_OUT);
	else if (status != 0 && !(status & PORT_NO_ERROR))
		printer_told(u->owner, PRINTER_FAULT);
	else if (status != 0) /* many cheap printers always say 0 */
		printer_told(u->owner, PRINTER_READY);
}

static void on_control(struct libusb_transfer *t)
{
	struct usb_pipe *u = t->user_data;
	enum request request = u->request;
	bool good = t->status == LIBUSB_TRANSFER_COMPLETED;

	u->request = REQUEST_NONE;
	if (!came_back(u))
		return;
	if (t->status == LIBUSB_TRANSFER_NO_DEVICE) {
		printer_lost(u->owner, -ENODEV);
		return;
	}
	/* A printer that does not say who it is prints all the same. */
	if (request == REQUEST_ID && good)
		take_id(u, libusb_control_transfer_get_data(t), t->actual_length);
	if (request == REQUEST_ID)
		printer_opened(u->owner);
	else if (good && t->actual_length == 1)
		take_status(u, libusb_control_transfer_get_data(t)[0]);
}

static int control(struct usb_pipe *u, enum request request, uint8_t code, uint16_t value,
	uint16_t index, uint16_t length)
{
	int r;

	if (u->request != REQUEST_NONE)
		return -EBUSY;
	libusb_fill_control_setup(u->control_bytes, CLASS_IN, code, value, index, length);
	libusb_fill_control_transfer(
		u->control, u->handle, u->control_bytes, on_control, u, CONTROL_TIMEOUT_MS);
	r = submit(u, u->control);
	if (r == 0)
		u->request = request;
	return r;
}

/* Device id: configuration 0, interface in the high byte, alternate setting in the low. */
static int introduce(struct usb_pipe *u)
{
	return control(u, REQUEST_ID, GET_DEVICE_ID, 0,
		(uint16_t)(u->place.interface << 8 | u->place.alternate), DEVICE_ID_MOST);
}

void usb_pipe_ask(struct usb_pipe *u)
{
	(void)control(u, REQUEST_STATUS, GET_PORT_STATUS, 0, u->place.interface, 1);
}

ssize_t usb_pipe_write(struct usb_pipe *u, const uint8_t *bytes, size_t size)
{
	int r;

	if (u->out_left > 0)
		return 0;
	u->out_left = size < CHUNK ? size : CHUNK;
	memcpy(u->out_bytes, bytes, u->out_left);
	r = send_rest(u);
	if (r < 0)
		u->out_left = 0;
	return r < 0 ? r : (ssize_t)u->out_left;
}

size_t usb_pipe_on_the_way(const struct usb_pipe *u)
{
	return u->out_left;
}

/* Blocks for a small control message only where an alternate setting or a stall needs it. */
static int claim(struct usb_pipe *u, bool halted)
{
	int r = usb_errno(libusb_open(u->place.device, &u->handle));

	if (r < 0) {
		u->handle = NULL;
		return r;
	}
	(void)libusb_set_auto_detach_kernel_driver(u->handle, 1);
	r = usb_errno(libusb_claim_interface(u->handle, u->place.interface));
	if (r < 0) {
		libusb_close(u->handle);
		u->handle = NULL;
		return r;
	}
	if (u->place.alternate != 0)
		r = usb_errno(libusb_set_interface_alt_setting(
			u->handle, u->place.interface, u->place.alternate));
	if (halted)
		(void)libusb_clear_halt(u->handle, u->place.out);
	if (halted && u->place.in != 0)
		(void)libusb_clear_halt(u->handle, u->place.in);
	return r;
}

static int start(struct usb_pipe *u, struct printer *p, bool halted)
{
	int r;

	u->out = libusb_alloc_transfer(0);
	u->in = libusb_alloc_transfer(0);
	u->control = libusb_alloc_transfer(0);
	if (u->out == NULL || u->in == NULL || u->control == NULL)
		return -ENOMEM;
	r = loop_add_timer(printer_loop(p), "printer usb", LOOP_NORMAL, on_pause, u, &u->pause);
	return r < 0 ? r : claim(u, halted);
}

int usb_pipe_open(
	struct printer *p, const struct usb_place *place, bool halted, struct usb_pipe **ret_pipe)
{
	struct usb_pipe *u = calloc(1, sizeof(*u));
	char text[128];
	int r;

	if (u == NULL)
		return -ENOMEM;
	u->place = *place;
	u->owner = p;
	r = start(u, p, halted);
	if (r == 0)
		r = introduce(u);
	if (r < 0) {
		pipe_free(u);
		return r;
	}
	u->next = pipes;
	pipes = u;
	printer_set_device(p, usb_describe(place->device, text, sizeof(text)));
	if (place->in == 0)
		printer_one_way(p);
	else
		listen(u);
	*ret_pipe = u;
	return 0;
}

bool usb_pipe_close(struct usb_pipe *u, struct usb *usb)
{
	bool halted = u->halted;

	u->owner = NULL;
	(void)loop_timer_disarm(u->pause);
	(void)libusb_cancel_transfer(u->out);
	(void)libusb_cancel_transfer(u->in);
	(void)libusb_cancel_transfer(u->control);
	if (usb_drain(usb, &u->pending) == 0)
		pipe_free(u);
	else
		u->abandoned = true; /* the last transfer to come back frees it */
	return halted;
}
