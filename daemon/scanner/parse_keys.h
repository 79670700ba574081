// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Boot keyboard reports (HID 1.11 appendix B.1) -> characters, in the layout that the
 * scanner is set to. Pure. The console's keymap plays no part: the scanner says which keys
 * it presses, station.conf says what it means by them.
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum keys_layout { KEYS_US, KEYS_FR };

enum {
	KEYS_REPORT = 8, /* modifiers, reserved, six keys */
	KEYS_SLOTS = 6,
	KEYS_MOST = KEYS_SLOTS + 1, /* characters that one report can make */
	KEYS_UNKNOWN = 0xFFFD,      /* a key that types nothing here: the code is not whole */
};

struct keys {
	enum keys_layout layout;
	uint8_t down[KEYS_SLOTS];
	bool caps;
	bool alt; /* left Alt is held: keypad digits make a character when it goes up */
	unsigned alt_value;
	unsigned alt_digits;
	bool alt_zero; /* the first digit was 0 */
};

/*
 * The character that the same key gives in the other layout; KEYS_UNKNOWN: no key of
 * `layout` types this character, or in the other it types nothing.
 */
uint32_t keys_in_other_layout(enum keys_layout layout, uint32_t character);

void keys_init(struct keys *k, enum keys_layout layout);

/*
 * Characters newly typed by this report, in order, as Unicode; Enter of both kinds is '\r',
 * Tab is '\t', Ctrl+] (and Alt+029) is GS, 0x1D. A report of a roll-over (all keys 1), or
 * one too short to have a key, types nothing.
 */
size_t keys_feed(struct keys *k, const uint8_t *report, size_t len, uint32_t ret_chars[KEYS_MOST]);
