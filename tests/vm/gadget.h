// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the gadget helper (a program inside the guest of the virtual bench) share.

#ifndef GADGET_H
#define GADGET_H

#include <stdbool.h>

// Types `text` on the keyboard gadget open at fd, delay_ms after each key. 0, -EINVAL for a
// character that the layout has not, -ETIMEDOUT when the host does not fetch the reports.
int keys_type(int fd, const char *text, bool fr, int delay_ms);

#endif
