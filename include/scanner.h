// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Scanners. A keyboard scanner is claimed only when station.conf names it; a keyboard
 * that is not named is never touched. It is not given back to the kernel at exit, so that
 * a scan lands nowhere while the daemon is away.
 */
#pragma once
#include <errno.h>
#include "conf.h"
#include "loop.h"
#include "usb.h"

struct scanners;

/* What was odd about the last scan; each has a sentence that names the key to write. */
enum scanner_trouble {
	SCANNER_FINE,
	SCANNER_WRONG_LAYOUT, /* handed on as it came: typed in the other layout it makes sense */
	SCANNER_AIM,          /* handed on as it came: with an AIM identifier, and aim = no */
	SCANNER_UNREADABLE,   /* refused: control characters, keys that type nothing */
	SCANNER_WRONG_BYTES,  /* refused: a serial line with another speed or parity */
	SCANNER_TOO_LONG,     /* refused */
	SCANNER_NO_SUFFIX,    /* refused: nothing came behind it, and suffix says something does */
	SCANNER_TAB_SUFFIX,   /* refused: a tabulation ended it, and suffix says something else */
	SCANNER_ETX_SUFFIX,   /* the same, STX before it or ETX behind it */
	SCANNER_NO_KEYS,      /* there, but what it sends are no keys that could be understood */
	SCANNER_TROUBLE_COUNT,
};

struct scanner_facts {
	const char *name;
	const char *driver;
	char device[128];
	bool open;
	int last_error;
	uint64_t last_boot_us; /* of the last scan; 0: never */
	enum scanner_trouble trouble;
};

/* scanned(): one whole code, printable UTF-8 (and GS) without suffix, in the loop. */
int scanners_new(struct loop *loop, struct usb *usb, struct conf *conf,
	void (*scanned)(void *data, const char *device, const char *text), void *data,
	struct scanners **ret_scanners);
void scanners_start(struct scanners *all);
size_t scanners_count(const struct scanners *all);
/* "", "wrong_layout", …; never NULL. And the key of its sentence, NULL for none. */
const char *scanner_trouble_name(enum scanner_trouble trouble);
const char *scanner_trouble_key(enum scanner_trouble trouble);
/*
 * Each keyboard that is plugged in and not ours: what it is, and its lines for
 * station.conf if it is a scanner. Nothing is opened.
 */
void scanners_unnamed(const struct scanners *all,
	void (*found)(void *data, const char *device, const char *lines), void *data);
/* Of a scanner or a panel: "open", "unplugged", "held" by another program, "no_access" where it may not be opened. */
static inline const char *device_state_name(bool open, int error)
{
	return open                                  ? "open"
	       : error == -EBUSY                     ? "held"
	       : error == -EACCES || error == -EPERM ? "no_access"
						     : "unplugged";
}
void scanners_facts(const struct scanners *all, size_t index, struct scanner_facts *ret_facts);
struct scanners *scanners_free(struct scanners *all);
CLEANUP_OF(struct scanners, scanners_free);
