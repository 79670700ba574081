// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Keys -> characters by difference with the report before. Layouts: HID usage tables page
 * 7 for the keys; US and French (AZERTY, the PC one that scanners imitate) for what is
 * printed on them. Alt codes and Caps Lock follow Windows, for which scanners are made.
 */
#include "parse_keys.h"
#include <string.h>

enum {
	MOD_CTRL = 0x11,
	MOD_SHIFT = 0x22,
	MOD_LEFT_ALT = 0x04,
	MOD_ALT_GR = 0x40,
	KEY_ROLL_OVER = 0x01,
	KEY_A = 0x04,
	KEY_Z = 0x1D,
	KEY_ENTER = 0x28,
	KEY_TAB = 0x2B,
	KEY_CAPS_LOCK = 0x39,
	KEY_PAD_FIRST = 0x54,
	KEY_PAD_ENTER = 0x58,
	KEY_PAD_1 = 0x59,
	KEY_PAD_0 = 0x62,
	KEY_PAD_POINT = 0x63,
	KEY_LAST = 0x64,
	ALT_DIGITS_MOST = 4,
};

struct key {
	uint16_t plain;
	uint16_t shift;
	uint16_t alt_gr;
};

static const struct key us[KEY_LAST + 1] = {
	[0x1E] = { '1', '!', 0 },
	[0x1F] = { '2', '@', 0 },
	[0x20] = { '3', '#', 0 },
	[0x21] = { '4', '$', 0 },
	[0x22] = { '5', '%', 0 },
	[0x23] = { '6', '^', 0 },
	[0x24] = { '7', '&', 0 },
	[0x25] = { '8', '*', 0 },
	[0x26] = { '9', '(', 0 },
	[0x27] = { '0', ')', 0 },
	[0x2C] = { ' ', ' ', 0 },
	[0x2D] = { '-', '_', 0 },
	[0x2E] = { '=', '+', 0 },
	[0x2F] = { '[', '{', 0 },
	[0x30] = { ']', '}', 0 },
	[0x31] = { '\\', '|', 0 },
	[0x32] = { '\\', '|', 0 },
	[0x33] = { ';', ':', 0 },
	[0x34] = { '\'', '"', 0 },
	[0x35] = { '`', '~', 0 },
	[0x36] = { ',', '<', 0 },
	[0x37] = { '.', '>', 0 },
	[0x38] = { '/', '?', 0 },
	[0x64] = { '\\', '|', 0 },
};

/* The two dead keys (0x2F) give their own sign: a scanner that means "ê" has AltGr for none. */
static const struct key fr[KEY_LAST + 1] = {
	[0x04] = { 'q', 'Q', 0 },
	[0x08] = { 'e', 'E', 0x20AC },
	[0x10] = { ',', '?', 0 },
	[0x14] = { 'a', 'A', 0 },
	[0x1A] = { 'z', 'Z', 0 },
	[0x1D] = { 'w', 'W', 0 },
	[0x1E] = { '&', '1', 0 },
	[0x1F] = { 0xE9, '2', '~' },
	[0x20] = { '"', '3', '#' },
	[0x21] = { '\'', '4', '{' },
	[0x22] = { '(', '5', '[' },
	[0x23] = { '-', '6', '|' },
	[0x24] = { 0xE8, '7', '`' },
	[0x25] = { '_', '8', '\\' },
	[0x26] = { 0xE7, '9', '^' },
	[0x27] = { 0xE0, '0', '@' },
	[0x2C] = { ' ', ' ', 0 },
	[0x2D] = { ')', 0xB0, ']' },
	[0x2E] = { '=', '+', '}' },
	[0x2F] = { '^', 0xA8, 0 },
	[0x30] = { '$', 0xA3, 0xA4 },
	[0x31] = { '*', 0xB5, 0 },
	[0x32] = { '*', 0xB5, 0 },
	[0x33] = { 'm', 'M', 0 },
	[0x34] = { 0xF9, '%', 0 },
	[0x35] = { 0xB2, 0, 0 },
	[0x36] = { ';', '.', 0 },
	[0x37] = { ':', '/', 0 },
	[0x38] = { '!', 0xA7, 0 },
	[0x64] = { '<', '>', 0 },
};

/* From 0x54: / * - + Enter 1 to 9, 0, point; Num Lock is taken as on. */
static const char pad[] = "/*-+\r1234567890.";

void keys_init(struct keys *k, enum keys_layout layout)
{
	*k = (struct keys){ .layout = layout };
}

static struct key key_of(enum keys_layout layout, uint8_t usage)
{
	struct key key = layout == KEYS_FR ? fr[usage] : us[usage];

	if (!key.plain && usage >= KEY_A && usage <= KEY_Z) {
		key.plain = (uint16_t)('a' + usage - KEY_A);
		key.shift = (uint16_t)('A' + usage - KEY_A);
	}
	return key;
}

static bool is_letter(uint16_t c)
{
	return c >= 'a' && c <= 'z';
}

