// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the gadget helper (a program inside the guest of the virtual bench) share.

#ifndef GADGET_H
#define GADGET_H

enum keyboard {
	KEYBOARD_US,
	KEYBOARD_FR,
	KEYBOARD_BITS, // US, all keys as bits (guest: bits_new)
};

// Types `text` on the keyboard gadget open at fd, delay_ms after each key. 0, -EINVAL for a
// character that the layout has not, -ETIMEDOUT when the host does not fetch the reports.
int keys_type(int fd, const char *text, enum keyboard keyboard, int delay_ms);

#endif
