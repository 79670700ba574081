// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * A printer language: raster to bytes, status bytes to state. Pure: no descriptor, no
 * clock. A new language is one file and a row in language.c.
 */
#pragma once
#include "printer.h"

/* How the printer finds the edge of a label. */
enum print_tracking { TRACKING_GAP, TRACKING_MARK, TRACKING_CONTINUOUS };

struct print_bytes {
	size_t size;
	uint8_t data[];
};

struct print_status {
	enum printer_state state;
	uint32_t waiting; /* formats and labels that have not come out yet */
};

enum { PRINT_ANSWER_MOST = 256 }; /* the longest status answer of any language */

struct print_language {
	const char *name; /* word in station.conf */
	/* One label. Free with free(). 0; -ENOMEM; -EINVAL: the printer cannot take this size. */
	int (*encode)(const struct raster *r, enum print_tracking tracking,
		struct print_bytes **ret_bytes);
	const char *query; /* asks for the status; NULL: this language cannot say */
	/*
	 * Bytes consumed by one whole answer at the beginning of bytes, with *ret_status set;
	 * 0: needs more; -EBADMSG: no answer begins here, skip one byte.
	 */
	int (*status)(const uint8_t *bytes, size_t size, struct print_status *ret_status);
};

enum { PRINT_LANGUAGES = 1 };
extern const struct print_language *const print_languages[PRINT_LANGUAGES];