/* Ctrl gives C0 codes; [ \ ] are by place, also on the French keyboard. */
static uint32_t control_code(uint8_t usage, uint16_t plain)
{
	if (usage == 0x2F)
		return 0x1B;
	if (usage == 0x30)
		return 0x1D;
	if (usage == 0x31)
		return 0x1C;
	return is_letter(plain) ? plain & 0x1F : KEYS_UNKNOWN;
}

static uint32_t character(const struct keys *k, uint8_t usage, uint8_t modifiers)
{
	struct key key = key_of(k->layout, usage);
	bool ctrl = modifiers & MOD_CTRL, shift = modifiers & MOD_SHIFT;
	uint16_t c;

	if ((modifiers & MOD_ALT_GR) || (ctrl && (modifiers & MOD_LEFT_ALT)))
		return key.alt_gr ? key.alt_gr : KEYS_UNKNOWN;
	if (ctrl)
		return control_code(usage, key.plain);
	/* On the French keyboard Caps Lock shifts every key, on the US one letters only. */
	if (k->caps && (k->layout == KEYS_FR || is_letter(key.plain)))
		shift = !shift;
	c = shift ? key.shift : key.plain;
	return c ? c : KEYS_UNKNOWN;
}

/* Left Alt went up: Alt+0nnn is Latin-1, Alt+nnn means a code page beyond ASCII. */
static uint32_t alt_character(const struct keys *k)
{
	unsigned v = k->alt_value;

	if (v > 0 && v < 0x7F)
		return v;
	return k->alt_zero && v >= 0xA0 && v <= 0xFF ? v : KEYS_UNKNOWN;
}

static size_t end_alt(struct keys *k, uint32_t *ret_char)
{
	size_t n = k->alt && k->alt_digits > 0;

	if (n)
		*ret_char = alt_character(k);
	k->alt = false;
	return n;
}

static void begin_alt(struct keys *k)
{
	k->alt = true;
	k->alt_value = 0;
	k->alt_digits = 0;
	k->alt_zero = false;
}

static void alt_digit(struct keys *k, unsigned digit)
{
	if (k->alt_digits == 0)
		k->alt_zero = digit == 0;
	if (k->alt_digits < ALT_DIGITS_MOST)
		k->alt_value = k->alt_value * 10 + digit;
	else
		k->alt_value = UINT16_MAX; /* no character has so long a code */
	k->alt_digits++;
}

/* 1: a character; 0: a key that types nothing by itself. */
static size_t press(struct keys *k, uint8_t usage, uint8_t modifiers, uint32_t *ret_char)
{
	bool digit = usage >= KEY_PAD_1 && usage <= KEY_PAD_0;

	if (usage == KEY_CAPS_LOCK) {
		k->caps = !k->caps;
		return 0;
	}
	if (k->alt && digit) {
		alt_digit(k, (unsigned)(pad[usage - KEY_PAD_FIRST] - '0'));
		return 0;
	}
	if (usage == KEY_ENTER || usage == KEY_TAB)
		*ret_char = usage == KEY_ENTER ? '\r' : '\t';
	else if (usage >= KEY_PAD_FIRST && usage <= KEY_PAD_POINT)
		*ret_char = (uint32_t)pad[usage - KEY_PAD_FIRST];
	else
		*ret_char = usage <= KEY_LAST ? character(k, usage, modifiers) : KEYS_UNKNOWN;
	return 1;
}

static bool was_down(const uint8_t *keys, size_t count, uint8_t usage)
{
	return memchr(keys, usage, count) != NULL;
}

size_t keys_feed(struct keys *k, const uint8_t *report, size_t len, uint32_t ret_chars[KEYS_MOST])
{
	uint8_t slots[KEYS_SLOTS] = { 0 };
	size_t n = 0, count = len < KEYS_REPORT ? len : KEYS_REPORT;
	bool alt;

	if (count < 3)
		return 0;
	count -= 2;
	memcpy(slots, report + 2, count);
	if (slots[0] == KEY_ROLL_OVER)
		return 0;
	alt = (report[0] & MOD_LEFT_ALT) && !(report[0] & MOD_CTRL);
	if (!alt)
		n += end_alt(k, ret_chars);
	else if (!k->alt)
		begin_alt(k);
	for (size_t i = 0; i < KEYS_SLOTS; i++)
		if (slots[i] > 3 && !was_down(k->down, KEYS_SLOTS, slots[i]) &&
			!was_down(slots, i, slots[i]))
			n += press(k, slots[i], report[0], &ret_chars[n]);
	memcpy(k->down, slots, sizeof(k->down));
	return n;
}

static uint16_t of_plane(struct key key, unsigned plane)
{
	return plane == 0 ? key.plain : plane == 1 ? key.shift : key.alt_gr;
}

uint32_t keys_in_other_layout(enum keys_layout layout, uint32_t character)
{
	enum keys_layout other = layout == KEYS_FR ? KEYS_US : KEYS_FR;

	for (unsigned usage = KEY_A; usage <= KEY_LAST; usage++)
		for (unsigned plane = 0; plane < 3; plane++)
			if (of_plane(key_of(layout, (uint8_t)usage), plane) == character) {
				uint16_t c = of_plane(key_of(other, (uint8_t)usage), plane);

				return c ? c : KEYS_UNKNOWN;
			}
	return KEYS_UNKNOWN;
}
