// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What drivers of this room share beyond scale.h: the list of drivers, models, and what a
 * driver may tell the registry about the device it found.
 */
#pragma once
#include "scale.h"

extern const struct scale_driver scale_usb_driver;
extern const struct scale_driver scale_serial_driver;
extern const struct scale_driver scale_modbus_driver;
extern const struct scale_driver scale_skeleton_driver; /* compiled, never offered */

enum { SCALE_DRIVERS = 3 };
extern const struct scale_driver *const scale_drivers[SCALE_DRIVERS];

/* Devices are found by class, never by this table: it only holds what a model does oddly. */
struct scale_model {
	uint16_t vendor;
	uint16_t product;
	const char *name;
	bool auto_off;        /* switches itself off while nothing changes */
	bool twos_complement; /* below zero by the highest bit, not by status 5 */
	int64_t e_mg;         /* its interval; 0: one step of the last digit */
};
/* Never NULL: an unknown device is an ordinary one. */
const struct scale_model *scale_model_find(uint16_t vendor, uint16_t product);

/* What the device is, for facts and doctor; and its oddities. */
void scale_set_device(struct scale *s, const char *device);
void scale_set_model(struct scale *s, const struct scale_model *model);
/* In setup: the scale speaks only when it is asked, once in poll_us. */
void scale_set_poll(struct scale *s, uint64_t poll_us);
/* In setup: why it would be silent. REASON_ONE_LINE holds only where it said one or two lines. */
void scale_set_silence(struct scale *s, enum scale_reason why);
/* Bytes came and are no reading; what they are worth, should nothing else come. */
void scale_heard(struct scale *s, const struct reading *meanwhile);
/*
 * What a scale that is not understood says of itself (lent, copied; len 0: nothing). Its open()
 * is then -EPROTO.
 */
void scale_set_descriptor(struct scale *s, const uint8_t *bytes, size_t len);
/* Something changed on the bus: a closed scale is tried at once. */
void scale_appeared(struct scale *s);

/* See scales_unnamed(). */
void scale_usb_unnamed(struct usb *usb,
	void (*found)(void *data, const char *device, const char *lines), void *data);
