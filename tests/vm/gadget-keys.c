// SPDX-License-Identifier: GPL-3.0-or-later
// The typing half of the gadget helper: what a keyboard scanner sends for a text. Each character
// is one press report and one all-zero report of the 8-byte boot keyboard, or of one that sends
// all its keys as bits, as the usage tables of HID (page 0x07) number the key places. Two settings of the scanner: `us` and `fr` (AZERTY).

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "gadget.h"

enum { LCTRL = 0x01, SHIFT = 0x02, ALTGR = 0x40, WAIT_MS = 2000 };

struct key {
	char ch;
	uint8_t mod;
	uint8_t usage;
};

static const struct key us_marks[] = {
	{ '!', SHIFT, 0x1e },
	{ '@', SHIFT, 0x1f },
	{ '#', SHIFT, 0x20 },
	{ '$', SHIFT, 0x21 },
	{ '%', SHIFT, 0x22 },
	{ '^', SHIFT, 0x23 },
	{ '&', SHIFT, 0x24 },
	{ '*', SHIFT, 0x25 },
	{ '(', SHIFT, 0x26 },
	{ ')', SHIFT, 0x27 },
	{ ' ', 0, 0x2c },
	{ '-', 0, 0x2d },
	{ '_', SHIFT, 0x2d },
	{ '=', 0, 0x2e },
	{ '+', SHIFT, 0x2e },
	{ '[', 0, 0x2f },
	{ '{', SHIFT, 0x2f },
	{ ']', 0, 0x30 },
	{ '}', SHIFT, 0x30 },
	{ '\\', 0, 0x31 },
	{ '|', SHIFT, 0x31 },
	{ ';', 0, 0x33 },
	{ ':', SHIFT, 0x33 },
	{ '\'', 0, 0x34 },
	{ '"', SHIFT, 0x34 },
	{ '`', 0, 0x35 },
	{ '~', SHIFT, 0x35 },
	{ ',', 0, 0x36 },
	{ '<', SHIFT, 0x36 },
	{ '.', 0, 0x37 },
	{ '>', SHIFT, 0x37 },
	{ '/', 0, 0x38 },
	{ '?', SHIFT, 0x38 },
	{ '\n', 0, 0x28 },
	{ '\t', 0, 0x2b },
	{ 0x1d, LCTRL, 0x30 },
	{ 0 },
};

static const struct key fr_marks[] = {
	{ '&', 0, 0x1e },
	{ '"', 0, 0x20 },
	{ '\'', 0, 0x21 },
	{ '(', 0, 0x22 },
	{ '-', 0, 0x23 },
	{ '_', 0, 0x25 },
	{ ')', 0, 0x2d },
	{ '=', 0, 0x2e },
	{ '+', SHIFT, 0x2e },
	{ ' ', 0, 0x2c },
	{ ',', 0, 0x10 },
	{ '?', SHIFT, 0x10 },
	{ ';', 0, 0x36 },
	{ '.', SHIFT, 0x36 },
	{ ':', 0, 0x37 },
	{ '/', SHIFT, 0x37 },
	{ '!', 0, 0x38 },
	{ '$', 0, 0x30 },
	{ '*', 0, 0x31 },
	{ '%', SHIFT, 0x34 },
	{ '<', 0, 0x64 },
	{ '>', SHIFT, 0x64 },
	{ '~', ALTGR, 0x1f },
	{ '#', ALTGR, 0x20 },
	{ '{', ALTGR, 0x21 },
	{ '[', ALTGR, 0x22 },
	{ '|', ALTGR, 0x23 },
	{ '`', ALTGR, 0x24 },
	{ '\\', ALTGR, 0x25 },
	{ '^', ALTGR, 0x26 },
	{ '@', ALTGR, 0x27 },
	{ ']', ALTGR, 0x2d },
	{ '}', ALTGR, 0x2e },
	{ '\n', 0, 0x28 },
	{ '\t', 0, 0x2b },
	{ 0 },
};

static uint8_t letter_usage(char lower, bool fr)
{
	static const char swapped[] = "aqqazwwz";

	if (fr && lower == 'm')
		return 0x33;
	for (int i = 0; fr && swapped[i]; i += 2)
		if (swapped[i] == lower)
			lower = swapped[i + 1], fr = false;
	return (uint8_t)(0x04 + lower - 'a');
}

static int key_of(char ch, bool fr, struct key *ret)
{
	if (ch >= 'a' && ch <= 'z') {
		*ret = (struct key){ ch, 0, letter_usage(ch, fr) };
		return 0;
	}
	if (ch >= 'A' && ch <= 'Z') {
		*ret = (struct key){ ch, SHIFT, letter_usage((char)(ch + 32), fr) };
		return 0;
	}
	if (ch >= '0' && ch <= '9') {
		int place = ch == '0' ? 9 : ch - '1';

		*ret = (struct key){ ch, fr ? SHIFT : 0, (uint8_t)(0x1e + place) };
		return 0;
	}
	for (const struct key *k = fr ? fr_marks : us_marks; k->ch; k++)
		if (k->ch == ch) {
			*ret = *k;
			return 0;
		}
	return -EINVAL;
}

static int write_report(int fd, const struct key *k, enum keyboard keyboard)
{
	uint8_t report[14] = { k->mod, 0, k->usage };
	const size_t len = keyboard == KEYBOARD_BITS ? 14 : 8;
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	if (keyboard == KEYBOARD_BITS) {
		report[2] = 0;
		if (k->usage)
			report[1 + k->usage / 8] = (uint8_t)(1 << k->usage % 8);
	}
	if (poll(&p, 1, WAIT_MS) <= 0)
		return -ETIMEDOUT;
	return write(fd, report, len) == (ssize_t)len ? 0 : -errno;
}

int keys_type(int fd, const char *text, enum keyboard keyboard, int delay_ms)
{
	const struct timespec pause = { delay_ms / 1000, delay_ms % 1000 * 1000000L };
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	for (; *text; text++) {
		struct key k;
		int r = key_of(*text, keyboard == KEYBOARD_FR, &k);

		if (r >= 0)
			r = write_report(fd, &k, keyboard);
		if (r >= 0)
			r = write_report(fd, &(struct key){ 0 }, keyboard);
		if (r < 0)
			return r;
		nanosleep(&pause, NULL);
	}
	return poll(&p, 1, WAIT_MS) > 0 ? 0 : -ETIMEDOUT; /* the last release was fetched */
}
