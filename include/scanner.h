// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scanners. A keyboard scanner is claimed only when station.conf names it; a keyboard
 * that is not named is never touched. It is not given back to the kernel at exit, so that
 * a scan lands nowhere while the daemon is away.
 */
#pragma once
#include "conf.h"
#include "loop.h"
#include "usb.h"

struct scanners;

struct scanner_facts {
	const char *name;
	const char *driver;
	char device[128];
	bool open;
	int last_error;
	uint64_t last_boot_us;
};

/* scanned(): one whole code, printable UTF-8 (and GS) without suffix, in the loop. */
int scanners_new(struct loop *loop, struct usb *usb, struct conf *conf,
	void (*scanned)(void *data, const char *device, const char *text), void *data,
	struct scanners **ret_scanners);
void scanners_start(struct scanners *all);
size_t scanners_count(const struct scanners *all);
void scanners_facts(const struct scanners *all, size_t index, struct scanner_facts *ret_facts);
struct scanners *scanners_free(struct scanners *all);
CLEANUP_OF(struct scanners, scanners_free);
