// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A printer driver carries bytes and knows neither languages nor jobs. It is created
 * closed and survives open and close any number of times. It calls back only from the
 * loop, never from within open() or write().
 */
#pragma once
#include <stdbool.h>
#include <sys/types.h>
#include "language.h"

struct printer;

struct print_driver {
	const char *name; /* word in station.conf */
	/* Reads its keys and makes what it keeps: printer_set_private(). 0 or -errno. */
	int (*setup)(struct printer *p, struct conf_section *section);
	/* 0: under way, printer_opened() follows; -errno: not there, tried again later. */
	int (*open)(struct printer *p);
	void (*close)(struct printer *p); /* safe after a failed open */
	/*
	 * Takes some of the bytes, once: what it has taken is never offered again. Bytes taken,
	 * 0: none now, printer_writable() follows; -errno: the way is lost.
	 */
	ssize_t (*write)(struct printer *p, const uint8_t *bytes, size_t size);
	/* Bytes taken whose arrival the other side has not yet acknowledged. */
	size_t (*on_the_way)(struct printer *p);
	/* Asks the transport itself how the printer is: printer_told() follows. May be NULL. */
	void (*ask)(struct printer *p);
	void (*cleanup)(struct printer *p); /* frees what setup made */
};

extern const struct print_driver print_tcp_driver;
extern const struct print_driver print_usb_driver;

/* See printers_unnamed(). */
void print_usb_unnamed(struct usb *usb,
	void (*found)(void *data, const char *device, const char *lines), void *data);

void printer_opened(struct printer *p);
void printer_writable(struct printer *p);
void printer_received(struct printer *p, const uint8_t *bytes, size_t size);
/* What the transport says of the printer, where the language says nothing. */
void printer_told(struct printer *p, enum printer_state state);
/* The device has no way back: it cannot answer while it is open. From open() only. */
void printer_one_way(struct printer *p);
/* The registry closes and opens again; from any callback, any number of times. */
void printer_lost(struct printer *p, int error);
/* A closed printer may be there now: it is tried at once. */
void printer_appeared(struct printer *p);

void *printer_private(struct printer *p);
void printer_set_private(struct printer *p, void *private);
const char *printer_name(const struct printer *p);
const char *printer_language(const struct printer *p); /* "zpl" */
struct loop *printer_loop(struct printer *p);
struct usb *printer_usb(struct printer *p);
/* What it is, for people: "192.168.1.50:9100", "Zebra ZD421 (1-1.2)". */
void printer_set_device(struct printer *p, const char *device);
